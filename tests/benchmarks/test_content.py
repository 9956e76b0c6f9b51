"""The benchmark is fair only where all build the same: what the peers are given is held against our own archive."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.check import Request, check
from generator.records.model import Kind
from tests.benchmarks.content import KINDS, Content, read_content
from tests.benchmarks.edits import change_record, rename_person
from tests.benchmarks.maker import Maker, Size
from tests.benchmarks.peers.hugo import Hugo
from tests.benchmarks.peers.mkdocs import MkDocs
from tests.benchmarks.peers.peer import pages_by_file

_KINDS = dict(zip(KINDS, (Kind.PERSON, Kind.DISTRICT, Kind.ISSUE, Kind.ORGANIZATION, Kind.SERIES), strict=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of 120 meetings: districts are long enough for pages of their years."""
    folder = tmp_path_factory.mktemp("made")
    Maker(Size(120)).write(folder)
    return folder


@pytest.fixture(scope="module")
def content(folder: Path) -> Content:
    return read_content(folder)


@pytest.fixture(scope="module")
def archive(folder: Path) -> Archive:
    checked = check(Request(folder / "records", folder / "site_config.yml"))
    assert not checked.problems
    return checked.archive


def test_peers_list_the_same_meetings_speeches_and_conclusions_of_each_record(
    content: Content, archive: Archive
) -> None:
    """Every person, district, issue, organization and series has the same lists for the peers as on our site."""
    assert len(content.records) == sum(len(archive.registers(kind)) for kind in _KINDS.values())
    for (kind, id), found in content.appearances.items():
        ours = archive.backlinks[Ref(_KINDS[kind], id)]
        assert [meeting.id for meeting in found.meetings] == list(ours.meetings)
        speeches = [(key.meeting, archive.speech(key).address) for key in ours.speeches]
        assert [(meeting.id, speech.id) for meeting, speech in found.speeches] == speeches
        assert len(found.addressed) == len(ours.addressed)
        assert [meeting.id for meeting in found.mentioned] == list(ours.mentioned_in)


def test_neighbours_in_a_series_are_the_same(content: Content, archive: Archive) -> None:
    """Peers lead to the same meeting before and after one."""
    for meeting in content.meetings:
        neighbours = tuple(other.id if other else None for other in content.beside(meeting))
        assert neighbours == archive.neighbours[meeting.id]


def test_every_link_of_the_markdown_pages_lands(content: Content) -> None:
    """No peer is given a link to a page or an anchor that is not there."""
    pages = pages_by_file(content)
    anchors = {file: set(re.findall(r"\{#(.+?)\}$", page.text, re.MULTILINE)) for file, page in pages.items()}
    links = 0
    for file, page in pages.items():
        for target in re.findall(r"\]\((?!https:)(.+?)\)", page.text):
            path, _, fragment = target.partition("#")
            there = _resolved(file, path) if path else file
            assert there in pages
            assert not fragment or fragment in anchors[there]
            links += 1
    assert links > 50 * len(content.meetings)


def _resolved(file: str, path: str) -> str:
    parts = file.split("/")[:-1]
    for step in path.split("/"):
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join(parts)


def test_hugo_is_given_every_speech_and_every_page(content: Content) -> None:
    """Hugo's content has a file for each meeting and record, every speech with its text, and dates from the source."""
    files = Hugo(()).files(content)
    assert sum(file.endswith("/_index.md") for file in files if file.count("/") == 2) >= len(content.records)
    for meeting in content.meetings:
        head, _, body = files[f"meetings/{meeting.year}/{meeting.id}.md"].partition("\n\n")
        facts = json.loads(head)
        assert (facts["title"], facts["date"]) == (meeting.title, meeting.date)
        assert [speech["id"] for speech in facts["speeches"]] == [speech.id for speech in meeting.speeches]
        assert all(f'id="{speech.id}"' in body for speech in meeting.speeches)


def test_only_what_was_edited_is_written_anew(tmp_path: Path) -> None:
    """After a record was changed, the files of a peer that say the same as before stay untouched."""
    Maker(Size(20)).write(tmp_path / "archive")
    peer, target = MkDocs(()), tmp_path / "mkdocs"
    peer.prepare(read_content(tmp_path / "archive"), target)
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*.md")}
    changed = change_record(tmp_path / "archive", 1)
    peer.prepare(read_content(tmp_path / "archive"), target)
    touched = {path for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert touched == {target / "docs" / "meetings" / changed.name}


def test_edits_leave_a_good_archive_and_are_seen_by_the_peers(tmp_path: Path) -> None:
    """A changed record and a renamed person are no mistakes, and the peers get the new words and the new name."""
    Maker(Size(20)).write(tmp_path)
    change_record(tmp_path, 1)
    person = rename_person(tmp_path, 1).stem
    assert not check(Request(tmp_path / "records", tmp_path / "site_config.yml")).problems
    content = read_content(tmp_path)
    assert content.registers["people"][person].name.endswith("-Neuenfels")
    assert sum("nachgetragen" in speech.text for meeting in content.meetings for speech in meeting.speeches) == 1


def test_edits_choose_others_each_time(tmp_path: Path) -> None:
    """Repeated runs measure changes to different records."""
    Maker(Size(20)).write(tmp_path)
    files = [change_record(tmp_path, number) for number in (1, 2, 3)]
    files += [rename_person(tmp_path, number) for number in (1, 2, 3)]
    assert len(set(files)) == 6
    assert all(a != b for a, b in pairwise(files))
