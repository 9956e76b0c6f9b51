from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.archive.archive import Archive, ConclusionKey, Item, SpeechKey, year_of
from generator.archive.names import Ref
from generator.records.dates import parse_date
from generator.records.model import Kind
from tests.unit.archive.conftest import conclusion, meeting

Linked = Callable[[Mapping[str, str]], Archive]

ANN, FOG = Ref(Kind.PERSON, "ann"), Ref(Kind.ISSUE, "fog")
MERE, TARN = Ref(Kind.DISTRICT, "mere"), Ref(Kind.DISTRICT, "tarn")
GUILD = Ref(Kind.ORGANIZATION, "guild")
TERM = "from: 2024-01-01\nuntil: 2024-12-31\n"
TEXTS = {
    "people/ann.yml": "name: Ann\n",
    "districts/mere.yml": f"name: Mere\n{TERM}",
    "districts/tarn.yml": "name: Tarn\nkind: commune\n",
    "organizations/guild.yml": f"name: Guild\n{TERM}",
    "issues/fog.yml": "name: Fog\n",
    "meetings/m.md": meeting("chairs: [ann]\n" + conclusion(), "Prose.\n\n## One\n\n**Ann:** Yes.\n\n**Ann:** No.\n"),
}


def test_titles(linked: Linked) -> None:
    """A record is called by its name, a meeting by its title."""
    archive = linked(TEXTS)
    assert archive.title(Ref(Kind.MEETING, "m")) == "T"
    assert archive.title(MERE) == "Mere"


def test_a_speech_by_its_key(linked: Linked) -> None:
    """A speech is found by its meeting and its place, and has an address of its own; the flow keeps its order."""
    archive = linked(TEXTS)
    meeting = archive.meetings["m"]
    assert archive.speech(SpeechKey("m", 3)) == meeting.speeches[1]
    assert [speech.address for speech in meeting.speeches] == ["ann.1", "ann.2"]
    assert meeting.items == (Item("one", "One"),)
    assert meeting.items[0].address == "item-one"


def test_the_address_of_a_conclusion() -> None:
    """A conclusion is written as records write it: the meeting, and its id behind a `#`."""
    assert str(ConclusionKey("m", "k1")) == "m#k1"


@pytest.mark.parametrize(("day", "existed"), [("2023-12-31", False), ("2024", True), ("2025-01-01", False)])
def test_existence(linked: Linked, day: str, existed: bool) -> None:
    """Districts and organizations exist from their first to their last day, all else always."""
    archive, date = linked(TEXTS), parse_date(day)
    assert [archive.existed(ref, date) for ref in (MERE, GUILD)] == [existed, existed]
    assert [archive.existed(ref, date) for ref in (ANN, FOG, TARN)] == [True, True, True]
    assert archive.districts_on(date) == (("mere",) if existed else ())


@pytest.mark.parametrize(
    ("date", "year"),
    [("2024-05-01", "2024"), ("0987", "0987"), ("2023-12-31/2024-01-01", "2023"), ("XXXX-05-01", "undated")],
)
def test_year(date: str, year: str) -> None:
    """A meeting belongs to the year in which it begins, or to none."""
    assert year_of(parse_date(date)) == year
