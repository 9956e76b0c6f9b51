from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from generator.cli import main


def archive(folder: Path) -> list[str]:
    """Write an archive of two people, and return the options that name it."""
    for name in ("ann", "bob"):
        path = folder / f"records/people/{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"name: {name.title()}\n", encoding="utf-8")
    (folder / "site_config.yml").write_text("title: T\n", encoding="utf-8")
    return ["--config", str(folder / "site_config.yml")]


def test_what_is_noted_is_guarded(tmp_path: Path) -> None:
    """After `archive addresses` a file that is deleted is missed by `archive check`, and a line saves it."""
    options = archive(tmp_path)
    run = CliRunner().invoke
    assert run(main, ["addresses", "--check", *options]).exit_code == 1
    assert "2 addresses noted" in run(main, ["addresses", *options]).output
    assert (tmp_path / "records/addresses/people.txt").read_text(encoding="ascii") == "people/ann\npeople/bob\n"
    assert run(main, ["addresses", "--check", *options]).exit_code == 0
    (tmp_path / "records/people/bob.yml").unlink()
    done = run(main, ["check", *options])
    assert done.exit_code == 1
    assert "records/addresses/people.txt:2:1: error[dead-address]" in done.output
    assert "    2 | people/bob\n" in done.output
    assert run(main, ["addresses", *options]).exit_code == 1
    (tmp_path / "records/addresses/moved.yml").write_text("people/bob: people/ann\n", encoding="utf-8")
    assert run(main, ["check", *options]).exit_code == 0
    assert "0 addresses noted" in run(main, ["addresses", *options]).output


def test_lists_go_where_they_are_wanted(tmp_path: Path) -> None:
    """With `--out` the whole lists are written there, and the records stay as they are."""
    options = archive(tmp_path)
    assert CliRunner().invoke(main, ["addresses", "--out", str(tmp_path / "lists"), *options]).exit_code == 0
    assert [path.name for path in (tmp_path / "lists").iterdir()] == ["people.txt"]
    assert not (tmp_path / "records/addresses").exists()
