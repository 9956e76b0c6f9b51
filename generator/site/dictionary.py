"""Every word of an archive, in files that a search reads before any bundle: how many entries have it, and where.

Two orders. `words` has each word as it begins. `parts` has the long ones once more from every letter on at which a
part of a compound may begin: so `Schnitzel` finds `Hackschnitzelheizung`, although nobody ever wrote it alone.

The words themselves tell where a file begins (content-defined chunking: Muthitacharoen, Chen and Mazières, "A
Low-bandwidth Network File System", 2001). So a new word changes one file and moves none: of a build on top of another
only those are made in which a word came or went, or is one of more or fewer entries.
"""

from __future__ import annotations

import gzip
import zlib
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from generator.site.bundles import BundleFacts, letter_of, unpacked_counts

ORDERS = ("words", "parts")
"""As they begin, and from each of their parts on."""
WORDS_OF_A_FILE = 700
"""On average; the file of a word that somebody asks for has twice as many on average, since such files are longer."""
EVERYWHERE = "*"
"""In place of the bundles of a word that all have."""
_SHORTEST_FRONT, _SHORTEST_PART = 3, 3
"""Letters before a part, and of a part with all that follows it."""

Row = str
"""How many entries have a word, to the base of 36, and the letters of the bundles in which they stand (`letter_of`)."""


@dataclass(frozen=True, slots=True)
class File:
    """Some words that follow each other."""

    first: str
    packed: bytes


@dataclass(frozen=True)
class Dictionary:
    """The files of each order, and the names of the bundles whose words stand in them."""

    bundles: tuple[str, ...] = ()
    files: Mapping[str, Sequence[File]] = field(default_factory=lambda: dict.fromkeys(ORDERS, ()))


def files_of(bundles: Mapping[str, BundleFacts], order: str) -> tuple[File, ...]:
    """Return the files of all words in one of the orders."""
    found = _all_words(bundles)
    return tuple(_cut({key: row for word, row in found.items() for key in _KEYS[order](word)}))


def _parts_of(word: str) -> Collection[str]:
    """A long word from each letter on at which a part of it may begin, with what stands before: `schirm-regen`."""
    if not word.isalpha():
        return ()
    return [f"{word[at:]}-{word[:at]}" for at in range(_SHORTEST_FRONT, len(word) - _SHORTEST_PART + 1)]


_KEYS: Mapping[str, Callable[[str], Collection[str]]] = {"words": lambda word: (word,), "parts": _parts_of}


def _all_words(bundles: Mapping[str, BundleFacts]) -> dict[str, Row]:
    numbers: dict[str, int] = {}
    inside: dict[str, str] = {}
    for place, facts in enumerate(bundles.values()):
        letter = letter_of(place)
        for word, number in unpacked_counts(facts.words).items():
            numbers[word] = numbers.get(word, 0) + number
            inside[word] = inside.get(word, "") + letter
    everywhere = _letters(bundles)
    return {word: _row(number, inside[word], everywhere) for word, number in numbers.items()}


def _row(number: int, inside: str, everywhere: str) -> Row:
    return f"{_base36(number)} {EVERYWHERE if inside == everywhere else inside}"


def _letters(bundles: Collection[str]) -> str:
    return "".join(map(letter_of, range(len(bundles))))


# ── what has changed ──────────────────────────────────────────────────────────────────────────────────────────────

Change = tuple[str, int, int]
"""The letter of a bundle, how many of its entries had a word, and how many have it now."""


def is_renewable(kept: Dictionary, bundles: Mapping[str, BundleFacts]) -> bool:
    """Whether a dictionary is one of the same bundles in the same order, whatever their words."""
    return bool(kept.bundles) and kept.bundles == tuple(bundles)


def changes_between(
    before: Mapping[str, BundleFacts], now: Mapping[str, BundleFacts]
) -> Mapping[str, Sequence[Change]]:
    """Return for each word of which more or fewer entries are told than before, in which bundles that is so."""
    found: dict[str, list[Change]] = {}
    for place, (name, facts) in enumerate(now.items()):
        if facts.words == before[name].words:
            continue
        old, new = unpacked_counts(before[name].words), unpacked_counts(facts.words)
        for word in {word for word, _ in old.items() ^ new.items()}:
            found.setdefault(word, []).append((letter_of(place), old.get(word, 0), new.get(word, 0)))
    return found


def renewed(kept: Dictionary, changes: Mapping[str, Sequence[Change]], order: str) -> tuple[File, ...]:
    """Return the files of an order after the changes: byte for byte those that `files_of` would make."""
    files, everywhere = kept.files[order], _letters(kept.bundles)
    touched = _touched(files, {key: of for word, of in changes.items() for key in _KEYS[order](word)})
    if not touched:
        return tuple(files)
    made: list[File] = []
    rows: dict[str, Row] = {}  # of files that follow each other and are not as they were
    for place, file in enumerate(files or (_EMPTY,)):
        if place not in touched:
            made += (*_cut(rows), file)
            rows = {}
            continue
        own = _changed(_read(file), touched[place], everywhere)
        if not rows and made and own and not _begins_a_file(min(own)):
            rows = _read(made.pop())
        rows |= own
    return (*made, *_cut(rows))


def _touched(
    files: Sequence[File], changes: Mapping[str, Sequence[Change]]
) -> Mapping[int, Mapping[str, Sequence[Change]]]:
    """The changes by the place of the file in which their word stands, or would."""
    firsts = [file.first for file in files]
    found: dict[int, dict[str, Sequence[Change]]] = {}
    for key, of in changes.items():
        found.setdefault(max(0, bisect_right(firsts, key) - 1), {})[key] = of
    return found


def _changed(rows: dict[str, Row], changes: Mapping[str, Sequence[Change]], everywhere: str) -> dict[str, Row]:
    for key, of in changes.items():
        told, letters = rows.pop(key, "0 ").replace(EVERYWHERE, everywhere).split(" ")
        number = int(told, 36) + sum(after - before for _, before, after in of)
        gone = {letter for letter, _, after in of if not after}
        inside = {*letters, *(letter for letter, _, after in of if after)} - gone
        if number:
            rows[key] = _row(number, "".join(sorted(inside)), everywhere)
    return rows


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _begins_a_file(key: str) -> bool:
    return zlib.crc32(key.encode()) % WORDS_OF_A_FILE == 0


def _cut(rows: Mapping[str, Row]) -> Iterator[File]:
    """Yield files of words in their order: each begins with a word that begins one, the first with any."""
    ordered = sorted(rows)
    starts = [place for place, key in enumerate(ordered) if not place or _begins_a_file(key)]
    for start, end in pairwise((*starts, len(ordered))):
        part = ordered[start:end]
        yield File(part[0], packed("\n".join(_lines(part, rows)).encode()))


def _lines(part: Iterable[str], rows: Mapping[str, Row]) -> Iterator[str]:
    """Yield a line a word: how many letters are shared with the word before and the rest of it, then its row.

    A search learns from it which bundles it need not ask, how rare a word is, and which words are nearly those typed.
    """
    before = ""
    for word in part:
        shared = _shared(before, word)
        yield f"{chr(48 + shared)}{word[shared:]} {rows[word]}"
        before = word


def _read(file: File) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    word = ""
    text = gzip.decompress(file.packed).decode()
    for line in text.split("\n") if text else ():
        rest, _, row = line.partition(" ")
        word = word[: ord(rest[0]) - 48] + rest[1:]
        rows[word] = row
    return rows


def _shared(before: str, word: str) -> int:
    """How many letters two words begin with in common; none counts that is two for the browser (beyond U+FFFF)."""
    count = 0
    for a, b in zip(before, word, strict=False):
        if a != b or a > "\uffff":
            break
        count += 1
    return count


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@cache
def _base36(number: int) -> str:
    head, digit = divmod(number, 36)
    return (_base36(head) if head else "") + _DIGITS[digit]


def packed(content: bytes) -> bytes:
    """Return bytes as browsers unpack them, and the same each time: no hour of packing stands in them."""
    return gzip.compress(content, compresslevel=6, mtime=0)


_EMPTY = File("", packed(b""))
