"""Which words stand where: the entries of a bundle in, the small files of its words out, as bytes.

A word's postings are the rows of the entries that have it, each with how much the word says of that entry (BM25F:
Robertson, Zaragoza, Taylor 2004, with fixed lengths, so that a new entry changes no other). Where in the entry the word
stands is kept apart: only phrases ask for it. Words lie in their order in files of a few kilobytes, so that a
search fetches the one file that has its word, and words with one beginning come together.

A file of words (integers are LEB128, `words-N`):

    count, then for each word (UTF-8): bytes shared with the word before, bytes of the rest, the rest,
    number of postings, bytes of its gaps, bytes of its places
    the gaps of all words: each row as the distance to the one before it, the first from -1
    the weights of all words, a byte a posting: 0 to 15, + 16 in the title, + 32 if it is a hidden word

The file of places beside it (`places-N`): for each word, for each posting: how many places, then their distances.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from generator.site.page import SearchEntry
from generator.site.words import words_again

BYTES_OF_A_FILE = 6_000
"""Of words and postings before they are packed; a word that has more of them gets a file of its own."""
TITLE, HIDDEN = 16, 32
_HIGHEST = 15
_SATURATION, _LENGTH = 1.2, 0.6
"""BM25's k1 and b."""
_USUAL_LENGTH = 120
"""Words of an entry that is neither long nor short."""
_GAP = 12
"""Places between two fields, so that no phrase reaches from one into the next."""
_TITLE_WEIGHTS: Mapping[str, float] = {"speech": 2.5, "conclusion": 0.8, "meeting": 5}
_REGISTER_TITLE = 6.0
_WEIGHTS = {"names": 1.0, "role": 0.6, "meeting": 0.5, "year": 0.3}
_HIDDEN_WEIGHT = 0.5
_MOST_OF_A_PART = 1.5
"""Of words: more than that no part of a compound counts, however often and where the compound stands."""


class Postings:
    """All entries of a bundle that have a word, in the order of rows; grows while they are gone through."""

    __slots__ = ("gaps", "last", "places", "weights")

    def __init__(self) -> None:
        self.last = -1
        self.gaps = bytearray()
        self.weights = bytearray()
        self.places = bytearray()


def postings_of(entries: Sequence[SearchEntry]) -> dict[str, Postings]:
    """Return the postings of every word; an entry's row is its place in `entries`."""
    found: dict[str, Postings] = {}
    for row, entry in enumerate(entries):
        _add(found, row, entry)
    return found


def _add(found: dict[str, Postings], row: int, entry: SearchEntry) -> None:
    places, extra = _places_and_weights(entry)
    length = sum(map(len, places.values()))
    saturation = _SATURATION * (1 - _LENGTH + _LENGTH * length / _USUAL_LENGTH)
    once = int(_HIGHEST / (1 + saturation))  # most words of an entry stand in it only once
    # A record bears its other names itself; a speech only has to do with who bears them, an issue is found by terms.
    names = () if entry.kind in _TITLE_WEIGHTS or entry.kind == "issue" else entry.names
    title = {word for name in (entry.title, *names) for word in words_again(name)}
    for word, at in places.items():
        weight = once
        if len(at) > 1 or word in extra:
            sum_ = len(at) + extra.get(word, 0.0)
            weight = int(_HIGHEST * sum_ / (sum_ + saturation))
        posting = _posting(found, word, row)
        posting.weights.append(weight | TITLE if word in title else weight)
        _append_places(posting.places, at)
    for word, sum_ in _hidden(entry, places, extra).items():
        hidden = int(_HIGHEST * sum_ / (sum_ + saturation)) | HIDDEN
        posting = _posting(found, word, row)
        posting.weights.append(hidden | TITLE if word in title else hidden)
        posting.places.append(0)


def _hidden(entry: SearchEntry, places: Mapping[str, Sequence[int]], extra: Mapping[str, float]) -> dict[str, float]:
    """What each hidden word counts: one of a name, or a part of a compound, half of what the compound counts."""
    sums = {word: _HIDDEN_WEIGHT for word in entry.hidden.split() if word not in places}
    for part, whole in entry.parts:
        if part not in places:
            counts = _HIDDEN_WEIGHT * (len(places.get(whole, ())) + extra.get(whole, 0.0))
            sums[part] = min(sums.get(part, 0.0) + counts, _MOST_OF_A_PART)
    return sums


def _posting(found: dict[str, Postings], word: str, row: int) -> Postings:
    """The postings of a word, with the row noted as the next that has it."""
    posting = found.get(word)
    if posting is None:
        found[word] = posting = Postings()
    gap = row - posting.last
    if gap < 128:
        posting.gaps.append(gap)
    else:
        _append(posting.gaps, gap)
    posting.last = row
    return posting


def _places_and_weights(entry: SearchEntry) -> tuple[dict[str, list[int]], dict[str, float]]:
    """Where each word stands, and what its fields add to it."""
    places: dict[str, list[int]] = {}
    extra: dict[str, float] = {}
    start = 0
    for text, weight in _fields(entry):
        own = words_again(text)
        for place, word in enumerate(own, start):
            places.setdefault(word, []).append(place)
            extra[word] = extra.get(word, 0.0) + weight
        start += len(own) + _GAP
    for place, word in enumerate(words_again(entry.text), start):
        at = places.get(word)
        if at is None:
            places[word] = [place]
        else:
            at.append(place)
    return places, extra


def _fields(entry: SearchEntry) -> Iterator[tuple[str, float]]:
    """What an entry has beside its own text, with what a word there weighs more than one in the text."""
    yield entry.title, _TITLE_WEIGHTS.get(entry.kind, _REGISTER_TITLE) - 1
    for name in dict.fromkeys((*entry.people, *entry.districts, *entry.issues, *entry.organizations)):
        if name != entry.title:
            yield name, _WEIGHTS["names"] - 1
    if entry.role:
        yield entry.role, _WEIGHTS["role"] - 1
    if entry.meeting and entry.meeting != entry.title:
        yield entry.meeting, _WEIGHTS["meeting"] - 1
    if entry.year:
        yield entry.year, _WEIGHTS["year"] - 1


def _append(target: bytearray, value: int) -> None:
    while value > 127:
        target.append(value & 127 | 128)
        value >>= 7
    target.append(value)


def _append_places(target: bytearray, at: Sequence[int]) -> None:
    if len(at) == 1:
        target.append(1)
        _append(target, at[0])
        return
    _append(target, len(at))
    before = 0
    for place in at:
        gap = place - before
        if gap < 128:
            target.append(gap)
        else:
            _append(target, gap)
        before = place


@dataclass(frozen=True, slots=True)
class WordsFile:
    """Some neighbouring words of a bundle, with their postings and with their places."""

    first: str
    """How its first word begins: as much of it as tells that it stands behind the last of the file before."""
    words: bytes
    places: bytes


def word_files(postings: Mapping[str, Postings]) -> Iterator[WordsFile]:
    """Yield the files of a bundle's words in the order of words."""
    before = ""
    for row in _rows(sorted(postings), postings):
        places = b"".join(bytes(postings[word].places) for word in row)
        yield WordsFile(_beginning(before, row[0]), _words_file(row, postings), places)
        before = row[-1]


def _beginning(before: str, word: str) -> str:
    """As much of a word as tells that it stands behind another."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, word, strict=False)))
    return word[: shared + 1]


def _rows(ordered: Iterable[str], postings: Mapping[str, Postings]) -> Iterator[list[str]]:
    row: list[str] = []
    size = 0
    for word in ordered:
        own = 8 + len(postings[word].gaps) + len(postings[word].weights)
        if row and size + own > BYTES_OF_A_FILE:
            yield row
            row, size = [], 0
        row.append(word)
        size += own
    if row:
        yield row


def _words_file(row: Sequence[str], postings: Mapping[str, Postings]) -> bytes:
    made = bytearray()
    _append(made, len(row))
    before = b""
    for word in row:
        letters = word.encode()
        shared = _shared(before, letters)
        rest = letters[shared:]
        found = postings[word]
        for number in (shared, len(rest)):
            _append(made, number)
        made += rest
        for number in (len(found.weights), len(found.gaps), len(found.places)):
            _append(made, number)
        before = letters
    for word in row:
        made += postings[word].gaps
    for word in row:
        made += postings[word].weights
    return bytes(made)


def _shared(a: bytes, b: bytes) -> int:
    """How many bytes two words begin with in common."""
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count
