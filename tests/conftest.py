"""What many tests share: the fixture archive, and archives made of a few texts in memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import settings

from generator.archive.archive import Archive
from generator.archive.resolve import resolve_archive
from generator.archive.rules import check_archive
from generator.check import Checked, Request, check
from generator.config import SiteConfig
from generator.problems import Problem, in_order
from generator.records.decode import Decoded, decode_record
from generator.records.model import Kind
from generator.records.source import RecordFile, read_record

# A machine that others use as well makes no test fail: speed belongs into the benchmarks. Where nobody looks on
# (CI says so) the same examples are tried each time; whoever works here gets new ones.
settings.register_profile("untimed", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("untimed")

FIXTURE = Path(__file__).parent / "fixture"
QUARTERS = Path(__file__).parent / "quarters"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flags with which the golden pages, and the looks of pages in a browser, are written anew."""
    parser.addoption("--update-golden", action="store_true", help="write the golden pages as they are rendered now")
    parser.addoption("--update-looks", action="store_true", help="keep the looks of pages as a browser shows them now")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no process is left alone with one of them at the end."""
    items.sort(key=lambda item: ("/whole/" not in item.nodeid, "/browser/" not in item.nodeid))


@pytest.fixture(scope="session")
def fixture_folder() -> Path:
    """Return the folder of the invented archive."""
    return FIXTURE


@pytest.fixture(scope="session")
def checked() -> Checked:
    """Return the invented archive, read and linked."""
    return check(Request(records=FIXTURE / "records", config=FIXTURE / "site_config.yml"))


@pytest.fixture(scope="session")
def quarters() -> Archive:
    """Return the invented quarterly series, read and linked."""
    return check(Request(records=QUARTERS / "records", config=QUARTERS / "site_config.yml")).archive


@pytest.fixture(scope="session")
def records(checked: Checked) -> tuple[Decoded, ...]:
    """Return all records of the invented archive as they are decoded, each for itself."""
    return tuple(decode_record(read_record(file)[0])[0] for file in checked.folder.files)


@pytest.fixture(scope="session")
def archive_of() -> Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]:
    """Return a function that links records given as texts by `people/ann.yml` and the like."""

    def linked(texts: Mapping[str, str]) -> tuple[Archive, tuple[Problem, ...]]:
        decoded = [decode_record(_file(name, text)) for name, text in texts.items()]
        records = [record for record, _ in decoded]
        archive, unresolved = resolve_archive(records)
        found = [problem for _, problems in decoded for problem in problems]
        rules = check_archive(archive, records, SiteConfig(title="Test"))
        return archive, in_order([*found, *unresolved, *rules])

    return linked


def _file(name: str, text: str) -> RecordFile:
    folder, file = name.partition("/")[0], name.rpartition("/")[2]
    return RecordFile(Kind(folder), file.partition(".")[0], f"records/{name}", dedent(text).lstrip("\n"))
