"""What refers to a meeting, a speech, a conclusion or an item from other meetings: found once, kept by the one cited.

A meeting refers to another by `[[…]]` in its text, by `repeats`, `follow_ups` and `continues`, and by a document that
both dealt with (the same address on the web). Items that go on in other meetings are threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial

from generator.archive.archive import Archive, Item, Meeting, Prose, Speech
from generator.archive.derived import Citation
from generator.archive.mentions import targets_in
from generator.archive.names import Ref
from generator.records.model import Kind

_Slugs = Callable[[str], Mapping[str, str] | None]
"""The slug of each item of a meeting by every name that it goes by; None where there is no such meeting."""

Step = tuple[str, str]
"""A meeting, and the slug of an item of it; empty for the meeting as a whole."""

MOST = 200
"""So many citations of one meeting are kept at most, the latest."""


def citations(archive: Archive) -> Mapping[str, tuple[Citation, ...]]:
    """Return for each meeting what other meetings refer to it, in the order of their days."""
    found: dict[str, dict[Citation, None]] = {}
    slugs = cache(partial(_slugs, archive))
    for meeting in archive.meetings.values():
        for cited, citation in _of_meeting(archive, meeting, slugs):
            if cited != meeting.id:
                found.setdefault(cited, {})[citation] = None
    for cited, citation in _shared_documents(archive):
        found.setdefault(cited, {})[citation] = None
    return {id: tuple(cited)[-MOST:] for id, cited in found.items()}


def _of_meeting(archive: Archive, meeting: Meeting, slugs: _Slugs) -> Iterator[tuple[str, Citation]]:
    for conclusion in meeting.conclusions:
        if conclusion.repeats:
            key = conclusion.repeats
            yield key.meeting, Citation(key.id, meeting.id, conclusion.key.id, "repeats")
    for report in meeting.follow_ups:
        yield report.conclusion.meeting, Citation(report.conclusion.id, meeting.id, report.speech, "follow_up")
    for item in meeting.items:
        if item.continues and (before := _step_before(archive, item, slugs)):
            fragment = f"item-{before[1]}" if before[1] else ""
            yield before[0], Citation(fragment, meeting.id, item.address, "continues")
    yield from _linked(archive, meeting)


def _linked(archive: Archive, meeting: Meeting) -> Iterator[tuple[str, Citation]]:
    for text, place in _texts(meeting):
        if "[[" in text:
            for ref, fragment in targets_in(archive, text):
                if ref.kind is Kind.MEETING:
                    yield ref.id, Citation(fragment, meeting.id, place, "link")


def _texts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Each text of a meeting that can hold links, with its place."""
    for part in meeting.flow:
        if isinstance(part, Speech):
            yield part.markdown, part.address
        elif isinstance(part, Prose):
            yield part.markdown, ""
    for conclusion in meeting.conclusions:
        yield conclusion.written.text, conclusion.key.id
    for report in meeting.follow_ups:
        yield report.written.note or "", report.speech
    yield meeting.record.summary or "", ""
    yield from ((note, "") for note in meeting.record.notes)


def _shared_documents(archive: Archive) -> Iterator[tuple[str, Citation]]:
    """The later of two meetings that dealt with one document refers to the earlier one."""
    first: dict[str, str] = {}
    for meeting in archive.meetings.values():
        for document in meeting.record.documents:
            if document.url and (earlier := first.setdefault(document.url, meeting.id)) != meeting.id:
                yield earlier, Citation("", meeting.id, "", "document")


# ── items that go on ──────────────────────────────────────────────────────────────────────────────────────────────────


def _slugs(archive: Archive, id: str) -> Mapping[str, str] | None:
    ref = archive.targets.get(Ref(Kind.MEETING, id))
    meeting = archive.meetings.get(ref.id) if ref else None
    if meeting is None:
        return None
    named = [(name, item.slug) for item in meeting.items for name in (item.slug, item.address)]
    return dict(reversed(named))  # of two with one name the first


def _step_before(archive: Archive, item: Item, slugs: _Slugs) -> Step | None:
    """The item that one goes on from; a meeting as a whole where it names no item that is there."""
    id, _, name = (item.continues or "").partition("#")
    known = slugs(id)
    return None if known is None else (archive.targets[Ref(Kind.MEETING, id)].id, known.get(name, ""))


def threads(archive: Archive) -> Mapping[Step, tuple[Step, ...]]:
    """Return for each item that goes on, or goes on from another, the whole thread, in the order of the meetings."""
    joined: dict[Step, list[Step]] = {}
    slugs = cache(partial(_slugs, archive))
    for meeting in archive.meetings.values():
        for item in meeting.items:
            if item.continues and (before := _step_before(archive, item, slugs)):
                here = (meeting.id, item.slug)
                one, other = joined.setdefault(before, [before]), joined.setdefault(here, [here])
                if one is not other:
                    one += other
                    joined |= dict.fromkeys(other, one)
    order = {id: n for n, id in enumerate(archive.meetings)} if joined else {}
    threads = {id(thread): thread for thread in joined.values()}
    found = {key: tuple(sorted(thread, key=lambda s: (order[s[0]], s[1]))) for key, thread in threads.items()}
    return {step: found[id(thread)] for step, thread in joined.items()}
