"""Which pages of a site show something else after a change: two archives in, the pages that are not the same out.

A page is made from one archive, watched; it is made from the other only where something that it read is not the same
there. So the work is that of making every page once, not twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from generator.archive.archive import Archive
from generator.archive.memory import Fact, Reading
from generator.archive.watch import Marks, watched
from generator.config import SiteConfig
from generator.processes import each
from generator.site.markdown import Texts
from generator.site.pages import PlannedPage, planned_pages
from generator.site.views import Page


class Compared(NamedTuple):
    """A page that is not the same: what it is called, and whether it was there and is there."""

    title: str
    before: bool
    after: bool


def compared_pages(
    before: Archive, after: Archive, config: SiteConfig, processes: int = 1
) -> Iterator[tuple[str, Compared]]:
    """Yield the pages that are new, show something else or are gone, in order of their addresses."""
    old = {page.address: page for page in planned_pages(before)}
    new = {page.address: page for page in planned_pages(after)}
    addresses = sorted(old | new)
    # One row for each process, of every how-manieth page: what pages share is made once in each.
    rows = [row for start in range(processes) if (row := addresses[start::processes])]
    work = partial(_compared_row, (before, old), (after, new), config)
    found = dict(pair for row in each(work, rows, processes) for pair in row)
    yield from sorted(found.items())


_Plans = tuple[Archive, Mapping[str, PlannedPage]]


def _compared_row(
    before: _Plans, after: _Plans, config: SiteConfig, addresses: Sequence[str]
) -> list[tuple[str, Compared]]:
    was, now = _Side(*before, config), _Side(*after, config)
    compared = ((address, _compared(was, now, address)) for address in addresses)
    return [(address, found) for address, found in compared if found]


class _Side:
    """One of the two archives, with what making pages from it takes."""

    def __init__(self, archive: Archive, plans: Mapping[str, PlannedPage], config: SiteConfig) -> None:
        self._reading = Reading()
        self.marks = Marks(archive, {})
        self._plans = plans
        self._config = config
        self._archive = watched(archive, self._reading)
        self._texts = Texts(self._archive)

    @property
    def seen(self) -> tuple[Fact, ...]:
        """What the last page read of the archive."""
        return tuple(self._reading.facts)

    def has(self, address: str) -> bool:
        """Say whether there is such a page."""
        return address in self._plans

    def page(self, address: str) -> Page | None:
        """Return a page, or None where there is none; what it read of the archive is noted in `seen`."""
        self._reading.begin()
        plan = self._plans.get(address)
        return plan.make(self._archive, self._config, self._texts) if plan else None


def _compared(before: _Side, after: _Side, address: str) -> Compared | None:
    """The page on both sides, or None where it is the same."""
    page = after.page(address)
    if page and before.has(address) and after.marks.of_all(after.seen) == before.marks.of_all(after.seen):
        return None
    earlier = before.page(address)
    shown = page or earlier
    if shown is None or earlier == page:
        return None
    return Compared(shown.title, before=earlier is not None, after=page is not None)
