from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from generator.records.dates import Date
from generator.records.model import ID_PATTERN, MODELS, Kind, Meeting, Model, Person, field_names
from tests.unit.records.conftest import decoded, record_of

MEETING = """\
---
title: Talk on the dyke
date: 2024-04-19/2024-04-20
date_note: The year is not printed.
kind: session
status: held
part_of_day: evening
start: '9.05'
end: '17:30'
series: talks
number: 11
part: 2
period: 2024-Q1
organizations: [council]
places: [Mere, Fogwick]
districts: [mere]
issues: [dyke]
language: en
summary: They *talked*.
chairs:
  - ann-quill
  - person: Bob Reed
    as: B. Reed
    role: Clerk
    district: mere
    organization: council
    reason: none
    source: s1
    quote: He was there.
attendees:
  - group: Farmers
    count: 40
absent:
  - {person: cy-low, reason: ill}
speakers:
  - Dan Roe
  - person: ann-quill
    kind: report
    agenda: Repairs
    issues: [dyke]
agenda:
  - heading: Repairs
    issues: [dyke]
    districts: [mere]
    documents: [{title: Plan 7, url: 'https://mere.example/7'}]
    continues: 2023-talk#item-repairs
conclusions:
  - id: k1
    text: Mend it.
    by: ann-quill
    kind: directive
    issues: [dyke]
    addressees: [all-districts, districts/mere]
    due: 2024-06
    due_note: before the flood
    repeats: 2023-talk#k4
    outcome: adopted
    votes: {yes: 31, no: 2, abstained: 1}
    agenda: Repairs
    speech: ann-quill.1
    documents: [{title: Annex}]
    source: s1
    quote: Mend it!
follow_ups:
  - conclusion: 2023-talk#k2
    status: in_progress
    district: mere
    organization: council
    speech: ann-quill
    note: Two of three.
    source: s1
documents: [{title: Minutes}]
sources:
  - id: s1
    title: Gazette
    url: https://mere.example/g
    publisher: Press
    author: E. Fen
    date: 2024-04-21
    language: vi
    translation: machine
    note: Page 3.
notes: [Two counts differ.]
---
"""
REGISTERS = {
    "people/ann-quill.yml": """\
name: Ann Quill
aliases: [Anna Quill]
short: AQ
posts:
  - {role: Mayor, organization: council, district: mere, from: 2019, until: 2024-03, seen: 2023-05-01, source: s1}
same_as: ['https://who.example/ann']
merged_into: anna-quill
note: Sings.
sources: [{id: s1}]
""",
    "districts/mere.yml": """\
name: Mere
kind: town
aliases: [Meer]
former_names: [{name: Meren, from: 1900, until: 1950}]
from: 1950
until: 2025-06-30
successors: [mere-ward]
parent: fenland
coordinates: {lat: 10.5, lon: '-105'}
same_as: ['https://places.example/mere']
note: By the sea.
sources: []
""",
    "issues/dyke.yml": """\
name: The dyke
terms: [dyke*, sea wall]
broader: water
related: [ferries]
description: It leaks.
note: Old.
sources: []
""",
    "organizations/council.yml": """\
name: Council
aliases: [Rat]
former_names: [Moot]
parent: assembly
district: mere
from: 1950-01
until: 2030
successors: [new-council]
note: Ten heads.
sources: []
""",
    "series/talks.yml": """\
name: Talks
organization: council
cadence: half-yearly
from: 2020
until: 2024
note: In spring.
sources: []
""",
}


def plain(value: object) -> object:
    """A record as plain values, under the names that a record writes, and only what is not the default."""
    if isinstance(value, Model):
        return {
            name: plain(getattr(value, field))
            for field, info in type(value).model_fields.items()
            for name in [info.alias or field]
            if getattr(value, field) != info.default
        }
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.text if isinstance(value, Date) else value


def test_meeting() -> None:
    """Every field of a meeting is read: numbers as numbers, dates as dates, times as hours and minutes."""
    entry = {"person": "ann-quill"}
    assert plain(record_of("meetings/2024/t.md", MEETING)) == {
        "title": "Talk on the dyke",
        "date": "2024-04-19/2024-04-20",
        "date_note": "The year is not printed.",
        "kind": "session",
        "part_of_day": "evening",
        "start": "09:05",
        "end": "17:30",
        "series": "talks",
        "number": 11,
        "part": 2,
        "period": "2024-Q1",
        "organizations": ["council"],
        "places": ["Mere", "Fogwick"],
        "districts": ["mere"],
        "issues": ["dyke"],
        "language": "en",
        "summary": "They *talked*.",
        "chairs": [
            entry,
            {
                "person": "Bob Reed",
                "as": "B. Reed",
                "role": "Clerk",
                "district": "mere",
                "organization": "council",
                "reason": "none",
                "source": "s1",
                "quote": "He was there.",
            },
        ],
        "attendees": [{"group": "Farmers", "count": 40}],
        "absent": [{"person": "cy-low", "reason": "ill"}],
        "speakers": [{"person": "Dan Roe"}, entry | {"kind": "report", "agenda": "Repairs", "issues": ["dyke"]}],
        "agenda": [
            {
                "heading": "Repairs",
                "issues": ["dyke"],
                "districts": ["mere"],
                "documents": [{"title": "Plan 7", "url": "https://mere.example/7"}],
                "continues": "2023-talk#item-repairs",
            }
        ],
        "conclusions": [
            {
                "id": "k1",
                "text": "Mend it.",
                "by": "ann-quill",
                "kind": "directive",
                "issues": ["dyke"],
                "addressees": ["all-districts", "districts/mere"],
                "due": "2024-06",
                "due_note": "before the flood",
                "repeats": "2023-talk#k4",
                "outcome": "adopted",
                "votes": {"yes": 31, "no": 2, "abstained": 1},
                "agenda": "Repairs",
                "speech": "ann-quill.1",
                "documents": [{"title": "Annex"}],
                "source": "s1",
                "quote": "Mend it!",
            }
        ],
        "follow_ups": [
            {
                "conclusion": "2023-talk#k2",
                "status": "in_progress",
                "district": "mere",
                "organization": "council",
                "speech": "ann-quill",
                "note": "Two of three.",
                "source": "s1",
            }
        ],
        "documents": [{"title": "Minutes"}],
        "sources": [
            {
                "id": "s1",
                "title": "Gazette",
                "url": "https://mere.example/g",
                "publisher": "Press",
                "author": "E. Fen",
                "date": "2024-04-21",
                "language": "vi",
                "translation": "machine",
                "note": "Page 3.",
            }
        ],
        "notes": ["Two counts differ."],
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "people/ann-quill.yml",
            {
                "name": "Ann Quill",
                "note": "Sings.",
                "aliases": ["Anna Quill"],
                "short": "AQ",
                "posts": [
                    {
                        "role": "Mayor",
                        "organization": "council",
                        "district": "mere",
                        "from": "2019",
                        "until": "2024-03",
                        "seen": "2023-05-01",
                        "source": "s1",
                    }
                ],
                "same_as": ["https://who.example/ann"],
                "merged_into": "anna-quill",
                "sources": [{"id": "s1"}],
            },
        ),
        (
            "districts/mere.yml",
            {
                "name": "Mere",
                "note": "By the sea.",
                "kind": "town",
                "aliases": ["Meer"],
                "former_names": [{"name": "Meren", "from": "1900", "until": "1950"}],
                "from": "1950",
                "until": "2025-06-30",
                "successors": ["mere-ward"],
                "parent": "fenland",
                "coordinates": {"lat": 10.5, "lon": -105.0},
                "same_as": ["https://places.example/mere"],
            },
        ),
        (
            "issues/dyke.yml",
            {
                "name": "The dyke",
                "note": "Old.",
                "terms": ["dyke*", "sea wall"],
                "broader": "water",
                "related": ["ferries"],
                "description": "It leaks.",
            },
        ),
        (
            "organizations/council.yml",
            {
                "name": "Council",
                "note": "Ten heads.",
                "aliases": ["Rat"],
                "former_names": [{"name": "Moot"}],
                "parent": "assembly",
                "district": "mere",
                "from": "1950-01",
                "until": "2030",
                "successors": ["new-council"],
            },
        ),
        (
            "series/talks.yml",
            {
                "name": "Talks",
                "note": "In spring.",
                "organization": "council",
                "cadence": "half-yearly",
                "from": "2020",
                "until": "2024",
            },
        ),
    ],
)
def test_register(name: str, expected: dict[str, object]) -> None:
    """Every field of every register is read."""
    assert plain(record_of(name, REGISTERS[name])) == expected


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {tuple, Union, UnionType}:
        for argument in get_args(annotation):
            yield from _models(argument)


def _fields(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, info in field_names(model).items():
        yield f"{before}{name}"
        for inner in _models(info.annotation):
            yield from _fields(inner, f"{before}{name}.")


def _keys(value: Any, before: str = "") -> Iterator[str]:
    for inner in value if isinstance(value, list) else [value]:
        if isinstance(inner, dict):
            for name, further in inner.items():
                yield f"{before}{name}"
                yield from _keys(further, f"{before}{name}.")


def _shared(name: str) -> str:
    """Entries and papers are of one kind wherever they stand."""
    parts = name.split(".")
    if "documents" in parts:
        parts = parts[parts.index("documents") :]
    elif len(parts) > 1 and parts[0] in {"chairs", "attendees", "absent", "speakers"}:
        parts[0] = "entry"
    return ".".join(parts)


def test_examples_hold_every_field() -> None:
    """The records of this page leave no field of any kind out, so that a new one is not forgotten here."""
    examples = {"meetings/2024/t.md": MEETING, **REGISTERS}
    written = {_shared(key) for name, text in examples.items() for key in _keys(decoded(name, text)[0].located.value)}
    fields = {_shared(name) for model in MODELS.values() for name in _fields(model)}
    assert fields - written == set()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("meetings/2024/t.md", "---\ntitle: T\ndate: 2024\n---\n", {"title": "T", "date": "2024"}),
        ("people/a.yml", "name: A\n", {"name": "A"}),
        ("districts/a.yml", "name: A\n", {"name": "A"}),
        ("issues/a.yml", "name: A\n", {"name": "A"}),
        ("organizations/a.yml", "name: A\n", {"name": "A"}),
        ("series/a.yml", "name: A\n", {"name": "A"}),
    ],
)
def test_what_is_required(name: str, text: str, expected: dict[str, object]) -> None:
    """A title and a date make a meeting, a name everything else."""
    assert plain(record_of(name, text)) == expected


def test_defaults_of_a_meeting() -> None:
    """A meeting is a conference that was held unless it says otherwise; a district is a district."""
    meeting = record_of("meetings/2024/t.md", "---\ntitle: T\ndate: 2024\n---\n")
    assert isinstance(meeting, Meeting)
    assert (meeting.kind, meeting.status) == ("conference", "held")
    assert plain(record_of("districts/a.yml", "name: A\nkind: district\n")) == {"name": "A"}


def test_field_without_a_value() -> None:
    """A field without a value counts as not given, at any depth."""
    text = "name: A\naliases:\nshort:\nposts:\n  - role: Mayor\n    from:\n"
    assert plain(record_of("people/a.yml", text)) == {"name": "A", "posts": [{"role": "Mayor"}]}


@pytest.mark.parametrize("part", ["chairs", "attendees", "absent", "speakers"])
def test_short_form(part: str) -> None:
    """A bare id or name is an entry with just this person, in each of the four lists."""
    text = f"---\ntitle: T\ndate: 2024\n{part}:\n  - ann-quill\n  - Bob Reed\n  - {{person: cy-low}}\n---\n"
    meeting = record_of("meetings/t.md", text)
    assert [entry.person for entry in getattr(meeting, part)] == ["ann-quill", "Bob Reed", "cy-low"]


def value_of(field: str, value: str) -> object:
    """What a field of a meeting comes to, or the code of what is wrong with it."""
    whole, problems = decoded("meetings/t.md", f"---\ntitle: T\ndate: 2024\n{field}: {value}\n---\n")
    if problems:
        return {problem.code for problem in problems}
    return plain(getattr(whole.record, field))


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("summary", "no", "no"),
        ("summary", "'  two words '", "two words"),
        ("summary", "0123", "0123"),
        ("summary", "[a]", {"wrong-value"}),
        ("summary", "''", {"wrong-value"}),
        ("summary", "'  '", {"wrong-value"}),
        ("start", "14:30", "14:30"),
        ("start", "9.05", "09:05"),
        ("start", "'0:00'", "00:00"),
        ("start", "24:00", {"wrong-value"}),
        ("start", "14:60", {"wrong-value"}),
        ("start", "14", {"wrong-value"}),
        ("start", "2:30 pm", {"wrong-value"}),
        ("period", "2024", "2024"),
        ("period", "2024-Q4", "2024-Q4"),
        ("period", "2024-H2", "2024-H2"),
        ("period", "2024-12", "2024-12"),
        ("period", "2024-Q5", {"wrong-value"}),
        ("period", "2024-13", {"wrong-value"}),
        ("period", "Q1 2024", {"wrong-value"}),
        ("number", "11", 11),
        ("number", "'11'", 11),
        ("number", "0", {"wrong-value"}),
        ("number", "-1", {"wrong-value"}),
        ("number", "1.5", {"wrong-value"}),
        ("number", "eleven", {"wrong-value"}),
        ("number", "yes", {"wrong-value"}),
        ("status", "announced", "announced"),
        ("status", "Held", {"wrong-value"}),
        ("part_of_day", "night", {"wrong-value"}),
        ("kind", "anything", "anything"),
        ("places", "[Mere]", ["Mere"]),
        ("places", "[]", []),
        ("places", "Mere", {"wrong-value"}),
        ("places", "[[Mere]]", {"wrong-value"}),
        ("places", "{a: b}", {"wrong-value"}),
        ("chairs", "[{role: Clerk}]", {"missing-field"}),
        ("chairs", "[{person: a, group: b}]", {"missing-field"}),
        ("attendees", "[{group: b, count: 0}]", {"wrong-value"}),
        ("speakers", "[{person: a, kind: rant}]", {"wrong-value"}),
        ("chairs", "[{person: a, kind: report}]", {"unknown-field"}),
        ("documents", "[{title: A, url: 'ftp://x'}]", {"bad-address"}),
        ("documents", "[{url: 'https://x.example'}]", {"missing-field"}),
        ("conclusions", "[{id: k1}]", {"missing-field"}),
        ("conclusions", "[{text: x}]", {"missing-field"}),
        ("conclusions", "[{id: K1, text: x}]", {"wrong-value"}),
        ("conclusions", "[{id: item-1, text: x}]", {"wrong-value"}),
        ("conclusions", "[{id: k1, text: x, due: 31.12.2024}]", {"bad-date"}),
        ("conclusions", "[{id: k1, text: x, kind: idea}]", {"wrong-value"}),
        ("conclusions", "[{id: k1, text: x, outcome: won}]", {"wrong-value"}),
        ("conclusions", "[{id: k1, text: x, votes: {no: 1}}]", {"missing-field"}),
        ("conclusions", "[{id: k1, text: x, votes: {yes: -1}}]", {"wrong-value"}),
        ("follow_ups", "[{conclusion: a#k1, status: half}]", {"wrong-value"}),
        ("follow_ups", "[{status: done}]", {"missing-field"}),
        ("sources", "[{id: S 1}]", {"wrong-value"}),
        ("sources", "[{translation: robot}]", {"wrong-value"}),
    ],
)
def test_value(field: str, value: str, expected: object) -> None:
    """Each field takes the values it is meant for, however YAML would read them, and refuses all others."""
    assert value_of(field, value) == expected


@pytest.mark.parametrize(
    "address",
    [
        "http://mere.example",
        "https://mere.example/a?b=c#d",
        "HTTPS://mere.example",
        "https://mere.example:8080/",
        "https://bến-lửng.example/é",
        "https://mere.example/a@b",
        "mailto:clerk@mere.example",
    ],
)
def test_web_address(address: str) -> None:
    """Plain addresses of the web and of mail are taken as they are written."""
    assert value_of("sources", f"[{{url: '{address}'}}]") == [{"url": address}]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//mere.example",
        "mere.example",
        "/a",
        "https://",
        "https:///a",
        "https://gov.example@evil.example/",
        "https://gov.example\\@evil.example/",
        "https://mere.example/a b",
        " https://mere.example",
        "java\tscript:x",
        "https://mere.example/\u202egnp",
        "mailto:",
        "mailto:clerk",
    ],
)
def test_bad_web_address(address: str) -> None:
    """What runs, reads files, hides its host or leads nowhere is no address."""
    assert value_of("sources", f"[{{url: '{address}'}}]") == {"bad-address"}


@pytest.mark.parametrize(
    ("lat", "lon", "fine"),
    [
        ("90", "-180", True),
        ("10.25", "1e2", True),
        ("91", "0", False),
        ("0", "181", False),
        ("nan", "0", False),
        ("inf", "0", False),
        ("10,5", "0", False),
        ("10° N", "0", False),
    ],
)
def test_coordinates(lat: str, lon: str, fine: bool) -> None:
    """A point lies on the globe and is written in degrees."""
    _, problems = decoded("districts/a.yml", f"name: A\ncoordinates: {{lat: '{lat}', lon: '{lon}'}}\n")
    assert (problems == ()) is fine


@pytest.mark.parametrize(
    ("first", "last", "fine"),
    [
        ("2019", "2024", True),
        ("2024", "2024-03", True),
        ("2024-03-05", "2024-03", True),
        ("2024", "2023", False),
        ("2024-03-05", "2024-03-04", False),
        ("XXXX-05", "2020", True),
    ],
)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("people/a.yml", "name: A\nposts: [{{role: x, from: {}, until: {}}}]"),
        ("districts/a.yml", "name: A\nfrom: {}\nuntil: {}"),
        ("organizations/a.yml", "name: A\nfrom: {}\nuntil: {}"),
        ("series/a.yml", "name: A\nfrom: {}\nuntil: {}"),
    ],
)
def test_term(name: str, text: str, first: str, last: str, fine: bool) -> None:
    """A term that may end after it begins is one; what surely ends before it begins is none."""
    _, problems = decoded(name, text.format(first, last))
    assert [problem.code for problem in problems] == ([] if fine else ["end-before-start"])


def test_names_are_composed() -> None:
    """A name is the same name whether its accents are composed or not."""
    decomposed = unicodedata.normalize("NFD", "Đỗ Đức Ế")
    person = record_of("people/a.yml", f"name: {decomposed}\naliases: [{decomposed}]\n")
    assert isinstance(person, Person)
    assert (person.name, person.aliases) == ("Đỗ Đức Ế", ("Đỗ Đức Ế",))


def test_record_cannot_be_changed() -> None:
    """What was read stays as it was read."""
    with pytest.raises(ValueError, match="frozen"):
        record_of("people/a.yml", "name: A\n").name = "B"  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["meetings/2024/t.md", *REGISTERS])
def test_record_can_be_kept(name: str) -> None:
    """A record that is kept and taken back is the same record, and equal records are kept as equal bytes."""
    text = MEETING if name.startswith("meetings") else REGISTERS[name]
    record = record_of(name, text)
    kept = pickle.dumps(record)
    assert pickle.loads(kept) == record  # noqa: S301 - our own bytes
    assert plain(pickle.loads(kept)) == plain(record)  # noqa: S301
    assert pickle.dumps(record_of(name, text)) == kept


@pytest.mark.parametrize("id", ["a", "0", "ann-quill", "2024-04-19-talk", "a-0-b"])
def test_id(id: str) -> None:
    """Ids are lowercase ASCII words and numbers with single hyphens between them."""
    assert ID_PATTERN.fullmatch(id)


@pytest.mark.parametrize("id", ["", "-a", "a-", "a--b", "A", "ä", "a_b", "a.b", "a b", "а", "a/b", "..", "a\n", "١"])
def test_no_id(id: str) -> None:
    """Everything else is none: a hyphen at an end, accents, points, slashes, letters that only look Latin."""
    assert not ID_PATTERN.fullmatch(id)


def test_every_kind_has_a_model() -> None:
    """Each folder of records has its model, and each field says what it is for."""
    assert set(MODELS) == set(Kind)
    for model in MODELS.values():
        assert [name for name, info in field_names(model).items() if not info.description] == []


@pytest.mark.parametrize("code", ["vi", "de", "en", "zh-Hant", "pt-BR", "es-419", "sr-Latn-RS", "hmn", "nan"])
def test_language(code: str) -> None:
    """A language is written by its code, with a script or a country where it takes one."""
    assert Meeting.model_validate({"title": "T", "date": "2024", "language": code}).language == code


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("German", "write de"),
        ("TIẾNG VIỆT", "write vi"),
        ("vn", "write vi"),
        ("ger", "write de"),
        ("DE", "two or three small letters, such as vi, de or en"),
        ("xx", "two or three small letters, such as vi, de or en"),
        ("de_DE", "two or three small letters, such as vi, de or en"),
        ("de-de", "two or three small letters, such as vi, de or en"),
        ("", "two or three small letters, such as vi, de or en"),
    ],
)
def test_no_language(text: str, hint: str) -> None:
    """Anything else is told, with the code where it is known which language is meant."""
    with pytest.raises(ValidationError) as caught:
        Meeting.model_validate({"title": "T", "date": "2024", "language": text})
    assert caught.value.errors()[0]["ctx"]["code"] == "bad-language"
    assert caught.value.errors()[0]["ctx"]["hint"] == hint
