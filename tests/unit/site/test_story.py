"""What a record's page tells first is computed from the records, and no more than they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.archive.archive import Archive
from generator.archive.link import ties
from generator.archive.names import Ref
from generator.problems import Problem
from generator.records.model import Kind
from generator.site.lists import latest_office
from generator.site.story import story_of
from generator.site.views import Story

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]


def _meeting(date: str, more: str = "") -> str:
    return (
        f"---\ntitle: Talk of {date}\ndate: {date}\ndistricts: [ford]\nissues: [grain]\n"
        f"speakers:\n  - person: ann\n    role: Head of {date}\n    district: ford\n{more}---\nText.\n"
    )


def _archive(archive_of: ArchiveOf, meetings: Mapping[str, str]) -> Archive:
    registers = {
        "people/ann.yml": "name: Ann\n",
        "people/bob.yml": "name: Bob\n",
        "districts/ford.yml": "name: Ford\nkind: district\n",
        "issues/grain.yml": "name: Grain\n",
    }
    archive, _ = archive_of({**registers, **{f"meetings/{id}.md": text for id, text in meetings.items()}})
    return archive


def _story(archive: Archive, kind: Kind, id: str) -> Story:
    ref = Ref(kind, id)
    return story_of(archive, ref, ties(archive, ref))


def test_a_person_is_told_from_the_first_to_the_last_meeting(archive_of: ArchiveOf) -> None:
    """Since when, how often, in which offices, with whom, on what, and where somebody spoke last, for whom."""
    with_bob = "attendees: [bob]\n"
    archive = _archive(
        archive_of, {"a": _meeting("2020-01-01", with_bob), "b": _meeting("2022-02-02", with_bob)}
    )  # fmt: skip
    found = _story(archive, Kind.PERSON, "ann")
    assert (str(found.first and found.first.text), str(found.last and found.last.text)) == ("2020-01-01", "2022-02-02")
    assert found.meetings == 2
    assert found.offices == ("Head of 2022-02-02", "Head of 2020-01-01")
    assert [link.title for link in (*found.people, *found.issues)] == ["Bob", "Grain"]
    assert found.spoke
    assert (found.spoke.meeting.title, found.spoke.person) == ("Talk of 2022-02-02", None)
    assert [link.title for link in found.spoke.whose] == ["Ford"]


def test_a_place_tells_who_spoke_for_it_last(archive_of: ArchiveOf) -> None:
    """On the page of a district the speaker is named, not the district again."""
    archive = _archive(archive_of, {"a": _meeting("2020-01-01")})
    spoke = _story(archive, Kind.DISTRICT, "ford").spoke
    assert spoke
    assert spoke.person
    assert spoke.person.title == "Ann"
    assert spoke.whose == ()


def test_what_is_only_announced_has_not_been_said(archive_of: ArchiveOf) -> None:
    """Nobody has spoken in a meeting that is announced, or was cancelled."""
    archive = _archive(archive_of, {"a": _meeting("2020-01-01", "status: announced\n")})
    found = _story(archive, Kind.PERSON, "ann")
    assert (found.spoke, found.first, found.meetings) == (None, None, 1)


def test_nobody_is_foremost_where_three_are_alike(archive_of: ArchiveOf) -> None:
    """What comes up once, or as often as two others, is not said to come up most often."""
    once = _archive(archive_of, {"a": _meeting("2020-01-01", "attendees: [bob]\n")})
    assert _story(once, Kind.PERSON, "ann").people == ()
    other = {f"people/{id}.yml": f"name: {id.title()}\n" for id in ("ann", "bob", "cid", "dot")}
    all_of_them = "attendees: [bob, cid, dot]\n"
    texts = {f"meetings/{id}.md": _meeting(f"2020-01-0{id}", all_of_them) for id in "12"}
    more = {"districts/ford.yml": "name: Ford\n", "issues/grain.yml": "name: Grain\n"}
    archive, _ = archive_of({**other, **more, **texts})
    assert _story(archive, Kind.PERSON, "ann").people == ()


def test_a_record_without_meetings_has_no_story(archive_of: ArchiveOf) -> None:
    """Of a record that no meeting is tied to nothing is told."""
    assert _story(_archive(archive_of, {}), Kind.PERSON, "bob") == Story()


def test_offices_of_the_register_are_told_where_no_meeting_tells_any(archive_of: ArchiveOf) -> None:
    """Of a person whom no meeting lists the offices of the register are told, the last first."""
    posts = "name: Ann\nposts: [{role: Clerk, until: 2020}, {role: Reeve, from: 2020}, {role: Reeve, seen: 2021}]\n"
    archive, _ = archive_of({"people/ann.yml": posts})
    assert _story(archive, Kind.PERSON, "ann") == Story(offices=("Reeve", "Clerk"))


def test_what_may_have_been_earlier_is_not_the_last(archive_of: ArchiveOf) -> None:
    """A meeting of which only the year is known is not told as the last where another was surely late in that year."""
    archive = _archive(archive_of, {"a": _meeting("2025-11-17"), "b": _meeting("2025-XX-XX")})
    found = _story(archive, Kind.PERSON, "ann")
    assert str(found.last and found.last.text) == "2025-11-17"
    assert found.offices == ("Head of 2025-11-17", "Head of 2025-XX-XX")
    assert found.spoke
    assert found.spoke.meeting.title == "Talk of 2025-11-17"
    assert latest_office(archive, "ann") == "Head of 2025-11-17"
