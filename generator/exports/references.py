"""Citations as files to take along: all of a meeting in one file beside its page, of a long archive one file a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.exports.citations import Citation, CitedArchive, bibtex, csl_json, ris
from generator.exports.export import LONG, Export, ExportFile, Publication
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_

WRITERS: Mapping[str, Callable[[Iterable[Citation]], str]] = {"bib": bibtex, "ris": ris, "json": csl_json}
"""The formats by the ending of their files."""


def beside_meetings(archive: Archive) -> bool:
    """Say whether each meeting has files of its own: ten thousand would have thirty thousand small ones."""
    return len(archive.paths) < LONG


def reference_address(id: str, ending: str) -> str:
    """Return the address of the citations of a meeting."""
    return f"{urls.record(Ref(Kind.MEETING, id))}citations.{ending}"


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    for ending in WRITERS:
        if beside_meetings(archive):
            for id in archive.meetings:
                make = partial(_make, publication=publication, ids=(id,), ending=ending)
                yield ExportFile(reference_address(id, ending), make)
        else:
            for year, held in archive.years.items():
                make = partial(_make, publication=publication, ids=held.meetings, ending=ending)
                yield ExportFile(f"data/citations/{year}.{ending}", make)


def _make(archive: Archive, publication: Publication, ids: Sequence[str], ending: str) -> bytes:
    cited = CitedArchive(archive, publication.config, publication.interface, publication.site_url)
    return WRITERS[ending](citation for id in ids for citation in cited.of_meeting(id)).encode()


EXPORT = Export(
    name="citations",
    title="BibTeX, RIS, CSL-JSON",
    use=N_("Meetings, speeches and conclusions in lists of literature, such as Zotero's"),
    plan=_planned,
    standard="https://citationstyles.org/",
    where="meetings/…/citations.bib",
)
