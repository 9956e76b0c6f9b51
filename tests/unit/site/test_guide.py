"""Pages of text: the help, and the pages that no record brings."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

import pytest

from generator.archive.resolve import resolve_archive
from generator.config import SiteConfig
from generator.records.decode import decode_record
from generator.records.model import Kind
from generator.records.source import RecordFile
from generator.site.guide import SMALLEST_MEETING, planned_texts
from generator.site.interface import Interface
from generator.site.markdown import Texts
from generator.site.page import Link
from generator.site.render import Renderer
from generator.site.sections import FOOTER, SECTIONS
from generator.site.views import Page, TextView
from tests.unit.site.conftest import RendererOf, Site
from tests.unit.site.markup import Markup


def helped(documents: Mapping[str, str]) -> dict[str, Page]:
    """Return the pages that files of the help become, by address."""
    archive = resolve_archive(())[0]
    made = (page.make(archive, SiteConfig(title="T"), Texts(archive)) for page in planned_texts(documents, tuple))
    return {page.address: page for page in made if page.address.startswith("help/")}


@pytest.mark.parametrize(("language", "title"), [("de", "Hilfe"), ("en", "Help"), ("vi", "Help")])
def test_help_in_the_language_of_the_interface(language: str, title: str) -> None:
    """A page that has a translation is shown in it, at the same address; any other stays English."""
    pages = helped({"a.md": "# Help\n", "a.de.md": "# Hilfe\n", "b.md": "# Else\n"})
    assert list(pages) == ["help/a/", "help/b/"]
    renderer = Renderer({"text.html": "{{ page.language }}"}, Interface(language), SiteConfig(title="T"))
    shown = renderer.render(pages["help/a/"])
    assert (shown.title, shown.language, shown.html) == (title, "de" if language == "de" else "en", shown.language)
    assert renderer.render(pages["help/b/"]).language == "en"


def one(text: str) -> Page:
    return helped({"a-page.md": text})["help/a-page/"]


def html_of(page: Page) -> str:
    assert isinstance(page.view, TextView)
    return page.view.html


def test_each_file_of_the_help_is_a_page() -> None:
    """The start of the help lies at its root, the others below it, each with the way back."""
    pages = helped({"index.md": "# Help\n", "format.md": "# `The` *format*\n"})
    assert set(pages) == {"help/format/", "help/"}
    assert pages["help/format/"].title == "The format"
    assert pages["help/format/"].trail == (Link("help/", "Help"),)
    assert pages["help/"].trail == ()
    assert pages["help/"].language == "en"


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("format.md", "../../help/format/"),
        ("format.md#dates", "../../help/format/#dates"),
        ("index.md", "../../help/"),
        ("#here", "#here"),
        ("https://e.example/x.md", "https://e.example/x.md"),
    ],
)
def test_links_between_files_become_links_between_pages(link: str, href: str) -> None:
    """What works in the repository works on the site."""
    assert Markup(html_of(one(f"# T\n\n[x]({link})\n"))).links == [href]


def test_links_in_code_stay_as_they_are() -> None:
    """An example shows what is to be typed."""
    assert 'href="x.md"' not in html_of(one('# T\n\n    <a href="x.md">\n'))


def test_headings_are_plain_text() -> None:
    """Contents are escaped where they are shown, and only there."""
    page = one("# T\n\n## A & `<b>` *c*\n\n### below\n\n## Ä\n")
    assert [heading.title for heading in page.headings] == ["A & <b> c", "Ä"]
    assert {heading.id for heading in page.headings} <= set(Markup(html_of(page)).ids)


def test_tables_can_be_read_on_a_phone() -> None:
    """A wide table is scrolled in its frame, also by keyboard."""
    assert '<div class="table-wrap" tabindex="0"><table>' in html_of(one("# T\n\n| a |\n|---|\n| b |\n"))


def test_every_link_of_the_help_lands(site: Site) -> None:
    """No page of the help leads nowhere, and no fragment to nothing."""
    host = "https://site.invalid/"
    pages = {host + a: Markup(html_of(p)) for a, p in site.pages.items() if a.startswith("help/")}
    lost = [
        f"{here} → {link}"
        for here, markup in pages.items()
        for link in markup.links
        if (target := urljoin(here, link)).startswith(host)
        if (found := pages.get(target.partition("#")[0])) is None
        or (target.partition("#")[2] and target.partition("#")[2] not in found.ids)
    ]
    assert len(pages) > 5
    assert lost == []


def test_the_smallest_meeting_can_be_read() -> None:
    """The example of the page for contributors is a record without a mistake."""
    record, problems = decode_record(RecordFile(Kind.MEETING, "m", "records/meetings/m.md", SMALLEST_MEETING))
    assert problems == ()
    assert record.record is not None


def test_the_smallest_meeting_is_shown_as_it_is_typed(site: Site, renderer_of: RendererOf) -> None:
    """Whoever copies the example gets the example."""
    seen = Markup(renderer_of("vi").render(site.pages["contribute/"]).html)
    assert " ".join(SMALLEST_MEETING.split()) in seen.text


def test_head_and_foot_lead_to_pages(site: Site) -> None:
    """Every page offers ways that exist, and the page for lost readers offers them all but the search."""
    ways = {address for address, _ in (*SECTIONS, *FOOTER)}
    assert ways <= set(site.pages)
    lost = site.pages["404.html"].view
    assert isinstance(lost, TextView)
    assert {link.address for link in lost.further} == ways - {"search/"}


def test_only_the_search_page_searches(site: Site) -> None:
    """No other page loads the search."""
    assert [page.address for page in site.pages.values() if page.search] == ["search/"]


def test_the_owners_words_are_part_of_the_page_about(site: Site, renderer_of: RendererOf) -> None:
    """The text of the configuration is Markdown like a record's: with links to records, without raw HTML."""
    rendered = renderer_of("de").render(site.pages["about/"])
    assert 'href="../series/wasserrunde/">Wasserrunde</a>' in rendered.html
    assert "Es gibt &lt;b&gt;nichts&lt;/b&gt; davon wirklich." in rendered.html


def test_files_of_data_are_offered(site: Site, renderer_of: RendererOf) -> None:
    """Each file is named with what it holds and how large it is, rounded up."""
    seen = Markup(renderer_of("en").render(site.pages["data/"]).html)
    assert {"href": "../data/people.json", "download": ""} in seen.all("a")
    assert "people.json People 10 2 kB" in seen.text
