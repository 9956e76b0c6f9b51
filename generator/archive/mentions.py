"""What running text names: `[[…]]` links, and names that fit exactly one record on the day of the meeting.

The same rules serve the backlinks of the archive and the links on the pages, so that both always agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.archive.archive import Archive, Meeting, Prose, Speech
from generator.archive.names import Ref
from generator.records.body import LINK
from generator.records.model import Kind


def target_of(archive: Archive, target: str) -> tuple[Ref, str] | None:
    """Return the record and fragment that `[[target]]` leads to, or None where it leads nowhere or to several."""
    name, _, fragment = target.partition("#")
    kind, slash, id = name.rpartition("/")
    refs = [Ref(k, id) for k in Kind if (not slash or k.value == kind) and Ref(k, id) in archive.targets]
    if len(refs) != 1:
        return None
    ref = archive.targets[refs[0]]
    if fragment and fragment not in _fragments(archive, ref):
        return None
    return ref, fragment


def _fragments(archive: Archive, ref: Ref) -> set[str]:
    meeting = archive.meetings.get(ref.id) if ref.kind is Kind.MEETING else None
    if meeting is None:
        return set()
    speeches = {address for speech in meeting.speeches for address in speech.addresses}
    return speeches | {c.key.id for c in meeting.conclusions} | {item.address for item in meeting.items}


def with_mentions(archive: Archive) -> Archive:
    """Add to each meeting the records that its text names or links, beside those that its metadata ties to it."""
    meetings = {id: _mentioning(archive, meeting) for id, meeting in archive.meetings.items()}
    return replace(archive, meetings=meetings)


def _mentioning(archive: Archive, meeting: Meeting) -> Meeting:
    tied = {Ref(kind, id) for kind, ids in meeting.refs.items() for id in ids}
    found = [ref for text in meeting_texts(meeting) for ref in named_in(archive, text, meeting)]
    mentions = tuple(ref for ref in dict.fromkeys(found) if ref not in tied and ref != Ref(Kind.MEETING, meeting.id))
    return replace(meeting, mentions=mentions)


def meeting_texts(meeting: Meeting) -> Iterator[str]:
    """Yield the texts of a meeting in which names are linked."""
    for part in meeting.flow:
        if isinstance(part, Speech | Prose):
            yield part.markdown
    for conclusion in meeting.conclusions:
        yield conclusion.written.text
    yield from meeting.record.notes


def named_in(archive: Archive, text: str, meeting: Meeting) -> Iterator[Ref]:
    """Yield the records that a text names: by `[[…]]`, or by a name that fits exactly one record on that day."""
    for match in LINK.finditer(text):
        if found := target_of(archive, match["target"]):
            yield found[0]
    for mention in archive.finder.names(text):
        fitting = fitting_on_day(archive, mention.refs, meeting)
        if fitting is not None:
            yield fitting


def fitting_on_day(archive: Archive, refs: Iterable[Ref], meeting: Meeting) -> Ref | None:
    """Return the only one of several namesakes that existed on the day of a meeting, or None."""
    fitting = {ref for ref in refs if archive.existed(ref, meeting.date)}
    return fitting.pop() if len(fitting) == 1 else None
