"""Records as JSON: every field as the record writes it, with its id; one file a kind."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.exports.export import Bodies, Export, ExportFile, Publication, years_of
from generator.records.dates import Date
from generator.records.model import Kind, Model, Record
from generator.site import urls
from generator.site.interface import N_

_TITLES = {
    Kind.MEETING: N_("Meetings with everything recorded of them"),
    Kind.PERSON: N_("People"),
    Kind.DISTRICT: N_("Places"),
    Kind.ISSUE: N_("Issues"),
    Kind.ORGANIZATION: N_("Organizations"),
    Kind.SERIES: N_("Series of meetings"),
}
_REGISTERS = tuple(kind for kind in Kind if kind is not Kind.MEETING)


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    for name, members in years_of(archive).items():
        count = sum(len(archive.years[year].meetings) for year in members)
        make = partial(_meetings_json, bodies=publication.bodies, years=members)
        yield ExportFile(f"data/{Kind.MEETING}{name}.json", make, _TITLES[Kind.MEETING], count)
    for kind in _REGISTERS:
        count = len(archive.registers(kind))
        yield ExportFile(f"data/{kind}.json", partial(_json, kind=kind), _TITLES[kind], count)


def _meetings_json(archive: Archive, bodies: Bodies, years: Sequence[str]) -> bytes:
    ids = [id for year in years for id in archive.years[year].meetings]
    entries = (_entry(Kind.MEETING, id, archive.meetings[id].record) | {"body": bodies(archive, id)} for id in ids)
    return _as_json(entries)


def _json(archive: Archive, kind: Kind) -> bytes:
    return _as_json(_entry(kind, id, record) for id, record in archive.registers(kind).items())


def _as_json(entries: Iterable[dict[str, object]]) -> bytes:
    return json.dumps(list(entries), ensure_ascii=False, indent=1).encode() + b"\n"


def _entry(kind: Kind, id: str, record: Record) -> dict[str, object]:
    return {"id": id, "address": urls.record(Ref(kind, id))} | _fields(record)


def _fields(part: Model) -> dict[str, object]:
    """What a record or a part of it says, under the names that records write; not what it leaves at its default."""
    values = ((name, info, getattr(part, name)) for name, info in type(part).model_fields.items())
    return {info.alias or name: _plain(value) for name, info, value in values if value != info.default}


def _plain(value: object) -> object:
    """Dates as they are written (pydantic would take them apart); everything else as it is."""
    if isinstance(value, Date):
        return value.text
    if isinstance(value, Model):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


EXPORT = Export(
    name="json",
    title="JSON",
    use=N_("Every field of every record, for programs"),
    plan=_planned,
)
