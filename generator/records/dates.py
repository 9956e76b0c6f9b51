"""Dates as far as they are known: the part of EDTF that records use, with its earliest and latest day.

Source of the format: Extended Date/Time Format, ISO 8601-2:2019, levels 0 to 2 as published by the Library of
Congress. Read are `2024-04-19`, `2024-04`, `2024`, `2024-11-XX`, `2025-XX-XX`, `XXXX-03-07`, each with `?`, `~` or
`%` behind it, and intervals of them with `/`. The library `edtf` reads more but needs 4 ms a date, which is 15 s
for a decade of days; these forms need one regular expression.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

_DATE = re.compile(r"(?P<year>\d{4}|X{4})(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?(?P<mark>[?~%]?)", re.ASCII)
_PARTS = ("year", "month", "day")


class DateError(ValueError):
    """A text that is no date; `hint` says what to type instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class DateOrderError(DateError):
    """An interval that ends before it begins."""


@dataclass(frozen=True)
class Day:
    """A day, month or year as far as it is known; None is unknown (`XX`) or not given."""

    year: int | None
    month: int | None = None
    day: int | None = None
    mark: str = ""
    """`?` uncertain, `~` approximate, `%` both."""
    unknown: tuple[str, ...] = ()
    """Which of year, month and day are written as not known: `2024-11-XX` says more than `2024-11`."""

    @property
    def first(self) -> datetime.date:
        """The earliest day that it can be; a date without a year begins with the calendar."""
        return datetime.date(self.year or 1, self.month or 1, self._real_day(1))

    @property
    def last(self) -> datetime.date:
        """The latest day that it can be; a date without a year ends with the calendar."""
        year, month = self.year or 9999, self.month or 12
        return datetime.date(year, month, self._real_day(calendar.monthrange(year, month)[1]))

    def _real_day(self, otherwise: int) -> int:
        if self.day is None or self.month is None:
            return otherwise
        # 29 February without a year: the calendar's first and last year have none.
        return min(self.day, 28) if self.year is None and self.month == 2 else self.day


@dataclass(frozen=True)
class Date:
    """A date of a record as written, with its first and last day (`end` only in an interval)."""

    text: str
    start: Day
    end: Day | None = None

    @property
    def first(self) -> datetime.date:
        """The earliest day that is meant."""
        return self.start.first

    @property
    def last(self) -> datetime.date:
        """The latest day that is meant."""
        return (self.end or self.start).last

    @property
    def year(self) -> int | None:
        """The year in which it begins, or None where that is unknown."""
        return self.start.year

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """By the day it begins; what is less exactly known comes after what is known, undated things first."""
        start = self.start
        return (start.year or 0, start.month or 99, start.day or 99, self.text)

    def overlaps(self, first: Date | None, last: Date | None) -> bool:
        """Say whether it can lie between two dates, both included; None is open."""
        if self.year is None:
            return True
        return (first is None or self.last >= first.first) and (last is None or self.first <= last.last)

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=65536)
def parse_date(text: str) -> Date:
    """Return the date that an EDTF text means.

    Raises:
        DateError: with a message and, where it can be told, the form to type instead.
    """
    text = text.strip()
    if text.count("/") > 1:  # no interval, but perhaps a date with slashes
        raise _not_read(text)
    start, slash, end = text.partition("/")
    date = Date(text, _parse_day(start), _parse_day(end) if slash else None)
    if date.end is not None and date.end.last < date.start.first:
        raise DateOrderError(f"the end {end} is before the start {start}", "swap the two, or mend one")
    return date


def _parse_day(text: str) -> Day:
    match = _DATE.fullmatch(text)
    if match is None:
        raise _not_read(text)
    year, month, day = (_number(match[name]) for name in _PARTS)
    _check_calendar(text, year, month, day)
    return Day(year, month, day, match["mark"], tuple(name for name in _PARTS if _is_unknown(match[name])))


def _not_read(text: str) -> DateError:
    return DateError(f"“{text}” is not a date that the archive reads", _suggestion(text))


def _number(text: str | None) -> int | None:
    return None if text is None or _is_unknown(text) else int(text)


def _is_unknown(text: str | None) -> bool:
    return text is not None and text.startswith("X")


def _check_calendar(text: str, year: int | None, month: int | None, day: int | None) -> None:
    if year == 0:
        raise DateError(f"“{text}”: there is no year 0000")
    if month is not None and not 1 <= month <= 12:
        raise DateError(f"“{text}”: there is no month {month:02}", "months are 01 to 12: year-month-day")
    if day is None:
        return
    days = calendar.monthrange(year or 2000, month)[1] if month else 31
    if not 1 <= day <= days:
        raise DateError(f"“{text}”: there is no day {day:02}", f"that month has {days} days" if month else "")


_DAY_FIRST = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,2})")


def _suggestion(text: str) -> str:
    """What to type instead of a date in another order; both readings where two are possible."""
    if match := _YEAR_FIRST.fullmatch(text.strip()):
        return _readings([(match[1], match[2], match[3])])
    if match := _DAY_FIRST.fullmatch(text.strip()):
        first, separator, second, year = match.groups()
        orders = [(year, second, first)]
        if separator != ".":  # with slashes both orders are in use; with points the day always comes first
            orders.append((year, first, second))
        return _readings(orders)
    return "year-month-day, such as 2024-04-19; XX for a day or month that is not known"


def _readings(orders: list[tuple[str, str, str]]) -> str:
    found = []
    for year, month, day in orders:
        candidate = f"{year}-{int(month):02}-{int(day):02}"
        if candidate not in found and _is_day(candidate):
            found.append(candidate)
    if not found:
        return "year-month-day, such as 2024-04-19"
    return f"write {found[0]}" if len(found) == 1 else f"write {found[0]} or {found[1]}, whichever is meant"


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
