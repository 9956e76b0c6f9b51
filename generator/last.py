"""What the last build left: the files that it published, and what they were made from.

A file that is not there as it was published (another size or time) is not taken over but made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache import Cache
from generator.ledger import Ledger
from generator.making import KeptBundle, Stat, written_files
from generator.site.bundles import Group


@dataclass(frozen=True)
class Last:
    """The last published site; empty where nothing of it can be taken over."""

    stamp: str = ""
    """A mark of theme, configuration and address: with another one nothing holds."""
    ledger: Ledger = field(default_factory=Ledger)
    groups: Mapping[str, Group] = field(default_factory=dict)
    """The search entries of each page that is a record's own."""
    bundles: Mapping[str, KeptBundle] = field(default_factory=dict)
    files: Mapping[str, Stat] = field(default_factory=dict)
    """Every file by address."""


def load_last(cache: Cache, stamp: str, out: Path) -> Last:
    """Return what the last build left in a folder, as far as it is still there."""
    found = cache.get("last", str(out.absolute()))
    if not isinstance(found, Last) or found.stamp != stamp or not out.is_dir():
        return Last(stamp)
    there = written_files(out)
    whole = {address: stat for address, stat in found.files.items() if there.get(address) == stat}
    bundles = {name: bundle for name, bundle in found.bundles.items() if _is_whole(name, found, whole)}
    return Last(stamp, found.ledger, found.groups, bundles, whole)


def _is_whole(bundle: str, last: Last, there: Mapping[str, Stat]) -> bool:
    files = [address for address in last.files if address.startswith(f"search/{bundle}/")]
    return bool(files) and all(address in there for address in files)


def keep_last(cache: Cache, last: Last, out: Path) -> None:
    """Keep what this build leaves."""
    cache.put("last", {str(out.absolute()): last})
