"""Mends what is mechanical in a record, and nothing else: each mend replaces a few characters of one line.

A mend is tried and kept only if the record is better for it: fewer problems, or the reader of YAML gets further. So
nothing has to be understood twice: the checks decide, here as everywhere. What needs a person's judgement (which of two
dates is meant, who is meant) stays, unless suggestions are asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.archive.resolve import resolve_archive
from generator.archive.rules import check_archive
from generator.config import SiteConfig
from generator.contribute.lines import Fields, ends_of_tokens, fields_of, locate_fields, problems_of
from generator.problems import Problem, Severity, Span
from generator.records.dates import DateError, parse_date
from generator.records.decode import decode_record
from generator.records.model import ID_PATTERN, MODELS, Kind
from generator.records.nodes import Located
from generator.records.source import RecordFile

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Mend:
    """Characters of one line that are replaced: 1-based line and column at the moment of the mend."""

    line: int
    column: int
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A record's text after mending, and all that was done to it, in this order."""

    text: str
    whole: tuple[str, ...] = ()
    """What was changed all over the file: the byte order mark, the ends of lines."""
    mends: tuple[Mend, ...] = ()


def fix_text(kind: Kind, text: str) -> Fixed:
    """Return a record's text with everything mended that can be mended without asking."""
    return _fix(kind, text, _first_good)


def tidy_text(kind: Kind, text: str) -> Fixed:
    """Return a record's text with what nobody sees put in order: ends of lines, composed letters, blanks at the end."""
    return _fix(kind, text, lambda *_: None)


def _fix(kind: Kind, text: str, next_mend: Callable[[Kind, Fields, list[str]], Mend | None]) -> Fixed:
    plain, whole = _plain(text)
    lines = plain.split("\n")
    mends = list(_composed(lines))
    if fields := fields_of(kind, lines):
        while found := next_mend(kind, fields, lines):
            mends.append(found)
        mends += _without_trailing(fields, lines)
    return Fixed("\n".join(lines), whole, tuple(mends))


def fix_records(
    files: Iterable[RecordFile], wanted: Iterable[str], config: SiteConfig, *, suggestions: bool
) -> dict[str, Fixed]:
    """Return the mended texts of the wanted files by path; all files are needed to know whom a suggestion means."""
    records = {file.path: file for file in files}
    fixed = {path: fix_text(records[path].kind, text) for path in wanted if (text := records[path].text) is not None}
    for _ in range(_ROUNDS if suggestions else 0):
        better = _suggested(records, fixed, config)
        fixed |= better
        if not better:
            break
    return fixed


def replay(text: str, mends: Iterable[Mend]) -> str:
    """Return what a text becomes by these mends and nothing else."""
    lines = text.split("\n")
    for mend in mends:
        _apply(lines, mend)
    return "\n".join(lines)


def _apply(lines: list[str], mend: Mend) -> None:
    line, start = lines[mend.line - 1], mend.column - 1
    lines[mend.line - 1] = line[:start] + mend.after + line[start + len(mend.before) :]


def _undo(lines: list[str], mend: Mend) -> None:
    _apply(lines, replace(mend, before=mend.after, after=mend.before))


# ── the whole file ────────────────────────────────────────────────────────────────────────────────────────────────


def _plain(text: str) -> tuple[str, tuple[str, ...]]:
    whole = []
    if text.startswith(BYTE_ORDER_MARK):
        text = text.removeprefix(BYTE_ORDER_MARK)
        whole.append("the byte order mark is gone")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        whole.append("lines end in a line feed alone")
    return text, tuple(whole)


def _composed(lines: list[str]) -> Iterator[Mend]:
    """Letters as one character each (NFC); addresses and names of files stay as they are."""
    for number, line in enumerate(lines, 1):
        if line.isascii() or unicodedata.is_normalized("NFC", line):
            continue
        for word in reversed(list(re.finditer(r"\S+", line))):
            after = unicodedata.normalize("NFC", word[0])
            if after != word[0] and "://" not in word[0] and "](" not in word[0]:
                mend = Mend(number, word.start() + 1, word[0], after, "letters and their accents are one character")
                _apply(lines, mend)
                yield mend


def _without_trailing(fields: Fields, lines: list[str]) -> Iterator[Mend]:
    """Blanks behind the last word of a line; in comments and inside texts of several lines they stay."""
    number = range(fields.start, fields.stop)
    if not any(lines[n] != lines[n].rstrip(" \t") for n in number) or not locate_fields(fields, lines):
        return
    ends = ends_of_tokens(fields, lines)
    for n in number:
        line = lines[n]
        bare = line.rstrip(" \t")
        if bare != line and ends.get(n, -1) == len(bare):
            mend = Mend(n + 1, len(bare) + 1, line[len(bare) :], "", "blanks at the end of the line")
            _apply(lines, mend)
            yield mend


# ── mends that the checks ask for ─────────────────────────────────────────────────────────────────────────────────


def _first_good(kind: Kind, fields: Fields, lines: list[str]) -> Mend | None:
    """Make the first mend that helps, and return it."""
    problems = problems_of(kind, fields, lines)
    if not problems:
        return None
    before = _how_good(problems)
    for mend in _candidates(kind, fields, lines, problems):
        _apply(lines, mend)
        if _how_good(problems_of(kind, fields, lines)) > before:
            return mend
        _undo(lines, mend)
    return None


_STOPS = frozenset({"yaml-syntax", "yaml-feature", "too-deep"})
"""Codes after which nothing more of the fields is read."""


def _how_good(problems: Iterable[Problem]) -> tuple[float, int]:
    """How far the reader gets, then how few faults it finds."""
    found = [problem for problem in problems if problem.severity is Severity.ERROR]
    stop = min((problem.span.line for problem in found if problem.code in _STOPS), default=float("inf"))
    return stop, -len(found)


def _candidates(kind: Kind, fields: Fields, lines: Sequence[str], problems: Sequence[Problem]) -> Iterator[Mend]:
    for problem in problems:
        if problem.code == "yaml-syntax" and fields.start < problem.span.line <= fields.stop:
            below = next((line for line in lines[problem.span.line : fields.stop] if line.strip()), "")
            yield from _line_that_yaml_refuses(problem.span.line, lines[problem.span.line - 1], below)
    located = locate_fields(fields, lines)
    if located and isinstance(located.value, dict):
        for detail in _faults(kind, located):
            if mender := _MENDERS.get(_code(detail)):
                span = located.span(tuple(detail["loc"]))
                yield from mender(lines[span.line - 1], span, detail["input"])


def _faults(kind: Kind, located: Located) -> list[ErrorDetails]:
    try:
        MODELS[kind].model_validate(_given(located.value))
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _given(value: object) -> object:
    """A field without a value counts as not given."""
    if isinstance(value, dict):
        return {key: _given(inner) for key, inner in value.items() if inner is not None}
    return [_given(inner) for inner in value] if isinstance(value, list) else value


def _code(detail: ErrorDetails) -> str:
    return str(detail.get("ctx", {}).get("code", detail["type"]))


_TAB = re.compile(r"[ \t]*\t[ \t]*")
_LINE = re.compile(
    r"(?P<dashes>\s*(?:-\s+)*)(?P<key>(?:[\w-]+:\s+)?)(?P<value>[^\s'\"\[{|>&*!#].*?)(?P<rest>\s+#.*|\s*)"
)


_LONGEST = 10_000
"""A longer line is no slip of the pen, and the pattern above takes its time over many blanks."""


def _parts(text: str) -> re.Match[str] | None:
    return _LINE.fullmatch(text) if len(text) <= _LONGEST else None


def _line_that_yaml_refuses(number: int, line: str, below: str) -> Iterator[Mend]:
    if tabs := _TAB.match(line):
        yield Mend(number, 1, tabs[0], tabs[0].replace("\t", "  "), "tabs cannot indent")
    found = _parts(line)
    if found is None or _indentation(below) > found.end("dashes"):
        return  # the text goes on in the next line: where it ends, a person knows
    if ": " in found["value"] or found["value"].endswith(":") or found["value"][0] in "@`%":
        yield Mend(number, found.start("value") + 1, found["value"], quoted(found["value"]), "quotes around the text")


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def quoted(text: str) -> str:
    """Return a text in single quotes, as YAML reads it."""
    return "'" + text.replace("'", "''") + "'"


def _date(line: str, span: Span, value: object) -> Iterator[Mend]:
    if isinstance(value, str) and (date := _iso(value)):
        yield from _instead(line, span, value, date, "the date as the archive reads it")


def _iso(text: str) -> str | None:
    """A date, or the two of a span of time, in the one order in which they can be read."""
    parts = text.split("/") if text.count("/") == 1 else [text]
    days = [_iso_day(part.strip()) for part in parts]
    return "/".join(day for day in days if day) if all(days) else None


_ONE_READING = re.compile(r"write (\S+)")


def _iso_day(text: str) -> str | None:
    try:
        return parse_date(text).text
    except DateError as error:
        only = _ONE_READING.fullmatch(error.hint)  # two readings are for a person
        return only[1] if only else None


def _list(line: str, span: Span, value: object) -> Iterator[Mend]:
    """`x` becomes `[x]`, and a single mapping the first item of a list."""
    why = "a list, also of one"
    if isinstance(value, str) and (inside := _as_items(_written(line, span), value)):
        yield Mend(span.line, span.column, _written(line, span), f"[{inside}]", why)
    elif isinstance(value, dict) and line[: span.column - 1].isspace() and span.column > 2:
        yield Mend(span.line, span.column - 2, line[span.column - 3 : span.column - 1], "- ", why)
    elif isinstance(value, dict) and (end := line.rfind("}")) >= span.column:
        whole = line[span.column - 1 : end + 1]
        yield Mend(span.line, span.column, whole, f"[{whole}]", why)


def _as_items(written: str, value: str) -> str:
    if written != value:  # in quotes already, or of several lines
        return written if _is_quoted(written) else ""
    if "," in value:  # several ids are several items; of words only a person can tell
        return value if all(ID_PATTERN.fullmatch(part.strip()) for part in value.split(",")) else ""
    return quoted(value) if re.search(r"[\[\]{}]", value) else value


def _colon_in_item(line: str, span: Span, value: object) -> Iterator[Mend]:
    """`- Sources: two` is a mapping to YAML, where text is expected."""
    found = _parts(line[span.column - 1 :])
    if isinstance(value, dict) and len(value) == 1 and found:
        ((key, inner),) = value.items()
        whole, meant = found["key"] + found["value"], f"{key}: {inner}"
        # Of two colons the second was mended first: quotes around a part of the text.
        if whole == meant or (": " in str(inner) and whole == f"{key}: {quoted(str(inner))}"):
            yield Mend(span.line, span.column, whole, quoted(meant), "quotes around the text")


def _instead(line: str, span: Span, value: str, new: str, why: str) -> Iterator[Mend]:
    written = _written(line, span)
    if written == value:
        yield Mend(span.line, span.column, written, new, why)
    elif _is_quoted(written) and written[1:-1] == value:
        yield Mend(span.line, span.column + 1, value, new, why)


def _written(line: str, span: Span) -> str:
    return line[span.column - 1 : span.column - 1 + span.length]


def _is_quoted(written: str) -> bool:
    return len(written) > 1 and written[0] == written[-1] and written[0] in "'\""


_MENDERS: Mapping[str, Callable[[str, Span, object], Iterator[Mend]]] = {
    "bad-date": _date,
    "tuple_type": _list,
    "string_type": _colon_in_item,
}
"""What can be done about a fault, by its code or, where the archive has none of its own, by pydantic's."""


# ── suggestions ───────────────────────────────────────────────────────────────────────────────────────────────────

_ROUNDS = 8
"""So often is the archive read again: a field that has found its name may name somebody whom nobody knows."""
_OF_FIELDS = frozenset({"unknown-field", "wrong-value"})
_SUGGESTED = re.compile(r"did you mean (?:“([^”]+)”|\[\[([^\]]+)\]\])")


def _suggested(records: Mapping[str, RecordFile], fixed: Mapping[str, Fixed], config: SiteConfig) -> dict[str, Fixed]:
    """Those of the mended texts in which a problem suggests what to type, with the suggestions taken."""
    now = [replace(file, text=fixed[path].text if path in fixed else file.text) for path, file in records.items()]
    offered: dict[str, list[Problem]] = {}
    for problem in archive_problems(now, config):
        if problem.span.path in fixed and _SUGGESTED.search(problem.hint):
            offered.setdefault(problem.span.path, []).append(problem)
    found = {path: _take(records[path].kind, fixed[path], problems) for path, problems in offered.items()}
    return {path: new for path, new in found.items() if new.text != fixed[path].text}


def archive_problems(files: Iterable[RecordFile], config: SiteConfig) -> tuple[Problem, ...]:
    """Return everything that is wrong with an archive of these texts."""
    decoded = [decode_record(file) for file in files]
    records = [record for record, _ in decoded]
    archive, unresolved = resolve_archive(records, config.first_level)
    alone = (problem for _, problems in decoded for problem in problems)
    return (*alone, *unresolved, *check_archive(archive, records, config))


def _take(kind: Kind, fixed: Fixed, problems: Iterable[Problem]) -> Fixed:
    lines = fixed.text.split("\n")
    fields = fields_of(kind, lines)
    taken = []
    for problem in _from_the_end(problems):
        mend = _suggestion(lines[problem.span.line - 1], problem)
        if mend is None:
            continue
        before = problems_of(kind, fields, lines) if fields else ()
        _apply(lines, mend)
        after = problems_of(kind, fields, lines) if fields else ()
        # A fault of the fields must be gone: the field may be there already. Everything else must stay as good.
        if _how_good(after) < _how_good(before) or (problem.code in _OF_FIELDS and len(after) >= len(before)):
            _undo(lines, mend)
        else:
            taken.append(mend)
    further = fix_text(kind, "\n".join(lines))
    return Fixed(further.text, fixed.whole, (*fixed.mends, *taken, *further.mends))


def _from_the_end(problems: Iterable[Problem]) -> Iterator[Problem]:
    """One problem a place, the last place first: a mend moves what stands behind it."""
    ordered = sorted(problems, key=lambda problem: problem.span, reverse=True)
    yield from ordered[:1]
    yield from (later for earlier, later in pairwise(ordered) if later.span != earlier.span)


def _suggestion(line: str, problem: Problem) -> Mend | None:
    written = _written(line, problem.span)
    inside = written[1:-1] if _is_quoted(written) else written
    found = _SUGGESTED.search(problem.hint)
    if not found or not inside or inside not in problem.message:  # the span shows more or less than was meant
        return None
    column = problem.span.column + (inside != written)
    return Mend(problem.span.line, column, inside, found[1] or found[2], "the nearest that there is")
