"""A site is published whole or not at all: written beside the live one, then put in its place in one step.

Whatever goes wrong before that step leaves the live site as it was. On Linux the two folders change places in one
system call; elsewhere the old one is moved away first, which leaves a moment without a site.
"""

from __future__ import annotations

import ctypes
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from generator.marks import mark

if sys.platform != "win32":
    import fcntl

MARK = ".konferenzarchiv"
"""Lies in every published site, so that no other folder is ever replaced."""

_OLD = "-old"
"""Ends the name of the old site for the moment in which it is moved away."""


class PublishError(Exception):
    """The place for the site cannot be used; the message is for the person who named it."""


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """Yield an empty folder next to `out`; it is gone afterwards unless it was published.

    Nobody else builds into `out` meanwhile. What a killed build has left beside it is removed.

    Raises:
        PublishError: where `out` is something that must not be replaced, is being built, or cannot be written.
    """
    out = out.absolute()
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise PublishError(f"{out} is not a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).exists():
        raise PublishError(f"{out} is not empty and was not made by this command: it would be replaced whole")
    lock = FileLock(_lock_file(out), timeout=0)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise PublishError(f"{out} is being built by somebody else: wait until that is done") from error
    except OSError as error:
        raise PublishError(f"{out.parent} cannot be written: {error.strerror}") from error
    try:
        _remove_new_folders(out)
        with _claimed(Path(tempfile.mkdtemp(prefix=_prefix(out), dir=out.parent))) as new:
            yield new
    finally:
        _remove_new_folders(out)
        lock.release()


def _lock_file(out: Path) -> Path:
    """Where it is noted that somebody builds into a folder: not beside it, where web servers show what lies there."""
    return Path(tempfile.gettempdir(), f"konferenzarchiv-{_mark(out)}.lock")


def _mark(out: Path) -> str:
    """The same for every way to a folder, and for no other folder."""
    return mark(str(out.parent.resolve() / out.name))[:16]


def _prefix(out: Path) -> str:
    """How the folders of builds are called: like nobody's own folder, nor like those of a site with a longer name."""
    return f".{out.name[:100]}-{_mark(out)}-"


@contextmanager
def _claimed(folder: Path) -> Iterator[Path]:
    """Let no other build take a folder for what was left by a killed one.

    A build with another folder for temporary files does not see our lock, but it sees this (flock(2)), which ends with
    the process however that ends. On Windows a folder with open files cannot be removed anyway.
    """
    if sys.platform == "win32":
        yield folder
        return
    claim = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(claim)


def _is_claimed(folder: Path) -> bool:
    """Whether a build that still runs is at work in a folder."""
    try:
        with _claimed(folder):
            return False
    except BlockingIOError:
        return True
    except OSError:  # gone meanwhile, or a system without such claims
        return False


def _remove_new_folders(out: Path) -> None:
    """Remove every folder that a build makes beside `out`: of this one, and of those that were killed."""
    found = [path for path in out.parent.glob(f"{glob.escape(_prefix(out))}*") if not path.is_symlink()]
    claimed = tuple(folder.name for folder in found if _is_claimed(folder))  # parts are called like their whole
    for folder in found:
        if folder.name.startswith(claimed):
            continue
        if folder.name.endswith(_OLD) and not out.exists():
            folder.rename(out)  # something ended between the two steps of `publish`: the last good site is this
        elif folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)


def publish(new: Path, out: Path) -> None:
    """Put the finished folder in the place of `out`; what was there before ends up in `new`."""
    (new / MARK).write_text("This folder is made by the command `archive` and replaced whole.\n", encoding="utf-8")
    new.chmod(0o755)  # a temporary folder is its owner's alone, a site is everybody's
    out = out.absolute()
    if not out.exists():
        new.rename(out)
        # The caller removes what is left beside the site: give it something to remove.
        new.mkdir()
        return
    if not _exchange(new, out):
        old = out.with_name(_prefix(out).removesuffix("-") + _OLD)  # beside the site, where the next build looks
        out.rename(old)
        new.rename(out)  # where this fails the old one is put back as soon as the caller is done
        old.rename(new)


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once; False where the system cannot (renameat2(2), Linux 3.15)."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
