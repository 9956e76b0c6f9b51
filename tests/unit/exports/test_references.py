from __future__ import annotations

import json
from dataclasses import replace

import rispy
from bibtexparser.entrypoint import parse_string

from generator.archive.names import Ref
from generator.check import Checked
from generator.exports.export import LONG, Publication
from generator.exports.references import EXPORT, beside_meetings, reference_address
from generator.records.model import Kind
from tests.unit.exports.conftest import Leaving, made_by


def test_citations_lie_beside_each_meeting(either: Leaving) -> None:
    """Each meeting has one file in each format, with itself, its speeches and its conclusions."""
    files = either.files(EXPORT)
    for id, meeting in either.archive.meetings.items():
        count = 1 + len(meeting.speeches) + len(meeting.conclusions)
        assert len(json.loads(files[reference_address(id, "json")])) == count
        assert len(rispy.loads(files[reference_address(id, "ris")].decode())) == count
        assert len(parse_string(files[reference_address(id, "bib")].decode()).entries) == count


def test_long_archive_has_a_file_a_year(checked: Checked, publication: Publication) -> None:
    """From a thousand records on, the same citations lie in one file for each year."""
    many = {Ref(Kind.MEETING, f"m{n}"): "x" for n in range(LONG)}
    long = replace(checked.archive, paths=many)
    assert not beside_meetings(long)
    assert beside_meetings(checked.archive)
    files = made_by(EXPORT, long, publication)
    assert files.keys() == {
        f"data/citations/{year}.{ending}" for year in long.years for ending in ("bib", "ris", "json")
    }
    found = [item["id"] for address, data in files.items() if address.endswith(".json") for item in json.loads(data)]
    assert len(found) == sum(1 + len(m.speeches) + len(m.conclusions) for m in long.meetings.values())
