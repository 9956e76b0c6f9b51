from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.archive.archive import Archive
from generator.exports import export
from generator.exports.export import Publication
from generator.exports.popolo import EXPORT
from generator.problems import Problem
from tests.unit.exports.conftest import SITE, Leaving, made_by

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
SCHEMAS: Mapping[str, Any] = json.loads(Path(__file__).with_name("popolo.schema.json").read_text("utf-8"))
"""The classes of Popolo, written from its specification: what each property is, and which are required."""
CLASSES = {
    "persons": "Person",
    "organizations": "Organization",
    "posts": "Post",
    "memberships": "Membership",
    "areas": "Area",
    "events": "Event",
    "speeches": "Speech",
}


def validator(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["$defs"]}
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture(scope="module")
def popolo(either: Leaving) -> dict[str, list[dict[str, Any]]]:
    """Return the classes of each archive in turn."""
    found: dict[str, list[dict[str, Any]]] = json.loads(either.files(EXPORT)["data/popolo.json"])
    return found


@pytest.mark.parametrize("name", CLASSES)
def test_every_object_fits_its_class(popolo: Mapping[str, list[dict[str, Any]]], name: str) -> None:
    """No property that Popolo does not know, none of another type, and all that are required."""
    fitting = validator(CLASSES[name])
    assert popolo[name]
    for found in popolo[name]:
        fitting.validate(found)


def test_the_schemas_refuse_what_is_wrong() -> None:
    """A property of nobody's, a day that is none, and a membership of nobody do not pass."""
    assert not validator("Person").is_valid({"id": "people/x", "name": "X", "nickname": "Y"})
    assert not validator("Organization").is_valid({"id": "o", "name": "O", "founding_date": "2024-01~"})
    assert not validator("Membership").is_valid({"id": "m", "role": "Rat"})


def test_everything_is_there(either: Leaving, popolo: Mapping[str, list[dict[str, Any]]]) -> None:
    """Each person, organization, area, meeting and speech is an object, and each office a membership."""
    archive = either.archive
    counts = {name: len(objects) for name, objects in popolo.items()}
    offices = sum(len(person.posts) for person in archive.people.values())
    assert counts == {
        "persons": len(archive.people),
        "organizations": len(archive.organizations),
        "posts": counts["posts"],
        "memberships": offices,
        "areas": len(archive.districts),
        "events": len(archive.meetings),
        "speeches": sum(len(meeting.speeches) for meeting in archive.meetings.values()),
    }
    assert 0 < counts["posts"] <= offices


def test_ids_are_unique_and_lead_somewhere(popolo: Mapping[str, list[dict[str, Any]]]) -> None:
    """No id is given twice, and every property that names an object names one of the file."""
    ids = [found["id"] for objects in popolo.values() for found in objects]
    assert len(set(ids)) == len(ids)
    for objects in popolo.values():
        for found in objects:
            for name in found:
                if name.endswith("_id"):
                    assert found[name] in ids


def test_a_joint_speech_has_no_one_creator(either: Leaving, popolo: Mapping[str, list[dict[str, Any]]]) -> None:
    """Who speaks alone is the creator; of several together only the words of the record tell."""
    speeches = {found["id"]: found for found in popolo["speeches"]}
    joint = 0
    for id, meeting in either.archive.meetings.items():
        for speech in meeting.speeches:
            found = speeches[f"meetings/{id}#{speech.address}"]
            assert found["text"] == speech.markdown
            assert found["sources"] == [{"url": f"{SITE}meetings/{id}/#{speech.address}"}]
            if len(speech.speakers) > 1:
                joint += 1
                assert "creator_id" not in found
            elif speech.speakers[0].person:
                assert found["creator_id"] == f"people/{speech.speakers[0].person}"
    assert joint or either.name == "published"


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2024-04-19", "2024-04-19", "2024-04-19"),
        ("2024-04", "2024-04", "2024-04"),
        ("2024", "2024", "2024"),
        ("2024-11-XX", "2024-11", "2024-11"),
        ("2024-04-19/2024-05", "2024-04-19", "2024-05"),
        ("2024-01~", "2024-01", "2024-01"),
        ("XXXX-03-07", None, None),
    ],
)
def test_dates_say_no_more_than_the_record(
    archive_of: ArchiveOf, publication: Publication, date: str, start: str | None, end: str | None
) -> None:
    """Year, month and day as far as they are known; nothing is made up."""
    archive, _ = archive_of({"meetings/2024/m.md": f"---\ntitle: T\ndate: {date}\n---\nText.\n"})
    (event,) = json.loads(made_by(EXPORT, archive, publication)["data/popolo.json"])["events"]
    assert (event.get("start_date"), event.get("end_date")) == (start, end)


def test_large_archives_have_a_file_a_year(
    either: Leaving,
    popolo: Mapping[str, list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All files together hold the same objects."""
    monkeypatch.setattr(export, "LONG", 1)
    files = [json.loads(data) for data in made_by(EXPORT, either.archive, either.publication).values()]
    assert len(files) == len(either.archive.years) + 1
    together = {name: [found for file in files for found in file.get(name, ())] for name in popolo}
    assert together == popolo
