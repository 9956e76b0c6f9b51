from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.check import Checked
from generator.exports.tables import planned_files
from generator.problems import Problem
from generator.records import model
from generator.records.decode import Decoded
from generator.records.model import MODELS, Kind, Model, Record
from generator.site import urls

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]


@pytest.fixture(scope="module")
def bodies(records: tuple[Decoded, ...]) -> Mapping[str, str]:
    """Return the Markdown bodies of the meetings of the invented archive, by id."""
    return {record.id: record.body.text for record in records if record.kind is Kind.MEETING}


@dataclass(frozen=True)
class ExportFile:
    """A file of data that was made."""

    address: str
    title: str
    count: int
    data: bytes


def export_files(archive: Archive, bodies: Mapping[str, str]) -> Iterator[ExportFile]:
    for plan in planned_files(archive):
        data = plan.make(archive, lambda id: bodies.get(id, ""))
        yield ExportFile(plan.address, plan.title, plan.count, data)


@pytest.fixture(scope="module")
def exported(checked: Checked, bodies: Mapping[str, str]) -> Mapping[str, ExportFile]:
    """Return the files of data of the invented archive, by address."""
    return {file.address: file for file in export_files(checked.archive, bodies)}


def entries(file: ExportFile) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file.data.decode("utf-8"))
    return found


def records_of(archive: Archive, kind: Kind) -> Mapping[str, Record]:
    if kind is Kind.MEETING:
        return {id: meeting.record for id, meeting in archive.meetings.items()}
    return archive.registers(kind)


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_is_lost(
    checked: Checked, exported: Mapping[str, ExportFile], bodies: Mapping[str, str], kind: Kind
) -> None:
    """Read back through its model, each entry is the record that it came from, and all records are there in order."""
    found = {}
    for entry in entries(exported[f"data/{kind}.json"]):
        id = entry.pop("id")
        assert entry.pop("address") == urls.record(Ref(kind, id))
        if kind is Kind.MEETING:
            assert entry.pop("body") == bodies[id]
        found[id] = MODELS[kind].model_validate(entry)
    assert found == records_of(checked.archive, kind)
    assert list(found) == list(records_of(checked.archive, kind))


def test_the_invented_archive_has_every_field(records: tuple[Decoded, ...]) -> None:
    """Some record of it sets each field of each model, so that reading back shows the loss of any."""
    models = {m for m in vars(model).values() if isinstance(m, type) and issubclass(m, Model)}
    known = {(m.__name__, field) for m in models - {Model, Record, model.Register} for field in m.model_fields}
    found = {field for record in records if record.record for field in _fields_set(record.record)}
    assert known - found == {("Speaker", "reason")}  # says why somebody was absent: speakers were not


def _fields_set(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            yield type(value).__name__, name
            yield from _fields_set(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _fields_set(item)


def test_json_is_text_that_people_can_read(exported: Mapping[str, ExportFile]) -> None:
    """Letters with accents stand as they are, dates as they are written, and fields are called as in the records."""
    text = exported["data/districts.json"].data.decode("utf-8")
    assert "Đá Gù" in text
    assert text.endswith("\n")
    entry = next(e for e in entries(exported["data/districts.json"]) if e["id"] == "da-gu")
    assert (entry["from"], entry["until"], entry["parent"]) == ("1994-03-07", "2024-06-30", "son-vu")


def test_files_say_what_they_hold(checked: Checked, exported: Mapping[str, ExportFile]) -> None:
    """There is one file a kind and the conclusions, each with its number of entries."""
    assert set(exported) == {*(f"data/{kind}.json" for kind in Kind), "data/conclusions.csv"}
    for kind in Kind:
        assert exported[f"data/{kind}.json"].count == len(records_of(checked.archive, kind)) > 0
    assert exported["data/conclusions.csv"].count == len(checked.archive.conclusions) > 10
    assert all(file.title for file in exported.values())


def test_the_same_archive_gives_the_same_bytes(
    checked: Checked, exported: Mapping[str, ExportFile], bodies: Mapping[str, str]
) -> None:
    """No clock and no chance is in the files."""
    again = {file.address: file for file in export_files(checked.archive, bodies)}
    assert again == exported


def test_an_empty_archive(archive_of: ArchiveOf) -> None:
    """Without records the files are there and empty."""
    archive, _ = archive_of({})
    files = {file.address: file for file in export_files(archive, {})}
    assert entries(files["data/people.json"]) == []
    assert len(rows(files["data/conclusions.csv"])) == 1


# ── CSV ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows(file: ExportFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline=""), strict=True))


def test_conclusions(checked: Checked, exported: Mapping[str, ExportFile]) -> None:
    """Each conclusion is a line, with who said it, whom it addresses, how far it is and where it stands."""
    header, *lines = rows(exported["data/conclusions.csv"])
    found = {(line[0], line[1]): dict(zip(header, line, strict=True)) for line in lines}
    assert list(found) == [tuple(key) for key in checked.archive.conclusions]
    assert found["2022-03-07-wasserrunde", "k3"] == {
        "meeting": "2022-03-07-wasserrunde",
        "id": "k3",
        "date": "2022-03-07",
        "text": "Der Bauernbund am Unterlauf stellt drei Kähne bereit.",
        "kind": "directive",
        "by": "organizations/rat",
        "addressees": "organizations/bauernbund organizations/fogwick people/tran-van-gio",
        "issues": "",
        "due": "",
        "status": "open",
        "address": "meetings/2022-03-07-wasserrunde/#k3",
    }
    assert found["2022-03-07-wasserrunde", "k1"]["addressees"] == "all-districts"
    assert found["2022-03-07-wasserrunde", "k1"]["due"] == "2022-05/2022-06"
    assert found["2024-01-nachtsitzung", "k1"]["issues"] == ""
    assert {line["status"] for line in found.values()} >= {"open", "done", "dropped", "restated", "recorded"}


def test_spreadsheets_know_the_encoding_and_the_lines(exported: Mapping[str, ExportFile]) -> None:
    """The file begins with a byte order mark, once, and its lines end as RFC 4180 says."""
    data = exported["data/conclusions.csv"].data
    assert data.startswith(b"\xef\xbb\xbfmeeting,")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def csv_of(archive_of: ArchiveOf, text: str) -> list[list[str]]:
    """The lines of an archive with one conclusion of this text."""
    head = f"title: T\ndate: 2024-01-01\nconclusions:\n  - id: k1\n    text: {json.dumps(text, ensure_ascii=False)}\n"
    archive, problems = archive_of({"meetings/2024/m.md": f"---\n{head}---\n"})
    assert problems == ()
    return rows(list(export_files(archive, {}))[-1])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("https://evil.example","x")', '\'=HYPERLINK("https://evil.example","x")'),
        ("+49 30 1234", "'+49 30 1234"),
        ("- a list", "'- a list"),
        ("@SUM(A1:A9)", "'@SUM(A1:A9)"),
        ("  =1+1", "'=1+1"),
        ("a = b", "a = b"),
        ("1-2", "1-2"),
        ('She said, "no";', 'She said, "no";'),
        ("One.\nTwo.", "One.\nTwo."),
        ("One.\r\nTwo.", "One.\r\nTwo."),
        ("Đá Gù – ‘x’", "Đá Gù – ‘x’"),
    ],
)
def test_cells(archive_of: ArchiveOf, text: str, cell: str) -> None:
    """A cell never begins like a formula; commas, quotes, line breaks and accents come back as they were."""
    _, line = csv_of(archive_of, text)
    assert line[3] == cell


@settings(max_examples=80, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_any_text_is_one_cell(archive_of: ArchiveOf, text: str) -> None:
    """Whatever a conclusion says fills one cell of one line, and no cell is a formula."""
    lines = csv_of(archive_of, text)
    assert [len(line) for line in lines] == [len(lines[0])] * 2
    assert not lines[1][3].startswith(("=", "+", "-", "@", "\t", "\r"))
