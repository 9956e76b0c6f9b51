"""What is wrong with a meeting by itself, although it can be read and everybody in it is known.

Asked where a meeting is resolved, so that what was found holds as long as neither the meeting nor a register changes.
What needs other meetings is for `rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.archive.archive import Archive, Meeting, Part, Participation
from generator.archive.mentions import linked_fields
from generator.archive.names import Ref
from generator.problems import Problem, Related, Span, listed
from generator.records import model
from generator.records.body import parse_body
from generator.records.decode import Decoded
from generator.records.model import Kind

Meant = Callable[[str, Sequence[Kind]], Ref | None]
"""Tells which record a reference means, and nothing where it fits none or several."""

Place = Callable[[Ref, str], Span]
"""Tells where a record of a register has a field."""

WHO = (Kind.PERSON, Kind.ORGANIZATION, Kind.DISTRICT)
"""Kinds that can do something, or be told to."""


def check_meeting(
    meeting: Meeting, decoded: Decoded, registers: Archive, meant: Meant, place: Place
) -> Iterator[Problem]:
    """Yield what is wrong with a meeting whose people, places and organizations are known."""
    entries = tuple(_entries(meeting))
    yield from _excluding_parts(entries, decoded)
    if meeting.record.status == "held":
        yield from _unlisted_speakers(entries, decoded)
    yield from _out_of_time(meeting, entries, decoded, _Known(registers, meant, place))
    yield from _due_too_early(meeting, decoded)
    yield from dead_links(decoded)
    yield from sources_without_address(decoded)


def _entries(meeting: Meeting) -> Iterator[tuple[int, Participation]]:
    """Each entry with its number in its list."""
    numbers = dict.fromkeys(Part, 0)
    for entry in meeting.participations:
        yield numbers[entry.part], entry
        numbers[entry.part] += 1


_Entries = Sequence[tuple[int, Participation]]


# ── who was there ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _excluding_parts(entries: _Entries, decoded: Decoded) -> Iterator[Problem]:
    absent = {entry.person: n for n, entry in entries if entry.part is Part.ABSENT and entry.person}
    for n, entry in entries if absent else ():
        if entry.part is not Part.ABSENT and entry.person in absent:
            span = decoded.span(Part.ABSENT.value, absent.pop(entry.person), "person")
            message = f"{entry.name} is among the absent and among the {entry.part.value}"
            other = Related(decoded.span(entry.part.value, n, "person"), f"here among the {entry.part.value}")
            hint = "whoever was absent took no part: take out one of the two"
            yield Problem("excluding-parts", span, message, hint, (other,))


def _unlisted_speakers(entries: _Entries, decoded: Decoded) -> Iterator[Problem]:
    """Where those who were there are listed by name, and no group stands for others, speakers are among them."""
    attendees = [entry for _, entry in entries if entry.part is Part.ATTENDEE]
    if not attendees or any(entry.person is None for entry in attendees):
        return
    there = {entry.person for _, entry in entries if entry.part is not Part.SPEAKER}  # the absent are told elsewhere
    for n, entry in entries:
        if entry.part is Part.SPEAKER and entry.person and entry.person not in there:
            there.add(entry.person)
            message = f"{entry.name} spoke and is not among those who were there"
            hint = "add them to `attendees:`; where it names but some, add a line `- group: …` for the others"
            yield Problem("speaker-not-listed", decoded.span(Part.SPEAKER.value, n, "person"), message, hint)


# ── places and bodies of another time ─────────────────────────────────────────────────────────────────────────────────


class _Known(NamedTuple):
    """What is known beside the meeting."""

    registers: Archive
    meant: Meant
    place: Place


def _out_of_time(meeting: Meeting, entries: _Entries, decoded: Decoded, known: _Known) -> Iterator[Problem]:
    acting = (
        *_of_entries(entries),
        *_of_lists(meeting.record, known.meant),
        *_of_conclusions(meeting.record, known.meant),
    )
    concerned = (
        (ref, ("districts", n))
        for n, text in enumerate(meeting.record.districts)
        if (ref := known.meant(text, (Kind.DISTRICT,)))
    )
    for code, named in (("out-of-time", acting), ("former-district", concerned)):
        for ref, path in named:
            if not known.registers.existed(ref, meeting.date):
                yield _not_then(code, known, ref, meeting, decoded.span(*path))


_Named = Iterator[tuple[Ref, tuple[str | int, ...]]]


def _of_entries(entries: _Entries) -> _Named:
    for n, entry in entries:
        if entry.district:
            yield Ref(Kind.DISTRICT, entry.district), (entry.part.value, n, "district")
        if entry.organization:
            yield Ref(Kind.ORGANIZATION, entry.organization), (entry.part.value, n, "organization")


def _of_lists(record: model.Meeting, meant: Meant) -> _Named:
    for n, text in enumerate(record.organizations):
        if ref := meant(text, (Kind.ORGANIZATION,)):
            yield ref, ("organizations", n)


def _of_conclusions(record: model.Meeting, meant: Meant) -> _Named:
    for n, conclusion in enumerate(record.conclusions):
        if conclusion.by and (ref := meant(conclusion.by, WHO)):
            yield ref, ("conclusions", n, "by")
        for m, text in enumerate(conclusion.addressees):
            if ref := meant(text, WHO):
                yield ref, ("conclusions", n, "addressees", m)


def _not_then(code: str, known: _Known, ref: Ref, meeting: Meeting, span: Span) -> Problem:
    places = known.registers.registers(ref.kind)
    record = places[ref.id]
    assert isinstance(record, model.District | model.Organization)  # noqa: S101 - all else existed
    if record.until and record.until.last < meeting.date.first:
        message = f"{record.name} existed until {record.until}, this meeting is of {meeting.date}"
        others, word, field = record.successors, "its successors are", "until"
    else:
        message = f"{record.name} exists since {record.from_}, this meeting is of {meeting.date}"
        field = "from"
        others, word = tuple(id for id in places if ref.id in getattr(places[id], "successors", ())), "before it came"
    named = listed(f"{id} ({places[id].name})" for id in others if id in places)
    hint = f"{word} {named}" if named else "look at the day, or at the record's dates"
    return Problem(code, span, message, hint, (Related(known.place(ref, field), "its record says so here"),))


# ── terms ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _due_too_early(meeting: Meeting, decoded: Decoded) -> Iterator[Problem]:
    for n, conclusion in enumerate(meeting.record.conclusions):
        due = conclusion.due
        if due and due.year and meeting.date.year and due.last < meeting.date.first:
            message = f"this is due on {due}, before the meeting of {meeting.date}"
            hint = "look at the year; a term that was over already stands in `due_note:`"
            yield Problem("due-before-meeting", decoded.span("conclusions", n, "due"), message, hint)


# ── what any record may hold ──────────────────────────────────────────────────────────────────────────────────────────


def sources_without_address(decoded: Decoded) -> Iterator[Problem]:
    """Yield a note for each source of a record that readers cannot open."""
    for n, source in enumerate(decoded.record.sources if decoded.record else ()):
        if source.url is None:
            called = f"“{source.title or source.publisher or source.id or n + 1}”"
            hint = "add `url:` where there is one"
            yield Problem(
                "source-without-address", decoded.span("sources", n), f"the source {called} has no address", hint
            )


def dead_links(decoded: Decoded) -> Iterator[Problem]:
    """Yield a problem for each link of a record's text that readers cannot follow."""
    written = [(link.target, decoded.place(link.place)) for link in decoded.body.addresses]
    for path, text in linked_fields(decoded.record) if decoded.record else ():
        if "](" in text:
            written += [(link.target, decoded.span(*path)) for link in parse_body(text).addresses]
    for target, span in written:
        message, hint = _why_dead(target)
        yield Problem("dead-link", span, message, hint)


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HOST = re.compile(
    r"(?:www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|vn|de|eu|info|gov)(?:[/?#:]|$))", re.IGNORECASE
)


def _why_dead(target: str) -> tuple[str, str]:
    if not target:
        return "a link without an address", "write the address between the round brackets, or take the square ones away"
    if target.startswith("//"):
        return f"“{target}” does not say how it is reached", f"write https:{target}"
    if _HOST.match(target):
        return f"“{target}” does not say how it is reached", f"write https://{target}"
    if scheme := _SCHEME.match(target):
        return f"addresses that begin with “{scheme[0]}” are not linked", "write http://…, https://… or mailto:…"
    if target.startswith(("/", "../", "..\\", "~")):
        return f"“{target}” leads out of the records", "a record is linked by [[id]], the web by https://…"
    return f"“{target}” leads to no page", "a record is linked by [[id]], the web by https://…"
