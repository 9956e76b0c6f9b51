"""How problems are told: to people, to GitHub, to programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker

from generator.problems import CATALOGUE, Problem, Related, Severity, Span, render_problem
from generator.voices import SHOWN, Voice, counted, spoken

SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0.json").read_text(encoding="utf-8"))
"""The schema of SARIF 2.1.0 by OASIS, without its descriptions."""

ERROR = Problem("bad-date", Span("records/a b.yml", 2, 7, 3), "no date: 50 %", "year, month")
WARNING = Problem("unexpected-file", Span("records/b.txt"), "no record")
NOTE = Problem(
    "no-text", Span("records/a b.yml", 9, 1, 0), "silent", related=(Related(Span("records/c.yml", 4, 2), "x"),)
)
ALL = (ERROR, NOTE, WARNING)


def annotated(*problems: Problem, folder: str = "") -> list[str]:
    return spoken(Voice.GITHUB, problems, {}, folder).splitlines()


# ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_text() -> None:
    """On a terminal each problem stands with its line, and a blank line behind it."""
    lines = {"records/a b.yml": ["name: x", "date: abc"]}
    assert spoken(Voice.TEXT, [ERROR, WARNING], lines) == (
        f"{render_problem(ERROR, lines['records/a b.yml'])}\n\n{render_problem(WARNING)}\n\n"
    )


@pytest.mark.parametrize("voice", [Voice.TEXT, Voice.GITHUB])
def test_nothing_to_say(voice: Voice) -> None:
    """Where nothing is wrong nothing is said."""
    assert spoken(voice, (), {}) == ""


@pytest.mark.parametrize(
    ("problems", "words"),
    [
        ((), ""),
        ((ERROR,), "1 error"),
        ((NOTE, WARNING, ERROR, WARNING), "1 error, 2 warnings, 1 note"),
        ((NOTE, NOTE), "2 notes"),
    ],
)
def test_counted(problems: tuple[Problem, ...], words: str) -> None:
    """The gravest are counted first, and one is one."""
    assert counted(problems) == words


# ── GitHub ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_annotations() -> None:
    """Each problem is a command of its weight at its place, with help and other places on further lines of it."""
    assert annotated(*ALL) == [
        "::error file=records/a b.yml,line=2,col=7,endColumn=10,title=bad-date::no date: 50 %25%0Ahelp: year, month",
        "::warning file=records/b.txt,line=1,col=1,endColumn=2,title=unexpected-file::no record",
        "::notice file=records/a b.yml,line=9,col=1,endColumn=2,title=no-text::silent%0Asee records/c.yml:4:2: x",
    ]


def test_annotation_of_a_name_full_of_signs() -> None:
    """Signs that end a property are escaped in it."""
    (line,) = annotated(Problem("bad-id", Span("records/a,b:c%.yml"), "m"))
    assert line.startswith("::error file=records/a%2Cb%3Ac%25.yml,line=1,")


def test_folder_of_annotations() -> None:
    """Where the records lie deeper in the repository, annotations say so."""
    assert annotated(WARNING, folder="archive/x")[0].startswith("::warning file=archive/x/records/b.txt,")


def test_ten_annotations_at_most() -> None:
    """Ten are shown, the gravest first, and how many are not."""
    problems = [Problem(code, Span("r/a.yml", n), "m") for n in range(1, 9) for code in ("no-text", "bad-date")]
    shown = annotated(*problems)
    assert [line.split(" ")[0] for line in shown] == ["::error"] * 8 + ["::notice"] * 3
    assert shown[-1] == "::notice title=archive check::Not shown here: 6 notes. `archive check` lists them all."
    assert len(annotated(*problems[:SHOWN])) == SHOWN


ANY = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    ["::error::x", "\n::stop-commands::t", "%0A::debug::x", "##[error]x", "\r::x::", "\u2028::x::", "\x85::x::", "%"]
)
"""Any characters at all, and what runners take for commands."""


@given(texts=st.lists(ANY, min_size=5, max_size=5), voice=st.sampled_from(Voice))
def test_no_value_begins_a_command(texts: list[str], voice: Voice) -> None:
    """Whatever records hold, the only commands in the output are ours, one a problem: also for the old form `##[`."""
    path, message, hint, line, other = texts
    problem = Problem(
        "bad-date", Span(f"records/{path}", 1, 1), f"“{message}”", hint, (Related(Span(f"r/{other}"), other),)
    )
    said = spoken(voice, [problem], {f"records/{path}": [line]})
    lines = re.split(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", said)
    commands = [text for text in lines if text.lstrip().startswith("::") or "##[" in text]
    assert [text[:8] for text in commands] == (["::error "] if voice is Voice.GITHUB else [])
    if voice is Voice.GITHUB:
        properties, _, data = commands[0][8:].partition("::")
        assert properties.count(",") == 4
        assert not re.search(r"%(?!25|0A|23|3A|2C)", data + properties)


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_json() -> None:
    """Programs get every problem with all it holds, and how many there are of each weight."""
    found = json.loads(spoken(Voice.JSON, ALL, {}, "deep"))
    assert found["version"] == 1
    assert found["counts"] == {"error": 1, "warning": 1, "info": 1}
    assert found["problems"][0] == {
        "code": "bad-date",
        "severity": "error",
        "message": "no date: 50 %",
        "hint": "year, month",
        "place": {"path": "deep/records/a b.yml", "line": 2, "column": 7, "length": 3},
        "related": [],
    }
    assert found["problems"][1]["related"] == [
        {"message": "x", "place": {"path": "deep/records/c.yml", "line": 4, "column": 2, "length": 1}}
    ]


def test_json_of_nothing() -> None:
    """Nothing wrong is an empty list, not nothing."""
    assert json.loads(spoken(Voice.JSON, (), {})) == {
        "version": 1,
        "counts": {"error": 0, "warning": 0, "info": 0},
        "problems": [],
    }


# ── SARIF ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def sarif(*problems: Problem, folder: str = "") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(spoken(Voice.SARIF, problems, {}, folder))
    Draft4Validator(SCHEMA, format_checker=FormatChecker()).validate(found)
    return found


def test_sarif() -> None:
    """Results name their rule, weight, place and other places; the rules say what their codes mean."""
    (run,) = sarif(*ALL)["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["bad-date", "no-text", "unexpected-file"]
    assert [result["level"] for result in run["results"]] == ["error", "note", "warning"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [r["ruleId"] for r in run["results"]]
    first, second, _ = run["results"]
    assert first["message"]["text"] == "no date: 50 %\nhelp: year, month"
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "records/a%20b.yml"},
                "region": {"startLine": 2, "startColumn": 7, "endColumn": 10},
            }
        }
    ]
    assert second["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "records/c.yml"


def test_sarif_of_nothing() -> None:
    """A run without results is a run all the same: what was found before is closed by it."""
    assert sarif()["runs"][0]["results"] == []


def test_sarif_of_every_code() -> None:
    """Every code makes a rule and a result as the schema wants them."""
    (run,) = sarif(*(Problem(code, Span("records/a.yml"), "m") for code in CATALOGUE))["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(CATALOGUE)


@given(path=ANY, message=ANY.filter(bool), hint=ANY, column=st.integers(1, 500), length=st.integers(0, 500))
def test_sarif_is_valid(path: str, message: str, hint: str, column: int, length: int) -> None:
    """Whatever a record and its name hold, the result is as the schema wants it, and names the file by a plain URI."""
    path = path.encode("utf-8", "replace").decode()
    (run,) = sarif(Problem("bad-date", Span(f"records/{path}", 1, column, length), message, hint))["runs"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"records/[A-Za-z0-9/._~%-]*", uri)


def test_schema_refuses() -> None:
    """The schema that results are held against is no empty one."""
    found = json.loads(spoken(Voice.SARIF, ALL, {}))
    found["runs"][0]["results"][0]["level"] = "fatal"
    assert not Draft4Validator(SCHEMA).is_valid(found)


def test_every_weight_has_a_word() -> None:
    """Each weight has its word in every voice."""
    for code in ("bad-date", "unexpected-file", "no-text"):
        for voice in Voice:
            assert spoken(voice, [Problem(code, Span("r/a.yml"), "m")], {})
    assert {CATALOGUE[code].severity for code in ("bad-date", "unexpected-file", "no-text")} == set(Severity)
