from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.records.addresses import decode_addresses, is_address, list_of, lists_with

PATH = "records/addresses"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("people/orla-venn", True),
        ("meetings/2024-04-19-review#k1", True),
        ("meetings/2024-04-19-review#orla-venn.1", True),
        ("people/Orla", False),
        ("orla-venn", False),
        ("people/orla-venn/", False),
        ("places/here", False),
        ("people/../x", False),
        ("", False),
    ],
)
def test_what_is_an_address(text: str, right: bool) -> None:
    """An address is a kind, an id and perhaps a place on the page; nothing that could lead out of the site is one."""
    assert is_address(text) == right


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("people/ann", "people.txt"),
        ("meetings/2024-04-19-review#k1", "meetings-2024.txt"),
        ("meetings/zettel", "meetings-other.txt"),
    ],
)
def test_each_address_has_one_list(address: str, name: str) -> None:
    """A list a kind, and of meetings one a year, so that two proposals seldom touch the same file."""
    assert list_of(address) == name


def test_nothing_is_ever_taken_off_a_list() -> None:
    """What was published stays, what is new comes in, each once and in order."""
    noted, _ = decode_addresses({f"{PATH}/people.txt": "people/bob\n<<<<<<< ours\npeople/ann\n"})
    assert lists_with(noted.published, ["people/carl", "people/ann", "issues/fog"]) == {
        "issues.txt": "issues/fog\n",
        "people.txt": "people/ann\npeople/bob\npeople/carl\n",
    }


@pytest.mark.parametrize(
    ("name", "text", "code", "line", "column"),
    [
        ("moved.yml", "people/ann: Ann\n", "wrong-value", 1, 13),
        ("moved.yml", "Ann: people/ann\n", "wrong-value", 1, 1),
        ("moved.yml", "- people/ann\n", "wrong-value", 1, 1),
        ("removed.yml", "people/ann:\n", "wrong-value", 1, 12),
        ("removed.yml", "people/ann: [a]\n", "wrong-value", 1, 13),
        ("removed.yml", "people/ann: a\npeople/ann: b\n", "duplicate-key", 2, 1),
        ("removed.yml", "a: b: c\n", "yaml-syntax", 1, 5),
    ],
)
def test_lines_that_say_nothing(name: str, text: str, code: str, line: int, column: int) -> None:
    """Each line that cannot be understood is told at its place."""
    _, problems = decode_addresses({f"{PATH}/{name}": text})
    assert [(p.code, p.span.path, p.span.line, p.span.column) for p in problems] == [(code, f"{PATH}/{name}", line, column)]


def test_moved_and_removed_at_once() -> None:
    """An address has one fate."""
    files = {f"{PATH}/moved.yml": "people/a: people/b\n", f"{PATH}/removed.yml": "people/a: Why not.\n"}
    assert [p.code for p in decode_addresses(files)[1]] == ["duplicate-key"]


@given(st.text(), st.sampled_from(["moved.yml", "removed.yml", "people.txt"]))
def test_no_text_stops_the_reading(text: str, name: str) -> None:
    """Whatever stands in a file, it is read or reported."""
    noted, _ = decode_addresses({f"{PATH}/{name}": text})
    assert all(is_address(address) for address in (*noted.moved, *noted.removed))
