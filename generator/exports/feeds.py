"""Atom feeds (RFC 4287): what was held, what was concluded, and what was reported on it, for whoever follows a record.

A build knows no clock, so the time of an entry is the first moment of the day on which the meeting began, in UTC (the
latest day that it can have been), and the time of a feed is that of its latest entry. What has no year is in no feed,
since Atom asks for a time. Without the site's address links are relative, as the standard allows, and ids are URNs
made from the archive's title and the address within it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import NamedTuple, TypeVar

from generator.archive.archive import UNDATED, Archive, ConclusionKey, Meeting, Prose, Year
from generator.archive.mentions import target_of
from generator.archive.names import Ref
from generator.archive.unmarked import beginning, line, paragraphs
from generator.config import SiteConfig
from generator.exports.export import Export, ExportFile, Publication
from generator.exports.xml import DECLARATION, element, text_element
from generator.records.dates import Date
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_, Interface

ENTRIES = 30
"""So many of the latest entries stand in a feed: readers look often, and the archive holds the rest."""
FOLLOWED = (Kind.PERSON, Kind.DISTRICT, Kind.ISSUE, Kind.ORGANIZATION, Kind.SERIES)
"""The kinds of records that have a feed each."""
ALL, CONCLUSIONS, FOLLOW_UPS = "feed.xml", "conclusions/feed.xml", "follow-ups/feed.xml"


def feed_address(ref: Ref) -> str:
    """Return the address of a record's feed."""
    return f"{urls.record(ref)}feed.xml"


def has_feed(archive: Archive, ref: Ref) -> bool:
    """Say whether a record has a feed: one that no meeting ever named has none."""
    return ref.kind in FOLLOWED and bool(archive.backlinks[ref].meetings)


@dataclass(frozen=True, slots=True)
class Feeds:
    """Makes the feeds of one site."""

    config: SiteConfig
    interface: Interface
    site_url: str = ""
    """Whole, ending in a slash; empty where it is not known."""

    def everything(self, archive: Archive) -> bytes:
        """Return the feed of all meetings."""
        entries = _Entries(self, archive, ALL)
        return entries.feed(self.config.title, urls.HOME, map(entries.meeting, _latest(archive, _meetings)))

    def record(self, archive: Archive, ref: Ref) -> bytes:
        """Return the feed of the meetings of a person, district, issue, organization or series."""
        entries = _Entries(self, archive, feed_address(ref))
        found = map(entries.meeting, reversed(archive.backlinks[ref].meetings))
        return entries.feed(archive.title(ref), urls.record(ref), found)

    def conclusions(self, archive: Archive) -> bytes:
        """Return the feed of conclusions."""
        entries = _Entries(self, archive, CONCLUSIONS)
        found = map(entries.conclusion, _latest(archive, _conclusions))
        return entries.feed(self.interface.text(N_("Conclusions")), urls.CONCLUSIONS, found)

    def follow_ups(self, archive: Archive) -> bytes:
        """Return the feed of reports on conclusions."""
        entries = _Entries(self, archive, FOLLOW_UPS)
        found = (entry for id in _latest(archive, _meetings) for entry in entries.follow_ups(id))
        return entries.feed(self.interface.text(N_("Reports on earlier conclusions")), urls.CONCLUSIONS, found)


Key = TypeVar("Key")


def _meetings(year: Year) -> Sequence[str]:
    return year.meetings


def _conclusions(year: Year) -> Sequence[ConclusionKey]:
    return year.conclusions


def _latest(archive: Archive, of_year: Callable[[Year], Sequence[Key]]) -> Iterator[Key]:
    """What years hold, the latest first; years are asked for one by one, as long as somebody wants more."""
    for name in sorted((name for name in archive.years if name != UNDATED), reverse=True):
        yield from reversed(of_year(archive.years[name]))


class _Entry(NamedTuple):
    """An entry of a feed: its time, and the finished element."""

    time: str
    xml: str


@dataclass(frozen=True, slots=True)
class _Entries:
    """Makes the entries of one feed, whose place decides how its links are written."""

    feeds: Feeds
    archive: Archive
    address: str

    def feed(self, title: str, page: str, entries: Iterable[_Entry]) -> bytes:
        config = self.feeds.config
        latest = list(islice((entry for entry in entries if entry.time), ENTRIES))
        rights = config.licence
        parts = [
            text_element("title", title if title == config.title else f"{title} – {config.title}"),
            text_element("id", self.id(self.address)),
            text_element("updated", max((entry.time for entry in latest), default=_NEVER)),
            element("author", text_element("name", config.title)),
            self.link(self.address, rel="self", type="application/atom+xml"),
            self.link(page),
            text_element("rights", " ".join(filter(None, (rights.name, rights.url))) if rights else ""),
            *(entry.xml for entry in latest),
        ]
        language = config.records_language or config.language
        attributes = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": language}
        return f"{DECLARATION}{element('feed', _lines(parts), attributes)}\n".encode()

    def meeting(self, id: str) -> _Entry:
        meeting = self.archive.meetings[id]
        record = meeting.record
        return self.entry(
            meeting,
            urls.record(Ref(Kind.MEETING, id)),
            title=record.title,
            text=line(record.summary, self.title_of) if record.summary else self.beginning(meeting),
            issues=meeting.refs.get(Kind.ISSUE, ()),
            authors=tuple(self.archive.organizations[held].name for held in meeting.held_by),
        )

    def conclusion(self, key: ConclusionKey) -> _Entry:
        conclusion = self.archive.conclusions[key]
        meeting = self.archive.meetings[key.meeting]
        text = line(conclusion.written.text, self.title_of)
        return self.entry(
            meeting,
            urls.conclusion(key),
            title=beginning(text, _TITLE),
            text=text,
            issues=conclusion.issues,
            authors=(self.archive.title(conclusion.by),) if conclusion.by else (),
        )

    def follow_ups(self, id: str) -> Iterator[_Entry]:
        meeting = self.archive.meetings[id]
        for number, report in reversed(tuple(enumerate(meeting.follow_ups, 1))):
            status = self.feeds.interface.label("status", report.written.status)
            concluded = self.archive.conclusions.get(report.conclusion)
            about = line(concluded.written.text, self.title_of) if concluded else str(report.conclusion)
            note = line(report.written.note, self.title_of) if report.written.note else about
            page = urls.record(Ref(Kind.MEETING, id), "_follow-ups")
            title = f"{status}: {beginning(about, _TITLE)}"
            yield self.entry(meeting, page, title=title, text=note, id=f"{page}-{number}")

    def entry(
        self,
        meeting: Meeting,
        address: str,
        *,
        title: str,
        text: str,
        issues: Sequence[str] = (),
        authors: Sequence[str] = (),
        id: str = "",
    ) -> _Entry:
        time = _time(meeting.date)
        parts = [
            text_element("title", title),
            text_element("id", self.id(id or address)),
            text_element("updated", time),
            text_element("published", time),
            *(element("author", text_element("name", name)) for name in authors),
            self.link(address),
            *(
                element("category", attributes={"term": issue, "label": self.archive.issues[issue].name})
                for issue in issues
                if issue in self.archive.issues
            ),
            text_element("summary", text),
        ]
        language = {"xml:lang": meeting.record.language or ""}
        return _Entry(time, element("entry", _lines(parts), language))

    def link(self, address: str, rel: str = "alternate", type: str = "text/html") -> str:
        site = self.feeds.site_url
        href = f"{site}{address}" if site else urls.relative(address, self.address)
        return element("link", attributes={"rel": rel, "type": type, "href": href})

    def id(self, address: str) -> str:
        if self.feeds.site_url:
            return f"{self.feeds.site_url}{address}"
        return _urn(f"{self.feeds.config.title}\n{address}")

    def beginning(self, meeting: Meeting) -> str:
        """The first paragraph of a meeting's own text: what it was about."""
        prose = next((part for part in meeting.flow if isinstance(part, Prose)), None)
        found = paragraphs(prose.markdown, self.title_of) if prose else ()
        return beginning(found[0].text, _SUMMARY) if found else ""

    def title_of(self, target: str) -> str | None:
        found = target_of(self.archive, target)
        return self.archive.title(found[0]) if found else None


_TITLE, _SUMMARY = 120, 500
"""Characters of a title, and of the beginning of a text."""
_NEVER = "1970-01-01T00:00:00Z"
"""The time of a feed without entries."""


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))


def _time(date: Date) -> str:
    """The first moment of a day in RFC 3339, of the latest that can be meant; nothing where the year is not known."""
    return f"{date.start.last.isoformat()}T00:00:00Z" if date.year else ""


def _urn(name: str) -> str:
    """A URN made from a name (RFC 4122, version 5), the same whenever and wherever it is made."""
    digest = bytearray(hashlib.sha1(name.encode(), usedforsecurity=False).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x50, digest[8] & 0x3F | 0x80
    found = digest.hex()
    return f"urn:uuid:{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    feeds = Feeds(publication.config, publication.interface, publication.site_url)
    yield ExportFile(ALL, feeds.everything, N_("Meetings, the latest first"))
    yield ExportFile(CONCLUSIONS, feeds.conclusions, N_("Conclusions, the latest first"))
    yield ExportFile(FOLLOW_UPS, feeds.follow_ups, N_("Reports on conclusions, the latest first"))
    for kind in FOLLOWED:
        for id in archive.registers(kind):
            if has_feed(archive, ref := Ref(kind, id)):
                yield ExportFile(feed_address(ref), partial(feeds.record, ref=ref))


EXPORT = Export(
    name="feeds",
    title="Atom",
    use=N_("Feeds for following the archive, a person, a place, an issue, an organization or a series"),
    plan=_planned,
    standard="https://www.rfc-editor.org/rfc/rfc4287",
    where="people/…/feed.xml",
)
