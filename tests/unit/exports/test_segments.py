"""Full-text indexes joined from segments, held against FTS5's own integrity check."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.exports.segments import join_segments

_TABLES = """
CREATE TABLE words (a TEXT, b TEXT);
CREATE VIRTUAL TABLE words_fts USING fts5 (a, b, content="words", tokenize="unicode61 remove_diacritics 2");
"""
rows = st.lists(st.tuples(st.text(max_size=40), st.text(max_size=300)), max_size=30)


def write(path: Path, first: int, found: list[tuple[str, str]], memory: int) -> None:
    """Write a database of rows numbered from `first` on, with an index; with little memory it has several segments."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_TABLES)
        connection.execute("INSERT INTO words_fts (words_fts, rank) VALUES ('hashsize', ?)", [memory])
        numbered = [(first + number, *row) for number, row in enumerate(found)]
        connection.executemany("INSERT INTO words (rowid, a, b) VALUES (?, ?, ?)", numbered)
        connection.execute("INSERT INTO words_fts (words_fts) VALUES ('rebuild')")
        connection.commit()


def joined(folder: Path, parts: list[list[tuple[str, str]]], memory: int) -> sqlite3.Connection:
    """Return a database that was joined from parts."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(_TABLES)
    for number, part in enumerate(parts, 1):
        path = folder / "part.sqlite"
        write(path, number * 1_000, part, memory)
        connection.execute("ATTACH ? AS other", [str(path)])
        connection.execute("INSERT INTO words (rowid, a, b) SELECT rowid, a, b FROM other.words")
        join_segments(connection, "words_fts", "other")
        connection.execute("DETACH other")
    return connection


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(parts=st.lists(rows, max_size=4), memory=st.sampled_from([64, 1 << 20]))
def test_the_index_is_what_its_rows_say(tmp_path: Path, parts: list[list[tuple[str, str]]], memory: int) -> None:
    """Whatever the rows, FTS5 finds nothing wrong with an index that was joined, not even after it is written again."""
    with closing(joined(tmp_path, parts, memory)) as connection:
        connection.execute("INSERT INTO words_fts (words_fts) VALUES ('integrity-check')")
        assert connection.execute("SELECT count(*) FROM words_fts").fetchone() == (sum(map(len, parts)),)
        connection.execute("INSERT INTO words_fts (words_fts) VALUES ('optimize')")
        connection.execute("INSERT INTO words_fts (words_fts) VALUES ('integrity-check')")


def test_words_of_many_rows_are_found_by_rank(tmp_path: Path) -> None:
    """Questions and ranks are those of an index that was written at once; long lists have pages of their own."""
    parts = [
        [(f"row {part} {n}", " ".join(f"w{(n * k) % 977} common" for k in range(40))) for n in range(300)]
        for part in range(3)
    ]
    write(tmp_path / "whole.sqlite", 1_000, parts[0], 1 << 20)
    with (
        closing(sqlite3.connect(tmp_path / "whole.sqlite")) as whole,
        closing(joined(tmp_path, parts, 4096)) as several,
    ):
        for number, part in enumerate(parts[1:], 2):
            for place, row in enumerate(part):
                whole.execute("INSERT INTO words (rowid, a, b) VALUES (?, ?, ?)", [number * 1_000 + place, *row])
        whole.execute("INSERT INTO words_fts (words_fts) VALUES ('rebuild')")
        for words in ("common", "w5 w10", "w97*", '"common w7"', "row NOT w3", "nothing"):
            ask = "SELECT rowid FROM words_fts WHERE words_fts MATCH ? ORDER BY rank, rowid"
            found = [connection.execute(ask, [words]).fetchall() for connection in (whole, several)]
            assert found[0] == found[1]
            assert bool(found[0]) == (words != "nothing")
