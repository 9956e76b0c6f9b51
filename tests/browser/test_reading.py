from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_from_person_to_meeting_to_speech(page: Page, archive_url: str) -> None:
    """A reader finds a person in the list, a meeting on their page, and there the very speech."""
    page.goto(archive_url + "people/")
    page.get_by_role("link", name="Nguyễn Doãn Anh", exact=True).first.click()
    expect(page).to_have_title(re.compile("Nguyễn Doãn Anh"))
    page.locator("#speeches ~ .timeline a").first.click()
    expect(page).to_have_url(re.compile(r"/meetings/.+#nguyen-doan-anh\.1$"))
    expect(page.locator(".speech:target")).to_be_in_viewport()


def test_a_lost_reader_finds_back_from_any_depth(page: Page, archive_url: str) -> None:
    """The page for addresses that are not there is styled and leads on, however deep the address was."""
    page.route("**/no/such/*", lambda route: route.fulfill(response=page.request.get(archive_url + "404.html")))
    page.goto(archive_url + "no/such/page")
    expect(page.get_by_role("heading", level=1)).to_have_text("Seite nicht gefunden")
    page.locator("main").get_by_role("link", name="Personen").click()
    expect(page).to_have_url(archive_url + "people/")


def test_every_kind_of_page_fits(page: Page, archive_url: str) -> None:
    """No page type scrolls sideways, complains or asks another host for anything."""
    for address in (
        "", "meetings/", "meetings/2024/", "meetings/undated/", "people/", "people/le-anh-tuan/", "districts/",
        "districts/hoang-hoa/", "issues/", "issues/korruptionsbekaempfung/", "organizations/",
        "organizations/volksrat/", "series/", "series/volksrat-xviii/", "conclusions/", "data/", "about/",
        "contribute/", "help/", "help/format/", "help/problems/", "meetings/2024-04-19-innere-angelegenheiten/",
    ):  # fmt: skip
        page.goto(archive_url + address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1], address
