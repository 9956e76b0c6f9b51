"""What the tests of contributing share: the texts of the invented archive, by their place below `records/`."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def texts(fixture_folder: Path) -> dict[str, str]:
    """Return every record of the invented archive as it is written."""
    folder = fixture_folder / "records"
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".yml"} and path.name != "README.md")
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
