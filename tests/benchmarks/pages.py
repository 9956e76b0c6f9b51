"""The site of an archive as Markdown pages, for generators whose themes know pages only: the same lists as on ours.

Everything that our build finds out (who is meant, what points back, which years) stands in the Markdown already:
work that these peers are spared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.benchmarks.content import KINDS, Appearances, Content, Key, Meeting, Part, Register, excerpt, with_links
from tests.benchmarks.content import Conclusion as MadeConclusion
from tests.benchmarks.content import Speech as MadeSpeech

NAMES = {
    "people": "Personen",
    "districts": "Orte",
    "issues": "Themen",
    "organizations": "Organisationen",
    "series": "Sitzungsreihen",
}
MONTHS = tuple("Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split())

Links = Callable[[str], str]
"""From the address of a page (`people/anna`, `meetings`) and a fragment to how one page links it."""


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """A page: its address without an ending, its title, the date of a meeting, and its Markdown without the title."""

    address: str
    title: str
    text: str
    date: str = ""


def markdown_pages(content: Content, links: Callable[[str], Links]) -> Iterator[MarkdownPage]:
    """Yield all pages; `links` tells for a page's address how links are written there."""
    for meeting in content.meetings:
        yield _meeting_page(content, meeting, links(f"meetings/{meeting.id}"))
    for record in content.records.values():
        yield from _record_pages(content, record, links)
    yield from _list_pages(content, links)


def _meeting_page(content: Content, meeting: Meeting, to: Links) -> MarkdownPage:
    named = partial(_named, content, to)
    addresses = _Addresses(to)
    before, after = content.beside(meeting)
    lines = [
        f"- **Datum:** {long_date(meeting.date)}",
        f"- **Tagungsort:** {', '.join(meeting.places)}",
        f"- **Abgehalten von:** {named(('organizations', meeting.organization))}",
        f"- **Reihe:** {named(('series', meeting.series))}",
        f"- **Betroffene Orte:** {', '.join(named(('districts', id)) for id in meeting.districts)}",
        f"- **Themen:** {', '.join(named(('issues', id)) for id in meeting.issues)}",
        f"- **Inhalt:** [{len(meeting.speeches)} Reden](#record), "
        f"[{len(meeting.conclusions)} Schlussfolgerungen](#conclusions)",
        "",
        "## Beteiligte {#participants}",
        "",
        "### Vorsitz {#part-chairs}",
        "",
        *(f"- {named(('people', part.person))}, {part.role}" for part in meeting.chairs),
        "",
        "### Rednerinnen und Redner {#part-speakers}",
        "",
        *(f"- {_speaker(named, part)} · Diskussionsbeitrag · [Rede](#{part.person}.1)" for part in meeting.speakers),
        "",
        "## Verlauf {#record}",
        "",
        with_links(meeting.opening, content, addresses),
        "",
    ]
    for part in meeting.flow:
        if isinstance(part, str):
            lines += [f"### {part}", ""]
        else:
            speaker = meeting.speakers_by_person[part.person]
            lines += [f"#### {named(('people', part.person))} {{#{part.id}}}", ""]
            lines += [f"*{_office(named, speaker)} · Diskussionsbeitrag*", ""]
            lines += [with_links(part.text, content, addresses), ""]
    lines += ["## Schlussfolgerungen {#conclusions}", ""]
    for conclusion in meeting.conclusions:
        lines += [f"### {conclusion.id} {{#{conclusion.id}}}", "", conclusion.text, ""]
        lines += ["*kein Bericht verzeichnet* · Weisung", "", *_conclusion_facts(named, conclusion), ""]
    lines += ["## Außerdem erwähnt {#mentions}", ""]
    lines += [f"- {named(key)}" for key in meeting.mentions if key not in meeting.keys]
    lines += ["", "## Quellen {#sources}", "", f"1. [Niederschrift]({meeting.source}) (Original, Deutsch)", ""]
    if before:
        lines += [f"Vorige Sitzung der Reihe: [{before.title}]({to(f'meetings/{before.id}')})", ""]
    if after:
        lines += [f"Nächste Sitzung der Reihe: [{after.title}]({to(f'meetings/{after.id}')})", ""]
    return MarkdownPage(f"meetings/{meeting.id}", meeting.title, "\n".join(lines), meeting.date)


class _Addresses(Mapping[Key, str]):
    """The link to every record, made when it is asked for."""

    def __init__(self, to: Links) -> None:
        self._to = to

    def __getitem__(self, key: Key) -> str:
        return self._to("/".join(key))

    def __iter__(self) -> Iterator[Key]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _named(content: Content, to: Links, key: Key) -> str:
    return f"[{content.records[key].name}]({to('/'.join(key))})"


def _office(named: Callable[[Key], str], part: Part) -> str:
    return f"{part.role} · für {named(('districts', part.district))}"


def _speaker(named: Callable[[Key], str], part: Part) -> str:
    return f"{named(('people', part.person))}, {_office(named, part)}"


def _conclusion_facts(named: Callable[[Key], str], conclusion: MadeConclusion) -> list[str]:
    addressee = named(("districts", conclusion.addressee))
    return [f"- **Gerichtet an:** {addressee}", f"- **Frist:** {long_date(conclusion.due)}"]


# ── records ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _record_pages(content: Content, record: Register, links: Callable[[str], Links]) -> Iterator[MarkdownPage]:
    address = "/".join(record.key)
    found = content.appearances[record.key]
    yield MarkdownPage(address, record.name, "\n".join(_record_lines(content, record, found, links(address))))
    for year in found.years if found.long else ():
        to = links(f"{address}/{year}")
        lines = [f"[{record.name}]({to(address)})", "", _years(found, address, to), ""]
        lines += _lists(content, record, found.of_year(year), to)
        yield MarkdownPage(f"{address}/{year}", f"{record.name} · {year}", "\n".join(lines))


def _record_lines(content: Content, record: Register, found: Appearances, to: Links) -> Iterator[str]:
    address = "/".join(record.key)
    yield f"- **Im Archiv:** {len(found.meetings)} Sitzungen, {len(found.speeches)} Reden"
    for kind in KINDS[:-1]:
        tied = content.ties(record.key, kind)
        if tied and record.kind != "series":
            yield from ("", f"**{NAMES[kind]}:**", "")
            yield from (f"- [{other.name} {count}]({to('/'.join(other.key))})" for other, count in tied)
    if record.kind == "people":
        yield from ("", "## Ämter {#offices}", "")
        yield from (f"- {role}, seit {year}" for role, year in record.posts)
        yield from ("", "### Wie in den Sitzungen angegeben", "")
        for role, meetings in content.roles(record.id).items():
            dates = ", ".join(f"[{short_date(m.date)}]({to(f'meetings/{m.id}')})" for m in meetings)
            yield f"- {role}: {dates}"
    if found.long:
        yield from ("", "## Jahr für Jahr {#years}", "", _years(found, address, to))
    yield ""
    yield from _lists(content, record, found.latest() if found.long else found, to)


def _years(found: Appearances, address: str, to: Links) -> str:
    return " · ".join(f"[{year}]({to(f'{address}/{year}')})" for year in found.years)


def _lists(content: Content, record: Register, found: Appearances, to: Links) -> Iterator[str]:
    named = partial(_named, content, to)
    if found.addressed:
        yield from ("## An diese Stelle gerichtet {#addressed}", "")
        for meeting, conclusion in reversed(found.addressed):
            yield from _conclusion(named, to, meeting, conclusion)
    if found.meetings:
        yield from ("## Sitzungen {#meetings}", "")
        yield from _meeting_years(reversed(found.meetings), to, record.key)
    if found.speeches:
        yield from ("## Reden {#speeches}", "")
        yield from (_speech_row(named, to, meeting, speech) for meeting, speech in reversed(found.speeches))
        yield ""
    if found.mentioned:
        yield from ("## Erwähnt in {#mentions}", "")
        yield from (_meeting_row(meeting, to) for meeting in reversed(found.mentioned))
        yield ""


def _conclusion(named: Callable[[Key], str], to: Links, meeting: Meeting, conclusion: MadeConclusion) -> Iterator[str]:
    yield f"### {short_date(meeting.date)} [{meeting.title}]({to(f'meetings/{meeting.id}')})"
    yield from ("", conclusion.text, "", "*kein Bericht verzeichnet* · Weisung · ")
    yield from (f"[Im Zusammenhang lesen]({to(f'meetings/{meeting.id}#{conclusion.id}')})", "")
    yield from (*_conclusion_facts(named, conclusion), "")


def _meeting_years(meetings: Iterable[Meeting], to: Links, key: Key) -> Iterator[str]:
    year = ""
    for meeting in meetings:
        if meeting.year != year:
            year = meeting.year
            yield from ("", f"### [{year}]({to(f'meetings/{year}')})", "")
        yield _meeting_row(meeting, to, key)
    yield ""


def _meeting_row(meeting: Meeting, to: Links, key: Key | None = None) -> str:
    part = f"**{part_of(meeting, key)}** · " if key and part_of(meeting, key) else ""
    return (
        f"- {short_date(meeting.date)} [{meeting.title}]({to(f'meetings/{meeting.id}')})  \n  {part}{facts_of(meeting)}"
    )


def _speech_row(named: Callable[[Key], str], to: Links, meeting: Meeting, speech: MadeSpeech) -> str:
    speaker = meeting.speakers_by_person[speech.person]
    link = f"[{meeting.title}]({to(f'meetings/{meeting.id}#{speech.id}')})"
    return (
        f"- {short_date(meeting.date)} {link}  \n  {_speaker(named, speaker)} · Diskussionsbeitrag  \n"
        f"  {excerpt(speech.text)}"
    )


# ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _list_pages(content: Content, links: Callable[[str], Links]) -> Iterator[MarkdownPage]:
    to = links("meetings")
    years = " · ".join(f"[{year}]({to(f'meetings/{year}')})" for year in content.years)
    latest = [_meeting_row(meeting, to) for meeting in content.meetings[:-101:-1]]
    yield MarkdownPage("meetings", "Sitzungen", "\n".join([years, "", *latest]))
    to = links("conclusions")
    named = partial(_named, content, to)
    years = " · ".join(f"[{year}]({to(f'conclusions/{year}')})" for year in content.years)
    cards = [_conclusion(named, to, m, c) for m in content.meetings[:-76:-1] for c in m.conclusions]
    yield MarkdownPage("conclusions", "Schlussfolgerungen", "\n".join([years, "", *_flat(cards)]))
    for year, meetings in content.years.items():
        to = links(f"meetings/{year}")
        rows = [_meeting_row(meeting, to) for meeting in reversed(meetings)]
        yield MarkdownPage(f"meetings/{year}", f"Sitzungen {year}", "\n".join(rows))
        to = links(f"conclusions/{year}")
        named = partial(_named, content, to)
        cards = [_conclusion(named, to, meeting, c) for meeting in reversed(meetings) for c in meeting.conclusions]
        yield MarkdownPage(f"conclusions/{year}", f"Schlussfolgerungen {year}", "\n".join(_flat(cards)))
    for kind in KINDS:
        to = links(kind)
        rows = [
            f"- {_named(content, to, record.key)} · {counted(content, record)}" for record in by_name(content, kind)
        ]
        yield MarkdownPage(kind, NAMES[kind], "\n".join(rows))
    yield MarkdownPage("index", "Archiv der Messungen", "\n".join(_home(content, links("index"))))


def _home(content: Content, to: Links) -> Iterator[str]:
    yield f"{len(content.meetings)} Sitzungen, {len(content.registers['people'])} Personen"
    yield from ("", "## Neueste Sitzungen", "")
    yield from (_meeting_row(meeting, to) for meeting in content.meetings[:-7:-1])
    yield from ("", "## Was immer wiederkehrt", "")
    for kind in KINDS[:3]:
        most = sorted(by_name(content, kind), key=lambda r: -len(content.appearances[r.key].meetings))[:14]
        yield from (f"- {_named(content, to, record.key)} {counted(content, record)}" for record in most)


def _flat(parts: Iterable[Iterable[str]]) -> list[str]:
    return [line for part in parts for line in part]


# ── words that all peers say ──────────────────────────────────────────────────────────────────────────────────────


def by_name(content: Content, kind: str) -> Sequence[Register]:
    """Return a kind's records by name."""
    return sorted(content.registers[kind].values(), key=lambda record: (record.name, record.id))


def counted(content: Content, record: Register) -> str:
    """Return in how many meetings a record comes up, in words."""
    return f"{len(content.appearances[record.key].meetings)} Sitzungen"


def part_of(meeting: Meeting, key: Key) -> str:
    """Return somebody's part in a meeting with its offices, empty for who has none."""
    chairs = [part.role for part in meeting.chairs if key == ("people", part.person)]
    spoken = [part.role for part in meeting.speakers if key in {("people", part.person), ("districts", part.district)}]
    words = [*(["Vorsitz"] if chairs else []), *(["Rede"] if spoken else [])]
    return ", ".join(words) + (f" · {'; '.join(dict.fromkeys((*chairs, *spoken)))}" if words else "")


def facts_of(meeting: Meeting) -> str:
    """Return what a row of meetings says of one."""
    speeches, conclusions = len(meeting.speeches), len(meeting.conclusions)
    return f"Konferenz · {', '.join(meeting.places)} · {speeches} Reden · {conclusions} Schlussfolgerungen"


def long_date(date: str) -> str:
    """Return a date in words."""
    year, month, day = date.split("-")
    return f"{int(day)}. {MONTHS[int(month) - 1]} {year}"


def short_date(date: str) -> str:
    """Return a date in figures."""
    year, month, day = date.split("-")
    return f"{day}.{month}.{year}"


# ── writing ───────────────────────────────────────────────────────────────────────────────────────────────────────


def relative_links(page: str, directories: Iterable[str]) -> Links:
    """Return how a page links others by the paths of their files, as MkDocs wants it."""
    lists = frozenset(directories)
    steps = "../" * _file(page, lists).count("/")

    def link(address: str) -> str:
        target, mark, fragment = address.partition("#")
        return f"{steps}{_file(target, lists)}{mark}{fragment}"

    return link


def _file(address: str, lists: frozenset[str]) -> str:
    return f"{address}/index.md" if address in lists else f"{address}.md"


LISTS = ("meetings", "conclusions", *KINDS)
"""Pages that are the head of a folder."""


def write_if_new(path: Path, text: str) -> None:
    """Write a file unless it says the same already, so that only what has changed looks changed."""
    data = text.encode()
    try:
        if path.read_bytes() == data:
            return
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
