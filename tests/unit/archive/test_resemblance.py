"""People whose names resemble each other: who is told, who is left in peace, and how long it takes."""

from __future__ import annotations

import time

import pytest

from generator.archive.resemblance import resembling

QUILL = {"ann-quill": ["Ann Quill"]}


@pytest.mark.parametrize(
    ("other", "names"),
    [
        ("ann-qill", ["Ann Qill"]),
        ("ann-qiull", ["Ann Qiull"]),
        ("ann-quilll", ["Ann Quilll"]),
        ("ann-quell", ["Ann Quell"]),
        ("anne-quill", ["Anne Quill"]),
        ("quill-ann", ["Quill Ann"]),
        ("quill-ann", ["Ánn Qùill"]),
        ("quill-ann", ["Somebody Else", "ann quill"]),
    ],
)
def test_resembling(other: str, names: list[str]) -> None:
    """A slip of the keyboard, other accents, another order of the words: each pair is told once."""
    found = list(resembling(QUILL | {other: names}))
    assert len(found) == 1
    assert set(found[0]) == {"ann-quill", other}


@pytest.mark.parametrize(
    ("other", "names"),
    [
        ("ann-quince", ["Ann Quince"]),
        ("ann-guill", ["Ann Guill"]),
        ("bob-quill", ["Bob Quill"]),
        ("ann-quill-farmer", ["Ann Quill"]),
        ("ann-qill-2", ["Ann Qill"]),
        ("ann", ["Ann"]),
        ("ann-b-quill", ["Ann B Quill"]),
    ],
)
def test_not_resembling(other: str, names: list[str]) -> None:
    """Other names are other people; so is whoever has an id with a word of its own, whatever the name."""
    assert list(resembling(QUILL | {other: names})) == []


def test_words_that_others_bear() -> None:
    """A word that several people bear is no slip: Hoa and Hoan are two names where each is borne by two."""
    names = {"tran-thi-hoa": ["Trần Thị Hoa"], "tran-thi-hoan": ["Trần Thị Hoan"]}
    assert len(list(resembling(names))) == 1
    assert list(resembling(names | {"le-hoa": ["Lê Hoa"], "le-hoan": ["Lê Văn Hoan"]})) == []


def test_one_report_each() -> None:
    """Who resembles several is told once."""
    found = list(resembling({"ann-quill": ["Ann Quill"], "ann-quil": ["Ann Quil"], "ann-quilll": ["Ann Quilll"]}))
    assert len({first for first, _ in found}) == len(found)


def test_many_names_at_once() -> None:
    """Ten thousand people take no longer than their number asks for."""
    syllables = [
        a + b for a in "bdghklmnprst" for b in ("a", "e", "i", "o", "u", "an", "en", "in", "on", "un", "ai", "oa")
    ]
    names = {
        f"{a}-{b}-{n}": [f"{a} {b} {c}"]
        for n, (a, b, c) in enumerate(
            (syllables[n % 144], syllables[n * 7 % 143], syllables[n * 31 % 139] + syllables[n % 11])
            for n in range(10_000)
        )
    }
    start = time.perf_counter()
    list(resembling(names))
    assert time.perf_counter() - start < 5
