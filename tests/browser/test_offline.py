"""A site that browsers keep: what was read can be read again without a connection, and nothing is ever stale."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.build import build
from generator.check import Request

pytestmark = pytest.mark.browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


class Host:
    """A small archive on a host that can go away and come back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.publish("Talk", offline=True)
        self.begin()

    def publish(self, title: str, *, offline: bool) -> None:
        """Build the site with a meeting of this title."""
        records = self.folder / "records"
        (records / "meetings/2024").mkdir(parents=True, exist_ok=True)
        (records / "people").mkdir(exist_ok=True)
        (records / "people/ann.yml").write_text("name: Ann\n", "utf-8")
        named = "conclusions: [{id: offline-again, text: Called as the page without a connection calls its link.}]\n"
        text = f"---\ntitle: {title}\ndate: 2024-05-02\nchairs: [ann]\n{named}---\nx\n"
        (records / "meetings/2024/2024-05-02-talk.md").write_text(text, "utf-8")
        config = self.folder / "site_config.yml"
        config.write_text(f"title: T\nlanguage: en\nlanguages: [vi]\noffline: {offline}\n", "utf-8")
        assert build(Request(records, config, self.folder / "site")).pages

    def begin(self) -> None:
        """Answer, at the same address as before."""
        handler = partial(_Quiet, directory=str(self.folder / "site"))
        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def end(self) -> None:
        """Go away."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Where the site is."""
        return f"http://127.0.0.1:{self.port}/"


def until(page: Page, truth: str) -> None:
    """Wait until something is true in a page; Playwright's own way to do so is evaluated text, which no page runs."""
    for _ in range(200):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(50)
    raise AssertionError(truth)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A host of a small archive."""
    found = Host(tmp_path)
    yield found
    found.end()


@pytest.fixture
def reader(browser: Browser, host: Host) -> Iterator[Page]:
    """A reader who has read the meeting while there was a connection."""
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(host.address + "meetings/2024-05-02-talk/")
    until(page, "Boolean(navigator.serviceWorker.controller)")
    until(
        page,
        "caches.keys().then((names) => Promise.all(names.map(async (name) => (await caches.open(name)).keys())))"
        ".then((kept) => kept.flat().some(({ url }) => url.includes('assets/offline.js')))",
    )
    yield page
    context.close()
    assert complaints == []


def test_a_new_publish_is_shown_on_the_next_load(host: Host, reader: Page) -> None:
    """However much is kept, a page is as it was published last; a page that is gone is gone."""
    host.publish("Second talk", offline=True)
    reader.goto(host.address + "meetings/2024-05-02-talk/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Second talk")
    host.end()
    reader.goto(host.address + "meetings/2024-05-02-talk/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Second talk")
    host.begin()


def test_what_was_read_can_be_read_without_a_connection(host: Host, reader: Page) -> None:
    """A page that was read opens with its styles; one that was not says so in its language, and leads to those."""
    host.end()
    reader.goto(host.address + "meetings/2024-05-02-talk/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Talk")
    assert reader.evaluate("[...document.styleSheets].map((sheet) => sheet.cssRules.length > 0)") == [True, True]
    reader.goto(host.address + "vi/people/ann/")
    expect(reader).to_have_url(host.address + "vi/offline/?page=vi%2Fpeople%2Fann%2F")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Không có kết nối")
    expect(reader.locator("#offline-kept a")).to_have_text(["Talk – 2024 – T"])
    host.begin()
    reader.locator("#offline-again").click()
    expect(reader).to_have_url(host.address + "vi/people/ann/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Ann")


def test_a_site_that_keeps_nothing_any_more_lets_go(host: Host, reader: Page) -> None:
    """Switched off again, the worker is taken from the browsers that have it."""
    host.publish("Talk", offline=False)
    reader.goto(host.address)
    until(reader, "navigator.serviceWorker.getRegistration().then((found) => !found)")
    assert not (host.folder / "site/offline-worker.js").exists()
    assert "archive-offline" not in (host.folder / "site/index.html").read_text("utf-8")
