"""Places, bodies and people in meetings: by the name of the day, and found by what they were called before."""

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
    "people/ann.yml": "name: Ann Moss\nformer_names: [{name: Ann Quill, until: 2019-12-31}]\n",
}
MEETING = """---
title: T
date: {date}
organizations: [guild]
districts: [mere]
attendees: [{{person: ann, district: mere, organization: guild}}]
conclusions: [{{id: k1, text: x, kind: directive, by: ann, addressees: [districts/mere, people/ann]}}]
---

**{name}:** The dykes hold.
"""


def meeting(archive_of: ArchiveOf, date: str, name: str = "Ann Moss") -> MeetingView:
    """The page of a meeting of a day, in which somebody speaks under a name."""
    archive, problems = archive_of({**TEXTS, "meetings/m.md": MEETING.format(date=date, name=name)})
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
    assert before.conclusions[0].addressees[0] == mere
    assert [link.title for link in (*after.districts, *after.organizations)] == ["Mere", "Guild"]
    assert after.conclusions[0].addressees[0].title == "Mere"


@pytest.mark.parametrize("label", ["Ann Quill", "Ann Moss"])
def test_a_meeting_calls_people_as_they_were_called(archive_of: ArchiveOf, label: str) -> None:
    """Who bore another name on the day has it in the whole record, whichever of the two the text writes."""
    view = meeting(archive_of, "2019-05-01", label)
    (attendee,) = view.participants[0][1]
    speaker = next(part for part in view.flow if part.type == "speech").speakers[0]
    assert [(one.name, one.registered) for one in (attendee, speaker)] == [("Ann Quill", "Ann Moss")] * 2
    was = Link("people/ann/", "Ann Quill", "now:Ann Moss")
    assert (view.conclusions[0].by, view.conclusions[0].addressees[1]) == (was, was)
    later = meeting(archive_of, "2020-05-01", label)
    assert [(one.name, one.registered) for one in later.participants[0][1]] == [("Ann Moss", "")]
    assert later.conclusions[0].by == Link("people/ann/", "Ann Moss")


def test_the_name_that_a_source_prints_comes_first(archive_of: ArchiveOf) -> None:
    """`as:` is what a source prints, whatever the register says of the day."""
    texts = {**TEXTS, "meetings/m.md": "---\ntitle: T\ndate: 2019-05-01\nattendees: [{person: ann, as: A. Q.}]\n---\n"}
    archive, _ = archive_of(texts)
    assert [entry.name for entry in archive.meetings["m"].participations] == ["A. Q."]


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


# ── one name, several bearers ─────────────────────────────────────────────────────────────────────────────────────────

WREN = {
    "districts/wren.yml": "name: Wren\nformer_names: [{name: Alder, until: 2009-12-31}]\n",
    "districts/alder.yml": "name: Alder\n",
    "districts/thorn.yml": "name: Thorn\nformer_names: [{name: Oldwick, from: 1990, until: 1999}]\n",
    "organizations/oldwick.yml": "name: Oldwick\nfrom: 1980\n",
    "people/rue.yml": "name: Rue Hay\nformer_names: [{name: Rue Sloe, until: 2014}]\n",
    "people/sloe.yml": "name: Rue Sloe\naliases: [Rue Hay]\n",
    "people/fern.yml": "name: Fern Low\nformer_names: [Fern High]\n",
    "people/high.yml": "name: Fern High\n",
}


@pytest.mark.parametrize(
    ("date", "name", "meant"),
    [
        ("2005-05-01", "Alder", None),  # both were called so
        ("2015-05-01", "Alder", Ref(Kind.DISTRICT, "alder")),
        ("2009-12-30/2010-01-02", "Alder", None),  # on one of the days both were
        ("XXXX-05-01", "Alder", None),
        ("1985-05-01", "Oldwick", Ref(Kind.ORGANIZATION, "oldwick")),
        ("1995-05-01", "Oldwick", None),
        ("2015-05-01", "Oldwick", Ref(Kind.ORGANIZATION, "oldwick")),
        ("2010-05-01", "Rue Hay", Ref(Kind.PERSON, "sloe")),  # the other one was still called Sloe
        ("2020-05-01", "Rue Sloe", Ref(Kind.PERSON, "sloe")),
        ("2010-05-01", "Rue Sloe", None),
        ("2020-05-01", "Fern High", None),  # nobody knows until when the other one was called so
    ],
)
def test_who_did_not_bear_a_name_on_the_day_makes_nobody_ambiguous(
    archive_of: ArchiveOf, date: str, name: str, meant: Ref | None
) -> None:
    """In running text and on the page a name means the only record that can have borne it on the meeting's day."""
    texts = {**WREN, "meetings/m.md": f"---\ntitle: T\ndate: {date}\n---\nThen {name} was named.\n"}
    archive, _ = archive_of(texts)
    assert archive.meetings["m"].mentions == ((meant,) if meant else ())
    body = Texts(archive).body(archive.meetings["m"], "meetings/m/").parts[0]
    assert ('<a class="name"' in body) == (meant is not None)


def test_a_name_of_another_time_still_means_its_only_bearer(archive_of: ArchiveOf) -> None:
    """A report of today that speaks of a place by the name of long ago means that place."""
    texts = {
        **TEXTS,
        "meetings/m.md": "---\ntitle: T\ndate: 2024-05-01\n---\nOld Fen was flooded, so Ann Quill said.\n",
    }
    archive, _ = archive_of(texts)
    assert archive.meetings["m"].mentions == (Ref(Kind.DISTRICT, "mere"), Ref(Kind.PERSON, "ann"))
