"""The records as they were at some commit of the repository, or as they lie in a folder: read, linked and checked.

What git holds is laid down byte for byte, past all attributes and filters that a commit may bring: what is reported is
what was committed. Nothing of a commit is run, links are laid down as links, and no name leads out of the folder.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from shutil import which
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator.archive.names import Ref
from generator.check import Request, check, read_config
from generator.contribute.report import FileState, Report, State, report_change
from generator.processes import available

_LINK, _MODULE = "120000", "160000"
"""How git marks a symbolic link, and another repository."""


class RevisionError(Exception):
    """A state of the records cannot be had; the message says why."""


class Repository(NamedTuple):
    """Where states are taken from: a clone, and the records and configuration in it."""

    folder: Path
    records: PurePosixPath = PurePosixPath("records")
    """The folder of the records within the repository."""


def report_between(repository: Repository, config: Path, base: str, head: str) -> Report:
    """Return what the step from one state to another means; each is a commit, or a folder in which `records` lies.

    Both are read with the same configuration, so that only the records differ.

    Raises:
        RevisionError: where a state cannot be had, or the configuration is wrong.
    """
    settings, problems, _ = read_config(config)
    if problems:
        raise RevisionError(f"{config}: {problems[0].message}")
    before, after = (_state(repository, config, named) for named in (base, head))
    return report_change(before, after, settings, available())


def _state(repository: Repository, config: Path, named: str) -> State:
    with records_at(repository, named) as records:
        return state_of(records, config)


def state_of(records: Path, config: Path) -> State:
    """Return the records of a folder, linked and checked."""
    checked = check(Request(records, config, processes=available()))
    pictures = {path: _mark(records / path.partition("/")[2]) for path in checked.folder.pictures}
    files = {Ref(file.kind, file.id): FileState(file.path, _mark(file.location)) for file in checked.folder.files}
    # When a file was written says nothing here: both states were laid down just now.
    return State(replace(checked.archive, files={}, pictures=pictures), checked.problems, files, pictures)


def _mark(path: Path) -> str:
    try:
        return blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


@contextmanager
def records_at(repository: Repository, named: str) -> Iterator[Path]:
    """Lay down the records of a state, and return their folder for as long as the block runs.

    Raises:
        RevisionError: where there is no such state.
    """
    folder = Path(named)
    if folder.joinpath(repository.records).is_dir():
        yield folder / repository.records
        return
    with TemporaryDirectory(prefix="archive-") as temporary:
        records = Path(temporary) / repository.records.name
        records.mkdir()
        _lay_down(repository, _commit(repository, named), records)
        yield records


# ── git ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Entry(NamedTuple):
    mode: str
    object: str
    path: PurePosixPath
    """Within the records."""


def _commit(repository: Repository, named: str) -> str:
    done = _git(repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}"])
    if done.returncode:
        where = f"{repository.folder} has no commit “{named}”"
        raise RevisionError(f"{where}, and there is no folder {Path(named) / repository.records}")
    return done.stdout.decode().strip()


def _lay_down(repository: Repository, commit: str, records: Path) -> None:
    entries = [entry for entry in _entries(repository, commit) if entry.mode != _MODULE]
    asked = "".join(f"{entry.object}\n" for entry in entries).encode()
    contents = _blobs(_git(repository, ["cat-file", "--batch"], asked).stdout)
    for entry, content in zip(entries, contents, strict=True):
        target = records / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if entry.mode == _LINK:
            target.symlink_to(content.decode("utf-8", "replace"))
        else:
            target.write_bytes(content)


def _entries(repository: Repository, commit: str) -> Iterator[_Entry]:
    below = f"{commit}:{repository.records.as_posix()}"
    done = _git(repository, ["ls-tree", "-r", "-z", below])
    for line in done.stdout.split(b"\0") if not done.returncode else ():  # without the folder there are no records
        if line:
            about, _, name = line.partition(b"\t")
            mode, _, object = about.decode().split(" ")
            path = PurePosixPath(name.decode("utf-8", "surrogateescape"))
            if path.is_absolute() or ".." in path.parts:
                raise RevisionError(f"{commit} holds a file that leads out of the records")
            yield _Entry(mode, object, path)


def _blobs(batch: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(batch):
        end = batch.index(b"\n", at)
        size = int(batch[at:end].split(b" ")[2])
        yield batch[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _git(repository: Repository, words: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    git = which("git")
    if git is None:
        raise RevisionError("git is not installed")
    command = [git, "-C", str(repository.folder), *words]
    return subprocess.run(command, input=given, capture_output=True, check=False)  # noqa: S603 - our own words
