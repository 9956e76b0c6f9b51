"""The real archive and the invented one, each built once for all tests that look at whole sites."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from generator.build import Built, build
from generator.check import Request
from tests.whole.namespaces import prefix
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


_left_out: list[str] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs namespaces where there are none, except where CI runs on Linux."""
    ours = [item for item in items if item.get_closest_marker("namespaces")]
    if ours and not prefix("--mount") and not (os.environ.get("CI") and sys.platform == "linux"):
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]
        _left_out.append(f"{len(ours)} tests were left out: this system has no namespaces for disks and networks")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out."""
    for line in _left_out:
        terminalreporter.write_line(line, yellow=True)
