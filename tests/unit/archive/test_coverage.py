from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.archive.archive import Archive
from generator.archive.derived import Slot
from tests.unit.archive.conftest import meeting

Linked = Callable[[Mapping[str, str]], Archive]


def slots(linked: Linked, series: str, *meetings: str) -> tuple[Slot, ...]:
    texts = {"series/row.yml": f"name: Row\n{series}"}
    texts |= {f"meetings/m{n}.md": text for n, text in enumerate(meetings, 1)}
    return linked(texts).rhythms.get("row", ())


def of(date: str, further: str = "") -> str:
    return meeting(f"series: row\n{further}", date=date)


def test_the_quarterly_series(quarters: Archive) -> None:
    """Of two years of quarters one holds no record; the announced meeting fills nothing."""
    found = quarters.rhythms["quartalsrunde"]
    assert [slot.name for slot in found] == [f"{year}-Q{n}" for year in (2021, 2022) for n in (1, 2, 3, 4)]
    assert [slot.name for slot in found if not slot.meetings] == ["2022-Q2"]
    assert found[0].meetings == ("2021-02-10-quartalsrunde",)


def test_a_meeting_counts_for_the_time_it_reports_on(linked: Linked) -> None:
    """A meeting of April that reports on the first quarter is the first quarter's."""
    found = slots(linked, "cadence: quarterly\n", of("2024-04-19", "period: 2024-Q1\n"), of("2024-07-02"))
    assert found == (Slot("2024-Q1", ("m1",)), Slot("2024-Q2"), Slot("2024-Q3", ("m2",)))


def test_expected_until_the_latest_day_of_the_records(linked: Linked) -> None:
    """A series that is not heard of any more is expected as long as other meetings are recorded, or until it ended."""
    later = meeting(date="2024-09-01")
    assert [s.name for s in slots(linked, "cadence: quarterly\n", of("2024-02"), later)] == [
        "2024-Q1", "2024-Q2", "2024-Q3",
    ]  # fmt: skip
    ended = slots(linked, "cadence: quarterly\nuntil: 2024-05-31\n", of("2024-02"), later)
    assert [s.name for s in ended] == ["2024-Q1", "2024-Q2"]


@pytest.mark.parametrize("cadence", ["cadence: irregular\n", ""])
def test_nothing_is_expected_without_a_rhythm(linked: Linked, cadence: str) -> None:
    """Of an irregular series nobody can say that a meeting is missing."""
    assert slots(linked, cadence, of("2024-02"), of("2024-11")) == ()


def test_a_series_without_meetings(linked: Linked) -> None:
    """A series of which nothing is recorded at all has no spans to be compared."""
    assert slots(linked, "cadence: yearly\n", meeting()) == ()
    assert slots(linked, "cadence: yearly\n", of("XXXX-03-07")) == ()


def test_only_the_latest_spans_are_told(linked: Linked) -> None:
    """A weekly series since the middle ages is told of its latest thousand weeks."""
    found = slots(linked, "cadence: weekly\nfrom: 1400\n", of("2024-02-05"))
    assert (len(found), found[-1]) == (1000, Slot("2024-W06", ("m1",)))
