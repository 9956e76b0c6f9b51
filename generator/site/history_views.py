"""What became of a record over time, as plain values: the rows of the tables that its figures draw."""

from __future__ import annotations

from dataclasses import dataclass

from generator.records.dates import Date
from generator.records.model import Source
from generator.site.page import Link


@dataclass(frozen=True, slots=True)
class TenureRow:
    """Somebody in an office: the term of the register, days of sources, and the meetings that state it."""

    person: Link
    first: Date | None = None
    last: Date | None = None
    seen: tuple[Date, ...] = ()
    stated: tuple[tuple[Date, Link], ...] = ()
    """The first and the last meeting that state it."""
    count: int = 0
    """How many meetings do."""
    sources: tuple[str, ...] = ()
    """On the page of the person: the ids of the sources that the register names."""


@dataclass(frozen=True, slots=True)
class OfficeView:
    """An office with everybody who is known to have held it in turn; on a person's page with a term of theirs alone."""

    role: str
    place: Link | None
    """None where no record says where."""
    rows: tuple[TenureRow, ...]
    before: Link | None = None
    """Who held it before the person of the page, and who after."""
    after: Link | None = None


@dataclass(frozen=True, slots=True)
class ContradictionRow:
    """A meeting that states an office outside of its term in the register, with both sources."""

    role: str
    first: Date | None
    last: Date | None
    source: Source | None
    """Of the register's post."""
    meeting: Link
    date: Date
    meeting_source: Source | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of a lineage: what it was, from when until when, and what it became."""

    id: str
    link: Link
    kind: str
    """What sort of district; empty of an organization."""
    first: Date | None
    last: Date | None
    became: tuple[Link, ...]
    column: int
    """Steps before (negative) or after the place of the page."""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class LineageView:
    """What a place was and what it became."""

    rows: tuple[PlaceRow, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    totals: tuple[tuple[str, int, int], ...] = ()
    """What of meetings, speeches and conclusions there is: of the place alone, and with all that became it."""


@dataclass(frozen=True, slots=True)
class TrendView:
    """How often an issue came up, span by span: with narrower ones, and by itself."""

    rows: tuple[tuple[str, int, int], ...] = ()
    """Quarter (`2024-Q1`) or year, meetings with narrower issues, meetings of its own."""
    course: str = ""
    narrower: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A span of time in which a series was to meet, with its meetings; none where there is no record."""

    name: str
    meetings: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A district, and for each meeting what is recorded of it there."""

    district: Link
    cells: tuple[tuple[str, ...] | None, ...]
    """Of each meeting `spoke`, `attended`, `absent`, `addressed`, `reported`; none; or None: it did not exist."""


@dataclass(frozen=True, slots=True)
class MatrixView:
    """Some meetings of a series side by side, and district by district what is recorded in each."""

    columns: tuple[tuple[Date, Link], ...]
    rows: tuple[MatrixRow, ...]
    silent: int = 0
    """How many districts more there are of which nothing is recorded in these meetings."""


@dataclass(frozen=True, slots=True)
class CoverageView:
    """How far the archive covers a series: its rhythm, and district by district what is recorded."""

    slots: tuple[SlotRow, ...] = ()
    """The spans in which nothing is recorded, and the latest others."""
    expected: int = 0
    missing: int = 0
    matrices: tuple[MatrixView, ...] = ()
    """The meetings in parts that fit a page, the latest first."""


@dataclass(frozen=True, slots=True)
class HistoryView:
    """What became of a record over time; empty parts where there is nothing to tell."""

    offices: tuple[OfficeView, ...] = ()
    contradictions: tuple[ContradictionRow, ...] = ()
    lineage: LineageView = LineageView()
    trend: TrendView = TrendView()
    coverage: CoverageView = CoverageView()


NO_HISTORY = HistoryView()
"""Of a record of which there is nothing to tell."""
