"""An archive, built and served under a sub-path as hosts do."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
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
def hosted(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a folder, each file with these headers; yield the address."""

    class Host(_Host):
        def end_headers(self) -> None:
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: Host(*args, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def served(archive: Path, folder: Path) -> Iterator[str]:
    """Build the archive in a folder that holds `records/` and `site_config.yml`, and yield its address."""
    with hosted(folder) as host:
        address = f"{host}archive/"
        request = Request(archive / "records", archive / "site_config.yml", folder / "archive", site_url=address)
        assert build(request).pages
        yield address
