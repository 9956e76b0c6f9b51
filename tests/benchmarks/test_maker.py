from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

from tests.benchmarks.maker import Maker, Size


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_size_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two archives of one size are equal in every byte, so that figures of different days can be compared."""
    Maker(Size(30)).write(tmp_path / "a")
    Maker(Size(30)).write(tmp_path / "b")
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")


def test_the_made_archive_is_the_one_of_the_published_figures(tmp_path: Path) -> None:
    """Whoever changes the maker is told that the figures of README.md are of another archive from now on."""
    Maker(Size(30)).write(tmp_path)
    whole = hashlib.sha256()
    for name, data in sorted(_bytes(tmp_path).items()):
        whole.update(name.encode() + b"\0" + data)
    assert whole.hexdigest()[:16] == "a3181b64127fe0f9"


def test_meetings_have_about_a_thousand_words_and_six_speeches() -> None:
    """A usual meeting is as long as the figures say."""
    maker = Maker(Size(1_000))
    bodies = [maker.meeting(n, date(2010, 1, 1)).split("---\n", 2)[2] for n in range(60)]
    words = sum(len(re.findall(r"\w+", body)) for body in bodies) / len(bodies)
    assert 900 < words < 1_150
    assert {len(re.findall(r"^\*\*.+?:\*\* ", body, re.MULTILINE)) for body in bodies} == {6}


def test_words_are_as_long_as_german_ones_and_frequent_ones_are_short() -> None:
    """Search and Markdown are measured on words of natural length: six letters on average in running text."""
    text = " ".join(Maker(Size(100))._paragraph(2_000) for _ in range(20))
    words = re.findall(r"\w+", text)
    assert 5.4 < sum(map(len, words)) / len(words) < 6.4
    assert sum(len(word) > 15 for word in words) / len(words) < 0.02


def test_large_archives_hold_giants() -> None:
    """One sitting of an archive of 10,000 has 250 speeches and 2.5 MB; archives of 2,000 have a smaller giant."""
    large = Maker(Size(10_000)).meeting(5_000, date(2015, 1, 1))
    assert len(large.encode()) > 2_500_000
    assert len(re.findall(r"^\*\*.+?:\*\* ", large, re.MULTILINE)) == 250
    small = Maker(Size(2_000)).meeting(1_999, date(2015, 1, 1))
    assert len(re.findall(r"^\*\*.+?:\*\* ", small, re.MULTILINE)) == 250
    assert len(small.encode()) < 500_000
