"""A built site as a reader's browser sees it: pages, their anchors and their links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

HOST = "http://site.invalid/"


@dataclass
class SitePage(HTMLParser):
    """One page: what it can be entered at, and where it leads (whole addresses)."""

    address: str
    anchors: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect ids, links and whatever the browser loads by itself."""
        values = dict(attrs)
        if values.get("id"):
            self.anchors.append(values["id"] or "")
        if tag == "a" and values.get("href") is not None:
            self.links.append(urljoin(HOST + self.address, values["href"] or ""))
        for name in ("src", "action") + (("href",) if tag == "link" else ()):
            if values.get(name):
                self.loads.append(urljoin(HOST + self.address, values[name] or ""))


@cache
def read_site(folder: Path) -> Mapping[str, SitePage]:
    """Return every page of a built site by its address (`people/`, `404.html`); it is read once."""
    pages = {}
    for path in sorted(folder.rglob("*.html")):
        if path.relative_to(folder).parts[0] == "search" and path.parent != folder / "search":
            continue
        address = path.relative_to(folder).as_posix().removesuffix("index.html")
        pages[address] = SitePage(address)
        pages[address].feed(path.read_text(encoding="utf-8"))
    return pages


def inside(address: str) -> tuple[str, str] | None:
    """Return path and fragment of an address within the site, or None for one elsewhere."""
    if not address.startswith(HOST):
        return None
    parts = urlsplit(address)
    return unquote(parts.path.removeprefix("/")), unquote(parts.fragment)
