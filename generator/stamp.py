"""What a build depends on beside the records: the program itself, its libraries, the theme and the configuration."""

from __future__ import annotations

import hashlib
import sys
from importlib.metadata import requires, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from re import match

from generator.marks import mark


def program_stamp() -> str:
    """Return a mark of the program, its help and the versions of all libraries that it builds with."""
    whole = hashlib.blake2b(digest_size=16)
    for name, content in sorted(_sources(files("generator"), "")):
        whole.update(name.encode() + b"\0" + hashlib.blake2b(content).digest())
    versions = sorted((name, version(name)) for name in _libraries())
    return mark([whole.hexdigest(), versions, sys.version])


def _libraries() -> list[str]:
    named = (match(r"[A-Za-z0-9._-]+", line) for line in requires("konferenzarchiv") or () if "extra ==" not in line)
    return [found[0] for found in named if found]


def _sources(folder: Traversable, way: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in {"__pycache__", "theme"}:
            found += _sources(entry, f"{way}{entry.name}/")
        elif entry.name.endswith((".py", ".md")):
            found.append((way + entry.name, entry.read_bytes()))
    return found
