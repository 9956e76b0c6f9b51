"""Which files are read to know whether they hold what they held."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator import digests
from generator.archive.resolve import ResolvedMeeting, Resolver
from generator.cache import Cache
from generator.check import Request, check
from generator.records.decode import Decoded
from generator.records.source import digest_of, find_records


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A folder with one person."""
    folder = tmp_path / "records"
    (folder / "people").mkdir(parents=True)
    (folder / "people" / "orla-venn.yml").write_text("name: Orla Venn\n", encoding="utf-8")
    return folder


PATH = "records/people/orla-venn.yml"


def test_file_to_which_nobody_has_written_is_not_read(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look at the same file takes its hash from the first."""
    cache = Cache(None, "")
    first = digests.digests(records, find_records(records), cache)
    assert first[PATH] == digest_of(records / "people" / "orla-venn.yml")
    monkeypatch.setattr(digests, "digest_of", lambda _: pytest.fail("it was read"))
    assert digests.digests(records, find_records(records), cache) == first


def test_new_bytes_are_seen(records: Path) -> None:
    """A file with other bytes has another hash."""
    cache = Cache(None, "")
    first = digests.digests(records, find_records(records), cache)
    (records / "people" / "orla-venn.yml").write_text("name: Orla Wenn\n", encoding="utf-8")
    assert digests.digests(records, find_records(records), cache)[PATH] != first[PATH]


def test_file_that_cannot_be_read_has_no_hash(records: Path) -> None:
    """What is gone when it is to be read is nobody's file."""
    found = find_records(records)
    (records / "people" / "orla-venn.yml").unlink()
    assert digests.digests(records, found, Cache(None, "")) == {PATH: ""}


def test_fresh_checkout_is_not_read_again(
    fixture_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files with new times and numbers and the same bytes are taken over; only what points at others is read anew."""
    shutil.copytree(fixture_folder / "records", tmp_path / "records")
    shutil.copy(fixture_folder / "site_config.yml", tmp_path)
    request, cache = Request(tmp_path / "records", tmp_path / "site_config.yml"), Cache(None, "")
    check(request, cache)
    read = _read_anew(monkeypatch)
    second = check(request, cache)
    always = list(read)  # meetings with links to other records, which are looked up each time
    for path in (tmp_path / "records").rglob("*.*"):
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data)
        os.utime(path, (1, 1))
    read.clear()
    third = check(request, cache)
    assert read == always
    assert len(always) < len(second.archive.meetings)
    assert third.problems == second.problems
    assert third.archive.meetings == second.archive.meetings


def _read_anew(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the meetings that are read from now on, not taken over."""
    found: list[str] = []
    resolve = Resolver.resolve_meeting

    def noted(resolver: Resolver, decoded: Decoded) -> ResolvedMeeting | None:
        found.append(decoded.id)
        return resolve(resolver, decoded)

    monkeypatch.setattr(Resolver, "resolve_meeting", noted)
    return found
