"""OParl 1.1: System, Body, Organization, Person, Meeting with AgendaItem and Location, and lists of them.

The objects and their properties are those of https://oparl.org/spezifikation/; they are files, so a list has a page a
year instead of pages of one size, and nothing can be filtered. Every object is there under its id; what lies within
another (an agenda item, a membership, a location) has the other's id with a fragment.

OParl wants times with their offset from UTC, which records do not know. So the date of a meeting stands as it is
written in a property of our own (`archive:date`, as OParl allows), and no time is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator.archive.archive import UNDATED, Archive, Item, Meeting
from generator.archive.names import Ref
from generator.exports.export import Export, ExportFile, Publication
from generator.exports.fields import Plain, json_line, json_text
from generator.exports.linked import filled
from generator.records import model
from generator.records.dates import Date
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_

_FOLDER = "oparl/"
_VERSION = "https://schema.oparl.org/1.1/"
_SYSTEM, _BODY = f"{_FOLDER}system.json", f"{_FOLDER}body.json"
_BODIES, _PAPERS = f"{_FOLDER}lists/bodies.json", f"{_FOLDER}lists/papers.json"
_PEOPLE, _ORGANIZATIONS = f"{_FOLDER}lists/people.json", f"{_FOLDER}lists/organizations.json"


_One = Callable[[Archive, Publication, str], Plain]
"""Makes an object by its id."""


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    for address, make in (
        (_SYSTEM, _system),
        (_BODY, _body_file),
        (_BODIES, _bodies),
        (_PAPERS, _papers),
        (_PEOPLE, _people),
        (_ORGANIZATIONS, _organizations),
    ):
        yield ExportFile(address, partial(make, publication=publication))
    for year in archive.years or (UNDATED,):
        yield ExportFile(_page_of(year), partial(_meetings, publication=publication, year=year))
    for kind, one in ((Kind.PERSON, _person), (Kind.ORGANIZATION, _organization), (Kind.MEETING, _meeting)):
        ids: Iterable[str] = archive.meetings if kind is Kind.MEETING else archive.registers(kind)
        for id in ids:
            yield ExportFile(_object(kind, id), partial(_single, publication=publication, one=one, id=id))


def _object(kind: Kind, id: str) -> str:
    return f"{_FOLDER}{kind}/{id}.json"


def _page_of(year: str) -> str:
    return f"{_FOLDER}lists/meetings-{year}.json"


def _named(publication: Publication, kind: str, address: str) -> Plain:
    return {"id": publication.address(address), "type": f"{_VERSION}{kind}"}


# ── where everything begins ───────────────────────────────────────────────────────────────────────────────────────


def _licence(publication: Publication) -> str | None:
    licence = publication.config.licence
    return licence.url if licence else None


def _system(_: Archive, publication: Publication) -> bytes:
    found = _named(publication, "System", _SYSTEM)
    found |= {"oparlVersion": _VERSION, "name": publication.config.title, "body": publication.address(_BODIES)}
    return json_text(found | filled(license=_licence(publication), website=publication.site_url))


def _body(archive: Archive, publication: Publication) -> Plain:
    first = next(iter(archive.years), UNDATED)
    found = _named(publication, "Body", _BODY) | {
        "system": publication.address(_SYSTEM),
        "name": publication.config.title,
        "organization": publication.address(_ORGANIZATIONS),
        "person": publication.address(_PEOPLE),
        "meeting": publication.address(_page_of(first)),
        "paper": publication.address(_PAPERS),
        "legislativeTerm": [],
    }
    return found | filled(license=_licence(publication), website=publication.site_url)


def _body_file(archive: Archive, publication: Publication) -> bytes:
    return json_text(_body(archive, publication))


# ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _list(objects: Iterable[Plain], address: str, following: str = "") -> Iterator[bytes]:
    before = b'{"data":['
    for found in objects:
        yield before + b"\n" + json_line(found)
        before = b","
    links = json_line({"self": address} | filled(next=following))
    yield (b"" if before == b"," else before) + b'],\n"pagination":{},\n"links":' + links + b"}\n"


def _bodies(archive: Archive, publication: Publication) -> Iterator[bytes]:
    return _list([_body(archive, publication)], publication.address(_BODIES))


def _papers(_: Archive, publication: Publication) -> Iterator[bytes]:
    """OParl asks for the list; what meetings dealt with are titles and links here, not papers of their own."""
    return _list((), publication.address(_PAPERS))


def _people(archive: Archive, publication: Publication) -> Iterator[bytes]:
    return _list((_person(archive, publication, id) for id in archive.people), publication.address(_PEOPLE))


def _organizations(archive: Archive, publication: Publication) -> Iterator[bytes]:
    found = (_organization(archive, publication, id) for id in archive.organizations)
    return _list(found, publication.address(_ORGANIZATIONS))


def _meetings(archive: Archive, publication: Publication, year: str) -> Iterator[bytes]:
    ids = archive.years[year].meetings if year in archive.years else ()
    following = _next_year(archive, year)
    return _list(
        (_meeting(archive, publication, id) for id in ids),
        publication.address(_page_of(year)),
        publication.address(_page_of(following)) if following else "",
    )


def _next_year(archive: Archive, year: str) -> str:
    """The next year in which there were meetings; asked year by year, so that a page depends on no more than these."""
    first = 0 if year == UNDATED else int(year) + 1
    return next((f"{later:04}" for later in range(first, 10_000) if f"{later:04}" in archive.years), "")


# ── objects ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _single(archive: Archive, publication: Publication, one: _One, id: str) -> bytes:
    return json_line(one(archive, publication, id)) + b"\n"


def _day(date: Date | None, *, last: bool = False) -> str | None:
    if date is None or not date.year:
        return None
    return (date.last if last else date.first).isoformat()


def _person(archive: Archive, publication: Publication, id: str) -> Plain:
    person, address = archive.people[id], _object(Kind.PERSON, id)
    memberships = [
        _membership(publication, post, f"{address}#membership-{number}")
        for number, post in enumerate(person.posts, 1)
        if post.organization
    ]
    found = _named(publication, "Person", address) | {"body": publication.address(_BODY), "name": person.name}
    found |= filled(membership=memberships, status=list(dict.fromkeys(post.role for post in person.posts)))
    return found | {"web": publication.address(urls.record(Ref(Kind.PERSON, id)))}


def _membership(publication: Publication, post: model.Post, address: str) -> Plain:
    organization = publication.address(_object(Kind.ORGANIZATION, post.organization or ""))
    found = _named(publication, "Membership", address) | {"organization": organization, "role": post.role}
    return found | filled(startDate=_day(post.from_), endDate=_day(post.until, last=True))


def _organization(archive: Archive, publication: Publication, id: str) -> Plain:
    record, address = archive.organizations[id], _object(Kind.ORGANIZATION, id)
    parent = publication.address(_object(Kind.ORGANIZATION, record.parent)) if record.parent else None
    found = _named(publication, "Organization", address) | {"body": publication.address(_BODY), "name": record.name}
    found |= filled(subOrganizationOf=parent, startDate=_day(record.from_), endDate=_day(record.until, last=True))
    return found | {"web": publication.address(urls.record(Ref(Kind.ORGANIZATION, id)))}


def _meeting(archive: Archive, publication: Publication, id: str) -> Plain:
    meeting = archive.meetings[id]
    record, address = meeting.record, _object(Kind.MEETING, id)
    there = [entry.person for entry in meeting.participations if entry.part.value != "absent" and entry.person]
    people = [publication.address(_object(Kind.PERSON, person)) for person in dict.fromkeys(there)]
    place = _named(publication, "Location", f"{address}#location") | {"description": "; ".join(record.places)}
    found = (
        _named(publication, "Meeting", address)
        | {"name": record.title}
        | filled(
            meetingState=_STATES.get(record.status),
            cancelled=record.status == "cancelled" or None,
            location=place if record.places else None,
            organization=[publication.address(_object(Kind.ORGANIZATION, holder)) for holder in meeting.held_by],
            participant=people if record.status == "held" else None,
            agendaItem=_agenda(archive, publication, meeting, address),
            keyword=[archive.issues[issue].name for issue in meeting.refs.get(Kind.ISSUE, ())],
        )
    )
    own = {"archive:date": record.date.text} | filled(**{"archive:start": record.start, "archive:end": record.end})
    return found | own | {"web": publication.address(urls.record(Ref(Kind.MEETING, id)))}


_STATES = {"held": "durchgeführt", "announced": "terminiert"}
"""What the specification recommends."""


def _agenda(archive: Archive, publication: Publication, meeting: Meeting, address: str) -> list[Plain]:
    return [
        _named(publication, "AgendaItem", f"{address}#{item.address}")
        | {"name": item.title, "order": order}
        | _of_item(archive, publication, meeting, item)
        for order, item in enumerate(meeting.items)
    ]


def _of_item(archive: Archive, publication: Publication, meeting: Meeting, item: Item) -> Plain:
    concluded = [conclusion.written for conclusion in meeting.conclusions if conclusion.item == item.slug]
    outcomes = (written.outcome for written in concluded if written.outcome)
    return filled(
        result=next((publication.interface.label("outcome", outcome) for outcome in outcomes), None),
        resolutionText="\n\n".join(written.text for written in concluded),
        keyword=[archive.issues[issue].name for issue in item.issues],
        web=publication.address(urls.record(Ref(Kind.MEETING, meeting.id), item.address)),
    )


EXPORT = Export(
    name="oparl",
    title="OParl",
    use=N_("Meetings with their agenda for programs that read OParl"),
    plan=_planned,
    standard="https://oparl.org/spezifikation/",
    example=_SYSTEM,
    where=f"{_FOLDER}…/….json",
)
