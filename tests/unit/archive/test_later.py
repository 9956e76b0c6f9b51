"""What is made when somebody first asks for it: once, and not at all where nobody asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.archive import link as linking
from generator.archive.archive import Archive
from generator.archive.later import Later
from generator.archive.link import with_all_made
from generator.cache import Cache
from generator.check import Request, verdict


def test_it_is_made_once_and_only_when_asked() -> None:
    """Whatever is asked first makes it; after that it is there, and equal to what it holds."""
    asked = []

    def make() -> Mapping[str, int]:
        asked.append(1)
        return {"a": 1, "b": 2}

    found = Later(make)
    assert asked == []
    assert ("a" in found, found["b"], found.get("c"), len(found), list(found)) == (True, 2, None, 2, ["a", "b"])
    assert found == {"a": 1, "b": 2}
    assert asked == [1]


def test_a_check_asks_for_nothing_that_only_pages_show(fixture_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Holders, citations, standings, years and their like are not computed to say what is wrong with records."""
    asked: list[str] = []

    def noted(name: str) -> Callable[..., Mapping[str, int]]:
        def compute(*_: object) -> Mapping[str, int]:
            asked.append(name)
            return {}

        return compute

    for name in ("holders", "citations", "threads", "rhythms", "trends", "_standings", "_years", "_weights"):
        monkeypatch.setattr(linking, name, noted(name))
    found = verdict(Request(fixture_folder / "records", fixture_folder / "site_config.yml"), Cache(None, ""))
    assert found.problems
    assert asked == []


def test_all_can_be_made_at_once(quarters: Archive) -> None:
    """Before the work is split nothing waits any more."""
    made = with_all_made(quarters)
    assert made is quarters
    assert isinstance(made.holders, Later)
    assert made.holders.made() is made.holders.made()
