"""A Chromium without a window, and a page of the folder that a host serves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.search.host import Host
from tests.browser.chromium import chromium

_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
          "--disable-sync", "--no-first-run")  # fmt: skip


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Open a Chromium for as long as the block runs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(_FLAGS))
        yield browser
        browser.close()


@contextmanager
def open_page(folder: Path, address: str = "") -> Iterator[Page]:
    """Serve a folder and open a page of it, for as long as the block runs."""
    with Host(folder) as host, open_browser() as browser:
        page = browser.new_page(locale="de-DE")
        page.goto(host.address + address)
        yield page
