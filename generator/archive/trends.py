"""How often an issue came up, quarter by quarter, and whether it rises or has gone quiet.

An issue counts its meetings and, as a whole, those of all narrower issues, each meeting once. It has gone quiet when
it came up in at least three meetings and in none of the last four quarters of the records; it rises when the last
four quarters brought at least three meetings, and more than one and a half times as many as the four before.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping

from generator.archive.archive import Archive
from generator.archive.derived import Course, Trend
from generator.archive.names import Ref
from generator.archive.quarters import quarter_of
from generator.records.model import Kind

ENOUGH, GROWTH, LATELY = 3, 1.5, 4
"""So many meetings count, so many times as many are more, and so many quarters are lately; the help tells them."""


def trends(archive: Archive, day: datetime.date | None) -> Mapping[str, Trend]:
    """Return the trend of each issue that came up; `day` is the latest of the records."""
    quarters = {id: quarter_of(meeting.date) for id, meeting in archive.meetings.items()}
    found = {}
    for id in archive.issues:
        own = archive.backlinks[Ref(Kind.ISSUE, id)].meetings
        whole = {m: None for other in (id, *narrower_of(archive, id)) for m in _meetings(archive, other)}
        if counts := _counted(quarters, whole):
            found[id] = Trend(_counted(quarters, own), counts, _course(counts, day))
    return found


def narrower_of(archive: Archive, id: str) -> tuple[str, ...]:
    """Return all issues that are narrower than one, step by step."""
    found: dict[str, None] = {}
    queue = [id]
    for step in queue:
        for child in archive.backlinks[Ref(Kind.ISSUE, step)].children:
            if child not in found and child != id:
                found[child] = None
                queue.append(child)
    return tuple(found)


def _meetings(archive: Archive, issue: str) -> tuple[str, ...]:
    return archive.backlinks[Ref(Kind.ISSUE, issue)].meetings


def _counted(quarters: Mapping[str, str], meetings: Mapping[str, None] | tuple[str, ...]) -> dict[str, int]:
    counts = Counter(quarter for id in meetings if (quarter := quarters[id]))
    return dict(sorted(counts.items()))


def _course(counts: Mapping[str, int], day: datetime.date | None) -> Course:
    if day is None:
        return Course.STEADY
    now = _number(f"{day.year:04}-Q{(day.month - 1) // 3 + 1}")
    ages = Counter(dict.fromkeys(range(2 * LATELY), 0))
    for quarter, count in counts.items():
        ages[max(now - _number(quarter), 0)] += count  # a year alone may lie ahead
    lately = sum(ages[age] for age in range(LATELY))
    before = sum(ages[age] for age in range(LATELY, 2 * LATELY))
    if sum(counts.values()) >= ENOUGH and not lately:
        return Course.QUIET
    return Course.RISING if lately >= ENOUGH and lately > GROWTH * before else Course.STEADY


def _number(quarter: str) -> int:
    """Quarters counted from the year 0 on; a year alone counts as its last."""
    year, _, number = quarter.partition("-Q")
    return int(year) * 4 + int(number or 4)
