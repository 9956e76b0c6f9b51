"""The invented archive, built once for the golden pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import build
from generator.check import Request


@pytest.fixture(scope="session")
def built_site(fixture_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the invented archive's site."""
    out = tmp_path_factory.mktemp("golden") / "site"
    built = build(Request(fixture_folder / "records", fixture_folder / "site_config.yml", out, strict=True))
    assert built.pages > 0
    return out


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Return whether the kept pages are to be written anew."""
    return bool(request.config.getoption("--update-golden"))
