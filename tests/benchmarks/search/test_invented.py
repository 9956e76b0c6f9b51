from __future__ import annotations

import hashlib
from pathlib import Path

from generator.check import Request, check
from tests.benchmarks.search.invented import write_archive


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    """Two archives are equal in every byte, so that figures of different days can be compared."""
    for name in "ab":
        write_archive(tmp_path / name)
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")


def test_it_is_the_one_of_the_published_figures(tmp_path: Path) -> None:
    """Whoever changes it is told that the figures of README.md are of another archive from now on."""
    write_archive(tmp_path)
    whole = hashlib.sha256()
    for name, data in sorted(_bytes(tmp_path).items()):
        whole.update(name.encode() + b"\0" + data)
    assert whole.hexdigest()[:16] == "157951a257b8574b"


def test_it_holds_some_hundred_meetings_without_a_mistake(tmp_path: Path) -> None:
    """Written and made meetings are good records, in three languages."""
    write_archive(tmp_path)
    checked = check(Request(tmp_path / "records", tmp_path / "site_config.yml"))
    assert checked.problems == ()
    assert len(checked.archive.meetings) == 300
    assert {meeting.record.language for meeting in checked.archive.meetings.values()} == {None, "de", "vi", "en"}
