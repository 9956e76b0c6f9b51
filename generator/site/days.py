"""The days of a year on which somebody met, month by month: what a calendar shows."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from generator.records.dates import Date
from generator.site.page import Link
from generator.site.views import MeetingRow, MonthView

_LONGEST = 31
"""A meeting is marked on so many days at most, from its first on."""

_WEEKS = Calendar()  # from Monday on, as ISO 8601 counts


def months_of(year: int, rows: Iterable[MeetingRow]) -> tuple[MonthView, ...]:
    """Return the months of a year in which anybody met; a day of several meetings leads to their place in the list."""
    known: dict[tuple[int, int], list[MeetingRow]] = {}
    loose: dict[int, list[Link]] = {}
    for row in rows:
        start = row.date.start
        if start.month and start.year == year and not start.day:
            loose.setdefault(start.month, []).append(row.link)
        for month_and_day in _days(year, row):
            known.setdefault(month_and_day, []).append(row)
    return tuple(
        MonthView(
            number=month,
            weeks=tuple(map(tuple, _WEEKS.monthdayscalendar(year, month))),
            days={day: (_place(there, month, day), len(there)) for (m, day), there in known.items() if m == month},
            loose=tuple(loose.get(month, ())),
        )
        for month in sorted({month for month, _ in known} | {*loose})
    )


def day_id(date: Date) -> str:
    """Return the fragment of the first meeting of a day in the list of its year; empty where the day is not known."""
    start = date.start
    return f"day-{start.year:04}-{start.month:02}-{start.day:02}" if start.year and start.month and start.day else ""


def _days(year: int, row: MeetingRow) -> Iterator[tuple[int, int]]:
    """The days of a meeting that lie in the year, as month and day; none where the day is not known."""
    if not day_id(row.date):
        return
    first, last = row.date.first, row.date.last
    for n in range(min((last - first).days + 1, _LONGEST)):
        day = first + timedelta(days=n)
        if day.year == year:
            yield day.month, day.day


def _place(there: Sequence[MeetingRow], month: int, day: int) -> Link:
    """Where a day leads: to its meeting, or to the first of several in the list."""
    titles = " · ".join(row.link.title for row in there)
    begin = [row for row in there if (row.date.start.month, row.date.start.day) == (month, day)]
    return Link(f"#{day_id(begin[0].date)}" if len(there) > 1 and begin else there[0].link.address, titles)
