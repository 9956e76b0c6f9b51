from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.benchmarks.search.documents import ROOT, documents_of, entries_in
from tests.benchmarks.search.invented import write_archive
from tests.benchmarks.search.judged import ARCHIVES, BEST, KINDS, read_queries

QUERIES = [query for archive in ARCHIVES for query in read_queries(archive)]
HELD_OUT = [query for query in QUERIES if query.held_out]


def test_there_are_enough_queries_of_every_kind() -> None:
    """At least 150 queries, at least 15 of each of the ten kinds, none twice in an archive; 60 held out."""
    assert len(QUERIES) - len(HELD_OUT) >= 150
    assert len(HELD_OUT) >= 60
    for few, own in ((15, [query for query in QUERIES if not query.held_out]), (6, HELD_OUT)):
        kinds = Counter(query.kind for query in own)
        assert set(kinds) == set(KINDS)
        assert min(kinds.values()) >= few
    assert len({(query.archive, query.words) for query in QUERIES}) == len(QUERIES)


def test_every_judgement_is_graded_and_says_why() -> None:
    """Grades are 1 to 3, something is what was asked for, and each has its reason in words."""
    for query in QUERIES:
        assert BEST in query.grades.values(), query.words
        assert set(query.grades.values()) <= {1, 2, BEST}, query.words
        assert all(len(judgement.because.split()) >= 2 for judgement in query.judgements.values()), query.words


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What there is to be found in each archive."""
    folder = tmp_path_factory.mktemp("invented")
    write_archive(folder)
    folders: dict[str, Path] = {"real": ROOT, "invented": folder}
    return {name: {d.address for d in documents_of(entries_in(at))} for name, at in folders.items()}


def test_every_judged_address_is_there(addresses: dict[str, set[str]]) -> None:
    """What a query should find can be found: it is an entry of the archive that is asked."""
    gone = [(q.words, address) for q in QUERIES for address in q.judgements if address not in addresses[q.archive]]
    assert gone == []


def test_phrases_are_typed_as_phrases() -> None:
    """Every query of the kind is in quotation marks, and no other is."""
    assert [q.words for q in QUERIES if (q.kind == "phrase") != (q.words[0] == q.words[-1] == '"')] == []
