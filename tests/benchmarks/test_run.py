from __future__ import annotations

import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from tests.benchmarks.content import Content
from tests.benchmarks.measure import FailedError, Measured, Size, measure, measure_often, median_of, size_of
from tests.benchmarks.peers.floor import link_pages, write_again
from tests.benchmarks.peers.ours import stages
from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.run import bench
from tests.benchmarks.table import Outcome, goals_table, main_table


def _run(seconds: float, megabytes: int = 50) -> Measured:
    return Measured(seconds, 2 * seconds, megabytes * 10**6, megabytes * 10**6, "")


# ── measuring ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_seconds_and_memory_of_a_command_are_its_own(tmp_path: Path) -> None:
    """What a command holds for a while is measured, also where a child of it holds it."""
    # Below our own peak nothing can be told: a new process counts what the one that started it had.
    amount = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 + 50_000_000
    program = f"import time; x = b'x' * {amount}; time.sleep(0.7)"
    alone = measure([sys.executable, "-c", program], tmp_path)
    assert alone.seconds > 0.7
    assert amount < alone.largest < amount + 50_000_000
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {program!r}])"
    child = measure([sys.executable, "-c", parent], tmp_path)
    assert child.largest > amount
    assert child.together >= child.largest


def test_a_failed_command_is_never_a_figure(tmp_path: Path) -> None:
    """What ends with an error is reported with what it said, not measured."""
    with pytest.raises(FailedError, match="exit code 3: no records"):
        measure([sys.executable, "-c", "import sys; print('no records'); sys.exit(3)"], tmp_path)


def test_short_runs_are_repeated_and_long_ones_not() -> None:
    """Below 20 seconds three runs are made and their median counts; from there on one run."""
    seconds = iter((3.0, 9.0, 4.0))
    assert measure_often(lambda _: _run(next(seconds))).seconds == 4.0
    numbers: list[int] = []

    def long(number: int) -> Measured:
        numbers.append(number)
        return _run(25.0)

    assert measure_often(long).seconds == 25.0
    assert numbers == [1]


def test_the_most_memory_of_any_run_counts() -> None:
    """The median is of seconds; memory is the worst case."""
    assert median_of([_run(1, 10), _run(2, 90), _run(3, 20)]) == _run(2, 90)
    assert median_of([_run(1, 90), _run(2, 10), _run(3, 20)]).largest == 90 * 10**6


def test_size_counts_pages_files_and_bytes(tmp_path: Path) -> None:
    """Pages are files that end in .html."""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_bytes(b"12345")
    (tmp_path / "b.json").write_bytes(b"123")
    assert size_of(tmp_path) == Size(1, 2, 8)


def test_the_floor_writes_all_but_the_search_index(tmp_path: Path) -> None:
    """The floor is the same bytes as the pages and data of our site, and the site itself stays as it is."""
    for name in ("index.html", "search/words.bin", "help/search/index.html"):
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    link_pages(tmp_path / "site", tmp_path / "source")
    assert write_again(tmp_path / "source", tmp_path / "target") > 0
    written = {p.relative_to(tmp_path / "target").as_posix(): p.read_text() for p in tmp_path.rglob("target/**/*.html")}
    assert written == {"index.html": "index.html", "help/search/index.html": "help/search/index.html"}
    assert (tmp_path / "site/search/words.bin").exists()


def test_stages_are_read_from_the_profile() -> None:
    """The seconds of the index are known from what the build itself prints."""
    told = "14 pages of 3 meetings in 4.0 s: site\nMaking pages      2.50 s    4.70 s of processors\n"
    told += "Indexing          1.20 s    2.00 s of processors\nMemory            101 MB at most in one process\n"
    assert stages(told) == {"Making pages": (2.5, 4.7), "Indexing": (1.2, 2.0)}
    assert stages("no profile") == {}


# ── a whole run ───────────────────────────────────────────────────────────────────────────────────────────────────


class _Copier(Peer):
    """Makes a page of every record, and counts its runs."""

    key = "copier"
    title = "Copier"
    program = Path(sys.executable).name
    package = "copier"
    remembers = True
    kept: ClassVar[Sequence[str]] = ("site",)
    work: ClassVar[str] = (
        "from pathlib import Path; "
        "site = Path('site'); site.mkdir(exist_ok=True); "
        "[(site / f'{p.stem}.html').write_bytes(p.read_bytes()) for p in Path('.').glob('*.md')]; "
        "open('runs', 'a').write('x')"
    )

    def prepare(self, content: Content, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        for meeting in content.meetings:
            (folder / f"{meeting.id}.md").write_text(meeting.title, encoding="utf-8")

    def command(self) -> list[str]:
        return [sys.executable, "-c", self.work]


class _Failing(_Copier):
    """Ends with an error."""

    key = "failing"
    title = "Failing"
    work = "raise SystemExit('cannot read this')"


class _Absent(_Copier):
    """Is not installed."""

    key = "absent"
    title = "Absent"
    program = "no-such-generator"


def test_a_run_measures_every_stage_and_names_who_is_absent_or_fails(tmp_path: Path) -> None:
    """No peer is left out in silence: a missing one and a failing one have their rows too."""
    results = bench(tmp_path, [_Copier(()), _Failing(()), _Absent(())], 10, lambda _: None)
    copier = results["copier"]
    assert {stage: len(runs) for stage, runs in copier.stages.items()} == {
        "cold": 1, "unchanged": 1, "changed": 3, "renamed": 3
    }  # fmt: skip
    assert (tmp_path / "copier" / "runs").read_text() == "x" * 12
    assert copier.size == Size(10, 10, size_of(tmp_path / "copier" / "site").bytes)
    rows = main_table(results).splitlines()
    assert any(row.startswith("| Copier (") and "| 10 | 10 |" in row for row in rows)
    assert any(row.startswith("| Failing (") and "failed: exit code 1: cannot read this" in row for row in rows)
    assert any(row.startswith("| Absent |") and "not installed (`pip install copier`)" in row for row in rows)
    assert len({row.count("|") for row in rows}) == 1


def test_the_table_of_goals_compares_with_the_peers() -> None:
    """Ratios are to the same run's peers; a goal that was missed says so, and one that was not measured too."""
    ours = Outcome("ours, whole", "1")
    ours.stages = {"pages": [_run(5)], "cold": [_run(10)], "changed": [_run(1)], "unchanged": [_run(0.5)]}
    results = {
        "ours": ours,
        "hugo": Outcome("Hugo", "2", stages={"cold": [_run(4)]}),
        "mkdocs": Outcome("MkDocs", "3", stages={"cold": [_run(50)]}),
    }
    table = goals_table(results)
    assert "as a part of Hugo | 1.250 | at most 1.0 | no |" in table
    assert "as a part of MkDocs | 0.100 | at most 0.125 (1/8) | yes |" in table
    assert "| one record changed | 1.00 s | under 4 s | yes |" in table
    assert "| … as a part of cold | 0.100 | at most 0.05 (1/20) | no |" in table
    assert "| `archive check`, cold | not measured | under 12 s |  |" in table
    rows = main_table({"ours": Outcome("ours, whole", "1", stages={"cold": [_run(10)]})}).splitlines()
    assert any(row.startswith("| **ours, all pages, without search index and exports** | not told by") for row in rows)
    rows = main_table(results).splitlines()
    assert any(
        row.startswith("| **ours, all pages, without search index and exports** | 5.00 s | 1.0 | 10.00 s |")
        for row in rows
    )
    assert any(row.startswith("| Hugo (2) | 4.00 s | 0.80 | 8.00 s |") for row in rows)
