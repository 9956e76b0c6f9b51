"""What whole sites say to programs, as these find it: the pages of both archives as they are published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import jsonschema
import pytest
from lxml import etree
from lxml import html as lxml_html

from generator.build import Built
from tests.crawler import json_ld, open_graph
from tests.unit.exports.test_crawlers import locations
from tests.whole.pages import HOST

Site = tuple[Path, Built]
SHAPES = jsonschema.Draft202012Validator(
    json.loads((Path(__file__).parents[1] / "unit/exports/schema_org.json").read_text("utf-8"))
)


@pytest.fixture(scope="module")
def pages(site: Site) -> Mapping[str, str]:
    """Return the pages of a site by their address, but for the one for lost readers and those that lead on."""
    folder, _ = site
    found = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.html")}
    return {
        name.removesuffix("index.html"): text
        for name, text in found.items()
        if not name.endswith("404.html") and 'http-equiv="refresh"' not in text
    }


def in_main_language(address: str) -> str:
    """Return the address of a page in the language of the site, under which it is cited."""
    return re.sub("^(de|en|vi)/", "", address)


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Everything with a type, however deep."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from things(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from things(inner)


def test_every_page_says_what_it_is(site: Site, pages: Mapping[str, str]) -> None:
    """A crawler finds in each page data of schema.org in its shapes, and Open Graph with a picture that is there."""
    folder, _ = site
    seen = set()
    for address, text in pages.items():
        found = json_ld(text)
        assert found, address
        for data in found:
            SHAPES.validate(data)
            seen |= {thing["@type"] for thing in things(data)}
        said = open_graph(text)
        assert said["og:title"]
        assert said["og:url"] == HOST + address
        if any(thing["@type"] == "Event" for data in found for thing in data["@graph"]):
            assert (folder / said["og:image"].removeprefix(HOST)).is_file(), address
    assert seen >= {"WebSite", "BreadcrumbList", "Event", "Person", "AdministrativeArea", "Quotation", "Organization"}


def test_zotero_finds_what_can_be_cited(pages: Mapping[str, str]) -> None:
    """On a meeting's page stand the elements that Zotero looks for, each with an address that is on that page."""
    count = 0
    for address, text in pages.items():
        root: Any = lxml_html.fromstring(text)
        for span in root.xpath('//span[@class="Z3988"][@title]'):
            fields = dict(part.split("=", 1) for part in span.get("title").split("&"))
            cited, _, place = unquote(fields["rft.identifier"]).partition("#")
            assert cited == HOST + in_main_language(address)
            assert not place or root.xpath("//*[@id=$id]", id=place), (address, place)
            count += 1
    assert count


def test_other_formats_of_a_page_are_there(site: Site, pages: Mapping[str, str]) -> None:
    """Each other format and each feed that a page's head names is a file of the site."""
    folder, _ = site
    for address, text in pages.items():
        root: Any = lxml_html.fromstring(text)
        for link in root.xpath('//link[@rel="alternate"][@type]'):
            target = urljoin(HOST + address, link.get("href")).removeprefix(HOST)
            assert (folder / unquote(target)).is_file(), (address, target)


def test_crawlers_are_led_to_pages(site: Site, pages: Mapping[str, str]) -> None:
    """The sitemap follows its schema and names pages that are there; the search's description is one of OpenSearch."""
    folder, _ = site
    named = {found.removeprefix(HOST) for found in locations((folder / "sitemap.xml").read_text("utf-8"))}
    assert named <= {*pages}
    assert {"", "meetings/", "people/", "data/"} <= named
    description = etree.fromstring((folder / "opensearch.xml").read_bytes())
    assert description.tag == "{http://a9.com/-/spec/opensearch/1.1/}OpenSearchDescription"
    assert (folder / "robots.txt").read_text("utf-8").endswith(f"Sitemap: {HOST}sitemap.xml\n")
