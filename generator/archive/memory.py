"""What was computed from an archive before, kept with the facts that it was computed from.

A line of a list stands on the pages of its people, its places and its issues. It is made once; whoever takes it again
has read what was read for it. Without that the ledger would not know on what a page depends (see `watch`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_MOST = 40_000
"""So many values are kept at a time (some hundred megabytes of rows); then the memory begins anew."""

Fact = tuple[str, Hashable]
"""The name of a mapping of the archive, and a key."""


class Reading:
    """The facts that were read since somebody began to note them, in their order."""

    __slots__ = ("facts",)

    def __init__(self) -> None:
        self.facts: dict[Fact, None] = {}

    def begin(self) -> None:
        """Note from here on."""
        self.facts = {}


class Memory:
    """Values by the function that computes them and its arguments, each with the facts that it read."""

    def __init__(self, reading: Reading) -> None:
        """Take where the facts of the archive are noted."""
        self._reading = reading
        self._kept: dict[Hashable, tuple[Any, dict[Fact, None]]] = {}

    def recall(self, key: Hashable, compute: Callable[[], R]) -> R:
        """Return what was computed under a key, computing it the first time; its facts count as read."""
        found = self._kept.get(key)
        if found is None:
            found = self._computed(key, compute)
        self._reading.facts.update(found[1])
        value: R = found[0]
        return value

    def _computed(self, key: Hashable, compute: Callable[[], R]) -> tuple[R, dict[Fact, None]]:
        before = self._reading.facts
        self._reading.begin()
        try:
            found = compute(), self._reading.facts
        finally:
            self._reading.facts = before
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = found
        return found


class _Remembering(Protocol):
    @property
    def memory(self) -> Memory | None: ...


A = TypeVar("A", bound=_Remembering)


def remembered(function: Callable[Concatenate[A, P], R]) -> Callable[Concatenate[A, P], R]:
    """Let a function of an archive and of hashable values remember what it came to, where the archive has a memory."""

    @wraps(function)
    def recalled(archive: A, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if archive.memory is None:
            return function(archive, *args, **kwargs)
        key = (function, args, *kwargs.items())
        return archive.memory.recall(key, lambda: function(archive, *args, **kwargs))

    return recalled
