"""The archive as one SQLite file, with full-text tables: for questions in SQL, and ready for Datasette.

The tables are those of the CSV files (`rows.py`), with an underscore for a hyphen; who appears in several cells of one
row, such as the people of a speech, stands in tables of pairs besides. Full-text tables (FTS5, accents folded) hold no
words of their own but point at the rows, so that Datasette finds and offers them by itself.

The file is joined from pieces: one of the registers and one a year, databases themselves. A long archive hands the
pieces out too, so that a changed meeting renews its year; the others are joined as they are, no word is read again
(`segments.py`). The same records give the same bytes, from pieces that were there and from new ones: everything is
written in one order, into files with a fixed layout.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator.archive.archive import Archive
from generator.exports.export import Export, ExportFile, Publication, parts_of
from generator.exports.rows import TABLES, Table
from generator.exports.segments import join_segments
from generator.site.interface import N_

_ADDRESS = "data/archive.sqlite"
_PIECES = "data/archive/"
_REGISTERS = "registers"
_CHUNK = 1 << 20
_ROWS_AT_ONCE = 1_000
_CACHE = 64 << 10
"""Kilobytes of the file that SQLite keeps in memory while it writes."""
_WORDS = 16 << 20
"""Bytes of words that it gathers before it writes a part of a full-text index; with its usual 1 MB it takes a third
longer."""
_ROWS_OF_A_YEAR = 10_000_000
"""Numbers that each year has for its rows, so that a longer year moves no other."""

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

    @property
    def name(self) -> str:
        """What the table of pairs is called."""
        return f"{self.table}_{self.column}"


_PAIRS = (
    _Pairs("speeches", "people", ("meeting", "speech"), "person", "people"),
    _Pairs("speeches", "issues", ("meeting", "speech"), "issue", "issues"),
    _Pairs("conclusions", "issues", ("meeting", "conclusion"), "issue", "issues"),
    _Pairs("meetings", "organizations", ("meeting",), "organization", "organizations"),
    _Pairs("meetings", "districts", ("meeting",), "district", "districts"),
    _Pairs("meetings", "issues", ("meeting",), "issue", "issues"),
)


def _planned(archive: Archive, _: Publication) -> Iterator[ExportFile]:
    title, parts = N_("All tables in one file, with full-text search"), parts_of(archive)
    if parts == ("",):
        yield ExportFile(_ADDRESS, _database, title)
        return
    pieces = {f"{_PIECES}{name}.sqlite": name for name in (_REGISTERS, *(part.removeprefix("/") for part in parts))}
    yield ExportFile(_ADDRESS, _database, title, parts=tuple(pieces), join=_joined)
    for address, name in pieces.items():
        about = (
            N_("The registers, with full-text search") if name == _REGISTERS else N_("A year, with full-text search")
        )
        yield ExportFile(address, partial(_piece, name=name), about)


def _database(archive: Archive) -> Iterator[bytes]:
    with TemporaryDirectory(prefix="archive-") as folder:
        names = (_REGISTERS, *archive.years)
        pieces = [f"{folder}/{name}.sqlite" for name in names]
        for path, name in zip(pieces, names, strict=True):
            _write_piece(Path(path), archive, name)
        yield from _joined(archive, pieces)


def _joined(archive: Archive, pieces: Sequence[str]) -> Iterator[bytes]:
    _ = parts_of(archive)  # read, since it says which pieces there are
    with TemporaryDirectory(prefix="archive-") as folder:
        path = Path(folder, "archive.sqlite")
        _join(path, pieces)
        yield from _read(path)


def _piece(archive: Archive, name: str) -> Iterator[bytes]:
    with TemporaryDirectory(prefix="archive-") as folder:
        path = Path(folder, "piece.sqlite")
        _write_piece(path, archive, name)
        yield from _read(path)


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


# ── one piece ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _opened(path: Path) -> sqlite3.Connection:
    """A file that is thrown away if anything goes wrong, so nothing has to be written twice or waited for."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(
        f"PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA page_size = 4096; PRAGMA cache_size = -{_CACHE}"
    )
    return connection


def _write_piece(path: Path, archive: Archive, name: str) -> None:
    """Write the registers, or what a year brought."""
    tables = [table for table in TABLES if table.yearly == (name != _REGISTERS)]
    names = {table.name for table in tables}
    first = int(name) * _ROWS_OF_A_YEAR if name.isdigit() else 0
    connection = _opened(path)
    try:
        connection.execute("BEGIN")
        for table in tables:
            connection.execute(_table(table))
            _fill(connection, table, archive, name, first)
        for pairs in (pairs for pairs in _PAIRS if pairs.table in names):
            connection.execute(_table_of_pairs(pairs))
            _pair(connection, pairs)
            connection.execute(_index_of_pairs(pairs))
        for table_name in (name for name in _FULL_TEXT if name in names):
            connection.execute(_full_text(table_name))
            _index_words(connection, table_name)
        connection.execute("COMMIT")
    finally:
        connection.close()


def _named(table: str) -> str:
    return table.replace("-", "_")


_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL"}


def _table(table: Table) -> str:
    columns = [
        f'"{column.name}" {_TYPES[column.type]}' + (f' REFERENCES "{_named(column.of)}"("id")' if column.of else "")
        for column in table.columns
    ]
    key = ", ".join(f'"{name}"' for name in table.key)
    return f'CREATE TABLE "{_named(table.name)}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


def _fill(connection: sqlite3.Connection, table: Table, archive: Archive, year: str, first: int) -> None:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    places = ", ".join("?" * len(table.columns))
    name = _named(table.name)
    insert = f'INSERT INTO "{name}" (rowid, {columns}) VALUES (?, {places})'  # noqa: S608 - names of our own
    rows = enumerate(table.rows(archive, (year,)), first + 1)
    while some := [(number, *row) for number, row in islice(rows, _ROWS_AT_ONCE)]:
        connection.executemany(insert, some)


def _table_of_pairs(pairs: _Pairs) -> str:
    typed = ", ".join(f'"{part}" TEXT' for part in pairs.key)
    primary = ", ".join(f'"{part}"' for part in (*pairs.key, pairs.one))
    return (
        f'CREATE TABLE "{pairs.name}" ({typed}, "{pairs.one}" TEXT REFERENCES "{pairs.of}"("id"), '
        f"PRIMARY KEY ({primary})) WITHOUT ROWID"
    )


def _index_of_pairs(pairs: _Pairs) -> str:
    return f'CREATE INDEX "{pairs.name}_{pairs.one}" ON "{pairs.name}" ("{pairs.one}")'


def _pair(connection: sqlite3.Connection, pairs: _Pairs) -> None:
    table, column, key, _, _ = pairs
    chosen = '"meeting", "id"' if len(key) == 2 else '"id"'
    found = connection.execute(
        f'SELECT {chosen}, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608 - names of our own
    )
    places = ", ".join("?" * (len(key) + 1))
    while some := found.fetchmany(_ROWS_AT_ONCE):
        rows = [(*row[:-1], id) for row in some for id in dict.fromkeys(row[-1].split())]
        connection.executemany(f'INSERT INTO "{pairs.name}" VALUES ({places})', rows)  # noqa: S608 - as above


def _full_text(table: str) -> str:
    listed = ", ".join(f'"{column}"' for column in _FULL_TEXT[table])
    return (
        f'CREATE VIRTUAL TABLE "{table}_fts" USING fts5 ({listed}, content="{table}", '
        'tokenize="unicode61 remove_diacritics 2")'
    )


def _index_words(connection: sqlite3.Connection, table: str) -> None:
    index = f"{table}_fts"
    connection.execute(f'INSERT INTO "{index}" ("{index}", rank) VALUES (\'hashsize\', {_WORDS})')  # noqa: S608 - as above
    connection.execute(f'INSERT INTO "{index}" ("{index}") VALUES (\'rebuild\')')  # noqa: S608 - as above


# ── all pieces ────────────────────────────────────────────────────────────────────────────────────────────────────


def _join(path: Path, pieces: Sequence[str]) -> None:
    """Write one database that holds what all pieces hold, in their order."""
    connection = _opened(path)
    try:
        for sql in (*map(_table, TABLES), *map(_table_of_pairs, _PAIRS), *map(_full_text, _FULL_TEXT)):
            connection.execute(sql)
        for piece in pieces:
            connection.execute("ATTACH ? AS piece", [piece])
            connection.execute("BEGIN")
            _copy(connection)
            connection.execute("COMMIT")
            connection.execute("DETACH piece")
        for pairs in _PAIRS:
            connection.execute(_index_of_pairs(pairs))
    finally:
        connection.close()


def _copy(connection: sqlite3.Connection) -> None:
    """Copy what the attached piece holds; rows keep their numbers, to which full-text tables point."""
    there = {name for (name,) in connection.execute("SELECT name FROM piece.sqlite_master WHERE type = 'table'")}
    for table in (table for table in TABLES if _named(table.name) in there):
        name = _named(table.name)
        columns = ", ".join(("rowid", *(f'"{column.name}"' for column in table.columns)))
        connection.execute(f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM piece."{name}"')  # noqa: S608 - as above
    for pairs in (pairs for pairs in _PAIRS if pairs.name in there):
        connection.execute(f'INSERT INTO "{pairs.name}" SELECT * FROM piece."{pairs.name}"')  # noqa: S608 - as above
    for table_name in (name for name in _FULL_TEXT if name in there):
        join_segments(connection, f"{table_name}_fts", "piece")


EXPORT = Export(
    name="sqlite",
    title="SQLite",
    use=N_("Questions in SQL and full-text search, for example with Datasette"),
    plan=_planned,
    standard="https://www.sqlite.org/fileformat2.html",
)
