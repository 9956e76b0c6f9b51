"""Records as JSON and conclusions as CSV: the archive's data for other programs, one file a kind.

JSON holds every field as the record writes it, with the id; CSV is for spreadsheets, so a cell never begins like a
formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator.archive.archive import Archive
from generator.archive.follow_up import status_of
from generator.archive.names import Ref
from generator.records.dates import Date
from generator.records.model import Kind, Model, Record
from generator.site import urls
from generator.site.interface import N_

Bodies = Callable[[str], str]
"""Gives the Markdown body of a meeting by its id."""


@dataclass(frozen=True)
class PlannedFile:
    """A file of data, not made yet: its address in the site, what it holds (a message id) and how many entries."""

    address: str
    title: str
    count: int
    make: Callable[[Archive, Bodies], bytes]


LONG = 1_000
"""From so many meetings on they and their conclusions have one file a year."""

_TITLES = {
    Kind.MEETING: N_("Meetings with everything recorded of them"),
    Kind.PERSON: N_("People"),
    Kind.DISTRICT: N_("Places"),
    Kind.ISSUE: N_("Issues"),
    Kind.ORGANIZATION: N_("Organizations"),
    Kind.SERIES: N_("Series of meetings"),
}
_REGISTERS = tuple(kind for kind in Kind if kind is not Kind.MEETING)


def planned_files(archive: Archive) -> Iterator[PlannedFile]:
    """Yield every file of data."""
    years = {"": tuple(archive.years)} if len(archive.paths) < LONG else {f"/{y}": (y,) for y in archive.years}
    for name, members in years.items():
        count = sum(len(archive.years[year].meetings) for year in members)
        make = partial(_meetings_json, years=members)
        yield PlannedFile(f"data/{Kind.MEETING}{name}.json", _TITLES[Kind.MEETING], count, make)
    for kind in _REGISTERS:
        yield PlannedFile(f"data/{kind}.json", _TITLES[kind], len(archive.registers(kind)), partial(_json, kind=kind))
    for name, members in years.items():
        count = sum(len(archive.years[year].conclusions) for year in members)
        make = partial(_conclusions_csv, years=members)
        yield PlannedFile(f"data/conclusions{name}.csv", N_("Conclusions with their status"), count, make)


def _meetings_json(archive: Archive, bodies: Bodies, years: Sequence[str]) -> bytes:
    ids = [id for year in years for id in archive.years[year].meetings]
    entries = (_entry(Kind.MEETING, id, archive.meetings[id].record) | {"body": bodies(id)} for id in ids)
    return _as_json(entries)


def _json(archive: Archive, _: Bodies, kind: Kind) -> bytes:
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


_COLUMNS = ("meeting", "id", "date", "text", "kind", "by", "addressees", "issues", "due", "status", "address")


def _conclusions_csv(archive: Archive, _: Bodies, years: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(_COLUMNS)
    for key in (key for year in years for key in archive.years[year].conclusions):
        conclusion = archive.conclusions[key]
        written = conclusion.written
        addressees = ["all-districts"] if conclusion.to_all_districts else []
        addressees += [f"{ref.kind}/{ref.id}" for ref in conclusion.addressees]
        by = f"{conclusion.by.kind}/{conclusion.by.id}" if conclusion.by else ""
        cells = (
            key.meeting, key.id, conclusion.date.text, written.text, written.kind or "", by, " ".join(addressees),
            " ".join(conclusion.issues), str(written.due or ""), status_of(archive, key).value, urls.conclusion(key),
        )  # fmt: skip
        writer.writerow([_cell(cell) for cell in cells])
    # A byte order mark, since spreadsheets take a CSV without one for Latin-1.
    return out.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    """A cell that begins like a formula is given an apostrophe, which spreadsheets do not show."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
