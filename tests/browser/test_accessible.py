"""Readers with a screen reader, a keyboard, a small screen, large letters or no scripts can use every kind of page."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

MEETING = "meetings/2024-04-19-innere-angelegenheiten/"
KINDS = (
    "", "meetings/", "meetings/2024/", "people/", "people/le-anh-tuan/", "districts/", "districts/hoang-hoa/",
    "issues/", "issues/korruptionsbekaempfung/", "organizations/", "organizations/volksrat/", "series/",
    "series/volksrat-xviii/", "conclusions/", "data/", "about/", "contribute/", "contribute/new/", "help/",
    "help/format/", "search/", "search/?q=Korruption", "404.html", MEETING,
)  # fmt: skip
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""WCAG 2.2 on the levels A and AA, and what axe calls best practice."""


def faults(page: Page) -> list[str]:
    """Return what axe finds on a page: the rule, and where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {json.dumps(node['target'])}" for rule in found for node in rule["nodes"]]


def unfold(page: Page) -> None:
    """Open whatever is folded: menus, contents, choices."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, archive_url: str, width: int, colours: str) -> None:
    """No kind of page has a fault that axe-core knows, folded and unfolded, nor does any scroll sideways."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        locale="de-DE",
        color_scheme="light" if colours == "light" else "dark",
        reduced_motion="reduce",
        bypass_csp=True,  # axe is put into the page; what the policy forbids is tested elsewhere
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for address in KINDS:
        page.goto(archive_url + address, wait_until="networkidle")
        found[address] = faults(page)
        unfold(page)
        found[f"{address} unfolded"] = faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[f"{address} width"] = [str(wide)] if wide > width else []
    context.close()
    assert {where: what for where, what in found.items() if what} == {}
