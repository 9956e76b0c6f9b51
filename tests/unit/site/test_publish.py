"""A site is published whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generator.site import publish as module
from generator.site.publish import MARK, PublishError, beside, publish


def put(out: Path, text: str, name: str = "index.html") -> None:
    """Publish a site of one page."""
    with beside(out) as new:
        (new / name).write_text(text, encoding="utf-8")
        publish(new, out)


def site_of(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*") if p.is_file()}


def test_a_first_site_is_put_in_place(tmp_path: Path) -> None:
    """Folders above the site are made, and nothing is left beside it."""
    put(tmp_path / "a" / "b" / "site", "one")
    assert (tmp_path / "a" / "b" / "site" / "index.html").read_text("utf-8") == "one"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["site"]


def test_a_new_site_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    """No page of the old site stays among the new ones, and nothing is left beside it."""
    out = tmp_path / "site"
    put(out, "one", "old.html")
    put(out, "two")
    assert set(site_of(out)) == {"index.html", MARK}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_where_folders_cannot_change_places_the_site_is_still_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other systems move the old site away first; the outcome is the same."""
    monkeypatch.setattr(module, "_exchange", lambda *_: False)
    out = tmp_path / "site"
    put(out, "one", "old.html")
    put(out, "two")
    assert set(site_of(out)) == {"index.html", MARK}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_ended_between_two_steps_the_next_build_puts_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where folders cannot change places and a build ends while none is there, the last good site is found again."""
    out, elsewhere = tmp_path / "site", tmp_path / "cache" / "previous"
    put(out, "one")
    elsewhere.mkdir(parents=True)
    (elsewhere / "index.html").write_text("two", encoding="utf-8")
    move = Path.rename

    def ended(path: Path, target: Path) -> Path:
        if path == elsewhere:
            raise RuntimeError
        return move(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(module, "_exchange", lambda *_: False)
        patch.setattr(Path, "rename", ended)
        with pytest.raises(RuntimeError):
            publish(elsewhere, out)
    assert not out.exists()
    with beside(out):
        pass
    assert (out / "index.html").read_text("utf-8") == "one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "site"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, OSError])
def test_what_goes_wrong_leaves_the_old_site(tmp_path: Path, error: type[BaseException]) -> None:
    """A failed, interrupted or disk-full build changes no byte of the live site and leaves nothing behind."""
    out = tmp_path / "site"
    put(out, "one")
    before = site_of(out)

    def fail() -> None:
        with beside(out) as new:
            (new / "index.html").write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(error):
        fail()
    assert site_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_is_not_published_is_thrown_away(tmp_path: Path) -> None:
    """A build with errors ends without publishing: the old site stays, the new one is gone."""
    out = tmp_path / "site"
    put(out, "one")
    with beside(out) as new:
        (new / "index.html").write_text("two", encoding="utf-8")
    assert (out / "index.html").read_text("utf-8") == "one"
    assert not new.exists()


def test_a_foreign_folder_is_refused(tmp_path: Path) -> None:
    """A folder that this command did not make is never replaced, whatever it holds."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(PublishError, match="was not made by this command"), beside(tmp_path / "home"):
        pass
    assert site_of(tmp_path / "home") == {"thesis.txt": "years of work"}


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    """Who makes the folder first is not punished."""
    (tmp_path / "site").mkdir()
    put(tmp_path / "site", "one")
    assert (tmp_path / "site" / "index.html").read_text("utf-8") == "one"


@pytest.mark.parametrize("kind", ["file", "link to a folder", "link to nothing"])
def test_what_is_no_folder_is_refused(tmp_path: Path, kind: str) -> None:
    """A file or a symbolic link is not replaced, and what a link leads to is not touched."""
    out, other = tmp_path / "site", tmp_path / "other"
    other.mkdir()
    if kind == "file":
        out.write_text("x", encoding="utf-8")
    else:
        out.symlink_to(other if kind == "link to a folder" else tmp_path / "nothing")
    with pytest.raises(PublishError, match="is not a folder"), beside(out):
        pass
    assert list(other.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The person who named the place hears why it does not work."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(PublishError, match="cannot be written"), beside(tmp_path / "file" / "site"):
        pass


def test_everybody_may_read_a_site(tmp_path: Path) -> None:
    """A web server that runs as somebody else can serve what was published."""
    put(tmp_path / "site", "one")
    assert (tmp_path / "site").stat().st_mode & 0o055 == 0o055


def test_a_relative_place_means_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--out site` works from wherever it is typed."""
    monkeypatch.chdir(tmp_path)
    put(Path("site"), "one")
    put(Path("site"), "two")
    assert (tmp_path / "site" / "index.html").read_text("utf-8") == "two"


def test_a_build_that_is_under_way_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build that does not see the lock of another one, since it has other temporary files, does it no harm."""
    out = tmp_path / "site"
    with beside(out) as new:
        (new / "index.html").write_text("one", encoding="utf-8")
        part = new.with_name(f"{new.name}-part")
        part.mkdir()
        monkeypatch.setattr(module, "_lock_file", lambda _: tmp_path / "other.lock")
        put(out, "two")
        assert (new.is_dir() and part.is_dir()) or sys.platform == "win32"
        publish(new, out)
    assert (out / "index.html").read_text("utf-8") == "one"
    assert sorted(path.name for path in tmp_path.iterdir()) in (["other.lock", "site"], ["site"])


PUBLISHES = 200
READER = """
import pathlib, sys
site, stop, looks, missing, torn, mixed, last = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), 0, 0, 0, 0, 0
def look(page):
    global missing, torn
    try:
        text = (site / page).read_text("utf-8")
    except FileNotFoundError:
        missing += 1
        return None
    torn += len(set(text.split("\\n"))) != 1
    return int(text.split("\\n")[0])
print("ready", flush=True)
while looks % 100 or not stop.exists():
    looks += 1
    versions = [look("index.html"), look("people/ann/index.html"), look("data/all.json"), look("index.html")]
    if None in versions:
        continue
    mixed += versions != sorted(versions) or versions[0] < last  # no older page behind a newer one
    mixed += versions[0] == versions[3] and len(set(versions)) != 1  # nor another version between two of one
    last = versions[3]
print(looks, missing, torn, mixed)
"""


def test_a_reader_never_meets_a_missing_page_nor_two_versions(tmp_path: Path) -> None:
    """While 200 versions follow each other, who reads three pages over and over finds each whole and of its time."""
    out, stop = tmp_path / "site", tmp_path / "stop"

    def put_version(number: int) -> None:
        with beside(out) as new:
            for name in ("index.html", "people/ann/index.html", "data/all.json"):
                (new / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).write_text("\n".join([str(number)] * 2_000), encoding="utf-8")
            publish(new, out)

    put_version(0)
    command = [sys.executable, "-c", READER, str(out), str(stop)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:  # noqa: S603 - our own words
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for number in range(1, PUBLISHES + 1):
            put_version(number)
        stop.touch()
        looks, missing, torn, mixed = map(int, reader.stdout.read().split())
    assert looks > 100
    assert (torn, mixed) == (0, 0)
    if sys.platform == "linux":  # elsewhere the module promises less
        assert missing == 0
