from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def _search(page: Page, archive_url: str, words: str) -> None:
    page.goto(archive_url)
    page.locator("main").get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.locator("#search-results > li").first).to_be_visible(timeout=15_000)


def test_a_word_of_a_speech_leads_to_the_very_speech(page: Page, archive_url: str) -> None:
    """A word that is said in a speech finds it, and the hit opens at its place."""
    _search(page, archive_url, "Wirtschaftswachstum")
    hit = page.locator('#search-results a[href*="#"]').first
    target = hit.get_attribute("href") or ""
    hit.click()
    expect(page).to_have_url(re.compile(re.escape(target.rsplit("/", 1)[1].partition("?")[0])))
    expect(page.locator(":target").first).to_be_in_viewport()


@pytest.mark.parametrize(("typed", "name"), [("do trong hung", "Đỗ Trọng Hưng"), ("dau thanh tung", "Đầu Thanh Tùng")])
def test_a_name_without_its_diacritics(page: Page, archive_url: str, typed: str, name: str) -> None:
    """A name typed on a plain keyboard, đ as d, finds the person."""
    _search(page, archive_url, typed)
    expect(page.locator("#search-results").get_by_text(name).first).to_be_visible()


def test_narrowed_to_a_district(page: Page, archive_url: str) -> None:
    """The choice of a place narrows the results, stands in the address bar, and the way back undoes it."""
    _search(page, archive_url, "Wähleranliegen")
    results = page.locator("#search-results")
    expect(results).not_to_have_attribute("aria-busy", "true")
    before = results.locator("> li").count()
    if not page.locator('fieldset[data-facet="district"]').is_visible():
        page.locator("#search-facets > summary").click()
    page.locator('fieldset[data-facet="district"] label', has_text="Sầm Sơn").click()
    expect(page).to_have_url(re.compile("district=" + quote("Sầm Sơn").replace("%20", r"(%20|\+)")))
    expect(page.locator("#search-choice li")).to_have_count(1)
    expect(results).not_to_have_attribute("aria-busy", "true")
    assert 0 < results.locator("> li").count() < before
    page.go_back()
    expect(page.locator("#search-choice li")).to_have_count(0)


def test_an_address_can_be_shared(page: Page, archive_url: str) -> None:
    """A search opened by its address shows the same question and its results."""
    page.goto(archive_url + "search/?q=Korruption&year=2025")
    expect(page.locator("#search-q")).to_have_value("Korruption")
    expect(page.locator("#search-results > li").first).to_be_visible(timeout=15_000)


def test_nothing_found_is_said(page: Page, archive_url: str) -> None:
    """A search without results says so and shows other ways."""
    page.goto(archive_url + "search/?q=xyzzyxyzzy")
    expect(page.locator("#search-hints")).to_be_visible(timeout=15_000)
