"""The accent colour as it can be read: the site owner's colour, moved as little as contrast asks for.

An owner's colour may be too pale for light paper or too deep for a dark screen. It keeps its hue then and is
made darker or lighter, step by step, until words in it are legible by WCAG 2.2 (AA).
"""

from __future__ import annotations

import colorsys
from typing import NamedTuple

_CONTRAST = 4.6
"""A little more than WCAG's 4.5."""

_STEPS = 100


class Colour(NamedTuple):
    """Red, green and blue, each 0 to 255."""

    red: int
    green: int
    blue: int

    @property
    def hex(self) -> str:
        """The colour as CSS writes it."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)


def decode_colour(text: str) -> Colour:
    """Return the colour that `#rrggbb` means."""
    if len(text) != 7 or not text.startswith("#"):
        raise ValueError(f"not a colour of the form #rrggbb: {text!r}")
    return Colour(*bytes.fromhex(text[1:]))


def legible(colour: Colour, ground: Colour) -> Colour:
    """Return the nearest darker or lighter colour that can be read on a ground."""
    end = max(BLACK, WHITE, key=lambda extreme: contrast(extreme, ground))
    shades = (_shade(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next((shade for shade in shades if contrast(shade, ground) >= _CONTRAST), end)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours as WCAG defines it, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _shade(colour: Colour, end: Colour, share: float) -> Colour:
    """Return the colour with its lightness moved by a share of the way to black or white."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    moved = lightness + (end.red / 255 - lightness) * share
    return Colour(*(round(part * 255) for part in colorsys.hls_to_rgb(hue, moved, saturation)))
