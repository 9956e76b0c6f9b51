"""What became of a conclusion, computed from the records alone.

A conclusion is open until a later meeting reports on it; the latest report on the whole of it (not on one addressee
only) says how far it is. One that a later conclusion says again counts as open there, not here.
"""

from __future__ import annotations

from enum import StrEnum

from generator.archive.archive import Archive, ConclusionKey, FollowUp
from generator.records import model


class Status(StrEnum):
    """How far a conclusion is."""

    OPEN = "open"
    """No meeting has reported on it."""
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"
    RESTATED = "restated"
    """A later meeting has concluded it again; its history goes on there."""
    RECORDED = "recorded"
    """A finding, or a resolution that asks nobody to do anything: there is nothing to report."""


CLOSED = frozenset({Status.DONE, Status.DROPPED, Status.RESTATED, Status.RECORDED})
"""Nothing is awaited any more."""


def status_of(archive: Archive, key: ConclusionKey) -> Status:
    """Return how far a conclusion is after the last meeting of the archive."""
    reports = reports_on_whole(archive, key)
    if reports and (status := Status(reports[-1].written.status)) in CLOSED:
        return status
    if archive.restatements.get(key):
        return Status.RESTATED
    if reports:
        return Status(reports[-1].written.status)
    return Status.OPEN if _asks(archive.conclusions[key].written) else Status.RECORDED


def _asks(written: model.Conclusion) -> bool:
    """Whether anybody is asked to do something: by a directive, or by a resolution with an addressee or a term."""
    if written.kind == "finding" or written.outcome in {"rejected", "withdrawn", "noted"}:
        return False
    return written.kind != "resolution" or bool(written.addressees or written.due or written.due_note)


def reports_on_whole(archive: Archive, key: ConclusionKey) -> tuple[FollowUp, ...]:
    """Return the reports that are not about one addressee only, oldest first."""
    return tuple(report for report in archive.reports.get(key, ()) if report.addressee is None)
