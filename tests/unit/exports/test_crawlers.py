from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import quote, unquote
from urllib.robotparser import RobotFileParser

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown import Markdown

from generator.check import Checked
from generator.config import SiteConfig
from generator.exports.crawlers import LARGEST, addresses_for_crawlers, llms_text
from generator.exports.export import Publication
from generator.exports.formats import planned_exports
from tests.unit.exports.conftest import Leaving

SITE = "https://example.org/archiv/"
CONFIG = SiteConfig(title="Archiv der Sitzungen <Sơn Vụ> &")
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
GRAMMAR = etree.XMLSchema(
    etree.fromstring(f"""
<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="{SITEMAP}" xmlns:s="{SITEMAP}"
        elementFormDefault="qualified">
  <simpleType name="address">
    <restriction base="anyURI"><minLength value="12"/><maxLength value="2048"/></restriction></simpleType>
  <complexType name="entry"><sequence><element name="loc" type="s:address"/>
    <any namespace="##other" minOccurs="0" maxOccurs="unbounded" processContents="skip"/></sequence></complexType>
  <element name="urlset"><complexType><sequence>
    <element name="url" type="s:entry" maxOccurs="50000"/></sequence></complexType></element>
  <element name="sitemapindex"><complexType><sequence>
    <element name="sitemap" type="s:entry" maxOccurs="50000"/></sequence></complexType></element>
</schema>""")
)
"""What of sitemaps.org's schema is used here: https://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd."""


def locations(text: str) -> list[str]:
    root = etree.fromstring(text.encode())
    GRAMMAR.assertValid(root)
    return [str(found.text) for found in root.iter(f"{{{SITEMAP}}}loc")]


@given(st.sets(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=5))
def test_sitemap_follows_its_schema(addresses: set[str]) -> None:
    """Whatever the addresses, the sitemap is valid and names each of them, escaped as an address and as XML."""
    files = dict(addresses_for_crawlers(addresses, SITE, CONFIG))
    assert {unquote(found.removeprefix(SITE)) for found in locations(files["sitemap.xml"])} == addresses


def test_many_addresses_are_split_and_named_by_an_index() -> None:
    """No sitemap holds more than fifty thousand addresses; the index names them all."""
    addresses = [f"people/p{n}/" for n in range(LARGEST + 1)]
    files = dict(addresses_for_crawlers(addresses, SITE, CONFIG))
    parts = [name.removeprefix(SITE) for name in locations(files["sitemap.xml"])]
    assert parts == ["sitemap-1.xml", "sitemap-2.xml"]
    found = [address for part in parts for address in locations(files[part])]
    assert found == sorted(SITE + quote(address) for address in addresses)


def test_robots_are_let_in_and_led_to_the_sitemap() -> None:
    """Python's own reader of robots.txt finds the sitemap and no page that is forbidden."""
    robots = RobotFileParser()
    robots.parse(dict(addresses_for_crawlers(["a/"], SITE, CONFIG))["robots.txt"].splitlines())
    assert robots.site_maps() == [f"{SITE}sitemap.xml"]
    assert robots.can_fetch("anybody", f"{SITE}meetings/")


def test_without_an_address_of_the_site_there_are_none() -> None:
    """A sitemap of relative addresses is not allowed, so there is none."""
    assert list(addresses_for_crawlers(["a/"], "", CONFIG)) == []


def test_overview_for_language_models_names_the_data(either: Leaving) -> None:
    """llms.txt is Markdown with one title, a summary in a quote, and sections of links, as llmstxt.org says."""
    publication = either.publication
    exports = list(planned_exports(either.archive, publication))
    text = llms_text(either.archive, publication, exports).decode()
    html = Markdown().convert(text)
    assert re.match(r"# \S[^\n]*\n\n> ", text)
    assert html.count("<h1>") == 1
    assert html.count("<h2>") == 2
    links = re.findall(r'href="([^"]+)"', html)
    assert {f"{publication.site_url}{file.address}" for _, files in exports for file in files if file.title} <= set(
        links
    )
    assert all(link.startswith(SITE) for link in links)


def test_any_title_is_one_title(checked: Checked, publication: Publication) -> None:
    """Signs of Markdown in the archive's title are signs."""
    title = "# *Archiv* [a](b) <x> `c` _d_ \\"
    config = checked.config.model_copy(update={"title": title})
    text = llms_text(checked.archive, replace(publication, config=config), []).decode()
    assert unescape(Markdown().convert(text)).startswith(f"<h1>{title}</h1>")


def test_browsers_learn_how_the_site_is_searched() -> None:
    """The OpenSearch description is XML with a short name of at most 16 letters and the address of a search."""
    text = dict(addresses_for_crawlers(["a/"], SITE, CONFIG))["opensearch.xml"]
    root = etree.fromstring(text.encode())
    found = {etree.QName(element).localname: element for element in root}
    assert found["ShortName"].text == "Archiv der Sitzu"
    assert found["Description"].text == CONFIG.title
    assert found["Url"].get("template") == f"{SITE}search/?q={{searchTerms}}"
