"""Readers with a screen reader, a keyboard, a small screen, large letters or no scripts can use every kind of page."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser

MEETING = "meetings/2024-04-19-innere-angelegenheiten/"
KINDS = (
    "", "meetings/", "meetings/2024/", "people/", "people/le-anh-tuan/", "districts/", "districts/hoang-hoa/",
    "issues/", "issues/korruptionsbekaempfung/", "organizations/", "organizations/volksrat/", "series/",
    "series/volksrat-xviii/", "conclusions/", "conclusions/open/", "conclusions/table/", "names/", "data/", "about/",
    "contribute/", "contribute/new/", "help/", "help/format/", "search/", "search/?q=Korruption", "404.html", MEETING,
    "en/", f"en/{MEETING}", "vi/", "vi/search/?q=Korruption",
)  # fmt: skip
BOX = ".site-search input[type=search]"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""WCAG 2.2 on the levels A and AA, and what axe calls best practice."""


def faults(page: Page) -> list[str]:
    """Return what axe finds on a page: the rule, and where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {json.dumps(node['target'])}" for rule in found for node in rule["nodes"]]


def unfold(page: Page) -> None:
    """Open whatever is folded: menus, contents, choices."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, archive_url: str, width: int, colours: str) -> None:
    """No kind of page has a fault that axe-core knows, folded and unfolded, nor does any scroll sideways."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        locale="de-DE",
        color_scheme="light" if colours == "light" else "dark",
        reduced_motion="reduce",
        bypass_csp=True,  # axe is put into the page; what the policy forbids is tested elsewhere
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}
    for address in KINDS:
        page.goto(archive_url + address, wait_until="networkidle")
        found[address] = faults(page)
        unfold(page)
        found[f"{address} unfolded"] = faults(page)
        if page.locator(BOX).count():
            page.locator(BOX).fill("sam so")
            page.locator(BOX).press("n")
            expect(page.get_by_role("option").first).to_be_visible()
            found[f"{address} with names offered"] = faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[f"{address} width"] = [str(wide)] if wide > width else []
    context.close()
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.slow
@pytest.mark.parametrize(("width", "letters"), [(1280, "200%"), (640, "100%"), (640, "200%")])
def test_large_letters(browser: Browser, archive_url: str, width: int, letters: str) -> None:
    """With letters of twice the size, by themselves or by a zoom, nothing scrolls sideways and no line is cut off."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="de-DE", bypass_csp=True)
    page = context.new_page()
    found: dict[str, object] = {}
    for address in KINDS:
        page.goto(archive_url + address, wait_until="networkidle")
        page.evaluate("(letters) => { document.documentElement.style.fontSize = letters; }", letters)
        unfold(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        cut = page.evaluate(CUT_OFF)
        found |= {address: (wide, cut)} if wide > width or cut else {}
    context.close()
    assert found == {}


CUT_OFF = """
() => [...document.querySelectorAll("main p, main li, main h1, main h2, main h3, main a, main button, main label")]
  .filter((one) => ["hidden", "clip"].includes(getComputedStyle(one).overflowY) && one.clientHeight > 1)
  .filter((one) => one.scrollHeight > one.clientHeight + 4)
  .map((one) => `${one.className} ${one.textContent.slice(0, 40)}`)
"""
"""Texts that are higher than the box in which they may be seen."""


@pytest.mark.slow
def test_reduced_motion(browser: Browser, archive_url: str) -> None:
    """Who asks for less motion gets none: nothing moves, fades or scrolls by itself."""
    context = browser.new_context(locale="de-DE", reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    found: dict[str, object] = {}
    for address in KINDS:
        page.goto(archive_url + address, wait_until="networkidle")
        unfold(page)
        moving = page.evaluate(MOVING)
        found |= {address: moving} if moving else {}
    context.close()
    assert found == {}


MOVING = """
() => [...document.querySelectorAll("*")].flatMap((one) => ["", "::before", "::after"].map((part) => {
  const style = getComputedStyle(one, part || null);
  const longest = (times) => Math.max(...times.split(",").map((time) => parseFloat(time)));
  const animated = style.animationName !== "none" && longest(style.animationDuration) > 0.01;
  const moves = animated || longest(style.transitionDuration) > 0.01;
  return moves || style.scrollBehavior === "smooth" ? `${one.tagName}.${one.className}${part}` : "";
})).filter(Boolean).slice(0, 5)
"""
"""Elements whose style changes over time."""


@pytest.mark.slow
def test_print_is_whole(browser: Browser, archive_url: str) -> None:
    """On paper stands every word of a meeting, folded or not, and nothing of what leads around the site."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    for address in (MEETING, "people/le-anh-tuan/", "conclusions/"):
        page.goto(archive_url + address, wait_until="networkidle")
        unfold(page)
        words = set(page.locator("main").inner_text().split())
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = false; })")
        paper = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf())).pages)
        printed = "".join(paper.split()).replace("\xad", "").lower()
        lost = {word for word in words if word.isalpha() and len(word) > 4 and word.lower() not in printed}
        assert len(words) > 50
        assert len(lost) < len(words) / 50, sorted(lost)  # hyphens at the end of a line, and what only a screen needs
        page.emulate_media(media="print")
        for chrome in ("nav", "[role=search]", ".skip", ".toc", "button"):
            assert [one for one in page.locator(f"body :is({chrome})").all() if one.is_visible()] == [], chrome
        page.emulate_media(media="screen")
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 320])
def test_without_scripts(browser: Browser, archive_url: str, width: int) -> None:
    """Without JavaScript every kind of page has its text, and from home links lead to every kind of record."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    for address in KINDS:
        page.goto(archive_url + address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert len(page.locator("main").inner_text()) > 100, address
    page.goto(archive_url)
    for step in ("Sitzungen", "2024"):
        page.get_by_role("link", name=step, exact=False).locator("visible=true").first.click()
    page.locator(f'main a[href*="{MEETING.split("/")[1]}"]').locator("visible=true").first.click()
    said = page.locator(".speech").last
    expect(said).to_be_visible()
    assert len(said.inner_text()) > 20
    context.close()


@pytest.mark.slow
def test_from_the_search_to_a_speech_and_back_by_keyboard(browser: Browser, archive_url: str) -> None:
    """With a keyboard alone somebody gets from home to the search, to a speech, and back to the same results."""
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    page.goto(archive_url, wait_until="networkidle")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('input[type=search]')"):
            break
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.type("Korruption")
    page.keyboard.press("Enter")
    link = page.locator('#search-results .result__title a[href*="#"]').first
    expect(link).to_be_visible(timeout=15_000)
    results = page.url
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#search-results .result__title a[href*=\"#\"]')"):
            break
    address = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.partition("?")[0] == address.partition("?")[0].partition("#")[0] or "#" in url)
    expect(page.locator(":target")).to_be_in_viewport()
    page.go_back()  # the browser's own key, which a browser without a window does not have
    page.wait_for_url(results)
    expect(link).to_be_visible(timeout=15_000)
    context.close()
