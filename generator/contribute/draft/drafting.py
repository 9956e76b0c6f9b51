"""The whole way on one page: a file in, its report, what that says of a meeting, and the draft of a record."""

from __future__ import annotations

from pathlib import Path

from generator.archive.archive import Archive
from generator.archive.resolve import resolve_archive
from generator.contribute.draft.compose import Draft, compose
from generator.contribute.draft.extract import read_article
from generator.contribute.draft.recognise import recognise
from generator.records.decode import decode_record
from generator.records.model import Kind
from generator.records.source import find_records, read_record


def draft_of(article: Path, records: Path, url: str = "") -> Draft:
    """Return the draft of a record of the meeting that a file reports on; `url` is where the report was published.

    Raises:
        ExtractError: where no report can be read from the file.
    """
    archive = registers(records)
    return compose(recognise(read_article(article, url), archive), archive)


def registers(records: Path) -> Archive:
    """Return the people, districts, issues, organizations and series of a folder of records, and no meetings."""
    files = (file for file in find_records(records).files if file.kind is not Kind.MEETING)
    return resolve_archive([decode_record(read_record(file)[0])[0] for file in files])[0]
