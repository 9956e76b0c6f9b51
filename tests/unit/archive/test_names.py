from __future__ import annotations

import unicodedata

import pytest

from generator.archive.names import Name, NameFinder, NameIndex, Ref, fold, slug
from generator.records.model import Kind

ANN = Ref(Kind.PERSON, "ann-quill")
BOB = Ref(Kind.PERSON, "bob-quill")
DUC = Ref(Kind.PERSON, "do-duc")
MERE = Ref(Kind.DISTRICT, "mere")
MERE_BOARD = Ref(Kind.ORGANIZATION, "mere")

NAMES = (
    Name("Ann Quill", ANN),
    Name("Quill", ANN),
    Name("Quill", BOB),
    Name("Bob Quill", BOB),
    Name("Đỗ Đức", DUC),
    Name("Mere", MERE),
    Name("Mere Board", MERE_BOARD),
    Name("MB", MERE_BOARD, in_text=False),
)
INDEX = NameIndex([ANN, BOB, DUC, MERE, MERE_BOARD], NAMES)
FINDER = NameFinder(NAMES)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Thị Lúa", "dang thi lua"),
        ("  Große\tStraße ", "grosse strasse"),
        (unicodedata.normalize("NFD", "Bến Lửng"), "ben lung"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """A folded text is lowercase ASCII with single spaces, whatever form its accents have."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Beratung über Đông Sơn", "beratung-uber-dong-son"),
        ("Was nun? – Drei Fragen!", "was-nun-drei-fragen"),
        ("“…”", "x"),
        ("a" * 79 + " b", "a" * 79),
    ],
)
def test_slug(text: str, address: str) -> None:
    """An address is ASCII, at most 80 characters, never empty and never ends in a hyphen."""
    assert slug(text) == address


@pytest.mark.parametrize(
    ("text", "kinds", "expected"),
    [
        ("ann-quill", (Kind.PERSON,), {ANN}),
        ("Ann Quill", (Kind.PERSON,), {ANN}),
        ("  Ann   Quill ", (Kind.PERSON,), {ANN}),
        ("Quill", (Kind.PERSON,), {ANN, BOB}),
        ("mere", (Kind.DISTRICT, Kind.ORGANIZATION), {MERE, MERE_BOARD}),
        ("districts/mere", (Kind.DISTRICT, Kind.ORGANIZATION), {MERE}),
        ("districts/mere", (Kind.ORGANIZATION,), set()),
        ("mere", (Kind.ISSUE,), set()),
        ("MB", (Kind.ORGANIZATION,), {MERE_BOARD}),
        ("ann quill", (Kind.PERSON,), set()),
    ],
)
def test_candidates(text: str, kinds: tuple[Kind, ...], expected: set[Ref]) -> None:
    """A reference means the records with this id, else those with exactly this name, of the kinds asked for."""
    assert set(INDEX.candidates(text, kinds)) == expected


def test_candidates_prefer_an_id_to_a_name() -> None:
    """Where a text is one record's id and another's name, the id counts."""
    index = NameIndex([ANN, BOB], [Name("bob-quill", ANN)])
    assert index.candidates("bob-quill", (Kind.PERSON,)) == (BOB,)


def test_candidates_in_any_normal_form() -> None:
    """A name is found whether its accents are composed or not."""
    decomposed = unicodedata.normalize("NFD", "Đỗ Đức")
    assert decomposed != "Đỗ Đức"
    assert INDEX.candidates(decomposed, (Kind.PERSON,)) == (DUC,)


@pytest.mark.parametrize(
    ("text", "first"),
    [("ann-qiull", ANN), ("Quill Ann", ANN), ("do duc", DUC), ("Mere Borad", MERE_BOARD)],
)
def test_nearest(text: str, first: Ref) -> None:
    """A misspelt id or name, words swapped or accents left out, leads to the record that was meant."""
    found = INDEX.nearest(text, tuple(Kind))
    assert found
    assert found[0].ref == first


@pytest.mark.parametrize("text", ["an", "zzz-yyy-xxx", ""])
def test_nearest_suggests_nothing_silly(text: str) -> None:
    """What resembles nothing, or is too short to resemble anything, gets no suggestion."""
    assert INDEX.nearest(text, tuple(Kind)) == ()


def test_nearest_keeps_to_the_kinds() -> None:
    """Only records of the kinds that the field may hold are suggested."""
    assert {name.ref for name in INDEX.nearest("meres", (Kind.DISTRICT,))} == {MERE}


def found(text: str) -> list[tuple[str, set[Ref]]]:
    return [(text[m.start : m.end], set(m.refs)) for m in FINDER.names(text)]


def test_finder_takes_whole_words() -> None:
    """A name inside a longer word is no mention."""
    assert found("Merely the Mere, not Cashmere.") == [("Mere", {MERE})]


def test_finder_takes_the_longest() -> None:
    """Where one name contains another, the longer one is meant."""
    assert found("Mere Board and Mere") == [("Mere Board", {MERE_BOARD}), ("Mere", {MERE})]


def test_finder_keeps_all_bearers() -> None:
    """A name that two people bear is found with both."""
    assert found("says Quill.") == [("Quill", {ANN, BOB})]


def test_finder_leaves_abbreviations() -> None:
    """A short name is never linked in running text."""
    assert found("MB agrees") == []


def test_finder_leaves_a_letter_with_a_further_accent() -> None:
    """A name whose last letter carries one more accent in the text is another word."""
    assert found("Mere\N{COMBINING ACUTE ACCENT}") == []
    assert found("Đỗ Đức") == [("Đỗ Đức", {DUC})]


@pytest.mark.parametrize("before", [65_530, 65_535, 65_536, 131_070])
def test_finder_reads_long_texts(before: int) -> None:
    """Wherever in a long text a name stands it is found once, as in a short one."""
    text = "x" * before + " Mere Board and Mere"
    assert found(text) == [("Mere Board", {MERE_BOARD}), ("Mere", {MERE})]
    assert len(found("Mere Board and Mere. " * 10_000)) == 20_000


def test_finder_bounds_names_that_begin_with_each_other() -> None:
    """Nobody is called by a hundred names of which each begins with the one before: only the first few are sought."""
    finder = NameFinder([Name(" ".join("a" * count), ANN) for count in range(2, 150)])
    lengths = [mention.end - mention.start for mention in finder.names("a " * 1_000)]
    assert max(lengths) == len(" ".join("a" * 9))


def test_finder_of_nothing() -> None:
    """An archive without names finds none."""
    assert NameFinder([]).names("Ann Quill") == ()


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("Korruptionsbekämpfung", True),
        ("die korruptionsfälle", True),
        ("Korruptio", False),
        ("die Antikorruption", False),
        ("Vor Lũ lụt warnen", True),
        ("lu lut", True),
        ("lu lutt", False),
    ],
)
def test_finder_of_issues(text: str, hit: bool) -> None:
    """A term matches folded whole words, and with `*` words that begin with it."""
    issue = Ref(Kind.ISSUE, "x")
    finder = NameFinder([], [Name("korruption*", issue), Name("lũ lụt", issue)])
    assert finder.issues(text) == ({issue} if hit else frozenset())
