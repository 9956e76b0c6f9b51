"""A sitting of five hours with 200 speeches stays usable: items fold, speakers are jumped to, one can be read alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.host import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SPEECHES, PEOPLE, ITEMS = 200, 20, 10
LINE = "What was said here is told in a sentence that is long enough to fill a line or two on the page. "


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a meeting in which each of twenty people speaks ten times."""
    archive, folder = tmp_path_factory.mktemp("long"), tmp_path_factory.mktemp("host")
    people = [f"speaker-{n:02}" for n in range(PEOPLE)]
    (archive / "records/people").mkdir(parents=True)
    (archive / "records/meetings").mkdir()
    (archive / "site_config.yml").write_text("title: Long\nlanguage: en\n", encoding="utf-8")
    for id in people:
        name = id.replace("-", " ").title()
        (archive / f"records/people/{id}.yml").write_text(f"name: {name}\n", encoding="utf-8")
    body = []
    for n in range(SPEECHES):
        if n % (SPEECHES // ITEMS) == 0:
            body.append(f"## Item {n * ITEMS // SPEECHES + 1}\n")
        body.append(f"**{people[n % PEOPLE]}:** {LINE * 3}\n")
    listed = "".join(f"  - {id}\n" for id in people)
    text = f"---\ntitle: Long sitting\ndate: 2024-05-01\nspeakers:\n{listed}---\n" + "\n".join(body)
    (archive / "records/meetings/2024-05-01-long.md").write_text(text, encoding="utf-8")
    with served(archive, folder) as address:
        yield f"{address}meetings/2024-05-01-long/"


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Somebody at a desk, with scripts and without."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


def test_all_speeches_of_one_person_are_one_link_away(reader: Page, sitting: str) -> None:
    """With scripts they stand alone, without they are listed; either way at an address that can be sent."""
    reader.goto(sitting)
    reader.locator(".speech").nth(30).get_by_role("link", name="all 10 speeches").click()
    expect(reader).to_have_url(re.compile("#_only-speaker-10$"))
    shown = reader.locator(".speech:visible").count()
    if shown == SPEECHES:
        links = reader.locator("#_only-speaker-10 a[href^='#speaker-10.']")
        assert links.count() == SPEECHES // PEOPLE
        links.nth(4).click()
        expect(reader.locator("#speaker-10\\.5")).to_be_in_viewport()
        return
    assert shown == SPEECHES // PEOPLE
    expect(reader.locator(".reading")).to_contain_text("10 of 200 speeches, those of Speaker 10")
    reader.get_by_role("button", name="Show everything").click()
    assert reader.locator(".speech:visible").count() == SPEECHES


def test_items_fold_and_places_within_are_still_found(browser: Browser, sitting: str) -> None:
    """All items fold to one screen; a link into a folded one opens it; a speaker is jumped to."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(sitting)
    page.get_by_role("button", name="Fold all items").click()
    assert page.locator(".speech:visible").count() == 0
    assert page.evaluate("document.querySelector('.record').getBoundingClientRect().height") < 900
    page.get_by_label("Jump to speaker").select_option("speaker-07")
    expect(page.locator("#speaker-07\\.1")).to_be_in_viewport()
    page.get_by_role("button", name="Unfold all items").or_(page.get_by_role("button", name="Fold all items")).click()
    page.close()


def test_the_agenda_follows_the_reading(browser: Browser, sitting: str) -> None:
    """The item that is being read is marked in the contents, which stay in sight."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{sitting}#item-item-6")
    expect(page.locator(".toc [aria-current]")).to_have_text("Item 6")
    expect(page.locator(".toc [aria-current]")).to_be_in_viewport()
    page.close()


def test_nothing_moves_while_the_page_comes(browser: Browser, sitting: str) -> None:
    """No layout shift, and the page can be read within a second on a desk."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(entry) => { window.moved += entry.value; })).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(sitting, wait_until="networkidle")
    assert page.evaluate("window.moved") == 0
    page.close()
