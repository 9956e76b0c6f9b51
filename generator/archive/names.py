"""Which records bear a name: exactly as written, nearly, and wherever names stand in running text.

Identity is never guessed: an exact name that fits one record is that record, everything else gets candidates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import ahocorasick_rs
from anyascii import anyascii
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from generator.marks import mark
from generator.records.model import Kind


class Ref(NamedTuple):
    """A record: its kind and its id, which is unique within the kind."""

    kind: Kind
    id: str


class Name(NamedTuple):
    """A name that a record bears."""

    text: str
    ref: Ref
    in_text: bool = True
    """Whether it is linked where it stands in running text (abbreviations are not)."""


class _Ascii(dict[int, str]):
    """A table for `str.translate` that asks anyascii once for each character, not once for each place."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = anyascii(chr(code)).casefold()
        return plain


_ASCII = _Ascii()


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


def folded(text: str) -> str:
    """Return a text as people search for it: lowercase ASCII, đ as d, ß as ss, one space between words."""
    if not text.isascii():
        composed = unicodedata.normalize("NFC", text)
        text = _BEYOND_ASCII.sub(lambda found: found[0].translate(_ASCII), composed)
    return " ".join(text.lower().split())


fold = lru_cache(maxsize=1 << 16)(folded)
"""The same for names and titles, which come again and again; whole texts are not to be kept."""


def slug(text: str) -> str:
    """Return an ASCII address for words: `Beratung über Đông Sơn` is `beratung-uber-dong-son`."""
    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()
    return "-".join(words)[:80].rstrip("-") or "x"


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


class NameIndex:
    """All ids and names of the archive, asked by the kinds that a field may hold."""

    def __init__(self, ids: Iterable[Ref], names: Iterable[Name]) -> None:
        self._ids: dict[str, list[Ref]] = {}
        self._names: dict[str, list[Ref]] = {}
        self._folded: dict[str, list[Name]] = {}
        self._of_kinds: dict[tuple[Kind, ...], Sequence[str]] = {}
        for ref in ids:
            self._ids.setdefault(ref.id, []).append(ref)
            self._folded.setdefault(fold(ref.id.replace("-", " ")), []).append(Name(ref.id, ref))
        for name in names:
            bearers = self._names.setdefault(_key(name.text), [])
            if name.ref not in bearers:
                bearers.append(name.ref)
            self._folded.setdefault(fold(name.text), []).append(name)

    def candidates(self, text: str, kinds: Sequence[Kind]) -> tuple[Ref, ...]:
        """Return the records that a reference may mean: those with this id, else those with exactly this name."""
        kind, slash, id = text.partition("/")
        if slash and kind in {k.value for k in kinds}:
            return tuple(ref for ref in self._ids.get(id, ()) if ref.kind == kind)
        by_id = tuple(ref for ref in self._ids.get(text, ()) if ref.kind in kinds)
        return by_id or tuple(ref for ref in self._names.get(_key(text), ()) if ref.kind in kinds)

    def nearest(self, text: str, kinds: Sequence[Kind], limit: int = 3) -> tuple[Name, ...]:
        """Return the records whose id or name resembles a text most, the best first; none where nothing does."""
        wanted = fold(text.rpartition("/")[2].replace("-", " "))
        if len(wanted) < 3:
            return ()
        found: dict[Ref, Name] = {}
        for key in _near(wanted, self._words(tuple(kinds))):
            for name in self._folded[key]:
                if name.ref.kind in kinds:
                    found.setdefault(name.ref, name)
        return tuple(found.values())[:limit]

    def _words(self, kinds: tuple[Kind, ...]) -> Sequence[str]:
        """All folded ids and names that records of these kinds bear."""
        if kinds not in self._of_kinds:
            words = (key for key, names in self._folded.items() if any(name.ref.kind in kinds for name in names))
            self._of_kinds[kinds] = tuple(words)
        return self._of_kinds[kinds]


def _near(wanted: str, words: Sequence[str]) -> list[str]:
    """The words that differ from one by a few slips of the keyboard, words left out or their order; best first."""
    slips = (len(wanted) >= 4) + (len(wanted) >= 8) + (len(wanted) >= 14)
    found = {match[0] for match in process.extract(wanted, words, scorer=OSA.distance, score_cutoff=slips, limit=12)}
    for scorer, least in ((fuzz.ratio, 80), (fuzz.token_sort_ratio, 81)):
        found |= {match[0] for match in process.extract(wanted, words, scorer=scorer, score_cutoff=least, limit=12)}
    return sorted(found, key=lambda word: (_unlike(wanted, word), word))


def _unlike(a: str, b: str) -> float:
    """How much two texts differ: by slips, where neighbours swapped count as one; another order of words hardly."""
    in_order = OSA.distance(a, b)
    sorted_words = OSA.distance(" ".join(sorted(a.split())), " ".join(sorted(b.split()))) + 0.5
    return min(in_order, sorted_words)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: from `start` to `end` (characters), and the records that bear it."""

    start: int
    end: int
    refs: tuple[Ref, ...]


class NameFinder:
    """Finds all names of an archive in a text in one pass (Aho-Corasick): time grows with the text, not with the names.

    Names match whole words as written; issue terms match folded words, `*` at their end any ending.
    """

    def __init__(self, names: Iterable[Name], terms: Iterable[Name] = ()) -> None:
        linked = [(_key(name.text), name.ref) for name in names if name.in_text and len(name.text) > 2]
        self._exact = _Automaton(linked)
        self._terms = _Automaton((fold(term.text), term.ref) for term in terms)
        self.mark = mark(sorted(linked))
        """A mark of all names: as long as it stays, the same text names the same records."""

    def names(self, text: str) -> tuple[Mention, ...]:
        """Return the names in a text (NFC) from left to right; where names overlap the longer one counts."""
        return _without_overlaps(self._exact.find(text))

    def issues(self, text: str) -> frozenset[Ref]:
        """Return the issues that the words of a text point to."""
        return frozenset(ref for mention in self._terms.find(folded(text)) for ref in mention.refs)


class _Automaton:
    def __init__(self, patterns: Iterable[tuple[str, Ref]]) -> None:
        refs: dict[str, list[Ref]] = {}
        for pattern, ref in patterns:
            refs.setdefault(pattern, []).append(ref)
        self._open = {pattern.rstrip("*"): pattern.endswith("*") for pattern in _few_in_a_row(sorted(refs))}
        self._patterns = tuple(self._open)
        self._longest = max(map(len, self._patterns), default=0)
        self._refs = {
            pattern: tuple(dict.fromkeys([*refs.get(pattern, ()), *refs.get(pattern + "*", ())]))
            for pattern in self._patterns
        }
        self._automaton = ahocorasick_rs.AhoCorasick(self._patterns) if self._patterns else None

    def find(self, text: str) -> Iterator[Mention]:
        if self._automaton is None:
            return
        for begin in range(0, len(text), _WINDOW):  # all that is found in a window is held at a time
            piece = text[begin : begin + _WINDOW + self._longest] if len(text) > _WINDOW else text
            for number, at, until in self._automaton.find_matches_as_indexes(piece, overlapping=True):
                if at >= _WINDOW:
                    continue  # the next window has it
                start, end, pattern = begin + at, begin + until, self._patterns[number]
                if _begins_word(text, start) and (self._open[pattern] or _ends_word(text, end)):
                    yield Mention(start, end, self._refs[pattern])


_WINDOW = 1 << 16
"""So many letters of a text are searched at a time."""

_IN_A_ROW = 8
"""So many names may begin each with the one before: all of them stand wherever the longest does."""


def _few_in_a_row(names: Iterable[str]) -> Iterator[str]:
    """Names in their order without those that begin with too many others: nobody is called so, and they cost most."""
    row: list[str] = []
    for name in names:
        while row and not name.startswith(row[-1]):
            row.pop()
        if len(row) < _IN_A_ROW:
            row.append(name)
            yield name


def _begins_word(text: str, start: int) -> bool:
    return start == 0 or not (text[start - 1].isalnum() or unicodedata.combining(text[start]))


def _ends_word(text: str, end: int) -> bool:
    return end == len(text) or not (text[end].isalnum() or unicodedata.combining(text[end]))


def _without_overlaps(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)
