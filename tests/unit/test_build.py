from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from generator.build import Built, build
from generator.check import Checked, Request, check
from generator.records.decode import Decoded
from generator.records.model import Kind
from generator.site import publish as module
from generator.site.publish import PublishError, beside, publish

GOOD = "---\ntitle: Talk\ndate: 2024-05-01\n---\nWe talked. ![A weir](weir.png)\n"
BAD = GOOD.replace("2024-05-01", "2024-13-01")
PICTURE = b"\x89PNG\r\n\x1a\n and more"
CONFIG = "title: Weir archive\nlanguage: en\n"


def archive_at(folder: Path, files: Mapping[str, str] | None = None, config: str = CONFIG) -> Request:
    """Write an archive of one meeting with a picture, and further files; return the request to build it."""
    for name, text in {"records/meetings/2024/talk.md": GOOD, "site_config.yml": config, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "records/meetings/2024/weir.png").write_bytes(PICTURE)
    return Request(folder / "records", folder / "site_config.yml", folder / "site")


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def codes(found: Checked | Built) -> list[str]:
    return [problem.code for problem in found.problems]


# ── checking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_invented_archive_is_good(checked: Checked, records: tuple[Decoded, ...]) -> None:
    """It has notes and nothing else, and everything of it was read."""
    assert sorted(set(codes(checked))) == ["no-text", "source-without-address"]
    assert {record.kind for record in records} == set(Kind)
    assert len(checked.folder.files) == len(records) > 40


def test_all_mistakes_of_all_files_at_once(tmp_path: Path) -> None:
    """Mistakes of files, fields, references and of the whole come in one list, by file and line."""
    request = archive_at(
        tmp_path,
        {
            "records/meetings/2024/talk.md": BAD,
            "records/people/Ann.yml": "name: Ann\n",
            "records/people/bob.yml": "name: Bob\nposts: [{role: x, district: nowhere}]\n",
            "records/issues/fog.yml": "name: Fog\nbroader: fog\n",
            "records/notes.txt": "",
        },
    )
    found = check(request)
    assert [(p.code, p.span.path) for p in found.problems] == [
        ("reference-loop", "records/issues/fog.yml"),
        ("bad-date", "records/meetings/2024/talk.md"),
        ("unexpected-file", "records/notes.txt"),
        ("bad-id", "records/people/Ann.yml"),
        ("unknown-reference", "records/people/bob.yml"),
    ]
    assert found.lines["records/meetings/2024/talk.md"][2] == "date: 2024-13-01"
    assert set(found.lines) == {problem.span.path for problem in found.problems}


def test_a_broken_configuration_hides_no_record(tmp_path: Path) -> None:
    """Its own mistakes stand beside those of the records, at their places."""
    request = archive_at(tmp_path, {"records/meetings/2024/talk.md": BAD}, "titel: Weir archive\n")
    found = check(request)
    assert {(p.code, p.span.path) for p in found.problems} == {
        ("unknown-field", "site_config.yml"),
        ("missing-field", "site_config.yml"),
        ("bad-date", "records/meetings/2024/talk.md"),
    }
    assert found.lines["site_config.yml"] == ("titel: Weir archive", "")


def test_kinds_of_the_configuration(tmp_path: Path) -> None:
    """A kind that the configuration adds is good, and its first level is that of `all-districts`."""
    files = {
        "records/meetings/2024/talk.md": GOOD.replace(
            "date:", "kind: weir-talk\nconclusions: [{id: k1, text: x, addressees: [all-districts]}]\ndate:"
        ),
        "records/districts/mere.yml": "name: Mere\nkind: ward\n",
    }
    config = CONFIG + "meeting_kinds: {weir-talk: Weir talk}\nfirst_level: [ward]\n"
    found = check(archive_at(tmp_path, files, config))
    assert codes(found) == []
    assert found.archive.districts_on(found.archive.meetings["talk"].date) == ("mere",)


def test_an_empty_folder_is_an_archive(tmp_path: Path) -> None:
    """Before the first record there is nothing wrong, and there is a site."""
    (tmp_path / "records").mkdir()
    (tmp_path / "site_config.yml").write_text(CONFIG, encoding="utf-8")
    built = build(Request(tmp_path / "records", tmp_path / "site_config.yml", tmp_path / "site"))
    assert (built.problems, built.meetings) == ((), 0)
    assert built.pages > 5
    assert (tmp_path / "site/index.html").exists()


# ── building ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_build_makes(tmp_path: Path) -> None:
    """Pages, data, pictures and, without a repository to link to, the records themselves; figures that are true."""
    request = archive_at(tmp_path)
    built = build(request)
    site = tree(request.out)
    assert built.problems == ()
    assert built.meetings == 1
    assert built.pages == len([name for name in site if name.endswith(".html")])
    assert built.entries > 0
    assert b"We talked." in site["meetings/talk/index.html"]
    assert site["media/meetings/2024/weir.png"] == PICTURE
    assert site["sources/meetings/2024/talk.md"] == GOOD.encode()
    assert b"We talked." in site["api/v1/meetings/talk.json"]
    assert "sitemap.xml" not in site
    assert list(tmp_path.glob(".site*")) == []


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    """Two builds of one archive, in two places, are equal byte for byte."""
    files = {"records/people/ann.yml": "name: Ann\n", "records/meetings/2023/old.md": GOOD.replace("2024", "2023")}
    one = archive_at(tmp_path / "one", files)
    other = archive_at(tmp_path / "elsewhere" / "other", dict(reversed(files.items())))
    build(one)
    build(other)
    assert tree(one.out) == tree(other.out)


def test_a_site_at_a_known_address(tmp_path: Path) -> None:
    """Where the site's address is known there is a sitemap of all pages but the one for lost readers."""
    request = archive_at(tmp_path, config=CONFIG + "site_url: https://weir.example/archive\n")
    build(request)
    sitemap = (request.out / "sitemap.xml").read_text(encoding="utf-8")
    listed = set(re.findall(r"<loc>https://weir\.example/archive/([^<]*)</loc>", sitemap))
    pages = {name.removesuffix("index.html") for name in tree(request.out) if name.endswith(".html")}
    assert listed == pages - {"404.html"}
    assert "https://weir.example/archive/sitemap.xml" in (request.out / "robots.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "text", "strict"),
    [
        ("records/meetings/2024/talk.md", BAD, False),
        ("site_config.yml", "title: ''\n", False),
        ("records/people/ann.txt", "name: Ann\n", True),
    ],
)
def test_a_build_with_errors_changes_nothing(tmp_path: Path, file: str, text: str, strict: bool) -> None:
    """With an error, or with a warning where those count as errors, the site that was there stays as it was."""
    request = archive_at(tmp_path)
    build(request)
    before = tree(request.out)
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(text, encoding="utf-8")
    built = build(Request(request.records, request.config, request.out, strict))
    assert built.problems
    assert (built.pages, built.entries) == (0, 0)
    assert tree(request.out) == before
    assert list(tmp_path.glob(".site*")) == []


def test_a_warning_is_no_error(tmp_path: Path) -> None:
    """A stray file is told of, and the site is built."""
    built = build(archive_at(tmp_path, {"records/people/ann.txt": "name: Ann\n"}))
    assert codes(built) == ["unexpected-file"]
    assert built.pages > 0


def test_what_was_removed_is_gone(tmp_path: Path) -> None:
    """A site holds nothing of records that are no longer there."""
    request = archive_at(tmp_path, {"records/people/ann.yml": "name: Ann\n"})
    build(request)
    assert (request.out / "people/ann/index.html").exists()
    (tmp_path / "records/people/ann.yml").unlink()
    build(request)
    assert not (request.out / "people/ann").exists()


def test_a_folder_of_others_is_not_replaced(tmp_path: Path) -> None:
    """Nothing is written into a folder that this program did not make."""
    request = archive_at(tmp_path, {"site/holiday.txt": "mine"})
    with pytest.raises(PublishError, match="not empty"):
        build(request)
    assert tree(tmp_path / "site") == {"holiday.txt": b"mine"}


def test_nothing_is_written_outside_of_the_site(tmp_path: Path) -> None:
    """The records and what lies beside them are the same after a build."""
    request = archive_at(tmp_path, {"records/people/ann.yml": "name: Ann\n"})
    before = tree(tmp_path)
    build(request)
    after = {
        name: data for name, data in tree(tmp_path).items() if not name.startswith(("site/", ".cache/"))
    }  # what a build keeps for the next one may lie in .cache/
    assert after == before


def test_progress(tmp_path: Path) -> None:
    """Whoever wants to know is told of each stage when it begins and when it ends, one after the other."""
    told: list[str] = []

    class Listener:
        @contextmanager
        def stage(self, name: str, /) -> Iterator[None]:
            told.append(name)
            yield
            told.append(f"{name} ended")

    build(archive_at(tmp_path), Listener())
    assert told[0] == "Reading"
    assert told[1::2] == [f"{name} ended" for name in told[::2]]
    assert len(set(told)) == len(told) >= 8


# ── beside the site ───────────────────────────────────────────────────────────────────────────────────────────────────


def put(out: Path, text: str) -> None:
    """Publish a site of one page."""
    with beside(out) as new:
        (new / "index.html").write_text(text, encoding="utf-8")
        publish(new, out)


def test_folders_of_others_beside_the_site(tmp_path: Path) -> None:
    """What a person keeps beside the site under a name that begins alike is not taken for a killed build's."""
    (tmp_path / ".site-backup").mkdir()
    (tmp_path / ".site-backup/thesis.txt").write_text("years of work", encoding="utf-8")
    put(tmp_path / "site", "one")
    assert tree(tmp_path / ".site-backup") == {"thesis.txt": b"years of work"}


def test_sites_side_by_side(tmp_path: Path) -> None:
    """While one site is built, another one is published beside it, and neither disturbs the other."""
    with beside(tmp_path / "site-en") as new:
        put(tmp_path / "site", "one")
        (new / "index.html").write_text("two", encoding="utf-8")
        publish(new, tmp_path / "site-en")
    assert (tmp_path / "site/index.html").read_text("utf-8") == "one"
    assert (tmp_path / "site-en/index.html").read_text("utf-8") == "two"


def test_what_a_killed_build_has_left_is_removed(tmp_path: Path) -> None:
    """The next build removes the folder of one that was killed, however its path was written."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with beside(tmp_path / "link/site") as new:
        left = {path.name for path in (tmp_path / "real").iterdir()}
        assert left == {new.name}
    (tmp_path / "real" / new.name).mkdir()
    put(tmp_path / "real/site", "one")
    assert [path.name for path in (tmp_path / "real").iterdir()] == ["site"]


def test_two_ways_to_one_place(tmp_path: Path) -> None:
    """A second build into the same folder is refused, also where its path leads through a link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with beside(tmp_path / "real/site") as new:
        with pytest.raises(PublishError, match="built by somebody else"), beside(tmp_path / "link/site"):
            pass
        assert new.is_dir()


def test_where_the_new_site_cannot_come_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where folders cannot change places and the second step fails, the old site is put back."""
    monkeypatch.setattr(module, "_exchange", lambda *_: False)
    put(tmp_path / "site", "one")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if (self / "index.html").read_text("utf-8") == "two":
            raise PermissionError("in use")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(PermissionError):
            put(tmp_path / "site", "two")
    assert (tmp_path / "site/index.html").read_text("utf-8") == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_cut_off_between_two_steps(tmp_path: Path) -> None:
    """An old site that was moved away by a build that ended there is put back by the next, and not removed."""
    put(tmp_path / "site", "one")
    with beside(tmp_path / "site") as new:
        name = new.name
    (tmp_path / "site").rename(tmp_path / f"{name}-old")
    with beside(tmp_path / "site"):
        assert (tmp_path / "site/index.html").read_text("utf-8") == "one"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_place_whose_name_is_no_text(tmp_path: Path) -> None:
    """A site can be built into a folder of any name, with a cache, too."""
    request = replace(archive_at(tmp_path), cache=tmp_path / "cache")
    name = os.fsdecode(b"s\xff") if sys.platform == "linux" else "s"  # elsewhere names are text
    request = replace(request, out=tmp_path / name)
    assert build(request).pages == build(request).pages > 0


# ── the invented archive itself ───────────────────────────────────────────────────────────────────────────────────────


def test_its_readme_names_files_that_are_there(fixture_folder: Path) -> None:
    """Each file that the table of awkward things names exists, and each meeting is named for something."""
    text = (fixture_folder / "README.md").read_text(encoding="utf-8")
    named = {
        name for row in re.findall(r"^\|.*\|$", text, re.MULTILINE) for name in re.findall(r"`([\w/.-]+\.\w+)`", row)
    }
    assert {name for name in named if not (fixture_folder / name).is_file()} == set()
    meetings = {path.relative_to(fixture_folder).as_posix() for path in fixture_folder.glob("records/meetings/*/*.md")}
    assert meetings <= named


def test_it_is_as_awkward_as_it_says(checked: Checked, records: tuple[Decoded, ...]) -> None:
    """The things for which other tests use it are in it, so that none of them tests nothing."""
    archive = checked.archive
    meetings = archive.meetings.values()
    speeches = [speech for meeting in meetings for speech in meeting.speeches]
    dates = [meeting.date.text for meeting in meetings]
    assert {meeting.record.language for meeting in meetings} >= {"de", "en", "vi"}
    assert {meeting.record.status for meeting in meetings} == {"held", "announced", "cancelled"}
    assert {f.written.status for m in meetings for f in m.follow_ups} == {
        "done",
        "in_progress",
        "not_started",
        "dropped",
    }
    assert {mark for mark in ("?", "~", "%", "-XX", "XXXX", "/") if not any(mark in d for d in dates)} == set()
    assert any(len(speech.speakers) > 1 for speech in speeches)
    assert any(speech.speakers[0].person is None for speech in speeches)
    assert any(speech.continued for speech in speeches)
    assert any("*(" in speech.markdown for speech in speeches)
    bodies = [record.body.text for record in records]
    assert all(any(sign in body for body in bodies) for sign in ("[^1]:", "|--", "```", "> ", "![", "](", "[["))
    assert [id for id, district in archive.districts.items() if district.successors == ("tam-hop",)] == [
        "ben-lung",
        "da-gu",
        "ke-ret",
    ]
    assert (Kind.PERSON, "Bùi Văn Chổi") in archive.namesakes
    assert (Kind.DISTRICT, "Đá Gù") in archive.namesakes
    assert any(c.to_all_districts for c in archive.conclusions.values())
    assert any(c.repeats for c in archive.conclusions.values())
    assert any(person.merged_into for person in archive.people.values())
    assert any(issue.broader for issue in archive.issues.values())
