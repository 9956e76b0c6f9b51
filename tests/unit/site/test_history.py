"""What pages say over time, on the invented quarterly series: held against its hand-made answers and its own tables."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.archive.archive import Archive, ConclusionKey
from generator.archive.follow_up import standing_on
from generator.config import SiteConfig
from generator.contents import interface_of
from generator.site import history, registers
from generator.site.markdown import Texts
from generator.site.overview import conclusions_table_page
from generator.site.page import RenderedPage
from generator.site.pages import planned_pages
from generator.site.render import Renderer
from generator.site.theme import Theme
from generator.site.views import TableView
from tests.quarters.days import DAYS, archive_on, expected_on

CONFIG = SiteConfig(title="Archive of the quarterly series", language="en")


def rendered(archive: Archive, theme: Theme, below: str = "") -> Mapping[str, RenderedPage]:
    """All pages, or those whose addresses begin so."""
    renderer = Renderer(theme.templates, interface_of(CONFIG, theme), CONFIG, "/")
    texts = Texts(archive)
    plans = [plan for plan in planned_pages(archive) if plan.address.startswith(below)]
    return {plan.address: renderer.render(plan.make(archive, CONFIG, texts)) for plan in plans}


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


@pytest.mark.parametrize("day", DAYS)
def test_table_and_pages_agree_with_what_was_worked_out(tmp_path: Path, theme: Theme, day: str) -> None:
    """An archive that ends before each day shows in table and pages what was worked out by hand for that day."""
    archive = archive_on(day, tmp_path)
    assert archive.day == datetime.date.fromisoformat(DAYS[day])
    pages = rendered(archive, theme, "conclusions/")
    expected = {key: words for key, (words, _) in expected_on(day, archive).items()}
    assert dict(in_table(page(pages, "conclusions/table/"))) == expected
    for state in {state for told in expected.values() for state in told}:
        shown = set(in_list(page(pages, f"conclusions/{state.replace('_', '-')}/")))
        assert shown == {key for key, told in expected.items() if state in told}


def in_table(markup: str) -> list[tuple[str, list[str]]]:
    row = r'<tr data-status="([^"]*)" data-silence="([^"]*)".*?href="[^"]*?meetings/([^/]+)/#([^"]+)"'
    found = re.findall(row, markup, re.DOTALL)
    return [(f"{meeting}#{id}", [status, *silence.split()]) for status, silence, meeting, id in found]


def test_the_table_is_filtered_by_whom_a_conclusion_means(quarters: Archive) -> None:
    """A directive to all districts means those of its day: each can be chosen, and nobody else is taken for one."""
    view = conclusions_table_page(quarters, Texts(quarters)).view
    assert isinstance(view, TableView)
    choices = {choice.link.address: choice for choice in view.addressees}
    rows = {row.card.address: row for _, rows in view.groups for row in rows}
    before = rows["meetings/2021-02-10-quartalsrunde/#k1"].everywhere
    after = rows["meetings/2022-11-09-quartalsrunde/#k2"].everywhere
    assert choices["districts/ohmfleet/"].among == (before,)
    assert choices["districts/dreieichen/"].among == (after,)
    assert set(choices["districts/ammerloh/"].among) == {before, after}
    assert choices["organizations/strassenamt/"].among == ()
    assert rows["meetings/2021-02-10-quartalsrunde/#k4"].everywhere == 0


def test_long_lists_stand_by_year(pages: Mapping[str, RenderedPage]) -> None:
    """From thirteen conclusions on a list is divided by year, and so is the table; below each year are its meetings."""
    table = page(pages, "conclusions/table/")
    assert re.findall(r'<th scope="rowgroup" colspan="7">(\d+)</th>', table) == ["2022", "2021"]
    markup = page(pages, "issues/wege/").partition('id="concluded"')[2].partition("<h2")[0]
    assert re.findall(r'<h3 class="year" id="concluded-(\d+)">', markup) == ["2022", "2021"]
    assert '<h4 class="conclusions__of">' in markup
    short = page(pages, "districts/ginstermoor/").partition('id="addressed"')[2].partition("<h2")[0]
    assert '<h3 class="conclusions__of">' in short
    assert "year" not in short


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


def test_all_districts_are_told_one_by_one_before_anybody_reports(pages: Mapping[str, RenderedPage]) -> None:
    """A directive to all districts on which nobody reports says which they were on its day; lists elsewhere do not."""
    markup = page(pages, "meetings/2021-08-11-quartalsrunde/").partition('id="k8"')[2]
    names = re.findall(r"<li><a [^>]*>([^<]*)</a>", markup.partition("</details>")[0].partition("answers")[2])
    assert len(names) == 12
    assert {name.partition(" (")[0] for name in names} >= {"Molkrain", "Nettgrund", "Ohmfleet", "Ammerloh"}
    assert "Dreieichen" not in names
    card = page(pages, "conclusions/").partition("2021-08-11-quartalsrunde/#k8")[2].partition("</li>\n<li")[0]
    assert "answers" not in card


def test_the_day_is_told(pages: Mapping[str, RenderedPage]) -> None:
    """List and table say as of which day they hold; a build knows no other."""
    for address in ("conclusions/", "conclusions/table/"):
        assert "As of 9 November 2022, the latest meeting recorded." in text(page(pages, address))


# ── figures and their tables ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ["issues/wege/", "series/quartalsrunde/", "meetings/"])
def test_bars_equal_their_table(pages: Mapping[str, RenderedPage], address: str) -> None:
    """Each bar has its row in the table, with the same name and the same number."""
    figures = re.findall(r'<figure class="figure">(<svg.*?)</figure>', page(pages, address), re.DOTALL)
    (figure,) = [figure for figure in figures if "data-value" in figure]
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


SIGNS = {"S": "spoke", "A": "attended", "–": "absent", "→": "addressed", "✓": "reported"}


def matrices(markup: str) -> list[tuple[list[list[str]], list[list[str]]]]:
    """Of each figure of a matrix the lines that are drawn and those of its table, name first, each cell as codes."""
    found = []
    for figure in re.findall(
        r'<figure class="figure">(<svg[^>]*>(?:(?!</figure>).)*class="matrix".*?)</figure>', markup, re.DOTALL
    ):
        lines = re.findall(r'<g data-cells="([^"]*)"><title>([^<]*)</title>', figure)
        drawn = [[html.unescape(name), *cells.split(" ")] for cells, name in lines]
        cells = [
            re.findall(r"<t[hd]([^>]*)>(.*?)</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", figure)
        ]
        told = [[text(row[0][1]), *(as_codes(*cell) for cell in row[1:])] for row in cells[1:]]
        found.append((drawn, told))
    return found


def as_codes(attributes: str, cell: str) -> str:
    return "x" if "none" in attributes else "+".join(SIGNS[sign] for sign in text(cell)) or "."


def test_the_matrix_drawn_equals_its_table(pages: Mapping[str, RenderedPage]) -> None:
    """Line by line and cell by cell the picture says what the table says, and draws as many signs as that."""
    markup = page(pages, "series/quartalsrunde/")
    ((drawn, told),) = matrices(markup)
    assert [row[0].partition(" (")[0] for row in told] == [row[0] for row in drawn]
    assert [row[1:] for row in drawn] == [row[1:] for row in told]
    assert len(drawn) == 13
    (svg,) = [svg for svg in re.findall(r"<svg.*?</svg>", markup, re.DOTALL) if "data-cells" in svg]
    lines = "".join(re.findall(r"<g data-cells.*?</g>", svg))
    signs = {
        name: sum(d.count("M") for d in re.findall(rf'mark-{name}" d="([^"]*)"', lines))
        for name in ("spoke", "reported", "none")
    }
    cells = [cell.split("+") for row in drawn for cell in row[1:]]
    assert signs == {
        "spoke": sum("spoke" in cell for cell in cells),
        "reported": sum("reported" in cell for cell in cells),
        "none": sum(cell == ["x"] for cell in cells),
    }


def test_older_meetings_have_their_matrices(quarters: Archive, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short series shows all its meetings, twelve a matrix; a long one the latest, and each year's page its own."""
    monkeypatch.setattr(history, "MOST_COLUMNS", 3)
    short = matrices(page(rendered(quarters, theme, "series/"), "series/quartalsrunde/"))
    assert [len(told[0]) - 1 for _, told in short] == [3, 3, 1]
    monkeypatch.setattr(registers, "LONG", 1)
    pages = rendered(quarters, theme, "series/")
    ((latest, _),) = matrices(page(pages, "series/quartalsrunde/"))
    assert len(latest[0]) - 1 == 3
    for year, columns in (("2021", [3, 1]), ("2022", [3])):
        found = matrices(page(pages, f"series/quartalsrunde/{year}/"))
        assert [len(told[0]) - 1 for _, told in found] == columns
        assert all([row[1:] for row in drawn] == [row[1:] for row in told] for drawn, told in found)


# ── due dates ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_due_date_stands_on_the_page_of_its_quarter(pages: Mapping[str, RenderedPage], quarters: Archive) -> None:
    """Each conclusion that has a due date is on the page of the quarter in which that lies, once, in their order."""
    for quarter, keys in quarters.due.items():
        markup = page(pages, f"conclusions/due/{quarter.lower()}/")
        found = re.findall(r'href="[^"]*?meetings/([^/]+)/#([^"]+)"', markup.partition("</ol>")[0])
        assert [ConclusionKey(*pair) for pair in found] == list(keys)
        days = [quarters.conclusions[key].written.due.last for key in keys]  # type: ignore[union-attr]
        assert days == sorted(days)
        assert {f"{day.year}-Q{(day.month + 2) // 3}" for day in days} == {quarter}
    dated = {key for key, conclusion in quarters.conclusions.items() if conclusion.written.due}
    assert {key for keys in quarters.due.values() for key in keys} == dated


def test_what_is_due_next(tmp_path: Path, theme: Theme) -> None:
    """What is to be done in this quarter, and what later, stands on one page; what is overdue is counted there."""
    archive = archive_on("2021-08-31", tmp_path)
    markup = page(rendered(archive, theme, "conclusions/due/"), "conclusions/due/")
    assert "As of 11 August 2021" in text(markup)
    day = archive.day
    assert day is not None
    awaited = {
        key: conclusion.written.due.last
        for key, conclusion in archive.conclusions.items()
        if conclusion.written.due and archive.standings[key].status in {"open", "in_progress", "not_started"}
    }
    now, later = markup.partition(">Due later<")[::2]
    shown = re.compile(r'href="[^"]*?meetings/([^/]+)/#([^"]+)"')
    assert {ConclusionKey(*pair) for pair in shown.findall(now)} == {
        key for key, due in awaited.items() if day <= due <= datetime.date(2021, 9, 30)
    }
    assert {ConclusionKey(*pair) for pair in shown.findall(later)} == {
        key for key, due in awaited.items() if due > datetime.date(2021, 9, 30)
    }
    assert shown.findall(now)
    assert shown.findall(later)
    overdue = sum(due < day for due in awaited.values())
    assert f"overdue {overdue}" in text(markup).lower()


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
