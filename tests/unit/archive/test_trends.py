from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.archive.archive import Archive
from generator.archive.derived import Course, Trend
from tests.unit.archive.conftest import meeting

Linked = Callable[[Mapping[str, str]], Archive]


def test_narrower_issues_are_rolled_up(linked: Linked) -> None:
    """A broader issue counts the meetings of all narrower ones, each meeting once, and its own apart."""
    archive = linked(
        {
            "issues/water.yml": "name: Water\n",
            "issues/dykes.yml": "name: Dykes\nbroader: water\n",
            "issues/gates.yml": "name: Gates\nbroader: dykes\n",
            "meetings/a.md": meeting("issues: [water, gates]\n", date="2024-01-05"),
            "meetings/b.md": meeting("issues: [dykes]\n", date="2024-02-05"),
            "meetings/c.md": meeting("issues: [gates]\n", date="2024"),
        }
    )
    assert archive.trends["water"] == Trend({"2024-Q1": 1}, {"2024": 1, "2024-Q1": 2}, Course.RISING)
    assert archive.trends["dykes"] == Trend({"2024-Q1": 1}, {"2024": 1, "2024-Q1": 2}, Course.RISING)
    assert archive.trends["gates"].own == archive.trends["gates"].whole


@pytest.mark.parametrize(
    ("days", "course"),
    [
        (["2022-01", "2022-02", "2022-03"], Course.QUIET),
        (["2022-01", "2022-02"], Course.STEADY),
        (["2022-01", "2022-02", "2023-11"], Course.STEADY),
        (["2022-05", "2022-08", "2022-11", "2023-04", "2024-01", "2024-02"], Course.STEADY),
        (["2022-04", "2023-05", "2023-08", "2023-11"], Course.RISING),
        (["2022-05", "2022-06", "2023-05", "2023-08", "2023-11"], Course.STEADY),
        (["2024-01", "2024-02"], Course.STEADY),
    ],
)
def test_course(linked: Linked, days: list[str], course: Course) -> None:
    """An issue rises, or has gone quiet, by what the last four quarters brought; few meetings say nothing."""
    texts = {"issues/fog.yml": "name: Fog\n", "meetings/last.md": meeting(date="2024-03-31")}
    texts |= {f"meetings/m{n}.md": meeting("issues: [fog]\n", date=day) for n, day in enumerate(days)}
    assert linked(texts).trends["fog"].course is course


def test_an_issue_that_never_came_up(linked: Linked) -> None:
    """Of an issue without meetings there is nothing to tell."""
    assert linked({"issues/fog.yml": "name: Fog\n", "meetings/m.md": meeting()}).trends == {}
