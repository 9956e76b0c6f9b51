"""Asks our search and others the same judged queries, and prints how good their answers are.

python -m tests.benchmarks.search.run [--only ours,pagefind] [--misses ours]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.search.documents import ROOT, documents_of, entries_in
from tests.benchmarks.search.engines.engine import Engine, MissingEngineError
from tests.benchmarks.search.engines.material import Material
from tests.benchmarks.search.engines.ours import Ours
from tests.benchmarks.search.engines.pagefind import Pagefind
from tests.benchmarks.search.engines.sqlite import Fts5, Fts5Trigram
from tests.benchmarks.search.engines.xapian import Xapian
from tests.benchmarks.search.invented import write_archive
from tests.benchmarks.search.judged import ARCHIVES, KINDS, Query, read_queries
from tests.benchmarks.search.scoring import Score, by_kind, mean, score

Answers = Sequence[tuple[Query, Sequence[str]]]


def engines(archive: Path) -> Mapping[str, Engine]:
    """Return the engines in the order of the tables, for the archive in a folder."""
    return {
        "ours": Ours(archive / "records", archive / "site_config.yml"),
        "pagefind": Pagefind(),
        "material": Material(),
        "fts5": Fts5(),
        "trigram": Fts5Trigram(),
        "xapian": Xapian(),
    }


def ask(archive: str, folder: Path, only: Sequence[str]) -> Iterator[tuple[str, Answers]]:
    """Yield the title of each engine with what it answers to each query that is asked of an archive."""
    queries = read_queries(archive)
    documents = documents_of(entries_in(folder))
    for name, engine in engines(folder).items():
        if name in only:
            with tempfile.TemporaryDirectory(prefix="search-") as place:
                try:
                    found = engine.answers(documents, [query.words for query in queries], Path(place))
                except MissingEngineError as error:
                    print(f"{engine.title}: {error}", file=sys.stderr)
                    continue
            yield engine.title, list(zip(queries, found, strict=True))


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────────


def table(answers: Mapping[str, Answers], value: str) -> Iterator[str]:
    """Yield a Markdown table: a row a kind of query and archive, a column an engine.

    Queries that are held out have a row of their own, the last: they count in no other.
    """
    columns = {title: _column(found) for title, found in answers.items()}
    rows = [*KINDS, *(f"all, {archive} archive" for archive in ARCHIVES), "**all**", "**held out**"]
    yield "| | queries | " + " | ".join(columns) + " |"
    yield "|---|---|" + "---|" * len(columns)
    for row in rows:
        cells = [column[row] for column in columns.values()]
        told = " | ".join(f"{getattr(cell, value):.3f}" for cell in cells)
        yield f"| {row} | {cells[0].queries} | {told} |"
    for row in ("**all**", "**held out**"):
        ours, *others = [getattr(column[row], value) for column in columns.values()]
        told = " | ".join(f"{ours / other:.2f}" for other in (ours, *others))
        yield f"| ours as a multiple of it, {row.strip('*')} | | {told} |"


def held_out_table(answers: Mapping[str, Answers]) -> Iterator[str]:
    """Yield a Markdown table of nDCG@10 of the queries that are held out, a row a kind."""
    columns = {title: by_kind(*_scored(found, held_out=True)) for title, found in answers.items()}
    yield "| | queries | " + " | ".join(columns) + " |"
    yield "|---|---|" + "---|" * len(columns)
    for kind in KINDS:
        cells = [column[kind] for column in columns.values()]
        yield f"| {kind} | {cells[0].queries} | " + " | ".join(f"{cell.ndcg:.3f}" for cell in cells) + " |"


def _scored(answers: Answers, *, held_out: bool) -> tuple[list[Query], list[Score]]:
    asked = [(query, found) for query, found in answers if query.held_out == held_out]
    return [query for query, _ in asked], [score(found, query.grades) for query, found in asked]


def _column(answers: Answers) -> Mapping[str, Score]:
    queries, scores = _scored(answers, held_out=False)
    _, unseen = _scored(answers, held_out=True)
    archives = {
        f"all, {archive} archive": mean([s for q, s in zip(queries, scores, strict=True) if q.archive == archive])
        for archive in ARCHIVES
    }
    return {**by_kind(queries, scores), **archives, "**all**": mean(scores), "**held out**": mean(unseen)}


def misses(answers: Answers) -> Iterator[str]:
    """Yield the queries that are not answered in the best order, the worst first: found beside wanted."""
    # Those that are held out are not listed: whoever reads what they miss mends by them.
    seen = ((query, found) for query, found in answers if not query.held_out)
    scored = sorted(((score(found, query.grades), query, found) for query, found in seen), key=lambda s: s[0].ndcg)
    for given, query, found in scored:
        if given.ndcg < 0.995:
            yield f"{given.ndcg:.3f} [{query.archive}; {query.kind}] {query.words}"
            yield from (f"    found {query.grades.get(address, 0)} {address}" for address in found[:5])
            wanted = [f"{grade} {address}" for address, grade in query.grades.items() if address not in found]
            yield from (f"    not among the first ten: {line}" for line in wanted[:5])


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="ours,pagefind,material,fts5,trigram,xapian", help="engines, by commas")
    parser.add_argument("--misses", default="", help="an engine whose imperfect answers are listed as well")
    asked = parser.parse_args()
    answers: dict[str, list[tuple[Query, Sequence[str]]]] = {}
    with tempfile.TemporaryDirectory(prefix="invented-") as invented:
        write_archive(Path(invented))
        for archive, folder in zip(ARCHIVES, (ROOT, Path(invented)), strict=True):
            for title, found in ask(archive, folder, asked.only.split(",")):
                answers.setdefault(title, []).extend(found)
                print(f"{archive}, {title}: {len(found)} queries", file=sys.stderr)
    for value, heading in (("ndcg", "nDCG@10"), ("first", "The right one is first")):
        print(f"\n### {heading}\n", *table(answers, value), sep="\n")
    print("\n### nDCG@10, held out, by kind\n", *held_out_table(answers), sep="\n")
    for title in (title for name, title in _titles().items() if name in asked.misses.split(",")):
        print(f"\n### {title}: not in the best order\n", *misses(answers[title]), sep="\n")


def _titles() -> Mapping[str, str]:
    return {name: engine.title for name, engine in engines(ROOT).items()}


if __name__ == "__main__":
    main()
