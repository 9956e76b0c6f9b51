"""The pages of meetings: each meeting's own, the list of all and one list a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from generator.archive.archive import (
    UNDATED,
    Archive,
    Division,
    Item,
    Meeting,
    Part,
    Participation,
    Prose,
    Speech,
    year_of,
)
from generator.archive.names import Ref
from generator.config import SiteConfig
from generator.exports.citations import quoted_from
from generator.records.dates import Date
from generator.records.model import Kind
from generator.site import urls
from generator.site.days import months_of
from generator.site.history import spans
from generator.site.interface import N_
from generator.site.lists import (
    cited_lines,
    conclusion_card,
    link_on,
    links,
    links_on,
    meeting_groups,
    optional_link,
    report,
    within,
)
from generator.site.markdown import Texts, plain_text
from generator.site.moved import former_parts
from generator.site.page import Heading, Link
from generator.site.sections import NAMES
from generator.site.views import (
    ConclusionLine,
    Counted,
    FlowPart,
    MeetingsView,
    MeetingView,
    Page,
    Participant,
    Report,
)

LONG = 120
"""From so many meetings on the list of all shows the latest years only; every year has its own."""


def meeting_page(archive: Archive, config: SiteConfig, texts: Texts, id: str) -> Page:
    """Return the page of a meeting."""
    meeting = archive.meetings[id]
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
        organizations=links_on(archive, Kind.ORGANIZATION, meeting.held_by, record.date),
        districts=links_on(archive, Kind.DISTRICT, meeting.refs.get(Kind.DISTRICT, ()), record.date),
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
        further=links_on(archive, Kind.ORGANIZATION, further, record.date),
        mentions=tuple(link_on(archive, ref, record.date) for ref in meeting.mentions),
        before=optional_link(archive, Kind.MEETING, before),
        after=optional_link(archive, Kind.MEETING, after),
        cited=cited_lines(archive, id).get("", ()) if id in archive.citations else (),
        former=former_parts(archive, id),
        quoted_from=quoted_from(meeting, config),
    )
    return Page(
        address=page,
        template="meeting.html",
        title=record.title,
        view=view,
        section=urls.listing(Kind.MEETING),
        trail=(Link(urls.listing(Kind.MEETING), NAMES[urls.listing(Kind.MEETING)]), _year_link(record.date)),
        description=_description(view),
        path=meeting.path,
        language=record.language or config.records_language or config.language,
        headings=_meeting_headings(view),
    )


def _year_link(date: Date) -> Link:
    return Link(urls.year(date), year_of(date) if date.year else N_("without a year"))


def _description(view: MeetingView) -> str:
    if view.summary:
        return plain_text(view.summary)
    first = next((part.html for part in view.flow if part.type == "prose"), "")
    return plain_text(first)[:300]


def _flow(archive: Archive, texts: Texts, meeting: Meeting, page: str) -> tuple[tuple[FlowPart, ...], str]:
    body = texts.body(meeting, page)
    items = {item.slug: item.title for item in meeting.items}
    parts = tuple(_flow_part(archive, part, html, items) for part, html in zip(meeting.flow, body.parts, strict=True))
    return tuple(_with_cited(archive, meeting, part) for part in parts), body.footnotes


def _with_cited(archive: Archive, meeting: Meeting, part: FlowPart) -> FlowPart:
    """A speech or an item with what other meetings refer to in it; nearly all have nothing of the kind."""
    if part.type == "item" and (thread := _thread(archive, meeting.id, part.id.removeprefix("item-"))):
        part = replace(part, thread=thread)
    if meeting.id not in archive.citations or not part.id:
        return part
    known = cited_lines(archive, meeting.id)
    lines = tuple(line for id in (part.id, *part.further_ids) for line in known.get(id, ()))
    return replace(part, cited=lines) if lines else part


def _thread(archive: Archive, meeting: str, item: str) -> tuple[tuple[Date, Link], ...]:
    """The other places at which an item stands that goes on."""
    steps = (step for step in archive.threads.get((meeting, item), ()) if step != (meeting, item))
    return tuple(_step(archive, other, slug) for other, slug in steps)


def _step(archive: Archive, id: str, slug: str) -> tuple[Date, Link]:
    meeting = archive.meetings[id]
    title = next((item.title for item in meeting.items if item.slug == slug), "")
    words = f"{meeting.record.title}: {title}" if title else meeting.record.title
    return meeting.date, within(meeting, urls.record(Ref(Kind.MEETING, id), f"item-{slug}" if slug else ""), words)


def _flow_part(
    archive: Archive, part: Item | Division | Prose | Speech, html: str, items: Mapping[str, str]
) -> FlowPart:
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
        speakers=tuple(_participant(archive, speaker) for speaker in part.speakers),
        continued=part.continued,
        item=items.get(part.item, ""),
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
    return within(meeting, urls.record(Ref(Kind.MEETING, id), found.address if found else ""), title)


def _participants(archive: Archive, meeting: Meeting) -> tuple[tuple[str, tuple[Participant, ...]], ...]:
    """Everybody by part; each speech stands with the one entry that it belongs to."""
    spoken: dict[Participation, list[str]] = {}
    for speech in meeting.speeches:
        for speaker in speech.speakers:
            spoken.setdefault(speaker, []).append(speech.address)
    heard = {_voice(speaker) for speaker in spoken}
    found = []
    for part in Part:
        members = [p for p in meeting.participations if p.part is part]
        if members:
            rows = tuple(
                _participant(archive, p, spoken.get(p, ()), silent=_is_silent(meeting, p, heard)) for p in members
            )
            found.append((part.value, rows))
    return tuple(found)


_Voice = tuple[str | None, str, str | None]


def _voice(participation: Participation) -> _Voice:
    """Who spoke on which item: two entries that agree in this may both be meant by a speech."""
    return participation.person, participation.name, participation.agenda


def _is_silent(meeting: Meeting, participation: Participation, heard: Collection[_Voice]) -> bool:
    """Whether somebody spoke, but no words are recorded."""
    spoke = participation.part is Part.SPEAKER and meeting.record.status == "held"
    return spoke and _voice(participation) not in heard


def _participant(
    archive: Archive, participation: Participation, speeches: Sequence[str] = (), *, silent: bool = False
) -> Participant:
    written = participation.written
    person = archive.people.get(participation.person) if participation.person else None
    date = archive.meetings[participation.meeting].date
    district, organization = participation.district, participation.organization
    return Participant(
        name=participation.name,
        link=optional_link(archive, Kind.PERSON, participation.person if person else None),
        registered=person.name if person and person.name != participation.name else "",
        role=written.role or "",
        quote=written.quote or "",
        district=link_on(archive, Ref(Kind.DISTRICT, district), date) if district else None,
        organization=link_on(archive, Ref(Kind.ORGANIZATION, organization), date) if organization else None,
        kind=participation.kind or "",
        agenda=participation.agenda or "",
        count=written.count,
        reason=written.reason or "",
        source=written.source or "",
        issues=links(archive, Kind.ISSUE, participation.issues),
        speeches=tuple(speeches),
        silent=silent,
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
                within(other, urls.conclusion(conclusion.key)),
                texts.inline(conclusion.written.text, page, other),
            )
            found.append((line, report(archive, texts, follow_up, page)))
    return tuple(found)


def _meeting_headings(view: MeetingView) -> tuple[Heading, ...]:
    """The table of contents: the agenda, between the fixed parts of the page (message ids, translated later).

    The page's own ids begin with `_`: no conclusion, speech or item can have such a one.
    """
    who = N_("Planned participants") if view.status == "announced" else N_("Participants")
    found = [Heading(2, "_participants", who)] if view.participants else []
    found += [Heading(2, "_record", N_("Record"))] if view.flow else []
    found += [Heading(3, part.id, part.title) for part in view.flow if part.type == "item"]
    found += [Heading(2, "_conclusions", N_("Conclusions"))] if view.conclusions else []
    found += [Heading(2, "_follow-ups", N_("Reports on earlier conclusions"))] if view.follow_ups else []
    found += [Heading(2, "_mentions", N_("Also mentioned"))] if view.mentions else []
    found += [Heading(2, "_notes", N_("Notes"))] if view.notes else []
    found += [Heading(2, "_former", N_("Places of old"))] if view.former else []
    found += [Heading(2, "_sources", N_("Sources"))] if view.sources else []
    return tuple(found)


def meetings_page(archive: Archive) -> Page:
    """Return the list of meetings: all, or of a long archive the latest years."""
    section = urls.listing(Kind.MEETING)
    total = sum(len(year.meetings) for year in archive.years.values())
    shown: list[str] = []
    for year in reversed(tuple(archive.years.values())):
        if shown and len(shown) + len(year.meetings) > LONG:
            break
        shown = [*year.meetings, *shown]
    groups = meeting_groups(archive, shown)
    years = year_links(archive)
    earlier = years[len(groups)].link if len(groups) < len(years) else None
    headings = tuple(Heading(2, f"y{g.name or UNDATED}", g.name or N_("without a year")) for g in groups)
    counts = {name: n for year in archive.years.values() for name, n in year.quarters.items()}
    quarters = tuple((name, whole) for name, whole, _ in spans(counts, counts)) if counts else ()
    view = MeetingsView(years, groups, total, _dated(earlier), quarters=quarters)
    return Page(section, "meetings.html", NAMES[section], view, section=section, translate=True, headings=headings)


def meetings_year_page(archive: Archive, year: str) -> Page:
    """Return the list of a year's meetings."""
    section = urls.listing(Kind.MEETING)
    groups = meeting_groups(archive, archive.years[year].meetings)
    years = year_links(archive)
    here = urls.meetings_year(year)
    rows = [row for group in groups for row in group.rows]
    months = months_of(int(year), rows) if year != UNDATED else ()
    view = MeetingsView(years, groups, len(rows), *year_neighbours(years, here), months=months)
    trail, title = (Link(section, NAMES[section]),), N_("without a year") if year == UNDATED else year
    return Page(here, "meetings.html", NAMES[section], view, title, section, trail, translate=True)


def year_neighbours(years: Sequence[Counted], here: str) -> tuple[Link | None, Link | None]:
    """Return the lists of the year before and after one; what has no year stands last, but is nobody's neighbour."""
    place = next(n for n, counted in enumerate(years) if counted.link.address == here)
    if _dated(years[place].link) is None:
        return None, None
    earlier = years[place + 1].link if place + 1 < len(years) else None
    return _dated(earlier), years[place - 1].link if place else None


def _dated(year: Link | None) -> Link | None:
    return year if year and year.title != N_("without a year") else None


def year_links(archive: Archive) -> tuple[Counted, ...]:
    """Return the lists of each year with the number of meetings, the latest first."""
    return tuple(
        Counted(Link(urls.meetings_year(name), N_("without a year") if name == UNDATED else name), len(year.meetings))
        for name, year in reversed(tuple(archive.years.items()))
    )
