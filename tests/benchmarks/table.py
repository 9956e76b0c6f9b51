"""What was measured, as tables for people: seconds, ratios, memory and size, and how near the goals are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.benchmarks.measure import Measured, Size, median_of

SEARCHLESS = "ours, all pages, without search index and exports"

_STAGES = ("cold", "changed", "renamed", "unchanged")
_HEAD = ("", "cold", "ratio", "cold, processors", "one record changed", "one person renamed", "nothing changed")
_REST = ("largest process", "all processes", "pages", "files", "output")


@dataclass
class Outcome:
    """What one way of making the site came to."""

    title: str
    version: str = ""
    package: str = ""
    size: Size | None = None
    failure: str = ""
    stages: dict[str, list[Measured]] = field(default_factory=dict)

    def seconds(self, stage: str) -> float | None:
        """Return the median of a stage, or None where it was not measured."""
        runs = self.stages.get(stage)
        return median_of(runs).seconds if runs else None


Results = dict[str, Outcome]
"""By the key of the peer."""


def main_table(results: Results) -> str:
    """Return the table of all ways; ratios are to ours without index and exports, for no peer has those."""
    ours = results.get("ours")
    pages = ours.stages.get("pages") if ours else None
    base = median_of(pages).seconds if pages else None
    rows: list[tuple[str, ...]] = [_HEAD + _REST]
    if ours and ours.stages and not pages:
        rows.append((f"**{SEARCHLESS}**", "not told by `--profile`", *[""] * 10))
    if pages:
        rows.append((f"**{SEARCHLESS}**", _time(base), "1.0", _time(median_of(pages).busy), *[""] * 8))
    rows += [_row(outcome, base) for outcome in results.values()]
    return _markdown(rows)


def _row(outcome: Outcome, base: float | None) -> tuple[str, ...]:
    name = f"{outcome.title} ({outcome.version})" if outcome.version else outcome.title
    if not outcome.stages:
        why = f"failed: {outcome.failure}" if outcome.failure else f"not installed (`pip install {outcome.package}`)"
        return (name, why.replace("|", "/"), *[""] * (len(_HEAD + _REST) - 2))
    cold, *rest = (outcome.seconds(stage) for stage in _STAGES)
    ratio = f"{cold / base:.2f}" if cold and base else ""
    busy = median_of(outcome.stages["cold"]).busy if "cold" in outcome.stages else None
    runs = [run for stage in _STAGES for run in outcome.stages.get(stage, ())]
    memory = (max(run.largest for run in runs), max(run.together for run in runs))
    size = outcome.size
    told = (f"{size.pages:,}", f"{size.files:,}", f"{size.bytes / 1e6:,.0f} MB") if size else ("", "", "")
    if outcome.failure:
        name += f" (then failed: {outcome.failure})".replace("|", "/")
    return (
        name,
        _time(cold),
        ratio,
        _time(busy),
        *map(_time, rest),
        *(f"{bytes / 1e6:,.0f} MB" for bytes in memory),
        *told,
    )


def goals_table(results: Results) -> str:
    """Return what was measured beside the goals, which are meant for 10,000 meetings on two cores."""
    if "ours" not in results or not results["ours"].stages:
        return ""
    return _markdown([("", "measured", "goal at 10,000 meetings, two cores", "reached"), *_goals(results)])


def _goals(results: Results) -> Iterator[tuple[str, str, str, str]]:
    ours = results["ours"]
    pages, cold = ours.seconds("pages"), ours.seconds("cold")
    for key, most, goal in (("hugo", 1.0, "at most 1.0"), ("mkdocs", 1 / 8, "at most 0.125 (1/8)")):
        peer = results[key].seconds("cold") if key in results else None
        name = f"cold, without search index and exports, as a part of {results[key].title}" if key in results else ""
        if name:
            yield (name, *_judged(pages / peer if pages and peer else None, most, goal, "{:.3f}"))
    changed = ours.seconds("changed")
    yield ("cold, with search index and exports", *_judged(cold, 75, "under 75 s"))
    yield ("one record changed", *_judged(changed, 4, "under 4 s"))
    share = changed / cold if changed and cold else None
    yield ("… as a part of cold", *_judged(share, 1 / 20, "at most 0.05 (1/20)", "{:.3f}"))
    yield ("nothing changed", *_judged(ours.seconds("unchanged"), 1.5, "under 1.5 s"))
    yield ("`archive check`, cold", *_judged(ours.seconds("check cold"), 12, "under 12 s"))
    yield ("`archive check`, warm", *_judged(ours.seconds("check warm"), 2, "under 2 s"))
    memory = max(run.largest for runs in ours.stages.values() for run in runs) / 1e9
    yield ("memory of the largest process", *_judged(memory, 1, "under 1 GB", "{:.2f} GB"))


def _judged(value: float | None, most: float, goal: str, form: str = "{:.2f} s") -> tuple[str, str, str]:
    if value is None:
        return "not measured", goal, ""
    return form.format(value), goal, "yes" if value <= most else "no"


def _time(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds:.2f} s"


def _markdown(rows: Sequence[tuple[str, ...]]) -> str:
    head, *rest = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|---" * len(rows[0]) + "|", *rest])
