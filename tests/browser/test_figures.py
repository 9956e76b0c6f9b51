"""Figures as readers see them: on a phone, on a dark screen and on paper, each with the table that says the same."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = (
    "meetings/", "issues/korruptionsbekaempfung/", "series/quartalsaustausch/", "districts/thanh-hoa-stadt/",
    "people/do-minh-tuan/", "people/nguyen-doan-anh/",
)  # fmt: skip
"""A page with each kind of figure: quarters, an issue, rhythm and matrix, lineage and offices of a place, careers."""

CONTRASTS = """() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const parts = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((n) => n / 255);
    const [r, g, b] = parts.map((n) => (n <= 0.03928 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.documentElement).getPropertyValue("--paper"));
  const contrast = (colour) => {
    const [high, low] = [light(colour), ground].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const lowest = (marks, property) =>
    Math.min(21, ...[...document.querySelectorAll(marks)].map((mark) => contrast(getComputedStyle(mark)[property])));
  return {
    text: lowest(".figure .drawing text", "fill"),
    bars: lowest(".figure .drawing :is(.bar:not(.bar--whole), .term, .mark-spoke, .mark-reported)", "fill"),
    lines: lowest(".figure .drawing :is(.edge, .seen, .mark-attended, .mark-addressed, .mark-absent)", "stroke"),
  };
}"""
"""The lowest contrast against the page of what figures write, fill and stroke (WCAG 2.2, 1.4.3 and 1.4.11)."""

SIZES = """() => [...document.querySelectorAll(".figure .drawing")].map((svg) => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const heights = [...svg.querySelectorAll("text")].map((text) => parseFloat(getComputedStyle(text).fontSize));
  return scale * Math.min(...heights);
})"""
"""The smallest type of each figure, in pixels."""

TABLES = """() => [...document.querySelectorAll(".figure table, table.figure-table")].map((table) => [
  table.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }),
  [...table.rows].every((row) => row.getBoundingClientRect().height > 0),
  table.getBoundingClientRect().right <= table.closest(".table-wrap").getBoundingClientRect().right + 1,
])"""
"""Of each table beside a figure whether it is seen, whether all its rows are, and whether nothing is cut off."""


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_are_read_on_every_ground(page: Page, archive_url: str, media: str, scheme: str) -> None:
    """Type stands out by 4.5 to 1 and is at least nine pixels high, bars and lines stand out by 3 to 1."""
    page.emulate_media(media=media, color_scheme=scheme)  # type: ignore[arg-type]
    for address in PAGES:
        page.goto(archive_url + address)
        found = page.evaluate(CONTRASTS)
        assert found["text"] >= 4.5, (address, found)
        assert min(found["bars"], found["lines"]) >= 3, (address, found)
        sizes = page.evaluate(SIZES)
        assert sizes, address
        assert min(sizes) >= 9, (address, sizes)


def test_paper_shows_the_table_of_each_figure(page: Page, archive_url: str) -> None:
    """What is folded on a screen is printed whole: on paper nobody can open it."""
    size = page.viewport_size
    assert size
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    for address in PAGES:
        page.goto(archive_url + address)
        tables = page.evaluate(TABLES)
        assert tables, address
        assert all(all(table) for table in tables), (address, tables)
    page.set_viewport_size(size)
