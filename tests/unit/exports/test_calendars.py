from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.config import SiteConfig
from generator.exports.calendars import FOLLOWED, Calendars, escaped, folded, has_calendar
from generator.problems import Problem
from generator.records.model import Kind
from tests.unit.exports.conftest import Leaving

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
SITE = "https://example.org/archiv/"


@pytest.fixture(scope="module")
def calendars(either: Leaving) -> Calendars:
    """Return what makes the calendars of each archive in turn, as if it were published."""
    return Calendars(either.checked.config, SITE)


def read(data: bytes) -> Any:
    """Return what icalendar reads, which must be what it would write again."""
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    assert Calendar.from_ical(calendar.to_ical()) == calendar
    assert not [error for part in calendar.walk() for error in part.errors]
    return calendar


def test_calendars_are_read_back(calendars: Calendars, either: Leaving) -> None:
    """Icalendar reads every calendar without an error; each event and task has its id, stamp, title and address."""
    archive = either.archive
    refs = [Ref(kind, id) for kind in FOLLOWED for id in archive.registers(kind)]
    made = [calendars.everything(archive), *(calendars.record(archive, r) for r in refs if has_calendar(archive, r))]
    for data in made:
        for part in read(data).walk():
            if part.name in {"VEVENT", "VTODO"}:
                assert all(part.get(name) for name in ("UID", "DTSTAMP", "SUMMARY", "STATUS"))
                assert part["URL"].startswith(SITE)
                assert "DTSTART" in part or "DUE" in part


def test_meetings_of_a_known_day_are_events(calendars: Calendars, either: Leaving) -> None:
    """Each meeting whose day is known is an event with its title, day and places, as the record says."""
    events = {str(e["URL"]).split("/")[-2]: e for e in read(calendars.everything(either.archive)).walk("VEVENT")}
    for id, meeting in either.archive.meetings.items():
        start = meeting.date.start
        assert (id in events) == (None not in (start.year, start.month, start.day))
        if id in events:
            assert events[id]["SUMMARY"] == meeting.record.title
            assert events[id].get("LOCATION", "") == ", ".join(meeting.record.places)
            begins = events[id]["DTSTART"].dt
            assert (begins.date() if isinstance(begins, datetime.datetime) else begins) == meeting.date.first


@pytest.mark.parametrize(
    ("fields", "start", "end"),
    [
        ("date: 2024-04-19", datetime.date(2024, 4, 19), datetime.date(2024, 4, 20)),
        ("date: 2024-12-31/2025-01-01", datetime.date(2024, 12, 31), datetime.date(2025, 1, 2)),
        (
            "date: 2024-04-19\nstart: '14:00'\nend: '17:30'",
            datetime.datetime(2024, 4, 19, 14),
            datetime.datetime(2024, 4, 19, 17, 30),
        ),
        (
            "date: 2024-04-19\nstart: '22:00'\nend: '01:30'",
            datetime.datetime(2024, 4, 19, 22),
            datetime.datetime(2024, 4, 20, 1, 30),
        ),
    ],
)
def test_time_of_an_event(archive_of: ArchiveOf, fields: str, start: datetime.date, end: datetime.date) -> None:
    """An event lasts whole days, or from its beginning to its end, over midnight too; it has no time zone."""
    archive, _ = archive_of({"meetings/m.md": f"---\ntitle: M\n{fields}\n---\n"})
    (event,) = read(Calendars(SiteConfig(title="A")).everything(archive)).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (start, end)


@pytest.mark.parametrize("date", ["2024-04", "2024", "2024-11-XX", "XXXX-03-07"])
def test_meeting_of_an_unknown_day_is_no_event(archive_of: ArchiveOf, date: str) -> None:
    """No day is made up for a meeting of which only month or year are known."""
    archive, _ = archive_of({"meetings/m.md": f"---\ntitle: M\ndate: {date}\n---\n"})
    assert not read(Calendars(SiteConfig(title="A")).everything(archive)).walk("VEVENT")


CONCLUDED = """---
title: M
date: 2024-04-19
conclusions:
  - id: k1
    text: Die **Bezirke** melden, was fehlt; bald.
    due: 2024-06
  - id: k2
    text: Ohne Frist.
---
"""
REPORTED = """---
title: N
date: 2024-07-01
follow_ups:
  - conclusion: m#k1
    status: STATUS
---
"""


@pytest.mark.parametrize(
    ("status", "expected"),
    [("done", "COMPLETED"), ("in_progress", "IN-PROCESS"), ("not_started", "NEEDS-ACTION"), ("dropped", "CANCELLED")],
)
def test_conclusions_with_a_term_are_tasks(archive_of: ArchiveOf, status: str, expected: str) -> None:
    """A conclusion with a due date is a task, due on the last day that is meant, as far as reports say it is."""
    archive, _ = archive_of({"meetings/m.md": CONCLUDED, "meetings/n.md": REPORTED.replace("STATUS", status)})
    (task,) = read(Calendars(SiteConfig(title="A"), SITE).everything(archive)).walk("VTODO")
    assert task["SUMMARY"] == "Die Bezirke melden, was fehlt; bald."
    assert task["DUE"].dt == datetime.date(2024, 6, 30)
    assert task["STATUS"] == expected
    assert task["URL"] == f"{SITE}meetings/m/#k1"


def test_district_has_what_it_is_asked_to_do(archive_of: ArchiveOf) -> None:
    """The calendar of a district holds the tasks that are addressed to it."""
    record = CONCLUDED.replace("    due: 2024-06\n", "    due: 2024-06\n    addressees: [sam-son]\n")
    archive, _ = archive_of({"meetings/m.md": record, "districts/sam-son.yml": "name: Sầm Sơn\n"})
    (task,) = read(Calendars(SiteConfig(title="A")).record(archive, Ref(Kind.DISTRICT, "sam-son"))).walk("VTODO")
    assert task["RELATED-TO"] == "m@a"


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"])) | st.sampled_from(
    ["a,b;c\\d", "\\n", "BEGIN:VEVENT", "ä" * 90, "\U0001f600" * 30, "Le\u0301", '"x"', "a:b"]
)


def read_back(text: str) -> str:
    """What icalendar reads of a text that is written as a title."""
    fields = ["BEGIN:VEVENT", f"SUMMARY:{escaped(text)}", "END:VEVENT"]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *fields, "END:VCALENDAR"]
    data = "".join(f"{folded(line)}\r\n" for line in lines)
    assert all(len(line.encode()) <= 75 for line in data.split("\r\n"))
    (event,) = read(data.encode()).walk("VEVENT")
    return str(event["SUMMARY"])


@given(TEXTS)
def test_any_text_comes_back(text: str) -> None:
    """Commas, semicolons, backslashes and long lines of any letters are read back unchanged."""
    assert read_back(f"x{text}x") == f"x{text}x"


@given(st.text(st.sampled_from("ab\r\n\x00\x07:;")))
def test_line_breaks_begin_no_field(text: str) -> None:
    """A line break in a text stays in its field; other control characters, which RFC 5545 forbids, are replaced."""
    expected = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd").replace("\x07", "\ufffd")
    assert read_back(f"{text}\r\nEND:VCALENDAR") == f"{expected}\nEND:VCALENDAR"
