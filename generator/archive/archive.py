"""The linked archive: every record with who is meant in it, and what points back at it.

Plain frozen values, records named by their ids; nothing here is read, checked, linked or rendered. Whatever depends
on a part of the archive reads it through these mappings, so that `watch` can tell on which.

What meetings are made of has no slots: pickle keeps and takes back plain objects ten times faster.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from generator.archive.derived import Citation, Office, Slot, Tenure, Trend
from generator.archive.memory import Memory
from generator.archive.names import NameFinder, Ref
from generator.archive.status import Standing
from generator.records import model
from generator.records.dates import Date
from generator.records.model import Kind, can_be_called


class Part(StrEnum):
    """The part that somebody plays in a meeting; the value is the field of the record."""

    CHAIR = "chairs"
    ATTENDEE = "attendees"
    ABSENT = "absent"
    SPEAKER = "speakers"


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Division:
    """A deeper heading inside an item."""

    level: int
    title: str


@dataclass(frozen=True)
class Prose:
    """Text of a meeting that nobody in it says."""

    markdown: str


@dataclass(frozen=True)
class Speech:
    """What one person (or several jointly, or a group) said in one go."""

    meeting: str
    addresses: tuple[str, ...]
    """Fragments on the meeting's page: `orla-venn.1`; the first is the one that is cited."""
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class FollowUp:
    """What a later meeting reports on a conclusion."""

    meeting: str
    date: Date
    conclusion: ConclusionKey
    written: model.FollowUp
    addressee: Ref | None = None
    """The one addressee that it is about, or None for all."""
    speech: str = ""


@dataclass(frozen=True)
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
    names_mark: str = ""
    """A mark of all names that stand in its texts: where, and whose."""

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


class SpeechKey(NamedTuple):
    """A speech: its meeting, and its place in what the meeting's body is made of."""

    meeting: str
    place: int


class ParticipationKey(NamedTuple):
    """Somebody's entry in a meeting: the meeting, and the entry's place among all."""

    meeting: str
    place: int


@dataclass(frozen=True, slots=True)
class Appearances:
    """Where a record comes up, oldest first: in one year, or in all."""

    meetings: tuple[str, ...] = ()
    """Meetings that it takes part in or that are about it."""
    mentioned_in: tuple[str, ...] = ()
    """Further meetings whose text names it."""
    participations: tuple[ParticipationKey, ...] = ()
    """Of a person; of those who came for a district or an organization."""
    speeches: tuple[SpeechKey, ...] = ()
    """By a person; for a district or organization; on an issue."""
    concluded: tuple[ConclusionKey, ...] = ()
    """Conclusions by it, or about an issue."""
    addressed: tuple[ConclusionKey, ...] = ()
    """Conclusions addressed to it, `all-districts` included."""


@dataclass(frozen=True, slots=True)
class Backlinks(Appearances):
    """What points at a record."""

    years: tuple[str, ...] = ()
    """The years in which it comes up: `undated` where a meeting has none, then from the earliest on."""
    predecessors: tuple[str, ...] = ()
    """Districts or organizations that became it."""
    children: tuple[str, ...] = ()
    """Districts or organizations that lie in it, or issues narrower than it."""
    posts: tuple[str, ...] = ()
    """People who held a post there."""
    seats: tuple[str, ...] = ()
    """Organizations that sit in a district, series that an organization holds."""
    merged: tuple[str, ...] = ()
    """People whose records became part of this one."""


UNDATED = "undated"
"""Stands for the year where a meeting has none."""


def year_of(date: Date) -> str:
    """Return the year of a date in four digits, or the word for none."""
    return f"{date.year:04}" if date.year else UNDATED


@dataclass(frozen=True, slots=True)
class Year:
    """What a year brought, oldest first."""

    meetings: tuple[str, ...] = ()
    conclusions: tuple[ConclusionKey, ...] = ()
    speeches: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    """How many of its conclusions are how far."""
    awaited: tuple[ConclusionKey, ...] = ()
    """Those on which a report is awaited and none recorded."""
    quarters: Mapping[str, int] = field(default_factory=dict)
    """In which quarters how many meetings were held: `2024-Q1`, or `2024` where the month is not known."""
    by_state: Mapping[str, tuple[ConclusionKey, ...]] = field(default_factory=dict)
    """Its conclusions by status, and by the kind of silence about them."""


class Former(NamedTuple):
    """A place on a meeting's page that was published and is there no more."""

    fragment: str
    address: str
    """What took its place (`meetings/2024-…#k2`); empty where nothing did."""
    reason: str


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
    finder: NameFinder
    """Names in running text."""
    first_level: frozenset[str]
    """The kinds of districts that `all-districts` means."""
    targets: Mapping[Ref, Ref]
    """Every id that can be referred to, merged ones to the record that they became part of."""
    backlinks: Mapping[Ref, Backlinks] = field(default_factory=dict)
    yearly: Mapping[tuple[Ref, str], Appearances] = field(default_factory=dict)
    """Where a record comes up in a year."""
    neighbours: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)
    """The meeting before and after each, in its series."""
    conclusions: Mapping[ConclusionKey, Conclusion] = field(default_factory=dict)
    reports: Mapping[ConclusionKey, tuple[FollowUp, ...]] = field(default_factory=dict)
    """What was reported on each conclusion, oldest first."""
    restatements: Mapping[ConclusionKey, tuple[ConclusionKey, ...]] = field(default_factory=dict)
    """Later conclusions that say it again."""
    standings: Mapping[ConclusionKey, Standing] = field(default_factory=dict)
    """Where each conclusion stands on the latest day of the records."""
    all_districts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the text of a date: the districts that `all-districts` means then; of the dates of such conclusions alone."""
    rhythms: Mapping[str, tuple[Slot, ...]] = field(default_factory=dict)
    """Of each series with a rhythm: when a meeting could be expected, and which are recorded."""
    holders: Mapping[Office, tuple[Tenure, ...]] = field(default_factory=dict)
    """Who held each office, in the order in which they come up."""
    citations: Mapping[str, tuple[Citation, ...]] = field(default_factory=dict)
    """What other meetings refer to in a meeting, oldest first."""
    threads: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """By meeting and item: the items of all meetings in which it went on."""
    trends: Mapping[str, Trend] = field(default_factory=dict)
    """Of each issue that came up, how often and when."""
    due: Mapping[str, tuple[ConclusionKey, ...]] = field(default_factory=dict)
    """The conclusions that have a due date by the quarter of its last day (`2024-Q2`), in the order of these days."""
    years: Mapping[str, Year] = field(default_factory=dict)
    """By year: what is undated, then from the earliest on."""
    weights: Mapping[Kind, tuple[Tie, ...]] = field(default_factory=dict)
    """Of each kind, the records that come up, the most frequent first."""
    namesakes: Mapping[tuple[Kind, str], tuple[str, ...]] = field(default_factory=dict)
    """Names that several records of one kind bear, and which."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Hashes of the bytes of the records' files by path."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """The same of the pictures."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """A mark of what is no mapping: under `names`, of all names that `finder` finds; under `day`, the latest day."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Addresses of old pages (`people/orla-ven`), each with the address that it leads to in the end."""
    removed: Mapping[str, str] = field(default_factory=dict)
    """Addresses of removed records, each with the reason."""
    former: Mapping[str, tuple[Former, ...]] = field(default_factory=dict)
    """Of a meeting's page the places of old."""
    memory: Memory | None = field(default=None, compare=False, repr=False)
    """What was computed from it before, where somebody keeps that."""

    @property
    def day(self) -> datetime.date | None:
        """The latest day on which a recorded meeting was held, as far as dates are known; None without any."""
        text = self.marks.get("day", "")
        return datetime.date.fromisoformat(text) if text else None

    def register(self, ref: Ref) -> model.Register:
        """Return the record of a person, district, issue, organization or series."""
        return self.registers(ref.kind)[ref.id]

    def registers(self, kind: Kind) -> Mapping[str, model.Register]:
        """Return all records of a kind that is not meetings."""
        registers: Mapping[str, model.Register] = getattr(self, kind.value)  # the fields are called as the folders
        return registers

    def speech(self, key: SpeechKey) -> Speech:
        """Return a speech."""
        speech = self.meetings[key.meeting].flow[key.place]
        assert isinstance(speech, Speech)  # noqa: S101 - keys are made from speeches alone
        return speech

    def participation(self, key: ParticipationKey) -> Participation:
        """Return somebody's entry in a meeting."""
        return self.meetings[key.meeting].participations[key.place]

    def title(self, ref: Ref) -> str:
        """Return what readers call a record."""
        return self.meetings[ref.id].record.title if ref.kind is Kind.MEETING else self.register(ref).name

    def existed(self, ref: Ref, date: Date) -> bool:
        """Say whether a district or organization existed on a day; all else did, and what could not be read."""
        record = self.registers(ref.kind).get(ref.id) if ref.kind in {Kind.DISTRICT, Kind.ORGANIZATION} else None
        if isinstance(record, model.District | model.Organization):
            return date.overlaps(record.from_, record.until)
        return True

    def called(self, ref: Ref, name: str, date: Date) -> bool:
        """Say whether a record of a register can have borne one of its names on a day; so can what is broken."""
        record = self.registers(ref.kind).get(ref.id)
        return record is None or can_be_called(record, name, date)

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
