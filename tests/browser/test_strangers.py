"""The archive of strangers in a browser: every page is opened, everything on it is used, and nothing of it runs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from generator.build import build
from generator.check import Request
from generator.package.crate import About
from generator.package.packing import pack
from generator.site.policy import headers
from tests.browser.host import hosted
from tests.hostile.strangers import ATTEMPTS, write_strangers

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_WATCHED = """
const report = (what) => console.error(`RAN ${what}`);
Object.defineProperty(window, "ran", { set: () => report("an attempt"), get: () => undefined });
for (const name of ["alert", "confirm", "prompt", "open"]) window[name] = () => report(name);
addEventListener("securitypolicyviolation", (event) => {
  report(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
for (const type of ["click", "submit"]) {
  addEventListener(type, (event) => {
    if (type === "submit" || event.target.closest?.("a")) event.preventDefault();
  }, true);
}
"""
"""Tells whatever runs that should not, and whatever the policy forbade; links and forms lead nowhere."""

_USE_EVERYTHING = """
() => {
  document.querySelectorAll("details").forEach((details) => { details.open = true; });
  const all = [...document.querySelectorAll("body *")];
  const types = ["mouseover", "mouseenter", "focus", "toggle", "beforetoggle", "pointerdown", "input", "change"];
  for (const element of all) {
    for (const type of types) {
      element.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }
  const used = "a, button, summary, label, input, select, [role], [tabindex]";
  for (const element of all.filter((one) => one.matches(used))) {
    if (!element.isConnected || !element.checkVisibility() || element.closest("#form-clear")) continue;
    element.focus?.();
    element.click?.();
  }
  return all.length;
}
"""


class Watched:
    """A page of the strangers' site, and what was complained of."""

    def __init__(self, page: Page, home: str, addresses: list[str]) -> None:
        self.page, self.home, self.addresses = page, home, addresses
        self.complaints: list[str] = []
        self.asked: set[str] = set()
        page.on(
            "console", lambda message: self.complain(message.text) if message.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.complain(str(error)))
        page.on("request", lambda request: self.asked.add(urlsplit(request.url).netloc or urlsplit(request.url).scheme))
        page.on("dialog", self.dismiss)

    def complain(self, text: str) -> None:
        """Note a complaint with where it was heard."""
        self.complaints.append(f"{urlsplit(self.page.url).path}: {text}")

    def dismiss(self, dialog: Dialog) -> None:
        """Note a dialog, which the site has none of."""
        self.complain(f"dialog {dialog.message}")
        dialog.dismiss()

    def open(self, address: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.home + address, wait_until="load")
        if address.endswith("contribute/new/"):  # it is filled as soon as it knows its rules
            expect(self.page.locator("#form-preview")).to_contain_text("kind: conference", timeout=30_000)

    def assert_quiet(self) -> None:
        """Nothing ran, nothing was forbidden, nothing failed, and nobody else was asked."""
        told, self.complaints = self.complaints, []
        assert told == []
        assert self.asked <= {urlsplit(self.home).netloc or "file", "data", "blob"}


@pytest.fixture(scope="module")
def watched(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """The strangers' site, hosted with the headers that it brings along, in one page that is watched."""
    folder = tmp_path_factory.mktemp("strangers")
    write_strangers(folder / "archive")
    out = folder / "host/archive"
    with hosted(folder / "host", headers(offline=True)) as host:
        built = build(
            Request(folder / "archive/records", folder / "archive/site_config.yml", out, site_url=host + "archive/")
        )
        assert built.pages > 500
        addresses = [
            path.relative_to(out).as_posix().removesuffix("index.html") for path in sorted(out.rglob("*.html"))
        ]
        with watching(browser) as page:
            yield Watched(page, host + "archive/", addresses)


@contextmanager
def watching(browser: Browser) -> Iterator[Page]:
    """A page in which everything that runs and should not is told."""
    context = browser.new_context(locale="en-GB", service_workers="allow")
    context.add_init_script(_WATCHED)
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def test_nothing_runs_on_any_page(watched: Watched) -> None:
    """Each page is opened, unfolded, hovered and clicked all over: nothing of a stranger runs, no policy is broken.

    Those in another language too, and the one that stands in for others without a connection.
    """
    assert {"vi/", "vi/meetings/2024/", "offline/", "conclusions/due/", "names/"} <= set(watched.addresses)
    for address in watched.addresses:
        watched.open(address)
        assert watched.page.evaluate(_USE_EVERYTHING) > 20, address
    watched.page.wait_for_timeout(200)
    watched.assert_quiet()


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_runs_in_the_search(watched: Watched, attempt: str) -> None:
    """An attempt as a question, and the results, facets and marks that it brings up."""
    watched.open(f"search/?q={quote(attempt)}")
    expect(watched.page.locator("#search-status, #search-start").first).to_be_attached()
    watched.page.wait_for_timeout(100)
    watched.page.evaluate(_USE_EVERYTHING)
    watched.assert_quiet()


def test_nothing_runs_in_results_and_facets(watched: Watched) -> None:
    """Results full of attempts are shown, narrowed and downloaded."""
    page = watched.page
    for words in ("window", "script", "onerror", "evil", "svg", "kind:conclusion", "kind:person", "alert OR img"):
        watched.open(f"search/?q={quote(words)}")
        expect(page.locator("#search-results .result__title").first).to_be_attached()
        page.evaluate("document.querySelector('#search-facets').open = true")
        page.evaluate(_USE_EVERYTHING)
        for _ in range(6):
            page.evaluate("document.querySelector('#search-facets input[type=checkbox]:not(:checked)')?.click()")
            page.wait_for_timeout(50)
    watched.assert_quiet()


def test_nothing_runs_while_somebody_types(watched: Watched) -> None:
    """Names offered below the box in the head are attempts, too."""
    page = watched.page
    watched.open("")
    box = page.locator("form[role=search] input").first
    for words in ("qx", "scr", "<img", '">', "window", "{{"):
        box.fill("")
        box.press_sequentially(words)
        page.wait_for_timeout(150)
        page.evaluate(_USE_EVERYTHING)
    watched.assert_quiet()


@pytest.mark.parametrize("attempt", ATTEMPTS[::4])
def test_nothing_runs_in_the_form(watched: Watched, attempt: str) -> None:
    """Whoever fills every field of the form with an attempt sees it in the record below, letter by letter."""
    page = watched.page
    watched.open("contribute/new/")
    page.evaluate("for (const button of document.querySelectorAll('form button[data-add]')) button.click()")
    filled = page.evaluate(
        """(attempt) => {
          const boxes = [...document.querySelectorAll("main [data-input]")].filter((box) => !box.matches("select"));
          for (const box of boxes) {
            box.value = attempt;
            for (const type of ["input", "change", "blur"]) box.dispatchEvent(new Event(type, { bubbles: true }));
          }
          return boxes.length;
        }""",
        attempt,
    )
    assert filled > 5
    page.wait_for_timeout(200)
    page.evaluate(_USE_EVERYTHING)
    watched.assert_quiet()
    letters = re.sub(r"\W", "", attempt)
    assert letters in re.sub(r"\W", "", page.locator("#form-preview").inner_text())


READ_THEIR_ADDRESS = (
    "meetings/m3/?v={}#{}", "meetings/m3/?mark={}#_only-{}", "offline/?page={}#{}",
    "conclusions/table/?issue={}&words={}", "search/?q=weir&kind={}&person={}&n={}", "people/r3/#{}", "people/r3/{}",
    "vi/people/{}/", "meetings/2024/{}.html",
)  # fmt: skip
"""Pages whose scripts read the address, and addresses under which nothing lies: these are searched for."""


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_nothing_runs_by_an_address(watched: Watched, attempt: str) -> None:
    """A link to the site can say anything behind its question mark and its #, and name what is not there."""
    page = watched.page
    for pattern in READ_THEIR_ADDRESS:
        for said in (quote(attempt, safe=""), quote(attempt, safe="<>\"'`{}=();:,!|$*")):
            page.goto(watched.home + pattern.replace("{}", said), wait_until="load")
            lost = page.locator("#lost-search")
            if lost.count():  # it says what the address did, as text
                expect(lost).not_to_have_value("")
            page.evaluate(_USE_EVERYTHING)
    watched.complaints = [told for told in watched.complaints if "status of 404" not in told]
    watched.assert_quiet()


def test_nothing_runs_in_the_copy_on_a_disk(browser: Browser, tmp_path: Path) -> None:
    """The copy has a search of its own, which shows the same attempts, from a disk where no host sends a policy."""
    write_strangers(tmp_path)
    request = Request(tmp_path / "records", tmp_path / "site_config.yml", tmp_path / "site", processes=2)
    pack(request, About("Archive", "", "2024-04-19", language="en"), tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        archive.extractall(tmp_path)
    home = (tmp_path / "copy/data/site").as_uri() + "/"
    with watching(browser) as page:
        copy = Watched(page, home, [])
        for words in ("window", "script", "onerror", "evil", "svg", *map(quote, ATTEMPTS)):
            page.goto(f"{home}search/index.html?q={words}", wait_until="load")
            expect(page.locator("#search-status")).not_to_be_empty()
            page.evaluate(_USE_EVERYTHING)
            page.wait_for_timeout(100)  # every choice leads to another address, and is used here as well
            page.wait_for_load_state("load")
        page.goto(f"{home}search/index.html?q=window")
        expect(page.locator("#search-results .result__title").first).to_be_attached()
        for address in ("index.html", "meetings/m3/index.html", "people/r3/index.html", "vi/districts/index.html"):
            page.goto(home + address, wait_until="load")
            assert page.evaluate(_USE_EVERYTHING) > 20, address
        copy.assert_quiet()


def test_the_host_sends_what_the_site_brings(watched: Watched) -> None:
    """Every file that was asked for came with the policy, so what was tried above was tried under it."""
    answer = watched.page.request.get(watched.home)
    assert answer.headers["content-security-policy"] == headers(offline=True)["Content-Security-Policy"]
    assert "require-trusted-types-for" in watched.page.content().partition("</head>")[0]
