"""A report in words: Markdown for people who review a change, plain values for programs.

The records are other people's words, and a report is shown where Markdown, HTML, links and mentions mean something. So
every text of a record stands in a code span that it cannot leave (:func:`quoted`); everything else is ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TypeVar

from generator.archive.archive import ConclusionKey
from generator.archive.names import Ref
from generator.contribute.report import (
    ConclusionChange,
    Likeness,
    PageChange,
    Progress,
    RecordChange,
    Report,
    What,
)
from generator.problems import Problem, Severity, printable
from generator.records.model import Kind

SHOWN = 30
"""So many lines of a list are shown; the number of the rest is said."""
_LONGEST = 160
"""So many characters of a text are shown."""

T = TypeVar("T")

_WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.MEETING: ("meeting", "meetings"),
    Kind.PERSON: ("person", "people"),
    Kind.DISTRICT: ("district", "districts"),
    Kind.ISSUE: ("issue", "issues"),
    Kind.ORGANIZATION: ("organization", "organizations"),
    Kind.SERIES: ("series", "series"),
}
_WEIGHTS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}
_MARKS = {What.ADDED: "new", What.CHANGED: "changed", What.RENAMED: "renamed", What.REMOVED: "removed"}


def quoted(text: str) -> str:
    """Return a text as a code span in which nothing is Markdown, HTML, a link or a mention, in one line.

    The fence is longer than any row of backticks inside; what nobody can see is shown by its code point.
    """
    line = printable(" ".join(text.split()))
    line = f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    pad = " " if not line or "`" in (line[0], line[-1]) else ""
    return f"{fence}{pad}{line or '-'}{pad}{fence}"


def headline(report: Report) -> str:
    """Return in one line what a change means."""
    parts = [*_said_of_records(report), *_said_of_people(report), *_said_of_conclusions(report)]
    parts += _said_of_problems(report)
    if report.pages:
        parts.append(f"{_count(len(report.pages), 'page changes', 'pages change')}")
    return ", ".join(parts) or "nothing that readers would see"


def report_markdown(report: Report) -> str:
    """Return a report as Markdown."""
    sections = [
        _section("Problems that this brings", map(_problem_line, report.new_problems)),
        _section("Problems that this solves", map(_problem_line, report.gone_problems)),
        *_record_sections(report.records),
        _section("New conclusions", map(_conclusion_line, _of(report.conclusions, What.ADDED))),
        _section("Earlier conclusions", map(_progress_line, report.progress)),
        _section("Conclusions in other words", map(_conclusion_line, _of(report.conclusions, What.CHANGED))),
        _section(
            "Conclusions that are gone, with addresses that others may have cited",
            map(_conclusion_line, _of(report.conclusions, What.REMOVED)),
        ),
        _section("Pictures", (f"{_MARKS[picture.what]}: {quoted(picture.path)}" for picture in report.pictures)),
        _section(f"Pages that change: {len(report.pages)}", map(_page_line, report.pages)),
    ]
    body = "\n\n".join(section for section in sections if section)
    head = f"## What this change means\n\n**{headline(report)}**\n"
    return f"{head}\n{body}\n" if body else head


def _section(title: str, lines: Iterable[str]) -> str:
    rows = list(lines)
    if not rows:
        return ""
    shown = [f"- {row}" for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        shown.append(f"- … and {len(rows) - SHOWN} more")
    return "\n".join([f"### {title}", "", *shown])


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _of(changes: Iterable[ConclusionChange], what: What) -> list[ConclusionChange]:
    return [change for change in changes if change.what is what]


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _few(things: Sequence[T], shown: Callable[[T], str]) -> str:
    """At most three of many, and how many more there are."""
    rest = [_count(len(things) - 3, "more", "more")] if len(things) > 3 else []
    return _and([*map(shown, things[:3]), *rest])


# ── the headline ──────────────────────────────────────────────────────────────────────────────────────────────────


def _said_of_records(report: Report) -> Iterator[str]:
    for kind in Kind:
        for what in What:
            changes = [c for c in report.records if c.ref.kind is kind and c.what is what and not _is_named(report, c)]
            if changes:
                new = "" if kind is Kind.MEETING and what is What.ADDED else f"{_MARKS[what]} "
                likeness = "".join(f" ({words})" for words in _resembling(changes))
                yield f"{len(changes):,} {new}{_WORDS[kind][len(changes) != 1]}{likeness}"


def _is_named(report: Report, change: RecordChange) -> bool:
    """Whether a record is that of a new person in a meeting: such people are counted with the others there."""
    return change.ref.kind is Kind.PERSON and change.what is What.ADDED and change.ref.id in report.people.new


def _resembling(changes: Iterable[RecordChange]) -> Iterator[str]:
    resembling = [change for change in changes if change.resembles]
    if resembling:
        names = list(dict.fromkeys(likeness.name for change in resembling for likeness in change.resembles))
        yield f"{len(resembling):,} {'resembles' if len(resembling) == 1 else 'resemble'} {_few(names, quoted)}"


def _said_of_people(report: Report) -> Iterator[str]:
    if not report.people.named:
        return
    new = [change for change in report.records if _is_named(report, change)]
    further = [f"{len(new):,} {'is' if len(new) == 1 else 'are'} new", *_resembling(new)] if new else []
    people = _count(len(report.people.named), "person", "people")
    yield f"{people}, of whom {_and(further)}" if further else people


def _said_of_conclusions(report: Report) -> Iterator[str]:
    for what in (What.ADDED, What.CHANGED, What.REMOVED):
        if number := len(_of(report.conclusions, what)):
            words = "" if what is What.ADDED else f"{_MARKS[what]} "
            yield f"{number:,} {words}{'conclusion' if number == 1 else 'conclusions'}"
    closed = [progress.key for progress in report.progress if progress.closes]
    reopened = [progress.key for progress in report.progress if progress.reopens]
    other = [p.key for p in report.progress if p.meetings and not p.closes and not p.reopens]
    for verb, keys in (("closes", closed), ("reopens", reopened), ("reports on", other)):
        if keys:
            yield f"{verb} {_few(keys, _key)}"


def _said_of_problems(report: Report) -> Iterator[str]:
    for verb, problems in (("brings", report.new_problems), ("solves", report.gone_problems)):
        counts = Counter(problem.severity for problem in problems)
        weights = [_count(counts[weight], *_WEIGHTS[weight]) for weight in Severity if counts[weight]]
        if weights:
            yield f"{verb} {_and(weights)}"


# ── the lines ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _record_sections(changes: Sequence[RecordChange]) -> Iterator[str]:
    for kind in Kind:
        title = _WORDS[kind][1].capitalize()
        yield _section(title, (_record_line(change) for change in changes if change.ref.kind is kind))


def _record_line(change: RecordChange) -> str:
    day = f"{quoted(change.date)} " if change.date else ""
    parts = [f"**{_MARKS[change.what]}**: {day}{quoted(change.title)}", *_contents(change)]
    if change.what is What.RENAMED:
        parts.append(f"{quoted(change.was)} is {quoted(change.ref.id)} now")
    if change.what is What.CHANGED:
        said = ", ".join(quoted(name) for name in change.fields)
        parts.append(f"says something else in {said}" if said else "only written differently")
    if change.resembles:
        likenesses = [f"{quoted(likeness.name)} ({quoted(likeness.ref.id)})" for likeness in change.resembles]
        parts.append(f"resembles {_and(likenesses)}: the same?")
    if change.named_by:
        parts.append(f"named by {_few(change.named_by, _ref)}")
    if change.what in {What.RENAMED, What.REMOVED}:
        parts.append("its old address is gone")
    return f"{', '.join(parts)} – {quoted(change.path)}"


def _contents(change: RecordChange) -> Iterator[str]:
    if change.ref.kind is Kind.MEETING and change.what is What.ADDED:
        yield _count(change.people, "person", "people")
        yield _count(change.speeches, "speech", "speeches")
        yield _count(change.conclusions, "conclusion", "conclusions")
    elif change.people:
        yield f"{_count(change.people, 'person', 'people')} more"


def _conclusion_line(change: ConclusionChange) -> str:
    return f"{_key(change.key)}: {quoted(change.text)}"


def _progress_line(progress: Progress) -> str:
    verb = "closed" if progress.closes else "reopened" if progress.reopens else "reported on"
    by = f" by {_few(progress.meetings, quoted)}" if progress.meetings else ""
    step = f"{progress.before} → {progress.after}" if progress.before != progress.after else f"still {progress.after}"
    return f"{_key(progress.key)} is **{verb}**{by} ({step.replace('_', ' ')}): {quoted(progress.text)}"


def _problem_line(problem: Problem) -> str:
    place = quoted(f"{problem.span.path}:{problem.span.line}:{problem.span.column}")
    hint = f" – {quoted(problem.hint)}" if problem.hint else ""
    return f"**{_WEIGHTS[problem.severity][0]}** {quoted(problem.code)} {place}: {quoted(problem.message)}{hint}"


def _page_line(page: PageChange) -> str:
    return f"{_MARKS[page.what]}: {quoted(page.address or 'home')} {quoted(page.title)}"


def _ref(ref: Ref) -> str:
    return quoted(f"{ref.kind}/{ref.id}")


def _key(key: ConclusionKey) -> str:
    return quoted(str(key))


# ── for programs ──────────────────────────────────────────────────────────────────────────────────────────────────


def report_values(report: Report) -> dict[str, object]:
    """Return a report as values that JSON holds; `headline` is the one of the Markdown, all lists are whole."""
    values = _plain(report)
    assert isinstance(values, dict)  # noqa: S101 - a report is a dataclass
    return {"version": 1, "headline": headline(report), **values}


def _plain(value: object) -> object:
    match value:
        case str() | int():
            found: object = value
        case Ref():
            found = f"{value.kind}/{value.id}"
        case ConclusionKey():
            found = str(value)
        case Likeness():
            found = {"record": _plain(value.ref), "name": value.name}
        case Problem():
            found = _plain_problem(value)
        case tuple():
            found = [_plain(inner) for inner in value]
        case _:
            assert is_dataclass(value)  # noqa: S101 - a report holds nothing else
            found = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Progress) and isinstance(found, dict):
        found |= {"closes": value.closes, "reopens": value.reopens}
    return found


def _plain_problem(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "path": problem.span.path,
        "line": problem.span.line,
        "column": problem.span.column,
        "message": problem.message,
        "hint": problem.hint,
    }
