from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.archive.archive import Archive
from generator.cli import main
from generator.contribute.agenda import agenda_text, open_conclusions, with_follow_up_lines
from generator.site.interface import Interface
from tests.conftest import QUARTERS

SERIES = "quartalsrunde"


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
    text = with_follow_up_lines(NEW.format(own), quarters, SERIES)
    assert "# - conclusion: 2021-02-10-quartalsrunde#k1\n" not in text
    lines = """\
  # Elsterlau öffnet das Sieltor. (due 2021-08-20)
  # - conclusion: 2021-08-11-quartalsrunde#k1
  #   status: done | in_progress | not_started | dropped
  #   note:
"""
    assert f"    status: done\n{lines}" in text
    assert text.endswith("  #   note:\nnotes: [x]\n---\n")
    assert with_follow_up_lines(NEW.format(""), quarters, SERIES).count("# - conclusion: ") == 26


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
