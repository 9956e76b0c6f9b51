"""Pelican with the plain theme that comes with it, its cache of read content turned on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from tests.benchmarks.content import Content
from tests.benchmarks.pages import LISTS, Links, markdown_pages, write_if_new
from tests.benchmarks.peers.peer import Peer

_SETTINGS = """SITENAME = "Archiv der Messungen"
SITEURL = ""
PATH = "content"
OUTPUT_PATH = "site"
TIMEZONE = "UTC"
DEFAULT_LANG = "de"
THEME = "simple"
RELATIVE_URLS = True
ARTICLE_PATHS = ["meetings"]
PAGE_PATHS = ["pages"]
DIRECT_TEMPLATES = []
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
DISPLAY_PAGES_ON_MENU = DISPLAY_CATEGORIES_ON_MENU = False
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.attr_list": {},
        "markdown.extensions.sane_lists": {},
        "markdown.extensions.toc": {"toc_depth": 3},
        "markdown.extensions.meta": {},
    },
    "output_format": "html5",
}
LOAD_CONTENT_CACHE = CACHE_CONTENT = True
CONTENT_CACHING_LAYER = "reader"
"""


class Pelican(Peer):
    """Pelican: meetings as articles, lists as pages."""

    key = "pelican"
    title = "Pelican, its plain theme"
    program = "pelican"
    package = "pelican[markdown]"
    remembers = True
    kept: ClassVar[Sequence[str]] = ("site", "cache")

    def prepare(self, content: Content, folder: Path) -> None:
        """Write the pages, each with where it is to be saved, and the configuration."""
        for page in markdown_pages(content, _links):
            place = "index.html" if page.address == "index" else f"{page.address}/index.html"
            head = f"Title: {page.title}\nSlug: {page.address.replace('/', '-')}\nSave_as: {place}\n"
            head += f"Url: {place.removesuffix('index.html')}\n" + (f"Date: {page.date}\n" if page.date else "")
            write_if_new(folder / "content" / _file(page.address), f"{head}\n{page.text}\n")
        write_if_new(folder / "pelicanconf.py", _SETTINGS)

    def command(self) -> list[str]:
        """Return the command that builds the site."""
        assert self.found
        return [self.found, "--settings", "pelicanconf.py", "--quiet", "--fatal", "errors"]


def _file(address: str) -> str:
    section, slash, name = address.partition("/")
    if section == "meetings" and slash and not name.isdigit():
        return f"meetings/{name}.md"
    return f"pages/{address}/index.md" if address in LISTS else f"pages/{address}.md"


def _links(_: str) -> Links:
    def link(address: str) -> str:
        target, mark, fragment = address.partition("#")
        return f"{{filename}}/{_file(target)}{mark}{fragment}"

    return link
