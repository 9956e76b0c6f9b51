"""Mappings that are made when somebody first asks for them: a check of the records asks for few of what pages show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)


class Later(Mapping[K, V_co], Generic[K, V_co]):
    """A mapping that is made the first time that anything is asked of it, and then kept."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Mapping[K, V_co]]) -> None:
        """Take what makes it; that must depend on nothing that changes."""
        self._make: Callable[[], Mapping[K, V_co]] | None = make
        self._made: Mapping[K, V_co] = {}

    def made(self) -> Mapping[K, V_co]:
        """Return the mapping itself."""
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made

    def __getitem__(self, key: K) -> V_co:
        return self.made()[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self.made())

    def __len__(self) -> int:
        return len(self.made())

    def __contains__(self, key: object) -> bool:
        return key in self.made()

    def __repr__(self) -> str:
        return repr(self.made())
