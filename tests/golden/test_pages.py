"""Chosen pages of the invented archive, as they were when somebody last looked at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.kept import compare, compare_names
from tests.golden.lines import page_lines

EXPECTED = Path(__file__).parent / "expected"
PAGES = {
    "home.html": "",
    "meeting-with-everything.html": "meetings/2022-03-07-wasserrunde/",
    "meeting-with-markdown.html": "meetings/2024-08-30-inspection/",
    "meeting-announced.html": "meetings/2024-12-ankuendigung/",
    "person.html": "people/bui-van-choi/",
    "person-namesake.html": "people/bui-van-choi-bauer/",
    "person-merged.html": "people/dang-thi-lua-da-gu/",
    "district-merged.html": "districts/da-gu/",
    "issue.html": "issues/deiche/",
    "organization.html": "organizations/wasseramt/",
    "series.html": "series/wasserrunde/",
    "conclusions.html": "conclusions/",
    "people.html": "people/",
    "districts.html": "districts/",
    "meetings-of-a-year.html": "meetings/2023/",
    "meetings-without-a-year.html": "meetings/undated/",
    "search.html": "search/",
    "data.html": "data/",
    "about.html": "about/",
    "404.html": "404.html",
}
"""The name under which each page is kept, and its address."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was(built_site: Path, update_golden: bool, name: str) -> None:
    """Nothing that a reader sees changes unless somebody has looked at the change."""
    address = PAGES[name]
    path = built_site / address / "index.html" if not address.endswith(".html") else built_site / address
    compare(name, page_lines(path.read_text(encoding="utf-8")), EXPECTED, update=update_golden)


def test_every_kept_page_is_still_made(update_golden: bool) -> None:
    """A kept page that is compared with nothing would look like a promise and hold none."""
    compare_names(PAGES, EXPECTED, update=update_golden)
