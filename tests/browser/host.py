"""An archive, built and served under a sub-path as hosts do."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from generator.build import build
from generator.check import Request


class _Host(SimpleHTTPRequestHandler):
    """A host as they are: a page of the site for what is not there, and no word in the terminal."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        missing = Path(self.directory) / "archive/404.html"
        if code != HTTPStatus.NOT_FOUND or not missing.exists():
            super().send_error(code, message, explain)
            return
        body = missing.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(archive: Path, folder: Path) -> Iterator[str]:
    """Build the archive in a folder that holds `records/` and `site_config.yml`, and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: _Host(*args, directory=str(folder)))
    server.daemon_threads = True
    address = f"http://127.0.0.1:{server.server_port}/archive/"
    request = Request(archive / "records", archive / "site_config.yml", folder / "archive", site_url=address)
    assert build(request).pages
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address
    server.shutdown()
    server.server_close()
    thread.join()
