from __future__ import annotations

import pytest

from generator.records.decode import decode_fields
from generator.records.model import Meeting
from generator.records.weight import MOST, MOST_IN_A_FIELD, overweight

HEAD = "---\ntitle: Weir\ndate: 2024\n---\n"


def found(text: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.span.line) for problem in overweight("records/meetings/m.md", text)]


def decoded(fields: str) -> list[tuple[str, int]]:
    """What is wrong with the fields of a meeting."""
    return [(problem.code, problem.span.line) for problem in decode_fields("m.md", fields, Meeting)[2]]


def test_what_people_write_is_light() -> None:
    """A sitting of 2.5 MB with 250 speeches, lists, tables and interjections is far from too heavy."""
    words = "Das Wehr ist alt – und „niemand“ merkt es, wie schon 2019 (siehe Anlage 3) gesagt wurde. " * 8
    speech = f"**Ann Weir:** {words}\n\n{words}\n\n*(Beifall.)*\n\n- eins\n- zwei\n- drei\n\n"
    table = "| Jahr | Höhe |\n| --- | --- |\n" + "| 2019 | 1,20 |\n" * 40
    text = HEAD + (speech * 12 + table + "\n") * 140
    assert len(text) > 2_500_000
    assert found(text) == []


@pytest.mark.parametrize("sign", ["[", "\\", "- ", "* ", "`", "&", "<", "1. ", "*a_b ", "a\n"])
def test_a_stretch_of_signs_is_too_heavy(sign: str) -> None:
    """Where signs stand without a blank line between them, far fewer are too many; the line is the one where it shows."""
    assert found(f"{HEAD}Words.\n\n" + sign * 100_000) != []
    assert [line for _, line in found(f"{HEAD}Words.\n\n" + "[" * 100_000)] == [7]


def test_many_stretches_are_too_heavy_together() -> None:
    """Each paragraph may be fine, and the record too much all the same: told is where the most is passed."""
    text = HEAD + ("*a* " * 50 + "\n\n") * 2_000
    ((code, line),) = found(text)
    assert code == "too-complex"
    assert MOST / 102 - 50 < (line - 4) / 2 < MOST / 100


def test_fields_are_held_to_less() -> None:
    """What a field says is shown on many pages, so it may have fewer signs than a text, however it is written."""
    line = "[" * (MOST_IN_A_FIELD + 1)
    folded = "".join(f"\n\n  {'[' * 500}" for _ in range(MOST_IN_A_FIELD // 500 + 1))
    for fields in (f"summary: '{line}'", f"summary: >{folded}", f"summary: |{folded}", f"notes: [x, '{line}']"):
        assert decoded(f"title: Weir\n{fields}\ndate: 2024\n") == [("too-complex", 2)]
    assert decoded(f"title: Weir\nsummary: '{'[' * 5_000}'\nnotes: ['{'[' * 5_000}']\ndate: 2024\n") == []
    assert decoded(f"title: {'a' * 20_000}\ndate: 2024\n") == []
    assert found(f"{HEAD}{line}") == []


@pytest.mark.parametrize("blank", ["\u00a0", "\u2003", "\u3000"])
def test_blanks_that_are_none_to_markdown_divide_nothing(blank: str) -> None:
    """A line that only looks empty does not end a stretch."""
    assert found(HEAD + ("[" * 500 + f"\n{blank}\n") * 90) != []
    assert found(HEAD + ("[" * 500 + "\n \t\n") * 90) == []


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: Weir\ndate: 2024\nplaces: [{'x, ' * 40_000}]\n---\n",
        HEAD + "a[^1]\n\n" * 12_000,
        HEAD + "**ann:** x\n\n" * 12_000,
        HEAD + "\n".join(f"{'  ' * depth}- x" for depth in range(500)),
    ],
    ids=["list in a line", "footnotes", "speeches", "lists in lists"],
)
def test_what_makes_more_work_than_its_signs_say(text: str) -> None:
    """Footnotes, speeches, deep lists and long rows of values weigh more than other signs."""
    assert found(text) != []
