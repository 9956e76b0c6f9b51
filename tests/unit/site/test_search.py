"""The search index: the files that the browser searches."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.bundles import FACETS, BundleFacts, bundle_facts, facet_lists
from generator.site.dictionary import ORDERS, Dictionary
from generator.site.page import SearchEntry
from generator.site.search import (
    FORMAT,
    SEAL,
    TEXTS_OF_A_FILE,
    Bundle,
    columns,
    dictionary_of,
    write_bundle,
    write_directory,
)

SPEECH = SearchEntry(
    address="meetings/m/#ann-quill.1",
    kind="speech",
    title="Ann Quill",
    text="Die Korruptionsbekämpfung in Đông Sơn",
    bundle="2024",
    date="2024-04-19",
    meeting="Vierte Runde",
    role="Leiterin",
    people=("Ann Quill",),
    districts=("Đông Sơn", "Fogton"),
    year="2024",
    language="de",
    hidden="bekampfung",
)
ENTRIES = (
    SPEECH,
    SearchEntry(
        "meetings/m/#k1",
        "conclusion",
        "Vierte Runde",
        "Die Kreise melden.",
        "2024",
        "2024-04-19",
        year="2024",
        status="open",
    ),
    SearchEntry("meetings/m/", "meeting", "Vierte Runde", "Man sprach.", "2024", "2024-04-19", year="2024"),
    SearchEntry("meetings/old/", "meeting", "Erste Runde", "Man aß.", "2023", "2023", year="2023"),
    SearchEntry("meetings/zettel/", "meeting", "Ein Zettel", "Ohne Jahr.", "undated"),
    SearchEntry("people/ann-quill/", "person", "Ann Quill", "Leiterin", "registers", people=("Ann Quill",)),
    SearchEntry("people/zoe/", "person", "Zoë", "Zoë", "registers", people=("Zoë",)),
)
HOSTILE = '"><script>alert(1)</script><meta data-pagefind-meta="x[content]" content="y"><p data-pagefind-ignore>'


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BundleFacts]:
    """Write the small bundle once and return its folder, and what is known of it."""
    folder = tmp_path_factory.mktemp("index") / "2024"
    return folder, write_bundle(Bundle("2024", ENTRIES), "m", folder)


def write_all(bundles: Mapping[str, BundleFacts], folder: Path) -> None:
    """Write what is read before any bundle, from nothing."""
    write_directory(bundles, dictionary_of(bundles, {}, Dictionary()), folder)


def unpacked(path: Path, mark: str = "m") -> Any:
    """Read a file that begins with a part of a mark."""
    text = gzip.decompress(path.read_bytes()).decode()
    assert text.startswith(mark[:SEAL])
    return json.loads(text.removeprefix(mark[:SEAL]))


def of_all(folder: Path, name: str) -> Any:
    """Read a file that is read first."""
    return unpacked(folder / f"{name}.json.gz", json.loads((folder / "bundles.json").read_text("utf-8"))["mark"])


# ---- a bundle


def test_the_same_entries_give_the_same_bytes(written: tuple[Path, BundleFacts], tmp_path: Path) -> None:
    """Five times written, the files are the same each time, down to the last byte."""
    for number in range(5):
        folder = tmp_path / str(number)
        facts = write_bundle(Bundle("2024", ENTRIES), "m", folder / "2024")
        write_all({"2024": facts}, folder)
    assert files(tmp_path / "0")
    assert all(files(tmp_path / str(number)) == files(tmp_path / "0") for number in range(5))
    assert files(tmp_path / "0" / "2024") == files(written[0])
    packed = [content for name, content in files(tmp_path / "0").items() if name.endswith(".gz")]
    assert {content[4:8] for content in packed} == {bytes(4)}  # gzip would keep the time of writing there


def test_a_written_bundle_is_written_over(written: tuple[Path, BundleFacts], tmp_path: Path) -> None:
    """Nothing of an entry that is gone stays in its bundle."""
    more = (*ENTRIES, *(replace(SPEECH, address=f"meetings/m/#gone.{n}", text=f"weg{n}") for n in range(40)))
    write_bundle(Bundle("2024", more), "m", tmp_path / "x")
    write_bundle(Bundle("2024", ENTRIES), "m", tmp_path / "x")
    assert files(tmp_path / "x") == files(written[0])


def test_texts_lie_in_the_order_of_entries(written: tuple[Path, BundleFacts]) -> None:
    """What a result shows of an entry is found by the place of its row; hidden words are in no text."""
    paths = [written[0] / f"texts-{n}.json.gz" for n in range(-(-len(ENTRIES) // TEXTS_OF_A_FILE))]
    texts = [text for path in paths for text in unpacked(path)]
    assert [text["address"] for text in texts] == [entry.address for entry in ENTRIES]
    assert texts[0] == {
        "address": "meetings/m/#ann-quill.1",
        "text": SPEECH.text,
        "title": "Ann Quill",
        "meeting": "Vierte Runde",
        "role": "Leiterin",
        "people": ["Ann Quill"],
        "districts": ["Đông Sơn", "Fogton"],
    }
    assert "bekampfung" not in str(texts)


def test_a_word_has_one_file(written: tuple[Path, BundleFacts]) -> None:
    """Each file of words is known by its first word, and has its places beside it."""
    folder, facts = written
    assert facts.firsts[0] == min(facts.firsts)
    assert {path.name for path in folder.glob("words-*")} == {f"words-{n}.gz" for n in range(len(facts.firsts))}
    assert {path.name for path in folder.glob("places-*")} == {f"places-{n}.gz" for n in range(len(facts.firsts))}


def test_every_file_says_of_which_publication_it_is(written: tuple[Path, BundleFacts], tmp_path: Path) -> None:
    """All files of a bundle begin alike, and otherwise where an entry has changed: no browser can mix them up."""
    write_bundle(Bundle("2024", ENTRIES), "another-mark", tmp_path / "x")
    for folder, seal in ((written[0], b"m"), (tmp_path / "x", b"another-")):
        assert {gzip.decompress(content)[: len(seal)] for content in files(folder).values()} == {seal}


def test_the_search_page_learns_which_bundles_there_are(tmp_path: Path) -> None:
    """`bundles.json` names every bundle in the order of searching, and a mark for what else is read first."""
    bundles = {"2024": bundle_facts("m1", ENTRIES[:3]), "2023": bundle_facts("m2", ENTRIES[3:4])}
    write_all(bundles, tmp_path)
    found = json.loads((tmp_path / "bundles.json").read_text("utf-8"))
    assert found["format"] == FORMAT
    assert found["bundles"] == [
        {"name": "2024", "entries": 3, "mark": "m1"},
        {"name": "2023", "entries": 1, "mark": "m2"},
    ]
    write_all({**bundles, "2023": bundle_facts("m3", ENTRIES[3:4])}, tmp_path)
    assert json.loads((tmp_path / "bundles.json").read_text("utf-8"))["mark"] != found["mark"]
    assert of_all(tmp_path, "facets")["kind"] == [
        ["conclusion", 0, 1],
        ["meeting", 0, 1, 1, 1],
        ["speech", 0, 1],
    ]


def test_an_archive_without_entries_has_an_empty_index(tmp_path: Path) -> None:
    """A new archive can be searched, and nothing is found."""
    write_all({}, tmp_path / "search")
    assert json.loads((tmp_path / "search" / "bundles.json").read_text("utf-8"))["bundles"] == []
    assert of_all(tmp_path / "search", "words") == {"words": [], "parts": [], "bundles": []}


def test_nothing_that_a_record_says_is_more_than_text(tmp_path: Path) -> None:
    """Markup, marks of other programs, control characters and half letters stay letters of a text, or are none."""
    entry = replace(SPEECH, title=HOSTILE, text=HOSTILE + "\x00\u200b\ud800", people=(HOSTILE,))
    facts = write_bundle(Bundle("2024", (entry,)), "m", tmp_path / "x")
    write_all({"2024": facts}, tmp_path)
    (text,) = unpacked(tmp_path / "x" / "texts-0.json.gz")
    assert (text["title"], text["text"]) == (HOSTILE, HOSTILE + "\x00\u200b?")
    assert of_all(tmp_path, "facets")["person"] == [[HOSTILE, 0, 1]]


# ---- columns


tuples = st.lists(st.sampled_from(["a", "b", "ü", ""]), max_size=3).map(tuple)


@given(st.lists(st.tuples(tuples, tuples, tuples), max_size=6))
def test_columns_hold_every_value(found: Sequence[tuple[tuple[str, ...], ...]]) -> None:
    """The values of each entry can be read back from the columns and the lists of facets, each once."""
    entries = [
        replace(SPEECH, address=f"a#{n}", people=people, districts=districts, issues=issues)
        for n, (people, districts, issues) in enumerate(found)
    ]
    facts = bundle_facts("m", entries)
    own = {name: [row[0] for row in rows] for name, rows in facet_lists({"2024": facts}).items()}
    few, many = columns(entries, facts)

    for row, entry in enumerate(entries):
        assert _values(few["kind+status+year"])[row] == "]++]"
        for name, column in (("person", many), ("district", many), ("organization", few), ("issue", few)):
            told = _values(column[name])[row]
            assert tuple(own[name][ord(letter) - 0x5D] for letter in told) == tuple(dict.fromkeys(FACETS[name](entry)))
        assert _values(few["date"])[row] == "2024-04-19"
        assert _values(few["title"])[row] == 2


def test_columns_say_only_what_changes_from_row_to_row() -> None:
    """A row that has the value of the one before says just that; each value stands there once, as it first comes."""
    entries = [replace(SPEECH, address=f"a#{n}", date=date) for n, date in enumerate(["b", "b", "a", "b", "b", "c"])]
    few, _ = columns(entries, bundle_facts("m", entries))
    assert few["date"] == {"values": ["b", "a", "c"], "rows": "+-+]-+"}


def _values(column: Any) -> list[Any]:
    """The values of all rows of a column, as a browser reads them."""
    values = iter(column["values"])
    found: list[Any] = []
    for sign in column["rows"]:
        found.append(found[-1] if sign == "-" else next(values) if sign == "+" else column["values"][ord(sign) - 0x5D])
    return found


# ---- the dictionary of a build on top of another


def test_only_changed_files_of_words_are_made_anew(tmp_path: Path) -> None:
    """A word that came leaves every file alone in which it does not stand; with another bundle all are made anew."""
    many = [SearchEntry(f"a#{n}", "speech", "", f"wort{n:04} fahrten{n:04}", "2024") for n in range(3_000)]
    before = {"2024": write_bundle(Bundle("2024", tuple(many)), "m", tmp_path / "a")}
    more = (*many, SearchEntry("b", "speech", "", "wortreich", "2024"))
    now = {"2024": write_bundle(Bundle("2024", more), "n", tmp_path / "b")}
    kept = dictionary_of(before, {}, Dictionary())
    renewed, anew = dictionary_of(now, before, kept), dictionary_of(now, {}, Dictionary())
    assert renewed == anew
    assert len(kept.files["words"]) > 3
    assert sum(file not in kept.files["words"] for file in renewed.files["words"]) == 1
    other = {**now, "2023": before["2024"]}
    assert dictionary_of(other, before, kept) == dictionary_of(other, {}, Dictionary())
    assert tuple(kept.files) == tuple(renewed.files) == ORDERS
