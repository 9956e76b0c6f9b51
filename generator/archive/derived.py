"""What an archive tells of itself over time, as values: rhythm of series, holders of offices, citations, trends.

Each is computed by a module of its own (`coverage`, `offices`, `citations`, `trends`); here is only what they say.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from generator.records.dates import Date


class Slot(NamedTuple):
    """A time in which a series was to meet, such as `2024-Q1`, and its meetings in the archive."""

    name: str
    meetings: tuple[str, ...] = ()
    """Empty where there is no record: that is not to say that nobody met."""


class Office(NamedTuple):
    """An office that one person after the other holds: the same words, at the same place."""

    role: str
    """Folded, as it is compared."""
    organization: str | None
    district: str | None


@dataclass(frozen=True, slots=True)
class Tenure:
    """What is recorded of one person in an office."""

    person: str
    role: str
    """The office in the words of the record that names it first."""
    first: Date | None = None
    """Since when, as the person's record says."""
    last: Date | None = None
    posts: tuple[int, ...] = ()
    """Which of the posts in the person's record say so."""
    seen: tuple[Date, ...] = ()
    """Days on which a source shows the office."""
    stated: tuple[str, ...] = ()
    """The first and the last meeting that state it."""
    count: int = 0
    """How many meetings do."""
    begins: datetime.date = datetime.date.max
    """The day from which on somebody is known in the office; of one that only its end tells, that."""
    before: str = ""
    """Who held it before, where that is known."""
    after: str = ""
    """Who held it after, where that is known."""


class Citation(NamedTuple):
    """A place of one meeting that refers to a place of another."""

    fragment: str
    """What is referred to: a speech, conclusion or item; empty for the meeting as a whole."""
    meeting: str
    """The meeting that refers to it."""
    place: str
    """Where in that one: a speech, conclusion or item; empty for its text."""
    way: str
    """`link`, `repeats`, `follow_up`, `continues` or `document`."""


class Course(StrEnum):
    """How an issue has fared lately."""

    RISING = "rising"
    QUIET = "quiet"
    STEADY = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """In how many meetings an issue came up, quarter by quarter: by itself, and with all narrower ones."""

    own: Mapping[str, int] = field(default_factory=dict)
    """From `2024-Q1` on, or `2024` where the month is not known; only those with meetings."""
    whole: Mapping[str, int] = field(default_factory=dict)
    course: Course = Course.STEADY
    """Of the whole, up to the latest day of the records."""
