"""The order of names in each language: which letters are letters of their own, and what marks on them count for.

Vietnamese has 29 letters (ă after a, đ after d …) and compares word by word, so that a family name stays together;
within a word letters go before tones, in the order of dictionaries: none, huyền, hỏi, ngã, sắc, nặng (CLDR `vi`).
Everywhere else a marked letter stands with its plain one, and marks decide only between names that are alike without
them (Unicode Collation Algorithm, first and second level; DIN 5007-1). No library serves here: PyICU is built against
a system's ICU and has no wheels, and pyuca takes 0.3 s to load in each process and knows no Vietnamese order.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from generator.archive.names import fold

Key = tuple[object, ...]

_VIETNAMESE = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1)}
_TONES = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", 1)}


@lru_cache(maxsize=1 << 16)
def sort_key(name: str, language: str) -> Key:
    """Return what a name is sorted by among others in a language (`vi`, `de` …)."""
    if language == "vi":
        return (tuple(map(_vietnamese, name.lower().split())), name)
    return (fold(name), unicodedata.normalize("NFD", name.lower()), name)


def last_word_key(name: str, language: str) -> Key:
    """Return the same by the last word of a name: the given name of Vietnamese people, the family name of others."""
    return (sort_key(last_word(name), language), sort_key(name, language))


def last_word(name: str) -> str:
    """Return the last word of a name."""
    return next(iter(name.rsplit(maxsplit=1)[-1:]), name)


def letter(name: str, language: str) -> str:
    """Return the letter under which a name stands, `#` where it begins with none."""
    first = _letters(name[:1].lower())[0] if name else ""
    if language == "vi" and first in _VIETNAMESE:
        return first.upper()
    plain = fold(name[:1])[:1].upper()
    return plain if plain.isalpha() else "#"


def _vietnamese(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters, tones = [], []
    for sign in _letters(word):
        if sign in _TONES:
            tones.append(_TONES[sign])
        else:
            letters.append(_VIETNAMESE.get(sign, ord(sign) + len(_VIETNAMESE)))
    return tuple(letters), tuple(tones)


def _letters(word: str) -> str:
    """A word with its tones apart from its letters: ế as ê and a tone, for ê is a letter."""
    found = ""
    for sign in unicodedata.normalize("NFD", word):
        whole = unicodedata.normalize("NFC", found[-1:] + sign)
        if sign not in _TONES and len(whole) == 1 and unicodedata.combining(sign):
            found = found[:-1] + whole
        elif found[-1:] in _TONES and unicodedata.combining(sign) and sign not in _TONES:
            found = found[:-2] + unicodedata.normalize("NFC", found[-2:-1] + sign) + found[-1]
        else:
            found += sign
    return found
