"""What running text names: `[[…]]` links, and names that fit exactly one record on the day of the meeting.

The same rules serve the backlinks of the archive and the links on the pages, so that both always agree.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from generator.archive.archive import Archive, Meeting, Prose, Speech
from generator.archive.names import Mention, Ref
from generator.marks import mark
from generator.records import model
from generator.records.body import LINK, fenced_blocks
from generator.records.decode import Decoded
from generator.records.model import Kind


def target_of(archive: Archive, target: str) -> tuple[Ref, str] | None:
    """Return the record and fragment that `[[target]]` leads to, or None where it leads nowhere or to several."""
    name, _, fragment = target.partition("#")
    refs = records_with_id(archive, name)
    if len(refs) != 1:
        return None
    ref = archive.targets[refs[0]]
    unread = ref.kind is Kind.MEETING and ref.id not in archive.meetings  # broken: what it holds is not known
    if fragment and not unread and fragment not in fragments(archive, ref):
        return None
    return ref, fragment


def records_with_id(archive: Archive, name: str) -> tuple[Ref, ...]:
    """Return the records that `id` or `kind/id` means: several where two kinds use one id."""
    kind, slash, id = name.rpartition("/")
    return tuple(Ref(k, id) for k in Kind if (not slash or k.value == kind) and Ref(k, id) in archive.targets)


def fragments(archive: Archive, ref: Ref) -> Collection[str]:
    """Return the addresses of a meeting's speeches, conclusions and items, in this order; other records have none."""
    meeting = archive.meetings.get(ref.id) if ref.kind is Kind.MEETING else None
    return () if meeting is None else _fragments_of(_Itself(meeting))


class _Itself:
    """A meeting by its identity: to compare all that it says would take longer than what is known of it saves."""

    __slots__ = ("meeting",)

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.meeting is other.meeting

    def __hash__(self) -> int:
        return id(self.meeting)


@lru_cache(maxsize=64)
def _fragments_of(of: _Itself) -> Mapping[str, None]:
    """The places of a meeting, kept since each of thousands of links may lead to one of thousands of speeches."""
    meeting = of.meeting
    speeches = [address for speech in meeting.speeches for address in speech.addresses]
    others = (*(c.key.id for c in meeting.conclusions), *(item.address for item in meeting.items))
    return dict.fromkeys((*speeches, *others))


def has_links(decoded: Decoded) -> bool:
    """Whether a record links others by `[[…]]`: then what its text names depends on what these hold."""
    if decoded.body.links:
        return True
    return decoded.record is not None and any("[[" in text for _, text in linked_fields(decoded.record))


def with_names(archive: Archive, meeting: Meeting) -> Meeting:
    """Add to a meeting the records that its text names or links, beside those that its metadata ties to it.

    For the names in its text the archive needs its registers alone, for `[[…]]` its meetings, too.
    """
    tied = {Ref(kind, id) for kind, ids in meeting.refs.items() for id in ids}
    found: list[Ref] = []
    names: list[object] = []
    for text in meeting_texts(meeting):
        in_text = _names_in(archive, text)
        found += [*_linked_in(archive, text), *_fitting(archive, text, in_text, meeting)]
        names.append([(name.start, name.end, name.refs) for name in in_text])
        if "&" in text or "\\" in text:  # on the page the text may read differently: then any new name may count
            names.append(archive.finder.mark)
    tied.add(Ref(Kind.MEETING, meeting.id))
    if meeting.series:
        tied.add(Ref(Kind.SERIES, meeting.series))
    mentions = tuple(ref for ref in dict.fromkeys(found) if ref not in tied)
    return replace(meeting, mentions=mentions, names_mark=mark(names))


def meeting_texts(meeting: Meeting) -> Iterator[str]:
    """Yield the texts of a meeting in which names are linked."""
    for part in meeting.flow:
        if isinstance(part, Speech | Prose):
            yield part.markdown
    for _, text in linked_fields(meeting.record):
        yield text


def linked_fields(record: model.Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the fields of a record in which `[[…]]` and names are linked, each with its path."""
    if isinstance(record, model.Meeting):
        if record.summary:
            yield ("summary",), record.summary
        yield from ((("conclusions", n, "text"), c.text) for n, c in enumerate(record.conclusions))
        yield from ((("follow_ups", n, "note"), f.note) for n, f in enumerate(record.follow_ups) if f.note)
        yield from ((("notes", n), note) for n, note in enumerate(record.notes))
    elif isinstance(record, model.Register) and record.note:
        yield ("note",), record.note
    if isinstance(record, model.Issue) and record.description:
        yield ("description",), record.description


def named_in(archive: Archive, text: str, meeting: Meeting) -> Iterator[Ref]:
    """Yield the records that a text names: by `[[…]]`, or by a name that fits exactly one record on that day."""
    yield from _linked_in(archive, text)
    yield from _fitting(archive, text, _names_in(archive, text), meeting)


def _linked_in(archive: Archive, text: str) -> Iterator[Ref]:
    if "[[" in text:
        yield from (ref for ref, _ in targets_in(archive, text))


def targets_in(archive: Archive, text: str) -> Iterator[tuple[Ref, str]]:
    """Yield the records, and the fragments of their pages, that the `[[…]]` of a text lead to."""
    for match in LINK.finditer(_without_code(text)):
        if found := target_of(archive, match["target"]):
            yield found


def _names_in(archive: Archive, text: str) -> tuple[Mention, ...]:
    text = _without_code(text)
    if "[" in text or "<http" in text:
        text = _LINKS.sub(_blank, text)
    return archive.finder.names(text)


def _fitting(archive: Archive, text: str, names: Iterable[Mention], meeting: Meeting) -> Iterator[Ref]:
    for name in names:
        fitting = fitting_on_day(archive, name.refs, text[name.start : name.end], meeting)
        if fitting is not None:
            yield fitting


def fitting_on_day(archive: Archive, refs: Iterable[Ref], name: str, meeting: Meeting) -> Ref | None:
    """Return the only one of several namesakes that existed on the day of a meeting, or None.

    Of those that existed only such count as can have been called so on that day.
    """
    fitting = {ref for ref in refs if archive.existed(ref, meeting.date)}
    if len(fitting) > 1:
        fitting = {ref for ref in fitting if archive.called(ref, name, meeting.date)}
    return fitting.pop() if len(fitting) == 1 else None


_TICKS = re.compile(r"((?<!\\)`+)")
_LINKS = re.compile(rf"{LINK.pattern}|\[[^\[\]\n]*\]\([^()\n]*\)|<?https?://[^\s<>]*>?")
"""Links as they are written: `[[…]]`, `[text](address)` and `<address>`. No name is linked in them."""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _without_code(text: str) -> str:
    """The text with blanks for code, which names and links nothing: fenced, or between backticks of one line."""
    if "`" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    fenced = {number for start, end in fenced_blocks(lines) for number in range(start, end + 1)}
    return "\n".join("" if number in fenced else _without_code_spans(line) for number, line in enumerate(lines))


def _without_code_spans(line: str) -> str:
    """A span runs from some backticks to the next that are as many; backticks without partner are text."""
    parts = _TICKS.split(line)  # text and backticks by turns
    partner: list[int] = [0] * len(parts)
    following: dict[str, int] = {}
    for n in range(len(parts) - 2, 0, -2):
        partner[n] = following.get(parts[n], n)
        following[parts[n]] = n
    out, n = [parts[0]], 1
    while n < len(parts):
        out.append(parts[n] if partner[n] == n else " ")
        n = partner[n] + 1
        out.append(parts[n])
        n += 1
    return "".join(out)
