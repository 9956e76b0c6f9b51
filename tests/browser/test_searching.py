from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

CASES = json.loads((Path(__file__).parents[1] / "unit/site/words.json").read_text("utf-8"))
"""Texts and their words, as the index has them."""


def ask(page: Page, archive_url: str, words: str, more: str = "") -> None:
    page.goto(f"{archive_url}search/?q={quote(words)}{more}")
    ended(page)


def ended(page: Page) -> None:
    expect(page.locator("#search-status")).to_have_text(re.compile(r"^\d+ Treffer$|^Nichts gefunden"), timeout=15_000)


def titles(page: Page) -> list[str]:
    return page.locator("#search-results .result__title").all_inner_texts()


def kinds(page: Page) -> set[str]:
    return set(page.locator("#search-results .badge").all_inner_texts())


def total(page: Page) -> int:
    found = re.match(r"\d+", page.locator("#search-status").inner_text())
    return int(found[0]) if found else 0


def open_facets(page: Page) -> None:
    if not page.locator('fieldset[data-facet="kind"]').is_visible():
        page.locator("#search-facets > summary").click()


# ---- words


def test_words_are_the_same_as_in_the_index(page: Page, archive_url: str) -> None:
    """The browser compares words as the index does: else what is there would not be found."""
    page.goto(archive_url + "search/")
    read = "async ([from, texts]) => { const m = await import(from); return texts.map(m.words); }"
    script = f"{archive_url}assets/search-words.js"
    assert page.evaluate(read, [script, [text for text, _ in CASES]]) == [expected for _, expected in CASES]


def test_a_word_of_a_speech_leads_to_the_very_speech(page: Page, archive_url: str) -> None:
    """A word that is said in a speech finds it; the hit opens at its place, where the word is marked."""
    ask(page, archive_url, "Richtlinien")
    hit = page.locator('#search-results a[href*="#"]').first
    target = (hit.get_attribute("href") or "").rpartition("#")[2]
    hit.click()
    expect(page).to_have_url(re.compile(re.escape(f"#{target}") + "$"))
    mark = page.locator(f"[id='{target}'] mark").first
    expect(mark).to_have_text("Richtlinien")
    expect(mark).to_be_in_viewport()
    assert "mark=" not in page.url


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("do trong hung", "Đỗ Trọng Hưng"),  # without diacritics, đ as d
        ("đầu thanh tung", "Đầu Thanh Tùng"),
        ("dâu thành tưng", "Đầu Thanh Tùng"),  # with wrong ones
        ("Dau Thanh Tung", "Đầu Thanh Tùng"),
        ("thanh tung dau", "Đầu Thanh Tùng"),  # in another order
    ],
)
def test_a_name_is_first_however_it_is_written(page: Page, archive_url: str, typed: str, name: str) -> None:
    """A name typed without, with, or with wrong diacritics finds the person first."""
    ask(page, archive_url, typed)
    assert name in titles(page)[:3]


@pytest.mark.parametrize("typed", ["Thanh Hóa", "Thanh Hoá", "thanh hoa", "Thanh Ho\u0301a"])
def test_both_places_of_the_tone_mark(page: Page, archive_url: str, typed: str) -> None:
    """Old and new spelling, none, and letters composed in the other way find the same."""
    ask(page, archive_url, typed)
    assert titles(page)[0] == "Thanh Hóa"
    assert total(page) > 20


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Bekämpfung", "Korruptionsbekämpfung"),  # the second part of a compound
        ("Bürger Empfang", "Bürgerempfang"),
        ("Buerger", "Bürger"),
        ("Maßnahme", "Maßnahmen"),  # another form
        ("massnahmen", "Maßnahmen"),
        ("Gewerkschaften", "Gewerkschaft"),  # what begins like a participle
        ("umsetzen", "umgesetzt"),  # and one
        ("korrup*", "Korruption"),
    ],
)
def test_a_word_is_found_in_what_belongs_to_it(page: Page, archive_url: str, typed: str, word: str) -> None:
    """Parts of compounds, other forms and other spellings of a word find it, and it is marked."""
    ask(page, archive_url, typed)
    marks = page.locator("#search-results mark").all_inner_texts()
    assert any(word.lower() in mark.lower() for mark in marks), marks


def test_another_name_is_told(page: Page, archive_url: str) -> None:
    """Where a record is found under another of its names, a line says so."""
    ask(page, archive_url, "tp thanh hoa")
    assert titles(page)[0].startswith("Thanh Hóa")
    expect(page.locator(".result__because").first).to_have_text(re.compile("gefunden unter „TP Thanh Hóa"))


# ---- kinds of query


def test_a_phrase_is_side_by_side(page: Page, archive_url: str) -> None:
    """Words in quotation marks, also in German ones, are found side by side alone."""
    ask(page, archive_url, "Kampf Korruption")
    loose = total(page)
    ask(page, archive_url, "„Kampf gegen Korruption“")
    assert 0 < total(page) <= loose
    ask(page, archive_url, '"Korruption gegen Kampf"')
    assert total(page) == 0


def test_without_or_and_all(page: Page, archive_url: str) -> None:
    """All words, one of them, and what must not occur add up."""
    found = {}
    for words in ("Strand", "Bürger", "Strand OR Bürger", "Bürger -Strand"):
        ask(page, archive_url, words)
        found[words] = total(page)
    both = found["Bürger"] - found["Bürger -Strand"]
    assert 0 < both < found["Bürger"]
    assert found["Strand OR Bürger"] == found["Strand"] + found["Bürger"] - both
    expect(page.locator("#search-understood")).to_have_text(re.compile("ohne „Strand“"))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("speaker:tien kind:speech", "Rede"),
        ('district:"sam son" kind:conclusion', "Schlussfolgerung"),
        ("ort:sam-son art:sitzung", "Sitzung"),
        ("issue:korruptionsbekaempfung kind:meeting", "Sitzung"),
        ("organization:provinzvolksrat kind:organization", "Organisation"),
        ("status:open", "Schlussfolgerung"),
        ("kind:speech year:2025", "Rede"),
        ("kind:meeting after:2025-06 before:2026", "Sitzung"),
    ],
)
def test_a_filter_narrows(page: Page, archive_url: str, words: str, kind: str) -> None:
    """Each filter can be typed, is told in words, and leaves only what it names."""
    ask(page, archive_url, words)
    assert total(page)
    assert kinds(page) == {kind}
    assert page.locator("#search-understood").inner_text()
    assert page.locator("#search-notes li").count() == 0


def test_dates_narrow(page: Page, archive_url: str) -> None:
    """`after:` is from that day on, `before:` is until the day before."""
    ask(page, archive_url, "kind:meeting after:2025-06 before:2026", "&sort=date")
    days = [time.get_attribute("datetime") or "" for time in page.locator("#search-results time").all()]
    assert days == sorted(days, reverse=True)
    assert all("2025" <= day < "2026" for day in days)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("foo:bar", "Einen Filter „foo:“ gibt es nicht"),
        ('Korruption "Bürger', "Einem Anführungszeichen fehlt das zweite"),
        ("district:sam-sno", "Im Archiv heißt nichts „sam-sno“"),
        ("before:gestern", "„gestern“ ist kein Datum"),
        ("year:", "braucht einen Wert|kommt im Archiv nicht vor"),
        ("Korupption", "gesucht wurde „korruption“"),
        ("Korruption xyzzyx", "„xyzzyx“ kommt im Archiv nicht vor"),
        ("wort " * 2000, "Die Frage ist sehr lang"),
        ("<script>alert(1)</script> (.*)[ \\ ^$", "kommt im Archiv nicht vor"),
        ("\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627", "kommt im Archiv nicht vor"),
    ],
)
def test_a_wrong_question_is_explained(page: Page, archive_url: str, words: str, says: str) -> None:
    """Whatever is typed ends in a clear line: what was not understood is named, never ignored."""
    ask(page, archive_url, words)
    expect(page.locator("#search-notes")).to_have_text(re.compile(says))


def test_what_is_nearest_can_be_asked_instead(page: Page, archive_url: str) -> None:
    """A name that nobody bears leads to the nearest one that somebody does."""
    ask(page, archive_url, "district:sam-sno")
    page.locator("#search-notes a").first.click()
    ended(page)
    assert total(page) > 5


def test_nothing_found_is_said(page: Page, archive_url: str) -> None:
    """A search without results says so and shows other ways."""
    ask(page, archive_url, "xyzzyxyzzy")
    expect(page.locator("#search-hints")).to_be_visible()
    expect(page.locator("#search-status")).to_have_attribute("role", "status")


def test_a_question_in_plain_words(page: Page, archive_url: str) -> None:
    """Words that every question has need not occur."""
    ask(page, archive_url, "Wer hat etwas zur Korruption gesagt?")
    assert total(page) > 3


# ---- narrowing


@pytest.mark.parametrize("facet", ["kind", "status", "district", "person", "issue", "organization"])
def test_narrowed_by_each_facet(page: Page, archive_url: str, facet: str) -> None:
    """A value leaves as many results as it says; two of one facet are OR; the way back undoes it."""
    ask(page, archive_url, "Korruption")
    before = total(page)
    open_facets(page)
    rows = page.locator(f'fieldset[data-facet="{facet}"] li')
    counts = [int(text) for text in rows.locator(".count").all_inner_texts()]
    first = rows.nth(0).locator("input")
    key = first.get_attribute("data-key") or ""
    first.click()
    expect(page).to_have_url(re.compile(f"{facet}="))
    expect(page.locator("#search-status")).to_have_text(f"{counts[0]} Treffer")
    expect(page.locator("#search-choice li")).to_have_count(1)
    assert page.locator(f'[data-key="{key}"]').is_checked()
    if len(counts) > 1:
        open_facets(page)
        page.locator(f'fieldset[data-facet="{facet}"] li input:not(:checked)').first.click()
        expect(page.locator("#search-choice button:not(.search__all-off)")).to_have_count(2)
        ended(page)
        assert counts[0] <= total(page) <= before
        page.go_back()
        expect(page.locator("#search-status")).to_have_text(f"{counts[0]} Treffer")
    page.go_back()
    expect(page.locator("#search-choice li")).to_have_count(0)
    expect(page.locator("#search-status")).to_have_text(f"{before} Treffer")


def test_one_record_has_its_feed(page: Page, archive_url: str) -> None:
    """Narrowed to one place the results lead to its feed, which is there; to none or to two they lead to no feed."""
    feed = page.locator("#search-feed")
    ask(page, archive_url, "", "kind=speech")
    assert feed.is_hidden()
    for _ in range(2):
        open_facets(page)
        page.locator('fieldset[data-facet="district"] li input:not(:checked)').first.click()
        ended(page)
        if page.locator("#search-choice button:not(.search__all-off)").count() == 1:
            answer = page.request.get(str(feed.evaluate("link => link.href")))
            assert answer.ok
            assert "<feed" in answer.text()
    assert feed.is_hidden()


def test_a_year_can_be_chosen(page: Page, archive_url: str) -> None:
    """The bar of a year narrows to it and is pressed; pressed again it lets go."""
    ask(page, archive_url, "Wähler")
    before = total(page)
    bar = page.locator('#search-years [data-key="year=2024"]')
    expect(bar).to_have_attribute("aria-label", re.compile(r"2024: \d+ Treffer"))
    bar.click()
    expect(page).to_have_url(re.compile("year=2024"))
    expect(page.locator('#search-years [data-key="year=2024"]')).to_have_attribute("aria-pressed", "true")
    ended(page)
    assert 0 < total(page) < before
    page.locator('#search-years [data-key="year=2024"]').click()
    expect(page.locator("#search-status")).to_have_text(f"{before} Treffer")


def test_an_address_can_be_shared(page: Page, archive_url: str) -> None:
    """A search opened by its address shows the same question, choice, order and results."""
    ask(page, archive_url, "Korruption", "&year=2025&sort=date")
    expect(page.locator("#search-q")).to_have_value("Korruption")
    expect(page.locator("#search-sort")).to_have_value("date")
    days = [time.get_attribute("datetime") or "" for time in page.locator("#search-results time").all()]
    assert days == sorted(days, reverse=True)
    assert {day[:4] for day in days} == {"2025"}


def test_more_can_be_loaded(page: Page, archive_url: str) -> None:
    """Ten results stand there first, then more; the first new one has the focus, and the way back keeps them."""
    ask(page, archive_url, "Korruption")
    expect(page.locator("#search-results > li")).to_have_count(10)
    page.locator("#search-more").click()
    expect(page.locator("#search-results > li")).to_have_count(min(30, total(page)))
    assert page.evaluate("[...document.querySelectorAll('.result__title a')].indexOf(document.activeElement)") == 10


def test_a_list_without_words_reads_no_words(page: Page, archive_url: str) -> None:
    """A choice alone is answered from small files of data: no file of words is read."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{archive_url}search/?kind=speech&year=2025")
    ended(page)
    assert total(page)
    assert kinds(page) == {"Rede"}
    assert not [url for url in asked if re.search(r"/search/.*/(words|places)-|/search/words", url)]
    assert not [url for url in asked if "/search/2024/" in url]


# ---- files of results


def test_all_results_can_be_kept(page: Page, archive_url: str) -> None:
    """CSV and JSON hold every result with its address, however many are shown."""
    ask(page, archive_url, "Korruption")
    with page.expect_download() as coming:
        page.locator("#search-json").click()
    kept = json.loads(Path(coming.value.path()).read_text("utf-8"))
    assert kept["query"] == "Korruption"
    assert len(kept["results"]) == total(page)
    assert all(row["address"].startswith(archive_url) for row in kept["results"])
    with page.expect_download() as coming:
        page.locator("#search-csv").click()
    text = Path(coming.value.path()).read_text("utf-8-sig")
    rows = list(csv.reader(text.splitlines()))
    assert rows[0][0] == "Adresse"
    assert [row[0] for row in rows[1:]] == [row["address"] for row in kept["results"]]


# ---- keyboard, scripts, network


def test_by_keyboard_alone(page: Page, archive_url: str) -> None:
    """Slash goes to the box, the arrows through the results, Escape back, Enter opens."""
    ask(page, archive_url, "Korruption")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#search-q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    links = page.locator(".result__title a")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#search-q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    target = (links.nth(0).get_attribute("href") or "").partition("?")[0]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(target)))


@pytest.mark.parametrize("start", ["", "meetings/"])
def test_names_are_offered_in_any_search_box(page: Page, archive_url: str, start: str) -> None:
    """People, places, issues, organizations and meetings lead straight to their page; Enter alone searches."""
    page.goto(archive_url + start)
    box = page.locator("form[data-kinds] input[type=search]")
    box.click()
    box.press_sequentially("sam so")
    expect(page.get_by_role("option").first).to_be_visible()
    assert any("Sầm Sơn" in text for text in page.get_by_role("option").all_inner_texts())
    option = page.get_by_role("option", name=re.compile(r"^Sầm Sơn Ort")).first
    for _ in range(20):  # names of meetings join the list while somebody goes through it
        page.keyboard.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            break
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/districts/sam-son"))
    page.goto(archive_url + start)
    box.click()
    box.press_sequentially("sam so")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=sam"))


def test_a_browser_can_search_the_site(page: Page, archive_url: str) -> None:
    """The site tells browsers how it is searched (OpenSearch)."""
    page.goto(archive_url)
    link = page.locator('link[rel="search"]')
    described = page.request.get(archive_url + (link.get_attribute("href") or ""))
    assert f'template="{archive_url}search/?q={{searchTerms}}"' in described.text()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A browser without scripts."""
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    yield context.new_page()
    context.close()


def test_without_scripts_the_lists_are_offered(plain: Page, archive_url: str) -> None:
    """Where no script runs, the page leads to lists that hold everything, and shows no empty search."""
    plain.goto(archive_url + "search/?q=Korruption")
    assert not plain.locator("#search-form").is_visible()
    for name in ("Sitzungen", "Schlussfolgerungen", "Personen", "Orte", "Themen", "Organisationen"):
        assert plain.locator("main").get_by_role("link", name=name, exact=True).first.is_visible()
    plain.locator("main").get_by_role("link", name="Sitzungen").first.click()
    expect(plain.locator("h1")).to_have_text("Sitzungen")


@pytest.fixture
def shaky(browser: Browser) -> Iterator[Page]:
    """A page whose network can be cut: what does not load is told in its console, too."""
    context = browser.new_context(locale="de-DE")
    yield context.new_page()
    context.close()


def _cut_off(route: Route) -> None:
    route.abort()


def _of_another_year(route: Route) -> None:
    route.continue_(url=route.request.url.replace("/2025/", "/2024/"))


def _cut_short(route: Route) -> None:
    route.fulfill(body=route.fetch().body()[:-9])


@pytest.mark.parametrize(
    ("lost", "cut"),
    [
        ("words-0.gz", _cut_off),
        ("columns.json.gz", _cut_off),
        ("texts-0.json.gz", _cut_off),
        ("words-0.gz", _cut_short),
        ("texts-0.json.gz", lambda route: route.fulfill(status=404)),
        ("columns.json.gz", _of_another_year),  # as while a site is being replaced
        ("words-0.gz", _of_another_year),
    ],
)
def test_a_part_that_does_not_load_is_named(
    shaky: Page, archive_url: str, lost: str, cut: Callable[[Route], None]
) -> None:
    """The rest is searched, the year that is missing or half published is named, and trying again brings it."""
    ask(shaky, archive_url, "kind:meeting Thanh Hóa", "&sort=date")
    whole = total(shaky)
    shaky.route(f"**/search/2025/{lost}*", cut)
    ask(shaky, archive_url, "kind:meeting Thanh Hóa", "&sort=date")
    expect(shaky.locator("#search-error-text")).to_have_text(re.compile("nicht durchsucht: 2025"))
    assert shaky.locator("#search-results > li").count()
    shaky.unroute(f"**/search/2025/{lost}*", cut)
    shaky.locator("#search-again").click()
    expect(shaky.locator("#search-error")).to_be_hidden()
    expect(shaky.locator("#search-status")).to_have_text(f"{whole} Treffer")


def test_without_any_network(shaky: Page, archive_url: str) -> None:
    """Where nothing loads, one line says so, and once there is a network the same button searches."""
    shaky.route("**/search/bundles.json*", lambda route: route.abort())
    shaky.goto(archive_url + "search/?q=Korruption")
    expect(shaky.locator("#search-error")).to_be_visible()
    shaky.unroute_all()
    shaky.locator("#search-again").click()
    ended(shaky)
    assert total(shaky)


def test_a_search_can_be_stopped(shaky: Page, archive_url: str) -> None:
    """While older years are still to come, the first results stand there, and the search can be ended."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    shaky.route("**/search/2013/columns*", hold)
    shaky.goto(archive_url + "search/?q=Thanh")
    expect(shaky.locator("#search-results > li")).to_have_count(10)
    expect(shaky.locator("#search-status")).to_have_text(re.compile("werden noch durchsucht"))
    shaky.locator("#search-stop").click()
    expect(shaky.locator("#search-status")).to_have_text(re.compile(r"Angehalten. Bis dahin \d+ Treffer"))
    expect(shaky.locator("#search-stop")).to_be_hidden()
    for route in waiting:
        route.continue_()
    shaky.locator("#search-q").fill("Korruption")
    shaky.keyboard.press("Enter")
    ended(shaky)
