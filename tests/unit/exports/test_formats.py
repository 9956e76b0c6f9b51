"""What holds for every format in which the archive leaves."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from generator.check import Checked
from generator.config import ExportName
from generator.exports.formats import EXPORTS, planned_exports
from tests.unit.exports.conftest import Leaving, made_by, publication_of


def test_every_export_can_be_switched_off(checked: Checked) -> None:
    """The configuration knows each export by its name, and what it switches off is not planned."""
    names = [export.name for export in EXPORTS]
    assert len(set(names)) == len(names)
    assert set(names) <= set(get_args(ExportName))
    for off in names:
        config = checked.config.model_copy(update={"exports": {off: False}})
        planned = planned_exports(checked.archive, publication_of(config, {}))
        assert [export.name for export, _ in planned] == [name for name in names if name != off]


def test_addresses_are_unique_and_safe(either: Leaving) -> None:
    """No two files lie at one address, none is a page's, and none leads out of the site."""
    planned = planned_exports(either.archive, either.publication)
    addresses = [file.address for _, files in planned for file in files]
    assert [address for address, number in Counter(addresses).items() if number > 1] == []
    assert [a for a in addresses if a.startswith(("/", ".")) or "//" in a or "/../" in a or a.endswith("/")] == []


def test_every_export_says_what_it_is(either: Leaving) -> None:
    """Each has a title and a use, and its example is one of its files."""
    for export, files in planned_exports(either.archive, either.publication):
        assert export.title
        assert export.use
        assert not export.use.endswith(".")
        assert not export.example or export.example in {file.address for file in files}


def test_the_same_archive_gives_the_same_bytes(either: Leaving) -> None:
    """No clock and no chance is in any file."""
    for export in EXPORTS:
        assert made_by(export, either.archive, either.publication) == either.files(export), export.name
