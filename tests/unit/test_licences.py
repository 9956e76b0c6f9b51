from __future__ import annotations

import re
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path

import pytest

from tests.licences import FIT, FIT_FOR_TESTS, licences_of, of_the_program, of_the_tests

ROOT = Path(__file__).resolve().parents[2]


def test_what_the_program_is_made_of() -> None:
    """Every package that is installed with the program may be used and handed on with it."""
    found = of_the_program()
    assert [name for name, choices in found.items() if not any(choice <= FIT for choice in choices)] == []
    assert {"mkdocs-material", "nh3", "pyyaml", "pypdf"} <= found.keys()


def test_what_it_is_tested_with() -> None:
    """Every other package that the tests are run with may be used for that."""
    found = of_the_tests()
    unfit = {name: choices for name, choices in found.items() if not any(choice <= FIT_FOR_TESTS for choice in choices)}
    assert unfit == {}
    assert len(found) > 100


def test_everything_is_pinned_by_hash() -> None:
    """CI and deployment install nothing but what `requirements.txt` names, each by version and hash."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [
        entry for entry in entries if not re.match(r"[a-z0-9._-]+==\S+( ; [^\\]+)? \\\n    --hash=sha256:", entry)
    ] == []
    pinned = {re.split("==", entry)[0] for entry in entries}
    assert of_the_program().keys() <= pinned


class Said(Distribution):
    """A package that says this of itself."""

    def __init__(self, **fields: str) -> None:
        self._fields = fields

    @property
    def metadata(self) -> Message:  # type: ignore[override]
        """Return the fields."""
        said = Message()
        said["Name"] = "weir"
        for name, value in self._fields.items():
            said[name.replace("_", "-")] = value
        return said

    def read_text(self, filename: str) -> None:
        """Have no files."""

    def locate_file(self, path: object) -> Path:
        """Lie nowhere."""
        return Path(str(path))


@pytest.mark.parametrize(
    ("fields", "fit"),
    [
        ({"License_Expression": "MIT"}, True),
        ({"License_Expression": "MIT AND PSF-2.0"}, True),
        ({"License_Expression": "GPL-3.0-only OR BSD-3-Clause"}, True),
        ({"License_Expression": "MIT AND GPL-3.0-only"}, False),
        ({"Classifier": "License :: OSI Approved :: ISC License (ISCL)"}, True),
        ({"Classifier": "License :: OSI Approved :: GNU Affero General Public License v3"}, False),
        ({"License": "Apache License, Version 2.0\nfurther words"}, True),
        ({"License": "Ask us"}, False),
        ({}, False),
    ],
)
def test_unfit_licences_are_seen(fields: dict[str, str], fit: bool) -> None:
    """A licence is known from each way to say it, and one that is unknown or asks for more is none that fits."""
    assert any(choice <= FIT for choice in licences_of(Said(**fields))) is fit
