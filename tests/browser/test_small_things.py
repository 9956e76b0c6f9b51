"""What readers expect of any site: places to link to, sharing, keys, what they read last, filters without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_places_are_taken_along_and_found_again(page: Page, archive_url: str) -> None:
    """Headings have links that are copied, the page is shared or copied, arrow keys lead through a series."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(archive_url + "people/nguyen-doan-anh/")
    page.locator("#meetings").hover()
    page.locator("#meetings > .anchor").click()
    expect(page.get_by_role("status")).to_have_text("Link kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == archive_url + "people/nguyen-doan-anh/#meetings"
    page.evaluate("navigator.share = undefined")
    page.get_by_role("button", name="Teilen").click()
    expect(page.get_by_role("status")).to_have_text("Link kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == archive_url + "people/nguyen-doan-anh/"
    page.goto(archive_url + "meetings/2025/")
    expect(page).to_have_title("Sitzungen 2025 – Sitzungen – Konferenzarchiv Thanh Hóa")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(archive_url + "meetings/2024/")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(archive_url + "meetings/2025/")


def test_where_nothing_can_be_copied_the_address_is_shown(page: Page, archive_url: str) -> None:
    """A browser that gives no clipboard, as without a safe connection, is not said to have copied anything."""
    page.add_init_script("for (const name of ['clipboard', 'share']) Object.defineProperty(navigator, name, {})")
    page.goto(archive_url + "people/nguyen-doan-anh/")
    page.get_by_role("button", name="Teilen").click()
    expect(page.get_by_role("status")).to_have_text(archive_url + "people/nguyen-doan-anh/")


def test_an_address_that_is_mistyped_does_no_harm(page: Page, archive_url: str) -> None:
    """A page with signs in its address that mean nothing is shown as it is."""
    for address in ("#%E0%A4%A", "?v=abc#%", "#_only-%"):
        page.goto(f"{archive_url}meetings/2024-04-19-innere-angelegenheiten/{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".reading")).to_be_attached()


def test_what_was_read_last_stays_in_the_browser_until_it_is_forgotten(page: Page, archive_url: str) -> None:
    """The first page offers records again that were read, and nothing after the reader asked to forget them."""
    page.goto(archive_url)
    expect(page.locator(".recent")).to_be_hidden()
    page.goto(archive_url + "districts/sam-son/")
    page.goto(archive_url + "meetings/2025/")
    page.goto(archive_url)
    shelf = page.locator(".recent")
    expect(shelf.locator("li a")).to_have_text(["Sầm Sơn"])
    shelf.get_by_role("button").click()
    expect(shelf).to_be_hidden()
    page.reload()
    expect(page.locator(".recent")).to_be_hidden()


def test_conclusions_are_filtered_without_a_script(page: Page, archive_url: str) -> None:
    """A figure leads to the conclusions of its state alone, as an address that can be sent, and back to all."""
    page.goto(archive_url + "issues/korruptionsbekaempfung/")
    cards = page.locator(".conclusion")
    total = cards.count()
    page.locator(".figures").get_by_role("link", name=re.compile("festgehalten")).click()
    expect(page).to_have_url(re.compile("#only-recorded$"))
    shown = [card for card in cards.all() if card.is_visible()]
    assert 0 < len(shown) < total
    assert {card.get_attribute("data-status") for card in shown} == {"recorded"}
    page.locator(".figures").get_by_role("link", name="Alle zeigen").click()
    assert sum(card.is_visible() for card in cards.all()) == total


def test_a_year_and_a_state_of_it_are_shown_alone_without_a_script(page: Page, archive_url: str) -> None:
    """Conclusions stand by year; a year can be read alone, and within it those of one state, by addresses alone."""
    page.goto(archive_url + "issues/korruptionsbekaempfung/")
    groups, cards = page.locator(".year-group:has(.conclusion)"), page.locator(".conclusion")
    total, years = cards.count(), groups.count()
    assert years > 1
    page.get_by_label("Nur ein Jahr").first.get_by_role("link", name="2025").click()
    of_year = sum(card.is_visible() for card in cards.all())
    assert 0 < of_year < total
    assert sum(group.is_visible() for group in groups.all()) == 1
    page.locator("#concluded-2025-recorded").click()
    shown = [card for card in cards.all() if card.is_visible()]
    assert 0 < len(shown) < of_year
    assert {card.get_attribute("data-status") for card in shown} == {"recorded"}
    page.get_by_label("Nur ein Jahr").first.get_by_role("link", name="Alle zeigen").click()
    assert sum(card.is_visible() for card in cards.all()) == total
