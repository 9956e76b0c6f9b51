from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.problems import Problem, Span
from generator.records.nodes import MAX_DEPTH, Located, Path, locate
from tests.unit.records.conftest import inside


def read(text: str) -> Located:
    located, problems = locate("a.yml", text)
    assert problems == ()
    assert located is not None
    return located


def refused(text: str) -> Problem:
    located, problems = locate("a.yml", text)
    assert located is None
    assert len(problems) == 1
    return problems[0]


def at(span: Span, text: str) -> str:
    """The words at a place."""
    assert span.path == "a.yml"
    return text.split("\n")[span.line - 1][span.column - 1 :][: span.length]


# ---- values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: no", {"a": "no"}),
        ("a: 0123", {"a": "0123"}),
        ("a: 14:30", {"a": "14:30"}),
        ("a: 1e3", {"a": "1e3"}),
        ("a: 2024-04-19", {"a": "2024-04-19"}),
        ("a: true\nno: yes", {"a": "true", "no": "yes"}),
        ("a: null\nb: ~", {"a": "null", "b": "~"}),
        ("a:\nb: ''\nc: \"\"", {"a": None, "b": "", "c": ""}),
        ("a: [b, 1, '', ]", {"a": ["b", "1", ""]}),
        ("a:\n- \n- b", {"a": [None, "b"]}),
        ("a: {b: {c: d}}", {"a": {"b": {"c": "d"}}}),
        ("a: 'it''s'", {"a": "it's"}),
        ('a: "x\\ty"', {"a": "x\ty"}),
        ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
        ("a: >\n  one\n  two\n", {"a": "one two\n"}),
        ("a: one\n  two", {"a": "one two"}),
        ("# only\n", None),
        ("", None),
        ("---\na: b\n", {"a": "b"}),
        ("words", "words"),
        ("- a", ["a"]),
    ],
)
def test_values(text: str, value: object) -> None:
    """Scalars stay text whatever they look like; only what is not there at all is None."""
    assert read(text).value == value


# ---- places

PLACED = """\
title: Rede – ü
speakers:
  - person: lê-x
    role: "Chefin: hier"
  - bob
places: [Mere, 'Bến Lửng']
empty:
text: |
  one
  two
far:   deep
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), "title", "Rede – ü"),
        (("speakers",), "speakers", "-"),
        (("speakers", 0), "p", "p"),
        (("speakers", 0, "person"), "person", "lê-x"),
        (("speakers", 0, "role"), "role", '"Chefin: hier"'),
        (("speakers", 1), "bob", "bob"),
        (("places",), "places", "["),
        (("places", 1), "'Bến Lửng'", "'Bến Lửng'"),
        (("text",), "text", "|"),
        (("far",), "far", "deep"),
    ],
)
def test_places(path: Path, key: str, value: str) -> None:
    """Every key and value knows its line, its column in characters and its length; an item of a list is its own key."""
    located = read(PLACED)
    assert at(located.key(path), PLACED) == key
    assert at(located.span(path), PLACED) == value


@pytest.mark.parametrize(
    ("path", "span"),
    [
        (("title",), Span("a.yml", 1, 8, 8)),
        (("speakers", 0, "role"), Span("a.yml", 4, 11, 14)),
        (("empty",), Span("a.yml", 7, 7, 1)),
        (("text",), Span("a.yml", 8, 7, 1)),
        ((), Span("a.yml", 1, 1, 1)),
    ],
)
def test_exact_places(path: Path, span: Span) -> None:
    """Lines and columns count from one; a value of several lines stands on its first, an empty one behind its key."""
    assert read(PLACED).span(path) == span


def test_place_of_what_is_not_there() -> None:
    """What is not there is placed at the nearest thing around it."""
    located = read(PLACED)
    assert located.span(("speakers", 0, "kind", 3)) == located.span(("speakers", 0))
    assert located.key(("speakers", 7)) == located.span(("speakers",))
    assert Located(None).span(("x",)) == Span("")


def test_first_line() -> None:
    """In the front matter of a meeting lines count from the top of the file."""
    located, _ = locate("a.md", "title: T\nplaces: [a]\n", first_line=2)
    assert located is not None
    assert located.key(("places",)) == Span("a.md", 3, 1, 6)
    _, (problem,) = locate("a.md", "title: T\nplaces: [a\n", first_line=2)
    assert problem.span.line == 3


def test_wide_characters_count_as_one() -> None:
    """Columns count characters, also beyond the first plane and where accents stand apart."""
    text = "{🙂: '名前', e\u0301: x}"
    located = read(text)
    assert at(located.span(("🙂",)), text) == "'名前'"
    assert at(located.key(("e\u0301",)), text) == "e\u0301"


# ---- doubled keys


def test_doubled_key() -> None:
    """A field that is given twice is told at the second place, with the first; the first value counts."""
    located, problems = locate("a.yml", "a: 1\nb: 2\na: 3\n")
    assert located is not None
    assert located.value == {"a": "1", "b": "2"}
    (problem,) = problems
    assert (problem.code, problem.span) == ("duplicate-key", Span("a.yml", 3, 1, 1))
    assert [related.span for related in problem.related] == [Span("a.yml", 1, 1, 1)]


def test_doubled_key_three_times_and_deep() -> None:
    """Each further time is told; the same word in another place is another field."""
    located, problems = locate("a.yml", "a: {b: 1, b: 2}\nc: {b: 1}\na: 2\na: 3\n")
    assert located is not None
    assert located.value == {"a": {"b": "1"}, "c": {"b": "1"}}
    assert [(p.span.line, p.related[0].span.line) for p in problems] == [(1, 1), (3, 1), (4, 1)]


def test_doubled_key_keeps_the_places_of_the_first() -> None:
    """The value that is left out neither moves the places of the first nor hides what is wrong in itself."""
    located, problems = locate("a.yml", "a: {b: 1}\na:\n  b: 2\n  b: 3\n")
    assert located is not None
    assert located.span(("a", "b")) == Span("a.yml", 1, 8, 1)
    assert [(p.code, p.span.line) for p in problems] == [("duplicate-key", 2), ("duplicate-key", 4)]


# ---- what YAML can do and records do not


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: &x b", 1, 4, "anchors"),
        ("a: &x [b]", 1, 4, "anchors"),
        ("a: &x {b: c}", 1, 4, "anchors"),
        ("&x a: b", 1, 1, "anchors"),
        ("a: b\nc: *x", 2, 4, "aliases"),
        ("*x : b", 1, 1, "aliases"),
        ("a: !!str b", 1, 4, "tags"),
        ("a: !ENV HOME", 1, 4, "tags"),
        ("a: ! b", 1, 4, "tags"),
        ("a: !!python/object/apply:os.system [b]", 1, 4, "tags"),
        ("!x {a: b}", 1, 1, "tags"),
        ("a: b\n<<: {c: d}", 2, 1, "merge keys"),
        ("a:\n  <<: [b]", 2, 3, "merge keys"),
        ("a: b\n---\nc: d", 2, 1, "a second document"),
        ("---\na: b\n---", 3, 1, "a second document"),
        ("? [a]\n: b", 1, 3, "a plain word"),
        ("? {a: b}\n: c", 1, 3, "a plain word"),
        ("[a]: b", 1, 1, "a plain word"),
    ],
)
def test_refused_features(text: str, line: int, column: int, words: str) -> None:
    """What can mean more than it says is refused where it stands, with what to do instead."""
    problem = refused(text)
    assert problem.code == "yaml-feature"
    assert (problem.span.line, problem.span.column) == (line, column)
    assert words in problem.message
    assert problem.hint


def test_value_of_a_tag_is_never_told() -> None:
    """A tag that other programs fill from the environment is refused as it is written."""
    assert refused("a: !ENV HOME").message == "tags (`!name`) are not used in records"


def test_alias_bomb() -> None:
    """A file that would unfold to a billion values is refused at its first anchor, at once."""
    levels = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    levels += [f"{key}: &{key} [{', '.join([f'*{above}'] * 9)}]" for above, key in pairwise("abcdefghi")]
    before = time.perf_counter()
    problem = refused("\n".join(levels))
    assert (problem.code, problem.span) == ("yaml-feature", Span("a.yml", 1, 4, 1))
    assert time.perf_counter() - before < 1


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 50, 900, 5_000, 200_000])
@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_too_deep(opening: str, depth: int) -> None:
    """However deep it is nested, and whoever notices first, it is refused as too deep."""
    before = time.perf_counter()
    problem = refused(("" if opening == "- " else "a: ") + opening * depth)
    assert problem.code == "too-deep"
    assert problem.span.line == 1
    assert time.perf_counter() - before < 2


def test_deep_enough() -> None:
    """What is nested just as deep as allowed is read."""
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).value is not None


# ---- what is no YAML


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        ("a: b: c", 1, 5, "a colon stands in text without quotes", "write a: 'b: c'"),
        ("x: y\n- t: it's: c", 2, 1, "this line does not fit the lines around it", None),
        ("- t: it's: c", 1, 10, "a colon stands in text without quotes", "write - t: 'it''s: c'"),
        ("a: b:", 1, 5, "a colon stands in text without quotes", "write a: 'b:'"),
        ("a: b\n  c: d", 2, 4, "this line is indented deeper than its neighbours", "indent it like the line above"),
        ("a:\n\tb: c", 2, 1, "a tab stands in the indentation", "use spaces: two for each level"),
        ("\ta: b", 1, 1, "a tab stands in the indentation", "use spaces: two for each level"),
        ("a:\n  - b\n\t- c", 3, 1, "a tab stands in the indentation", "use spaces: two for each level"),
        ("a: @b", 1, 4, "text cannot begin with “@” without quotes", "write '@b'"),
        ("a: `b` c", 1, 4, "text cannot begin with “`” without quotes", "write '`b` c'"),
        ("a: %b", 1, 4, "text cannot begin with “%” without quotes", "write '%b'"),
        ("a: 'b", 1, 6, "a quotation mark or bracket is never closed", None),
        ('a: "b\nc: d', 2, 5, "a quotation mark or bracket is never closed", None),
        ("a: [b", 1, 6, "a quotation mark or bracket is never closed", None),
        ("a: {b: c", 1, 9, "a quotation mark or bracket is never closed", None),
        ("a: - b", 1, 4, "a list begins on a line of its own", "write `- …` below the field"),
        ("a:\n  - b\n - c", 3, 2, "this line does not fit the lines around it", None),
        ("a: b\nc", 2, 2, "this line does not fit the lines around it", None),
        ("a: b\nc\nd: e", 3, 1, "this line does not fit the lines around it", None),
        ("a: b\n- c", 2, 1, "this line does not fit the lines around it", None),
        ("a: ]", 1, 4, "this is not valid YAML: did not find expected node content", ""),
        ('a: "\\q"', 1, 5, "this is not valid YAML: found unknown escape character", ""),
    ],
)
def test_syntax(text: str, line: int, column: int, message: str, hint: str | None) -> None:
    """Each usual slip is told in a contributor's words, at its place, with what to type instead."""
    problem = refused(text)
    assert (problem.code, problem.message) == ("yaml-syntax", message)
    assert (problem.span.line, problem.span.column) == (line, column)
    if hint is not None:
        assert problem.hint == hint


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("title: Rede: Teil 1", {"title": "Rede: Teil 1"}),
        ("- t: it's: c", [{"t": "it's: c"}]),
        ("a: 100 %: wie", {"a": "100 %: wie"}),
        ("a: b:", {"a": "b:"}),
        ("@b", "@b"),
        ("`b` c's", "`b` c's"),
    ],
)
def test_what_a_hint_says_is_read(text: str, value: object) -> None:
    """The line that a hint tells to write means what was meant."""
    assert read(refused(text).hint.removeprefix("write ")).value == value


# ---- properties

YAML_LIKE = st.lists(
    st.sampled_from(
        [
            "a",
            "b",
            "title",
            "date",
            ": ",
            ":",
            "- ",
            "\n",
            "\n",
            "  ",
            "\t",
            "'",
            '"',
            "[",
            "]",
            "{",
            "}",
            ",",
            "#",
            "|",
            ">",
            "&x",
            "*x",
            "!",
            "!!s ",
            "<<",
            "? ",
            "---\n",
            "...\n",
            "%",
            "@",
            "`",
            "\\",
            "ü",
            "🙂",
            "e\u0301",
            "\u00a0",
            "~",
            "1",
            "=",
            "\ufeff",
            "\x85",
            "\u2028",
            "\r",
            "\x00",
            "\x1c",
        ]
    ),
    max_size=40,
).map("".join)


@given(st.one_of(YAML_LIKE, st.text(max_size=100)))
@example("a: b\n\u2028c: {")
@example("\ufeffa: b")
@example("---")
@example("%YAML 9.9\n---\na: b")
@example("\x85a: 'b")
def test_any_text(text: str) -> None:
    """Any text is read or refused with a reason; nothing else happens."""
    located, problems = locate("a.yml", text)
    assert located is not None or problems


SEEN = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff")


@given(st.one_of(YAML_LIKE, st.text(SEEN | st.sampled_from("\n\t:-"), max_size=100)))
@example("a: b\n\n\n")
@example("'\n")
@example("a:\n  - ")
@example("? ")
@example("---")
def test_every_place_lies_inside_the_file(text: str) -> None:
    """Every place of a value, key or problem lies inside the file that it speaks of."""
    for breaking in "\ufeff\x85\u2028\r\x00\x1c":  # what the one who reads files has replaced
        text = text.replace(breaking, " ")
    located, problems = locate("a.yml", text)
    spans = [problem.span for problem in problems]
    spans += [related.span for problem in problems for related in problem.related]
    if located is not None:
        spans += [*located.spans.values(), *located.keys.values()]
    assert [span for span in spans if not inside(span, text)] == []
