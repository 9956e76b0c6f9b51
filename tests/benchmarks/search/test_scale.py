from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from tests.benchmarks.search.large import PAIRS, SINGLE, chosen, queries_of, write_large
from tests.benchmarks.search.scale import Asked, at_percent, change_year, rows


def test_queries_go_from_one_speech_to_half_of_them() -> None:
    """The steps between the words are equal in the logarithm; no word comes twice, and none has a single letter."""
    words = {f"w{count}": count for count in range(1, 1_001)} | {"x": 500}
    found = chosen(words, 1_000)
    counts = [words[word] for word in found[:SINGLE]]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (1, 500)
    assert len(set(found)) == len(found) == SINGLE + PAIRS
    assert "x" not in found
    assert all(later <= 1.5 * earlier for earlier, later in pairwise(counts[8:]))


def test_pairs_are_of_rare_and_frequent_words() -> None:
    """The first pair is of the rarest and the most frequent word."""
    words = {f"w{count}": count for count in range(1, 1_001)}
    assert chosen(words, 1_000)[SINGLE].split() == ["w1", "w500"]


def test_the_same_archive_gives_the_same_queries(tmp_path: Path) -> None:
    """Figures of different days are of the same thirty queries."""
    for name in "ab":
        write_large(tmp_path / name, 20)
    assert queries_of(tmp_path / "a") == queries_of(tmp_path / "b")


def test_percentiles_are_values_that_were_measured() -> None:
    """Of thirty values the 95th percentile is the second largest (nearest rank)."""
    values = [float(n) for n in range(30, 0, -1)]
    assert at_percent(values, 95) == 29.0
    assert at_percent(values, 50) == 15.0
    assert at_percent([2.0], 95) == 2.0


def test_rows_tell_seconds_and_kilobytes() -> None:
    """A query that was given up is told as longer than the longest."""
    told = dict(rows("cold", [Asked(0.1, 0.2, 1_000), Asked(0.3, 60.0, 5_000), Asked(0.2, 0.3, 2_000)]))
    assert told == {
        "cold, first ten, p50": "0.200 s",
        "cold, first ten, p95": "0.300 s",
        "cold, complete, p50": "0.300 s",
        "cold, complete, p95": "over 60 s",
        "cold, transferred, usual (median)": "2 kB",
        "cold, transferred, most": "5 kB",
    }


def test_a_year_is_changed_as_a_whole(tmp_path: Path) -> None:
    """Every meeting of the year has another text, and no other meeting has."""
    write_large(tmp_path, 40)
    before = {path: path.read_text() for path in (tmp_path / "records/meetings").rglob("*.md")}
    change_year(tmp_path, "2015")
    changed = {path for path, text in before.items() if path.read_text() != text}
    assert changed == {path for path in before if path.parent.name == "2015"} != set()
