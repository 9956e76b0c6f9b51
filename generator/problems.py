"""A mistake in a record is a value: what is wrong, where, and what to type instead.

Every check of the archive yields :class:`Problem`; nothing here reads a file or prints. The catalogue names each
code once, with its severity and the sentence that the documentation shows (`generator/help/problems.md`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import NamedTuple


class Severity(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    """The archive is not built."""
    WARNING = "warning"
    """The archive is built; `--strict` refuses it."""
    INFO = "info"
    """Worth knowing, never in the way."""


class CatalogueEntry(NamedTuple):
    """What is fixed about a code: its weight and its meaning."""

    severity: Severity
    meaning: str


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

CATALOGUE: Mapping[str, CatalogueEntry] = {
    # the file as such
    "unreadable-file": CatalogueEntry(_E, "The file cannot be read at all."),
    "symlink": CatalogueEntry(_E, "A symbolic link lies among the records; nothing outside the folder is read."),
    "unexpected-file": CatalogueEntry(_W, "A file lies in `records/` that is no record and is ignored."),
    "too-large": CatalogueEntry(_E, "The record is larger than 8 MB."),
    "too-complex": CatalogueEntry(_E, "The record has so many signs of Markdown that it would hold up every build."),
    "not-utf8": CatalogueEntry(_E, "The file is not UTF-8 text."),
    "control-character": CatalogueEntry(_E, "The file holds a character that nobody can see."),
    "decomposed-text": CatalogueEntry(_I, "Letters and their accents are stored apart (NFD); they are read as one."),
    "bad-id": CatalogueEntry(_E, "A file name is not an id: lowercase ASCII letters, digits and hyphens."),
    "reserved-id": CatalogueEntry(_E, "The id is taken by a page of the site or by an operating system."),
    "duplicate-id": CatalogueEntry(_E, "Two files of one kind bear the same id."),
    "unsafe-file": CatalogueEntry(_E, "A file lies in `records/` that can hold programs, such as SVG or HTML."),
    "not-a-picture": CatalogueEntry(_E, "A file is called a picture and holds none."),
    "picture-too-large": CatalogueEntry(_E, "A picture is larger than 5 MB."),
    # YAML
    "no-front-matter": CatalogueEntry(_E, "A meeting's file does not begin with `---`."),
    "unclosed-front-matter": CatalogueEntry(_E, "The `---` that ends the metadata is missing."),
    "yaml-syntax": CatalogueEntry(_E, "The metadata is not valid YAML."),
    "yaml-feature": CatalogueEntry(_E, "An anchor, alias, tag, merge key or second document is used."),
    "too-deep": CatalogueEntry(_E, "Lists or fields are nested deeper than any record needs."),
    "duplicate-key": CatalogueEntry(_E, "A field is given twice."),
    "empty-record": CatalogueEntry(_E, "The file holds no fields."),
    "open-question": CatalogueEntry(_E, "A mark `???` stands where somebody still has to settle something."),
    # fields
    "unknown-field": CatalogueEntry(_E, "A field that this kind of record does not have."),
    "missing-field": CatalogueEntry(_E, "A required field is missing."),
    "wrong-value": CatalogueEntry(_E, "A value is not of the kind that its field expects."),
    "bad-date": CatalogueEntry(_E, "A date is not in the form that the archive reads (EDTF)."),
    "end-before-start": CatalogueEntry(_E, "Something ends before it begins."),
    "future-date": CatalogueEntry(
        _W, "A meeting took place in the future, or is announced for more than five years from now."
    ),
    "bad-language": CatalogueEntry(_E, "A language that is no language code."),
    "bad-address": CatalogueEntry(_E, "An address on the web that is not plain http, https or mailto."),
    # identity
    "unknown-reference": CatalogueEntry(_E, "An id or name that no record bears."),
    "ambiguous-reference": CatalogueEntry(_E, "A name or id that fits several records."),
    "unknown-kind": CatalogueEntry(_E, "A kind that neither the archive nor `site_config.yml` names."),
    "reference-loop": CatalogueEntry(_E, "Records that point at each other in a circle."),
    "resembling-name": CatalogueEntry(_W, "Two people whose names differ as typing errors do."),
    # parts and terms
    "excluding-parts": CatalogueEntry(_E, "Somebody was absent from a meeting and took part in it."),
    "speaker-not-listed": CatalogueEntry(_W, "Somebody spoke who is not among those who were there."),
    "out-of-time": CatalogueEntry(_W, "A district or organization acts on a day on which it did not exist."),
    "former-district": CatalogueEntry(_I, "A meeting concerns a district that did not exist on that day."),
    "overlapping-posts": CatalogueEntry(_W, "A person holds the same post twice at one time."),
    # the body
    "duplicate-heading": CatalogueEntry(_E, "Two agenda items of a meeting have the same heading."),
    "unknown-item": CatalogueEntry(_E, "An agenda item that the body has no heading for."),
    "near-label": CatalogueEntry(_E, "A bold label that is nearly the name of a participant."),
    "ambiguous-label": CatalogueEntry(_E, "A speech label that fits two participants."),
    "unknown-link": CatalogueEntry(_E, "A `[[…]]` link to a record, speech or conclusion that is not there."),
    "dead-link": CatalogueEntry(
        _W, "A link that readers cannot follow: it leads neither to the web nor within the page."
    ),
    "missing-picture": CatalogueEntry(_E, "A picture that does not lie among the records."),
    # conclusions
    "duplicate-conclusion": CatalogueEntry(_E, "Two conclusions of a meeting have the same id."),
    "repeats-later": CatalogueEntry(_E, "A conclusion repeats one that is not earlier."),
    "follow-up-of-later": CatalogueEntry(_E, "A follow-up reports on a conclusion that is not earlier."),
    "due-before-meeting": CatalogueEntry(_W, "A conclusion is due before the meeting that made it."),
    "follow-up-of-closed": CatalogueEntry(_W, "A follow-up reports on a conclusion that was done or dropped before."),
    "contradicting-follow-ups": CatalogueEntry(_W, "Two reports of one day say different things of one conclusion."),
    # addresses
    "dead-address": CatalogueEntry(_E, "An address that was published would lead nowhere."),
    "living-address": CatalogueEntry(_E, "An address is said to be moved or removed, and its record is there."),
    # things to know
    "possible-restatement": CatalogueEntry(
        _I, "A conclusion says nearly the same as an earlier one on the same issue, and does not name it."
    ),
    "no-text": CatalogueEntry(_I, "A speaker without a speech in the body."),
    "source-without-address": CatalogueEntry(_I, "A source without an address on the web."),
    # the build
    "engine-warning": CatalogueEntry(_W, "The site engine complained while writing a page."),
}
"""Every code, once: a code that is not here cannot be reported."""


@dataclass(frozen=True, order=True)
class Span:
    """A place in a file: 1-based line and column, counted in characters; `length` may be 0 at an end of file."""

    path: str
    line: int = 1
    column: int = 1
    length: int = 1


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a problem, and what is to be seen there."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: its code, where it stands, what is wrong and what to type instead."""

    code: str
    span: Span
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()
    concerns: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """Files, there or not, whose content can have caused it: of the records that a reference may mean."""

    @property
    def severity(self) -> Severity:
        """The weight that the catalogue gives the code."""
        return CATALOGUE[self.code].severity


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, by file, line and column."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda p: (p.span, p.code, p.message)))


def errors(problems: Iterable[Problem], *, strict: bool = False) -> tuple[Problem, ...]:
    """Return the problems that forbid a build: errors, and warnings too where `strict`."""
    fatal = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return tuple(problem for problem in problems if problem.severity in fatal)


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode's categories of control characters, format characters, halves of pairs and breaks of lines."""


_LISTED = 20


def listed(names: Iterable[str]) -> str:
    """Return names in a row with commas between them: the first ones, since nobody reads thousands in a hint."""
    first = list(islice(names, _LISTED + 1))
    return ", ".join(first[:_LISTED]) + (" …" if len(first) > _LISTED else "")


def foreign_characters(text: str, allowed: Callable[[str], bool]) -> str:
    """Name up to three characters that do not belong into a text, by code point: “а” is U+0430 (cyrillic …)."""
    strange = [c for c in dict.fromkeys(text) if not allowed(c)]
    named = (f"“{printable(c)}” is U+{ord(c):04X} ({unicodedata.name(c, 'no name').lower()})" for c in strange[:3])
    return ", ".join(named)


def printable(text: str) -> str:
    """Return text in which nothing can steer a terminal: control and format characters become their code points.

    Nor the runner of a workflow: what begins its commands, in front of a line or in the older form anywhere in it, is
    broken (https://github.com/actions/runner, ActionCommand.cs).
    """
    shown = "".join(f"\\u{{{ord(c):x}}}" if unicodedata.category(c) in _UNSEEN else c for c in text)
    return _COMMAND.sub(r"\1\\u{3a}:", shown).replace("##[", "#\\u{23}[")


_COMMAND = re.compile(r"^(\s*)::")


def render_problem(problem: Problem, lines: Sequence[str] = ()) -> str:
    """Return a problem as a person reads it on a terminal.

    `lines` are those of the problem's file; where its line is among them it is shown with a caret below.
    """
    span = problem.span
    place = f"{printable(span.path)}:{span.line}:{span.column}"
    out = [f"{place}: {problem.severity}[{problem.code}]"]
    if span.line <= len(lines):
        out += _source_line(span, lines[span.line - 1], problem.message)
    else:
        out.append(f"  {printable(problem.message)}")
    if problem.hint:
        out.append(f"  help: {printable(problem.hint)}")
    out += [
        f"  see {printable(r.span.path)}:{r.span.line}:{r.span.column}: {printable(r.message)}" for r in problem.related
    ]
    return "\n".join(out)


_WINDOW = 100
"""So many characters of a long source line are shown around the caret."""


def _source_line(span: Span, line: str, message: str) -> list[str]:
    start = max(0, span.column - 1 - _WINDOW // 2) if len(line) > _WINDOW else 0
    shown = line[start : start + _WINDOW]
    before = printable(shown[: span.column - 1 - start].replace("\t", " "))
    marked = printable(shown[span.column - 1 - start :][: max(1, span.length)].replace("\t", " "))
    gutter = f"{span.line:>5} | "
    caret = "^" * max(1, _width(marked))
    return [
        gutter + printable(shown.replace("\t", " ")),
        " " * (len(gutter) - 2) + "| " + " " * _width(before) + caret + " " + printable(message),
    ]


def _width(text: str) -> int:
    """Columns of a terminal: combining marks take none, wide letters two."""
    return sum(
        0 if unicodedata.category(c) in {"Mn", "Me"} else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
