"""`archive serve`: the site on this machine, renewed whenever a record, the theme or the configuration is saved.

The standard library serves the files; pages get one script more, which waits for the number of the build to change
and then loads the page anew. Only this machine can see it.
"""

from __future__ import annotations

import tempfile
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from watchfiles import watch

from generator.build import Request
from generator.site.theme import theme_folder

_RELOAD_ADDRESS = "/_reload"
_SCRIPT_ADDRESS = "/_reload.js"
_SCRIPT = f"""\
const built = await (await fetch("{_RELOAD_ADDRESS}?0")).text();
for (;;) {{
  try {{
    const now = await (await fetch("{_RELOAD_ADDRESS}?" + built)).text();
    if (now !== built) {{ location.reload(); break; }}
  }} catch {{
    await new Promise((again) => setTimeout(again, 1000));
  }}
}}
"""
_TAG = f'<script type="module" src="{_SCRIPT_ADDRESS}"></script></body>'.encode()
_WAIT_SECONDS = 25.0
"""So long a page's question for news is kept open; less than browsers and proxies wait."""


class Builds:
    """Counts the builds, and lets others wait for the next."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.number = 1

    def done(self) -> None:
        """Tell everybody who waits that there is a new build."""
        with self._condition:
            self.number += 1
            self._condition.notify_all()

    def wait_after(self, number: int, seconds: float) -> int:
        """Return the number of the build, as soon as it is another one or after so many seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self.number != number, seconds)
            return self.number


class _Handler(SimpleHTTPRequestHandler):
    builds: Builds

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == _RELOAD_ADDRESS:
            known = int(address.query) if address.query.isdecimal() else 0
            self._answer(str(self.builds.wait_after(known, _WAIT_SECONDS)).encode(), "text/plain")
        elif address.path == _SCRIPT_ADDRESS:
            self._answer(_SCRIPT.encode(), "text/javascript")
        else:
            self._page()

    def _page(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() and urlsplit(self.path).path.endswith("/") else path
        try:
            if file.suffix == ".html":
                self._answer(file.read_bytes().replace(b"</body>", _TAG), "text/html; charset=utf-8")
                return
        except OSError:
            pass  # not there: answered below
        if path.exists():
            super().do_GET()
        else:
            missing = Path(self.directory) / "404.html"
            body = missing.read_bytes().replace(b"</body>", _TAG) if missing.exists() else b"not found"
            self._answer(body, "text/html; charset=utf-8", HTTPStatus.NOT_FOUND)

    def _answer(self, body: bytes, content_type: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the builds."""


def start_server(out: Path, builds: Builds, port: int) -> ThreadingHTTPServer:
    """Serve a folder on this machine in the background; port 0 takes a free one."""

    class Handler(_Handler):
        def __init__(self, *args: Any) -> None:
            self.builds = builds
            super().__init__(*args, directory=str(out))

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def serve(
    request: Request,
    rebuild: Callable[[Request], bool],
    *,
    port: int,
    open_browser: bool,
    say: Callable[[str], object],
    stop: threading.Event | None = None,
) -> None:
    """Build, serve and watch until `stop` is set or the person presses Ctrl+C; a broken record does not end it."""
    with tempfile.TemporaryDirectory(prefix="archive-serve-") as folder:
        out = Path(folder) / "site"
        builds = Builds()
        server = start_server(out, builds, port)
        address = f"http://127.0.0.1:{server.server_port}/"
        here = replace(request, out=out, site_url=address)
        try:
            rebuild(here)
            say(f"The archive is at {address} – press Ctrl+C to end.")
            if open_browser:
                webbrowser.open(address)
            for _ in watch(request.records, request.config, theme_folder(), stop_event=stop, raise_interrupt=False):
                if rebuild(here):
                    builds.done()
        finally:
            server.shutdown()
            server.server_close()
