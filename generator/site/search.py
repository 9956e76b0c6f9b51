"""The search index: entries in, one Pagefind bundle a year out. The only module that knows Pagefind.

Pagefind searches words; what a hit *is* (kind, people, district, year, date) stands beside each bundle in
columns of our own. So hits are narrowed, counted and listed without Pagefind's filters, which cost another
search for each facet, cannot list without words, and differ from run to run. The price: the search page has
to join the two.

    search/bundles.json            every bundle and every value of every facet, with counts
    search/pagefind.js, wasm.…     the program, once for all bundles
    search/2024/…                  a bundle: Pagefind's words and texts, and our facets.json.gz
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap
from urllib.parse import quote, unquote

from pagefind.service import get_executable

from generator.archive.names import fold
from generator.site.page import SearchEntry
from generator.site.words import foreign_words

MAX_ENTRIES = 5_000
"""A fuller year becomes several bundles: indexing takes Pagefind about 190 MB for every thousand entries, and its
time for a query grows with the square of the hits."""

_PROCESSES = 2
_FORMAT = 1
_SIGNATURE = b"pagefind_dcd"
_NAME = 200
"""Letters of a file name that every file system takes, with room for an ending."""


class SearchIndexError(Exception):
    """Pagefind could not be run or did not do what it should; never the fault of a record."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A part of the index that is written, loaded and searched on its own."""

    name: str
    language: str
    """The language whose word stems the index knows: one for all, or the index splits in two."""
    entries: tuple[SearchEntry, ...]

    @property
    def mark(self) -> str:
        """A hash over all that the bundle's files depend on: as long as it stays, the files are the same."""
        whole = (_FORMAT, version("pagefind"), self.language, [astuple(entry) for entry in self.entries])
        return hashlib.blake2b(json.dumps(whole).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class IndexFigures:
    """What an index came to."""

    entries: int
    bundles: int
    bytes: int


def write_index(entries: Iterable[SearchEntry], language: str, out: Path) -> IndexFigures:
    """Write the index of a site into its folder `out`, below `search/`.

    Raises:
        SearchIndexError: where Pagefind fails.
    """
    folder = out / "search"
    folder.mkdir(parents=True, exist_ok=True)
    bundles = bundles_of(entries, language)
    with ThreadPoolExecutor(_PROCESSES) as pool:
        programs = list(pool.map(lambda bundle: write_bundle(bundle, folder / bundle.name), bundles))
    for name, content in dict(item for program in programs for item in program.items()).items():
        (folder / name).write_bytes(content)
    _write_json(folder / "bundles.json", directory(bundles))
    return IndexFigures(sum(len(bundle.entries) for bundle in bundles), len(bundles), _size(folder, bundles))


def bundles_of(entries: Iterable[SearchEntry], language: str) -> tuple[Bundle, ...]:
    """Return the bundles in the order of searching: what bears no year, then the years from the newest on.

    Within one, entries stand as lists without words show them: the newest first, the undated by name.
    """
    ordered = sorted(entries, key=lambda entry: ("" if entry.date else fold(entry.title), entry.address))
    ordered.sort(key=lambda entry: entry.date, reverse=True)
    by_name: dict[str, list[SearchEntry]] = {}
    for entry in ordered:
        by_name.setdefault(entry.bundle, []).append(entry)
    names = sorted(by_name, key=lambda name: (name.isdecimal(), -int(name) if name.isdecimal() else 0, name))
    return tuple(bundle for name in names for bundle in _parts(name, language, by_name[name]))


def _parts(name: str, language: str, entries: Sequence[SearchEntry]) -> Iterator[Bundle]:
    count = -(-len(entries) // MAX_ENTRIES)
    length = -(-len(entries) // count)
    for number in range(count):
        part = tuple(entries[number * length : (number + 1) * length])
        yield Bundle(f"{name}-{number + 1}" if number else name, language, part)


# ---- one bundle


def write_bundle(bundle: Bundle, folder: Path) -> Mapping[str, bytes]:
    """Write one bundle into its folder, in place of what was there.

    Returns the files of the program by name, which all bundles share.

    Raises:
        SearchIndexError: where Pagefind fails.
    """
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="konferenzarchiv-search-") as temporary:
        stubs, index = Path(temporary, "stubs"), Path(temporary, "index")
        for entry in bundle.entries:
            path = stubs / stub_name(entry.address)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(stub(entry), encoding="utf-8", errors="replace")
        _run_pagefind(stubs, index, bundle.language)
        wasm = _wasm_name(index)
        program = {name: (index / name).read_bytes() for name in ("pagefind.js", wasm)}
        folder.mkdir(parents=True)
        for pattern in ("pagefind-entry.json", "*.pf_meta", "index", "fragment"):
            for part in index.glob(pattern):
                shutil.move(part, folder / part.name)
    ids = dict(_fragment_addresses(folder / "fragment"))
    columns = json.dumps(facet_columns(bundle.entries, ids), ensure_ascii=False, separators=(",", ":"))
    (folder / "facets.json.gz").write_bytes(gzip.compress(columns.encode(), mtime=0))
    return program


def _run_pagefind(stubs: Path, index: Path, language: str) -> None:
    """Run the package's own command: its Python interface waits for ever where that one dies."""
    executable: Path | None = get_executable()
    if executable is None:
        raise SearchIndexError("pagefind is not installed: pip install 'pagefind[bin]'")
    command: list[str | Path] = [executable, "--site", stubs, "--output-path", index]
    # A pagefind.toml or a variable of whoever builds must not change the index.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        done = subprocess.run(  # noqa: S603 - the package's own program, no shell, no word of a record
            [*command, "--force-language", language, "--keep-index-url", "--silent"],
            cwd=stubs,
            env=environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SearchIndexError(f"pagefind does not start: {error.strerror}") from error
    if done.returncode or not (index / "pagefind-entry.json").is_file():
        raise SearchIndexError(f"pagefind failed ({done.returncode}): {(done.stderr or done.stdout).strip()}")


def _wasm_name(index: Path) -> str:
    """Return the part of the program that knows the language's stems; languages without any share one."""
    languages = json.loads((index / "pagefind-entry.json").read_text(encoding="utf-8"))["languages"]
    (language,) = languages.values()
    return f"wasm.{language['wasm'] or 'unknown'}.pagefind"


# ---- stubs: an entry as Pagefind reads it


def stub_name(address: str) -> str:
    """Return the file name that carries an address through Pagefind, which knows files but no `#fragment`."""
    return "/".join(wrap(quote(address, safe=""), _NAME)) + ".html"


def stub_address(url: str) -> str:
    """Return the address that a stub's name carries."""
    return unquote(url.removesuffix(".html").replace("/", ""))


def stub(entry: SearchEntry) -> str:
    """Return the page that Pagefind indexes for an entry. All texts are escaped: none can steer the index.

    What is shown but must not be searched (address, date, kind) is not in it. A title's `đ` is also given as `d`, so
    that a name typed without it stands as far up.
    """
    names = (*entry.people, *entry.districts, *entry.issues, *entry.organizations)
    fields = {
        "title": entry.title,
        "plain": " ".join(foreign_words(entry.title)),
        "meeting": entry.meeting,
        "role": entry.role,
        "names": ", ".join(dict.fromkeys(names)),
        "hidden": entry.hidden,
    }
    metas = "".join(_meta(name, text) for name, text in fields.items() if text)
    return (
        f'<!doctype html><html><head><meta charset="utf-8">{metas}</head>'
        f"<body data-pagefind-body><p>{_clean(entry.text)}</p></body></html>"
    )


def _meta(name: str, text: str) -> str:
    return f'<meta data-pagefind-meta="{name}[content]" content="{_clean(text)}">'


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Soft hyphens, zero widths, directions: they would part a word; and U+200B is a mark of Pagefind's own."""


def _clean(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return escape(_INVISIBLE.sub("", _CONTROL.sub(" ", composed)))


def _fragment_addresses(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each entry's address and the name that Pagefind gave to its text."""
    for path in folder.iterdir():
        content = gzip.decompress(path.read_bytes())
        if not content.startswith(_SIGNATURE):
            raise SearchIndexError(f"pagefind {version('pagefind')} writes its texts in an unknown way")
        yield stub_address(json.loads(content.removeprefix(_SIGNATURE))["url"]), path.stem


# ---- facets: what each entry is

FACETS: Mapping[str, Callable[[SearchEntry], tuple[str, ...]]] = {
    "kind": lambda entry: (entry.kind,),
    "person": lambda entry: entry.people,
    "district": lambda entry: entry.districts,
    "issue": lambda entry: entry.issues,
    "organization": lambda entry: entry.organizations,
    "year": lambda entry: (entry.year,) if entry.year else (),
}
"""By what results are narrowed, and the values that an entry has for it."""

_SHOWN: Mapping[str, Callable[[SearchEntry], tuple[str, ...]]] = {
    "date": lambda entry: (entry.date,) if entry.date else (),
    "language": lambda entry: (entry.language,) if entry.language else (),
}


def facet_columns(entries: Sequence[SearchEntry], ids: Mapping[str, str]) -> dict[str, object]:
    """Return a bundle's columns, a row for each entry: its id in Pagefind, its values as places in a list.

    A row with one value holds its place, any other a list of places.
    """
    columns: dict[str, object] = {"id": " ".join(ids[entry.address] for entry in entries)}
    for name, values_of in {**FACETS, **_SHOWN}.items():
        rows = [tuple(dict.fromkeys(values_of(entry))) for entry in entries]
        values = sorted({value for row in rows for value in row})
        number = {value: place for place, value in enumerate(values)}
        numbers = [[number[value] for value in row] for row in rows]
        columns[name] = {"values": values, "rows": [row[0] if len(row) == 1 else row for row in numbers]}
    return columns


def directory(bundles: Sequence[Bundle]) -> dict[str, object]:
    """Return what the search page knows before it loads a bundle: which there are, and what each holds."""
    return {
        "pagefind": version("pagefind"),
        "bundles": [{"name": b.name, "entries": len(b.entries), "mark": b.mark} for b in bundles],
        "facets": {name: _counts(bundles, values_of) for name, values_of in FACETS.items()},
    }


def _counts(
    bundles: Sequence[Bundle], values_of: Callable[[SearchEntry], tuple[str, ...]]
) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for bundle in bundles:
        counter = Counter(value for entry in bundle.entries for value in dict.fromkeys(values_of(entry)))
        for value, count in counter.items():
            counts.setdefault(value, {})[bundle.name] = count
    return dict(sorted(counts.items()))


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _size(folder: Path, bundles: Sequence[Bundle]) -> int:
    parts = (path for bundle in bundles for path in (folder / bundle.name).rglob("*"))
    shared = (path for path in folder.iterdir() if path.suffix in {".js", ".pagefind", ".json"})
    return sum(path.stat().st_size for path in (*parts, *shared) if path.is_file())
