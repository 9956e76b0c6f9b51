"""Places and bodies in meetings: by the name that they bore on the day, and found by what they were called before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.config import SiteConfig
from generator.problems import Problem
from generator.records.dates import parse_date
from generator.records.model import Kind
from generator.site.entries import entries_of
from generator.site.lists import link_on
from generator.site.markdown import Texts
from generator.site.meetings import meeting_page
from generator.site.page import Link
from generator.site.views import MeetingView

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]

CONFIG = SiteConfig(title="T")
TEXTS = {
    "districts/mere.yml": "name: Mere\nformer_names: [{name: Old Fen, from: 2000-01-01, until: 2019-12-31}, Meren]\n",
    "districts/marsh.yml": "name: Marsh\naliases: [The Marsh]\nuntil: 1999-12-31\nsuccessors: [mere]\n",
    "districts/bog.yml": "name: Bog\nformer_names: [Mire]\nuntil: 1990-12-31\nsuccessors: [marsh]\n",
    "organizations/guild.yml": "name: Guild\nformer_names: [{name: Moot, until: 2019-12-31}]\n",
    "people/ann.yml": "name: Ann\n",
}
MEETING = """---
title: T
date: {date}
organizations: [guild]
districts: [mere]
attendees: [{{person: ann, district: mere, organization: guild}}]
conclusions: [{{id: k1, text: x, kind: directive, addressees: [districts/mere]}}]
---
"""


def meeting(archive_of: ArchiveOf, date: str) -> MeetingView:
    """The page of a meeting of a day."""
    archive, problems = archive_of({**TEXTS, "meetings/m.md": MEETING.format(date=date)})
    assert [p for p in problems if p.severity != "info"] == []
    view = meeting_page(archive, CONFIG, Texts(archive), "m").view
    assert isinstance(view, MeetingView)
    return view


def test_a_meeting_calls_places_and_bodies_as_they_were_called(archive_of: ArchiveOf) -> None:
    """Before the day of the renaming all of a meeting's page says the old name, with the one of now beside it."""
    before, after = meeting(archive_of, "2019-05-01"), meeting(archive_of, "2020-05-01")
    mere, guild = Link("districts/mere/", "Old Fen", "now:Mere"), Link("organizations/guild/", "Moot", "now:Guild")
    (attendee,) = before.participants[0][1]
    assert (before.districts, before.organizations) == ((mere,), (guild,))
    assert (attendee.district, attendee.organization) == (mere, guild)
    assert before.conclusions[0].addressees == (mere,)
    assert [link.title for link in (*after.districts, *after.organizations)] == ["Mere", "Guild"]
    assert after.conclusions[0].addressees[0].title == "Mere"


@pytest.mark.parametrize(
    ("date", "title"),
    [
        ("1999-12-31", "Mere"),
        ("2000-01-01", "Old Fen"),
        ("2019-12-31", "Old Fen"),
        ("2019", "Old Fen"),
        ("2019-12-30/2020-01-02", "Mere"),
        ("XXXX-05-01", "Mere"),
    ],
)
def test_the_day_decides(archive_of: ArchiveOf, date: str, title: str) -> None:
    """A name without dates is never that of a day; a day that may lie on either side has the name of now."""
    archive, _ = archive_of(TEXTS)
    assert link_on(archive, Ref(Kind.DISTRICT, "mere"), parse_date(date)).title == title


def test_found_under_every_name(archive_of: ArchiveOf) -> None:
    """The search finds a place by its former names, and by all names of what became it, step by step."""
    archive, _ = archive_of(TEXTS)
    (entry,) = entries_of(archive, CONFIG, Texts(archive), Ref(Kind.DISTRICT, "mere"))
    assert set(entry.names) == {"Old Fen", "Meren", "Marsh", "The Marsh", "Bog", "Mire"}


def test_a_former_name_links_in_text(archive_of: ArchiveOf) -> None:
    """A former name with dates is found in running text as one without them is."""
    texts = {**TEXTS, "meetings/m.md": "---\ntitle: T\ndate: 2019-05-01\n---\nThe dykes of Old Fen broke.\n"}
    archive, _ = archive_of(texts)
    assert archive.meetings["m"].mentions == (Ref(Kind.DISTRICT, "mere"),)


def test_a_former_name_that_ends_before_it_begins(archive_of: ArchiveOf) -> None:
    """Its two days are held against each other, as those of every term are."""
    wrong = "name: Mere\nformer_names: [{name: Old Fen, from: 2020, until: 2019}]\n"
    _, problems = archive_of({"districts/mere.yml": wrong})
    assert [(p.code, p.span.line) for p in problems] == [("end-before-start", 2)]
