"""Records as JSON and conclusions as CSV: the archive's data for other programs, one file a kind.

JSON holds every field as the record writes it, with the id; CSV is for spreadsheets, so a cell never begins like a
formula.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

from generator.archive.archive import Archive
from generator.archive.follow_up import status_of
from generator.archive.names import Ref
from generator.records.dates import Date
from generator.records.model import Kind, Record
from generator.site import urls
from generator.site.interface import N_


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of data: its address in the site, its bytes, what it holds (a message id) and how many entries."""

    address: str
    data: bytes
    title: str
    count: int


_TITLES = {
    Kind.MEETING: N_("Meetings with everything recorded of them"),
    Kind.PERSON: N_("People"),
    Kind.DISTRICT: N_("Places"),
    Kind.ISSUE: N_("Issues"),
    Kind.ORGANIZATION: N_("Organizations"),
    Kind.SERIES: N_("Series of meetings"),
}


def export_files(archive: Archive, bodies: dict[str, str]) -> Iterator[ExportFile]:
    """Yield every file of data; `bodies` are the Markdown bodies of the meetings by id."""
    for kind in Kind:
        yield _json(archive, kind, bodies)
    yield _conclusions_csv(archive)


def _json(archive: Archive, kind: Kind, bodies: dict[str, str]) -> ExportFile:
    records: dict[str, Record] = (
        {id: meeting.record for id, meeting in archive.meetings.items()}
        if kind is Kind.MEETING
        else dict(archive.registers(kind))
    )
    entries = [_entry(kind, id, record, bodies) for id, record in records.items()]
    data = json.dumps(entries, ensure_ascii=False, indent=1, default=str).encode() + b"\n"
    return ExportFile(f"data/{kind}.json", data, _TITLES[kind], len(entries))


def _entry(kind: Kind, id: str, record: Record, bodies: dict[str, str]) -> dict[str, object]:
    fields = record.model_dump(mode="python", by_alias=True, exclude_none=True, exclude_defaults=True)
    entry: dict[str, object] = {"id": id, "address": urls.record(Ref(kind, id))}
    entry |= {key: _plain(value) for key, value in fields.items()}
    if kind is Kind.MEETING:
        entry["body"] = bodies.get(id, "")
    return entry


def _plain(value: object) -> object:
    """Dates as they are written; everything else as it is."""
    if isinstance(value, Date):
        return value.text
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


_COLUMNS = ("meeting", "id", "date", "text", "kind", "by", "addressees", "issues", "due", "status", "address")


def _conclusions_csv(archive: Archive) -> ExportFile:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")  # RFC 4180
    writer.writerow(_COLUMNS)
    for key, conclusion in archive.conclusions.items():
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
    data = out.getvalue().encode("utf-8-sig")
    return ExportFile("data/conclusions.csv", data, N_("Conclusions with their status"), len(archive.conclusions))


def _cell(text: str) -> str:
    """A cell that begins like a formula is given an apostrophe, which spreadsheets do not show."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
