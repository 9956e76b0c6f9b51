from __future__ import annotations

from collections.abc import Callable
from gettext import NullTranslations
from typing import get_args

import pytest

from generator.archive.names import Ref
from generator.check import Checked
from generator.config import ExportName, SiteConfig
from generator.exports.formats import planned_exports
from generator.exports.head import Heads
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import Interface
from generator.site.page import Head, Link, RenderedPage
from tests.unit.exports.conftest import SITE, Leaving

HeadOf = Callable[..., Head]


@pytest.fixture
def head_of(either: Leaving) -> HeadOf:
    """Return what makes the head of a page of each archive in turn."""

    def head(
        address: str, ref: Ref | None = None, config: SiteConfig = either.checked.config, site: str = SITE
    ) -> Head:
        heads = Heads(config, Interface("de", NullTranslations(), {}), site)
        trail = (Link(urls.listing(ref.kind), "Liste"),) if ref else ()
        return heads.headed(either.archive, RenderedPage(address, "Seite", "", trail=trail), ref).head

    return head


def meeting_with_speeches(either: Leaving) -> Ref:
    return next(Ref(Kind.MEETING, id) for id, meeting in either.archive.meetings.items() if len(meeting.speeches) > 1)


def test_formats_of_a_page_are_files_of_the_site(either: Leaving, head_of: HeadOf) -> None:
    """Each other format that a page names is a file that an export makes."""
    planned = planned_exports(either.archive, either.publication)
    files = {file.address for _, found in planned for file in found}
    pages: list[tuple[str, Ref | None]] = [(urls.HOME, None), (urls.CONCLUSIONS, None)]
    pages += [(urls.record(ref), ref) for ref in either.archive.paths]
    named = {found.address for address, ref in pages for found in head_of(address, ref).formats}
    assert named
    assert named <= files
    pictures = {c for a, r in pages for n, c in head_of(a, r).meta if n == "og:image"}
    assert {picture.removeprefix(SITE) for picture in pictures} <= files


def test_meeting_says_how_it_is_cited(either: Leaving, head_of: HeadOf) -> None:
    """A meeting's page has tags for itself and a context object for itself, each speech and each conclusion."""
    ref = meeting_with_speeches(either)
    meeting = either.archive.meetings[ref.id]
    head = head_of(urls.record(ref), ref)
    assert ("citation_title", meeting.record.title) in head.meta
    assert len(head.coins) == 1 + len(meeting.speeches) + len(meeting.conclusions)
    assert '"@type":"Event"' in head.data


def test_home_is_the_site_and_lists_have_their_way(head_of: HeadOf) -> None:
    """The first page is a WebSite that can be searched; other pages say the way to them."""
    assert '"@type":"WebSite"' in head_of(urls.HOME).data
    assert '"@type":"BreadcrumbList"' in head_of("about/").data


def test_page_for_lost_readers_and_pages_that_lead_on_say_nothing(checked: Checked) -> None:
    """What stands at any address, or at an address that is no more, is about nothing."""
    heads = Heads(checked.config, Interface("de", NullTranslations(), {}), SITE)
    for page in (RenderedPage(urls.MISSING, "x", ""), RenderedPage("a/", "x", "", moved_to="b/")):
        assert heads.headed(checked.archive, page, None).head == Head()


def test_what_is_switched_off_is_not_named(either: Leaving, head_of: HeadOf) -> None:
    """With all exports switched off a page has no data, no tags and no other formats."""
    ref = meeting_with_speeches(either)
    config = either.checked.config.model_copy(update={"exports": dict.fromkeys(get_args(ExportName), False)})
    assert head_of(urls.record(ref), ref, config) == Head()


def test_without_an_address_of_the_site_there_is_no_picture(either: Leaving, head_of: HeadOf) -> None:
    """A preview needs a whole address, so none is named where the site's is not known."""
    ref = meeting_with_speeches(either)
    assert not [name for name, _ in head_of(urls.record(ref), ref, site="").meta if name.startswith("og:image")]
