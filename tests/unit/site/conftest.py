"""What the tests of the site layer share: the pages of the invented archive, and texts of small archives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files

import pytest

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.check import Checked
from generator.config import SiteConfig
from generator.problems import Problem
from generator.records.model import Kind
from generator.site.bundles import with_hidden_words, words_of
from generator.site.entries import entries_of
from generator.site.guide import planned_texts
from generator.site.interface import Interface
from generator.site.markdown import Texts
from generator.site.page import SearchEntry
from generator.site.pages import planned_pages
from generator.site.render import Renderer
from generator.site.theme import Theme, read_theme, theme_folder
from generator.site.views import DataFile, DataFormat, Page
from generator.site.words import Compounds

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
RendererOf = Callable[[str], Renderer]


@dataclass(frozen=True)
class Site:
    """What the invented archive's site says, before it is rendered."""

    archive: Archive
    config: SiteConfig
    texts: Texts
    pages: Mapping[str, Page]
    """By address."""


def pages_of(archive: Archive, config: SiteConfig, texts: Texts | None = None) -> Mapping[str, Page]:
    """Return every page of an archive's site by address."""
    texts = texts or Texts(archive)
    help_files = {f.name: f.read_text("utf-8") for f in files("generator").joinpath("help").iterdir()}
    people = DataFile("data/people.json", "People", 1234, 10)
    offered = [
        DataFormat("JSON", "Made up", (people,), 1, 1234, standard="https://example.org/json", example=people.address),
        DataFormat("Atom", "Made up", (), 12, 2345678, example="feed.xml", where="people/…/feed.xml"),
    ]
    planned = [*planned_pages(archive), *planned_texts(help_files, lambda: offered)]
    pages = {page.address: page.make(archive, config, texts) for page in planned}
    assert len(pages) == len(planned)
    assert {address: page.address for address, page in pages.items()} == {address: address for address in pages}
    return pages


def entries_in(
    archive: Archive, config: SiteConfig, texts: Texts | None = None, interface: Interface | None = None
) -> tuple[SearchEntry, ...]:
    """Return every entry of an archive's search, with the hidden words by which it is found as well."""
    texts = texts or Texts(archive)
    refs = [Ref(Kind.MEETING, id) for id in archive.meetings]
    refs += [Ref(kind, id) for kind in Kind if kind is not Kind.MEETING for id in archive.registers(kind)]
    entries = [entry for ref in refs for entry in entries_of(archive, config, texts, ref, interface)]
    return with_hidden_words(entries, Compounds(words_of(entries)))


@pytest.fixture(scope="session")
def site(checked: Checked) -> Site:
    """Return all pages of the invented archive."""
    texts = Texts(checked.archive)
    return Site(checked.archive, checked.config, texts, pages_of(checked.archive, checked.config, texts))


@pytest.fixture(scope="session")
def theme() -> Theme:
    """Return the theme of this checkout."""
    return read_theme(theme_folder())


@pytest.fixture(scope="session")
def renderer_of(site: Site, theme: Theme) -> RendererOf:
    """Return a function that makes the renderer of the invented site in a language."""

    def renderer(language: str) -> Renderer:
        further = {"meeting": site.config.meeting_kinds, "district": site.config.district_kinds}
        further["districts"] = site.config.district_kinds
        interface = Interface(language, theme.catalogues[language], further)
        return Renderer(theme.templates, interface, site.config, "/son-vu/")

    return renderer
