from __future__ import annotations

import re
import unicodedata
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import (
    CATALOGUE,
    Problem,
    Related,
    Severity,
    Span,
    errors,
    in_order,
    printable,
    render_problem,
)

ERROR = Problem("bad-date", Span("r/a.yml", 2, 7, 3), "no date", "year first")
WARNING = Problem("unexpected-file", Span("r/b.txt"), "no record")
NOTE = Problem("no-text", Span("r/a.yml"), "silent")


# ---- what a problem is


@pytest.mark.parametrize("code", CATALOGUE)
def test_code(code: str) -> None:
    """A code is kebab-case, weighs something and has a meaning that is one sentence."""
    severity, meaning = CATALOGUE[code]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert isinstance(severity, Severity)
    assert meaning[0].isupper()
    assert meaning.endswith(".")


def test_severity() -> None:
    """A problem weighs what the catalogue says of its code."""
    assert (ERROR.severity, WARNING.severity, NOTE.severity) == (Severity.ERROR, Severity.WARNING, Severity.INFO)


def test_code_outside_the_catalogue() -> None:
    """A code that the catalogue does not know cannot be reported."""
    with pytest.raises(KeyError):
        _ = Problem("made-up", Span("a"), "m").severity


def test_errors() -> None:
    """Only errors forbid a build; where it is strict warnings do too, notes never."""
    assert errors([NOTE, WARNING, ERROR]) == (ERROR,)
    assert errors([NOTE, WARNING, ERROR], strict=True) == (WARNING, ERROR)
    assert errors([NOTE], strict=True) == ()


ORDERED = (
    Problem("bad-date", Span("a.yml", 2, 9), "m"),
    Problem("bad-date", Span("a.yml", 10, 1), "m"),
    Problem("bad-date", Span("a.yml", 10, 2), "a"),
    Problem("bad-date", Span("a.yml", 10, 2), "b"),
    Problem("bad-id", Span("a.yml", 10, 2), "a"),
    Problem("bad-date", Span("b.yml", 1, 1), "m"),
)


@pytest.mark.parametrize("order", list(permutations(range(len(ORDERED))))[::37])
def test_order(order: tuple[int, ...]) -> None:
    """Problems come by file, line as a number, column, code and message, however they were found."""
    assert in_order([ORDERED[n] for n in order]) == ORDERED


def test_order_drops_echoes() -> None:
    """The same problem found twice is told once."""
    assert in_order([ERROR, NOTE, ERROR]) == (NOTE, ERROR)


# ---- how it reads on a terminal


def test_with_its_line() -> None:
    """Place, weight and code come first, then the line with a caret below it, then what to type instead."""
    assert render_problem(ERROR, ["name: x", "date: abc # no"]) == (
        "r/a.yml:2:7: error[bad-date]\n"
        "    2 | date: abc # no\n"
        "      |       ^^^ no date\n"
        "  help: year first"
    )  # fmt: skip


def test_without_its_line() -> None:
    """Where the file's lines are not known the message stands alone, and no empty help is offered."""
    assert render_problem(WARNING) == "r/b.txt:1:1: warning[unexpected-file]\n  no record"


def test_line_beyond_the_file() -> None:
    """A place behind the last line is told without a line."""
    assert render_problem(ERROR, ["only one"]) == "r/a.yml:2:7: error[bad-date]\n  no date\n  help: year first"


def test_related() -> None:
    """Other places that belong to it follow, one a line."""
    related = (Related(Span("r/b.yml", 3, 4), "the other"), Related(Span("r/c.yml"), "a third"))
    shown = render_problem(Problem("duplicate-id", Span("r/a.yml"), "twice", related=related))
    assert shown.splitlines()[-2:] == ["  see r/b.yml:3:4: the other", "  see r/c.yml:1:1: a third"]


def below(line: str, column: int, length: int) -> tuple[str, str]:
    """The line as shown and the line of carets below it, both without the gutter."""
    shown = render_problem(Problem("bad-date", Span("a", 1, column, length), "!"), [line])
    source, carets = shown.splitlines()[1:]
    assert source.startswith("    1 | ")
    assert carets.startswith("      | ")
    return source[8:], carets[8:].removesuffix(" !")


@pytest.mark.parametrize(
    ("line", "column", "length", "carets"),
    [
        ("abcdef", 3, 2, "  ^^"),
        ("abcdef", 1, 1, "^"),
        ("abc", 4, 1, "   ^"),
        ("abc", 2, 0, " ^"),
        ("", 1, 1, "^"),
        ("\tabc", 2, 3, " ^^^"),
        ("a\tb", 3, 1, "  ^"),
        ("名前: 甲乙", 5, 2, "      ^^^^"),
        ("ｆｕll", 3, 2, "    ^^"),
        (unicodedata.normalize("NFD", "ế: ồ"), 6, 3, "   ^"),
        (unicodedata.normalize("NFD", "é") + "b", 3, 1, " ^"),
        ("🙂 b", 3, 1, "   ^"),
        ("a\u200bb", 3, 1, " " * 9 + "^"),
        ("a\u200bb", 2, 1, " " + "^" * 8),
        ("abc", 2, 99, " ^^"),
    ],
)
def test_caret(line: str, column: int, length: int, carets: str) -> None:
    """The caret stands under its text: wide letters count two columns, combining marks none, a tab one blank."""
    assert below(line, column, length)[1] == carets


def test_tab_is_shown_as_one_blank() -> None:
    """A tab would move the text away from its caret."""
    assert below("\t- a", 2, 1)[0] == " - a"


@pytest.mark.parametrize("column", [1, 2, 50, 51, 52, 99, 500, 990, 997])
def test_long_line(column: int) -> None:
    """Of a long line a window around the place is shown, with the caret still under its text."""
    line = "".join(f"{n:04}" for n in range(250))
    shown, carets = below(line, column, 4)
    assert len(shown) <= 100
    assert shown in line
    start = len(carets) - len(carets.lstrip())
    assert shown[start : start + 4] == line[column - 1 : column + 3]


def test_long_place() -> None:
    """The carets never reach beyond what is shown."""
    shown, carets = below("x" * 500, 300, 150)
    assert len(carets) <= len(shown)


def test_large_line_numbers_keep_the_gutter() -> None:
    """A line number of six digits moves the line and its caret alike."""
    shown = render_problem(Problem("bad-date", Span("a", 100_000, 2), "!"), ["ab"] * 100_000)
    assert shown.splitlines()[1:] == ["100000 | ab", "       |  ^ !"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Đỗ Đức – „ja“ 🙂", "Đỗ Đức – „ja“ 🙂"),
        ("a\x1b[31mb", "a\\u{1b}[31mb"),
        ("a\nb\r\tc\x00", "a\\u{a}b\\u{d}\\u{9}c\\u{0}"),
        ("\u202egnp.exe", "\\u{202e}gnp.exe"),
        ("x\u200by\u2028z", "x\\u{200b}y\\u{2028}z"),
        ("\udcff", "\\u{dcff}"),
        ("\x9b31m", "\\u{9b}31m"),
        ("##[add-path]x, ###[ and ## [", "#\\u{23}[add-path]x, ##\\u{23}[ and ## ["),
    ],
)
def test_printable(text: str, shown: str) -> None:
    """Control and format characters become their code points; everything that can be seen stays."""
    assert printable(text) == shown


ANY = st.text(st.characters(exclude_categories=()), max_size=150)
"""Any characters at all, halves of pairs too."""


@given(texts=st.tuples(ANY, ANY, ANY, ANY), column=st.integers(1, 200), length=st.integers(0, 200))
def test_nothing_steers_the_terminal(texts: tuple[str, str, str, str], column: int, length: int) -> None:
    """Whatever a record and its name hold, the rendering has its own line breaks and no other control character."""
    path, line, message, hint = texts
    related = (Related(Span(path), message),)
    shown = render_problem(Problem("bad-date", Span(path, 1, column, length), message, hint, related), [line])
    assert shown.count("\n") == (4 if hint else 3)
    unseen = {c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert unseen <= {"\n"}
