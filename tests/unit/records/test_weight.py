from __future__ import annotations

import pytest

from generator.records.weight import MOST, MOST_IN_A_FIELD, overweight

HEAD = "---\ntitle: Weir\ndate: 2024\n---\n"


def found(text: str) -> list[tuple[str, int]]:
    return [(problem.code, problem.span.line) for problem in overweight("records/meetings/m.md", text)]


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
    """What a field says is shown on many pages, so a line of it may have fewer signs than a text."""
    line = "[" * (MOST_IN_A_FIELD + 1)
    assert found(f"---\ntitle: Weir\nsummary: '{line}'\ndate: 2024\n---\n") == [("too-complex", 3)]
    assert found(f"{HEAD}{line}") == []
    assert found(f"name: {'a' * 20_000}") == []
