"""What an export is: a format in which the archive leaves, the files that it consists of, and how each is made.

A module of exports ends with one `Export`. It stands in the list of `exports/formats.py` and in `EXPORTS` of
`config.py`, by whose name a site owner switches it off; all else follows: its files are written, renewed only when
what they were made from has changed, and told on the data page.

A file is made from the archive alone, which is watched meanwhile. It comes in pieces, so that large ones never are in
memory as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.archive.archive import Archive
from generator.config import ExportName, SiteConfig
from generator.site.interface import Interface

Bodies = Callable[[Archive, str], str]
"""Gives the Markdown body of a meeting by its id, as it stands in its file; the archive is the watched one."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What exports know beside the archive. None of it needs to be watched: with another one everything is renewed."""

    config: SiteConfig
    interface: Interface
    site_url: str
    """Whole, ending in a slash; empty where it is not known."""
    bodies: Bodies

    def address(self, within: str) -> str:
        """Return the whole address of what lies in the site, or the one within it where the site's is not known."""
        return f"{self.site_url}{within}"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of an export, not made yet."""

    address: str
    """Within the site."""
    make: Callable[[Archive], bytes | Iterable[bytes]]
    """Its bytes, whole or in pieces."""
    title: str = ""
    """What it holds (a message id). Files without one are not listed one by one on the data page."""
    count: int = 0
    """How many entries it has."""
    parts: tuple[str, ...] = ()
    """Addresses of other files of the export, from which it can be joined faster than it is made."""
    join: Callable[[Archive, Sequence[str]], Iterable[bytes]] | None = None
    """The same bytes from these files, whose places on the disk are given.

    Of the archive it reads what says which parts there are; what the parts are made from is known of them.
    """


@dataclass(frozen=True, slots=True)
class Export:
    """A format in which the archive leaves."""

    name: ExportName
    """The key by which the configuration switches it off."""
    title: str
    """What people call it (a message id, or a proper name)."""
    use: str
    """What it is good for, in a sentence (a message id)."""
    plan: Callable[[Archive, Publication], Iterable[ExportFile]]
    """Its files. Only what is cheap is done here: it is asked in every build."""
    standard: str = ""
    """Where the format is described; empty where the site itself describes it."""
    example: str = ""
    """Address of the file to look at first; empty for the first of its files."""
    where: str = ""
    """Where its files lie, if they are too many to be listed: `people/…/feed.xml`."""


LONG = 1_000
"""From so many records on, what grows with the meetings has one file a year."""


def parts_of(archive: Archive) -> tuple[str, ...]:
    """Return the parts in which what grows is written, by what each has in its address: nothing, or `/2024`."""
    return ("",) if len(archive.paths) < LONG else tuple(f"/{year}" for year in archive.years)


def years_in(archive: Archive, part: str) -> tuple[str, ...]:
    """Return the years that a part holds; asked while it is made, so that a new year is noticed."""
    return (part.removeprefix("/"),) if part else tuple(archive.years)
