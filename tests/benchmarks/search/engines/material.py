"""Material's own search: the worker that Material for MkDocs ships, with lunr, asked as its search box asks it.

The settings are those of its plugin for a German site. Every document is a page of its own, so that none is hidden
below another.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import material  # type: ignore[import-untyped] # it is here for its folder

from tests.benchmarks.search.browser import open_page
from tests.benchmarks.search.documents import Document
from tests.benchmarks.search.engines.engine import Engine
from tests.benchmarks.search.scoring import DEPTH

_SCRIPTS = Path(material.__file__).parent / "templates/assets/javascripts"
_CONFIG = {
    "lang": ["de"],
    "separator": r"[\s\-]+",
    "pipeline": ["stopWordFilter"],
    "fields": {"title": {"boost": 1e3}, "text": {"boost": 1.0}, "tags": {"boost": 1e6}},
}
_START = """async (worker) => {
    const [config, docs] = await (await fetch("/index.json")).json();
    window.asked = new Worker(worker);
    await new Promise((ready) => {
        asked.onmessage = ready;
        asked.postMessage({ type: 0, data: { config, docs, options: { suggest: false } } });
    });
}"""
_ASK = """async ([words, depth]) => {
    const answer = await new Promise((ready) => {
        asked.onmessage = ({ data }) => ready(data.data);
        asked.postMessage({ type: 2, data: words });
    });
    return answer.items.slice(0, depth).map(([first]) => first.location);
}"""


class Material(Engine):
    """lunr, as Material sets it up."""

    title = "Material's own search (lunr)"

    def answers(self, documents: Sequence[Document], queries: Sequence[str], folder: Path) -> list[list[str]]:
        """Return what Material's worker finds."""
        shutil.copytree(_SCRIPTS, folder / "javascripts")
        (worker,) = (folder / "javascripts/workers").glob("search.*.js")
        docs = [{"location": f"{n}/", "title": d.title, "text": d.body} for n, d in enumerate(documents)]
        (folder / "index.json").write_text(json.dumps([_CONFIG, docs]), encoding="utf-8")
        (folder / "index.html").write_text("<!doctype html><title>.</title>", encoding="utf-8")
        with open_page(folder) as page:
            page.set_default_timeout(600_000)
            page.evaluate(_START, f"/javascripts/workers/{worker.name}")
            return [self._addresses(documents, page.evaluate(_ASK, [words, DEPTH])) for words in queries]

    @staticmethod
    def _addresses(documents: Sequence[Document], locations: Sequence[str]) -> list[str]:
        return [documents[int(location.rstrip("/"))].address for location in locations]
