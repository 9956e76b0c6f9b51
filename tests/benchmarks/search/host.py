"""A host on loopback, as hosts of static sites are: packs text, lets browsers keep files, and counts what it sends."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections import Counter
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

_PACKED = {".js", ".json", ".html", ".css", ".svg", ".xml", ".txt"}
"""What hosts send packed; an index that is packed already goes as it is."""


class Host:
    """Serves a folder while it is open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sent: Counter[str] = Counter()
        """Bytes of the bodies sent, by path; `clear()` it before what is to be counted."""
        host = self

        class Handler(_Handler):
            answering = host

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def file(self, address: str) -> Path | None:
        """Return the file that an address of this host means."""
        path = self.folder / unquote(urlsplit(address).path).lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        return path if path.is_file() and path.resolve().is_relative_to(self.folder.resolve()) else None


class _Handler(BaseHTTPRequestHandler):
    answering: Host
    protocol_version = "HTTP/1.1"
    # Head and body leave together, as those of hosts do. Python writes them apart, and then the second waits until
    # the first was acknowledged, which Linux puts off for 40 milliseconds: a fault of this host, not of a site.
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        path = self.answering.file(self.path)
        packed = path is not None and path.suffix in _PACKED
        body = _body(path, packed=packed, changed=path.stat().st_mtime_ns) if path else b""
        self.send_response(200 if path else 404)
        self.send_header("Content-Length", str(len(body)))
        if path:
            self.send_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
            self.send_header("Cache-Control", "max-age=600")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        with suppress(ConnectionError):  # who asked may have left for another page
            self.wfile.write(body)
        self.answering.sent[urlsplit(self.path).path.lstrip("/")] += len(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@cache
def _body(path: Path, *, packed: bool, changed: int) -> bytes:  # noqa: ARG001 - a changed file is read anew
    data = path.read_bytes()
    return gzip.compress(data, compresslevel=6) if packed else data
