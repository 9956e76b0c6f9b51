"""Xapian, the engine behind TheyWorkForYou, by way of Debian's `python3-xapian`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.search.documents import Document
from tests.benchmarks.search.engines.engine import Engine, MissingEngineError
from tests.benchmarks.search.scoring import DEPTH

_PYTHON = "/usr/bin/python3"
"""The Python that Debian's package is for."""
_PROGRAM = Path(__file__).with_name("xapian_program.py")
"""Run isolated (`-I`): else this very file would be the `xapian` that it imports."""


class Xapian(Engine):
    """Xapian with its German stemmer, phrases and spelling correction."""

    title = "Xapian"

    def answers(self, documents: Sequence[Document], queries: Sequence[str], folder: Path) -> list[list[str]]:
        """Return what Xapian finds.

        Raises:
            MissingEngineError: where the package is not installed.
        """
        asked = {
            "folder": str(folder / "index"),
            "documents": [[d.address, d.title, d.body] for d in documents],
            "queries": list(queries),
            "language": "german",
            "depth": DEPTH,
        }
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [_PYTHON, "-I", _PROGRAM], input=json.dumps(asked), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise MissingEngineError(f"apt install python3-xapian ({done.stderr.strip().splitlines()[-1:]})")
        answers: list[list[str]] = json.loads(done.stdout)
        return answers
