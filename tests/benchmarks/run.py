"""Runs ours and the peers on the same content, and prints what each took as Markdown.

    python -m tests.benchmarks.run --meetings 1000 --peers FOLDER_OF_A_VIRTUAL_ENVIRONMENT

Not a test: nothing fails because a machine is slow. What the rows mean is told in README.md beside this file.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.benchmarks.content import read_content
from tests.benchmarks.edits import change_record, rename_person
from tests.benchmarks.maker import Maker
from tests.benchmarks.maker import Size as ArchiveSize
from tests.benchmarks.measure import (
    SHORT,
    TIMES,
    FailedError,
    Measured,
    machine,
    measure,
    measure_often,
    size_of,
)
from tests.benchmarks.peers.floor import link_pages, write_again
from tests.benchmarks.peers.hugo import Hugo, ThinHugo
from tests.benchmarks.peers.mkdocs import MkDocs, MkDocsSearch, Zensical
from tests.benchmarks.peers.ours import Ours, stages
from tests.benchmarks.peers.peer import Peer
from tests.benchmarks.peers.pelican import Pelican
from tests.benchmarks.table import Outcome, Results, goals_table, main_table

PEERS: tuple[type[Peer], ...] = (Ours, Hugo, ThinHugo, MkDocs, MkDocsSearch, Pelican, Zensical)

EDITS: tuple[tuple[str, Callable[[Path, int], Path]], ...] = (("changed", change_record), ("renamed", rename_person))


@dataclass
class Bench:
    """A folder with the archive and a folder for each peer, and what was measured so far."""

    folder: Path
    peers: Sequence[Peer]
    say: Callable[[str], None]
    results: Results = field(default_factory=dict)

    @property
    def archive(self) -> Path:
        """The records."""
        return self.folder / "archive"

    def make(self, meetings: int) -> None:
        """Make the archive, and from it what each peer reads."""
        self.say(f"making {meetings} meetings")
        aside(_make, self.archive, meetings)
        self.prepare(self.present)

    @property
    def present(self) -> list[Peer]:
        """Peers that are installed and have not failed."""
        return [peer for peer in self.peers if peer.found and not self.results[peer.key].failure]

    def prepare(self, peers: Sequence[Peer]) -> None:
        """Write what the peers read; never measured, and in a process of its own, which takes its memory with it."""
        aside(_prepare, self.archive, [(peer, self.folder / peer.key) for peer in peers])

    def run(self, stage: str, peer: Peer, measured: Callable[[Path], Measured]) -> None:
        """Measure something of a peer, or note why that was not possible."""
        try:
            found = measured(self.folder / peer.key)
        except FailedError as error:
            self.results[peer.key].failure = str(error).splitlines()[-1]
            self.say(f"{peer.key}: {error}")
            return
        self.results[peer.key].stages.setdefault(stage, []).append(found)
        self.say(f"{peer.key}: {stage} {found.seconds:.2f} s, {found.busy:.2f} s of processors")

    def cold(self) -> None:
        """Measure builds from nothing, and what they leave."""
        for peer in self.present:

            def build(folder: Path, peer: Peer = peer) -> Measured:
                def once(_: int) -> Measured:
                    peer.clean(folder)
                    return measure(peer.command(), folder, peer.environment)

                return measure_often(once)

            self.run("cold", peer, build)
            if not self.results[peer.key].failure:
                self.results[peer.key].size = size_of(self.folder / peer.key / peer.kept[0])

    def unchanged(self) -> None:
        """Measure builds on top of a finished one, of those that keep anything for it."""
        for peer in self.present:
            if peer.remembers:
                self.run("unchanged", peer, _again(peer))

    def edited(self) -> None:
        """Measure builds after a record was changed, and after a person was renamed; each time another."""
        for stage, edit in EDITS:
            for number in range(1, TIMES + 1):
                due = [peer for peer in self.present if number == 1 or self._short(peer, stage)]
                if not due:
                    break
                edit(self.archive, number)
                self.prepare(due)
                for peer in due:
                    self.run(stage, peer, lambda folder, peer=peer: _build(peer, folder))  # type: ignore[misc]

    def _short(self, peer: Peer, stage: str) -> bool:
        return all(run.seconds < SHORT for run in self.results[peer.key].stages.get(stage, ()))

    def checks(self, ours: Ours) -> None:
        """Measure `archive check` from nothing, and on top of another one."""

        def cold(folder: Path) -> Measured:
            def once(_: int) -> Measured:
                ours.forget(folder)
                return measure(ours.check(), folder, ours.environment)

            return measure_often(once)

        self.run("check cold", ours, cold)
        self.run("check warm", ours, _again(ours, ours.check()))

    def floor(self, ours: Ours) -> None:
        """Measure how long writing alone takes of what ours wrote, without the search index."""
        source, target = self.folder / "floor", self.folder / "floor-target"
        link_pages(self.folder / ours.key / ours.kept[0], source)
        size = size_of(source)

        def python(_: int) -> Measured:
            shutil.rmtree(target, ignore_errors=True)
            program = [sys.executable, "-m", write_again.__module__, str(source), str(target)]
            done = measure(program, self.folder, {"PYTHONPATH": str(Path(__file__).parents[2])})
            return replace(done, seconds=float(done.told))

        def copy(_: int) -> Measured:
            shutil.rmtree(target, ignore_errors=True)
            return measure(["cp", "-r", str(source), str(target)], self.folder)

        for key, title, run in (
            ("python", "floor: the same bytes, written by Python", python),
            ("cp", "floor: cp", copy),
        ):
            self.results[key] = Outcome(title, size=size, stages={"cold": [measure_often(run)]})
            self.say(f"{key}: {self.results[key].stages['cold'][0].seconds:.2f} s")


def _again(peer: Peer, command: list[str] | None = None) -> Callable[[Path], Measured]:
    return lambda folder: measure_often(lambda _: measure(command or peer.command(), folder, peer.environment))


def _build(peer: Peer, folder: Path) -> Measured:
    return measure(peer.command(), folder, peer.environment)


# ── in processes of their own ─────────────────────────────────────────────────────────────────────────────────────


def aside(work: Callable[..., None], *arguments: object) -> None:
    """Do work in another process: what a measured command is said to have needed includes this process's own peak.

    Raises:
        RuntimeError: where the work failed.
    """
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{work.__name__} ended with exit code {process.exitcode}")


def _make(archive: Path, meetings: int) -> None:
    Maker(ArchiveSize(meetings)).write(archive)


def _prepare(archive: Path, peers: Sequence[tuple[Peer, Path]]) -> None:
    content = read_content(archive)
    for peer, folder in peers:
        peer.prepare(content, folder)


# ── the command ───────────────────────────────────────────────────────────────────────────────────────────────────


def bench(folder: Path, peers: Sequence[Peer], meetings: int, say: Callable[[str], None]) -> Results:
    """Measure everything, and return what was found; peers that are not installed are among it."""
    results = {peer.key: Outcome(peer.title, peer.version() if peer.found else "", peer.package) for peer in peers}
    run = Bench(folder, peers, say, results)
    run.make(meetings)
    run.cold()
    ours = next((peer for peer in run.present if isinstance(peer, Ours)), None)
    if ours:
        told = results[ours.key].stages["cold"][0].told
        if not stages(told):
            say(f"ours: no stage is told, so nothing can be said of the pages alone: {told[-1000:]}")
        for name, (seconds, busy) in stages(told).items():
            say(f"ours: {name.lower()} {seconds:.2f} s of the cold build, {busy:.2f} s of processors")
        results[ours.key].stages["pages"] = _pages_alone(results[ours.key].stages["cold"])
        run.floor(ours)
    run.unchanged()
    run.edited()
    if ours and ours in run.present:
        run.checks(ours)
    return results


_NOT_OF_THE_PAGES = ("Indexing", "Exporting")
"""Stages of which no peer has anything: the search index, and the archive as data."""


def _pages_alone(cold: Sequence[Measured]) -> list[Measured]:
    """The cold build less the stages that no peer has, as the build itself tells them."""
    found = [(run, stages(run.told)) for run in cold]
    return [
        replace(
            run,
            seconds=run.seconds - sum(told[name][0] for name in _NOT_OF_THE_PAGES),
            busy=run.busy - sum(told[name][1] for name in _NOT_OF_THE_PAGES),
        )
        for run, told in found
        if told.keys() >= set(_NOT_OF_THE_PAGES)
    ]


def main() -> None:
    """Run the benchmark that the command line asks for, and print its tables."""
    keys = [peer.key for peer in PEERS]
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--meetings", type=int, default=1_000, help="how many meetings the archive has (1000)")
    parser.add_argument("--only", default=",".join(keys), help=f"some of {', '.join(keys)}, with commas (all)")
    parser.add_argument("--folder", type=Path, help="where to work (a temporary folder)")
    parser.add_argument(
        "--peers", type=Path, action="append", default=[], help="a virtual environment where peers are installed"
    )
    asked = parser.parse_args()
    chosen = asked.only.split(",")
    if unknown := set(chosen) - set(keys):
        parser.error(f"nobody is called {', '.join(sorted(unknown))}; there are {', '.join(keys)}")
    peers = [peer(asked.peers) for peer in PEERS if peer.key in chosen]
    about = machine()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        results = bench(Path(folder), peers, asked.meetings, lambda line: print(line, file=sys.stderr, flush=True))
    print(f"{asked.meetings:,} meetings; {about}\n\n{main_table(results)}\n\n{goals_table(results)}")


if __name__ == "__main__":
    main()
