"""The language of a record's words stands at them wherever the page around them is in another."""

from __future__ import annotations

import pytest

from generator.site.page import Link
from generator.site.tongues import Tongues, language_of_name


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Lê Anh Tuấn", "vi"),
        ("SẦM SƠN", "vi"),
        ("Phan Thị Hoa", "vi"),
        ("Bùi Văn Choi", "vi"),
        ("Le Anh Tuan", ""),
        ("Ottilie Regenpfeifer", ""),
        ("Novak Đoković", ""),
        ("Ọlá Ọbasanjọ", ""),
        ("Ion Brătianu", ""),
    ],
)
def test_letters_tell_whose_a_name_is(name: str, language: str) -> None:
    """A name is Vietnamese where no other language writes it so, in capitals as well; elsewhere nothing is said."""
    assert language_of_name(name) == language


def test_words_in_the_page_s_own_language_need_no_mark() -> None:
    """Only what a screen reader would speak wrongly is marked."""
    german, vietnamese = Tongues("de", "de"), Tongues("vi", "de")
    assert (german.of("de"), german.of("en"), german.of("")) == ("", ' lang="en"', "")
    assert (vietnamese.of(""), vietnamese.of_name("Lê Thị Mùa")) == (' lang="de"', "")


def test_a_link_is_marked_by_what_it_leads_to() -> None:
    """A meeting by the language that it says, people and places by their letters, all else as the records are."""
    english = Tongues("en", "de")
    assert english.of_link(Link("meetings/m/", "Runde")) == ' lang="de"'
    assert english.of_link(Link("meetings/m/", "Talk", language="en")) == ""
    assert english.of_link(Link("people/le/", "Lê Thị Mùa")) == ' lang="vi"'
    assert english.of_link(Link("people/ann/", "Ann")) == ""
    assert english.of_link(Link("issues/deiche/", "Đê điều")) == ' lang="de"'
