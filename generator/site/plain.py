"""The common case of Markdown, without Markdown: paragraphs in which no character means anything but itself.

Most of what is said in meetings is such text, and python-markdown needs a hundred times longer for it than for reading
it. So runs of plain paragraphs are taken out and stand as one short word each while the rest is converted. What comes
out is the same, byte for byte; a property test holds that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import blake2b

_CLEANED = "\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_MARKS = r"*_`\[\]<>&\\#~|"
_PLAIN = re.compile(rf"[^\s+\-{_MARKS}{_CLEANED}](?:[^{_MARKS}{_CLEANED}]|\n(?=\S))*")
"""A paragraph without any mark, without indented lines and without characters that are cleaned away."""
_MARKED_LINE = re.compile(r"(?m)^\d+\.|^[-=+:]| $")
"""What begins a list or a rule, or ends a line by force."""
_REACHES_ON = re.compile(r"```|~~~|(?m:^(?: {2,}|\t))|\[\^|\n[ \t]+\n")
"""What may reach over blank lines: code, what is indented, footnotes. Such a text is converted as a whole."""


_STANDS_FOR = re.compile(r"<p>(plain[0-9a-f]{24})x(\d+)x</p>")
"""A word that stands for a run of plain paragraphs; only the one that was made for the text counts."""


def convert(text: str, markdown: Callable[[str], str]) -> str:
    """Return what `markdown` makes of a text, asking it only for what is not plain."""
    if _REACHES_ON.search(text):
        return markdown(text)
    word = "plain" + blake2b(text.encode(), digest_size=12).hexdigest()
    rest: list[str] = []
    runs: list[str] = []
    for paragraph in re.split(r"\n{2,}", text.strip("\n")):
        if not is_plain(paragraph):
            rest.append(paragraph)
        elif rest and rest[-1] == f"{word}x{len(runs) - 1}x":
            runs[-1] += f"\n<p>{paragraph}</p>"
        else:
            rest.append(f"{word}x{len(runs)}x")
            runs.append(f"<p>{paragraph}</p>")
    if len(runs) == len(rest):
        return "\n".join(runs)
    if not runs:
        return markdown(text)
    converted = markdown("\n\n".join(rest))
    return _STANDS_FOR.sub(lambda found: runs[int(found[2])] if found[1] == word else found[0], converted)


def is_plain(paragraph: str) -> bool:
    """Whether a paragraph (without blank lines) is the same text in Markdown."""
    return _PLAIN.fullmatch(paragraph) is not None and _MARKED_LINE.search(paragraph) is None
