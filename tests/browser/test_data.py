"""What pages say to programs, as a browser has it: there, readable, and allowed by the page's own policy."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MEETING = "meetings/2024-04-19-innere-angelegenheiten/"


@pytest.mark.parametrize(
    ("address", "type"),
    [("", "WebSite"), (MEETING, "Event"), ("people/nguyen-ngoc-tien/", "Person"), ("about/", "BreadcrumbList")],
)
def test_data_stands_in_the_page_without_a_violation(page: Page, archive_url: str, address: str, type: str) -> None:
    """The block of JSON-LD is there as it was written, and the strict policy of the page does not object to it."""
    page.add_init_script(
        "window.violations = []; document.addEventListener('securitypolicyviolation',"
        " event => window.violations.push(event.violatedDirective))"
    )
    page.goto(archive_url + address)
    blocks = page.locator('script[type="application/ld+json"]')
    assert blocks.count() == 1
    data = json.loads(blocks.text_content() or "")
    assert type in {thing["@type"] for thing in data["@graph"]}
    assert page.evaluate("window.violations") == []


def test_other_formats_of_a_meeting_can_be_fetched(page: Page, archive_url: str) -> None:
    """Every format that a page offers at its foot, and its picture, are there."""
    page.goto(archive_url + MEETING)
    links = page.locator("p.source-file a[type]")
    assert links.count() >= 5
    addresses = [links.nth(n).evaluate("link => link.href") for n in range(links.count())]
    addresses.append(page.locator('meta[property="og:image"]').get_attribute("content"))
    for address in addresses:
        assert page.request.get(address).ok, address
