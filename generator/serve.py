"""`archive serve`: the site on this machine, renewed whenever a record, the theme or the configuration is saved.

The standard library serves the files; pages get one script more, which waits for the number of the build to change
and then loads the page anew. The page of a saved record is shown at once, by a process that has the archive of the last
build (`preview`); lists and search follow with the next build. Only this machine can see it.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from watchfiles import Change, watch

from generator.build import Keep
from generator.check import Checked, Request
from generator.making import Workshop
from generator.preview import Preview
from generator.processes import Answerer, can_fork
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
_LOOK_MILLISECONDS = 300
_LISTEN_SECONDS = 0.5
"""So often a wait looks up: on Windows nobody hears Ctrl+C while waiting."""
_WAIT_SECONDS = 25.0
"""So long a page's question for news is kept open; less than browsers and proxies wait."""


class Builds:
    """Counts the builds, and lets others wait for the next; has the pages that are ahead of the last."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.number = 1
        self._ahead: Mapping[str, bytes] = {}
        self._awaited: Mapping[str, bytes] = {}

    def begun(self) -> None:
        """Note that a build has begun: it will have the pages that are ahead now."""
        self._awaited = self._ahead

    def done(self) -> None:
        """Tell everybody who waits that there is a new build."""
        self._renew(self._since())

    def failed(self) -> None:
        """Go back to the last good build where pages were ahead of it."""
        if self._awaited:
            self._renew(self._since())

    def ahead(self, pages: Mapping[str, bytes]) -> None:
        """Tell everybody who waits that some pages (by their files) are known before the build that has them."""
        self._renew({**self._ahead, **pages})

    def _since(self) -> Mapping[str, bytes]:
        """The pages of what was saved since the build began."""
        return {file: page for file, page in self._ahead.items() if self._awaited.get(file) is not page}

    def page(self, file: str) -> bytes | None:
        """Return a page that is ahead of the last build, by its file."""
        return self._ahead.get(file)

    def _renew(self, ahead: Mapping[str, bytes]) -> None:
        with self._condition:
            self._ahead = ahead
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
        file = path / "index.html" if urlsplit(self.path).path.endswith("/") else path
        if file.suffix == ".html" and (page := self._ahead(file) or _read(file)) is not None:
            self._answer(page.replace(b"</body>", _TAG), "text/html; charset=utf-8")
        elif _is_there(file):
            super().do_GET()
        else:
            page = _missing(Path(self.directory), path) or b"not found"
            self._answer(page.replace(b"</body>", _TAG), "text/html; charset=utf-8", HTTPStatus.NOT_FOUND)

    def _ahead(self, file: Path) -> bytes | None:
        site = Path(self.directory)
        return self.builds.page(file.relative_to(site).as_posix()) if file.is_relative_to(site) else None

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


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of readers who left before they were answered: every closed page is one."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _missing(site: Path, path: Path) -> bytes | None:
    """The page for what is not there: in a language's folder its own, as some hosts do it."""
    below = path.parts[len(site.parts) : len(site.parts) + 1]
    return _read(site.joinpath(*below, "404.html")) or _read(site / "404.html")


def _read(file: Path) -> bytes | None:
    """A file of the site, or None where there is none (or its address can be no file's)."""
    try:
        return file.read_bytes()
    except (OSError, ValueError):
        return None


def _is_there(path: Path) -> bool:
    return _state(path) is not None


def _state(path: Path) -> tuple[int, int, int] | None:
    """What differs whenever a file has been saved, in place or by putting a new one there; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def start_server(out: Path, builds: Builds, port: int) -> ThreadingHTTPServer:
    """Serve a folder on this machine in the background; port 0 takes a free one."""

    class Handler(_Handler):
        def __init__(self, *args: Any) -> None:
            self.builds = builds
            super().__init__(*args, directory=str(out))

    server = _Server(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Ahead:
    """Has the archive of the last build in a process of its own, and makes pages of saved records from it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answerer: Answerer[Iterable[Path], Mapping[str, bytes]] | None = None

    def keep(self, workshop: Workshop, checked: Checked) -> None:
        """Take the archive of a build in the place of the one before; where the system cannot fork there is none."""
        answerer = Answerer(Preview(workshop, checked).pages) if can_fork() else None
        with self._lock:
            before, self._answerer = self._answerer, answerer
        if before:
            before.end()

    def pages(self, saved: Collection[Path]) -> Mapping[str, bytes]:
        """Return the pages of records that were saved, as far as they can be made already."""
        with self._lock:
            return (self._answerer.ask(saved) if self._answerer else None) or {}

    def end(self) -> None:
        """Let the archive go."""
        with self._lock:
            before, self._answerer = self._answerer, None
        if before:
            before.end()


def serve(
    request: Request,
    rebuild: Callable[[Request, Keep], bool],
    *,
    port: int,
    open_browser: bool,
    say: Callable[[str], object],
    stop: threading.Event | None = None,
) -> None:
    """Build, serve and watch until `stop` is set or the person presses Ctrl+C; a broken record does not end it."""
    with _folder(request.cache, port) as folder:
        out = folder / "site"
        builds, ahead, stop = Builds(), Ahead(), stop or threading.Event()
        server = start_server(out, builds, port)
        address = f"http://127.0.0.1:{server.server_port}/"
        here = replace(request, out=out, site_url=address)
        saved: SimpleQueue[bool] = SimpleQueue()
        watching = threading.Thread(target=_watch, args=(request, builds, ahead, saved, stop), daemon=True)
        try:
            watching.start()
            _next(saved)  # everything is watched: what is saved while the first build runs makes the second
            rebuild(here, ahead.keep)
            say(f"The archive is at {address} – press Ctrl+C to end.")
            if open_browser:
                webbrowser.open(address)
            while _next(saved):
                builds.begun()
                if rebuild(here, ahead.keep):
                    builds.done()
                else:
                    builds.failed()
                gc.collect()  # an archive holds itself in circles: let it go now, not in the midst of the next
        except KeyboardInterrupt:
            return
        finally:
            stop.set()
            watching.join()
            ahead.end()
            server.shutdown()
            server.server_close()


@contextmanager
def _folder(cache: Path | None, port: int) -> Iterator[Path]:
    """Where the site lies: beside the cache, so that the next one at this address begins with it, or only for now."""
    if cache and port:
        yield cache / f"served-{port}"
        return
    with tempfile.TemporaryDirectory(prefix="archive-serve-") as folder:
        yield Path(folder)


def _watch(request: Request, builds: Builds, ahead: Ahead, saved: SimpleQueue[bool], stop: threading.Event) -> None:
    """Show what can be shown at once of what is saved, and say that a build is due; at the end, that none is."""
    try:
        for changes in _changes(request, stop):
            if pages := ahead.pages(changes):
                builds.ahead(pages)
            saved.put(True)
    finally:
        saved.put(False)


def _next(saved: SimpleQueue[bool]) -> bool:
    """Wait until something was saved, and say so; False at the end. What was saved by then comes into one build."""
    going_on = _waited(saved)
    while going_on and not saved.empty():
        going_on = saved.get()
    return going_on


def _waited(saved: SimpleQueue[bool]) -> bool:
    while True:
        with suppress(Empty):
            return saved.get(timeout=_LISTEN_SECONDS)


def _changes(request: Request, stop: threading.Event) -> Iterator[Collection[Path]]:
    """Yield once as soon as everything is watched, then whenever something was saved, and which records that were.

    The configuration is looked at, not watched: editors save by putting a new file in its place, and a watch stays
    with the old one.
    """
    watched = watch(
        request.records,
        theme_folder(),
        stop_event=stop,
        raise_interrupt=False,
        rust_timeout=_LOOK_MILLISECONDS,
        yield_on_timeout=True,
    )
    next(watched, None)
    config = _state(request.config)
    yield ()
    for changes in watched:
        before, config = config, _state(request.config)
        if changes or config != before:
            yield [Path(name) for change, name in changes if change is not Change.deleted]
