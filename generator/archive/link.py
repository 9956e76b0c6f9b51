"""What points back at each record: backlinks, neighbours, histories and years, computed once for the whole archive.

One pass over the meetings; the work grows with what they hold, never with pairs of records. What comes up together
with a record is asked for one record at a time (:func:`ties`). What only pages and data show is computed when first
asked for.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from generator.archive.archive import (
    UNDATED,
    Appearances,
    Archive,
    Backlinks,
    Conclusion,
    ConclusionKey,
    FollowUp,
    Meeting,
    ParticipationKey,
    Speech,
    SpeechKey,
    Tie,
    Year,
    speakers_of,
    year_of,
)
from generator.archive.citations import citations, threads
from generator.archive.coverage import rhythms
from generator.archive.follow_up import END_OF_TIME, standing_on
from generator.archive.later import Later
from generator.archive.names import Ref, fold
from generator.archive.offices import holders
from generator.archive.quarters import quarter_of, span_of
from generator.archive.status import Standing, Status
from generator.archive.trends import trends
from generator.records import model
from generator.records.model import Kind

TIED_KINDS = (Kind.PERSON, Kind.DISTRICT, Kind.ISSUE, Kind.ORGANIZATION)
"""Kinds that can come up together in a meeting."""
_REGISTERS = tuple(kind for kind in Kind if kind is not Kind.MEETING)


def link(unlinked: Archive) -> Archive:
    """Return the archive with everything that points back: backlinks, neighbours in series, histories, years."""
    meetings = unlinked.meetings
    conclusions = {c.key: c for meeting in meetings.values() for c in meeting.conclusions}
    day = _latest_day(meetings.values())
    dated = replace(
        unlinked,
        conclusions=conclusions,
        all_districts=_all_districts(unlinked, conclusions.values()),
        marks={**unlinked.marks, "day": day.isoformat() if day else ""},
    )
    yearly = _Collector(dated).yearly()
    backlinks = dict(_backlinks(dated, yearly, _lineage(dated)))
    linked = replace(
        dated,
        backlinks=backlinks,
        yearly=yearly,
        neighbours=_neighbours(meetings.values()),
        reports=_reports(meetings.values()),
        restatements=_restatements(conclusions.values()),
        due=_due(conclusions.values()),
        namesakes=_namesakes(dated),
        holders=Later(lambda: holders(dated)),
        citations=Later(lambda: citations(dated)),
        threads=Later(lambda: threads(dated)),
    )
    standing = replace(
        linked,
        standings=Later(lambda: _standings(linked)),
        rhythms=Later(lambda: rhythms(linked, day)),
        trends=Later(lambda: trends(linked, day)),
    )
    return replace(standing, years=Later(lambda: _years(standing)), weights=Later(lambda: _weights(standing)))


def with_all_made(archive: Archive) -> Archive:
    """Return an archive after all that waits in it was made: before work is split over processes, which all would."""
    for one in fields(archive):
        if isinstance(waiting := getattr(archive, one.name), Later):
            waiting.made()
    return archive


def _latest_day(meetings: Iterable[Meeting]) -> datetime.date | None:
    """The first day of the latest meeting that was held: by then everything recorded of others can have happened."""
    days = (m.date.first for m in meetings if m.date.year and m.record.status == "held")
    return max(days, default=None)


def _all_districts(archive: Archive, conclusions: Iterable[Conclusion]) -> dict[str, tuple[str, ...]]:
    dates = {c.date.text: c.date for c in conclusions if c.to_all_districts}
    return {text: archive.districts_on(date) for text, date in dates.items()}


def _standings(archive: Archive) -> dict[ConclusionKey, Standing]:
    day = archive.day or END_OF_TIME
    return {key: _standing(archive, conclusion, day) for key, conclusion in archive.conclusions.items()}


def _standing(archive: Archive, conclusion: Conclusion, day: datetime.date) -> Standing:
    """Of an announced meeting nothing is known on the latest day: its conclusions stand as they are written."""
    day = max(day, conclusion.date.first) if conclusion.date.year else day
    return standing_on(archive, conclusion.key, day) or Standing(Status.OPEN, (), conclusion.key.meeting)


def with_meeting(linked: Archive, meeting: Meeting) -> Archive:
    """Return a linked archive with one of its meetings as it is now; what other records say of it stays as it was."""
    own = {conclusion.key: conclusion for conclusion in meeting.conclusions}
    others = {key: found for key, found in linked.conclusions.items() if key.meeting != meeting.id}
    changed = replace(
        linked,
        meetings={**linked.meetings, meeting.id: meeting},
        conclusions=others | own,
        all_districts={**linked.all_districts, **_all_districts(linked, own.values())},
    )
    day = changed.day or END_OF_TIME
    standings = {key: _standing(changed, conclusion, day) for key, conclusion in own.items()}
    return replace(changed, standings={**linked.standings, **standings})


def ties(archive: Archive, ref: Ref) -> Mapping[Kind, tuple[Tie, ...]]:
    """Return what comes up together with a record in meetings, by kind, the most frequent first.

    A post or a seat ties two records even where no meeting does: such a tie counts no meeting.
    """
    kinds = [kind for kind in TIED_KINDS if kind is not ref.kind or kind is Kind.ISSUE]
    counts: dict[Kind, Counter[str]] = {kind: Counter() for kind in kinds}
    if ref.kind in TIED_KINDS:
        for id in archive.backlinks[ref].meetings:
            refs = archive.meetings[id].refs
            for kind in kinds:
                counts[kind].update(refs.get(kind, ()))
    for kind, id in _seats(archive, ref):
        counts[kind][id] += 0
    if ref.kind in counts:
        del counts[ref.kind][ref.id]
    return {
        kind: tuple(Tie(id, n) for id, n in sorted(found.items(), key=lambda item: (-item[1], item[0])))
        for kind, found in counts.items()
        if found
    }


def _seats(archive: Archive, ref: Ref) -> Iterator[tuple[Kind, str]]:
    record, back = archive.register(ref), archive.backlinks[ref]
    if isinstance(record, model.Person):
        for post in record.posts:
            yield from ((kind, id) for kind, id in _places(post) if id)
    if isinstance(record, model.Organization) and record.district:
        yield Kind.DISTRICT, record.district
    if ref.kind is Kind.DISTRICT:
        yield from ((Kind.ORGANIZATION, id) for id in back.seats)
    if ref.kind in {Kind.DISTRICT, Kind.ORGANIZATION}:
        yield from ((Kind.PERSON, id) for id in back.posts)


def _places(post: model.Post) -> tuple[tuple[Kind, str | None], ...]:
    return (Kind.DISTRICT, post.district), (Kind.ORGANIZATION, post.organization)


@dataclass
class _Found:
    """What `Appearances` holds, while it is being gathered."""

    meetings: list[str] = field(default_factory=list)
    mentioned_in: list[str] = field(default_factory=list)
    participations: list[ParticipationKey] = field(default_factory=list)
    speeches: list[SpeechKey] = field(default_factory=list)
    concluded: list[ConclusionKey] = field(default_factory=list)
    addressed: list[ConclusionKey] = field(default_factory=list)


_FIELDS = tuple(f.name for f in fields(Appearances))


class _Collector:
    """Gathers where each record comes up, meeting by meeting, apart for each year."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.found: dict[tuple[Ref, str], _Found] = defaultdict(_Found)
        for meeting in archive.meetings.values():
            self.add(meeting)

    def yearly(self) -> dict[tuple[Ref, str], Appearances]:
        """Return what was gathered, as values."""
        return {
            key: Appearances(*(tuple(dict.fromkeys(getattr(found, name))) for name in _FIELDS))
            for key, found in self.found.items()
        }

    def add(self, meeting: Meeting) -> None:
        year = year_of(meeting.date)
        for kind in TIED_KINDS:
            for id in meeting.refs.get(kind, ()):
                self.found[Ref(kind, id), year].meetings.append(meeting.id)
        if meeting.series:
            self.found[Ref(Kind.SERIES, meeting.series), year].meetings.append(meeting.id)
        for ref in meeting.mentions:
            self.found[ref, year].mentioned_in.append(meeting.id)
        self.add_participations(meeting, year)
        for place, part in enumerate(meeting.flow):
            if isinstance(part, Speech):
                self.add_speech(part, SpeechKey(meeting.id, place), year)
        for conclusion in meeting.conclusions:
            self.add_conclusion(conclusion, year)

    def add_participations(self, meeting: Meeting, year: str) -> None:
        for place, participation in enumerate(meeting.participations):
            for kind, id in (
                (Kind.PERSON, participation.person),
                (Kind.DISTRICT, participation.district),
                (Kind.ORGANIZATION, participation.organization),
            ):
                if id is not None:
                    self.found[Ref(kind, id), year].participations.append(ParticipationKey(meeting.id, place))

    def add_speech(self, speech: Speech, key: SpeechKey, year: str) -> None:
        refs = [Ref(Kind.PERSON, id) for id in speakers_of(speech, "person")]
        refs += [Ref(Kind.DISTRICT, id) for id in speakers_of(speech, "district")]
        refs += [Ref(Kind.ORGANIZATION, id) for id in speakers_of(speech, "organization")]
        refs += [Ref(Kind.ISSUE, id) for id in speech.issues]
        for ref in refs:
            self.found[ref, year].speeches.append(key)

    def add_conclusion(self, conclusion: Conclusion, year: str) -> None:
        by = [conclusion.by] if conclusion.by else []
        series = self.archive.meetings[conclusion.key.meeting].series
        by += [Ref(Kind.SERIES, series)] if series else []
        for ref in (*by, *(Ref(Kind.ISSUE, id) for id in conclusion.issues)):
            self.found[ref, year].concluded.append(conclusion.key)
        everywhere = self.archive.all_districts[conclusion.date.text] if conclusion.to_all_districts else ()
        for ref in (*conclusion.addressees, *(Ref(Kind.DISTRICT, id) for id in everywhere)):
            self.found[ref, year].addressed.append(conclusion.key)


def _backlinks(
    archive: Archive, yearly: Mapping[tuple[Ref, str], Appearances], lineage: _Lineage
) -> Iterator[tuple[Ref, Backlinks]]:
    years: dict[Ref, list[str]] = defaultdict(list)
    for ref, year in yearly:
        years[ref].append(year)
    for kind in _REGISTERS:
        for id in archive.registers(kind):
            ref = Ref(kind, id)
            own = sorted(years[ref], key=lambda year: (year != UNDATED, year))
            parts = [yearly[ref, year] for year in own]
            joined = {name: tuple(key for part in parts for key in getattr(part, name)) for name in _FIELDS}
            yield (
                ref,
                Backlinks(
                    **joined,
                    years=tuple(own),
                    predecessors=tuple(lineage.predecessors[ref]),
                    children=tuple(lineage.children[ref]),
                    posts=tuple(dict.fromkeys(lineage.posts[ref])),
                    seats=tuple(lineage.seats[ref]),
                    merged=tuple(lineage.merged[ref]),
                ),
            )


@dataclass(frozen=True)
class _Lineage:
    predecessors: dict[Ref, list[str]] = field(default_factory=lambda: defaultdict(list))
    children: dict[Ref, list[str]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[Ref, list[str]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[Ref, list[str]] = field(default_factory=lambda: defaultdict(list))
    merged: dict[Ref, list[str]] = field(default_factory=lambda: defaultdict(list))


def _lineage(archive: Archive) -> _Lineage:
    lineage = _Lineage()
    _add_places(archive, lineage)
    for id, issue in archive.issues.items():
        if issue.broader:
            lineage.children[Ref(Kind.ISSUE, issue.broader)].append(id)
    for id, person in archive.people.items():
        if (target := archive.targets[Ref(Kind.PERSON, id)]).id != id:
            lineage.merged[target].append(id)
        for kind, place in (found for post in person.posts for found in _places(post)):
            if place:
                lineage.posts[Ref(kind, place)].append(id)
    return lineage


def _add_places(archive: Archive, lineage: _Lineage) -> None:
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
    for id, organization in archive.organizations.items():
        if organization.district:
            lineage.seats[Ref(Kind.DISTRICT, organization.district)].append(id)
    for id, series in archive.series.items():
        if series.organization:
            lineage.seats[Ref(Kind.ORGANIZATION, series.organization)].append(id)


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


def _due(conclusions: Iterable[Conclusion]) -> dict[str, tuple[ConclusionKey, ...]]:
    found: dict[str, list[tuple[datetime.date, ConclusionKey]]] = defaultdict(list)
    for conclusion in conclusions:
        due = conclusion.written.due
        if due and due.year:
            found[span_of(due.last, "quarterly")].append((due.last, conclusion.key))
    return {quarter: tuple(key for _, key in sorted(found[quarter])) for quarter in sorted(found)}


def _namesakes(archive: Archive) -> dict[tuple[Kind, str], tuple[str, ...]]:
    bearers: dict[tuple[Kind, str], list[str]] = defaultdict(list)
    for kind in _REGISTERS:
        for id, record in archive.registers(kind).items():
            bearers[kind, record.name].append(id)
    return {name: tuple(ids) for name, ids in bearers.items() if len(ids) > 1}


def _years(archive: Archive) -> dict[str, Year]:
    members: dict[str, list[Meeting]] = defaultdict(list)
    for meeting in archive.meetings.values():
        members[year_of(meeting.date)].append(meeting)
    return {year: _year(archive, members[year]) for year in sorted(members, key=lambda year: (year != UNDATED, year))}


def _year(archive: Archive, meetings: Sequence[Meeting]) -> Year:
    keys = tuple(c.key for meeting in meetings for c in meeting.conclusions)
    statuses = {key: archive.standings[key].status for key in keys}
    by_state: dict[str, list[ConclusionKey]] = defaultdict(list)
    for key in keys:
        for state in (statuses[key].value, *archive.standings[key].silence):
            by_state[state].append(key)
    return Year(
        meetings=tuple(meeting.id for meeting in meetings),
        conclusions=keys,
        speeches=sum(len(meeting.speeches) for meeting in meetings),
        statuses=dict(sorted(Counter(status.value for status in statuses.values()).items())),
        awaited=tuple(key for key, status in statuses.items() if status is Status.OPEN),
        by_state={state: tuple(found) for state, found in sorted(by_state.items())},
        quarters=dict(sorted(Counter(quarter_of(m.date) for m in meetings if _counts(m)).items())),
    )


def _counts(meeting: Meeting) -> bool:
    return bool(meeting.date.year) and meeting.record.status == "held"


def _weights(archive: Archive) -> dict[Kind, tuple[Tie, ...]]:
    return {
        kind: tuple(
            sorted(
                (
                    Tie(id, count)
                    for id in archive.registers(kind)
                    if (count := len(archive.backlinks[Ref(kind, id)].meetings))
                ),
                key=lambda tie: (-tie.meetings, fold(archive.title(Ref(kind, tie.id))), tie.id),
            )
        )
        for kind in _REGISTERS
    }
