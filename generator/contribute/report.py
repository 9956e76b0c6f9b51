"""What a change of the records means: two states of an archive in, a value out that people and programs can read.

What stands in the files is told from the records, never from their lines: a meeting is added, a conclusion is closed, a
page changes. How it is worded is the business of `report_text`; where the states come from, that of `revision`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from generator.archive.archive import Archive, ConclusionKey, Division, Flow, Item, Meeting, Prose, Speech
from generator.archive.follow_up import status_of
from generator.archive.names import Ref
from generator.archive.resemblance import resembling
from generator.archive.status import CLOSED
from generator.config import SiteConfig
from generator.contribute.page_changes import Compared, compared_pages
from generator.problems import Problem
from generator.records import model
from generator.records.model import Kind, former_names_of


class FileState(NamedTuple):
    """A record's file in one state: where it lies, and a mark of its bytes."""

    path: str
    mark: str


@dataclass(frozen=True)
class State:
    """The records at one moment, linked and checked."""

    archive: Archive
    problems: tuple[Problem, ...]
    files: Mapping[Ref, FileState]
    pictures: Mapping[str, str]
    """Marks of the pictures by path."""


class What(StrEnum):
    """What became of something."""

    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"
    REMOVED = "removed"


class Likeness(NamedTuple):
    """A record that a new one resembles, and how it is called."""

    ref: Ref
    name: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What became of one record."""

    what: What
    ref: Ref
    title: str
    """What readers call it; its id where the file could not be read."""
    path: str
    date: str = ""
    """Of a meeting."""
    was: str = ""
    """Its id before it was renamed."""
    fields: tuple[str, ...] = ()
    """Of a changed record, the fields that say something else; `text` is a meeting's body."""
    people: int = 0
    """How many people a meeting names; of a changed one, how many more than before."""
    speeches: int = 0
    conclusions: int = 0
    resembles: tuple[Likeness, ...] = ()
    """Of a new record."""
    named_by: tuple[Ref, ...] = ()
    """Of a removed or renamed one: the records that name it."""


@dataclass(frozen=True, slots=True)
class ConclusionChange:
    """A conclusion that is new, says something else or is gone."""

    what: What
    key: ConclusionKey
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """An earlier conclusion that this change reports on, or whose status it changes."""

    key: ConclusionKey
    text: str
    before: str
    after: str
    meetings: tuple[str, ...] = ()
    """The meetings that newly report on it or say it again."""

    @property
    def closes(self) -> bool:
        """Whether nothing is awaited any more that was awaited before."""
        return self.before not in CLOSED and self.after in CLOSED

    @property
    def reopens(self) -> bool:
        """Whether something is awaited again."""
        return self.before in CLOSED and self.after not in CLOSED


@dataclass(frozen=True, slots=True)
class PictureChange:
    """A picture that is new, another one or gone."""

    what: What
    path: str


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page of the site that is new, shows something else or is gone."""

    what: What
    address: str
    title: str


@dataclass(frozen=True, slots=True)
class People:
    """The people whom new and changed meetings name, beyond those whom they named before."""

    named: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    """Those among them who had no record before."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a change means."""

    records: tuple[RecordChange, ...] = ()
    people: People = People()
    conclusions: tuple[ConclusionChange, ...] = ()
    progress: tuple[Progress, ...] = ()
    pictures: tuple[PictureChange, ...] = ()
    new_problems: tuple[Problem, ...] = ()
    gone_problems: tuple[Problem, ...] = ()
    pages: tuple[PageChange, ...] = ()


def report_change(before: State, after: State, config: SiteConfig, processes: int = 1) -> Report:
    """Return what the step from one state to another means."""
    return Report(
        records=tuple(_records(before, after)),
        people=_people(before, after),
        conclusions=tuple(_conclusions(before.archive, after.archive)),
        progress=tuple(_progress(before.archive, after.archive)),
        pictures=tuple(_pictures(before.pictures, after.pictures)),
        new_problems=tuple(_beyond(after.problems, before.problems)),
        gone_problems=tuple(_beyond(before.problems, after.problems)),
        pages=tuple(_pages(compared_pages(before.archive, after.archive, config, processes))),
    )


# ── records ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _records(before: State, after: State) -> Iterator[RecordChange]:
    renamed = _renamed(before, after)
    new = _in_order(after.files.keys() - before.files.keys())
    resembled = _resembled(after.archive, {ref.kind: None for ref in new if ref.kind is not Kind.MEETING})
    for ref in new:
        if ref in renamed:
            yield _renaming(before, after, renamed[ref], ref)
        else:
            yield _addition(after, ref, resembled.get(ref, ()))
    for ref in _in_order(before.files.keys() & after.files.keys()):
        if before.files[ref].mark != after.files[ref].mark:
            yield _changing(before, after, ref)
    for ref in _in_order(before.files.keys() - after.files.keys() - set(renamed.values())):
        named_by = tuple(_named_by(before, after, ref))
        title, path = _title(before.archive, ref), before.files[ref].path
        yield RecordChange(What.REMOVED, ref, title, path, _date(before.archive, ref), named_by=named_by)


def _in_order(refs: Iterable[Ref]) -> list[Ref]:
    order = list(Kind)
    return sorted(refs, key=lambda ref: (order.index(ref.kind), ref.id))


def _addition(after: State, ref: Ref, resembles: Iterable[Likeness]) -> RecordChange:
    meeting = after.archive.meetings.get(ref.id) if ref.kind is Kind.MEETING else None
    return RecordChange(
        What.ADDED,
        ref,
        _title(after.archive, ref),
        after.files[ref].path,
        _date(after.archive, ref),
        people=len(_named(meeting)),
        speeches=len(meeting.speeches) if meeting else 0,
        conclusions=len(meeting.conclusions) if meeting else 0,
        resembles=tuple(resembles),
    )


def _changing(before: State, after: State, ref: Ref) -> RecordChange:
    old, new = (state.archive.meetings.get(ref.id) for state in (before, after))
    return RecordChange(
        What.CHANGED,
        ref,
        _title(after.archive, ref),
        after.files[ref].path,
        _date(after.archive, ref),
        fields=tuple(_changed_fields(before.archive, after.archive, ref)),
        people=len(_named(new) - _named(old)) if ref.kind is Kind.MEETING else 0,
    )


def _renaming(before: State, after: State, old: Ref, new: Ref) -> RecordChange:
    return RecordChange(
        What.RENAMED,
        new,
        _title(after.archive, new),
        after.files[new].path,
        _date(after.archive, new),
        was=old.id,
        named_by=tuple(_named_by(before, after, old)),
    )


def _written(archive: Archive, ref: Ref) -> model.Record | None:
    if ref.kind is Kind.MEETING:
        meeting = archive.meetings.get(ref.id)
        return meeting.record if meeting else None
    return archive.registers(ref.kind).get(ref.id)


def _title(archive: Archive, ref: Ref) -> str:
    return archive.title(ref) if _written(archive, ref) else ref.id


def _date(archive: Archive, ref: Ref) -> str:
    meeting = archive.meetings.get(ref.id) if ref.kind is Kind.MEETING else None
    return meeting.date.text if meeting else ""


def _named(meeting: Meeting | None) -> frozenset[str]:
    return frozenset(meeting.refs.get(Kind.PERSON, ())) if meeting else frozenset()


def _words(meeting: Meeting | None) -> list[tuple[object, ...]]:
    """What a meeting's body says, without who is meant."""
    return [_said(part) for part in meeting.flow] if meeting else []


def _said(part: Flow) -> tuple[object, ...]:
    match part:
        case Item():
            return "item", part.title
        case Division():
            return "division", part.level, part.title
        case Prose():
            return "prose", part.markdown
        case Speech():
            return "speech", part.addresses, part.markdown


def _changed_fields(before: Archive, after: Archive, ref: Ref) -> Iterator[str]:
    old, new = _written(before, ref), _written(after, ref)
    if old and new:
        for name, info in type(new).model_fields.items():
            if getattr(old, name) != getattr(new, name):
                yield info.alias or name
    if ref.kind is Kind.MEETING and _words(before.meetings.get(ref.id)) != _words(after.meetings.get(ref.id)):
        yield "text"


# ── records that are called otherwise ─────────────────────────────────────────────────────────────────────────────


def _renamed(before: State, after: State) -> dict[Ref, Ref]:
    """The new records that are old ones under another id: what they say is the same, or their title and day are."""
    gone: dict[tuple[object, ...], Ref] = {}
    for ref in _in_order(before.files.keys() - after.files.keys()):
        for likeness in _likenesses(before, ref):
            gone.setdefault(likeness, ref)
    found: dict[Ref, Ref] = {}
    for ref in _in_order(after.files.keys() - before.files.keys()):
        old = next((gone[likeness] for likeness in _likenesses(after, ref) if likeness in gone), None)
        if old and old not in found.values():
            found[ref] = old
    return found


def _likenesses(state: State, ref: Ref) -> Iterator[tuple[object, ...]]:
    yield ref.kind, "bytes", state.files[ref].mark
    if _written(state.archive, ref):
        yield ref.kind, "title", _title(state.archive, ref), _date(state.archive, ref)


def _named_by(before: State, after: State, ref: Ref) -> Iterator[Ref]:
    """The records that named one, and whose files are as they were or name it still."""
    for referrer in _in_order(set(_referrers(before.archive, ref)) & after.files.keys()):
        unchanged = before.files[referrer].mark == after.files[referrer].mark
        if unchanged or _mentions(_written(after.archive, referrer), ref):
            yield referrer


def _referrers(archive: Archive, ref: Ref) -> Iterator[Ref]:
    if ref.kind is Kind.MEETING:
        for meeting in archive.meetings.values():
            if meeting.id != ref.id and ref.id in _reported_meetings(meeting):
                yield Ref(Kind.MEETING, meeting.id)
        return
    if back := archive.backlinks.get(ref):
        yield from (Ref(Kind.MEETING, id) for id in back.meetings)
        yield from (Ref(ref.kind, id) for id in (*back.children, *back.predecessors))
        yield from (Ref(Kind.PERSON, id) for id in back.posts)
        yield from (Ref(Kind.ORGANIZATION, id) for id in back.seats if id in archive.organizations)
        yield from (Ref(Kind.SERIES, id) for id in back.seats if id in archive.series)


def _reported_meetings(meeting: Meeting) -> set[str]:
    found = {follow_up.conclusion.meeting for follow_up in meeting.follow_ups}
    found |= {conclusion.repeats.meeting for conclusion in meeting.conclusions if conclusion.repeats}
    return found | {mention.id for mention in meeting.mentions if mention.kind is Kind.MEETING}


def _mentions(record: model.Record | None, ref: Ref) -> bool:
    """Whether a field of a record is an id, with its kind or with a place behind it (`people/ann`, `meeting#k1`)."""
    written = _texts(record.model_dump()) if record else ()
    return any(text.partition("#")[0] in {ref.id, f"{ref.kind}/{ref.id}"} for text in written)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


# ── names that nearly meet ────────────────────────────────────────────────────────────────────────────────────────


def _resembled(archive: Archive, kinds: Iterable[Kind]) -> dict[Ref, list[Likeness]]:
    """For each record of these kinds, those whose names nearly agree with its own."""
    found: dict[Ref, list[Likeness]] = defaultdict(list)
    for kind in kinds:
        names = {id: tuple(_names(record)) for id, record in archive.registers(kind).items() if _counts(record)}
        for one, other in resembling(names):
            for id, like in ((one, other), (other, one)):
                found[Ref(kind, id)].append(Likeness(Ref(kind, like), names[like][0]))
    return found


def _counts(record: model.Register) -> bool:
    return not getattr(record, "merged_into", None)


def _names(record: model.Register) -> Iterator[str]:
    yield record.name
    yield from getattr(record, "aliases", ())
    yield from former_names_of(record)


# ── people and conclusions ────────────────────────────────────────────────────────────────────────────────────────


def _people(before: State, after: State) -> People:
    named: set[str] = set()
    for ref, file in after.files.items():
        if ref.kind is Kind.MEETING and before.files.get(ref, FileState("", "")).mark != file.mark:
            named |= _named(after.archive.meetings.get(ref.id)) - _named(before.archive.meetings.get(ref.id))
    new = {id for id in named if Ref(Kind.PERSON, id) not in before.files}
    return People(tuple(sorted(named)), tuple(sorted(new)))


def _conclusions(before: Archive, after: Archive) -> Iterator[ConclusionChange]:
    for key, conclusion in after.conclusions.items():
        known = before.conclusions.get(key)
        if known is None:
            yield ConclusionChange(What.ADDED, key, conclusion.written.text)
        elif known.written.text != conclusion.written.text:
            yield ConclusionChange(What.CHANGED, key, conclusion.written.text)
    for key, conclusion in before.conclusions.items():
        if key not in after.conclusions:
            yield ConclusionChange(What.REMOVED, key, conclusion.written.text)


def _progress(before: Archive, after: Archive) -> Iterator[Progress]:
    for key, conclusion in after.conclusions.items():
        if key not in before.conclusions:
            continue
        was, now = status_of(before, key), status_of(after, key)
        meetings = tuple(_reporting(before, after, key))
        if was is not now or meetings:
            yield Progress(key, conclusion.written.text, was.value, now.value, meetings)


def _reporting(before: Archive, after: Archive, key: ConclusionKey) -> Iterator[str]:
    known = [(report.meeting, report.written) for report in before.reports.get(key, ())]
    reporting = [r.meeting for r in after.reports.get(key, ()) if (r.meeting, r.written) not in known]
    reporting += [k.meeting for k in after.restatements.get(key, ()) if k not in before.restatements.get(key, ())]
    yield from dict.fromkeys(reporting)


# ── pictures, problems, pages ────────────────────────────────────────────────────────────────────────────────────────


def _pictures(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[PictureChange]:
    for path in sorted(before.keys() | after.keys()):
        if path not in before:
            yield PictureChange(What.ADDED, path)
        elif path not in after:
            yield PictureChange(What.REMOVED, path)
        elif before[path] != after[path]:
            yield PictureChange(What.CHANGED, path)


def _beyond(these: Iterable[Problem], those: Iterable[Problem]) -> Iterator[Problem]:
    """The problems that others do not hold as well, wherever in its file each stands."""
    known = Counter(_cause(problem) for problem in those)
    for problem in these:
        cause = _cause(problem)
        if known[cause]:
            known[cause] -= 1
        else:
            yield problem


def _cause(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.span.path, problem.message


def _pages(compared: Iterable[tuple[str, Compared]]) -> Iterator[PageChange]:
    for address, page in compared:
        what = What.ADDED if not page.before else What.REMOVED if not page.after else What.CHANGED
        yield PageChange(what, address, page.title)
