from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.check import Checked
from generator.config import SiteConfig
from generator.exports.export import Export, Publication
from generator.exports.records import EXPORT
from generator.problems import Problem
from generator.records import model
from generator.records.decode import Decoded
from generator.records.model import MODELS, Kind, Model, Record
from generator.site import urls
from tests.unit.exports.conftest import Made, made_by, publication_of

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]


@pytest.fixture(scope="module")
def exported(export_of: Callable[[Export], Made]) -> Made:
    """Return the JSON files of the invented archive."""
    return export_of(EXPORT)


def entries(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(data.decode("utf-8"))
    return found


def records_of(archive: Archive, kind: Kind) -> Mapping[str, Record]:
    if kind is Kind.MEETING:
        return {id: meeting.record for id, meeting in archive.meetings.items()}
    return archive.registers(kind)


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_is_lost(checked: Checked, exported: Made, bodies: Mapping[str, str], kind: Kind) -> None:
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


def test_json_is_text_that_people_can_read(exported: Made) -> None:
    """Letters with accents stand as they are, dates as they are written, and fields are called as in the records."""
    text = exported["data/districts.json"].decode("utf-8")
    assert "Đá Gù" in text
    assert text.endswith("\n")
    entry = next(e for e in entries(exported["data/districts.json"]) if e["id"] == "da-gu")
    assert (entry["from"], entry["until"], entry["parent"]) == ("1994-03-07", "2024-06-30", "son-vu")


def test_files_say_what_they_hold(checked: Checked, publication: Publication) -> None:
    """There is one file a kind, each with its title and its number of entries."""
    counts = {file.address: file.count for file in EXPORT.plan(checked.archive, publication) if file.title}
    assert counts == {f"data/{kind}.json": len(records_of(checked.archive, kind)) for kind in Kind}


def test_the_same_archive_gives_the_same_bytes(checked: Checked, exported: Made, publication: Publication) -> None:
    """No clock and no chance is in the files."""
    assert made_by(EXPORT, checked.archive, publication) == exported


def test_an_empty_archive(archive_of: ArchiveOf) -> None:
    """Without records the files are there and empty."""
    archive, _ = archive_of({})
    files = made_by(EXPORT, archive, publication_of(SiteConfig(title="Empty"), {}))
    assert entries(files["data/people.json"]) == []
