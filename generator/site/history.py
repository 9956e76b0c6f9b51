"""What became of people, places, issues and series over time, as views: each figure with the rows of its table.

Read are the mappings that `archive.link` has computed, keyed by the record itself, so that a page depends on its own
history alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from generator.archive.archive import Archive, Meeting, Part
from generator.archive.derived import Office, Tenure
from generator.archive.names import Ref
from generator.archive.offices import contradictions, office_of, offices_of, without_a_place
from generator.archive.trends import narrower_of
from generator.records import model
from generator.records.model import Kind, Source
from generator.site.history_views import (
    ContradictionRow,
    CoverageView,
    HistoryView,
    LineageView,
    MatrixRow,
    MatrixView,
    OfficeView,
    PlaceRow,
    SlotRow,
    TenureRow,
    TrendView,
)
from generator.site.lists import link, optional_link
from generator.site.page import Link

MOST_PLACES = 40
"""So many places of a lineage are drawn and listed."""

MOST_COLUMNS = 12
"""So many meetings of a series stand side by side in a matrix."""

MOST_ROWS = 60
"""From so many districts on, a matrix shows only those of which something is recorded."""

MOST_OFFICES, MOST_HOLDERS = 40, 20
"""So many offices are told of a person or a place, and so many people of one office, the latest."""

_LOOKED_AT = 300
"""So many entries of an organization or district are looked at for the offices held there, the latest."""


# ── offices ───────────────────────────────────────────────────────────────────────────────────────────────────────


def office_views(archive: Archive, ref: Ref) -> tuple[OfficeView, ...]:
    """Return the offices of a person in the order of their time, or those held at an organization or district."""
    if ref.kind is Kind.PERSON:
        return _career(archive, ref.id)
    offices = dict.fromkeys(_offices_at(archive, ref))
    known = [office for office in offices if office in archive.holders]
    return tuple(_held_at(archive, office) for office in known[:MOST_OFFICES])


def _offices_at(archive: Archive, ref: Ref) -> Iterator[Office]:
    """The offices that posts of the register and the latest entries of meetings name at a place."""
    field = "organization" if ref.kind is Kind.ORGANIZATION else "district"
    back = archive.backlinks[ref]
    for id in back.posts:
        for post in archive.people[id].posts:
            if getattr(post, field) == ref.id and (office := office_of(post.role, post.organization, post.district)):
                yield office
    for key in back.participations[-_LOOKED_AT:]:
        entry = archive.participation(key)
        if entry.person and (office := office_of(entry.written.role, entry.organization, entry.district)):
            yield office


def _held_at(archive: Archive, office: Office) -> OfficeView:
    tenures = archive.holders[office][-MOST_HOLDERS:]
    rows = tuple(_tenure_row(archive, tenure) for tenure in tenures)
    return OfficeView(archive.holders[office][0].role, _place(archive, office), rows)


def _place(archive: Archive, office: Office) -> Link | None:
    district = optional_link(archive, Kind.DISTRICT, office.district)
    return optional_link(archive, Kind.ORGANIZATION, office.organization) or district


def _career(archive: Archive, person: str) -> tuple[OfficeView, ...]:
    """All offices of a person: those of a place with who came before and after, and those of none."""
    found = [
        (own, _place(archive, office))
        for office in offices_of(archive, person)
        for own in archive.holders[office]
        if own.person == person
    ]
    found += [(own, None) for own in without_a_place(archive, person)]
    found.sort(key=lambda pair: (pair[0].begins, pair[0].first is not None))
    return tuple(_own_office(archive, own, place) for own, place in found[-MOST_OFFICES:])


def _own_office(archive: Archive, own: Tenure, place: Link | None) -> OfficeView:
    before, after = (optional_link(archive, Kind.PERSON, id or None) for id in (own.before, own.after))
    return OfficeView(own.role, place, (_tenure_row(archive, own, own=True),), before, after)


def _tenure_row(archive: Archive, tenure: Tenure, *, own: bool = False) -> TenureRow:
    """A line of the table; the sources of a person's own page stand on it, those of others do not."""
    stated = tuple((archive.meetings[id].date, link(archive, Ref(Kind.MEETING, id))) for id in tenure.stated)
    posts = archive.people[tenure.person].posts
    sources = dict.fromkeys(source for n in tenure.posts if own and (source := posts[n].source))
    person = link(archive, Ref(Kind.PERSON, tenure.person))
    return TenureRow(person, tenure.first, tenure.last, tenure.seen, stated, tenure.count, tuple(sources))


def contradiction_rows(archive: Archive, person: str) -> tuple[ContradictionRow, ...]:
    """Return where meetings state an office of a person on another day than the register."""
    return tuple(
        ContradictionRow(
            role=found.role,
            first=found.post.from_,
            last=found.post.until,
            source=_source(archive.people[person].sources, found.post.source),
            meeting=link(archive, Ref(Kind.MEETING, found.meeting)),
            date=archive.meetings[found.meeting].date,
            meeting_source=_source(archive.meetings[found.meeting].record.sources, found.entry.written.source),
        )
        for found in contradictions(archive, person)
    )


def _source(sources: Iterable[Source], id: str | None) -> Source | None:
    return next((source for source in sources if source.id and source.id == id), None)


# ── places ────────────────────────────────────────────────────────────────────────────────────────────────────────


def lineage_view(archive: Archive, ref: Ref) -> LineageView:
    """Return what a district or organization was and became, step by step, with totals; nothing where it is alone."""
    columns: dict[str, int] = {ref.id: 0}
    _follow(archive, ref, columns, -1)
    before = [id for id in columns if id != ref.id]
    _follow(archive, ref, columns, 1)
    if len(columns) == 1:
        return LineageView()
    ids = sorted(columns, key=lambda id: (columns[id], archive.title(Ref(ref.kind, id)), id))[:MOST_PLACES]
    rows = tuple(_place_row(archive, Ref(ref.kind, id), columns[id]) for id in ids)
    edges = tuple((id, other) for id in ids for other in _successors(archive, Ref(ref.kind, id)) if other in columns)
    return LineageView(rows, edges, _totals(archive, ref, before))


def _follow(archive: Archive, ref: Ref, columns: dict[str, int], step: int) -> None:
    queue = [ref.id]
    for id in queue:
        here = Ref(ref.kind, id)
        following = archive.backlinks[here].predecessors if step < 0 else _successors(archive, here)
        for other in following:
            if other not in columns and other in archive.registers(ref.kind):
                columns[other] = columns[id] + step
                queue.append(other)


def _successors(archive: Archive, ref: Ref) -> tuple[str, ...]:
    successors: tuple[str, ...] = getattr(archive.register(ref), "successors", ())
    return successors


def _place_row(archive: Archive, ref: Ref, column: int) -> PlaceRow:
    record, named = archive.register(ref), link(archive, ref)  # its kind stands beside it, namesake or not
    return PlaceRow(
        id=ref.id,
        link=replace(named, note="") if isinstance(record, model.District) else named,
        kind=record.kind if isinstance(record, model.District) else "",
        first=getattr(record, "from_", None),
        last=getattr(record, "until", None),
        became=tuple(link(archive, Ref(ref.kind, id)) for id in _successors(archive, ref)),
        column=column,
        sources=record.sources,
    )


def _totals(archive: Archive, ref: Ref, before: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
    backs = [archive.backlinks[Ref(ref.kind, id)] for id in (ref.id, *before)]
    found = []
    for name in ("meetings", "speeches", "addressed"):
        own = len(getattr(backs[0], name))
        found.append((name, own, len({key for back in backs for key in getattr(back, name)})))
    return tuple(found) if before else ()


# ── issues ────────────────────────────────────────────────────────────────────────────────────────────────────────


_MOST_QUARTERS = 24


def trend_view(archive: Archive, issue: str) -> TrendView:
    """Return the trend of an issue by quarter, or of a long time by year."""
    trend = archive.trends.get(issue)
    if trend is None:
        return TrendView()
    narrower = tuple(link(archive, Ref(Kind.ISSUE, id)) for id in narrower_of(archive, issue))
    return TrendView(tuple(spans(trend.whole, trend.own)), trend.course.value, narrower)


def spans(whole: Mapping[str, int], own: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    """Yield each quarter from the first to the last with both counts, or each year where there would be too many."""
    quarters = sorted(name for name in whole if "-Q" in name)
    row = list(_quarters(quarters[0], quarters[-1])) if quarters else []
    if not quarters or len(row) > _MOST_QUARTERS or len(quarters) < len(whole):
        yield from _by_year(whole, own)
    else:
        yield from ((name, whole.get(name, 0), own.get(name, 0)) for name in row)


def _quarters(first: str, last: str) -> Iterator[str]:
    year, number = int(first[:4]), int(first[-1])
    while (name := f"{year:04}-Q{number}") <= last:
        yield name
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)


def _by_year(whole: Mapping[str, int], own: Mapping[str, int]) -> Iterator[tuple[str, int, int]]:
    years = sorted({name[:4] for name in whole})
    for year in range(int(years[0]), int(years[-1]) + 1):
        name = f"{year:04}"
        yield name, _of_year(whole, name), _of_year(own, name)


def _of_year(counts: Mapping[str, int], year: str) -> int:
    return sum(count for name, count in counts.items() if name[:4] == year)


# ── series ────────────────────────────────────────────────────────────────────────────────────────────────────────


_MOST_SLOTS = 40


def coverage_view(archive: Archive, series: str, *, long: bool = False) -> CoverageView:
    """Return the rhythm of a series, and the matrices of its meetings; of a long one the latest alone."""
    meetings = archive.backlinks[Ref(Kind.SERIES, series)].meetings
    slots = archive.rhythms.get(series, ())
    return CoverageView(
        slots=tuple(
            SlotRow(slot.name, tuple(link(archive, Ref(Kind.MEETING, id)) for id in slot.meetings))
            for slot in slots[-_MOST_SLOTS:]
        ),
        expected=len(slots),
        missing=sum(not slot.meetings for slot in slots),
        matrices=matrix_views(archive, meetings[-2 * MOST_COLUMNS :])[:1] if long else matrix_views(archive, meetings),
    )


def matrix_views(archive: Archive, meetings: Sequence[str]) -> tuple[MatrixView, ...]:
    """Return what is recorded of each district in these meetings of a series, in parts that fit a page."""
    held = [id for id in meetings if archive.meetings[id].record.status == "held"]
    starts = range(len(held), 0, -MOST_COLUMNS)
    found = (_matrix(archive, held[max(end - MOST_COLUMNS, 0) : end]) for end in starts)
    return tuple(matrix for matrix in found if matrix.rows)


def _matrix(archive: Archive, meetings: Sequence[str]) -> MatrixView:
    found = {id: dict(_recorded(archive, archive.meetings[id])) for id in meetings}
    districts = {id for cells in found.values() for id in cells}
    if districts:
        districts |= {id for meeting in meetings for id in _expected(archive, archive.meetings[meeting])}
    refs = sorted((Ref(Kind.DISTRICT, id) for id in districts), key=lambda ref: (archive.title(ref), ref.id))
    rows = tuple(
        MatrixRow(link(archive, ref), tuple(_cell(archive, ref, id, found[id]) for id in meetings)) for ref in refs
    )
    told = tuple(row for row in rows if any(row.cells)) if len(rows) > MOST_ROWS else rows
    columns = tuple((archive.meetings[id].date, link(archive, Ref(Kind.MEETING, id))) for id in meetings)
    return MatrixView(columns, told, len(rows) - len(told))


def _cell(archive: Archive, ref: Ref, meeting: str, found: Mapping[str, dict[str, None]]) -> tuple[str, ...] | None:
    if ref.id in found:
        return tuple(found[ref.id])
    return () if archive.existed(ref, archive.meetings[meeting].date) else None


def _expected(archive: Archive, meeting: Meeting) -> Iterable[str]:
    """The districts that a conclusion of the meeting addressed, all of them where it said so."""
    return archive.all_districts.get(meeting.date.text, ())


def _recorded(archive: Archive, meeting: Meeting) -> Iterator[tuple[str, dict[str, None]]]:
    cells: dict[str, dict[str, None]] = {}
    for district, what in _marks(archive, meeting):
        cells.setdefault(district, {})[what] = None
    order = ("spoke", "attended", "absent", "addressed", "reported")
    yield from ((id, {what: None for what in order if what in marks}) for id, marks in cells.items())


_PARTS = {Part.SPEAKER: "spoke", Part.CHAIR: "attended", Part.ATTENDEE: "attended", Part.ABSENT: "absent"}


def _marks(archive: Archive, meeting: Meeting) -> Iterator[tuple[str, str]]:
    for entry in meeting.participations:
        if entry.district:
            yield entry.district, _PARTS[entry.part]
    for conclusion in meeting.conclusions:
        refs = [ref.id for ref in conclusion.addressees if ref.kind is Kind.DISTRICT]
        everywhere = archive.all_districts[conclusion.date.text] if conclusion.to_all_districts else ()
        yield from ((id, "addressed") for id in (*refs, *everywhere))
    for report in meeting.follow_ups:
        if report.addressee and report.addressee.kind is Kind.DISTRICT:
            yield report.addressee.id, "reported"


# ── all of it ─────────────────────────────────────────────────────────────────────────────────────────────────────


def history_view(archive: Archive, ref: Ref, *, long: bool = False) -> HistoryView:
    """Return what became of a record over time; of a long one in short, since its years have pages of their own."""
    if ref.kind is Kind.PERSON:
        return HistoryView(office_views(archive, ref), contradiction_rows(archive, ref.id))
    if ref.kind is Kind.ISSUE:
        return HistoryView(trend=trend_view(archive, ref.id))
    if ref.kind is Kind.SERIES:
        return HistoryView(coverage=coverage_view(archive, ref.id, long=long))
    return HistoryView(office_views(archive, ref), lineage=lineage_view(archive, ref))
