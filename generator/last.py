"""What the last build left: the files that it published, and what they were made from.

A file that is not there as it was published (another size or time) is not taken over but made anew.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.cache import Cache, key_of
from generator.ledger import Ledger
from generator.making import KeptBundle
from generator.marks import mark
from generator.site.bundles import Group
from generator.site.dictionary import Dictionary
from generator.site.folders import Lying, Stat, written_files


@dataclass(frozen=True)
class Last:
    """The last published site; empty where nothing of it can be taken over."""

    stamp: str = ""
    """A mark of theme, configuration and address: with another one nothing holds."""
    ledger: Ledger = field(default_factory=Ledger)
    groups: Mapping[str, Group] = field(default_factory=dict)
    """The search entries of each page that is a record's own."""
    bundles: Mapping[str, KeptBundle] = field(default_factory=dict)
    """Of one that is not whole any more only the words count, by which others are split."""
    dictionary: Dictionary = field(default_factory=Dictionary)
    """All words of the bundles."""
    files: Mapping[str, Stat] = field(default_factory=dict)
    """Every file by address."""
    strangers: bool = False
    """Whether somebody has put further files there."""


_AREAS = ("ledger", "groups", "bundles", "dictionary", "files")
"""The fields of `Last` that are kept, each by itself."""


def load_last(cache: Cache, stamp: str, out: Path, lying: Lying) -> Last:
    """Return what the last build left in a folder, as far as it is still there."""
    key = key_of(out)
    if cache.get("last", key) != stamp or not out.is_dir():
        return Last(stamp)
    ledger, groups, bundles, dictionary, files = (cache.get(area, key) for area in _AREAS)
    if not isinstance(ledger, Ledger) or not isinstance(dictionary, Dictionary):
        return Last(stamp)
    if not (isinstance(groups, dict) and isinstance(bundles, dict) and isinstance(files, dict)):
        return Last(stamp)
    there = lying(out)
    whole = {address: stat for address, stat in files.items() if there.get(address) == stat}
    written, left = _bundles(files), _bundles(whole)
    bundles = {
        name: bundle if 0 < written[name] == left[name] else replace(bundle, content="")
        for name, bundle in bundles.items()
    }
    strangers = not there.keys() <= files.keys()
    return Last(stamp, ledger, groups, bundles, dictionary, whole, strangers)


def is_there(cache: Cache, out: Path) -> bool:
    """Whether a folder holds exactly the files that the last build left there."""
    return out.is_dir() and cache.get("files", key_of(out)) == written_files(out)


def _bundles(addresses: Iterable[str]) -> Counter[str]:
    """Of how many files each bundle of the index consists."""
    return Counter(address.split("/", 2)[1] for address in addresses if address.startswith("search/"))


def previous_of(cache: Cache, out: Path, new: Path) -> Path | None:
    """Return where the site before the last is kept; None where nothing can be moved there from the new site's folder.

    That is so on another disk, and where folders of one disk are mounted apart, as in containers: so it is tried.
    """
    if cache.folder is None:
        return None
    previous, tried = _previous(cache.folder, key_of(out)), new / "tried"
    try:
        previous.parent.mkdir(exist_ok=True)
        tried.mkdir()
        tried.rename(previous.with_name("tried")).rmdir()
    except OSError:
        return None
    finally:
        shutil.rmtree(tried, ignore_errors=True)
    return previous


def _previous(cache: Path, key: str) -> Path:
    return cache / "previous" / mark(key)[:16]


def keep_last(cache: Cache, last: Last, out: Path) -> None:
    """Keep what this build leaves, and nothing of sites that are no longer there."""
    key = key_of(out)
    for area in _AREAS:  # apart, so that there is no second copy of all of them in memory
        cache.put(area, {key: getattr(last, area)})
    cache.put("last", {key: last.stamp})
    cache.put("indexed", {key: (out.absolute(), tuple(group.mark for group in last.groups.values()))})
    sites = {name: kept for name, kept in cache.all("indexed") if isinstance(kept, tuple)}
    for name in [name for name, (folder, _) in sites.items() if not folder.is_dir()]:
        _forget(cache, name)
        del sites[name]
        if cache.folder:
            shutil.rmtree(_previous(cache.folder, name), ignore_errors=True)
    cache.drop("entries", cache.keys("entries").difference(*(marks for _, marks in sites.values())))


def forget_last(cache: Cache, out: Path) -> None:
    """Let the next build make everything anew."""
    _forget(cache, key_of(out))


def _forget(cache: Cache, key: str) -> None:
    for area in ("last", *_AREAS, "indexed", "built"):
        cache.drop(area, [key])
