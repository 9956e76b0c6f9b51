"""In which order the fields of a record are written: as the models name them, from what it is to where it is reported.

As the models have it, but for what they must declare elsewhere: fields that must be given come first there, and so do
those that every record inherits, which are written last.
"""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel

from generator.records.model import Meeting, Register, field_names

_FIRST_OF_A_MEETING = ("title", "kind", "status", "date")
_LAST_OF_A_MEETING = ("sources", "notes")
_LAST_OF_A_REGISTER = ("note", "sources")


@cache
def field_order(model: type[BaseModel]) -> tuple[str, ...]:
    """Return the fields of a model by the names that records write, in the order in which they are written."""
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    if issubclass(model, Meeting):
        first, last = _FIRST_OF_A_MEETING, _LAST_OF_A_MEETING
    elif issubclass(model, Register):
        last = _LAST_OF_A_REGISTER
    return (*first, *(name for name in field_names(model) if name not in {*first, *last}), *last)


@cache
def part_of(model: type[BaseModel], field: str) -> type[BaseModel] | None:
    """Return the model of what a field holds, also inside a list; None where it holds no fields of its own."""
    info = field_names(model).get(field)
    return _inner(info.annotation) if info else None


def _inner(annotation: object) -> type[BaseModel] | None:
    """The model inside `X | None`, `tuple[X, …]` and `Annotated[X, …]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in {tuple, Union, UnionType, Annotated}:
        return next((found for argument in get_args(annotation) if (found := _inner(argument))), None)
    return None
