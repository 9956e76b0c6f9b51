"""Popolo: people, organizations, offices, areas, meetings and speeches, as tools for parliaments read them.

Properties are those of https://www.popoloproject.com/specs/. Popolo knows years, months and days; of a date that says
more than these (about, or a span) its beginning and end are given, and of one without a year nothing. Large archives
have meetings and speeches in a file a year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from generator.archive.archive import Archive, Meeting, Speech
from generator.archive.names import Ref
from generator.exports.export import Export, ExportFile, Publication, parts_of, years_in
from generator.exports.fields import Plain, json_line
from generator.exports.linked import filled, reference
from generator.records import model
from generator.records.dates import Date, Day
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_

_ADDRESS = "data/popolo.json"

_Class = tuple[str, Iterable[Plain]]
"""A class of Popolo by the name of its list, with its objects."""


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    make = partial(_registers, publication=publication)
    yield ExportFile(_ADDRESS, make, N_("People, organizations, offices and places"))
    for part in filter(None, parts_of(archive)):
        count = sum(len(archive.years[year].meetings) for year in years_in(archive, part))
        of_year = partial(_meetings_file, publication=publication, part=part)
        yield ExportFile(f"data/popolo{part}.json", of_year, N_("Meetings and speeches"), count)


def _registers(archive: Archive, publication: Publication) -> Iterator[bytes]:
    years = years_in(archive, "") if parts_of(archive) == ("",) else ()
    classes: list[_Class] = [
        ("persons", (_person(publication, id, person) for id, person in archive.people.items())),
        ("organizations", _organizations(archive, publication)),
        ("posts", _posts(archive)),
        ("memberships", _memberships(archive)),
        ("areas", (_area(id, district) for id, district in archive.districts.items())),
    ]
    return _file([*classes, *_of_years(archive, publication, years)] if years else classes)


def _meetings_file(archive: Archive, publication: Publication, part: str) -> Iterator[bytes]:
    return _file(_of_years(archive, publication, years_in(archive, part)))


def _of_years(archive: Archive, publication: Publication, years: Sequence[str]) -> list[_Class]:
    def meetings() -> Iterator[Meeting]:
        return (archive.meetings[id] for year in years for id in archive.years[year].meetings)

    return [
        ("events", (_event(archive, publication, meeting) for meeting in meetings())),
        ("speeches", (found for meeting in meetings() for found in _speeches(publication, meeting))),
    ]


def _file(classes: Iterable[_Class]) -> Iterator[bytes]:
    """All classes in one object, each object of them on a line of its own."""
    before = b"{"
    for name, objects in classes:
        yield before + b'"' + name.encode() + b'":['
        first = True
        for found in objects:
            yield (b"\n" if first else b",\n") + json_line(found)
            first = False
        yield b"]"
        before = b",\n"
    yield b"}\n"


# ── dates ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _start(date: Date | None) -> str:
    return _day(date.start, date.first.isoformat()) if date and date.year else ""


def _end(date: Date | None) -> str:
    if date is None or not date.year:
        return ""
    return _day(date.end or date.start, date.last.isoformat())


def _day(day: Day, whole: str) -> str:
    """As much of a day as is known."""
    return whole if day.day else whole[:7] if day.month else whole[:4]


# ── registers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _other_names(record: model.Person | model.District | model.Organization) -> list[Plain]:
    found: list[Plain] = [{"name": name} for name in record.aliases]
    return found + [
        {"name": former.name, "note": "former"} | filled(start_date=_start(former.from_), end_date=_end(former.until))
        for former in record.former_names
    ]


def _sources(record: model.Record) -> list[Plain]:
    return [{"url": s.url} | filled(note=s.title or s.note) for s in record.sources if s.url]


def _page(publication: Publication, ref: Ref) -> Plain:
    return {"url": publication.address(urls.record(ref)), "note": publication.config.title}


def _person(publication: Publication, id: str, person: model.Person) -> Plain:
    links = [_page(publication, Ref(Kind.PERSON, id)), *({"url": address} for address in person.same_as)]
    further = filled(other_names=_other_names(person), summary=person.note, sources=_sources(person))
    return {"id": f"people/{id}", "name": person.name} | further | {"links": links}


def _organizations(archive: Archive, publication: Publication) -> Iterator[Plain]:
    for id, record in archive.organizations.items():
        yield {"id": f"organizations/{id}", "name": record.name} | filled(
            other_names=_other_names(record),
            parent_id=f"organizations/{record.parent}" if record.parent else None,
            area_id=f"districts/{record.district}" if record.district else None,
            founding_date=_start(record.from_),
            dissolution_date=_end(record.until),
            abstract=record.note,
            links=[_page(publication, Ref(Kind.ORGANIZATION, id))],
            sources=_sources(record),
        )


def _area(id: str, record: model.District) -> Plain:
    point = record.coordinates
    geometry = {"type": "Point", "coordinates": [point.lon, point.lat]} if point else None
    return {"id": f"districts/{id}", "name": record.name, "identifier": id, "classification": record.kind} | filled(
        parent_id=f"districts/{record.parent}" if record.parent else None, geometry=geometry, sources=_sources(record)
    )


def _offices(archive: Archive) -> Iterator[tuple[str, model.Post, str]]:
    """Every office that somebody held, with the id of the post: one for each role at one place."""
    for person in archive.people:
        for post in archive.people[person].posts:
            place = f"organizations/{post.organization}" if post.organization else f"districts/{post.district or ''}"
            yield person, post, f"{place}#{post.role}"


def _posts(archive: Archive) -> Iterator[Plain]:
    seen = set()
    for _, post, id in _offices(archive):
        if id not in seen:
            seen.add(id)
            place = filled(
                organization_id=f"organizations/{post.organization}" if post.organization else None,
                area_id=f"districts/{post.district}" if post.district else None,
            )
            yield {"id": id, "label": post.role, "role": post.role} | place


def _memberships(archive: Archive) -> Iterator[Plain]:
    for number, (person, post, id) in enumerate(_offices(archive), 1):
        found = {"id": f"memberships/{number}", "person_id": f"people/{person}", "post_id": id, "role": post.role}
        yield found | filled(
            organization_id=f"organizations/{post.organization}" if post.organization else None,
            area_id=f"districts/{post.district}" if post.district else None,
            start_date=_start(post.from_),
            end_date=_end(post.until),
        )


# ── meetings ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _event(archive: Archive, publication: Publication, meeting: Meeting) -> Plain:
    record = meeting.record
    there = (entry.person for entry in meeting.participations if entry.part.value != "absent" and entry.person)
    attendees = [
        {"id": f"people/{id}", "name": archive.people[id].name}
        for id in (dict.fromkeys(there) if record.status == "held" else ())
    ]
    found = {"id": f"meetings/{meeting.id}", "name": record.title, "classification": record.kind}
    return found | filled(
        description=record.summary,
        start_date=_start(record.date),
        end_date=_end(record.date),
        location="; ".join(record.places),
        status=_STATUSES[record.status],
        organization_id=f"organizations/{meeting.held_by[0]}" if meeting.held_by else None,
        attendees=attendees,
        links=[_page(publication, Ref(Kind.MEETING, meeting.id))],
        sources=_sources(record),
    )


_STATUSES = {"held": "confirmed", "announced": "tentative", "cancelled": "cancelled"}
"""What Popolo, after iCalendar, calls them."""


def _speeches(publication: Publication, meeting: Meeting) -> Iterator[Plain]:
    for position, speech in enumerate(meeting.speeches, 1):
        yield _speech(publication, meeting, speech, position)


def _speech(publication: Publication, meeting: Meeting, speech: Speech, position: int) -> Plain:
    first = speech.speakers[0]
    alone = first.person if len(speech.speakers) == 1 else None  # a joint speech has no one creator
    found = {"id": f"meetings/{meeting.id}#{speech.address}", "event_id": f"meetings/{meeting.id}"}
    return found | filled(
        creator_id=reference(Ref(Kind.PERSON, alone)) if alone else None,
        role=first.written.role,
        attribution_text=" / ".join(speaker.name for speaker in speech.speakers),
        text=speech.markdown,
        type="speech",
        title=first.kind,
        position=position,
        sources=[{"url": publication.address(urls.speech(speech))}],
    )


EXPORT = Export(
    name="popolo",
    title="Popolo",
    use=N_("People, organizations, offices, meetings and speeches for programs that read Popolo"),
    plan=_planned,
    standard="https://www.popoloproject.com/specs/",
    example=_ADDRESS,
)
