"""A page says where its words come from, and whether they were translated."""

from __future__ import annotations

from generator.records.dates import parse_date
from generator.records.model import Source
from generator.site.interface import Interface
from generator.site.origins import Origins

EVIL = '<b> & "x"'
ORIGINS = Origins(Interface("en"))


def _source(**fields: object) -> Source:
    return Source.model_validate(fields)


def test_a_source_is_told_with_all_that_is_known_of_it() -> None:
    """Title and address, translation and language, author, publisher, day and note."""
    found = ORIGINS.line(
        _source(
            title="News", url="https://x.org/a", publisher="Daily", author="Ann", language="vi", translation="machine",
            date=parse_date("2024-04-19"), note="Seen later.",
        )
    )  # fmt: skip
    assert found == (
        '<a class="external" rel="noopener noreferrer" href="https://x.org/a">News</a> '
        '<span class="badge badge--machine">machine translation, Vietnamese</span> '
        '<span class="muted">Ann. Daily, 19 April 2024. Seen later.</span>'
    )


def test_a_source_without_a_title_is_called_by_its_address_or_its_publisher() -> None:
    """Something always stands there to be read; a language without translation is told as well."""
    assert ">x.org/a</a>" in ORIGINS.line(_source(url="https://www.x.org/a"))
    assert ORIGINS.line(_source(publisher="Daily", language="tr")).startswith(
        'Daily <span class="badge">Turkish</span>'
    )


def test_in_short_sources_are_named_and_counted() -> None:
    """The first are named by whoever published them, the rest are counted."""
    five = [_source(publisher=f"Paper {n}", translation="original") for n in range(5)]
    found = ORIGINS.brief(five)
    assert ">5 sources</a>" in found
    assert [f"Paper {n} <" in found for n in range(5)] == [True, True, True, True, False]
    assert "<span>x.org</span>" in ORIGINS.brief([_source(url="https://x.org/a")])


def test_what_a_record_says_of_a_source_is_text() -> None:
    """Nothing that stands in a source becomes markup."""
    evil = _source(id="s1", title=EVIL, url="https://x.org/?a&b", publisher=EVIL, author=EVIL, note=EVIL)
    for found in (ORIGINS.line(evil), ORIGINS.lines([evil]), ORIGINS.brief([evil])):
        assert "<b>" not in found
        assert "&lt;b&gt;" in found
