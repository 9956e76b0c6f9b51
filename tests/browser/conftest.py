"""The real archive, served under a sub-path, in a real Chromium.

Where no Chromium can be had these tests are left out and one line says so; in CI they fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import chromium
from tests.browser.host import served

ROOT = Path(__file__).resolve().parents[2]
_left_out: list[str] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser's tests out where there is no browser, except in CI."""
    ours = [item for item in items if item.get_closest_marker("browser")]
    if ours and not chromium() and not os.environ.get("CI"):
        config.hook.pytest_deselected(items=ours)
        items[:] = [item for item in items if item not in ours]
        _left_out.append(f"{len(ours)} browser tests were left out: no Chromium here, and none could be installed")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what was left out."""
    for line in _left_out:
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(scope="session")
def archive_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the real archive, built and served under a sub-path."""
    with served(ROOT, tmp_path_factory.mktemp("host")) as address:
        yield address


@pytest.fixture(scope="session")
def invented_url(fixture_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the invented archive, built and served under a sub-path."""
    with served(fixture_folder, tmp_path_factory.mktemp("host")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    path = chromium()
    assert path, "no Chromium here, and none could be installed"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture(params=[1280, 360])
def page(request: pytest.FixtureRequest, browser: Browser, archive_url: str) -> Iterator[Page]:
    """A page at the width of a desk and of a phone, whose test fails on any console error or foreign request."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, locale="de-DE")
    opened = context.new_page()
    complaints: list[str] = []
    host = archive_url.rsplit("/", 2)[0]
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith((host, "data:", "blob:")) else complaints.append(asked.url),
    )
    yield opened
    width = opened.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert complaints == []
    assert width <= request.param, "the page scrolls sideways"


@pytest.fixture
def update_looks(request: pytest.FixtureRequest) -> bool:
    """Return whether the kept looks of pages are to be written anew."""
    return bool(request.config.getoption("--update-looks"))
