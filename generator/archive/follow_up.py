"""What became of a conclusion, computed from the records alone, for any day.

A conclusion is open until a later meeting reports on it; the latest report on the whole of it says how far it is, and
so do the reports on its addressees one by one as soon as all of them are through. One that a later conclusion says
again counts as open there, not here. What a report says counts from the first day on that its meeting can have had.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.archive.archive import Archive, Conclusion, ConclusionKey, FollowUp
from generator.archive.names import Ref
from generator.archive.status import CLOSED, SILENT_AFTER, Silence, Standing, Status
from generator.records import model
from generator.records.model import Kind

END_OF_TIME = datetime.date.max
"""The day on which all that is recorded counts."""

_CLOSING = frozenset({"done", "dropped"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What is reported on one addressee of a conclusion."""

    addressee: Ref
    report: FollowUp | None = None
    """The latest on this addressee or on all of them; None where nothing is recorded."""
    by: Ref | None = None
    """The district or organization that it became, where that one reported."""


def status_of(archive: Archive, key: ConclusionKey) -> Status:
    """Return how far a conclusion is after the last meeting of the archive."""
    return archive.standings[key].status


def standing_on(archive: Archive, key: ConclusionKey, day: datetime.date) -> Standing | None:
    """Return where a conclusion stands on a day, or None where it was not made yet.

    Read are the conclusions, reports, restatements, registers, and backlinks of series; the standings are made by this.
    """
    conclusion = archive.conclusions[key]
    if not is_known(conclusion.date.first, day, conclusion.date.year):
        return None
    reports = reports_until(archive, key, day)
    number = len(addressees_of(archive, conclusion))
    restated = any(
        is_known(later.date.first, day, later.date.year)
        for other in archive.restatements.get(key, ())
        if (later := archive.conclusions.get(other))
    )
    answers = answers_in(archive, conclusion, reports) if any(report.addressee for report in reports) else ()
    status = _status(conclusion.written, reports, answers, restated=restated)
    since = reports[-1].meeting if reports else key.meeting
    if status in CLOSED:
        return Standing(status, (), since, number, 0)
    whole = any(report.addressee is None for report in reports)
    waiting = sum(answer.report is None for answer in answers) if answers else 0 if whole else number
    silence = tuple(_silences(archive, conclusion, reports, day, partly=0 < waiting < number))
    return Standing(status, silence, since, number, waiting)


def is_known(first: datetime.date, day: datetime.date, year: int | None) -> bool:
    """Say whether something of an uncertain date can have happened by a day; what has no year counts on every day."""
    return year is None or first <= day


def reports_until(archive: Archive, key: ConclusionKey, day: datetime.date) -> tuple[FollowUp, ...]:
    """Return what had been reported on a conclusion by a day, oldest first."""
    return tuple(r for r in archive.reports.get(key, ()) if is_known(r.date.first, day, r.date.year))


def addressees_of(archive: Archive, conclusion: Conclusion) -> tuple[Ref, ...]:
    """Return everybody whom a conclusion is addressed to, each district of `all-districts` on its day among them."""
    if not conclusion.to_all_districts:
        return conclusion.addressees
    everywhere = (Ref(Kind.DISTRICT, id) for id in archive.all_districts[conclusion.date.text])
    return tuple(dict.fromkeys((*conclusion.addressees, *everywhere)))


def answers_of(archive: Archive, key: ConclusionKey, day: datetime.date = END_OF_TIME) -> tuple[Answer, ...]:
    """Return addressee by addressee what had been reported by a day."""
    return answers_in(archive, archive.conclusions[key], reports_until(archive, key, day))


def answers_in(archive: Archive, conclusion: Conclusion, reports: Sequence[FollowUp]) -> tuple[Answer, ...]:
    """Return addressee by addressee the latest of these reports: on it, on all, or by what it became."""
    found = {ref: Answer(ref) for ref in addressees_of(archive, conclusion)}
    for report in reports:
        if report.addressee is None:
            found = {ref: Answer(ref, report) for ref in found}
        elif report.addressee in found:
            found[report.addressee] = Answer(report.addressee, report)
        else:
            for ref in _predecessors_among(archive, found, report):
                found[ref] = Answer(ref, report, report.addressee)
    return tuple(found.values())


def _predecessors_among(archive: Archive, addressees: Mapping[Ref, Answer], report: FollowUp) -> Iterator[Ref]:
    """The addressees that were no more on the day of the report, and had become the one that it is about."""
    for ref in addressees:
        if not archive.existed(ref, report.date) and report.addressee in successors_of(archive, ref):
            yield ref


def successors_of(archive: Archive, ref: Ref) -> Mapping[Ref, None]:
    """Return all that a district or organization became, at once or step by step, in this order."""
    found: dict[Ref, None] = {}
    queue = [ref]
    for step in queue:
        here = archive.registers(step.kind).get(step.id)
        for id in getattr(here, "successors", ()):
            following = Ref(step.kind, id)
            if following not in found and following != ref:
                found[following] = None
                queue.append(following)
    return found


def reports_on_whole(archive: Archive, key: ConclusionKey) -> tuple[FollowUp, ...]:
    """Return the reports that are not about one addressee only, oldest first."""
    return tuple(report for report in archive.reports.get(key, ()) if report.addressee is None)


def asks(written: model.Conclusion) -> bool:
    """Whether anybody is asked to do something: by a directive, or by a resolution with an addressee or a term."""
    if written.kind == "finding" or written.outcome in {"rejected", "withdrawn", "noted"}:
        return False
    return written.kind != "resolution" or bool(written.addressees or written.due or written.due_note)


def _status(
    written: model.Conclusion, reports: Sequence[FollowUp], answers: Sequence[Answer], *, restated: bool
) -> Status:
    whole = next((Status(r.written.status) for r in reversed(reports) if r.addressee is None), None)
    if whole in CLOSED:
        return whole
    single = {answer.report.written.status if answer.report else "" for answer in answers}
    if single and single <= _CLOSING:
        return Status.DONE if "done" in single else Status.DROPPED
    if restated:
        return Status.RESTATED
    return whole or (Status.OPEN if asks(written) else Status.RECORDED)


def _silences(
    archive: Archive, conclusion: Conclusion, reports: Sequence[FollowUp], day: datetime.date, *, partly: bool
) -> Iterator[Silence]:
    due = conclusion.written.due
    if due and due.year and due.last < day:
        yield Silence.OVERDUE
    last = reports[-1].meeting if reports else conclusion.key.meeting
    if _is_silent_since(archive, conclusion, last, day):
        yield Silence.FADED if reports else Silence.NEVER
    if partly:
        yield Silence.PARTLY


def _is_silent_since(archive: Archive, conclusion: Conclusion, last: str, day: datetime.date) -> bool:
    """Whether enough meetings of the conclusion's series were held after a meeting, and by that day."""
    series = archive.meetings[conclusion.key.meeting].series
    if series is None:
        return False
    missed = 0
    for id in _later_in_series(archive, series, last):
        meeting = archive.meetings[id]
        if meeting.date.first > day:
            break
        if meeting.record.status == "held" and (meeting.record.part or 1) == 1:
            missed += 1
            if missed == SILENT_AFTER:
                return True
    return False


def _later_in_series(archive: Archive, series: str, last: str) -> Iterator[str]:
    """The meetings of a series after one, which need not be of it, in order."""
    if archive.meetings[last].series == series:
        following = archive.neighbours[last][1]
    else:
        back = archive.backlinks.get(Ref(Kind.SERIES, series))
        row = back.meetings if back else ()  # a series whose record is broken is reported there
        place = bisect_right(row, _order(archive, last), key=lambda id: _order(archive, id))
        following = row[place] if place < len(row) else None
    while following:
        yield following
        following = archive.neighbours[following][1]


def _order(archive: Archive, id: str) -> tuple[object, ...]:
    return (*archive.meetings[id].date.sort_key, id)
