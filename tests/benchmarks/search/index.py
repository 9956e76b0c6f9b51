"""Writes the index of a site that was built, alone and from nothing: what indexing takes without a build around it.

    python -m tests.benchmarks.search.index CACHE SITE OUT

CACHE is the folder in which the build of SITE kept its search entries; OUT gets the files of the index.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

from generator.cache import Cache, key_of
from generator.making import MadeIndex, make_index
from generator.processes import available
from generator.stamp import program_stamp


def main() -> None:
    """Write the index that the command line asks for."""
    kept, site, out = map(Path, sys.argv[1:])
    with closing(Cache(kept, program_stamp())) as cache:
        groups = cache.get("groups", key_of(site))
        assert isinstance(groups, dict), f"{kept} keeps nothing of {site}"
        make_index(out, groups.values(), MadeIndex(), cache, available())


if __name__ == "__main__":
    main()
