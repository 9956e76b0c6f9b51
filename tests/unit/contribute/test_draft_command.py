from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.check import Request, check
from generator.cli import main
from generator.problems import errors
from tests.benchmarks.drafts import REPORTS


@pytest.fixture
def folder(tmp_path: Path, fixture_folder: Path) -> Path:
    """Return a copy of the invented archive."""
    return shutil.copytree(fixture_folder, tmp_path / "archive", ignore=shutil.ignore_patterns(".cache"))


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["draft", *map(str, words)])


def wrong(folder: Path) -> dict[str, set[str]]:
    """Return the codes of the errors of an archive, by file."""
    found: dict[str, set[str]] = {}
    for problem in errors(check(Request(folder / "records", folder / "site_config.yml")).problems):
        found.setdefault(problem.span.path, set()).add(problem.code)
    return found


def test_draft_lies_among_the_records_and_never_passes(folder: Path) -> None:
    """A draft is written at its place, its marks are counted, and the archive has errors until they are settled."""
    before = wrong(folder)
    result = run(REPORTS / "en-1.txt", "--records", folder / "records")
    place = "records/meetings/2024/2024-05-21-harbour-board-and-districts-agree-on-flood-gates.md"
    assert (result.exit_code, result.stdout) == (0, "")
    marks = (folder / place).read_text(encoding="utf-8").count("\n# ???")
    assert f"{place}: " in result.stderr
    assert marks > 1
    assert "open-question" in wrong(folder).pop(place)
    (folder / place).unlink()
    assert wrong(folder) == before


def test_draft_passes_when_every_mark_is_settled(folder: Path) -> None:
    """Once the marks are deleted and whoever was unknown has a record, nothing is wrong with the draft any more."""
    before = wrong(folder)
    report = folder / "report.txt"
    report.write_text(
        "Rat tagt\n\nAm 3. Mai 2024 leitete Frau Ottilie Regenpfeifer die Sitzung des Provinzrats in Fogwick.\n\n"
        "Frau Hanne Muster sagte, das Wehr halte.\n",
        encoding="utf-8",
    )
    assert run(report, "--records", folder / "records", "--url", "https://paper.example/1").exit_code == 0
    path = folder / "records" / "meetings" / "2024" / "2024-05-03-rat-tagt.md"
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join(line for line in lines if "???" not in line), encoding="utf-8")
    assert set(wrong(folder)) - set(before) == {"records/meetings/2024/2024-05-03-rat-tagt.md"}
    (folder / "records" / "people" / "hanne-muster.yml").write_text("name: Hanne Muster\n", encoding="utf-8")
    assert wrong(folder) == before


def test_draft_can_be_shown_instead(folder: Path) -> None:
    """With `--out -` the draft goes to the terminal, and nothing is written."""
    before = sorted(folder.rglob("*"))
    result = run(REPORTS / "de-1.txt", "--records", folder / "records", "--out", "-")
    assert result.exit_code == 0
    assert result.stdout.startswith("---\n# ??? ")
    assert sorted(folder.rglob("*")) == before


def test_address_is_kept(folder: Path) -> None:
    """The address that is given is the source's."""
    result = run(
        REPORTS / "de-1.txt", "--records", folder / "records", "--out", "-", "--url", "https://paper.example/7"
    )
    assert "    url: https://paper.example/7\n" in result.stdout


def test_nothing_is_overwritten(folder: Path) -> None:
    """A second draft of the same report is refused, and the first stays as it is."""
    out = folder / "draft.md"
    out.write_text("mine", encoding="utf-8")
    result = run(REPORTS / "de-1.txt", "--records", folder / "records", "--out", out)
    assert (result.exit_code, out.read_text(encoding="utf-8")) == (2, "mine")
    assert "is there already" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["missing.txt"], "does not exist"),
        ([REPORTS / "de-1.yml"], "a report ends in .txt"),
        ([REPORTS / "de-1.txt", "--url", "javascript:alert(1)"], "is not an address that readers can open"),
        ([REPORTS / "de-1.txt", "--records", "missing"], "does not exist"),
    ],
)
def test_wrong_use_is_told(folder: Path, words: list[object], said: str) -> None:
    """What cannot be read ends with 2 and one sentence."""
    more = [] if "--records" in words else ["--records", folder / "records"]
    result = run(*words, *more)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output
