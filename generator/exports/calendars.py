"""Calendars (iCalendar, RFC 5545): meetings as events, conclusions with a due date as tasks.

A calendar is for days: what is known only by its month or year is in none. Times are those of the place where the
meeting was (RFC 5545 calls them floating), since records name no time zone. A build knows no clock, so the required
time stamp of an entry is the first moment of the meeting's day.

Written by ourselves: the library icalendar, which reads them back in the tests, needs a third of a millisecond for
one entry, and a meeting stands in four or five calendars.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from generator.archive.archive import Archive, Conclusion, ConclusionKey, Meeting
from generator.archive.follow_up import status_of
from generator.archive.mentions import target_of
from generator.archive.names import Ref, slug
from generator.archive.status import Status
from generator.archive.unmarked import TitleOf, line
from generator.config import SiteConfig
from generator.exports.export import Export, ExportFile, Publication
from generator.records.dates import Date, Day
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_

FOLLOWED = (Kind.SERIES, Kind.DISTRICT, Kind.ORGANIZATION)
"""The kinds of records that have a calendar each."""
ALL = "calendar.ics"
ENTRIES = 1_000
"""So many of the latest meetings stand in a calendar: programs on phones take no more with pleasure."""


def calendar_address(ref: Ref) -> str:
    """Return the address of a record's calendar."""
    return f"{urls.record(ref)}calendar.ics"


def has_calendar(archive: Archive, ref: Ref) -> bool:
    """Say whether a record has a calendar: one that no meeting ever named has none."""
    return ref.kind in FOLLOWED and bool(archive.backlinks[ref].meetings or archive.backlinks[ref].addressed)


@dataclass(frozen=True, slots=True)
class Calendars:
    """Makes the calendars of one site."""

    config: SiteConfig
    site_url: str = ""
    """Whole, ending in a slash; empty where it is not known."""

    def everything(self, archive: Archive) -> bytes:
        """Return the calendar of all meetings and all conclusions with a term: the latest of a long archive."""
        meetings: list[str] = []
        for name in sorted(archive.years, reverse=True):
            if len(meetings) >= ENTRIES:
                break
            meetings = [*archive.years[name].meetings, *meetings]
        latest = meetings[-ENTRIES:]
        keys = (c.key for id in latest for c in archive.meetings[id].conclusions)
        return self._calendar(archive, self.config.title, latest, keys)

    def record(self, archive: Archive, ref: Ref) -> bytes:
        """Return the calendar of a series, district or organization: its meetings, and what it is asked to do."""
        back = archive.backlinks[ref]
        latest = back.meetings[-ENTRIES:]
        if ref.kind is Kind.SERIES:
            keys: Iterable[ConclusionKey] = (c.key for id in latest for c in archive.meetings[id].conclusions)
        else:
            keys = back.addressed[-ENTRIES:]
        return self._calendar(archive, f"{archive.title(ref)} – {self.config.title}", latest, keys)

    def _calendar(
        self, archive: Archive, title: str, meetings: Iterable[str], conclusions: Iterable[ConclusionKey]
    ) -> bytes:
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Konferenzarchiv//Konferenzarchiv//DE",
            "CALSCALE:GREGORIAN",
            f"X-WR-CALNAME:{escaped(title)}",
            f"NAME:{escaped(title)}",
        ]
        for id in meetings:
            lines += self._event(archive, archive.meetings[id])
        for key in conclusions:
            lines += self._task(archive, archive.conclusions[key])
        lines.append("END:VCALENDAR")
        return "".join(f"{folded(each)}\r\n" for each in lines).encode()

    def _event(self, archive: Archive, meeting: Meeting) -> Iterator[str]:
        record = meeting.record
        if not (_is_day(record.date.start) and (record.date.end is None or _is_day(record.date.end))):
            return
        address = urls.record(Ref(Kind.MEETING, meeting.id))
        yield "BEGIN:VEVENT"
        yield f"UID:{self._uid(meeting.id)}"
        yield f"DTSTAMP:{_stamp(record.date)}"
        yield from _span(meeting)
        yield f"SUMMARY:{escaped(record.title)}"
        yield f"STATUS:{_EVENT_STATUS[record.status]}"
        yield from _optional("DESCRIPTION", line(record.summary, _titles(archive)) if record.summary else "")
        yield from _optional("LOCATION", ", ".join(record.places))
        yield from self._url(address)
        yield from _categories(archive, meeting.refs.get(Kind.ISSUE, ()))
        yield "TRANSP:TRANSPARENT"  # a meeting of others takes nobody's time
        yield "END:VEVENT"

    def _task(self, archive: Archive, conclusion: Conclusion) -> Iterator[str]:
        due, key = conclusion.written.due, conclusion.key
        if due is None or due.year is None or conclusion.date.year is None:
            return
        yield "BEGIN:VTODO"
        yield f"UID:{self._uid(f'{key.meeting}.{key.id}')}"
        yield f"DTSTAMP:{_stamp(conclusion.date)}"
        yield f"DUE;VALUE=DATE:{_digits(due.last)}"
        yield f"SUMMARY:{escaped(line(conclusion.written.text, _titles(archive)))}"
        yield f"STATUS:{_TASK_STATUS[status_of(archive, key)]}"
        yield from _optional("DESCRIPTION", archive.meetings[key.meeting].record.title)
        yield f"RELATED-TO:{self._uid(key.meeting)}"
        yield from self._url(urls.conclusion(key))
        yield from _categories(archive, conclusion.issues)
        yield "END:VTODO"

    def _uid(self, name: str) -> str:
        """A name that is unique in the world: the archive's host stands behind it, or its title."""
        return f"{name}@{urlsplit(self.site_url).netloc or slug(self.config.title) or 'archive'}"

    def _url(self, address: str) -> Iterator[str]:
        if self.site_url:  # an address as a value is no text: nothing in it is escaped
            yield f"URL:{self.site_url}{address}"


_EVENT_STATUS = {"held": "CONFIRMED", "announced": "TENTATIVE", "cancelled": "CANCELLED"}
_TASK_STATUS = {
    Status.OPEN: "NEEDS-ACTION",
    Status.NOT_STARTED: "NEEDS-ACTION",
    Status.IN_PROGRESS: "IN-PROCESS",
    Status.DONE: "COMPLETED",
    Status.DROPPED: "CANCELLED",
    Status.RESTATED: "CANCELLED",  # its history goes on with the later conclusion, which has a task of its own
    Status.RECORDED: "COMPLETED",
}


def _is_day(day: Day) -> bool:
    return None not in (day.year, day.month, day.day)


def _stamp(date: Date) -> str:
    return f"{_digits(date.first)}T000000Z"


def _span(meeting: Meeting) -> Iterator[str]:
    """When a meeting begins and ends: at a time where it is known, else whole days (the end is the day after)."""
    record = meeting.record
    first, last = record.date.first, record.date.last
    if record.start is None:
        yield f"DTSTART;VALUE=DATE:{_digits(first)}"
        yield f"DTEND;VALUE=DATE:{_digits(_day_after(last))}"
        return
    yield f"DTSTART:{_digits(first)}T{_clock(record.start)}"
    if record.end:
        overnight = record.end < record.start and first == last
        yield f"DTEND:{_digits(_day_after(last) if overnight else last)}T{_clock(record.end)}"


def _day_after(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=1) if day < datetime.date.max else day


def _digits(day: datetime.date) -> str:
    return day.isoformat().replace("-", "")


def _clock(time: str) -> str:
    return f"{time.replace(':', '')}00"


def _optional(name: str, text: str) -> Iterator[str]:
    if text:
        yield f"{name}:{escaped(text)}"


def _categories(archive: Archive, issues: Sequence[str]) -> Iterator[str]:
    names = [archive.issues[issue].name for issue in issues if issue in archive.issues]
    if names:
        yield f"CATEGORIES:{','.join(map(escaped, names))}"


def _titles(archive: Archive) -> TitleOf:
    def title_of(target: str) -> str | None:
        found = target_of(archive, target)
        return archive.title(found[0]) if found else None

    return title_of


_SPECIAL = re.compile(r"[\\;,]|\r\n?|\n|[\x00-\x08\x0b-\x1f\x7f]")


def escaped(text: str) -> str:
    """Return a text as a value of type TEXT (RFC 5545, 3.3.11); other control characters are not allowed there."""
    return _SPECIAL.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    if found[0] in {"\r\n", "\r", "\n"}:
        return "\\n"
    return f"\\{found[0]}" if found[0] in "\\;," else "\ufffd"


def folded(content: str) -> str:
    """Return a line cut into parts of at most 75 bytes, between characters (RFC 5545, 3.1)."""
    if len(content) <= 75 and (content.isascii() or len(content.encode()) <= 75):
        return content
    parts, part, size = [], "", 0
    for character in content:
        width = len(character.encode())
        if size + width > 75:
            parts.append(part)
            part, size = "", 1  # the blank that begins a further line counts
        part, size = part + character, size + width
    return "\r\n ".join([*parts, part])


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    calendars = Calendars(publication.config, publication.site_url)
    yield ExportFile(ALL, calendars.everything, N_("Meetings as events, conclusions with a due date as tasks"))
    for kind in FOLLOWED:
        for id in archive.registers(kind):
            if has_calendar(archive, ref := Ref(kind, id)):
                yield ExportFile(calendar_address(ref), partial(calendars.record, ref=ref))


EXPORT = Export(
    name="calendars",
    title="iCalendar",
    use=N_("Meetings and due dates in a calendar on a phone or a computer"),
    plan=_planned,
    standard="https://www.rfc-editor.org/rfc/rfc5545",
    where="series/…/calendar.ics",
)
