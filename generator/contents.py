"""Everything that a site holds beside its index, planned: pages, files of data, copies of records, pictures, addresses.

Nothing is made here; each plan says how, from the archive alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path

from generator import __version__
from generator.archive.archive import Archive
from generator.check import Checked, Request
from generator.config import SiteConfig
from generator.contribute.form import form_data
from generator.contribute.schema import schema_files
from generator.exports.tables import PlannedFile, planned_files
from generator.making import File
from generator.site import engine, urls
from generator.site.guide import planned_texts
from generator.site.interface import Interface
from generator.site.moved import REDIRECTS, redirects
from generator.site.page import Link
from generator.site.pages import PlannedPage, planned_pages
from generator.site.sections import FOOTER, SECTIONS
from generator.site.theme import Theme
from generator.site.views import DataFile

_BODY = re.compile(r"---[^\n]*\n.*?\n---[^\n]*\n?", re.DOTALL)


def site_address(request: Request, config: SiteConfig) -> str:
    """Return where the site will be, or nothing where that is not known."""
    return request.site_url or config.site_url or ""


def site_pages(checked: Checked, offered: Iterable[DataFile]) -> list[PlannedPage]:
    """Return all pages; `offered` are the files that the data page leads to."""
    pages = [*planned_pages(checked.archive), *planned_texts(_help(), tuple(offered))]
    if clashing := urls.clashes(page.address for page in pages):
        raise AssertionError(f"two pages share an address: {clashing}")
    return pages


def site_files(checked: Checked, request: Request) -> tuple[list[File], list[PlannedFile]]:
    """Return all files that are no pages, and those among them that the data page offers."""
    locations = {file.path: file.location for file in checked.folder.files}
    offered = list(planned_files(checked.archive))
    found = [File(plan.address, partial(_data, plan, locations)) for plan in offered]
    if checked.config.repository is None:
        found += [File(urls.copy_of(path), partial(_record, path, location)) for path, location in locations.items()]
    found += [
        File(address, partial(_ready, data)) for address, data in schema_files(site_address(request, checked.config))
    ]
    found.append(File(urls.FORM_DATA, partial(form_data, config=checked.config)))
    found.append(File(REDIRECTS, partial(redirects, root=urls.site_root(site_address(request, checked.config)))))
    for path in sorted(checked.folder.pictures):
        inside = path.partition("/")[2]
        found.append(File(f"media/{inside}", partial(_picture, path, request.records / inside)))
    return found, offered


def _ready(data: bytes, _: Archive) -> bytes:
    return data


def _data(plan: PlannedFile, locations: Mapping[str, Path], archive: Archive) -> bytes:
    return plan.make(archive, partial(_body, locations, archive))


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


def addresses_for_crawlers(addresses: Iterable[str], site: str) -> Iterator[tuple[str, str]]:
    """Yield the sitemap (sitemaps.org 0.9) and robots.txt; without the site's address there is none."""
    if not site:
        return
    lines = sorted(f"<url><loc>{site}{address}</loc></url>" for address in addresses if address != urls.MISSING)
    body = "\n".join(lines)
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    yield "sitemap.xml", f"{start}{body}\n</urlset>\n"
    yield "robots.txt", f"User-agent: *\nSitemap: {site}sitemap.xml\n"


def interface_of(config: SiteConfig, theme: Theme) -> Interface:
    """Return the words of the site's interface."""
    further = {
        "meeting": config.meeting_kinds,
        "district": config.district_kinds,
        "districts": config.district_kinds,
    }
    return Interface(config.language, theme.catalogues[config.language], further)


def shell_of(config: SiteConfig, theme: Theme, site: str) -> engine.Shell:
    """Return what surrounds every page."""
    interface = interface_of(config, theme)
    return engine.Shell(
        title=config.title,
        description=config.description or "",
        language=config.language,
        site_url=site,
        navigation=tuple(Link(address, interface.text(title)) for address, title in SECTIONS if address != urls.SEARCH),
        accent=config.accent,
        search=urls.SEARCH,
        repository=config.repository.url if config.repository else "",
        licence=Link(config.licence.url or "", config.licence.name) if config.licence else None,
        footer=tuple(Link(address, interface.text(title)) for address, title in FOOTER),
        version=__version__,
        catalogue=theme.catalogues[config.language],
    )
