from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from gettext import NullTranslations
from pathlib import Path

import feedparser
import pytest
import rnc2rng
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.check import Checked
from generator.config import SiteConfig
from generator.exports.feeds import ENTRIES, FOLLOWED, Feeds, has_feed
from generator.problems import Problem
from generator.records.model import Kind
from generator.site.interface import Interface
from tests.unit.exports.conftest import Leaving

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
ATOM = "{http://www.w3.org/2005/Atom}"
WORDS = Interface("de", NullTranslations(), {})


@pytest.fixture(scope="module")
def grammar() -> etree.RelaxNG:
    """Return the grammar of RFC 4287."""
    compact = Path(__file__).with_name("atom.rnc").read_text(encoding="utf-8")
    # rnc2rng declares the prefix of no namespace, which XML does not allow and nothing here needs.
    return etree.RelaxNG(etree.fromstring(rnc2rng.dumps(rnc2rng.loads(compact)).replace('xmlns:local=""', "").encode()))


@pytest.fixture(params=["https://example.org/archiv/", ""], ids=["published", "unpublished"])
def feeds(request: pytest.FixtureRequest, either: Leaving) -> Feeds:
    """Return what makes the feeds of each archive in turn, with and without a known address of the site."""
    return Feeds(either.checked.config, WORDS, request.param)


def all_feeds(feeds: Feeds, archive: Archive) -> Iterator[bytes]:
    yield feeds.everything(archive)
    yield feeds.conclusions(archive)
    yield feeds.follow_ups(archive)
    for kind in FOLLOWED:
        yield from (
            feeds.record(archive, Ref(kind, id)) for id in archive.registers(kind) if has_feed(archive, Ref(kind, id))
        )


def test_feeds_follow_the_grammar(feeds: Feeds, either: Leaving, grammar: etree.RelaxNG) -> None:
    """Every feed is Atom as RFC 4287 defines it, and every entry has its own id and an author."""
    for data in all_feeds(feeds, either.archive):
        feed = etree.fromstring(data)
        grammar.assertValid(feed)
        ids = [id.text for id in feed.iter(f"{ATOM}id")]
        assert len(set(ids)) == len(ids)
        assert all(":" in (id or "") for id in ids)
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None


def test_feed_readers_do_not_complain(feeds: Feeds, either: Leaving) -> None:
    """Feedparser reads every feed without a complaint, and finds title, time and link of every entry."""
    for data in all_feeds(feeds, either.archive):
        read = feedparser.parse(data)
        assert not read.bozo, read.get("bozo_exception")
        assert read.version == "atom10"
        assert all(entry.title and entry.link and entry.updated_parsed for entry in read.entries)


def test_feed_holds_the_latest_first(checked: Checked) -> None:
    """The feed of the archive begins with the latest meeting and goes back in time; undated ones are not in it."""
    read = feedparser.parse(Feeds(checked.config, WORDS).everything(checked.archive))
    times = [entry.updated for entry in read.entries]
    assert times == sorted(times, reverse=True)
    dated = [meeting.record.title for meeting in checked.archive.meetings.values() if meeting.date.year]
    assert [entry.title for entry in read.entries] == dated[::-1][:ENTRIES]
    assert read.feed.updated == times[0]


def test_feed_of_a_person_holds_their_meetings(either: Leaving) -> None:
    """The feed of a person names the latest meetings of that person and no others."""
    archive = either.archive
    for id in archive.people:
        ref = Ref(Kind.PERSON, id)
        if has_feed(archive, ref):
            read = feedparser.parse(Feeds(either.checked.config, WORDS).record(archive, ref))
            meetings = [archive.meetings[m] for m in archive.backlinks[ref].meetings]
            dated = [meeting.record.title for meeting in meetings if meeting.date.year]
            assert sorted(entry.title for entry in read.entries) == sorted(dated[-ENTRIES:])


def test_reports_are_entries_of_their_own(checked: Checked) -> None:
    """Each report on a conclusion is an entry that says how far it is."""
    read = feedparser.parse(Feeds(checked.config, WORDS).follow_ups(checked.archive))
    reports = [f for m in checked.archive.meetings.values() if m.date.year for f in m.follow_ups]
    assert reports
    assert len(read.entries) == min(ENTRIES, len(reports))
    assert {entry.title.partition(":")[0] for entry in read.entries} <= {
        "not started",
        "in progress",
        "done",
        "dropped",
    }


def test_links_of_a_feed_lead_on_from_where_it_lies(checked: Checked) -> None:
    """Without an address of the site links are relative to the feed; with one they are whole."""
    archive = checked.archive
    ref = next(Ref(Kind.PERSON, id) for id in archive.people if has_feed(archive, Ref(Kind.PERSON, id)))
    id = archive.backlinks[ref].meetings[-1]
    for site, expected in (
        ("", f"../../meetings/{id}/"),
        ("https://example.org/a/", f"https://example.org/a/meetings/{id}/"),
    ):
        feed = etree.fromstring(Feeds(checked.config, WORDS, site).record(archive, ref))
        link = feed.find(f"{ATOM}entry/{ATOM}link")
        assert link is not None
        assert link.get("href") == expected


def test_archive_without_meetings_has_valid_feeds(archive_of: ArchiveOf, grammar: etree.RelaxNG) -> None:
    """Feeds without an entry are feeds all the same."""
    archive, _ = archive_of({})
    for data in all_feeds(Feeds(SiteConfig(title="Leer"), WORDS), archive):
        grammar.assertValid(etree.fromstring(data))
        assert not feedparser.parse(data).bozo


TITLES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1) | st.sampled_from(
    ["]]>", "<script>alert(1)</script>", "&amp;", "Le\u0301", "a 'b' \"c\""]
)


@given(TITLES)
def test_any_title_comes_back(archive_of: ArchiveOf, title: str) -> None:
    """A title with markup, quotes or `]]>` in it is read back as the text that it is."""
    archive, problems = archive_of({"meetings/m.md": f"---\ntitle: {quoted(title)}\ndate: 2024-04-19\n---\n"})
    assert not [p for p in problems if p.severity == "error"]
    feed = etree.fromstring(Feeds(SiteConfig(title=title), WORDS).everything(archive))
    assert [found.text for found in feed.iter(f"{ATOM}title")] == [unicodedata.normalize("NFC", title)] * 2


def quoted(text: str) -> str:
    """A text as a scalar of YAML."""
    return "'" + text.replace("'", "''") + "'"
