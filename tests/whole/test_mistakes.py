"""Ten different mistakes in ten files: one run reports them all, each at its line, and the old site still stands."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

from generator.cli import main
from tests.whole.conftest import ROOT

MEETING = "---\ntitle: Eins\ndate: 2024-01-01\n---\nText.\n"


MISTAKES: tuple[tuple[str, str, int, str], ...] = (
    ("meetings/2024/a.md", MEETING.replace("title: Eins", "titel: Eins"), 2, "unknown-field"),
    ("meetings/2024/b.md", MEETING.replace("2024-01-01", "01.01.2024"), 3, "bad-date"),
    ("meetings/2024/c.md", MEETING.replace("date:", "chairs: [nobody-known]\ndate:"), 3, "unknown-reference"),
    ("meetings/2024/d.md", MEETING.replace("title: Eins", "title: Eins: zwei"), 2, "yaml-syntax"),
    ("meetings/2024/e.md", MEETING.replace("date:", "title: Zwei\ndate:"), 3, "duplicate-key"),
    ("meetings/2024/f.md", MEETING + "\n## Punkt\n\nText.\n\n## Punkt\n", 11, "duplicate-heading"),
    ("meetings/2024/g.md", MEETING.replace("Text.", "[[nobody-known]]"), 5, "unknown-link"),
    (
        "people/h.yml",
        "name: Ha\nposts:\n  - role: Leiter\n    from: 2024-05-01\n    until: 2023-05-01\n",
        5,
        "end-before-start",
    ),
    ("districts/i.yml", "name: Ih\nkind: citty\n", 2, "unknown-kind"),
    ("issues/j.yml", "name: Jot\nterms: wort\n", 2, "wrong-value"),
)


def _archive(folder: Path) -> Path:
    (folder / "records/meetings/2024").mkdir(parents=True)
    for kind in ("people", "districts", "issues"):
        (folder / "records" / kind).mkdir()
    (folder / "site_config.yml").write_text("title: Probe\n", encoding="utf-8")
    (folder / "records/meetings/2024/good.md").write_text(MEETING, encoding="utf-8")
    return folder


def test_ten_mistakes_are_all_reported_and_the_site_stays(tmp_path: Path) -> None:
    """Ten broken files give ten problems with their lines and exit code 1; the published site is not touched."""
    folder = _archive(tmp_path)
    command = ["build", "--config", str(folder / "site_config.yml")]
    first = CliRunner().invoke(main, command)
    assert first.exit_code == 0, first.output
    before = {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()}
    for name, text, _, _ in MISTAKES:
        (folder / "records" / name).write_text(text, encoding="utf-8")

    second = CliRunner().invoke(main, command)

    assert second.exit_code == 1
    for name, _, line, code in MISTAKES:
        assert any(
            shown.startswith(f"records/{name}:{line}:") and f"[{code}]" in shown for shown in second.output.splitlines()
        ), (name, line, code, second.output)
    reported = [shown for shown in second.output.splitlines() if ": error[" in shown]
    assert len(reported) == len(MISTAKES) + 1  # titel: is an unknown field, and title is missing
    assert {path: path.read_bytes() for path in (folder / "site").rglob("*") if path.is_file()} == before
    assert list(folder.glob(".site-*")) == []


def test_the_real_records_build_by_command(tmp_path: Path) -> None:
    """`archive build` on the repository's own records ends with 0 and says what it made."""
    result = CliRunner().invoke(
        main, ["build", "--strict", "--config", str(ROOT / "site_config.yml"), "--out", str(tmp_path / "site")]
    )
    assert result.exit_code == 0, result.output
    assert "45 meetings" in result.output
    assert (tmp_path / "site/index.html").exists()
    shutil.rmtree(tmp_path / "site")
