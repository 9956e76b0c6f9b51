"""Puts the fields of a record into the order in which records are written, and changes nothing within them.

Whole lines are moved, never written anew: a library that reads YAML and writes it again (such as ruamel.yaml) keeps
comments, but not all blanks, quotes and breaks of lines that somebody chose. A comment goes with the field
below it; what stands above the first field stays there. If the moved lines do not say the same as before, they stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pydantic import BaseModel

from generator.contribute.fix import tidy_text
from generator.contribute.lines import Fields, fields_of, inner_lines, locate_fields
from generator.contribute.order import field_order, part_of
from generator.records.model import MODELS, Kind
from generator.records.nodes import Located, Path


@dataclass(frozen=True, slots=True)
class Formatted:
    """A record's text with its fields in order; not `readable` where YAML fails, and only blanks were looked after."""

    text: str
    readable: bool = True


def format_text(kind: Kind, text: str) -> Formatted:
    """Return a record's text with its fields in order; a well-formed record comes back byte for byte."""
    tidy = tidy_text(kind, text).text
    lines = tidy.split("\n")
    fields = fields_of(kind, lines)
    located = locate_fields(fields, lines) if fields else None
    if fields is None or located is None:
        return Formatted(tidy, readable=not tidy.strip())
    ordered = _Ordering(fields, lines, located).ordered(kind)
    whole = "\n".join(ordered).rstrip("\n") + "\n"
    return Formatted(whole if _same(kind, whole, located) else tidy)


def _same(kind: Kind, text: str, before: Located) -> bool:
    """Whether a text says the same; the order of fields says nothing."""
    lines = text.split("\n")
    fields = fields_of(kind, lines)
    after = locate_fields(fields, lines) if fields else None
    return after is not None and after.value == before.value


class _Ordering:
    """Moves the lines of one record's fields; places are those of the text as it was, so the innermost go first."""

    def __init__(self, fields: Fields, lines: Sequence[str], located: Located) -> None:
        self.lines = list(lines)
        self.stop = fields.stop
        self.located = located
        self.inside = inner_lines(fields, lines)

    def ordered(self, kind: Kind) -> list[str]:
        self.order(self.located.value, (), MODELS[kind], self.stop)
        return self.lines

    def order(self, value: object, path: Path, model: type[BaseModel] | None, stop: int) -> None:
        """Order all fields of a value that ends before line `stop`."""
        if isinstance(value, list):
            starts = [self.located.span((*path, n)).line - 1 for n in range(len(value))]
            for n, (item, end) in enumerate(zip(value, [*starts[1:], stop], strict=True)):
                self.order(item, (*path, n), model, end)
        elif isinstance(value, dict) and value and model:
            entries = self.entries(list(value), path, stop)
            for name, (_, end) in entries.items():
                self.order(value[name], (*path, name), part_of(model, name), end)
            self.move(entries, [name for name in field_order(model) if name in entries], path)

    def entries(self, names: Sequence[str], path: Path, stop: int) -> dict[str, tuple[int, int]]:
        """The lines of each field, with the comments above it; nothing where the fields share lines."""
        keys = [self.located.key((*path, name)) for name in names]
        if any(self.before(key.line - 1, key.column) is None or key.column != keys[0].column for key in keys):
            return {}
        starts = [keys[0].line - 1, *(self.with_comments(key.line - 1) for key in keys[1:]), stop]
        return dict(zip(names, pairwise(starts), strict=True)) if starts == sorted(set(starts)) else {}

    def before(self, line: int, column: int) -> re.Match[str] | None:
        """What stands before a field in its line: blanks, and the dashes of the lists in which it comes first."""
        return re.fullmatch(r" *(?:- +)*", self.lines[line][: column - 1])

    def with_comments(self, line: int) -> int:
        while self.lines[line - 1].lstrip().startswith("#") and line - 1 not in self.inside:
            line -= 1
        return line

    def move(self, entries: dict[str, tuple[int, int]], known: Sequence[str], path: Path) -> None:
        order = [*known, *(name for name in entries if name not in known)]
        if order == list(entries):
            return
        first = self.located.key((*path, next(iter(entries))))
        start, width = first.line - 1, first.column - 1
        dashes = self.lines[start][:width]
        self.lines[start] = " " * width + self.lines[start][width:]
        moved = {name: self.lines[begin:end] for name, (begin, end) in entries.items()}
        found = [line for name in order for line in moved[name]]
        at = next(n for n, line in enumerate(found) if line.strip() and not line.lstrip().startswith("#"))
        found[at] = dashes + found[at][width:]
        self.lines[start : start + len(found)] = found
