from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.package import opensearch
from generator.package.opensearch import bulk_files, document, index_settings
from generator.site.page import SearchEntry


def entry(address: str = "meetings/m/#k1", **fields: Any) -> SearchEntry:
    """Return an entry of the year 2024."""
    given = {"kind": "conclusion", "title": "Talk", "text": "Go on.", "bundle": "2024", "year": "2024"}
    return SearchEntry(address=address, **given | fields)


def sent(body: bytes) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Read a bulk request as its documentation says: lines ended by a line feed, the last one too, in pairs."""
    assert body.endswith(b"\n")
    lines = body[:-1].split(b"\n")
    assert len(lines) % 2 == 0
    read = [json.loads(line) for line in lines]
    pairs = list(zip(read[::2], read[1::2], strict=True))
    for action, _ in pairs:
        assert action.keys() == {"index"}
        assert action["index"].keys() == {"_index", "_id"}
        assert len(action["index"]["_id"].encode()) <= 512
    return pairs


def test_every_entry_is_an_action_and_a_document() -> None:
    """An entry is kept under its address, with the fields of the site's search; what is empty is left out."""
    ((name, body),) = bulk_files([entry(people=("Ann", "Ann", "Bob"), date="2024-05")], "archive")
    assert name == "bulk-0001.ndjson"
    assert sent(body) == [
        (
            {"index": {"_index": "archive", "_id": "meetings/m/#k1"}},
            {
                "address": "meetings/m/#k1",
                "title": "Talk",
                "text": "Go on.",
                "date": "2024-05",
                "kind": ["conclusion"],
                "person": ["Ann", "Bob"],
                "year": ["2024"],
            },
        )
    ]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_breaks_a_line(text: str) -> None:
    """Whatever an entry says, it is one line and is read back as it was."""
    ((_, body),) = bulk_files([entry(text=text or "x")], "archive")
    assert [found["text"] for _, found in sent(body)] == [text or "x"]


def test_files_stay_below_what_servers_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file ends before it would be too large, no entry is cut, and none is lost."""
    monkeypatch.setattr(opensearch, "BULK_BYTES", 1000)
    entries = [entry(f"meetings/m/#k{n}", text="x" * 300) for n in range(9)]
    files = list(bulk_files(entries, "archive"))
    assert [name for name, _ in files] == [f"bulk-{n:04}.ndjson" for n in range(1, len(files) + 1)]
    assert all(len(body) <= 1000 for _, body in files)
    assert [action["index"]["_id"] for _, body in files for action, _ in sent(body)] == [e.address for e in entries]


def test_every_field_has_a_mapping() -> None:
    """The index takes exactly the fields that documents can have: `dynamic: strict` refuses any other."""
    whole = entry(
        people=("A",), districts=("B",), issues=("C",), organizations=("D",), date="2024", language="de",
        names=("E",), meeting="M", role="R", status="open",
    )  # fmt: skip
    body = json.loads(index_settings("de"))
    assert body["mappings"]["dynamic"] == "strict"
    assert set(body["mappings"]["properties"]) == set(document(whole))


@pytest.mark.parametrize(("language", "stems"), [("de", "light_german"), ("de-AT", "light_german"), ("vi", None)])
def test_stems_are_those_of_the_records(language: str, stems: str | None) -> None:
    """A language with a stemmer is searched by stems, another by whole words, both without accents."""
    analysis = json.loads(index_settings(language))["settings"]["analysis"]
    assert analysis.get("filter", {}).get("stems", {}).get("language") == stems
    filters = analysis["analyzer"]["words"]["filter"]
    assert filters[:2] == ["lowercase", "asciifolding"]
    assert ("stems" in filters) == bool(stems)
