"""What the tests of the readers share: records from texts, problems as a terminal shows them, places in a file."""

from __future__ import annotations

from generator.problems import Problem, Span, in_order, render_problem
from generator.records.decode import Decoded, decode_record
from generator.records.model import Kind, Record
from generator.records.source import RecordFile


def decoded(name: str, text: str | None) -> tuple[Decoded, tuple[Problem, ...]]:
    """Return the record in a text by its place below `records/`, and what is wrong with it."""
    folder, file = name.partition("/")[0], name.rpartition("/")[2]
    return decode_record(RecordFile(Kind(folder), file.partition(".")[0], f"records/{name}", text))


def record_of(name: str, text: str) -> Record:
    """Return the record in a text that has nothing wrong with it."""
    whole, problems = decoded(name, text)
    assert problems == ()
    assert whole.record is not None
    return whole.record


def told(name: str, text: str) -> str:
    """Return everything that is wrong with a record, as a terminal shows it."""
    _, problems = decoded(name, text)
    return "\n".join(render_problem(problem, text.split("\n")) for problem in in_order(problems))


def inside(span: Span, text: str) -> bool:
    """Say whether a place lies inside a file, its last line's end included."""
    lines = text.split("\n")
    if not 1 <= span.line <= len(lines):
        return False
    line = lines[span.line - 1]
    end = span.column - 1 + span.length
    return 1 <= span.column <= len(line) + 1 and end <= max(len(line), span.column)
