"""The cache: whole values or none, for one stamp and one run at a time."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from generator.cache import Cache, CacheLostError, default_folder, key_of, with_cache

VALUES = {"a": (1, "eins"), "b": {"x": ("y",)}}


def kept(folder: Path, stamp: str = "one") -> dict[str, object]:
    with closing(Cache(folder, stamp)) as cache:
        return dict(cache.all("area"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a saved cache of two values."""
    with closing(Cache(tmp_path, "one")) as cache:
        cache.put("area", VALUES)
        cache.put("other", {"a": 0})
        cache.save()
    return tmp_path


def test_what_is_saved_is_there_again(folder: Path) -> None:
    """Values come back by area and key, and no others."""
    with closing(Cache(folder, "one")) as cache:
        assert dict(cache.all("area")) == VALUES
        assert (cache.get("other", "a"), cache.get("other", "b"), cache.get("none", "a")) == (0, None, None)


def test_what_is_not_saved_leaves_no_trace(folder: Path) -> None:
    """A run that ends before it saves changes nothing."""
    with closing(Cache(folder, "one")) as cache:
        cache.put("area", {"c": 3})
        cache.drop("area", ["a"])
    assert kept(folder) == VALUES


def test_dropped_and_replaced_values(folder: Path) -> None:
    """What is dropped is gone, what is put again has its new value."""
    with closing(Cache(folder, "one")) as cache:
        cache.drop("area", ["a", "never there"])
        cache.put("area", {"b": "new"})
        cache.save()
    assert kept(folder) == {"b": "new"}


def test_another_stamp_begins_anew(folder: Path) -> None:
    """What another program wrote is not read, and not kept either."""
    with closing(Cache(folder, "two")) as cache:
        assert dict(cache.all("area")) == {}
        cache.save()
    assert kept(folder) == {}


def test_a_second_run_works_without(folder: Path) -> None:
    """While one run has the file, another has an empty cache of its own and keeps nothing."""
    with closing(Cache(folder, "one")), closing(Cache(folder, "one")) as second:
        assert dict(second.all("area")) == {}
        second.put("area", {"c": 3})
        second.save()
        assert dict(second.all("area")) == {"c": 3}
    assert kept(folder) == VALUES


def test_without_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache without a folder remembers to its end, and writes nothing."""
    monkeypatch.chdir(tmp_path)
    with closing(Cache(None, "one")) as cache:
        cache.put("area", VALUES)
        assert dict(cache.all("area")) == VALUES
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """Where no file can be written the run goes on without."""
    (tmp_path / "file").write_text("", "utf-8")
    with closing(Cache(tmp_path / "file", "one")) as cache:
        cache.put("area", VALUES)
        assert dict(cache.all("area")) == VALUES


@pytest.mark.parametrize("content", [b"", b"no database at all", b"SQLite format 3\x00 and then nothing"])
def test_a_file_that_is_no_cache(tmp_path: Path, content: bytes) -> None:
    """A file that is none of ours is replaced."""
    (tmp_path / "cache.sqlite").write_bytes(content)
    with closing(Cache(tmp_path, "one")) as cache:
        cache.put("area", VALUES)
        cache.save()
    assert kept(tmp_path) == VALUES


@pytest.mark.parametrize("change", ["value = x'80'", "sum = x'00'", "value = null", "value = 'text'"])
def test_a_row_that_was_tampered_with(folder: Path, change: str) -> None:
    """A value whose bytes are not those that were kept counts as missing."""
    with closing(sqlite3.connect(folder / "cache.sqlite")) as database:
        database.execute(f"update kept set {change} where key = 'a' and area = 'area'")  # noqa: S608 - from above
        database.commit()
    assert kept(folder) == {"b": VALUES["b"]}


def test_a_value_under_another_key(folder: Path) -> None:
    """A value that was moved to another key counts as missing there."""
    with closing(sqlite3.connect(folder / "cache.sqlite")) as database:
        database.execute("update kept set key = 'z' where key = 'a' and area = 'area'")
        database.commit()
    assert kept(folder) == {"b": VALUES["b"]}


def test_a_cache_that_is_lost_says_so(folder: Path) -> None:
    """What the database refuses in the middle of a run is told as one kind of error."""
    cache = Cache(folder, "one")
    cache.close()
    with pytest.raises(CacheLostError):
        cache.get("area", "a")
    with pytest.raises(CacheLostError):
        list(cache.all("area"))
    with pytest.raises(CacheLostError):
        cache.put("area", VALUES)
    cache.remove()
    assert not (folder / "cache.sqlite").exists()


def test_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies beside the configuration unless the environment names a folder, and git does not see it."""
    monkeypatch.delenv("KONFERENZARCHIV_CACHE", raising=False)
    assert default_folder(tmp_path / "site_config.yml") == tmp_path / ".cache"
    monkeypatch.setenv("KONFERENZARCHIV_CACHE", str(tmp_path / "elsewhere"))
    assert default_folder(tmp_path / "site_config.yml") == tmp_path / "elsewhere"
    Cache(tmp_path / "elsewhere", "one").close()
    assert (tmp_path / "elsewhere/.gitignore").read_text("utf-8") == "*\n"


def test_a_row_that_was_mixed_up(tmp_path: Path) -> None:
    """A value under a key that only begins alike, or in another area, counts as missing there."""
    one, other = "records/meetings/" + "x" * 80 + "1", "records/meetings/" + "x" * 80 + "2"
    with closing(Cache(tmp_path, "one")) as cache:
        cache.put("area", {one: 1, other: 2, "k": 3})
        cache.save()
    with closing(sqlite3.connect(tmp_path / "cache.sqlite")) as database:
        database.execute("delete from kept where key = ?", (other,))
        database.execute("update kept set key = ? where key = ?", (other, one))
        database.execute("update kept set area = 'other' where key = 'k'")
        database.commit()
    with closing(Cache(tmp_path, "one")) as cache:
        assert (cache.get("area", one), cache.get("area", other), cache.get("other", "k")) == (None, None, None)
        assert list(cache.all("area")) == list(cache.all("other")) == []


def test_the_keys_of_an_area(folder: Path) -> None:
    """They are told without reading the values."""
    with closing(Cache(folder, "one")) as cache:
        assert (cache.keys("area"), cache.keys("none")) == ({"a", "b"}, set())


def test_a_full_disk(folder: Path) -> None:
    """Where no more can be written the cache is lost, and says so; what was saved before is whole."""
    cache = Cache(folder, "one")
    cache._execute("pragma max_page_count=10", ())
    with pytest.raises(CacheLostError, match="full"):
        cache.put("area", {"large": b"x" * 1_000_000})
    cache.close()
    assert kept(folder) == VALUES


def test_a_folder_whose_name_is_no_text(tmp_path: Path) -> None:
    """Something can be kept about any folder, and about another one something else."""
    names = [key_of(tmp_path / os.fsdecode(name)) for name in (b"s\xff", b"s\xfe", b"s")]
    with closing(Cache(None, "one")) as cache:
        cache.put("area", {name: number for number, name in enumerate(names)})
        assert [cache.get("area", name) for name in names] == [0, 1, 2]


def test_work_that_loses_its_cache_is_done_without(folder: Path) -> None:
    """What ends the cache in the middle of some work ends nothing else; whole it is saved when the work is done."""

    def losing(cache: Cache) -> str:
        if cache.folder:
            raise CacheLostError("no room")
        return "done without"

    def keeping(cache: Cache) -> str:
        cache.put("area", {"c": 1})
        return "done"

    assert with_cache(folder, "one", keeping) == "done"
    assert kept(folder)["c"] == 1
    assert with_cache(folder, "one", losing) == "done without"
    assert not (folder / "cache.sqlite").exists()
    assert with_cache(None, "one", keeping) == "done"
