"""What the search finds: an entry for each speech, each conclusion, each meeting, and each record of the registers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.archive.archive import Archive, Conclusion, Meeting, Prose, Speech, speakers_of, year_of
from generator.archive.follow_up import status_of
from generator.archive.names import Ref
from generator.config import SiteConfig
from generator.records import model
from generator.records.model import Kind, former_names_of
from generator.site import urls
from generator.site.interface import Interface
from generator.site.lists import is_merged, link, record_districts
from generator.site.markdown import Texts, plain_text
from generator.site.page import SearchEntry
from generator.site.pieces import called
from generator.site.sections import SINGULAR

REGISTERS = "registers"
"""The bundle of everything that is no meeting's."""


def entries_of(
    archive: Archive, config: SiteConfig, texts: Texts, ref: Ref, interface: Interface | None = None
) -> tuple[SearchEntry, ...]:
    """Return the entries of one record: of a meeting itself, its speeches and conclusions; of others just one.

    A merged record has none. With the interface's words districts of one name are told apart by their kind, without
    them by their id.
    """
    naming = _Naming(archive, interface)
    if ref.kind is Kind.MEETING:
        return tuple(_of_meeting(naming, config, texts, archive.meetings[ref.id]))
    return () if is_merged(archive, ref) else (_of_register(naming, texts, ref),)


@dataclass(frozen=True, slots=True)
class _Naming:
    """Calls records as the facets of the search show them: no two by the same words."""

    archive: Archive
    interface: Interface | None

    def names(self, kind: Kind, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.name(Ref(kind, id)) for id in dict.fromkeys(ids))

    def name(self, ref: Ref) -> str:
        title = self.archive.title(ref)
        bearers = self.archive.namesakes.get((ref.kind, title))
        if bearers is None:
            return title
        words = self.told_apart(ref)
        others = (self.told_apart(Ref(ref.kind, id)) for id in bearers if id != ref.id)
        return f"{title} ({ref.id})" if words in others else words

    def kind_of(self, record: model.Register) -> str:
        """What a place is, in the reader's words: people type it before its name."""
        if self.interface is None or not isinstance(record, model.District) or record.kind is None:
            return ""
        return self.interface.label("district", record.kind)

    def told_apart(self, ref: Ref) -> str:
        """A name with what tells it from others; merged records need none."""
        found = link(self.archive, ref)
        if self.interface is None and ref.kind is Kind.DISTRICT and found.note:
            return f"{found.title} ({ref.id})"
        return called(self.interface, found)


def _of_meeting(naming: _Naming, config: SiteConfig, texts: Texts, meeting: Meeting) -> Iterator[SearchEntry]:
    page = urls.record(Ref(Kind.MEETING, meeting.id))
    body = texts.body(meeting, page)
    items = {item.slug: item.title for item in meeting.items}
    language = meeting.record.language or config.records_language or config.language
    prose = []
    for part, html in zip(meeting.flow, body.parts, strict=True):
        if isinstance(part, Speech):
            yield _speech(naming, meeting, part, (items.get(part.item, ""), plain_text(html)), language)
        elif isinstance(part, Prose):
            prose.append(plain_text(html))
    for conclusion in meeting.conclusions:
        words = plain_text(texts.inline(conclusion.written.text, page, meeting))
        yield _conclusion(naming, meeting, conclusion, (items.get(conclusion.item, ""), words), language)
    people = naming.names(Kind.PERSON, meeting.refs.get(Kind.PERSON, ()))
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
        districts=naming.names(Kind.DISTRICT, record_districts(meeting)),
        issues=naming.names(Kind.ISSUE, meeting.refs.get(Kind.ISSUE, ())),
        organizations=naming.names(Kind.ORGANIZATION, meeting.refs.get(Kind.ORGANIZATION, ())),
        names=_other_names_of(
            naming.archive,
            *(Ref(Kind.DISTRICT, id) for id in record_districts(meeting)),
            *(Ref(Kind.ORGANIZATION, id) for id in meeting.refs.get(Kind.ORGANIZATION, ())),
        ),
        year=_year(meeting),
        language=language,
    )


def _plain_note(texts: Texts, page: str, meeting: Meeting) -> Callable[[str], str]:
    return lambda note: plain_text(texts.inline(note, page, meeting))


def _speech(
    naming: _Naming,
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
        names=_other_names_of(
            naming.archive,
            *(
                Ref(kind, id)
                for kind, of in (
                    (Kind.PERSON, "person"),
                    (Kind.DISTRICT, "district"),
                    (Kind.ORGANIZATION, "organization"),
                )
                for id in speakers_of(speech, of)
            ),
        ),
        people=naming.names(Kind.PERSON, speakers_of(speech, "person")),
        districts=naming.names(Kind.DISTRICT, speakers_of(speech, "district")),
        issues=naming.names(Kind.ISSUE, speech.issues),
        organizations=naming.names(Kind.ORGANIZATION, speakers_of(speech, "organization")),
        year=_year(meeting),
        language=language,
    )


def _conclusion(
    naming: _Naming,
    meeting: Meeting,
    conclusion: Conclusion,
    words: tuple[str, str],
    language: str,
) -> SearchEntry:
    heading, text = words
    refs = [*([conclusion.by] if conclusion.by else []), *conclusion.addressees]
    districts = [ref.id for ref in refs if ref.kind is Kind.DISTRICT]
    if conclusion.to_all_districts:
        districts += naming.archive.all_districts[conclusion.date.text]
    return SearchEntry(
        address=urls.conclusion(conclusion.key),
        kind="conclusion",
        title=meeting.record.title,
        text=_sentences(heading, text),
        bundle=year_of(meeting.date),
        date=_date(meeting),
        meeting=meeting.record.title,
        people=naming.names(Kind.PERSON, (ref.id for ref in refs if ref.kind is Kind.PERSON)),
        districts=naming.names(Kind.DISTRICT, districts),
        issues=naming.names(Kind.ISSUE, conclusion.issues),
        organizations=naming.names(Kind.ORGANIZATION, (ref.id for ref in refs if ref.kind is Kind.ORGANIZATION)),
        names=_other_names_of(naming.archive, *refs, *(Ref(Kind.DISTRICT, id) for id in districts)),
        status=status_of(naming.archive, conclusion.key).value,
        year=_year(meeting),
        language=language,
    )


def _of_register(naming: _Naming, texts: Texts, ref: Ref) -> SearchEntry:
    archive = naming.archive
    record = archive.register(ref)
    page = urls.record(ref)
    others = (*getattr(record, "aliases", ()), *former_names_of(record))
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
    own = naming.names(ref.kind, [ref.id])
    return SearchEntry(
        address=page,
        kind=SINGULAR[ref.kind],
        title=record.name,
        text=text or record.name,
        role=naming.kind_of(record),
        names=_other_names(archive, ref),
        bundle=REGISTERS,
        people=own if ref.kind is Kind.PERSON else (),
        districts=own if ref.kind is Kind.DISTRICT else (),
        issues=own if ref.kind is Kind.ISSUE else (),
        organizations=own if ref.kind is Kind.ORGANIZATION else (),
    )


def _other_names(archive: Archive, ref: Ref) -> tuple[str, ...]:
    """Under which names a record is found as well: all that its register has, and those of records merged into it."""
    record = archive.register(ref)
    names = [*getattr(record, "aliases", ()), *former_names_of(record), *getattr(record, "terms", ())]
    names += (name for id in _predecessors(archive, ref) for name in _all_names(archive.register(Ref(ref.kind, id))))
    names += [archive.title(Ref(ref.kind, id)) for id in archive.backlinks[ref].merged]
    # A term's `*` stands for any ending.
    return tuple(dict.fromkeys(name for name in (name.rstrip("*") for name in names) if name and name != record.name))


def _other_names_of(archive: Archive, *refs: Ref) -> tuple[str, ...]:
    """The other names of all whom an entry names: who looks for one of them means it as well."""
    records = [archive.register(ref) for ref in dict.fromkeys(refs)]
    return tuple(dict.fromkeys(name for record in records for name in _all_names(record)[1:]))


def _all_names(record: model.Register) -> tuple[str, ...]:
    return record.name, *getattr(record, "aliases", ()), *former_names_of(record)


def _predecessors(archive: Archive, ref: Ref) -> Iterator[str]:
    """What a place or a body was before, step by step: who looks for that means it as well."""
    found = {ref.id: None}
    queue = [ref.id]
    for id in queue:
        for before in archive.backlinks[Ref(ref.kind, id)].predecessors:
            if before not in found and before in archive.registers(ref.kind):
                found[before] = None
                queue.append(before)
                yield before


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
