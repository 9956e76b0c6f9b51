"""What a record's Markdown says, without its marks: for formats that take plain paragraphs.

Formats that hold the words of thousands of meetings cannot wait for Markdown to become HTML and HTML to become text.
So the marks are taken away by a few expressions, and nothing that is said gets lost; a test compares the words with
those of the rendered page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.records.body import LINK, fenced_blocks

TitleOf = Callable[[str], str | None]
"""What readers call the record behind `[[target]]`, or None for text in brackets."""


class Paragraph(NamedTuple):
    """A paragraph, list item or row of a table as plain text, with single spaces."""

    text: str
    interjection: bool = False
    """What others called out: shown, but never the speaker's words."""


_MARKS = re.compile(r"[*_`\[\]<>&\\#~|]|^[ \t]*(?:[-+:=]|\d+[.)])|^[ \t]{4}", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*\n")


def paragraphs(markdown: str, title_of: TitleOf) -> tuple[Paragraph, ...]:
    """Return what a text of blocks says, paragraph by paragraph; empty ones are left out."""
    if "```" in markdown or "~~~" in markdown:  # code may hold blank lines
        return tuple(_blocks(markdown.split("\n"), title_of))
    found: list[Paragraph] = []
    for block in _BLANK.split(markdown):
        if _MARKS.search(block):
            found += _blocks(block.split("\n"), title_of)
        elif text := " ".join(block.split()):
            found.append(Paragraph(text))
    return tuple(found)


def line(markdown: str, title_of: TitleOf) -> str:
    """Return what an inline text says."""
    if not _MARKS.search(markdown):
        return " ".join(markdown.split())
    return _inline(markdown, title_of)


def beginning(text: str, length: int) -> str:
    """Return the beginning of a plain text, cut at a word and at most so many characters long."""
    if len(text) <= length:
        return text
    return (text[: length - 1].rpartition(" ")[0] or text[: length - 2]).rstrip(",;:–- ") + " …"


_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?=\S)")
_NOTE = re.compile(r" {0,3}\[\^[^\]\n]*\]:[ \t]*")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_RULE = re.compile(r"[ \t|:-]*-[ \t|:-]*|[ \t]*(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
"""Lines that say nothing: between the head and the rows of a table, and across the page."""
_INTERJECTION = re.compile(r"\*(\([^*]*\))\*|_(\([^_]*\))_")


def _blocks(lines: list[str], title_of: TitleOf) -> Iterator[Paragraph]:
    fences = dict(fenced_blocks(lines))
    pending: list[str] = []
    number = 0
    while number < len(lines):
        text = lines[number]
        if number in fences:
            yield from _paragraph(pending, title_of)
            pending = []
            end = fences[number]
            if code := " ".join(" ".join(lines[number + 1 : end]).split()):
                yield Paragraph(code)
            number = end
        else:
            while quote := _QUOTE.match(text):
                text = text[quote.end() :]
            alone, text = _own_line(text)
            if alone or not text.strip():
                yield from _paragraph(pending, title_of)
                pending = []
            if text.strip():
                pending.append(text)
        number += 1
    yield from _paragraph(pending, title_of)


def _own_line(text: str) -> tuple[bool, str]:
    """Whether a paragraph begins with a line, and the line without what marks it."""
    if _RULE.fullmatch(text):
        return True, ""
    begins = _ITEM.match(text) or _NOTE.match(text)
    if begins:
        return True, text[begins.end() :]
    stripped = text.strip()
    return stripped.startswith("|") or " | " in stripped, text


def _paragraph(lines: list[str], title_of: TitleOf) -> Iterator[Paragraph]:
    if not lines:
        return
    text = "\n".join(lines).strip()
    called_out = _INTERJECTION.fullmatch(text)
    words = _inline((called_out[1] or called_out[2]) if called_out else text, title_of)
    if words:
        yield Paragraph(words, bool(called_out))


_CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.{1,2000}?)(?<!`)\1(?!`)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!|~<&])")
_TARGET = r"\([ \t]*(?:<[^<>\n\[]{0,2000}>|(?:[^\s()\[]|\([^\s()\[]{0,500}\)){0,2000})(?:[ \t]+[^)\n\[]{0,500})?\)"
_IMAGE = re.compile(rf"!\[([^\[\]\n]{{0,1000}})\]{_TARGET}")
_WEB_LINK = re.compile(rf"\[([^\[\]]{{0,2000}})\]{_TARGET}")
_NOTE_MARK = re.compile(r"\[\^[^\]\n]*\]")
_BARE = re.compile(r"<((?:https?://|mailto:)[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>", re.IGNORECASE)
_EMPHASIS = re.compile(
    r"(?<!\w)(__?_?)(?=[^\s_])([^_]{1,2000}?)(?<=\S)\1(?!\w)|(\*\*?\*?)(?=[^\s*])([^*]{1,2000}?)(?<=\S)\3", re.DOTALL
)
"""Bounded, as all that looks for a partner: a text of nothing but stars must not take minutes."""
_KEPT = re.compile("\ue000(\\d+)\ue001")


def _inline(text: str, title_of: TitleOf) -> str:
    kept: list[str] = []

    def keep(words: str) -> str:
        kept.append(words)
        return f"\ue000{len(kept) - 1}\ue001"

    text = text.replace("\ue000", "").replace("\ue001", "")
    if "`" in text:
        text = _CODE.sub(lambda match: keep(match[2].strip()), text)
    if "[[" in text:
        text = LINK.sub(lambda match: keep(_called(match, title_of)), text)
    if "\\" in text:
        text = _ESCAPED.sub(lambda match: keep(match[1]), text)
    if "<" in text:
        text = _BARE.sub(lambda match: keep(match[1]), text)
    if "[" in text:
        text = _NOTE_MARK.sub("", _WEB_LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    for _ in range(3):  # emphasis within emphasis
        text, found = _EMPHASIS.subn(lambda match: match[2] or match[4], text)
        if not found:
            break
    text = html.unescape(text)
    while kept and _KEPT.search(text):
        text = _KEPT.sub(lambda match: kept[int(match[1])], text)
    return " ".join(text.split())


def _called(match: re.Match[str], title_of: TitleOf) -> str:
    title = title_of(match["target"])
    return match[0] if title is None else match["text"] or title
