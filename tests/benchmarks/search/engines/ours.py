"""Our own search, as a reader meets it: the built site's search page in Chromium, asked by its address."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.sync_api import Page

from generator.build import build
from generator.check import Request
from tests.benchmarks.search.browser import open_page
from tests.benchmarks.search.documents import Document
from tests.benchmarks.search.engines.engine import Engine
from tests.benchmarks.search.scoring import DEPTH

COMPLETE = """() => {
    const at = (id) => document.querySelector(`#search-${id}`);
    const isWaiting = at("results")?.getAttribute("aria-busy") !== "false" || (at("stop") && !at("stop").hidden);
    return !isWaiting && at("status").textContent.trim() !== "";
}"""
"""Whether a search that was asked for is at its end: nothing is busy, and there is nothing more to stop."""

_FOUND = """(depth) => [...document.querySelectorAll("#search-results > li")].slice(0, depth)
    .map((item) => item.querySelector(".result__title a").href)"""


class Ours(Engine):
    """The search page of the site that `archive build` makes of an archive."""

    title = "ours"

    def __init__(self, records: Path, config: Path) -> None:
        self._records, self._config = records, config

    def answers(self, documents: Sequence[Document], queries: Sequence[str], folder: Path) -> list[list[str]]:  # noqa: ARG002 - it reads the records by itself
        """Return what the search page shows."""
        build(Request(self._records, self._config, folder / "site"))
        with open_page(folder / "site", "search/") as page:
            return [self._answer(page, words) for words in queries]

    @staticmethod
    def _answer(page: Page, words: str) -> list[str]:
        page.goto(f"{urlsplit(page.url).scheme}://{urlsplit(page.url).netloc}/search/?q={quote(words)}")
        page.wait_for_function(COMPLETE, timeout=60_000)
        return [_address(link) for link in page.evaluate(_FOUND, DEPTH)]


def _address(link: str) -> str:
    """Return what a link leads to, without what it carries along: `meetings/…/#k1`."""
    parts = urlsplit(link)
    place = parts.fragment.partition(":~:")[0]
    return parts.path.lstrip("/") + (f"#{place}" if place else "")
