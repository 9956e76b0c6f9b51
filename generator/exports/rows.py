"""The archive as tables, as plain rows: what CSV and SQLite share.

Each table says which columns it has, what they mean, and which rows a set of years brings; tables of the registers
know no years. Several ids in one cell stand apart by spaces. Dates are EDTF, as records write them; `first_day` and
`last_day` are the earliest and the latest day that they can mean, for sorting and for charts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.archive.archive import Archive, ConclusionKey, Meeting, Year
from generator.archive.follow_up import Answer, answers_of
from generator.archive.names import Ref
from generator.exports.linked import reference
from generator.records.dates import Date
from generator.records.model import Kind, former_names_of
from generator.site import urls
from generator.site.interface import N_

Cell = str | int | float | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    description: str
    type: str = "string"
    """As Table Schema calls it: string, integer, number."""
    of: str = ""
    """The table whose `id` its cells name, if they name one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what it holds (a message id), its columns, and its rows."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Archive, Sequence[str]], Iterator[Row]]
    """The rows that some years brought; a register's rows, whatever the years."""
    key: tuple[str, ...] = ("id",)
    yearly: bool = True
    """Whether it grows with the meetings."""
    count: Callable[[Archive, Sequence[str]], int] = field(default=lambda *_: 0)
    """How many rows there are, where that is known without making them; else 0."""


def _columns(described: Mapping[str, str]) -> tuple[Column, ...]:
    """Columns by name; a type or the table that is meant stands behind a bar: `title | integer`."""
    return tuple(_column(name, *text.split(" | ")) for name, text in described.items())


def _column(name: str, description: str, kind: str = "string") -> Column:
    return Column(name, description, kind) if kind in _TYPES else Column(name, description, of=kind)


_TYPES = {"string", "integer", "number"}


def _meetings(archive: Archive, years: Sequence[str]) -> Iterator[Meeting]:
    return (archive.meetings[id] for year in years for id in archive.years[year].meetings)


def _of_years(part: Callable[[Year], int]) -> Callable[[Archive, Sequence[str]], int]:
    return lambda archive, years: sum(part(archive.years[year]) for year in years)


def _of_register(kind: Kind) -> Callable[[Archive, Sequence[str]], int]:
    return lambda archive, _: len(archive.registers(kind))


def _days(date: Date | None) -> tuple[str | None, str | None]:
    if date is None or not date.year:
        return None, None
    return date.first.isoformat(), date.last.isoformat()


def _ids(ids: Iterable[str]) -> str | None:
    return " ".join(ids) or None


def _text(date: Date | None) -> str | None:
    return date.text if date else None


# ── what meetings bring ───────────────────────────────────────────────────────────────────────────────────────────


def _meeting_rows(archive: Archive, years: Sequence[str]) -> Iterator[Row]:
    for meeting in _meetings(archive, years):
        record = meeting.record
        refs = meeting.refs
        yield (
            meeting.id, record.title, record.date.text, *_days(record.date), record.kind, record.status,
            record.part_of_day, record.start, record.end, meeting.series, record.number, record.part, record.period,
            _ids(meeting.held_by), "; ".join(record.places) or None, _ids(refs.get(Kind.DISTRICT, ())),
            _ids(refs.get(Kind.ISSUE, ())), record.language, record.summary, urls.record(Ref(Kind.MEETING, meeting.id)),
        )  # fmt: skip


def _participation_rows(archive: Archive, years: Sequence[str]) -> Iterator[Row]:
    for meeting in _meetings(archive, years):
        for number, entry in enumerate(meeting.participations, 1):
            written = entry.written
            yield (
                meeting.id, number, meeting.date.text, entry.part.value, entry.person, entry.name, written.role,
                entry.district, entry.organization, written.count, written.reason, entry.kind, entry.agenda,
                _ids(entry.issues), written.source, written.quote,
            )  # fmt: skip


def _speech_rows(archive: Archive, years: Sequence[str]) -> Iterator[Row]:
    for meeting in _meetings(archive, years):
        titles = {item.slug: item.title for item in meeting.items}
        for number, speech in enumerate(meeting.speeches, 1):
            people = [speaker.person for speaker in speech.speakers if speaker.person]
            first = speech.speakers[0]
            yield (
                meeting.id, speech.address, number, meeting.date.text, _ids(people),
                " / ".join(speaker.name for speaker in speech.speakers), first.written.role, first.district,
                first.organization, first.kind, titles.get(speech.item), _ids(speech.issues), speech.markdown,
                urls.speech(speech),
            )  # fmt: skip


def _conclusion_rows(archive: Archive, years: Sequence[str]) -> Iterator[Row]:
    for key in (key for year in years for key in archive.years[year].conclusions):
        conclusion, standing = archive.conclusions[key], archive.standings[key]
        written, reports = conclusion.written, archive.reports.get(key, ())
        addressees = ["all-districts"] if conclusion.to_all_districts else []
        addressees += map(reference, conclusion.addressees)
        votes = written.votes
        yield (
            key.meeting, key.id, conclusion.date.text, written.text, written.kind,
            reference(conclusion.by) if conclusion.by else None, _ids(addressees), _ids(conclusion.issues),
            _text(written.due), *_days(written.due), written.due_note, standing.status.value,
            _ids(standing.silence), standing.waiting, len(reports), reports[-1].date.text if reports else None,
            reports[-1].meeting if reports else None,
            str(conclusion.repeats) if conclusion.repeats else None,
            _ids(map(str, archive.restatements.get(key, ()))), written.outcome, votes.yes if votes else None,
            votes.no if votes else None, votes.abstained if votes else None, written.agenda, conclusion.speech or None,
            written.source, written.quote, urls.conclusion(key),
        )  # fmt: skip


def _addressee_rows(archive: Archive, years: Sequence[str]) -> Iterator[Row]:
    """A line an addressee; all districts are one line as long as nobody has reported, so that no table explodes."""
    for key in (key for year in years for key in archive.years[year].conclusions):
        if archive.conclusions[key].to_all_districts and not archive.reports.get(key):
            yield _rest_row(key, archive.standings[key].status.value)
        else:
            yield from _answer_rows(archive, key)


MOST_ADDRESSEES = 100
"""Up to so many addressees each is a line; of more those who reported, and all others together."""


def _answer_rows(archive: Archive, key: ConclusionKey) -> Iterator[Row]:
    answers = answers_of(archive, key)
    many = archive.conclusions[key].to_all_districts and len(answers) > MOST_ADDRESSEES
    for answer in answers:
        if answer.report or not many:
            yield _answer_row(key, answer)
    if many and not all(answer.report for answer in answers):
        yield _rest_row(key, "open")


def _answer_row(key: ConclusionKey, answer: Answer) -> Row:
    report, by = answer.report, answer.by
    told = (report.written.status, report.date.text, report.meeting) if report else ("open", None, None)
    who = reference(answer.addressee), *told, reference(by) if by else None
    return key.meeting, key.id, *who, urls.conclusion(key)


def _rest_row(key: ConclusionKey, status: str) -> Row:
    """All districts as one line, or all those that have no line of their own."""
    return key.meeting, key.id, "all-districts", status, None, None, None, urls.conclusion(key)


def _follow_up_rows(archive: Archive, years: Sequence[str]) -> Iterator[Row]:
    for meeting in _meetings(archive, years):
        for number, report in enumerate(meeting.follow_ups, 1):
            about, written = report.conclusion, report.written
            yield (
                meeting.id, number, report.date.text, about.meeting, about.id, written.status,
                reference(report.addressee) if report.addressee else None, report.speech or None, written.note,
                written.source,
            )  # fmt: skip


# ── registers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _names(names: Sequence[str]) -> str | None:
    return "; ".join(names) or None


def _people_rows(archive: Archive, _: Sequence[str]) -> Iterator[Row]:
    for id, person in archive.people.items():
        yield (
            id, person.name, _names(person.aliases), _names(former_names_of(person)), person.short,
            _ids(person.same_as), person.merged_into, person.note, urls.record(Ref(Kind.PERSON, id)),
        )  # fmt: skip


def _post_rows(archive: Archive, _: Sequence[str]) -> Iterator[Row]:
    for id, person in archive.people.items():
        for number, post in enumerate(person.posts, 1):
            yield (
                id, number, post.role, post.organization, post.district, _text(post.from_), _text(post.until),
                _text(post.seen), post.source,
            )  # fmt: skip


def _district_rows(archive: Archive, _: Sequence[str]) -> Iterator[Row]:
    for id, record in archive.districts.items():
        point = record.coordinates
        yield (
            id, record.name, record.kind, _names(record.aliases), _names(former_names_of(record)), _text(record.from_),
            _text(record.until), _ids(record.successors), record.parent,
            point.lat if point else None, point.lon if point else None, _ids(record.same_as), record.note,
            urls.record(Ref(Kind.DISTRICT, id)),
        )  # fmt: skip


def _issue_rows(archive: Archive, _: Sequence[str]) -> Iterator[Row]:
    for id, record in archive.issues.items():
        yield (
            id, record.name, _names(record.terms), record.broader, _ids(record.related),
            record.description, record.note, urls.record(Ref(Kind.ISSUE, id)),
        )  # fmt: skip


def _organization_rows(archive: Archive, _: Sequence[str]) -> Iterator[Row]:
    for id, record in archive.organizations.items():
        yield (
            id, record.name, _names(record.aliases), _names(former_names_of(record)),
            record.parent, record.district,
            _text(record.from_), _text(record.until), _ids(record.successors), record.note,
            urls.record(Ref(Kind.ORGANIZATION, id)),
        )  # fmt: skip


def _series_rows(archive: Archive, _: Sequence[str]) -> Iterator[Row]:
    for id, record in archive.series.items():
        yield (
            id, record.name, record.organization, record.cadence,
            _text(record.from_), _text(record.until), record.note, urls.record(Ref(Kind.SERIES, id)),
        )  # fmt: skip


_ADDRESS = "its page within the site"
_DATE = "date of the meeting (EDTF)"

TABLES: tuple[Table, ...] = (
    Table(
        "meetings",
        N_("Meetings"),
        _columns(
            {
                "id": "id of the meeting", "title": "title", "date": "the day or days (EDTF)",
                "first_day": "the earliest day that is meant", "last_day": "the latest day that is meant",
                "kind": "kind of meeting", "status": "held, announced or cancelled", "part_of_day": "part of the day",
                "start": "time of the beginning", "end": "time of the end", "series": "id of its series | series",
                "number": "its number in the series | integer", "part": "its part | integer",
                "period": "the time it reports on", "organizations": "ids of those who held it",
                "places": "where, in words; several stand apart by semicolons", "districts": "ids of districts",
                "issues": "ids of issues", "language": "language of the record", "summary": "summary (Markdown)",
                "address": _ADDRESS,
            }
        ),
        _meeting_rows,
        count=_of_years(lambda year: len(year.meetings)),
    ),
    Table(
        "participations",
        N_("Who was there, spoke or was absent"),
        _columns(
            {
                "meeting": "id of the meeting | meetings", "number": "place among the meeting's entries | integer",
                "date": _DATE, "part": "chairs, attendees, absent or speakers", "person": "id of the person | people",
                "name": "name as printed, or the group in words", "role": "office on that day, as the source says",
                "district": "id of the district that they came for | districts",
                "organization": "id of the organization that they came for | organizations",
                "count": "how many people a group had | integer", "reason": "why somebody was absent",
                "kind": "kind of a speaker's speech", "agenda": "agenda item of a speaker", "issues": "ids of issues",
                "source": "id of the source in the record", "quote": "the source's own words",
            }
        ),
        _participation_rows,
        key=("meeting", "number"),
    ),
    Table(
        "speeches",
        N_("Speeches"),
        _columns(
            {
                "meeting": "id of the meeting | meetings", "id": "its fragment on the meeting's page",
                "number": "place in the meeting | integer", "date": _DATE, "people": "ids of those who speak",
                "name": "names as printed", "role": "office of the first speaker",
                "district": "id of the district spoken for | districts",
                "organization": "id of the organization spoken for | organizations", "kind": "kind of speech",
                "agenda": "agenda item", "issues": "ids of issues", "text": "the words (Markdown)",
                "address": _ADDRESS,
            }
        ),
        _speech_rows,
        key=("meeting", "id"),
        count=_of_years(lambda year: year.speeches),
    ),
    Table(
        "conclusions",
        N_("Conclusions with their status"),
        _columns(
            {
                "meeting": "id of the meeting | meetings", "id": "its id within the meeting", "date": _DATE,
                "text": "what was concluded (Markdown)", "kind": "finding, directive or resolution",
                "by": "who concluded it, such as people/nguyen-van-an", "addressees": "whom it addresses",
                "issues": "ids of issues", "due": "the day by which it is to be done (EDTF)",
                "due_first": "the earliest day of that", "due_last": "the latest day of that",
                "due_note": "the term in words", "status": "how far it is after the last meeting",
                "silence": "in which way nothing is heard of it", "waiting": "addressees that wait | integer",
                "reports": "how many reports there are | integer", "last_report": "date of the last (EDTF)",
                "reported_in": "id of the meeting that reported last | meetings",
                "repeats": "the earlier conclusion that it says again: meeting#id",
                "repeated_by": "later conclusions that say it again", "outcome": "how the vote ended",
                "votes_yes": "votes for it | integer", "votes_no": "votes against it | integer",
                "votes_abstained": "abstentions | integer", "agenda": "agenda item", "speech": "id of the speech",
                "source": "id of the source in the record", "quote": "the source's own words", "address": _ADDRESS,
            }
        ),
        _conclusion_rows,
        key=("meeting", "id"),
        count=_of_years(lambda year: len(year.conclusions)),
    ),
    Table(
        "addressees",
        N_("Addressees of conclusions, one by one"),
        _columns(
            {
                "meeting": "id of the meeting | meetings", "id": "id of the conclusion within it",
                "addressee": "whom it addresses, such as districts/sam-son; all-districts for all that have no line",
                "status": "how far it is there", "reported_on": "date of the report (EDTF)",
                "reported_in": "id of the meeting that reported | meetings", "by": "who reported for it",
                "address": _ADDRESS,
            }
        ),
        _addressee_rows,
        key=("meeting", "id", "addressee"),
    ),
    Table(
        "follow-ups",
        N_("What was reported on conclusions"),
        _columns(
            {
                "meeting": "id of the meeting that reports | meetings",
                "number": "place among its reports | integer", "date": _DATE,
                "conclusion_meeting": "id of the meeting that concluded", "conclusion": "id of the conclusion there",
                "status": "done, in_progress, not_started or dropped", "addressee": "the one addressee that is meant",
                "speech": "id of the speech that reported it", "note": "what was reported (Markdown)",
                "source": "id of the source in the record",
            }
        ),
        _follow_up_rows,
        key=("meeting", "number"),
    ),
    Table(
        "people",
        N_("People"),
        _columns(
            {
                "id": "id", "name": "name", "aliases": "other spellings; several stand apart by semicolons",
                "former_names": "earlier names", "short": "abbreviation", "same_as": "the same person elsewhere",
                "merged_into": "id of the record that this one became part of | people", "note": "note (Markdown)",
                "address": _ADDRESS,
            }
        ),
        _people_rows,
        yearly=False,
        count=_of_register(Kind.PERSON),
    ),
    Table(
        "posts",
        N_("Offices that people held"),
        _columns(
            {
                "person": "id of the person | people", "number": "place among the person's offices | integer",
                "role": "the office in words", "organization": "id of the organization | organizations",
                "district": "id of the district | districts", "from": "since when (EDTF)", "until": "until when (EDTF)",
                "seen": "a day on which a source shows the office (EDTF)", "source": "id of the source in the record",
            }
        ),
        _post_rows,
        key=("person", "number"),
        yearly=False,
    ),
    Table(
        "districts",
        N_("Places"),
        _columns(
            {
                "id": "id", "name": "name", "kind": "kind of district", "aliases": "other spellings",
                "former_names": "earlier names", "from": "since when (EDTF)", "until": "its last day (EDTF)",
                "successors": "ids of what it became", "parent": "id of the district that it lies in | districts",
                "latitude": "degrees north (WGS 84) | number", "longitude": "degrees east (WGS 84) | number",
                "same_as": "the same place elsewhere", "note": "note (Markdown)", "address": _ADDRESS,
            }
        ),
        _district_rows,
        yearly=False,
        count=_of_register(Kind.DISTRICT),
    ),
    Table(
        "issues",
        N_("Issues"),
        _columns(
            {
                "id": "id", "name": "name", "terms": "words that point to it",
                "broader": "id of the issue above | issues", "related": "ids of issues next to it",
                "description": "description (Markdown)",
                "note": "note (Markdown)", "address": _ADDRESS,
            }
        ),
        _issue_rows,
        yearly=False,
        count=_of_register(Kind.ISSUE),
    ),
    Table(
        "organizations",
        N_("Organizations"),
        _columns(
            {
                "id": "id", "name": "name", "aliases": "other names", "former_names": "earlier names",
                "parent": "id of the organization above | organizations", "district": "id of its district | districts",
                "from": "since when (EDTF)", "until": "its last day (EDTF)", "successors": "ids of what it became",
                "note": "note (Markdown)", "address": _ADDRESS,
            }
        ),
        _organization_rows,
        yearly=False,
        count=_of_register(Kind.ORGANIZATION),
    ),
    Table(
        "series",
        N_("Series of meetings"),
        _columns(
            {
                "id": "id", "name": "name", "organization": "id of the organization that holds them | organizations",
                "cadence": "how often", "from": "since when (EDTF)", "until": "until when (EDTF)",
                "note": "note (Markdown)", "address": _ADDRESS,
            }
        ),
        _series_rows,
        yearly=False,
        count=_of_register(Kind.SERIES),
    ),
)  # fmt: skip
