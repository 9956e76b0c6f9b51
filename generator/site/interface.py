"""The site's own words in the reader's language: labels, plural forms, and dates as people say them.

Records stay in their own language; only what the site itself says is translated, from gettext catalogues in
`theme/locale/`. The message ids are the English words.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import NullTranslations

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from generator.records.dates import Date, Day


def N_(message: str) -> str:  # noqa: N802 - gettext's name for "to be translated later"
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


LABELS: Mapping[str, Mapping[str, str]] = {
    "meeting": {
        "conference": N_("Conference"),
        "session": N_("Session"),
        "congress": N_("Congress"),
        "voter-meeting": N_("Voter meeting"),
        "press-conference": N_("Press conference"),
        "inspection": N_("Inspection"),
        "working-session": N_("Working session"),
        "ceremony": N_("Ceremony"),
        "reception": N_("Reception"),
        "dialogue": N_("Public dialogue"),
        "inaugural-session": N_("Inaugural session"),
        "delegation-visit": N_("Delegation visit"),
        "announcement": N_("Announcement event"),
    },
    "district": {
        "province": N_("Province"),
        "district": N_("District"),
        "city": N_("City"),
        "town": N_("Town"),
        "commune": N_("Commune"),
        "ward": N_("Ward"),
        "township": N_("Township"),
        "region": N_("Region"),
        "country": N_("Country"),
    },
    "districts": {
        "province": N_("Provinces"),
        "district": N_("Districts"),
        "city": N_("Cities"),
        "town": N_("Towns"),
        "commune": N_("Communes"),
        "ward": N_("Wards"),
        "township": N_("Townships"),
        "region": N_("Regions"),
        "country": N_("Countries"),
    },
    "held": {"held": N_("held"), "announced": N_("announced"), "cancelled": N_("cancelled")},
    "part_of_day": {"morning": N_("morning"), "afternoon": N_("afternoon"), "evening": N_("evening")},
    "part": {
        "chairs": N_("chair"),
        "attendees": N_("attended"),
        "absent": N_("absent"),
        "speakers": N_("spoke"),
    },
    "parts": {
        "chairs": N_("Chair"),
        "attendees": N_("Attendees"),
        "absent": N_("Absent"),
        "speakers": N_("Speakers"),
    },
    "speech": {
        "report": N_("Report"),
        "discussion": N_("Discussion"),
        "question": N_("Question"),
        "answer": N_("Answer"),
        "opening": N_("Opening"),
        "closing": N_("Closing"),
    },
    "conclusion": {"finding": N_("Finding"), "directive": N_("Directive"), "resolution": N_("Resolution")},
    "outcome": {
        "adopted": N_("adopted"),
        "rejected": N_("rejected"),
        "referred": N_("referred"),
        "withdrawn": N_("withdrawn"),
        "noted": N_("noted"),
    },
    "status": {
        "open": N_("no report recorded"),
        "not_started": N_("not started"),
        "in_progress": N_("in progress"),
        "done": N_("done"),
        "dropped": N_("dropped"),
        "restated": N_("said again later"),
        "recorded": N_("recorded"),
    },
    "silence": {
        "overdue": N_("overdue"),
        "never": N_("never reported on"),
        "faded": N_("no report for long"),
        "partly": N_("not all have reported"),
    },
    "recorded": {
        "spoke": N_("spoke"),
        "attended": N_("attended"),
        "absent": N_("absent"),
        "addressed": N_("was addressed"),
        "reported": N_("was reported on"),
    },
    "way": {
        "link": N_("refers to it"),
        "repeats": N_("says it again"),
        "follow_up": N_("reports on it"),
        "continues": N_("goes on from it"),
        "document": N_("deals with the same document"),
    },
    "translation": {
        "original": N_("original"),
        "human": N_("translation"),
        "machine": N_("machine translation"),
    },
    "cadence": {
        "weekly": N_("weekly"),
        "monthly": N_("monthly"),
        "quarterly": N_("quarterly"),
        "half-yearly": N_("half-yearly"),
        "yearly": N_("yearly"),
        "irregular": N_("irregular"),
    },
    "kind": {
        "speech": N_("Speech"),
        "conclusion": N_("Conclusion"),
        "meeting": N_("Meeting"),
        "person": N_("Person"),
        "district": N_("Place"),
        "issue": N_("Issue"),
        "organization": N_("Organization"),
        "series": N_("Series"),
    },
}
"""Words for the codes of records and pages, by group."""

_MARKS: Mapping[str, str] = {
    "": "{date}",
    "?": N_("probably {date}"),
    "~": N_("about {date}"),
    "%": N_("probably about {date}"),
}
"""What the mark behind a date says."""

_UNKNOWN: Mapping[tuple[str, ...], str] = {
    (): "{date}",
    ("day",): N_("{date}, day unknown"),
    ("month",): N_("{date}, month unknown"),
    ("month", "day"): N_("{date}, month and day unknown"),
    ("year",): N_("{date}, year unknown"),
    ("year", "day"): N_("{date}, day and year unknown"),
}
"""What is said of the parts of a date that are written as not known."""


@dataclass(frozen=True)
class DateShape:
    """How a language writes dates, in Unicode's patterns (UTS 35): the day first, then month and year."""

    day: str = "d"
    month: str = "MMMM"
    year: str = "y"
    whole: str = "d MMM y"
    """A whole date where space is short."""


# CLDR's own patterns don't fit: “19 tháng 4, 2024” is not how Vietnamese records write it, English puts the
# month first, and its intervals have short names of months only.
_SHAPES: Mapping[str, DateShape] = {
    "de": DateShape(day="d.", whole="dd.MM.y"),
    "vi": DateShape(day="'ngày' d", month="'tháng' M", year="'năm' y", whole="dd/MM/y"),
}


@dataclass(frozen=True)
class Interface:
    """What the site says in one language."""

    language: str
    translations: NullTranslations = field(default_factory=NullTranslations, compare=False)
    further: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Labels that the site owner has added, by group."""

    @property
    def language_name(self) -> str:
        """What the language calls itself."""
        name = _locale(self.language).get_display_name() or self.language
        return name[0].upper() + name[1:]

    def text(self, message: str) -> str:
        """Return a message in the interface's language."""
        # Under the empty message a catalogue keeps its own header.
        return self.translations.gettext(message) if message else ""

    def plural(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a message that fits a number, with `{n}` filled in."""
        return self.translations.ngettext(singular, plural, number).replace("{n}", self.number(number))

    def label(self, group: str, code: str) -> str:
        """Return the word for a code: the site owner's own, else ours; an unknown code stays as it is."""
        if own := self.further.get(group, {}).get(code):
            return own
        message = LABELS[group].get(code)
        return self.text(message) if message else code

    def number(self, number: int) -> str:
        """Return a number as it is written in the language."""
        # Below a thousand no language groups digits, and Babel takes longer than all the rest of a list's line.
        return str(number) if 0 <= number < 1000 else format_decimal(number, locale=_locale(self.language))

    def tongue(self, code: str) -> str:
        """Return what a language is called; a code that is not known stays as it is."""
        return str(_locale(self.language).languages.get(code.replace("-", "_"), code))

    def month(self, number: int) -> str:
        """Return the name of a month, from 1 on, as it stands by itself."""
        return str(_locale(self.language).months["stand-alone"]["wide"][number])

    def weekdays(self) -> tuple[tuple[str, str], ...]:
        """Return the days of a week from Monday on, each in short and whole."""
        names = _locale(self.language).days["stand-alone"]
        return tuple((names["short"][n].rstrip("."), names["wide"][n]) for n in range(7))

    def day_of_month(self, month: int, day: int) -> str:
        """Return a day of a month without its year, in words."""
        return " ".join(self._known(Day(None, month, day)))

    def date(self, date: Date) -> str:
        """Return a date in words; what is not known is said."""
        start, end = date.start, date.end
        if end is None or end == start:
            return self._day(start)
        if _alike(start, end):
            return self._with_unknown(start, self._interval(start, end))
        return f"{self._day(start)} – {self._day(end)}"

    @staticmethod
    def machine_date(date: Date) -> str:
        """Return the day, month or year of a date as HTML's `time` wants it, as far as it is known."""
        start = date.start
        parts = [f"{start.year or 0:04}", *(f"{part:02}" for part in (start.month, start.day) if part)]
        return "-".join(parts[:1] if not start.month else parts)

    def short_date(self, date: Date) -> str:
        """Return a date as it stands in lists: whole days in short, all else in words."""
        day = date.start
        if date.end is None and day.year and day.month and day.day and not day.mark:
            return self._formatted(day, self._shape.whole)
        return self.date(date)

    @property
    def _shape(self) -> DateShape:
        return _SHAPES.get(self.language, DateShape())

    def _formatted(self, day: Day, pattern: str) -> str:
        # A leap year stands for an unknown one, so that 29 February has its words.
        return _formatted(day.year or 2000, day.month or 1, day.day or 1, pattern, self.language)

    def _day(self, day: Day) -> str:
        words = self._with_unknown(day, " ".join(self._known(day)))
        return self.text(_MARKS[day.mark]).replace("{date}", words)

    def _known(self, day: Day) -> list[str]:
        """Return the words for each part that is known, from the day to the year."""
        shape = self._shape
        parts = ((day.day, shape.day), (day.month, shape.month), (day.year, shape.year))
        return [self._formatted(day, pattern) for number, pattern in parts if number is not None]

    def _with_unknown(self, day: Day, known: str) -> str:
        if not known:
            return self.text("date unknown")
        if day.day and not day.month:
            return self._day_of_unknown_month(day)
        return self.text(_UNKNOWN[day.unknown]).replace("{date}", known)

    def _day_of_unknown_month(self, day: Day) -> str:
        if day.year is None:
            return self.text("day {day}, month and year unknown").replace("{day}", f"{day.day}")
        words = self.text("day {day} of an unknown month in {year}")
        return words.replace("{day}", f"{day.day}").replace("{year}", f"{day.year}")

    def _interval(self, start: Day, end: Day) -> str:
        """Return two dates with what they share said once: `19–21 April 2024`."""
        first, last = self._known(start), self._known(end)
        while first[-1] == last[len(first) - 1]:
            first.pop()
        dash = "–" if len(first) == 1 and " " not in first[0] else " – "
        return " ".join(first) + dash + " ".join(last)


def _alike(start: Day, end: Day) -> bool:
    """Whether two dates know the same parts for certain, so that their words can be drawn together."""
    known = [(day.year is None, day.month is None, day.day is None) for day in (start, end)]
    sure = not start.mark and not end.mark and start.unknown in {(), ("year",)}
    return sure and start.unknown == end.unknown and known[0] == known[1]


@lru_cache(maxsize=65536)
def _formatted(year: int, month: int, day: int, pattern: str, language: str) -> str:
    return format_date(datetime.date(year, month, day), pattern, locale=_locale(language))


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
