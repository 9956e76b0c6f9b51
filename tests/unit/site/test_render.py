"""Pages through templates: in every language, escaped once, with links that hold where they stand."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from jinja2 import UndefinedError

from generator.config import Licence, SiteConfig
from generator.site import overview, registers, urls
from generator.site.interface import Interface
from generator.site.markdown import Texts
from generator.site.render import Renderer
from generator.site.theme import Theme
from generator.site.views import Page, TextView
from tests.unit.site.conftest import ArchiveOf, RendererOf, Site, pages_of
from tests.unit.site.markup import Markup

LANGUAGES = ("de", "en", "vi")
ANNOUNCED = "meetings/2024-12-ankuendigung/"
TEXT = Page("a/b/", "text.html", "Title", TextView(html="<p>x</p>"))


def small(template: str, config: SiteConfig | None = None) -> Renderer:
    return Renderer({"text.html": template}, Interface("en"), config or SiteConfig(title="T"), "/sub/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_shown_in_every_language(site: Site, renderer_of: RendererOf, language: str) -> None:
    """No page lacks a value, leaves an element open, uses an id twice or shows what only a program says."""
    renderer = renderer_of(language)
    for page in site.pages.values():
        rendered = renderer.render(page)
        seen = Markup(rendered.html)
        assert rendered.title, page.address
        assert seen.unbalanced == [], page.address
        assert len(set(seen.ids)) == len(seen.ids), page.address
        assert len(seen.all("h1")) == 1, page.address
        if page.template != "text.html":  # the help shows code, too
            assert not re.search(r"\bNone\b|\{\{|\{%|[a-z]+\.html|<[A-Z]\w+", seen.text), page.address


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_lead_to_places_on_the_page(site: Site, renderer_of: RendererOf, language: str) -> None:
    """Every line of a page's contents has its heading."""
    renderer = renderer_of(language)
    for page in site.pages.values():
        rendered = renderer.render(page)
        assert {heading.id for heading in rendered.headings} <= set(Markup(rendered.html).ids), page.address
        assert all(heading.title for heading in rendered.headings), page.address


def test_languages_differ_in_the_words_of_the_site_alone(site: Site, renderer_of: RendererOf) -> None:
    """Titles of lists are translated, what a record says is not."""
    titles = [renderer_of(language).render(site.pages["people/"]).title for language in LANGUAGES]
    assert titles == ["Personen", "People", "Nhân vật"]
    meeting = site.pages["meetings/2022-11-hop-dan/"]
    assert {renderer_of(language).render(meeting).title for language in LANGUAGES} == {"Họp dân ở Bến Lửng"}


# ---- escaping


def awkward(field: str) -> str:
    """Return a text that would be markup if it were not escaped, and other letters if it were escaped twice."""
    tag = "" if field == "issue" else "<b>"  # no issue may be called by one
    return f"{tag}&amp;\"'{field}"


def quoted(field: str) -> str:
    return json.dumps(awkward(field))


PLAIN_FIELDS = {
    "meetings/m/": (
        "title date_note place group role quote reason due_note conclusion-quote document item-document "
        "conclusion-document source publisher author source-note as"
    ),
    "people/ann/": "name alias post",
    "people/": "name",
    "districts/fog/": "district district-alias former",
    "issues/rain/": "issue term",
    "organizations/board/": "organization organization-former",
    "series/row/": "series",
    "meetings/": "title place",
    "conclusions/": "title conclusion-quote",
    "": "title site-title site-description",
    "about/": "site-description licence",
}
"""Fields of plain text that each page must show."""
MARKDOWN_FIELDS = {"meetings/m/": "summary text notes follow-up", "issues/rain/": "description", "people/ann/": "note"}


def awkward_records() -> dict[str, str]:
    q = quoted
    document = f"documents: [{{title: {q('document')}}}]\n"
    return {
        "people/ann.yml": (
            f"name: {q('name')}\naliases: [{q('alias')}]\nposts: [{{role: {q('post')}}}]\nnote: {q('note')}\n"
        ),
        "people/bob.yml": f"name: {q('name')}\n",
        "districts/fog.yml": (
            f"name: {q('district')}\naliases: [{q('district-alias')}]\nformer_names: [{q('former')}]\n"
        ),
        "issues/rain.yml": f"name: {q('issue')}\nterms: [{q('term')}]\ndescription: {q('description')}\n",
        "organizations/board.yml": f"name: {q('organization')}\nformer_names: [{q('organization-former')}]\n",
        "series/row.yml": f"name: {q('series')}\n",
        "meetings/2023/before.md": "---\ntitle: Before\ndate: 2023\nconclusions: [{id: k1, text: x}]\n---\n",
        "meetings/2024/m.md": (
            f"---\ntitle: {q('title')}\ndate: 2024-01-01\ndate_note: {q('date_note')}\nseries: row\n"
            f"places: [{q('place')}]\nissues: [rain]\norganizations: [board]\nsummary: {q('summary')}\n"
            f"chairs: [{{person: ann, as: {q('as')}, role: {q('role')}, quote: {q('quote')}, district: fog}}]\n"
            f"absent: [{{group: {q('group')}, reason: {q('reason')}}}]\nspeakers: [bob]\n{document}"
            f"agenda: [{{heading: Item, documents: [{{title: {q('item-document')}}}]}}]\n"
            f"conclusions: [{{id: k1, text: {q('text')}, quote: {q('conclusion-quote')}, due_note: {q('due_note')}, "
            f"documents: [{{title: {q('conclusion-document')}}}]}}]\n"
            f"follow_ups: [{{conclusion: before#k1, status: done, note: {q('follow-up')}}}]\nnotes: [{q('notes')}]\n"
            f"sources: [{{id: s1, title: {q('source')}, publisher: {q('publisher')}, author: {q('author')}, "
            f"note: {q('source-note')}}}]\n"
            "---\n## Item\n\n**bob:** x\n"
        ),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_escaped_exactly_once(archive_of: ArchiveOf, theme: Theme, language: str) -> None:
    """Whatever field of a record or of the configuration it stands in, a text is shown as it was typed."""
    archive, problems = archive_of(awkward_records())
    assert [p.code for p in problems if p.severity == "error"] == []
    config = SiteConfig(
        title=awkward("site-title"),
        description=awkward("site-description"),
        licence=Licence(name=awkward("licence")),
        about="x",
    )
    pages = pages_of(archive, config, Texts(archive))
    renderer = Renderer(theme.templates, Interface(language, theme.catalogues[language]), config)
    seen = {address: Markup(renderer.render(page).html) for address, page in pages.items()}
    assert [address for address, markup in seen.items() if markup.all("b")] == []
    for address, fields in PLAIN_FIELDS.items():
        lost = [field for field in fields.split() if awkward(field) not in seen[address].text]
        assert lost == [], address
    for address, fields in MARKDOWN_FIELDS.items():
        lost = [f for f in fields.split() if awkward(f).replace("&amp;", "&") not in seen[address].text]
        assert lost == [], address


def test_attributes_are_escaped_too(archive_of: ArchiveOf, theme: Theme) -> None:
    """A quotation mark ends no attribute: elements have the attributes of the templates, and none of a record's."""
    archive, _ = archive_of(awkward_records())
    config = SiteConfig(title="T")
    renderer = Renderer(theme.templates, Interface("de", theme.catalogues["de"]), config)
    for page in pages_of(archive, config, Texts(archive)).values():
        for tag, attributes in Markup(renderer.render(page).html).elements:
            odd = [
                name
                for name in attributes
                if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*|[xy][12]", name) or name.startswith("on")
            ]
            assert odd == [], f"{page.address}: <{tag}>"


def test_values_are_escaped_unless_they_are_markup() -> None:
    """Templates escape by themselves; only what is called markup goes through as it is."""
    page = replace(TEXT, title="<i>", view=TextView(html="<b>x</b>"))
    assert small("{{ title }} {{ view.html }} {{ view.html | markup }}").render(page).html == (
        "&lt;i&gt; &lt;b&gt;x&lt;/b&gt; <b>x</b>"
    )


@pytest.mark.parametrize("template", ["{{ view.nothing }}", "{{ nothing }}", "{% if view.nothing %}x{% endif %}"])
def test_a_value_that_is_not_there_is_an_error(template: str) -> None:
    """A template that asks for what no view has fails in a test, and never shows a gap to a reader."""
    with pytest.raises(UndefinedError):
        small(template).render(TEXT)


# ---- links


def test_links_are_relative_to_their_page() -> None:
    """The same address is linked differently from every depth."""
    template = "{{ 'people/x/#a' | href }} {{ '' | href }}"
    assert small(template).render(TEXT).html == "../../people/x/#a ../../"
    assert small(template).render(replace(TEXT, address="")).html == "people/x/#a ./"


def test_links_of_the_page_for_lost_readers_begin_at_the_root(site: Site, renderer_of: RendererOf) -> None:
    """It is shown at any depth, so nothing on it may be relative."""
    rendered = renderer_of("de").render(site.pages["404.html"])
    links = [*Markup(rendered.html).links, *(form["action"] for form in Markup(rendered.html).all("form"))]
    assert links
    assert [link for link in links if not link.startswith("/son-vu/")] == []


def test_no_other_page_has_a_link_from_the_root(site: Site, renderer_of: RendererOf) -> None:
    """The site works wherever it is put."""
    renderer = renderer_of("de")
    for page in site.pages.values():
        if page.address != "404.html":
            assert [link for link in Markup(renderer.render(page).html).links if link.startswith("/")] == []


def test_a_page_leads_to_the_file_that_it_comes_from(site: Site, renderer_of: RendererOf) -> None:
    """The record can be read where it is kept, or without a repository as a copy on the site."""
    page = replace(TEXT, path="records/people/ann.yml")
    assert small("x").render(page).source_url == "../../sources/people/ann.yml"
    assert small("x").render(TEXT).source_url == ""
    known = renderer_of("de").render(site.pages["people/le-thi-mua/"])
    assert known.source_url.startswith("https://git.example/archive/son-vu/blob/haupt/zweig/records/people/")


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Đá Gù (Bezirk)"), ("en", "Đá Gù (District)"), ("vi", "Đá Gù (Huyện)")]
)
def test_namesakes_are_told_apart_in_the_readers_language(
    site: Site, renderer_of: RendererOf, language: str, words: str
) -> None:
    """The kind of a district is a word of the interface."""
    html = renderer_of(language).render(site.pages["meetings/2022-03-07-wasserrunde/"]).html
    assert words in Markup(html).text


# ---- titles and contents


def test_headings_of_the_site_are_translated_and_a_records_are_not(site: Site, renderer_of: RendererOf) -> None:
    """Contents say what the headings on the page say."""
    headings = renderer_of("de").render(site.pages["meetings/2022-03-07-wasserrunde/"]).headings
    titles = {heading.id: heading.title for heading in headings}
    assert titles["_record"] == renderer_of("de").interface.text("Record") != "Record"
    assert titles["item-aussprache"] == "Aussprache"
    kinds = renderer_of("de").render(site.pages["districts/"]).headings
    assert "Weiler" in [heading.title for heading in kinds]  # the configuration's own word


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_contents_of_the_help_stay_in_its_language(site: Site, renderer_of: RendererOf, language: str) -> None:
    """A heading of the help that is also a word of the interface is not translated: the page itself is English."""
    titles = [heading.title for heading in renderer_of(language).render(site.pages["help/format/"]).headings]
    assert {"People", "Districts", "Issues"} <= set(titles)


def test_the_trail_is_translated(site: Site, renderer_of: RendererOf) -> None:
    """The way from home is in the reader's language."""
    renderer = renderer_of("de")
    words = [renderer.interface.text(message) for message in ("Meetings", "without a year")]
    assert words != ["Meetings", "without a year"]
    assert [link.title for link in renderer.render(site.pages["meetings/03-07-zettel/"]).trail] == words


def test_rendering_twice_gives_the_same_page(site: Site, renderer_of: RendererOf) -> None:
    """Nothing of one page reaches another, whatever was rendered between."""
    renderer = renderer_of("de")
    first = {address: renderer.render(page).hash for address, page in site.pages.items()}
    again = {address: renderer.render(page).hash for address, page in reversed(list(site.pages.items()))}
    assert first == again


# ---- addresses on a page


RESERVED = (
    "participants", "record", "conclusions", "follow-ups", "mentions", "notes", "sources", "source-s1", "part-speakers",
)  # fmt: skip


@pytest.fixture(scope="module")
def crowded(archive_of: ArchiveOf) -> Mapping[str, Page]:
    """Return the pages of a meeting with every section, whose conclusions are called as sections might be."""
    conclusions = "".join(f"  - {{id: {id}, text: x}}\n" for id in RESERVED)
    head = (
        "title: M\ndate: 2024-01-01\nspeakers: [ann]\nnotes: [See Fogton.]\nsources: [{id: s1, title: S}]\n"
        f"follow_ups: [{{conclusion: 'a#k1', status: done, source: s1}}]\nconclusions:\n{conclusions}"
    )
    archive, _ = archive_of(
        {
            "people/ann.yml": "name: Ann\n",
            "districts/fogton.yml": "name: Fogton\n",
            "meetings/2023/a.md": "---\ntitle: A\ndate: 2023\nconclusions: [{id: k1, text: x}]\n---\n",
            "meetings/2024/m.md": f"---\n{head}---\n## Notes\n\n**Ann:** Yes.\n",
        }
    )
    return pages_of(archive, SiteConfig(title="T"))


@pytest.mark.parametrize("id", RESERVED)
def test_a_conclusion_may_have_any_id(crowded: Mapping[str, Page], renderer_of: RendererOf, id: str) -> None:
    """No section of the page takes a conclusion's address; the contents still lead to the sections."""
    page = renderer_of("de").render(crowded["meetings/m/"])
    markup = Markup(page.html)
    assert markup.ids.count(id) == 1
    assert [tag for tag, attributes in markup.elements if attributes.get("id") == id] == ["li"]
    assert len(markup.ids) == len(set(markup.ids))
    assert {heading.id for heading in page.headings} < set(markup.ids)
    assert {link[1:] for link in markup.links if link.startswith("#")} <= set(markup.ids)
    own = {heading.id for heading in page.headings if heading.level == 2}
    assert own == {f"_{name}" for name in RESERVED[:7]}


def test_the_contents_of_an_announced_meeting_say_planned(site: Site, renderer_of: RendererOf) -> None:
    """Nobody is said to have taken part in what has not taken place."""
    renderer = renderer_of("de")
    titles = {heading.id: heading.title for heading in renderer.render(site.pages[ANNOUNCED]).headings}
    assert titles["_participants"] == renderer.interface.text("Planned participants") == "Vorgesehene Beteiligte"


def test_a_report_leads_to_its_source(crowded: Mapping[str, Page], renderer_of: RendererOf) -> None:
    """The mark behind a report is that of the source on the same page."""
    assert "#_source-s1" in Markup(renderer_of("de").render(crowded["meetings/m/"]).html).links


def test_a_merged_record_leads_to_the_other(site: Site, renderer_of: RendererOf) -> None:
    """Who follows an old link is one step from where all stands."""
    html = renderer_of("de").render(site.pages["people/dang-thi-lua-da-gu/"]).html
    assert Markup(html).links == ["../../people/dang-thi-lua/"]


# ---- long archives


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_years_can_be_shown(
    site: Site, renderer_of: RendererOf, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """What only a long archive has is as whole as all else: titles, contents, ids."""
    monkeypatch.setattr(registers, "LONG", 3)
    monkeypatch.setattr(registers, "MEETINGS_OF_A_PART", 2)
    monkeypatch.setattr(overview, "LONG", 3)
    renderer = renderer_of(language)
    pages = {a: p for a, p in pages_of(site.archive, site.config, site.texts).items() if p.year}
    assert {page.template for page in pages.values()} == {
        "record_year.html", "conclusions.html", "conclusions_table.html", "meetings.html", "due.html",
    }  # fmt: skip
    for address, page in pages.items():
        rendered = renderer.render(page)
        seen = Markup(rendered.html)
        assert rendered.title.startswith(renderer.interface.text(page.title) if page.translate else page.title)
        assert rendered.title.endswith(renderer.interface.text(page.year)), address
        assert seen.unbalanced == [], address
        assert len(set(seen.ids)) == len(seen.ids), address
        assert {heading.id for heading in rendered.headings} <= set(seen.ids), address


def test_whose_page_of_a_year_it_is_stands_once(
    archive_of: ArchiveOf, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was told to a district is not told to it again in each line of its own pages."""
    monkeypatch.setattr(registers, "LONG", 1)
    head = (
        "title: M\ndate: 2024-01-01\nspeakers: [{person: ann, district: fog}]\n"
        "conclusions: [{id: k1, text: x, addressees: [fog]}, {id: k2, text: y, by: ann}]\n"
    )
    records = {"people/ann.yml": "name: Ann\n", "districts/fog.yml": "name: Fog\n"}
    archive, _ = archive_of({**records, "meetings/2024/m.md": f"---\n{head}---\n**Ann:** Yes.\n"})
    renderer = Renderer(theme.templates, Interface("en"), SiteConfig(title="T"))
    pages = pages_of(archive, renderer.config)
    for address in ("districts/fog/", "districts/fog/2024/", "people/ann/", "people/ann/2024/"):
        own = urls.relative(address.removesuffix("2024/"), address)
        assert own not in Markup(renderer.render(pages[address]).html).links, address


@pytest.mark.parametrize(("language", "words"), [("de", "Die neuesten"), ("en", "The latest"), ("vi", "mục mới nhất")])
def test_a_list_that_is_cut_says_so(
    site: Site, renderer_of: RendererOf, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    """Nobody takes the latest for all there is."""
    renderer = renderer_of(language)
    assert words not in Markup(renderer.render(site.pages["conclusions/"]).html).text
    monkeypatch.setattr(overview, "LONG", 3)
    cut = overview.conclusions_page(site.archive, site.texts)
    assert words in Markup(renderer.render(cut).html).text
