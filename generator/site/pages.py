"""Which pages the site has: each with its address and the way to make it, nothing made yet.

One module a family of pages: `meetings`, `registers` (people, districts, issues, organizations, series), `overview`
(home, conclusions) and `guide` (texts). A page names its template and carries a view (`views`), its title and its
place in the site; how it looks is the templates' business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.config import SiteConfig
from generator.records.model import Kind
from generator.site import meetings, moved, overview, registers, urls
from generator.site.lists import is_merged
from generator.site.markdown import Texts
from generator.site.sections import SINGULAR
from generator.site.views import Page

Make = Callable[[Archive, SiteConfig, Texts], Page]


class PlannedPage(NamedTuple):
    """A page that the site has, not made yet."""

    address: str
    make: Make
    record: Ref | None = None
    """The record whose own page it is: its search entries are made along with it. A merged record has none."""
    listed: bool = True
    """Whether search engines shall know it: not where it only leads on, or says that nothing is there."""
    of_files: bool = False
    """Whether it tells of the site's files: it is made when they are written."""


def planned_pages(archive: Archive) -> Iterator[PlannedPage]:
    """Yield every page that shows records: home, lists, a page for each record and for the years of long ones."""
    yield PlannedPage(urls.HOME, lambda archive, _, texts: overview.home_page(archive, texts))
    yield PlannedPage(urls.CONCLUSIONS, lambda archive, _, texts: overview.conclusions_page(archive, texts))
    yield PlannedPage(urls.listing(Kind.MEETING), lambda archive, *_: meetings.meetings_page(archive))
    for id in archive.meetings:
        yield page_of(archive, Ref(Kind.MEETING, id))
    for year in archive.years:
        yield PlannedPage(urls.meetings_year(year), partial(_meetings_year, year=year))
    if overview.has_conclusion_years(archive):
        for year in (name for name, year in archive.years.items() if year.conclusions):
            yield PlannedPage(urls.conclusions_year(year), partial(_conclusions_year, year=year))
    for state in overview.states(archive):
        yield PlannedPage(urls.conclusions_in(state), partial(_conclusions_state, state=state))
    if archive.due:
        yield PlannedPage(urls.conclusions_due(), lambda archive, *_: overview.due_page(archive))
    for quarter in archive.due:
        yield PlannedPage(urls.conclusions_due(quarter), partial(_conclusions_due, quarter=quarter))
    for year in ("", *overview.table_years(archive)):
        yield PlannedPage(urls.conclusions_table(year), partial(_conclusions_table, year=year))
    yield PlannedPage(urls.LAST_WORDS, _last_words)
    for kind in SINGULAR:
        yield PlannedPage(urls.listing(kind), partial(_listing, kind=kind))
        for id in archive.registers(kind):
            yield from _pages_of(archive, Ref(kind, id))
    for address in archive.moved:
        yield PlannedPage(moved.page_of(address), partial(_moved, address=address), listed=False)
    for address in archive.removed:
        yield PlannedPage(moved.page_of(address), partial(_removed, address=address), listed=False)


def page_of(archive: Archive, ref: Ref) -> PlannedPage:
    """Return a record's own page."""
    if ref.kind is Kind.MEETING:
        return PlannedPage(urls.record(ref), partial(meetings.meeting_page, id=ref.id), ref)
    if is_merged(archive, ref):
        return PlannedPage(urls.record(ref), partial(_merged, ref=ref), listed=False)
    return PlannedPage(urls.record(ref), partial(_record, ref=ref), ref)


def _pages_of(archive: Archive, ref: Ref) -> Iterator[PlannedPage]:
    own = page_of(archive, ref)
    yield own
    if own.record and registers.is_long(archive.backlinks[ref]):
        for year in archive.backlinks[ref].years:
            for part in registers.year_parts(archive, ref, year):
                make = partial(_record_year, ref=ref, year=year, part=part)
                yield PlannedPage(urls.record_year(ref, year, part), make)


def _record(archive: Archive, _: SiteConfig, texts: Texts, *, ref: Ref) -> Page:
    return registers.record_page(archive, texts, ref)


def _merged(archive: Archive, _: SiteConfig, texts: Texts, *, ref: Ref) -> Page:
    return registers.merged_page(archive, texts, ref)


def _moved(archive: Archive, *_: object, address: str) -> Page:
    return moved.moved_page(archive, address)


def _removed(archive: Archive, *_: object, address: str) -> Page:
    return moved.removed_page(archive, address)


def _record_year(archive: Archive, _: SiteConfig, texts: Texts, *, ref: Ref, year: str, part: int) -> Page:
    return registers.record_year_page(archive, texts, ref, year, part)


def _meetings_year(archive: Archive, _: SiteConfig, __: Texts, *, year: str) -> Page:
    return meetings.meetings_year_page(archive, year)


def _conclusions_year(archive: Archive, _: SiteConfig, texts: Texts, *, year: str) -> Page:
    return overview.conclusions_year_page(archive, texts, year)


def _conclusions_state(archive: Archive, _: SiteConfig, texts: Texts, *, state: str) -> Page:
    return overview.conclusions_state_page(archive, texts, state)


def _conclusions_due(archive: Archive, _: SiteConfig, __: Texts, *, quarter: str) -> Page:
    return overview.due_quarter_page(archive, quarter)


def _conclusions_table(archive: Archive, _: SiteConfig, texts: Texts, *, year: str) -> Page:
    return overview.conclusions_table_page(archive, texts, year)


def _listing(archive: Archive, config: SiteConfig, _: Texts, *, kind: Kind) -> Page:
    return _in_each_language(config, partial(registers.list_page, archive, kind))


def _last_words(archive: Archive, config: SiteConfig, _: Texts) -> Page:
    return _in_each_language(config, partial(registers.last_words_page, archive))


def _in_each_language(config: SiteConfig, make: Callable[[str], Page]) -> Page:
    """A list stands in another order in each language of the interface."""
    own, *others = config.spoken
    return replace(make(own), translations={language: make(language) for language in others})
