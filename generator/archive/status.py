"""How far a conclusion is, as values: its status, the kinds of silence about it, and where it stands on a day.

What is true of which conclusion is worked out in `follow_up`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How far a conclusion is."""

    OPEN = "open"
    """No meeting has reported on the whole of it."""
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


class Silence(StrEnum):
    """In which way nothing is heard of a conclusion on which a report is awaited."""

    OVERDUE = "overdue"
    """Its due date has passed."""
    NEVER = "never"
    """It was never reported on, in the last :data:`SILENT_AFTER` meetings of its series."""
    FADED = "faded"
    """It was reported on, but not in the last :data:`SILENT_AFTER` meetings of its series."""
    PARTLY = "partly"
    """Some of its addressees have reported, others have not."""


SILENT_AFTER = 3
"""After so many meetings of its series without a report a conclusion counts as silent."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a conclusion stands on a day."""

    status: Status
    silence: tuple[Silence, ...] = ()
    since: str = ""
    """The meeting of the latest report, or the conclusion's own where there is none."""
    addressees: int = 0
    """How many are addressed, each district of `all-districts` counted."""
    waiting: int = 0
    """Of how many of them no report is recorded, as long as one is awaited."""
