"""What a page looks like, measured so that other fonts do not count: where its parts lie, and its coarse colours.

Boxes are the left edge and the width of the parts of a layout, in steps of eight pixels: they come from the grid and
not from the letters. Colours are the first screen, averaged over so many fields that single letters vanish in them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page

WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")
KINDS: Mapping[str, str] = {
    "home": "",
    "meeting": "meetings/2022-03-07-wasserrunde/",
    "meeting-announced": "meetings/2024-12-ankuendigung/",
    "meetings": "meetings/",
    "year": "meetings/2023/",
    "person": "people/bui-van-choi/",
    "people": "people/",
    "district": "districts/da-gu/",
    "districts": "districts/",
    "issue": "issues/deiche/",
    "issues": "issues/",
    "series": "series/wasserrunde/",
    "conclusions": "conclusions/",
    "search": "search/",
    "missing": "404.html",
}
"""Each kind of page, and where the invented archive has one."""

PARTS = (
    ".site-header", ".site-search", ".site-nav", ".trail", ".toc", "main", "h1", ".minutes__head", ".minutes__margin",
    ".minutes__text", ".facts", ".participants > li", ".speech", ".speech__who", ".speech__text", ".conclusion",
    ".front > section", ".search-box", ".figures", ".ties", ".timeline > li", ".calendar", ".month", ".letters",
    ".people-list", ".entry-list", ".map", ".pager", ".site-footer",
)  # fmt: skip
"""The parts of a layout; of each the first on the page is measured."""

STEP = 8
"""Pixels in which boxes are told: less is a matter of rounding."""
FIELDS = 40
"""So many fields the first screen has from left to right."""
TOLERANCE = 14
"""By so much of 255 the fields may differ on average; other fonts make 3 to 6, a wrong colour scheme over 100."""

_MEASURE = """(parts) => Object.fromEntries(parts.flatMap((part) => {
    const box = document.querySelector(part)?.getBoundingClientRect();
    return box?.width && box.height ? [[part, [box.left, box.width]]] : [];
}))"""


@dataclass(frozen=True)
class Look:
    """How one page looks at one width and in one colour scheme."""

    boxes: Mapping[str, tuple[int, int]]
    """Left edge and width of each part, in steps."""
    fields: Image.Image


def look_of(page: Page) -> Look:
    """Return how an open page looks."""
    measured = page.evaluate(_MEASURE, list(PARTS))
    boxes = {part: (round(left / STEP), round(width / STEP)) for part, (left, width) in measured.items()}
    shot = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    height = max(round(shot.height * FIELDS / shot.width), 1)
    return Look(boxes, shot.resize((FIELDS, height), Image.Resampling.BOX))


def differences(now: Look, kept: Look) -> Iterator[str]:
    """Yield in words what a page looks like that it did not: parts that came, went or moved, and other colours."""
    for part in sorted({*now.boxes, *kept.boxes}):
        here, there = now.boxes.get(part), kept.boxes.get(part)
        if here is None or there is None:
            yield f"{part} {'is gone' if here is None else 'is new'}"
        elif max(abs(a - b) for a, b in zip(here, there, strict=True)) > 1:
            yield f"{part} lies at {here[0] * STEP}, {here[1] * STEP} wide; it was {there[0] * STEP}, {there[1] * STEP}"
    if now.fields.size != kept.fields.size:
        yield f"{now.fields.size} fields; there were {kept.fields.size}"
        return
    (mean,) = ImageStat.Stat(ImageChops.difference(now.fields, kept.fields).convert("L")).mean
    if mean > TOLERANCE:
        yield f"colours differ by {mean:.0f} of 255 on average"


def read_look(folder: Path, name: str) -> Look | None:
    """Return how a page was kept; None where it never was."""
    if not (folder / f"{name}.png").exists():
        return None
    boxes = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return Look({part: (left, width) for part, (left, width) in boxes.items()}, Image.open(folder / f"{name}.png"))


def write_look(folder: Path, name: str, look: Look) -> None:
    """Keep how a page looks."""
    folder.mkdir(exist_ok=True)
    look.fields.save(folder / f"{name}.png", optimize=True)
    (folder / f"{name}.json").write_text(json.dumps(look.boxes) + "\n", encoding="utf-8")
