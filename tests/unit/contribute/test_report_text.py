from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.archive.archive import ConclusionKey
from generator.archive.names import Ref
from generator.contribute.report import (
    ConclusionChange,
    Likeness,
    PageChange,
    People,
    PictureChange,
    Progress,
    RecordChange,
    Report,
    What,
)
from generator.contribute.report_text import SHOWN, headline, quoted, report_markdown, report_values
from generator.problems import Problem, Span
from generator.records.model import Kind

NASTY = "<img src=x onerror=1> @octo #1 [x](http://evil.invalid) ![y](//evil.invalid) `a` ``b\n\n# head\n- item | cell"


def person(id: str, name: str, *like: str) -> RecordChange:
    likenesses = tuple(Likeness(Ref(Kind.PERSON, other), other.title()) for other in like)
    return RecordChange(What.ADDED, Ref(Kind.PERSON, id), name, f"records/people/{id}.yml", resembles=likenesses)


MEETING = RecordChange(
    What.ADDED,
    Ref(Kind.MEETING, "2024-04-10-landing"),
    "Second landing talk",
    "records/meetings/2024/2024-04-10-landing.md",
    "2024-04-10",
    people=5,
    speeches=2,
    conclusions=3,
)
K1, K2 = ConclusionKey("2024-01-10-landing", "k1"), ConclusionKey("2024-01-10-landing", "k2")
WHOLE = Report(
    records=(
        MEETING,
        person("ise-marl", "Ise Marl"),
        person("orla-ven", "Orla Ven", "orla"),
        person("tam-quell", "Tam Quell"),
        RecordChange(What.CHANGED, Ref(Kind.SERIES, "talks"), "Talks", "records/series/talks.yml", fields=("name",)),
        RecordChange(What.CHANGED, Ref(Kind.ISSUE, "ferries"), "Ferries", "records/issues/ferries.yml"),
        RecordChange(
            What.RENAMED,
            Ref(Kind.DISTRICT, "quay"),
            "Quay",
            "records/districts/quay.yml",
            was="key",
            named_by=tuple(Ref(Kind.MEETING, f"m{n}") for n in range(5)),
        ),
        RecordChange(What.REMOVED, Ref(Kind.ORGANIZATION, "board"), "Board", "records/organizations/board.yml"),
    ),
    people=People(("a", "b", "c", "ise-marl", "orla-ven"), ("ise-marl", "orla-ven")),
    conclusions=(
        ConclusionChange(What.ADDED, ConclusionKey("2024-04-10-landing", "k1"), "Count the boats."),
        ConclusionChange(What.CHANGED, K2, "Paint the boats."),
        ConclusionChange(What.REMOVED, ConclusionKey("2024-01-10-landing", "k3"), "Sell the boats."),
    ),
    progress=(
        Progress(K1, "Mend the quay.", "open", "done", ("2024-04-10-landing",)),
        Progress(K2, "Paint the boats.", "in_progress", "in_progress", ("2024-04-10-landing",)),
    ),
    pictures=(PictureChange(What.ADDED, "records/meetings/2024/quay.png"),),
    new_problems=(Problem("unknown-reference", Span("records/people/x.yml", 3, 5), "nobody is called “x”", "add x"),),
    gone_problems=(Problem("no-text", Span("records/people/y.yml"), "nothing is recorded"),),
    pages=(PageChange(What.CHANGED, "", "Home"), PageChange(What.ADDED, "meetings/2024-04-10-landing/", "Second")),
)


# ── other people's words ──────────────────────────────────────────────────────────────────────────────────────────────


def parsed(markdown: str) -> list[tuple[str, str]]:
    """What a line of Markdown is, as GitHub and others read it: its marks, and the code spans with their words."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found = []
    for token in reader.parse(markdown):
        found += [(child.type, child.content) for child in token.children or ()] if token.children else []
        found += [] if token.type == "inline" else [(token.type, token.content)]
    return found


FRAME = [
    ("bullet_list_open", ""),
    ("list_item_open", ""),
    ("paragraph_open", ""),
    ("text", "here: "),
    ("text", " and on"),
    ("paragraph_close", ""),
    ("list_item_close", ""),
    ("bullet_list_close", ""),
]


@given(st.text(st.sampled_from("`` \\\n\t<>[]()!*_#@|~-=&;:/ab1") | st.characters(), max_size=60))
def test_text_cannot_leave_its_span(text: str) -> None:
    """Whatever a record says is one code span in its line: no mark, link, picture, HTML or further line comes of it."""
    tokens = parsed(f"- here: {quoted(text)} and on")
    spans = [content for type, content in tokens if type == "code_inline"]
    assert len(spans) == 1
    assert [token for token in tokens if token[0] != "code_inline"] == FRAME


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Orla Venn", "`Orla Venn`"),
        ("a `b` c", "``a `b` c``"),
        ("`a", "`` `a ``"),
        ("``", "``` `` ```"),
        ("", "` - `"),
        ("a\n\n  b", "`a b`"),
        ("a\u202eb", "`a\\u{202e}b`"),
        ("x" * 161, f"`{'x' * 160}…`"),
    ],
)
def test_span(text: str, shown: str) -> None:
    """A text stands in one line, its backticks in a longer fence; what nobody sees becomes its code point."""
    assert quoted(text) == shown


def test_no_word_of_a_record_is_markup() -> None:
    """In a report on hostile records there is no link, picture or HTML, and no more lists and headings than ours."""
    ref = Ref(Kind.MEETING, "m")
    hostile = Report(
        records=(
            RecordChange(What.ADDED, ref, NASTY, NASTY, NASTY, resembles=(Likeness(ref, NASTY),), named_by=(ref,)),
            RecordChange(What.CHANGED, ref, NASTY, NASTY, NASTY, fields=(NASTY,), was=NASTY),
            RecordChange(What.RENAMED, ref, NASTY, NASTY, NASTY, was=NASTY),
        ),
        people=People(("m",), ("m",)),
        conclusions=tuple(ConclusionChange(what, ConclusionKey(NASTY, NASTY), NASTY) for what in What),
        progress=(Progress(ConclusionKey(NASTY, NASTY), NASTY, "open", "done", (NASTY,)),),
        pictures=(PictureChange(What.ADDED, NASTY),),
        new_problems=(Problem("no-text", Span(NASTY), NASTY, NASTY),),
        gone_problems=(Problem("no-text", Span(NASTY), NASTY, NASTY),),
        pages=(PageChange(What.ADDED, NASTY, NASTY),),
    )
    text = report_markdown(hostile)
    kinds = [type for type, _ in parsed(text)]
    assert {"html_block", "html_inline", "link_open", "image", "table_open", "fence", "code_block"}.isdisjoint(kinds)
    assert kinds.count("heading_open") == sum(line.startswith(("## ", "### ")) for line in text.split("\n"))
    plain = "".join(content for type, content in parsed(text) if type == "text")
    assert "@" not in plain
    assert "evil" not in plain
    assert "#1" not in plain


# ── what is said ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_headline() -> None:
    """One line says what a change means, meetings first, new people among those whom the meetings name."""
    assert headline(WHOLE) == (
        "1 meeting, 1 new person, 1 renamed district, 1 changed issue, 1 removed organization, 1 changed series, "
        "5 people, of whom 2 are new and 1 resembles `Orla`, "
        "1 conclusion, 1 changed conclusion, 1 removed conclusion, closes `2024-01-10-landing#k1`, "
        "reports on `2024-01-10-landing#k2`, brings 1 error, solves 1 note, 2 pages change"
    )


def test_headline_of_many() -> None:
    """Of many that resemble somebody or are closed, three are named and the rest counted."""
    people = tuple(person(f"p{n}", f"P {n}", f"q{n}") for n in range(5))
    closed = tuple(Progress(ConclusionKey("m", f"k{n}"), "", "open", "done", ("n",)) for n in range(4))
    assert headline(Report(records=people, progress=closed)) == (
        "5 new people (5 resemble `Q0`, `Q1`, `Q2` and 2 more), closes `m#k0`, `m#k1`, `m#k2` and 1 more"
    )


def test_headline_of_nothing() -> None:
    """A change without meaning is said to be one."""
    assert headline(Report()) == "nothing that readers would see"
    assert report_markdown(Report()) == "## What this change means\n\n**nothing that readers would see**\n"


@pytest.mark.parametrize(
    "line",
    [
        "- **error** `unknown-reference` `records/people/x.yml:3:5`: `nobody is called “x”` – `add x`",
        "- **note** `no-text` `records/people/y.yml:1:1`: `nothing is recorded`",
        "- **new**: `2024-04-10` `Second landing talk`, 5 people, 2 speeches, 3 conclusions"
        " – `records/meetings/2024/2024-04-10-landing.md`",
        "- **new**: `Orla Ven`, resembles `Orla` (`orla`): the same? – `records/people/orla-ven.yml`",
        "- **changed**: `Talks`, says something else in `name` – `records/series/talks.yml`",
        "- **changed**: `Ferries`, only written differently – `records/issues/ferries.yml`",
        "- **renamed**: `Quay`, `key` is `quay` now, named by `meetings/m0`, `meetings/m1`, `meetings/m2` and 2 more, "
        "its old address is gone – `records/districts/quay.yml`",
        "- **removed**: `Board`, its old address is gone – `records/organizations/board.yml`",
        "- `2024-04-10-landing#k1`: `Count the boats.`",
        "- `2024-01-10-landing#k1` is **closed** by `2024-04-10-landing` (open → done): `Mend the quay.`",
        "- `2024-01-10-landing#k2` is **reported on** by `2024-04-10-landing` (still in progress): `Paint the boats.`",
        "- new: `records/meetings/2024/quay.png`",
        "- changed: `home` `Home`",
    ],
)
def test_line(line: str) -> None:
    """Each thing that a change means has its line in the Markdown."""
    assert line in report_markdown(WHOLE).split("\n")


def test_sections_without_lines_are_left_out() -> None:
    """A report on a meeting alone has no heading for what there is nothing of."""
    assert [line for line in report_markdown(Report(records=(MEETING,))).split("\n") if line.startswith("#")] == [
        "## What this change means",
        "### Meetings",
    ]


def test_long_list_is_cut() -> None:
    """Thirty pages are listed, the number of the rest is said, and the heading says how many there are."""
    pages = tuple(PageChange(What.CHANGED, f"p{n}/", "P") for n in range(SHOWN + 12))
    text = report_markdown(Report(pages=pages))
    assert f"### Pages that change: {SHOWN + 12}" in text
    assert text.count("\n- changed: ") == SHOWN
    assert text.endswith("- … and 12 more\n")


# ── for programs ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_values() -> None:
    """As JSON a report names records as links do, conclusions by their addresses, and holds every list whole."""
    values = json.loads(json.dumps(report_values(WHOLE)))
    assert values["version"] == 1
    assert values["headline"] == headline(WHOLE)
    assert values["records"][0]["what"] == "added"
    assert values["records"][0]["ref"] == "meetings/2024-04-10-landing"
    assert values["records"][2]["resembles"] == [{"record": "people/orla", "name": "Orla"}]
    assert values["people"] == {"named": ["a", "b", "c", "ise-marl", "orla-ven"], "new": ["ise-marl", "orla-ven"]}
    assert values["conclusions"][1] == {"what": "changed", "key": "2024-01-10-landing#k2", "text": "Paint the boats."}
    assert values["progress"][0] == {
        "key": "2024-01-10-landing#k1",
        "text": "Mend the quay.",
        "before": "open",
        "after": "done",
        "meetings": ["2024-04-10-landing"],
        "closes": True,
        "reopens": False,
    }
    assert values["new_problems"][0]["severity"] == "error"
    assert values["new_problems"][0]["line"] == 3
    assert values["pages"][1] == {"what": "added", "address": "meetings/2024-04-10-landing/", "title": "Second"}
    assert set(values) == {"version", "headline", *Report.__dataclass_fields__}
