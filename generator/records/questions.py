"""Open questions in a record: `???` marks what somebody has to settle before the record is one.

A mark stands where no words of a record stand: at the beginning of a value or of a comment in the metadata, and at the
beginning of a line in the body. Question marks anywhere else are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.problems import Problem, Span

MARK = "???"
_IN_FIELDS = re.compile(
    r"^(?:\s*(?:- +)*(?:[a-z_]+: +)?['\"]?|[^'\"#]*\s#\s*|\s*#\s*)(?P<mark>\?\?\?)(?:[ \t]+(?P<words>.*)|['\"]?$)"
)
_IN_TEXT = re.compile(r"^(?:[ \t]*(?:[-*>]|#{1,6})?[ \t]*)(?P<mark>\?\?\?)(?:[ \t]+(?P<words>.*)|['\"]?$)")
_HINT = "settle it, then delete the mark"
_SHOWN = 200


def open_questions(path: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each mark in a record's text."""
    if MARK not in text:
        return
    lines = text.split("\n")
    end = (
        next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), 0)
        if lines[0] == "---"
        else len(lines)
    )
    for number, line in enumerate(lines):
        if match := (_IN_FIELDS if number < end else _IN_TEXT).match(line):
            yield _open(path, number + 1, match)


def _open(path: str, line: int, match: re.Match[str]) -> Problem:
    words = (match["words"] or "").strip(" \t'\"")
    start, end = match.span("mark")
    asked = f"this is still open: {words[:_SHOWN]}" if words else "something is still open here"
    return Problem("open-question", Span(path, line, start + 1, end - start), asked, _HINT)
