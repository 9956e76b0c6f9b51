"""The pages that show the archive as a whole: the first page, and the conclusions with what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby

from generator.archive.archive import UNDATED, Archive, ConclusionKey, year_of
from generator.archive.follow_up import END_OF_TIME
from generator.archive.mentions import target_of
from generator.archive.names import Ref, fold
from generator.archive.quarters import span_of
from generator.archive.status import CLOSED, Silence, Status
from generator.archive.unmarked import line
from generator.records.dates import Date, parse_date
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_
from generator.site.lists import conclusion_card, link, meeting_row, standing, within
from generator.site.markdown import Texts
from generator.site.meetings import year_links, year_neighbours
from generator.site.page import Heading, Link
from generator.site.sections import NAMES
from generator.site.views import (
    Choice,
    ConclusionsView,
    Counted,
    DueRow,
    DueView,
    HomeView,
    LedgerView,
    Page,
    TableRow,
    TableView,
)

LONG = 150
"""From so many conclusions on the list of all shows the latest, and each year has its own."""

_LATEST_MEETINGS, _AWAITED = 6, 4

_MOST_YEARS = 40
"""So many years the first page draws, the latest."""


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
    links = _state_links(archive) if whole else ()
    view = ConclusionsView(
        groups, total, statuses, years, before, after, links, urls.conclusions_table(), whole and bool(archive.due),
        _day(archive) if whole else None,
    )  # fmt: skip
    name = NAMES[urls.CONCLUSIONS]
    headings = tuple(Heading(2, f"y{name if name[:1].isdigit() else UNDATED}", name) for name, _ in groups)
    return Page(
        page, "conclusions.html", name, view, "" if whole else groups[0][0],
        section=urls.CONCLUSIONS, translate=True, headings=headings if whole else (),
        trail=() if whole else (Link(urls.CONCLUSIONS, name),),
    )  # fmt: skip


def states(archive: Archive) -> tuple[str, ...]:
    """Return the statuses, and the kinds of silence, that any conclusion has: each has a page."""
    known = {state for year in archive.years.values() for state in year.by_state}
    return tuple(state.value for state in (*Status, *Silence) if state.value in known)


def conclusions_state_page(archive: Archive, texts: Texts, state: str) -> Page:
    """Return the conclusions of one status, or of one kind of silence, the latest first; of many the latest."""
    keys = [key for year in archive.years.values() for key in year.by_state.get(state, ())]
    page, name = urls.conclusions_in(state), NAMES[urls.CONCLUSIONS]
    cards = [conclusion_card(archive, texts, key, page) for key in reversed(keys[-LONG:])]
    group = "silence" if state in set(Silence) else "status"
    years = _table_years(archive, state) if len(keys) > LONG else ()
    view = LedgerView(group, state, tuple(cards), len(keys), _state_links(archive), years)
    trail = (Link(urls.CONCLUSIONS, name),)
    return Page(page, "ledger.html", name, view, section=urls.CONCLUSIONS, trail=trail, translate=True)


def due_page(archive: Archive) -> Page:
    """Return what is still to be done, in the order of due dates, with the way to every quarter."""
    day = archive.day or END_OF_TIME
    now = span_of(day, "quarterly")
    still = [row for quarter in archive.due if quarter >= now for row in _due_rows(archive, quarter)]
    coming = [row for row in still if row.due.last >= day and row.status not in CLOSED]
    parts = (
        (N_("Due in this quarter"), tuple(row for row in coming if span_of(row.due.last, "quarterly") == now)),
        (N_("Due later"), tuple(row for row in coming if span_of(row.due.last, "quarterly") > now)),
    )
    groups = tuple((name, rows[:LONG]) for name, rows in parts if rows)
    overdue = sum(len(year.by_state.get(Silence.OVERDUE, ())) for year in archive.years.values())
    view = DueView(groups, _due_quarters(archive), overdue=overdue, day=_day(archive))
    return _due_page(urls.conclusions_due(), view)


def due_quarter_page(archive: Archive, quarter: str) -> Page:
    """Return all conclusions that are or were due in a quarter, in the order of their due dates."""
    quarters = _due_quarters(archive)
    place = next(n for n, found in enumerate(quarters) if found.link.title == quarter)
    before = quarters[place - 1].link if place else None
    after = quarters[place + 1].link if place + 1 < len(quarters) else None
    groups = (("", tuple(_due_rows(archive, quarter))),)
    return _due_page(urls.conclusions_due(quarter), DueView(groups, quarters, quarter, 0, before, after))


def _due_page(address: str, view: DueView) -> Page:
    name = NAMES[urls.CONCLUSIONS]
    trail = [Link(urls.CONCLUSIONS, name)]
    trail += [Link(urls.conclusions_due(), N_("Conclusions by due date"))] if view.quarter else []
    return Page(
        address, "due.html", N_("Conclusions by due date"), view, view.quarter, urls.CONCLUSIONS, tuple(trail),
        translate=True,
    )  # fmt: skip


def _due_quarters(archive: Archive) -> tuple[Counted, ...]:
    return tuple(Counted(Link(urls.conclusions_due(name), name), len(keys)) for name, keys in archive.due.items())


def _due_rows(archive: Archive, quarter: str) -> Iterator[DueRow]:
    for key in archive.due[quarter]:
        conclusion, standing = archive.conclusions[key], archive.standings[key]
        due = conclusion.written.due
        assert due  # noqa: S101 - those alone are told there
        yield DueRow(
            due,
            within(
                archive.meetings[key.meeting],
                urls.conclusion(key),
                line(conclusion.written.text, partial(_title_of, archive)),
            ),
            tuple(link(archive, ref) for ref in conclusion.addressees),
            conclusion.to_all_districts,
            standing.status.value,
            tuple(standing.silence),
        )


def _title_of(archive: Archive, target: str) -> str | None:
    found = target_of(archive, target)
    return archive.title(found[0]) if found else None


def conclusions_table_page(archive: Archive, texts: Texts, year: str = "") -> Page:
    """Return the conclusions as one table that can be filtered: all, a year's, or of a long archive the latest."""
    years = (year,) if year else tuple(archive.years)
    keys = [key for name in years for key in archive.years[name].conclusions]
    page, name = urls.conclusions_table(year), NAMES[urls.CONCLUSIONS]
    long = has_conclusion_years(archive)
    shown = keys[: -LONG - 1 : -1] if long and not year else keys[::-1]
    sets = _all_districts_in(archive, shown)
    rows = [
        TableRow(conclusion_card(archive, texts, key, page), sets.get(_everywhere(archive, key), 0)) for key in shown
    ]
    states_here = {state for row in rows for state in (row.card.status, *row.card.silence)}
    view = TableView(
        tuple((name, tuple(members)) for name, members in groupby(rows, key=lambda row: year_of(row.card.date))),
        len(keys),
        tuple(status.value for status in Status if status.value in states_here),
        tuple(silence.value for silence in Silence if silence.value in states_here),
        _choices(Choice(issue) for row in rows for issue in row.card.issues),
        _choices(_addressed(archive, shown, sets)),
        _table_years(archive) if long else (),
        _day(archive),
    )
    words = "" if not year else N_("without a year") if year == UNDATED else year
    title = N_("Conclusions as a table")
    return Page(
        page, "conclusions_table.html", title, view, words, urls.CONCLUSIONS, (Link(urls.CONCLUSIONS, name),),
        translate=True,
    )  # fmt: skip


def _everywhere(archive: Archive, key: ConclusionKey) -> tuple[str, ...]:
    """The districts that a conclusion means by `all-districts`; none where it does not say so."""
    conclusion = archive.conclusions[key]
    return archive.all_districts[conclusion.date.text] if conclusion.to_all_districts else ()


def _all_districts_in(archive: Archive, keys: Iterable[ConclusionKey]) -> dict[tuple[str, ...], int]:
    """The different sets of districts that these conclusions mean by `all-districts`, numbered from 1 on."""
    found = dict.fromkeys(_everywhere(archive, key) for key in keys)
    return {ids: number for number, ids in enumerate((ids for ids in found if ids), 1)}


def _addressed(
    archive: Archive, keys: Iterable[ConclusionKey], sets: Mapping[tuple[str, ...], int]
) -> Iterator[Choice]:
    """Everybody whom these conclusions are addressed to, a district by the sets of all districts, too."""
    among: dict[Ref, list[int]] = {}
    for ids, number in sets.items():
        for id in ids:
            among.setdefault(Ref(Kind.DISTRICT, id), []).append(number)
    refs = dict.fromkeys(ref for key in keys for ref in archive.conclusions[key].addressees)
    yield from (Choice(link(archive, ref), tuple(among.get(ref, ()))) for ref in (*refs, *among))


def _choices(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Each once, in the order of their names."""
    return tuple(sorted(dict.fromkeys(choices), key=lambda choice: (fold(choice.link.title), choice.link.address)))


def table_years(archive: Archive) -> tuple[str, ...]:
    """Return the years that have a table of their own: none where one table holds all."""
    return (
        tuple(name for name, year in archive.years.items() if year.conclusions) if has_conclusion_years(archive) else ()
    )


def _table_years(archive: Archive, state: str = "") -> tuple[Counted, ...]:
    """The tables of each year, the latest first: of all, or of those that have conclusions of some state."""
    years = ((name, len(archive.years[name].by_state.get(state, ()))) for name in reversed(table_years(archive)))
    return tuple(
        Counted(Link(urls.conclusions_table(name), N_("without a year") if name == UNDATED else name), count)
        for name, count in years
        if count or not state
    )


def _day(archive: Archive) -> Date | None:
    day = archive.day
    return parse_date(day.isoformat()) if day else None


def _state_links(archive: Archive) -> tuple[tuple[str, str, str, int], ...]:
    """The pages of each status and silence: group, code, address and how many."""
    counts: Counter[str] = Counter()
    for year in archive.years.values():
        counts.update({state: len(keys) for state, keys in year.by_state.items()})
    silences = {silence.value for silence in Silence}
    return tuple(
        ("silence" if state in silences else "status", state, urls.conclusions_in(state), counts[state])
        for state in states(archive)
    )


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
        by_year=_meetings_by_year(archive),
        states=_state_links(archive),
    )
    return Page(urls.HOME, "home.html", N_("Home"), view, translate=True)


def _meetings_by_year(archive: Archive) -> tuple[tuple[str, int], ...]:
    counts = {int(name): len(year.meetings) for name, year in archive.years.items() if name != UNDATED}
    last = max(counts, default=0)
    first = max(min(counts, default=1), last - _MOST_YEARS + 1)
    return tuple((f"{year:04}", counts.get(year, 0)) for year in range(first, last + 1))


def _most(archive: Archive, kind: Kind, number: int) -> tuple[Counted, ...]:
    """The records of a kind that come up in most meetings."""
    return tuple(Counted(link(archive, Ref(kind, tie.id)), tie.meetings) for tie in archive.weights[kind][:number])
