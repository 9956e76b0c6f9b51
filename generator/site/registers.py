"""The pages of people, districts, issues, organizations and series: each record's own, and the list of each kind.

A record that comes up often shows the latest on its page and has one page a year beside it, so that no page grows
without end and a new meeting changes only the pages of its own year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from generator.archive.archive import UNDATED, Appearances, Archive, Tie
from generator.archive.link import ties
from generator.archive.names import Ref, fold
from generator.archive.status import Status
from generator.records import model
from generator.records.model import Kind, former_names_of
from generator.site import urls
from generator.site.alphabet import last_word, last_word_key, letter, sort_key
from generator.site.history import history_view, matrix_views
from generator.site.interface import N_
from generator.site.lists import (
    conclusion_card,
    counted,
    latest_office,
    link,
    links,
    meeting_groups,
    meeting_row,
    optional_link,
    speech_row,
    standing,
)
from generator.site.markdown import Texts, plain_text
from generator.site.page import Heading, Link
from generator.site.sections import NAMES, SINGULAR
from generator.site.story import story_of
from generator.site.views import (
    AppearancesView,
    Counted,
    ListEntry,
    ListGroup,
    ListView,
    MergedView,
    Page,
    Point,
    RecordView,
    RecordYearView,
    YearPart,
)

LONG = 300
"""From so many meetings, speeches and conclusions together on a record has pages of its years."""

MEETINGS_OF_A_PART = 100
"""So many meetings of a year stand on one page."""

MOST_TIES = 100
"""So many people, places, issues and organizations are shown that come up together with a record, the most frequent."""

_LATEST = {
    "meetings": 20,
    "mentioned_in": 10,
    "participations": 60,
    "speeches": 20,
    "concluded": 10,
    "addressed": 20,
}
"""How many of each list the page of a long record shows."""


def record_page(archive: Archive, texts: Texts, ref: Ref) -> Page:
    """Return the page of a person, district, issue, organization or series."""
    record = archive.register(ref)
    page, section = urls.record(ref), urls.listing(ref.kind)
    view = _record_view(archive, texts, ref, page)
    return Page(
        address=page,
        template="record.html",
        title=record.name,
        view=view,
        section=section,
        trail=(Link(section, NAMES[section]),),
        description=plain_text(view.description or view.note),
        path=archive.paths[ref],
        headings=_record_headings(view),
    )


def merged_page(archive: Archive, texts: Texts, ref: Ref) -> Page:
    """Return the page of a record that became part of another: no address dies, but all is told on one page."""
    record, page, section = archive.register(ref), urls.record(ref), urls.listing(ref.kind)
    return Page(
        address=page,
        template="merged.html",
        title=record.name,
        view=MergedView(link(archive, archive.targets[ref]), texts.inline(record.note, page)),
        section=section,
        trail=(Link(section, NAMES[section]),),
        path=archive.paths[ref],
        moved_to=urls.record(archive.targets[ref]),
        listed=False,
    )


def _record_view(archive: Archive, texts: Texts, ref: Ref, page: str) -> RecordView:
    record, back, tied = archive.register(ref), archive.backlinks[ref], ties(archive, ref)
    related = links(archive, Kind.ISSUE, record.related) if isinstance(record, model.Issue) else ()
    return RecordView(
        kind=SINGULAR[ref.kind],
        label=record.kind if isinstance(record, model.District) else "",
        aliases=tuple(getattr(record, "aliases", ())),
        former_names=tuple((former.name, former.from_, former.until) for former in getattr(record, "former_names", ())),
        note=texts.inline(record.note, page),
        description=texts.inline(record.description, page) if isinstance(record, model.Issue) else "",
        first=getattr(record, "from_", None),
        last=getattr(record, "until", None),
        cadence=(record.cadence or "") if isinstance(record, model.Series) else "",
        coordinates=_coordinates(record),
        parent=optional_link(archive, ref.kind, getattr(record, "parent", None)),
        organization=optional_link(archive, Kind.ORGANIZATION, getattr(record, "organization", None)),
        district=optional_link(archive, Kind.DISTRICT, getattr(record, "district", None)),
        broader=optional_link(archive, Kind.ISSUE, getattr(record, "broader", None)),
        narrower=links(archive, ref.kind, back.children) if ref.kind is Kind.ISSUE else (),
        related=related,
        terms=record.terms if isinstance(record, model.Issue) else (),
        predecessors=links(archive, ref.kind, back.predecessors),
        successors=links(archive, ref.kind, getattr(record, "successors", ())),
        children=links(archive, ref.kind, back.children) if ref.kind is not Kind.ISSUE else (),
        series=_series_of(archive, ref),
        merged=links(archive, ref.kind, back.merged),
        holders=links(archive, Kind.PERSON, _without_merged(archive, back.posts)),
        lists=_lists(archive, texts, _latest(back) if is_long(back) else back, page),
        counts={name: len(getattr(back, name)) for name in _LATEST},
        years=_year_links(archive, ref) if is_long(back) else (),
        people=counted(archive, Kind.PERSON, _tied_people(archive, tied.get(Kind.PERSON, ()))),
        districts=counted(archive, Kind.DISTRICT, tied.get(Kind.DISTRICT, ())[:MOST_TIES]),
        issues=counted(archive, Kind.ISSUE, tied.get(Kind.ISSUE, ())[:MOST_TIES]),
        organizations=counted(archive, Kind.ORGANIZATION, tied.get(Kind.ORGANIZATION, ())[:MOST_TIES]),
        same_as=tuple(getattr(record, "same_as", ())),
        sources=record.sources,
        history=history_view(archive, ref, long=is_long(back)),
        statuses=_statuses(archive, ref),
        story=story_of(archive, ref, tied),
    )


def _statuses(archive: Archive, ref: Ref) -> tuple[tuple[str, int], ...]:
    """How far the conclusions are that were addressed to a record; of an issue or a series, its own."""
    back = archive.backlinks[ref]
    keys = back.concluded if ref.kind in {Kind.ISSUE, Kind.SERIES} else back.addressed
    counts = Counter(archive.standings[key].status for key in keys)
    return tuple((status.value, counts[status]) for status in Status if counts[status])


def _without_merged(archive: Archive, people: Iterable[str]) -> tuple[str, ...]:
    """People, each once, under the record that they stand in now."""
    return tuple(dict.fromkeys(archive.targets[Ref(Kind.PERSON, id)].id for id in people))


def _tied_people(archive: Archive, tied: Sequence[Tie]) -> tuple[Tie, ...]:
    """Meetings name nobody by a merged record, but a post may be all that ties somebody."""
    met = tuple(tie for tie in tied if tie.meetings)
    known = {tie.id for tie in met}
    by_post = _without_merged(archive, (tie.id for tie in tied if not tie.meetings))
    return (*met, *(Tie(id, 0) for id in by_post if id not in known))[:MOST_TIES]


def _coordinates(record: model.Register) -> str:
    if not isinstance(record, model.District) or record.coordinates is None:
        return ""
    return f"{record.coordinates.lat}, {record.coordinates.lon}"


def _series_of(archive: Archive, ref: Ref) -> tuple[Link, ...]:
    if ref.kind is not Kind.ORGANIZATION:
        return ()
    return links(archive, Kind.SERIES, archive.backlinks[ref].seats)


def _record_headings(view: RecordView) -> tuple[Heading, ...]:
    found = [Heading(2, "offices", N_("Offices"))] if view.history.offices else []
    history = view.history
    found += [Heading(2, "lineage", N_("What it was and what it became"))] if history.lineage.rows else []
    found += [Heading(2, "trend", N_("Over time"))] if history.trend.rows else []
    found += [Heading(2, "coverage", N_("What the archive holds of it"))] if history.coverage.slots else []
    found += [Heading(2, "matrix", N_("Place by place"))] if history.coverage.matrices else []
    found += [Heading(2, "years", N_("Year by year"))] if view.years else []
    found += _list_headings(view.kind, view.lists)
    found += [Heading(2, "_sources", N_("Sources"))] if view.sources else []
    return tuple(found)


def _list_headings(kind: str, lists: AppearancesView) -> tuple[Heading, ...]:
    titles = (
        ("addressed", N_("What it was told"), lists.addressed if kind != "person" else ()),
        ("addressed", N_("Addressed to this person"), lists.addressed if kind == "person" else ()),
        ("concluded", N_("Conclusions"), lists.concluded),
        ("meetings", N_("Meetings"), lists.meetings),
        ("speeches", N_("Speeches"), lists.speeches),
        ("mentions", N_("Mentioned in"), lists.mentioned_in),
    )
    return tuple(Heading(2, id, title) for id, title, shown in titles if shown)


# ── long records: a page a year ───────────────────────────────────────────────────────────────────────────────────


def is_long(appearances: Appearances) -> bool:
    """Whether a record comes up so often that its page shows only the latest, and each year has a page of its own."""
    return sum(len(getattr(appearances, name)) for name in _LATEST if name != "participations") > LONG


def year_parts(archive: Archive, ref: Ref, year: str) -> tuple[int, ...]:
    """Return the pages on which a year of a record stands: full parts counted from 1, and last the latest, as 0.

    So a new meeting changes the latest alone, which is where a year's own address leads.
    """
    found = archive.yearly[ref, year]
    ids = {*found.meetings, *found.mentioned_in}
    return (*range(1, -(-len(ids) // MEETINGS_OF_A_PART)), 0)


def record_year_page(archive: Archive, texts: Texts, ref: Ref, year: str, part: int) -> Page:
    """Return what a year brought to a record; of a full year the meetings of one part."""
    page, section = urls.record_year(ref, year, part), urls.listing(ref.kind)
    record, found = archive.register(ref), archive.yearly[ref, year]
    parts = year_parts(archive, ref, year)
    own = _part(archive, ref, year, part)
    before, after = _neighbours(archive, ref, year, part)
    view = RecordYearView(
        kind=SINGULAR[ref.kind],
        label=record.kind if isinstance(record, model.District) else "",
        record=link(archive, ref),
        year=_year_title(year),
        lists=_lists(archive, texts, own, page),
        years=_year_links(archive, ref),
        counts={name: len(getattr(found, name)) for name in _LATEST},
        parts=tuple(_year_part(archive, ref, year, n) for n in reversed(parts)) if len(parts) > 1 else (),
        before=before,
        after=after,
        matrices=matrix_views(archive, own.meetings) if ref.kind is Kind.SERIES else (),
    )
    trail = (Link(section, NAMES[section]), Link(urls.record(ref), record.name))
    matrix = [Heading(2, "matrix", N_("Place by place"))] if view.matrices else []
    headings = (*matrix, *_list_headings(view.kind, view.lists), Heading(2, "years", N_("Year by year")))
    return Page(page, "record_year.html", record.name, view, view.year, section, trail, headings=headings)


def _year_title(year: str) -> str:
    return N_("without a year") if year == UNDATED else year


def _year_part(archive: Archive, ref: Ref, year: str, part: int) -> YearPart:
    own = _part(archive, ref, year, part)
    ends = [ids[n] for ids in (own.meetings, own.mentioned_in) if ids for n in (0, -1)]
    dates = sorted((archive.meetings[id].date for id in ends), key=lambda date: date.sort_key)
    return YearPart(urls.record_year(ref, year, part), dates[0], dates[-1])


def _neighbours(archive: Archive, ref: Ref, year: str, part: int) -> tuple[Link | None, Link | None]:
    """The page before and the one after: of the same year, or of the years next to it. What is undated has none."""
    years = [year for year in archive.backlinks[ref].years if year != UNDATED]
    if year == UNDATED:
        years = [UNDATED]
    near = years[max(years.index(year) - 1, 0) : years.index(year) + 2]
    row = [(name, n) for name in near for n in year_parts(archive, ref, name)]
    place = row.index((year, part))
    links = [_part_link(archive, ref, *pair) for pair in row]
    return links[place - 1] if place else None, links[place + 1] if place + 1 < len(row) else None


def _part_link(archive: Archive, ref: Ref, year: str, part: int) -> Link:
    count = len(year_parts(archive, ref, year))
    words = _year_title(year) if count == 1 else f"{_year_title(year)} · {part or count}/{count}"
    return Link(urls.record_year(ref, year, part), words)


def _year_links(archive: Archive, ref: Ref) -> tuple[Counted, ...]:
    """The pages of a record's years with the number of meetings, the latest first."""
    return tuple(
        Counted(
            Link(urls.record_year(ref, year), _year_title(year)),
            len(archive.yearly[ref, year].meetings),
        )
        for year in reversed(archive.backlinks[ref].years)
    )


def _latest(back: Appearances) -> Appearances:
    return Appearances(*(getattr(back, name)[-count:] for name, count in _LATEST.items()))


def _part(archive: Archive, ref: Ref, year: str, part: int) -> Appearances:
    """What belongs to one part of a year: of the meetings in their order, so many a part."""
    whole, count = archive.yearly[ref, year], len(year_parts(archive, ref, year))
    if count == 1:
        return whole
    number, ids = part or count, {*whole.meetings, *whole.mentioned_in}
    ordered = [id for id in archive.years[year].meetings if id in ids]
    own = set(ordered[(number - 1) * MEETINGS_OF_A_PART : number * MEETINGS_OF_A_PART])
    return Appearances(
        meetings=tuple(id for id in whole.meetings if id in own),
        mentioned_in=tuple(id for id in whole.mentioned_in if id in own),
        participations=tuple(key for key in whole.participations if key.meeting in own),
        speeches=tuple(key for key in whole.speeches if key.meeting in own),
        concluded=tuple(key for key in whole.concluded if key.meeting in own),
        addressed=tuple(key for key in whole.addressed if key.meeting in own),
    )


def _lists(archive: Archive, texts: Texts, found: Appearances, page: str) -> AppearancesView:
    return AppearancesView(
        meetings=meeting_groups(archive, found.meetings, found.participations),
        speeches=tuple(speech_row(archive, texts, key) for key in reversed(found.speeches)),
        concluded=tuple(conclusion_card(archive, texts, key, page) for key in reversed(found.concluded)),
        addressed=tuple(conclusion_card(archive, texts, key, page) for key in reversed(found.addressed)),
        mentioned_in=tuple(meeting_row(archive, id) for id in reversed(found.mentioned_in)),
    )


# ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def list_page(archive: Archive, kind: Kind, language: str) -> Page:
    """Return the list of a kind, in the order of a language: people by letter, places by their kind, else by weight."""
    records = archive.registers(kind)
    entries = [(_list_entry(archive, Ref(kind, id)), records[id]) for id in standing(archive, kind)]
    points: tuple[Point, ...] = ()
    if kind is Kind.PERSON:
        groups = _by_letter([entry for entry, _ in entries], language)
    elif kind is Kind.DISTRICT:
        places = [(entry, record) for entry, record in entries if isinstance(record, model.District)]
        groups = _by_district_kind([(entry, record.kind) for entry, record in places], language)
        points = tuple(_points(places))
    else:
        by_weight = sorted((entry for entry, _ in entries), key=lambda e: (-e.count, sort_key(e.link.title, language)))
        groups = (ListGroup("", "", tuple(by_weight)),) if by_weight else ()
    section = urls.listing(kind)
    view = ListView(SINGULAR[kind], groups, len(entries), points)
    headings = tuple(Heading(2, group.id, group.title) for group in groups if group.id)
    return Page(section, "list.html", NAMES[section], view, section=section, translate=True, headings=headings)


def last_words_page(archive: Archive, language: str) -> Page:
    """Return the list of people by the last word of their names: by given name, as Vietnamese lists are."""
    entries = [_list_entry(archive, Ref(Kind.PERSON, id)) for id in standing(archive, Kind.PERSON)]
    section = urls.listing(Kind.PERSON)
    view = ListView("person", _by_letter(entries, language, by_last_word=True), len(entries))
    trail = (Link(section, NAMES[section]),)
    return Page(
        urls.LAST_WORDS, "list.html", N_("People by the last word of their names"), view, section=section, trail=trail,
        translate=True,
    )  # fmt: skip


def _points(places: Iterable[tuple[ListEntry, model.District]]) -> Iterator[Point]:
    """The places of which a record says where they are, the most frequent first."""
    known = [(entry, place.coordinates) for entry, place in places if place.coordinates]
    for entry, middle in sorted(known, key=lambda pair: (-pair[0].count, pair[0].link.address)):
        yield Point(entry.link, middle.lat, middle.lon, entry.count)


def _list_entry(archive: Archive, ref: Ref) -> ListEntry:
    back, record = archive.backlinks[ref], archive.register(ref)
    last = archive.meetings[back.meetings[-1]].date if back.meetings else None
    return ListEntry(
        link=link(archive, ref),
        detail=_detail(archive, ref, record),
        count=len(back.meetings),
        last=last,
        further=links(archive, ref.kind, getattr(record, "successors", ())),
    )


def _detail(archive: Archive, ref: Ref, record: model.Register) -> str:
    """What tells a record from its namesakes: the last office stated, or the other names."""
    if isinstance(record, model.Person):
        return latest_office(archive, ref.id)
    if isinstance(record, model.Issue):
        return plain_text(record.description or "")
    return ", ".join((*former_names_of(record), *getattr(record, "aliases", ())))


def _by_letter(entries: Sequence[ListEntry], language: str, *, by_last_word: bool = False) -> tuple[ListGroup, ...]:
    """By the letters of the language, those of the whole name or of its last word."""
    key, word = (last_word_key, last_word) if by_last_word else (sort_key, str)
    ordered = sorted(entries, key=lambda e: (key(e.link.title, language), e.link.address))
    found = [
        (first, tuple(members))
        for first, members in groupby(ordered, key=lambda e: letter(word(e.link.title), language))
    ]
    return tuple(ListGroup(first, _letter_id(first), members) for first, members in found)


def _letter_id(first: str) -> str:
    """A fragment of ASCII for a letter: those that look alike without marks have their code point behind."""
    plain = fold(first)
    return f"letter-{plain if plain.isalpha() else 'x'}" + ("" if first.isascii() else f"-{ord(first):x}")


def _by_district_kind(entries: Sequence[tuple[ListEntry, str]], language: str) -> tuple[ListGroup, ...]:
    order = {
        kind: n
        for n, kind in enumerate(
            ("country", "region", "province", "city", "town", "district", "ward", "commune", "township")
        )
    }
    ordered = sorted(
        entries, key=lambda e: (order.get(e[1], 99), e[1], sort_key(e[0].link.title, language), e[0].link.address)
    )
    return tuple(
        ListGroup(kind, f"kind-{kind}", tuple(entry for entry, _ in members))
        for kind, members in groupby(ordered, key=lambda e: e[1])
    )
