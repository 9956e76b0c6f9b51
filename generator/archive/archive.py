"""The linked archive: every record with who is meant in it, and what points back at it.

Plain frozen values, records named by their ids; nothing here is read, checked or rendered. Backlinks are computed
once, in :func:`link`, after every meeting has been resolved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from generator.archive.names import NameFinder, Ref
from generator.records import model
from generator.records.dates import Date
from generator.records.model import Kind


class Part(StrEnum):
    """The part that somebody plays in a meeting; the value is the field of the record."""

    CHAIR = "chairs"
    ATTENDEE = "attendees"
    ABSENT = "absent"
    SPEAKER = "speakers"


@dataclass(frozen=True, slots=True)
class Participation:
    """One entry of a meeting: who is meant (`person`, or a group of people), beside the words of the record."""

    meeting: str
    part: Part
    name: str
    """The name as this meeting prints it, or the group in words."""
    person: str | None
    written: model.Entry
    district: str | None = None
    organization: str | None = None
    issues: tuple[str, ...] = ()

    @property
    def kind(self) -> str | None:
        """The kind of a speaker's speech."""
        return self.written.kind if isinstance(self.written, model.Speaker) else None

    @property
    def agenda(self) -> str | None:
        """The heading of the item that a speaker's entry belongs to."""
        return self.written.agenda if isinstance(self.written, model.Speaker) else None


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item: a `##` heading of the body, with what the metadata says of it."""

    slug: str
    title: str
    issues: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    documents: tuple[model.Document, ...] = ()
    continues: str | None = None
    """`<meeting-id>#item-<slug>` of the item that it goes on from."""

    @property
    def address(self) -> str:
        """Its fragment on the meeting's page."""
        return f"item-{self.slug}"


@dataclass(frozen=True, slots=True)
class Division:
    """A deeper heading inside an item."""

    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of a meeting that nobody in it says."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Speech:
    """What one person (or several jointly, or a group) said in one go."""

    meeting: str
    addresses: tuple[str, ...]
    """Fragments on the meeting's page: `le-trung-son.1`; the first is the one that is cited."""
    speakers: tuple[Participation, ...]
    markdown: str
    item: str = ""
    """Slug of the agenda item, or empty before the first."""
    issues: tuple[str, ...] = ()
    continued: bool = False
    """The same speaker goes on after a heading."""

    @property
    def address(self) -> str:
        """The fragment that is cited."""
        return self.addresses[0]


Flow = Item | Division | Prose | Speech
"""What the body of a meeting is made of, in order."""


class ConclusionKey(NamedTuple):
    """A conclusion's address in the archive: `<meeting>#<id>`."""

    meeting: str
    id: str

    def __str__(self) -> str:
        return f"{self.meeting}#{self.id}"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a meeting found, ordered or resolved, with who is meant in it."""

    key: ConclusionKey
    written: model.Conclusion
    date: Date
    by: Ref | None = None
    addressees: tuple[Ref, ...] = ()
    """As written, without the districts that `all-districts` stands for."""
    to_all_districts: bool = False
    issues: tuple[str, ...] = ()
    repeats: ConclusionKey | None = None
    item: str = ""
    speech: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a later meeting reports on a conclusion."""

    meeting: str
    date: Date
    conclusion: ConclusionKey
    written: model.FollowUp
    addressee: Ref | None = None
    """The one addressee that it is about, or None for all."""
    speech: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with everything that it says resolved to records."""

    id: str
    path: str
    record: model.Meeting
    participations: tuple[Participation, ...] = ()
    flow: tuple[Flow, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    series: str | None = None
    held_by: tuple[str, ...] = ()
    """Ids of the organizations that held it."""
    refs: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    """All people, districts, issues and organizations that take part in it or that it is about."""
    mentions: tuple[Ref, ...] = ()
    """Records that its text names or links, beside those."""

    @property
    def date(self) -> Date:
        """The day or days."""
        return self.record.date

    @property
    def speeches(self) -> tuple[Speech, ...]:
        """The speeches in order."""
        return tuple(part for part in self.flow if isinstance(part, Speech))

    @property
    def items(self) -> tuple[Item, ...]:
        """The agenda items in order."""
        return tuple(part for part in self.flow if isinstance(part, Item))


class Tie(NamedTuple):
    """Another record that comes up together with this one, and in how many meetings."""

    id: str
    meetings: int


@dataclass(frozen=True, slots=True)
class Backlinks:
    """What points at a record, oldest first."""

    meetings: tuple[str, ...] = ()
    """Meetings that it takes part in or that are about it."""
    mentioned_in: tuple[str, ...] = ()
    """Further meetings whose text names it."""
    participations: tuple[Participation, ...] = ()
    """Of a person; of those who came for a district or an organization."""
    speeches: tuple[Speech, ...] = ()
    """By a person; for a district or organization; on an issue."""
    concluded: tuple[ConclusionKey, ...] = ()
    """Conclusions by it, or about an issue."""
    addressed: tuple[ConclusionKey, ...] = ()
    """Conclusions addressed to it, `all-districts` included."""
    ties: Mapping[Kind, tuple[Tie, ...]] = field(default_factory=dict)
    """What comes up together with it, the most frequent first."""
    predecessors: tuple[str, ...] = ()
    """Districts or organizations that became it."""
    children: tuple[str, ...] = ()
    """Districts or organizations that lie in it, or issues narrower than it."""
    posts: tuple[str, ...] = ()
    """People who held a post there."""


@dataclass(frozen=True)
class Archive:
    """Everything, by id; meetings in order of their dates, registers in order of their ids."""

    meetings: Mapping[str, Meeting]
    people: Mapping[str, model.Person]
    districts: Mapping[str, model.District]
    issues: Mapping[str, model.Issue]
    organizations: Mapping[str, model.Organization]
    series: Mapping[str, model.Series]
    paths: Mapping[Ref, str]
    """The file of each record, as shown in the repository."""
    backlinks: Mapping[Ref, Backlinks]
    neighbours: Mapping[str, tuple[str | None, str | None]]
    """The meeting before and after each, in its series."""
    conclusions: Mapping[ConclusionKey, Conclusion]
    reports: Mapping[ConclusionKey, tuple[FollowUp, ...]]
    """What was reported on each conclusion, oldest first."""
    restatements: Mapping[ConclusionKey, tuple[ConclusionKey, ...]]
    """Later conclusions that say it again."""
    targets: Mapping[Ref, Ref]
    """Every id that can be referred to, merged ones to the record that they became part of."""
    finder: NameFinder
    """Names in running text."""
    first_level: frozenset[str]
    """The kinds of districts that `all-districts` means."""

    def register(self, ref: Ref) -> model.Register:
        """Return the record of a person, district, issue, organization or series."""
        return self.registers(ref.kind)[ref.id]

    def registers(self, kind: Kind) -> Mapping[str, model.Register]:
        """Return all records of a kind that is not meetings."""
        registers: Mapping[Kind, Mapping[str, model.Register]] = {
            Kind.PERSON: self.people,
            Kind.DISTRICT: self.districts,
            Kind.ISSUE: self.issues,
            Kind.ORGANIZATION: self.organizations,
            Kind.SERIES: self.series,
        }
        return registers[kind]

    @cached_property
    def shared_names(self) -> frozenset[tuple[Kind, str]]:
        """Names that several records of one kind bear."""
        kinds = [kind for kind in Kind if kind is not Kind.MEETING]
        counts = Counter((kind, record.name) for kind in kinds for record in self.registers(kind).values())
        return frozenset(key for key, count in counts.items() if count > 1)

    def title(self, ref: Ref) -> str:
        """Return what readers call a record."""
        return self.meetings[ref.id].record.title if ref.kind is Kind.MEETING else self.register(ref).name

    def existed(self, ref: Ref, date: Date) -> bool:
        """Say whether a district or organization existed on a day; all else always did."""
        record = self.register(ref) if ref.kind in {Kind.DISTRICT, Kind.ORGANIZATION} else None
        if isinstance(record, model.District | model.Organization):
            return date.overlaps(record.from_, record.until)
        return True

    def districts_on(self, date: Date) -> tuple[str, ...]:
        """Return the districts that `all-districts` means on a day."""
        return tuple(
            id
            for id, district in self.districts.items()
            if district.kind in self.first_level and date.overlaps(district.from_, district.until)
        )


def speakers_of(speech: Speech, part: str) -> Iterator[str]:
    """Yield the ids of a field (`person`, `district`, `organization`) of those who speak."""
    for speaker in speech.speakers:
        if (id := getattr(speaker, part)) is not None:
            yield id


TIED_KINDS = (Kind.PERSON, Kind.DISTRICT, Kind.ISSUE, Kind.ORGANIZATION)
"""Kinds that can come up together in a meeting."""


class _Collector:
    """Gathers what points at each record, meeting by meeting."""

    def __init__(self, meetings: Iterable[Meeting]) -> None:
        self.meetings: dict[Ref, list[str]] = defaultdict(list)
        self.mentioned: dict[Ref, list[str]] = defaultdict(list)
        self.participations: dict[Ref, list[Participation]] = defaultdict(list)
        self.speeches: dict[Ref, list[Speech]] = defaultdict(list)
        self.concluded: dict[Ref, list[ConclusionKey]] = defaultdict(list)
        self.addressed: dict[Ref, list[ConclusionKey]] = defaultdict(list)
        self.ties: dict[Ref, Counter[Ref]] = defaultdict(Counter)
        for meeting in meetings:
            self.add(meeting)

    def add(self, meeting: Meeting) -> None:
        refs = [Ref(kind, id) for kind in TIED_KINDS for id in meeting.refs.get(kind, ())]
        for ref in refs:
            self.meetings[ref].append(meeting.id)
        if meeting.series:
            self.meetings[Ref(Kind.SERIES, meeting.series)].append(meeting.id)
        for ref in meeting.mentions:
            self.mentioned[ref].append(meeting.id)
        for one, other in combinations(refs, 2):
            if one.kind is not other.kind or one.kind is Kind.ISSUE:
                self.ties[one][other] += 1
                self.ties[other][one] += 1
        self.add_participations(meeting)
        for speech in meeting.speeches:
            self.add_speech(speech)
        for conclusion in meeting.conclusions:
            self.add_conclusion(conclusion)

    def add_participations(self, meeting: Meeting) -> None:
        for participation in meeting.participations:
            for kind, id in (
                (Kind.PERSON, participation.person),
                (Kind.DISTRICT, participation.district),
                (Kind.ORGANIZATION, participation.organization),
            ):
                if id is not None:
                    self.participations[Ref(kind, id)].append(participation)

    def add_speech(self, speech: Speech) -> None:
        refs = [Ref(Kind.PERSON, id) for id in speakers_of(speech, "person")]
        refs += [Ref(Kind.DISTRICT, id) for id in speakers_of(speech, "district")]
        refs += [Ref(Kind.ORGANIZATION, id) for id in speakers_of(speech, "organization")]
        refs += [Ref(Kind.ISSUE, id) for id in speech.issues]
        for ref in dict.fromkeys(refs):
            self.speeches[ref].append(speech)

    def add_conclusion(self, conclusion: Conclusion) -> None:
        by = [conclusion.by] if conclusion.by else []
        for ref in dict.fromkeys([*by, *(Ref(Kind.ISSUE, id) for id in conclusion.issues)]):
            self.concluded[ref].append(conclusion.key)
        for ref in conclusion.addressees:
            self.addressed[ref].append(conclusion.key)


def link(unlinked: Archive) -> Archive:
    """Return the archive with everything that points back: backlinks, neighbours in series, histories."""
    collector = _Collector(unlinked.meetings.values())
    conclusions = {c.key: c for meeting in unlinked.meetings.values() for c in meeting.conclusions}
    for conclusion in conclusions.values():
        if conclusion.to_all_districts:
            for id in unlinked.districts_on(conclusion.date):
                collector.addressed[Ref(Kind.DISTRICT, id)].append(conclusion.key)
    _tie_registers(unlinked, collector)
    lineage = _lineage(unlinked)
    refs = [Ref(kind, id) for kind in Kind if kind is not Kind.MEETING for id in unlinked.registers(kind)]
    return replace(
        unlinked,
        backlinks={ref: _backlinks(ref, collector, lineage) for ref in refs},
        neighbours=_neighbours(unlinked.meetings.values()),
        conclusions=conclusions,
        reports=_reports(unlinked.meetings.values()),
        restatements=_restatements(conclusions.values()),
    )


def _backlinks(ref: Ref, collector: _Collector, lineage: _Lineage) -> Backlinks:
    ties: dict[Kind, list[Tie]] = {}
    for other, count in collector.ties[ref].items():
        ties.setdefault(other.kind, []).append(Tie(other.id, count))
    for found in ties.values():
        found.sort(key=lambda tie: (-tie.meetings, tie.id))
    return Backlinks(
        meetings=tuple(collector.meetings[ref]),
        mentioned_in=tuple(collector.mentioned[ref]),
        participations=tuple(collector.participations[ref]),
        speeches=tuple(collector.speeches[ref]),
        concluded=tuple(collector.concluded[ref]),
        addressed=tuple(dict.fromkeys(collector.addressed[ref])),
        ties={kind: tuple(found) for kind, found in sorted(ties.items())},
        predecessors=tuple(lineage.predecessors[ref]),
        children=tuple(lineage.children[ref]),
        posts=tuple(dict.fromkeys(lineage.posts[ref])),
    )


@dataclass(frozen=True)
class _Lineage:
    predecessors: dict[Ref, list[str]] = field(default_factory=lambda: defaultdict(list))
    children: dict[Ref, list[str]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[Ref, list[str]] = field(default_factory=lambda: defaultdict(list))


def _lineage(archive: Archive) -> _Lineage:
    lineage = _Lineage()
    places: Sequence[tuple[Kind, Mapping[str, model.District] | Mapping[str, model.Organization]]] = (
        (Kind.DISTRICT, archive.districts),
        (Kind.ORGANIZATION, archive.organizations),
    )
    for kind, records in places:
        for id, record in records.items():
            for successor in record.successors:
                lineage.predecessors[Ref(kind, successor)].append(id)
            if record.parent:
                lineage.children[Ref(kind, record.parent)].append(id)
    for id, issue in archive.issues.items():
        if issue.broader:
            lineage.children[Ref(Kind.ISSUE, issue.broader)].append(id)
    for id, person in archive.people.items():
        for post in person.posts:
            if post.district:
                lineage.posts[Ref(Kind.DISTRICT, post.district)].append(id)
            if post.organization:
                lineage.posts[Ref(Kind.ORGANIZATION, post.organization)].append(id)
    return lineage


def _tie_registers(archive: Archive, collector: _Collector) -> None:
    """A post or a seat ties two records even where no meeting does: such a tie counts no meeting."""
    pairs = [
        (Ref(Kind.PERSON, id), Ref(kind, other))
        for id, person in archive.people.items()
        for post in person.posts
        for kind, other in ((Kind.DISTRICT, post.district), (Kind.ORGANIZATION, post.organization))
        if other
    ]
    pairs += [
        (Ref(Kind.ORGANIZATION, id), Ref(Kind.DISTRICT, organization.district))
        for id, organization in archive.organizations.items()
        if organization.district
    ]
    for one, other in pairs:
        collector.ties[one][other] += 0
        collector.ties[other][one] += 0


def _neighbours(meetings: Iterable[Meeting]) -> dict[str, tuple[str | None, str | None]]:
    rows: dict[str, list[str]] = defaultdict(list)
    for meeting in meetings:
        if meeting.series:
            rows[meeting.series].append(meeting.id)
    found: dict[str, tuple[str | None, str | None]] = {}
    for row in rows.values():
        for before, id, after in zip([None, *row], row, [*row[1:], None], strict=False):
            found[id] = (before, after)
    return found


def _reports(meetings: Iterable[Meeting]) -> dict[ConclusionKey, tuple[FollowUp, ...]]:
    found: dict[ConclusionKey, list[FollowUp]] = defaultdict(list)
    for meeting in meetings:
        for follow_up in meeting.follow_ups:
            found[follow_up.conclusion].append(follow_up)
    return {key: tuple(reports) for key, reports in found.items()}


def _restatements(conclusions: Iterable[Conclusion]) -> dict[ConclusionKey, tuple[ConclusionKey, ...]]:
    found: dict[ConclusionKey, list[ConclusionKey]] = defaultdict(list)
    for conclusion in conclusions:
        if conclusion.repeats:
            found[conclusion.repeats].append(conclusion.key)
    return {key: tuple(later) for key, later in found.items()}
