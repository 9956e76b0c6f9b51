"""The figures that suggestions have to reach, on names that nobody tuned them on."""

from __future__ import annotations

import pytest

from tests.benchmarks.suggestions import measure


@pytest.mark.parametrize("seed", [101, 102])
def test_suggestions(seed: int) -> None:
    """Of typing errors at least 95 % lead to the right id at once; of random strings at most 5 % lead anywhere."""
    figures = measure(seed)
    assert figures.right_first >= 95
    assert figures.random_with_any <= 5
