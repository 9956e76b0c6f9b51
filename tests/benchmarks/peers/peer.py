"""What every peer is: a program that makes a site of the same content, each in its own module beside this one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from tests.benchmarks.content import Content
from tests.benchmarks.pages import LISTS, MarkdownPage, markdown_pages, relative_links


class Peer:
    """A static site generator with one way of using it."""

    key: ClassVar[str]
    """How the command line calls it."""
    title: ClassVar[str]
    """How the table calls it."""
    program: ClassVar[str]
    """The command to be found."""
    package: ClassVar[str]
    """What to install."""
    remembers: ClassVar[bool] = False
    """Whether it keeps anything from one run for the next, so that a run without changes is worth measuring."""
    kept: ClassVar[Sequence[str]] = ("site",)
    """Folders and files that a build leaves, deleted before a cold one; the first is the site."""
    environment: ClassVar[Mapping[str, str]] = {}

    def __init__(self, places: Sequence[Path]) -> None:
        """Look for the program in the places named, beside this Python and on the path."""
        folders = [*places, *(place / "bin" for place in places), Path(sys.executable).parent]
        found = (shutil.which(self.program, path=folder) for folder in map(str, folders))
        self.found = next(filter(None, found), None) or shutil.which(self.program)

    def version(self) -> str:
        """Return the version as the program tells it."""
        assert self.found
        done = subprocess.run(  # noqa: S603 - the peer itself
            [self.found, *self.asks_version()], capture_output=True, text=True, check=False, timeout=60
        )
        words = (done.stdout or done.stderr).replace(",", " ").replace("-", " ").split()
        return next((word.lstrip("v") for word in words if word.lstrip("v")[:1].isdigit()), "?")

    def asks_version(self) -> Sequence[str]:
        """Return the arguments that make the program tell its version."""
        return ("--version",)

    def prepare(self, content: Content, folder: Path) -> None:
        """Write what the program reads into a folder; what is the same already stays untouched."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """Return the command that builds the site, to be run in the folder."""
        raise NotImplementedError

    def clean(self, folder: Path) -> None:
        """Delete all that earlier builds left."""
        for name in self.kept:
            path = folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def pages_by_file(content: Content) -> dict[str, MarkdownPage]:
    """Return the Markdown pages by their file, linked by the paths of files."""
    pages = {page.address: page for page in markdown_pages(content, lambda page: relative_links(page, LISTS))}
    return {f"{address}/index.md" if address in LISTS else f"{address}.md": page for address, page in pages.items()}
