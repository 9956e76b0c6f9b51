from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import __version__
from generator.cli import GOOD, PROBLEMS, WRONG_USE, main

ROOT = Path(__file__).resolve().parents[2]
MEETING = "---\ntitle: Talk\ndate: 2024-05-01\n---\nWe talked.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of an archive with one good meeting."""
    (tmp_path / "records/meetings").mkdir(parents=True)
    (tmp_path / "records/meetings/talk.md").write_text(MEETING, encoding="utf-8")
    (tmp_path / "site_config.yml").write_text("title: Weir archive\n", encoding="utf-8")
    return tmp_path


def archive(*words: str | Path) -> Result:
    """Give the command these words."""
    return CliRunner().invoke(main, [str(word) for word in words])


def said(result: Result) -> str:
    """What stands on the terminal, however its lines were broken."""
    return " ".join(result.output.split())


def with_warning(folder: Path) -> None:
    (folder / "records/stray.txt").write_text("", encoding="utf-8")


def with_errors(folder: Path) -> None:
    (folder / "records/meetings/talk.md").write_text(MEETING.replace("title", "titel"), encoding="utf-8")


# ── check ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_check_of_good_records(folder: Path) -> None:
    """Good records are counted, and nothing is built; what was found out is kept beside them."""
    result = archive("check", "--config", folder / "site_config.yml")
    assert result.exit_code == GOOD
    assert re.fullmatch("1 records?: all good.", said(result))
    assert sorted(path.name for path in folder.iterdir()) == [".cache", "records", "site_config.yml"]


def test_check_of_the_invented_archive(fixture_folder: Path) -> None:
    """It passes strictly, with the notes that its README tells of."""
    result = archive("check", "--strict", "--config", fixture_folder / "site_config.yml")
    assert result.exit_code == GOOD
    assert result.output.count("info[no-text]") == 1
    assert result.output.count("info[source-without-address]") == 6
    assert said(result).endswith(" records: 7 notes.")


@pytest.mark.parametrize(("options", "code"), [((), GOOD), (("--strict",), PROBLEMS)])
def test_check_with_a_warning(folder: Path, options: tuple[str, ...], code: int) -> None:
    """A warning is shown; it is an error only where it was asked for."""
    with_warning(folder)
    result = archive("check", "--config", folder / "site_config.yml", *options)
    assert result.exit_code == code
    assert "records/stray.txt:1:1: warning[unexpected-file]" in result.output
    assert said(result).endswith(": 1 warning.")


def test_check_with_errors(folder: Path) -> None:
    """Every problem is shown with its place, its line and what to type instead; then they are counted."""
    with_errors(folder)
    with_warning(folder)
    result = archive("check", "--config", folder / "site_config.yml")
    assert result.exit_code == PROBLEMS
    assert (
        "records/meetings/talk.md:2:1: error[unknown-field]\n"
        "    2 | titel: Talk\n"
        "      | ^^^^^ there is no field “titel” here\n"
        "  help: did you mean “title”?\n"
    ) in result.output
    assert said(result).endswith(": 2 errors, 1 warning.")


def test_records_elsewhere(folder: Path, fixture_folder: Path) -> None:
    """`--records` names another folder than the one beside the configuration."""
    result = archive("check", "--config", fixture_folder / "site_config.yml", "--records", folder / "records")
    assert result.exit_code == GOOD
    assert re.fullmatch("1 records?: all good.", said(result))


def test_check_of_some_files(folder: Path) -> None:
    """Of named files alone is told what they hold or break; the exit code is theirs, too."""
    with_errors(folder)
    (folder / "records/people").mkdir()
    (folder / "records/people/ann.yml").write_text("name: Ann\n", encoding="utf-8")
    config = ("--config", folder / "site_config.yml")
    good = archive("check", folder / "records/people/ann.yml", *config)
    assert (good.exit_code, good.output) == (GOOD, "2 records: all good.\n")
    bad = archive("check", folder / "records/meetings", folder / "records/people", *config)
    assert bad.exit_code == PROBLEMS
    assert "records/meetings/talk.md:2:1: error[unknown-field]" in bad.output


def test_check_of_a_branch(folder: Path) -> None:
    """`--changed-from` leaves the backlog of others out."""
    with_errors(folder)
    git = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    commands: tuple[list[str], ...] = (["init"], ["add", "."], ["commit", "--message=x"])
    for words in commands:
        subprocess.run([*git, *words], check=True, capture_output=True)  # noqa: S603 - our own words
    (folder / "records/people").mkdir()
    (folder / "records/people/ann.yml").write_text("name: Ann\n", encoding="utf-8")
    result = archive("check", "--changed-from", "HEAD", "--config", folder / "site_config.yml")
    assert (result.exit_code, result.output) == (GOOD, "2 records, 1 changed since HEAD: all good.\n")


@pytest.mark.parametrize(
    ("voice", "begins"), [("text", "records/"), ("github", "::error file="), ("json", "{"), ("sarif", "{")]
)
def test_check_in_every_voice(folder: Path, monkeypatch: pytest.MonkeyPatch, voice: str, begins: str) -> None:
    """`--format` says how problems are told; the count goes to the other stream, the exit code stays."""
    with_errors(folder)
    monkeypatch.chdir(folder.parent)
    result = archive("check", "--format", voice, "--config", folder / "site_config.yml")
    assert result.exit_code == PROBLEMS
    assert result.stdout.startswith(begins)
    assert result.stderr == "1 record: 2 errors.\n"
    place = "records/meetings/talk.md" if voice == "text" else f"{folder.name}/records/meetings/talk.md"
    assert place in result.stdout


def test_check_knows_the_day(folder: Path) -> None:
    """A meeting that counts as held and has not come yet is told by the check, and is no matter of a build."""
    (folder / "records/meetings/talk.md").write_text(MEETING.replace("2024", "2924"), encoding="utf-8")
    result = archive("check", "--config", folder / "site_config.yml")
    assert "records/meetings/talk.md:3:7: warning[future-date]" in result.output
    assert "    3 | date: 2924-05-01\n" in result.output
    assert archive("build", "--strict", "--config", folder / "site_config.yml").exit_code == GOOD


def test_everything_lies_where_one_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without options the configuration, the records and the site are those of the current folder."""
    monkeypatch.chdir(folder)
    assert archive("check").exit_code == GOOD
    assert archive("build").exit_code == GOOD
    assert (folder / "site/meetings/talk/index.html").exists()


# ── build ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_build(folder: Path) -> None:
    """A build says what it made and where; without `--out` the site lies beside the configuration."""
    result = archive("build", "--config", folder / "site_config.yml")
    assert result.exit_code == GOOD, result.output
    assert re.search(r"\d+ pages of 1 meeting \(\d+ made anew\), \d+ search entr", said(result))
    assert str(folder / "site") in result.output.replace("\n", "")
    assert (folder / "site/index.html").exists()


def test_build_elsewhere(folder: Path) -> None:
    """`--out` names another place, and the folders on the way to it are made."""
    out = folder / "a/b/site"
    assert archive("build", "--config", folder / "site_config.yml", "--out", out).exit_code == GOOD
    assert (out / "index.html").exists()
    assert not (folder / "site").exists()


@pytest.mark.parametrize(
    ("mistake", "options", "count"), [(with_errors, (), "2 errors"), (with_warning, ("--strict",), "1 warning")]
)
def test_build_with_problems(
    folder: Path, mistake: Callable[[Path], None], options: tuple[str, ...], count: str
) -> None:
    """With errors there is no site, and the last line says so."""
    mistake(folder)
    result = archive("build", "--config", folder / "site_config.yml", *options)
    assert result.exit_code == PROBLEMS
    assert said(result).endswith(f"Nothing was built: {count}.")
    assert not (folder / "site").exists()


def test_build_with_a_warning(folder: Path) -> None:
    """A warning is shown above what was built."""
    with_warning(folder)
    result = archive("build", "--config", folder / "site_config.yml")
    assert result.exit_code == GOOD
    assert "warning[unexpected-file]" in result.output


# ── wrong use ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "--config", "{}/none.yml"), "none.yml"),
        (("check", "--config", "{}"), "is a directory"),
        (("check", "--records", "{}/none", "--config", "{}/site_config.yml"), "none"),
        (("check", "--config", "{}/alone/site_config.yml"), "there is no folder"),
        (("build", "--config", "{}/site_config.yml", "--out", "{}/site_config.yml"), "is not a folder"),
        (("build", "--config", "{}/site_config.yml", "--out", "{}/records"), "was not made by this command"),
        (("build", "--config", "{}/site_config.yml", "--fast"), "--fast"),
        (("serve", "--config", "{}/site_config.yml", "--port", "70000"), "70000"),
        (("check", "--changed-from", "nowhere", "--config", "{}/site_config.yml"), "not a git repository"),
        (("check", "--format", "xml", "--config", "{}/site_config.yml"), "xml"),
        (("bulid",), "bulid"),
    ],
)
def test_wrong_use(folder: Path, words: tuple[str, ...], told: str) -> None:
    """What cannot be done is said in words, without a traceback, and nothing is changed."""
    (folder / "alone").mkdir()
    (folder / "alone/site_config.yml").write_text("title: Alone\n", encoding="utf-8")
    before = {path for path in folder.rglob("*") if ".cache" not in path.parts}
    result = archive(*(word.format(folder) for word in words))
    assert result.exit_code == WRONG_USE
    assert told in said(result)
    assert "Traceback" not in result.output
    assert {path for path in folder.rglob("*") if ".cache" not in path.parts} == before


# ── the command itself ────────────────────────────────────────────────────────────────────────────────────────────────


def test_help_and_version() -> None:
    """The command says what it is, which commands it has, and its version."""
    for option in ("-h", "--help"):
        result = archive(option)
        assert result.exit_code == GOOD
        assert all(f"\n  {name} " in result.output for name in ("build", "check", "serve"))
    assert said(archive("--version")) == f"archive, version {__version__}"


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_each_command_explains_itself(command: str) -> None:
    """Each command has a sentence of its own and explains each option."""
    result = archive(command, "--help")
    assert result.exit_code == GOOD
    assert "--config FILE" in result.output
    assert f" {command} [OPTIONS]" in result.output


def test_the_module_is_the_command() -> None:
    """`python -m generator` is the same command."""
    command = [sys.executable, "-m", "generator", "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - this very Python
    assert done.stdout.strip().endswith(__version__)


def test_what_cannot_be_written_is_told_in_a_line(tmp_path: Path) -> None:
    """No command answers a folder that cannot be written with the inside of the program."""
    (tmp_path / "file").touch()
    command = [sys.executable, "-m", "generator", "schema", "--out", str(tmp_path / "file/schema")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - this very Python
    assert done.returncode == WRONG_USE
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
