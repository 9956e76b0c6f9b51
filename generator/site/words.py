"""Words as the search compares them: how a text falls into words, their plain spelling, and the parts of compounds.

Whoever types `Thanh Hoa` means `Thanh Hóa`, and `Bekämpfung` shall find `Korruptionsbekämpfung`. So words are compared
without case, accents and tone marks, and what is more than an accent (đ, ß, ø) by the letters of a plain keyboard.
`theme/assets/search-words.js` does the same in the browser; `tests/unit/site/words.json` holds cases for both.

Compounds are split by the archive's own vocabulary, not by a dictionary: where that goes wrong an entry is
found once too often, and far down, for such words weigh little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
LONGEST = 40
"""Letters of a word that count: longer ones are addresses and the like."""
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ı": "i"})
"""What is no letter with a mark; the same table as in the browser."""

_SHORTEST_COMPOUND = 8
_SHORTEST_PART = 4
_SHORTEST_UNKNOWN_PART = 6
_LINKS = ("", "s", "es", "n", "en", "er", "e")
"""What German puts between two parts: `Korruption-s-bekämpfung`, `Bürger-empfang`, `Beschwerde-n-stelle`."""
_ALWAYS_LINKED = ("ion", "ung", "heit", "keit", "schaft", "tat", "ling", "tum")
_NO_PARTS = re.compile(r"(?:schaft|lich|heit|keit|igkeit|ung|isch|bar|sam|los|ier|ation|ismus)\w{0,6}")
"""Endings that make a word out of a word, and so are none of their own."""


def plain(word: str) -> str:
    """Return a word in small letters as it is compared: without marks, in the letters of a plain keyboard."""
    if not word.isascii():
        apart = unicodedata.normalize("NFD", word.lower())
        word = "".join(c for c in apart if not unicodedata.category(c).startswith("M")).translate(_LETTERS)
    return word[:LONGEST]


class _Plain(dict[str, str]):
    """The plain spelling of each word, found out once: a text has few words, but each of them often."""

    def __missing__(self, word: str) -> str:
        self[word] = found = plain(word)
        return found


_PLAIN = _Plain()


def words(text: str) -> list[str]:
    """Return the words of a text as they are compared, in the order in which they stand there."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return [_PLAIN[word] for word in _WORD.findall(text.lower())]


@lru_cache(maxsize=1 << 14)
def words_again(text: str) -> tuple[str, ...]:
    """Return the words of a text that is soon asked for again: the texts of a bundle are gone through three times."""
    return tuple(words(text))


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """Every word of an archive that is long enough to be a part of a compound."""
    found = {word for text in texts for word in words_again(text)}
    return frozenset(word for word in found if len(word) >= _SHORTEST_PART and word.isalpha())


class Compounds:
    """Splits compounds into parts that stand alone somewhere in the archive; each word is split only once."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._split = lru_cache(maxsize=None)(self._parts)

    def parts(self, word: str) -> frozenset[str]:
        """Return all parts of a plain word, none for a word that is no compound.

        One side must be known; the other is then taken on trust if it is long enough to be a word. So
        `korruptionsbekampfung` gives `bekampfung` also where the archive never says `Bekämpfung` alone.
        """
        return self._split(word)

    def _parts(self, word: str) -> frozenset[str]:
        if len(word) < _SHORTEST_COMPOUND:
            return frozenset()
        found: set[str] = set()
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            for part in self._pair(word[:cut], word[cut:]):
                found |= {part, *self.parts(part)}
        return frozenset(found)

    def _pair(self, front: str, back: str) -> tuple[str, ...]:
        """Return the parts around a cut without the letters that link them; none where no word ends there."""
        if not self._is_front(front):
            return (back,) if self._is_known_tail(front, back) else ()
        if _NO_PARTS.fullmatch(back):
            return ()
        known = [rest for link in _LINKS if (rest := back.removeprefix(link)) in self._known]
        rest = known[0] if known else _without_link(front, back)
        return (front, rest) if known or len(rest) >= _SHORTEST_UNKNOWN_PART else ()

    def _is_front(self, part: str) -> bool:
        # It may be known in the plural alone: `Beschwerdeführer`, where the archive only says `Beschwerden`.
        plural = "n" if part.endswith(("e", "er", "el")) else "en"
        return part in self._known or part + plural in self._known

    def _is_known_tail(self, front: str, back: str) -> bool:
        return (
            min(len(front), len(back)) >= _SHORTEST_UNKNOWN_PART
            and back in self._known
            and not _NO_PARTS.fullmatch(back)
        )


def _without_link(front: str, back: str) -> str:
    """Return an unknown second part without its link, left out only where hardly a word begins like that."""
    if front.endswith("e"):
        return back.removeprefix("n")
    if front.endswith(_ALWAYS_LINKED) or not back.startswith(("st", "sp", "sch")):
        return back.removeprefix("s")
    return back


def parts_of(own: Collection[str], compounds: Compounds) -> tuple[tuple[str, str], ...]:
    """Return the parts of the compounds among an entry's words, each with its compound; none that is such a word."""
    long = [word for word in own if len(word) >= _SHORTEST_COMPOUND]
    return tuple(sorted((part, word) for word in long for part in compounds.parts(word) if part not in own))


def hidden_words(own: Collection[str], names: Iterable[str]) -> str:
    """Return the words of `names` under which an entry is found as well, sorted, that are none of its own."""
    return " ".join(sorted({word for name in names for word in words(name) if word not in own}))
