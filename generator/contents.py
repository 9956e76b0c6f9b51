"""Everything that a site holds beside its index, planned: pages, files of data, copies of records, pictures, addresses.

Nothing is made here; each plan says how, from the archive alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path

from generator import __version__
from generator.archive.archive import Archive
from generator.check import Checked, Request
from generator.config import SiteConfig
from generator.contribute.form import form_data
from generator.contribute.schema import schema_files
from generator.exports.crawlers import LLMS, llms_text
from generator.exports.export import Export, ExportFile, Publication
from generator.exports.formats import planned_exports
from generator.making import File
from generator.site import engine, urls
from generator.site.guide import offline_page, planned_texts
from generator.site.interface import Interface
from generator.site.moved import REDIRECTS, redirects
from generator.site.page import Link
from generator.site.pages import PlannedPage, planned_pages
from generator.site.policy import HEADER_FILE, headers_for
from generator.site.render import Renderer
from generator.site.sections import FOOTER, SECTIONS
from generator.site.theme import Theme, worker_script
from generator.site.views import DataFile, DataFormat

_BODY = re.compile(r"---[^\n]*\n.*?\n---[^\n]*\n?", re.DOTALL)


def site_address(request: Request, config: SiteConfig) -> str:
    """Return where the site will be, or nothing where that is not known."""
    return request.site_url or config.site_url or ""


def site_pages(checked: Checked, offered: Callable[[], Iterable[DataFormat]]) -> list[PlannedPage]:
    """Return all pages; `offered` gives the formats that the data page leads to, when the files are written."""
    pages = [*planned_pages(checked.archive), *planned_texts(_help(), offered)]
    if checked.config.offline:
        pages.append(offline_page())
    if clashing := urls.clashes(page.address for page in pages):
        raise AssertionError(f"two pages share an address: {clashing}")
    return pages


Exports = Sequence[tuple[Export, tuple[ExportFile, ...]]]
"""Formats in which the archive leaves, each with its files."""


def site_files(checked: Checked, request: Request, theme: Theme) -> tuple[list[File], Exports]:
    """Return all files that are no pages, and which of them are the archive's exports."""
    locations = {file.path: file.location for file in checked.folder.files}
    interface, site = interface_of(checked.config, theme), site_address(request, checked.config)
    publication = Publication(checked.config, interface, site, partial(_body, locations))
    exports = list(planned_exports(checked.archive, publication))
    found = [File(file.address, file.make, file.parts, file.join) for _, planned in exports for file in planned]
    if checked.config.repository is None:
        found += [File(urls.copy_of(path), partial(_record, path, location)) for path, location in locations.items()]
    found += [
        File(address, partial(_ready, data)) for address, data in schema_files(site_address(request, checked.config))
    ]
    found.append(File(LLMS, partial(llms_text, publication=publication, exports=exports)))
    told = headers_for(HEADER_FILE, checked.config.search_service or "", offline=checked.config.offline)
    found.append(File(HEADER_FILE, partial(_ready, told.encode())))
    if checked.config.offline:
        worker = worker_script(theme, _trees(checked.config)).encode()
        found.append(File(urls.OFFLINE_WORKER, partial(_ready, worker)))
    found.append(File(urls.FORM_DATA, partial(form_data, config=checked.config)))
    found.append(File(REDIRECTS, partial(redirects, root=urls.site_root(site), trees=_trees(checked.config))))
    for path in sorted(checked.folder.pictures):
        inside = path.partition("/")[2]
        found.append(File(f"{urls.MEDIA}{inside}", partial(_picture, path, request.records / inside)))
    return found, exports


def _trees(config: SiteConfig) -> tuple[str, ...]:
    return tuple(urls.tree(config, language) for language in config.spoken)


def data_formats(exports: Exports, bytes_of: Mapping[str, int]) -> Iterator[DataFormat]:
    """Yield what the data page tells of each export; `bytes_of` has the size of each file by its address.

    A part of a site has not all of the files: those count nothing in it.
    """
    for export, planned in exports:
        sizes = {file.address: bytes_of.get(file.address, 0) for file in planned}
        yield DataFormat(
            title=export.title,
            use=export.use,
            standard=export.standard,
            example=export.example or next(iter(sizes), ""),
            where=export.where,
            files=tuple(DataFile(f.address, f.title, sizes[f.address], f.count) for f in planned if f.title),
            count=len(planned),
            size=sum(sizes.values()),
        )


def _ready(data: bytes, _: Archive) -> bytes:
    return data


def _body(locations: Mapping[str, Path], archive: Archive, id: str) -> str:
    path = archive.meetings[id].path
    _ = archive.files[path]  # read, so that a change of the text which means the same is taken over
    return _BODY.sub("", locations[path].read_text("utf-8-sig"), count=1)


def _record(path: str, location: Path, archive: Archive) -> bytes:
    _ = archive.files[path]  # read, so that a changed file is copied again
    return location.read_bytes()


def _picture(path: str, location: Path, archive: Archive) -> bytes:
    _ = archive.pictures[path]  # as above
    return location.read_bytes()


def _help() -> dict[str, str]:
    folder = files("generator").joinpath("help")
    return {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".md")}


def interface_of(config: SiteConfig, theme: Theme, language: str = "") -> Interface:
    """Return the words of the site's interface, in its own language or another."""
    language = language or config.language
    further = {
        "meeting": config.meeting_kinds,
        "district": config.district_kinds,
        "districts": config.district_kinds,
    }
    return Interface(language, theme.catalogues[language], further)


def renderers_of(config: SiteConfig, theme: Theme, site: str) -> tuple[Renderer, ...]:
    """Return what renders pages, one for each language of the interface, the site's own first."""
    return tuple(
        Renderer(
            theme.templates,
            interface_of(config, theme, language),
            config,
            urls.site_root(site),
            urls.tree(config, language),
        )
        for language in config.spoken
    )


def shell_of(config: SiteConfig, theme: Theme, site: str) -> engine.Shell:
    """Return what surrounds every page, in the site's own language and in its others."""
    own, *others = (_shell_in(language, config, theme, site) for language in config.spoken)
    return replace(own, others=tuple(others))


def _shell_in(language: str, config: SiteConfig, theme: Theme, site: str) -> engine.Shell:
    interface = interface_of(config, theme, language)
    return engine.Shell(
        title=config.title,
        description=config.description or "",
        language=language,
        language_name=interface.language_name,
        tree=urls.tree(config, language),
        site_url=site,
        navigation=tuple(Link(address, interface.text(title)) for address, title in SECTIONS if address != urls.SEARCH),
        accent=config.accent,
        search=urls.SEARCH,
        search_service=config.search_service or "",
        offline=config.offline,
        repository=config.repository.url if config.repository else "",
        licence=Link(config.licence.url or "", config.licence.name) if config.licence else None,
        footer=tuple(Link(address, interface.text(title)) for address, title in FOOTER),
        version=__version__,
        catalogue=theme.catalogues[language],
    )
