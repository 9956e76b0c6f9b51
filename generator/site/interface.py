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
from babel.dates import format_date, format_interval, format_skeleton
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


@dataclass(frozen=True)
class Interface:
    """What the site says in one language."""

    language: str
    translations: NullTranslations = field(default_factory=NullTranslations, compare=False)
    further: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Labels that the site owner has added, by group."""

    def text(self, message: str) -> str:
        """Return a message in the interface's language."""
        return self.translations.gettext(message)

    def plural(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a message that fits a number, with `{n}` filled in."""
        return self.translations.ngettext(singular, plural, number).replace("{n}", self.number(number))

    def label(self, group: str, code: str) -> str:
        """Return the word for a code; the site owner's own word comes first, an unknown code stays as it is."""
        if own := self.further.get(group, {}).get(code):
            return own
        message = LABELS[group].get(code)
        return self.text(message) if message else code

    def number(self, number: int) -> str:
        """Return a number as it is written in the language."""
        return format_decimal(number, locale=self._locale)

    @property
    def _locale(self) -> Locale:
        return _locale(self.language)

    def date(self, date: Date) -> str:
        """Return a date in words; what is not known is said."""
        if date.end is None:
            return self._day(date.start)
        if date.start.day and date.end.day and date.start.year and date.end.year:
            return str(format_interval(date.first, date.last, "yMMMMd", locale=self._locale))
        return f"{self._day(date.start)} – {self._day(date.end)}"

    def short_date(self, date: Date) -> str:
        """Return a date as it stands in lists; whole dates in figures, all else in words."""
        if date.end is None and date.start.year and date.start.day and not date.start.mark:
            return format_date(date.first, "medium", locale=self._locale)
        return self.date(date)

    def _day(self, day: Day) -> str:
        words = self._known(day)
        marks = {
            "?": self.text("probably {date}"),
            "~": self.text("about {date}"),
            "%": self.text("probably about {date}"),
        }
        return marks[day.mark].replace("{date}", words) if day.mark else words

    def _known(self, day: Day) -> str:
        if day.year is None:
            if day.month is None:
                return self.text("date unknown")
            shape = "MMMMd" if day.day else "MMMM"
            known = format_skeleton(shape, _leap(day), locale=self._locale)
            return self.text("{date}, year unknown").replace("{date}", known)
        if day.month is None:
            return f"{day.year}"
        if day.day is None:
            return str(format_skeleton("yMMMM", datetime.date(day.year, day.month, 1), locale=self._locale))
        return format_date(datetime.date(day.year, day.month, day.day), "long", locale=self._locale)


def _leap(day: Day) -> datetime.date:
    return datetime.date(2000, day.month or 1, day.day or 1)


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
