"""What the tests of exports share: the invented archive and the real one as they leave, and files as they are made.

What a validator says is asked of both archives (`either`): the invented one has every field and every oddity, the real
one is what is published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from pathlib import Path

import pytest

from generator.archive.archive import Archive
from generator.check import Checked, Request, check
from generator.config import SiteConfig
from generator.exports.export import Export, ExportFile, Publication
from generator.records.decode import decode_record
from generator.records.model import Kind
from generator.records.source import read_record
from generator.site.interface import Interface

SITE = "https://example.org/archiv/"
Made = Mapping[str, bytes]
"""The files of an export by address."""


def publication_of(config: SiteConfig, bodies: Mapping[str, str], site_url: str = SITE) -> Publication:
    """Return a publication whose meetings have these bodies."""
    interface = Interface(config.language, NullTranslations(), {})
    return Publication(config, interface, site_url, lambda _, id: bodies.get(id, ""))


def content(file: ExportFile, archive: Archive) -> bytes:
    """Return the bytes of a file, whose pieces are put together."""
    made = file.make(archive)
    return made if isinstance(made, bytes) else b"".join(made)


def made_by(export: Export, archive: Archive, publication: Publication) -> Made:
    """Return all files of an export."""
    return {file.address: content(file, archive) for file in export.plan(archive, publication)}


@dataclass(frozen=True)
class Leaving:
    """An archive with all that its exports make of it, each made once."""

    name: str
    checked: Checked
    bodies: Mapping[str, str]
    publication: Publication
    made: dict[str, Made] = field(default_factory=dict)

    @property
    def archive(self) -> Archive:
        """The linked archive."""
        return self.checked.archive

    def files(self, export: Export) -> Made:
        """Return all files of an export."""
        if export.name not in self.made:
            self.made[export.name] = made_by(export, self.archive, self.publication)
        return self.made[export.name]


def leaving(name: str, checked: Checked) -> Leaving:
    """Return an archive as it leaves."""
    read = (decode_record(read_record(file)[0])[0] for file in checked.folder.files if file.kind is Kind.MEETING)
    bodies = {record.id: record.body.text for record in read}
    return Leaving(name, checked, bodies, publication_of(checked.config, bodies))


@pytest.fixture(scope="session")
def invented(checked: Checked) -> Leaving:
    """Return the invented archive as it leaves."""
    return leaving("invented", checked)


@pytest.fixture(scope="session")
def published() -> Leaving:
    """Return the real archive, `records/` of this repository, as it leaves."""
    root = Path(__file__).parents[3]
    return leaving("published", check(Request(records=root / "records", config=root / "site_config.yml")))


@pytest.fixture(scope="session", params=["invented", "published"])
def either(request: pytest.FixtureRequest) -> Leaving:
    """Return each of the two archives in turn."""
    found: Leaving = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def bodies(invented: Leaving) -> Mapping[str, str]:
    """Return the Markdown bodies of the meetings of the invented archive, by id."""
    return invented.bodies


@pytest.fixture(scope="session")
def publication(invented: Leaving) -> Publication:
    """Return the invented archive's publication."""
    return invented.publication


@pytest.fixture(scope="session")
def export_of(invented: Leaving) -> Callable[[Export], Made]:
    """Return what makes all files of an export from the invented archive."""
    return invented.files
