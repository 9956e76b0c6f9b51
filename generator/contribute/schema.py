"""The record models as JSON Schema (2020-12): what an editor needs to complete and to check a record while it is typed.

Made from the same models as the checks, and for the values that an editor has: it reads numbers, truths and empty
values where the archive keeps the words, so that `title: 2024` is a number to the one and text to the other. A schema
refuses what `archive check` finds in the fields of one record, and cannot say what needs more than one value: `UNSAID`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from generator.contribute.order import field_order
from generator.records import model
from generator.records.model import ID_LENGTH, MODELS, Kind, field_names

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

SAID = frozenset({"unknown-field", "missing-field", "wrong-value", "bad-date", "bad-address", "empty-record"})
"""Codes whose mistakes a schema refuses."""

UNSAID: Mapping[str, str] = {
    "no-front-matter": "the schema is asked about the fields, when they were found",
    "unclosed-front-matter": "as above",
    "yaml-syntax": "the editor's own reader of YAML refuses the text before a schema is asked",
    "yaml-feature": "aliases, tags and merge keys are gone when a schema sees the values",
    "duplicate-key": "of two values of one field a schema sees one; editors tell it by themselves",
    "too-deep": "no model nests as deep, so an unknown field or a wrong value is refused on the way",
    "end-before-start": "it takes two values, and JSON Schema cannot compare them",
    "control-character": "it is about characters anywhere in the file",
}
"""Codes that can be found in a single record and that a schema cannot say, each with the reason."""

PARTLY_SAID: Mapping[str, str] = {
    "bad-language": "a pattern says what a code looks like; which codes there are is a table that changes",
}
"""Codes of which a schema refuses what it can, each with the reason why it cannot refuse all."""

READ_BY_EDITORS: Mapping[str, str] = {
    "years before 1000": "an editor reads `0987` as the number 987, which is no year of four digits",
    "times with a point": "an editor reads `14.75` as a number, of which a schema cannot say that 75 is no minute",
    "words for nothing": "an editor reads `null` and `~` as no value; to the archive they are text",
    "numbers in other notations": "an editor reads `1e1`, `0x0b` and `3.0` as 10, 11 and 3; the archive has the words",
    "coordinates in quotes": "of text a schema cannot say that it is a number up to 90",
    "unseen characters": "a schema knows no categories of characters; `control-character` tells of them",
}
"""Where an editor reads a value in another way than the archive, so that a schema lets more or less pass."""


def schema_of(kind: Kind) -> Schema:
    """Return the JSON Schema of a kind of record; the fields stand in the order in which they are written."""
    whole = MODELS[kind]
    parts: dict[str, type[BaseModel]] = {}
    main = _fields(whole, parts)
    definitions: Schema = {}
    while missing := [name for name in parts if name not in definitions]:
        for name in missing:
            definitions[name] = _part(parts[name], parts)
    found = {"$schema": DIALECT, "title": whole.__name__, **main}
    return found | ({"$defs": dict(sorted(definitions.items()))} if definitions else {})


def schema_files(site: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield the address and the bytes of each kind's schema; `site` is where the site will be, if that is known."""
    for kind in Kind:
        address = schema_address(kind)
        named = {"$id": f"{site}{address}"} if site else {}
        text = json.dumps(named | schema_of(kind), ensure_ascii=False, indent=2)
        yield address, f"{text}\n".encode()


def schema_address(kind: Kind) -> str:
    """Return where the schema of a kind lies in the site."""
    return f"schema/{kind}.json"


# ── models ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _fields(of: type[BaseModel], parts: dict[str, type[BaseModel]]) -> Schema:
    hints = get_type_hints(of, include_extras=True)
    attributes = {info.alias or name: name for name, info in of.model_fields.items()}
    known: Mapping[str, FieldInfo] = field_names(of)
    found: Schema = {
        "type": "object",
        "description": _sentence(of.__doc__),
        "properties": {name: _field(hints[attributes[name]], known[name], parts) for name in field_order(of)},
        "additionalProperties": False,
    }
    required = [name for name in field_order(of) if known[name].is_required()]
    return found | ({"required": required} if required else {})


def _field(hint: object, info: FieldInfo, parts: dict[str, type[BaseModel]]) -> Schema:
    found = _value(hint, parts)
    if not info.is_required():
        found = _or_nothing(found)
    described = {"description": info.description} if info.description else {}
    default = {"default": info.default} if isinstance(info.default, str | int) else {}
    return found | described | default


def _part(of: type[BaseModel], parts: dict[str, type[BaseModel]]) -> Schema:
    found = _fields(of, parts)
    if issubclass(of, model.FormerName):
        return {"description": found.pop("description"), "anyOf": [dict(_TEXT), found]}
    if not issubclass(of, model.Entry):
        return found
    one = [{"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in ("person", "group")]
    description = found.pop("description")
    return {"description": description, "anyOf": [dict(_TEXT), found | {"oneOf": one}]}


def _sentence(text: str | None) -> str:
    return (text or "").partition("\n")[0]


def _or_nothing(schema: Schema) -> Schema:
    """A field without a value counts as not given."""
    if isinstance(known := schema.get("type"), str | list):
        types = [known] if isinstance(known, str) else known
        return schema | {"type": [*types, "null"]}
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    if "anyOf" in schema:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    return {"anyOf": [schema, {"type": "null"}]}


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────────────

_TEXT: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_YEAR = r"(?!0000)(?:[0-9]{4}|XXXX)"
_LEAP = r"(?:(?!0000)(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)|XXXX)"
_DAY_31, _DAY_30, _DAY_28 = r"(?:0[1-9]|[12][0-9]|3[01])", r"(?:0[1-9]|[12][0-9]|30)", r"(?:0[1-9]|1[0-9]|2[0-8])"
_DATE = (
    rf"(?:{_LEAP}-02-29|{_YEAR}(?:-(?:(?:0[13578]|1[02]|XX)(?:-(?:{_DAY_31}|XX))?|(?:0[469]|11)(?:-(?:{_DAY_30}|XX))?"
    rf"|02(?:-(?:{_DAY_28}|XX))?))?)[?~%]?"
)


def _text(pattern: str, **further: object) -> Schema:
    return {"type": "string", "pattern": pattern, **further}


def _pattern_of(hint: object) -> str:
    """The pattern that a type brings itself."""
    brought = (m.json_schema for m in get_args(hint) if isinstance(m, WithJsonSchema) and m.json_schema)
    return str(next(brought)["pattern"])


_YEAR_ALONE: Schema = {"type": "integer", "minimum": 1000, "maximum": 9999}

_VALUES: Mapping[object, Schema] = {
    model.Text: _TEXT,
    model.Name: _TEXT | {"maxLength": model.LONGEST_NAME},
    model.EdtfDate: {"anyOf": [_text(rf"^\s*{_DATE}(?:/{_DATE})?\s*$"), _YEAR_ALONE]},
    model.WebAddress: _text(
        r"^(?:[hH][tT][tT][pP][sS]?://[^\s/@\\?#]+(?:[/?#]\S*)?|[mM][aA][iI][lL][tT][oO]:[^\s@]+@[^\s@]+)$"
    ),
    model.Clock: {"anyOf": [_text(r"^(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9]$"), {"type": "number", "minimum": 0}]},
    model.Period: {"anyOf": [_text(r"^[0-9]{4}(?:-(?:Q[1-4]|H[12]|0[1-9]|1[0-2]))?$"), _YEAR_ALONE]},
    model.ConclusionId: {
        "anyOf": [_text(rf"^(?!item-){_ID}$", maxLength=ID_LENGTH), {"type": "integer", "minimum": 0}]
    },
    model.Language: _text(_pattern_of(model.Language)),
    model.Label: _TEXT | {"pattern": r"^[^<>]*[^<>\s][^<>]*$", "maxLength": model.LONGEST_NAME},
    model.SourceId: {"anyOf": [_text(rf"^{_ID}$", maxLength=ID_LENGTH), {"type": "integer", "minimum": 0}]},
}
"""What a text must look like: the patterns of the models' own rules, held to them by a test."""


def _value(hint: object, parts: dict[str, type[BaseModel]]) -> Schema:
    for known, schema in _VALUES.items():
        if hint == known:
            return dict(schema)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        parts[hint.__name__] = hint
        return {"$ref": f"#/$defs/{hint.__name__}"}
    arguments = [argument for argument in get_args(hint) if argument is not NoneType]
    return _MAKERS[get_origin(hint)](arguments, parts)


def _list(arguments: list[Any], parts: dict[str, type[BaseModel]]) -> Schema:
    return {"type": "array", "items": _value(arguments[0], parts)}


def _one_of_words(arguments: list[Any], _: dict[str, type[BaseModel]]) -> Schema:
    return {"enum": list(arguments)}


def _only(arguments: list[Any], parts: dict[str, type[BaseModel]]) -> Schema:
    return _value(arguments[0], parts)


def _number(arguments: list[Any], _: dict[str, type[BaseModel]]) -> Schema:
    whole, info = arguments[0] is int, arguments[1]
    found: Schema = {"type": "integer" if whole else "number"}
    for limit in info.metadata:
        found |= {"minimum": limit.ge} if hasattr(limit, "ge") else {"maximum": limit.le}
    return {"anyOf": [found, _text(_whole_number(found["minimum"]) if whole else _NUMBER)]}


_NUMBER = r"^\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*$"


def _whole_number(least: int) -> str:
    """A number in quotes is a number all the same."""
    return rf"^\s*\+?{'(?=0*[1-9])' if least else ''}[0-9]+(?:\.0+)?\s*$"


_MAKERS: Mapping[object, Callable[[list[Any], dict[str, type[BaseModel]]], Schema]] = {
    tuple: _list,
    Literal: _one_of_words,
    Union: _only,
    UnionType: _only,
    Annotated: _number,
}
"""How the schema of a type is made, by what the type is made of."""
