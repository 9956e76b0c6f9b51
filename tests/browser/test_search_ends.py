from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

TRUNKS = json.loads(Path(__file__).with_name("trunks.json").read_text("utf-8"))
"""Plain words without their endings."""


def _ask(page: Page, archive_url: str, words: str) -> None:
    page.goto(f"{archive_url}search/?q={quote(words)}")
    expect(page.locator("#search-results > li").first).to_be_visible(timeout=15_000)
    expect(page.locator("#search-stop")).to_be_hidden()


def test_a_word_has_one_trunk(page: Page, archive_url: str) -> None:
    """Cases and numbers of a word have one trunk, alone and at the end of a compound; short words stay as they are."""
    page.goto(archive_url + "search/")
    read = "async ([from, words]) => { const m = await import(from); return words.map(m.trunk); }"
    found = page.evaluate(read, [f"{archive_url}assets/search-words.js", [word for word, _ in TRUNKS]])
    assert found == [trunk for _, trunk in TRUNKS]


def test_words_stand_in_the_order_of_the_index(page: Page, archive_url: str) -> None:
    """Rare letters (beyond U+FFFF) stand behind all others, as Python sorts them: else their words lay nowhere."""
    page.goto(archive_url + "search/")
    words = sorted(["a", "z", "zug", "đ", "\uff41", "\uff41b", "\U00010428", "\U00010428b", "\U0001e900"])
    read = "async ([from, words]) => { const m = await import(from); return words.map((w) => m.placeOf(words, w)); }"
    assert page.evaluate(read, [f"{archive_url}assets/search-index.js", words]) == list(range(len(words)))


def test_meetings_of_all_years_are_offered(page: Page, archive_url: str) -> None:
    """Who types how an old meeting is called is led to it; what no meeting is called reads no list of a year."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(archive_url)
    box = page.locator("form[data-kinds] input[type=search]")
    box.click()
    box.press_sequentially("thường xuân wäh")
    expect(page.get_by_role("option", name=re.compile("treffen Wähler in Thường Xuân"))).to_be_visible()
    years = {found[1] for url in asked if (found := re.search(r"/search/([^/]+)/meetings", url))}
    assert "2019" in years
    assert "registers" not in years


@pytest.mark.parametrize(
    ("part", "compound"),
    [("Saison", "Badesaison"), ("Anlege", "Bootsanlegestellen"), ("Boot", "Bootsanlegestellen")],
)
def test_a_compound_is_found_by_any_part(page: Page, archive_url: str, part: str, compound: str) -> None:
    """Its last part, one in its middle or its first find a compound, although none of them stands anywhere alone."""
    _ask(page, archive_url, part)
    expect(page.locator("#search-results")).to_contain_text(compound)


def test_a_question_is_answered_by_who_says_it(page: Page, archive_url: str) -> None:
    """The conclusion that says it comes before the page of the record whose name stands in the question."""
    _ask(page, archive_url, "Wie viele Mitglieder hat das neue Stadtparteikomitee?")
    first = page.locator("#search-results .result__title a").first
    expect(first).to_have_attribute("href", re.compile(r"/meetings/2025-01-01-gruendung[^?]*/\?.*#k1"))


def test_what_belongs_to_a_name_comes_before_parts_of_it(page: Page, archive_url: str) -> None:
    """After the person of a name come speeches and meetings of this one, before people who share a word of it."""
    _ask(page, archive_url, "do trong hung")
    found = page.locator("#search-results .result__title a").evaluate_all("(all) => all.map((a) => a.pathname)")
    kinds = [path.removeprefix("/").split("/")[-3] for path in found]
    assert kinds[:5] == ["people", *["meetings"] * 4]


def test_few_results_are_followed_by_others(page: Page, archive_url: str) -> None:
    """Where few entries have all the words they come first, then those that have most, and a line says so."""
    _ask(page, archive_url, "Trịnh Văn Chiến Fischer")
    expect(page.locator("#search-results > li").first).to_contain_text("Bürgergespräch mit Fischern")
    assert page.locator("#search-results > li").count() > 1
    expect(page.locator("main")).to_contain_text("Nur wenige Einträge enthalten alle Wörter")


def test_a_place_is_found_with_the_word_for_its_kind(page: Page, archive_url: str) -> None:
    """`Bezirk Dong Son` means the place of that name, whose page comes first."""
    _ask(page, archive_url, "Bezirk Dong Son")
    first = page.locator("#search-results .result__title a").first
    expect(first).to_have_attribute("href", re.compile(r"/districts/dong-son/"))
