from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contribute.draft.days import days
from generator.contribute.draft.phrases import LANGUAGES, Language


def named(text: str, language: Language) -> list[str]:
    return [day.edtf for day in days(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "am 19. April 2024 um zehn", "2024-04-19"),
        ("de", "am Freitag, dem 19.4.2024,", "2024-04-19"),
        ("de", "am 19. April", "XXXX-04-19"),
        ("de", "am neunzehnten April 2024", "2024-04-19"),
        ("de", "am einundzwanzigsten März 2024", "2024-03-21"),
        ("de", "vom 19. bis 20. April 2024", "2024-04-19/2024-04-20"),
        ("de", "bis Ende Juni 2024", "2024-06"),
        ("de", "bis Ende Juni", "XXXX-06"),
        ("de", "am 1. Jänner 2025", "2025-01-01"),
        ("vi", "ngày 19 tháng 4 năm 2024", "2024-04-19"),
        ("vi", "Chiều 19/4/2024", "2024-04-19"),
        ("vi", "Sáng 19-4", "XXXX-04-19"),
        ("vi", "ngày 19.4.2024", "2024-04-19"),
        ("vi", "ngày 19 tháng Tư năm 2024", "2024-04-19"),
        ("vi", "ngày mười chín tháng tư năm 2024", "2024-04-19"),
        ("vi", "ngày 1 tháng mười hai năm 2024", "2024-12-01"),
        ("vi", "từ ngày 19 đến 20/4/2024", "2024-04-19/2024-04-20"),
        ("vi", "trong tháng 9/2024", "2024-09"),
        ("vi", "trong tháng 9 năm 2024", "2024-09"),
        ("en", "on 19 April 2024", "2024-04-19"),
        ("en", "on April 19, 2024", "2024-04-19"),
        ("en", "on the 19th of April 2024", "2024-04-19"),
        ("en", "on the nineteenth of April 2024", "2024-04-19"),
        ("en", "on the twenty-first of March", "XXXX-03-21"),
        ("en", "on April 19-20, 2024", "2024-04-19/2024-04-20"),
        ("en", "from 19 to 20 April 2024", "2024-04-19/2024-04-20"),
        ("en", "on Sept. 3", "XXXX-09-03"),
        ("en", "by the end of June 2024", "2024-06"),
        ("de", "am 2024-04-19", "2024-04-19"),
    ],
)
def test_day_in_words_is_read(language: Language, text: str, expected: str) -> None:
    """A day, a span of days or a month is read in each language, in figures and in words."""
    assert named(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "am 31. Februar 2024"),
        ("de", "um 14.30 Uhr"),
        ("de", "im 13. Monat"),
        ("de", "Maier kam"),
        ("vi", "trực ban 24/24 giờ"),
        ("vi", "tăng 1.5 lần"),
        ("vi", "ngày 32 tháng 1"),
        ("vi", "ngày 30 tháng 2 năm 2024"),
        ("en", "he may come"),
        ("en", "on 31/31/2024"),
    ],
)
def test_what_is_no_day_is_left(language: Language, text: str) -> None:
    """A day that no calendar has, and figures that only look like one, are not read."""
    assert named(text, language) == []


def test_day_and_month_that_may_be_swapped_are_told() -> None:
    """In English, 04/05/2024 is read with the day first, and the other reading is kept."""
    (day,) = days("on 04/05/2024", "en")
    assert (day.edtf, day.either, day.swapped) == ("2024-05-04", True, "2024-04-05")
    (day,) = days("on 19/04/2024", "en")
    assert not day.either
    (day,) = days("ngày 04/05/2024", "vi")
    assert (day.edtf, day.either) == ("2024-05-04", False)


def test_several_days_stand_in_order() -> None:
    """Each day of a text is read once, where it stands."""
    text = "Am 3. Mai 2024 und am 4.5.2024, bis Ende Juni 2024."
    assert named(text, "de") == ["2024-05-03", "2024-05-04", "2024-06"]
    assert [text[day.start : day.end] for day in days(text, "de")] == ["3. Mai 2024", "4.5.2024", "Juni 2024"]


@given(st.dates(), st.sampled_from(LANGUAGES))
def test_every_day_of_the_calendar_is_read(date: object, language: Language) -> None:
    """Whatever day it is, its usual form in figures is read as that day, if the year is of our time."""
    year, month, day = map(int, str(date).split("-"))
    year = 1900 + year % 200
    form = {
        "de": f"{day}.{month}.{year}",
        "vi": f"ngày {day} tháng {month} năm {year}",
        "en": f"{year}-{month:02}-{day:02}",
    }
    if (month, day) != (2, 29):
        assert named(f"x {form[language]} y", language) == [f"{year}-{month:02}-{day:02}"]


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_can_be_asked_for_days(text: str, language: Language) -> None:
    """No text makes the reader of days fail, and each day lies within the text."""
    assert all(0 <= day.start < day.end <= len(text) for day in days(text, language))
