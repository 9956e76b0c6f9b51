from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.archive import Archive
from generator.archive.resolve import resolve_archive
from generator.archive.rules import check_archive, check_days
from generator.config import DISTRICT_KINDS, MEETING_KINDS, SiteConfig
from generator.records.decode import decode_record
from generator.records.model import Kind
from generator.records.source import RecordFile
from tests.unit.archive.conftest import ArchiveOf, meeting

Linked = Callable[[Mapping[str, str]], Archive]

PEOPLE = {"people/ann.yml": "name: Ann\n", "people/bob.yml": "name: Bob\n"}
M = "meetings/2024/m.md"


# ── kinds ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def kinds_refused(config: SiteConfig, texts: Mapping[str, str]) -> list[str]:
    records = []
    for name, text in texts.items():
        folder, file = name.split("/")
        records.append(decode_record(RecordFile(Kind(folder), file.partition(".")[0], f"records/{name}", text))[0])
    archive, _ = resolve_archive(records)
    return [problem.message for problem in check_archive(archive, records, config)]


def test_every_kind_of_the_archive_is_known() -> None:
    """Meetings and districts may be of each kind that the interface has words for."""
    texts = {f"meetings/m-{kind}.md": meeting(f"kind: {kind}\n") for kind in MEETING_KINDS}
    texts |= {f"districts/{kind}.yml": f"name: X\nkind: {kind}\n" for kind in DISTRICT_KINDS}
    assert kinds_refused(SiteConfig(title="T"), texts) == []


def test_a_site_adds_kinds() -> None:
    """A kind that the configuration names is known for that sort of record, and for no other."""
    config = SiteConfig(title="T", meeting_kinds={"hearing": "Anhörung"}, district_kinds={"hamlet": "Weiler"})
    texts = {"meetings/m.md": meeting("kind: hearing\n"), "districts/d.yml": "name: D\nkind: hamlet\n"}
    assert kinds_refused(config, texts) == []
    swapped = {"meetings/m.md": meeting("kind: hamlet\n"), "districts/d.yml": "name: D\nkind: hearing\n"}
    assert kinds_refused(config, swapped) == ["there is no kind “hamlet”", "there is no kind “hearing”"]


# ── circles ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def circles(archive_of: ArchiveOf, following: Mapping[str, list[str]]) -> list[str]:
    texts = {f"districts/{id}.yml": f"name: {id}\nsuccessors: {list(ids)}\n" for id, ids in following.items()}
    _, problems = archive_of(texts)
    assert {p.code for p in problems} <= {"reference-loop"}
    return [p.message.partition(": ")[2] for p in problems]


@pytest.mark.parametrize(
    ("following", "expected"),
    [
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["a"]}, ["a → a"]),
        ({"a": ["a", "b"], "b": ["a"]}, ["a → a", "a → b → a"]),
        ({"c": ["b"], "b": ["a"], "a": ["c"]}, ["a → c → b → a"]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, ["b → c → b"]),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, ["a → b → a", "c → d → c"]),
        ({"a": ["b", "c"], "b": ["a"], "c": ["a"]}, ["a → b → a", "a → c → a"]),
    ],
)
def test_circles_of_successors(archive_of: ArchiveOf, following: dict[str, list[str]], expected: list[str]) -> None:
    """Each circle is told once, from its first id on; ways that meet again are none."""
    assert circles(archive_of, following) == expected


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3, unique=True), min_size=1)
)
def test_a_circle_is_told_exactly_where_there_is_one(archive_of: ArchiveOf, drawn: dict[str, list[str]]) -> None:
    """Whatever points where: something is told if and only if one can come back to where one was."""
    following = {id: [other for other in ids if other in drawn] for id, ids in drawn.items()}
    assert bool(circles(archive_of, following)) == any(id in _reachable(following, id) for id in following)


def _reachable(following: Mapping[str, list[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(following[start])
    while waiting:
        if (id := waiting.pop()) not in found:
            found.add(id)
            waiting += following[id]
    return found


@pytest.mark.parametrize(
    ("kind", "field"),
    [("districts", "parent"), ("organizations", "parent"), ("issues", "broader"), ("organizations", "successors")],
)
def test_circles_of_every_kind(archive_of: ArchiveOf, kind: str, field: str) -> None:
    """Parents, broader issues and successors are all held to lead out of circles."""
    value = "[{}]" if field == "successors" else "{}"
    _, problems = archive_of(
        {f"{kind}/{one}.yml": f"name: {one}\n{field}: {value.format(other)}\n" for one, other in ("ab", "ba")}
    )
    assert [(p.code, p.span.path, p.span.line) for p in problems] == [("reference-loop", f"records/{kind}/a.yml", 2)]


def test_ways_that_meet_again_are_walked_once(archive_of: ArchiveOf) -> None:
    """Where ways part and meet thirty times there are a billion of them; that takes no longer than thirty steps."""
    following: dict[str, list[str]] = {"p30": []}
    for n in range(30):
        following |= {f"p{n}": [f"l{n}", f"r{n}"], f"l{n}": [f"p{n + 1}"], f"r{n}": [f"p{n + 1}"]}
    assert circles(archive_of, following) == []


def test_a_long_chain_is_no_circle(archive_of: ArchiveOf) -> None:
    """Thousands of steps without a circle are followed to the end."""
    following = {f"d{n}": [f"d{n + 1}"] for n in range(2000)} | {"d2000": []}
    assert circles(archive_of, following) == []


# ── speakers without a speech ─────────────────────────────────────────────────────────────────────────────────────────


def silent(archive_of: ArchiveOf, fields: str, body: str) -> list[tuple[int, str]]:
    _, problems = archive_of(PEOPLE | {M: meeting(fields, body)})
    assert {p.code for p in problems} <= {"no-text"}
    return [(p.span.line, p.message) for p in problems]


def test_who_is_listed_and_says_nothing(archive_of: ArchiveOf) -> None:
    """Each speaker without a speech is told at their entry; who spoke, alone or jointly, is not."""
    fields = "speakers:\n  - ann\n  - bob\n  - {group: The millers}\n  - {group: The bakers}\n"
    found = silent(archive_of, fields, "**Bob / The bakers:** Yes.\n")
    assert found == [
        (5, "nothing is recorded of what Ann said"),
        (7, "nothing is recorded of what The millers said"),
    ]


@pytest.mark.parametrize("status", ["announced", "cancelled"])
def test_nothing_is_expected_of_a_meeting_that_was_not_held(archive_of: ArchiveOf, status: str) -> None:
    """Planned speakers have not spoken yet, or never did."""
    assert silent(archive_of, f"status: {status}\nspeakers: [ann]\n", "") == []


def test_only_speakers_are_expected_to_speak(archive_of: ArchiveOf) -> None:
    """Chairs, attendees and the absent may be silent."""
    assert silent(archive_of, "chairs: [ann]\nattendees: [bob]\nabsent: [{group: The rest}]\n", "") == []


def test_two_entries_of_one_person(archive_of: ArchiveOf) -> None:
    """One speech is enough for all entries of a person under one name."""
    fields = "speakers:\n  - {person: ann, agenda: A}\n  - {person: ann, agenda: B}\n"
    assert silent(archive_of, fields, "## A\n\n**Ann:** Yes.\n\n## B\n") == []


# ── the day ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("date", "status", "told"),
    [
        ("2024-05-01", "held", ""),
        ("2024-05-02", "held", ""),
        ("2024-05-03", "held", "2024-05-03 has not come yet, and the meeting counts as held"),
        ("2024-05-03", "announced", ""),
        ("2024-05-03", "cancelled", ""),
        ("2024-05", "held", ""),
        ("2024-06", "held", "2024-06 has not come yet, and the meeting counts as held"),
        ("2029-04-30", "announced", ""),
        ("2029-05-02", "announced", "2029-05-02 is more than five years from now"),
        ("2924-05-01", "held", "2924-05-01 is more than five years from now"),
        ("XXXX-12-24", "held", ""),
    ],
)
def test_day(archive_of: ArchiveOf, date: str, status: str, told: str) -> None:
    """What counts as held has begun somewhere on earth; what is announced comes within five years."""
    text = f"---\ntitle: T\ndate: {date}\nstatus: {status}\n---\n"
    archive, problems = archive_of({"meetings/2024/m.md": text})
    assert problems == ()
    decoded = decode_record(RecordFile(Kind.MEETING, "m", "records/meetings/2024/m.md", text))[0]
    found = list(check_days(archive, lambda _: decoded, datetime.date(2024, 5, 1)))
    assert [(p.code, p.span.line, p.span.column, p.message) for p in found] == (
        [("future-date", 3, 7, told)] if told else []
    )
