"""What pages say over time, on the invented quarterly series: held against its hand-made answers and its own tables."""

from __future__ import annotations

import csv
import datetime
import html
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.archive.archive import Archive, ConclusionKey
from generator.archive.follow_up import standing_on
from generator.check import Request, check
from generator.config import SiteConfig
from generator.contents import interface_of
from generator.site.markdown import Texts
from generator.site.page import RenderedPage
from generator.site.pages import planned_pages
from generator.site.render import Renderer
from generator.site.theme import Theme
from tests.conftest import QUARTERS

with (QUARTERS / "expected.csv").open(encoding="utf-8", newline="") as _file:
    EXPECTED = tuple(csv.DictReader(_file))
CONFIG = SiteConfig(title="Archive of the quarterly series", language="en")


def rendered(archive: Archive, theme: Theme) -> Mapping[str, RenderedPage]:
    renderer = Renderer(theme.templates, interface_of(CONFIG, theme), CONFIG, "/")
    texts = Texts(archive)
    return {plan.address: renderer.render(plan.make(archive, CONFIG, texts)) for plan in planned_pages(archive)}


@pytest.fixture(scope="module")
def pages(quarters: Archive, theme: Theme) -> Mapping[str, RenderedPage]:
    """Return all pages of the series, in English."""
    return rendered(quarters, theme)


def page(pages: Mapping[str, RenderedPage], address: str) -> str:
    return pages[address].html


def rows(markup: str) -> list[list[str]]:
    """The cells of all rows of tables, as plain text."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", markup, re.DOTALL)
    return [[text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in found]


def text(markup: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", "", markup).split()))


# ── the ledger ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "last"), [("2021-08-31", "2021-08-11"), ("2022-03-31", "2022-02-09"), ("2022-11-30", "2022-11-09")]
)
def test_table_and_pages_agree_with_what_was_worked_out(tmp_path: Path, theme: Theme, day: str, last: str) -> None:
    """An archive that ends before each of the days shows in table and pages what was worked out by hand for that day.

    A page holds as of the last meeting: what falls due between that and the day is overdue on the day alone.
    """
    archive = until(tmp_path, last)
    assert archive.day == datetime.date.fromisoformat(last)
    table = dict(in_table(page(rendered(archive, theme), "conclusions/table/")))
    expected = {line["conclusion"]: words(archive, line, day) for line in EXPECTED if line[day]}
    assert table == expected
    for state in {state for told in expected.values() for state in told}:
        shown = set(in_list(page(rendered(archive, theme), f"conclusions/{state.replace('_', '-')}/")))
        assert shown == {key for key, told in expected.items() if state in told}


def until(folder: Path, last: str) -> Archive:
    """The series as it was recorded up to a day."""
    shutil.copytree(QUARTERS, folder / "q")
    for path in (folder / "q/records/meetings").rglob("*.md"):
        if path.name[:10] > last:
            path.unlink()
    return check(Request(folder / "q/records", folder / "q/site_config.yml")).archive


def words(archive: Archive, line: Mapping[str, str], day: str) -> list[str]:
    """Status and silence of the table that was worked out, as of the last meeting."""
    meeting, _, id = line["conclusion"].partition("#")
    due = archive.conclusions[ConclusionKey(meeting, id)].written.due
    told = line[day].split()[:-1]
    falls_later = due is not None and archive.day is not None and due.last >= archive.day
    return [word for word in told if not (word == "overdue" and falls_later)]


def in_table(markup: str) -> list[tuple[str, list[str]]]:
    found = re.findall(r'<tr data-state="([^"]*)".*?href="[^"]*?meetings/([^/]+)/#([^"]+)"', markup, re.DOTALL)
    return [(f"{meeting}#{id}", states.split()) for states, meeting, id in found]


def in_list(markup: str) -> list[str]:
    found = re.findall(r'conclusion__there" href="[^"]*?meetings/([^/]+)/#([^"]+)"', markup)
    return [f"{meeting}#{id}" for meeting, id in found]


def test_cards_say_silence_in_words(pages: Mapping[str, RenderedPage]) -> None:
    """Silence is told as what is not recorded, since when, and never as what was not done."""
    first = text(page(pages, "meetings/2021-02-10-quartalsrunde/"))
    assert "due on 30 Jun 2021, no report recorded since 10 Aug 2022" in first
    assert "6 of 12 addressees have reported" in first
    assert "no report in the last 3 meetings of its series" in first
    assert "reported on 12 May 2021, no report in the last 3 meetings of its series" in first
    assert "Ohmfleet (District) done 10 Aug 2022 reported by Dreieichen" in first
    assert "Dornwang no report recorded" in first


def test_the_day_is_told(pages: Mapping[str, RenderedPage]) -> None:
    """List and table say as of which day they hold; a build knows no other."""
    for address in ("conclusions/", "conclusions/table/"):
        assert "As of 9 November 2022, the latest meeting recorded." in text(page(pages, address))


# ── figures and their tables ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ["issues/wege/", "series/quartalsrunde/", "meetings/"])
def test_bars_equal_their_table(pages: Mapping[str, RenderedPage], address: str) -> None:
    """Each bar has its row in the table, with the same name and the same number."""
    (figure,) = re.findall(r'<figure class="figure">(<svg.*?)</figure>', page(pages, address), re.DOTALL)
    drawn = re.findall(r'data-value="(\d+)" data-own="(\d+)"><title>([^<]*?):', figure)
    told = [row for row in rows(figure) if row and row[0] != "Time"]
    numbers = [count(row[1]) for row in told]
    assert [(name, int(value)) for value, _, name in drawn] == list(zip([r[0] for r in told], numbers, strict=True))
    if len(told[0]) > 2:
        assert [int(own) for _, own, _ in drawn] == [int(row[2]) for row in told]


def count(cell: str) -> int:
    return int(cell) if cell.isdigit() else 0 if cell == "no record" else 1


def test_bars_of_an_issue_roll_up_narrower_ones(pages: Mapping[str, RenderedPage], quarters: Archive) -> None:
    """The broader issue counts the meetings of the narrower one."""
    trend = quarters.trends["wege"]
    assert sum(trend.whole.values()) == 8
    assert "With narrower issues: Brücken." in text(page(pages, "issues/wege/"))


@pytest.mark.parametrize(
    ("address", "names"),
    [("people/bo-linde/", ["Landrat", "Schriftführer"]), ("districts/ammerloh/", ["Bo Linde", "Carla Moos"])],
)
def test_terms_equal_their_table(pages: Mapping[str, RenderedPage], address: str, names: list[str]) -> None:
    """Each line of the picture is a row of the table, and what it says to whoever points at it stands there."""
    markup = page(pages, address)
    drawn = re.findall(r"<g><title>([^<]*?): ([^<]*?)</title><text", markup)
    told = [" ".join(row) for row in rows(markup)]
    assert [html.unescape(name) for name, _ in drawn] == names
    for name, term in drawn:
        span = html.unescape(term).partition(";")[0]
        assert any(html.unescape(name) in row and span in row for row in told), (name, term)


def test_who_came_before_and_after(pages: Mapping[str, RenderedPage]) -> None:
    """A person's offices tell who followed; an office stated after its end is told with both sources."""
    linde = page(pages, "people/bo-linde/")
    (row,) = [row for row in rows(linde) if row and row[0].startswith("Landrat ")]
    assert row == ["Landrat Ammerloh", "since May 2018 until 31 Dec 20211", "10 Feb 2021 – 9 Feb 2022", "", row[4]]
    assert row[4].startswith("Carla Moos")
    assert 'until 31 Dec 2021<sup><a href="#_source-s1" aria-label="Source 1">1</a></sup>' in linde
    told = text(linde)
    assert "the record of this person says since May 2018 until 31 Dec 2021 (Amtsblatt 12/2021" in told
    assert "the meeting of 9 February 2022 states the office all the same: Quartalsrunde Q1 2022" in told
    assert "offices" not in page(pages, "people/carla-moos-lehrerin/")


def test_lineage_equals_its_table(pages: Mapping[str, RenderedPage]) -> None:
    """The town shows the three districts that became it, with sources, in picture and table alike."""
    markup = page(pages, "districts/dreieichen/")
    drawn = re.findall(r'<g data-id="([^"]+)"', markup)
    assert drawn == re.findall(r'<tr data-id="([^"]+)"', markup) == ["molkrain", "nettgrund", "ohmfleet", "dreieichen"]
    assert markup.count('class="edge"') == 3
    (row,) = [row for row in rows(markup) if row and row[0].startswith("Molkrain")]
    assert row == ["Molkrain District", "until 31 Dec 2021", "Dreieichen", "Zusammenlegungsgesetz"]
    assert "lineage" not in page(pages, "districts/ammerloh/")


def test_totals_with_and_without_predecessors(pages: Mapping[str, RenderedPage]) -> None:
    """How much is recorded of a place is told alone, and together with what became it."""
    told = {row[0]: row[1:] for row in rows(page(pages, "districts/dreieichen/")) if len(row) == 3}
    assert told["What it was told"] == ["4", "10"]
    assert int(told["Meetings"][0]) < int(told["Meetings"][1])


def test_matrix(pages: Mapping[str, RenderedPage]) -> None:
    """District by meeting: who spoke, attended, was absent, addressed or reported on; grey where it did not exist."""
    markup = page(pages, "series/quartalsrunde/").partition('<table class="matrix">')[2]
    found = {row[0]: row[1:] for row in rows(markup)}
    assert found["Cassenried"][0] == "SA→"
    assert found["Irrwald"][0] == "–→"
    assert found["Ammerloh"][1] == "→✓"
    assert found["Dreieichen"][:4] == ["", "", "", ""]
    assert markup.partition(">Dreieichen<")[2].partition("</tr>")[0].count('class="none"') == 4


def test_coverage_is_told_in_words(pages: Mapping[str, RenderedPage]) -> None:
    """A quarter without a record is no quarter without a meeting."""
    told = text(page(pages, "series/quartalsrunde/"))
    assert (
        "Of 8 meetings that its rhythm lets expect, 1 is not recorded. No record does not say that nobody met." in told
    )
    assert ["Q2 2022", "no record"] in rows(page(pages, "series/quartalsrunde/"))


# ── cited by ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cited_at_the_very_speech(pages: Mapping[str, RenderedPage]) -> None:
    """A later meeting that links to a speech is named at this speech; an item names where it goes on."""
    markup = page(pages, "meetings/2021-02-10-quartalsrunde/")
    speech = markup.partition('<section class="speech"')[2].partition("</section>")[0]
    assert "Referred to by: Quartalsrunde Q4 2021 (10 Nov 2021, refers to it)" in text(speech)
    assert "Thread: Quartalsrunde Q2 2021: Wege (12 May 2021); Quartalsrunde Q4 2021: Winter (10 Nov 2021)" in text(
        markup
    )


def test_standing_is_that_of_the_archive(quarters: Archive) -> None:
    """What pages take from the archive is what is computed for its latest day."""
    day = quarters.day
    assert day is not None
    assert all(standing_on(quarters, key, day) == standing for key, standing in quarters.standings.items())
