"""The command `archive` on a disk that fails: at a chosen step of it the disk is full, broken or closed, or all ends.

    python -m tests.whole.faults FAULT STEP FOLDER ARGUMENTS…

Steps are what the command and the processes that it makes ask of the disk below FOLDER, counted by an audit hook
(https://docs.python.org/3/library/audit_events.html) from 1 on; with step 0 nothing fails, and the last line of the
output is how many steps there were. FAULT is `kill`, or the name of an error such as `EIO`. A full disk stays full and
a closed one closed; what cannot be read once can be read again.
"""

from __future__ import annotations

import errno
import mmap
import os
import signal
import sys
from pathlib import Path

from generator.cli import main

WRITING = {"os.mkdir", "os.link", "os.rename", "shutil.copyfile", "tempfile.mkdtemp"}
STEPS = WRITING | {"open", "os.remove", "os.rmdir", "os.scandir", "os.listdir", "os.chmod"}
LASTING = {"ENOSPC", "EROFS"}
_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Disk:
    """Counts what is asked of the disk, in this process and in those forked from it, and fails at one step."""

    def __init__(self, fault: str, at: int, folder: Path) -> None:
        self.fault, self.at, self.folder = fault, at, os.fspath(folder.resolve())
        self.main = os.getpid()
        self._count = mmap.mmap(-1, 8)  # shared with forked processes

    @property
    def count(self) -> int:
        """How many steps there were."""
        return int.from_bytes(self._count[:8], "little")

    def step(self, event: str, arguments: tuple[object, ...]) -> None:
        """Count an event of Python's, and fail where it is the one."""
        if event not in STEPS or not self._is_ours(event, arguments):
            return
        now = self.count + 1
        self._count[:8] = now.to_bytes(8, "little")
        if not self.at or now < self.at or (now > self.at and self.fault not in LASTING):
            return
        if self.fault == "kill":
            os.kill(self.main, signal.SIGKILL)
        writes = event in WRITING or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITE)
        if writes or self.fault not in LASTING:
            number = getattr(errno, self.fault)
            raise OSError(number, os.strerror(number), str(arguments[0]))

    def _is_ours(self, event: str, arguments: tuple[object, ...]) -> bool:
        path = arguments[0] if arguments else None
        if event in {"os.remove", "os.rmdir"} and isinstance(path, str) and not path.startswith("/"):
            return True  # within a folder that is held open
        return isinstance(path, str | os.PathLike) and os.path.abspath(path).startswith(self.folder)  # noqa: PTH100


if __name__ == "__main__":
    fault, at, folder, *words = sys.argv[1:]
    disk = Disk(fault, int(at), Path(folder))
    sys.addaudithook(disk.step)
    try:
        main(words)
    finally:
        print(disk.count, flush=True)
