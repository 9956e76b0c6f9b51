"""Every kind of page looks as when somebody last looked at it, at the width of a desk and a phone, light and dark.

After a change that is meant: `uv run pytest tests/browser/test_looks.py -m slow --update-looks`, then look at the pages
(`uv run python -m tests.contact_sheet`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looks import KINDS, SCHEMES, WIDTHS, differences, look_of, read_look, write_look

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEPT = Path(__file__).parent / "looks"


@pytest.fixture(scope="module")
def opened(browser: Browser, invented_url: str) -> Iterator[Callable[[str, int, str], Page]]:
    """Return a function that opens a page of the invented archive at a width and in a colour scheme."""
    tabs: dict[tuple[int, str], Page] = {}

    def opened(address: str, width: int, scheme: str) -> Page:
        if (width, scheme) not in tabs:
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                locale="de-DE",
                color_scheme="dark" if scheme == "dark" else "light",
                bypass_csp=True,  # a style is put into the page to see whether that is noticed
            )
            tabs[width, scheme] = context.new_page()
        tabs[width, scheme].goto(invented_url + address, wait_until="networkidle")
        return tabs[width, scheme]

    yield opened
    for page in tabs.values():
        page.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_looks_as_it_did(
    opened: Callable[[str, int, str], Page], update_looks: bool, kind: str, width: int, scheme: str
) -> None:
    """Its parts lie where they did and its colours are what they were, whatever the fonts of the machine."""
    name = f"{kind}-{width}-{scheme}"
    now = look_of(opened(KINDS[kind], width, scheme))
    if update_looks:
        write_look(KEPT, name, now)
    kept = read_look(KEPT, name)
    assert kept, "never looked at: --update-looks"
    assert list(differences(now, kept)) == []


def test_every_kept_look_is_of_a_page() -> None:
    """What is compared with nothing would look like a promise and hold none."""
    names = {f"{kind}-{width}-{scheme}" for kind in KINDS for width in WIDTHS for scheme in SCHEMES}
    assert {path.stem for path in KEPT.iterdir()} == names


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ("main { margin-left: 3rem }", "h1 lies at"),
        (".minutes__margin { display: none }", ".minutes__margin is gone"),
        ("body { background: #ccd }", "colours differ"),
    ],
)
def test_what_looks_otherwise_is_noticed(opened: Callable[[str, int, str], Page], style: str, told: str) -> None:
    """A part that moves, one that vanishes and another ground are each told in words."""
    page = opened(KINDS["meeting"], 1280, "light")
    before = look_of(page)
    page.add_style_tag(content=style)
    assert any(difference.startswith(told) for difference in differences(look_of(page), before))


def test_other_fonts_are_not_noticed(opened: Callable[[str, int, str], Page]) -> None:
    """A machine with other letters sees the same layout."""
    page = opened(KINDS["meeting"], 1280, "light")
    before = look_of(page)
    page.add_style_tag(content=":root { --serif: 'DejaVu Sans Mono'; --sans: 'DejaVu Serif'; --x-height: none }")
    assert list(differences(look_of(page), before)) == []
