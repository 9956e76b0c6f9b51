"""Plain MkDocs with Material: every meeting and every list a Markdown page, the search off or on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from tests.benchmarks.content import KINDS, Content
from tests.benchmarks.pages import NAMES, write_if_new
from tests.benchmarks.peers.peer import Peer, pages_by_file


def settings(plugins: str) -> str:
    """Return a mkdocs.yml: lists in the navigation, records not, for a navigation of thousands costs the square."""
    entries = [("Sitzungen", "meetings"), ("Schlussfolgerungen", "conclusions"), *((NAMES[k], k) for k in KINDS)]
    nav = "".join(f"  - {name}: {address}/index.md\n" for name, address in entries)
    return f"""site_name: Archiv der Messungen
site_url: https://archiv.example/
theme:
  name: material
  language: de
  font: false
plugins: {plugins}
markdown_extensions:
  - attr_list
  - sane_lists
  - toc:
      toc_depth: 3
validation:
  nav:
    omitted_files: ignore
nav:
  - Start: index.md
{nav}"""


class MkDocs(Peer):
    """MkDocs and Material without search."""

    key = "mkdocs"
    title = "MkDocs and Material, search off"
    program = "mkdocs"
    package = "mkdocs-material"
    plugins: ClassVar[str] = "[]"
    environment: ClassVar[dict[str, str]] = {"NO_MKDOCS_2_WARNING": "1"}

    def prepare(self, content: Content, folder: Path) -> None:
        """Write the pages and the configuration."""
        for file, page in pages_by_file(content).items():
            write_if_new(folder / "docs" / file, f"# {page.title}\n\n{page.text}\n")
        write_if_new(folder / "mkdocs.yml", settings(self.plugins))

    def command(self) -> list[str]:
        """Return the command that builds the site."""
        assert self.found
        return [self.found, "build", "--quiet"]


class MkDocsSearch(MkDocs):
    """MkDocs and Material with Material's search."""

    key = "mkdocs-search"
    title = "MkDocs and Material, search on"
    plugins = "[search]"


class Zensical(MkDocs):
    """Zensical, which reads MkDocs's configuration and keeps a cache; its search cannot be turned off."""

    key = "zensical"
    title = "Zensical"
    program = "zensical"
    package = "zensical"
    plugins = "[search]"
    remembers = True
    kept: ClassVar[Sequence[str]] = ("site", ".cache")

    def command(self) -> list[str]:
        """Return the command that builds the site."""
        assert self.found
        return [self.found, "build", "--config-file", "mkdocs.yml"]
