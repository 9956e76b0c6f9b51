"""The same work on many things, on all cores: the things are split over forked processes, the results come back.

A forked process sees what its parent had in memory, so nothing but results travels. Where the system cannot fork, or
there is too little to do, the work is done right here.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import pickle
import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Q = TypeVar("Q")


def can_fork() -> bool:
    """Say whether this system has processes that begin with all that their parent has in memory."""
    return "fork" in multiprocessing.get_all_start_methods()


def available() -> int:
    """Return on how many processes work is worth splitting."""
    if not can_fork():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave memory alone within the block: an archive is all that is made there, and nothing of it is garbage.

    Python would look through it again and again while it grows, which took a third of the time of a check (measured).
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def in_batches(things: Sequence[T], size: int) -> list[Sequence[T]]:
    """Return the things in rows of at most `size`."""
    return [things[start : start + size] for start in range(0, len(things), size)]


def each(work: Callable[[T], R], things: Sequence[T], processes: int) -> Generator[R, None, None]:
    """Yield what `work` makes of each thing, as it is ready, in no fixed order.

    What a process raises is raised here; one that was ended from outside is no end of the work.

    Raises:
        ChildProcessError: where a process ended before its work was done.
    """
    if processes < 2 or len(things) < 2:
        with _frozen():
            for thing in things:
                yield work(thing)
                gc.collect(0)
        return
    with _workers(work, things, processes, at_once=True) as awaited:
        yield from _results(awaited)


@contextmanager
def beside(work: Callable[[T], R], things: Sequence[T], processes: int) -> Iterator[Iterator[R]]:
    """Begin the work now, in processes beside this one, and give what yields its results, as `each` does.

    What is not finished at the end of the block is broken off. With one process the work is done when it is asked for.
    """
    if processes < 2:
        yield each(work, things, 1)
        return
    with _workers(work, things, processes, at_once=False) as awaited:
        yield _results(awaited)


class Answerer(Generic[Q, R]):
    """A process beside this one, with all that was in memory when it began, which answers one question after the other.

    Only where `can_fork`.
    """

    def __init__(self, answer: Callable[[Q], R]) -> None:
        context: Any = multiprocessing.get_context("fork")
        self._asking, answering = context.Pipe()
        with _frozen():
            self._process = context.Process(
                target=_answer, args=(answer, answering, self._asking, os.getpid()), daemon=True
            )
            self._process.start()
        answering.close()

    def ask(self, question: Q) -> R | None:
        """Return the answer; None where the process has ended, which it does when it fails."""
        try:
            self._asking.send(question)
            answer: R = self._asking.recv()
        except (EOFError, OSError):
            return None
        return answer

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.terminate()
        self._process.join()
        self._asking.close()


def _answer(answer: Callable[[Q], R], answering: Connection, asking: Connection, parent: int) -> None:
    _end_with(parent)
    asking.close()  # as long as it were open here too, nobody would notice that the parent is gone
    gc.disable()
    with suppress(EOFError):
        while True:
            answering.send(answer(answering.recv()))
            gc.collect()


@contextmanager
def _frozen() -> Iterator[None]:
    """What is there already is not looked through again within the block, and stays shared with new processes."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _workers(
    work: Callable[[T], R], things: Sequence[T], processes: int, *, at_once: bool
) -> Iterator[Sequence[Connection]]:
    """Let processes work on the things within the block, and give where their results arrive.

    Results wait in their process for somebody who reads them. Unless they come `at_once`, a process sends them when
    all its work is done, so that it does not stand still meanwhile.
    """
    context: Any = multiprocessing.get_context("fork")
    workers = []
    awaited: list[Connection] = []
    next_one = context.Value("Q", 0)
    with _frozen():
        try:
            for _ in range(min(processes, len(things))):
                receiving, sending = context.Pipe(duplex=False)
                awaited.append(receiving)
                task = (work, _Things(things, next_one), sending, tuple(awaited), os.getpid(), at_once)
                worker = context.Process(target=_work, args=task, daemon=True)
                worker.start()
                sending.close()
                workers.append(worker)
            yield awaited
        finally:
            for worker in workers:
                worker.terminate()
                worker.join()
            for receiving in awaited:
                receiving.close()


def _work(  # noqa: PLR0917 - the arguments of a process
    work: Callable[[T], R],
    things: _Things[T],
    sending: Connection,
    inherited: Sequence[Connection],
    parent: int,
    at_once: bool,
) -> None:
    _end_with(parent)
    for receiving in inherited:
        receiving.close()  # as long as it were open here too, nobody would notice that the parent is gone
    gc.disable()
    kept: list[bytes] = []
    send = sending.send_bytes if at_once else kept.append
    try:
        for thing in things:
            send(pickle.dumps((work(thing), None), pickle.HIGHEST_PROTOCOL))
            gc.collect()  # between two things, when little is left that could be in use
        for result in (*kept, _ALL_DONE):
            sending.send_bytes(result)
    except BaseException as error:
        sending.send_bytes(_error(error))
    finally:
        sending.close()


_ALL_DONE = b""
"""What a process sends when nothing is left for it."""


@dataclass(frozen=True, slots=True)
class _Things(Generic[T]):
    """The things that several processes are to work on: whoever is free takes the next, so that all end together."""

    all: Sequence[T]
    next_one: Any
    """The number of the next, which the processes share."""

    def __iter__(self) -> Iterator[T]:
        while True:
            with self.next_one.get_lock():
                number = self.next_one.value
                self.next_one.value += 1
            if number >= len(self.all):
                return
            yield self.all[number]


_PR_SET_PDEATHSIG = 1


def _end_with(parent: int) -> None:
    """Where the system can do that (Linux), end this process as soon as its parent ends, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before
        os._exit(1)


def _error(error: BaseException) -> bytes:
    """An error as it can travel: itself, or what it says where it cannot be taken apart or put together again."""
    try:
        packed = pickle.dumps((None, error))
        pickle.loads(packed)  # noqa: S301 - from the line above
    except Exception:  # whatever goes wrong in somebody's own exception
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
    return packed


def _results(awaited: Sequence[Connection]) -> Iterator[Any]:
    left = list(awaited)
    while left:
        for receiving in wait(left):
            assert isinstance(receiving, Connection)  # noqa: S101 - nothing else was waited for
            try:
                packed = receiving.recv_bytes()
            except EOFError:
                message = "a process was ended before its work was done; is there enough memory?"
                raise ChildProcessError(message) from None
            if packed == _ALL_DONE:
                left.remove(receiving)
                continue
            result, error = pickle.loads(packed)  # noqa: S301 - from our own process
            if error is not None:
                raise error
            yield result
