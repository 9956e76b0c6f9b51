"""All formats in which the archive leaves, in the order of the data page: the one list of exports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.archive.archive import Archive
from generator.exports import (
    akomantoso,
    calendars,
    database,
    feeds,
    oparl,
    pictures,
    popolo,
    records,
    references,
    structured,
    tables,
    tei,
)
from generator.exports.export import Export, ExportFile, Publication

EXPORTS: Sequence[Export] = (
    tables.EXPORT,
    database.EXPORT,
    records.EXPORT,
    popolo.EXPORT,
    oparl.EXPORT,
    feeds.EXPORT,
    calendars.EXPORT,
    references.EXPORT,
    akomantoso.EXPORT,
    tei.EXPORT,
    structured.EXPORT,
    pictures.EXPORT,
)


def planned_exports(archive: Archive, publication: Publication) -> Iterator[tuple[Export, tuple[ExportFile, ...]]]:
    """Yield each export that the configuration has not switched off, with its files."""
    for export in EXPORTS:
        if publication.config.exports.get(export.name, True):
            yield export, tuple(export.plan(archive, publication))
