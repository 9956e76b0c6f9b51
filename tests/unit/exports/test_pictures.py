from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from generator.archive.names import Ref
from generator.check import Checked
from generator.exports.export import Publication
from generator.exports.pictures import EXPORT, HEIGHT, LONG, WIDTH, draw
from generator.records.model import Kind
from tests.unit.exports.conftest import Leaving, content

ACCENT = "#8a1c1c"


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB")


def inked(picture: Image.Image) -> int:
    """How many points are darker than the ground, beside the edge of the accent's colour."""
    grey = picture.convert("L").crop((30, 0, WIDTH, HEIGHT))
    return sum(grey.histogram()[:128])


def test_each_meeting_has_a_picture_of_the_size_that_previews_take(either: Leaving) -> None:
    """A PNG of 1200 to 630 points lies beside every meeting, with words on it and the accent's colour at its edge."""
    files = either.files(EXPORT)
    assert list(files) == [f"meetings/{id}/preview.png" for id in either.archive.meetings]
    for data in files.values():
        picture = opened(data)
        assert picture.size == (WIDTH, HEIGHT)
        assert inked(picture) > 1_000
        assert picture.getpixel((5, 300)) == tuple(bytes.fromhex(either.checked.config.accent[1:]))


def test_long_archive_has_a_picture_a_year(checked: Checked, publication: Publication) -> None:
    """From five hundred records on, one picture stands for all meetings of a year."""
    many = {Ref(Kind.MEETING, f"m{n}"): "x" for n in range(LONG)}
    files = list(EXPORT.plan(replace(checked.archive, paths=many), publication))
    assert [file.address for file in files] == [f"meetings/{year}/preview.png" for year in checked.archive.years]
    assert opened(content(files[-1], checked.archive)).size == (WIDTH, HEIGHT)


def test_without_an_address_of_the_site_nothing_is_drawn(checked: Checked, publication: Publication) -> None:
    """A preview needs the whole address of a picture: without one it would be drawn for nobody."""
    assert list(EXPORT.plan(checked.archive, replace(publication, site_url=""))) == []


@pytest.mark.parametrize("title", ["", "x" * 500, "Wort " * 200, "Đặng Thị Lụa\nLe\u0301", "\U0001f600\u202e"])
def test_any_title_can_be_drawn(title: str) -> None:
    """Long words, many words, line breaks and letters that the font lacks are drawn within the picture."""
    picture = opened(draw(title, "unten", "oben", ACCENT))
    right = picture.convert("L").crop((WIDTH - 60, 0, WIDTH, HEIGHT))
    assert not any(right.histogram()[:200])


def test_vietnamese_letters_are_in_the_font() -> None:
    """Letters with two marks are drawn as themselves, not as the box that stands for a missing letter."""
    pictures = {letter: draw(letter, "", "", ACCENT) for letter in "ệữĐơẶ\ue123"}
    assert len(set(pictures.values())) == len(pictures)
