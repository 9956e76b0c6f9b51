"""Measures the search on 100,000 entries: how fast it answers in Chromium, what it transfers, how fast it is built.

    python -m tests.benchmarks.search.scale [--meetings 11000] [--folder DIR] [--only ours]

Prints a Markdown table: ours, and one single Pagefind bundle over the same entries.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from statistics import median
from urllib.parse import quote

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from tests.benchmarks.edits import change_record
from tests.benchmarks.measure import Measured, machine, measure
from tests.benchmarks.peers.ours import stages
from tests.benchmarks.search.browser import open_browser
from tests.benchmarks.search.documents import ROOT, documents_of, entries_in
from tests.benchmarks.search.engines.pagefind import command, write_pages
from tests.benchmarks.search.host import Host
from tests.benchmarks.search.large import MEETINGS, queries_of, write_large

LONGEST = 60.0
"""Seconds after which a query is given up; it counts as that long."""

PROGRAM = "tests.benchmarks.search.index"
"""What writes an index alone."""

FIRST = "Ortsvorsteher"
"""Asked on the page before the warm queries, and none of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a query took, in seconds from the moment it was sent off, and in bytes."""

    first: float
    """Until the first ten results stood there (all, where there are fewer)."""
    complete: float
    sent: int


# ── the index ─────────────────────────────────────────────────────────────────────────────────────────────────────


def build_ours(folder: Path) -> Measured:
    """Build the site of `folder/archive` into `folder/site`, as people do, telling each stage."""
    arguments = [
        "build",
        "--profile",
        "--config",
        str(folder / "archive/site_config.yml"),
        "--out",
        str(folder / "site"),
    ]
    environment = {"KONFERENZARCHIV_CACHE": str(folder / "cache"), "COLUMNS": "1000"}
    return measure([sys.executable, "-m", "generator", *arguments], ROOT, environment)


def indexing(run: Measured) -> tuple[float, float]:
    """Return the seconds that a build spent on its index, and those of all processors in them."""
    return next(spent for name, spent in stages(run.told).items() if name.startswith("Indexing"))


def index_alone(folder: Path) -> Measured:
    """Write the index of the built site once more from the entries that its build kept, in processes of its own."""
    out = folder / "index"
    shutil.rmtree(out, ignore_errors=True)
    return measure([sys.executable, "-m", PROGRAM, str(folder / "cache"), str(folder / "site"), str(out)], ROOT)


def change_year(archive: Path, year: str) -> None:
    """Change every meeting of a year."""
    for path in sorted((archive / "records/meetings" / year).glob("*.md")):
        path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + " Das wird nachgetragen.\n", encoding="utf-8")


def size_below(folder: Path) -> int:
    """Return the bytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


# ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────

_ASK_OURS = """([words, longest]) => new Promise((done) => {
    const at = (id) => document.querySelector(`#search-${id}`);
    const start = performance.now();
    let [hasBegun, first] = [false, null];
    const watched = new MutationObserver(look);
    function look() {
        const now = performance.now() - start;
        const isBusy = at("results").getAttribute("aria-busy") === "true";
        hasBegun ||= isBusy;
        if (!hasBegun) return;
        if (!isBusy && first === null && at("results").children.length >= 10) first = now;
        if (isBusy || (at("stop") && !at("stop").hidden) || !at("status").textContent.trim()) return;
        end(now);
    }
    function end(now) {
        watched.disconnect();
        done([first ?? now, now, at("results").children.length]);
    }
    watched.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    setTimeout(() => end(longest * 1000), longest * 1000);
    at("q").value = words;
    at("form").requestSubmit();
})"""
"""Sends off a query and watches the page: milliseconds to ten results, to the end, and how many stand there."""

_ASK_PAGEFIND = """async ([words, longest]) => {
    const start = performance.now();
    const ask = async () => {
        window.pagefind ??= await import("/pagefind/pagefind.js");
        const { results } = await pagefind.search(words);
        await Promise.all(results.slice(0, 10).map((result) => result.data()));
        return [performance.now() - start, performance.now() - start, results.length];
    };
    const tooLong = new Promise((end) => setTimeout(() => end([longest * 1000, longest * 1000, -1]), longest * 1000));
    return Promise.race([ask(), tooLong]);
}"""


@dataclass(frozen=True)
class Site:
    """A site to be asked: where its search page is, how it is asked, and which files belong to the search."""

    folder: Path
    page: str
    ask: str
    is_of_search: Callable[[str], bool]
    is_ready: str


def ours(folder: Path) -> Site:
    """Return our site."""

    def is_of_search(path: str) -> bool:
        return (path.startswith("search/") and path != "search/") or "search" in Path(path).name

    return Site(folder, "search/", _ASK_OURS, is_of_search, "() => !document.querySelector('#search-form').hidden")


def one_bundle(folder: Path) -> Site:
    """Return the pages with one Pagefind bundle."""
    return Site(folder, "index.html", _ASK_PAGEFIND, lambda path: path.startswith("pagefind/"), "() => true")


def ask_all(site: Site, queries: Sequence[str]) -> tuple[list[Asked], list[Asked]]:
    """Return what each query took in a browser that has nothing of the site, and one after the other on one page."""
    with Host(site.folder) as host, open_browser() as browser:
        _cold(browser, host, site, queries[0])  # so that the host itself is warm
        cold = [_told(words, "cold", _cold(browser, host, site, words)) for words in queries]
        page = _opened(browser.new_page(locale="de-DE"), host, site)
        _ask(page, host, site, FIRST)
        warm = [_told(words, "warm", _ask(page, host, site, words)) for words in queries]
    return cold, warm


def _told(words: str, state: str, asked: Asked) -> Asked:
    times = f"{asked.first:7.3f} s {asked.complete:7.3f} s {asked.sent / 1000:8.1f} kB"
    print(f"{state} {times}  {words}", file=sys.stderr)
    return asked


def _cold(browser: Browser, host: Host, site: Site, words: str) -> Asked:
    context = browser.new_context(locale="de-DE")
    try:
        host.sent.clear()
        page = _opened(context.new_page(), host, site)
        opening = dict(host.sent)
        asked = _ask(page, host, site, words)
        return replace(asked, sent=asked.sent + _of_search(site, opening))
    finally:
        context.close()


def _opened(page: Page, host: Host, site: Site) -> Page:
    page.goto(host.address + quote(site.page), wait_until="networkidle")
    page.wait_for_function(site.is_ready)
    return page


def _ask(page: Page, host: Host, site: Site, words: str) -> Asked:
    host.sent.clear()
    try:
        first, complete, _ = page.evaluate(site.ask, [words, LONGEST])
    except BrowserError:  # out of memory
        first = complete = LONGEST * 1000
    return Asked(first / 1000, complete / 1000, _of_search(site, host.sent))


def _of_search(site: Site, sent: Mapping[str, int]) -> int:
    return sum(size for path, size in sent.items() if site.is_of_search(path))


# ── telling ───────────────────────────────────────────────────────────────────────────────────────────────────────


def at_percent(values: Sequence[float], percent: int) -> float:
    """Return the smallest value that so many percent of all do not exceed."""
    return sorted(values)[ceil(len(values) * percent / 100) - 1]


def rows(state: str, asked: Sequence[Asked]) -> Iterator[tuple[str, str]]:
    """Yield the lines of a table about queries in one state."""
    for name, values in (("first ten", [a.first for a in asked]), ("complete", [a.complete for a in asked])):
        for percent in (50, 95):
            yield f"{state}, {name}, p{percent}", _seconds(at_percent(values, percent))
    yield f"{state}, transferred, usual (median)", f"{median(a.sent for a in asked) / 1000:.0f} kB"
    yield f"{state}, transferred, most", f"{max(a.sent for a in asked) / 1000:.0f} kB"


def _seconds(value: float) -> str:
    return f"over {LONGEST:.0f} s" if value >= LONGEST else f"{value:.3f} s"


def _told_of_index(run: Measured, written: Path) -> Iterator[tuple[str, str]]:
    yield "index built", _spent((run.seconds, run.busy))
    yield "largest process", _memory(run)
    yield "index on disk", f"{size_below(written) / 1e6:.0f} MB"


def _spent(seconds_and_busy: tuple[float, float]) -> str:
    seconds, busy = seconds_and_busy
    return f"{seconds:.1f} s ({busy:.1f} s of processors)"


def _memory(run: Measured) -> str:
    return f"{run.largest / 1e9:.2f} GB"


def print_table(columns: dict[str, dict[str, str]]) -> None:
    """Print the figures, a column a search."""
    print(f"\n{machine()}\n")
    columns = dict(reversed(columns.items()))
    print("| | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    names = dict.fromkeys(name for column in columns.values() for name in column)
    for name in names:
        print(f"| {name} | " + " | ".join(column.get(name, "") for column in columns.values()) + " |")


# ── runs ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def measure_ours(folder: Path, queries: Sequence[str]) -> dict[str, str]:
    """Build our site, ask it, then change a meeting and a whole year and build again."""
    run = build_ours(folder)
    print(run.told, file=sys.stderr)
    told = {"in the whole build, index": _spent(indexing(run)), "in the whole build, largest process": _memory(run)}
    told |= measure_alone(folder)
    cold, warm = ask_all(ours(folder / "site"), queries)
    told |= {**dict(rows("cold", cold)), **dict(rows("warm", warm))}
    change_record(folder / "archive", 2)
    told["one meeting changed, index"] = _spent(indexing(build_ours(folder)))
    change_year(folder / "archive", "2015")
    told["every meeting of one year changed, index"] = _spent(indexing(build_ours(folder)))
    return told


def measure_alone(folder: Path) -> dict[str, str]:
    """Write the index of a built site once more, and tell what that took."""
    return dict(_told_of_index(index_alone(folder), folder / "index"))


def measure_pagefind(folder: Path, queries: Sequence[str]) -> dict[str, str]:
    """Index the same entries as one Pagefind bundle and ask it."""
    pages = folder / "pages"
    pages.mkdir()
    write_pages(documents_of(entries_in(folder / "archive")), pages)
    run = measure(command(pages), pages)
    told = dict(_told_of_index(run, pages / "pagefind"))
    cold, warm = ask_all(one_bundle(pages), queries)
    return {**told, **dict(rows("cold", cold)), **dict(rows("warm", warm))}


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--meetings", type=int, default=MEETINGS)
    parser.add_argument("--folder", type=Path, help="where to work; made, and deleted at the end")
    parser.add_argument("--only", default="ours,pagefind", help="pagefind takes a quarter of an hour and 11 GB")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="scale-")))
        folder.mkdir(parents=True, exist_ok=True)
        write_large(folder / "archive", asked.meetings)
        queries = queries_of(folder / "archive")
        columns = {}
        if "pagefind" in asked.only.split(","):
            columns["one Pagefind bundle"] = measure_pagefind(folder, queries)
        if "ours" in asked.only.split(","):
            columns["ours"] = measure_ours(folder, queries)  # last: it changes the archive
        print_table(columns)


if __name__ == "__main__":
    main()
