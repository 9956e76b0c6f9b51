"""One archive built on several machines: parts of its pages, and the whole put together from the parts.

`archive build --shard 2/8` writes the second of eight parts; `archive merge` joins all of them, writes the search
index, and publishes the same bytes that one machine would have written. Parts say what they were made from: parts of
different records, themes or programs are not joined.
"""

from __future__ import annotations

import gzip
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from pickle import HIGHEST_PROTOCOL, dumps, loads
from typing import Any

from generator.cache import Cache
from generator.check import read_config
from generator.exports.crawlers import addresses_for_crawlers
from generator.making import Made, MadeIndex, make_index
from generator.marks import mark
from generator.site.bundles import group_of
from generator.site.folders import written_files
from generator.site.page import SearchEntry
from generator.site.publish import PublishError, beside, publish

_FOLDER = ".shard"


@dataclass(frozen=True, slots=True)
class About:
    """What a part of a site is."""

    made_from: str
    """A mark of records, program, theme and configuration."""
    number: int
    of: int
    site_url: str
    meetings: int
    pages: int
    """How many the whole site has."""
    addresses: tuple[str, ...]
    """Of all pages of the whole site that search engines shall know, those of other parts too."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merging came to."""

    pages: int
    entries: int
    meetings: int


def is_of_shard(product: str, shard: tuple[int, int] | None, *, of_a_record: bool) -> bool:
    """Whether a product belongs to a part: pages of records by chance, all else (it is little) to the first."""
    if shard is None:
        return True
    number, count = shard
    return (zlib.crc32(product.encode()) % count + 1 if of_a_record else 1) == number


def write_about(new: Path, about: About, made: Iterable[Made]) -> None:
    """Write beside the pages of a part what the merging has to know, search entries included."""
    folder = new / _FOLDER
    folder.mkdir()
    (folder / "about.json").write_text(json.dumps(asdict(about)), encoding="utf-8")
    entries = {product: _as_json(packed) for batch in made for product, packed in batch.entries.items()}
    (folder / "entries.json.gz").write_bytes(gzip.compress(json.dumps(entries).encode(), 1, mtime=0))


def _as_json(packed: bytes) -> list[dict[str, object]]:
    return [asdict(entry) for entry in loads(zlib.decompress(packed))]  # noqa: S301 - made by this process' own


def merge(parts: Sequence[Path], config: Path, out: Path, processes: int) -> Merged:
    """Join all parts of a site, write its index and put it in its place.

    Raises:
        PublishError: where a part is missing, or they do not belong together.
    """
    about = _about_all(parts)
    settings, problems, _ = read_config(config)
    if problems:
        raise PublishError(f"{config} is not as it was when the parts were built")
    with beside(out) as new, closing(Cache(None, "")) as cache:
        groups = []
        for part in parts:
            for product, entries in _entries(part).items():
                group = group_of(product, entries, mark(entries))
                groups.append(group)
                cache.put("entries", {group.mark: zlib.compress(dumps(entries, HIGHEST_PROTOCOL), level=1)})
            for address in written_files(part):
                _copy(part, new, address)
        if (pages := sum(address.endswith(".html") for address in written_files(new))) != about.pages:
            raise PublishError(f"the parts have {pages} pages, the whole site has {about.pages}: a part is damaged")
        searched = () if settings.search_service else groups
        make_index(new / "search", searched, MadeIndex(), cache, processes)
        for name, text in addresses_for_crawlers(about.addresses, about.site_url, settings):
            (new / name).write_text(text, encoding="utf-8")
        publish(new, out)
    return Merged(about.pages, sum(group.count for group in groups), about.meetings)


def _about_all(parts: Sequence[Path]) -> About:
    found = []
    for part in parts:
        path = part / _FOLDER / "about.json"
        if not path.is_file():
            raise PublishError(f"{part} is no part of a site: it is made by archive build --shard")
        with _whole(part):
            found.append(About(**json.loads(path.read_text("utf-8"))))
    first = found[0]
    if any((about.made_from, about.of) != (first.made_from, first.of) for about in found):
        raise PublishError("the parts were not built from the same records, configuration and program")
    if missing := set(range(1, first.of + 1)) - {about.number for about in found}:
        raise PublishError(f"of {first.of} parts these are missing: {', '.join(map(str, sorted(missing)))}")
    return first


def _entries(part: Path) -> dict[str, tuple[SearchEntry, ...]]:
    with _whole(part):
        packed = json.loads(gzip.decompress((part / _FOLDER / "entries.json.gz").read_bytes()))
        return {product: tuple(_entry(fields) for fields in entries) for product, entries in packed.items()}


@contextmanager
def _whole(part: Path) -> Iterator[None]:
    """Say of a part whose files cannot be read as they were written that it was damaged on its way."""
    try:
        yield
    except (OSError, EOFError, ValueError, TypeError, AttributeError, zlib.error) as error:
        raise PublishError(f"{part} is damaged: build it again") from error


def _entry(fields: dict[str, object]) -> SearchEntry:
    values: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in fields.items()}
    return SearchEntry(**values)


def _copy(part: Path, new: Path, address: str) -> None:
    if address.startswith(f"{_FOLDER}/") or ("/" not in address and address.startswith(".")):
        return
    target = new / address
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(part / address, target)
