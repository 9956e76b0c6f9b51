"""The pages of people, districts, issues, organizations and series: each record's own, and the list of each kind.

A record that comes up often shows the latest on its page and has one page a year beside it, so that no page grows
without end and a new meeting changes only the pages of its own year.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from generator.archive.archive import UNDATED, Appearances, Archive, ParticipationKey
from generator.archive.link import ties
from generator.archive.names import Ref, fold
from generator.records import model
from generator.records.model import Kind
from generator.site import urls
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
)
from generator.site.markdown import Texts, plain_text
from generator.site.page import Heading, Link
from generator.site.sections import NAMES, SINGULAR
from generator.site.views import (
    AppearancesView,
    Counted,
    ListEntry,
    ListGroup,
    ListView,
    Page,
    PostRow,
    RecordView,
    RecordYearView,
    StatedRole,
)

LONG = 300
"""From so many meetings, speeches and conclusions together on a record has pages of its years."""

MEETINGS_OF_A_PART = 100
"""So many meetings of a year stand on one page."""

MOST_TIES = 100
"""So many people, places, issues and organizations are shown that come up together with a record, the most frequent."""

MOST_DATES = 12
"""So many meetings are named that state an office, the latest."""

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


def _record_view(archive: Archive, texts: Texts, ref: Ref, page: str) -> RecordView:
    record, back, tied = archive.register(ref), archive.backlinks[ref], ties(archive, ref)
    related = links(archive, Kind.ISSUE, record.related) if isinstance(record, model.Issue) else ()
    return RecordView(
        kind=SINGULAR[ref.kind],
        label=record.kind if isinstance(record, model.District) else "",
        aliases=tuple(getattr(record, "aliases", ())),
        former_names=tuple(getattr(record, "former_names", ())),
        note=texts.inline(record.note, page),
        description=texts.inline(record.description, page) if isinstance(record, model.Issue) else "",
        first=getattr(record, "from_", None),
        last=getattr(record, "until", None),
        cadence=(record.cadence or "") if isinstance(record, model.Series) else "",
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
        posts=tuple(_post(archive, record, post) for post in record.posts) if isinstance(record, model.Person) else (),
        stated_roles=_stated_roles(archive, back.participations) if ref.kind is Kind.PERSON else (),
        holders=links(archive, Kind.PERSON, back.posts),
        lists=_lists(archive, texts, _latest(back) if is_long(back) else back, page),
        counts={name: len(getattr(back, name)) for name in _LATEST},
        years=_year_links(archive, ref) if is_long(back) else (),
        people=counted(archive, Kind.PERSON, tied.get(Kind.PERSON, ())[:MOST_TIES]),
        districts=counted(archive, Kind.DISTRICT, tied.get(Kind.DISTRICT, ())[:MOST_TIES]),
        issues=counted(archive, Kind.ISSUE, tied.get(Kind.ISSUE, ())[:MOST_TIES]),
        organizations=counted(archive, Kind.ORGANIZATION, tied.get(Kind.ORGANIZATION, ())[:MOST_TIES]),
        same_as=tuple(getattr(record, "same_as", ())),
        sources=record.sources,
    )


def _series_of(archive: Archive, ref: Ref) -> tuple[Link, ...]:
    if ref.kind is not Kind.ORGANIZATION:
        return ()
    return links(archive, Kind.SERIES, archive.backlinks[ref].seats)


def _post(archive: Archive, record: model.Person, post: model.Post) -> PostRow:
    return PostRow(
        role=post.role,
        organization=optional_link(archive, Kind.ORGANIZATION, post.organization),
        district=optional_link(archive, Kind.DISTRICT, post.district),
        first=post.from_,
        last=post.until,
        seen=post.seen,
        source=next((source for source in record.sources if source.id and source.id == post.source), None),
    )


def _stated_roles(archive: Archive, keys: Sequence[ParticipationKey]) -> tuple[StatedRole, ...]:
    """The offices that meetings state, each with the latest meetings that do, in order of their first."""
    found: dict[str, dict[str, None]] = {}
    for key in keys:
        if role := archive.participation(key).written.role:
            found.setdefault(role, {})[key.meeting] = None
    return tuple(_stated_role(archive, role, tuple(meetings)) for role, meetings in found.items())


def _stated_role(archive: Archive, role: str, ids: Sequence[str]) -> StatedRole:
    shown = ids[-MOST_DATES:]
    lines = tuple((archive.meetings[id].date, link(archive, Ref(Kind.MEETING, id))) for id in shown)
    return StatedRole(role, lines, len(ids) - len(shown))


def _record_headings(view: RecordView) -> tuple[Heading, ...]:
    lists = view.lists
    titles = (
        ("years", N_("Year by year"), view.years),
        ("offices", N_("Offices"), view.posts or view.stated_roles),
        ("addressed", N_("What it was told"), lists.addressed if view.kind != "person" else ()),
        ("addressed", N_("Addressed to this person"), lists.addressed if view.kind == "person" else ()),
        ("concluded", N_("Conclusions"), lists.concluded),
        ("meetings", N_("Meetings"), lists.meetings),
        ("speeches", N_("Speeches"), lists.speeches),
        ("mentions", N_("Mentioned in"), lists.mentioned_in),
        ("sources", N_("Sources"), view.sources),
    )
    return tuple(Heading(2, id, title) for id, title, shown in titles if shown)


# ── long records: a page a year ───────────────────────────────────────────────────────────────────────────────────


def is_long(appearances: Appearances) -> bool:
    """Whether a record comes up so often that its page shows only the latest, and each year has a page of its own."""
    return sum(len(getattr(appearances, name)) for name in _LATEST if name != "participations") > LONG


def year_parts(archive: Archive, ref: Ref, year: str) -> int:
    """Return on how many pages a year of a record stands."""
    found = archive.yearly[ref, year]
    return max(1, -(-(len(found.meetings) + len(found.mentioned_in)) // MEETINGS_OF_A_PART))


def record_year_page(archive: Archive, texts: Texts, ref: Ref, year: str, part: int) -> Page:
    """Return what a year brought to a record; of a full year the meetings of one part, counted from 1."""
    page, section = urls.record_year(ref, year, part), urls.listing(ref.kind)
    record = link(archive, ref)
    years = _year_links(archive, ref)
    count = year_parts(archive, ref, year)
    place = next(n for n, counted in enumerate(years) if counted.link.address == urls.record_year(ref, year))
    title = N_("without a year") if year == UNDATED else year
    view = RecordYearView(
        kind=SINGULAR[ref.kind],
        record=record,
        year=title,
        lists=_lists(archive, texts, _part(archive.yearly[ref, year], part), page),
        years=years,
        parts=tuple(Link(urls.record_year(ref, year, n), str(n)) for n in range(1, count + 1)) if count > 1 else (),
        before=years[place + 1].link if place + 1 < len(years) else None,
        after=years[place - 1].link if place > 0 else None,
    )
    trail = (Link(section, NAMES[section]), Link(record.address, record.title))
    return Page(page, "record_year.html", f"{record.title} · {title}", view, section=section, trail=trail)


def _year_links(archive: Archive, ref: Ref) -> tuple[Counted, ...]:
    """The pages of a record's years with the number of meetings, the latest first."""
    return tuple(
        Counted(
            Link(urls.record_year(ref, year), N_("without a year") if year == UNDATED else year),
            len(archive.yearly[ref, year].meetings),
        )
        for year in reversed(archive.backlinks[ref].years)
    )


def _latest(back: Appearances) -> Appearances:
    return Appearances(*(getattr(back, name)[-count:] for name, count in _LATEST.items()))


def _part(year: Appearances, part: int) -> Appearances:
    """What belongs to one part of a year: of the meetings in their order, so many a part."""
    named = set(year.mentioned_in)
    ids = [*year.meetings, *(id for id in year.mentioned_in if id not in year.meetings)]
    own = set(ids[(part - 1) * MEETINGS_OF_A_PART : part * MEETINGS_OF_A_PART])
    return Appearances(
        meetings=tuple(id for id in year.meetings if id in own),
        mentioned_in=tuple(id for id in year.mentioned_in if id in own and id in named),
        participations=tuple(key for key in year.participations if key.meeting in own),
        speeches=tuple(key for key in year.speeches if key.meeting in own),
        concluded=tuple(key for key in year.concluded if key.meeting in own),
        addressed=tuple(key for key in year.addressed if key.meeting in own),
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


def list_page(archive: Archive, kind: Kind) -> Page:
    """Return the list of a kind: people by letter, districts by their kind, the rest by weight."""
    entries = [(_list_entry(archive, Ref(kind, id)), record) for id, record in archive.registers(kind).items()]
    if kind is Kind.PERSON:
        groups = _by_letter([entry for entry, _ in entries])
    elif kind is Kind.DISTRICT:
        groups = _by_district_kind(
            [(entry, record.kind) for entry, record in entries if isinstance(record, model.District)]
        )
    else:
        by_weight = sorted((entry for entry, _ in entries), key=lambda e: (-e.count, fold(e.link.title)))
        groups = (ListGroup("", "", tuple(by_weight)),) if by_weight else ()
    section = urls.listing(kind)
    headings = tuple(Heading(2, group.id, group.title) for group in groups if group.id)
    view = ListView(SINGULAR[kind], groups, len(entries))
    return Page(section, "list.html", NAMES[section], view, section=section, translate=True, headings=headings)


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
    return ", ".join((*getattr(record, "former_names", ()), *getattr(record, "aliases", ())))


def _by_letter(entries: Sequence[ListEntry]) -> tuple[ListGroup, ...]:
    """By the first letter without its diacritics, Đ on its own after D, as Vietnamese orders it."""
    ordered = sorted(entries, key=lambda e: (_letter(e.link.title), fold(e.link.title), e.link.address))
    return tuple(
        ListGroup(
            letter[0] if letter != "D~" else "Đ",
            f"letter-{fold(letter).rstrip('~') or 'x'}{'-d' if letter == 'D~' else ''}",
            tuple(members),
        )
        for letter, members in groupby(ordered, key=lambda e: _letter(e.link.title))
    )


def _letter(name: str) -> str:
    first = name[:1].upper()
    return "D~" if first == "Đ" else fold(first).upper()[:1] or "#"


def _by_district_kind(entries: Sequence[tuple[ListEntry, str]]) -> tuple[ListGroup, ...]:
    order = {
        kind: n
        for n, kind in enumerate(
            ("country", "region", "province", "city", "town", "district", "ward", "commune", "township")
        )
    }
    ordered = sorted(entries, key=lambda e: (order.get(e[1], 99), e[1], fold(e[0].link.title), e[0].link.address))
    return tuple(
        ListGroup(kind, f"kind-{kind}", tuple(entry for entry, _ in members))
        for kind, members in groupby(ordered, key=lambda e: e[1])
    )
