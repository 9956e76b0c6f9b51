"""What the search finds: an entry for each speech, each conclusion, each meeting, and each record of the registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.archive.archive import Archive, Conclusion, Meeting, Prose, Speech, speakers_of, year_of
from generator.archive.names import Ref
from generator.config import SiteConfig
from generator.records import model
from generator.records.model import Kind
from generator.site import urls
from generator.site.lists import record_districts
from generator.site.markdown import Texts, plain_text
from generator.site.page import SearchEntry
from generator.site.sections import SINGULAR

REGISTERS = "registers"
"""The bundle of everything that is no meeting's."""


def entries_of(archive: Archive, config: SiteConfig, texts: Texts, ref: Ref) -> tuple[SearchEntry, ...]:
    """Return the entries of one record: of a meeting itself, its speeches and conclusions; of others just one."""
    if ref.kind is Kind.MEETING:
        return tuple(_of_meeting(archive, config, texts, archive.meetings[ref.id]))
    return (_of_register(archive, texts, ref),)


def _of_meeting(archive: Archive, config: SiteConfig, texts: Texts, meeting: Meeting) -> Iterator[SearchEntry]:
    page = urls.record(Ref(Kind.MEETING, meeting.id))
    body = texts.body(meeting, page)
    items = {item.slug: item.title for item in meeting.items}
    language = meeting.record.language or config.records_language or config.language
    prose = []
    for part, html in zip(meeting.flow, body.parts, strict=True):
        if isinstance(part, Speech):
            yield _speech(archive, meeting, part, (items.get(part.item, ""), plain_text(html)), language)
        elif isinstance(part, Prose):
            prose.append(plain_text(html))
    for conclusion in meeting.conclusions:
        words = plain_text(texts.inline(conclusion.written.text, page, meeting))
        yield _conclusion(archive, meeting, conclusion, (items.get(conclusion.item, ""), words), language)
    people = _names(archive, Kind.PERSON, meeting.refs.get(Kind.PERSON, ()))
    groups = [p.name for p in meeting.participations if p.person is None]
    text = _sentences(
        *prose,
        *meeting.record.places,
        *people,
        *groups,
        *map(_plain_note(texts, page, meeting), meeting.record.notes),
    )
    yield SearchEntry(
        address=page,
        kind="meeting",
        title=meeting.record.title,
        text=text,
        bundle=year_of(meeting.date),
        date=_date(meeting),
        people=people,
        districts=_names(archive, Kind.DISTRICT, record_districts(meeting)),
        issues=_names(archive, Kind.ISSUE, meeting.refs.get(Kind.ISSUE, ())),
        organizations=_names(archive, Kind.ORGANIZATION, meeting.refs.get(Kind.ORGANIZATION, ())),
        year=_year(meeting),
        language=language,
    )


def _plain_note(texts: Texts, page: str, meeting: Meeting) -> Callable[[str], str]:
    return lambda note: plain_text(texts.inline(note, page, meeting))


def _speech(
    archive: Archive,
    meeting: Meeting,
    speech: Speech,
    words: tuple[str, str],
    language: str,
) -> SearchEntry:
    heading, text = words
    names = " / ".join(speaker.name for speaker in speech.speakers)
    return SearchEntry(
        address=urls.speech(speech),
        kind="speech",
        title=names,
        text=_sentences(heading, text),
        bundle=year_of(meeting.date),
        date=_date(meeting),
        meeting=meeting.record.title,
        role=speech.speakers[0].written.role or "",
        people=_names(archive, Kind.PERSON, speakers_of(speech, "person")),
        districts=_names(archive, Kind.DISTRICT, speakers_of(speech, "district")),
        issues=_names(archive, Kind.ISSUE, speech.issues),
        organizations=_names(archive, Kind.ORGANIZATION, speakers_of(speech, "organization")),
        year=_year(meeting),
        language=language,
    )


def _conclusion(
    archive: Archive,
    meeting: Meeting,
    conclusion: Conclusion,
    words: tuple[str, str],
    language: str,
) -> SearchEntry:
    heading, text = words
    refs = [*([conclusion.by] if conclusion.by else []), *conclusion.addressees]
    districts = [ref.id for ref in refs if ref.kind is Kind.DISTRICT]
    if conclusion.to_all_districts:
        districts += archive.districts_on(conclusion.date)
    return SearchEntry(
        address=urls.conclusion(conclusion.key),
        kind="conclusion",
        title=meeting.record.title,
        text=_sentences(heading, text),
        bundle=year_of(meeting.date),
        date=_date(meeting),
        meeting=meeting.record.title,
        people=_names(archive, Kind.PERSON, (ref.id for ref in refs if ref.kind is Kind.PERSON)),
        districts=_names(archive, Kind.DISTRICT, districts),
        issues=_names(archive, Kind.ISSUE, conclusion.issues),
        organizations=_names(archive, Kind.ORGANIZATION, (ref.id for ref in refs if ref.kind is Kind.ORGANIZATION)),
        year=_year(meeting),
        language=language,
    )


def _of_register(archive: Archive, texts: Texts, ref: Ref) -> SearchEntry:
    record = archive.register(ref)
    page = urls.record(ref)
    others = (*getattr(record, "aliases", ()), *getattr(record, "former_names", ()))
    keys = archive.backlinks[ref].participations if ref.kind is Kind.PERSON else ()
    roles = [archive.participation(key).written.role or "" for key in keys]
    if isinstance(record, model.Person):
        roles += [post.role for post in record.posts]
    description = record.description if isinstance(record, model.Issue) else None
    text = _sentences(
        *others,
        *dict.fromkeys(roles),
        plain_text(texts.inline(description, page)),
        plain_text(texts.inline(record.note, page)),
    )
    own = _names(archive, ref.kind, [ref.id])
    return SearchEntry(
        address=page,
        kind=SINGULAR[ref.kind],
        title=record.name,
        text=text or record.name,
        names=tuple(n for field in ("aliases", "former_names", "terms") for n in getattr(record, field, ())),
        bundle=REGISTERS,
        people=own if ref.kind is Kind.PERSON else (),
        districts=own if ref.kind is Kind.DISTRICT else (),
        issues=own if ref.kind is Kind.ISSUE else (),
        organizations=own if ref.kind is Kind.ORGANIZATION else (),
    )


def _names(archive: Archive, kind: Kind, ids: Iterable[str]) -> tuple[str, ...]:
    """Names as the facets show them; of namesakes, each with its id."""
    refs = [Ref(kind, id) for id in dict.fromkeys(ids)]
    return tuple(f"{t} ({r.id})" if (kind, t := archive.title(r)) in archive.namesakes else t for r in refs)


def _sentences(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _date(meeting: Meeting) -> str:
    start = meeting.date.start
    if start.year is None:
        return ""
    parts = [f"{start.year:04}", *(f"{part:02}" for part in (start.month, start.day) if part is not None)]
    return "-".join(parts)


def _year(meeting: Meeting) -> str:
    return f"{meeting.date.year:04}" if meeting.date.year else ""
