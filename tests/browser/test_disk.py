from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.check import Request
from generator.package.crate import About
from generator.package.packing import pack

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return where the real archive lies, packed and unpacked again, as an address of a browser."""
    folder = tmp_path_factory.mktemp("disk")
    request = Request(ROOT / "records", ROOT / "site_config.yml", folder / "site", processes=2)
    pack(request, About("Archive", "", "2024-04-19", language="de"), folder / "copy.zip")
    with zipfile.ZipFile(folder / "copy.zip") as archive:
        archive.extractall(folder)
    return (folder / "copy").as_uri()


@pytest.fixture(params=[1280, 360])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page at the width of a desk and of a phone, whose test fails on any console error or request of a network."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, locale="de-DE", offline=True)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else complaints.append(r.url))
    yield opened
    width = opened.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert complaints == []
    assert width <= request.param, "the page scrolls sideways"


def search(page: Page, copy: str, words: str) -> None:
    page.goto(f"{copy}/data/site/people/index.html")
    page.locator(".site-search input").fill(words)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/index\.html\?q="))
    expect(page.locator("#search-status")).to_have_text(re.compile("Treffer|gefunden"))


def test_the_copy_is_read_like_the_site(page: Page, copy: str) -> None:
    """Opened without a network, the copy leads from its first file over lists to a meeting, with its styles."""
    page.goto(f"{copy}/OPEN.html")
    expect(page).to_have_url(re.compile(r"/data/site/index\.html$"))
    page.goto(f"{copy}/data/site/meetings/index.html")
    page.locator("main a[href*='index.html']").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.site-header')).display") != ""
    assert page.evaluate("document.styleSheets.length") >= 2


def test_a_word_leads_to_the_very_conclusion(page: Page, copy: str) -> None:
    """A search from any page finds, is narrowed, and opens a hit at its place."""
    search(page, copy, "Korruption")
    before = page.locator("#search-results > li").count()
    if not page.locator('[data-key="kind=conclusion"]').is_visible():
        page.locator("#search-facets > summary").click()
    page.locator('[data-key="kind=conclusion"]').check()
    expect(page).to_have_url(re.compile("kind=conclusion"))
    expect(page.locator("#search-choice li")).to_have_count(1)
    expect(page.locator("#search-results > li").first).to_be_visible()
    assert 0 < page.locator("#search-results > li").count() <= before
    page.locator("#search-results a").first.click()
    expect(page).to_have_url(re.compile(r"/meetings/[^/]+/index\.html#"))
    expect(page.locator(":target").first).to_be_in_viewport()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("do trong hung", "Đỗ Trọng Hưng"),
        ("Đỗ Trọng Hưng", "Đỗ Trọng Hưng"),
        ("bekampfung", "Korruptionsbekämpfung"),
        ('"Öffentliche Sicherheit"', "Öffentliche Sicherheit"),
    ],
)
def test_words_as_people_type_them(page: Page, copy: str, typed: str, name: str) -> None:
    """Accents may be left out, parts of compounds find them, and words in quotation marks are a phrase."""
    search(page, copy, typed)
    expect(page.locator("#search-results").get_by_text(name).first).to_be_visible()


def test_nothing_is_found_honestly(page: Page, copy: str) -> None:
    """What no record says is not found, and the page says so."""
    search(page, copy, "xyzzy")
    expect(page.locator("#search-status")).to_have_text("Nichts gefunden.")
    expect(page.locator("#search-results > li")).to_have_count(0)


def test_every_folded_word_is_asked_alike(page: Page, copy: str) -> None:
    """The page folds letters as the index did."""
    page.goto(f"{copy}/data/site/search/index.html")
    folded = page.evaluate("['Đông', 'Straße', 'Nguyễn', 'Œuvre', 'ÉTÉ'].map(archiveResults.fold)")
    assert folded == ["dong", "strasse", "nguyen", "oeuvre", "ete"]
