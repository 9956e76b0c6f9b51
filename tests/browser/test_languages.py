"""Reading in another language: the switch, the choice that is kept, and the page for what is not there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_switch_leads_to_the_same_place_and_the_choice_is_kept(page: Page, archive_url: str) -> None:
    """Another language shows the same place of the same page; the first page is shown in it from then on."""
    page.goto(archive_url + "people/le-anh-tuan/#offices")
    page.get_by_role("link", name="Tiếng Việt").click()
    expect(page).to_have_url(archive_url + "vi/people/le-anh-tuan/#offices")
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    page.goto(archive_url + "people/")  # an address says its language
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.goto("about:blank")
    page.goto(archive_url)
    expect(page).to_have_url(archive_url + "vi/")
    page.get_by_role("link", name="Deutsch").click()  # never a trap
    expect(page).to_have_url(archive_url)
    page.goto("about:blank")
    page.goto(archive_url)
    expect(page).to_have_url(archive_url)


def test_the_search_speaks_the_language_and_finds_in_the_one_index(page: Page, archive_url: str) -> None:
    """Search in Vietnamese: its words are Vietnamese, its results lead to pages in Vietnamese, and none asks twice."""
    page.goto(archive_url + "vi/search/?q=Tuấn")
    result = page.locator("#search-results a").first
    expect(result).to_have_attribute("href", re.compile("/archive/vi/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Tìm kiếm")


def test_names_are_offered_in_each_language(page: Page, archive_url: str) -> None:
    """The box at the head of a page offers names, and leads to their pages in the page's language."""
    page.goto(archive_url + "en/about/")
    page.locator(".site-search input").press_sequentially("tuan")
    page.locator(".names-offered a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/archive/en/people/"))


@pytest.mark.parametrize(("tree", "language", "kind"), [("", "de", "Person"), ("vi/", "vi", "Nhân vật")])
def test_a_mistyped_address_is_searched_for(page: Page, archive_url: str, tree: str, language: str, kind: str) -> None:
    """What the address said stands in the search box, and the page that was meant is offered, in its language."""
    page.route(
        f"**/{tree}people/ngoc/*",
        lambda route: route.fulfill(status=200, response=page.request.get(archive_url + "404.html")),
    )
    page.goto(f"{archive_url}{tree}people/ngoc/le-anh-tuam.html")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("#lost-search")).to_have_value("le anh tuam")
    offered = page.locator("#lost-near li").first
    expect(offered).to_have_text(f"Le Anh Tuan {kind}")
    offered.get_by_role("link").click()
    expect(page).to_have_url(f"{archive_url}{tree}people/le-anh-tuan/")
