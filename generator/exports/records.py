"""Records as JSON: each by itself, lists of them, and a description by which programs find their way.

    api/v1/index.json            what there is
    api/v1/openapi.json          the same for programs that write clients (OpenAPI 3.1)
    api/v1/schemas/Meeting.json  what each answer looks like (JSON Schema 2020-12)
    api/v1/people.json           the list of a kind
    api/v1/people/ID.json        a record: its fields as written, its id, address and body, and what is linked

The number in the address rises when a program that reads today's answers could not read tomorrow's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.exports.export import Bodies, Export, ExportFile, Publication
from generator.exports.fields import Plain, fields_of, json_line, json_text
from generator.exports.linked import filled, linked_meeting, linked_register
from generator.exports.schemas import NAMES, definitions, moved, schema_of
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_

API = "api/v1/"

_REGISTERS = tuple(kind for kind in Kind if kind is not Kind.MEETING)


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    yield ExportFile(f"{API}index.json", partial(_index, publication=publication), N_("What there is"))
    description = N_("Description for programs that write clients (OpenAPI)")
    yield ExportFile(f"{API}openapi.json", partial(_openapi, publication=publication), description)
    for name in (*NAMES.values(), "Entries"):
        yield ExportFile(f"{API}schemas/{name}.json", partial(_schema, publication=publication, name=name))
    for kind in Kind:
        yield ExportFile(f"{API}{kind}.json", partial(_list, kind=kind))
    for id in archive.meetings:
        yield ExportFile(f"{API}{Kind.MEETING}/{id}.json", partial(_meeting, bodies=publication.bodies, id=id))
    for kind in _REGISTERS:
        for id in archive.registers(kind):
            yield ExportFile(f"{API}{kind}/{id}.json", partial(_register, ref=Ref(kind, id)))


# ── one record ────────────────────────────────────────────────────────────────────────────────────────────────────


def _meeting(archive: Archive, bodies: Bodies, id: str) -> bytes:
    meeting = archive.meetings[id]
    found = _named(Ref(Kind.MEETING, id)) | fields_of(meeting.record)
    found |= {"body": bodies(archive, id), "linked": linked_meeting(archive, meeting)}
    return json_line(found) + b"\n"


def _register(archive: Archive, ref: Ref) -> bytes:
    found = _named(ref) | fields_of(archive.register(ref)) | {"linked": linked_register(archive, ref)}
    return json_line(found) + b"\n"


def _named(ref: Ref) -> Plain:
    return {"id": ref.id, "address": urls.record(ref)}


# ── many ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _list(archive: Archive, kind: Kind) -> Iterator[bytes]:
    before = b'{"records":['
    for entry in _listed(archive, kind):
        yield before + b"\n" + json_line(entry)
        before = b","
    yield b"\n]}\n" if before == b"," else b'{"records":[]}\n'


def _listed(archive: Archive, kind: Kind) -> Iterator[Plain]:
    if kind is Kind.MEETING:
        for id in (id for year in archive.years.values() for id in year.meetings):
            record = archive.meetings[id].record
            address = urls.record(Ref(kind, id))
            yield {"id": id, "title": record.title, "date": record.date.text, "address": address}
    else:
        for id, register in archive.registers(kind).items():
            yield {"id": id, "title": register.name, "address": urls.record(Ref(kind, id))}


# ── what describes them ───────────────────────────────────────────────────────────────────────────────────────────


def _index(_: Archive, publication: Publication) -> bytes:
    config = publication.config
    licence = config.licence
    about = filled(
        title=config.title,
        description=config.description,
        site=publication.site_url,
        language=config.records_language or config.language,
        licence=filled(name=licence.name, url=licence.url) if licence else None,
    )
    lists = {kind.value: {"list": f"{API}{kind}.json", "record": f"{API}{kind}/{{id}}.json"} for kind in Kind}
    described = {"openapi": f"{API}openapi.json", "schemas": f"{API}schemas/"}
    return json_text(about | {"version": 1} | described | {"kinds": lists})


def _schema(_: Archive, publication: Publication, name: str) -> bytes:
    address = publication.address(f"{API}schemas/{name}.json")
    return json_text(({"$id": address} if publication.site_url else {}) | schema_of(name))


def _openapi(_: Archive, publication: Publication) -> bytes:
    config = publication.config
    licence = config.licence
    info = filled(
        title=config.title,
        description=config.description,
        version="1",
        license=filled(name=licence.name, url=licence.url) if licence else None,
    )
    return json_text(
        {
            "openapi": "3.1.0",
            "info": info,
            "servers": [{"url": publication.site_url or "../../"}],
            "paths": {path: answer for kind in Kind for path, answer in _paths(kind).items()},
            "components": {"schemas": moved(definitions(), "#/components/schemas/")},
        }
    )


def _paths(kind: Kind) -> Mapping[str, Plain]:
    """The list and the single record of a kind, as OpenAPI's path items."""
    id = {"name": "id", "in": "path", "required": True, "description": "its id", "schema": {"type": "string"}}
    lost = {"404": {"description": "There is no such record."}}
    return {
        f"/{API}{kind}.json": {"get": _operation(f"list_{kind}", f"All {kind}", "Entries", kind)},
        f"/{API}{kind}/{{id}}.json": {
            "parameters": [id],
            "get": _operation(f"get_{NAMES[kind].lower()}", f"One of {kind}", NAMES[kind], kind, lost),
        },
    }


def _operation(name: str, summary: str, answer: str, kind: Kind, further: Mapping[str, object] | None = None) -> Plain:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}}
    responses = {"200": {"description": summary, "content": content}} | dict(further or {})
    return {"operationId": name, "summary": summary, "tags": [kind.value], "responses": responses}


EXPORT = Export(
    name="json",
    title="JSON",
    use=N_("Every field of every record and what belongs together, for programs"),
    plan=_planned,
    example=f"{API}index.json",
    where=f"{API}…/….json",
)
