"""Pagefind as it comes: one page a document, its command with no option, its JavaScript with no setting."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path

from pagefind.service import get_executable

from tests.benchmarks.search.browser import open_page
from tests.benchmarks.search.documents import Document
from tests.benchmarks.search.engines.engine import Engine, MissingEngineError
from tests.benchmarks.search.scoring import DEPTH

ASK = """async ([words, depth]) => {
    const pagefind = await import("/pagefind/pagefind.js");
    const { results } = await pagefind.search(words);
    return Promise.all(results.slice(0, depth).map(async (result) => (await result.data()).url));
}"""


class Pagefind(Engine):
    """Pagefind over one bundle, whose language is that of the site."""

    title = "Pagefind as it comes"

    def answers(self, documents: Sequence[Document], queries: Sequence[str], folder: Path) -> list[list[str]]:
        """Return what Pagefind finds."""
        write_pages(documents, folder)
        subprocess.run(command(folder), check=True, capture_output=True)  # noqa: S603 - no shell, our own folder
        address = {f"/{number}.html": document.address for number, document in enumerate(documents)}
        with open_page(folder) as page:
            return [[address[url] for url in page.evaluate(ASK, [words, DEPTH])] for words in queries]


def command(folder: Path) -> list[str]:
    """Return the command that makes the index of the pages in a folder.

    Raises:
        MissingEngineError: where Pagefind is not installed.
    """
    executable = get_executable()
    if executable is None:
        raise MissingEngineError("pip install 'pagefind[bin]'")
    return [str(executable), "--site", str(folder)]


def write_pages(documents: Sequence[Document], folder: Path) -> None:
    """Write a page a document, numbered."""
    (folder / "index.html").write_text('<!doctype html><html lang="de"><title>.</title></html>', encoding="utf-8")
    for number, document in enumerate(documents):
        title, body = escape(document.title), escape(document.body)
        (folder / f"{number}.html").write_text(
            f'<!doctype html><html lang="de"><head><meta charset="utf-8"><title>{title}</title></head>'
            f"<body><main><h1>{title}</h1><p>{body}</p></main></body></html>",
            encoding="utf-8",
        )
