"""What a record says, as plain values under the names that records write: the one translation that JSON exports share.

A field at its default is left out, as records leave it out; so the model takes the values back as the same record.
"""

from __future__ import annotations

import json
from functools import cache

from generator.records.dates import Date
from generator.records.model import Model

Plain = dict[str, object]
"""An object of JSON."""


def fields_of(part: Model) -> Plain:
    """Return what a record or a part of it says."""
    values, found = part.__dict__, {}
    for name, written, default in _fields(type(part)):
        value = values[name]
        if value is not default and value != default:
            found[written] = _plain(value)
    return found


@cache
def _fields(model: type[Model]) -> tuple[tuple[str, str, object], ...]:
    return tuple((name, info.alias or name, info.default) for name, info in model.model_fields.items())


def _plain(value: object) -> object:
    """Dates as they are written (pydantic would take them apart); everything else as it is."""
    if type(value) is str:
        return value
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Model):
        return fields_of(value)
    return value.text if isinstance(value, Date) else value


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_line(value: object) -> bytes:
    """Return a value as JSON in one line, without a line break at its end."""
    return _encode(value).encode()


def json_text(value: object) -> bytes:
    """Return a value as JSON that people can read; for small files."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
