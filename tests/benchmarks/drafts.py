"""How well `archive draft` recognises: precision and recall over invented reports, in a table.

    python -m tests.benchmarks.drafts [REPORT …]

The reports lie in `tests/unit/contribute/reports/`, each beside what a careful reader finds in it (`.yml`). The rules
were written on six of them. Those in `UNSEEN` were written before the rules and first read when the rules stood. Then,
precision and recall in percent were: people 91 / 91, roles 82 / 82, places 100 / 100, conclusions 100 / 78, terms
100 / 67. Two faults that they showed were mended since, and no phrase was added for them. One hand wrote all reports:
those of others will be recognised less well.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import yaml

from generator.archive.archive import Archive
from generator.archive.names import fold
from generator.contribute.draft.drafting import registers
from generator.contribute.draft.extract import read_article
from generator.contribute.draft.people import Named
from generator.contribute.draft.recognise import Findings, recognise

TESTS = Path(__file__).resolve().parents[1]
REPORTS = TESTS / "unit" / "contribute" / "reports"
RECORDS = TESTS / "fixture" / "records"
UNSEEN = ("de-3", "vi-3", "en-3")
KINDS = ("people", "roles", "places", "conclusions", "terms", "day")


@dataclass(frozen=True, slots=True)
class Score:
    """What was found of what was to be found."""

    right: int = 0
    found: int = 0
    expected: int = 0
    missed: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right,
            self.found + other.found,
            self.expected + other.expected,
            self.missed + other.missed,
            self.wrong + other.wrong,
        )

    @property
    def precision(self) -> float:
        """How much of what was found is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """How much of what is there was found."""
        return self.right / self.expected if self.expected else 1.0


def reports() -> tuple[Path, ...]:
    """Return the reports, without what is expected of them."""
    return tuple(sorted(path for path in REPORTS.iterdir() if path.suffix in {".txt", ".md", ".html"}))


def scores(report: Path, archive: Archive) -> Mapping[str, Score]:
    """Return what was recognised of a report, kind by kind."""
    expected = yaml.safe_load(report.with_suffix(".yml").read_text(encoding="utf-8"))
    findings = recognise(read_article(report), archive)
    known = set(archive.people)
    people = {(part, _expected_key(who, known)) for part, who, _ in expected["people"]}
    roles = {(_expected_key(who, known), fold(role)) for _, who, role in expected["people"] if role}
    terms = [(order["text"], str(order["due"])) for order in expected["conclusions"] if "due" in order]
    return {
        "people": _sets({(part.part, _key(part.person)) for part in findings.parts}, people),
        "roles": _sets({(_key(p.person), fold(p.person.role)) for p in findings.parts if p.person.role}, roles),
        "places": _sets({p.refs[0].id if len(p.refs) == 1 else fold(p.name) for p in findings.places},
                        {place if place in archive.districts else fold(place) for place in expected["places"]}),
        "conclusions": _texts([order.text for order in findings.orders], [o["text"] for o in expected["conclusions"]]),
        "terms": _terms(findings, terms),
        "day": _sets({findings.day.edtf} if findings.day else set(), {str(expected["date"])}),
    }  # fmt: skip


def _expected_key(who: str, known: set[str]) -> str:
    return who if who in known else fold(who.rstrip("?").replace("-", " "))


def _key(person: Named) -> str:
    return person.refs[0].id if len(person.refs) == 1 else fold(person.name)


def _sets(found: Iterable[object], expected: Iterable[object]) -> Score:
    found, expected = set(found), set(expected)
    return Score(
        len(found & expected),
        len(found),
        len(expected),
        tuple(sorted(map(str, expected - found))),
        tuple(sorted(map(str, found - expected))),
    )


def _texts(found: list[str], expected: list[str]) -> Score:
    """A conclusion counts as found where its words stand in one of those found, each of these once."""
    left = list(found)
    missed = []
    for words in expected:
        match = next((text for text in left if fold(words) in fold(text)), None)
        if match is None:
            missed.append(words)
        else:
            left.remove(match)
    return Score(len(expected) - len(missed), len(found), len(expected), tuple(missed), tuple(left))


def _terms(findings: Findings, expected: list[tuple[str, str]]) -> Score:
    found = {(order.text, order.due.edtf) for order in findings.orders if order.due}
    right = [(words, due) for words, due in expected if any(fold(words) in fold(t) and due == d for t, d in found)]
    return Score(len(right), len(found), len(expected), tuple(str(one) for one in expected if one not in right))


def totals(wanted: Iterable[Path], archive: Archive) -> dict[str, Score]:
    """Return the scores of several reports together, kind by kind."""
    found = [scores(report, archive) for report in wanted]
    return {kind: sum((score[kind] for score in found), Score()) for kind in KINDS}


def table(rows: Mapping[str, Mapping[str, Score]]) -> Iterator[str]:
    """Yield the lines of a Markdown table: precision / recall, row by row."""
    yield f"| reports | {' | '.join(KINDS)} |"
    yield f"|---|{'---|' * len(KINDS)}"
    for name, row in rows.items():
        cells = (f"{row[kind].precision:.0%} / {row[kind].recall:.0%} ({row[kind].expected})" for kind in KINDS)
        yield f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    linked = registers(RECORDS)
    chosen = [path for path in reports() if not sys.argv[1:] or path.stem in sys.argv[1:]]
    by_report = {path.stem: scores(path, linked) for path in chosen}
    together = {
        "written on": totals([path for path in chosen if path.stem not in UNSEEN], linked),
        "unseen": totals([path for path in chosen if path.stem in UNSEEN], linked),
        "all": totals(chosen, linked),
    }
    for line in table({**by_report, **together}):
        click.echo(line)
    for name, row in by_report.items():
        for kind, score in row.items():
            for sign, what in (("missed", score.missed), ("wrong", score.wrong)):
                click.echo("".join(f"\n{name} {kind} {sign}: {one}" for one in what), nl=False)
    click.echo()
