from __future__ import annotations

from collections.abc import Callable, Mapping
from time import process_time

import pytest

from generator.archive.addresses import addresses_of, with_addresses
from generator.archive.archive import Archive, Former
from generator.archive.resolve import resolve_archive
from generator.problems import Problem
from generator.records.addresses import decode_addresses
from generator.records.decode import decode_record
from generator.records.model import Kind
from generator.records.source import RecordFile
from tests.unit.archive.conftest import ArchiveOf

ANN = {"people/ann.yml": "name: Ann\n"}
TALK = "---\ntitle: Talk\ndate: 2024-05-02\nattendees: [ann]\nconclusions:\n  - {id: k1, text: Go on.}\n---\n"
MEETING = {**ANN, "meetings/2024/talk.md": f"{TALK}## Water\n\n**Ann:** Hello.\n"}

Settled = Callable[..., tuple[Archive, tuple[Problem, ...]]]


@pytest.fixture
def settled(archive_of: ArchiveOf) -> Settled:
    """Return a function that links records and settles what was noted of addresses."""

    def settle(texts: Mapping[str, str], **files: str) -> tuple[Archive, tuple[Problem, ...]]:
        archive, _ = archive_of(texts)
        endings = {"moved": "moved.yml", "removed": "removed.yml"}
        named = {f"records/addresses/{endings.get(n, f'{n}.txt')}": text for n, text in files.items()}
        noted, ill = decode_addresses(named)
        found, dying = with_addresses(archive, noted)
        return found, (*ill, *dying)

    return settle


def said(problems: tuple[Problem, ...]) -> list[tuple[str, str, int, int]]:
    return [(p.code, p.span.path.rpartition("/")[2], p.span.line, p.span.column) for p in problems]


def test_every_record_and_every_part_has_its_address(settled: Settled) -> None:
    """Records, conclusions, speeches and agenda items are noted, in the form in which references write them."""
    archive, problems = settled(MEETING)
    page = "meetings/talk"
    assert sorted(addresses_of(archive)) == [page, f"{page}#ann.1", f"{page}#item-water", f"{page}#k1", "people/ann"]
    assert problems == ()


def test_a_published_record_cannot_vanish(settled: Settled) -> None:
    """What was published and is gone is reported at its line, with what to type if it was renamed or removed."""
    _, problems = settled(ANN, people="people/ann\npeople/bob\n")
    assert said(problems) == [("dead-address", "people.txt", 2, 1)]
    assert "“people/bob: …” with the reason into records/addresses/removed.yml" in problems[0].hint
    assert problems[0].concerns == ("records/people/bob.yml",)


def test_the_new_name_is_offered(settled: Settled) -> None:
    """Where a new record resembles the one that is gone, its line is offered to be copied."""
    _, problems = settled({"people/ann-lee.yml": "name: Ann Lee\n"}, people="people/ann-le\n")
    assert "did it become “people/ann-lee”? Write “people/ann-le: people/ann-lee”" in problems[0].hint


def test_a_renamed_record_leads_on(settled: Settled) -> None:
    """A line of `moved.yml` is enough; it may lead over other old names."""
    moved = "people/bob: people/anna\npeople/anna: people/ann\n"
    archive, problems = settled(ANN, people="people/anna\npeople/bob\n", moved=moved)
    assert problems == ()
    assert archive.moved == {"people/bob": "people/ann", "people/anna": "people/ann"}


def test_a_removed_record_says_why(settled: Settled) -> None:
    """A line of `removed.yml` is enough, for the record and for all that stood on its page."""
    lists = "meetings/gone\nmeetings/gone#k1\nmeetings/gone#ann.1\n"
    archive, problems = settled(ANN, meetings=lists, removed="meetings/gone: It never took place.\n")
    assert problems == ()
    assert archive.removed == {"meetings/gone": "It never took place."}


def test_a_meeting_takes_its_parts_along(settled: Settled) -> None:
    """Where a meeting is renamed its conclusions count as there if the new record has them, and only then."""
    moved = "meetings/gone: meetings/talk\n"
    archive, problems = settled(MEETING, meetings="meetings/gone\nmeetings/gone#k1\nmeetings/gone#k2\n", moved=moved)
    assert [(p.code, p.message) for p in problems] == [
        ("dead-address", "“meetings/gone#k2” was published, and nothing would answer there any more")
    ]
    assert archive.former == {}


def test_a_published_conclusion_cannot_vanish(settled: Settled) -> None:
    """It is reported at its meeting, until somebody says what became of it; then the page keeps its place."""
    lists = "meetings/talk#k1\nmeetings/talk#k2\n"
    _, problems = settled(MEETING, meetings=lists)
    assert said(problems) == [("dead-address", "talk.md", 1, 1)]
    assert problems[0].related[0].span.line == 2
    archive, problems = settled(MEETING, meetings=lists, moved="meetings/talk#k2: meetings/talk#k1\n")
    assert problems == ()
    assert archive.former == {"talk": (Former("k2", "meetings/talk#k1", ""),)}
    archive, problems = settled(MEETING, meetings=lists, removed="meetings/talk#k2: Said twice.\n")
    assert problems == ()
    assert archive.former == {"talk": (Former("k2", "", "Said twice."),)}


def test_a_text_may_be_corrected(settled: Settled) -> None:
    """Speeches and items that are gone keep their place on the page by themselves: nobody has to note anything."""
    lists = "meetings/talk#ann.2\nmeetings/talk#item-fog\n"
    archive, problems = settled(MEETING, meetings=lists)
    assert problems == ()
    assert archive.former == {"talk": (Former("ann.2", "", ""), Former("item-fog", "", ""))}


@pytest.mark.parametrize("kept", [True, False], ids=["merged", "renamed"])
def test_speeches_follow_their_person(settled: Settled, kept: bool) -> None:
    """Where a person's record was renamed or merged, links to their speeches find them."""
    texts = {**MEETING, **({"people/bob.yml": "name: Bob\nmerged_into: ann\n"} if kept else {})}
    moved = {} if kept else {"moved": "people/bob: people/ann\n"}
    archive, problems = settled(texts, meetings="meetings/talk#bob.1\nmeetings/talk#bob.7\n", **moved)
    assert problems == ()
    now = "meetings/talk#ann.1"
    assert archive.former == {"talk": (Former("bob.1", now, ""), Former("bob.7", now, ""))}


def test_lines_that_lead_nowhere(settled: Settled) -> None:
    """A new address that is not there, a circle, and a record that is there after all are each told at their line."""
    _, problems = settled(ANN, moved="people/bob: people/carl\npeople/x: people/y\npeople/y: people/x\n")
    assert said(problems) == [
        ("dead-address", "moved.yml", 1, 13),
        ("reference-loop", "moved.yml", 2, 11),
        ("reference-loop", "moved.yml", 3, 11),
    ]
    _, problems = settled(ANN, removed="people/ann: Why?\n")
    assert said(problems) == [("living-address", "removed.yml", 1, 1)]
    _, problems = settled(ANN, moved="people/ann: people/bob\n")
    assert said(problems) == [("living-address", "moved.yml", 1, 1)]


def test_what_cannot_be_read_complains_once() -> None:
    """Parts of a meeting whose file is broken are not said to be dead: the file is reported."""
    broken = decode_record(RecordFile(Kind.MEETING, "talk", "records/meetings/2024/talk.md", "---\ntitle\n"))[0]
    archive, _ = resolve_archive([broken])
    noted, _ = decode_addresses({"records/addresses/meetings-other.txt": "meetings/talk\nmeetings/talk#k1\n"})
    assert with_addresses(archive, noted)[1] == ()


def test_a_hundred_thousand_addresses_cost_no_second(settled: Settled) -> None:
    """At 10,000 meetings with ten addresses each the whole comparison takes less than a second of one processor."""
    archive, _ = settled(MEETING)
    talk = archive.meetings["talk"]
    parts = (talk.flow[0], *(talk.speeches[0].__class__("m", (f"ann.{n}",), (), "") for n in range(1, 9)))
    meetings = {f"m-{n}": talk.__class__(f"m-{n}", f"records/{n}", talk.record, flow=parts) for n in range(10_000)}
    large = archive.__class__(
        **{**{f: getattr(archive, f) for f in archive.__dataclass_fields__}, "meetings": meetings}
    )
    lists = {"records/addresses/meetings-other.txt": "\n".join(sorted(addresses_of(large)))}
    start = process_time()
    noted, _ = decode_addresses(lists)
    _, problems = with_addresses(large, noted)
    spent = process_time() - start
    assert problems == ()
    assert sum(map(len, noted.published.values())) > 90_000
    assert spent < 1
