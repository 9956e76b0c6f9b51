"""How far the archive covers a series: the meetings that its rhythm lets somebody expect, against those recorded.

That a span of time holds no record does not say that nobody met. Expected is from the series' beginning, or its first
meeting, to its end, or to the latest day of the records; of an irregular series nothing is expected.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from generator.archive.archive import Archive, Meeting
from generator.archive.derived import Slot
from generator.archive.names import Ref
from generator.archive.quarters import CADENCES, span_of, span_of_period, spans_between
from generator.records import model
from generator.records.model import Kind

LONGEST = 1_000
"""So many spans of time at most are told of a series, the latest."""


def rhythms(archive: Archive, day: datetime.date | None) -> Mapping[str, tuple[Slot, ...]]:
    """Return for each series with a rhythm its spans of time, the earliest first, each with its meetings."""
    return {id: slots for id, series in archive.series.items() if (slots := _slots(archive, id, series, day))}


def _slots(archive: Archive, id: str, series: model.Series, day: datetime.date | None) -> tuple[Slot, ...]:
    if series.cadence not in CADENCES:
        return ()
    members: dict[str, list[str]] = {}
    days: list[datetime.date] = []
    for meeting in (archive.meetings[id] for id in archive.backlinks[Ref(Kind.SERIES, id)].meetings):
        if meeting.date.year and meeting.record.status == "held":
            members.setdefault(_span(meeting, series.cadence), []).append(meeting.id)
            days.append(meeting.date.first)
    if not members:
        return ()
    first = series.from_.last if series.from_ and series.from_.year else min(days)
    last = series.until.first if series.until and series.until.year else max(*days, day or days[0])
    expected = (*spans_between(min(first, *days), last, series.cadence), *members)
    return tuple(Slot(name, tuple(members.get(name, ()))) for name in sorted(dict.fromkeys(expected))[-LONGEST:])


def _span(meeting: Meeting, cadence: str) -> str:
    """The span that a meeting reports on, where it says so, else the one that it was held in."""
    of_period = span_of_period(meeting.record.period, cadence) if meeting.record.period else ""
    return of_period or span_of(meeting.date.first, cadence)
