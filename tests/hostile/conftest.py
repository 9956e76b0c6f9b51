"""Archives made to break in: written into a folder of their own, checked or built by the command, and watched."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

Written = str | bytes
SECONDS = 5.0
"""So long may any case take."""
MEGABYTES = 300
"""So much memory may the command take for any case, Python and its libraries included."""

_opened: list[str] | None = None


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _opened is not None and event == "open" and isinstance(arguments[0], str | bytes | Path):
        path = arguments[0]
        _opened.append(path.decode("utf-8", "surrogateescape") if isinstance(path, bytes) else str(path))


sys.addaudithook(_note)


@contextmanager
def watched() -> Iterator[None]:
    """Hold a block to its time, and to the files of its archive: nothing outside is opened."""
    global _opened  # noqa: PLW0603 - an audit hook cannot be taken away again, only told to look elsewhere
    opened: list[str] = []
    start, _opened = time.perf_counter(), opened
    try:
        yield
    finally:
        _opened = None
    assert time.perf_counter() - start < SECONDS
    assert [path for path in opened if "secret" in str(Path(path).resolve()) or path.startswith("/etc/passwd")] == []


@dataclass(frozen=True)
class Told:
    """What the command says of an archive."""

    exit_code: int
    output: str
    problems: tuple[tuple[str, str, int, int], ...]
    """Code, path, line and column of each."""
    words: str
    """All messages, help and other places."""


Check = Callable[[Mapping[str, Written]], Told]


def write(folder: Path, files: Mapping[str, Written]) -> None:
    """Write files below `records/`, and a configuration beside."""
    (folder / "records").mkdir(exist_ok=True)
    (folder / "site_config.yml").write_text("title: Weir archive\nlanguage: en\n", encoding="utf-8")
    for name, text in files.items():
        path = folder / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Return a function that writes records and gives them to `archive check`."""

    def checked(files: Mapping[str, Written]) -> Told:
        write(tmp_path, files)
        monkeypatch.chdir(tmp_path)
        with watched():
            result = CliRunner().invoke(main, ["check", "--format", "json"])
        shown = CliRunner().invoke(main, ["check"])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in shown.output + result.output
        found = json.loads(result.stdout)["problems"]
        places = [(p["place"]["path"], p["place"]["line"], p["place"]["column"]) for p in found]
        for path, line, column in places:
            _within_its_file(tmp_path / path, line, column)
        return Told(
            result.exit_code,
            shown.stdout,
            tuple((p["code"], *place) for p, place in zip(found, places, strict=True)),
            "\n".join([json.dumps(found, ensure_ascii=False), shown.stdout]),
        )

    return checked


def _within_its_file(path: Path, line: int, column: int) -> None:
    if path.is_symlink() or not path.is_file():
        assert (line, column) == (1, 1)
        return
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    assert line <= len(lines)
    assert column <= len(lines[line - 1]) + 1
