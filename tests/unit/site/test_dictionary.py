"""The dictionary: every word of an archive, in files of which a change renews few."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site import dictionary
from generator.site.bundles import BundleFacts, packed_counts
from generator.site.dictionary import ORDERS, Dictionary, File, changes_between, files_of, is_renewable, renewed

counts = st.dictionaries(st.text("abcdeßü", min_size=1, max_size=9), st.integers(1, 5_000), max_size=30)


def bundles_of(found: Iterable[Mapping[str, int]]) -> dict[str, BundleFacts]:
    return {str(n): BundleFacts("m", 1, {}, (), words=packed_counts(own)) for n, own in enumerate(found)}


def read(files: Iterable[File]) -> dict[str, tuple[int, str]]:
    """Every word of some files, with the number of its entries and the bundles that have it."""
    found: dict[str, tuple[int, str]] = {}
    for file in files:
        word = ""
        for line in gzip.decompress(file.packed).decode().split("\n"):
            rest, number, inside = line.split(" ")
            word = word[: ord(rest[0]) - 48] + rest[1:]
            found[word] = int(number, 36), inside
        assert file.first in found
    return found


@pytest.fixture(autouse=True)
def _small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some words a file, so that few words make many files."""
    monkeypatch.setattr(dictionary, "WORDS_OF_A_FILE", 3)


@given(st.lists(counts, min_size=1, max_size=4))
def test_every_word_stands_there(found: list[dict[str, int]]) -> None:
    """Each word stands there once, in order, with the number of its entries and the bundles that have it."""
    told = read(files_of(bundles_of(found), "words"))
    assert list(told) == sorted({word for own in found for word in own})
    for word, (total, inside) in told.items():
        assert total == sum(own.get(word, 0) for own in found)
        places = "".join(str(n) for n, own in enumerate(found) if word in own)
        assert inside == ("*" if len(places) == len(found) else places)


def test_rare_letters_are_shared_with_no_other_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """A character that is two for the browser (beyond U+FFFF) is told whole: it cuts words by its own counting."""
    monkeypatch.setattr(dictionary, "WORDS_OF_A_FILE", 1 << 40)
    own = {"deich": 1, "deichb": 1, "\U00010428a": 1, "\U00010428ab": 1}
    (file,) = files_of(bundles_of([own]), "words")
    lines = gzip.decompress(file.packed).decode().split("\n")
    assert [line.split(" ")[0] for line in lines] == ["0deich", "5b", "0\U00010428a", "0\U00010428ab"]


def test_long_words_stand_there_from_each_of_their_parts_on() -> None:
    """A compound lies beside others that have the same part, first, in the middle or last; short words have none."""
    own = {"seekabel": 2, "kabel": 9, "hofhund": 3, "2024-12": 1, "rohr2neu": 1}
    told = read(files_of(bundles_of([own]), "parts"))
    assert told == {
        "abel-seek": (2, "*"),
        "bel-seeka": (2, "*"),
        "hund-hof": (3, "*"),
        "kabel-see": (2, "*"),
        "und-hofh": (3, "*"),
    }
    assert list(told) == sorted(told)


@given(st.lists(st.tuples(counts, counts), min_size=1, max_size=3), st.sampled_from(ORDERS))
def test_a_renewed_dictionary_is_the_one_made_from_nothing(
    found: Sequence[tuple[dict[str, int], ...]], order: str
) -> None:
    """Whatever words come, go, or are of more or fewer entries: the files are the same, byte for byte."""
    before, now = bundles_of(old for old, _ in found), bundles_of(new for _, new in found)
    kept = Dictionary(tuple(before), {order: files_of(before, order)})
    assert is_renewable(kept, now)
    assert renewed(kept, changes_between(before, now), order) == files_of(now, order)


@given(st.lists(counts, min_size=1, max_size=3), st.data())
def test_few_changes_renew_a_dictionary_as_well(found: list[dict[str, int]], data: st.DataObject) -> None:
    """One word more and one less leave most files alone, and come to what would be made from nothing."""
    place = data.draw(st.integers(0, len(found) - 1))
    own = dict(found[place])
    own[data.draw(st.text("abc", min_size=1, max_size=8))] = 7
    own.pop(data.draw(st.sampled_from(sorted(own))))
    before, now = bundles_of(found), bundles_of([*found[:place], own, *found[place + 1 :]])
    for order in ORDERS:
        kept = Dictionary(tuple(before), {order: files_of(before, order)})
        assert renewed(kept, changes_between(before, now), order) == files_of(now, order)


def test_a_dictionary_of_other_bundles_is_none_to_go_on_from() -> None:
    """With a year that is new or gone the letters of bundles mean others; and nothing at all is no dictionary."""
    one, two = bundles_of([{"a": 1}]), bundles_of([{"a": 1}, {"b": 1}])
    assert is_renewable(Dictionary(tuple(one)), one)
    assert not is_renewable(Dictionary(tuple(one)), two)
    assert not is_renewable(Dictionary(), {})
