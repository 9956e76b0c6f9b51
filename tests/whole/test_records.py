"""The real archive: what its sources name has a page, and pages that belong together lead to each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.archive.archive import Archive
from generator.archive.link import ties
from generator.archive.names import Ref
from generator.check import Request, check
from generator.records.model import Kind
from generator.site import urls
from tests.whole.conftest import ROOT, SITES
from tests.whole.pages import inside, read_site


@pytest.fixture(scope="module")
def archive() -> Archive:
    """The real archive, linked."""
    records, config = SITES["real"]
    checked = check(Request(records, config))
    assert [p for p in checked.problems if p.severity != "info"] == []
    return checked.archive


def test_all_meetings_are_there(archive: Archive) -> None:
    """The archive holds the 45 meetings that its sources report, announced ones as announced."""
    assert len(archive.meetings) == 45
    announced = {id for id, meeting in archive.meetings.items() if meeting.record.status == "announced"}
    assert len(announced) == 8
    assert all(meeting.record.sources for meeting in archive.meetings.values())


def test_uncertain_dates_stay_uncertain(archive: Archive) -> None:
    """Where a source leaves a day, a month or a year open, the record does, and says why."""
    uncertain = {m.date.text for m in archive.meetings.values() if "X" in m.date.text}
    assert uncertain == {"2024-11-XX", "2025-XX-XX", "XXXX-03-07"}
    assert all(m.record.date_note for m in archive.meetings.values() if "X" in m.date.text)


def test_the_first_report_is_recorded_wholly(archive: Archive) -> None:
    """The conference that the archive began with: who chaired, who spoke for whom, and each directive."""
    meeting = archive.meetings["2024-04-19-innere-angelegenheiten"]
    spoke_for = {p.person: p.district for p in meeting.participations if p.district}
    assert spoke_for["le-anh-tuan"] == "thanh-hoa-stadt"
    assert spoke_for["doan-thi-hai"] == "hoang-hoa"
    assert spoke_for["le-trung-son"] == "sam-son"
    directives = [c for c in meeting.conclusions if c.written.kind == "directive"]
    assert len(directives) >= 7
    assert {c.by for c in directives} == {Ref(Kind.PERSON, "nguyen-ngoc-tien")}


def test_mergers_of_2025(archive: Archive) -> None:
    """Đông Sơn ended with 2024 in the city of Thanh Hóa, and Hoằng Hóa is a district before and a commune after."""
    assert archive.districts["dong-son"].successors == ("thanh-hoa-stadt",)
    assert str(archive.districts["dong-son"].until) == "2024-12-31"
    assert archive.backlinks[Ref(Kind.DISTRICT, "thanh-hoa-stadt")].predecessors == ("dong-son",)
    assert "hoang-hoa-gemeinde" in archive.districts["hoang-hoa"].successors


def test_namesakes_stay_apart(archive: Archive) -> None:
    """The two people called Nguyễn Hồng Phong have a record each."""
    named = [id for id, person in archive.people.items() if person.name == "Nguyễn Hồng Phong"]
    assert sorted(named) == ["nguyen-hong-phong", "nguyen-hong-phong-unternehmer"]


def test_what_belongs_together_is_one_click_apart(site: tuple[Path, object], archive: Archive) -> None:
    """From each record one link leads to every meeting, person, district and issue that it is tied to, and back."""
    folder, _ = site
    pages = read_site(folder)
    if urls.record(Ref(Kind.MEETING, next(iter(archive.meetings)))) not in pages:
        return  # the invented archive: its ties are the unit tests' business
    leads = {address: {f[0] for link in page.links if (f := inside(link))} for address, page in pages.items()}
    missing = []
    for meeting in archive.meetings.values():
        here = urls.record(Ref(Kind.MEETING, meeting.id))
        for there in (urls.record(Ref(kind, id)) for kind, ids in meeting.refs.items() for id in ids):
            missing += [(a, b) for a, b in ((here, there), (there, here)) if b not in leads[a]]
    for ref in archive.backlinks:
        for kind, tied in ties(archive, ref).items():
            for tie in tied:
                here, there = urls.record(ref), urls.record(Ref(kind, tie.id))
                missing += [(a, b) for a, b in ((here, there), (there, here)) if b not in leads[a]]
    assert missing == []


def test_records_are_clean_text() -> None:
    """Every record is NFC, ends in a line break and has no tab, no carriage return and no trailing space."""
    import unicodedata  # noqa: PLC0415 - this test alone needs it

    for path in sorted((ROOT / "records").rglob("*.*")):
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path
        assert text.endswith("\n"), path
        assert "\t" not in text, path
        assert not any(line.endswith(" ") for line in text.split("\n")), path
