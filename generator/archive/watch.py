"""What a computation reads of an archive: the same archive, with mappings that remember what they were asked.

A fact is a mapping's name and a key (or :data:`ALL`, where the whole mapping was gone through). Whatever was computed
from an archive holds for another one, as long as every fact that was read has the same mark there. So nobody has to
say what a page depends on, and nobody can forget to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from dataclasses import fields, replace
from typing import Any

from generator.archive.archive import Appearances, Archive, Backlinks, ConclusionKey
from generator.archive.memory import Fact, Memory, Reading
from generator.archive.names import Ref
from generator.marks import mark

ALL = "*"
"""Instead of a key: the mapping was gone through, or its length asked."""


_OWN = tuple(sorted({f.name for f in fields(Backlinks)} - {f.name for f in fields(Appearances)}))
"""What backlinks hold beside what comes up year by year."""


class _Watched(Mapping[Any, Any]):
    """A mapping that notes what is asked of it."""

    __slots__ = ("_inner", "_name", "_reading")

    def __init__(self, name: str, inner: Mapping[Any, Any], reading: Reading) -> None:
        self._name, self._inner, self._reading = name, inner, reading

    def __getitem__(self, key: Hashable) -> Any:
        self._reading.facts[self._name, key] = None
        return self._inner[key]

    def get(self, key: Hashable, default: Any = None) -> Any:
        self._reading.facts[self._name, key] = None
        return self._inner.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._reading.facts[self._name, key] = None
        return key in self._inner

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def keys(self) -> KeysView[Any]:
        return self._all().keys()

    def values(self) -> ValuesView[Any]:
        return self._all().values()

    def items(self) -> ItemsView[Any, Any]:
        return self._all().items()

    def _all(self) -> Mapping[Any, Any]:
        self._reading.facts[self._name, ALL] = None
        return self._inner


def watched(archive: Archive, reading: Reading) -> Archive:
    """Return the archive that notes in `reading` what is read of it, and remembers what is computed from it.

    Not noted are `finder` and `first_level`: what depends on the former reads `marks` beside it, the latter is the
    configuration's.
    """
    found: dict[str, Any] = {f.name: getattr(archive, f.name) for f in fields(archive)}
    noted: dict[str, Any] = {n: _Watched(n, v, reading) for n, v in found.items() if isinstance(v, Mapping)}
    return replace(archive, **noted, memory=Memory(reading))


class Marks:
    """The marks of an archive's facts, each computed once."""

    def __init__(self, archive: Archive, known: Mapping[Fact, str]) -> None:
        """Take the marks that are `known` already as they are."""
        self._archive = archive
        self._marks: dict[Fact, str] = dict(known)

    def of(self, fact: Fact) -> str:
        """Return the mark of a fact; what is not there has one, too."""
        found = self._marks.get(fact)
        if found is None:
            found = self._marks[fact] = self._mark(fact)
        return found

    def _mark(self, fact: Fact) -> str:
        name, key = fact
        if name == "conclusions" and isinstance(key, ConclusionKey) and key in self._archive.conclusions:
            return self.of(("meetings", key.meeting))  # it is a part of its meeting, of which the mark is known
        if name == "backlinks" and isinstance(key, Ref) and key in self._archive.backlinks:
            return self._of_backlinks(key, self._archive.backlinks[key])
        mapping: Mapping[Any, Any] = getattr(self._archive, name)
        if key != ALL:
            return mark(mapping[key]) if key in mapping else ""
        whole = hashlib.blake2b(digest_size=16)
        for inner in mapping:
            whole.update(f"{inner!r}{self.of((name, inner))}".encode())
        return whole.hexdigest()

    def _of_backlinks(self, ref: Ref, backlinks: Backlinks) -> str:
        """Where a record comes up in all years is what the years have, of which the marks are wanted anyway."""
        own = [getattr(backlinks, name) for name in _OWN]
        return mark([own, [self.of(("yearly", (ref, year))) for year in backlinks.years]])

    def of_all(self, facts: Iterable[Fact]) -> str:
        """Return one mark for many facts in their order."""
        return hashlib.blake2b("".join(map(self.of, facts)).encode(), digest_size=16).hexdigest()
