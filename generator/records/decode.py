"""A record's text in, its typed record out, with every fault of it as a problem at its place.

pydantic finds all faults of a record at once and names their path; this module turns path and fault into line, column
and words that a contributor understands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from generator.problems import Problem, Related, Span
from generator.records.body import Body, Place, parse_body
from generator.records.model import MODELS, Kind, Record, field_names
from generator.records.nodes import Located, Path, locate
from generator.records.questions import open_questions
from generator.records.source import RecordFile
from generator.records.weight import MOST_IN_A_FIELD, heavy_values, overweight

_NOWHERE = Located(None)
_NO_BODY = Body()


@dataclass(frozen=True)
class Decoded:
    """A record with the places of its fields; `record` is None where it is broken (its id is known all the same)."""

    kind: Kind
    id: str
    path: str
    record: Record | None = None
    located: Located = _NOWHERE
    body: Body = _NO_BODY
    relocate: Callable[[], Located] | None = field(default=None, repr=False, compare=False)
    """Finds the places of the fields when they are asked for: of a record that an earlier run has decoded."""

    def span(self, *path: str | int) -> Span:
        """Return the place of a field's value."""
        span = self._places().span(path)
        return span if span.path else Span(self.path)

    def key(self, *path: str | int) -> Span:
        """Return the place of a field's name."""
        span = self._places().key(path)
        return span if span.path else Span(self.path)

    def _places(self) -> Located:
        return self.relocate() if self.relocate else self.located

    def place(self, place: Place) -> Span:
        """Return a place of the body."""
        return Span(self.path, place.line, place.column, place.length)


def decode_record(file: RecordFile) -> tuple[Decoded, tuple[Problem, ...]]:
    """Return the record that a file holds, and everything that is wrong with it."""
    broken = Decoded(file.kind, file.id, file.path)
    if file.text is None:
        return broken, ()
    if heavy := tuple(overweight(file.path, file.text)):
        return broken, heavy
    if file.kind is Kind.MEETING:
        decoded, problems = _decode_meeting(file, file.text)
    else:
        decoded, problems = _decode_fields(broken, file.text, 1, MODELS[file.kind])
    return decoded, (*problems, *open_questions(file.path, file.text))


def decode_fields(
    path: str, text: str, model: type[BaseModel], first_line: int = 1
) -> tuple[BaseModel | None, Located | None, tuple[Problem, ...]]:
    """Return a model filled from YAML text, the places of its values, and what is wrong with it."""
    located, problems = locate(path, text, first_line=first_line)
    if located is None:
        return None, None, problems
    if not isinstance(located.value, dict):
        return None, located, (*problems, _no_fields(path, located, first_line))
    if len(text) > MOST_IN_A_FIELD and (heavy := tuple(heavy_values(located))):
        return None, located, (*problems, *heavy)
    try:
        value = model.model_validate(_without_empty(located.value))
    except ValidationError as error:
        return None, located, (*problems, *_faults(error, model, located))
    return value, located, problems


def _decode_meeting(file: RecordFile, text: str) -> tuple[Decoded, tuple[Problem, ...]]:
    broken = Decoded(file.kind, file.id, file.path)
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        message = "a meeting begins with its metadata between two lines of ---"
        code = "no-front-matter" if text.strip() else "empty-record"
        span = Span(file.path, 1, 1, max(1, len(lines[0])))
        return broken, (Problem(code, span, message, "write --- as first line"),)
    end = next((i for i, line in enumerate(lines) if i > 0 and line.rstrip() == "---"), None)
    if end is None:
        last = _likely_end(lines)
        message = "the --- that ends the metadata is missing"
        span = Span(file.path, last + 1)
        return broken, (Problem("unclosed-front-matter", span, message, "write --- above the text"),)
    body = parse_body("\n".join(lines[end + 1 :]), end + 2)
    with_body = Decoded(file.kind, file.id, file.path, body=body)
    decoded, problems = _decode_fields(with_body, "\n".join(lines[1:end]) + "\n", 2, MODELS[Kind.MEETING])
    return decoded, (*problems, *_second_record(file.path, lines, end))


_FIELD = re.compile(r"[a-z_]+:(?:\s|$)")


def _second_record(path: str, lines: Sequence[str], end: int) -> Iterator[Problem]:
    """Metadata again where the text should begin; a lonely `---` is a line across the page."""
    first = next((n for n in range(end + 1, len(lines)) if lines[n].strip()), len(lines))
    if first + 1 < len(lines) and lines[first].rstrip() == "---" and _FIELD.match(lines[first + 1]):
        hint = "one file holds one record: give the second one a file of its own"
        yield Problem("yaml-feature", Span(path, first + 1, 1, 3), "a second record begins here", hint)


def _likely_end(lines: Sequence[str]) -> int:
    """The first line after a blank one that is no field: there the text probably begins."""
    for number, line in enumerate(lines[1:], 1):
        if not lines[number - 1].strip() and line.strip() and line[0] not in " -" and ":" not in line.split(" ")[0]:
            return number
    return len(lines) - 1


def _decode_fields(
    decoded: Decoded, text: str, first_line: int, model: type[Record]
) -> tuple[Decoded, tuple[Problem, ...]]:
    value, located, problems = decode_fields(decoded.path, text, model, first_line)
    record = value if isinstance(value, Record) else None
    whole = Decoded(decoded.kind, decoded.id, decoded.path, record, located or _NOWHERE, decoded.body)
    return whole, problems


def _no_fields(path: str, located: Located, first_line: int) -> Problem:
    if located.value is None:
        return Problem("empty-record", Span(path, first_line), "there are no fields here", "add `field: value` lines")
    return Problem("wrong-value", located.span(()), "fields are expected here", "write `field: value` lines")


def _without_empty(value: object) -> Any:
    """A field without a value counts as not given; an empty item of a list stays, to be reported."""
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_empty(inner) for inner in value]
    return value


def _faults(error: ValidationError, model: type[BaseModel], located: Located) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        yield _fault(detail, model, located)


def _fault(detail: ErrorDetails, model: type[BaseModel], located: Located) -> Problem:
    path: Path = tuple(detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_field(path, model, located)
    if kind == "missing":
        return _missing_field(path, located)
    if kind == "archive":
        context = detail.get("ctx", {})
        return _in_our_words(path, context, located)
    if path[-1:] == ("[key]",):  # pydantic's mark of a key that is no key of this mapping
        path = path[:-1]
    message, hint = _wrong_value(kind, detail.get("ctx", {}), detail["input"])
    return Problem("wrong-value", located.span(path), f"{_called(path)}{message}", hint)


def _in_our_words(path: Path, context: Mapping[str, Any], located: Located) -> Problem:
    """A fault under a code of the catalogue; a term that ends before it begins is told at its end, and at both."""
    first, last = (*path, "from"), (*path, "until")
    if context["code"] == "end-before-start" and first in located.keys and last in located.keys:
        begins = (Related(located.span(first), "it begins here"),)
        return Problem(context["code"], located.span(last), context["message"], context["hint"], begins)
    return Problem(context["code"], located.span(path), context["message"], context["hint"])


def _called(path: Path) -> str:
    """Name the value at a path in words: an item of a list by its number and the list's name."""
    if not path:
        return ""
    if isinstance(path[-1], int) and len(path) > 1:
        return f"item {path[-1] + 1} of “{path[-2]}” "
    return f"“{path[-1]}” "


def _unknown_field(path: Path, model: type[BaseModel], located: Located) -> Problem:
    name = str(path[-1])
    known = _fields_at(model, path[:-1])
    nearest = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=60)
    hint = f"did you mean “{nearest[0]}”?" if nearest else f"known here: {', '.join(known)}"
    return Problem("unknown-field", located.key(path), f"there is no field “{name}” here", hint)


def _missing_field(path: Path, located: Located) -> Problem:
    name = str(path[-1])
    if path in located.keys:
        return Problem("missing-field", located.key(path), f"“{name}” has no value", f"write a value behind `{name}:`")
    return Problem("missing-field", located.span(path[:-1]), f"“{name}” is missing", f"add a line `{name}: …`")


_MESSAGES = {
    "string_type": "expects text",
    "string_too_short": "is empty",
    "int_type": "expects a whole number",
    "int_parsing": "expects a whole number",
    "int_from_float": "expects a whole number",
    "float_type": "expects a number",
    "float_parsing": "expects a number",
    "bool_type": "expects on or off",
    "bool_parsing": "expects on or off",
    "model_type": "expects fields of its own",
    "model_attributes_type": "expects fields of its own",
    "dict_type": "expects fields of its own",
}


def _wrong_value(kind: str, context: Mapping[str, Any], value: object) -> tuple[str, str]:
    if kind in {"tuple_type", "list_type"}:
        shown = value if isinstance(value, str) else "…"
        return "expects a list", f"write [{shown}], or one line `- {shown}` each"
    if kind == "literal_error":
        allowed = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        known = f"known are {allowed}"
        if not isinstance(value, str):
            return "expects one word", known
        nearest = process.extractOne(value, allowed.split(", "), scorer=fuzz.ratio, score_cutoff=60)
        return f"cannot be “{value}”", f"did you mean “{nearest[0]}”? {known}" if nearest else known
    if kind in {"greater_than_equal", "less_than_equal"}:
        bound = "at least" if kind == "greater_than_equal" else "at most"
        limit = context.get("ge", context.get("le"))
        return f"must be {bound} {limit}", ""
    return _MESSAGES.get(kind, "has a value that does not fit"), ""


def _fields_at(model: type[BaseModel], path: Path) -> list[str]:
    """The fields that a record may have at a path."""
    here: type[BaseModel] = model
    for step in path:
        if isinstance(step, str):
            info = field_names(here).get(step)
            inner = _inner_model(info.annotation) if info else None
            if inner is None:
                return []
            here = inner
    return list(field_names(here))


def _inner_model(annotation: object) -> type[BaseModel] | None:
    """The model inside `X | None`, `tuple[X, …]` and `Annotated[X, …]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in {tuple, Union, UnionType, Annotated}:
        for argument in get_args(annotation):
            if found := _inner_model(argument):
                return found
    return None
