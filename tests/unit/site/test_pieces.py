"""Pieces of pages: whatever a text holds is text, and nothing is said twice that the page says already."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pytest

from generator.records.dates import parse_date
from generator.site import urls
from generator.site.interface import Interface
from generator.site.page import Link
from generator.site.pieces import Pieces
from generator.site.views import ConclusionCard, Counted, MeetingRow, MergedView, Page, Participant, SpeechRow

EVIL = "<b onclick=x>\"'&"
SAFE = "&lt;b onclick=x&gt;&quot;&#x27;&amp;"


def pieces(address: str = "people/ann/") -> Pieces:
    page = Page(address, "merged.html", "T", MergedView(Link("people/bob/", "Bob"), ""))
    return Pieces(page, Interface("en"), partial(urls.relative, page=address))


ROW = MeetingRow(Link("meetings/m/", EVIL), parse_date("2024-04-19"), "conference", "held")
SPEECH = SpeechRow(ROW.link, ROW.date, (Link("people/ann/", "Ann"),), excerpt=EVIL)
CARD = ConclusionCard("k1", "meetings/m/#k1", ROW.link, ROW.date, "<em>Done</em>", "Done")


@pytest.mark.parametrize(
    "made",
    [
        pieces().to(Link("meetings/m/", EVIL)),
        pieces().chips([Counted(Link("issues/a/", EVIL), 3)]),
        pieces().meeting_rows([replace(ROW, places=(EVIL,))]),
        pieces().meeting_rows([replace(ROW, parts=("chairs",), roles=(EVIL,))]),
        pieces().speech_rows([SPEECH]),
        pieces().participants([Participant(EVIL, role="Chair")]),
        pieces().conclusion_list([replace(CARD, due_note=EVIL)]),
        pieces().conclusions([replace(CARD, quote=EVIL)]),
    ],
)
def test_texts_are_escaped_once(made: str) -> None:
    """A text of a record stands in the markup as the text that it is."""
    assert SAFE in made
    assert "<b" not in made
    assert "&amp;lt;" not in made


def test_finished_markup_stays() -> None:
    """What is markup already goes in as it is."""
    assert "<em>Done</em>" in pieces().conclusions([CARD])


def test_whose_page_it_is_is_not_said_again() -> None:
    """On a person's own page the lines of speeches do not name that person, on others they do."""
    assert "Ann" not in pieces().speech_rows([SPEECH])
    assert '<a href="../../people/ann/">Ann</a>' in pieces("issues/a/").speech_rows([SPEECH])


def test_conclusions_stand_below_their_meeting() -> None:
    """Each row of conclusions of one meeting has one heading, and one list."""
    other = replace(CARD, meeting=Link("meetings/n/", "N"))
    made = pieces().conclusion_list([CARD, CARD, other])
    assert made.count("<h3") == made.count("<ol") == made.count("</ol>") == 2
    assert pieces().conclusion_list([]) == ""


def test_an_office_is_named_once_on_a_page() -> None:
    """Who stands in two lists of a page has the office behind the first name alone."""
    here, person = pieces(), Participant("Ann", role="Chair")
    assert "Chair" in here.participants([person])
    assert "Chair" not in here.participants([person])


def test_many_speeches_stand_by_year() -> None:
    """A few are one list; of many each year has its heading and the way to it alone, and one without a year says so."""
    rows = [
        SpeechRow(Link("m/#a.1", f"Talk {n}"), parse_date(date), ())
        for n, date in enumerate(("2024", "2023", "XXXX-03-07"))
    ]
    assert pieces().speech_years(rows, 3, "speeches").count("<ol") == 1
    found = pieces().speech_years(rows, 2, "speeches")
    assert re.findall(r'<li><a href="#([^"]*)">([^<]+)<', found) == [
        ("speeches", "Show all"),
        *(years := [("speeches-2024", "2024"), ("speeches-2023", "2023"), ("speeches-undated", "without a year")]),
    ]
    assert re.findall(r'class="year" id="([^"]*)"><a href="#\1">([^<]+)<', found) == years


def test_many_conclusions_stand_by_year_and_state() -> None:
    """Of many each year has the ways to those of one state, where it has several; a few stand below each other."""
    dates = ("2024", "2024", "2023")
    cards = [
        replace(CARD, status=status, date=parse_date(date))
        for status, date in zip(("open", "done", "open"), dates, strict=True)
    ]
    assert "year" not in pieces().conclusion_years(cards, 3, "addressed")
    found = pieces().conclusion_years(cards, 2, "addressed")
    assert re.findall(r'class="year" id="([^"]*)"', found) == ["addressed-2024", "addressed-2023"]
    assert re.findall(r'<a id="([^"]*)" data-only="(\w+)" href="#\1">', found) == [
        ("addressed-2024-open", "open"),
        ("addressed-2024-done", "done"),
    ]
    assert found.count('<h4 class="conclusions__of"') == 2


def test_words_of_records_say_their_language() -> None:
    """On a page in another language a record's words are marked, the site's own words beside them are not."""
    page = Page("people/ann/", "merged.html", "T", MergedView(Link("people/bob/", "Bob"), ""))
    made = Pieces(page, Interface("en"), partial(urls.relative, page="people/ann/"), "de")
    row = replace(ROW, link=Link("meetings/m/", "Runde"), places=("Rathaus",), parts=("chairs",), roles=("Vorsitz",))
    assert '<a href="../../meetings/m/" lang="de">Runde</a>' in (found := made.meeting_rows([row]))
    assert '<strong>chair</strong> · <span lang="de">Vorsitz</span>' in found
    assert 'Conference · <span lang="de">Rathaus</span>' in found
    city = Link("districts/son/", "Sầm Sơn", "district:city")
    assert made.to(city) == '<a href="../../districts/son/"><span lang="vi">Sầm Sơn</span> (City)</a>'
    assert '<div class="conclusion__text" lang="de">' in made.conclusion_list([CARD])
    assert "lang=" not in made.conclusion_list([replace(CARD, meeting=replace(CARD.meeting, language="en"))])
