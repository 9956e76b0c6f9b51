from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from generator.site.drawings import MARKS, WIDTH, Bar, Line, Node, Spot, Term, bars, lineage, matrix, places, terms

EVIL = '<b> & "x"'


def numbers(svg: str, pattern: str) -> list[float]:
    return [float(found) for found in re.findall(pattern, svg)]


def test_bars_are_as_high_as_their_numbers() -> None:
    """Each bar tells its number, and is as high as that in proportion; what is its own is the filled part."""
    svg = bars([Bar("a", 4, 1, "2021"), Bar("b", 0, 0), Bar("c", 2, 2)], "Label")
    assert re.findall(r'data-value="(\d+)" data-own="(\d+)"', svg) == [("4", "1"), ("0", "0"), ("2", "2")]
    assert numbers(svg, r'bar--whole"[^>]* height="([\d.]+)"') == [96, 0, 48]
    assert numbers(svg, r'class="bar"[^>]* height="([\d.]+)"') == [24, 0, 48]
    assert "<title>a: 4 (1)</title>" in svg
    assert "<title>c: 2</title>" in svg


@pytest.mark.parametrize("svg", [bars([], "x"), bars([Bar("a", 0, 0)], "x"), terms([], "x"), lineage([], [], "x")])
def test_nothing_to_draw(svg: str) -> None:
    """Where there is nothing to see nothing is drawn."""
    assert svg == ""


def test_terms_lie_on_one_axis() -> None:
    """Who came later stands further right; an open end is drawn as one, a day as a point."""
    svg = terms(
        [Term("Ann", "2018 until 2020", 2018.0, 2020.0), Term("Bob", "since 2020", 2020.0, None, (2021.5,))], "Label"
    )
    first, second = numbers(svg, r'<rect class="term[^"]*" x="([\d.]+)"')
    width, _ = numbers(svg, r'<rect class="term[^"]*" x="[\d.]+" y="[\d.]+" width="([\d.]+)"')
    assert first + width == pytest.approx(second, abs=0.2)
    assert svg.count("term--until") == 1
    assert "term--from" not in svg
    (point,) = numbers(svg, r'cx="([\d.]+)"')
    assert point > second
    assert "<title>Bob: since 2020</title>" in svg


def test_lineage_goes_from_left_to_right() -> None:
    """What was first stands on the left, the place of the page is marked, and each step is a line."""
    nodes = [
        Node("a", "A", "until 2020", -1),
        Node("b", "B", "until 2020", -1),
        Node("c", "C", "since 2021", 0, here=True),
    ]
    svg = lineage(nodes, [("a", "c"), ("b", "c"), ("c", "elsewhere")], "Label")
    a, b, c = numbers(svg, r'<rect class="node[^"]*" x="([\d.]+)"')
    assert a == b < c
    assert svg.count('class="edge"') == 2
    assert svg.count("node--here") == 1


@pytest.mark.parametrize(
    "svg",
    [
        bars([Bar(EVIL, 1, 1, EVIL)], EVIL),
        terms([Term(EVIL, EVIL, 2020.0, 2021.0)], EVIL),
        lineage([Node(EVIL, EVIL, EVIL, 0), Node("b", EVIL, EVIL, 1)], [(EVIL, "b")], EVIL),
        matrix([Line(EVIL, (MARKS, None, ()))], {"spoke": EVIL, None: EVIL}, (EVIL, EVIL), EVIL),
    ],
)
def test_texts_are_escaped(svg: str) -> None:
    """Whatever a record is called, the drawing is well-formed, holds no element of the record's and fits its column."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - it was drawn here
    assert {element.tag for element in root.iter()} <= {"svg", "g", "title", "rect", "line", "text", "circle", "path"}
    assert root.get("viewBox", "").split()[2] == str(WIDTH)
    assert root.get("aria-label") == EVIL


def _spot(name: str, lat: float, lon: float) -> Spot:
    return Spot(name, f"districts/{name}/", lat, lon, 4)


def test_places_lie_as_on_a_map() -> None:
    """What is in the north is above, what is in the east is right of it, and each place is a link."""
    found = places([_spot("north", 20.0, 105.0), _spot("east", 19.0, 106.0)], "Map")
    (x1, y1), (x2, y2) = [
        (float(x), float(y)) for x, y in re.findall(r'class="spot" cx="([\d.]+)" cy="([\d.]+)"', found)
    ]
    assert y1 < y2
    assert x1 < x2
    assert found.count('<a href="districts/') == 2


def test_a_name_is_left_out_where_another_stands() -> None:
    """Two places beside each other share no name; both keep their point."""
    found = places([_spot("one", 20.0, 105.0), _spot("two", 20.001, 105.001), _spot("far", 18.0, 104.0)], "Map")
    assert (found.count("<text"), found.count('class="spot"')) == (2, 3)


def test_one_place_is_no_map() -> None:
    """Where a single place lies says nothing."""
    assert places([_spot("one", 20.0, 105.0)], "Map") == ""


def test_offices_that_begin_alike_are_told_apart() -> None:
    """Of a long name the middle is left out: beginning and end stay, cut between words."""
    begin = "Mitglied des Ständigen Ausschusses, Leiter der Kommission für innere Angelegenheiten"
    names = [f"{begin}, Leiter des Rechtsausschusses", f"{begin}, Stellvertreter im Lenkungsausschuss", "Kurz"]
    shown = re.findall(r'class="name"[^>]*>([^<]*)<', terms([Term(name, "x", 2020.0, 2021.0) for name in names], "x"))
    assert shown == [
        "Mitglied des Ständigen … Leiter des Rechtsausschusses",
        "Mitglied des Ständigen Ausschusses … im Lenkungsausschuss",
        "Kurz",
    ]
    assert all(len(name) <= 58 for name in shown)
