"""Where words stand: what the browser reads of it is what the entries say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site import postings as module
from generator.site.page import SearchEntry
from generator.site.postings import HIDDEN, TITLE, postings_of, word_files
from generator.site.words import words

SPEECH = SearchEntry(
    "meetings/m/#ann.1",
    "speech",
    "Ann Quill",
    "Die Deiche, die Deiche!",
    "2024",
    role="Leiterin",
    people=("Ann Quill",),
    districts=("Fogton",),
    hidden="nebelheim",
    names=("Nebelheim",),
)

Found = dict[str, list[tuple[int, int, list[int]]]]


def numbers(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0


def read(entries: Sequence[SearchEntry]) -> Found:
    """Read the files as their description says: for each word the rows, their weights and places."""
    found: Found = {}
    last = ""
    for file in word_files(postings_of(entries)):
        data, at = file.words, 0

        def number() -> int:
            nonlocal at
            value = shift = 0
            while True:
                byte = data[at]  # noqa: B023 - called within the loop alone
                at += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    return value

        own, letters = [], b""
        for _ in range(number()):
            shared, length = number(), number()
            letters = letters[:shared] + data[at : at + length]
            at += length
            own.append((letters.decode(), number(), number(), number()))
        assert last < file.first
        assert own[0][0].startswith(file.first)
        last = own[-1][0]
        weights, place = at + sum(gaps for _, _, gaps, _ in own), 0
        for word, count, gaps, places in own:
            rows, row = [], -1
            for gap in numbers(data[at : at + gaps]):
                row += gap
                rows.append(row)
            at += gaps
            stream = numbers(file.places[place : place + places])
            place += places
            found[word] = []
            for row, weight in zip(rows, data[weights : weights + count], strict=True):
                before, own_places = 0, []
                for _ in range(next(stream)):
                    before += next(stream)
                    own_places.append(before)
                found[word].append((row, weight, own_places))
            weights += count
        assert (weights, place) == (len(data), len(file.places))
    return found


def test_a_word_is_where_it_stands() -> None:
    """Rows and places come back, with a gap between fields so that no phrase reaches from one into the next."""
    found = read([SPEECH, replace(SPEECH, text="nichts"), replace(SPEECH, text="Deiche")])
    assert [row for row, _, _ in found["deiche"]] == [0, 2]
    ((_, _, die), (_, _, deiche)) = found["die"][0], found["deiche"][0]
    assert [place - die[0] for place in (*die, *deiche)] == [0, 2, 1, 3]
    assert found["quill"][0][2][0] == found["ann"][0][2][0] + 1
    assert found["fogton"][0][2][0] > found["quill"][0][2][0] + 1


def test_weights_say_what_a_word_is_to_an_entry() -> None:
    """Words of the title are marked, of a record's other names too; hidden ones as such; said twice weighs more."""
    record = replace(SPEECH, kind="person")
    assert read([record])["nebelheim"][0][1] & TITLE
    found = {word: rows[0][1] for word, rows in read([SPEECH]).items()}
    assert found["quill"] & TITLE
    assert not found["deiche"] & TITLE
    assert found["nebelheim"] & HIDDEN
    assert not found["nebelheim"] & TITLE
    assert not found["deiche"] & HIDDEN
    assert found["deiche"] & 15 > found["fogton"] & 15 > found["nebelheim"] & 15


def test_a_part_weighs_as_much_as_its_compound_counts() -> None:
    """A part of a compound in a title says more of an entry than one in its text, and one of two compounds more."""
    parts = (("schutz", "deichschutz"),)
    in_text = replace(SPEECH, text="Der Deichschutz", parts=parts)
    in_title = replace(in_text, title="Deichschutz", text="Der")
    twice = replace(in_text, parts=(*parts, ("schutz", "die")), text="Die Deichschutz")
    weights = [read([entry])["schutz"][0][1] & 15 for entry in (in_text, in_title, twice)]
    assert weights[0] < weights[1]
    assert weights[0] < weights[2]


texts = st.lists(st.sampled_from(["der", "Deich", "brach", "ein", "ünter", "ß", "đê", "Ω"]), max_size=300).map(" ".join)


@given(st.lists(texts, max_size=8))
def test_no_word_is_lost(said: list[str]) -> None:
    """Whatever is said, every word is found at every place where it stands, and at no other."""
    entries = [
        replace(SPEECH, title="", role="", people=(), districts=(), names=(), hidden="", text=text) for text in said
    ]
    found = read(entries)
    expected: dict[str, list[tuple[int, list[int]]]] = {}
    for row, text in enumerate(said):
        own = words(text)
        for word in dict.fromkeys(own):
            expected.setdefault(word, []).append(
                (row, [n for n, other in enumerate(own, module._GAP) if other == word])
            )
    assert {word: [(row, places) for row, _, places in rows] for word, rows in found.items()} == expected
    assert list(found) == sorted(found)


def test_files_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are put into files of some bytes; only a word that has more of them has a file of its own."""
    monkeypatch.setattr(module, "BYTES_OF_A_FILE", 60)
    entries = [replace(SPEECH, text=f"immer wort{n}") for n in range(40)]
    files = list(word_files(postings_of(entries)))
    assert len(files) > 10
    assert [file.first for file in files] == sorted(file.first for file in files)
    assert {row for row, _, _ in read(entries)["immer"]} == set(range(40))
