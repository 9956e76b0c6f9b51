from __future__ import annotations

import pytest

from tests.unit.records.conftest import decoded, told


def asked(name: str, text: str) -> list[tuple[int, int]]:
    """Return line and column of each open question of a record."""
    _, problems = decoded(name, text)
    return [(problem.span.line, problem.span.column) for problem in problems if problem.code == "open-question"]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("# ??? who is this", 3),
        ("#??? who is this", 2),
        ("note: text # ??? who is this", 14),
        ("note: ??? who is this", 7),
        ("note: '??? who is this'", 8),
        ("note: ???", 7),
        ("aliases:\n  - ??? An", 5),
        ("posts:\n  - role: ??? Chair", 11),
        ("aliases:\n  # ??? An", 5),
    ],
)
def test_mark_in_fields_is_open(line: str, column: int) -> None:
    """A mark at the beginning of a value or a comment is an open question, where it stands."""
    text = f"name: Ann\n{line}\n"
    assert asked("people/ann.yml", text) == [(text.count("\n"), column)]


@pytest.mark.parametrize(
    "line", ["??? who spoke", "  ??? who spoke", "## ??? which item", "- ??? what else", "> ??? whose words", "???"]
)
def test_mark_in_text_is_open(line: str) -> None:
    """A mark at the beginning of a line of the body, of a heading or of an item is an open question."""
    text = f"---\ntitle: Talk\ndate: 2024\n---\nIt began.\n\n{line}\n"
    assert [place for place, _ in asked("meetings/2024/talk.md", text)] == [7]


@pytest.mark.parametrize(
    "text",
    [
        "name: Ann\nnote: What???\n",
        "name: Ann\nnote: Who said ??? and why\n",
        "name: Ann\nnote: ????\n",
        "name: Ann\nnote: ???Ann\n",
        "name: Ann\nnote: '# is a sign' # but why\n",
    ],
)
def test_question_marks_in_words_are_text(text: str) -> None:
    """Question marks within a text ask nothing of the contributor."""
    assert asked("people/ann.yml", text) == []


def test_question_marks_in_a_sentence_of_the_body_are_text() -> None:
    """What a speaker asked is no mark, and neither is more than three."""
    text = "---\ntitle: Talk\ndate: 2024\n---\n**Ann:** Why ??? Nobody knew.\n\n???? said the board.\n"
    assert asked("meetings/2024/talk.md", text) == []


def test_each_mark_is_told_with_its_words() -> None:
    """Two marks are two errors, each with what is asked and what to do."""
    text = "# ??? is this the board\nname: Board\n# ??? since when\nfrom: 2024\n"
    assert told("organizations/board.yml", text) == (
        "records/organizations/board.yml:1:3: error[open-question]\n"
        "    1 | # ??? is this the board\n"
        "      |   ^^^ this is still open: is this the board\n"
        "  help: settle it, then delete the mark\n"
        "records/organizations/board.yml:3:3: error[open-question]\n"
        "    3 | # ??? since when\n"
        "      |   ^^^ this is still open: since when\n"
        "  help: settle it, then delete the mark"
    )


def test_mark_is_seen_in_a_broken_record() -> None:
    """A record whose fields cannot be read still tells its open questions."""
    assert asked("people/ann.yml", "# ??? who\nname: [\n") == [(1, 3)]
