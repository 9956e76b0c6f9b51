"""What is wrong with the records on a certain day: meetings of the future that count as held, or lie too far away.

Apart from all other checks, since these know no clock: a build gives the same site on every day.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from generator.archive.names import Ref
from generator.archive.rules import check_days
from generator.check import Checked
from generator.problems import in_order
from generator.records.decode import Decoded, decode_record
from generator.records.model import Kind
from generator.records.source import read_record


def on_day(checked: Checked, today: datetime.date) -> Checked:
    """Return what was checked with the problems of that day, each with the lines of its file."""
    meetings = {file.id: file for file in checked.folder.files if file.kind is Kind.MEETING}
    lines = dict(checked.lines)

    def decoded(ref: Ref) -> Decoded:
        file, _ = read_record(meetings[ref.id])
        lines[file.path] = tuple((file.text or "").split("\n"))
        return decode_record(file)[0]

    found = tuple(check_days(checked.archive, decoded, today))
    return replace(checked, problems=in_order((*checked.problems, *found)), lines=lines) if found else checked
