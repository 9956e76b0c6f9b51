"""Our own generator, run as people run it."""

from __future__ import annotations

import compileall
import re
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from tests.benchmarks.content import Content
from tests.benchmarks.peers.peer import Peer

_ROOT = Path(__file__).parents[3]


class Ours(Peer):
    """`archive build` with search index, exports and copies of the records, in the archive's own folder."""

    key = "ours"
    title = "ours, whole"
    program = Path(sys.executable).name
    package = "."
    remembers = True
    kept: ClassVar[Sequence[str]] = ("site", "cache")
    environment: ClassVar[dict[str, str]] = {
        "PYTHONPATH": "program",
        "KONFERENZARCHIV_CACHE": "cache",
        "COLUMNS": "1000",  # no line is broken
    }
    config: ClassVar[str] = "../archive/site_config.yml"

    def asks_version(self) -> Sequence[str]:
        """Return the arguments that make this Python tell the generator's version."""
        program = "import sys; sys.path.insert(0, sys.argv[1]); import generator; print(generator.__version__)"
        return ("-c", program, str(_ROOT))

    def prepare(self, content: Content, folder: Path) -> None:  # noqa: ARG002 - it reads the archive by itself
        """Copy the program, once, so that all runs are of the same one although somebody may be working on it."""
        for name in ("generator", "theme"):
            if not (folder / "program" / name).exists():
                shutil.copytree(_ROOT / name, folder / "program" / name, ignore=shutil.ignore_patterns("__pycache__"))
                compileall.compile_dir(folder / "program" / name, quiet=1)  # as an installed package is

    def command(self) -> list[str]:
        """Return the command that builds the site."""
        return [sys.executable, "-m", "generator", "build", "--profile", "--config", self.config, "--out", "site"]

    def check(self) -> list[str]:
        """Return the command that checks the records."""
        return [sys.executable, "-m", "generator", "check", "--config", self.config]

    def forget(self, folder: Path) -> None:
        """Delete what earlier runs found out, and leave the site."""
        shutil.rmtree(folder / "cache", ignore_errors=True)


def stages(told: str) -> dict[str, tuple[float, float]]:
    """Return what `archive build --profile` tells of each stage: its seconds, and those of all processors in it."""
    lines = re.finditer(r"^([A-Z][a-z ]*?) +(\d+\.\d+) s +(\d+\.\d+) s of processors$", told, re.MULTILINE)
    return {line[1]: (float(line[2]), float(line[3])) for line in lines}
