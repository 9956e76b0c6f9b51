from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette

from generator.archive.archive import Archive
from generator.check import Checked
from generator.config import SiteConfig
from generator.exports import export
from generator.exports.database import EXPORT
from generator.exports.export import Publication
from generator.exports.rows import TABLES
from generator.problems import Problem
from tests.unit.exports.conftest import Leaving, content, made_by, publication_of

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]


@pytest.fixture(scope="module")
def file(either: Leaving, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database of each archive in turn."""
    path: Path = tmp_path_factory.mktemp("database") / "archive.sqlite"
    path.write_bytes(either.files(EXPORT)["data/archive.sqlite"])
    return path


ASKED = {
    "invented": ("deich", ("bui van choi", "Bùi Văn Chơi")),
    "published": ("korruption", ("nguyen ngoc tien", "Nguyễn Ngọc Tiến")),
}
"""Of each archive the beginning of a word that somebody said, and a name without its marks and with them."""


@pytest.fixture
def database(file: Path) -> Iterator[sqlite3.Connection]:
    """Return a connection to it."""
    connection = sqlite3.connect(file)
    yield connection
    connection.close()


def test_tables_hold_the_same_rows_as_the_archive(either: Leaving, database: sqlite3.Connection) -> None:
    """Every row of every table is there as it was made."""
    years = tuple(either.archive.years)
    for table in TABLES:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        found = database.execute(f'SELECT {names} FROM "{table.name.replace("-", "_")}" ORDER BY rowid').fetchall()  # noqa: S608
        assert found == list(table.rows(either.archive, years)), table.name
        assert found or table.name == "follow-ups"


def test_the_file_is_sound(database: sqlite3.Connection) -> None:
    """SQLite finds nothing wrong with it, and every reference leads to a row."""
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE name LIKE '%\\_fts' ESCAPE '\\'").fetchall():
        database.execute(f'INSERT INTO "{name}" ("{name}") VALUES (\'integrity-check\')')  # noqa: S608


def test_words_are_found_whatever_their_accents(either: Leaving, database: sqlite3.Connection) -> None:
    """A full-text search gives the speeches that hold a word, typed with or without its marks."""
    question = (
        "SELECT s.meeting, s.id FROM speeches_fts JOIN speeches s ON s.rowid = speeches_fts.rowid "
        "WHERE speeches_fts MATCH ? ORDER BY s.rowid"
    )
    word, (plain_name, name) = ASKED[either.name]
    expected = [
        row
        for *row, text in database.execute("SELECT meeting, id, text FROM speeches ORDER BY rowid").fetchall()
        if any(part.startswith(word) for part in re.findall(r"\w+", text.casefold()))
    ]
    assert [list(row) for row in database.execute(question, [f"{word}*"]).fetchall()] == expected != []
    people = "SELECT name FROM people_fts WHERE people_fts MATCH ?"
    plain, marked = (database.execute(people, [text]).fetchall() for text in (plain_name, name))
    assert plain == marked != []


def test_questions_that_people_ask(either: Leaving, database: sqlite3.Connection) -> None:
    """How many speeches somebody gave, and what is still open, is one question in SQL."""
    counted = dict(database.execute("SELECT person, count(*) FROM speeches_people GROUP BY person").fetchall())
    assert counted == {
        id: len({(key.meeting, key.place) for key in points.speeches})
        for ref, points in either.archive.backlinks.items()
        if (id := ref.id) and ref.kind == "people" and points.speeches
    }
    statuses = dict(database.execute("SELECT status, count(*) FROM conclusions GROUP BY status").fetchall())
    assert sum(statuses.values()) == len(either.archive.conclusions)


def test_datasette_serves_it(either: Leaving, file: Path) -> None:
    """Datasette shows its tables, follows its references, and offers its full-text search by itself."""

    async def asked(address: str) -> dict[str, object]:
        answer = await server.client.get(address)
        assert answer.status_code == 200, address
        found: dict[str, object] = answer.json()
        return found

    async def ask() -> tuple[dict[str, object], dict[str, object], dict[str, object]]:
        await server.invoke_startup()
        return (
            await asked("/archive.json"),
            await asked(f"/archive/speeches.json?_search={ASKED[either.name][0]}*&_searchmode=raw&_shape=objects"),
            await asked("/archive/participations.json?_facet=part&_labels=on&_shape=objects"),
        )

    server = Datasette([str(file)], settings={"num_sql_threads": 0})
    with ThreadPoolExecutor() as aside:  # a browser test of this process may have a loop of its own
        whole, found, entries = aside.submit(asyncio.run, ask()).result()
    tables = whole["tables"]
    assert isinstance(tables, list)
    assert {table["name"]: table["fts_table"] for table in tables if table["fts_table"] and not table["hidden"]} == {
        "speeches": "speeches_fts",
        "conclusions": "conclusions_fts",
        "meetings": "meetings_fts",
        "people": "people_fts",
    }
    assert found["rows"]
    assert entries["facet_results"]
    for database in server.databases.values():
        database.close()


def test_the_same_records_give_the_same_bytes(checked: Checked, publication: Publication) -> None:
    """No clock, no chance and no path is in the file."""
    once, again = (made_by(EXPORT, checked.archive, publication) for _ in range(2))
    assert once == again


def test_long_archive_is_joined_from_its_years(
    either: Leaving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Joined from the files of its years, the database has the same bytes as made from nothing; each file is sound."""
    monkeypatch.setattr(export, "LONG", 1)
    whole, *pieces = EXPORT.plan(either.archive, either.publication)
    assert [piece.address for piece in pieces] == list(whole.parts)
    assert [Path(piece.address).stem for piece in pieces] == ["registers", *either.archive.years]
    paths = [tmp_path / Path(piece.address).name for piece in pieces]
    for piece, path in zip(pieces, paths, strict=True):
        path.write_bytes(content(piece, either.archive))
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert whole.join is not None
    joined = b"".join(whole.join(either.archive, [str(path) for path in paths]))
    assert joined == either.files(EXPORT)["data/archive.sqlite"] == content(whole, either.archive)


def test_words_can_be_added_to_what_was_joined(file: Path, tmp_path: Path) -> None:
    """SQLite takes the joined index for its own: it takes in and finds new rows, and merges all to one segment."""
    shutil.copy(file, tmp_path / "own.sqlite")
    with closing(sqlite3.connect(tmp_path / "own.sqlite")) as connection:
        before = connection.execute("SELECT count(*) FROM meetings_fts").fetchone()
        connection.execute("INSERT INTO meetings (rowid, id, title) VALUES (99, 'new', 'Quorum über Wasser')")
        connection.execute("INSERT INTO meetings_fts (rowid, title) VALUES (99, 'Quorum über Wasser')")
        connection.execute("INSERT INTO meetings_fts (meetings_fts) VALUES ('optimize')")
        connection.execute("INSERT INTO meetings_fts (meetings_fts) VALUES ('integrity-check')")
        found = connection.execute("SELECT rowid FROM meetings_fts WHERE meetings_fts MATCH 'quorum uber'").fetchall()
        assert found == [(99,)]
        assert connection.execute("SELECT count(*) FROM meetings_fts").fetchone() == (before[0] + 1,)


def test_an_empty_archive(archive_of: ArchiveOf, tmp_path: Path) -> None:
    """Without records the tables are there and empty."""
    archive, _ = archive_of({})
    path = tmp_path / "empty.sqlite"
    path.write_bytes(made_by(EXPORT, archive, publication_of(SiteConfig(title="Empty"), {}))["data/archive.sqlite"])
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM speeches_fts").fetchone() == (0,)
    connection.close()
