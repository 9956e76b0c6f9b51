from __future__ import annotations

import pytest

from tests.benchmarks.search.judged import Judgement, Query
from tests.benchmarks.search.scoring import Score, by_kind, mean, score

GRADES = {"a": 3, "b": 2, "c": 1}
"""Best order: 7/log2(2) + 3/log2(3) + 1/log2(4) = 7 + 1.892789 + 0.5 = 9.392789."""


@pytest.mark.parametrize(
    ("found", "ndcg", "first"),
    [
        (["a", "b", "c"], 1.0, 1.0),
        (["x", "y"], 0.0, 0.0),
        ([], 0.0, 0.0),
        (["a"], 7 / 9.392789, 1.0),
        # 3/log2(2) + 7/log2(3) = 3 + 4.416508
        (["b", "a"], 7.416508 / 9.392789, 0.0),
        # 0 + 7/log2(3) + 0 + 1/log2(5) = 4.416508 + 0.430677
        (["x", "a", "y", "c"], 4.847185 / 9.392789, 0.0),
        # the eleventh does not count
        ([*"0123456789", "a"], 0.0, 0.0),
        # who shows the right one twice is not paid twice: 7/log2(2) + 3/log2(3)
        (["a", "a", "b"], 8.892789 / 9.392789, 1.0),
    ],
)
def test_scores_are_those_computed_by_hand(found: list[str], ndcg: float, first: float) -> None:
    """The order of hits is worth what Burges' formula says, and only the best grade counts as the right one."""
    given = score(found, GRADES)
    assert given.ndcg == pytest.approx(ndcg, abs=1e-6)
    assert given.first == first


def test_more_right_ones_than_a_page_holds_can_be_perfect() -> None:
    """Where fifteen things answer, any ten of them are the best that ten hits can be."""
    grades = {str(n): 3 for n in range(15)}
    assert score([str(n) for n in range(5, 15)], grades) == Score(1.0, 1.0)


def test_means_count_each_query_the_same() -> None:
    """Kinds and totals are means over queries."""
    scores = [Score(1.0, 1.0), Score(0.5, 0.0), Score(0.0, 0.0)]
    queries = [Query("real", kind, "w", {"a": Judgement(3, "")}) for kind in ("phrase", "phrase", "alias")]
    assert mean(scores) == Score(0.5, 1 / 3, 3)
    assert by_kind(queries, scores) == {"phrase": Score(0.75, 0.5, 2), "alias": Score(0.0, 0.0, 1)}
