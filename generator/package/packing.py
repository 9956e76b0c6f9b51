"""Packs the copy: the built site, the records and the data, file by file into one ZIP, never held whole.

Everything that could differ between two runs is fixed: the order of the files, their times and rights. So the same
records, program and date give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

from generator.build import build
from generator.cache import with_cache
from generator.check import Checked, Progress, Request, Silent, check
from generator.contents import interface_of, site_files
from generator.package.crate import BAGIT, METADATA, OPEN, About, Part, bag_info, crate, manifest, opening_page
from generator.package.disk import disk_page
from generator.package.entries import all_entries
from generator.package.words import DiskIndex
from generator.problems import Problem, errors
from generator.site import urls
from generator.site.folders import written_files
from generator.site.publish import MARK
from generator.site.theme import read_theme, theme_folder
from generator.stamp import program_stamp

_BATCH = 200
"""So many records' entries are made at a time by one process."""
_PACKED = frozenset({".gz", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".woff2", ".zip"})
"""Files that do not become smaller."""
_ONLINE = frozenset({MARK, "_redirects", "_headers", "robots.txt", "sitemap.xml"})
"""Files of the site that only a server or a search engine reads."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """What came of a packing: no file where the records have errors."""

    problems: tuple[Problem, ...]
    files: int = 0
    size: int = 0
    entries: int = 0


def pack(request: Request, about: About, out: Path, progress: Progress | None = None) -> Packed:
    """Build the site and pack it with the records into one ZIP, in the place of the file that was there.

    Raises:
        PublishError, EngineError: as in `build`.
        OSError: where the file cannot be written.
    """
    progress = progress or Silent()
    built = build(request, progress)
    if errors(built.problems, strict=request.strict):
        return Packed(built.problems)
    with tempfile.NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}-", delete=False) as file:
        temporary = Path(file.name)
        try:
            with progress.stage("Packing"), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                bag = _Bag(archive, out.stem, about.date)
                entries = _fill(bag, request, about)
        except BaseException:
            temporary.unlink()
            raise
    temporary.chmod(0o644)
    os.replace(temporary, out)  # noqa: PTH105 - in one step, as nothing else does it on every system
    return Packed(built.problems, len(bag.sums), out.stat().st_size, entries)


def _fill(bag: _Bag, request: Request, about: About) -> int:
    checked = with_cache(request.cache, program_stamp(), partial(check, request))
    told = _formats(checked, request)
    parts = [*_site(bag, request.out, told), *_records(bag, checked), *_beside(bag, request.config.parent, request)]
    index = DiskIndex()
    for entries in all_entries(checked, request.processes):
        bag.add_all(index.add(entries))
    bag.add_all(index.finish())
    bag.add(f"data/{METADATA}", crate(about, parts))
    bag.close(about)
    return index.count


# ── the bag ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Bag:
    """A BagIt bag while it is written into a ZIP."""

    archive: zipfile.ZipFile
    name: str
    date: str
    sums: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def add(self, path: str, data: bytes) -> None:
        """Write a file of the payload."""
        self.sums[path] = hashlib.sha256(data).hexdigest()
        self.size += len(data)
        self.archive.writestr(self._entry(path), data)

    def add_all(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files of the site, by address."""
        for address, data in files:
            self.add(f"data/site/{address}", data)

    def copy(self, path: str, source: Path) -> int:
        """Write a file of the payload as it lies on the disk; return its size."""
        whole, size = hashlib.sha256(), 0
        with source.open("rb") as file, self.archive.open(self._entry(path), "w", force_zip64=True) as target:
            while chunk := file.read(_CHUNK):
                whole.update(chunk)
                size += len(chunk)
                target.write(chunk)
        self.sums[path] = whole.hexdigest()
        self.size += size
        return size

    def close(self, about: About) -> None:
        """Write what describes and sums up the payload."""
        tags = {
            "bagit.txt": BAGIT,
            "bag-info.txt": bag_info(about, self.size, len(self.sums)),
            "manifest-sha256.txt": manifest(self.sums),
            OPEN: opening_page(about.title, about.language),
        }
        tags["tagmanifest-sha256.txt"] = manifest(
            {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
        )
        for name, text in tags.items():
            self.archive.writestr(self._entry(name), text.encode())

    def _entry(self, path: str) -> zipfile.ZipInfo:
        year, month, day = map(int, self.date.split("-"))
        entry = zipfile.ZipInfo(f"{self.name}/{path}", (max(year, 1980), month, day, 0, 0, 0))
        entry.create_system, entry.external_attr = 3, 0o100644 << 16
        stored = PurePosixPath(path).suffix in _PACKED
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        return entry


# ── what goes in ──────────────────────────────────────────────────────────────────────────────────────────────────


_FOLDERS = {
    "": "The site: every page of the archive, with a search that needs no server",
    "api/": "Every record and every list as JSON, with JSON Schemas and OpenAPI",
    "conclusions/": "The conclusions, and what became of them",
    "contribute/": "How to contribute a record",
    "data/": "The archive as data: tables, SQLite, Popolo, citations, and the lists of TEI",
    "districts/": "A page for each place, with its feed and its calendar",
    "help/": "How the archive and its records are made",
    "issues/": "A page for each issue, with its feed",
    "media/": "Pictures that records show",
    "meetings/": "A page for each meeting, with citations, Akoma Ntoso and TEI beside it",
    "oparl/": "The archive as objects of OParl",
    "organizations/": "A page for each organization, with its feed and its calendar",
    "people/": "A page for each person, with its feed",
    "schema/": "JSON Schemas of the files of records, for editors",
    "search/": "The search, and its index",
    "series/": "A page for each series of meetings, with its feed and its calendar",
    "sources/": "The records as pages link to them",
}
"""What lies in the folders of the site."""


def _formats(checked: Checked, request: Request) -> Mapping[str, Part]:
    """What is said of the files of data that are told one by one on the data page, by address."""
    theme = read_theme(theme_folder())
    words = interface_of(checked.config, theme)
    return {
        file.address: Part(
            f"site/{file.address}",
            f"{words.text(export.title)}: {words.text(file.title)} ({file.address})",
            format=words.text(export.title),
            standard=export.standard,
        )
        for export, files in site_files(checked, request, theme)[1]
        for file in files
        if file.title
    }


def _site(bag: _Bag, site: Path, told: Mapping[str, Part]) -> Iterator[Part]:
    folders = {""}
    for address in sorted(written_files(site)):
        inside = address.removeprefix("search/")
        lost = address.rpartition("/")[2] == urls.MISSING
        if lost or address in _ONLINE or inside not in {address, "index.html"}:
            continue
        folders.add(f"{address.partition('/')[0]}/")
        if address.endswith(".html"):
            page = disk_page((site / address).read_text("utf-8")).encode()
            bag.add(f"data/site/{address}", page)
            if address == "index.html":
                yield Part("site/index.html", "The first page of the site", len(page))
        else:
            size = bag.copy(f"data/site/{address}", site / address)
            if address in told:
                yield replace(told[address], size=size)
    yield from (Part(f"site/{folder}", name) for folder, name in _FOLDERS.items() if folder in folders)


def _records(bag: _Bag, checked: Checked) -> Iterator[Part]:
    folder = checked.folder
    root = next((file.path.partition("/")[0] for file in folder.files), "records")
    places = {file.path: file.location for file in folder.files}
    places |= {path: text.location for path, text in folder.addresses.items()}
    records = _root_of(folder.files[0].location, folder.files[0].path) if folder.files else Path()
    places |= {path: records / path.partition("/")[2] for path in folder.pictures}
    for path, place in sorted(places.items()):
        bag.copy(f"data/records/{path.partition('/')[2]}", place)
    if places:
        yield Part("records/", f"The archive itself: one text file a record ({root}/)")
    for name, count in sorted(Counter(path.split("/")[1] for path in places if path.count("/") > 1).items()):
        yield Part(f"records/{name}/", f"{name.capitalize()}: {count} files")


def _root_of(place: Path, shown: str) -> Path:
    """The folder of records, from where one of them lies."""
    return place.parents[shown.count("/") - 1]


def _beside(bag: _Bag, folder: Path, request: Request) -> Iterator[Part]:
    known = {request.config: "The configuration of the site", folder / "CITATION.cff": "How to cite the archive"}
    for place, name in known.items():
        if place.is_file():
            yield Part(place.name, name, bag.copy(f"data/{place.name}", place))
