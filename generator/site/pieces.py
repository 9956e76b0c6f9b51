"""Pieces of markup that stand on pages by the thousand: links, dates, rows of meetings and speeches, conclusions.

What a page looks like is said by the templates in `theme/pages/`; they call these functions as `m`. As macros the
same pieces took two thirds of the time of all pages, as functions a tenth of that (measured on 1,000 meetings).
Texts of a view are escaped here, where they land; only fields named `html` are markup and go in as they are.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from generator.archive.archive import UNDATED
from generator.archive.status import SILENT_AFTER
from generator.records.dates import Date
from generator.records.model import Document
from generator.site.days import day_id
from generator.site.drawings import Spot, places
from generator.site.history_views import MatrixView
from generator.site.interface import N_, Interface
from generator.site.page import Link
from generator.site.tongues import Tongues
from generator.site.views import (
    AnswerRow,
    Choice,
    CitedLine,
    ConclusionCard,
    Counted,
    DueRow,
    FlowPart,
    MeetingGroup,
    MeetingRow,
    MeetingView,
    MonthView,
    Page,
    Participant,
    Point,
    RecordView,
    RecordYearView,
    Report,
    SpeechRow,
    TableRow,
)

_MOST_DISTRICTS = 4
"""So many districts of a meeting are named in its row."""
_SHORT_ID = 4
"""An id of so many characters fits beside its conclusion."""


@lru_cache(maxsize=1 << 16)
def escape(text: str) -> str:
    """Return a text as it stands in HTML and in its attributes; names and titles come again and again."""
    return html.escape(text)


def markup(pieces: Iterable[str]) -> Markup:
    """Return finished pieces as one, for a template."""
    return Markup("".join(pieces))  # noqa: S704 - every text in them was escaped here


def _marked(words: str, lang: str) -> str:
    """Words of a record, with the attribute that says their language where it is another than the page's."""
    return f"<span{lang}>{words}</span>" if lang else words


def voice(speech: str) -> str:
    """Return whose speech an address means, without its number: `orla-venn` of `orla-venn.2`."""
    return speech.rpartition(".")[0]


def _heard(view: MeetingView) -> Counter[str]:
    """How many speeches of a meeting each voice made."""
    parts = (part for part in view.flow if part.type == "speech")
    return Counter(voice(id) for part in parts for id in (part.id, *part.further_ids))


def called(interface: Interface | None, link: Link) -> str:
    """Return a link's words, with what tells it from a namesake behind them."""
    if not link.note:
        return link.title
    group, colon, code = link.note.partition(":")
    if interface and colon and group == "now":
        now = interface.text(N_("now {name}")).replace("{name}", code)
        return f"{link.title} ({now})"
    note = interface.label(group, code) if interface and colon and group == "district" else link.note
    return f"{link.title} ({note})"


class Pieces:
    """The pieces of one page, with links from where it lies, in the interface's language."""

    def __init__(self, page: Page, interface: Interface, href: Callable[[str], str], records: str = "") -> None:
        """Take the page, what makes the link from it to an address of the site (not escaped), the records' language."""
        self._view = page.view
        self._interface = interface
        self._href = href
        self._tongues = Tongues(interface.language, records or interface.language)
        self._lang = self._tongues.of(page.language)
        self._title = Link(page.address, page.title, language=page.language)
        # Whose page it is: what is its own need not be said again in each line.
        self._own = page.view.record.address if isinstance(page.view, RecordYearView) else page.address
        self._offices: set[object] = set()
        self._listed: set[str] = set()
        self._heard = _heard(page.view) if isinstance(page.view, MeetingView) else Counter()

    # ── languages ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def lang(self) -> Markup:
        """The attribute that says the language of the page's record; nothing where that is the page's own."""
        return Markup(self._lang)  # noqa: S704 - as above, and so below

    @property
    def title_lang(self) -> Markup:
        """The attribute that says the language of the page's title, if that is a record's."""
        return Markup(self._tongues.of_link(self._title))  # noqa: S704

    def lang_of(self, link: Link) -> Markup:
        """Return the attribute that says the language of a link's words."""
        return Markup(self._tongues.of_link(link))  # noqa: S704

    def words(self, link: Link) -> Markup:
        """Return the words of a link to a record, with their language."""
        return Markup(self._words(link))  # noqa: S704

    def said(self, words: str) -> Markup:
        """Return words of the page's record, with their language."""
        return Markup(_marked(escape(words), self._lang))  # noqa: S704

    def told(self, html: str, link: Link | None = None) -> Markup:
        """Return finished markup of the page's record, or of the one that a link leads to, with its language."""
        return Markup(_marked(html, self._tongues.of_link(link) if link else self._lang))  # noqa: S704

    def names_of(self, names: Iterable[str], *, proper: bool) -> Markup:
        """Return names of the page's record side by side, with their languages; proper ones are told by letters."""
        lang = self._tongues.of_name if proper else self._tongues.of
        return Markup(" · ".join(_marked(escape(name), lang(name if proper else "")) for name in names))  # noqa: S704

    # ── links and dates ───────────────────────────────────────────────────────────────────────────────────────────

    def to(self, link: Link) -> Markup:
        """Return a link with its words."""
        return Markup(self._to(link))  # noqa: S704

    def list_of(self, items: Iterable[Link]) -> Markup:
        """Return links with commas between them."""
        return Markup(self._list_of(items))  # noqa: S704

    def when(self, date: Date) -> Markup:
        """Return a date in words, and for machines as far as its year is known."""
        return Markup(self._time(date, self._interface.date(date), ""))  # noqa: S704

    def when_short(self, date: Date) -> Markup:
        """Return a date as it stands in lists."""
        return Markup(self._when_short(date))  # noqa: S704

    def chips(self, items: Sequence[Counted], more: int = 8) -> Markup:
        """Return links with how often, those after the first `more` folded."""
        if not items:
            return Markup()
        first = f'<ul class="chips">\n{self._chips(items[:more])}</ul>\n'
        if len(items) <= more:
            return Markup(first)  # noqa: S704
        rest = len(items) - more
        words = escape(self._interface.plural("{n} more", "{n} more", rest))
        folded = (
            f'<details class="more"><summary>{words}</summary>\n<ul class="chips">\n{self._chips(items[more:])}</ul>'
        )
        return markup([first, folded, "</details>\n"])

    def link_chips(self, links: Iterable[Link]) -> Markup:
        """Return links as a row of chips."""
        return markup(['<ul class="chips">\n', *(f"<li>{self._to(link)}</li>\n" for link in links), "</ul>\n"])

    def map(self, points: Sequence[Point]) -> Markup:
        """Return places on a map without borders: where they lie to each other, and how often they come up."""
        spots = [
            Spot(
                self._called(p.link),
                self._at(p.link.address),
                p.lat,
                p.lon,
                p.count,
                self._tongues.of_link(p.link),
            )
            for p in points
        ]
        return Markup(places(spots, self._("Where the places lie to each other, north at the top")))  # noqa: S704

    def documents(self, items: Sequence[Document]) -> Markup:
        """Return documents with semicolons between them."""
        return Markup(_documents(items, self._lang))  # noqa: S704

    def _chips(self, items: Iterable[Counted]) -> str:
        return "".join(f"<li>{self._chip(item)}</li>\n" for item in items)

    def _chip(self, item: Counted) -> str:
        count = f' <span class="count">{self._interface.number(item.count)}</span>' if item.count else ""
        return f'<a href="{self._at(item.link.address)}">{self._words(item.link)}{count}</a>'

    def _at(self, address: str) -> str:
        return html.escape(self._href(address))

    def _to(self, link: Link) -> str:
        if link.note:
            return f'<a href="{self._at(link.address)}">{self._words(link)}</a>'
        return f'<a href="{self._at(link.address)}"{self._tongues.of_link(link)}>{escape(link.title)}</a>'

    def _words(self, link: Link) -> str:
        """What a link says; what tells it from a namesake is not in the language of its name."""
        title, whole = escape(link.title), self._called(link)
        return _marked(title, self._tongues.of_link(link)) + whole[len(title) :]

    def _list_of(self, items: Iterable[Link]) -> str:
        return ", ".join(map(self._to, items))

    def _called(self, link: Link) -> str:
        return escape(called(self._interface, link))

    def _when_short(self, date: Date) -> str:
        return self._time(date, self._interface.short_date(date), ' class="time"')

    def _time(self, date: Date, words: str, otherwise: str) -> str:
        if date.start.year:
            return f'<time datetime="{self._interface.machine_date(date)}">{escape(words)}</time>'
        return f"<span{otherwise}>{escape(words)}</span>"

    def _for(self, links: Iterable[Link]) -> str:
        return self._("for") + " " + self._list_of(links)

    # ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────

    # Messages stand outside of f-strings: whoever gathers them for the catalogues does not look into those.

    def _(self, message: str) -> str:
        return escape(self._interface.text(message))

    def _label(self, group: str, code: str) -> str:
        return escape(self._interface.label(group, code))

    def plural(self, singular: str, plural: str, number: int) -> str:
        """Return the form of a message that fits a number, escaped; the catalogues are made by this name."""
        return escape(self._interface.plural(singular, plural, number))

    # ── meetings ──────────────────────────────────────────────────────────────────────────────────────────────────

    def meeting_rows(self, rows: Iterable[MeetingRow]) -> Markup:
        """Return meetings as the lines of a list."""
        return markup(map(self._meeting_row, rows))

    def meeting_years(self, groups: Sequence[MeetingGroup], level: int = 3, short: int = 0, whole: str = "") -> Markup:
        """Return meetings by year; up to `short` of them in one list, for their years would outweigh them.

        `whole` is the id of the list's heading, where the list can be narrowed to one of its years.
        """
        if sum(len(group.rows) for group in groups) <= short:
            rows = (self._meeting_row(row) for group in groups for row in group.rows)
            return markup(['<ol class="timeline">\n', *rows, "</ol>\n"])
        found = [(f"y{group.name or UNDATED}", group.name, self._meeting_year(group, level)) for group in groups]
        return self._by_year(found, whole) if whole else markup(made for _, _, made in found)

    def _by_year(self, groups: Sequence[tuple[str, str, str]], whole: str) -> Markup:
        """Groups of a list (id, year, markup), with the ways to each year alone where there are several."""
        if len(groups) < 2:
            return markup(made for _, _, made in groups)
        ways = "".join(f'<li><a href="#{id}">{escape(year) or self._no_year()}</a></li>' for id, year, _ in groups)
        only, every = self._("Only one year"), self._("Show all")
        return markup((
            f'<nav class="letters" aria-label="{only}"><ul><li><a href="#{whole}">{every}</a></li>{ways}</ul></nav>\n',
            '<div class="filtered">\n',
            *(made for _, _, made in groups),
            "</div>\n",
        ))  # fmt: skip

    def _no_year(self) -> str:
        return self._("without a year")

    def _meeting_year(self, group: MeetingGroup, level: int) -> str:
        name = escape(group.name) or self._no_year()
        heading = f'<h{level} class="year" id="y{escape(group.name) or UNDATED}">'
        link = f'<a href="{self._at(group.address)}">{name}</a></h{level}>'
        rows = "".join(map(self._meeting_row, group.rows))
        return f'<section class="year-group">\n{heading}{link}\n<ol class="timeline">\n{rows}</ol>\n</section>\n'

    def _meeting_row(self, row: MeetingRow) -> str:
        link = self._to(row.link)
        parts = f'\n<p class="muted">{self._parts(row)}</p>' if row.parts else ""
        facts = " · ".join(self._meeting_facts(row))
        return f'<li>{self._when_short(row.date)}<div>{link}{parts}\n<p class="muted">{facts}</p></div></li>\n'

    def day_rows(self, rows: Iterable[MeetingRow]) -> Markup:
        """Return meetings as the lines of a list that a calendar leads into: the first of each day has its place."""
        found, told = [], {""}
        for row in rows:
            id = day_id(row.date)
            line = self._meeting_row(row)
            found.append(line if id in told else f'<li id="{id}"' + line.removeprefix("<li"))
            told.add(id)
        return markup(found)

    def calendar(self, months: Iterable[MonthView]) -> Markup:
        """Return the months of a year as small tables, each day of a meeting a link."""
        days = "".join(f'<th scope="col" abbr="{whole}">{short}</th>' for short, whole in self._interface.weekdays())
        return markup(self._month(month, days) for month in months)

    def _month(self, month: MonthView, head: str) -> str:
        weeks = "".join(f"<tr>{''.join(self._day(month, day) for day in week)}</tr>\n" for week in month.weeks)
        loose = "".join(f"<li>{self._to(link)}</li>" for link in month.loose)
        day_unknown = self._("Day unknown:")
        unknown = f'<p class="muted">{day_unknown}</p><ul>{loose}</ul>' if loose else ""
        return (
            f'<div class="month"><table><caption>{escape(self._interface.month(month.number))}</caption>\n'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{weeks}</tbody></table>{unknown}</div>\n"
        )

    def _day(self, month: MonthView, day: int) -> str:
        if not day:
            return "<td></td>"
        if day not in month.days:
            return f"<td>{day}</td>"
        link, count = month.days[day]
        at = link.address if link.address[:1] == "#" else self._at(link.address)
        many = f" · {self._interface.number(count)}" if count > 1 else ""
        words = f"{self._interface.day_of_month(month.number, day)}{many}: {link.title}"
        return f'<td><a href="{at}" title="{escape(link.title)}" aria-label="{escape(words)}">{day}</a></td>'

    def _parts(self, row: MeetingRow) -> str:
        parts = ", ".join(self._label("part", part) for part in row.parts)
        lang = self._tongues.of(row.link.language)
        roles = f" · {_marked(escape('; '.join(row.roles)), lang)}" if row.roles else ""
        return f"<strong>{parts}</strong>{roles}"

    def _meeting_facts(self, row: MeetingRow) -> Iterable[str]:
        status = ""
        if row.status != "held":
            status = f'<span class="badge badge--{escape(row.status)}">{self._label("held", row.status)}</span> '
        yield status + self._label("meeting", row.kind)
        if row.places:
            yield _marked(escape(", ".join(row.places)), self._tongues.of(row.link.language))
        elif row.districts:
            yield ", ".join(map(self._words, row.districts[:_MOST_DISTRICTS]))
        if row.speeches:
            yield self.plural("{n} speech", "{n} speeches", row.speeches)
        if row.conclusions:
            yield self.plural("{n} conclusion", "{n} conclusions", row.conclusions)

    # ── speeches ──────────────────────────────────────────────────────────────────────────────────────────────────

    def speech_rows(self, rows: Iterable[SpeechRow]) -> Markup:
        """Return speeches as the lines of a list; whose page it is need not be said again in each."""
        return markup(map(self._speech_row, rows))

    def speech_years(self, rows: Sequence[SpeechRow], short: int, whole: str) -> Markup:
        """Return speeches by year, the latest first; up to `short` of them in one list below the heading `whole`."""
        if len(rows) <= short:
            return markup(['<ol class="timeline">', *map(self._speech_row, rows), "</ol>\n"])
        found = []
        for year, members in groupby(rows, key=lambda row: row.date.year):
            lines = "".join(map(self._speech_row, members))
            found.append(self._year_group(year, whole, f'<ol class="timeline">{lines}</ol>\n'))
        return self._by_year(found, whole)

    def _year_group(self, year: int | None, whole: str, made: str) -> tuple[str, str, str]:
        """The lines of one year below its heading."""
        name = str(year) if year else ""
        id = f"{whole}-{name or UNDATED}"
        heading = f'<h3 class="year" id="{id}"><a href="#{id}">{name or self._no_year()}</a></h3>'
        return id, name, f'<section class="year-group">\n{heading}\n{made}</section>\n'

    def _speech_row(self, row: SpeechRow) -> str:
        lang = self._tongues.of(row.link.language)
        who = self._who_spoke(row, lang)
        said = f'\n<p class="muted">{who}</p>' if who else ""
        words = f"<p{lang}>{html.escape(row.excerpt)}</p>"
        return f"<li>{self._when_short(row.date)}<div>{self._to(row.link)}{said}\n{words}</div></li>\n"

    def _who_spoke(self, row: SpeechRow, lang: str) -> str:
        alone = len(row.speakers) == 1 and self._own and row.speakers[0].address == self._own
        named = (self._to(s) if s.address else _marked(escape(s.title), lang) for s in row.speakers)
        who = [] if alone else [", ".join(named)]
        whose = ", ".join(filter(None, (*who, _marked(escape(row.role), lang) if row.role else "")))
        districts = [district for district in row.districts if district.address != self._own]
        for_whom = self._for(districts) if districts else ""
        return " · ".join(filter(None, (whose, for_whom, self._label("speech", row.kind) if row.kind else "")))

    def speech(self, part: FlowPart) -> Markup:
        """Return a speech on its meeting's page, with its address and who makes it."""
        continued = " speech--continued" if part.continued else ""
        further = "".join(f'<span id="{escape(id)}"></span>' for id in part.further_ids)
        who = "\n".join(self._speaker(speaker, part) for speaker in part.speakers)
        goes_on, words = self._("goes on"), self._("Link to this speech")
        again = f'\n<span class="muted">{goes_on}</span>' if part.continued else ""
        cite = f'<a class="cite" href="#{escape(part.id)}" title="{words}" aria-label="{words}">#</a>'
        return markup((
            f'<section class="speech{continued}" id="{escape(part.id)}"{self._cited_as(part)}>\n{further}',
            f'<header class="speech__who">\n{who}{again}{self._only(part)}\n{cite}\n</header>\n',
            f'<div class="speech__text"{self._lang}>{part.html}</div>\n{self._cited(part.cited)}</section>\n',
        ))  # fmt: skip

    def _cited_as(self, part: FlowPart) -> str:
        """What a citation of a speech says beside who speaks: its kind and its item, where they are known."""
        kind = next((speaker.kind for speaker in part.speakers if speaker.kind), "")
        genre = f' data-genre="{self._label("speech", kind)}"' if kind else ""
        return genre + (f' data-item="{escape(part.item)}"' if part.item else "")

    def _only(self, part: FlowPart) -> str:
        """The way to all speeches of somebody who made several, in a meeting where others spoke as well."""
        whose = voice(part.id)
        if self._heard[whose] < 2 or len(self._heard) < 2:
            return ""
        words = self.plural("the {n} speech", "all {n} speeches", self._heard[whose])
        return f'\n<a class="speech__only" href="#_only-{escape(whose)}">{words}</a>'

    def _speaker(self, speaker: Participant, part: FlowPart) -> str:
        name = escape(speaker.name)
        found = f'<span class="speech__name"{self._lang}>{name}</span>'
        if speaker.link:
            lang = self._tongues.of_name(speaker.name)
            found = f'<a class="speech__name" href="{self._at(speaker.link.address)}"{lang}>{name}</a>'
        if speaker.role and not part.continued:
            found += f' <span class="speech__role"{self._lang}>{escape(speaker.role)}</span>'
        if speaker.district:
            found += f' <span class="speech__for">{self._for([speaker.district])}</span>'
        if speaker.kind and not part.continued:
            found += f' <span class="muted">{self._label("speech", speaker.kind)}</span>'
        return found

    # ── participants ──────────────────────────────────────────────────────────────────────────────────────────────

    def participants(self, people: Iterable[Participant]) -> Markup:
        """Return people as the lines of a list; an office that the page has named before is not repeated."""
        found = []
        for person in people:
            office = (person.name, person.role, person.quote, person.district, person.organization)
            found.append(self._participant(person, repeated=office in self._offices))
            self._offices.add(office)
        return markup(found)

    def names(self, people: Iterable[Participant]) -> Markup:
        """Return people by their names alone, as the head of minutes does."""
        return Markup(", ".join(map(self._name_of, people)))  # noqa: S704

    def _name_of(self, person: Participant) -> str:
        if not person.link:
            return _marked(escape(person.name), self._lang)
        lang = self._tongues.of_name(person.name)
        return f'<a href="{self._at(person.link.address)}"{lang}>{escape(person.name)}</a>'

    def _participant(self, person: Participant, *, repeated: bool) -> str:
        name = f'<span class="participant__name"{self._lang}>{escape(person.name)}</span>'
        if person.link:
            at, lang = self._at(person.link.address), self._tongues.of_name(person.name)
            name = f'<a class="participant__name" href="{at}"{lang}>{escape(person.name)}</a>'
            lang = self._tongues.of_name(person.registered)
            name += f' <span class="muted"{lang}>({escape(person.registered)})</span>' if person.registered else ""
        if person.count:
            many = self.plural("{n} person", "{n} people", person.count)
            name += f' <span class="muted">({many})</span>'
        if person.source:
            name += f"<sup>{self._source_mark(person.source)}</sup>"
        office = "" if repeated else self._office(person)
        spoke = " · ".join(self._part_played(person))
        played = f'<span class="participant__spoke muted">{spoke}</span>\n' if spoke else ""
        return f"<li{self._place_of(person)}>{name}\n{office}{played}</li>\n"

    def _place_of(self, person: Participant) -> str:
        """Where the speeches of one speaker are listed: a page has the place once, however many entries they have."""
        whose = voice(person.speeches[0]) if person.speeches else ""
        if not whose or whose in self._listed:
            return ""
        self._listed.add(whose)
        return f' id="_only-{escape(whose)}"'

    def _office(self, person: Participant) -> str:
        found = f'<span class="participant__role"{self._lang}>{escape(person.role)}</span>\n' if person.role else ""
        if person.quote:
            found += f'<q class="participant__quote muted"{self._lang}>{escape(person.quote)}</q>\n'
        if whose := [link for link in (person.district, person.organization) if link]:
            found += f'<span class="participant__for muted">{self._for(whose)}</span>\n'
        return found

    def _part_played(self, person: Participant) -> Iterable[str]:
        kind = self._interface.label("speech", person.kind) if person.kind else ""
        if kind:
            yield escape(kind)
        if person.agenda and person.agenda != kind:
            title = _marked(escape(person.agenda), self._lang)
            yield self._("item “{title}”").replace("{title}", title)
        if person.reason:
            yield _marked(escape(person.reason), self._lang)
        if person.issues:
            yield self._list_of(person.issues)
        if person.speeches:
            yield ", ".join(self._spoken(n, person.speeches) for n in range(len(person.speeches)))
        if person.silent:
            yield self._("no words recorded")

    def _spoken(self, number: int, addresses: Sequence[str]) -> str:
        words = self._("Speech") + (f" {number + 1}" if len(addresses) > 1 else "")
        return f'<a href="#{escape(addresses[number])}">{words}</a>'

    def source_mark(self, id: str) -> Markup:
        """Return the number of a source as a link to it, where the page has that source."""
        return Markup(self._source_mark(id))  # noqa: S704

    def _source_mark(self, id: str) -> str:
        sources = self._view.sources if isinstance(self._view, MeetingView | RecordView) else ()
        numbers = [n for n, source in enumerate(sources, 1) if source.id == id]
        words = self._("Source")
        return "".join(f'<a href="#_source-{escape(id)}" aria-label="{words} {n}">{n}</a>' for n in numbers)

    # ── conclusions ───────────────────────────────────────────────────────────────────────────────────────────────

    def conclusion_years(self, cards: Sequence[ConclusionCard], short: int, whole: str) -> Markup:
        """Return conclusions by year, each year with the ways to those of one state; up to `short` in one list."""
        by_year = [(year, list(members)) for year, members in groupby(cards, key=lambda card: card.date.year)]
        if len(cards) <= short or len(by_year) == 1:
            return self.conclusion_list(cards)
        found = []
        for year, own in by_year:
            made = self.states(own, f"{whole}-{year or UNDATED}") + self.conclusion_list(own, level=4)
            found.append(self._year_group(year, whole, made))
        return self._by_year(found, whole)

    def states(self, cards: Sequence[ConclusionCard], place: str) -> Markup:
        """Return the ways to the conclusions of one state if there are several, below the heading `place`."""
        counts = Counter(card.status for card in cards)
        if len(counts) < 2:
            return Markup()
        ways = "".join(
            f'<li><a id="{place}-{code}" data-only="{code}" href="#{place}-{code}">{self._label("status", code)} '
            f'<span class="count">{self._interface.number(count)}</span></a></li>\n'
            for code, count in counts.items()
        )
        every = self._("Show all")
        return Markup(f'<ul class="only">\n{ways}<li><a class="only__all" href="#{place}">{every}</a></li></ul>\n')  # noqa: S704

    def conclusion_list(self, cards: Sequence[ConclusionCard], brief: bool = False, level: int = 3) -> Markup:
        """Return conclusions from anywhere, each row of them below the meeting that they come from."""
        found: list[str] = []
        meeting = ""
        for card in cards:
            if card.meeting.address != meeting:
                found.append("</ol>\n" if found else "")
                heading = f"{self._when_short(card.date)} {self._to(card.meeting)}"
                found.append(f'<h{level} class="conclusions__of">{heading}</h{level}>\n')
                found.append('<ol class="conclusions">\n')
                meeting = card.meeting.address
            found.append(self._conclusion(card, brief=brief))
        return markup([*found, "</ol>\n" if found else ""])

    def conclusions(self, cards: Iterable[ConclusionCard]) -> Markup:
        """Return the conclusions of a meeting on its own page, each with its id and where it comes from."""
        return markup(self._conclusion(card, here=True) for card in cards)

    def _conclusion(self, card: ConclusionCard, *, here: bool = False, brief: bool = False) -> str:
        lang = self._tongues.of(card.meeting.language)
        facts = "".join(
            f"<div><dt>{name}</dt><dd>{value}</dd></div>\n" for name, value in self._facts(card, here, brief)
        )
        reports = self._of_all(card) + "".join(map(self._reported, card.reports))
        return "".join((
            f'<li class="conclusion" data-status="{escape(card.status)}"{self._own_id(card) if here else ""}>\n',
            f'<div class="conclusion__text"{lang}>{card.html}</div>{self._cite_conclusion(card) if here else ""}\n',
            f'<p class="conclusion__state">{self._state(card, here)}</p>\n',
            f'<dl class="conclusion__meta">{facts}</dl>\n' if facts else "",
            f'<ol class="reports">\n{reports}</ol>\n' if reports else "",
            "" if brief else self._answers(card),
            self._cited(card.cited),
            "</li>\n",
        ))  # fmt: skip

    def _of_all(self, card: ConclusionCard) -> str:
        if card.reported <= len(card.reports):
            return ""
        words, numbers = (
            self._("The latest {n} of {total}."),
            map(self._interface.number, (len(card.reports), card.reported)),
        )
        for name, number in zip(("{n}", "{total}"), numbers, strict=True):
            words = words.replace(name, number)
        return f'<li class="muted">{words}</li>\n'

    def _own_id(self, card: ConclusionCard) -> str:
        """The address of a conclusion, and what a citation says beside its words."""
        id = escape(card.id)
        found = f' id="{id}"' + (f' data-id="{id}"' if len(card.id) <= _SHORT_ID else "")
        genre = f' data-genre="{self._label("conclusion", card.kind)}"' if card.kind else ""
        return found + genre + (f' data-by="{escape(card.by.title)}"' if card.by else "")

    def _cite_conclusion(self, card: ConclusionCard) -> str:
        words = escape(self._interface.text("Link to conclusion {id}").replace("{id}", card.id))
        return f'\n<a class="cite" href="{self._at(card.address)}" title="{words}" aria-label="{words}">#</a>'

    def _state(self, card: ConclusionCard, here: bool) -> str:
        sort = [
            self._label(group, code) for group, code in (("conclusion", card.kind), ("outcome", card.outcome)) if code
        ]
        found = self._status(card.status) + (f' <span class="muted">{", ".join(sort)}</span>' if sort else "")
        found += "".join(f' <span class="silence">{words}</span>' for words in self._silences(card))
        if here:
            return found
        words = self._("Read in context")
        return f'{found} <a class="conclusion__there" href="{self._at(card.address)}">{words}</a>'

    def _silences(self, card: ConclusionCard) -> Iterable[str]:
        """What is said of silence: from when on nothing is recorded, never that nothing was done."""
        since = self._when_short(card.since[0]) if card.since else ""
        for kind in card.silence:
            if kind == "overdue" and card.due:
                words = self._("due on {date}, no report recorded since {since}")
                yield words.replace("{date}", self._when_short(card.due)).replace("{since}", since)
            elif kind == "never":
                words = self._("no report in the last {n} meetings of its series")
                yield words.replace("{n}", str(SILENT_AFTER))
            elif kind == "faded":
                words = self._("reported on {since}, no report in the last {n} meetings of its series")
                yield words.replace("{n}", str(SILENT_AFTER)).replace("{since}", since)
            else:
                told, total = card.told
                words = self._("{n} of {total} addressees have reported")
                yield words.replace("{n}", str(told)).replace("{total}", str(total))

    def _answers(self, card: ConclusionCard) -> str:
        """Addressee by addressee, folded: who has reported, and who has not."""
        if not card.answers:
            return ""
        words, rows = self._("Addressee by addressee"), "".join(map(self._answer, card.answers))
        return f'<details class="more answers"><summary>{words}</summary>\n<ul>\n{rows}</ul></details>\n'

    def _answer(self, answer: AnswerRow) -> str:
        found = f"<li>{self._to(answer.addressee)} {self._status(answer.status)}"
        if answer.date and answer.meeting:
            found += f' <a href="{self._at(answer.meeting.address)}">{self._when_short(answer.date)}</a>'
        if answer.by:
            words = self._("reported by {name}").replace("{name}", self._to(answer.by))
            found += f' <span class="muted">{words}</span>'
        return found + "</li>\n"

    def cited(self, lines: Sequence[CitedLine]) -> Markup:
        """Return what other meetings refer to here."""
        return Markup(self._cited(lines))  # noqa: S704

    def _cited(self, lines: Sequence[CitedLine]) -> str:
        if not lines:
            return ""
        words = self._("Referred to by")
        found = "; ".join(
            f"{self._to(line.link)} ({self._when_short(line.date)}, {self._label('way', line.way)})" for line in lines
        )
        return f'<p class="cited muted">{words}: {found}</p>\n'

    def matrix(self, view: MatrixView) -> Markup:
        """Return the head and the rows of a matrix: what is recorded of each district in each meeting."""
        head = "".join(
            f'<th scope="col"><a href="{self._at(meeting.address)}" title="{escape(meeting.title)}">'
            f"{escape(self._interface.short_date(day))}</a></th>"
            for day, meeting in view.columns
        )
        labels = {code: self._label("recorded", code) for code in RECORDED}
        rows = (
            f'<tr><th scope="row">{self._to(row.district)}</th>{"".join(_matrix_cell(c, labels) for c in row.cells)}'
            "</tr>\n"
            for row in view.rows
        )
        return markup((f"<thead><tr><td></td>{head}</tr></thead>\n<tbody>\n", *rows, "</tbody>\n"))

    def due_rows(self, rows: Iterable[DueRow]) -> Markup:
        """Return conclusions as the lines of a list in the order of their due dates."""
        return markup(map(self._due_row, rows))

    def _due_row(self, row: DueRow) -> str:
        whom = [self._("all districts")] if row.to_all_districts else []
        whom += map(self._to, row.addressees)
        silence = ", ".join(self._label("silence", kind) for kind in row.silence)
        facts = " · ".join(filter(None, (self._status(row.status), ", ".join(whom), silence)))
        return f'<li>{self._when_short(row.due)}<div>{self._to(row.link)}\n<p class="muted">{facts}</p></div></li>\n'

    def ledger_choices(self, choices: Iterable[Choice]) -> Markup:
        """Return the records by which a table of conclusions can be filtered, namesakes told apart."""
        return markup(map(self._choice, choices))

    def _choice(self, choice: Choice) -> str:
        among = f' data-among="{" ".join(map(str, choice.among))}"' if choice.among else ""
        words = escape(called(self._interface, choice.link))
        return f'<option value="{escape(choice.link.address)}"{among}>{words}</option>'

    def ledger_rows(self, rows: Iterable[TableRow]) -> Markup:
        """Return conclusions as the lines of a table, each with what it can be filtered by."""
        return markup(map(self._ledger_row, rows))

    def _ledger_row(self, row: TableRow) -> str:
        card = row.card
        due = card.due.last.isoformat() if card.due and card.due.year else ""
        addressed = self._addressed(card, here=True)
        silence = ", ".join(self._label("silence", kind) for kind in card.silence)
        issues = " ".join(issue.address for issue in card.issues)
        whom = " ".join(link.address for link in card.addressees)
        everywhere = f' data-everywhere="{row.everywhere}"' if row.everywhere else ""
        lang = self._tongues.of(card.meeting.language)
        due_words = self._when_short(card.due) if card.due else _marked(escape(card.due_note), lang)
        names = self._("Addressed to"), self._("Issues"), self._("Due")
        return (
            f'<tr data-status="{escape(card.status)}" data-silence="{escape(" ".join(card.silence))}" data-due="{due}" '
            f'data-issues="{escape(issues)}" data-addressees="{escape(whom)}"{everywhere}>'
            f"<td>{self._when_short(card.date)}</td>"
            f'<td><a href="{self._at(card.address)}"{lang}>{escape(card.text)}</a></td>'
            f'<td data-name="{names[0]}">{addressed}</td>'
            f'<td data-name="{names[1]}">{self._list_of(card.issues)}</td>'
            f'<td data-name="{names[2]}">{due_words}</td>'
            f"<td>{self._status(card.status)}</td><td>{silence}</td></tr>\n"
        )

    def _status(self, status: str) -> str:
        return f'<span class="status status--{escape(status)}">{self._label("status", status)}</span>'

    def _facts(self, card: ConclusionCard, here: bool, brief: bool) -> Iterable[tuple[str, str]]:
        """Whatever is known of a conclusion, each with its name; brief: only who is to do what until when."""
        lang = self._tongues.of(card.meeting.language)
        if card.by and (here or card.by.address != self._own):
            yield self._("Concluded by"), self._to(card.by)
        if addressed := self._addressed(card, here):
            yield self._("Addressed to"), addressed
        if card.due or card.due_note:
            due = [str(self.when(card.due))] if card.due else []
            due += [_marked(escape(card.due_note), lang)] if card.due_note else []
            yield self._("Due"), ", ".join(due)
        if card.votes:
            yield self._("Votes"), self._votes(card.votes)
        issues = () if brief else [issue for issue in card.issues if issue.address != self._own]
        if issues:
            yield self._("Issues"), self._list_of(issues)
        if card.repeats:
            yield self._("Says again"), self._to(card.repeats)
        if card.repeated_by:
            yield self._("Said again in"), self._list_of(card.repeated_by)
        if card.documents:
            yield self._("Documents"), _documents(card.documents, lang)
        if card.quote and not brief:
            yield self._("In the words of the source"), f"<q{lang}>{escape(card.quote)}</q>"
        if here and (origin := " · ".join(self._origin(card))):
            yield self._("Comes from"), origin

    def _addressed(self, card: ConclusionCard, here: bool) -> str:
        whole = here or card.to_all_districts
        others = [link for link in card.addressees if whole or link.address != self._own]
        found = [self._list_of(others)] if others else []
        if card.to_all_districts:
            many = self.plural("{n} of them in this archive", "{n} of them in this archive", card.to_all_districts)
            words = self._("all districts")
            found.insert(0, f'<a href="{self._at("districts/")}">{words}</a> ({many})')
        return ", ".join(found)

    def _votes(self, votes: tuple[int, int, int]) -> str:
        words = self._interface.text("{yes} for, {no} against, {abstained} abstained")
        for name, number in zip(("{yes}", "{no}", "{abstained}"), votes, strict=True):
            words = words.replace(name, self._interface.number(number))
        return escape(words)

    def _origin(self, card: ConclusionCard) -> Iterable[str]:
        if card.item:
            yield self._to(card.item)
        if card.speech:
            yield self._("Speech") + ": " + self._to(card.speech)
        if card.source:
            yield self._("Source") + " " + self._source_mark(card.source)

    def _reported(self, report: Report) -> str:
        where = f'<span class="reports__where">{self._to(report.speech or report.meeting)}</span>'
        return f"<li>{self._when_short(report.date)} {self._report_state(report)} {where}</li>\n"

    def report_state(self, report: Report) -> Markup:
        """Return how far a conclusion is, for whom, and in which words it is said."""
        return Markup(self._report_state(report))  # noqa: S704

    def _report_state(self, report: Report) -> str:
        found = self._status(report.status)
        if report.addressee:
            found += f" {self._to(report.addressee)}{':' if report.html else ''}"
        lang = self._tongues.of(report.meeting.language)
        return f"{found} {_marked(report.html, lang)}" if report.html else found


RECORDED = {"spoke": "S", "attended": "A", "absent": "–", "addressed": "→", "reported": "✓"}
"""What can be recorded of a district in a meeting, with the sign of each."""


def _matrix_cell(cell: Sequence[str] | None, labels: Mapping[str, str]) -> str:
    if not cell:
        return "<td></td>" if cell is not None else '<td class="none"></td>'
    marks = (f'<span class="mark mark--{code}" title="{labels[code]}">{RECORDED[code]}</span>' for code in cell)
    return f"<td>{''.join(marks)}</td>"


def _documents(items: Iterable[Document], lang: str) -> str:
    return "; ".join(_document(document, lang) for document in items)


def _document(document: Document, lang: str) -> str:
    title = escape(document.title)
    if not document.url:
        return _marked(title, lang)
    return f'<a class="external" rel="noopener noreferrer" href="{escape(document.url)}"{lang}>{title}</a>'
