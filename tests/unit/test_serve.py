from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator import serve as serve_module
from generator.build import Keep, build
from generator.check import Request
from generator.serve import Builds, serve, start_server

PATIENCE = 8.0
"""So many seconds are waited for what should happen at once."""

MEETING = "---\ntitle: Talk at the weir\ndate: 2024-05-01\n---\n{}\n"


@dataclass
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    text: str


def get(port: int, path: str, method: str = "GET") -> Answer:
    """Ask for a path exactly as written: nothing in it is tidied up on the way."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.putrequest(method, path, skip_host=False)
    connection.endheaders()
    response = connection.getresponse()
    answer = Answer(
        response.status, {name.lower(): value for name, value in response.getheaders()}, response.read().decode("utf-8")
    )
    connection.close()
    return answer


# ── a served archive ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Served:
    """An archive that is being served: where, and what happened to it so far."""

    folder: Path
    cache: Path | None = None
    at: int = 0
    said: list[str] = field(default_factory=list)
    built: list[bool] = field(default_factory=list)
    renewed: list[int] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    hold: Callable[[], object] = bool
    """Is waited for before a build begins."""

    @property
    def record(self) -> Path:
        """The one meeting."""
        return self.folder / "records/meetings/2024/talk.md"

    @property
    def port(self) -> int:
        """The port that was taken."""
        return urlsplit(self.said[0].split()[4]).port or 0

    def run(self) -> None:
        """Serve until told to stop."""
        request = Request(self.folder / "records", self.folder / "site_config.yml", cache=self.cache)
        serve(request, self.rebuild, port=self.at, open_browser=False, say=self.said.append, stop=self.stop)

    def rebuild(self, request: Request, keep: Keep) -> bool:
        """Build as the command does, and keep count."""
        self.hold()
        built = build(request, keep=keep)
        self.renewed.append(built.renewed)
        self.built.append(bool(built.pages))
        return self.built[-1]

    def wait_for_build(self, number: int) -> bool:
        """Say whether the build of this number (the first is 1) published something, once it has ended."""
        until = time.monotonic() + PATIENCE
        while len(self.built) < number or not self.said:
            assert time.monotonic() < until, f"build {number} did not come: {self.built}"
            time.sleep(0.02)
        return self.built[number - 1]

    def number(self) -> str:
        """The number of the build that pages compare with theirs."""
        return get(self.port, "/_reload?0").text


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a small archive in a thread of its own."""
    folder = tmp_path_factory.mktemp("served")
    served = Served(folder)
    served.record.parent.mkdir(parents=True)
    served.record.write_text(MEETING.format("The water is low."), encoding="utf-8")
    (folder / "site_config.yml").write_text("title: Weir archive\nlanguage: en\n", encoding="utf-8")
    (folder / "secret.txt").write_text("nobody may read this", encoding="utf-8")
    thread = threading.Thread(target=served.run)
    thread.start()
    try:
        yield served
    finally:
        served.stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_a_saved_record_is_seen_at_once(served: Served) -> None:
    """A change is built and announced; a broken record leaves the old site and no announcement; a mended one comes."""
    assert served.wait_for_build(1)
    page = "/meetings/talk/"
    assert "The water is low." in get(served.port, page).text
    first = served.number()

    served.record.write_text(MEETING.format("The water is high."), encoding="utf-8")
    assert served.wait_for_build(2)
    assert "The water is high." in get(served.port, page).text
    second = get(served.port, f"/_reload?{first}").text
    assert second != first

    served.record.write_text(MEETING.format("It is gone.").replace("date:", "dato:"), encoding="utf-8")
    assert not served.wait_for_build(3)
    assert "The water is high." in get(served.port, page).text
    assert served.number() == second

    served.record.write_text(MEETING.format("The water is back."), encoding="utf-8")
    assert served.wait_for_build(4)
    assert "The water is back." in get(served.port, page).text
    assert get(served.port, f"/_reload?{second}").text not in {first, second}


def test_the_page_of_a_saved_record_is_ahead_of_the_build(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the build still runs the page has the new words."""
    count = len(served.built)
    served.record.write_text(MEETING.format("The water is low."), encoding="utf-8")
    assert served.wait_for_build(count + 1)
    page, number, going_on = "/meetings/talk/", served.number(), threading.Event()
    monkeypatch.setattr(served, "hold", going_on.wait)

    served.record.write_text(MEETING.format("The water is wild."), encoding="utf-8")
    assert get(served.port, f"/_reload?{number}").text != number
    assert "The water is wild." in get(served.port, page).text
    assert len(served.built) == count + 1
    going_on.set()
    assert served.wait_for_build(count + 2)
    assert "The water is wild." in get(served.port, page).text


def test_a_configuration_that_editors_replace_is_seen(served: Served) -> None:
    """Whoever saves by putting a new file in the place of the old one is heard every time, not only the first."""
    count = len(served.built)
    for n in (1, 2):
        new = served.folder / "new.yml"
        new.write_text(f"title: Archive number {n}\nlanguage: en\n", encoding="utf-8")
        new.replace(served.folder / "site_config.yml")
        assert served.wait_for_build(count + n)
        assert f"Archive number {n}" in get(served.port, "/").text
    (served.folder / "site_config.yml").write_text("title: Weir archive\nlanguage: en\n", encoding="utf-8")
    assert served.wait_for_build(count + 3)


def test_the_next_one_at_this_address_begins_with_the_site(served: Served, tmp_path: Path) -> None:
    """Beside the cache the served site stays: who serves again at the same port has nothing to make anew."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    pages = []
    for _ in range(2):
        again = Served(served.folder, tmp_path / "cache", port)
        thread = threading.Thread(target=again.run)
        thread.start()
        assert again.wait_for_build(1)
        assert "Weir archive" in get(again.port, "/meetings/talk/").text
        again.stop.set()
        thread.join(PATIENCE)
        pages += again.renewed
    assert pages[0] > pages[1] == 0


def test_nothing_is_written_beside_the_archive(served: Served) -> None:
    """The site lies in a folder of its own that is nobody's business; the archive's folder stays as it was."""
    assert served.wait_for_build(1)
    assert sorted(path.name for path in served.folder.iterdir()) == ["records", "secret.txt", "site_config.yml"]


def test_the_address_is_of_this_machine(served: Served) -> None:
    """The person is told where the site is, and it is nowhere else."""
    assert served.wait_for_build(1)
    assert served.said == [f"The archive is at http://127.0.0.1:{served.port}/ – press Ctrl+C to end."]


# ── the server alone ──────────────────────────────────────────────────────────────────────────────────────────────────


FILES = {
    "site/index.html": "<body>home</body>",
    "site/404.html": "<body>nothing here</body>",
    "site/vi/404.html": "<body>khong co gi</body>",
    "site/people/ann/index.html": "<body>Ann</body>",
    "site/data/people.json": "[]",
    "site/assets/site.js": "let a",
    "secret.html": "secret",
}


@dataclass
class Site:
    """A folder of files that is served, with a secret beside it."""

    folder: Path
    builds: Builds
    server: ThreadingHTTPServer

    @property
    def port(self) -> int:
        """The port that was taken."""
        return self.server.server_port


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a few files."""
    folder, builds = tmp_path_factory.mktemp("site"), Builds()
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    server = start_server(folder / "site", builds, 0)
    yield Site(folder, builds, server)
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def port(site: Site) -> int:
    """Return where the files are served."""
    return site.port


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("/", "home", "text/html; charset=utf-8"),
        ("/index.html", "home", "text/html; charset=utf-8"),
        ("/people/ann/", "Ann", "text/html; charset=utf-8"),
        ("/people/ann/?q=1#x", "Ann", "text/html; charset=utf-8"),
        ("/data/people.json", "[]", "application/json"),
        ("/assets/site.js", "let a", "text/javascript"),
    ],
)
def test_files_of_the_site(port: int, path: str, text: str, kind: str) -> None:
    """Pages and files are served as what they are, and no browser keeps them."""
    answer = get(port, path)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["cache-control"] == "no-store"
    assert text in answer.text


def test_pages_get_the_script_and_nothing_else_does(port: int) -> None:
    """Each page asks for news by a script that lies beside it; files of data stay as they are."""
    tag = '<script type="module" src="/_reload.js"></script></body>'
    assert get(port, "/people/ann/").text == f"<body>Ann{tag}"
    assert get(port, "/nowhere/").text == f"<body>nothing here{tag}"
    assert get(port, "/data/people.json").text == "[]"
    assert "location.reload()" in get(port, "/_reload.js").text


def test_a_folder_leads_to_its_page(port: int) -> None:
    """An address without the last slash leads to the one with it, so that links on the page hold."""
    answer = get(port, "/people/ann")
    assert (answer.status, answer.headers["location"]) == (301, "/people/ann/")


@pytest.mark.parametrize(
    "path",
    [
        "/people/nobody/",
        "/people/nobody/at/all.html",
        "/people/",
        "/assets/",
        "/index.html/",
        "/%00",
        "/%00.html",
        "/%ff.html",
        "/" + "x" * 5000,
        "/" + "x" * 5000 + ".html",
        "/" + "x/" * 3000,
    ],
)
def test_what_is_not_there(port: int, path: str) -> None:
    """Any other address, at any depth and however odd, gives the site's own page for lost readers, and no listing."""
    answer = get(port, path)
    assert answer.status == 404
    assert "nothing here" in answer.text


def test_what_is_not_there_in_a_language(port: int) -> None:
    """In the folder of a language its own page for lost readers is shown."""
    assert "khong co gi" in get(port, "/vi/people/bob/").text
    assert "nothing here" in get(port, "/people/vi/404/").text


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html",
        "/people/../../secret.html",
        "/%2e%2e/secret.html",
        "/..%2fsecret.html",
        "/people/%2e%2e/%2e%2e/secret.html",
        "//secret.html",
        "/....//secret.html",
        "/..\\secret.html",
        "{secret}",
        "/{secret}",
    ],
)
def test_nothing_outside_is_served(site: Site, path: str) -> None:
    """No address leads out of the site's folder."""
    answer = get(site.port, path.format(secret=site.folder / "secret.html"))
    assert "secret" not in answer.text
    assert answer.status == 404


def test_without_a_page_for_lost_readers(site: Site) -> None:
    """Before the first good build there is nothing, and the server says so."""
    page = site.folder / "site/404.html"
    hidden = page.rename(site.folder / "hidden")
    answer = get(site.port, "/nowhere/")
    hidden.rename(page)
    assert (answer.status, answer.text) == (404, "not found")


def test_only_this_machine_can_ask(site: Site) -> None:
    """The server listens on the loopback address alone."""
    assert site.server.server_address[0] == "127.0.0.1"


# ── news ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_waits_for_the_next_build(site: Site) -> None:
    """Who knows the newest number waits until there is a newer one; who knows another is told at once."""
    number = str(site.builds.number)
    assert [get(site.port, f"/_reload{query}").text for query in ("?0", "", "?x", "?-1")] == [number] * 4
    answers: list[str] = []
    waiting = threading.Thread(target=lambda: answers.append(get(site.port, f"/_reload?{number}").text))
    waiting.start()
    time.sleep(0.1)
    assert answers == []
    site.builds.done()
    waiting.join(PATIENCE)
    assert answers == [str(int(number) + 1)]


def test_nobody_waits_for_ever(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without news the question is answered with the number that was known, before a browser gives up."""
    monkeypatch.setattr(serve_module, "_WAIT_SECONDS", 0.05)
    number = site.builds.number
    assert get(site.port, f"/_reload?{number}").text == str(number)


def test_readers_who_leave_are_no_trouble(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    """A page that was closed while it waited leaves nothing on the terminal when the next build comes."""
    number = site.builds.number
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", site.port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.sendall(f"GET /_reload?{number} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.02)
    site.builds.done()
    time.sleep(0.2)
    assert get(site.port, "/_reload?0").text == str(number + 1)
    assert capfd.readouterr() == ("", "")


def test_pages_ahead_stay_until_the_build_that_has_them() -> None:
    """A build that began before a record was saved does not take its page back; one that failed does."""
    builds = Builds()
    builds.ahead({"a": b"1", "b": b"1"})
    builds.begun()
    builds.ahead({"b": b"2"})
    builds.done()
    assert (builds.page("a"), builds.page("b")) == (None, b"2")
    builds.begun()
    builds.failed()
    number = builds.number
    assert builds.page("b") is None
    builds.begun()
    builds.failed()
    assert builds.number == number
