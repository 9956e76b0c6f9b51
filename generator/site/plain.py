"""The common cases of Markdown, without Markdown: plain paragraphs, words in bold or italics, flat lists, quotations.

Most of what is said in meetings is such text, and python-markdown needs a hundred times longer for it than for reading
it. So runs of simple blocks are taken out and stand as one short word each while the rest is converted. What comes
out is the same, byte for byte; a property test holds that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from hashlib import blake2b

_CLEANED = "\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_MARKS = r"*_`\[\]<>&\\#~|"
_RUN = rf"[^{_MARKS}{_CLEANED}]++"
"""Characters that mean nothing but themselves, within one line."""
_INNER = rf"[^\s{_MARKS}{_CLEANED}](?:[^{_MARKS}{_CLEANED}]*[^\s{_MARKS}{_CLEANED}])?"
_SPAN = rf"(?:\*\*{_INNER}\*\*|\*{_INNER}\*)(?!\*)"
"""Words in bold or italics, nothing within them marked again."""
_LINE = rf"(?![\s+\-])(?:{_RUN}|{_SPAN})++"
_SIMPLE = re.compile(rf"{_LINE}(?:\n(?=\S)(?:{_RUN}|{_SPAN})++)*+")
"""A paragraph without any other mark, without indented lines and without characters that are cleaned away."""
_PLAIN = re.compile(rf"(?![\s+\-]){_RUN}(?:\n(?=\S){_RUN})*+")
"""The same without bold and italics."""
_MARKED_LINE = re.compile(r"(?m)^\d+\.|^[-=+:]| $")
"""What begins a list or a rule, or ends a line by force."""
_LIST = re.compile(rf"- {_LINE}(?:\n- {_LINE})*+")
_QUOTE = re.compile(rf"> {_LINE}")
_REACHES_ON = re.compile(r"```|~~~|(?m:^(?: {2,}|\t))|\[\^|\n[ \t]+\n")
"""What may reach over blank lines: code, what is indented, footnotes. Such a text is converted as a whole."""
_BOLD, _ITALIC = re.compile(r"\*\*([^*]+)\*\*"), re.compile(r"\*([^*]+)\*")


_STANDS_FOR = re.compile(r"<p>(plain[0-9a-f]{24})x(\d+)x</p>")
"""A word that stands for a run of simple blocks; only the one that was made for the text counts."""


def convert(text: str, markdown: Callable[[str], str]) -> str:
    """Return what `markdown` makes of a text, asking it only for what is not simple."""
    if _REACHES_ON.search(text):
        return markdown(text)
    blocks = re.split(r"\n{2,}", text.strip("\n"))
    ready = _ready(blocks)
    if None not in ready:
        return "\n".join(filter(None, ready))
    if not any(ready):
        return markdown(text)
    word = "plain" + blake2b(text.encode(), digest_size=12).hexdigest()
    rest: list[str] = []
    runs: list[str] = []
    for block, finished in zip(blocks, ready, strict=True):
        if finished is None:
            rest.append(block)
        elif rest and rest[-1] == f"{word}x{len(runs) - 1}x":
            runs[-1] += f"\n{finished}"
        else:
            rest.append(f"{word}x{len(runs)}x")
            runs.append(finished)
    converted = markdown("\n\n".join(rest))
    return _STANDS_FOR.sub(lambda found: runs[int(found[2])] if found[1] == word else found[0], converted)


def _ready(blocks: Sequence[str]) -> list[str | None]:
    """The finished HTML of each block that is simple, None for the others.

    A list or a quotation goes on where the next block is one too, so it is simple only between paragraphs.
    """
    paragraphs = [_paragraph(block) for block in blocks]
    last = len(blocks) - 1
    found = list(paragraphs)
    for n, block in enumerate(blocks):
        after_paragraph = n == 0 or paragraphs[n - 1] is not None
        if paragraphs[n] is None and after_paragraph and (n == last or paragraphs[n + 1] is not None):
            found[n] = _divided(block)
    return found


def _paragraph(block: str) -> str | None:
    if _SIMPLE.fullmatch(block) is None or _MARKED_LINE.search(block) is not None:
        return None
    return f"<p>{_with_marks(block)}</p>"


def _divided(block: str) -> str | None:
    """A flat list, or a quotation of one line."""
    if _LIST.fullmatch(block) and not _MARKED_LINE.search(block[2:].replace("\n- ", "\n")):
        items = "\n".join(f"<li>{_with_marks(line[2:])}</li>" for line in block.split("\n"))
        return f"<ul>\n{items}\n</ul>"
    if _QUOTE.fullmatch(block) and not _MARKED_LINE.search(block[2:]):
        return f"<blockquote>\n<p>{_with_marks(block[2:])}</p>\n</blockquote>"
    return None


def _with_marks(text: str) -> str:
    if "*" not in text:
        return text
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", text))


def is_plain(paragraph: str) -> bool:
    """Whether a paragraph (without blank lines) is the same text in Markdown."""
    return _PLAIN.fullmatch(paragraph) is not None and _MARKED_LINE.search(paragraph) is None
