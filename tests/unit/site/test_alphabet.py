"""Names stand in the order that readers of each language expect."""

from __future__ import annotations

import unicodedata

import pytest

from generator.site.alphabet import last_word_key, letter, sort_key

VIETNAMESE = [
    "an",
    "ăn",
    "ân",
    "da",
    "đa",
    "đá",
    "em",
    "êm",
    "me",
    "mè",
    "mẻ",
    "mẽ",
    "mé",
    "mẹ",
    "mê",
    "mề",
    "mo",
    "mô",
    "mơ",
    "mu",
    "mư",
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_has_letters_of_its_own_and_tones_in_order(form: str) -> None:
    """Letters with a hat, a horn or a bar come after the plain one; tones decide within a word."""
    words = [unicodedata.normalize(form, word) for word in VIETNAMESE]  # type: ignore[arg-type]
    assert sorted(set(words), key=lambda word: sort_key(word, "vi")) == words


def test_vietnamese_family_names_stay_together() -> None:
    """All of one family name come before the next one, whatever their given names."""
    names = ["Lê Anh", "Lê Văn", "Lễ Anh", "Lí Bạch"]
    assert sorted(set(names), key=lambda name: sort_key(name, "vi")) == names


@pytest.mark.parametrize("language", ["de", "en"])
def test_elsewhere_marks_decide_only_between_names_that_are_alike(language: str) -> None:
    """A name without its diacritics stands where a reader looks for the one with them."""
    names = ["Đặng Dũng", "Dao Dung", "Đỗ Minh", "Do Van", "Le Anh", "Lê Anh", "Le Chien", "Muller", "Müller", "Mx"]
    assert sorted(set(names), key=lambda name: sort_key(name, language)) == names


def test_the_last_word_leads_where_it_is_asked_for() -> None:
    """By the last word: the given names of Vietnamese people, the family names of others."""
    names = ["Nguyễn Doãn Anh", "Lê Cường", "Ottilie Regenpfeifer", "Đỗ Minh Tuấn", "Le Anh Tuan"]
    assert sorted(names, key=lambda name: last_word_key(name, "de")) == [
        "Nguyễn Doãn Anh", "Lê Cường", "Ottilie Regenpfeifer", "Le Anh Tuan", "Đỗ Minh Tuấn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "language", "found"),
    [("Đỗ Minh", "vi", "Đ"), ("Đỗ Minh", "de", "D"), ("Ông", "vi", "Ô"), ("Ế Thị", "vi", "Ê"), ("Ông", "en", "O"),
     ("Ödön", "vi", "O"), ("42", "de", "#"), ("", "vi", "#")],
)  # fmt: skip
def test_each_name_stands_under_its_letter(name: str, language: str, found: str) -> None:
    """Headings are the letters of the language, and one for what begins with none."""
    assert letter(name, language) == found
