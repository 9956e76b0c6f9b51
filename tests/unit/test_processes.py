"""Work on many things in several processes: every result once, errors as they were raised."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from generator.processes import Answerer, available, beside, each, in_batches


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def fail(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


class NotPutTogetherError(Exception):
    """Arrives nowhere as it was: it cannot be made from its own arguments."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"because of {reason}")


class NotTakenApartError(Exception):
    """Arrives nowhere as it was: it holds what cannot be pickled."""

    def __init__(self) -> None:
        super().__init__("because of a function")
        self.function = lambda: None


def fail_oddly(number: int) -> int:
    if number == 3:
        raise NotPutTogetherError(reason="fog")
    return number


def fail_with_a_function(number: int) -> int:
    if number == 3:
        raise NotTakenApartError
    return number


def end(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


@pytest.mark.parametrize("processes", [1, 2, 3, 8])
def test_every_result_comes_once(processes: int) -> None:
    """However many processes there are, each thing is worked on once."""
    assert sorted(result for result, _ in each(square, range(20), processes)) == [n * n for n in range(20)]


def test_several_processes_do_it() -> None:
    """The work is done elsewhere, unless there is one process or one thing."""
    assert os.getpid() not in {pid for _, pid in each(square, range(8), min(2, available()))} or available() == 1
    assert {pid for _, pid in each(square, range(8), 1)} == {os.getpid()}
    assert {pid for _, pid in each(square, [1], 4)} == {os.getpid()}


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_is_raised_here(processes: int) -> None:
    """What a process raises arrives as it was."""
    with pytest.raises(ValueError, match="three"):
        list(each(fail, range(6), processes))


def test_what_is_not_asked_for_is_ended() -> None:
    """Whoever stops asking does not wait for the rest."""
    start = time.perf_counter()
    with closing(each(sleep, [0.0, 0.0, 60.0, 60.0], 2)) as results:
        assert next(results) == 0.0
    assert time.perf_counter() - start < 30


def test_nothing_to_do() -> None:
    """Nothing comes of nothing."""
    assert list(each(square, [], 4)) == []


def test_batches() -> None:
    """Rows keep the order, and none is longer than asked for."""
    assert in_batches(range(7), 3) == [range(3), range(3, 6), range(6, 7)]
    assert in_batches([], 3) == []


@pytest.mark.parametrize(
    ("work", "words"), [(fail_oddly, "NotPutTogetherError: because of fog"), (fail_with_a_function, "a function")]
)
def test_an_error_that_cannot_travel(work: Callable[[int], int], words: str) -> None:
    """An error that cannot be pickled is not lost: what it says arrives."""
    with pytest.raises(RuntimeError, match=words):
        list(each(work, range(8), 2))


def test_a_process_that_was_ended() -> None:
    """Where the system ends a process, for want of memory say, nobody takes what it has done for everything."""
    with pytest.raises(ChildProcessError, match="before its work was done"):
        list(each(end, range(8), 2))


_PARENT = """
import os, sys, time
from generator.processes import Answerer, each
def work(number):
    os.write(1, f"{os.getpid()}\\n".encode())
    return b"x" * 1_000_000
for _ in each(work, range(1000), 2):
    time.sleep(60)
"""


def test_no_process_outlives_a_killed_parent() -> None:
    """Processes whose parent was killed end as well, and do not wait for ever to be read."""
    with subprocess.Popen([sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603 - our own words
        assert parent.stdout is not None
        workers: set[str] = set()
        while len(workers) < 2:
            workers.add(parent.stdout.readline().strip())
        parent.kill()
    until = time.monotonic() + 20
    while (alive := [pid for pid in workers if _runs(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    assert alive == []


def _runs(pid: str) -> bool:
    if sys.platform != "linux":  # elsewhere the module promises less
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("processes", [1, 2])
def test_work_goes_on_beside_other_work(processes: int) -> None:
    """Every result comes once, whenever it is asked for; a process does not wait until somebody reads."""
    with beside(large, range(6), processes) as results:
        meanwhile = [number for number, _ in each(square, range(3), 1)]
        assert sorted(results) == [bytes([n]) * 200_000 for n in range(6)]
    assert meanwhile == [0, 1, 4]


def test_what_is_not_awaited_is_broken_off() -> None:
    """Nobody waits for work whose results are not wanted any more."""
    start = time.monotonic()
    with beside(sleep, [60.0, 60.0], 2):
        pass
    assert time.monotonic() - start < 30


def large(number: int) -> bytes:
    return bytes([number]) * 200_000


def test_one_who_answers_knows_what_was_known() -> None:
    """Questions are answered one after the other by a process that has what its parent had in memory."""
    known = {"answer": 40}
    answerer: Answerer[int, tuple[int, int]] = Answerer(lambda more: (known["answer"] + more, os.getpid()))
    known["answer"] = 0
    first, second = answerer.ask(2), answerer.ask(3)
    assert first
    assert second
    assert (first[0], second[0]) == (42, 43)
    assert os.getpid() != first[1] == second[1]
    answerer.end()
    assert answerer.ask(1) is None


def test_one_who_answers_and_fails_says_nothing_any_more(capfd: pytest.CaptureFixture[str]) -> None:
    """The failure is seen in the terminal; who asks gets no answer, then and later."""
    answerer: Answerer[float, float] = Answerer(lambda divisor: 1 / divisor)
    assert answerer.ask(2) == 0.5
    assert answerer.ask(0) is None
    assert answerer.ask(2) is None
    answerer.end()
    assert "ZeroDivisionError" in capfd.readouterr().err
