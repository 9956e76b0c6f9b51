"""The open conclusions of a series, for its next meeting: as Markdown to report on, and as lines of a new record.

Open is what a report is awaited on. First comes what is overdue, the longest due first, then what nothing was heard of,
then the rest, each the oldest first.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

from generator.archive.archive import Archive, Conclusion, ConclusionKey
from generator.archive.follow_up import answers_of
from generator.archive.names import Ref
from generator.archive.status import CLOSED, Silence, Standing
from generator.records import model
from generator.records.dates import Date, Day
from generator.records.model import Kind
from generator.site.interface import N_, Interface

_NAMED = 12
"""So many addressees are named; the number of the rest is said."""
LINES = 50
"""So many open conclusions, the most pressing, get a line in a new record; the number of the rest is said."""


def open_conclusions(archive: Archive, series: str) -> tuple[ConclusionKey, ...]:
    """Return the conclusions of a series' meetings on which a report is awaited, the most pressing first."""
    found = archive.backlinks[Ref(Kind.SERIES, series)].concluded
    awaited = [key for key in found if archive.standings[key].status not in CLOSED]
    return tuple(sorted(awaited, key=lambda key: _order(archive, key)))


def _order(archive: Archive, key: ConclusionKey) -> tuple[object, ...]:
    conclusion, silence = archive.conclusions[key], archive.standings[key].silence
    due = conclusion.written.due
    if Silence.OVERDUE in silence and due:
        return (0, due.last, conclusion.date.sort_key, key)
    rank = 1 if silence else 2
    return (rank, datetime.date.min, conclusion.date.sort_key, key)


_HEADINGS = (
    ((Silence.OVERDUE,), N_("Due, and no report that it is done")),
    ((Silence.NEVER, Silence.FADED, Silence.PARTLY), N_("Nothing heard for long, or not of all")),
    ((), N_("Further open conclusions")),
)


def agenda_text(archive: Archive, series: str, interface: Interface) -> str:
    """Return the list of a series' open conclusions as Markdown, in the interface's language."""
    text = interface.text
    title = text(N_("Open conclusions"))
    lines = [f"# {title}: {archive.series[series].name}", ""]
    keys = open_conclusions(archive, series)
    if day := archive.day:
        lines += [text(N_("As recorded up to {date}.")).replace("{date}", _day(interface, day)), ""]
    if not keys:
        return "\n".join([*lines, text(N_("Nothing is open.")), ""])
    groups: dict[int, list[ConclusionKey]] = {}
    for key in keys:
        groups.setdefault(_group(archive.standings[key]), []).append(key)
    for number, members in sorted(groups.items()):
        lines += [f"## {text(_HEADINGS[number][1])}", ""]
        for key in members:
            lines += [*_entry(archive, key, interface), ""]
    return "\n".join(lines)


def _day(interface: Interface, day: datetime.date) -> str:
    return interface.date(Date(day.isoformat(), Day(day.year, day.month, day.day)))


def _group(standing: Standing) -> int:
    return next(n for n, (kinds, _) in enumerate(_HEADINGS) if not kinds or set(kinds) & set(standing.silence))


def _entry(archive: Archive, key: ConclusionKey, interface: Interface) -> Iterator[str]:
    conclusion, text = archive.conclusions[key], interface.text
    yield f"- [ ] **{key}** ({interface.date(conclusion.date)}): {' '.join(conclusion.written.text.split())}"
    for words, value in _facts(archive, conclusion, interface):
        yield f"  - {text(words)}: {value}"
    report = text("Report")
    yield f"  - {report}:"


def _facts(archive: Archive, conclusion: Conclusion, interface: Interface) -> Iterator[tuple[str, str]]:
    written, standing = conclusion.written, archive.standings[conclusion.key]
    if conclusion.to_all_districts:
        yield N_("Addressed to"), interface.plural("all {n} district", "all {n} districts", standing.addressees)
    elif conclusion.addressees:
        yield N_("Addressed to"), ", ".join(archive.title(ref) for ref in conclusion.addressees)
    if written.due or written.due_note:
        yield N_("Due"), interface.date(written.due) if written.due else written.due_note or ""
    reports = archive.reports.get(conclusion.key, ())
    if reports:
        said = interface.label("status", reports[-1].written.status)
        yield N_("Last report"), f"{said} ({interface.date(reports[-1].date)})"
    if standing.waiting and reports:
        waiting = [archive.title(a.addressee) for a in answers_of(archive, conclusion.key) if a.report is None]
        more = [f"+ {len(waiting) - _NAMED}"] if len(waiting) > _NAMED else []
        yield N_("No report recorded of"), ", ".join([*waiting[:_NAMED], *more])


# ── lines of a new record ─────────────────────────────────────────────────────────────────────────────────────────


class ToFillIn(NamedTuple):
    """An open conclusion as a new record names it: `2024-04-19-talk#k1`, its words in one line, and when it is due."""

    key: str
    words: str
    due: str = ""


class Offered(NamedTuple):
    """What a series' next meeting is to report on, the most pressing first, and how many stand in its agenda alone."""

    series: str
    lines: tuple[ToFillIn, ...]
    more: int = 0


def offered_lines(archive: Archive, series: str) -> Offered:
    """Return the open conclusions of a series for which a new record has lines, as many as `LINES`."""
    keys = open_conclusions(archive, series)
    return Offered(series, tuple(_to_fill_in(archive, key) for key in keys[:LINES]), len(keys[LINES:]))


def _to_fill_in(archive: Archive, key: ConclusionKey) -> ToFillIn:
    written = archive.conclusions[key].written
    return ToFillIn(str(key), " ".join(written.text.split()), str(written.due) if written.due else "")


def with_follow_up_lines(text: str, offered: Offered) -> str:
    """Return the text of a new meeting with a line to fill in for each open conclusion of its series.

    The lines are comments: a report becomes one when its marks `#` are taken away, and nothing has to be done about
    what was not spoken of. What the record reports on already is left out. The form on the site does the same
    (`theme/assets/form-record.js`) and is held to the same cases.
    """
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if n and line == "---"), None)
    reported = {line.partition("- conclusion: ")[2] for line in lines}
    waiting = [one for one in offered.lines if one.key not in reported]
    if end is None or not waiting:
        return text
    own = next((n for n, line in enumerate(lines[:end]) if line == "follow_ups:"), None)
    place = end if own is None else _after_field(lines, own)
    new = ["follow_ups:"] if own is None else []
    new += [line for one in waiting for line in _lines_of(one)]
    new += [f"  # {offered.more} more: archive agenda {offered.series}"] if offered.more else []
    return "\n".join([*lines[:place], *new, *lines[place:]])


def _after_field(lines: Sequence[str], field: int) -> int:
    """Where the next field begins; a text in a block may hold empty lines."""
    return next(n for n in range(field + 1, len(lines)) if lines[n] and not lines[n].startswith(" "))


def _lines_of(one: ToFillIn) -> Iterator[str]:
    due = f" (due {one.due})" if one.due else ""
    yield f"  # {one.words}{due}"
    yield f"  # - conclusion: {one.key}"
    yield f"  #   status: {' | '.join(get_args(model.FollowUp.model_fields['status'].annotation))}"
    yield "  #   note:"
