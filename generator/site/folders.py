"""Folders that hold sites: what lies in one, and a new one put together from what was made and what still holds.

The site before the last is kept beside the cache. Brought up to date it becomes the new one, so that with one changed
record a hundred files are moved, and not a hundred thousand linked and as many removed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.processes import beside

Stat = tuple[int, int]
"""Size and time of change of a file that was written: as long as both stay, it is the same file."""


def written_files(folder: Path) -> dict[str, Stat]:
    """Return every file of a site by its address, with its size and time."""
    found: dict[str, Stat] = {}
    todo = [(str(folder), "")]
    while todo:
        path, address = todo.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    todo.append((entry.path, f"{address}{entry.name}/"))
                else:
                    known = entry.stat(follow_symlinks=False)
                    found[address + entry.name] = (known.st_size, known.st_mtime_ns)
    return found


def stat_of(file: Path) -> Stat:
    """Return size and time of a file."""
    known = file.lstat()
    return known.st_size, known.st_mtime_ns


Lying = Callable[[Path], Mapping[str, Stat]]
"""What lies in a folder, as `written_files` says; nothing where the folder is not there."""


@contextmanager
def looking(folders: Sequence[Path], processes: int) -> Iterator[Lying]:
    """Begin to look what lies in folders, beside whatever else is done, and give what tells it when it is asked.

    Nobody else may write to them within the block.
    """
    with beside(_look, [tuple(folders)], processes) as looked:
        found: dict[Path, Mapping[str, Stat]] = {}

        def lying(folder: Path) -> Mapping[str, Stat]:
            for seen in looked:
                found.update(seen)
            return found[folder]

        yield lying


def _look(folders: Iterable[Path]) -> Mapping[Path, Mapping[str, Stat]]:
    return {folder: written_files(folder) if folder.is_dir() else {} for folder in folders}


def put_together(new: Path, last: Path, kept: Mapping[str, Stat], previous: Path | None, lying: Lying) -> Path:
    """Return the folder of a whole new site: what was made, in `new`, with the files of the last site that still hold.

    `kept` are those files, by address, as they are in the last site. `previous` holds an earlier site whose files may
    be the same ones; where it is there the whole is put together in it.
    """
    if previous is None or not kept or not previous.is_dir():
        take_over(last, new, kept)
        return new
    there = lying(previous)
    _remove(previous, [address for address, stat in there.items() if kept.get(address) != stat])
    take_over(last, previous, [address for address, stat in kept.items() if there.get(address) != stat])
    move_into(new, previous)
    return previous


def keep_previous(site: Path, previous: Path | None) -> None:
    """Keep the folder of a site that was replaced, where one is kept; else it is for the caller to remove.

    The new site stands already: what the disk refuses here costs the next build some time, and nothing else.
    """
    if previous is None or site == previous:
        return
    with suppress(OSError):
        shutil.rmtree(previous, ignore_errors=True)
        previous.parent.mkdir(parents=True, exist_ok=True)
        site.rename(previous)


def _remove(folder: Path, addresses: Collection[str]) -> None:
    """Remove files, and the folders below `folder` that are empty then."""
    for address in addresses:
        os.unlink(f"{folder}/{address}")  # noqa: PTH108 - as below
    for parent in sorted({address.rpartition("/")[0] for address in addresses}, key=len, reverse=True):
        _remove_empty(folder, parent)


def _remove_empty(folder: Path, inside: str) -> None:
    while inside:
        try:
            os.rmdir(f"{folder}/{inside}")  # noqa: PTH106 - as below
        except OSError:
            return  # something is left in it
        inside = inside.rpartition("/")[0]


def take_over(old: Path, new: Path, addresses: Iterable[str]) -> None:
    """Let the new site have files of the old one: the same files by another name, copies where that cannot be."""
    folders: set[str] = set()
    for address in addresses:
        source, target = f"{old}/{address}", f"{new}/{address}"
        folder = target.rpartition("/")[0]
        if folder not in folders:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - as below
            folders.add(folder)
        try:
            os.link(source, target)
        except FileExistsError:
            continue  # written anew
        except OSError:
            shutil.copy2(source, target)


def move_into(part: Path, whole: Path) -> None:
    """Move all files of a folder into another, in place of those that are there."""
    for folder, _, names in os.walk(part):
        target = whole / Path(folder).relative_to(part)
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            os.replace(Path(folder, name), target / name)  # noqa: PTH105 - ten thousand times: without a Path each
    shutil.rmtree(part)
