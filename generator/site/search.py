"""The search index: entries in, one Pagefind bundle a year out. The only module that knows Pagefind.

Pagefind searches words; what a hit *is* (kind, people, district, year, date) stands beside each bundle in
columns of our own. So hits are narrowed, counted and listed without Pagefind's filters, which cost another
search for each facet, cannot list without words, and differ from run to run. The price: the search page has
to join the two.

    search/bundles.json            every bundle and every value of every facet, with counts
    search/pagefind.js, wasm.…     the program, once for all bundles
    search/2024/…                  a bundle: Pagefind's words, our facets.json.gz, and the texts in files of 16
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from importlib.metadata import version
from pathlib import Path
from textwrap import wrap
from urllib.parse import quote, unquote

from pagefind.service import get_executable

from generator.site.bundles import FACETS, BundleFacts, directory
from generator.site.page import SearchEntry
from generator.site.words import foreign_words

FORMAT = 2
"""Of the files that are ours: columns and texts."""
TEXTS_OF_A_FILE = 16
"""So many entries' texts share a file: a site of 100,000 entries shall not have 100,000 files."""
_SIGNATURE = b"pagefind_dcd"
_ROOM = 500_000_000
"""Bytes that a few bundles take at most while they are written."""
_PREFIX = "konferenzarchiv-search-"
_FORGOTTEN = 3600.0
"""Seconds after which a temporary folder is nobody's any more: a bundle takes some ten."""
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


def program_version() -> str:
    """Return the version of Pagefind, which decides how an index looks."""
    return version("pagefind")


def write_directory(bundles: Mapping[str, BundleFacts], folder: Path) -> None:
    """Write what the search page reads first."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(directory(bundles, program_version()), ensure_ascii=False, separators=(",", ":"))
    (folder / "bundles.json").write_text(text, encoding="utf-8")


# ---- one bundle


def write_bundle(bundle: Bundle, folder: Path) -> Mapping[str, bytes]:
    """Write one bundle into its folder, in place of what was there.

    Returns the files of the program by name, which all bundles share.

    Raises:
        SearchIndexError: where Pagefind fails.
    """
    shutil.rmtree(folder, ignore_errors=True)
    memory = _in_memory()
    _remove_forgotten(memory)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=memory) as temporary:
        stubs, index = Path(temporary, "stubs"), Path(temporary, "index")
        for entry in bundle.entries:
            path = stubs / stub_name(entry.address)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(stub(entry), encoding="utf-8", errors="replace")
        _run_pagefind(stubs, index, bundle.language)
        wasm = _wasm_name(index)
        program = {name: (index / name).read_bytes() for name in ("pagefind.js", wasm)}
        folder.mkdir(parents=True)
        for pattern in ("pagefind-entry.json", "*.pf_meta", "index"):
            for part in index.glob(pattern):
                shutil.move(part, folder / part.name)
        fragments = {address: (id, text) for address, id, text in _fragments(index / "fragment")}
    ids = {address: id for address, (id, _) in fragments.items()}
    _write_packed(folder / "facets.json.gz", facet_columns(bundle.entries, ids))
    for number, start in enumerate(range(0, len(bundle.entries), TEXTS_OF_A_FILE)):
        row = bundle.entries[start : start + TEXTS_OF_A_FILE]
        _write_packed(folder / f"texts-{number}.json.gz", [fragments[entry.address][1] for entry in row])
    return program


def _in_memory() -> str | None:
    """A folder that lies in memory, where there is one with room: stubs are many files that live for seconds."""
    folder = "/dev/shm"  # noqa: S108 - only folders with new names are made in it
    return folder if os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > _ROOM else None


def _remove_forgotten(memory: str | None) -> None:
    """Remove what killed builds have left in memory: it would stay there until the machine starts anew."""
    for folder in Path(memory).glob(f"{_PREFIX}*") if memory else ():
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _FORGOTTEN:
                shutil.rmtree(folder, ignore_errors=True)


def _write_packed(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=6, mtime=0))


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


def _fragments(folder: Path) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Yield each entry's address, the name that Pagefind gave to its text, and the text with what is shown of it."""
    for path in folder.iterdir():
        content = gzip.decompress(path.read_bytes())
        if not content.startswith(_SIGNATURE):
            raise SearchIndexError(f"pagefind {version('pagefind')} writes its texts in an unknown way")
        fragment = json.loads(content.removeprefix(_SIGNATURE))
        shown = {name: fragment["meta"][name] for name in ("title", "meeting", "role") if name in fragment["meta"]}
        address = stub_address(fragment["url"])
        yield address, path.stem, {"address": address, "content": fragment["content"], **shown}


# ---- facets: what each entry is

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
