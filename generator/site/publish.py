"""A site is published whole or not at all: written beside the live one, then put in its place in one step.

Whatever goes wrong before that step leaves the live site as it was. On Linux the two folders change places in one
system call; elsewhere the old one is moved away first, which leaves a moment without a site.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARK = ".konferenzarchiv"
"""Lies in every published site, so that no other folder is ever replaced."""


class PublishError(Exception):
    """The place for the site cannot be used; the message is for the person who named it."""


@contextmanager
def beside(out: Path) -> Iterator[Path]:
    """Yield an empty folder next to `out`; it is gone afterwards unless it was published.

    Raises:
        PublishError: where `out` is something that must not be replaced, or cannot be written.
    """
    out = out.absolute()
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise PublishError(f"{out} is not a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).exists():
        raise PublishError(f"{out} is not empty and was not made by this command: it would be replaced whole")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise PublishError(f"{out.parent} cannot be written: {error.strerror}") from error
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


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
        old = new.with_name(new.name + "-old")
        out.rename(old)
        new.rename(out)
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
