"""A few of the changed records of the benchmark, in every run of the tests."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from generator.problems import Span
from tests.benchmarks.mutations import MUTATIONS, attempt, outside, trial


@pytest.mark.parametrize("seed", range(4))
def test_changed_records(tmp_path: Path, seed: int) -> None:
    """However a record is changed, nothing raises, and every place lies inside its file."""
    of = trial(tmp_path)
    chance = random.Random(f"test-{seed}")  # noqa: S311 - the same changes each time
    assert [wrong for _ in range(25) if (wrong := attempt(of, chance))] == []


@pytest.mark.parametrize("change", MUTATIONS)
def test_each_change_changes(change: object) -> None:
    """Each way to change a record does so, and none fails at an empty one."""
    assert callable(change)
    data = b"---\ntitle: A\ndate: 2024\n  - x: y\n  - z: w\n---\ntext\n"
    assert len({change(data, random.Random(n)) for n in range(20)} - {data}) > 1  # noqa: S311 - as above
    change(b"", random.Random(1))  # noqa: S311 - as above


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span("a", 1, 1, 3), False),
        (Span("a", 1, 4, 1), False),
        (Span("a", 1, 4, 0), False),
        (Span("a", 1, 5, 1), True),
        (Span("a", 1, 1, 4), True),
        (Span("a", 3, 1, 1), True),
        (Span("a", 0, 1, 1), True),
    ],
)
def test_outside(span: Span, expected: bool) -> None:
    """A place is outside where its line is not there, or where it reaches beyond what stands in it."""
    assert outside(span, ["abc", ""]) is expected
