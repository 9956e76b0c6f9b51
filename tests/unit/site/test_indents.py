"""Lists and code as people indent them, and as Markdown wants them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.indents import evenly_indented


def even(text: str) -> str:
    kept: list[str] = []

    def keep(code: str) -> str:
        kept.append(code)
        return f"<{code!r}>"

    return "\n".join(evenly_indented(text.split("\n"), keep))


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("- a\n  - b\n    - c\n  - d\n- e", "- a\n    - b\n        - c\n    - d\n- e"),
        ("10. a\n    - b\n11. c", "10. a\n    - b\n11. c"),
        ("1. a\n  - b", "1. a\n    - b"),
        (" - a\n - b", "- a\n- b"),
        ("- a\n  goes on\nlazily", "- a\ngoes on\nlazily"),
        ("- a\n\n   b\n   c", "- a\n\n    b\n    c"),
        ("- a\n\n  b\n  - c", "- a\n\n    b\n\n    - c"),
        ("- a\n\nb\n  c", "- a\n\nb\n  c"),
        ("- a\n\n      code\n        more", "- a\n\n        code\n          more"),
        ("- a\n\n      - code", "- a\n\n        - code"),
        ("- a\n      - b", "- a\n    - b"),
        ("- a\n\n***\n\n- b", "- a\n\n***\n\n- b"),
        ("- a\n\n  | x |\n  |---|\n  | y |", "- a\n\n    | x |\n    |---|\n    | y |"),
        ("-    a\n\n     b", "-    a\n\n    b"),
    ],
)
def test_a_list_gets_four_blanks_for_each_level(written: str, wanted: str) -> None:
    """What belongs to an item by two blanks or more stands in it; what does not ends the list."""
    assert even(written) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "a\n  b\n\n  c",
        "a\n- no list\n  - neither",
        "    code\n      - code\n\n        code",
        "**a** b\n*c* d",
        "- - -",
        "-a\n  - b",
        "> - a\n>   - b",
        "[^1]: a\n\n    b",
        "- a\n    - b\n        - c\n\n            d\n\n    e",
    ],
)
def test_everything_else_stays(text: str) -> None:
    """Lines outside of lists, and lists that are indented by fours, are not touched."""
    assert even(text) == text


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("```\na\n```", "\n<'a\\n'>\n"),
        ("  ~~~ x y\n    a\n b\n  ~~~", "\n  <'  a\\nb\\n'>\n"),
        ("- a\n\n  ```\n  b\n  ```\n  c", "- a\n\n\n    <'b\\n'>\n\n    c"),
        ("```\na", "```\na"),
        ("    ```\n    a\n    ```", "    ```\n    a\n    ```"),
    ],
)
def test_fenced_code_is_taken_out(written: str, wanted: str) -> None:
    """A word stands for each block of fenced code, in the item in which it stood; an unclosed fence is text."""
    assert even(written) == wanted


lines = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["- a", "1. b", "* c", "d", "", "> e", "***", "```", "~~~"])),
    max_size=14,
).map(lambda found: "\n".join(" " * n + text for n, text in found))


@given(lines)
def test_no_word_is_lost(text: str) -> None:
    """Blanks change, words and their order do not."""
    kept: list[str] = []

    def keep(code: str) -> str:
        kept.append(code)
        return "\0"

    shown = "\n".join(evenly_indented(text.split("\n"), keep))
    parts = shown.split("\0")
    assert len(parts) == len(kept) + 1
    whole = parts[0] + "".join(code + part for code, part in zip(kept, parts[1:], strict=True))
    assert [w for w in whole.split() if w[0] not in "`~"] == [w for w in text.split() if w[0] not in "`~"]


@given(lines.filter(lambda text: "`" not in text and "~" not in text))
def test_what_is_even_stays_even(text: str) -> None:
    """Lists once brought in order, read anew, are the same."""
    once = even(text)
    assert even(once).split() == once.split()
