"""Spans of the calendar: which week, month, quarter, half-year or year a day lies in, and which one comes next."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from generator.records.dates import Date

CADENCES = ("weekly", "monthly", "quarterly", "half-yearly", "yearly")
"""The rhythms of series that let somebody expect a meeting."""

_MONTHS = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}


def quarter_of(date: Date) -> str:
    """Return the quarter in which a date begins, `2024-Q1`; its year where the month is not known; else nothing."""
    start = date.start
    if start.year is None:
        return ""
    return f"{start.year:04}-Q{(start.month - 1) // 3 + 1}" if start.month else f"{start.year:04}"


def span_of(day: datetime.date, cadence: str) -> str:
    """Return the span of a cadence in which a day lies: `2024-W07`, `2024-05`, `2024-Q2`, `2024-H1` or `2024`."""
    if cadence == "weekly":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if cadence == "monthly":
        return f"{day.year:04}-{day.month:02}"
    number = (day.month - 1) // _MONTHS[cadence] + 1
    return f"{day.year:04}" + {"quarterly": f"-Q{number}", "half-yearly": f"-H{number}", "yearly": ""}[cadence]


def spans_between(first: datetime.date, last: datetime.date, cadence: str) -> Iterator[str]:
    """Yield every span of a cadence from the one of the first day to the one of the last."""
    end, day = span_of(last, cadence), first
    while first <= last:
        name = span_of(day, cadence)
        yield name
        if name >= end:
            return
        day = _next(day, cadence)


def _next(day: datetime.date, cadence: str) -> datetime.date:
    """A day in the span after that of this one."""
    if cadence == "weekly":
        return day + datetime.timedelta(days=7)
    months = _MONTHS[cadence]
    start = (day.month - 1) // months * months + months
    return datetime.date(day.year + start // 12, start % 12 + 1, 1)


def span_of_period(period: str, cadence: str) -> str:
    """Return the span of a cadence that a record's period (`2024-Q1`, `2024-04`) lies in; nothing if it is longer."""
    match = re.fullmatch(r"(\d{4})(?:-(?:Q(\d)|H(\d)|(\d{2})))?", period)
    if match is None or cadence not in _MONTHS:
        return ""
    year, quarter, half, month = match.groups()
    length = 3 if quarter else 6 if half else 1 if month else 12
    if length > _MONTHS[cadence]:
        return ""
    start = int(quarter or half or month or 1) * length - length + 1
    return span_of(datetime.date(int(year), start, 1), cadence)
