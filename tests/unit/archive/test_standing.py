"""The invented quarterly series against what was worked out by hand: where each conclusion stands on three days."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

from generator.archive.archive import Archive, ConclusionKey
from generator.archive.follow_up import answers_of, standing_on, status_of
from generator.archive.names import Ref
from generator.archive.status import Silence, Standing
from generator.records.model import Kind
from tests.quarters.days import DAYS, EXPECTED


def key(text: str) -> ConclusionKey:
    meeting, _, id = text.partition("#")
    return ConclusionKey(meeting, id)


def shown(standing: Standing | None) -> str:
    """A standing as the table writes it."""
    return " ".join([standing.status, *standing.silence, str(standing.waiting)]) if standing else ""


@pytest.mark.parametrize("day", DAYS)
def test_every_standing_is_as_it_was_worked_out_by_hand(quarters: Archive, day: str) -> None:
    """On each of the three days each of the sixty conclusions stands where the records say it does."""
    on = datetime.date.fromisoformat(day)
    found = {line["conclusion"]: shown(standing_on(quarters, key(line["conclusion"]), on)) for line in EXPECTED}
    assert found == {line["conclusion"]: line[day] for line in EXPECTED}


def test_the_table_holds_every_conclusion_and_every_kind_of_silence(quarters: Archive) -> None:
    """Sixty conclusions were worked out, and all four kinds of silence are among them."""
    assert {key(line["conclusion"]) for line in EXPECTED} == set(quarters.conclusions)
    words = Counter(word for line in EXPECTED for day in DAYS for word in line[day].split())
    assert len(EXPECTED) == 60
    assert all(words[silence] for silence in Silence)


def test_pages_show_the_latest_day(quarters: Archive) -> None:
    """What pages show is the standing on the day of the last meeting that was held; an announced one does not count."""
    assert quarters.day == datetime.date(2022, 11, 9)
    on = {k: standing_on(quarters, k, quarters.day) for k in quarters.conclusions}
    assert on == dict(quarters.standings)
    assert status_of(quarters, key("2021-02-10-quartalsrunde#k2")) == "done"


def test_districts_one_by_one(quarters: Archive) -> None:
    """Of a directive to all districts each is told, and a town answers for the districts that became it."""
    answers = answers_of(quarters, key("2021-02-10-quartalsrunde#k1"))
    told = {a.addressee.id: (a.report.written.status, a.by.id if a.by else "") for a in answers if a.report}
    assert told == {
        "ammerloh": ("done", ""),
        "birkhusen": ("done", ""),
        "cassenried": ("done", ""),
        "molkrain": ("done", "dreieichen"),
        "nettgrund": ("done", "dreieichen"),
        "ohmfleet": ("done", "dreieichen"),
    }
    assert [a.addressee.id for a in answers if not a.report] == [
        "dornwang", "elsterlau", "farnbuhl", "ginstermoor", "haselzell", "irrwald",
    ]  # fmt: skip


def test_districts_one_by_one_on_an_earlier_day(quarters: Archive) -> None:
    """On a day only what had been reported by then is told; who ended later answers for itself."""
    on = datetime.date(2021, 12, 31)
    answers = {a.addressee.id: a for a in answers_of(quarters, key("2021-02-10-quartalsrunde#k1"), on)}
    assert len(answers) == 12
    report = answers["molkrain"].report
    assert report is not None
    assert (report.written.status, answers["molkrain"].by) == ("not_started", None)
    assert answers["ohmfleet"].report is None


def test_all_districts_are_those_of_the_day(quarters: Archive) -> None:
    """After the merger all districts are ten, and the town is one of them; communes are not."""
    answers = answers_of(quarters, key("2022-02-09-quartalsrunde#k1"))
    assert len(answers) == 10
    assert Ref(Kind.DISTRICT, "dreieichen") in {a.addressee for a in answers}
