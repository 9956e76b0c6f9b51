"""How the search index is divided: which entries stand in which bundle, and the words by which they are found as well.

A bundle is a year, or a part of one that is too full: then by halves, quarters or months, so that a new meeting
changes one bundle and no other moves. Compounds are split by the words of the whole archive; a bundle has to be
written anew only where a word of its own is split in another way than before.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import ahocorasick_rs

from generator.archive.names import fold
from generator.site.page import SearchEntry
from generator.site.words import Compounds, hidden_words, parts_of, vocabulary, words, words_again

MAX_ENTRIES = 8_000
"""A fuller year becomes several bundles: a changed record costs the indexing of its whole bundle."""

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
    return vocabulary(text for entry in entries for text in (entry.title, entry.text))


def with_hidden_words(entries: Iterable[SearchEntry], compounds: Compounds) -> tuple[SearchEntry, ...]:
    """Add to entries the words by which they are found as well.

    A register is found under all its names, folded too, and an issue by its terms; the rest by its title's.
    """
    return tuple(_with_hidden(entry, compounds) for entry in entries)


def _with_hidden(entry: SearchEntry, compounds: Compounds) -> SearchEntry:
    # The index leaves out an entry without words, and a meeting may be nothing but its title.
    text = entry.text or entry.title
    own = {word for part in (entry.title, *entry.people, entry.meeting, text) for word in words_again(part)}
    return replace(entry, text=text, hidden=hidden_words(own, entry.names), parts=parts_of(own, compounds))


def otherwise_split(words: Mapping[str, frozenset[str]], before: frozenset[str], now: frozenset[str]) -> set[str]:
    """Return the bundles of which a compound is split in another way by the words that are new or gone.

    `words` are those of each bundle, `before` and `now` those of the whole archive. Only words that hold one of the
    changed ones are split again, so a new word costs nothing that nobody has compounded.
    """
    changed = {stem for word in before ^ now for stem in _stems(word)}
    if not changed:
        return set()
    automaton = ahocorasick_rs.AhoCorasick(sorted(changed))
    were, are = Compounds(before), Compounds(now)
    return {
        name
        for name, own in words.items()
        if any(were.parts(word) != are.parts(word) for word in _holding(automaton, own))
    }


def _holding(automaton: ahocorasick_rs.AhoCorasick, words: Iterable[str]) -> Iterator[str]:
    """Yield the words that hold a pattern of the automaton; a word may come more than once."""
    text = "\n".join(words)
    for _, start, end in automaton.find_matches_as_indexes(text):
        ends = text.find("\n", end)
        yield text[text.rfind("\n", 0, start) + 1 : ends if ends >= 0 else len(text)]


def _stems(word: str) -> Iterator[str]:
    """A word, and what it is in the singular: a compound may have only that (`Beschwerdeführer`)."""
    yield word
    yield from (word.removesuffix(ending) for ending in ("n", "en") if word.endswith(ending))


# ── facets ────────────────────────────────────────────────────────────────────────────────────────────────────────

FACETS: Mapping[str, Callable[[SearchEntry], tuple[str, ...]]] = {
    "kind": lambda entry: (entry.kind,),
    "status": lambda entry: (entry.status,) if entry.status else (),
    "person": lambda entry: entry.people,
    "district": lambda entry: entry.districts,
    "issue": lambda entry: entry.issues,
    "organization": lambda entry: entry.organizations,
    "year": lambda entry: (entry.year,) if entry.year else (),
}
"""By what results are narrowed, and the values that an entry has for it."""

Named = tuple[str, str, str, tuple[str, ...], str]
"""Who or what can be found by name: kind, name as facets show it, address, its other names, and its date."""

_OF_A_SPEECH = frozenset({"speech", "conclusion"})


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """What is known of a bundle without opening it."""

    mark: str
    """Of all that its files depend on: as long as it stays, the files are the same."""
    entries: int
    counts: Mapping[str, Mapping[str, int]]
    """How many entries have each value of each facet."""
    named: tuple[Named, ...]
    """Its records: registers and meetings."""
    firsts: tuple[str, ...] = ()
    """How the first word of each of its files of words begins (`postings.WordsFile`)."""
    words: bytes = b""
    """Every word with the number of its entries, packed: see `packed_counts`."""


def bundle_facts(
    mark: str, entries: Sequence[SearchEntry], firsts: Sequence[str] = (), counts: Mapping[str, int] | None = None
) -> BundleFacts:
    """Return what is known of a bundle with these entries, these files of words and so many entries for each word."""
    facets = {
        name: dict(sorted(Counter(value for entry in entries for value in dict.fromkeys(values_of(entry))).items()))
        for name, values_of in FACETS.items()
    }
    named = tuple(_named(entry) for entry in entries if entry.kind not in _OF_A_SPEECH)
    return BundleFacts(mark, len(entries), facets, named, tuple(firsts), packed_counts(counts or {}))


def _named(entry: SearchEntry) -> Named:
    own = {"person": entry.people, "district": entry.districts, "issue": entry.issues}
    names = () if entry.kind in {"meeting", "series"} else own.get(entry.kind, entry.organizations)
    return entry.kind, names[0] if names else entry.title, entry.address, entry.names, entry.date


def packed_counts(counts: Mapping[str, int]) -> bytes:
    """Return words and their numbers as few bytes: there are many bundles, and most are only kept."""
    return zlib.compress("\n".join(f"{word} {counts[word]}" for word in sorted(counts)).encode(), 1)


def unpacked_counts(packed: bytes) -> dict[str, int]:
    """Return what `packed_counts` has packed."""
    told = zlib.decompress(packed).decode().split()  # a word, its number, the next word, …
    return dict(zip(told[::2], map(int, told[1::2]), strict=True))


# ── what the search page reads first ──────────────────────────────────────────────────────────────────────────────


def facet_lists(bundles: Mapping[str, BundleFacts]) -> dict[str, list[list[object]]]:
    """Return every value of every facet in its order, with the place of each bundle that has it and how often.

    Bundles name their values by this order: a bundle's own values are those that it has, from the first on.
    """
    found: dict[str, dict[str, list[object]]] = {name: {} for name in FACETS}
    for place, facts in enumerate(bundles.values()):
        for name, counts in facts.counts.items():
            for value, count in counts.items():
                found[name].setdefault(value, [value]).extend((place, count))
    return {name: [values[value] for value in sorted(values)] for name, values in found.items()}


def register_lists(bundles: Mapping[str, BundleFacts]) -> dict[str, list[list[str]]]:
    """Return who and what can be found by name, by kind: name, address, other names. Meetings stand by themselves."""
    registers: dict[str, list[list[str]]] = {}
    for facts in bundles.values():
        for kind, name, address, others, _ in facts.named:
            if kind != "meeting":
                registers.setdefault(kind, []).append([name, address, *others])
    return registers


def meetings_of(facts: BundleFacts) -> list[list[str]]:
    """Return the meetings of a bundle as they can be found by name, the newest first: title, address."""
    return [[name, address] for kind, name, address, _, _ in facts.named if kind == "meeting"]


BEGINNING = 3
"""Letters by which it is known which bundles have a meeting with such a word in its title."""


def beginnings(bundles: Mapping[str, BundleFacts]) -> dict[str, str]:
    """Return how words of meetings' titles begin, with the places of the bundles that have such a meeting.

    Who types a meeting's name so reads the lists of few years, and none where no meeting is called anything like it.
    """
    found: dict[str, list[str]] = {}
    for place, facts in enumerate(bundles.values()):
        titles = {name for kind, name, *_ in facts.named if kind == "meeting"}
        for beginning in sorted({word[:BEGINNING] for title in titles for word in words(title)}):
            found.setdefault(beginning, []).append(letter_of(place))
    return {beginning: "".join(found[beginning]) for beginning in sorted(found)}


def letter_of(place: int) -> str:
    """Return the letter that names a bundle: from `0` on, in their order."""
    return chr(48 + place)
