"""What pages say, as plain values: every list, card and line that a template shows.

A view holds texts, links and dates, nothing that has to be looked up; so a hash over a page's view tells whether the
page changed. Fields named `html` are finished markup, all others plain text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.records.dates import Date
from generator.records.model import Document, Source
from generator.site.history_views import NO_HISTORY, HistoryView, MatrixView
from generator.site.page import Heading, Link


@dataclass(frozen=True, slots=True)
class Counted:
    """A link with how often; 0 where it is not counted."""

    link: Link
    count: int = 0


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in a list."""

    link: Link
    date: Date
    kind: str
    status: str
    places: tuple[str, ...] = ()
    districts: tuple[Link, ...] = ()
    parts: tuple[str, ...] = ()
    """The parts that the page's person played in it."""
    roles: tuple[str, ...] = ()
    """The offices in which they did so."""
    number: int | None = None
    speeches: int = 0
    conclusions: int = 0


@dataclass(frozen=True, slots=True)
class MeetingGroup:
    """The meetings of a year; `name` is empty for meetings without one."""

    name: str
    address: str
    rows: tuple[MeetingRow, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in a meeting, as the meeting says it."""

    name: str
    link: Link | None = None
    registered: str = ""
    """The name of the register, where the meeting prints another."""
    role: str = ""
    quote: str = ""
    district: Link | None = None
    organization: Link | None = None
    kind: str = ""
    agenda: str = ""
    count: int | None = None
    reason: str = ""
    source: str = ""
    issues: tuple[Link, ...] = ()
    """What a speaker's entry says that they spoke about."""
    speeches: tuple[str, ...] = ()
    """Fragments of the speeches on the same page."""
    silent: bool = False
    """Spoke, but no words are recorded."""


@dataclass(frozen=True, slots=True)
class FlowPart:
    """A part of a meeting's body: an item, a division, prose or a speech."""

    type: str
    """item, division, prose or speech."""
    id: str = ""
    title: str = ""
    level: int = 2
    html: str = ""
    item: str = ""
    """Of a speech the heading of its item."""
    further_ids: tuple[str, ...] = ()
    speakers: tuple[Participant, ...] = ()
    continued: bool = False
    issues: tuple[Link, ...] = ()
    districts: tuple[Link, ...] = ()
    documents: tuple[Document, ...] = ()
    continues: Link | None = None
    thread: tuple[tuple[Date, Link], ...] = ()
    """Where an item that goes on stands in other meetings, in the order of their days."""
    cited: tuple[CitedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a later meeting says of a conclusion."""

    meeting: Link
    date: Date
    status: str
    html: str = ""
    addressee: Link | None = None
    speech: Link | None = None
    source: str = ""
    """The id of the source that says so, among those of the reporting meeting."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What is reported on one addressee."""

    addressee: Link
    status: str
    date: Date | None = None
    meeting: Link | None = None
    by: Link | None = None
    """What it became, where that one reported."""


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A place of another meeting that refers to this one."""

    link: Link
    date: Date
    way: str
    """`link`, `repeats`, `follow_up`, `continues` or `document`."""


@dataclass(frozen=True, slots=True)
class ConclusionCard:
    """A conclusion with what became of it."""

    id: str
    address: str
    meeting: Link
    date: Date
    html: str
    text: str
    kind: str = ""
    by: Link | None = None
    addressees: tuple[Link, ...] = ()
    to_all_districts: int = 0
    """How many districts `all-districts` meant on that day; 0 where not addressed to all."""
    issues: tuple[Link, ...] = ()
    due: Date | None = None
    due_note: str = ""
    outcome: str = ""
    votes: tuple[int, int, int] | None = None
    """Yes, no, abstained."""
    status: str = "open"
    silence: tuple[str, ...] = ()
    """In which ways nothing is heard of it: `overdue`, `never`, `faded`, `partly`."""
    since: tuple[Date, Link] | None = None
    """The latest report, or the meeting that concluded it, where something is awaited."""
    answers: tuple[AnswerRow, ...] = ()
    """Addressee by addressee, where some were reported on by themselves; of very many on the meeting's page alone."""
    told: tuple[int, int] = (0, 0)
    """On how many addressees something is reported, as long as more is awaited; and how many there are."""
    cited: tuple[CitedLine, ...] = ()
    reports: tuple[Report, ...] = ()
    """What was reported on it, oldest first; of very many reports the latest, but for the meeting's page."""
    reported: int = 0
    """How many reports there are in all."""
    repeats: Link | None = None
    repeated_by: tuple[Link, ...] = ()
    item: Link | None = None
    speech: Link | None = None
    documents: tuple[Document, ...] = ()
    source: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """A speech in a list."""

    link: Link
    """To the very speech; its title is the meeting's."""
    date: Date
    speakers: tuple[Link, ...]
    role: str = ""
    districts: tuple[Link, ...] = ()
    kind: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting's page."""

    date: Date
    kind: str
    status: str
    date_note: str = ""
    part_of_day: str = ""
    start: str = ""
    end: str = ""
    next_day: bool = False
    period: str = ""
    series: Link | None = None
    number: int | None = None
    part: int | None = None
    places: tuple[str, ...] = ()
    organizations: tuple[Link, ...] = ()
    districts: tuple[Link, ...] = ()
    issues: tuple[Link, ...] = ()
    summary: str = ""
    participants: tuple[tuple[str, tuple[Participant, ...]], ...] = ()
    """By part: chairs, attendees, absent, speakers."""
    flow: tuple[FlowPart, ...] = ()
    footnotes: str = ""
    conclusions: tuple[ConclusionCard, ...] = ()
    follow_ups: tuple[tuple[ConclusionLine, Report], ...] = ()
    """What this meeting reports on earlier conclusions."""
    documents: tuple[Document, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()
    further: tuple[Link, ...] = ()
    """Organizations that people came from or that were addressed, beside those who held it."""
    mentions: tuple[Link, ...] = ()
    before: Link | None = None
    after: Link | None = None
    cited: tuple[CitedLine, ...] = ()
    """What refers to the meeting as a whole."""
    former: tuple[FormerPart, ...] = ()
    """Places of the page that were published and are there no more."""
    quoted_from: Mapping[str, str] = field(default_factory=dict)
    """What citations of its parts have in common, for the script that hands them out."""


@dataclass(frozen=True, slots=True)
class ConclusionLine:
    """A conclusion where only its words matter."""

    link: Link
    html: str


@dataclass(frozen=True, slots=True)
class AppearancesView:
    """Where a record comes up, the latest first."""

    meetings: tuple[MeetingGroup, ...] = ()
    speeches: tuple[SpeechRow, ...] = ()
    concluded: tuple[ConclusionCard, ...] = ()
    addressed: tuple[ConclusionCard, ...] = ()
    mentioned_in: tuple[MeetingRow, ...] = ()


@dataclass(frozen=True, slots=True)
class YearPart:
    """A page of a year that is too full for one, with the days of its first and last meeting."""

    address: str
    first: Date
    last: Date


@dataclass(frozen=True, slots=True)
class RecordYearView:
    """What one year brought to a record that comes up often."""

    kind: str
    """person, district, issue, organization or series."""
    label: str
    """What sort of district."""
    record: Link
    year: str
    lists: AppearancesView
    years: tuple[Counted, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many meetings, speeches, conclusions … the whole year brought, by the names of the lists' fields."""
    parts: tuple[YearPart, ...] = ()
    """The pages of a year that is too full for one, the latest first."""
    before: Link | None = None
    after: Link | None = None
    matrices: tuple[MatrixView, ...] = ()
    """Of a series: district by district what its meetings of the year record."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """When somebody last spoke: in which meeting, and for whom."""

    date: Date
    meeting: Link
    person: Link | None = None
    """Who it was, on the page of somebody else."""
    whose: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What a record's page tells first, in a few sentences."""

    meetings: int = 0
    speeches: int = 0
    first: Date | None = None
    last: Date | None = None
    last_meeting: Link | None = None
    offices: tuple[str, ...] = ()
    """Of a person: the offices in which they took part lately, the last first."""
    spoke: Spoken | None = None
    people: tuple[Link, ...] = ()
    """Who comes up together with it most often; so for places and issues."""
    districts: tuple[Link, ...] = ()
    issues: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordView:
    """The page of a person, district, issue, organization or series: facts first, then what it is tied to."""

    kind: str
    """person, district, issue, organization or series."""
    label: str = ""
    """What sort of district."""
    aliases: tuple[str, ...] = ()
    former_names: tuple[tuple[str, Date | None, Date | None], ...] = ()
    """Each with its first and its last day, where they are known."""
    note: str = ""
    description: str = ""
    first: Date | None = None
    last: Date | None = None
    cadence: str = ""
    coordinates: str = ""
    """Latitude and longitude in degrees, as maps take them."""
    parent: Link | None = None
    organization: Link | None = None
    district: Link | None = None
    broader: Link | None = None
    narrower: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()
    terms: tuple[str, ...] = ()
    predecessors: tuple[Link, ...] = ()
    successors: tuple[Link, ...] = ()
    children: tuple[Link, ...] = ()
    series: tuple[Link, ...] = ()
    merged: tuple[Link, ...] = ()
    """Records of the same person that became part of this one."""
    holders: tuple[Link, ...] = ()
    """People who held a post there."""
    lists: AppearancesView = AppearancesView()
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many meetings, speeches, conclusions … there are in all, by the names of the lists' fields."""
    years: tuple[Counted, ...] = ()
    """Where the lists show only the latest: the pages of each year, the latest first."""
    people: tuple[Counted, ...] = ()
    districts: tuple[Counted, ...] = ()
    issues: tuple[Counted, ...] = ()
    organizations: tuple[Counted, ...] = ()
    same_as: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    history: HistoryView = NO_HISTORY
    statuses: tuple[tuple[str, int], ...] = ()
    """How many of the conclusions addressed to it, or of its own, are how far."""
    story: Story = Story()


@dataclass(frozen=True, slots=True)
class MergedView:
    """The page of a record that became part of another: it leads there."""

    into: Link
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A record in the list of its kind."""

    link: Link
    detail: str = ""
    count: int = 0
    last: Date | None = None
    further: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ListGroup:
    """A letter, a kind of district or a year, with its records."""

    title: str
    id: str
    entries: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, in degrees (WGS 84)."""

    link: Link
    lat: float
    lon: float
    count: int = 0
    """In how many meetings it comes up."""


@dataclass(frozen=True, slots=True)
class ListView:
    """The list of a kind of records."""

    kind: str
    groups: tuple[ListGroup, ...]
    total: int
    points: tuple[Point, ...] = ()
    """Of places: those of which it is known where they are, the most frequent first."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month with the days of its meetings."""

    number: int
    """1 to 12."""
    weeks: tuple[tuple[int, ...], ...]
    """The days of each week from Monday on, 0 for one of another month."""
    days: Mapping[int, tuple[Link, int]]
    """Of each day with meetings where they stand, and how many there are."""
    loose: tuple[Link, ...] = ()
    """Meetings of which the month is known, but not the day."""


@dataclass(frozen=True, slots=True)
class MeetingsView:
    """The list of all meetings, or of one year's."""

    years: tuple[Counted, ...]
    groups: tuple[MeetingGroup, ...]
    total: int
    before: Link | None = None
    after: Link | None = None
    quarters: tuple[tuple[str, int], ...] = ()
    """How many meetings were held in which quarter, or year where these are too many."""
    months: tuple[MonthView, ...] = ()
    """Of a year the months in which anybody met."""


@dataclass(frozen=True, slots=True)
class ConclusionsView:
    """All conclusions, the latest first, by year; of a long archive only the latest, or one year's."""

    groups: tuple[tuple[str, tuple[ConclusionCard, ...]], ...]
    total: int
    by_status: tuple[tuple[str, int], ...]
    years: tuple[Counted, ...] = ()
    """The pages of each year, where there are any."""
    before: Link | None = None
    after: Link | None = None
    states: tuple[tuple[str, str, str, int], ...] = ()
    """The pages of each status and each silence: group of the label, code, address, and how many."""
    table: str = ""
    """Where the table is."""
    due: bool = False
    """Whether any has a due date: those have pages of their own."""
    day: Date | None = None
    """The latest day of the records: what is said holds as of then."""


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The conclusions of one status, or of one kind of silence, the latest first."""

    group: str
    """The group of the label: `status` or `silence`."""
    state: str
    cards: tuple[ConclusionCard, ...]
    total: int
    states: tuple[tuple[str, str, str, int], ...]
    years: tuple[Counted, ...] = ()
    """The tables of each year with how many of this state it has, where not all stand here."""


@dataclass(frozen=True, slots=True)
class DueRow:
    """A conclusion in the order of due dates."""

    due: Date
    link: Link
    """To the conclusion, called by its words."""
    addressees: tuple[Link, ...]
    to_all_districts: bool
    status: str
    silence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DueView:
    """The conclusions that have a due date: what is still to come, or all of a quarter."""

    groups: tuple[tuple[str, tuple[DueRow, ...]], ...]
    """Each with its heading (a message id); of a quarter one without."""
    quarters: tuple[Counted, ...]
    """The pages of each quarter, called by its name (`2024-Q2`)."""
    quarter: str = ""
    overdue: int = 0
    """How many are due and not reported on as closed; they have a page of their own."""
    before: Link | None = None
    after: Link | None = None
    day: Date | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A record by which a table can be filtered."""

    link: Link
    among: tuple[int, ...] = ()
    """Of a district, the sets of all districts that it belongs to (see `TableRow`)."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A conclusion as the line of a table."""

    card: ConclusionCard
    everywhere: int = 0
    """The districts that `all-districts` means there, as the number of a set; 0 where it is not addressed to all."""


@dataclass(frozen=True, slots=True)
class TableView:
    """Conclusions as a table, with what it can be filtered by."""

    groups: tuple[tuple[str, tuple[TableRow, ...]], ...]
    """By year, the latest first."""
    total: int
    """How many there are in all; the table may hold the latest alone."""
    statuses: tuple[str, ...]
    silences: tuple[str, ...]
    issues: tuple[Choice, ...]
    addressees: tuple[Choice, ...]
    years: tuple[Counted, ...] = ()
    day: Date | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The first page."""

    latest: tuple[MeetingRow, ...]
    awaited: tuple[ConclusionCard, ...]
    """Conclusions on which no report is recorded, the latest first."""
    awaited_total: int
    issues: tuple[Counted, ...]
    districts: tuple[Counted, ...]
    people: tuple[Counted, ...]
    meetings: int
    people_total: int
    districts_total: int
    speeches: int
    conclusions: int
    years: tuple[Counted, ...]
    first: Date | None
    last: Date | None
    by_year: tuple[tuple[str, int], ...] = ()
    """How many meetings each of the latest years has, those in between that have none included."""
    states: tuple[tuple[str, str, str, int], ...] = ()
    """The pages of each state of conclusions: group and code of its label, address and how many."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that the data page offers."""

    address: str
    title: str
    size: int
    count: int


@dataclass(frozen=True, slots=True)
class DataFormat:
    """A format in which the archive can be taken along."""

    title: str
    use: str
    """What it is good for."""
    files: tuple[DataFile, ...]
    """Those that are told one by one."""
    count: int
    """How many files there are in all."""
    size: int
    """Their bytes together."""
    standard: str = ""
    """Where the format is described."""
    example: str = ""
    """Address of the file to look at first."""
    where: str = ""
    """Where its files lie, if they are too many to be told."""


@dataclass(frozen=True, slots=True)
class FormerPart:
    """A place of old on a meeting's page."""

    id: str
    into: Link | None = None
    """What took its place."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MovedView:
    """A page that has another address now."""

    into: Link


@dataclass(frozen=True, slots=True)
class RemovedView:
    """A page whose record was removed, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class FormView:
    """The form of a new meeting: what it offers beside its own fields."""

    kinds: tuple[str, ...] = ()
    """The kinds of meetings."""


@dataclass(frozen=True, slots=True)
class TextView:
    """A page of text: help, about, how to contribute, data, not found."""

    html: str = ""
    formats: tuple[DataFormat, ...] = ()
    further: tuple[Link, ...] = ()


View = (
    MeetingView
    | RecordView
    | RecordYearView
    | MergedView
    | MovedView
    | RemovedView
    | ListView
    | MeetingsView
    | ConclusionsView
    | LedgerView
    | DueView
    | TableView
    | HomeView
    | TextView
    | FormView
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, before it is rendered."""

    address: str
    template: str
    title: str
    """Plain text: a record's own words, or a message id where `translate`."""
    view: View
    year: str = ""
    """Of a list the year that it shows, as the title's second part; a message id where it has none."""
    section: str = ""
    trail: tuple[Link, ...] = ()
    translate: bool = False
    """The titles of page and trail are the interface's own words."""
    description: str = ""
    path: str = ""
    """The record's file in the repository."""
    language: str = ""
    headings: tuple[Heading, ...] = ()
    search: bool = False
    moved_to: str = ""
    """The address to which readers are led on at once."""
    listed: bool = True
    """Whether search engines shall know the page."""
    translations: Mapping[str, Page] = field(default_factory=dict)
    """What stands in its place in languages of the interface for which it has a text of its own."""
