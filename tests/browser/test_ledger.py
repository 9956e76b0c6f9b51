"""The table of conclusions as readers narrow it: all that they choose at once, at an address that can be sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.host import served

pytestmark = pytest.mark.browser

QUARTERS = Path(__file__).resolve().parents[1] / "quarters"


@pytest.fixture(scope="module")
def quarters_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the invented quarterly series, built and served."""
    with served(QUARTERS, tmp_path_factory.mktemp("host")) as address:
        yield address


@pytest.fixture
def table(browser: Browser, quarters_url: str) -> Iterator[Page]:
    """The table of all its conclusions on a desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = context.new_page()
    page.goto(quarters_url + "conclusions/table/")
    yield page
    context.close()


def lines(page: Page) -> list[str]:
    """The addresses of all conclusions that are shown."""
    links: Locator = page.locator("#ledger tr:visible td:nth-child(2) a")
    hrefs = (link.get_attribute("href") or "" for link in links.all())
    return [href.partition("meetings/")[2].replace("-quartalsrunde/", "") for href in hrefs]


def test_what_is_chosen_counts_together(table: Page) -> None:
    """Addressee, status, issue and term are chosen one after the other, and each leaves less; all come back at once."""
    whole = lines(table)
    assert len(whole) == 60
    table.get_by_label("Gerichtet an").select_option(label="Ammerloh")
    of_ammerloh = lines(table)
    table.locator("[name=status]").select_option("open")
    still = lines(table)
    table.get_by_label("Fällig bis").fill("2021-06-30")
    due = lines(table)
    assert set(whole) > set(of_ammerloh) > set(still) > set(due) != set()
    expect(table.get_by_role("status")).to_have_text(re.compile(rf"\b{len(due)}\b"))
    assert "?status=open&addressee=districts%2Fammerloh%2F&due=2021-06-30" in table.url
    table.reload()
    assert lines(table) == due
    table.get_by_role("button", name="Alle zeigen").click()
    expect(table.get_by_role("status")).to_have_text(re.compile(r"\b60\b"))
    assert "?" not in table.url


def test_all_districts_are_those_of_the_day(table: Page) -> None:
    """A district is meant by what was told to all of its day; an office of the same meetings is not."""
    table.get_by_label("Gerichtet an").select_option(label="Dreieichen")
    assert "2022-11-09#k2" in (found := lines(table))
    assert "2021-02-10#k1" not in found
    table.get_by_label("Gerichtet an").select_option(label="Ohmfleet (Bezirk)")
    assert "2021-02-10#k1" in lines(table)
    assert "2022-11-09#k2" not in lines(table)
    table.get_by_label("Gerichtet an").select_option(label="Straßenamt")
    words = [row.inner_text() for row in table.locator("#ledger tr:visible td:nth-child(3)").all()]
    assert words
    assert all("Straßenamt" in cell for cell in words)


def test_years_of_which_nothing_is_left_go(table: Page) -> None:
    """The line that names a year goes with the last of its conclusions."""
    expect(table.locator(".ledger__year:visible")).to_have_text(["2022", "2021"])
    table.get_by_label("Fällig ab").fill("2023-01-01")
    expect(table.locator(".ledger__year:visible")).to_have_text(["2022"])


def test_a_place_leads_to_its_own_conclusions(table: Page, quarters_url: str) -> None:
    """From the page of a place one comes to the table with the place chosen, and narrows it further."""
    table.goto(quarters_url + "districts/ammerloh/")
    table.get_by_role("link", name="Als Tabelle filtern").click()
    expect(table.get_by_label("Gerichtet an")).to_have_value("districts/ammerloh/")
    assert 0 < len(lines(table)) < 60


def test_what_is_chosen_goes_along_to_other_years(table: Page, quarters_url: str) -> None:
    """In a long archive each year has a table: the way there keeps the choice, even of what a year knows nothing of."""

    def with_years(route: Route) -> None:
        markup = route.fetch().text()
        years = '<div id="ledger-years"><a href="2021/">2021</a></div><form class="ledger-filters"'
        route.fulfill(body=markup.replace('<form class="ledger-filters"', years), content_type="text/html")

    table.route(re.compile(r"conclusions/table/\?"), with_years)
    table.goto(quarters_url + "conclusions/table/?addressee=districts/nowhere/&status=done")
    expect(table.get_by_role("status")).to_have_text(re.compile(r"\b0\b"))
    assert table.locator("#ledger-years a").get_attribute("href") is not None
    expect(table.locator("#ledger-years a")).to_have_attribute(
        "href", re.compile(r"2021/\?status=done&addressee=districts%2Fnowhere%2F$")
    )
