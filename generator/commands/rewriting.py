"""What `archive fix` and `archive format` share: which files are meant, and how a file is replaced."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from generator.problems import printable
from generator.records.source import MAX_BYTES, FoundFile, RecordFile, find_records

Texts = Mapping[str, str]
"""Texts of records by path."""


def rewriting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what can be said of which files are changed, and how."""
    command = click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")(command)
    command = click.option("--check", is_flag=True, help="Change nothing, and end with 1 if something would change.")(
        command
    )
    return click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))(command)


class Records:
    """The records of a folder with their texts byte for byte, and those among them that are meant."""

    def __init__(self, folder: Path, paths: Sequence[Path]) -> None:
        self.found = {file.path: file for file in find_records(folder).files}
        self.wanted = tuple(_meant(self.found.values(), paths))
        self._texts: dict[str, RecordFile] = {}

    def file(self, path: str) -> RecordFile:
        """Return a record as it lies on the disk, byte order mark and all; without a text if it is no text."""
        if path not in self._texts:
            self._texts[path] = _read(self.found[path])
        return self._texts[path]

    def files(self) -> tuple[RecordFile, ...]:
        """Return all records."""
        return tuple(self.file(path) for path in self.found)

    def change(self, texts: Texts, *, check: bool, diff: bool) -> int:
        """Write the texts that are new, or show what would be written; return how many there are."""
        changed = {path: text for path, text in texts.items() if text != self.file(path).text}
        for path, text in changed.items():
            if diff:
                click.echo(_difference(path, self.file(path).text or "", text), nl=False)
            if not check and not diff:
                _replace(self.found[path].location, text)
        return len(changed)


def _meant(found: Iterable[FoundFile], paths: Sequence[Path]) -> list[str]:
    files = {file.path: file.location.resolve() for file in found}
    if not paths:
        return list(files)
    meant: dict[str, None] = {}
    for path in paths:
        there = path.resolve()
        below = [name for name, location in files.items() if location == there or there in location.parents]
        if not below and not path.is_dir():
            raise click.UsageError(f"{path} is no record")
        meant |= dict.fromkeys(below)
    return [name for name in files if name in meant]


def _read(found: FoundFile) -> RecordFile:
    record = RecordFile(found.kind, found.id, found.path, None)
    if found.location.stat().st_size > MAX_BYTES:
        return record
    try:
        return replace(record, text=found.location.read_bytes().decode("utf-8"))
    except UnicodeDecodeError:
        return record


def _difference(path: str, before: str, after: str) -> str:
    """The lines that differ; nothing in them can steer a terminal, and a foreign end of a line is seen."""
    lines = difflib.unified_diff(before.split("\n"), after.split("\n"), path, path, n=1, lineterm="")
    return "".join(f"{printable(line)}\n" for line in lines)


def _replace(place: Path, text: str) -> None:
    """Put a text in the place of a file in one step: whoever reads meanwhile has the old one or the new one."""
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
        os.chmod(name, place.stat().st_mode & 0o777)  # noqa: PTH101 - a name of the module `tempfile`
        os.replace(name, place)  # noqa: PTH105 - as above
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
