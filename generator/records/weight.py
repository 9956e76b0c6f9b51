"""How much work the Markdown of a record makes, so that none holds up a build: estimated from its signs alone.

Some signs make Markdown look at the rest of their stretch again (what stands between two blank lines), so work grows
with the square of their number there. No clock is looked at: a record is refused on every machine or on none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.problems import Problem, Span
from generator.records.nodes import Located, Path

MOST = 100_000
"""So much a record may weigh: a sign or a line weighs 1, and more the more of them a stretch has."""
SQUARE = 20_000
"""With so many signs in one stretch each of them weighs twice."""
MOST_IN_A_FIELD = 10_000
"""So many signs the value of a field may have: what it says is shown on many pages, and blank lines divide nothing."""

_SIGN = re.compile(r"[\\`*_\[\]<>&!~|\n]|[-+] |\b\d+[.)] ")
_DEARER = re.compile(r"\[\^|:\*\*|\*\*:|^ {12,}")
"""What makes more work than its signs say: footnotes, speeches, and lists that lie deep in lists."""


def overweight(path: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with the text of a file that would make more work than any record needs, at its line."""
    if len(text) <= MOST_IN_A_FIELD:
        return
    if weight(len(text)) > MOST and (number := _where_too_heavy(text.split("\n"))):
        message = "up to here the record has more signs of Markdown than can be read in a few seconds"
        hint = "divide long stretches by blank lines, or the record into parts"
        yield Problem("too-complex", Span(path, number, 1, 1), message, hint)


def heavy_values(located: Located) -> Iterator[Problem]:
    """Yield what is wrong with values that have more signs than what a field says ever needs, each at its place."""
    for way, text in _texts((), located.value):
        if len(text) > MOST_IN_A_FIELD and len(_SIGN.findall(text)) > MOST_IN_A_FIELD:
            message = f"this has more than {MOST_IN_A_FIELD:,} signs that mean something in Markdown"
            yield Problem("too-complex", located.span(way), message, "say it in the text of a meeting")


def _texts(way: Path, value: object) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts((*way, key), inner)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _texts((*way, n), inner)


def weight(signs: int) -> float:
    """Return what so many signs in one stretch weigh together."""
    return signs + signs * signs / SQUARE


def _dearer(line: str) -> int:
    """What a line weighs beside its signs: five for a footnote or speech, and one for every two blanks in front."""
    found = _DEARER.findall(line)
    return sum(len(one) // 2 if one[0] == " " else 5 for one in found)


def _where_too_heavy(lines: Sequence[str]) -> int:
    """The line by which a record has become too heavy; 0 where none is."""
    whole, stretch = 0.0, 0
    fields = next((n for n, line in enumerate(lines, 1) if n > 1 and line.rstrip() == "---"), len(lines))
    for number, line in enumerate(lines, 1):
        if not line.strip(" \t"):  # other blanks are text to Markdown
            whole, stretch = whole + weight(stretch), 0
        stretch += 1 + len(_SIGN.findall(line)) + _dearer(line)
        if number <= fields:  # a list may stand in one line
            stretch += line.count(",")
        if whole + weight(stretch) > MOST:
            return number
    return 0
