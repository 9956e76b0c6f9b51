"""SQLite's full text search, FTS5: what one gets by putting the documents into a table.

Ranked by bm25 as it comes. All words have to occur; where nothing has them all any of them will do, which is what
people build around it (with `AND` alone no question in plain words ever finds anything). What stands in quotation
marks is looked for as a phrase.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from tests.benchmarks.search.documents import Document
from tests.benchmarks.search.engines.engine import Engine
from tests.benchmarks.search.scoring import DEPTH

_PART = re.compile(r'"([^"]+)"|(\w+)')


class Fts5(Engine):
    """FTS5 with the tokenizer that is the default: words, small letters, without diacritics."""

    title = "SQLite FTS5, unicode61"
    tokenizer: ClassVar[str] = "unicode61"
    shortest: ClassVar[int] = 1
    """Shorter words cannot be looked for."""

    def answers(self, documents: Sequence[Document], queries: Sequence[str], folder: Path) -> list[list[str]]:
        """Return what FTS5 finds."""
        with closing(sqlite3.connect(folder / "fts5.sqlite")) as connection:
            connection.execute(
                f"CREATE VIRTUAL TABLE d USING fts5(address UNINDEXED, title, body, tokenize='{self.tokenizer}')"
            )
            rows = ((d.address, d.title, d.body) for d in documents)
            connection.executemany("INSERT INTO d VALUES (?, ?, ?)", rows)
            connection.commit()
            return [self._answer(connection, query) for query in queries]

    def _answer(self, connection: sqlite3.Connection, query: str) -> list[str]:
        parts = [phrase or word for phrase, word in _PART.findall(query)]
        terms = ['"{}"'.format(part.replace('"', "")) for part in parts if len(part) >= self.shortest]
        for joined in (" AND ".join(terms), " OR ".join(terms)):
            if terms and (found := self._found(connection, joined)):
                return found
        return []

    def _found(self, connection: sqlite3.Connection, match: str) -> list[str]:
        rows = connection.execute("SELECT address FROM d WHERE d MATCH ? ORDER BY rank LIMIT ?", (match, DEPTH))
        return [address for (address,) in rows]


class Fts5Trigram(Fts5):
    """FTS5 with trigrams: finds any stretch of three letters or more inside words."""

    title = "SQLite FTS5, trigram"
    tokenizer = "trigram"
    shortest = 3
