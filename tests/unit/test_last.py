"""What the last build left is taken over as far as the disk lets it."""

from __future__ import annotations

import errno
from contextlib import closing
from pathlib import Path

import pytest

from generator.cache import Cache
from generator.last import previous_of


def test_the_site_before_the_last_is_kept_beside_the_cache(tmp_path: Path) -> None:
    """Each site has its own place there, and looking for it leaves nothing behind."""
    (tmp_path / "new").mkdir()
    with closing(Cache(tmp_path / "cache", "x")) as cache:
        one, other = (previous_of(cache, tmp_path / name, tmp_path / "new") for name in ("site", "other"))
    assert one is not None
    assert other is not None
    assert one != other
    assert one.parent == other.parent == tmp_path / "cache" / "previous"
    assert [*one.parent.iterdir(), *(tmp_path / "new").iterdir()] == []


def test_without_a_cache_no_site_is_kept(tmp_path: Path) -> None:
    """A cache in memory has no place for one."""
    (tmp_path / "new").mkdir()
    with closing(Cache(None, "x")) as cache:
        assert previous_of(cache, tmp_path / "site", tmp_path / "new") is None


def test_where_nothing_can_be_moved_no_site_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another disk, or another mount of the same one, says so only when something is moved there."""
    (tmp_path / "new").mkdir()

    def apart(*_: object) -> Path:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    with closing(Cache(tmp_path / "cache", "x")) as cache, monkeypatch.context() as patch:
        patch.setattr(Path, "rename", apart)
        assert previous_of(cache, tmp_path / "site", tmp_path / "new") is None
    assert list((tmp_path / "new").iterdir()) == []
