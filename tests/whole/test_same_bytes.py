"""The same records give the same bytes, on whichever machine, wherever they lie and however they are found."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.site.folders import written_files

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]

_SHUFFLED = """
import os, random, sys
order, kept = random.Random(int(sys.argv[1])), (os.listdir, os.scandir)
class Scan:
    def __init__(self, found): self.found = iter(found)
    def __iter__(self): return self
    def __next__(self): return next(self.found)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
def mixed(found):
    order.shuffle(found)
    return found
os.listdir = lambda *path: mixed(kept[0](*path))
os.scandir = lambda *path: Scan(mixed(list(kept[1](*path))))
sys.argv[1:] = sys.argv[2:]
from generator.cli import run
run()
"""
"""The command, on a disk that hands out the names in a folder in an order of its own."""


class Machine(NamedTuple):
    """Where and how an archive is built."""

    folder: str
    hash_seed: str
    zone: str
    locale: str
    order: str
    now: str = ""


MACHINES = (
    Machine("one", "0", "UTC", "C", "1"),
    Machine("one", "1", "Asia/Ho_Chi_Minh", "C.UTF-8", "2"),
    Machine("elsewhere/übrige Akten", "2", "America/St_Johns", "de_DE.UTF-8", "3", now="1713484800"),
    Machine("elsewhere/übrige Akten", "3", "Pacific/Kiritimati", "tr_TR.UTF-8", "4"),
    Machine("one", "random", "Pacific/Pago_Pago", "vi_VN.UTF-8", "5", now="0"),
)


def built(archive: Path, folder: Path, machine: Machine) -> dict[str, bytes]:
    """Copy an archive to a machine, build it there without a cache, and return the site."""
    place = folder / machine.folder
    if not place.exists():
        shutil.copytree(archive / "records", place / "records")
        shutil.copy(archive / "site_config.yml", place)
    environment = {**os.environ, "PYTHONHASHSEED": machine.hash_seed, "TZ": machine.zone, "LC_ALL": machine.locale}
    environment |= {"SOURCE_DATE_EPOCH": machine.now} if machine.now else {}
    out = place / f"site-{machine.order}"
    command = [sys.executable, "-c", _SHUFFLED, machine.order, "build", "--no-cache", "--out", str(out)]
    command += ["--config", str(place / "site_config.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)  # noqa: S603 - our own words
    assert done.returncode == 0, done.stderr
    return {address: (out / address).read_bytes() for address in written_files(out)}


@pytest.mark.parametrize("archive", [ROOT, ROOT / "tests/fixture"], ids=["real", "invented"])
def test_five_builds_are_one(tmp_path: Path, archive: Path) -> None:
    """Five builds in two places, with other hashes, zones, locales, days and orders of names: all bytes are equal."""
    first = built(archive, tmp_path, MACHINES[0])
    assert any(name.startswith("search/") for name in first)
    for machine in MACHINES[1:]:
        other = built(archive, tmp_path, machine)
        assert first.keys() == other.keys()
        assert [name for name in first if first[name] != other[name]] == [], machine
