from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.quarters import CADENCES, quarter_of, span_of, span_of_period, spans_between
from generator.records.dates import parse_date

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2050, 12, 31))


@pytest.mark.parametrize(
    ("date", "quarter"),
    [
        ("2024-04-19", "2024-Q2"),
        ("2024-03-31/2024-04-01", "2024-Q1"),
        ("2024-12?", "2024-Q4"),
        ("2024", "2024"),
        ("2024-XX-XX", "2024"),
        ("XXXX-03-07", ""),
    ],
)
def test_quarter_of_a_date(date: str, quarter: str) -> None:
    """A date lies in the quarter in which it begins, as far as that is known."""
    assert quarter_of(parse_date(date)) == quarter


@pytest.mark.parametrize(
    ("cadence", "span"),
    [
        ("weekly", "2020-W53"),
        ("monthly", "2021-01"),
        ("quarterly", "2021-Q1"),
        ("half-yearly", "2021-H1"),
        ("yearly", "2021"),
    ],
)
def test_span_of_a_day(cadence: str, span: str) -> None:
    """The second of January 2021 lies in the last week of 2020, and in the first month of 2021."""
    assert span_of(datetime.date(2021, 1, 2), cadence) == span


@given(DAYS, DAYS, st.sampled_from(CADENCES))
def test_spans_are_complete(one: datetime.date, other: datetime.date, cadence: str) -> None:
    """From the span of one day to that of another each comes once, in order, and none is left out."""
    first, last = sorted((one, other))
    found = list(spans_between(first, last, cadence))
    assert found == sorted(set(found))
    days = (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))
    assert found == list(dict.fromkeys(span_of(day, cadence) for day in days))
    assert all(a < b for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("period", "cadence", "span"),
    [
        ("2024-Q1", "quarterly", "2024-Q1"),
        ("2024-04", "quarterly", "2024-Q2"),
        ("2024-Q3", "half-yearly", "2024-H2"),
        ("2024-H1", "quarterly", ""),
        ("2024-H2", "yearly", "2024"),
        ("2024", "yearly", "2024"),
        ("2024", "monthly", ""),
        ("2024-04", "weekly", ""),
    ],
)
def test_span_of_a_period(period: str, cadence: str, span: str) -> None:
    """A period of a record lies in the span of a rhythm, unless it is longer than that."""
    assert span_of_period(period, cadence) == span
