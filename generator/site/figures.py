"""From a view to its drawing, in the reader's language: what a table says in words and numbers, as lines and bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.archive.archive import UNDATED
from generator.records.dates import Date
from generator.site.drawings import MARKS, Bar, Line, Node, Term, bars, lineage, matrix, terms
from generator.site.history_views import (
    CoverageView,
    LineageView,
    MatrixView,
    OfficeView,
    PlaceRow,
    TenureRow,
    TrendView,
)
from generator.site.interface import N_, Interface


class Figures:
    """Draws the figures of pages in one language."""

    def __init__(self, interface: Interface) -> None:
        """Take the language."""
        self._interface = interface

    def span(self, name: str) -> str:
        """Return the words for a span of time: `2024-Q1`, `2024-H2`, `2024-W07`, `2024-05` or `2024`."""
        year, _, part = name.partition("-")
        patterns = {
            "Q": N_("Q{n} {year}"),
            "W": N_("week {n} of {year}"),
        }
        if pattern := patterns.get(part[:1]):
            return self._interface.text(pattern).replace("{n}", part[1:].lstrip("0")).replace("{year}", year)
        halves = {"H1": N_("first half of {year}"), "H2": N_("second half of {year}")}
        if half := halves.get(part):
            return self._interface.text(half).replace("{year}", year)
        return f"{part}/{year}" if part else year

    def trend(self, view: TrendView) -> str:
        """Return the bars of an issue, those of its own filled."""
        items = [Bar(self.span(name), whole, own, self._tick(name)) for name, whole, own in view.rows]
        return bars(items, self._interface.text(N_("Meetings in which it came up")))

    def quarters(self, rows: tuple[tuple[str, int], ...]) -> str:
        """Return the bars of meetings by quarter."""
        items = [Bar(self.span(name), count, count, self._tick(name)) for name, count in rows]
        return bars(items, self._interface.text(N_("Meetings by quarter")))

    def years(self, rows: tuple[tuple[str, int], ...]) -> str:
        """Return the bars of meetings by year."""
        items = [Bar(name, count, count, name) for name, count in rows]
        return bars(items, self._interface.text(N_("Meetings by year")))

    def coverage(self, view: CoverageView) -> str:
        """Return the bars of a series' rhythm: a gap where nothing is recorded."""
        items = [Bar(self.span(s.name), len(s.meetings), len(s.meetings), self._tick(s.name)) for s in view.slots]
        return bars(items, self._interface.text(N_("Meetings recorded")))

    def matrix(self, view: MatrixView) -> str:
        """Return what is recorded of each district in some meetings, a column a meeting."""
        label = self._interface.text(N_("What is recorded of each place in these meetings"))
        ends = (view.columns[0][0], view.columns[-1][0])
        lines = [Line(row.district.title, row.cells) for row in view.rows]
        legend: dict[str | None, str] = {code: self._interface.label("recorded", code) for code in MARKS}
        legend[None] = self._interface.text(N_("did not exist"))
        first, last = (self._interface.short_date(date) for date in ends)
        return matrix(lines, legend, (first, last if len(view.columns) > 1 else ""), label)

    @staticmethod
    def _tick(name: str) -> str:
        """Years are written below the axis, once each."""
        year, _, part = name.partition("-")
        return year if part in {"", "Q1", "H1", "W01", "01"} and year != UNDATED else ""

    def offices(self, view: OfficeView) -> str:
        """Return the terms of everybody in an office, one below the other."""
        terms_of_office = self._interface.text(N_("terms of office"))
        return terms([self._term(row) for row in view.rows], f"{view.role}: {terms_of_office}")

    def career(self, views: Sequence[OfficeView]) -> str:
        """Return the offices of a person, one below the other."""
        label = self._interface.text(N_("terms of office"))
        return terms([self._term(row, view.role) for view in views for row in view.rows], label)

    def _term(self, row: TenureRow, name: str = "") -> Term:
        seen = [*row.seen, *(day for day, _ in row.stated)]
        return Term(
            name or row.person.title,
            self.term(row),
            _fraction(row.first.first) if row.first and row.first.year else None,
            _fraction(row.last.last) if row.last and row.last.year else None,
            tuple(dict.fromkeys(_middle(day) for day in seen if day.year)),
        )

    def term(self, row: TenureRow) -> str:
        """Return from when until when somebody held an office, in words."""
        words = self.between(row.first, row.last)
        seen = ", ".join(self._interface.short_date(day) for day in row.seen)
        shown = " ".join([self._interface.text(N_("seen on")), seen]) if seen else ""
        stated = self._interface.plural("stated in {n} meeting", "stated in {n} meetings", row.count)
        return "; ".join(filter(None, (words, shown, stated if row.count else ""))) or "–"

    def between(self, first: Date | None, last: Date | None) -> str:
        """Return two days in words, each as far as it is known; empty for neither."""
        short = self._interface.short_date
        return self._span(short(first) if first else "", short(last) if last else "")

    def _span(self, first: str, last: str) -> str:
        since, until = self._interface.text(N_("since")), self._interface.text(N_("until"))
        return " ".join([*([since, first] if first else []), *([until, last] if last else [])])

    def lineage(self, view: LineageView) -> str:
        """Return what a place was and became, from left to right."""
        nodes = [self._node(row) for row in view.rows]
        return lineage(nodes, view.edges, self._interface.text(N_("What it was and what it became")))

    def _node(self, row: PlaceRow) -> Node:
        kind = self._interface.label("district", row.kind) if row.kind else ""
        words = ", ".join(filter(None, (kind, self.between(row.first, row.last))))
        brief = ", ".join(filter(None, (kind, self._years(row.first, row.last))))
        return Node(row.id, row.link.title, words, row.column, here=row.column == 0, brief=brief)

    def _years(self, first: Date | None, last: Date | None) -> str:
        """The same as `between`, in years alone: a drawing has no room for days."""
        return self._span(*(str(date.year) if date and date.year else "" for date in (first, last)))


def _middle(day: Date) -> float:
    """Where a day stands on an axis of years: of one that is not known exactly the middle of what it can be."""
    return round((_fraction(day.first) + _fraction(day.last)) / 2, 3)


def _fraction(day: date) -> float:
    """A day as a fraction of its year: 2024.0 is its first day."""
    start = date(day.year, 1, 1)
    return round(day.year + (day - start).days / 366, 3)
