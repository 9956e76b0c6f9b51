from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.problems import Span
from generator.records.body import Body, Heading, Passage, Place, WrittenLink, parse_body
from tests.unit.records.conftest import inside


def outline(text: str) -> list[str]:
    """The blocks in short: headings by their marks, passages by label and text."""
    return [
        f"{'#' * block.level} {block.title}"
        if isinstance(block, Heading)
        else f"{block.label}: {block.after_label}"
        if block.label
        else block.markdown
        for block in parse_body(text).blocks
    ]


# ---- headings


@pytest.mark.parametrize(
    ("line", "level", "title", "column"),
    [
        ("## Grain", 2, "Grain", 4),
        ("# Grain", 1, "Grain", 3),
        ("###### Grain", 6, "Grain", 8),
        ("##\tGrain", 2, "Grain", 4),
        ("##   Grain  ", 2, "Grain", 6),
        ("   ## Grain", 2, "Grain", 7),
        ("## Grain ##", 2, "Grain", 4),
        ("## Grain #1", 2, "Grain #1", 4),
        ("## C#", 2, "C#", 4),
        ("## *Grain* & [[fog]]", 2, "*Grain* & [[fog]]", 4),
        ("## #", 2, "#", 4),
    ],
)
def test_heading(line: str, level: int, title: str, column: int) -> None:
    """A line that begins with one to six marks and a blank is a heading, its closing marks left out."""
    assert parse_body(f"Text.\n{line}\nMore.").blocks[1] == Heading(level, title, Place(2, column, len(title)))


@pytest.mark.parametrize("line", ["##Grain", "####### Grain", "    ## Grain", "\t## Grain", "##", "## ", "\\## Grain"])
def test_no_heading(line: str) -> None:
    """Without a blank, with seven marks, far indented or escaped it is text."""
    (block,) = parse_body(f"Text.\n{line}\nMore.").blocks
    assert isinstance(block, Passage)


def test_lines_under_a_text_are_no_heading() -> None:
    """A line of dashes or equals signs makes no heading of the line above."""
    assert outline("Grain\n=====\n\nFerries\n-------\n") == ["Grain\n=====\n\nFerries\n-------"]


def test_heading_ends_a_passage() -> None:
    """A heading stands between two passages, with or without blank lines."""
    assert outline("One.\n## A\nTwo.\n\n### B\n\nThree.") == ["One.", "## A", "Two.", "### B", "Three."]


# ---- labels


@pytest.mark.parametrize(
    ("text", "label", "after", "column"),
    [
        ("**Ann Quill:** Yes.", "Ann Quill", "Yes.", 3),
        ("**Ann Quill**: Yes.", "Ann Quill", "Yes.", 3),
        ("**Ann Quill** : Yes.", "Ann Quill", "Yes.", 3),
        ("**Ann Quill :** Yes.", "Ann Quill", "Yes.", 3),
        ("**Ann Quill:**Yes.", "Ann Quill", "Yes.", 3),
        ("  **Ann Quill:** Yes.", "Ann Quill", "Yes.", 5),
        ("**Ann Quill:**", "Ann Quill", "", 3),
        ("**Ann Quill:**\nYes.", "Ann Quill", "Yes.", 3),
        ("**Ann Quill:**\n\n- Yes.\n- No.", "Ann Quill", "- Yes.\n- No.", 3),
        ("**Ann Quill / Bob Reed:** Yes.", "Ann Quill / Bob Reed", "Yes.", 3),
        ("**Dr. Đỗ Đức (AQ):** Yes: no.", "Dr. Đỗ Đức (AQ)", "Yes: no.", 3),
        ("**14:30 Uhr:** Yes.", "14:30 Uhr", "Yes.", 3),
    ],
)
def test_label(text: str, label: str, after: str, column: int) -> None:
    """A paragraph that begins with bold words and a colon has them as its label, at their place."""
    (block,) = parse_body(text).blocks
    assert block == Passage(text, label, after, Place(1, column, len(label)))


@pytest.mark.parametrize(
    "text",
    [
        "**Ann Quill** Yes.",
        "**Ann: Quill** Yes.",
        "Says **Ann Quill:** Yes.",
        "- **Ann Quill:** Yes.",
        "> **Ann Quill:** Yes.",
        "    **Ann Quill:** Yes.",
        "*Ann Quill:* Yes.",
        "***Ann Quill:*** Yes.",
        "**Ann\nQuill:** Yes.",
        "**:** Yes.",
        f"**{'x' * 201}:** Yes.",
        "\\**Ann Quill:** Yes.",
        "*(Applause. Ann Quill: Yes, do!)*",
        "*(Applause. **Ann Quill:** Yes, do!)*",
    ],
)
def test_no_label(text: str) -> None:
    """Bold words without a colon, in lists, quotes, code and interjections, or inside a paragraph are bold words."""
    (block,) = parse_body(text).blocks
    assert isinstance(block, Passage)
    assert (block.label, block.after_label, block.markdown) == ("", "", text)


def test_label_begins_a_passage_only_where_a_paragraph_begins() -> None:
    """A label on the second line of a paragraph belongs to it; after a blank line or a heading it begins a new one."""
    assert outline("**A:** one\n**B:** two") == ["A: one\n**B:** two"]
    assert outline("**A:** one\n\n**B:** two") == ["A: one", "B: two"]
    assert outline("**A:** one\n## H\n**B:** two") == ["A: one", "## H", "B: two"]
    assert outline("**A:** one\n \t\n**B:** two") == ["A: one", "B: two"]


def test_passage_runs_to_the_next_label_or_heading() -> None:
    """A passage keeps its paragraphs, lists, tables and interjections together."""
    text = "**A:** one\n\n- two\n\n*(Applause.)*\n\n| a | b |\n|---|---|\n| c | d |\n\nthree"
    assert outline(f"{text}\n\n**B:** four") == [f"A: {text.removeprefix('**A:** ')}", "B: four"]


def test_places_of_passages() -> None:
    """A passage stands where its first words stand; `first_line` counts from the top of the file."""
    body = parse_body("\n\nOne.\n\n## H\n\n\n**A:** two\n", first_line=10)
    assert [block.place for block in body.blocks] == [Place(12, 1, 4), Place(14, 4, 1), Place(17, 3, 1)]


def test_accents_meet() -> None:
    """Blocks are in the composed form, however the file writes its accents; places count what the file holds."""
    decomposed = unicodedata.normalize("NFD", "## Bến Lửng\n\n**Đỗ Đức:** Có.\n\n[[x]] là")
    assert outline(decomposed) == ["## Bến Lửng", "Đỗ Đức: Có.\n\n[[x]] là"]
    assert parse_body(unicodedata.normalize("NFD", "là [[x]]")).links[0].place.column == 7


# ---- code


@pytest.mark.parametrize(
    "text",
    [
        "```\n## H\n\n**A:** x [[y]]\n```",
        "~~~ python\n## H\n\n**A:** x [[y]]\n~~~",
        "```\n~~~\n## H\n```",
        "````\n```\n## H\n````",
        "```\n## H\n`````",
        "  ```\n  ## H\n  ```",
        "Text.\n```\n## H\n```",
        "```\n``` python\n## H\n```",
    ],
)
def test_fenced_code(text: str) -> None:
    """Nothing inside a fence is a heading, a label or a link; what follows it is."""
    body = parse_body(f"{text}\n**B:** [[z]]")
    assert [block.markdown for block in body.blocks if isinstance(block, Passage)] == [text, "**B:** [[z]]"]
    assert [link.target for link in body.links] == ["z"]


@pytest.mark.parametrize(
    "text",
    [
        "```",
        "```\nText.",
        "~~~~\n~~~\nText.",
        "``` code ``` and text",
        "    ```\nText.",
        "```\n~~~",
        "```\n``` python",
    ],
)
def test_fence_that_closes_nothing(text: str) -> None:
    """A fence that no line closes is text: it swallows no speech of those that follow."""
    assert outline(f"{text}\n\n## H\n\n**A:** one") == [text, "## H", "A: one"]


def test_code_within_a_line_opens_no_fence() -> None:
    """Three backticks that close on their own line are code within the line, whatever fences follow."""
    text = "``` code ``` and text"
    assert outline(f"{text}\n\n## H\n\n```\n## I\n```") == [text, "## H", "```\n## I\n```"]


# ---- links and pictures


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("[[fog]]", ["fog"]),
        ("[[fog|the fog]]", ["fog"]),
        ("[[districts/fog]]", ["districts/fog"]),
        ("[[2024-01-01-talk#k1]]", ["2024-01-01-talk#k1"]),
        ("[[2024-01-01-talk#ann-quill.1|she said]]", ["2024-01-01-talk#ann-quill.1"]),
        ("[[a]][[b]] and [[a]]", ["a", "b", "a"]),
        ("[[[a]]]", ["a"]),
        ("| [[a]] | [[b|c]] |", ["a", "b"]),
        ("## On [[a]]", ["a"]),
        ("**A:** [[a]]", ["a"]),
        ("**[[a]]:** b", ["a"]),
        ("`[[a]]` [[b]]", ["b"]),
        ("``[[a]] ` [[b]]`` [[c]]", ["c"]),
        ("`[[a]]", ["a"]),
        ("\\`[[a]]`", ["a"]),
        ("\\[[a]]", []),
        ("[[A]] [[a b]] [[ä]] [[]] [[-a]] [[a/b/c]]", []),
        ("[[a|b]c]]", []),
        ("[a](b) [a]", []),
        ("[[a\n]]", []),
    ],
)
def test_links(text: str, targets: list[str]) -> None:
    """Double brackets around an id are a link; around anything else, escaped, or as code, they are text."""
    assert [link.target for link in parse_body(text).links] == targets


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("![A map](map.png)", ["map.png"]),
        ('![](../maps/a.png "The map")', ["../maps/a.png"]),
        ("![a](<b.png>) ![c](d.jpg)", ["b.png", "d.jpg"]),
        ("![a](https://track.example/p.gif)", ["https://track.example/p.gif"]),
        ("[![a](b.png)](https://x.example)", ["b.png"]),
        ("`![a](b.png)`", []),
        ("[a](b.png)", []),
    ],
)
def test_pictures(text: str, targets: list[str]) -> None:
    """Pictures are found with their place, wherever they lie; in code there are none."""
    assert [picture.target for picture in parse_body(text).pictures] == targets


def test_places_of_links() -> None:
    """A link and a picture stand where their target stands."""
    body = parse_body("Text.\n\nSee [[fog|it]] and ![a](b.png).", first_line=5)
    assert body.links == (WrittenLink("fog", Place(7, 7, 3)),)
    assert body.pictures == (WrittenLink("b.png", Place(7, 25, 5)),)


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n"])
def test_empty_body(text: str) -> None:
    """A body without words has no blocks."""
    assert parse_body(text) == Body(text)


@pytest.mark.parametrize(
    ("piece", "megabytes"),
    [
        ("![", 4),
        ("[[a|", 4),
        ("[", 4),
        ("# ", 4),
        ("![a](", 4),
        ("**" + "a" * 210, 4),
        ("`a", 1),
        ("**a\n\n", 1),
        ("```x\n", 1),
        ("~~~\n```\n", 1),
    ],
)
def test_hostile_body_is_read_at_once(piece: str, megabytes: int) -> None:
    """However brackets, marks and fences are piled up, megabytes of them are read in a moment."""
    before = time.perf_counter()
    parse_body(piece * (megabytes * 1_000_000 // len(piece)))
    assert time.perf_counter() - before < 5


# ---- properties

MARKDOWN = st.lists(
    st.sampled_from(
        [
            "\n",
            "\n",
            "\n\n",
            "## ",
            "# ",
            "**",
            ":**",
            "**A:** ",
            "**B**: ",
            "```",
            "```\n",
            "~~~",
            "[[a]]",
            "[[b|c]]",
            "![d](e.png)",
            "`",
            "\\",
            "- ",
            "> ",
            "    ",
            " ",
            "x",
            "ü",
            "e\u0301",
            "🙂",
            "*(",
            ")*",
            "| a | b |",
            "\t",
        ]
    ),
    max_size=40,
).map("".join)


def words(text: str) -> list[str]:
    """What must not be lost: every line that says something, in the composed form."""
    return [line.strip() for line in unicodedata.normalize("NFC", text).split("\n") if line.strip()]


@given(MARKDOWN)
@example("\n \nx\n\n## H ##\n\n\n**A:**\n\n\n\ny  \n")
def test_no_line_is_lost(text: str) -> None:
    """Headings and passages together hold every line of the body, in order."""
    lines = unicodedata.normalize("NFC", text).split("\n")
    kept = [
        line
        for block in parse_body(text).blocks
        for line in ([lines[block.place.line - 1]] if isinstance(block, Heading) else block.markdown.split("\n"))
    ]
    assert words("\n".join(kept)) == words(text)


@given(MARKDOWN)
def test_label_and_rest_are_the_passage(text: str) -> None:
    """What stands behind a label is what the passage ends with, and nothing but the label is taken away."""
    for block in parse_body(text).blocks:
        if isinstance(block, Passage) and block.label:
            assert block.markdown.endswith(block.after_label)
            front = block.markdown.removesuffix(block.after_label)
            assert front.strip().replace(" ", "").replace("\t", "") in {
                f"**{block.label}{colon}".replace(" ", "").replace("\t", "") for colon in (":**", "**:")
            }


@given(MARKDOWN)
def test_headings_are_where_they_say(text: str) -> None:
    """At the place of a heading, a link and a picture stand their words."""
    body = parse_body(text)
    lines = text.split("\n")
    placed = [(b.title, b.place) for b in body.blocks if isinstance(b, Heading)]
    placed += [(link.target, link.place) for link in (*body.links, *body.pictures)]
    for said, place in placed:
        written = lines[place.line - 1][place.column - 1 :][: place.length]
        assert unicodedata.normalize("NFC", written).startswith(said[:1])


@given(st.one_of(MARKDOWN, st.text(max_size=200)))
def test_every_place_lies_inside_the_body(text: str) -> None:
    """No text makes the reader fail, and every place of it lies inside the text."""
    body = parse_body(text)
    places = [part.place for part in (*body.blocks, *body.links, *body.pictures)]
    assert [p for p in places if not inside(Span("a", p.line, p.column, max(1, p.length)), text)] == []
