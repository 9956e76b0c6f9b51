from __future__ import annotations

import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.records.dates import Date, DateError, DateOrderError, Day, parse_date

YEAR_FIRST = "year-month-day, such as 2024-04-19; XX for a day or month that is not known"
SHORT = "year-month-day, such as 2024-04-19"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-04-19", "2024-04-19", "2024-04-19"),
        ("2024-04", "2024-04-01", "2024-04-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-11-XX", "2024-11-01", "2024-11-30"),
        ("2025-XX-XX", "2025-01-01", "2025-12-31"),
        ("2025-XX", "2025-01-01", "2025-12-31"),
        ("2025-XX-19", "2025-01-01", "2025-12-31"),
        ("XXXX-03-07", "0001-03-07", "9999-03-07"),
        ("XXXX-02-29", "0001-02-28", "9999-02-28"),
        ("XXXX-03", "0001-03-01", "9999-03-31"),
        ("XXXX", "0001-01-01", "9999-12-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("2024-04-19?", "2024-04-19", "2024-04-19"),
        ("2024-04~", "2024-04-01", "2024-04-30"),
        ("2024%", "2024-01-01", "2024-12-31"),
        ("2024-04-19/2024-04-20", "2024-04-19", "2024-04-20"),
        ("2024-04/2024-06", "2024-04-01", "2024-06-30"),
        ("2024-06/2024", "2024-06-01", "2024-12-31"),
        ("2024-04-30/2024-04", "2024-04-30", "2024-04-30"),
        ("2024-04-19?/2024-05~", "2024-04-19", "2024-05-31"),
        ("2024-04-19/XXXX", "2024-04-19", "9999-12-31"),
    ],
)
def test_days(text: str, first: str, last: str) -> None:
    """Each form has an earliest and a latest day, and keeps its text."""
    date = parse_date(text)
    assert (date.first.isoformat(), date.last.isoformat()) == (first, last)
    assert date.text == str(date) == text


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024-04-19", Day(2024, 4, 19), None),
        ("2024-11", Day(2024, 11), None),
        ("2024-11-XX", Day(2024, 11, None, "", ("day",)), None),
        ("2025-XX-XX", Day(2025, None, None, "", ("month", "day")), None),
        ("XXXX-03-07", Day(None, 3, 7, "", ("year",)), None),
        ("2024?", Day(2024, mark="?"), None),
        ("2024-04~", Day(2024, 4, mark="~"), None),
        ("2024-04-19%", Day(2024, 4, 19, "%"), None),
        ("2024-04-19~/2024-XX", Day(2024, 4, 19, "~"), Day(2024, None, None, "", ("month",))),
    ],
)
def test_parts(text: str, start: Day, end: Day | None) -> None:
    """What is written, what is written as not known, and how sure it is, are three things."""
    date = parse_date(text)
    assert (date.start, date.end) == (start, end)
    assert date.year == start.year


def test_blanks_around_a_date() -> None:
    """Blanks around a date are no part of it."""
    assert parse_date("  2024-04-19 ") == parse_date("2024-04-19")
    assert parse_date("  2024-04-19 ").text == "2024-04-19"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "“” is not a date that the archive reads", YEAR_FIRST),
        ("yesterday", "“yesterday” is not a date that the archive reads", YEAR_FIRST),
        ("24-04-19", "“24-04-19” is not a date that the archive reads", YEAR_FIRST),
        ("2024-4", "“2024-4” is not a date that the archive reads", YEAR_FIRST),
        ("2024-4X-01", "“2024-4X-01” is not a date that the archive reads", YEAR_FIRST),
        ("202X", "“202X” is not a date that the archive reads", YEAR_FIRST),
        ("2024-xx-xx", "“2024-xx-xx” is not a date that the archive reads", YEAR_FIRST),
        ("2024-04-19??", "“2024-04-19??” is not a date that the archive reads", YEAR_FIRST),
        ("?2024-04-19", "“?2024-04-19” is not a date that the archive reads", YEAR_FIRST),
        ("2024-04-19T14:00", "“2024-04-19T14:00” is not a date that the archive reads", YEAR_FIRST),
        ("2024-04-19/..", "“..” is not a date that the archive reads", YEAR_FIRST),
        ("2024-04-19/", "“” is not a date that the archive reads", YEAR_FIRST),
        ("٢٠٢٤-٠٤-١٩", "“٢٠٢٤-٠٤-١٩” is not a date that the archive reads", SHORT),
        ("２０２４", "“２０２４” is not a date that the archive reads", YEAR_FIRST),
        # other orders: what to type instead, both where two are possible
        ("19.04.2024", "“19.04.2024” is not a date that the archive reads", "write 2024-04-19"),
        ("9. 4. 2024", "“9. 4. 2024” is not a date that the archive reads", "write 2024-04-09"),
        ("05.04.2024", "“05.04.2024” is not a date that the archive reads", "write 2024-04-05"),
        ("4/19/2024", "“4/19/2024” is not a date that the archive reads", "write 2024-04-19"),
        (
            "5/4/2024",
            "“5/4/2024” is not a date that the archive reads",
            "write 2024-04-05 or 2024-05-04, whichever is meant",
        ),
        ("5/5/2024", "“5/5/2024” is not a date that the archive reads", "write 2024-05-05"),
        ("19-04-2024", "“19-04-2024” is not a date that the archive reads", "write 2024-04-19"),
        ("2024/04/19", "“2024/04/19” is not a date that the archive reads", "write 2024-04-19"),
        ("2024.4.9", "“2024.4.9” is not a date that the archive reads", "write 2024-04-09"),
        ("2024-4-9", "“2024-4-9” is not a date that the archive reads", "write 2024-04-09"),
        ("32.13.2024", "“32.13.2024” is not a date that the archive reads", SHORT),
        ("2024-04-19 / 2024-04-20", "“2024-04-19 ” is not a date that the archive reads", "write 2024-04-19"),
        # no such day
        ("2024-13-01", "“2024-13-01”: there is no month 13", "months are 01 to 12: year-month-day"),
        ("2024-00", "“2024-00”: there is no month 00", "months are 01 to 12: year-month-day"),
        ("2024-04-31", "“2024-04-31”: there is no day 31", "that month has 30 days"),
        ("2023-02-29", "“2023-02-29”: there is no day 29", "that month has 28 days"),
        ("XXXX-02-30", "“XXXX-02-30”: there is no day 30", "that month has 29 days"),
        ("2024-04-00", "“2024-04-00”: there is no day 00", "that month has 30 days"),
        ("2024-XX-32", "“2024-XX-32”: there is no day 32", ""),
        ("0000-01-01", "“0000-01-01”: there is no year 0000", ""),
        # intervals
        (
            "2024-04-20/2024-04-19",
            "the end 2024-04-19 is before the start 2024-04-20",
            "swap the two, or mend one",
        ),
        ("2024-05/2024-04-30", "the end 2024-04-30 is before the start 2024-05", "swap the two, or mend one"),
        ("2024/2024-04/2025", "“2024/2024-04/2025” is not a date that the archive reads", YEAR_FIRST),
    ],
)
def test_refused(text: str, message: str, hint: str) -> None:
    """What is no date is refused with the reason, and with the form to type instead where it can be told."""
    with pytest.raises(DateError) as caught:
        parse_date(text)
    assert (str(caught.value), caught.value.hint) == (message, hint)
    assert isinstance(caught.value, DateOrderError) == ("before the start" in message)


def test_order() -> None:
    """By the day it begins; what is less exactly known comes after what is known, undated things first."""
    ordered = [
        "XXXX-03-07",
        "XXXX",
        "2023-12-31",
        "2024-04-18",
        "2024-04-19",
        "2024-04-19/2024-04-20",
        "2024-04-19?",
        "2024-04-20",
        "2024-04",
        "2024-04-XX",
        "2024-05-01",
        "2024",
        "2025-01-01",
    ]
    for texts in (ordered, ordered[::-1]):
        assert [d.text for d in sorted(map(parse_date, texts), key=lambda d: d.sort_key)] == ordered


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        ("2024-04-19", None, None, True),
        ("2024-04-19", "2024-04-19", "2024-04-19", True),
        ("2024-04-19", "2024-04-20", None, False),
        ("2024-04-19", None, "2024-04-18", False),
        ("2024-04", "2024-04-30", None, True),
        ("2024-04", None, "2024-04-01", True),
        ("2024", "2024-12", None, True),
        ("2024-04-19", "2024", "2024", True),
        ("2024-04-19", "2024-04", "2024-05", True),
        ("2024-06-30", None, "2024-06", True),
        ("2024-07-01", None, "2024-06", False),
        ("2023-12-31/2024-01-01", "2024", None, True),
        ("XXXX-03-07", "2024", "2024", True),
        ("2024-04-19", "XXXX", "2023", False),
    ],
)
def test_overlaps(text: str, first: str | None, last: str | None, expected: bool) -> None:
    """A date lies within a term if one of its days may; an open end and an unknown year exclude nothing."""
    term = [parse_date(end) if end else None for end in (first, last)]
    assert parse_date(text).overlaps(*term) is expected


# ---- properties

_PARTS = st.tuples(
    st.one_of(st.just("XXXX"), st.integers(1, 9999).map("{:04}".format)),
    st.one_of(st.none(), st.just("XX"), st.integers(1, 12).map("{:02}".format)),
    st.one_of(st.none(), st.just("XX"), st.integers(1, 28).map("{:02}".format)),
    st.sampled_from(["", "?", "~", "%"]),
)
DAYS = _PARTS.map(lambda p: "-".join(filter(None, (p[0], p[1], p[1] and p[2]))) + p[3])


@given(DAYS)
def test_every_well_formed_day_is_read(text: str) -> None:
    """Every combination of known, unknown and missing parts is read, keeps its text and has its days in order."""
    date = parse_date(text)
    assert date.text == text
    assert date.first <= date.last
    assert date.overlaps(date, date)


@given(DAYS, DAYS)
def test_intervals_are_in_order(start: str, end: str) -> None:
    """Of two days one order at least is an interval, whose days are those of its ends."""
    found: list[Date] = []
    for text in (f"{start}/{end}", f"{end}/{start}"):
        try:
            found.append(parse_date(text))
        except DateOrderError:
            continue
    assert found
    for date in found:
        assert date.end is not None
        assert date.first == date.start.first <= date.last == date.end.last


@given(st.dates())
def test_every_day_of_the_calendar(day: datetime.date) -> None:
    """Every day of the calendar is a date that is just this day."""
    date = parse_date(day.isoformat())
    assert (date.first, date.last, date.year) == (day, day, day.year)


@given(
    st.one_of(
        st.text(max_size=30),
        st.text("0123456789X-/.?~% ", max_size=25),
        st.from_regex(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", fullmatch=True),
    )
)
@example("０1.01.2024")
@example("1.1.０000")
def test_any_text(text: str) -> None:
    """A text is a date that keeps it, or is refused with words; nothing else ever happens."""
    message = ""
    try:
        date = parse_date(text)
    except DateError as error:
        date, message = None, str(error)
    assert message if date is None else date.text == text.strip()


@given(st.text("0123456789./-", min_size=6, max_size=10))
def test_what_is_suggested_is_read(text: str) -> None:
    """A form that a hint says to write is one that the archive reads."""
    try:
        parse_date(text)
    except DateError as error:
        if error.hint.startswith("write "):
            for suggestion in error.hint.removeprefix("write ").partition(",")[0].split(" or "):
                assert parse_date(suggestion).text == suggestion
