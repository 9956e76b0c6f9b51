"""What is to be found: every speech, conclusion, meeting and register of an archive, as all engines get it.

These are the entries of our own search without the words that it adds by itself (folded spellings, parts of
compounds, names that a record had elsewhere). So nothing is found or missed only because an engine was given less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.archive.names import Ref
from generator.check import Request, check
from generator.records.model import Kind
from generator.site.entries import entries_of
from generator.site.markdown import Texts
from generator.site.page import SearchEntry

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found."""

    address: str
    """Within the site, with its place on the page: `meetings/2024-…/#le-trung-son.1`."""
    title: str
    body: str
    """Everything else that is said of it: its text, its meeting, office, people, places, issues and further names."""


def entries_in(archive: Path, records: Path | None = None) -> tuple[SearchEntry, ...]:
    """Return the search entries of the archive in a folder: `site_config.yml`, and `records/` unless it lies elsewhere.

    Raises:
        ValueError: where a record has an error.
    """
    checked = check(Request(records or archive / "records", archive / "site_config.yml"))
    wrong = [problem for problem in checked.problems if problem.severity == "error"]
    if wrong:
        raise ValueError(wrong)
    linked, texts = checked.archive, Texts(checked.archive)
    refs = [Ref(Kind.MEETING, id) for id in linked.meetings]
    refs += [Ref(kind, id) for kind in Kind if kind is not Kind.MEETING for id in linked.registers(kind)]
    return tuple(entry for ref in refs for entry in entries_of(linked, checked.config, texts, ref))


def documents_of(entries: tuple[SearchEntry, ...]) -> tuple[Document, ...]:
    """Return what every engine gets of these entries."""
    return tuple(Document(entry.address, entry.title, " · ".join(_body(entry))) for entry in entries)


_OF_A_MEETING = frozenset({"speech", "conclusion", "meeting"})


def _body(entry: SearchEntry) -> Iterator[str]:
    told = (entry.text, entry.meeting, entry.role, *entry.people, *entry.districts, *entry.issues, *entry.organizations)
    # Further names stand in the registers; that our search knows them at speeches, too, is its own doing.
    names = () if entry.kind in _OF_A_MEETING else entry.names
    yield from dict.fromkeys(part for part in (*told, *names) if part)
