"""What the copy says of itself to programs: RO-Crate metadata, and the tag files of BagIt.

RO-Crate 1.3 (https://w3id.org/ro/crate/1.3), in a BagIt bag as its appendix on packaging tells: the bag's payload is
the crate. BagIt is RFC 8493.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath

METADATA = "ro-crate-metadata.json"
BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
OPEN = "OPEN.html"
"""Beside the payload, for people: leads to the first page."""
_FORMATS = {
    ".json": "application/json", ".csv": "text/csv", ".xml": "application/xml", ".ics": "text/calendar",
    ".sqlite": "application/vnd.sqlite3", ".ndjson": "application/x-ndjson", ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems", ".gz": "application/gzip", ".yml": "application/yaml",
    ".md": "text/markdown", ".cff": "application/yaml", ".txt": "text/plain", ".html": "text/html",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a copy; all texts are plain text."""

    title: str
    description: str
    date: str
    """The day of the release, ISO."""
    version: str = ""
    publisher: str = ""
    licence: str = ""
    licence_url: str = ""
    site_url: str = ""
    language: str = ""
    made_with: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A folder (ends in `/`) or a file of the payload that the metadata describes."""

    path: str
    name: str
    size: int = 0
    format: str = ""
    """What people call its format, where `standard` describes it."""
    standard: str = ""
    """Address of what describes the format."""


def crate(about: About, parts: Iterable[Part]) -> bytes:
    """Return the metadata of a copy with these parts (JSON-LD, flattened as RO-Crate wants it)."""
    listed = sorted(parts, key=lambda part: part.path)
    holding = _holding(listed)
    licence = about.licence_url or "#licence"
    root: dict[str, object] = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": about.description or about.title,
        "datePublished": about.date,
        "license": {"@id": licence},
        "publisher": {"@id": "#publisher"},
        "author": {"@id": "#publisher"},
        "hasPart": _value(holding[""]),
        "mainEntity": {"@id": "site/index.html"},
    }
    root |= {name: value for name, value in (("version", about.version), ("inLanguage", about.language)) if value}
    root |= {"url": about.site_url, "identifier": about.site_url} if about.site_url else {}
    publisher: dict[str, object] = {
        "@id": "#publisher",
        "@type": "Organization",
        "name": about.publisher or about.title,
    }
    publisher |= {"url": about.site_url} if about.site_url else {}
    graph: list[dict[str, object]] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.3"},
            "about": {"@id": "./"},
        },
        root,
        publisher,
        {
            "@id": licence,
            "@type": "CreativeWork",
            "name": about.licence or "No licence is stated",
            "description": about.licence or "Ask the publisher of the archive before you use more than the law allows.",
        },
        *(_described(part, holding.get(part.path, [])) for part in listed),
        *_standards(listed),
    ]
    value = {"@context": "https://w3id.org/ro/crate/1.3/context", "@graph": graph}
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _holding(parts: Sequence[Part]) -> Mapping[str, list[object]]:
    """References to the parts by the folder that holds each: the nearest that is described too, else the whole."""
    folders = {part.path for part in parts if part.path.endswith("/")}
    found: dict[str, list[object]] = {"": []}
    for part in parts:
        inside = (folder for folder in _folders_of(part.path) if folder in folders)
        found.setdefault(next(inside, ""), []).append({"@id": part.path})
    return found


def _value(values: Sequence[object]) -> object:
    """Several values as a list, one as itself: so RO-Crate advises."""
    return values[0] if len(values) == 1 else values


def _folders_of(path: str) -> Iterator[str]:
    """The folders that a path lies in, from the innermost on."""
    above = path.removesuffix("/").rpartition("/")[0]
    while above:
        yield f"{above}/"
        above = above.rpartition("/")[0]


def _described(part: Part, holds: Sequence[object]) -> dict[str, object]:
    if part.path.endswith("/"):
        folder: dict[str, object] = {"@id": part.path, "@type": "Dataset", "name": part.name, "description": part.name}
        return folder | ({"hasPart": _value(holds)} if holds else {})
    known = _FORMATS.get(PurePosixPath(part.path).suffix, "application/octet-stream")
    file: dict[str, object] = {"@id": part.path, "@type": "File", "name": part.name, "description": part.name}
    file["encodingFormat"] = [known, {"@id": part.standard}] if part.standard else known
    return file | ({"contentSize": str(part.size)} if part.size else {})


def _standards(parts: Iterable[Part]) -> list[dict[str, object]]:
    """What describes the formats, each once."""
    known = {part.standard: part.format for part in parts if part.standard}
    return [{"@id": address, "@type": "WebPage", "name": name} for address, name in sorted(known.items())]


def bag_info(about: About, size: int, count: int) -> str:
    """Return `bag-info.txt` for a payload of so many bytes in so many files."""
    fields = {
        "Source-Organization": about.publisher or about.title,
        "External-Description": about.description or about.title,
        "External-Identifier": " ".join(filter(None, (about.site_url or about.title, about.version))),
        "Bagging-Date": about.date,
        "Payload-Oxum": f"{size}.{count}",
        "Bag-Software-Agent": about.made_with,
    }
    return "".join(f"{name}: {' '.join(text.split())}\n" for name, text in fields.items() if text)


def manifest(sums: Mapping[str, str]) -> str:
    """Return a manifest of checksums by path; in a path line breaks and `%` are written by number (RFC 8493, 2.1.3)."""
    quoted = {path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D"): sum for path, sum in sums.items()}
    return "".join(f"{sum}  {path}\n" for path, sum in sorted(quoted.items()))


def opening_page(title: str, language: str) -> str:
    """Return the page beside the payload that leads to the first page of the site."""
    words, first = escape(title), "data/site/index.html"
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8"><title>{words}</title>'
        f'<meta http-equiv="refresh" content="0; url={first}"></head>'
        f'<body><p><a href="{first}">{words}</a></p></body></html>\n'
    )
