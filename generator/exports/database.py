"""The archive as one SQLite file, with full-text tables: for questions in SQL, and ready for Datasette.

The tables are those of the CSV files (`rows.py`), with an underscore for a hyphen; who appears in several cells of one
row, such as the people of a speech, stands in tables of pairs besides. Full-text tables (FTS5, accents folded) hold no
words of their own but point at the rows, so that Datasette finds and offers them by itself.

The same records give the same bytes: everything is written in one order, into a file with a fixed layout.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator.archive.archive import Archive
from generator.exports.export import Export, ExportFile, Publication
from generator.exports.rows import TABLES, Table
from generator.site.interface import N_

_ADDRESS = "data/archive.sqlite"
_PIECE = 1 << 20
_ROWS_AT_ONCE = 1_000
_CACHE = 64 << 10
"""Kilobytes of the file that SQLite keeps in memory while it writes."""
_WORDS = 16 << 20
"""Bytes of words that it gathers before it writes a part of a full-text index."""

_FULL_TEXT: dict[str, tuple[str, ...]] = {
    "speeches": ("name", "text"),
    "conclusions": ("text", "quote"),
    "meetings": ("title", "summary"),
    "people": ("name", "aliases"),
}
"""Which columns of which tables can be searched."""


class _Pairs(NamedTuple):
    """A column that holds several ids, and the table of pairs that is made of it."""

    table: str
    column: str
    key: tuple[str, ...]
    """What the key of the table is called among the pairs."""
    one: str
    """What one of the ids is called there."""
    of: str
    """The table whose ids they are."""


_PAIRS = (
    _Pairs("speeches", "people", ("meeting", "speech"), "person", "people"),
    _Pairs("speeches", "issues", ("meeting", "speech"), "issue", "issues"),
    _Pairs("conclusions", "issues", ("meeting", "conclusion"), "issue", "issues"),
    _Pairs("meetings", "organizations", ("meeting",), "organization", "organizations"),
    _Pairs("meetings", "districts", ("meeting",), "district", "districts"),
    _Pairs("meetings", "issues", ("meeting",), "issue", "issues"),
)


def _planned(_: Archive, __: Publication) -> Iterator[ExportFile]:
    yield ExportFile(_ADDRESS, _database, N_("All tables in one file, with full-text search"))


def _database(archive: Archive) -> Iterator[bytes]:
    with TemporaryDirectory(prefix="archive-") as folder:
        path = Path(folder, "archive.sqlite")
        _write(path, archive)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _write(path: Path, archive: Archive) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # The file is thrown away if anything goes wrong, so nothing has to be written twice or waited for.
        connection.executescript(f"PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -{_CACHE}")
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("BEGIN")
        for table in TABLES:
            _fill(connection, table, archive)
        for pairs in _PAIRS:
            _pair(connection, pairs)
        for name, columns in _FULL_TEXT.items():
            _index_words(connection, name, columns)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _named(table: str) -> str:
    return table.replace("-", "_")


_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL"}


def _fill(connection: sqlite3.Connection, table: Table, archive: Archive) -> None:
    columns = [
        f'"{column.name}" {_TYPES[column.type]}' + (f' REFERENCES "{_named(column.of)}"("id")' if column.of else "")
        for column in table.columns
    ]
    key = ", ".join(f'"{name}"' for name in table.key)
    connection.execute(f'CREATE TABLE "{_named(table.name)}" ({", ".join(columns)}, PRIMARY KEY ({key}))')
    places = ", ".join("?" * len(table.columns))
    insert = f'INSERT INTO "{_named(table.name)}" VALUES ({places})'  # noqa: S608 - names of our own
    rows = table.rows(archive, tuple(archive.years))
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        connection.executemany(insert, some)


def _pair(connection: sqlite3.Connection, pairs: _Pairs) -> None:
    table, column, key, one, of = pairs
    name = f"{table}_{column}"
    typed = ", ".join(f'"{part}" TEXT' for part in key)
    primary = ", ".join(f'"{part}"' for part in (*key, one))
    connection.execute(
        f'CREATE TABLE "{name}" ({typed}, "{one}" TEXT REFERENCES "{of}"("id"), PRIMARY KEY ({primary})) WITHOUT ROWID'
    )
    chosen = '"meeting", "id"' if len(key) == 2 else '"id"'
    found = connection.execute(
        f'SELECT {chosen}, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608 - names of our own
    )
    places = ", ".join("?" * (len(key) + 1))
    while some := found.fetchmany(_ROWS_AT_ONCE):
        rows = [(*row[:-1], id) for row in some for id in dict.fromkeys(row[-1].split())]
        connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)  # noqa: S608 - as above
    connection.execute(f'CREATE INDEX "{name}_{one}" ON "{name}" ("{one}")')


def _index_words(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> None:
    listed = ", ".join(f'"{column}"' for column in columns)
    connection.execute(
        f'CREATE VIRTUAL TABLE "{table}_fts" USING fts5 ({listed}, content="{table}", '
        'tokenize="unicode61 remove_diacritics 2")'
    )
    connection.execute(f'INSERT INTO "{table}_fts" ("{table}_fts") VALUES (\'rebuild\')')  # noqa: S608 - as above


EXPORT = Export(
    name="sqlite",
    title="SQLite",
    use=N_("Questions in SQL and full-text search, for example with Datasette"),
    plan=_planned,
    standard="https://www.sqlite.org/fileformat2.html",
)
