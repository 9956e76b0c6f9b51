"""Words that a reader types but a record does not hold: folded spellings and the parts of compounds.

Pagefind folds accents and knows the stems of a language, but `đ` stays `đ` for it, and `Bekämpfung` does not
find `Korruptionsbekämpfung`. Both are mended by hidden words that the index carries beside the text.

Compounds are split by the archive's own vocabulary, not by a dictionary: where that goes wrong an entry is
found once too often, and far down, for hidden words weigh little.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from generator.archive.names import fold

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_COMPOUND = 8
_SHORTEST_PART = 4
_SHORTEST_UNKNOWN_PART = 6
_LINKS = ("", "s", "es", "n", "en", "er", "e")
"""What German puts between two parts: `Korruption-s-bekämpfung`, `Bürger-empfang`, `Beschwerde-n-stelle`."""
_ALWAYS_LINKED = ("ion", "ung", "heit", "keit", "schaft", "tät", "ling", "tum")
_NO_PARTS = re.compile(r"(?:schaft|lich|heit|keit|igkeit|ung|isch|bar|sam|los|ier|ation|ismus)\w{0,6}")
"""Endings that make a word out of a word, and so are none of their own."""


def words(text: str) -> list[str]:
    """Return the words of a text, composed and in small letters, in the order in which they stand there."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """Every word of an archive that is long enough to be a part of a compound."""
    return frozenset(word for text in texts for word in words(text) if len(word) >= _SHORTEST_PART)


class Compounds:
    """Splits compounds into parts that stand alone somewhere in the archive; each word is split only once."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._split = lru_cache(maxsize=None)(self._parts)

    def parts(self, word: str) -> frozenset[str]:
        """Return all parts of a word in small letters, none for a word that is no compound.

        One side must be known; the other is then taken on trust if it is long enough to be a word. So
        `Korruptionsbekämpfung` gives `bekämpfung` also where the archive never says `Bekämpfung` alone.
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
        if _NO_PARTS.fullmatch(back):
            return ()
        if not self._is_front(front):
            return (back,) if self._is_known_tail(front, back) else ()
        known = [rest for link in _LINKS if (rest := back.removeprefix(link)) in self._known]
        rest = known[0] if known else _without_link(front, back)
        return (front, rest) if known or len(rest) >= _SHORTEST_UNKNOWN_PART else ()

    def _is_front(self, part: str) -> bool:
        # It may be known in the plural alone: `Beschwerdeführer`, where the archive only says `Beschwerden`.
        plural = "n" if part.endswith(("e", "er", "el")) else "en"
        return part in self._known or part + plural in self._known

    def _is_known_tail(self, front: str, back: str) -> bool:
        return min(len(front), len(back)) >= _SHORTEST_UNKNOWN_PART and back in self._known


def _without_link(front: str, back: str) -> str:
    """Return an unknown second part without its link, left out only where hardly a word begins like that."""
    if front.endswith("e"):
        return back.removeprefix("n")
    if front.endswith(_ALWAYS_LINKED) or not back.startswith(("st", "sp", "sch")):
        return back.removeprefix("s")
    return back


def hidden_words(text: str, names: Iterable[str], compounds: Compounds) -> str:
    """Return the hidden words of an entry: parts of its compounds, its foreign letters folded, and `names`.

    `names` are those under which it should be found as well, aliases and former names, as written and folded.
    The words are sorted, so that the same entry has the same ones.
    """
    own = set(words(text))
    found = {part for word in own if len(word) >= _SHORTEST_COMPOUND for part in compounds.parts(word)}
    found |= {plain for word in own if not word.isascii() and (plain := _beyond_accents(word))}
    for name in names:
        found |= {*words(name), *words(fold(name))}
    return " ".join(sorted(found - own))


def foreign_words(text: str) -> list[str]:
    """Return, folded, those words of a text that have letters which Pagefind does not fold by itself."""
    return [plain for word in words(text) if (plain := _beyond_accents(word))]


def _beyond_accents(word: str) -> str:
    """Return the folded word where folding does more than drop accents, which Pagefind does; else nothing."""
    return "" if word.isascii() else _folded_beyond_accents(word)


@lru_cache(maxsize=1 << 16)
def _folded_beyond_accents(word: str) -> str:
    without_accents = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    plain = fold(word)
    return plain if plain != without_accents else ""
