"""Lists and code as people indent them, brought to the indents that python-markdown wants.

It reads what stands in a list only where it is indented by four blanks, and fenced code only at the margin. People
indent by two, by three, or as wide as the item's mark is; and `records.body` takes a fence with up to three blanks, as
everybody does. So a list's lines get four blanks for each level, and code that is fenced (by the very rule of
`records.body`) is taken out. Lines outside of lists stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from generator.records.body import fenced_blocks

LEVEL = 4
"""Blanks that python-markdown wants for each level."""
_BELONGS = 2
"""From so many blanks more than an item's mark on a line belongs to the item."""
_CODE = 4
"""From so many blanks more than an item's text on a paragraph is code."""
_MARK = re.compile(r"(?:[*+-]|\d+\.) +")


def evenly_indented(lines: Sequence[str], keep_code: Callable[[str], str]) -> list[str]:
    """Return the lines as Markdown wants them; `keep_code` returns the word that stands for a block of fenced code."""
    lists = _Lists()
    out: list[str] = []
    done = 0
    for start, end in fenced_blocks(lines):
        out += _each(lists, lines[done:start])
        indent = _indent(lines[start])
        code = "".join(f"{line[min(indent, _indent(line)) :]}\n" for line in lines[start + 1 : end])
        out += lists.block(indent, keep_code(code))
        done = end + 1
    return [*out, *_each(lists, lines[done:])]


class _Lists:
    """Goes through a text line by line and knows in which items of lists it is."""

    def __init__(self) -> None:
        self.marks: list[int] = []
        """The blanks from which on a line belongs to each open item, outermost first."""
        self.texts: list[int] = []
        """The blanks in front of each item's text."""
        self.after_blank = True
        self.going_on: Callable[[int, str], str] | None = None
        """How the next lines of the same paragraph are written; outside of lists as they are."""

    def line(self, line: str) -> Iterator[str]:
        """Yield a line with its new indent, and before it a blank one where Markdown needs that."""
        text = line.lstrip(" ")
        if not text:
            self.after_blank = True
            yield line
            return
        indent, after_blank, self.after_blank = len(line) - len(text), self.after_blank, False
        mark = None if _is_rule(text) else _MARK.match(text)
        if mark and (self.marks or (after_blank and indent < _CODE)) and not (after_blank and self.is_code(indent)):
            if self.going_on not in {None, _at_the_margin}:
                yield ""  # behind a paragraph of its own an item has to be apart
            yield self.item(indent, mark.end(), text)
        elif after_blank:
            yield self.paragraph(indent, text)
        else:
            yield self.going_on(indent, text) if self.going_on else line

    def block(self, indent: int, word: str) -> Iterator[str]:
        """Yield a line that stands for a whole block, apart from its neighbours."""
        yield from ("", self.paragraph(indent, word), "")
        self.after_blank = True

    def item(self, indent: int, width: int, text: str) -> str:
        """Begin an item whose mark is so wide."""
        depth = self.close(indent)
        self.marks.append(indent + _BELONGS)
        self.texts.append(indent + width)
        self.going_on = _at_the_margin
        return " " * (LEVEL * depth) + text

    def paragraph(self, indent: int, text: str) -> str:
        """Begin a paragraph: of the item that it is indented for, or behind all lists."""
        code = self.is_code(indent)
        depth = self.close(indent)
        if not depth:
            self.going_on = None
            return " " * indent + text
        self.going_on = _as_code(depth, self.texts[-1]) if code else _as_paragraph(depth)
        return self.going_on(indent, text)

    def is_code(self, indent: int) -> bool:
        """Whether a paragraph with so many blanks would be code in its item."""
        depth = bisect_right(self.marks, indent)
        return depth > 0 and indent - self.texts[depth - 1] >= _CODE

    def close(self, indent: int) -> int:
        """Leave the items that a line with so many blanks does not belong to; return how many stay."""
        depth = bisect_right(self.marks, indent)
        del self.marks[depth:], self.texts[depth:]
        return depth


def _each(lists: _Lists, lines: Sequence[str]) -> Iterator[str]:
    return (new for line in lines for new in lists.line(line))


def _at_the_margin(_: int, text: str) -> str:
    return text


def _as_paragraph(depth: int) -> Callable[[int, str], str]:
    return lambda _, text: " " * (LEVEL * depth) + text


def _as_code(depth: int, margin: int) -> Callable[[int, str], str]:
    return lambda indent, text: " " * (LEVEL * depth + max(indent - margin, 0)) + text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_rule(text: str) -> bool:
    marks = text.replace(" ", "")
    return len(marks) > 2 and marks[0] in "-_*" and marks == marks[0] * len(marks)
