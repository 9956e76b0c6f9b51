from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.archive.archive import Archive
from generator.config import SiteConfig
from generator.exports.oparl import EXPORT
from generator.problems import Problem
from tests.unit.exports.conftest import SITE, Leaving, made_by, publication_of

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
SCHEMAS: Mapping[str, Any] = json.loads(Path(__file__).with_name("oparl.schema.json").read_text("utf-8"))
"""The objects of OParl 1.1, written from its specification."""


@pytest.fixture(scope="module")
def files(either: Leaving) -> Mapping[str, Any]:
    """Return the files of each archive in turn, read, by their whole address."""
    return {f"{SITE}{address}": json.loads(data) for address, data in either.files(EXPORT).items()}


def validator(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["$defs"]}
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def listed(files: Mapping[str, Any], address: str) -> Iterator[dict[str, Any]]:
    """Go through a list page by page, as a client does."""
    while address:
        page = files[address]
        validator("List").validate(page)
        assert page["links"]["self"] == address
        yield from page["data"]
        address = page["links"].get("next", "")


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every OParl object in a value, however deep."""
    if isinstance(value, dict):
        if str(value.get("type", "")).startswith("https://schema.oparl.org/"):
            yield value
        for inner in value.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def test_every_object_fits_its_type(files: Mapping[str, Any]) -> None:
    """Each is what its `type` says, without properties that OParl does not know, own ones with a prefix aside."""
    validators = {name: validator(name) for name in SCHEMAS["$defs"]}
    seen = set()
    for found in objects(list(files.values())):
        name = found["type"].rpartition("/")[2]
        seen.add(name)
        validators[name].validate(found)
    assert seen == SCHEMAS["$defs"].keys() - {"List"}


def test_the_schemas_refuse_what_is_wrong(files: Mapping[str, Any]) -> None:
    """A time without its offset, a property of nobody's and a body without its lists do not pass."""
    meeting = next(listed(files, files[f"{SITE}oparl/body.json"]["meeting"]))
    assert validator("Meeting").is_valid(meeting)
    assert not validator("Meeting").is_valid(meeting | {"start": "2024-04-19"})
    assert not validator("Meeting").is_valid(meeting | {"titel": "x"})
    assert not validator("Body").is_valid(meeting)


def test_a_client_finds_everything_from_the_system(either: Leaving, files: Mapping[str, Any]) -> None:
    """From the system over its body and the lists, all people, organizations and meetings are reached, each once."""
    archive = either.archive
    (body,) = listed(files, files[f"{SITE}oparl/system.json"]["body"])
    assert files[body["id"]] == body
    for name, ids in {
        "person": list(archive.people),
        "organization": list(archive.organizations),
        "meeting": [id for year in archive.years.values() for id in year.meetings],
    }.items():
        kind = {"person": "people", "organization": "organizations", "meeting": "meetings"}[name]
        found = list(listed(files, body[name]))
        assert [entry["id"] for entry in found] == [f"{SITE}oparl/{kind}/{id}.json" for id in ids]
        assert all(files[entry["id"]] == entry for entry in found)
    assert list(listed(files, body["paper"])) == []


def test_every_reference_leads_to_an_object(files: Mapping[str, Any]) -> None:
    """Organizations, participants, parents and the objects within others are there under their ids."""
    for found in objects(list(files.values())):
        assert found["id"].partition("#")[0] in files
        names = ("organization", "participant", "subOrganizationOf", "body", "system", "person", "meeting", "paper")
        for value in (found[name] for name in names if name in found):
            assert all(address in files for address in ([value] if isinstance(value, str) else value))


def test_no_time_is_made_up(either: Leaving, files: Mapping[str, Any]) -> None:
    """Since records know no offset from UTC, meetings have no `start`, but their date as it is written."""
    for id, meeting in either.archive.meetings.items():
        found = files[f"{SITE}oparl/meetings/{id}.json"]
        assert found["archive:date"] == meeting.date.text
        assert not {"start", "end"} & found.keys()
        assert [item["name"] for item in found.get("agendaItem", [])] == [item.title for item in meeting.items]
        assert ("participant" in found) <= (meeting.record.status == "held")


def test_an_empty_archive(archive_of: ArchiveOf) -> None:
    """Without records the lists are there and empty."""
    archive, _ = archive_of({})
    made = made_by(EXPORT, archive, publication_of(SiteConfig(title="Empty"), {}))
    files = {f"{SITE}{address}": json.loads(data) for address, data in made.items()}
    body = files[f"{SITE}oparl/body.json"]
    assert [list(listed(files, body[name])) for name in ("person", "organization", "meeting")] == [[], [], []]
