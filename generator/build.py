"""The whole story on one page: records in, a searchable site out.

Each step takes values from the one before and hands values on; only reading, the engine, the search index and the
publishing at the end touch the disk. Nothing is published from an archive with errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from generator import __version__
from generator.archive.archive import Archive
from generator.archive.resolve import resolve_archive
from generator.archive.rules import check_archive
from generator.config import SiteConfig, decode_config
from generator.exports.tables import ExportFile, export_files
from generator.problems import Problem, Span, errors, in_order
from generator.records.decode import Decoded, decode_record
from generator.records.model import Kind
from generator.records.source import RecordFolder, read_records, read_text
from generator.site import engine, search, urls
from generator.site.entries import search_entries
from generator.site.guide import text_pages
from generator.site.interface import Interface
from generator.site.markdown import Texts
from generator.site.page import Link, RenderedPage, SearchEntry
from generator.site.pages import FOOTER, SECTIONS, archive_pages
from generator.site.publish import beside, publish
from generator.site.render import Renderer
from generator.site.theme import Theme, read_theme, theme_folder
from generator.site.views import DataFile

Lines = Mapping[str, tuple[str, ...]]


class Progress(Protocol):
    """Told which stage of the work begins; the stage ends with the block."""

    def stage(self, name: str, /) -> AbstractContextManager[None]:
        """Return a block that is one stage."""


class Silent:
    """Nobody is told."""

    def stage(self, _: str, /) -> AbstractContextManager[None]:
        """Return an empty block."""
        return nullcontext()


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built or checked."""

    records: Path
    config: Path
    out: Path = Path("site")
    strict: bool = False
    site_url: str | None = None
    """Instead of the configuration's, for a site that is served from here."""


@dataclass(frozen=True)
class Checked:
    """What was read, and everything that is wrong with it."""

    archive: Archive
    config: SiteConfig
    folder: RecordFolder
    records: tuple[Decoded, ...]
    problems: tuple[Problem, ...]
    lines: Lines = field(repr=False, default_factory=dict)
    """The lines of the files that have problems, by path."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to; `pages` is 0 where nothing was published."""

    problems: tuple[Problem, ...]
    lines: Lines
    pages: int = 0
    entries: int = 0
    index_bytes: int = 0
    meetings: int = 0


def check(request: Request, progress: Progress | None = None) -> Checked:
    """Read the records and the configuration, link them, and return everything that is wrong."""
    progress = progress or Silent()
    with progress.stage("Reading"):
        config, problems, texts = _read_config(request.config)
        folder = read_records(request.records)
        problems += folder.problems
    with progress.stage("Checking"):
        decoded = [decode_record(file) for file in folder.files]
        records = tuple(record for record, _ in decoded)
        problems += tuple(problem for _, found in decoded for problem in found)
        archive, unresolved = resolve_archive(records, config.first_level)
        problems = in_order((*problems, *unresolved, *check_archive(archive, records, config)))
    texts |= {file.path: file.text for file in folder.files if file.text is not None}
    lines = {p.span.path: tuple(texts.get(p.span.path, "").split("\n")) for p in problems}
    return Checked(archive, config, folder, records, problems, lines)


def build(request: Request, progress: Progress | None = None) -> Built:
    """Build the site and put it in place of the one that was there; with errors, leave that as it was.

    Raises:
        PublishError: where `request.out` cannot be used.
        EngineError: where the engine or the index failed, which is never a record's fault.
    """
    progress = progress or Silent()
    checked = check(request, progress)
    if errors(checked.problems, strict=request.strict):
        return Built(checked.problems, checked.lines)
    theme = read_theme(theme_folder())
    with progress.stage("Rendering"):
        exports, pages, entries = _contents(checked, theme, request.site_url or checked.config.site_url or "")
    with beside(request.out) as new:
        with progress.stage("Writing pages"):
            complaints = engine.write_site(pages, _shell(checked.config, theme, request), theme, new)
            _write_files(new, exports, checked, request)
            _write_sitemap(new, pages, request.site_url or checked.config.site_url)
        with progress.stage("Indexing"):
            figures = search.write_index(entries, checked.config.records_language or checked.config.language, new)
        problems = in_order((*checked.problems, *_engine_problems(complaints)))
        if errors(problems, strict=request.strict):
            return Built(problems, checked.lines)
        with progress.stage("Publishing"):
            publish(new, request.out)
    return Built(problems, checked.lines, len(pages), len(entries), figures.bytes, len(checked.archive.meetings))


def _contents(
    checked: Checked, theme: Theme, site_url: str
) -> tuple[list[ExportFile], list[RenderedPage], tuple[SearchEntry, ...]]:
    """Everything that the site says: files of data, finished pages, search entries."""
    archive, config = checked.archive, checked.config
    texts = Texts(archive, checked.folder.pictures)
    bodies = {record.id: record.body.text for record in checked.records if record.kind is Kind.MEETING}
    exports = list(export_files(archive, bodies))
    offered = [DataFile(f.address, f.title, len(f.data), f.count) for f in exports]
    renderer = Renderer(theme.templates, _interface(config, theme), config, urls.site_root(site_url))
    pages = [renderer.render(page) for page in archive_pages(archive, config, texts)]
    pages += [renderer.render(page) for page in text_pages(config, texts, _help_files(), offered)]
    if clashing := urls.clashes(page.address for page in pages):
        raise AssertionError(f"two pages share an address: {clashing}")
    return exports, pages, search_entries(archive, config, texts)


def _read_config(path: Path) -> tuple[SiteConfig, tuple[Problem, ...], dict[str, str]]:
    """The configuration, or a stand-in where it is broken, so that the records are checked all the same."""
    problems: list[Problem] = []
    text = read_text(path, path.name, problems)
    if text is None:
        return SiteConfig(title="…"), tuple(problems), {}
    config, found = decode_config(path.name, text)
    return config or SiteConfig(title="…"), (*problems, *found), {path.name: text}


def _interface(config: SiteConfig, theme: Theme) -> Interface:
    further = {
        "meeting": config.meeting_kinds,
        "district": config.district_kinds,
        "districts": config.district_kinds,
    }
    return Interface(config.language, theme.catalogues[config.language], further)


def _shell(config: SiteConfig, theme: Theme, request: Request) -> engine.Shell:
    interface = _interface(config, theme)
    footer = tuple(Link(address, interface.text(title)) for address, title in FOOTER)
    return engine.Shell(
        title=config.title,
        description=config.description or "",
        language=config.language,
        site_url=request.site_url or config.site_url or "",
        navigation=tuple(Link(address, interface.text(title)) for address, title in SECTIONS if address != urls.SEARCH),
        accent=config.accent,
        search=urls.SEARCH,
        repository=config.repository.url if config.repository else "",
        licence=Link(config.licence.url or "", config.licence.name) if config.licence else None,
        footer=footer,
        version=__version__,
        catalogue=theme.catalogues[config.language],
    )


def _help_files() -> dict[str, str]:
    folder = files("generator").joinpath("help")
    return {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".md")}


def _write_files(new: Path, exports: list[ExportFile], checked: Checked, request: Request) -> None:
    for file in exports:
        path = new / file.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    if checked.config.repository is None:
        _write_copies(new, checked)
    for picture in sorted(checked.folder.pictures):
        inside = picture.partition("/")[2]
        target = new / "media" / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((request.records / inside).read_bytes())


def _write_copies(new: Path, checked: Checked) -> None:
    for file in checked.folder.files:
        path = new / urls.copy_of(file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text or "", encoding="utf-8")


def _write_sitemap(new: Path, pages: list[RenderedPage], site_url: str | None) -> None:
    """The sitemap (sitemaps.org 0.9) needs whole addresses, so there is none where the site's is not known."""
    if not site_url:
        return
    lines = [f"<url><loc>{site_url}{page.address}</loc></url>" for page in pages if page.address != urls.MISSING]
    body = "\n".join(sorted(lines))
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}\n</urlset>\n'
    (new / "sitemap.xml").write_text(text, encoding="utf-8")
    (new / "robots.txt").write_text(f"User-agent: *\nSitemap: {site_url}sitemap.xml\n", encoding="utf-8")


def _engine_problems(complaints: tuple[str, ...]) -> Iterator[Problem]:
    for complaint in complaints:
        yield Problem("engine-warning", Span("site_config.yml"), complaint)
