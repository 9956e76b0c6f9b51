"""The judged queries: what people type, and what the records hold that answers it, graded, with a reason each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("queries")

ARCHIVES = ("real", "invented")
"""The archives that are asked, with two files of queries each: the records of this repository, and invented ones."""

KINDS = (
    "name without diacritics",
    "compound part",
    "inflected word",
    "phrase",
    "former name of a place",
    "alias",
    "typing error",
    "person and word",
    "mixed language",
    "question",
)
"""The ways in which people ask, as the tables list them."""

BEST = 3
"""The grade of what was asked for; 2 answers too, in part or beside other things, 1 only touches it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one thing of an archive is worth as an answer, and why."""

    grade: int
    because: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and what answers it."""

    archive: str
    kind: str
    words: str
    judgements: Mapping[str, Judgement]
    """By address within the site; what is not named here answers nothing."""
    held_out: bool = False
    """Whether the search was never mended by it."""

    @property
    def grades(self) -> Mapping[str, int]:
        """The grades alone."""
        return {address: judgement.grade for address, judgement in self.judgements.items()}


def read_queries(archive: str) -> tuple[Query, ...]:
    """Return the queries of an archive in the order of their files, those that are held out last."""
    return (*_read(archive, held_out=False), *_read(archive, held_out=True))


def _read(archive: str, *, held_out: bool) -> Iterator[Query]:
    name = f"held-out-{archive}" if held_out else archive
    rows = yaml.load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    for row in rows:
        judgements = {address: Judgement(grade, because) for grade, address, because in row["relevant"]}
        yield Query(archive, row["kind"], row["query"], judgements, held_out)
