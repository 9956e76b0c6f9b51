from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.archive.archive import Archive
from generator.cli import main
from generator.contribute.agenda import (
    Offered,
    ToFillIn,
    agenda_text,
    offered_lines,
    open_conclusions,
    with_follow_up_lines,
)
from generator.records.decode import decode_record
from generator.records.model import Kind
from generator.records.source import RecordFile
from generator.site.interface import Interface
from tests.conftest import QUARTERS

SERIES = "quartalsrunde"
CASES: dict[str, Any] = json.loads(Path(__file__).with_name("follow_up_cases.json").read_text(encoding="utf-8"))
"""Cases that the form's script is held to as well (`tests/browser/test_form.py`)."""


def test_what_is_most_pressing_comes_first(quarters: Archive) -> None:
    """Overdue ones stand first, the longest due first; then silent ones, then the rest, and nothing that is closed."""
    keys = [str(key) for key in open_conclusions(quarters, SERIES)]
    assert keys[:3] == ["2021-02-10-quartalsrunde#k1", "2021-08-11-quartalsrunde#k1", "2021-05-12-quartalsrunde#k1"]
    standings = [quarters.standings[key] for key in open_conclusions(quarters, SERIES)]
    ranks = [0 if "overdue" in s.silence else 1 if s.silence else 2 for s in standings]
    assert ranks == sorted(ranks)
    assert {s.status for s in standings} == {"open", "not_started", "in_progress"}
    assert len(keys) == 26


def test_agenda_as_markdown(quarters: Archive) -> None:
    """Each open conclusion is a line to tick with addressees, due date, last report and who is still silent."""
    text = agenda_text(quarters, SERIES, Interface("en"))
    assert text.startswith("# Open conclusions: Quartalsrunde\n\nAs recorded up to 9 November 2022.\n")
    assert (
        """\
- [ ] **2021-05-12-quartalsrunde#k8** (12 May 2021): Die drei Kreise beschildern den Fernweg.
  - Addressed to: Ammerloh, Birkhusen, Cassenried
  - Last report: in progress (11 August 2021)
  - No report recorded of: Birkhusen, Cassenried
  - Report:
"""
        in text
    )
    assert text.count("- [ ]") == 26
    assert "  - Addressed to: all 12 districts\n" in text


def test_nothing_open(linked_series: Archive) -> None:
    """Where nothing is open, that is what the list says."""
    assert agenda_text(linked_series, "row", Interface("en")).endswith("\nNothing is open.\n")


@pytest.fixture
def linked_series(archive_of: Callable[[Mapping[str, str]], tuple[Archive, object]]) -> Archive:
    """Return an archive with a series of which nothing is recorded."""
    return archive_of({"series/row.yml": "name: Row\n"})[0]


NEW = "---\ntitle: T\ndate: 2023-02-08\nseries: quartalsrunde\n{}---\n"


def test_lines_of_a_new_record(quarters: Archive) -> None:
    """Each open conclusion is a comment with its words; what the record reports on already is left out."""
    own = "follow_ups:\n  - conclusion: 2021-02-10-quartalsrunde#k1\n    status: done\nnotes: [x]\n"
    offered = offered_lines(quarters, SERIES)
    text = with_follow_up_lines(NEW.format(own), offered)
    assert "# - conclusion: 2021-02-10-quartalsrunde#k1\n" not in text
    lines = """\
  # Elsterlau öffnet das Sieltor. (due 2021-08-20)
  # - conclusion: 2021-08-11-quartalsrunde#k1
  #   status: done | in_progress | not_started | dropped
  #   note:
"""
    assert f"    status: done\n{lines}" in text
    assert text.endswith("  #   note:\nnotes: [x]\n---\n")
    assert with_follow_up_lines(NEW.format(""), offered).count("# - conclusion: ") == 26


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_lines_of_the_shared_cases(case: dict[str, Any]) -> None:
    """The command writes what the form's script is held to as well, and what it writes can be read."""
    offered = Offered(case["series"], tuple(ToFillIn(*line) for line in case["lines"]), case["more"])
    text = with_follow_up_lines(case["text"], offered)
    assert text == case["result"]
    _, problems = decode_record(RecordFile(Kind.MEETING, "x", "x.md", text))
    assert problems == ()


def test_so_many_lines_and_no_more(quarters: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the most pressing conclusions get a line; the number of the others is said."""
    monkeypatch.setattr("generator.contribute.agenda.LINES", 3)
    offered = offered_lines(quarters, SERIES)
    assert [line.key for line in offered.lines] == [str(key) for key in open_conclusions(quarters, SERIES)[:3]]
    assert offered.more == 23


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the invented quarterly series."""
    shutil.copytree(QUARTERS, tmp_path / "archive")
    return tmp_path / "archive"


def test_commands(folder: Path) -> None:
    """The agenda is written in the archive's language; a new meeting holds its lines, and is good as it is."""
    config = ["--config", str(folder / "site_config.yml")]
    told = CliRunner().invoke(main, ["agenda", "Quartalsrunde", *config])
    assert told.exit_code == 0
    assert told.output.startswith("# Offene Schlussfolgerungen: Quartalsrunde\n")
    assert CliRunner().invoke(main, ["agenda", "nonsense", *config]).exit_code == 2
    words = ["new", "meeting", "--no-input", "--title", "Runde", "--date", "2023-02-08", "--series", "quartalsrunde"]
    made = CliRunner().invoke(main, [*words, *config])
    assert made.exit_code == 0
    text = (folder / "records/meetings/2023/2023-02-08-runde.md").read_text(encoding="utf-8")
    assert text.count("# - conclusion: ") == 26
    assert CliRunner().invoke(main, ["check", "--strict", *config]).exit_code == 0
    plain = CliRunner().invoke(main, [*words, *config, "--no-follow-up-lines", "--id", "plain", "--dry-run"])
    assert "follow_ups" not in plain.output
