"""Runs a command and measures it: seconds, seconds of processors, memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from threading import Event, Thread

SHORT = 20.0
"""Runs below so many seconds are repeated."""

TIMES = 3
"""So often; what counts is the median."""

_PAUSE = 0.5
"""Seconds between two looks at the memory of all processes."""


class FailedError(Exception):
    """A measured command that did not end well."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run took; memory in bytes."""

    seconds: float
    busy: float
    """Seconds of all processors together: what a run costs on a machine that others use as well."""
    largest: int
    """Most memory that one process had (resident, as the system counts it at its end)."""
    together: int
    """Most memory that all processes had at one look (what they share is counted once)."""
    told: str
    """What the command printed."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command and return what it took.

    Raises:
        FailedError: where the command ends with anything but 0.
    """
    with tempfile.TemporaryFile() as told:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - a command of the benchmark, no shell
            command, cwd=folder, stdout=told, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}
        )
        watcher = _Watcher(process.pid)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        together = watcher.end()
        told.seek(0)
        text = told.read().decode("utf-8", "replace")
    if process.returncode != 0:
        raise FailedError(f"exit code {process.returncode}: {text.strip()[-2000:]}")
    return Measured(
        seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, max(together, usage.ru_maxrss * 1024), text
    )


def measure_often(run: Callable[[int], Measured]) -> Measured:
    """Return the run of median length: of several, or of one where it is long. `run` is told its number from 1."""
    runs = [run(1)]
    while runs[0].seconds < SHORT and len(runs) < TIMES:
        runs.append(run(len(runs) + 1))
    return median_of(runs)


def median_of(runs: Sequence[Measured]) -> Measured:
    """Return the medians of seconds with the most memory of any run."""
    seconds = median(run.seconds for run in runs)
    nearest = min(runs, key=lambda run: abs(run.seconds - seconds))
    largest, together = max(run.largest for run in runs), max(run.together for run in runs)
    busy = median(run.busy for run in runs)
    return replace(nearest, seconds=seconds, busy=busy, largest=largest, together=together)


class _Watcher(Thread):
    """Looks now and then how much memory a process and its descendants have together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._ended, self._most = pid, Event(), 0

    def run(self) -> None:
        while not self._ended.wait(_PAUSE):
            self._most = max(self._most, sum(map(_share, _family(self._pid))))

    def end(self) -> int:
        """Stop looking, and return the most that was seen."""
        self._ended.set()
        self.join()
        return self._most


def _family(pid: int) -> list[int]:
    found = [pid]
    for member in found:
        for children in Path(f"/proc/{member}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text(encoding="ascii").split()]
            except OSError:  # it has just ended
                continue
    return found


def _share(pid: int) -> int:
    """Return the bytes of a process, what it shares with others divided among them; 0 for one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a folder of output is."""

    pages: int
    """Files that end in .html."""
    files: int
    bytes: int


def size_of(folder: Path) -> Size:
    """Return how many pages, files and bytes a folder holds."""
    pages = files = total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            files += 1
            pages += name.endswith(".html")
            total += Path(place, name).stat().st_size
    return Size(pages, files, total)


def machine() -> str:
    """Return what this machine is: cores, processor, memory, and how busy it was just now."""
    cores = len(os.sched_getaffinity(0))
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in info if line.startswith(("model name", "Model"))]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{cores} cores ({names[0] if names else os.uname().machine}), {memory:.0f} GB memory, load {load:.1f}"
