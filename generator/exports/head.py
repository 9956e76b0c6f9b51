"""What a page says to programs beside its text: data of schema.org, tags for previews and citations, other formats.

All of it is made from the archive and the finished page, while the page is made; the shell only writes it down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.config import ExportName, SiteConfig
from generator.exports.akomantoso import akn_address
from generator.exports.calendars import ALL as CALENDAR
from generator.exports.calendars import calendar_address, has_calendar
from generator.exports.citations import CitedArchive, coins, highwire
from generator.exports.feeds import ALL, CONCLUSIONS, FOLLOW_UPS, feed_address, has_feed
from generator.exports.pictures import HEIGHT, WIDTH, picture_address
from generator.exports.references import WRITERS, beside_meetings, reference_address
from generator.exports.structured import Step, Thing, linking, linking_within, page_data, record_thing, site_thing
from generator.exports.tei import tei_address
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_, Interface
from generator.site.page import Format, Head, RenderedPage

_MEDIA_TYPES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}
_CALLED = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}


@dataclass(frozen=True, slots=True)
class Heads:
    """Makes the heads of the pages of one site."""

    config: SiteConfig
    interface: Interface
    site_url: str
    """Whole, ending in a slash; empty where it is not known."""

    def headed(self, archive: Archive, page: RenderedPage, ref: Ref | None) -> RenderedPage:
        """Return a page with its head; `ref` is the record whose page it is."""
        if page.address == urls.MISSING or page.moved_to:
            return page
        head = Head(
            data=self._data(archive, page, ref) if self._is_on("schema-org") else "",
            meta=tuple(self._meta(archive, ref)),
            formats=tuple(self._formats(archive, page, ref)),
            coins=tuple(self._coins(archive, ref)),
        )
        return replace(page, head=head)

    def _is_on(self, name: ExportName) -> bool:
        return self.config.exports.get(name, True)

    def _data(self, archive: Archive, page: RenderedPage, ref: Ref | None) -> str:
        steps = [Step(urls.HOME, self.interface.text(N_("Home")))] if page.address else []
        steps += [Step(link.address, link.title) for link in page.trail]
        within = linking_within(self.site_url, page.address, page.tree)
        return page_data(within, [*steps, Step(page.address, page.title)], self._about(archive, page, ref))

    def _about(self, archive: Archive, page: RenderedPage, ref: Ref | None) -> Iterator[Thing]:
        """What a page is about: a record is the same one in all languages, the site is told in the page's."""
        config = self.config
        if ref is not None:
            link = linking(self.site_url, page.address, page.tree)
            yield record_thing(archive, link, ref, config.records_language or config.language)
        elif page.address == urls.HOME:
            link = linking_within(self.site_url, page.address, page.tree)
            yield site_thing(link, config.title, config.description or "", self.interface.language)

    def _meta(self, archive: Archive, ref: Ref | None) -> Iterator[tuple[str, str]]:
        if ref is None or ref.kind is not Kind.MEETING:
            return
        meeting = archive.meetings[ref.id]
        if self._is_on("citations"):
            yield from highwire(self._cited(archive).meeting(meeting))
        if self._is_on("pictures") and self.site_url:
            yield "og:image", f"{self.site_url}{picture_address(archive, meeting)}"
            yield "og:image:type", "image/png"
            yield "og:image:width", str(WIDTH)
            yield "og:image:height", str(HEIGHT)
            yield "og:image:alt", meeting.record.title
            yield "twitter:card", "summary_large_image"

    def _coins(self, archive: Archive, ref: Ref | None) -> Iterator[str]:
        if ref is not None and ref.kind is Kind.MEETING and self._is_on("citations"):
            yield from map(coins, self._cited(archive).of_meeting(ref.id))

    def _cited(self, archive: Archive) -> CitedArchive:
        return CitedArchive(archive, self.config, self.interface, self.site_url)

    def _formats(self, archive: Archive, page: RenderedPage, ref: Ref | None) -> Iterator[Format]:
        """The other formats in which what a page shows is there."""
        if self._is_on("feeds"):
            for address in _feeds(archive, page, ref):
                yield Format(address, "application/atom+xml", self.interface.text(N_("Feed")))
        if self._is_on("calendars"):
            for address in _calendars(archive, page, ref):
                yield Format(address, "text/calendar", self.interface.text(N_("Calendar")))
        if ref is None or ref.kind is not Kind.MEETING:
            return
        if self._is_on("citations") and beside_meetings(archive):
            for ending in WRITERS:
                yield Format(reference_address(ref.id, ending), _MEDIA_TYPES[ending], _CALLED[ending])
        if self._is_on("akoma-ntoso"):
            yield Format(akn_address(ref.id), "application/akn+xml", "Akoma Ntoso")
        if self._is_on("tei"):
            yield Format(tei_address(ref.id), "application/tei+xml", "TEI")


def _feeds(archive: Archive, page: RenderedPage, ref: Ref | None) -> Iterator[str]:
    if ref is not None and ref.kind is not Kind.MEETING and has_feed(archive, ref):
        yield feed_address(ref)
    elif page.address in {urls.HOME, urls.listing(Kind.MEETING)}:
        yield ALL
    elif page.address == urls.CONCLUSIONS:
        yield CONCLUSIONS
        yield FOLLOW_UPS


def _calendars(archive: Archive, page: RenderedPage, ref: Ref | None) -> Iterator[str]:
    if ref is not None and ref.kind is not Kind.MEETING and has_calendar(archive, ref):
        yield calendar_address(ref)
    elif page.address in {urls.HOME, urls.listing(Kind.MEETING)}:
        yield CALENDAR
