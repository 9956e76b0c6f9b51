"""What the pages of the real archive say of people and places over time, as a reader reads it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from generator.archive.names import Ref
from generator.check import Checked, Request, check
from generator.contents import interface_of
from generator.records.dates import parse_date
from generator.records.model import Kind
from generator.site.markdown import Texts
from generator.site.pages import planned_pages
from generator.site.render import Renderer
from generator.site.theme import read_theme, theme_folder
from tests.whole.conftest import SITES

Read = Callable[[str], str]


@pytest.fixture(scope="module")
def real() -> Checked:
    """The real archive, linked."""
    records, config = SITES["real"]
    return check(Request(records, config))


@pytest.fixture(scope="module")
def read(real: Checked) -> Read:
    """Return a function that renders one page of the real archive, in German."""
    theme = read_theme(theme_folder())
    renderer = Renderer(theme.templates, interface_of(real.config, theme), real.config, "/")
    texts = Texts(real.archive)
    plans = {plan.address: plan for plan in planned_pages(real.archive)}
    return lambda address: renderer.render(plans[address].make(real.archive, real.config, texts)).html


def text(markup: str) -> str:
    """The words of a piece of markup."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", markup).split()))


def rows(markup: str) -> list[list[str]]:
    """The cells of all rows of tables."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", markup, re.DOTALL)
    return [[text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in found]


def test_dong_son_went_into_the_city(read: Read) -> None:
    """Đông Sơn says until when it was and what it became; the city, what came before it and what it became."""
    before, city = read("districts/dong-son/"), read("districts/thanh-hoa-stadt/")
    assert "Bestand bis 31. Dezember 2024. Seitdem: Thanh Hóa (Stadt)" in text(before)
    assert rows(before)[1][:3] == ["Đông Sơn Bezirk", "bis 31.12.2024", "Thanh Hóa (Stadt)"]
    assert "Bestand bis 30. Juni 2025. Seitdem: Hạc Thành , Quảng Phú" in text(city)
    assert "Vorgänger: Đông Sơn" in text(city)
    lines = {row[0]: row[1] for row in rows(city) if len(row) == 4}
    assert lines["Đông Sơn Bezirk"] == "bis 31.12.2024"
    assert lines["Thanh Hóa Stadt"] == "bis 30.06.2025"
    assert lines["Hạc Thành Stadtteil"] == "seit 01.07.2025"
    assert "An diese Stelle gerichtet" in text(city)


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("2024-04-19", {"dong-son", "thanh-hoa-stadt", "hoang-hoa"}),
        ("2024-12-31", {"dong-son", "thanh-hoa-stadt", "hoang-hoa"}),
        ("2025-01-01", {"thanh-hoa-stadt", "hoang-hoa"}),
        ("2025-07-01", set()),
    ],
)
def test_all_districts_are_those_of_the_day(real: Checked, day: str, there: set[str]) -> None:
    """A directive to all districts means Đông Sơn until the end of 2024, and the city until June 2025."""
    known = set(real.archive.districts_on(parse_date(day)))
    assert known & {"dong-son", "thanh-hoa-stadt", "hoang-hoa", "hoang-hoa-gemeinde", "hac-thanh"} == there


def test_the_commune_that_bears_the_name_of_a_district(read: Read, real: Checked) -> None:
    """Hoằng Hóa is a district until June 2025 and a commune from July on; each page leads to the other, by its kind."""
    district, commune = read("districts/hoang-hoa/"), read("districts/hoang-hoa-gemeinde/")
    assert "Bestand bis 30. Juni 2025. Seitdem: Hoằng Hóa (Gemeinde) , Hoằng Tiến" in text(district)
    assert "Entstehung: 1. Juli 2025 , aus Hoằng Hóa (Bezirk)" in text(commune)
    assert "umfasst aber eine andere Fläche" in text(commune)
    meeting = real.archive.meetings["2024-04-19-innere-angelegenheiten"]
    assert Ref(Kind.DISTRICT, "hoang-hoa-gemeinde") not in meeting.mentions
    totals = {row[0]: row[1:] for row in rows(commune) if len(row) == 3}
    assert totals["Sitzungen"] == ["0", "1"]


def test_offices_of_do_minh_tuan(read: Read) -> None:
    """Each office with its term and the number of its source; who chaired the committee before him is told."""
    lines = {row[0]: row[1:] for row in rows(read("people/do-minh-tuan/")) if len(row) == 5}
    name = "Leiter der Kommission für innere Angelegenheiten des Provinzparteikomitees"
    assert lines[f"{name} Kommission für innere Angelegenheiten des Provinzparteikomitees"][0] == "seit 10.09.2013 1"
    assert lines["Sekretär des Parteikomitees der Behörden auf Provinzebene"][0] == "bis 10.09.2013 1"
    chair = lines["Vorsitzender des Volkskomitees der Provinz Volkskomitee der Provinz Thanh Hóa"]
    assert chair == ["seit 06.12.2020 3", "", "Nguyễn Đình Xứng", ""]
    deputy = lines["Stellvertretender Sekretär des Provinzparteikomitees Provinzparteikomitee Thanh Hóa"]
    assert deputy == ["belegt: 25.02.2020 2", "", "", ""]
    assert (
        lines["Stellvertretender Sekretär, Vorsitzender des Volkskomitees"][1]
        == "01.02.2024 – 18.12.2024 (4 Sitzungen)"
    )


@pytest.mark.parametrize(
    ("person", "offices"),
    [
        ("nguyen-doan-anh", {"Sekretär des Provinzparteikomitees": "01.01.2025"}),
        (
            "nguyen-ngoc-tien",
            {
                "Mitglied des Ständigen Ausschusses, Leiter der Kommission für innere Angelegenheiten des "
                "Provinzparteikomitees Kommission für innere Angelegenheiten des Provinzparteikomitees": "19.04.2024"
            },
        ),
    ],
)
def test_offices_that_meetings_alone_state(read: Read, person: str, offices: dict[str, str]) -> None:
    """Who has no post in the register has the offices of the meetings, with their days, drawn and in the table."""
    markup = read(f"people/{person}/")
    lines = {row[0]: row[1:] for row in rows(markup) if len(row) == 3}
    assert {name: lines[name] for name in offices} == {n: ["nicht verzeichnet", day] for n, day in offices.items()}
    assert len(lines) - 1 == len(re.findall(r"<g><title>", markup.partition("<table")[0]))


def test_two_people_called_nguyen_hong_phong(read: Read) -> None:
    """Each has offices and meetings of his own, and says that he is not the other."""
    deputy, manager = read("people/nguyen-hong-phong/"), read("people/nguyen-hong-phong-unternehmer/")
    assert "Generaldirektor" not in deputy
    assert "Provinzparteikomitee" not in text(manager)
    assert "people/nguyen-hong-phong-unternehmer/" in deputy
    assert "people/nguyen-hong-phong/" in manager
    (row,) = [row for row in rows(deputy) if row[0].startswith("Ständiger stellvertretender Sekretär")]
    assert row[1:] == ["seit 17.09.2025; belegt: 16.10.2025 1 2", "", "Lại Thế Nguyên", ""]
    assert [row[2] for row in rows(manager) if row[0].startswith("Generaldirektor")] == ["17.11.2020"]
