"""Every text of every kind of record is an attempt to break in: one site is built of them, and all its files read."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from lxml import etree

from generator.cli import GOOD, main
from tests.hostile.strangers import MARKED, RUN, UNSEEN, Strangers, write_strangers

EVERYWHERE = (
    "class hidden id lang role title aria-label aria-current aria-describedby aria-labelledby aria-hidden tabindex"
)
ALLOWED = {
    "aside": "", "a": "download href hreflang rel target type name", "blockquote": "", "body": "", "br": "",
    "button": "type",
    "caption": "", "circle": "cx cy r", "g": "", "line": "x1 x2 y1 y2", "rect": "x y width height rx", "text": "x y",
    "code": "", "datalist": "", "dd": "", "del": "", "details": "open", "dialog": "", "div": "", "dl": "", "dt": "",
    "em": "", "fieldset": "", "figcaption": "", "figure": "", "footer": "", "form": "action method novalidate",
    "h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "head": "", "header": "", "hr": "", "html": "",
    "input": "aria-required autocomplete checked inputmode list name placeholder spellcheck type value readonly",
    "kbd": "", "label": "for", "legend": "", "li": "", "link": "as href hreflang rel type",
    "main": "", "meta": "charset content http-equiv media name property", "nav": "", "noscript": "", "ol": "start",
    "option": "selected value", "output": "name", "p": "", "path": "d", "pre": "", "q": "", "script": "defer src type",
    "section": "", "select": "name", "small": "", "span": "", "strong": "", "sub": "", "summary": "", "sup": "",
    "svg": "viewbox xmlns width height", "table": "", "tbody": "", "td": "", "template": "",
    "textarea": "rows readonly", "th": "abbr rowspan colspan scope",
    "thead": "", "time": "datetime", "title": "", "tr": "", "ul": "",
}  # fmt: skip
"""Every element of the site, with what it may carry beside what all may; `data-…` does nothing and is let through."""

TWICE = re.compile(r"&(?:lt|gt|quot|amp|apos|#39|#34|#x27);")


class Page(HTMLParser):
    """What a parser makes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: defaultdict[str, set[str]] = defaultdict(set)
        self.values: list[str] = []
        self.addresses: list[str] = []
        self.data: list[str] = []
        self._texts: list[str] = []
        self._in_script = False
        self.feed(html)

    @property
    def text(self) -> str:
        """All text of the page."""
        return "".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and what it carries."""
        self.elements[tag] |= {name for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        self._in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        """Text goes on behind a script."""
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        """Collect texts, and what stands in scripts apart."""
        (self.data if self._in_script else self._texts).append(data)


class Site(NamedTuple):
    """The site of the strangers' archive."""

    folder: Path
    strangers: Strangers
    pages: dict[str, Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build the archive, and read its pages."""
    folder = tmp_path_factory.mktemp("strangers")
    strangers = write_strangers(folder)
    result = CliRunner().invoke(main, ["build", "--config", str(folder / "site_config.yml"), "--no-cache"])
    assert result.exit_code == GOOD, result.output[-2000:]
    out = folder / "site"
    found = {path.relative_to(out).as_posix(): Page(path.read_text(encoding="utf-8")) for path in out.rglob("*.html")}
    return Site(out, strangers, found)


def texts_of(value: object) -> Iterator[str]:
    """Yield every text in a value of JSON, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)


def test_elements_are_those_of_the_site(site: Site) -> None:
    """No page has an element or an attribute that the site does not make itself."""
    foreign = {
        f"<{tag} {' '.join(sorted(names))}>"
        for page in site.pages.values()
        for tag, names in page.elements.items()
        if tag not in ALLOWED
        or {n for n in names if not n.startswith("data-")} - set(f"{ALLOWED[tag]} {EVERYWHERE}".split())
    }
    assert foreign == set()
    assert len(site.pages) > 250


def test_addresses_are_harmless(site: Site) -> None:
    """Nothing leads to anything but pages, files and the web; nothing is loaded from elsewhere."""
    schemes = {urlsplit(address).scheme for page in site.pages.values() for address in page.addresses}
    assert schemes <= {"", "http", "https", "mailto"}


def test_every_text_is_escaped_once(site: Site) -> None:
    """What is read of a page holds no escape that was left over, and each plain text stands there letter by letter."""
    seen: defaultdict[int, set[str]] = defaultdict(set)
    for address, page in site.pages.items():
        for text in (page.text, *page.values):
            assert not (left := TWICE.search(text)), f"{address}: {text[max(0, left.start() - 40) : left.end() + 20]}"
            for match in MARKED.finditer(text):
                seen[int(match[1])].add(match[2])
    tried = site.strangers.tried
    # The first meeting has none to report on.
    first = min(n for n in tried if tried[n][0] == "meetings.follow_ups.note")
    assert [tried[n] for n in tried if tried[n][0] not in UNSEEN and not seen[n] and n != first] == []
    plain = [n for n in tried if site.strangers.shown_as_written(n) and not tried[n][0].endswith((".url", ".same_as"))]
    assert [f"{tried[n]}: {seen[n]}" for n in plain if tried[n][1] not in seen[n]] == []
    assert len(plain) > 1000


def test_data_in_pages_is_whole(site: Site) -> None:
    """Scripts in pages are data, which no text of a record ends."""
    texts = [text for page in site.pages.values() for data in page.data for text in texts_of(json.loads(data))]
    assert sum(bool(MARKED.search(text)) for text in texts) > 500
    assert [text for text in texts if TWICE.search(text)] == []


def test_files_of_data_are_whole(site: Site) -> None:
    """JSON, XML and tables hold each attempt as it is: well-formed, nothing escaped twice, no cell a formula."""
    held: Counter[str] = Counter()
    for path in site.folder.rglob("*"):
        if path.suffix == ".json":
            texts = list(texts_of(json.loads(path.read_text(encoding="utf-8"))))
        elif path.suffix in {".xml", ".svg"}:
            texts = [str(text) for text in etree.fromstring(path.read_bytes()).itertext()]
        elif path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                texts = [cell for row in csv.reader(file) for cell in row]
            assert [text for text in texts if text[:1] in tuple("=@+\t\r")] == []
        else:
            continue
        held[path.suffix] += sum(bool(MARKED.search(text)) for text in texts)
        if "schema" not in path.name and path.relative_to(site.folder).parts[0] != "schema":
            assert [text for text in texts if TWICE.search(text) and 'type="html"' not in text][:3] == [], path
    assert min(held[suffix] for suffix in (".json", ".xml", ".csv")) > 1000


def test_names_of_files_are_ours(site: Site) -> None:
    """No text of a record becomes a part of a file's name."""
    assert [path for path in site.folder.rglob("*") if RUN in path.name or "Qx" in path.name] == []
