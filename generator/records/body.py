"""The body of a meeting as a row of blocks: headings, passages, and passages that begin with a bold label.

Only structure is read here, line by line, as the rules of the format say; Markdown itself is rendered elsewhere.
Whether a label is somebody's name is decided later, by those who know the meeting's participants.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+([^ \t].*)")
_CLOSING = re.compile(r"[ \t]#+$")
_FENCE = re.compile(r" {0,3}(`{3,}(?!.*`)|~{3,})")
_LABEL = re.compile(r" {0,3}\*\*(?P<name>[^*\n]{1,200}?)[ \t]*(?::\*\*|\*\*[ \t]*:)[ \t]*")
_LINK = re.compile(
    r"(?<!\\)\[\[(?P<target>[a-z0-9][a-z0-9-]*(?:/[a-z0-9-]+)?(?:#[a-z0-9.-]+)?)(?:\\?\|(?P<text>[^\[\]\n]*))?\]\]"
)
_TICKS = re.compile(r"(?<!\\)`+")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,1000}\]\(\s*<?(?P<target>[^)\s>]+)")
_ADDRESS = re.compile(
    r"""(?<!\\)\]\([ \t]*+(?P<open><)?(?P<target>(?(open)[^<>\n]*|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*))"""
    r"""(?(open)>)(?:[ \t]++(?:"[^"\n]*"|'[^'\n]*')?+)?+[ \t]*+\)"""
)
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]\n^][^\[\]\n]{0,200}\]:[ \t]*<?(?P<target>[^\s<>]+)")
_FOLLOWED = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
"""How the links begin that lead somewhere."""


@dataclass(frozen=True)
class Place:
    """A place in the record's file: 1-based line and column, and how many characters."""

    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Heading:
    """An agenda item (level 2) or a division of one (3 to 6); level 1 is no item and is refused later."""

    level: int
    title: str
    place: Place


@dataclass(frozen=True, slots=True)
class Passage:
    """Markdown between two headings or labels; `label` are the words before the colon, without the bold marks."""

    markdown: str
    """With the label still in front, as written."""
    label: str = ""
    after_label: str = ""
    """The same Markdown without the label."""
    place: Place = Place(1, 1, 0)


@dataclass(frozen=True)
class WrittenLink:
    """`[[target|text]]` as it stands in the body."""

    target: str
    place: Place


@dataclass(frozen=True)
class Body:
    """The blocks of a body in order, and the links and pictures that it names."""

    text: str = ""
    blocks: tuple[Heading | Passage, ...] = ()
    links: tuple[WrittenLink, ...] = ()
    pictures: tuple[WrittenLink, ...] = ()
    addresses: tuple[WrittenLink, ...] = ()
    """Links `[text](address)` that lead neither to the web nor within the page."""


LINK = _LINK
"""How `[[…]]` is written; the renderer reads it by the same rule. In tables people write the bar as `\\|`."""


def parse_body(text: str, first_line: int = 1) -> Body:
    """Return the blocks of a Markdown body; `first_line` is the line of the file on which it begins."""
    blocks: list[Heading | Passage] = []
    pending: list[str] = []
    start = first_line
    links: list[WrittenLink] = []
    pictures: list[WrittenLink] = []
    addresses: list[WrittenLink] = []
    for number, line, begins in _lines(text, first_line):
        heading = _HEADING.match(line) if begins is not None else None
        if heading or (begins and _LABEL.match(line)):
            blocks += _passage(pending, start)
            pending, start = [], number
        if heading:
            title = _CLOSING.sub("", heading[2].rstrip(" \t")).rstrip(" \t")
            place = Place(number, heading.start(2) + 1, len(title))
            blocks.append(Heading(len(heading[1]), unicodedata.normalize("NFC", title), place))
            start = number + 1
        else:
            pending.append(line)
        if begins is not None:
            links += _found(_LINK, line, number)
            shown = list(_found(_IMAGE, line, number)) if "![" in line else []
            pictures += shown
            if "](" in line or "]:" in line:
                addresses += _dead(line, number, {picture.place.column for picture in shown})
    blocks += _passage(pending, start)
    return Body(text, tuple(blocks), tuple(links), tuple(pictures), tuple(addresses))


def _dead(line: str, number: int, pictures: set[int]) -> Iterator[WrittenLink]:
    """Links of a line that readers cannot follow; `pictures` are the columns of targets that are no links."""
    begun = line.find("[")
    for pattern in (_ADDRESS, _DEFINITION):
        for link in _found(pattern, line, number):
            column = link.place.column
            if 0 <= begun < column and column not in pictures and not _FOLLOWED.match(link.target):
                yield link


def fenced_blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each block of fenced code (from 0); the renderer reads them by the same rule."""
    opening = _opening_fences(lines)
    start, fence = -1, ""
    for number, line in enumerate(lines):
        mark = _FENCE.match(line)
        if fence and mark and mark[1].startswith(fence) and _is_bare(line, mark):
            yield start, number
            fence = ""
        elif not fence and mark and number in opening:
            start, fence = number, mark[1]


def _lines(text: str, first_line: int) -> Iterator[tuple[int, str, bool | None]]:
    """Each line with its number and whether a paragraph begins there; None inside fenced code."""
    after_blank = True
    lines = text.split("\n")
    fenced = {number for start, end in fenced_blocks(lines) for number in range(start, end + 1)}
    for number, line in enumerate(lines):
        if number in fenced:
            yield number + first_line, line, None
            after_blank = True
        else:
            yield number + first_line, line, after_blank
            after_blank = not line.strip() or _HEADING.match(line) is not None


def _opening_fences(lines: Sequence[str]) -> frozenset[int]:
    """The lines whose fence a later line closes; a fence that none closes is text, or it would swallow all speeches."""
    longest = {"`": 0, "~": 0}
    found = []
    for number in range(len(lines) - 1, -1, -1):
        if mark := _FENCE.match(lines[number]):
            kind, length = mark[1][0], len(mark[1])
            if length <= longest[kind]:
                found.append(number)
            if _is_bare(lines[number], mark):
                longest[kind] = max(longest[kind], length)
    return frozenset(found)


def _is_bare(line: str, mark: re.Match[str]) -> bool:
    return not line[mark.end() :].strip()


def _passage(lines: list[str], start: int) -> Iterator[Passage]:
    blank = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    lines, start = lines[blank:], start + blank
    if not lines:
        return
    markdown = unicodedata.normalize("NFC", "\n".join(lines).rstrip())
    label = _LABEL.match(markdown)
    if label is None:
        yield Passage(markdown, place=Place(start, 1, len(lines[0])))
    else:
        place = Place(start, label.start("name") + 1, len(label["name"]))
        yield Passage(markdown, label["name"].strip(), markdown[label.end() :].lstrip("\n"), place)


def _found(pattern: re.Pattern[str], line: str, number: int) -> Iterator[WrittenLink]:
    code = _code_spans(line) if "`" in line else ()
    for match in pattern.finditer(line):
        before = bisect_right(code, match.start(), key=lambda span: span[0])
        if not before or code[before - 1][1] <= match.start():
            start, end = match.span("target")
            yield WrittenLink(match["target"], Place(number, start + 1, end - start))


def _code_spans(line: str) -> tuple[tuple[int, int], ...]:
    """Where inline code stands, in order: from a run of backticks to the next run of the same length."""
    runs = [match.span() for match in _TICKS.finditer(line)]
    following: dict[int, int] = {}
    closing = [0] * len(runs)
    for n in range(len(runs) - 1, -1, -1):  # from the end, so that each run knows its partner at once
        length = runs[n][1] - runs[n][0]
        closing[n] = following.get(length, n)
        following[length] = n
    spans: list[tuple[int, int]] = []
    n = 0
    while n < len(runs):
        if closing[n] > n:
            spans.append((runs[n][0], runs[closing[n]][1]))
        n = closing[n] + 1
    return tuple(spans)
