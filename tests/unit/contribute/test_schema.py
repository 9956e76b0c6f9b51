from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.contribute.order import field_order
from generator.contribute.schema import PARTLY_SAID, SAID, UNSAID, schema_address, schema_files, schema_of
from generator.problems import CATALOGUE, Severity
from generator.records.decode import decode_record
from generator.records.model import MODELS, Kind, Meeting, Person, field_names
from generator.records.nodes import locate
from generator.records.source import RecordFile

# ---- the two who read a record: the archive and an editor


class _Editor(yaml.SafeLoader):
    """Reads YAML as editors do: numbers, truths and nothing by the core schema of YAML 1.2, and no dates."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML declares it as an attribute of the class


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"null|Null|NULL|~|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


@cache
def validator(kind: Kind) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kind))


def allowed(kind: Kind, fields: str) -> bool:
    """Whether the schema lets a record's fields pass, as an editor reads them."""
    return validator(kind).is_valid(yaml.load(fields, _Editor))  # noqa: S506 - a safe loader of our own


def mistakes(kind: Kind, fields: str) -> set[str]:
    """The codes of the errors that the archive finds in a record alone."""
    text = f"---\n{fields}---\n" if kind is Kind.MEETING else fields
    _, problems = decode_record(RecordFile(kind, "x", f"records/{kind}/x", text))
    return {problem.code for problem in problems if problem.severity is Severity.ERROR}


def agreed(kind: Kind, fields: str) -> bool:
    """Whether the schema refuses what it can say, and nothing that the archive takes."""
    found = mistakes(kind, fields) - UNSAID.keys()
    if found and found <= PARTLY_SAID.keys():
        return True
    return allowed(kind, fields) == (not found)


def meeting(fields: str = "") -> str:
    return f"title: T\ndate: 2024-05-01\n{fields}\n"


# ---- the schemas as such


@pytest.mark.parametrize("kind", Kind)
def test_each_is_a_schema_that_tells_every_field(kind: Kind) -> None:
    """Each schema is valid itself, and says of every field what it is for, in the order in which records write them."""
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == list(field_order(MODELS[kind]))
    for part in (schema, *schema.get("$defs", {}).values()):
        assert part["description"]
        properties = part.get("properties") or part["anyOf"][1]["properties"]
        assert all(field["description"] for field in properties.values())


def test_order_of_fields() -> None:
    """Every field of a model has its place; what a record is comes first, where it is reported last."""
    for model in MODELS.values():
        assert sorted(field_order(model)) == sorted(field_names(model))
    assert field_order(Meeting)[:4] == ("title", "kind", "status", "date")
    assert field_order(Meeting)[-3:] == ("documents", "sources", "notes")
    assert field_order(Person)[0] == "name"
    assert field_order(Person)[-2:] == ("note", "sources")


def test_closed_lists_are_listed() -> None:
    """Editors can offer every word of a closed list; a list that the configuration may lengthen stays open."""
    fields = schema_of(Kind.MEETING)["properties"]
    assert fields["status"]["enum"][:3] == ["held", "announced", "cancelled"]
    assert fields["status"]["default"] == "held"
    assert "enum" not in fields["kind"]


def test_files() -> None:
    """Each kind has one file, the same bytes each time, which names its own address where the site has one."""
    files = dict(schema_files("https://archive.example/"))
    assert sorted(files) == sorted(f"schema/{kind}.json" for kind in Kind)
    for kind in Kind:
        schema = json.loads(files[schema_address(kind)])
        assert schema["$id"] == f"https://archive.example/schema/{kind}.json"
        assert schema | {"$id": ""} == schema_of(kind) | {"$id": ""}
    assert dict(schema_files("https://archive.example/")) == files
    assert "$id" not in json.loads(dict(schema_files())["schema/people.json"])


def test_codes_are_known() -> None:
    """What a schema says, says in part and cannot say are codes of the catalogue, and no code is two of these."""
    groups = [*SAID, *PARTLY_SAID, *UNSAID]
    assert set(groups) <= CATALOGUE.keys()
    assert len(groups) == len(set(groups))


# ---- agreement


def test_records_of_the_invented_archive_pass(texts: dict[str, str]) -> None:
    """No editor complains of a record that the archive accepts."""
    for name, text in texts.items():
        kind = Kind(name.partition("/")[0])
        assert allowed(kind, text.split("---\n")[1] if kind is Kind.MEETING else text), name


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ("", True),
        ("titel: x", False),
        ("number: '11'", True),
        ("number: 11.0", True),
        ("number: '11.0'", True),
        ("number: 11.5", False),
        ("number: 0", False),
        ("number: eleven", False),
        ("places: Thung", False),
        ("places: [1, 2]", True),
        ("places: ['']", False),
        ("status: heldd", False),
        ("status:", True),
        ("start: '14:30'", True),
        ("start: 14:30", True),
        ("start: '24:30'", False),
        ("period: 2024", True),
        ("period: 2024-Q5", False),
        ("language: no", True),
        ("language: German", False),
        ("chairs: [a, {group: B}]", True),
        ("chairs: [{person: a, group: B}]", False),
        ("chairs: [{role: a}]", False),
        ("chairs: [{person: a, group: }]", True),
        ("chairs: [{person: a, kind: report}]", False),
        ("speakers: [{person: a, kind: report}]", True),
        ("chairs: [[a]]", False),
        ("conclusions: [{id: k1, text: x}]", True),
        ("conclusions: [{id: 1, text: 2}]", True),
        ("conclusions: [{id: item-1, text: x}]", False),
        ("conclusions: [{id: K1, text: x}]", False),
        ("conclusions: [{id: k1}]", False),
        ("conclusions: [{id: k1, text: x, votes: {yes: 31, no: 2}}]", True),
        ("conclusions: [{id: k1, text: x, votes: {yes: -1}}]", False),
        ("conclusions: [{id: k1, text: x, votes: 31}]", False),
        ("sources: [{url: 'https://a.example/b?c#d'}]", True),
        ("sources: [{url: 'HTTPS://a.example'}]", True),
        ("sources: [{url: 'mailto:a@b.example'}]", True),
        ("sources: [{url: 'javascript:alert(1)'}]", False),
        ("sources: [{url: 'https://gov.example@evil.example/'}]", False),
        ("sources: [{url: 'file:///etc/passwd'}]", False),
        ("sources: [{url: 'https://a.example/a b'}]", False),
    ],
)
def test_editor_and_archive_say_the_same(fields: str, good: bool) -> None:
    """A meeting is refused by the schema exactly if the archive finds a mistake in its fields."""
    assert allowed(Kind.MEETING, meeting(fields)) is good
    assert (not mistakes(Kind.MEETING, meeting(fields))) is good


@pytest.mark.parametrize("years", ["2023", "2024", "2016", "1900", "2000", "XXXX", "0000"])
def test_every_day_of_the_calendar(years: str) -> None:
    """Of every day that can be written, also of those that no calendar has, both say the same."""
    for month in (*range(14), "XX"):
        for day in (*range(33), "XX"):
            written = f"{years}-{month:02}-{day:02}" if isinstance(month, int) and isinstance(day, int) else ""
            date = written or f"{years}-{str(month).rjust(2, '0')}-{str(day).rjust(2, '0')}"
            assert agreed(Kind.MEETING, f"title: T\ndate: {date}\n"), date


DATES = (
    "2024-04-20/2024-04-19", "2024/", "/2024", "19.04.2024", "2024-4-1", "' 2024-04-19 '", "20240419", "tomorrow", "24",
    "2024", "2024-04", "2024-13", "XXXX-03-07", "2024?", "2024-04~", "2024%", "2024!", "2024-04-19/2024-04-20",
)  # fmt: skip


@pytest.mark.parametrize("date", DATES)
def test_every_form_of_a_date(date: str) -> None:
    """Of every form of a date, and of what only looks like one, both say the same."""
    assert agreed(Kind.MEETING, f"title: T\ndate: {date}\n")


WORDS = (
    "", " ", "x", "ann", "K1", "k1", "item-k1", "s 1", "held", "heldd", "report", "done", "machine", "yes", "no",
    "true", "0", "1", "11", "-1", "11.5", "2024", "2024-04", "2024-04-19", "19.04.2024", "2024-13",
    "2024-02-30", "2024-04-19/2024-04-20", "2024-Q1", "2024-H3", "14:30", "14.30", "25:00", "https://a.example",
    "javascript:x", "//a", "a: b", "# a", "[a]", "a" * 81, "\u0110\u00e1", "95", "-181",
)  # fmt: skip
VALUES = st.sampled_from(WORDS) | st.sampled_from([[], {}, ["a"], {"person": "a"}, [["a"]], [{}]]).map(copy.deepcopy)
FIELDS = sorted({name for model in MODELS.values() for name in field_names(model)} | {"titel", "person", "text", "yes"})


def written(value: object) -> str:
    """A value as one line of YAML; what can stand without quotes does."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(inner) for inner in value if inner is not None) + "]"
    if value is None:
        return ""
    text = str(value)
    return text if re.fullmatch(r"[\w+-][\w.+/-]*(:[0-9]+)?", text) else json.dumps(text, ensure_ascii=False)


def places(value: object) -> Iterator[tuple[Any, Any]]:
    """Every place in a record at which something can be changed: a mapping or list, and a key or number in it."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


def change(draw: Callable[[st.SearchStrategy[Any]], Any], record: dict[str, Any]) -> None:
    """Make one slip somewhere in a record."""
    found = list(places(record))
    if not found:
        record["note"] = draw(VALUES)
        return
    holder, key = draw(st.sampled_from(found))
    slip = draw(st.sampled_from(["replace", "replace", "delete", "rename", "add", "wrap"]))
    if slip == "delete":
        del holder[key]
    elif slip == "wrap":
        holder[key] = [holder[key]] if holder[key] is not None else []
    elif slip in {"rename", "add"} and isinstance(holder, dict):
        value = holder.pop(key) if slip == "rename" else draw(VALUES)
        holder[draw(st.sampled_from(FIELDS))] = value
    else:
        holder[key] = draw(VALUES)


def empty(draw: Callable[[st.SearchStrategy[Any]], Any], kind: Kind, record: dict[str, Any]) -> None:
    """Take the value from a field."""
    if fields := [name for name in record if name in field_names(MODELS[kind])]:
        record[draw(st.sampled_from(fields))] = None


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_slips_in_records(texts: dict[str, str], data: st.DataObject) -> None:
    """Whatever slip is made in a record, the schema refuses it exactly if the archive finds a mistake it can say."""
    name = data.draw(st.sampled_from(sorted(texts)))
    kind = Kind(name.partition("/")[0])
    text = texts[name].split("---\n")[1] if kind is Kind.MEETING else texts[name]
    located, _ = locate(name, text)
    assert located is not None
    record: Any = located.value
    for _ in range(data.draw(st.integers(1, 2))):
        change(data.draw, record)
    if data.draw(st.booleans()):
        empty(data.draw, kind, record)
    fields = f"{written(record)}\n"
    assert agreed(kind, fields), (fields, mistakes(kind, fields))
