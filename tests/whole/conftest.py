"""The real archive and the invented one, each built once for all tests that look at whole sites."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import Built, build
from generator.check import Request
from tests.whole.pages import HOST

ROOT = Path(__file__).resolve().parents[2]
SITES = {
    "real": (ROOT / "records", ROOT / "site_config.yml"),
    "invented": (ROOT / "tests/fixture/records", ROOT / "tests/fixture/site_config.yml"),
}


@pytest.fixture(scope="session", params=sorted(SITES))
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """A built site and what the build said of it."""
    records, config = SITES[request.param]
    out = tmp_path_factory.mktemp(request.param) / "site"
    return out, build(Request(records, config, out, strict=True, site_url=HOST))
