"""Which products of the last build still hold: for each, the facts of the archive that it was made from.

A product is a page with its search entries, or a file of data. It holds as long as every fact that was read for it has
the mark that it had then (`archive.watch`). What the archive does not say (program, theme, configuration) is in the
stamp of the cache: with another one there is no ledger.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from generator.archive.memory import Fact
from generator.archive.watch import Marks


@dataclass(frozen=True, slots=True)
class Trace:
    """What a batch of products was made from: each fact once, and for each product the places of its facts."""

    facts: tuple[Fact, ...]
    products: Mapping[str, array[int]]

    def shared(self, known: dict[Fact, Fact]) -> Trace:
        """Return the same with the facts that others have noted, too: those that came from processes are all copies."""
        return Trace(tuple(known.setdefault(fact, fact) for fact in self.facts), self.products)


class Tracer:
    """Gathers a trace, product by product."""

    def __init__(self) -> None:
        self._places: dict[Fact, int] = {}
        self._products: dict[str, array[int]] = {}

    def add(self, product: str, facts: Iterable[Fact]) -> None:
        """Note what a product was made from."""
        places = self._places
        self._products[product] = array("I", [places.setdefault(fact, len(places)) for fact in facts])

    def trace(self) -> Trace:
        """Return all that was noted."""
        return Trace(tuple(self._places), self._products)


_SURPLUS = 1.2
"""So many times more facts than before may be kept before those are looked for that no product reads any more."""


@dataclass
class Ledger:
    """The traces of all products, with the marks that the facts had."""

    facts: list[Fact] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    products: dict[str, array[int]] = field(default_factory=dict)

    def stale(self, marks: Marks, products: Iterable[str]) -> set[str]:
        """Return those of the products that have to be made: new ones, and those whose facts have other marks now."""
        now = map(marks.of, self.facts)
        changed = {n for n, (then, mark) in enumerate(zip(self.marks, now, strict=True)) if then != mark}
        known = self.products
        return {name for name in products if name not in known or not changed.isdisjoint(known[name])}

    def renewed(self, products: Iterable[str], made: Sequence[Trace], marks: Marks) -> Ledger:
        """Return the ledger of exactly these products: those just made with their new traces, the rest as they were."""
        fresh = {name: (trace.facts, numbers) for trace in made for name, numbers in trace.products.items()}
        places = {fact: place for place, fact in enumerate(self.facts)}
        kept = {name: fresh.get(name) or self.products[name] for name in products}
        new = {
            name: array("I", [places.setdefault(found[0][n], len(places)) for n in found[1]])
            if isinstance(found, tuple)
            else found
            for name, found in kept.items()
        }
        ledger = Ledger(list(places), [marks.of(fact) for fact in places], new)
        gone = not self.products.keys() <= new.keys()
        return ledger._without_unread() if gone or len(places) > _SURPLUS * len(self.facts) else ledger

    def _without_unread(self) -> Ledger:
        """The same without facts that no product reads any more."""
        places: dict[int, int] = {}
        products = {
            name: array("I", [places.setdefault(n, len(places)) for n in numbers])
            for name, numbers in self.products.items()
        }
        return Ledger([self.facts[n] for n in places], [self.marks[n] for n in places], products)
