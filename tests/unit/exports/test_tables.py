from __future__ import annotations

import csv
import io
import json
import shutil
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from frictionless import Package
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.archive import Archive
from generator.check import Checked
from generator.config import SiteConfig
from generator.exports import export
from generator.exports.export import Export
from generator.exports.rows import TABLES
from generator.exports.tables import EXPORT
from generator.problems import Problem
from tests.quarters.days import DAYS, archive_on, expected_on
from tests.unit.exports.conftest import Leaving, Made, made_by, publication_of

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]


@pytest.fixture(scope="module")
def exported(export_of: Callable[[Export], Made]) -> Made:
    """Return the tables of the invented archive."""
    return export_of(EXPORT)


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_every_row_comes_back(either: Leaving) -> None:
    """With one apostrophe taken away from cells that have one, each table is the rows that it was made from."""
    years = tuple(either.archive.years)
    for table in TABLES:
        header, *lines = rows(either.files(EXPORT)[f"data/{table.name}.csv"])
        assert header == [column.name for column in table.columns]
        made = [["" if cell is None else str(cell) for cell in row] for row in table.rows(either.archive, years)]
        assert [[cell.removeprefix("'") for cell in line] for line in lines] == made
        assert len(lines) == (table.count(either.archive, years) or len(lines))


def test_conclusions(checked: Checked, exported: Made) -> None:
    """Each conclusion is a line, with who said it, whom it addresses, how far it is and where it stands."""
    header, *lines = rows(exported["data/conclusions.csv"])
    found = {(line[0], line[1]): dict(zip(header, line, strict=True)) for line in lines}
    assert list(found) == [tuple(key) for key in checked.archive.conclusions]
    shown = found["2022-03-07-wasserrunde", "k3"]
    assert {name: cell for name, cell in shown.items() if cell} == {
        "meeting": "2022-03-07-wasserrunde",
        "id": "k3",
        "date": "2022-03-07",
        "text": "Der Bauernbund am Unterlauf stellt drei Kähne bereit.",
        "kind": "directive",
        "by": "organizations/rat",
        "addressees": "organizations/bauernbund organizations/fogwick people/tran-van-gio",
        "due_note": "vor der nächsten Flut",
        "status": "open",
        "silence": "partly",
        "waiting": "2",
        "reports": "1",
        "last_report": "2023-02-28/2023-03-01",
        "reported_in": "2023-02-28-wasserrunde",
        "speech": "dang-thi-lua.2",
        "address": "meetings/2022-03-07-wasserrunde/#k3",
    }
    assert found["2022-03-07-wasserrunde", "k1"]["addressees"] == "all-districts"
    assert found["2022-03-07-wasserrunde", "k1"]["due"] == "2022-05/2022-06"
    assert {line["status"] for line in found.values()} >= {"open", "done", "dropped", "restated", "recorded"}


@pytest.mark.parametrize("day", DAYS)
def test_the_quarterly_series(tmp_path: Path, day: str) -> None:
    """On each of the three days status, silence and waiting addressees are those that were worked out by hand."""
    archive = archive_on(day, tmp_path)
    table = conclusions_of(archive)
    told = {f"{c['meeting']}#{c['id']}": ([c["status"], *c["silence"].split()], c["waiting"]) for c in table}
    assert told == expected_on(day, archive)


def test_what_was_said_again_tells_where(quarters: Archive) -> None:
    """A conclusion that a later one repeats names it."""
    (repeated,) = [
        c for c in conclusions_of(quarters) if c["repeated_by"] and c["meeting"] == "2021-02-10-quartalsrunde"
    ]
    assert (repeated["id"], repeated["repeated_by"]) == ("k9", "2021-11-10-quartalsrunde#k1")


def conclusions_of(archive: Archive) -> list[dict[str, str]]:
    """The table of an archive's conclusions."""
    made = made_by(EXPORT, archive, publication_of(SiteConfig(title="T"), {}))
    header, *lines = rows(made["data/conclusions.csv"])
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_addressees(quarters: Archive) -> None:
    """Each addressee of a conclusion is a line; all districts are one as long as none has reported."""
    made = made_by(EXPORT, quarters, publication_of(SiteConfig(title="T"), {}))
    _, *lines = rows(made["data/addressees.csv"])
    of_first = {line[2]: line[3:7] for line in lines if line[:2] == ["2021-02-10-quartalsrunde", "k1"]}
    assert len(of_first) == 12
    assert of_first["districts/dornwang"] == ["open", "", "", ""]
    assert of_first["districts/ohmfleet"] == ["done", "2022-08-10", "2022-08-10-quartalsrunde", "districts/dreieichen"]
    silent = [line[2:4] for line in lines if line[:2] == ["2021-08-11-quartalsrunde", "k8"]]
    assert silent == [["all-districts", "open"]]


@pytest.fixture(scope="module")
def package(either: Leaving, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the description of the tables of each archive in turn, among them."""
    folder: Path = tmp_path_factory.mktemp("tables")
    for address, data in either.files(EXPORT).items():
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_bytes(data)
    return folder / "data/datapackage.json"


def test_frictionless_finds_nothing_wrong(package: Path) -> None:
    """`frictionless validate`: the description fits, each cell has its type, keys are unique and lead somewhere."""
    assert Package.metadata_validate(json.loads(package.read_text("utf-8")))
    report = Package(str(package)).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])
    assert {task.name for task in report.tasks} == {table.name for table in TABLES}


def test_frictionless_would_find_something(package: Path, tmp_path: Path) -> None:
    """A person that nobody is, and a word for a number, do not pass: the description says what is right."""
    shutil.copytree(package.parent, tmp_path, dirs_exist_ok=True)
    posts = tmp_path / "posts.csv"
    posts.write_text(posts.read_text("utf-8") + "nobody,x,Rat,,,,,,\r\n", "utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert {error[0] for error in report.flatten(["type"])} == {"foreign-key", "type-error"}


def test_large_archives_have_one_file_a_year(either: Leaving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then too the description is right, and all files together hold the same rows."""
    monkeypatch.setattr(export, "LONG", 1)
    for address, data in made_by(EXPORT, either.archive, either.publication).items():
        (tmp_path / address).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / address).write_bytes(data)
    report = Package(str(tmp_path / "data/datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])
    lines = [line for path in sorted(tmp_path.rglob("speeches/*.csv")) for line in rows(path.read_bytes())[1:]]
    assert len(lines) == sum(len(meeting.speeches) for meeting in either.archive.meetings.values())


def test_spreadsheets_know_the_encoding_and_the_lines(exported: Made) -> None:
    """The file begins with a byte order mark, once, and its lines end as RFC 4180 says."""
    data = exported["data/conclusions.csv"]
    assert data.startswith(b"\xef\xbb\xbfmeeting,")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def csv_of(archive_of: ArchiveOf, text: str) -> list[list[str]]:
    """The lines of an archive with one conclusion of this text."""
    head = f"title: T\ndate: 2024-01-01\nconclusions:\n  - id: k1\n    text: {json.dumps(text, ensure_ascii=False)}\n"
    archive, problems = archive_of({"meetings/2024/m.md": f"---\n{head}---\n"})
    assert problems == ()
    return rows(made_by(EXPORT, archive, publication_of(SiteConfig(title="T"), {}))["data/conclusions.csv"])


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("https://evil.example","x")', '\'=HYPERLINK("https://evil.example","x")'),
        ("+49 30 1234", "'+49 30 1234"),
        ("- a list", "'- a list"),
        ("@SUM(A1:A9)", "'@SUM(A1:A9)"),
        ("  =1+1", "'=1+1"),
        ("'s Gravenhage", "''s Gravenhage"),
        ("a = b", "a = b"),
        ("1-2", "1-2"),
        ('She said, "no";', 'She said, "no";'),
        ("One.\nTwo.", "One.\nTwo."),
        ("One.\r\nTwo.", "One.\r\nTwo."),
        ("Đá Gù – ‘x’", "Đá Gù – ‘x’"),
    ],
)
def test_cells(archive_of: ArchiveOf, text: str, cell: str) -> None:
    """A cell never begins like a formula; commas, quotes, line breaks and accents come back as they were."""
    _, line = csv_of(archive_of, text)
    assert line[3] == cell


@settings(max_examples=80, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), min_size=1).filter(str.strip))
def test_any_text_is_one_cell(archive_of: ArchiveOf, text: str) -> None:
    """Whatever a conclusion says fills one cell of one line, comes back unchanged, and is no formula."""
    lines = csv_of(archive_of, text)
    assert lines[1][3].removeprefix("'") == unicodedata.normalize("NFC", text.strip())
    assert [len(line) for line in lines] == [len(lines[0])] * 2
    assert not lines[1][3].startswith(("=", "+", "-", "@", "\t", "\r"))
