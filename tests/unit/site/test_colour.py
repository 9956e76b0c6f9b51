"""The accent colour as it can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.site.colour import BLACK, WHITE, Colour, contrast, decode_colour, legible


def test_black_on_white_has_the_greatest_contrast() -> None:
    """Contrast is measured as WCAG does: 21 at most, 1 at least."""
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast(WHITE, WHITE) == 1


def test_a_legible_colour_stays_as_it_is() -> None:
    """An owner's colour is not touched without need."""
    assert legible(decode_colour("#8a1c1c"), WHITE).hex == "#8a1c1c"


@pytest.mark.parametrize("accent", ["#8a1c1c", "#ffee00", "#ffffff", "#000000", "#0b3d91", "#2e7d32", "#808080"])
@pytest.mark.parametrize("ground", [Colour(0xF3, 0xF0, 0xEA), Colour(0x21, 0x24, 0x28), Colour(0x80, 0x80, 0x80)])
def test_every_colour_becomes_legible(accent: str, ground: Colour) -> None:
    """Whatever colour is configured, words in it can be read by day and by night."""
    assert contrast(legible(decode_colour(accent), ground), ground) >= 4.5


def test_the_hue_is_kept() -> None:
    """A dark red becomes a light red, not a grey."""
    red, green, blue = legible(decode_colour("#8a1c1c"), Colour(0x21, 0x24, 0x28))
    assert red > 200
    assert green == blue < 120


@pytest.mark.parametrize("text", ["red", "#fff", "8a1c1c7", "#gggggg", ""])
def test_what_is_no_colour_is_refused(text: str) -> None:
    """Only `#rrggbb` is a colour: the text goes into a stylesheet."""
    with pytest.raises(ValueError):  # noqa: PT011 - either message will do
        decode_colour(text)


STYLES = (Path(__file__).parents[3] / "theme/assets/archive.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", part.partition("/* ---- page */")[0]))
    for part in STYLES.split("(prefers-color-scheme: dark)", 1)
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("ink", ["ink", "muted", "good", "busy", "bad"])
def test_every_colour_of_words_is_legible_on_every_ground(ink: str, ground: str, scheme: str) -> None:
    """The style sheet's own colours have the contrast of WCAG AA for small letters, in light and in dark."""
    values = LIGHT if scheme == "light" else LIGHT | DARK
    assert contrast(decode_colour(values[ink]), decode_colour(values[ground])) >= 4.5
