"""Ten questions that somebody brings to the archive: answered within three clicks from home, and by one search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

MOST_CLICKS = 3
FIRST_RESULTS = 3


@dataclass(frozen=True)
class Task:
    """A question, the links that are followed from the first page, and what is read where they end."""

    question: str
    way: tuple[str, ...]
    place: str
    answer: str
    asked: str = ""
    """What somebody types instead of following links; nothing where the first page has the answer."""
    page: str = ""
    """The address of the page to which one of the first results leads, and which answers."""


TASKS = (
    Task(
        "When did Le Anh Tuan last speak, and for whom?",
        ("Personen", "Le Anh Tuan"), ".story__lines", r"Zuletzt gesprochen\s*19\. April 2024 für Thanh Hóa \(Stadt\)",
        "Le Anh Tuan", "people/le-anh-tuan/",
    ),
    Task(
        "What was Sầm Sơn told to do?",
        ("Orte", "Sầm Sơn"), "#addressed ~ .conclusions", "Wird ein Fall von Korruption oder Negativität entdeckt",
        "Sầm Sơn", "districts/sam-son/",
    ),
    Task(
        "… and is it done?", ("Orte", "Sầm Sơn"), ".minutes__head .figures", r"\d+ kein Bericht verzeichnet",
        "sam son", "districts/sam-son/",
    ),
    Task(
        "To which district did the commune of Hoằng Lộc belong in 2023?",
        ("Orte", "Hoằng Lộc"), ".story", r"Hoằng Hóa \(Bezirk\)",
        "Hoang Loc Gemeinde", "districts/hoang-loc/",
    ),
    Task("What is new?", (), ".front__new", r"\d\d\.\d\d\.\d{4}\s*\w+"),
    Task("What is still open?", (), ".front__open", r"\d+ Schlussfolgerungen, über die keine spätere Sitzung"),
    Task(
        "What was concluded on 19 April 2024?",
        ("Sitzungen", "2024", "19. April: Quartalsaustausch"), ".conclusions", "so wird er strenger",
        "Quartalsaustausch 2024", "meetings/2024-04-19-innere-angelegenheiten/",
    ),
    Task(
        "Does that rest on a translation?",
        ("Sitzungen", "2024", "19. April: Quartalsaustausch"), ".origin", "maschinelle Übersetzung, Deutsch",
        "Quartalsaustausch zu inneren Angelegenheiten", "meetings/2024-04-19-innere-angelegenheiten/",
    ),
    Task(
        "How often did corruption come up, and since when?",
        ("Themen", "Korruptionsbekämpfung"), ".story", r"Verzeichnet seit \d+\. \w+ \d{4}, in \d+ Sitzungen",
        "Korruption", "issues/korruptionsbekaempfung/",
    ),
    Task(
        "Who spoke last for Sầm Sơn?",
        ("Orte", "Sầm Sơn"), ".story__lines", r"Zuletzt gesprochen hat\s*Le Trung Son, 19\. April 2024",
        "Sầm Sơn", "districts/sam-son/",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """A reader without scripts: what is found must be on the pages."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.question)
def test_a_question_is_answered_within_three_clicks(reader: Page, archive_url: str, task: Task) -> None:
    """From the first page, by links alone, without a script."""
    assert len(task.way) <= MOST_CLICKS
    reader.goto(archive_url)
    for name in task.way:
        exact = reader.get_by_role("link", name=name, exact=True)
        (exact if exact.count() else reader.get_by_role("link", name=re.compile("^" + re.escape(name)))).first.click()
    expect(reader.locator(task.place).first).to_contain_text(re.compile(task.answer))


@pytest.mark.parametrize("task", [task for task in TASKS if task.asked], ids=lambda task: task.question)
def test_a_question_is_answered_by_one_search(browser: Browser, archive_url: str, task: Task) -> None:
    """One of the first results leads to the page that answers."""
    asking = browser.new_page(viewport={"width": 1280, "height": 900}, locale="de-DE")
    asking.goto(archive_url)
    asking.get_by_role("searchbox").fill(task.asked)
    asking.keyboard.press("Enter")
    first = asking.locator(f"#search-results > li:nth-child(-n + {FIRST_RESULTS})")
    first.locator(f'h3 a[href*="{task.page}"]').first.click()
    expect(asking.locator(task.place).first).to_contain_text(re.compile(task.answer))
    asking.close()
