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
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")


def available() -> int:
    """Return on how many processes work is worth splitting."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
        yield from map(work, things)
        return
    context: Any = multiprocessing.get_context("fork")
    gc.freeze()  # what is there already is not looked through again, and stays shared
    workers = []
    awaited: dict[Connection, int] = {}
    try:
        for number in range(min(processes, len(things))):
            own = things[number::processes]
            receiving, sending = context.Pipe(duplex=False)
            awaited[receiving] = len(own)
            task = (work, own, sending, tuple(awaited), os.getpid())
            worker = context.Process(target=_work, args=task, daemon=True)
            worker.start()
            sending.close()
            workers.append(worker)
        yield from _results(awaited)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
        for receiving in awaited:
            receiving.close()
        gc.unfreeze()


def _work(
    work: Callable[[T], R], things: Sequence[T], sending: Connection, inherited: Sequence[Connection], parent: int
) -> None:
    _end_with(parent)
    for receiving in inherited:
        receiving.close()  # as long as it were open here too, nobody would notice that the parent is gone
    gc.disable()
    try:
        for thing in things:
            sending.send_bytes(pickle.dumps((work(thing), None), pickle.HIGHEST_PROTOCOL))
            gc.collect()  # between two things, when little is left that could be in use
    except BaseException as error:
        sending.send_bytes(_error(error))
    finally:
        sending.close()


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


def _results(awaited: Mapping[Connection, int]) -> Iterator[Any]:
    left = dict(awaited)
    while left:
        for receiving in wait(list(left)):
            assert isinstance(receiving, Connection)  # noqa: S101 - nothing else was waited for
            try:
                result, error = pickle.loads(receiving.recv_bytes())  # noqa: S301 - from our own process
            except EOFError:
                if left.pop(receiving):
                    message = "a process was ended before its work was done; is there enough memory?"
                    raise ChildProcessError(message) from None
                continue
            if error is not None:
                raise error
            left[receiving] -= 1
            yield result
