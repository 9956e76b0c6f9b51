from __future__ import annotations

import json
from dataclasses import replace

from generator.package.crate import About, Part, bag_info, crate, manifest, opening_page

ABOUT = About("Archive", "What it is", "2024-04-19", licence="CC0", licence_url="https://x.example/cc0", language="en")


PARTS = (
    Part("site/", "Site"),
    Part("site/data/", "Data"),
    Part("site/index.html", "First page", 3),
    Part("site/data/years/a.csv", "Table", 12, format="CSV", standard="https://x.example/csv"),
    Part("b.yml", "Settings", 2),
)


def test_everything_that_is_named_is_described() -> None:
    """Each address that the metadata uses within itself is described in it, each thing once."""
    found = json.loads(crate(ABOUT, PARTS))
    ids = [entity["@id"] for entity in found["@graph"]]
    assert len(set(ids)) == len(ids)
    text = json.dumps([entity for entity in found["@graph"] if entity["@id"] != "ro-crate-metadata.json"])
    assert {part.split('"')[0] for part in text.split('{"@id": "')[1:]} <= {*ids}
    entities = {entity["@id"]: entity for entity in found["@graph"]}
    table = entities["site/data/years/a.csv"]
    assert table["encodingFormat"] == ["text/csv", {"@id": "https://x.example/csv"}]
    assert table["contentSize"] == "12"
    assert entities["https://x.example/csv"]["name"] == "CSV"


def test_each_part_is_held_by_the_folder_that_it_lies_in() -> None:
    """The nearest folder that is described holds a part; what lies in none is held by the whole."""
    entities = {entity["@id"]: entity for entity in json.loads(crate(ABOUT, PARTS))["@graph"]}
    assert {id: entity["hasPart"] for id, entity in entities.items() if "hasPart" in entity} == {
        "./": [{"@id": "b.yml"}, {"@id": "site/"}],
        "site/": [{"@id": "site/data/"}, {"@id": "site/index.html"}],
        "site/data/": {"@id": "site/data/years/a.csv"},
    }


def test_no_licence_is_said_not_invented() -> None:
    """Without a licence the metadata says that none is stated."""
    found = json.loads(crate(replace(ABOUT, licence="", licence_url=""), []))
    assert "No licence is stated" in [entity.get("name") for entity in found["@graph"]]


def test_a_line_each() -> None:
    """No text can add a line to the bag's information, and no path one to a manifest."""
    info = bag_info(replace(ABOUT, description="One\nBag-Count: 9"), 10, 2)
    assert "External-Description: One Bag-Count: 9\n" in info
    assert "Payload-Oxum: 10.2\n" in info
    assert manifest({"data/b%\n": "2", "data/a": "1"}) == "1  data/a\n2  data/b%25%0A\n"


def test_the_page_beside_leads_in() -> None:
    """The page beside the payload leads to the first page, and shows a title as text."""
    page = opening_page("<b>", "en")
    assert "<b>" not in page
    assert page.count("data/site/index.html") == 2
