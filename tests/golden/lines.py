"""Pages as lines that a person can compare: one element a line, indented by its depth."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from difflib import unified_diff
from html import escape
from html.parser import HTMLParser

BARE = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements that have no end."""
VERBATIM = frozenset({"pre", "textarea"})
"""Elements whose blanks and line ends count."""


@dataclass
class Element:
    """An element with what it holds: elements and texts in order."""

    tag: str
    attributes: str = ""
    content: list[Element | str] = field(default_factory=list)


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self.path = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = "".join(f' {name}="{escape(value)}"' if value is not None else f" {name}" for name, value in attrs)
        element = Element(tag, text)
        self.path[-1].content.append(element)
        if tag not in BARE:
            self.path.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in [element.tag for element in self.path]:
            while self.path.pop().tag != tag:
                pass
        else:
            self.handle_data(f"</{tag}>")  # closes nothing: shown as the mistake that it is

    def handle_data(self, data: str) -> None:
        self.path[-1].content.append(data)


def main_element(page: str) -> Element:
    """Return the element `main` of a page; there must be one."""
    tree = _Tree()
    tree.feed(page)
    tree.close()
    (found,) = _all(tree.root, "main")
    return found


def _all(element: Element, tag: str) -> list[Element]:
    inner = [child for child in element.content if isinstance(child, Element)]
    return [*([element] if element.tag == tag else []), *(hit for child in inner for hit in _all(child, tag))]


def lines_of(element: Element, depth: int = 0, *, verbatim: bool = False) -> list[str]:
    """Return an element as lines; one that holds only text, or nothing, is one line.

    Where blanks count (`verbatim`), each line of a text stands behind a bar.
    """
    blank = "  " * depth
    begin, end = f"{blank}<{element.tag}{element.attributes}>", f"</{element.tag}>"
    if element.tag in BARE:
        return [begin]
    verbatim = verbatim or element.tag in VERBATIM
    content = _joined(element) if verbatim else _drawn_together(_joined(element))
    if all(isinstance(part, str) for part in content) and not verbatim and element.tag != "script":
        return [f"{begin}{''.join(map(str, content))}{end}"]
    inner: list[str] = []
    for part in content:
        if isinstance(part, Element):
            inner += lines_of(part, depth + 1, verbatim=verbatim)
        else:
            inner += [f"{blank}  {line}" for line in _text_lines(part, element.tag, verbatim=verbatim)]
    return [begin, *inner, blank + end]


def _joined(element: Element) -> list[Element | str]:
    """The content with neighbouring texts as one."""
    parts: list[Element | str] = []
    for part in element.content:
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        else:
            parts.append(part)
    return parts


def _drawn_together(content: list[Element | str]) -> list[Element | str]:
    """The content where blanks do not count: escaped texts with single ones."""
    drawn = (escape(" ".join(part.split()), quote=False) if isinstance(part, str) else part for part in content)
    return [part for part in drawn if part]


def _text_lines(text: str, tag: str, *, verbatim: bool) -> list[str]:
    if tag == "script":
        return json.dumps(json.loads(_plain(text)), ensure_ascii=False, indent=2).split("\n")
    if verbatim:
        return [f"|{escape(line, quote=False)}" for line in text.split("\n")]
    return [text]


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def page_lines(page: str) -> str:
    """Return the main element of a page as text, a line an element."""
    return "\n".join(lines_of(main_element(page))) + "\n"


UPDATE = "pytest tests/golden --update-golden"


def difference(kept: str, made: str, name: str) -> str:
    """Return what tells a page from the kept one, readable, or nothing where they are alike."""
    if kept == made:
        return ""
    diff = unified_diff(
        kept.splitlines(), made.splitlines(), f"expected/{name}", f"{name} as it is made now", lineterm=""
    )
    return "\n".join((f"{name} has changed:", "", *diff, "", f"If that is meant: {UPDATE}"))
