"""One fact, several voices: problems as people read them on a terminal, as GitHub annotations, as JSON and as SARIF.

No value of a record can begin a line by itself or a command of a workflow: what cannot be seen is shown as its code
point, and what means something to GitHub is escaped as its runner wants it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from generator import __version__
from generator.problems import CATALOGUE, Problem, Severity, Span, printable, render_problem

Lines = Mapping[str, Sequence[str]]
"""The lines of files by path."""


class Voice(StrEnum):
    """How problems are told."""

    TEXT = "text"
    """With their source line, for a terminal."""
    GITHUB = "github"
    """As annotations of a workflow's run."""
    JSON = "json"
    """For other programs."""
    SARIF = "sarif"
    """For code scanning and editors (SARIF 2.1.0)."""


def spoken(voice: Voice, problems: Sequence[Problem], lines: Lines, folder: str = "") -> str:
    """Return the problems as one text that ends in a line feed, or nothing.

    `folder` leads from where the command runs to the folder that all paths of problems begin in; a terminal shows the
    paths as they are.
    """
    if voice is Voice.TEXT:
        return "".join(f"{render_problem(p, lines.get(p.span.path, ()))}\n\n" for p in problems)
    speak: Mapping[Voice, Callable[[Sequence[Problem], str], str]] = {
        Voice.GITHUB: _annotations,
        Voice.JSON: lambda found, at: _dumped(_values(found, at)),
        Voice.SARIF: lambda found, at: _dumped(_sarif(found, at)),
    }
    return speak[voice](problems, folder)


def counted(problems: Iterable[Problem]) -> str:
    """Return how many problems of each weight there are, in words."""
    counts = Counter(problem.severity for problem in problems)
    return ", ".join(f"{counts[s]} {_WORDS[s][counts[s] != 1]}" for s in Severity if counts[s])


_WORDS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, indent=2).replace("##[", "#\\u0023[") + "\n"


def _path(path: str, folder: str) -> str:
    return f"{folder}/{path}" if folder else path


# ── GitHub ────────────────────────────────────────────────────────────────────────────────────────────────────────────

SHOWN = 10
"""So many annotations of a kind GitHub shows of one step; it drops all others without a word."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _annotations(problems: Sequence[Problem], folder: str) -> str:
    """The gravest first, and the number of those that are not shown."""
    weights = list(Severity)
    gravest = sorted(problems, key=lambda problem: weights.index(problem.severity))
    out = [_annotation(problem, folder) for problem in gravest[:SHOWN]]
    if rest := gravest[SHOWN:]:
        out.append(f"::notice title=archive check::Not shown here: {counted(rest)}. `archive check` lists them all.")
    return "".join(f"{line}\n" for line in out)


def _annotation(problem: Problem, folder: str) -> str:
    span = problem.span
    told = [problem.message, *([f"help: {problem.hint}"] if problem.hint else [])]
    told += [f"see {r.span.path}:{r.span.line}:{r.span.column}: {r.message}" for r in problem.related]
    where = {
        "file": _path(span.path, folder),
        "line": span.line,
        "col": span.column,
        "endColumn": span.column + max(1, span.length),
        "title": problem.code,
    }
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in where.items())
    return f"::{_COMMANDS[problem.severity]} {properties}::{'%0A'.join(map(_data, told))}"


def _data(text: str) -> str:
    """As the runner reads the message of a command."""
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _values(problems: Sequence[Problem], folder: str) -> dict[str, Any]:
    counts = Counter(problem.severity for problem in problems)
    return {
        "version": 1,
        "counts": {severity.value: counts[severity] for severity in Severity},
        "problems": [
            {
                "code": problem.code,
                "severity": problem.severity.value,
                "message": problem.message,
                "hint": problem.hint,
                "place": _place(problem.span, folder),
                "related": [{"message": r.message, "place": _place(r.span, folder)} for r in problem.related],
            }
            for problem in problems
        ],
    }


def _place(span: Span, folder: str) -> dict[str, Any]:
    return {
        "path": _path(span.path, folder),
        "line": span.line,
        "column": span.column,
        "length": span.length,
    }


# ── SARIF ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def _sarif(problems: Sequence[Problem], folder: str) -> dict[str, Any]:
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "archive", "version": __version__, "rules": list(map(_rule, codes))}
    return {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": list(_results(problems, codes, folder)),
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    severity, meaning = CATALOGUE[code]
    return {
        "id": code,
        "shortDescription": {"text": meaning},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _results(problems: Iterable[Problem], codes: Sequence[str], folder: str) -> Iterator[dict[str, Any]]:
    numbers = {code: number for number, code in enumerate(codes)}
    for problem in problems:
        told = f"{problem.message}\nhelp: {problem.hint}" if problem.hint else problem.message
        result = {
            "ruleId": problem.code,
            "ruleIndex": numbers[problem.code],
            "level": _LEVELS[problem.severity],
            "message": {"text": told},
            "locations": [_location(problem.span, folder)],
        }
        if problem.related:
            result["relatedLocations"] = [
                {"id": number, "message": {"text": related.message}, **_location(related.span, folder)}
                for number, related in enumerate(problem.related)
            ]
        yield result


def _location(span: Span, folder: str) -> dict[str, Any]:
    uri = quote(_path(span.path, folder).encode("utf-8", "surrogateescape"))
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endColumn": span.column + span.length,
    }
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
