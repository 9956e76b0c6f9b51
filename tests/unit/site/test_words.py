"""Words by which entries are found although no record holds them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.names import fold
from generator.site.words import Compounds, foreign_words, hidden_words, vocabulary, words

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
        ("korruptionsbekämpfung", {"korruption", "bekämpfung"}),  # the second part is never said alone
        ("bürgerempfang", {"bürger", "empfang"}),
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


@pytest.mark.parametrize("word", ["wasser", "rathaus", "bürgerschaft", "sicherheiten", "unbekannt", "", "nguyễn"])
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


def test_words_are_composed_and_small() -> None:
    """Letters typed with separate accents make the same words; digits and marks make none."""
    assert words(unicodedata.normalize("NFD", "Tiến độ 2024, S-Bahn!")) == ["tiến", "độ", "s", "bahn"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đông Sơn", ["dong"]),  # Pagefind drops accents by itself, but keeps đ
        ("Straße", ["strasse"]),
        ("Bürger Tiến", []),
        ("Łódź Ærø", ["lodz", "aero"]),
        ("ascii", []),
    ],
)
def test_letters_that_are_not_accents_are_folded(text: str, plain: list[str]) -> None:
    """đ, ß and the like are found by the letters of a plain keyboard."""
    assert foreign_words(text) == plain


def test_hidden_words_are_what_the_text_does_not_say(compounds: Compounds) -> None:
    """An entry is found by parts, other names and folded letters, but no word of its own is said twice."""
    hidden = hidden_words("Korruptionsbekämpfung in Đông Sơn, Korruption", ["Quellheim", "Đá Gù"], compounds)
    assert hidden.split() == sorted(["bekämpfung", "dong", "quellheim", "đá", "gù", "da", "gu"])


def test_hidden_words_do_not_depend_on_the_order_of_names(compounds: Compounds) -> None:
    """The same entry has the same hidden words in the same order, so that its index stays the same."""
    assert hidden_words("x", ["b a", "c"], compounds) == hidden_words("x", ["c", "a b"], compounds) == "a b c"


@given(st.text(max_size=40))
def test_folded_words_are_plain(text: str) -> None:
    """Whatever a record holds, what is added for plain keyboards is folded through and through."""
    assert all(word == fold(word) for word in foreign_words(text))
