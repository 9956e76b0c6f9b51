"""Words by which entries are found although no record holds them."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.words import LONGEST, Compounds, hidden_words, parts_of, vocabulary, words

"""Plain words without the ending of their case or number, for the browser as well."""

CASES = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
"""Texts and their words, for the browser as well."""

KNOWN = vocabulary(
    [
        "Korruption, Bürger und Beschwerden; ein Empfang. Die Deiche brachen.",
        "Wasser, Stand, Haus, Rat, Abfall und Straße",
        "Landkreis Sicherheit",
    ]
)


@pytest.fixture(scope="module")
def compounds() -> Compounds:
    """Return the compounds of a small archive."""
    return Compounds(KNOWN)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("korruptionsbekampfung", {"korruption", "bekampfung"}),  # the second part is never said alone
        ("burgerempfang", {"burger", "empfang"}),
        ("beschwerdestelle", {"beschwerde", "stelle"}),  # the first is said in the plural alone
        ("wasserstand", {"wasser", "stand"}),
        ("wasserstandsmelder", {"wasser", "stand", "melder"}),
        ("hochwasserdeiche", {"deiche"}),  # the first part is unknown
        ("abfallentsorgung", {"abfall", "entsorgung"}),
    ],
)
def test_a_compound_has_its_parts(compounds: Compounds, word: str, parts: set[str]) -> None:
    """A reader who types one part of a compound finds the whole word."""
    assert parts <= compounds.parts(word)


@pytest.mark.parametrize("word", ["wasser", "rathaus", "burgerschaft", "sicherheiten", "unbekannt", "", "nguyen"])
def test_a_word_that_is_no_compound_has_no_parts(compounds: Compounds, word: str) -> None:
    """Short words, endings and unknown words are left whole."""
    assert compounds.parts(word) == frozenset()


@given(st.text(alphabet="abdeghknorstuw", max_size=30))
def test_parts_stand_in_the_word(compounds: Compounds, word: str) -> None:
    """Every part is a true part of the word: nothing is found by letters that it does not have."""
    assert all(part in word and part != word for part in compounds.parts(word))


def test_a_word_long_as_a_line_is_quick(compounds: Compounds) -> None:
    """A hostile word of many parts ends in time: each rest is split only once."""
    assert "wasser" in compounds.parts("wasser" * 60)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_words_are_as_people_type_them(text: str, expected: list[str]) -> None:
    """Case, accents, tone marks and their places, đ and ß make no difference, whichever way letters are composed."""
    assert words(text) == expected
    assert words(unicodedata.normalize("NFD", text)) == expected


@given(st.text(max_size=60))
def test_words_are_the_same_again(text: str) -> None:
    """What was made plain stays so, and no word is longer than the index takes."""
    once = words(text)
    assert all(0 < len(word) <= LONGEST for word in once if word)
    assert words(unicodedata.normalize("NFC", text.upper().lower())) == words(text.upper().lower())


def test_hidden_words_are_what_the_text_does_not_say() -> None:
    """An entry is found by other names, but no word of its own is said twice."""
    hidden = hidden_words(words("Korruption in Đông Sơn"), ["Quellheim", "Đá Gù", "dong"])
    assert hidden.split() == ["da", "gu", "quellheim"]


def test_parts_are_those_that_the_text_does_not_say(compounds: Compounds) -> None:
    """An entry is found by the parts of its compounds, each with the compound, but for words of its own."""
    found = parts_of(words("Korruptionsbekämpfung, Korruption"), compounds)
    assert found == (("bekampfung", "korruptionsbekampfung"),)


def test_hidden_words_do_not_depend_on_the_order_of_names() -> None:
    """The same entry has the same hidden words in the same order, so that its index stays the same."""
    assert hidden_words({"x"}, ["b a", "c"]) == hidden_words({"x"}, ["c", "a b"]) == "a b c"
