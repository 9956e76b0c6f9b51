"""The three days for which the quarterly series was worked out by hand, and the archive as it was on each of them.

A build knows no clock: it holds as of the last meeting recorded. So the archive of a day is the series without the
meetings after it, and what falls due between its last meeting and the day is overdue in the table of that day alone.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from generator.archive.archive import Archive, ConclusionKey
from generator.check import Request, check
from tests.conftest import QUARTERS

DAYS = {"2021-08-31": "2021-08-11", "2022-03-31": "2022-02-09", "2022-11-30": "2022-11-09"}
"""Each day, and the last meeting before it."""

with (QUARTERS / "expected.csv").open(encoding="utf-8", newline="") as _file:
    EXPECTED = tuple(csv.DictReader(_file))
"""A line a conclusion, a column a day: status, kinds of silence, addressees of whom no report is recorded."""


def archive_on(day: str, folder: Path) -> Archive:
    """Return the series as it was recorded up to one of the days; it is copied into a folder for that."""
    shutil.copytree(QUARTERS / "records", folder / "records")
    for path in (folder / "records/meetings").rglob("*.md"):
        if path.name[:10] > DAYS[day]:
            path.unlink()
    return check(Request(folder / "records", QUARTERS / "site_config.yml")).archive


def expected_on(day: str, archive: Archive) -> dict[str, tuple[list[str], str]]:
    """Return for each conclusion made by a day its status and silences, and who waits, as of the last meeting."""
    told = {line["conclusion"]: line[day].split() for line in EXPECTED if line[day]}
    return {
        key: ([word for word in words[:-1] if not (word == "overdue" and _falls_later(archive, key))], words[-1])
        for key, words in told.items()
    }


def _falls_later(archive: Archive, key: str) -> bool:
    meeting, _, id = key.partition("#")
    due = archive.conclusions[ConclusionKey(meeting, id)].written.due
    return due is not None and archive.day is not None and due.last >= archive.day
