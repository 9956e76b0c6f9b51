"""The search index: what Pagefind is given, and what stands beside it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site import search
from generator.site.bundles import FACETS, bundle_facts
from generator.site.page import SearchEntry
from generator.site.search import (
    Bundle,
    SearchIndexError,
    facet_columns,
    stub,
    stub_address,
    stub_name,
    write_bundle,
    write_directory,
)
from tests.unit.site.markup import Markup

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
    hidden="bekämpfung dong",
)
ENTRIES = (
    SPEECH,
    SearchEntry(
        "meetings/m/#k1", "conclusion", "Vierte Runde", "Die Kreise melden.", "2024", "2024-04-19", year="2024"
    ),
    SearchEntry("meetings/m/", "meeting", "Vierte Runde", "Man sprach.", "2024", "2024-04-19", year="2024"),
    SearchEntry("meetings/old/", "meeting", "Erste Runde", "Man aß.", "2023", "2023", year="2023"),
    SearchEntry("meetings/zettel/", "meeting", "Ein Zettel", "Ohne Jahr.", "undated"),
    SearchEntry("people/ann-quill/", "person", "Ann Quill", "Leiterin", "registers", people=("Ann Quill",)),
    SearchEntry("people/zoe/", "person", "Zoë", "Zoë", "registers", people=("Zoë",)),
    SearchEntry("people/anh/", "person", "Ảnh", "Ảnh", "registers", people=("Ảnh",)),
)
HOSTILE = '"><script>alert(1)</script><meta data-pagefind-meta="x[content]" content="y"><p data-pagefind-ignore>'


BUNDLE = Bundle("2024", "de", ENTRIES)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the small bundle once and return its folder."""
    folder = tmp_path_factory.mktemp("index") / "2024"
    write_bundle(BUNDLE, folder)
    return folder


def unpacked(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()))


# ---- a bundle


def test_the_same_entries_give_the_same_bytes(written: Path, tmp_path: Path) -> None:
    """A build that changes nothing changes no file, and gives the same program."""
    assert write_bundle(BUNDLE, tmp_path / "x") == write_bundle(BUNDLE, tmp_path / "y")
    assert files(tmp_path / "x") == files(tmp_path / "y") == files(written)
    times = {content[4:8] for name, content in files(written).items() if name.endswith(".json.gz")}
    assert times == {bytes(4)}  # gzip would keep the time of writing there


def test_a_written_bundle_is_written_over(written: Path, tmp_path: Path) -> None:
    """Nothing of an entry that is gone stays in its bundle."""
    more = (*ENTRIES, *(replace(SPEECH, address=f"meetings/m/#gone.{n}", text=f"weg{n}") for n in range(40)))
    write_bundle(Bundle("2024", "de", more), tmp_path / "x")
    write_bundle(BUNDLE, tmp_path / "x")
    assert files(tmp_path / "x") == files(written)


@pytest.mark.parametrize("language", ["de", "vi", "en"])
def test_a_bundle_can_be_loaded(tmp_path: Path, language: str) -> None:
    """What the search page loads is there, also in a language whose word stems Pagefind does not know."""
    program = write_bundle(Bundle("2024", language, ENTRIES), tmp_path)
    names = set(files(tmp_path))
    (entry,) = json.loads((tmp_path / "pagefind-entry.json").read_text("utf-8"))["languages"].values()
    assert f"pagefind.{entry['hash']}.pf_meta" in names
    assert any(name.startswith("index/") for name in names)
    assert f"wasm.{entry['wasm'] or 'unknown'}.pagefind" in program
    assert "pagefind.js" in program


def test_each_entry_is_told_by_its_row(written: Path) -> None:
    """A row says what a hit is: its kind, its people, its places, its date."""
    columns = unpacked(written / "facets.json.gz")
    ids = columns["id"].split()
    assert len(set(ids)) == len(ENTRIES)

    def values(name: str, row: int) -> list[str]:
        found = columns[name]["rows"][row]
        return [columns[name]["values"][n] for n in (found if isinstance(found, list) else [found])]

    assert values("kind", 0) == ["speech"]
    assert values("district", 0) == ["Đông Sơn", "Fogton"]
    assert values("date", 0) == ["2024-04-19"]
    assert values("organization", 0) == values("date", 4) == []


def test_texts_lie_beside_their_rows(written: Path) -> None:
    """What a result shows of an entry is found by the place of its row."""
    texts = [text for path in sorted(written.glob("texts-*.json.gz")) for text in unpacked(path)]
    assert [text["address"] for text in texts] == [entry.address for entry in ENTRIES]
    assert texts[0]["content"].startswith(SPEECH.text)
    assert (texts[0]["title"], texts[0]["meeting"], texts[0]["role"]) == ("Ann Quill", "Vierte Runde", "Leiterin")


def test_hidden_words_are_not_shown(written: Path) -> None:
    """By what an entry is found beside its words is in no text."""
    shown = "".join(str(unpacked(path)) for path in written.glob("texts-*.json.gz"))
    assert "bekämpfung dong" not in shown


def test_a_failing_program_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Pagefind cannot be run, the build says so in words."""
    monkeypatch.setattr(search, "get_executable", lambda: tmp_path / "nothing")
    with pytest.raises(SearchIndexError, match="does not start"):
        write_bundle(BUNDLE, tmp_path / "x")
    monkeypatch.setattr(search, "get_executable", lambda: None)
    with pytest.raises(SearchIndexError, match="not installed"):
        write_bundle(BUNDLE, tmp_path / "x")


def test_a_variable_of_whoever_builds_changes_nothing(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pagefind's own settings in the environment do not reach the index."""
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "p")
    write_bundle(BUNDLE, tmp_path / "x")
    assert files(tmp_path / "x") == files(written)


def test_the_search_page_learns_which_bundles_there_are(tmp_path: Path) -> None:
    """`bundles.json` names every bundle in the order of searching, and counts every value of every facet."""
    bundles = {"2024": bundle_facts("m1", ENTRIES[:3]), "2023": bundle_facts("m2", ENTRIES[3:4])}
    write_directory(bundles, tmp_path)
    found = json.loads((tmp_path / "bundles.json").read_text("utf-8"))
    assert found["bundles"] == [
        {"name": "2024", "entries": 3, "mark": "m1"},
        {"name": "2023", "entries": 1, "mark": "m2"},
    ]
    assert set(found["facets"]) == set(FACETS)
    assert found["facets"]["person"] == {"Ann Quill": {"2024": 1}}
    assert found["facets"]["year"] == {"2023": {"2023": 1}, "2024": {"2024": 3}}
    assert found["facets"]["kind"]["meeting"] == {"2024": 1, "2023": 1}


def test_an_archive_without_entries_has_an_empty_index(tmp_path: Path) -> None:
    """A new archive can be searched, and nothing is found."""
    write_directory({}, tmp_path / "search")
    assert json.loads((tmp_path / "search" / "bundles.json").read_text("utf-8"))["bundles"] == []


# ---- stubs


def metas(entry: SearchEntry) -> dict[str, str]:
    return {m["data-pagefind-meta"]: m["content"] for m in Markup(stub(entry)).all("meta") if "content" in m}


def test_a_stub_holds_what_is_searched() -> None:
    """Title, meeting, office, names and hidden words find an entry beside its text; address, date and kind do not."""
    seen = Markup(stub(SPEECH))
    assert seen.text == SPEECH.text
    assert metas(SPEECH) == {
        "title[content]": "Ann Quill",
        "meeting[content]": "Vierte Runde",
        "role[content]": "Leiterin",
        "names[content]": "Ann Quill, Đông Sơn, Fogton",
        "hidden[content]": "bekämpfung dong",
    }
    assert "2024-04-19" not in stub(SPEECH)


@pytest.mark.parametrize("field", ["title", "text", "meeting", "role", "hidden"])
def test_no_text_of_a_record_steers_the_index(field: str) -> None:
    """Marks of Pagefind and markup in a record's text are words like others."""
    changed: dict[str, Any] = {field: HOSTILE}
    seen = Markup(stub(replace(SPEECH, **changed)))
    assert [tag for tag, _ in seen.elements if tag not in {"html", "head", "meta", "body", "p"}] == []
    assert len(seen.all("meta")) == len(Markup(stub(SPEECH)).all("meta"))
    assert seen.all("p") == [{}]
    assert [name for a in seen.all("body") for name in a] == ["data-pagefind-body"]


def test_hostile_entries_can_be_indexed(tmp_path: Path) -> None:
    """Whatever an entry holds, the index is written, and its columns have the very letters."""
    entry = replace(SPEECH, title=HOSTILE, text=HOSTILE + "\x00\u200b\ud800", people=(HOSTILE,))
    write_bundle(Bundle("2024", "de", (entry,)), tmp_path / "x")
    assert unpacked(tmp_path / "x" / "facets.json.gz")["person"]["values"] == [HOSTILE]


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=400).map(lambda text: f"meetings/{text}/#a.1"),
)
def test_an_address_comes_back_from_its_file_name(address: str) -> None:
    """However long an address and whatever letters it has, its file name is safe and means it alone."""
    name = stub_name(address)
    assert stub_address(f"/{name}") == address
    assert all(0 < len(part) <= 205 and part not in {".", ".."} for part in name.split("/"))
    assert name.isascii()


# ---- columns


tuples = st.lists(st.sampled_from(["a", "b", "ü", ""]), max_size=3).map(tuple)


@given(st.lists(tuples, max_size=6))
def test_columns_hold_every_value(people: Sequence[tuple[str, ...]]) -> None:
    """The values of each entry can be read back from the column, each once."""
    entries = [replace(SPEECH, address=f"a#{n}", people=values) for n, values in enumerate(people)]
    columns = facet_columns(entries, {entry.address: f"id{n}" for n, entry in enumerate(entries)})
    column: Any = columns["person"]
    rows = [row if isinstance(row, list) else [row] for row in column["rows"]]
    assert [tuple(column["values"][n] for n in row) for row in rows] == [tuple(dict.fromkeys(v)) for v in people]
    assert column["values"] == sorted(set(column["values"]))
