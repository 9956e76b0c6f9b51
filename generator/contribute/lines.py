"""A record's text as lines, some of which hold its fields: `fix` and `format` work on those and touch no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from generator.problems import Problem
from generator.records.decode import decode_fields
from generator.records.model import MODELS, Kind
from generator.records.nodes import Located, locate


@dataclass(frozen=True, slots=True)
class Fields:
    """The lines that hold a record's fields: from `start` to before `stop`, counted from 0."""

    start: int
    stop: int

    def text(self, lines: Sequence[str]) -> str:
        """Return the YAML text that stands in these lines."""
        return "".join(f"{line}\n" for line in lines[self.start : self.stop])


def fields_of(kind: Kind, lines: Sequence[str]) -> Fields | None:
    """Return where a record's fields stand, or None where that cannot be told (or the reader would see other lines)."""
    if kind is not Kind.MEETING:
        found = Fields(0, len(lines) - 1 if lines[-1] == "" else len(lines))
    else:
        marks = [n for n, line in enumerate(lines) if line.rstrip() == "---"][:2]
        if len(marks) < 2 or marks[0] != 0:
            return None
        found = Fields(1, marks[1])
    # YAML counts lines at more characters than the line feed; such characters are no record's business.
    return found if len(found.text(lines).splitlines()) == found.stop - found.start else None


def locate_fields(fields: Fields, lines: Sequence[str]) -> Located | None:
    """Return the fields' values and their places (lines counted in the whole file), or None where YAML fails."""
    located, problems = locate("", fields.text(lines), first_line=fields.start + 1)
    return located if located and not problems else None


def problems_of(kind: Kind, fields: Fields, lines: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is wrong with the fields alone."""
    return decode_fields("", fields.text(lines), MODELS[kind], fields.start + 1)[2]


def ends_of_tokens(fields: Fields, lines: Sequence[str]) -> dict[int, int]:
    """Return where the last token of each line ends, for fields that YAML can read.

    Lines are counted from 0 in the whole file. Lines of a text of several lines are left out: everything counts there.
    """
    ends: dict[int, int] = {}
    inside = inner_lines(fields, lines)
    for token in yaml.scan(fields.text(lines), Loader=yaml.CLoader):
        if not isinstance(token, yaml.BlockEndToken | yaml.StreamEndToken):
            line = fields.start + token.end_mark.line
            ends[line] = max(token.end_mark.column, ends.get(line, 0))
    return {line: end for line, end in ends.items() if line not in inside}


def inner_lines(fields: Fields, lines: Sequence[str]) -> frozenset[int]:
    """Return the lines of texts of several lines: what looks like a comment there is none."""
    inside: set[int] = set()
    for token in yaml.scan(fields.text(lines), Loader=yaml.CLoader):
        first, last = token.start_mark, token.end_mark
        if isinstance(token, yaml.ScalarToken) and last.line > first.line:
            inside |= set(range(fields.start + first.line, fields.start + last.line + (last.column > 0)))
    return frozenset(inside)
