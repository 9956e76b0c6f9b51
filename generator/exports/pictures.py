"""The picture that a shared link shows: a meeting's title, day and place on plain ground, as PNG of 1200 to 630 points.

Programs that preview links take no SVG. A picture with few shades and little compression takes 5 ms and 24 kB; ten
thousand of them would be a minute, so a long archive has one for each year instead. The letters are Roboto's, from the
package `fontpkg-roboto`, since no machine is sure to have a font with Vietnamese letters.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

from generator.archive.archive import Archive, Meeting, year_of
from generator.archive.names import Ref
from generator.config import SiteConfig
from generator.exports.export import Export, ExportFile, Publication
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_, Interface

WIDTH, HEIGHT = 1200, 630
"""As Open Graph's readers show it whole."""
LONG = 500
"""From so many meetings on each year has one picture, instead of each meeting."""
_SHADES = 16
_MARGIN, _EDGE = 72, 24
_REGULAR, _BOLD = 400, 700
_WIDTH = 100
"""Letters neither narrowed nor widened."""
_INK, _GROUND = (0x20, 0x22, 0x26), (0xFB, 0xFA, 0xF7)


def picture_address(archive: Archive, meeting: Meeting) -> str:
    """Return the address of the picture that stands for a meeting."""
    if len(archive.paths) < LONG:
        return f"{urls.record(Ref(Kind.MEETING, meeting.id))}preview.png"
    return year_picture_address(year_of(meeting.date))


def year_picture_address(year: str) -> str:
    """Return the address of the picture that stands for all meetings of a year."""
    return f"{urls.meetings_year(year)}preview.png"


@dataclass(frozen=True, slots=True)
class Pictures:
    """Draws the pictures of one site."""

    config: SiteConfig
    interface: Interface

    def meeting(self, archive: Archive, id: str) -> bytes:
        """Return the picture of a meeting."""
        record = archive.meetings[id].record
        below = " · ".join((self.interface.date(record.date), *record.places[:1]))
        return draw(record.title, below, self.config.title, self.config.accent)

    def year(self, _: Archive, year: str) -> bytes:
        """Return the picture of a year."""
        return draw(self.config.title, self.interface.text(year), "", self.config.accent)


def draw(title: str, below: str, above: str, accent: str) -> bytes:
    """Return a PNG with a title in the middle, a line above and one below, and an edge of the accent's colour."""
    mask = Image.new("L", (WIDTH - 2 * _MARGIN, HEIGHT), 0)
    pen = ImageDraw.Draw(mask)
    large, small = _font(_BOLD, 60), _font(_REGULAR, 34)
    pen.text((0, 64), _fitting(above, small, mask.width), font=small, fill=255)
    for number, words in enumerate(_wrapped(title, large, mask.width, most=4)):
        pen.text((0, 150 + 78 * number), words, font=large, fill=255)
    pen.text((0, HEIGHT - 110), _fitting(below, small, mask.width), font=small, fill=255)
    picture = Image.new("P", (WIDTH, HEIGHT), 0)
    picture.putpalette([*_palette(), *bytes.fromhex(accent.removeprefix("#"))])
    picture.paste(_SHADES, (0, 0, _EDGE, HEIGHT))
    picture.paste(mask.point([value * _SHADES // 256 for value in range(256)]), (_MARGIN, 0))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _palette() -> Iterator[int]:
    """The shades from ground to ink."""
    for shade in range(_SHADES):
        part = shade / (_SHADES - 1)
        yield from (round(g + (i - g) * part) for g, i in zip(_GROUND, _INK, strict=True))


@lru_cache(maxsize=4)
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    data = files("fontpkg_roboto").joinpath("files", "Roboto[wdth,wght].ttf").read_bytes()
    font = ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight, _WIDTH])  # in the order of the font's own axes
    return font


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> Sequence[str]:
    """A text in lines of a width; of more than `most` lines the last says that it goes on."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [_fitting(words, font, width) for words in lines]


def _fitting(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """A text as far as it fits in a line."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[: -max(1, len(text) // 50)]
    return f"{text}…"


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    if not publication.site_url:
        return  # a preview needs the whole address of its picture
    pictures = Pictures(publication.config, publication.interface)
    if len(archive.paths) < LONG:
        for id, meeting in archive.meetings.items():
            yield ExportFile(picture_address(archive, meeting), partial(pictures.meeting, id=id))
    else:
        for year in archive.years:
            yield ExportFile(year_picture_address(year), partial(pictures.year, year=year))


EXPORT = Export(
    name="pictures",
    title="Open Graph",
    use=N_("Pictures that previews of shared links show"),
    plan=_planned,
    standard="https://ogp.me/",
    where="meetings/…/preview.png",
)
