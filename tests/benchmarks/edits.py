"""Changes to a made archive, as people make them: a record corrected, a person renamed."""

from __future__ import annotations

from pathlib import Path


def change_record(archive: Path, number: int) -> Path:
    """Add a sentence to the last speech of a meeting, each number another meeting; return its file."""
    path = _chosen(sorted((archive / "records" / "meetings").rglob("*.md")), number)
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text} Das wird zum {number}. Mal nachgetragen.\n", encoding="utf-8")
    return path


def rename_person(archive: Path, number: int) -> Path:
    """Give a person another name (the old one stays as an alias), each number another person; return the file."""
    path = _chosen(sorted((archive / "records" / "people").glob("*.yml")), number)
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    name = first.removeprefix("name: ")
    path.write_text(f"name: {name}-Neuenfels\naliases: [{name}]\n{rest}", encoding="utf-8")
    return path


def _chosen(paths: list[Path], number: int) -> Path:
    return paths[number * len(paths) // 5 % len(paths)]
