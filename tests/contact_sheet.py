"""Every kind of page on one sheet: at the width of a desk and a phone, light and dark, in each language.

    uv run python -m tests.contact_sheet --out FOLDER

builds the real archive in all languages, opens each kind of page in Chromium, and leaves one `index.html` with all
pictures in the folder. Nothing of it is committed; the workflow keeps it with each change.
"""

from __future__ import annotations

import argparse
import html
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import chromium
from tests.browser.host import served
from tests.browser.looks import SCHEMES, WIDTHS

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"de": "", "en": "en/", "vi": "vi/"}
"""Where the pages in each language lie."""
KINDS = {
    "home": "",
    "meeting": "meetings/2024-04-19-innere-angelegenheiten/",
    "meetings": "meetings/",
    "year": "meetings/2025/",
    "person": "people/le-anh-tuan/",
    "people": "people/",
    "names": "names/",
    "district": "districts/hoang-hoa/",
    "districts": "districts/",
    "issue": "issues/korruptionsbekaempfung/",
    "issues": "issues/",
    "organization": "organizations/volksrat/",
    "series": "series/quartalsaustausch/",
    "conclusions": "conclusions/",
    "conclusions table": "conclusions/table/",
    "conclusions of a state": "conclusions/open/",
    "search": "search/?q=Korruption",
    "form": "contribute/new/",
    "data": "data/",
    "about": "about/",
    "contribute": "contribute/",
    "help": "help/",
    "missing": "404.html",
}
"""Each kind of page, and where the real archive has one."""

HIGHEST = 3
"""Of long pages so many screens are shown."""
SCALE = 0.4
"""How large a picture is beside the page."""

_HEAD = """<!doctype html><meta charset="utf-8"><title>Contact sheet</title>
<style>body{font:14px system-ui;margin:1rem;background:#888}
figure{display:inline-block;margin:0 .5rem 1rem 0;vertical-align:top}
figcaption{color:#fff}img{display:block}</style>
"""


def main() -> None:
    """Make the sheet in the folder that was named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("contact-sheet"), help="the folder of the sheet")
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=list(KINDS), help="these kinds of pages alone")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, served(ROOT, Path(folder)) as address, _chromium() as browser:
        shown = [
            name
            for width in WIDTHS
            for scheme in SCHEMES
            for name in _photographed(browser, address, (width, scheme), wanted.kinds, wanted.out)
        ]
    (wanted.out / "index.html").write_text(_HEAD + "".join(_figures(sorted(shown))), encoding="utf-8")
    print(f"{len(shown)} pictures: {wanted.out / 'index.html'}")


def _photographed(
    browser: Browser, address: str, screen: tuple[int, str], kinds: list[str], out: Path
) -> Iterator[str]:
    width, scheme = screen
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    for kind in kinds:
        for language, folder in LANGUAGES.items():
            page.goto(f"{address}{folder}{KINDS[kind]}", wait_until="networkidle")
            name = f"{kind.replace(' ', '-')}-{width}-{scheme}-{language}.jpg"
            _picture(page, width).save(out / name, quality=70)
            yield name
    context.close()


def _picture(page: Page, width: int) -> Image.Image:
    height = min(page.evaluate("document.documentElement.scrollHeight"), 800 * HIGHEST)
    shot = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    picture = Image.open(BytesIO(shot)).convert("RGB")
    picture.thumbnail((round(width * SCALE), round(height * SCALE)), Image.Resampling.LANCZOS)
    return picture


def _figures(names: list[str]) -> Iterator[str]:
    kind = ""
    for name in names:
        if name.rsplit("-", 3)[0] != kind:
            kind = name.rsplit("-", 3)[0]
            yield f"<h2>{html.escape(kind)}</h2>\n"
        words = html.escape(name.removesuffix(".jpg"))
        yield f'<figure><img src="{words}.jpg" alt="{words}" loading="lazy"><figcaption>{words}</figcaption></figure>\n'


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
