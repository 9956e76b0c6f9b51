"""How the search index is divided: which entries stand in which bundle, and the words by which they are found as well.

A bundle is a year, or a part of one that is too full: then by halves, quarters or months, so that a new meeting
changes one bundle and no other moves. Compounds are split by the words of the whole archive; a bundle has to be
written anew only where a word of its own is split in another way than before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import ahocorasick_rs

from generator.archive.names import fold
from generator.site.page import SearchEntry
from generator.site.words import Compounds, hidden_words, vocabulary

MAX_ENTRIES = 2_500
"""A fuller year becomes several bundles: indexing takes Pagefind about 190 MB for every thousand entries, its time for
a query grows with the square of the hits, and a changed record costs the indexing of its whole bundle."""

_MONTHS_OF_A_PART = (12, 6, 3, 1)


@dataclass(frozen=True)
class Group:
    """The entries of one record: where they belong, and what they hold as a mark."""

    product: str
    bundle: str
    """A year, or what the register's bundle is called."""
    date: str
    title: str
    count: int
    mark: str


def group_of(product: str, entries: Sequence[SearchEntry], mark: str) -> Group:
    """Return the group of a record's entries; there is at least one."""
    last = entries[-1]
    return Group(product, last.bundle, last.date, last.title, len(entries), mark)


def plan_bundles(groups: Iterable[Group]) -> dict[str, tuple[Group, ...]]:
    """Return the bundles in the order of searching: what bears no year, then the years from the newest on."""
    by_name: dict[str, list[Group]] = {}
    for group in sorted(groups, key=lambda g: ("" if g.date else fold(g.title), g.product)):
        by_name.setdefault(group.bundle, []).append(group)
    names = sorted(by_name, key=lambda name: (name.isdecimal(), -int(name) if name.isdecimal() else 0, name))
    return dict(part for name in names for part in _parts(name, by_name[name]))


def _parts(name: str, groups: Sequence[Group]) -> Iterator[tuple[str, tuple[Group, ...]]]:
    divided = _by_date(groups) if name.isdecimal() else _in_rows(groups)
    if len(divided) == 1:
        yield name, tuple(groups)
    else:
        yield from ((f"{name}-{part}", tuple(divided[part])) for part in sorted(divided, reverse=True))


def _by_date(groups: Sequence[Group]) -> dict[int, list[Group]]:
    """By halves, quarters or months, until none is too full; days that are not known count to the first part."""
    for months in _MONTHS_OF_A_PART:
        found: dict[int, list[Group]] = {}
        for group in groups:
            month = int(group.date[5:7] or 1)
            found.setdefault((month - 1) // months + 1, []).append(group)
        if all(sum(g.count for g in part) <= MAX_ENTRIES for part in found.values()):
            break
    return found


def _in_rows(groups: Sequence[Group]) -> dict[int, list[Group]]:
    found: dict[int, list[Group]] = {}
    count = 0
    for group in groups:
        found.setdefault(count // MAX_ENTRIES + 1, []).append(group)
        count += group.count
    return found


def in_order(entries: Iterable[SearchEntry]) -> tuple[SearchEntry, ...]:
    """Return entries as lists without words show them: the newest first, the undated by name."""
    ordered = sorted(entries, key=lambda entry: ("" if entry.date else fold(entry.title), entry.address))
    return tuple(sorted(ordered, key=lambda entry: entry.date, reverse=True))


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def words_of(entries: Iterable[SearchEntry]) -> frozenset[str]:
    """Return the words of a bundle that may be parts of compounds, or be compounds."""
    return vocabulary(f"{entry.title} {entry.text}" for entry in entries)


def with_hidden_words(entries: Iterable[SearchEntry], compounds: Compounds) -> tuple[SearchEntry, ...]:
    """Add to entries the words by which they are found as well.

    A register is found under all its names, folded too, and an issue by its terms; the rest by its title's.
    """
    return tuple(_with_hidden(entry, compounds) for entry in entries)


def _with_hidden(entry: SearchEntry, compounds: Compounds) -> SearchEntry:
    # The index leaves out an entry without words, and a meeting may be nothing but its title.
    text = entry.text or entry.title
    names = (entry.title, *entry.people, *entry.names)
    return replace(entry, text=text, hidden=hidden_words(f"{entry.title} {text}", names, compounds))


def otherwise_split(words: Mapping[str, frozenset[str]], before: frozenset[str], now: frozenset[str]) -> set[str]:
    """Return the bundles whose compounds may be split in another way by the words that are new or gone."""
    changed = {stem for word in before ^ now for stem in _stems(word)}
    if not changed:
        return set()
    automaton = ahocorasick_rs.AhoCorasick(sorted(changed))
    return {name for name, own in words.items() if automaton.find_matches_as_indexes("\n".join(own))}


def _stems(word: str) -> Iterator[str]:
    """A word, and what it is in the singular: a compound may have only that (`Beschwerdeführer`)."""
    yield word
    yield from (word.removesuffix(ending) for ending in ("n", "en") if word.endswith(ending))


# ── facets ────────────────────────────────────────────────────────────────────────────────────────────────────────

FACETS: Mapping[str, Callable[[SearchEntry], tuple[str, ...]]] = {
    "kind": lambda entry: (entry.kind,),
    "person": lambda entry: entry.people,
    "district": lambda entry: entry.districts,
    "issue": lambda entry: entry.issues,
    "organization": lambda entry: entry.organizations,
    "year": lambda entry: (entry.year,) if entry.year else (),
}
"""By what results are narrowed, and the values that an entry has for it."""


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """What is known of a bundle without opening it."""

    mark: str
    """Of all that its files depend on: as long as it stays, the files are the same."""
    entries: int
    counts: Mapping[str, Mapping[str, int]]
    """How many entries have each value of each facet."""


def bundle_facts(mark: str, entries: Sequence[SearchEntry]) -> BundleFacts:
    """Return what is known of a bundle with these entries."""
    counts = {
        name: dict(sorted(Counter(value for entry in entries for value in dict.fromkeys(values_of(entry))).items()))
        for name, values_of in FACETS.items()
    }
    return BundleFacts(mark, len(entries), counts)


def directory(bundles: Mapping[str, BundleFacts], pagefind: str) -> dict[str, object]:
    """Return what the search page knows before it loads a bundle: which there are, and what each holds."""
    facets: dict[str, dict[str, dict[str, int]]] = {name: {} for name in FACETS}
    for bundle, facts in bundles.items():
        for name, counts in facts.counts.items():
            for value, count in counts.items():
                facets[name].setdefault(value, {})[bundle] = count
    return {
        "pagefind": pagefind,
        "bundles": [{"name": name, "entries": f.entries, "mark": f.mark} for name, f in bundles.items()],
        "facets": {name: dict(sorted(values.items())) for name, values in facets.items()},
    }
