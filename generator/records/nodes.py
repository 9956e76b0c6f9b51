"""YAML text in, plain values out, with the line and column of every key and value.

Built from the C parser's events instead of PyYAML's constructors: scalars stay text until the field that they belong
to says what they are (`no`, `0123` and `14:30` are text), a doubled key is seen, and everything in YAML that can mean
more than it says (anchors, aliases, tags, merge keys, second documents) is refused where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from generator.problems import Problem, Related, Span

Path = tuple[str | int, ...]
"""The way to a value: `("speakers", 2, "person")`."""

MAX_DEPTH = 12
"""No record nests deeper than half of this."""

try:
    _Loader: type[yaml.CLoader] = yaml.CLoader
except AttributeError as error:  # pragma: no cover - PyYAML's wheels carry it on every platform
    raise ImportError("PyYAML was built without its C loader (libyaml), which the archive needs") from error


@dataclass(frozen=True)
class Located:
    """Values of a YAML text: dicts, lists, strings and None (for an empty value), and where each stands."""

    value: object
    spans: Mapping[Path, Span] = field(default_factory=dict)
    keys: Mapping[Path, Span] = field(default_factory=dict)

    def span(self, path: Path) -> Span:
        """Return the place of the value at `path`, or of the nearest value around it."""
        for end in range(len(path), -1, -1):
            if found := self.spans.get(path[:end]):
                return found
        return Span("")

    def key(self, path: Path) -> Span:
        """Return the place of the key at `path`, or of its value where it is an item of a list."""
        return self.keys.get(path) or self.span(path)


class _RefusedError(Exception):
    """Stops reading a file at a problem that makes the rest meaningless; never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def locate(path: str, text: str, *, first_line: int = 1) -> tuple[Located | None, tuple[Problem, ...]]:
    """Return the values of a YAML text with their places, or None, and the problems found.

    `first_line` is the line of the file on which `text` begins (2 in the front matter of a meeting).
    """
    reader = _Reader(path, text, first_line)
    try:
        value = reader.read()
    except _RefusedError as refused:
        return None, (*reader.problems, refused.problem)
    except yaml.MarkedYAMLError as error:
        return None, (*reader.problems, _syntax_problem(path, text, first_line, error))
    except yaml.YAMLError as error:  # the reader's own: a character that YAML does not allow
        message = f"this is not valid YAML: {getattr(error, 'reason', error)}"
        return None, (*reader.problems, Problem("yaml-syntax", Span(path, first_line), message))
    return Located(value, reader.spans, reader.keys), tuple(reader.problems)


class _Reader:
    """Walks the events once; keeps places and problems as it goes."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines = text.splitlines()
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        self.spans: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.problems: list[Problem] = []

    def read(self) -> object:
        value: object = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(event, "a second document begins here", "one file holds one record; delete this `---`")
                value = self.value(next(self.events), ())
        return value

    def value(self, event: yaml.Event, path: Path) -> object:
        self.check(event, path)
        self.spans[path] = self.span(event)
        if isinstance(event, yaml.ScalarEvent):
            return None if event.value == "" and not event.style else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def sequence(self, path: Path) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path) -> dict[str, object]:
        fields: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, place = self.key_text(event), self.span(event)
            inner = (*path, key)
            if first := self.keys.get(inner):
                self.problems.append(_duplicate(key, first, place))
                self.aside(inner)
            else:
                self.keys[inner] = place
                fields[key] = self.value(next(self.events), inner)
        return fields

    def aside(self, path: Path) -> None:
        """Read a value that is not kept: what is wrong with it counts, the places of the first stay."""
        kept = self.spans, self.keys
        self.spans, self.keys = {}, {}
        self.value(next(self.events), path)
        self.spans, self.keys = kept

    def key_text(self, event: yaml.Event) -> str:
        self.check(event, ())
        if not isinstance(event, yaml.ScalarEvent):
            self.refuse(event, "a field's name must be a plain word", "put text that begins with [ or { in quotes")
        if event.value == "<<":
            self.refuse(event, "merge keys (`<<`) are not used in records", "write the fields out")
        return str(event.value)

    def check(self, event: yaml.Event, path: Path) -> None:
        if isinstance(event, yaml.AliasEvent):
            self.refuse(event, "aliases (`*name`) are not used in records", "write it out, or put the text in quotes")
        if getattr(event, "anchor", None):
            self.refuse(event, "anchors (`&name`) are not used in records", "delete it, or put the text in quotes")
        if getattr(event, "tag", None):
            self.refuse(event, "tags (`!name`) are not used in records", "delete it, or put the text in quotes")
        if len(path) > MAX_DEPTH:
            raise _RefusedError(_too_deep(self.span(event)))

    def refuse(self, event: yaml.Event, message: str, hint: str) -> NoReturn:
        raise _RefusedError(Problem("yaml-feature", self.span(event), message, hint))

    def span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:  # PyYAML's stub allows it, its parsers never do it
            return Span(self.path, self.first_line)
        if start.line >= len(self.lines):  # an empty value at the very end: the parser places it on a line beyond
            return Span(self.path, self.first_line + len(self.lines) - 1, len(self.lines[-1]) + 1)
        line = self.lines[start.line]
        stop = end.column if end.line == start.line else len(line)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            stop = start.column + 1
        return Span(self.path, start.line + self.first_line, start.column + 1, max(1, stop - start.column))


def _duplicate(key: str, first: Span, second: Span) -> Problem:
    return Problem(
        "duplicate-key",
        second,
        f"“{key}” is given twice",
        "keep one of the two",
        (Related(first, "it stands here first"),),
    )


def _too_deep(span: Span) -> Problem:
    return Problem("too-deep", span, f"this is nested more than {MAX_DEPTH} levels deep")


def _syntax_problem(path: str, text: str, first_line: int, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines()
    number = min(mark.line, max(0, len(lines) - 1)) if mark else 0
    line = lines[number] if lines else ""
    column = min(mark.column, len(line)) if mark and mark.line == number else len(line)
    if "nesting depth" in (error.problem or ""):  # the parser's own limit: it reads ahead of the events
        return _too_deep(Span(path, number + first_line, column + 1))
    message, hint, at = _explain(error.problem or "", line, column)
    return Problem("yaml-syntax", Span(path, number + first_line, at + 1), message, hint)


def _explain(problem: str, line: str, column: int) -> tuple[str, str, int]:
    """Say in a contributor's words what YAML's parser means; returns message, hint and 0-based column."""
    if "mapping values are not allowed" in problem:
        return *_explain_colon(line), column
    indentation = line[: len(line) - len(line.lstrip(" \t-"))]
    if "'\\t'" in problem or "\t" in indentation[: column + 1]:
        return "a tab stands in the indentation", "use spaces: two for each level", max(0, line.find("\t"))
    if "cannot start any token" in problem and column < len(line):
        return f"text cannot begin with “{line[column]}” without quotes", f"write {_quoted(line[column:])}", column
    for words, message, hint in _MEANINGS:
        if any(word in problem for word in words):
            return message, hint, column
    return f"this is not valid YAML: {problem}", "", column


_MEANINGS = (
    (
        ("quoted scalar", "end of stream", "',' or"),
        "a quotation mark or bracket is never closed",
        "close it, or put the whole text in single quotes",
    ),
    (("sequence entries are not allowed",), "a list begins on a line of its own", "write `- …` below the field"),
    (
        ("expected ':'", "expected key", "'-' indicator"),
        "this line does not fit the lines around it",
        "write `field: value`, indented like its neighbours",
    ),
)
"""What YAML's parser says, what it means and what helps."""


def _explain_colon(line: str) -> tuple[str, str]:
    key, _, value = line.partition(": ")
    if ": " not in value and not value.endswith(":"):
        return "this line is indented deeper than its neighbours", "indent it like the line above"
    return "a colon stands in text without quotes", f"write {key.strip()}: {_quoted(value)}"


def _quoted(text: str) -> str:
    return "'" + text.strip().replace("'", "''") + "'"
