"""A new site is put together from what was made and what still holds, with or without an earlier one at hand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.site.folders import keep_previous, looking, put_together, stat_of, written_files


def site(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder."""
    for address, text in files.items():
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_text(text, encoding="utf-8")
    folder.mkdir(exist_ok=True)
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {address: (folder / address).read_text("utf-8") for address in written_files(folder)}


LAST = {"index.html": "home", "a/index.html": "a, second", "b/index.html": "b", "b/c/feed.xml": "feed"}
MADE = {"index.html": "home, third", "d/index.html": "d"}
KEPT = ("a/index.html", "b/index.html")
WHOLE = {"index.html": "home, third", "a/index.html": "a, second", "b/index.html": "b", "d/index.html": "d"}


@pytest.mark.parametrize("earlier", [None, {}, LAST | {"a/index.html": "a, first", "e/f/g/index.html": "gone"}])
def test_the_whole_is_the_same_whatever_was_there(tmp_path: Path, earlier: Mapping[str, str] | None) -> None:
    """What was made, and what still holds as the last site has it: nothing else, and no empty folder."""
    last, new = site(tmp_path / "last", LAST), site(tmp_path / "new", MADE)
    previous = None if earlier is None else site(tmp_path / "previous", earlier)
    if earlier:  # an earlier site has most files in common with the last: the same ones
        (tmp_path / "previous/b/index.html").unlink()
        os.link(last / "b/index.html", tmp_path / "previous/b/index.html")
    stats = written_files(last)
    with looking([previous] if previous else [], 2) as lying:
        whole = put_together(new, last, {address: stats[address] for address in KEPT}, previous, lying)
    assert whole == (new if previous is None else previous)
    assert texts(whole) == WHOLE
    assert [path for path in whole.rglob("*") if path.is_dir() and not any(path.iterdir())] == []
    assert texts(last) == LAST


def test_a_replaced_site_is_kept_for_the_next(tmp_path: Path) -> None:
    """It takes the place of the one that was kept before; where nothing is kept it stays for the caller to remove."""
    old = site(tmp_path / "old", LAST)
    previous = site(tmp_path / "cache/previous", {"index.html": "older"})
    keep_previous(old, None)
    assert texts(old) == LAST
    keep_previous(old, previous)
    assert texts(previous) == LAST
    assert not old.exists()
    keep_previous(previous, previous)
    assert texts(previous) == LAST
    keep_previous(previous, tmp_path / "cache/previous/index.html/below a file")  # refused by the disk
    assert texts(previous) == LAST


@pytest.mark.parametrize("processes", [1, 2])
def test_what_lies_in_folders_is_told_by_another_process(tmp_path: Path, processes: int) -> None:
    """Sizes and times of all files by address, and nothing of a folder that is not there."""
    folder = site(tmp_path / "site", LAST)
    with looking([folder, tmp_path / "none"], processes) as lying:
        assert lying(folder) == {address: stat_of(folder / address) for address in LAST}
        assert lying(tmp_path / "none") == {}
