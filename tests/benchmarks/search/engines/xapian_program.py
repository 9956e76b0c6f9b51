"""Asks Xapian, in the Python that Debian's package is for: a JSON object in on stdin, lists of addresses out.

Runs by itself, with nothing of this repository: `python3-xapian` cannot be installed into a virtual environment.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

import xapian  # type: ignore[import-not-found] # only Debian's own Python has it


def write(folder: str, documents: Iterable[tuple[str, str, str]], language: str) -> Any:
    """Index the documents as Xapian's own guide does: stemmed words, titles also with the prefix S."""
    database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
    generator = xapian.TermGenerator()
    generator.set_stemmer(xapian.Stem(language))
    generator.set_database(database)
    generator.set_flags(xapian.TermGenerator.FLAG_SPELLING)
    for address, title, body in documents:
        document = xapian.Document()
        generator.set_document(document)
        generator.index_text(title, 1, "S")
        generator.index_text(title)
        generator.increase_termpos()
        generator.index_text(body)
        document.set_data(address)
        database.add_document(document)
    database.commit()
    return database


def ask(database: Any, words: str, language: str, depth: int) -> list[str]:
    """Return what is found with all words; where nothing is, with their spelling corrected; then with any of them."""
    parser = xapian.QueryParser()
    parser.set_stemmer(xapian.Stem(language))
    parser.set_stemming_strategy(parser.STEM_SOME)
    parser.set_database(database)
    parser.set_default_op(xapian.Query.OP_AND)
    flags = parser.FLAG_PHRASE | parser.FLAG_SPELLING_CORRECTION
    found = _found(database, parser.parse_query(words, flags), depth)
    corrected = parser.get_corrected_query_string().decode()
    if not found and corrected:
        found = _found(database, parser.parse_query(corrected, flags), depth)
    if not found:
        parser.set_default_op(xapian.Query.OP_OR)
        found = _found(database, parser.parse_query(words, flags), depth)
    return found


def _found(database: Any, query: Any, depth: int) -> list[str]:
    enquire = xapian.Enquire(database)
    enquire.set_query(query)
    return [match.document.get_data().decode() for match in enquire.get_mset(0, depth)]


def main() -> None:
    """Answer what stands on stdin."""
    asked = json.load(sys.stdin)
    database = write(asked["folder"], asked["documents"], asked["language"])
    json.dump([ask(database, words, asked["language"], asked["depth"]) for words in asked["queries"]], sys.stdout)


if __name__ == "__main__":
    main()
