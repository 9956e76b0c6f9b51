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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

R = TypeVar("R")

_SCHEMA = 2


class CacheLostError(Exception):
    """The cache cannot be read or written any more, or is not whole: begin anew without it."""


class Cache:
    """Values by table and key. One process has the file at a time; a second one works without, and keeps nothing."""

    def __init__(self, folder: Path | None, stamp: str) -> None:
        """Open the cache in a folder; None for one that forgets everything at the end."""
        self._stamp = f"{_SCHEMA}:{stamp}"
        self._path = folder / "cache.sqlite" if folder else None
        try:
            self._database = self._ready(self._path)
        except (OSError, sqlite3.Error):
            # Another run has it, the folder cannot be written, or the file was cut off or is no database.
            self._path = None
            self._database = self._ready(None)

    @property
    def folder(self) -> Path | None:
        """Where the cache lies; None where nothing is kept."""
        return self._path.parent if self._path else None

    def _ready(self, path: Path | None) -> sqlite3.Connection:
        """Take the file for this run alone, and empty it where it is of another stamp."""
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            (path.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            if not _is_whole(path):
                path.unlink(missing_ok=True)
        database = sqlite3.connect(path or ":memory:", timeout=0, isolation_level=None)
        try:
            self._begin(database)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _begin(self, database: sqlite3.Connection) -> None:
        database.execute("pragma locking_mode=exclusive")
        database.execute("pragma synchronous=off")  # a lost cache costs time, not truth
        database.execute("begin exclusive")
        database.execute("create table if not exists about (stamp text)")
        row = database.execute("select stamp from about").fetchone()
        if row is None or row[0] != self._stamp:
            database.execute("drop table if exists kept")
            database.execute("delete from about")
            database.execute("insert into about values (?)", (self._stamp,))
        database.execute(
            "create table if not exists kept (area text, key text, sum blob, value blob, primary key (area, key))"
        )

    def get(self, area: str, key: str) -> object | None:
        """Return a value, or None where there is none that is whole.

        Raises:
            CacheLostError: where the file cannot be read, as with all methods.
        """
        for total, data in self._execute("select sum, value from kept where area=? and key=?", (area, key)):
            return _value((area, key), total, data)
        return None

    def keys(self, area: str) -> set[str]:
        """Return the keys of all values of an area, whole or not."""
        return {key for (key,) in self._execute("select key from kept where area=?", (area,))}

    def all(self, area: str) -> Iterator[tuple[str, object]]:
        """Yield every whole value of an area with its key."""
        try:
            for key, total, data in self._database.execute("select key, sum, value from kept where area=?", (area,)):
                value = _value((area, key), total, data)
                if value is not None:
                    yield key, value
        except sqlite3.Error as error:
            raise CacheLostError(str(error)) from error

    def put(self, area: str, values: Mapping[str, object]) -> None:
        """Keep values, in place of those that have the same keys."""
        for key, value in values.items():
            data = value if isinstance(value, Packed) else packed(value)
            self._execute("insert or replace into kept values (?, ?, ?, ?)", (area, key, _sum((area, key), data), data))

    def drop(self, area: str, keys: Iterable[str]) -> None:
        """Forget values."""
        for key in keys:
            self._execute("delete from kept where area=? and key=?", (area, key))

    def save(self) -> None:
        """Make everything that was put durable; without this the run leaves no trace."""
        self._execute("commit", ())
        self._execute("begin exclusive", ())

    def close(self) -> None:
        """Let the file go."""
        self._database.close()

    def remove(self) -> None:
        """Close the cache and delete its file, since it is not to be trusted."""
        self.close()
        if self._path:
            self._path.unlink(missing_ok=True)

    def _execute(self, statement: str, values: tuple[object, ...]) -> list[Any]:
        try:
            return self._database.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise CacheLostError(str(error)) from error


def with_cache(folder: Path | None, stamp: str, work: Callable[[Cache], R]) -> R:
    """Return what some work comes to with the cache in a folder, saved then; lost on the way, it is done without."""
    cache = Cache(folder, stamp)
    try:
        with closing(cache):
            found = work(cache)
            cache.save()
            return found
    except CacheLostError:  # cut off, tampered with, or no room left for it
        cache.remove()
        with closing(Cache(None, "")) as forgetful:
            return work(forgetful)


def _is_whole(path: Path) -> bool:
    """Whether a file is missing, or a database of which no page is missing or mixed up."""
    if not path.exists():
        return True
    database = sqlite3.connect(path, timeout=0)
    try:
        return bool(database.execute("select count(*) from about").fetchone())
    except sqlite3.OperationalError:
        return True  # locked by another run, or empty: told apart when it is taken
    except sqlite3.DatabaseError:
        return False
    finally:
        database.close()


class Packed(bytes):
    """A value as the cache keeps it: packed by another process, which saves packing it again."""

    __slots__ = ()


def packed(value: object) -> Packed:
    """Return a value as the cache keeps it."""
    return Packed(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def unpacked(data: Packed) -> Any:
    """Return the value that was packed, by this program and in this run."""
    return pickle.loads(data)  # noqa: S301 - from our own process


def _sum(place: tuple[str, str], data: bytes) -> bytes:
    whole = hashlib.blake2b(repr(place).encode(), digest_size=12)
    whole.update(data)
    return whole.digest()


def _value(place: tuple[str, str], total: bytes, data: bytes) -> object | None:
    if not isinstance(data, bytes) or _sum(place, data) != total:
        return None
    try:
        value: object = pickle.loads(data)  # noqa: S301 - our own bytes: their sum was just compared
    except Exception:  # whatever cannot be read is missing
        return None
    return value


def key_of(path: Path) -> str:
    """Return the key under which something is kept about a folder, whatever bytes its name has."""
    return os.fsencode(path.absolute()).decode("utf-8", "backslashreplace")


def default_folder(config: Path) -> Path:
    """Return where the cache of an archive lies: beside its configuration, unless the environment names another."""
    named = os.environ.get("KONFERENZARCHIV_CACHE")
    return Path(named) if named else config.absolute().parent / ".cache"
