from __future__ import annotations

from pathlib import Path

import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.config import Licence, SiteConfig
from generator.package.release import about_of, citation_file, released

CONFIG = SiteConfig(
    title="Archive", licence=Licence(name="CC BY 4.0"), publisher="Board", site_url="https://x.example/"
)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_citation_is_read_as_it_was_meant(title: str) -> None:
    """Whatever the archive is called, its citation file is YAML that says so."""
    about = about_of(CONFIG.model_copy(update={"title": title}), "2024-04-19", "3.1")
    found = yaml.safe_load(citation_file(about))
    assert found["title"] == title
    assert (found["version"], found["date-released"], found["license"]) == ("3.1", "2024-04-19", "CC-BY-4.0")
    assert found["authors"] == [{"name": "Board"}]


def test_a_release_is_known_again() -> None:
    """Version and day are read back, and nothing where nothing is said."""
    assert released(citation_file(about_of(CONFIG, "2024-04-19", "3.1"))) == ("3.1", "2024-04-19")
    assert released("title: x\n") == ("", "")


def test_a_release_is_written_whole(tmp_path: Path) -> None:
    """`archive release` writes the citation and notes the addresses, unless the records have errors."""
    (tmp_path / "records/people").mkdir(parents=True)
    record = tmp_path / "records/people/ann.yml"
    (tmp_path / "site_config.yml").write_text("title: T\nlanguage: en\n", encoding="utf-8")
    options = ["--config", str(tmp_path / "site_config.yml"), "--date", "2024-04-19"]
    record.write_text("nam: Ann\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["release", "1", *options]).exit_code == 1
    assert not (tmp_path / "CITATION.cff").exists()
    record.write_text("name: Ann\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["release", "1", *options])
    assert done.exit_code == 0
    assert "git tag release-1" in done.output
    assert released((tmp_path / "CITATION.cff").read_text(encoding="utf-8")) == ("1", "2024-04-19")
    assert (tmp_path / "records/addresses/people.txt").read_text(encoding="ascii") == "people/ann\n"
    assert CliRunner().invoke(main, ["release", "one", *options]).exit_code == 2
