from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.archive.archive import Archive, ConclusionKey
from generator.archive.follow_up import reports_on_whole, status_of
from generator.archive.status import CLOSED, Status
from tests.unit.archive.conftest import conclusion, meeting

Linked = Callable[[Mapping[str, str]], Archive]

KEY = ConclusionKey("m", "k1")
PLACES = {"districts/mere.yml": "name: Mere\n", "organizations/guild.yml": "name: Guild\n"}


def status(linked: Linked, fields: str, *reports: str, repeated: str = "") -> Status:
    """What becomes of one conclusion after a row of reports, and a repetition on the given day."""
    texts = {"meetings/m.md": meeting(conclusion(fields), date="2023-01-01"), **PLACES}
    for n, report in enumerate(reports):
        follow_up = f"follow_ups:\n  - {{conclusion: 'm#k1', status: {report}}}\n"
        texts[f"meetings/r{n}.md"] = meeting(follow_up, date=f"2023-0{n + 2}-01")
    if repeated:
        texts["meetings/again.md"] = meeting(conclusion("repeats: 'm#k1'"), date=repeated)
    return status_of(linked(texts), KEY)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("", Status.OPEN),
        ("kind: directive", Status.OPEN),
        ("kind: directive, outcome: adopted", Status.OPEN),
        ("kind: directive, outcome: referred", Status.OPEN),
        ("kind: directive, outcome: rejected", Status.RECORDED),
        ("kind: directive, outcome: withdrawn", Status.RECORDED),
        ("outcome: noted", Status.RECORDED),
        ("kind: finding", Status.RECORDED),
        ("kind: finding, addressees: [mere], due: 2024", Status.RECORDED),
        ("kind: resolution", Status.RECORDED),
        ("kind: resolution, outcome: adopted", Status.RECORDED),
        ("kind: resolution, addressees: [mere]", Status.OPEN),
        ("kind: resolution, addressees: [all-districts]", Status.OPEN),
        ("kind: resolution, due: 2024", Status.OPEN),
        ("kind: resolution, due_note: soon", Status.OPEN),
        ("kind: resolution, addressees: [mere], outcome: rejected", Status.RECORDED),
    ],
)
def test_without_a_report(linked: Linked, fields: str, expected: Status) -> None:
    """What asks somebody to do something is open; a finding, and what was not decided, is only recorded."""
    assert status(linked, fields) is expected


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        (["done"], Status.DONE),
        (["in_progress"], Status.IN_PROGRESS),
        (["not_started"], Status.NOT_STARTED),
        (["dropped"], Status.DROPPED),
        (["not_started", "in_progress", "done"], Status.DONE),
        (["done", "in_progress"], Status.IN_PROGRESS),
        (["done, district: mere"], Status.OPEN),
        (["done, organization: guild"], Status.OPEN),
        (["in_progress", "done, district: mere"], Status.IN_PROGRESS),
        (["not_started, district: mere", "done", "dropped, organization: guild"], Status.DONE),
    ],
)
def test_reports(linked: Linked, reports: list[str], expected: Status) -> None:
    """The latest report on the whole decides; those on one addressee leave the whole as it is."""
    assert status(linked, "addressees: [mere, guild]", *reports) is expected


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([], Status.RESTATED),
        (["not_started"], Status.RESTATED),
        (["in_progress"], Status.RESTATED),
        (["done"], Status.DONE),
        (["dropped"], Status.DROPPED),
        (["done, district: mere"], Status.RESTATED),
    ],
)
@pytest.mark.parametrize("day", ["2023-01-15", "2023-12-31"])
def test_repeated(linked: Linked, reports: list[str], expected: Status, day: str) -> None:
    """What was said again counts there, unless a report has ended it."""
    assert status(linked, "addressees: [mere, guild]", *reports, repeated=day) is expected


def test_a_finding_that_is_reported_on(linked: Linked) -> None:
    """A report on what asks for nothing is taken at its word."""
    assert status(linked, "kind: finding", "in_progress") is Status.IN_PROGRESS


def test_two_reports_of_one_meeting(linked: Linked) -> None:
    """Of two reports on the whole in one meeting the second decides."""
    lines = "follow_ups:\n" + "".join(f"  - {{conclusion: 'm#k1', status: {s}}}\n" for s in ("done", "dropped"))
    archive = linked({"meetings/m.md": meeting(conclusion(), date="2023-01-01"), "meetings/r.md": meeting(lines)})
    assert status_of(archive, KEY) is Status.DROPPED
    assert [report.written.status for report in reports_on_whole(archive, KEY)] == ["done", "dropped"]


def test_reports_on_the_whole(linked: Linked) -> None:
    """Reports on one addressee are told beside the conclusion but are not reports on the whole."""
    report = "follow_ups:\n  - {conclusion: 'm#k1', status: done, district: mere}\n"
    texts = {"meetings/m.md": meeting(conclusion(), date="2023-01-01"), "meetings/r.md": meeting(report)}
    archive = linked(PLACES | texts)
    assert reports_on_whole(archive, KEY) == ()
    assert len(archive.reports[KEY]) == 1


def test_what_is_closed() -> None:
    """Of what is open, in progress or not started something is still awaited; of all else nothing."""
    assert set(Status) - CLOSED == {Status.OPEN, Status.IN_PROGRESS, Status.NOT_STARTED}
