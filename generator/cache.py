"""What earlier runs found out, kept in one SQLite file that can be deleted at any time and is never believed blindly.

Every value lies under a table and a key that says all that it depends on, with a hash of its bytes; what does not
match is taken for missing. The file belongs to one stamp (versions of program and libraries): with another one it
begins anew. SQLite's transactions make sure that a killed run leaves what the last finished one had.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_SCHEMA = 1


class Cache:
    """Values by table and key. One process writes at a time; a second one works without, and keeps nothing."""

    def __init__(self, folder: Path | None, stamp: str) -> None:
        """Open the cache in a folder; None for one that forgets everything at the end."""
        self._stamp = f"{_SCHEMA}:{stamp}"
        self._database = self._open(folder)

    def _open(self, folder: Path | None) -> sqlite3.Connection:
        if folder is None:
            return self._ready(sqlite3.connect(":memory:"))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        path = folder / "cache.sqlite"
        try:
            return self._ready(sqlite3.connect(path, timeout=0, isolation_level=None))
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            return self._ready(sqlite3.connect(":memory:"))  # another run has it
        except sqlite3.DatabaseError:  # cut off, or never a database
            path.unlink(missing_ok=True)
            return self._ready(sqlite3.connect(path, timeout=0, isolation_level=None))

    def _ready(self, database: sqlite3.Connection) -> sqlite3.Connection:
        """Take the file for this run alone, and empty it where it is of another stamp."""
        database.isolation_level = None
        database.execute("pragma locking_mode=exclusive")
        database.execute("pragma synchronous=off")  # a lost cache costs time, not truth
        database.execute("begin exclusive")
        database.execute("create table if not exists about (stamp text)")
        row = database.execute("select stamp from about").fetchone()
        if row is None or row[0] != self._stamp:
            for (name,) in database.execute("select name from sqlite_master where type='table'").fetchall():
                database.execute(f'drop table "{name}"')
            database.execute("create table about (stamp text)")
            database.execute("insert into about values (?)", (self._stamp,))
        database.execute(
            "create table if not exists kept (area text, key text, sum blob, value blob, primary key (area, key))"
        )
        database.execute("commit")
        database.execute("begin exclusive")
        return database

    def get(self, area: str, key: str) -> object | None:
        """Return a value, or None where there is none that is whole."""
        row = self._database.execute("select sum, value from kept where area=? and key=?", (area, key)).fetchone()
        return _value(key, *row) if row else None

    def all(self, area: str) -> Iterator[tuple[str, object]]:
        """Yield every whole value of an area with its key."""
        for key, total, data in self._database.execute("select key, sum, value from kept where area=?", (area,)):
            value = _value(key, total, data)
            if value is not None:
                yield key, value

    def put(self, area: str, values: Mapping[str, object]) -> None:
        """Keep values, in place of those that have the same keys."""
        rows = ((area, key, _sum(key, data), data) for key, value in values.items() for data in (_bytes(value),))
        self._database.executemany("insert or replace into kept values (?, ?, ?, ?)", rows)

    def drop(self, area: str, keys: Iterable[str]) -> None:
        """Forget values."""
        self._database.executemany("delete from kept where area=? and key=?", ((area, key) for key in keys))

    def save(self) -> None:
        """Make everything that was put durable; without this the run leaves no trace."""
        self._database.execute("commit")
        self._database.execute("begin exclusive")

    def close(self) -> None:
        """Let the file go."""
        self._database.close()


def _bytes(value: object) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def _sum(key: str, data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=12, key=key.encode()[:64]).digest()


def _value(key: str, total: bytes, data: bytes) -> object | None:
    if not isinstance(data, bytes) or _sum(key, data) != total:
        return None
    try:
        value: object = pickle.loads(data)  # noqa: S301 - our own bytes: their sum was just compared
    except Exception:  # whatever cannot be read is missing
        return None
    return value


def default_folder(config: Path) -> Path:
    """Return where the cache of an archive lies: beside its configuration, unless the environment names another."""
    named = os.environ.get("KONFERENZARCHIV_CACHE")
    return Path(named) if named else config.absolute().parent / ".cache"
