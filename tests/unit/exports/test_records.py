"""The addresses for programs, held against what describes them: JSON Schema, OpenAPI, and a client written from it."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel

from generator.archive.archive import Archive
from generator.config import SiteConfig
from generator.exports.export import Export
from generator.exports.records import EXPORT
from generator.exports.schemas import NAMES
from generator.problems import Problem
from generator.records import model
from generator.records.decode import Decoded
from generator.records.model import MODELS, Kind, Model, Record
from tests.unit.exports.conftest import SITE, Leaving, Made, made_by, publication_of

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]


@pytest.fixture(scope="module")
def exported(export_of: Callable[[Export], Made]) -> Made:
    """Return the JSON files of the invented archive."""
    return export_of(EXPORT)


@pytest.fixture(scope="module")
def files(either: Leaving) -> Made:
    """Return the JSON files of each archive in turn."""
    return either.files(EXPORT)


def read(files: Made, address: str) -> Any:
    return json.loads(files[address])


@pytest.mark.parametrize("kind", list(Kind))
def test_every_record_and_list_fits_its_published_schema(files: Made, kind: Kind) -> None:
    """Each answer is valid against the schema that lies beside it, which is a schema itself."""
    single, many = (read(files, f"api/v1/schemas/{name}.json") for name in (NAMES[kind], "Entries"))
    for schema in (single, many):
        Draft202012Validator.check_schema(schema)
    listed = read(files, f"api/v1/{kind}.json")
    Draft202012Validator(many).validate(listed)
    records = [address for address in files if address.startswith(f"api/v1/{kind}/")]
    assert sorted(records) == sorted(f"api/v1/{kind}/{entry['id']}.json" for entry in listed["records"])
    for address in records:
        Draft202012Validator(single).validate(read(files, address))


def test_schemas_refuse_what_is_not_written(exported: Made) -> None:
    """A field that nobody knows, a missing title and a number for a text do not pass."""
    validator = Draft202012Validator(read(exported, "api/v1/schemas/Meeting.json"))
    good = read(exported, "api/v1/meetings/2022-03-07-wasserrunde.json")
    assert validator.is_valid(good)
    assert not validator.is_valid(good | {"titel": "x"})
    assert not validator.is_valid({name: value for name, value in good.items() if name != "title"})
    assert not validator.is_valid(good | {"title": 3})
    assert not validator.is_valid(good | {"linked": {"speeches": [{"id": "x.1"}]}})


@pytest.mark.parametrize("kind", list(Kind))
def test_nothing_is_lost_on_the_way_back(either: Leaving, files: Made, kind: Kind) -> None:
    """Every file of records is listed, and the model takes each back as the record that it was, its body included."""
    archive, listed = either.archive, read(files, f"api/v1/{kind}.json")["records"]
    assert {entry["id"] for entry in listed} == {file.id for file in either.checked.folder.files if file.kind is kind}
    for entry in listed:
        found = read(files, f"api/v1/{kind}/{entry['id']}.json")
        id, address, _ = found.pop("id"), found.pop("address"), found.pop("linked")
        assert (id, address) == (entry["id"], entry["address"])
        if kind is Kind.MEETING:
            assert found.pop("body") == either.bodies[id]
            assert MODELS[kind].model_validate(found) == archive.meetings[id].record
        else:
            assert MODELS[kind].model_validate(found) == archive.registers(kind)[id]


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


def test_letters_stand_as_they_are(exported: Made) -> None:
    """Letters with accents are no escapes, dates are as written, and fields are called as in the records."""
    text = exported["api/v1/districts/da-gu.json"].decode("utf-8")
    assert "Đá Gù" in text
    entry = json.loads(text)
    assert (entry["from"], entry["until"], entry["parent"]) == ("1994-03-07", "2024-06-30", "son-vu")


def test_an_empty_archive(archive_of: ArchiveOf) -> None:
    """Without records the lists are there and empty."""
    archive, _ = archive_of({})
    files = made_by(EXPORT, archive, publication_of(SiteConfig(title="Empty"), {}))
    assert read(files, "api/v1/people.json") == {"records": []}
    assert read(files, "api/v1/openapi.json")["servers"] == [{"url": SITE}]


def test_who_is_meant_is_told_by_id(either: Leaving, files: Made) -> None:
    """Beside the words of the record stand the ids of all who take part, speak, conclude and are addressed."""
    archive = either.archive
    for id, meeting in archive.meetings.items():
        linked = read(files, f"api/v1/meetings/{id}.json")["linked"]
        people = [entry.get("person") for entry in linked.get("participations", [])]
        assert people == [entry.person for entry in meeting.participations]
        assert [s["text"] for s in linked.get("speeches", [])] == [s.markdown for s in meeting.speeches]
        conclusions = linked.get("conclusions", [])
        assert [entry.get("by") for entry in conclusions] == [
            f"{c.by.kind}/{c.by.id}" if c.by else None for c in meeting.conclusions
        ]
        assert [len(entry.get("reports", [])) for entry in conclusions] == [
            len(archive.reports.get(c.key, ())) for c in meeting.conclusions
        ]


def test_the_description_is_valid(files: Made) -> None:
    """The description keeps to OpenAPI 3.1 and tells every kind of address."""
    description = read(files, "api/v1/openapi.json")
    OpenAPIV31SpecValidator(description).validate()
    assert description["servers"] == [{"url": SITE}]
    paths = {f"/api/v1/{kind}.json" for kind in Kind} | {f"/api/v1/{kind}/{{id}}.json" for kind in Kind}
    assert description["paths"].keys() == paths


def test_the_index_leads_everywhere(files: Made) -> None:
    """Every address that the index names is there."""
    index = read(files, "api/v1/index.json")
    assert index["openapi"] in files
    assert any(address.startswith(index["schemas"]) for address in files)
    assert all(kind["list"] in files for kind in index["kinds"].values())


# ── a client that was written from the description ────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def client(
    either: Leaving, files: Made, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], ModuleType]]:
    """Return what imports modules of a client, written by a program that knows nothing but the description."""
    folder = tmp_path_factory.mktemp("client")
    description = folder / "openapi.json"
    description.write_bytes(files["api/v1/openapi.json"])
    name = f"client_of_{either.name}"
    chosen = ConfigFile(project_name_override=name, package_name_override=name, post_hooks=[])
    config = Config.from_sources(
        chosen,
        meta_type=MetaType.NONE,
        document_source=description,
        file_encoding="utf-8",
        overwrite=True,
        output_path=folder / name,
    )
    assert list(generate(config=config)) == []
    sys.path.insert(0, str(folder))
    yield lambda module: importlib.import_module(f"{name}.{module}")
    sys.path.remove(str(folder))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture(scope="module")
def served(files: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address under which the files are served."""
    folder = tmp_path_factory.mktemp("served")
    for address, data in files.items():
        path: Path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_generated_client_reads_everything(files: Made, client: Callable[[str], ModuleType], served: str) -> None:
    """It lists each kind, fetches each record, and has all that was written of it."""
    asking = client("client").Client(base_url=served, raise_on_unexpected_status=True)
    with asking:
        for kind in Kind:
            listed = client(f"api.{kind}.list_{kind}").sync(client=asking)
            one = client(f"api.{kind}.get_{NAMES[kind].lower()}")
            assert listed.records
            for entry in listed.records:
                got = one.sync(client=asking, id=entry.id)
                assert got.to_dict() == read(files, f"api/v1/{kind}/{entry.id}.json")
