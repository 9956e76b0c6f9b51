"""The pages that show the archive as a whole: the first page, and the conclusions with what became of them."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from generator.archive.archive import UNDATED, Archive, ConclusionKey, year_of
from generator.archive.names import Ref
from generator.archive.status import Status
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_
from generator.site.lists import conclusion_card, link, meeting_row, standing
from generator.site.markdown import Texts
from generator.site.meetings import year_links, year_neighbours
from generator.site.page import Heading, Link
from generator.site.sections import NAMES
from generator.site.views import ConclusionsView, Counted, HomeView, Page

LONG = 150
"""From so many conclusions on the list of all shows the latest, and each year has its own."""

_LATEST_MEETINGS, _AWAITED = 6, 4


def conclusions_page(archive: Archive, texts: Texts) -> Page:
    """Return the list of conclusions, the latest first: all, or of a long archive the latest."""
    keys = [key for year in archive.years.values() for key in year.conclusions]
    years = _conclusion_years(archive) if has_conclusion_years(archive) else ()
    shown = keys[-LONG:] if years else keys
    return _conclusions(archive, texts, urls.CONCLUSIONS, (shown, len(keys)), years)


def conclusions_year_page(archive: Archive, texts: Texts, year: str) -> Page:
    """Return the list of a year's conclusions, the latest first."""
    keys = list(archive.years[year].conclusions)
    return _conclusions(archive, texts, urls.conclusions_year(year), (keys, len(keys)), _conclusion_years(archive))


def has_conclusion_years(archive: Archive) -> bool:
    """Whether there are so many conclusions that each year has a page."""
    return sum(len(year.conclusions) for year in archive.years.values()) > LONG


def _conclusions(
    archive: Archive, texts: Texts, page: str, shown: tuple[list[ConclusionKey], int], years: tuple[Counted, ...]
) -> Page:
    keys, total = shown
    cards = [conclusion_card(archive, texts, key, page) for key in reversed(keys)]
    groups = tuple(
        (name if name != UNDATED else N_("without a year"), tuple(members))
        for name, members in groupby(cards, key=lambda card: year_of(card.date))
    )
    whole = page == urls.CONCLUSIONS
    last = urls.conclusions_year(year_of(cards[-1].date)) if cards else page
    before, after = year_neighbours(years, page) if not whole else (None, None)
    if whole and years:
        before = next(year.link for year in years if year.link.address == last)
    of_page = [year for name, year in archive.years.items() if whole or urls.conclusions_year(name) == page]
    by_status: Counter[str] = Counter()
    for year in of_page:
        by_status.update(year.statuses)
    statuses = tuple((s.value, by_status[s]) for s in Status if by_status[s])
    view = ConclusionsView(groups, total, statuses, years, before, after)
    name = NAMES[urls.CONCLUSIONS]
    headings = tuple(Heading(2, f"y{name if name[:1].isdigit() else UNDATED}", name) for name, _ in groups)
    return Page(
        page, "conclusions.html", name, view, "" if whole else groups[0][0],
        section=urls.CONCLUSIONS, translate=True, headings=headings if whole else (),
        trail=() if whole else (Link(urls.CONCLUSIONS, name),),
    )  # fmt: skip


def _conclusion_years(archive: Archive) -> tuple[Counted, ...]:
    return tuple(
        Counted(
            Link(urls.conclusions_year(name), N_("without a year") if name == UNDATED else name),
            len(year.conclusions),
        )
        for name, year in reversed(tuple(archive.years.items()))
        if year.conclusions
    )


def home_page(archive: Archive, texts: Texts) -> Page:
    """Return the first page: what this is, what is new, what is open and where to search."""
    years = tuple(archive.years.values())
    ids = [id for year in years for id in year.meetings]
    awaited = [key for year in years for key in year.awaited][::-1]
    dated = [id for name, year in archive.years.items() if name != UNDATED for id in year.meetings]
    view = HomeView(
        latest=tuple(meeting_row(archive, id) for id in ids[::-1][:_LATEST_MEETINGS]),
        awaited=tuple(conclusion_card(archive, texts, key, urls.HOME) for key in awaited[:_AWAITED]),
        awaited_total=len(awaited),
        issues=_most(archive, Kind.ISSUE, 14),
        districts=_most(archive, Kind.DISTRICT, 10),
        people=_most(archive, Kind.PERSON, 10),
        meetings=len(ids),
        people_total=sum(1 for _ in standing(archive, Kind.PERSON)),
        districts_total=len(archive.districts),
        speeches=sum(year.speeches for year in years),
        conclusions=sum(len(year.conclusions) for year in years),
        years=year_links(archive),
        first=archive.meetings[dated[0]].date if dated else None,
        last=archive.meetings[dated[-1]].date if dated else None,
    )
    return Page(urls.HOME, "home.html", N_("Home"), view, translate=True)


def _most(archive: Archive, kind: Kind, number: int) -> tuple[Counted, ...]:
    """The records of a kind that come up in most meetings."""
    return tuple(Counted(link(archive, Ref(kind, tie.id)), tie.meetings) for tie in archive.weights[kind][:number])
