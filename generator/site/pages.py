"""What each page of the site says: the linked archive in, page values out.

One function a kind of page. A page names its template and carries a view (`views`), its title and its place in the
site; how it looks is the templates' business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.archive.archive import Archive, Division, Item, Meeting, Part, Participation, Prose, Speech
from generator.archive.follow_up import Status, status_of
from generator.archive.names import Ref, fold
from generator.config import SiteConfig
from generator.records import model
from generator.records.dates import Date
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
    report,
    speech_row,
)
from generator.site.markdown import Texts, plain_text
from generator.site.page import Heading, Link
from generator.site.views import (
    ConclusionLine,
    ConclusionsView,
    Counted,
    FlowPart,
    HomeView,
    ListEntry,
    ListGroup,
    ListView,
    MeetingsView,
    MeetingView,
    Participant,
    PostRow,
    RecordView,
    Report,
    StatedRole,
    TextView,
)

View = MeetingView | RecordView | ListView | MeetingsView | ConclusionsView | HomeView | TextView


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, before it is rendered."""

    address: str
    template: str
    title: str
    """Plain text: a record's own words, or a message id where `translate`."""
    view: View
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


SECTIONS: tuple[tuple[str, str], ...] = (
    (urls.listing(Kind.MEETING), N_("Meetings")),
    (urls.CONCLUSIONS, N_("Conclusions")),
    (urls.listing(Kind.PERSON), N_("People")),
    (urls.listing(Kind.DISTRICT), N_("Places")),
    (urls.listing(Kind.ISSUE), N_("Issues")),
    (urls.listing(Kind.ORGANIZATION), N_("Organizations")),
    (urls.SEARCH, N_("Search")),
)
"""The navigation: address and message id of each entry."""

FOOTER: tuple[tuple[str, str], ...] = (
    (urls.listing(Kind.SERIES), N_("Series of meetings")),
    ("data/", N_("Data")),
    ("about/", N_("About")),
    ("contribute/", N_("How to contribute")),
    (urls.HELP, N_("Help")),
)
"""Pages that the foot of every page leads to."""

_NAMES = dict(SECTIONS) | dict(FOOTER)
_SINGULAR = {
    Kind.PERSON: "person",
    Kind.DISTRICT: "district",
    Kind.ISSUE: "issue",
    Kind.ORGANIZATION: "organization",
    Kind.SERIES: "series",
}


def archive_pages(archive: Archive, config: SiteConfig, texts: Texts) -> Iterator[Page]:
    """Yield every page that shows records: home, lists, and a page for each record."""
    yield home_page(archive, texts)
    for meeting in archive.meetings.values():
        yield meeting_page(archive, config, texts, meeting)
    yield from meeting_lists(archive)
    for kind in _SINGULAR:
        yield list_page(archive, kind)
        for id in archive.registers(kind):
            yield record_page(archive, texts, Ref(kind, id))
    yield conclusions_page(archive, texts)


# ── meetings ──────────────────────────────────────────────────────────────────────────────────────────────────────


def meeting_page(archive: Archive, config: SiteConfig, texts: Texts, meeting: Meeting) -> Page:
    """Return the page of a meeting."""
    record, page = meeting.record, urls.record(Ref(Kind.MEETING, meeting.id))
    flow, footnotes = _flow(archive, texts, meeting, page)
    before, after = archive.neighbours.get(meeting.id, (None, None))
    further = tuple(id for id in meeting.refs.get(Kind.ORGANIZATION, ()) if id not in meeting.held_by)
    view = MeetingView(
        date=record.date,
        kind=record.kind,
        status=record.status,
        date_note=record.date_note or "",
        part_of_day=record.part_of_day or "",
        start=record.start or "",
        end=record.end or "",
        next_day=bool(record.start and record.end and record.end < record.start),
        period=record.period or "",
        series=optional_link(archive, Kind.SERIES, meeting.series),
        number=record.number,
        part=record.part,
        places=record.places,
        organizations=links(archive, Kind.ORGANIZATION, meeting.held_by),
        districts=links(archive, Kind.DISTRICT, meeting.refs.get(Kind.DISTRICT, ())),
        issues=links(archive, Kind.ISSUE, meeting.refs.get(Kind.ISSUE, ())),
        summary=texts.inline(record.summary, page, meeting),
        participants=_participants(archive, meeting),
        flow=flow,
        footnotes=footnotes,
        conclusions=tuple(conclusion_card(archive, texts, c.key, page) for c in meeting.conclusions),
        follow_ups=_follow_ups(archive, texts, meeting, page),
        documents=record.documents,
        sources=record.sources,
        notes=tuple(texts.inline(note, page, meeting) for note in record.notes),
        further=links(archive, Kind.ORGANIZATION, further),
        mentions=tuple(link(archive, ref) for ref in meeting.mentions),
        before=optional_link(archive, Kind.MEETING, before),
        after=optional_link(archive, Kind.MEETING, after),
    )
    return Page(
        address=page,
        template="meeting.html",
        title=record.title,
        view=view,
        section=urls.listing(Kind.MEETING),
        trail=(Link(urls.listing(Kind.MEETING), _NAMES[urls.listing(Kind.MEETING)]), _year_link(record.date)),
        description=_description(view),
        path=meeting.path,
        language=record.language or config.records_language or config.language,
        headings=_meeting_headings(view),
    )


def _year_link(date: Date) -> Link:
    return Link(urls.year(date), urls.year_name(date) if date.year else N_("without a year"))


def _description(view: MeetingView) -> str:
    if view.summary:
        return plain_text(view.summary)
    first = next((part.html for part in view.flow if part.type == "prose"), "")
    return plain_text(first)[:300]


def _flow(archive: Archive, texts: Texts, meeting: Meeting, page: str) -> tuple[tuple[FlowPart, ...], str]:
    body = texts.body(meeting, page)
    parts = tuple(_flow_part(archive, meeting, part, html) for part, html in zip(meeting.flow, body.parts, strict=True))
    return parts, body.footnotes


def _flow_part(archive: Archive, meeting: Meeting, part: Item | Division | Prose | Speech, html: str) -> FlowPart:
    if isinstance(part, Item):
        return FlowPart(
            "item",
            id=part.address,
            title=part.title,
            issues=links(archive, Kind.ISSUE, part.issues),
            districts=links(archive, Kind.DISTRICT, part.districts),
            documents=part.documents,
            continues=_continues(archive, part.continues),
        )
    if isinstance(part, Division):
        return FlowPart("division", title=part.title, level=part.level)
    if isinstance(part, Prose):
        return FlowPart("prose", html=html)
    return FlowPart(
        "speech",
        id=part.address,
        further_ids=part.addresses[1:],
        html=html,
        speakers=tuple(_participant(archive, meeting, speaker, ()) for speaker in part.speakers),
        continued=part.continued,
    )


def _continues(archive: Archive, target: str | None) -> Link | None:
    if target is None:
        return None
    id, _, item = target.partition("#")
    meeting = archive.meetings.get(id)
    if meeting is None:
        return None
    found = next((i for i in meeting.items if item in {i.slug, i.address}), None)
    title = f"{meeting.record.title}: {found.title}" if found else meeting.record.title
    return Link(urls.record(Ref(Kind.MEETING, id), found.address if found else ""), title)


def _participants(archive: Archive, meeting: Meeting) -> tuple[tuple[str, tuple[Participant, ...]], ...]:
    spoken: dict[tuple[str | None, str], list[str]] = {}
    for speech in meeting.speeches:
        for speaker in speech.speakers:
            spoken.setdefault((speaker.person, speaker.name), []).append(speech.address)
    found = []
    for part in Part:
        members = [p for p in meeting.participations if p.part is part]
        if members:
            rows = tuple(_participant(archive, meeting, p, spoken.get((p.person, p.name), ())) for p in members)
            found.append((part.value, rows))
    return tuple(found)


def _participant(
    archive: Archive, meeting: Meeting, participation: Participation, speeches: Sequence[str]
) -> Participant:
    written = participation.written
    person = archive.people.get(participation.person) if participation.person else None
    return Participant(
        name=participation.name,
        link=optional_link(archive, Kind.PERSON, participation.person if person else None),
        registered=person.name if person and person.name != participation.name else "",
        role=written.role or "",
        quote=written.quote or "",
        district=optional_link(archive, Kind.DISTRICT, participation.district),
        organization=optional_link(archive, Kind.ORGANIZATION, participation.organization),
        kind=participation.kind or "",
        agenda=participation.agenda or "",
        count=written.count,
        reason=written.reason or "",
        source=written.source or "",
        speeches=tuple(speeches),
        silent=participation.part is Part.SPEAKER and not speeches and meeting.record.status == "held",
    )


def _follow_ups(
    archive: Archive, texts: Texts, meeting: Meeting, page: str
) -> tuple[tuple[ConclusionLine, Report], ...]:
    found = []
    for follow_up in meeting.follow_ups:
        conclusion = archive.conclusions.get(follow_up.conclusion)
        if conclusion is not None:
            other = archive.meetings[follow_up.conclusion.meeting]
            line = ConclusionLine(
                Link(urls.conclusion(conclusion.key), other.record.title),
                texts.inline(conclusion.written.text, page, other),
            )
            found.append((line, report(archive, texts, follow_up, page)))
    return tuple(found)


def _meeting_headings(view: MeetingView) -> tuple[Heading, ...]:
    """The table of contents: the agenda, between the fixed parts of the page (message ids, translated later)."""
    found = [Heading(2, "participants", N_("Participants"))] if view.participants else []
    found += [Heading(2, "record", N_("Record"))] if view.flow else []
    found += [Heading(3, part.id, part.title) for part in view.flow if part.type == "item"]
    found += [Heading(2, "conclusions", N_("Conclusions"))] if view.conclusions else []
    found += [Heading(2, "follow-ups", N_("Reports on earlier conclusions"))] if view.follow_ups else []
    found += [Heading(2, "notes", N_("Notes"))] if view.notes else []
    found += [Heading(2, "sources", N_("Sources"))] if view.sources else []
    return tuple(found)


def meeting_lists(archive: Archive) -> Iterator[Page]:
    """Yield the list of all meetings and one of each year."""
    groups = meeting_groups(archive, archive.meetings)
    years = tuple(Counted(Link(g.address, g.name or N_("without a year")), len(g.rows)) for g in groups)
    name = _NAMES[urls.listing(Kind.MEETING)]
    section = urls.listing(Kind.MEETING)
    headings = tuple(Heading(2, f"y{g.name or urls.UNDATED}", g.name or N_("without a year")) for g in groups)
    yield Page(
        section, "meetings.html", name, MeetingsView(years, groups, len(archive.meetings)),
        section=section, translate=True, headings=headings,
    )  # fmt: skip
    for n, group in enumerate(groups):
        later = years[n - 1].link if n > 0 else None
        earlier = years[n + 1].link if n + 1 < len(years) else None
        view = MeetingsView(years, (group,), len(group.rows), earlier, later)
        title = group.name or N_("without a year")
        yield Page(
            group.address, "meetings.html", title, view,
            section=section, trail=(Link(section, name),), translate=True,
        )  # fmt: skip


# ── registers ─────────────────────────────────────────────────────────────────────────────────────────────────────


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
        trail=(Link(section, _NAMES[section]),),
        description=plain_text(view.description or view.note),
        path=archive.paths[ref],
        headings=_record_headings(view),
    )


def _record_view(archive: Archive, texts: Texts, ref: Ref, page: str) -> RecordView:
    record, back = archive.register(ref), archive.backlinks[ref]
    related = links(archive, Kind.ISSUE, record.related) if isinstance(record, model.Issue) else ()
    return RecordView(
        kind=_SINGULAR[ref.kind],
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
        meetings=meeting_groups(archive, back.meetings, back.participations),
        meeting_count=len(back.meetings),
        speeches=tuple(speech_row(archive, texts, speech) for speech in reversed(back.speeches)),
        concluded=tuple(conclusion_card(archive, texts, key, page) for key in reversed(back.concluded)),
        addressed=tuple(conclusion_card(archive, texts, key, page) for key in reversed(back.addressed)),
        people=counted(archive, Kind.PERSON, back.ties.get(Kind.PERSON, ())),
        districts=counted(archive, Kind.DISTRICT, back.ties.get(Kind.DISTRICT, ())),
        issues=counted(archive, Kind.ISSUE, back.ties.get(Kind.ISSUE, ())),
        organizations=counted(archive, Kind.ORGANIZATION, back.ties.get(Kind.ORGANIZATION, ())),
        mentioned_in=tuple(meeting_row(archive, id) for id in reversed(back.mentioned_in)),
        same_as=tuple(getattr(record, "same_as", ())),
        sources=record.sources,
    )


def _series_of(archive: Archive, ref: Ref) -> tuple[Link, ...]:
    if ref.kind is not Kind.ORGANIZATION:
        return ()
    return links(archive, Kind.SERIES, (id for id, series in archive.series.items() if series.organization == ref.id))


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


def _stated_roles(archive: Archive, participations: Iterable[Participation]) -> tuple[StatedRole, ...]:
    """The offices that meetings state, each with the meetings that do, in order of their first."""
    found: dict[str, dict[str, tuple[Date, Link]]] = {}
    for participation in participations:
        if participation.written.role:
            date = archive.meetings[participation.meeting].date
            line = (date, link(archive, Ref(Kind.MEETING, participation.meeting)))
            found.setdefault(participation.written.role, {})[participation.meeting] = line
    return tuple(StatedRole(role, tuple(meetings.values())) for role, meetings in found.items())


def _record_headings(view: RecordView) -> tuple[Heading, ...]:
    titles = (
        ("offices", N_("Offices"), view.posts or view.stated_roles),
        ("addressed", N_("What it was told"), view.addressed if view.kind != "person" else ()),
        ("addressed", N_("Addressed to this person"), view.addressed if view.kind == "person" else ()),
        ("concluded", N_("Conclusions"), view.concluded),
        ("meetings", N_("Meetings"), view.meetings),
        ("speeches", N_("Speeches"), view.speeches),
        ("mentions", N_("Mentioned in"), view.mentioned_in),
        ("sources", N_("Sources"), view.sources),
    )
    return tuple(Heading(2, id, title) for id, title, shown in titles if shown)


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
    view = ListView(_SINGULAR[kind], groups, len(entries))
    return Page(section, "list.html", _NAMES[section], view, section=section, translate=True, headings=headings)


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


# ── conclusions, home ─────────────────────────────────────────────────────────────────────────────────────────────


def conclusions_page(archive: Archive, texts: Texts) -> Page:
    """Return the list of all conclusions, the latest first."""
    cards = [conclusion_card(archive, texts, key, urls.CONCLUSIONS) for key in reversed(tuple(archive.conclusions))]
    groups = tuple(
        (name if name != urls.UNDATED else N_("without a year"), tuple(members))
        for name, members in groupby(cards, key=lambda card: urls.year_name(card.date))
    )
    by_status = Counter(card.status for card in cards)
    view = ConclusionsView(
        groups, len(cards), tuple((s.value, by_status[s.value]) for s in Status if by_status[s.value])
    )
    headings = tuple(Heading(2, f"y{name if name[:1].isdigit() else urls.UNDATED}", name) for name, _ in groups)
    return Page(
        urls.CONCLUSIONS, "conclusions.html", N_("Conclusions"), view,
        section=urls.CONCLUSIONS, translate=True, headings=headings,
    )  # fmt: skip


def home_page(archive: Archive, texts: Texts) -> Page:
    """Return the first page: what this is, what is new, what is open and where to search."""
    ids = list(archive.meetings)
    dated = [m.date for m in archive.meetings.values() if m.date.year]
    awaited = [key for key in archive.conclusions if status_of(archive, key) is Status.OPEN][::-1]
    groups = meeting_groups(archive, archive.meetings)
    view = HomeView(
        latest=tuple(meeting_row(archive, id) for id in ids[::-1][:6]),
        awaited=tuple(conclusion_card(archive, texts, key, urls.HOME) for key in awaited[:4]),
        awaited_total=len(awaited),
        issues=_most(archive, Kind.ISSUE, 14),
        districts=_most(archive, Kind.DISTRICT, 10),
        people=_most(archive, Kind.PERSON, 10),
        meetings=len(ids),
        people_total=len(archive.people),
        districts_total=len(archive.districts),
        speeches=sum(len(m.speeches) for m in archive.meetings.values()),
        conclusions=len(archive.conclusions),
        years=tuple(Counted(Link(g.address, g.name or N_("without a year")), len(g.rows)) for g in groups),
        first=min(dated, key=lambda d: d.sort_key, default=None),
        last=max(dated, key=lambda d: d.sort_key, default=None),
    )
    return Page(urls.HOME, "home.html", N_("Home"), view, translate=True)


def _most(archive: Archive, kind: Kind, number: int) -> tuple[Counted, ...]:
    """The records of a kind that come up in most meetings."""
    found = [
        Counted(link(archive, Ref(kind, id)), len(archive.backlinks[Ref(kind, id)].meetings))
        for id in archive.registers(kind)
    ]
    return tuple(sorted((c for c in found if c.count), key=lambda c: (-c.count, fold(c.link.title)))[:number])
