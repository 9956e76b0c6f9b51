"""A build on top of another comes to the same bytes as one from nothing, whatever has changed in between."""

from __future__ import annotations

import errno
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import Built, build
from generator.cache import Cache
from generator.check import Request, check
from generator.cli import main
from generator.exports import export
from generator.site import bundles, engine, meetings, overview, publish, registers
from generator.site.folders import written_files
from generator.site.page import RenderedPage
from generator.stamp import program_stamp
from tests.benchmarks.maker import Maker, Size

Edit = Callable[[random.Random, Path], None]


@pytest.fixture
def archive(tmp_path: Path, fixture_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the invented archive and made meetings; small numbers already count as many."""
    monkeypatch.setattr(registers, "LONG", 25)
    monkeypatch.setattr(registers, "MEETINGS_OF_A_PART", 2)
    monkeypatch.setattr(meetings, "LONG", 10)
    monkeypatch.setattr(overview, "LONG", 12)
    monkeypatch.setattr(bundles, "MAX_ENTRIES", 20)
    monkeypatch.setattr(export, "LONG", 30)
    folder = tmp_path / "archive"
    Maker(Size(16, words=120, speeches=4)).write(folder)
    shutil.copytree(fixture_folder / "records", folder / "records", dirs_exist_ok=True)
    shutil.copy(fixture_folder / "site_config.yml", folder / "site_config.yml")
    return folder


def request_of(archive: Path, out: str, *, cache: bool) -> Request:
    kept = archive.parent / "cache" if cache else None
    return Request(archive / "records", archive / "site_config.yml", archive.parent / out, cache=kept)


def contents(folder: Path) -> dict[str, bytes]:
    return {address: (folder / address).read_bytes() for address in written_files(folder)}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def built_twice(archive: Path) -> Built:
    """Build on top of the last site and from nothing, and compare every byte."""
    on_top = build(request_of(archive, "site", cache=True))
    clean = build(request_of(archive, "clean", cache=False))
    assert (on_top.problems, on_top.pages, on_top.entries) == (clean.problems, clean.pages, clean.entries)
    assert on_top.pages, on_top.problems
    assert differing(contents(archive.parent / "site"), contents(archive.parent / "clean")) == []
    return on_top


# ── edits ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def records(archive: Path, kind: str) -> list[Path]:
    return sorted(path for path in (archive / "records" / kind).rglob("*") if path.suffix in {".md", ".yml"})


def rewrite(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def say_more(draw: random.Random, archive: Path) -> None:
    path = draw.choice(records(archive, "meetings"))
    name = draw.choice(["Bùi Văn Chổi", "Fogwick", "der Hochwasserschutzbeauftragte", "Wasserwirtschaftsamt & Söhne"])
    path.write_text(path.read_text("utf-8") + f"\n\nDazu wurde {name} gehört.\n", "utf-8")


def retitle(draw: random.Random, archive: Path) -> None:
    path = draw.choice(records(archive, "meetings"))
    rewrite(path, "title: ", f"title: Nachtrag {draw.randrange(1000)} zu ")


def rename(draw: random.Random, archive: Path) -> None:
    """Give a record a new name and keep the old one as an alias, by which others may name it."""
    kinds = ("people", "districts", "organizations")
    paths = [path for kind in kinds for path in records(archive, kind) if "aliases:" not in path.read_text("utf-8")]
    path = draw.choice(paths)
    text = path.read_text("utf-8")
    line = next(line for line in text.split("\n") if line.startswith("name: "))
    new = f"name: Neu {draw.randrange(1000)}\naliases: [{line.removeprefix('name: ')}]"
    path.write_text(text.replace(line, new, 1), "utf-8")


def add_meeting(draw: random.Random, archive: Path) -> None:
    number = draw.randrange(10_000)
    text = Maker(Size(16, words=120, speeches=4), seed=1).meeting(number, Maker(Size(16))._days()[number % 16])
    year = archive / "records/meetings/2011"
    year.mkdir(parents=True, exist_ok=True)
    date = f"2011-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
    head = text.partition("date: ")[0]
    rest = text.partition("date: ")[2].partition("\n")[2]
    known = {
        path.stem
        for kind in ("people", "districts", "issues", "organizations", "series")
        for path in records(archive, kind)
    }
    if set(_named(text)) <= known:
        (year / f"{date}-neu-{number}.md").write_text(f"{head}date: {date}\n{rest}", "utf-8")


def _named(text: str) -> Iterator[str]:
    for line in text.partition("\n---\n")[0].split("\n"):
        key, _, value = line.strip().removeprefix("- ").partition(": ")
        if key in {"person", "district", "series"}:
            yield value
        elif key in {"organizations", "districts", "issues", "addressees"}:
            yield from value.strip("[]").split(", ")


def remove_meeting(draw: random.Random, archive: Path) -> None:
    made = [path for path in records(archive, "meetings") if "sitzung" in path.name or "-neu-" in path.name]
    draw.choice(made).unlink()


def respell(draw: random.Random, archive: Path) -> None:
    """Write the same in another way: the colon behind a speaker's name, and a blank line more."""
    paths = [path for path in records(archive, "meetings") if ":** " in path.read_text("utf-8")]
    rewrite(draw.choice(paths), ":** ", "**:\n")


def move_meeting(draw: random.Random, archive: Path) -> None:
    made = [path for path in records(archive, "meetings") if "sitzung" in path.name or "-neu-" in path.name]
    path = draw.choice(made)
    path.rename(path.with_name(f"{path.stem}-umbenannt.md"))


def touch(draw: random.Random, archive: Path) -> None:
    draw.choice(records(archive, "people")).touch()


def configure(draw: random.Random, archive: Path) -> None:
    path = archive / "site_config.yml"
    text = path.read_text("utf-8")
    title = next(line for line in text.split("\n") if line.startswith("title: "))
    path.write_text(text.replace(title, f"title: Archiv {draw.randrange(1000)}", 1), "utf-8")


EDITS: tuple[Edit, ...] = (
    say_more,
    retitle,
    rename,
    add_meeting,
    remove_meeting,
    move_meeting,
    respell,
    touch,
    configure,
)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3, 4, 5, 6))])
def test_a_build_on_top_of_another_equals_a_clean_one(archive: Path, seed: int) -> None:
    """After any edits, additions, removals and renames every file of the site is as a clean build writes it."""
    draw = random.Random(seed)  # noqa: S311 - repeatable on purpose
    built_twice(archive)
    for edit in draw.sample(EDITS, 5):
        edit(draw, archive)
        built_twice(archive)


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_each_kind_of_edit(archive: Path, edit: Edit) -> None:
    """Each kind of edit alone, on top of a whole site."""
    build(request_of(archive, "site", cache=True))
    edit(random.Random(7), archive)  # noqa: S311 - as above
    built_twice(archive)


def test_an_archive_that_grows_long_and_short_again(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a number of records on what grows has a file a year; whichever way it is crossed, all files are right."""
    draw = random.Random(5)  # noqa: S311 - as above
    request = request_of(archive, "site", cache=True)
    monkeypatch.setattr(export, "LONG", len(check(request).archive.paths))
    build(request)
    for edit in (remove_meeting, add_meeting):
        edit(draw, archive)
        built_twice(archive)
        say_more(draw, archive)
        built_twice(archive)
    assert (archive.parent / "site/data/archive/registers.sqlite").exists()


def test_little_is_made_anew(archive: Path) -> None:
    """A changed speech renews its meeting and what lists it, and leaves most pages as they are."""
    whole = build(request_of(archive, "site", cache=True))
    say_more(random.Random(3), archive)  # noqa: S311 - as above
    again = build(request_of(archive, "site", cache=True))
    assert 0 < again.renewed < whole.pages / 2
    assert build(request_of(archive, "site", cache=True)).renewed == 0


def test_a_changed_page_of_the_site_is_mended(archive: Path) -> None:
    """What somebody did to the published site is not taken over."""
    build(request_of(archive, "site", cache=True))
    site = archive.parent / "site"
    (site / "people/index.html").write_text("elsewhere", "utf-8")
    (site / "search/bundles.json").unlink()
    (site / "api/v1/people.json").unlink()
    shutil.rmtree(site / "meetings")
    built_twice(archive)


@pytest.mark.parametrize("harm", ["cut", "empty", "text", "rows", "gone"])
def test_a_harmed_cache_is_noticed(archive: Path, harm: str) -> None:
    """A cache that was cut off, emptied, overwritten or tampered with costs time and nothing else."""
    build(request_of(archive, "site", cache=True))
    file = archive.parent / "cache/cache.sqlite"
    data = file.read_bytes()
    if harm == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif harm == "empty":
        file.write_bytes(b"")
    elif harm == "text":
        file.write_text("no database", "utf-8")
    elif harm == "gone":
        file.unlink()
    else:
        import sqlite3  # noqa: PLC0415 - this case alone needs it

        with closing(sqlite3.connect(file)) as database:
            database.execute("update kept set value = substr(value, 1, length(value) - 1) || x'00'")
            database.commit()
    say_more(random.Random(5), archive)  # noqa: S311 - as above
    built_twice(archive)


def test_another_program_begins_anew(archive: Path) -> None:
    """A cache that another version of the program wrote is not believed."""
    request = request_of(archive, "site", cache=True)
    build(request)
    with closing(Cache(request.cache, "another program")) as cache:
        assert list(cache.all("meetings")) == []
        cache.save()
    with closing(Cache(request.cache, program_stamp())) as cache:
        assert list(cache.all("meetings")) == []


def test_records_with_problems_leave_the_site(archive: Path) -> None:
    """A mistake between two good builds publishes nothing, and what was found out before it still holds."""
    request = request_of(archive, "site", cache=True)
    build(request)
    before = contents(request.out)
    broken = archive / "records/people/broken.yml"
    broken.write_text("nam: x\n", "utf-8")
    assert build(request).pages == 0
    assert contents(request.out) == before
    broken.unlink()
    assert build(request).renewed == 0


def test_checks_on_top_of_others(archive: Path) -> None:
    """A check that remembers an earlier one finds the same problems at the same places."""
    request = request_of(archive, "site", cache=True)
    for edit in (
        say_more,
        remove_meeting,
        lambda _, folder: rewrite(folder / "records/people/le-thi-mua.yml", "name:", "nam:"),
    ):
        with closing(Cache(request.cache, program_stamp())) as cache:
            check(request, cache)
            cache.save()
        edit(random.Random(2), archive)  # noqa: S311 - as above
        with closing(Cache(request.cache, program_stamp())) as cache:
            assert check(request, cache).problems == check(request).problems


# ── several sites, and what others do to one ──────────────────────────────────────────────────────────────────────────


def meeting(title: str, date: str, text: str) -> str:
    return f"---\ntitle: {title}\ndate: {date}\n---\n{text}\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a folder with an archive of two meetings and a person; one meeting has a compound of the other's word."""
    folder = tmp_path / "archive"
    texts = {
        "meetings/2011/weir.md": meeting("Wehr", "2011-01-01", "Die Bekämpfung gelang."),
        "meetings/2012/fog.md": meeting("Nebel", "2012-01-01", "Die Korruptionsbekämpfung begann."),
        "people/ann.yml": "name: Ann Weir\n",
    }
    for name, text in texts.items():
        path = folder / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "site_config.yml").write_text("title: Archiv\nlanguage: de\n", "utf-8")
    return folder


def test_two_sites_with_one_cache(small: Path) -> None:
    """What one site's build has found out of a record as it was in between does not get into another site."""
    record = small / "records/meetings/2012/fog.md"
    build(request_of(small, "site", cache=True))
    before = record.read_text("utf-8")
    record.write_text(meeting("Nebel", "2012-01-01", "Von Gänsen."), "utf-8")
    build(request_of(small, "other", cache=True))
    record.write_text(before, "utf-8")
    (record.parent / "more.md").write_text(meeting("Mehr", "2012-02-01", "Noch etwas."), "utf-8")
    built_twice(small)
    build(request_of(small, "other", cache=True))
    assert differing(contents(small.parent / "other"), contents(small.parent / "clean")) == []


def test_a_cache_forgets_what_nobody_needs(small: Path) -> None:
    """Neither entries of records that have changed stay in it, nor anything of a site that is gone."""
    request = request_of(small, "site", cache=True)
    build(request_of(small, "gone", cache=True))
    shutil.rmtree(small.parent / "gone")
    for number in range(3):
        record = small / "records/meetings/2012/fog.md"
        record.write_text(meeting("Nebel", "2012-01-01", f"Zum {number}. Mal."), "utf-8")
        build(request)
    with closing(Cache(request.cache, program_stamp())) as cache:
        assert len(cache.keys("entries")) == 3
        assert {area: len(cache.keys(area)) for area in ("last", "files", "built")} == {
            "last": 1,
            "files": 1,
            "built": 1,
        }


def test_the_last_meeting_goes(small: Path) -> None:
    """A site of which nothing can be searched any more keeps no file of the search either."""
    build(request_of(small, "site", cache=True))
    for path in [*records(small, "meetings"), *records(small, "people")]:
        path.unlink()
    built_twice(small)


def test_what_others_put_into_the_site(small: Path) -> None:
    """A file that no build has written does not stay."""
    build(request_of(small, "site", cache=True))
    (small.parent / "site/people/stranger.html").write_text("elsewhere", "utf-8")
    built_twice(small)


def test_a_harmed_bundle_whose_words_have_changed(small: Path) -> None:
    """A word that was known from a bundle of the index alone counts as gone also where that bundle was harmed."""
    build(request_of(small, "site", cache=True))
    for path in (small.parent / "site/search/2011").glob("texts-*"):
        path.unlink()
    rewrite(small / "records/meetings/2011/weir.md", "Die Bekämpfung gelang", "Es gelang")
    built_twice(small)


def test_a_complaint_is_heard_again(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the engine complains of is told by every build, not only by the first."""
    write = engine.write_site

    def complaining(pages: Sequence[RenderedPage], *others: object) -> tuple[str, ...]:
        _ = write(pages, *others)  # type: ignore[arg-type]
        return ("this title is odd",) if any(page.address == "meetings/fog/" for page in pages) else ()

    monkeypatch.setattr(engine, "write_site", complaining)
    request = request_of(small, "site", cache=True)
    assert [problem.message for problem in build(request).problems] == ["this title is odd"]
    assert [problem.message for problem in build(request).problems] == ["this title is odd"]
    (small / "records/people/ann.yml").write_text("name: Anne Weir\n", "utf-8")
    built_twice(small)


# ── builds that end too early ─────────────────────────────────────────────────────────────────────────────────────────


def test_two_builds_at_once(small: Path) -> None:
    """The second build into a place says that somebody else is at it, ends with 2, and changes nothing."""
    build(request_of(small, "site", cache=False))
    before = contents(small.parent / "site")
    say_more(random.Random(1), small)  # noqa: S311 - as above
    command = ["build", "--config", str(small / "site_config.yml"), "--out", str(small.parent / "site")]
    with publish.beside(small.parent / "site") as new:
        (new / "half.html").write_text("half", "utf-8")
        second = CliRunner().invoke(main, command)
        assert (second.exit_code, new.is_dir()) == (2, True)
    assert "is being built by somebody else" in second.output
    assert contents(small.parent / "site") == before
    assert CliRunner().invoke(main, command).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("function", "processes"),
    [
        ("site.engine.write_site", 1),
        ("making.move_into", 1),
        ("site.search._write_json", 2),
        ("site.search.write_directory", 1),
        ("build.put_together", 1),
        ("build.publish", 1),
    ],
)
def test_a_full_disk(small: Path, function: str, processes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the disk is full the last good site stays whole; once there is room, the next build is a good one."""
    request = replace(request_of(small, "site", cache=True), processes=processes)
    build(request)
    before = contents(request.out)
    say_more(random.Random(1), small)  # noqa: S311 - as above

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(f"generator.{function}", full)
        with pytest.raises(OSError, match="No space left"):
            build(request)
    assert contents(request.out) == before
    assert sorted(path.name for path in small.parent.iterdir()) == ["archive", "cache", "site"]
    built_twice(small)


def test_no_room_for_the_cache(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the cache finds no room the site is built all the same, and the cache is given up."""
    build(request_of(small, "site", cache=True))
    rewrite(small / "records/meetings/2011/weir.md", "gelang.", "gelang. " + "Sehr gut. " * 20_000)
    begin = Cache._begin

    def limited(self: Cache, database: object) -> None:
        begin(self, database)  # type: ignore[arg-type]
        if self._path:
            (pages,) = database.execute("pragma page_count").fetchone()  # type: ignore[attr-defined]
            database.execute(f"pragma max_page_count={pages + 2}")  # type: ignore[attr-defined]

    with monkeypatch.context() as patch:
        patch.setattr(Cache, "_begin", limited)
        built_twice(small)
    assert not (small.parent / "cache/cache.sqlite").exists()
    built_twice(small)
