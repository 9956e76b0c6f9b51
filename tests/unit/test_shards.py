"""Parts of a site, made apart and put together: the same bytes as one build, or a clear refusal."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from generator.build import build
from generator.check import Request
from generator.shards import is_of_shard, merge
from generator.site.folders import written_files
from generator.site.publish import PublishError


@pytest.fixture(scope="module")
def parts(fixture_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the three parts of the invented archive's site."""
    folder = tmp_path_factory.mktemp("parts")
    config = fixture_folder / "site_config.yml"
    for n in (1, 2, 3):
        built = build(Request(fixture_folder / "records", config, folder / str(n), shard=(n, 3)))
        assert built.pages
    return [folder / str(n) for n in (1, 2, 3)]


def test_merged_parts_are_the_whole_site(parts: list[Path], fixture_folder: Path, tmp_path: Path) -> None:
    """Put together in any order, parts are byte for byte what one build writes."""
    config = fixture_folder / "site_config.yml"
    whole = build(Request(fixture_folder / "records", config, tmp_path / "whole"))
    merged = merge([parts[2], parts[0], parts[1]], config, tmp_path / "merged", 1)
    assert (merged.pages, merged.entries, merged.meetings) == (whole.pages, whole.entries, whole.meetings)
    names = written_files(tmp_path / "whole").keys()
    assert written_files(tmp_path / "merged").keys() == names
    for name in names:
        assert (tmp_path / "merged" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name


def test_parts_of_a_site_with_a_search_service(fixture_folder: Path, tmp_path: Path) -> None:
    """A site whose search a service answers has no index of its own, in one piece or put together."""
    config = tmp_path / "site_config.yml"
    settings = (fixture_folder / "site_config.yml").read_text("utf-8")
    config.write_text(f"{settings}\nsearch_service: https://search.example/a/_search\n", "utf-8")
    shutil.copytree(fixture_folder / "records", tmp_path / "records")
    build(Request(tmp_path / "records", config, tmp_path / "whole"))
    build(Request(tmp_path / "records", config, tmp_path / "part", shard=(1, 1)))
    merge([tmp_path / "part"], config, tmp_path / "merged", 1)
    names = written_files(tmp_path / "whole").keys()
    assert written_files(tmp_path / "merged").keys() == names
    assert not [name for name in names if name.startswith("search/") and name.count("/") > 1]


def test_a_missing_part(parts: list[Path], fixture_folder: Path, tmp_path: Path) -> None:
    """Parts that do not make up the whole are refused by number, and nothing is published."""
    with pytest.raises(PublishError, match="missing: 2"):
        merge([parts[0], parts[2]], fixture_folder / "site_config.yml", tmp_path / "site", 1)
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (".shard/about.json", b"{}"),
        (".shard/about.json", b"\xff"),
        (".shard/entries.json.gz", b"half"),
        (".shard/entries.json.gz", gzip.compress(b"[1]", mtime=0)),
        ("index.html", None),
    ],
)
def test_a_damaged_part(
    parts: list[Path], fixture_folder: Path, tmp_path: Path, file: str, content: bytes | None
) -> None:
    """A part that lost something on its way is told, and nothing is published."""
    damaged = tmp_path / "damaged"
    shutil.copytree(parts[0], damaged)
    if content is None:
        (damaged / file).unlink()
    else:
        (damaged / file).write_bytes(content)
    with pytest.raises(PublishError, match="damaged"):
        merge([damaged, *parts[1:]], fixture_folder / "site_config.yml", tmp_path / "site", 1)
    assert not (tmp_path / "site").exists()


def test_parts_of_other_records(parts: list[Path], fixture_folder: Path, tmp_path: Path) -> None:
    """Parts that were made from different records are not joined."""
    other = tmp_path / "other"
    shutil.copytree(parts[1], other)
    about = json.loads((other / ".shard/about.json").read_text("utf-8"))
    (other / ".shard/about.json").write_text(json.dumps(about | {"made_from": "x"}), "utf-8")
    with pytest.raises(PublishError, match="same records"):
        merge([parts[0], other, parts[2]], fixture_folder / "site_config.yml", tmp_path / "site", 1)


def test_parts_of_other_pictures(tmp_path: Path) -> None:
    """A part that was built where a picture was missing is not joined with others: its pages would lack it."""
    parts = []
    for number in (1, 2):
        records = tmp_path / str(number) / "records"
        (records / "meetings/2024").mkdir(parents=True)
        (records / "meetings/2024/talk.md").write_text("---\ntitle: Talk\ndate: 2024-05-01\n---\nx\n", "utf-8")
        config = records.parent / "site_config.yml"
        config.write_text("title: Weir archive\nlanguage: en\n", "utf-8")
        if number == 1:
            (records / "meetings/2024/weir.png").write_bytes(b"\x89PNG\r\n\x1a\n and more")
        parts.append(tmp_path / f"part-{number}")
        assert build(Request(records, config, parts[-1], shard=(number, 2))).problems == ()
    with pytest.raises(PublishError, match="same records"):
        merge(parts, config, tmp_path / "site", 1)


def test_a_folder_that_is_no_part(fixture_folder: Path, tmp_path: Path) -> None:
    """Any other folder is refused by name."""
    with pytest.raises(PublishError, match="no part"):
        merge([fixture_folder], fixture_folder / "site_config.yml", tmp_path / "site", 1)


def test_every_product_is_of_one_part() -> None:
    """Each product belongs to exactly one part, and what is no record's to the first."""
    for product in (f"people/p{n}/" for n in range(50)):
        assert sum(is_of_shard(product, (n, 4), of_a_record=True) for n in (1, 2, 3, 4)) == 1
    assert [is_of_shard("about/", (n, 4), of_a_record=False) for n in (1, 2, 3, 4)] == [True, False, False, False]
    assert is_of_shard("anything", None, of_a_record=True)
