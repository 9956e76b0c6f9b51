"""How much work the Markdown of a record makes, so that none holds up a build: estimated from its signs alone.

Some signs make Markdown look at the rest of their stretch again (what stands between two blank lines), so work grows
with the square of their number there. No clock is looked at: a record is refused on every machine or on none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.problems import Problem, Span

MOST = 100_000
"""So much a record may weigh: a sign or a line weighs 1, and more the more of them a stretch has."""
SQUARE = 20_000
"""With so many signs in one stretch each of them weighs twice."""
MOST_IN_A_FIELD = 10_000
"""So many signs a line among the fields may have: what it says is shown on many pages."""

_SIGN = re.compile(r"[\\`*_\[\]<>&!~|\n]|[-+] |\b\d+[.)] ")


def overweight(path: str, text: str) -> Iterator[Problem]:
    """Yield what is wrong with the text of a file that would make more work than any record needs, at its line."""
    if len(text) <= MOST_IN_A_FIELD:
        return
    lines = text.split("\n")
    fields = next((n for n, line in enumerate(lines) if n and line.rstrip() == "---"), len(lines))
    for number, line in enumerate(lines[:fields], 1):
        if len(line) > MOST_IN_A_FIELD and len(_SIGN.findall(line)) > MOST_IN_A_FIELD:
            message = f"this line has more than {MOST_IN_A_FIELD:,} signs that mean something in Markdown"
            yield Problem("too-complex", Span(path, number, 1, 1), message, "say it in the text of a meeting")
            return
    if weight(len(text)) > MOST and (number := _where_too_heavy(lines)):
        message = "up to here the record has more signs of Markdown than can be read in a few seconds"
        hint = "divide long stretches by blank lines, or the record into parts"
        yield Problem("too-complex", Span(path, number, 1, 1), message, hint)


def weight(signs: int) -> float:
    """Return what so many signs in one stretch weigh together."""
    return signs + signs * signs / SQUARE


def _where_too_heavy(lines: Sequence[str]) -> int:
    """The line by which a record has become too heavy; 0 where none is."""
    whole, stretch = 0.0, 0
    for number, line in enumerate(lines, 1):
        if not line.strip(" \t"):  # other blanks are text to Markdown
            whole, stretch = whole + weight(stretch), 0
        stretch += 1 + len(_SIGN.findall(line))
        if whole + weight(stretch) > MOST:
            return number
    return 0
