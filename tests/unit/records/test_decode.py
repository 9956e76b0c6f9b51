from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.problems import CATALOGUE, Problem, Span, in_order, render_problem
from generator.records import model
from generator.records.decode import Decoded, decode_fields, decode_record
from generator.records.model import Kind, Meeting, Person
from generator.records.nodes import Located
from generator.records.source import MAX_BYTES, read_records
from generator.records.weight import MOST_IN_A_FIELD
from tests.unit.records.conftest import decoded, inside, told

FIXTURE = Path(__file__).parents[2] / "fixture/records"


# ---- the smallest bad record of each code, and what a terminal shows

BAD_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "unreadable-file": (
        lambda folder: folder.rmdir(),
        """
        records:1:1: error[unreadable-file]
          the folder cannot be read: No such file or directory
        """,
    ),
    "symlink": (
        lambda folder: (folder / "people").symlink_to("/"),
        """
        records/people:1:1: error[symlink]
          this is a symbolic link
          help: put the file itself here
        """,
    ),
    "unexpected-file": (
        lambda folder: (folder / "ann.yml").write_text("name: Ann"),
        """
        records/ann.yml:1:1: warning[unexpected-file]
          this file is no record and is left out
          help: folders are meetings, people, districts, issues, organizations, series
        """,
    ),
    "too-large": (
        lambda folder: (_people(folder) / "ann.yml").write_bytes(b"#" * (MAX_BYTES + 100_000)),
        """
        records/people/ann.yml:1:1: error[too-large]
          the file has 8.1 MB; a record may have 8 MB
          help: split it into parts
        """,
    ),
    "not-utf8": (
        lambda folder: (_people(folder) / "ann.yml").write_bytes(b"name: Andr\xe9"),
        """
        records/people/ann.yml:1:11: error[not-utf8]
          byte 0xe9 is not UTF-8 text; the file is probably Windows-1252 or Latin-1
          help: save it as UTF-8
        """,
    ),
    "control-character": (
        lambda folder: (_people(folder) / "ann.yml").write_text("name: An\u200bn", encoding="utf-8"),
        """
        records/people/ann.yml:1:9: error[control-character]
            1 | name: An\\u{200b}n
              |         ^^^^^^^^ an invisible character stands here: \\u{200b} (zero width space)
          help: delete it
        """,
    ),
    "decomposed-text": (
        lambda folder: (_people(folder) / "ann.yml").write_text("name: Ann\nnote: Ye\u0302n\nshort: e\u0301"),
        """
        records/people/ann.yml:2:8: info[decomposed-text]
            2 | note: Ye\u0302n
              |        ^ letter and accent are stored apart here, and in 1 more line
          help: `archive fix` joins them
        """,
    ),
    "unsafe-file": (
        lambda folder: (_people(folder) / "ann.svg").write_text("<svg/>"),
        """
        records/people/ann.svg:1:1: error[unsafe-file]
          a file of this kind can hold programs
          help: delete it; pictures are .gif, .jpeg, .jpg, .png, .webp, other papers are linked by their address
        """,
    ),
    "not-a-picture": (
        lambda folder: (_people(folder) / "ann.png").write_text("<svg/>"),
        """
        records/people/ann.png:1:1: error[not-a-picture]
          the file is called .png and holds no picture
          help: save it as one of .gif, .jpeg, .jpg, .png, .webp
        """,
    ),
    "picture-too-large": (
        lambda folder: (_people(folder) / "ann.gif").write_bytes(b"GIF89a" + b"\0" * 5_100_000),
        """
        records/people/ann.gif:1:1: error[picture-too-large]
          the picture has 5.1 MB; a picture may have 5 MB
          help: save it smaller: 1600 pixels are enough for any screen
        """,
    ),
    "bad-id": (
        lambda folder: (_people(folder) / "Ann Quill.yml").write_text("name: Ann"),
        """
        records/people/Ann Quill.yml:1:1: error[bad-id]
            1 | name: Ann
              | ^ “Ann Quill” cannot be an id
          help: lowercase letters a to z, digits and single hyphens, at most 80
        """,
    ),
    "reserved-id": (
        lambda folder: (_people(folder) / "search.yml").write_text("name: Ann"),
        """
        records/people/search.yml:1:1: error[reserved-id]
            1 | name: Ann
              | ^ the id “search” is taken
          help: add a word to it
        """,
    ),
    "duplicate-id": (
        lambda folder: [
            (_people(folder, sub) / "ann.yml").write_text("name: Ann") for sub in ("people/one", "people/two")
        ],
        """
        records/people/two/ann.yml:1:1: error[duplicate-id]
          the id “ann” is used twice
          help: give one of the two files another name
          see records/people/one/ann.yml:1:1: the other file
        """,
    ),
}
"""What can be wrong with files and folders: how to make it so."""

M = "meetings/2024/talk.md"
P = "people/ann.yml"
D = "districts/mere.yml"
BAD_TEXTS: tuple[tuple[str, str, str, str], ...] = (
    (
        "too-complex",
        P,
        "\n\nname: Ann\nnote: '" + "[" * (MOST_IN_A_FIELD + 1) + "'",
        f"""
        records/people/ann.yml:4:7: error[too-complex]
            4 | note: '{"[" * 93}
              |       {"^" * 94} this has more than 10,000 signs that mean something in Markdown
          help: say it in the text of a meeting
        """,
    ),
    (
        "no-front-matter",
        M,
        "title: Talk\n",
        """
        records/meetings/2024/talk.md:1:1: error[no-front-matter]
            1 | title: Talk
              | ^^^^^^^^^^^ a meeting begins with its metadata between two lines of ---
          help: write --- as first line
        """,
    ),
    (
        "no-front-matter",
        M,
        "\n---\ntitle: Talk\n---\n",
        """
        records/meetings/2024/talk.md:1:1: error[no-front-matter]
            1 |\x20
              | ^ a meeting begins with its metadata between two lines of ---
          help: write --- as first line
        """,
    ),
    (
        "unclosed-front-matter",
        M,
        "---\ntitle: Talk\ndate: 2024\n\nWe talked.\n\n**Ann:** Yes.\n",
        """
        records/meetings/2024/talk.md:5:1: error[unclosed-front-matter]
            5 | We talked.
              | ^ the --- that ends the metadata is missing
          help: write --- above the text
        """,
    ),
    (
        "unclosed-front-matter",
        M,
        "---\ntitle: Talk\ndate: 2024",
        """
        records/meetings/2024/talk.md:3:1: error[unclosed-front-matter]
            3 | date: 2024
              | ^ the --- that ends the metadata is missing
          help: write --- above the text
        """,
    ),
    (
        "yaml-syntax",
        M,
        "---\ntitle: Talk: on the dyke\ndate: 2024\n---\n",
        """
        records/meetings/2024/talk.md:2:12: error[yaml-syntax]
            2 | title: Talk: on the dyke
              |            ^ a colon stands in text without quotes
          help: write title: 'Talk: on the dyke'
        """,
    ),
    (
        "yaml-feature",
        P,
        "name: !Ann\n",
        """
        records/people/ann.yml:1:7: error[yaml-feature]
            1 | name: !Ann
              |       ^^^^ tags (`!name`) are not used in records
          help: delete it, or put the text in quotes
        """,
    ),
    (
        "too-deep",
        P,
        f"name: {'[' * 14}",
        """
        records/people/ann.yml:1:19: error[too-deep]
            1 | name: [[[[[[[[[[[[[[
              |                   ^ this is nested more than 12 levels deep
        """,
    ),
    (
        "duplicate-key",
        P,
        "name: Ann\nname: Bob\n",
        """
        records/people/ann.yml:2:1: error[duplicate-key]
            2 | name: Bob
              | ^^^^ “name” is given twice
          help: keep one of the two
          see records/people/ann.yml:1:1: it stands here first
        """,
    ),
    (
        "open-question",
        P,
        "name: Ann\naliases:\n  - ??? Anne\n",
        """
        records/people/ann.yml:3:5: error[open-question]
            3 |   - ??? Anne
              |     ^^^ this is still open: Anne
          help: settle it, then delete the mark
        """,
    ),
    (
        "empty-record",
        P,
        "# to be written\n",
        """
        records/people/ann.yml:1:1: error[empty-record]
            1 | # to be written
              | ^ there are no fields here
          help: add `field: value` lines
        """,
    ),
    (
        "empty-record",
        M,
        "---\n---\nWe talked.\n",
        """
        records/meetings/2024/talk.md:2:1: error[empty-record]
            2 | ---
              | ^ there are no fields here
          help: add `field: value` lines
        """,
    ),
    (
        "empty-record",
        M,
        "",
        """
        records/meetings/2024/talk.md:1:1: error[empty-record]
            1 |\x20
              | ^ a meeting begins with its metadata between two lines of ---
          help: write --- as first line
        """,
    ),
    (
        "unknown-field",
        P,
        "name: Ann\nalaises: [Anna]\n",
        """
        records/people/ann.yml:2:1: error[unknown-field]
            2 | alaises: [Anna]
              | ^^^^^^^ there is no field “alaises” here
          help: did you mean “aliases”?
        """,
    ),
    (
        "unknown-field",
        M,
        "---\ntitle: T\ndate: 2024\nagenda:\n  - heading: H\n    xyz: b\n---\n",
        """
        records/meetings/2024/talk.md:6:5: error[unknown-field]
            6 |     xyz: b
              |     ^^^ there is no field “xyz” here
          help: known here: heading, issues, districts, documents, continues
        """,
    ),
    (
        "missing-field",
        M,
        "---\ntitle: Talk\n---\n",
        """
        records/meetings/2024/talk.md:2:1: error[missing-field]
            2 | title: Talk
              | ^ “date” is missing
          help: add a line `date: …`
        """,
    ),
    (
        "missing-field",
        P,
        "short: AQ\nname:\n",
        """
        records/people/ann.yml:2:1: error[missing-field]
            2 | name:
              | ^^^^ “name” has no value
          help: write a value behind `name:`
        """,
    ),
    (
        "missing-field",
        M,
        "---\ntitle: T\ndate: 2024\nchairs:\n  - role: Clerk\n---\n",
        """
        records/meetings/2024/talk.md:5:5: error[missing-field]
            5 |   - role: Clerk
              |     ^ an entry names either a person or a group
          help: add `person:` or `group:`
        """,
    ),
    (
        "wrong-value",
        P,
        "just words\n",
        """
        records/people/ann.yml:1:1: error[wrong-value]
            1 | just words
              | ^^^^^^^^^^ fields are expected here
          help: write `field: value` lines
        """,
    ),
    (
        "wrong-value",
        P,
        "name: Ann\naliases: Anna\n",
        """
        records/people/ann.yml:2:10: error[wrong-value]
            2 | aliases: Anna
              |          ^^^^ “aliases” expects a list
          help: write [Anna], or one line `- Anna` each
        """,
    ),
    (
        "wrong-value",
        P,
        "name: Ann\naliases: {a: b}\n",
        """
        records/people/ann.yml:2:10: error[wrong-value]
            2 | aliases: {a: b}
              |          ^ “aliases” expects a list
          help: write […], or one line `- …` each
        """,
    ),
    (
        "wrong-value",
        P,
        "name: Ann\naliases:\n  - Anna\n  -\n",
        """
        records/people/ann.yml:4:4: error[wrong-value]
            4 |   -
              |    ^ item 2 of “aliases” expects text
        """,
    ),
    (
        "wrong-value",
        P,
        "name: ['Ann']\nposts: [Mayor]\n",
        """
        records/people/ann.yml:1:7: error[wrong-value]
            1 | name: ['Ann']
              |       ^ “name” expects text
        records/people/ann.yml:2:9: error[wrong-value]
            2 | posts: [Mayor]
              |         ^^^^^ item 1 of “posts” expects fields of its own
        """,
    ),
    (
        "wrong-value",
        M,
        "---\ntitle: ''\ndate: 2024\nstatus: hold\nnumber: one\n---\n",
        """
        records/meetings/2024/talk.md:2:8: error[wrong-value]
            2 | title: ''
              |        ^^ “title” is empty
        records/meetings/2024/talk.md:4:9: error[wrong-value]
            4 | status: hold
              |         ^^^^ “status” cannot be “hold”
          help: did you mean “held”? known are held, announced, cancelled
        records/meetings/2024/talk.md:5:9: error[wrong-value]
            5 | number: one
              |         ^^^ “number” expects a whole number
        """,
    ),
    (
        "wrong-value",
        M,
        "---\ntitle: T\ndate: 2024\nstatus: [held]\npart_of_day: night\nnumber: 0\n---\n",
        """
        records/meetings/2024/talk.md:4:9: error[wrong-value]
            4 | status: [held]
              |         ^ “status” expects one word
          help: known are held, announced, cancelled
        records/meetings/2024/talk.md:5:14: error[wrong-value]
            5 | part_of_day: night
              |              ^^^^^ “part_of_day” cannot be “night”
          help: known are morning, afternoon, evening
        records/meetings/2024/talk.md:6:9: error[wrong-value]
            6 | number: 0
              |         ^ “number” must be at least 1
        """,
    ),
    (
        "wrong-value",
        M,
        "---\ntitle: T\ndate: 2024\nstart: 25:00\nperiod: Q1\n"
        "conclusions: [{id: K 1, text: x}, {id: item-1, text: x}]\n---\n",
        """
        records/meetings/2024/talk.md:4:8: error[wrong-value]
            4 | start: 25:00
              |        ^^^^^ “25:00” is not a time of day
          help: write '14:30'
        records/meetings/2024/talk.md:5:9: error[wrong-value]
            5 | period: Q1
              |         ^^ “Q1” is not a period
          help: write 2024, 2024-Q1, 2024-H1 or 2024-04
        records/meetings/2024/talk.md:6:20: error[wrong-value]
            6 | conclusions: [{id: K 1, text: x}, {id: item-1, text: x}]
              |                    ^^^ “K 1” cannot be an id
          help: lowercase letters, digits and hyphens, such as k1
        records/meetings/2024/talk.md:6:40: error[wrong-value]
            6 | conclusions: [{id: K 1, text: x}, {id: item-1, text: x}]
              |                                        ^^^^^^ an id that begins with “item-” is an agenda item's address
          help: choose another
        """,
    ),
    (
        "bad-date",
        M,
        "---\ntitle: Talk\ndate: 19.04.2024\n---\n",
        """
        records/meetings/2024/talk.md:3:7: error[bad-date]
            3 | date: 19.04.2024
              |       ^^^^^^^^^^ “19.04.2024” is not a date that the archive reads
          help: write 2024-04-19
        """,
    ),
    (
        "bad-date",
        M,
        "---\ntitle: Talk\ndate: [2024]\n---\n",
        """
        records/meetings/2024/talk.md:3:7: error[bad-date]
            3 | date: [2024]
              |       ^ a date is text such as 2024-04-19
          help: year-month-day
        """,
    ),
    (
        "end-before-start",
        M,
        "---\ntitle: Talk\ndate: 2024-04-20/2024-04-19\n---\n",
        """
        records/meetings/2024/talk.md:3:7: error[end-before-start]
            3 | date: 2024-04-20/2024-04-19
              |       ^^^^^^^^^^^^^^^^^^^^^ the end 2024-04-19 is before the start 2024-04-20
          help: swap the two, or mend one
        """,
    ),
    (
        "end-before-start",
        P,
        "name: Ann\nposts:\n  - role: Reeve\n    from: 2024\n    until: 2020-05\n",
        """
        records/people/ann.yml:5:12: error[end-before-start]
            5 |     until: 2020-05
              |            ^^^^^^^ `until: 2020-05` is before `from: 2024`
          help: swap the two, or mend one
          see records/people/ann.yml:4:11: it begins here
        """,
    ),
    (
        "end-before-start",
        P,
        "name: Ann\nformer_names:\n  - name: Ann Quill\n    until: 2010\n    from: 2012\n",
        """
        records/people/ann.yml:4:12: error[end-before-start]
            4 |     until: 2010
              |            ^^^^ `until: 2010` is before `from: 2012`
          help: swap the two, or mend one
          see records/people/ann.yml:5:11: it begins here
        """,
    ),
    (
        "end-before-start",
        D,
        "name: Mere\nfrom: 2024\nuntil: 2020\n",
        """
        records/districts/mere.yml:3:8: error[end-before-start]
            3 | until: 2020
              |        ^^^^ `until: 2020` is before `from: 2024`
          help: swap the two, or mend one
          see records/districts/mere.yml:2:7: it begins here
        """,
    ),
    (
        "bad-address",
        P,
        "name: Ann\nsame_as: ['javascript:alert(1)']\n",
        """
        records/people/ann.yml:2:11: error[bad-address]
            2 | same_as: ['javascript:alert(1)']
              |           ^^^^^^^^^^^^^^^^^^^^^ “javascript:alert(1)” is not an address that readers can open
          help: http://…, https://… or mailto:…
        """,
    ),
    (
        "bad-language",
        M,
        "---\ntitle: Talk\ndate: 2024\nlanguage: Tiếng Việt\nsources: [{title: x, language: xx}]\n---\n",
        """
        records/meetings/2024/talk.md:4:11: error[bad-language]
            4 | language: Tiếng Việt
              |           ^^^^^^^^^^ “Tiếng Việt” is not the code of a language
          help: write vi
        records/meetings/2024/talk.md:5:32: error[bad-language]
            5 | sources: [{title: x, language: xx}]
              |                                ^^ “xx” is not the code of a language
          help: two or three small letters, such as vi, de or en
        """,
    ),
)
"""What can be wrong with the text of one record: code, file, text, and what is shown."""


def _people(folder: Path, sub: str = "people") -> Path:
    (folder / sub).mkdir(parents=True)
    return folder / sub


@pytest.mark.parametrize("code", BAD_FILES)
def test_bad_file(tmp_path: Path, code: str) -> None:
    """Each thing that can be wrong with a file is shown with its place, its reason and what to do."""
    make, expected = BAD_FILES[code]
    (tmp_path / "records").mkdir()
    make(tmp_path / "records")
    folder = read_records(tmp_path / "records")
    lines = {file.path: file.text.split("\n") for file in folder.files if file.text is not None}
    shown = [render_problem(problem, lines.get(problem.span.path, ())) for problem in folder.problems]
    assert "\n".join(shown) == dedent(expected).strip("\n")
    assert {problem.code for problem in folder.problems} == {code}


@pytest.mark.parametrize(("code", "name", "text", "expected"), BAD_TEXTS, ids=lambda value: value[:40])
def test_bad_text(code: str, name: str, text: str, expected: str) -> None:
    """The smallest record with a mistake is shown with its line, its reason and what to type instead."""
    assert told(name, text) == dedent(expected).strip("\n")
    assert {problem.code for problem in decoded(name, text)[1]} == {code}


def _codes_of_the_readers() -> set[str]:
    """Every code of the catalogue that stands as a word in the modules that read records."""
    package = Path(model.__file__).parent
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in package.glob("*.py"))
    words = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return set(CATALOGUE) & words


def test_every_code_has_its_smallest_record() -> None:
    """The two tables hold every code that reading one record can come to, and no other."""
    assert {*BAD_FILES, *(code for code, *_ in BAD_TEXTS)} == _codes_of_the_readers()


# ---- what reading a record promises


def test_all_mistakes_at_once() -> None:
    """One run tells every mistake of a record, each once and in the order of its lines."""
    text = "---\ntitel: T\ndate: 1.1.24\nkind: [a]\nchairs: x\nsources: [{url: x}]\nnotes:\n  - a\nnotes: b\n---\n"
    _, problems = decoded(M, text)
    assert [(p.code, p.span.line) for p in in_order(problems)] == [
        ("missing-field", 2),
        ("unknown-field", 2),
        ("bad-date", 3),
        ("wrong-value", 4),
        ("wrong-value", 5),
        ("bad-address", 6),
        ("duplicate-key", 9),
    ]


def test_broken_record_is_known() -> None:
    """A record with mistakes has no content, but its kind, its id, its body and its places."""
    whole, problems = decoded(M, "---\ntitle: T\ndate: soon\n---\n## H\n")
    assert len(problems) == 1
    assert (whole.record, whole.kind, whole.id) == (None, Kind.MEETING, "talk")
    assert whole.span("date") == Span(f"records/{M}", 3, 7, 4)
    assert len(whole.body.blocks) == 1


def test_unread_file_is_known_and_silent() -> None:
    """A file that could not be read was reported already; its id is known."""
    whole, problems = decoded(P, None)
    assert (whole.kind, whole.id, whole.record, problems) == (Kind.PERSON, "ann", None, ())
    assert whole.span("name") == whole.key("name") == Span(f"records/{P}")


def test_doubled_field_breaks_nothing_else() -> None:
    """A doubled field is an error, but the record is read with the first value."""
    whole, problems = decoded(P, "name: Ann\nname: Bob\n")
    assert [problem.code for problem in problems] == ["duplicate-key"]
    assert isinstance(whole.record, Person)
    assert whole.record.name == "Ann"


def test_places_in_a_meeting() -> None:
    """Fields and the parts of the body are placed in the file, not in their half of it."""
    whole, problems = decoded(M, "---\ntitle: T\ndate: 2024\nchairs: [ann]\n---\n\n## H\n\n**Ann:** [[x]]\n")
    assert problems == ()
    assert isinstance(whole.record, Meeting)
    assert whole.key("chairs") == Span(f"records/{M}", 4, 1, 6)
    assert whole.span("chairs", 0, "person") == Span(f"records/{M}", 4, 10, 3)
    heading, passage = whole.body.blocks
    assert whole.place(heading.place) == Span(f"records/{M}", 7, 4, 1)
    assert whole.place(passage.place) == Span(f"records/{M}", 9, 3, 3)
    assert whole.place(whole.body.links[0].place) == Span(f"records/{M}", 9, 12, 1)


def test_places_are_found_when_they_are_asked_for() -> None:
    """A record whose places were not kept finds them in its text again."""
    whole, _ = decoded(P, "name: Ann\nshort: AQ\n")
    asked: list[str] = []

    def relocate() -> Located:
        asked.append("text")
        return whole.located

    kept = replace(whole, located=Located(None), relocate=relocate)
    assert asked == []
    assert (kept.span("short"), kept.key("short")) == (whole.span("short"), whole.key("short"))
    assert asked


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: T\ndate: 2024\n---", ""),
        ("---\ntitle: T\ndate: 2024\n---\n", ""),
        ("---  \ntitle: T\ndate: 2024\n---\t\nOne.\n\n---\n\nTwo.\n", "One.\n\n---\n\nTwo.\n"),
        ("---\ntitle: T\ndate: 2024\nsummary: a --- b\n---\n---\nOne.", "---\nOne."),
    ],
)
def test_front_matter(text: str, body: str) -> None:
    """The first two lines of three hyphens hold the fields between them; all others are rules in the text."""
    whole, problems = decoded(M, text)
    assert problems == ()
    assert whole.body.text == body


def test_no_suggestion_that_is_silly() -> None:
    """A field or value that resembles none gets the list of what is known instead."""
    assert "did you mean" not in told(P, "name: Ann\nqqq: x\n")
    assert "did you mean" not in told("series/a.yml", "name: A\ncadence: sometimes when it rains\n")


def test_python_is_never_shown() -> None:
    """No message shows how a value looks inside the program."""
    fields = "\n".join(f"{name}: {value}" for name in model.field_names(Meeting) for value in ["{x: [y, {z: 1}]}"])
    shown = told(M, f"---\n{fields}\n---\n")
    assert [
        word for word in ("None", "{'", "['", "<class", "Value error", "Input", "dict", "str ") if word in shown
    ] == []


def test_fields_of_another_model() -> None:
    """The same reader serves everything that is written as fields; lines count from where the text begins."""
    value, located, problems = decode_fields("site.yml", "title: A\nurl: x\n", model.Document, first_line=4)
    assert value is None
    assert located is not None
    assert [(p.code, p.span) for p in problems] == [("bad-address", Span("site.yml", 5, 6, 1))]


# ---- properties


def _texts() -> dict[str, str]:
    return {
        path.relative_to(FIXTURE).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(FIXTURE.rglob("*.*"))
        if path.suffix in {".md", ".yml"} and path.name != "README.md"
    }


TEXTS = _texts()
SNIPPETS = (
    "",
    "\t",
    ": ",
    "- ",
    "'",
    '"',
    "[",
    "{",
    "&a ",
    "*a",
    "!t ",
    "---\n",
    "\n",
    "  ",
    "#",
    "|\n",
    "é",
    "🙂",
    "XX",
    "~",
)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A record of the invented archive with a few places cut, doubled or disturbed."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        text = text[:start] + draw(st.sampled_from((*SNIPPETS, text[start:end] * 2))) + text[end:]
    return name, text


def check(name: str, text: str) -> None:
    whole, problems = decoded(name, text)
    assert whole.record is not None or problems
    spans = [problem.span for problem in problems]
    spans += [related.span for problem in problems for related in problem.related]
    assert [span for span in spans if not inside(span, text)] == []
    assert {problem.code for problem in problems} <= set(CATALOGUE)
    assert told(name, text).count("]\n") >= len(set(problems)) > 0 or not problems


@given(mutated())
@example(("meetings/m.md", "---\ntitle: T\ndate: 2024\nplaces: [\n---\n"))
@example(("meetings/m.md", "---\n---"))
@example(("people/p.yml", "? "))
def test_any_mutated_record(record: tuple[str, str]) -> None:
    """However a record is damaged, it is read or has problems, and every place of them lies inside its file."""
    check(*record)


@given(st.sampled_from([M, P]), st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.just("\n")))
def test_any_text(name: str, text: str) -> None:
    """No text makes the reader fail, as a record of any kind."""
    check(name, text.replace("\ufeff", " ").replace("\ufffe", " ").replace("\uffff", " "))


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_line_ends_change_nothing(tmp_path: Path, name: str) -> None:
    """A record saved with another system's line ends and a byte order mark is the same record."""
    found: list[tuple[Decoded, tuple[Problem, ...]]] = []
    for data in (TEXTS[name], "\ufeff" + TEXTS[name].replace("\n", "\r\n")):
        path = tmp_path / f"{len(found)}/records" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data.encode())
        folder = read_records(path.parents[len(Path(name).parts) - 1])
        assert folder.problems == ()
        found.append(decode_record(folder.files[0]))
    assert found[0] == found[1]
    assert found[0][1] == ()
