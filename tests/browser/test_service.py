from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Route, expect

from generator.build import build
from generator.check import Request
from generator.cli import main

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
SERVICE = "https://search.example/archive/_search"
SITE = "https://archive.example/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real archive's site with a search service, and beside it the service's files."""
    folder = tmp_path_factory.mktemp("service")
    config = (ROOT / "site_config.yml").read_text(encoding="utf-8") + f"\nsearch_service: {SERVICE}\n"
    (folder / "site_config.yml").write_text(config, encoding="utf-8")
    options = ["--records", str(ROOT / "records"), "--config", str(folder / "site_config.yml")]
    done = CliRunner().invoke(main, ["export", "--opensearch", str(folder / "files"), *options])
    assert done.exit_code == 0, done.output
    assert build(Request(ROOT / "records", folder / "site_config.yml", folder / "site")).pages
    return folder / "site"


class Service:
    """Answers as the service's documentation says, from the files that were sent to it; keeps what it was asked."""

    def __init__(self, files: Path) -> None:
        lines = [line for path in sorted(files.glob("bulk-*.ndjson")) for line in path.read_bytes().splitlines()]
        self.documents = [json.loads(line) for line in lines[1::2]]
        self.asked: list[dict[str, Any]] = []

    def answer(self, route: Route) -> None:
        """Find the documents that hold every word, and count the values of each facet."""
        allowed = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "Content-Type"}
        if route.request.method == "OPTIONS":
            route.fulfill(status=204, headers=allowed)
            return
        body = json.loads(route.request.post_data or "{}")
        self.asked.append(body)
        words = body["query"].get("simple_query_string", {}).get("query", "").lower().split()
        hits = [d for d in self.documents if all(word in json.dumps(d, ensure_ascii=False).lower() for word in words)]
        (terms,) = [body["post_filter"]["bool"]["filter"]]
        left = [d for d in hits if all(set(v) & set(d.get(f, [])) for t in terms for f, v in t["terms"].items())]
        counts = {facet: self._counts(hits, facet) for facet in body["aggs"]}
        route.fulfill(
            headers=allowed | {"Content-Type": "application/json"},
            body=json.dumps(
                {
                    "hits": {"total": {"value": len(left)}, "hits": [{"_source": d} for d in left[: body["size"]]]},
                    "aggregations": counts,
                }
            ),
        )

    def _counts(self, hits: list[dict[str, Any]], facet: str) -> dict[str, Any]:
        values = [value for document in hits for value in document.get(facet, [])]
        buckets = [{"key": value, "doc_count": values.count(value)} for value in sorted(set(values))]
        return {"doc_count": len(hits), "values": {"buckets": buckets}}


@pytest.fixture
def service(site: Path) -> Service:
    """Return a service that holds the exported files."""
    return Service(site.parent / "files")


@pytest.fixture
def page(browser: Browser, site: Path, service: Service) -> Iterator[Page]:
    """A page of the site whose search is answered by the service; its test fails on any console error."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="de-DE")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)

    def file(route: Route) -> None:
        name = route.request.url.removeprefix(SITE).partition("?")[0]
        route.fulfill(path=site / (f"{name}index.html" if name == "" or name.endswith("/") else name))

    opened.route(f"{SITE}**", file)
    opened.route(f"{SERVICE}**", service.answer)
    yield opened
    context.close()
    assert complaints == []


def test_the_search_page_asks_the_service(page: Page, service: Service) -> None:
    """Words and choices reach the service in its own language, and its answer is shown with counts and links."""
    page.goto(f"{SITE}search/?q=Korruption")
    expect(page.locator("#search-status")).to_have_text(re.compile(r"\d+ Treffer"))
    page.locator('[data-key="kind=conclusion"]').check()
    expect(page).to_have_url(re.compile("kind=conclusion"))
    expect(page.locator("#search-results > li").first).to_be_visible()
    asked = service.asked[-1]
    assert asked["query"]["simple_query_string"]["query"] == "Korruption"
    assert asked["query"]["simple_query_string"]["default_operator"] == "and"
    assert asked["post_filter"] == {"bool": {"filter": [{"terms": {"kind": ["conclusion"]}}]}}
    assert asked["aggs"]["kind"]["filter"] == {"bool": {"filter": []}}
    assert asked["aggs"]["year"]["filter"] == asked["post_filter"]
    href = page.locator("#search-results a").first.get_attribute("href") or ""
    assert re.fullmatch(r"\.\./meetings/[a-z0-9-]+/#\S+", href)


def test_no_index_is_made(site: Path) -> None:
    """With a service the site has no index of its own, and its policy allows that one address."""
    assert not list(site.glob("search/*/columns.json.gz"))
    html = (site / "search/index.html").read_text(encoding="utf-8")
    assert "connect-src &#39;self&#39; https://search.example;" in html
