from __future__ import annotations

import json
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.contribute.schema import schema_files, schema_of
from generator.records.model import Kind

ROOT = Path(__file__).resolve().parents[3]
GOOD = "# about Ann\nname: Ann\nnote: x\n"
SLIPS = "note: x: y\r\nname: Ann\r\naliases: A\r\n"
FIXED = "note: 'x: y'\nname: Ann\naliases: [A]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an archive with one record in order and one that is not."""
    people = tmp_path / "records/people"
    people.mkdir(parents=True)
    (people / "good.yml").write_bytes(GOOD.encode())
    (people / "ann.yml").write_bytes(SLIPS.encode())
    (tmp_path / "site_config.yml").write_text("title: T\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def archive(folder: Path) -> Callable[..., Result]:
    """Return a function that gives the command these words."""

    def command(*words: str | Path) -> Result:
        return CliRunner().invoke(main, [*(str(w) for w in words), "--config", str(folder / "site_config.yml")])

    return command


def read(folder: Path, name: str = "ann") -> str:
    return (folder / f"records/people/{name}.yml").read_bytes().decode()


def test_fix(archive: Callable[..., Result], folder: Path) -> None:
    """Files are mended where they lie, each place is told, and a second time there is nothing to mend."""
    result = archive("fix")
    assert result.exit_code == 0
    assert read(folder) == FIXED
    assert read(folder, "good") == GOOD
    assert "records/people/ann.yml: lines end in a line feed alone\n" in result.output
    assert "records/people/ann.yml:1:7: quotes around the text: x: y → 'x: y'\n" in result.output
    assert result.output.endswith("3 places in 1 file mended.\n")
    assert archive("fix").output == "Nothing to mend.\n"


def test_mended_file_keeps_its_rights(archive: Callable[..., Result], folder: Path) -> None:
    """A file that is written anew may be read by the same people as before, and nothing is left beside it."""
    place = folder / "records/people/ann.yml"
    place.chmod(0o640)
    archive("fix")
    assert place.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in place.parent.iterdir()) == ["ann.yml", "good.yml"]


@pytest.mark.parametrize("name", ["fix", "format"])
def test_check_and_diff_change_nothing(archive: Callable[..., Result], folder: Path, name: str) -> None:
    """`--check` ends with 1 if something would change, `--diff` shows it; the files stay as they are."""
    assert archive(name, "--check").exit_code == 1
    shown = archive(name, "--diff")
    assert shown.exit_code == 0
    assert "--- records/people/ann.yml\n+++ records/people/ann.yml\n" in shown.output
    assert "\n-name: Ann\\u{d}\n" in shown.output
    assert read(folder) == SLIPS
    assert archive(name, "--check", folder / "records/people/good.yml").exit_code == 0


def test_only_what_is_named(archive: Callable[..., Result], folder: Path) -> None:
    """Files and folders that are named are mended, others are not; what is no record is wrong use."""
    archive("fix", folder / "records/people/good.yml")
    assert read(folder) == SLIPS
    archive("fix", folder / "records/people")
    assert read(folder) == FIXED
    result = archive("fix", folder / "site_config.yml")
    assert result.exit_code == 2
    assert "is no record" in result.output


def test_suggestions_are_asked_for(archive: Callable[..., Result], folder: Path) -> None:
    """The nearest field is written only with `--apply-suggestions`."""
    (folder / "records/people/ann.yml").write_text("nam: Ann\n", encoding="utf-8")
    archive("fix")
    assert read(folder) == "nam: Ann\n"
    archive("fix", "--apply-suggestions")
    assert read(folder) == "name: Ann\n"


def test_files_that_are_no_text(archive: Callable[..., Result], folder: Path) -> None:
    """A file that is not UTF-8 stays as it is; a link that leads elsewhere is never followed."""
    outside = folder / "outside.yml"
    outside.write_bytes(SLIPS.encode())
    (folder / "records/people/linked.yml").symlink_to(outside)
    (folder / "records/people/latin.yml").write_bytes("name: Jörg\naliases: A\n".encode("latin-1"))
    assert archive("fix").exit_code == 0
    assert archive("format").exit_code == 0
    assert outside.read_bytes() == SLIPS.encode()
    assert (folder / "records/people/latin.yml").read_bytes() == "name: Jörg\naliases: A\n".encode("latin-1")


def test_format(archive: Callable[..., Result], folder: Path) -> None:
    """Fields are put in order; a file that YAML cannot read is named and left in its order."""
    result = archive("format")
    assert "records/people/ann.yml: left in its order" in result.output
    archive("fix")
    result = archive("format")
    assert result.exit_code == 0
    assert read(folder) == "name: Ann\naliases: [A]\nnote: 'x: y'\n"
    assert result.output == "records/people/ann.yml\n1 file changed.\n"
    assert archive("format").output == "All in order.\n"


def test_schema(archive: Callable[..., Result], folder: Path) -> None:
    """Six files are written, which name the site's address where the configuration has one."""
    assert archive("schema", "--out", folder / "schema").exit_code == 0
    assert {path.name for path in (folder / "schema").iterdir()} == {f"{kind}.json" for kind in Kind}
    assert json.loads((folder / "schema/people.json").read_bytes()) == schema_of(Kind.PERSON)
    (folder / "site_config.yml").write_text("title: T\nsite_url: https://a.example/b\n", encoding="utf-8")
    archive("schema", "--out", folder / "schema")
    assert json.loads((folder / "schema/people.json").read_bytes())["$id"] == "https://a.example/b/schema/people.json"


# ---- the settings that the repository brings


def test_schemas_of_the_repository_are_those_of_the_models() -> None:
    """Editors are given the rules of today: after a change of the models, `archive schema` writes them anew."""
    for address, text in schema_files():
        kept = json.loads((ROOT / ".vscode/schema" / address.rpartition("/")[2]).read_bytes())
        assert kept | {"$id": ""} == json.loads(text) | {"$id": ""}, address


def test_settings_name_the_schemas() -> None:
    """Every register of the archive gets the schema of its kind, and no other file does."""
    settings = json.loads((ROOT / ".vscode/settings.json").read_bytes())
    records = [path.relative_to(ROOT).as_posix() for path in (ROOT / "records").rglob("*") if path.is_file()]
    for schema, pattern in settings["yaml.schemas"].items():
        kind = Kind((ROOT / schema).stem)
        assert (ROOT / schema).is_file()
        matched = {path for path in records if fnmatch(path, pattern.replace("**/", ""))}
        assert matched == {path for path in records if path.startswith(f"records/{kind}/") and path.endswith(".yml")}
    assert len(settings["yaml.schemas"]) == len(Kind) - 1
