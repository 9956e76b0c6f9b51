"""Markup as a browser sees it: elements with their attributes, and the texts between them."""

from __future__ import annotations

from html.parser import HTMLParser

BARE = {"img", "br", "hr", "input", "meta", "link"}
"""Elements without an end."""


class Markup(HTMLParser):
    """Parsed markup. Elements that are not closed where they should be are noted in `unbalanced`."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.unbalanced: list[str] = []
        self._open: list[str] = []
        self._texts: list[str] = []
        self.feed(text)
        self.close()
        self.unbalanced += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in BARE:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note an end that fits no beginning."""
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self._texts.append(data)

    @property
    def text(self) -> str:
        """All that is read, with single blanks."""
        return " ".join(" ".join(self._texts).split())

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[str]:
        """Every address that is linked, in order."""
        return [attributes["href"] for tag, attributes in self.elements if tag == "a" and "href" in attributes]

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of all elements of a name."""
        return [attributes for name, attributes in self.elements if name == tag]
