"""What the tests of exports share: a publication of the invented archive, and files as they are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from gettext import NullTranslations

import pytest

from generator.archive.archive import Archive
from generator.check import Checked
from generator.config import SiteConfig
from generator.exports.export import Export, ExportFile, Publication
from generator.records.decode import Decoded
from generator.records.model import Kind
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


@pytest.fixture(scope="session")
def bodies(records: tuple[Decoded, ...]) -> Mapping[str, str]:
    """Return the Markdown bodies of the meetings of the invented archive, by id."""
    return {record.id: record.body.text for record in records if record.kind is Kind.MEETING}


@pytest.fixture(scope="session")
def publication(checked: Checked, bodies: Mapping[str, str]) -> Publication:
    """Return the invented archive's publication."""
    return publication_of(checked.config, bodies)


@pytest.fixture(scope="session")
def export_of(checked: Checked, publication: Publication) -> Callable[[Export], Made]:
    """Return what makes all files of an export from the invented archive."""
    return lambda export: made_by(export, checked.archive, publication)
