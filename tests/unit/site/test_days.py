"""A calendar shows the days on which somebody met, and leads from each to its meetings."""

from __future__ import annotations

from generator.records.dates import parse_date
from generator.site.days import day_id, months_of
from generator.site.page import Link
from generator.site.views import MeetingRow


def _row(date: str, title: str = "") -> MeetingRow:
    return MeetingRow(Link(f"meetings/{date}/", title or date), parse_date(date), "session", "held")


def test_a_day_leads_to_its_meeting() -> None:
    """Only months in which anybody met are there, each with its weeks from Monday on."""
    (month,) = months_of(2024, [_row("2024-04-19")])
    assert month.number == 4
    assert month.weeks[0] == (1, 2, 3, 4, 5, 6, 7)
    assert month.weeks[-1][:3] == (29, 30, 0)
    assert month.days == {19: (Link("meetings/2024-04-19/", "2024-04-19"), 1)}


def test_a_meeting_of_several_days_is_on_each_of_them_within_the_year() -> None:
    """From its first day on, across months, but not into the next year."""
    april, may = months_of(2024, [_row("2024-04-30/2024-05-01")])
    assert (list(april.days), list(may.days)) == ([30], [1])
    (december,) = months_of(2024, [_row("2024-12-31/2025-01-02")])
    assert list(december.days) == [31]


def test_several_meetings_of_a_day_are_found_in_the_list() -> None:
    """A day leads to the first of them in the list; where none begins on it, to one of them."""
    both = [_row("2024-05-01", "Second"), _row("2024-05-01", "First")]
    (month,) = months_of(2024, both)
    assert month.days[1] == (Link(f"#{day_id(both[0].date)}", "Second · First"), 2)
    (month,) = months_of(2024, [_row("2024-05-01/2024-05-02"), _row("2024-04-30/2024-05-02")])[1:]
    assert month.days[2][0].address == "meetings/2024-05-01/2024-05-02/"


def test_what_is_not_known_is_not_put_on_a_day() -> None:
    """A meeting whose month alone is known stands below the month; one without a month is in the list alone."""
    (month,) = months_of(2024, [_row("2024-11-XX"), _row("2024"), _row("2024-XX-XX")])
    assert (month.number, month.days, [link.title for link in month.loose]) == (11, {}, ["2024-11-XX"])
    assert day_id(parse_date("2024-11")) == ""
