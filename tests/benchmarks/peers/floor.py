"""The floor: no generator can be faster than writing its bytes.

    python -m tests.benchmarks.peers.floor SOURCE TARGET

writes the files of a folder anew, and prints the seconds that writing took; reading them is not counted.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_BATCH = 500
"""So many files are in memory at a time."""


def link_pages(site: Path, source: Path) -> None:
    """Give the files of a site beside its search index second names in a folder."""
    for place, folders, names in os.walk(site):
        if Path(place) == site:
            folders[:] = [folder for folder in folders if folder != "search"]
        target = source / Path(place).relative_to(site)
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            (target / name).hardlink_to(Path(place, name))


def write_again(source: Path, target: Path) -> float:
    """Write the files of a folder into another, and return the seconds without the reading."""
    paths = [Path(place, name) for place, _, names in os.walk(source) for name in names]
    seconds = 0.0
    for start in range(0, len(paths), _BATCH):
        files = [(str(target / path.relative_to(source)), path.read_bytes()) for path in paths[start : start + _BATCH]]
        begun = time.perf_counter()
        for path, data in files:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - nothing but the writing
            with open(path, "wb") as file:  # noqa: PTH123
                file.write(data)
        seconds += time.perf_counter() - begun
    return seconds


if __name__ == "__main__":
    print(write_again(Path(sys.argv[1]), Path(sys.argv[2])))
