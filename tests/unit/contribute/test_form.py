"""What the form is told, and that the archive's own check comes to the verdicts that the form's script is held to."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.archive.archive import Archive
from generator.archive.memory import Reading
from generator.archive.names import Ref, fold
from generator.archive.rules import check_days
from generator.archive.watch import watched
from generator.config import Repository, SiteConfig
from generator.contribute.agenda import ToFillIn, offered_lines
from generator.contribute.form import codes_of_patterns, form_data, unlike_letters
from generator.contribute.write import AgendaPart, SpokenPart, body_text, record_text
from generator.problems import CATALOGUE, Problem, Severity, Span
from generator.records.decode import decode_record
from generator.records.model import Kind
from generator.records.source import RecordFile, hides_characters

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]

CASES: dict[str, Any] = json.loads(Path(__file__).with_name("form_cases.json").read_text(encoding="utf-8"))
"""Cases that the form's script is held to as well (`tests/browser/test_form.py`)."""


MEETING = "records/meetings/2024-04-19-round.md"


def verdicts_on(case: Mapping[str, Any], archive_of: ArchiveOf) -> list[Problem]:
    """What the check says of the meeting of a case, on the day of the cases."""
    speeches = [SpokenPart(*speech) for speech in case.get("speeches", ())]
    body = body_text(case.get("opening", ""), speeches, [AgendaPart(*item) for item in case.get("items", ())])
    text = record_text(Kind.MEETING, CASES["base"] | case["fields"], body)
    archive, problems = archive_of(CASES["records"] | {MEETING.removeprefix("records/"): text})
    decoded, _ = decode_record(RecordFile(Kind.MEETING, "2024-04-19-round", MEETING, text))
    days = check_days(archive, lambda ref: replace(decoded, id=ref.id), datetime.date.fromisoformat(CASES["today"]))
    hidden = [Problem("control-character", Span(MEETING), "")] if hides_characters(text) else []
    return [problem for problem in (*problems, *days, *hidden) if problem.span.path == MEETING]


def told(archive: Archive, config: SiteConfig | None = None) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(form_data(archive, config or SiteConfig(title="T")))
    return data


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_archive_comes_to_the_verdict_of_the_form(case: dict[str, Any], archive_of: ArchiveOf) -> None:
    """What the form refuses or notes, the check refuses or notes under the same code, and nothing else."""
    ours = verdicts_on(case, archive_of)
    found = [p for p in ours if p.severity is Severity.ERROR]
    assert sorted(p.code for p in found) == sorted(code for _, code in case["codes"])
    notes = [p.code for p in ours if p.severity is not Severity.ERROR]
    assert sorted(notes) == sorted(code for _, code in case.get("notes", ()))
    for date in case.get("dates", ()):
        assert date in found[0].hint
    if case.get("nearest"):
        assert f"“{case['nearest']}”" in found[0].hint.partition("?")[0].partition(" or ")[0]
    elif "nearest" in case:
        assert "did you mean" not in found[0].hint


def test_form_knows_only_codes_of_the_catalogue() -> None:
    """No verdict of the form bears a name that the documentation does not explain."""
    told_of = {code for case in CASES["cases"] for _, code in (*case["codes"], *case.get("notes", ()))}
    assert told_of | set(codes_of_patterns()) <= set(CATALOGUE)


def test_registers_of_the_form(archive_of: ArchiveOf) -> None:
    """Every record comes with all its names, what tells it from a namesake, and where a merged one leads."""
    registers = told(archive_of(CASES["records"])[0])["registers"]
    assert registers["people"] == [
        ["ann-quill", ["Ann Quill", "A. Quill", "AQ"]],
        ["anne-quill", ["Anne Quilling"], "", "ann-quill"],
        ["bo-reed", ["Bo Reed"], "Ferryman"],
        ["bo-reed-clerk", ["Bo Reed"], "Clerk"],
        ["dang-thi-lua", ["Đặng Thị Lụa"]],
    ]
    assert registers["districts"][-1] == ["wren", ["Port Wren", "Wrenmouth"], "city"]
    assert set(registers) == {kind.value for kind in Kind} - {"meetings"}


def test_form_knows_what_the_owner_has_set(archive_of: ArchiveOf) -> None:
    """Further kinds of meetings and the repository come from the configuration, taken ids from the archive."""
    archive, _ = archive_of({"meetings/2024-x.md": "---\ntitle: A\ndate: 2024\n---\n"})
    config = SiteConfig(
        title="T", meeting_kinds={"round": "Round"}, repository=Repository(url="https://codeberg.org/port/wren")
    )
    data = told(archive, config)
    assert "round" in data["kinds"]
    assert data["meetings"] == {"2024-x": "2024"}
    assert data["host"] == "forgejo"
    assert data["new"] == "https://codeberg.org/port/wren/_new/main/?filename={path}&value={text}"
    assert told(archive)["new"] == told(archive)["host"] == ""


def test_form_knows_what_is_open(quarters: Archive) -> None:
    """Of each series with open conclusions come those for which the command writes lines, in its order."""
    lines, more = told(quarters)["open"]["quartalsrunde"]
    offered = offered_lines(quarters, "quartalsrunde")
    assert [ToFillIn(*line) for line in lines] == list(offered.lines)
    assert more == offered.more == 0
    assert [len(line) for line in lines[:2]] == [3, 3]
    assert told(quarters)["open"].keys() == {"quartalsrunde"}


def test_data_is_renewed_when_a_report_closes_a_conclusion(quarters: Archive) -> None:
    """What the form offers is read through the watched mappings, conclusion by conclusion."""
    reading = Reading()
    form_data(watched(quarters, reading), SiteConfig(title="T"))
    found = quarters.backlinks[Ref(Kind.SERIES, "quartalsrunde")].concluded
    assert {("standings", key) for key in found} <= set(reading.facts)


def test_letters_that_are_more_than_a_letter_and_its_accents() -> None:
    """The table holds exactly what taking accents away would miss."""
    letters = dict(unlike_letters())
    assert (letters["đ"], letters["Đ"], letters["ß"], letters["€"], letters["–"]) == ("d", "d", "ss", "eur", "-")
    assert "ễ" not in letters
    assert "ü" not in letters
    assert all(fold(f"a{letter}a") == f"a{folded}a" for letter, folded in letters.items())


def test_same_archive_gives_the_same_bytes(archive_of: ArchiveOf) -> None:
    """In which order records are read does not show in the form's data."""
    first, second = CASES["records"], dict(reversed(CASES["records"].items()))
    config = SiteConfig(title="T")
    assert form_data(archive_of(first)[0], config) == form_data(archive_of(second)[0], config)
