"""How good an answer is: nDCG@10, and whether the right one is first.

nDCG as Burges et al. (2005) gave it: a hit of grade g at place i gains (2^g - 1) / log2(i + 1); the sum over the
first ten is divided by that of the best order there could be. So 1.0 is the best order, and 0.0 has nothing right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

from tests.benchmarks.search.judged import BEST, Query

DEPTH = 10
"""So many hits count: what a reader sees before asking for more."""


@dataclass(frozen=True, slots=True)
class Score:
    """How good an engine is: of one query, or the mean of several."""

    ndcg: float
    first: float
    """1.0 where the first hit is one that was asked for; the part of the queries where it is."""
    queries: int = 1


def score(found: Sequence[str], grades: Mapping[str, int]) -> Score:
    """Return how good the hits are, best first, for what each address is worth."""
    gains = [grades.get(address, 0) for address in dict.fromkeys(found)]
    return Score(ndcg(gains, grades.values()), float(gains[:1] == [BEST]))


def ndcg(gains: Sequence[int], all_grades: Iterable[int]) -> float:
    """Return nDCG@10 of hits with these grades, of all the grades that there are."""
    return _dcg(gains) / _dcg(sorted(all_grades, reverse=True))


def _dcg(gains: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 1) for place, grade in enumerate(gains[:DEPTH], 1))


def mean(scores: Sequence[Score]) -> Score:
    """Return the mean over queries, each counting the same."""
    return Score(fmean(s.ndcg for s in scores), fmean(s.first for s in scores), len(scores))


def by_kind(queries: Sequence[Query], scores: Sequence[Score]) -> Mapping[str, Score]:
    """Return the mean of each kind of query that there is."""
    rows: dict[str, list[Score]] = {}
    for query, given in zip(queries, scores, strict=True):
        rows.setdefault(query.kind, []).append(given)
    return {kind: mean(given) for kind, given in rows.items()}
