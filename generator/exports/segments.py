"""Full-text indexes of SQLite (FTS5) put together as they are: segments of one index added to those of another.

FTS5 keeps an index as segments, each a sorted list of words with the places where they stand, and looks a word up in
all of them. What it writes when rows come in is a segment, too: here the segments were written by FTS5 in another
file, for rows whose numbers nobody else has, so nothing has to be merged. The tables behind an index (`_data`, `_idx`,
`_docsize`) are described in chapter 9 of https://www.sqlite.org/fts5.html; how records 1 and 10 of `_data` are written
stands at the head of `ext/fts5/fts5_index.c`. FTS5's own integrity check says whether an index is what its rows say.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

_TOTALS, _STRUCTURE = 1, 10
"""Which records of `_data` hold the number of rows and words, and the list of segments."""
_SEGMENT = 1 << 37
"""The number of a segment stands above these bits of the numbers of its records."""
_COOKIE = 4
"""Bytes before the list of segments, which change with the settings of an index."""


def join_segments(connection: sqlite3.Connection, index: str, other: str) -> None:
    """Add to an index the segments of the index of the same name in the attached database `other`.

    Both have the same columns and settings, and no row of one has the number of a row of the other.
    """
    own, added = (_segments(_record(connection, schema, index, _STRUCTURE)) for schema in ("main", other))
    last = max((number for number, _, _ in own), default=0)
    joined = list(own)
    for place, (number, first_page, last_page) in enumerate(added, last + 1):
        _copy_segment(connection, index, other, number, place)
        joined.append((place, first_page, last_page))
    connection.execute(f'INSERT INTO "{index}_docsize" SELECT * FROM "{other}"."{index}_docsize"')  # noqa: S608 - names of our own
    _keep(connection, index, _STRUCTURE, _structure(joined))
    totals = (list(_numbers(_record(connection, schema, index, _TOTALS))) for schema in ("main", other))
    _keep(connection, index, _TOTALS, _packed(_sums(*totals)))


def _copy_segment(connection: sqlite3.Connection, index: str, other: str, number: int, place: int) -> None:
    between = (number * _SEGMENT, (number + 1) * _SEGMENT)
    connection.execute(
        f'INSERT INTO "{index}_data" SELECT id + ?, block FROM "{other}"."{index}_data" '  # noqa: S608 - as above
        "WHERE id >= ? AND id < ? ORDER BY id",
        [(place - number) * _SEGMENT, *between],
    )
    connection.execute(
        f'INSERT INTO "{index}_idx" SELECT ?, term, pgno FROM "{other}"."{index}_idx" WHERE segid = ? ORDER BY term',  # noqa: S608 - as above
        [place, number],
    )


def _record(connection: sqlite3.Connection, schema: str, index: str, id: int) -> bytes:
    found = connection.execute(f'SELECT block FROM "{schema}"."{index}_data" WHERE id = ?', [id]).fetchone()  # noqa: S608 - as above
    block: bytes = found[0]
    return block


def _keep(connection: sqlite3.Connection, index: str, id: int, block: bytes) -> None:
    connection.execute(f'REPLACE INTO "{index}_data" VALUES (?, ?)', [id, block])  # noqa: S608 - as above


# ── records ───────────────────────────────────────────────────────────────────────────────────────────────────────

_Segment = tuple[int, int, int]
"""Its number, its first and its last page."""


def _segments(block: bytes) -> tuple[_Segment, ...]:
    """The segments that a list names, level by level."""
    numbers = _numbers(block[_COOKIE:])
    levels, _, _ = islice(numbers, 3)
    return tuple(segment for _ in range(levels) for segment in _level(numbers))


def _level(numbers: Iterator[int]) -> Iterator[_Segment]:
    _, count = islice(numbers, 2)
    for _ in range(count):
        number, first, last = islice(numbers, 3)
        yield number, first, last


def _structure(segments: list[_Segment]) -> bytes:
    """A list of segments, all on one level; before it the numbers of levels, segments and pages written."""
    pages = sum(last for _, _, last in segments)
    listed = (number for segment in segments for number in segment)
    return bytes(_COOKIE) + _packed([1, len(segments), pages, 0, len(segments), *listed])


def _sums(own: list[int], added: list[int]) -> list[int]:
    """Rows, and words of each column; an index without a row has an empty record."""
    return [a + b for a, b in zip(own or [0] * len(added), added or [0] * len(own), strict=True)]


def _numbers(block: bytes) -> Iterator[int]:
    """The numbers of a record, written in groups of seven bits, the highest first (SQLite's varint, below 2^56)."""
    value = 0
    for byte in block:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            yield value
            value = 0


def _packed(numbers: Iterable[int]) -> bytes:
    return b"".join(map(_varint, numbers))


def _varint(number: int) -> bytes:
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))
