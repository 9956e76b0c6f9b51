"""The same work on many things, on all cores: the things are split over forked processes, the results come back.

A forked process sees what its parent had in memory, so nothing but results travels. Where the system cannot fork, or
there is too little to do, the work is done right here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
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


def each(work: Callable[[T], R], things: Sequence[T], processes: int) -> Iterator[R]:
    """Yield what `work` makes of each thing, as it is ready, in no fixed order.

    What a process raises is raised here.
    """
    if processes < 2 or len(things) < 2:
        yield from map(work, things)
        return
    context: Any = multiprocessing.get_context("fork")
    gc.freeze()  # what is there already is not looked through again, and stays shared
    workers = []
    for number in range(min(processes, len(things))):
        receiving, sending = context.Pipe(duplex=False)
        worker = context.Process(target=_work, args=(work, things[number::processes], sending), daemon=True)
        worker.start()
        sending.close()
        workers.append((worker, receiving))
    try:
        yield from _results([receiving for _, receiving in workers])
    finally:
        for worker, receiving in workers:
            receiving.close()
            worker.terminate()
            worker.join()
        gc.unfreeze()


def _work(work: Callable[[T], R], things: Sequence[T], sending: Connection) -> None:
    gc.disable()
    try:
        for thing in things:
            sending.send_bytes(pickle.dumps((work(thing), None), pickle.HIGHEST_PROTOCOL))
    except BaseException as error:
        sending.send_bytes(pickle.dumps((None, error)))
    finally:
        sending.close()


def _results(waiting: list[Connection]) -> Iterator[Any]:
    while waiting:
        for receiving in wait(waiting):
            assert isinstance(receiving, Connection)  # noqa: S101 - nothing else was waited for
            try:
                result, error = pickle.loads(receiving.recv_bytes())  # noqa: S301 - from our own process
            except EOFError:
                waiting.remove(receiving)
                continue
            if error is not None:
                raise error
            yield result
