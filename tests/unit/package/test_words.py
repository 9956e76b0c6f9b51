from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from generator.package.words import ROWS_OF_A_FILE, TEXTS_OF_A_FILE, DiskIndex, folded, shard_of
from generator.site.page import SearchEntry


def entry(title: str, text: str = "", **fields: Any) -> SearchEntry:
    """Return an entry of a meeting."""
    return SearchEntry(address="meetings/m/", kind="meeting", title=title, text=text, bundle="2024", **fields)


def indexed(entries: Iterable[SearchEntry]) -> dict[str, Any]:
    """Return what the files of an index hold, by name."""
    index = DiskIndex()
    files = [*index.add(entries), *index.finish()]
    assert len({name for name, _ in files}) == len(files)
    return {name.removeprefix("search/disk/").removesuffix(".js"): content(data) for name, data in files}


def content(data: bytes) -> Any:
    """Return what a script hands over, as a browser reads it."""
    text = data.decode()
    assert text.startswith("archiveDisk(")
    assert text.endswith(");\n")
    return json.loads("[" + text.removeprefix("archiveDisk(").removesuffix(");\n") + "]")[1]


def places(steps: Sequence[int]) -> list[int]:
    """Return the numbers that steps stand for."""
    return [sum(steps[: n + 1]) for n in range(len(steps))]


def test_words_lead_to_their_entries() -> None:
    """Each word leads to the entries that hold it, marked where it stands in the title."""
    files = indexed([entry("Deich", "Wasser"), entry("Wasser", "Der Deich, der Deich")])
    assert places(files["w-de"]["words"]["deich"]) == [1, 2]
    assert places(files["w-wa"]["words"]["wasser"]) == [0, 3]


def test_accents_do_not_matter() -> None:
    """Words are kept as they are typed on a plain keyboard."""
    assert [folded(word) for word in ("Đông", "Straße", "Nguyễn", "Œuvre", "ÉTÉ", "plain")] == [
        "dong", "strasse", "nguyen", "oeuvre", "ete", "plain",
    ]  # fmt: skip
    assert shard_of("đ") == "w-_"
    assert shard_of(folded("Đông")) == "w-do"


def test_parts_of_compounds_lead_to_them() -> None:
    """A part at the end of a compound leads to it, where the archive knows the part or the rest."""
    files = indexed([entry("Korruptionsbekämpfung"), entry("Korruption")])
    assert files["w-be"]["parts"] == {"bekampfung": ["korruptionsbekampfung"]}


def test_facets_are_numbers() -> None:
    """Each entry has its facets as places in one list, and its date."""
    files = indexed([entry("A", people=("Ann", "Bob"), date="2024-05", year="2024"), entry("B", people=("Bob",))])
    assert files["about"]["facets"]["person"] == ["Ann", "Bob"]
    person = 1 + list(files["about"]["facets"]).index("person")
    assert [row[person] for row in files["c-0"]] == [[0, 1], 1]
    assert [row[0] for row in files["c-0"]] == ["2024-05", ""]


def test_files_stay_small() -> None:
    """Texts and rows are cut into files of a fixed number of entries, the last with the rest."""
    files = indexed(entry(f"T{n}") for n in range(ROWS_OF_A_FILE + 1))
    assert [len(files[name]) for name in ("c-0", "c-1")] == [ROWS_OF_A_FILE, 1]
    assert len(files["t-0"]) == TEXTS_OF_A_FILE
    assert len(files[f"t-{ROWS_OF_A_FILE // TEXTS_OF_A_FILE}"]) == 1
    assert files["about"]["entries"] == ROWS_OF_A_FILE + 1


def test_texts_cannot_leave_their_place() -> None:
    """Whatever a record says is data in the script: it is read back as it was."""
    text = '</script>");alert(1);//\u2028\u2029\\'
    assert indexed([entry("T", text)])["t-0"][0][2] == text
