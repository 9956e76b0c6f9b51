"""Whatever records say, no command lets their words steer a terminal or the runner of a workflow."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import Keep
from generator.check import Request
from generator.cli import main
from tests.hostile.conftest import Written, write

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters but the line feed, and what turns the direction of text."""

COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
"""What the runner takes for a command: in front of a line, or in the older form anywhere in it."""
OURS = re.compile(r"::(?:error|warning|notice) (?:file=[^,\n]*,line=\d+,col=\d+,endColumn=\d+,)?title=[a-z -]+::.*")
"""The commands that `check --format github` says itself."""

ESCAPE, BELL = "\x1b[2J\x1b]0;owned\x07", "\x07"
ERROR = "::error title=owned::words of a stranger"
OLDER = "##[error]words of a stranger"

GOOD: dict[str, Written] = {
    "people/orin.yml": f'name: "{ERROR}"\naliases: ["{OLDER}", "::add-mask::a"]\nposts:\n  - role: "{ERROR}"\n',
    "series/weir.yml": f'name: "{ERROR}"\ncadence: monthly\n',
    "issues/fog.yml": f'name: "{ERROR}"\n',
    "meetings/2023/m.md": f'---\ntitle: "{ERROR}"\ndate: 2023-05-01\nseries: weir\nchairs: [orin]\nconclusions:\n'
    f'  - id: k1\n    text: "{ERROR}"\n    due: 2023-06-01\n---\n{ERROR}\n\n**{ERROR}:** {OLDER}\n\n    {ERROR}\n',
    "meetings/2024/n.md": f'---\ntitle: "{OLDER}"\ndate: 2024-05-01\nseries: weir\nplaces: ["{ERROR}"]\n---\n'
    f"## {ERROR}\n\n**::error::x:** nobody of that name\n\n[[::error::]] [x](::error::x)\n",
}
"""An archive that can be built, with a warning or two."""

BAD: dict[str, Written] = {
    "people/a.yml": f"name: {ESCAPE}\n".encode(),
    "people/b.yml": f'name: "\\e[2J\\r\\n{ERROR}"\n',
    "people/c.yml": f'"{ERROR}": x\n"\\n{ERROR}": y\nname: C\n',
    "people/d.yml": f"name: D\nnote: |\n  first\n\n  {ERROR}\nposts: [{{role: x, district: '{ERROR}'}}]\n",
    "people/e.yml": f"{ERROR}\n",
    "people/f.yml": f"name: F\n\n   {OLDER}: [\n",
    "people/g.yml": b"\xff::error::\x1b[1m\n",
    f"people/{ERROR}.yml": "name: H\n",
    f"people/{OLDER}.txt": "x",
    "people/i\x1b[2J\n::error::x.yml": "name: I\n",
    "meetings/2024/j.md": f'---\ntitle: "x\\x85{ERROR}"\ndate: "{ERROR}"\n'
    f'chairs: ["{ERROR}", "\\u2028::error::"]\n---\nText.\n',
    "meetings/2024/k.md": f"---\ntitle: K\ndate: 2024-01-01\n---\n{ERROR}\r{ERROR}\n\n**Orn:** {BELL}{ESCAPE}\n\n"
    f"# {ERROR}\n\n![x]({ERROR}.png)\n",
}
"""Files with every way to bring a line or a character into what is told of them."""


def told(folder: Path, words: Sequence[str]) -> str:
    """Everything that a command says, on both ways out."""
    where = ["--config", str(folder / "site_config.yml")] if words[0] not in {"draft", "fix-help"} else []
    result = CliRunner().invoke(main, [*words, *where], terminal_width=200)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.output.strip(), words
    return result.output


def assert_harmless(output: str) -> None:
    lines = "\n".join(line for line in output.split("\n") if not OURS.fullmatch(line))
    assert not (found := STEERING.search(lines)), lines[max(0, found.start() - 60) : found.end() + 60]
    assert not (found := COMMAND.search(lines)), lines[max(0, found.start() - 60) : found.end() + 60]


def archive(folder: Path, *files: dict[str, Written]) -> Path:
    folder.mkdir()
    write(folder, {name: text for several in files for name, text in several.items()})
    return folder


COMMANDS = (
    "check", "check --format github", "check --format json", "check --format sarif", "build", "build --strict",
    "fix --diff", "fix --check", "fix --diff --apply-suggestions", "format --diff", "format --check",
    "addresses --check", "agenda weir", "agenda ::error::x", "new person --no-input --name Orin --dry-run",
    "new meeting --no-input --dry-run", "release 1", "package", "erase orin --yes", "serve --port 0",
    "build --shard 1/2", "export --opensearch {folder}/bulk", "schema --out {folder}/schema",
    "merge {folder}/a/records",
)  # fmt: skip


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `archive serve` build twice and end: what it says in between is the builds' own."""

    def twice(
        request: Request, rebuild: Callable[[Request, Keep], bool], *, say: Callable[[str], object], **_: object
    ) -> None:
        rebuild(request, lambda *_: None)
        say("The archive is at …")
        rebuild(request, lambda *_: None)

    monkeypatch.setattr("generator.cli.serve", twice)


def test_good_records_are_good(tmp_path: Path) -> None:
    """The archive can be built, else no command would come to what it says of one that can; the other one cannot."""
    told(archive(tmp_path / "a", GOOD), ["build", "--out", str(tmp_path / "site")])
    assert (tmp_path / "site/index.html").is_file()
    told(archive(tmp_path / "b", GOOD, BAD), ["build", "--out", str(tmp_path / "other")])
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("words", COMMANDS)
def test_good_records_steer_nothing(tmp_path: Path, words: str) -> None:
    """Nothing of records that are well-formed is a command where it is told, shown, compared or erased."""
    assert_harmless(told(archive(tmp_path / "a", GOOD), words.format(folder=tmp_path).split()))


@pytest.mark.parametrize("words", COMMANDS)
def test_bad_records_steer_nothing(tmp_path: Path, words: str) -> None:
    """Nor of files full of what must not be there, although all of it is told with its line."""
    assert_harmless(told(archive(tmp_path / "a", GOOD, BAD), words.format(folder=tmp_path).split()))


def test_merging_steers_nothing(tmp_path: Path) -> None:
    """Parts of a site are joined, and what is told of that are numbers and places."""
    folder = archive(tmp_path / "a", GOOD)
    for number in ("1", "2"):
        told(folder, ["build", "--shard", f"{number}/2", "--out", str(tmp_path / number)])
    output = told(folder, ["merge", str(tmp_path / "1"), str(tmp_path / "2"), "--out", str(tmp_path / "site")])
    assert_harmless(output)
    assert "2 meetings" in output


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_reports_steer_nothing(tmp_path: Path, form: str) -> None:
    """What a change means is told in words that obey nobody."""
    before = archive(tmp_path / "before", GOOD)
    after = archive(tmp_path / "after", GOOD, BAD)
    shutil.move(after / "records/meetings/2023", after / "records/meetings/2022")
    (after / "records/people/orin.yml").write_text(f'name: "{OLDER}"\n', encoding="utf-8")
    assert_harmless(told(after, ["report", str(before), str(after), "--format", form]))


@pytest.mark.parametrize("name", ["report.txt", "report.md", "report.html"])
def test_drafts_steer_nothing(tmp_path: Path, name: str) -> None:
    """A draft on the terminal is of a stranger's file, every line of it."""
    folder = archive(tmp_path / "a", GOOD)
    lines = [f"The board met on 1 May 2024.{ESCAPE}", ERROR, f"  {ERROR}", OLDER, f"{ERROR} said: we shall build."]
    text = "\n\n".join(lines)
    if name.endswith("html"):
        text = "".join(f"<p>{line} {'The weir is old, and nobody minds it. ' * 4}</p>" for line in lines)
        text = f"<html><head><title>{ERROR}</title></head><body><article>{text}</article></body></html>"
    (tmp_path / name).write_text(text, encoding="utf-8")
    output = told(folder, ["draft", str(tmp_path / name), "--out", "-", "--records", str(folder / "records")])
    assert_harmless(output)
    assert "words of a stranger" in output
