"""Pages that are kept, compared with pages as they are made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.golden.lines import UPDATE, difference


def compare(name: str, made: str, folder: Path, *, update: bool) -> None:
    """Fail with a readable difference where a page is not the kept one; with `update`, keep it as it is now."""
    path = folder / name
    if update:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="\n")
        return
    kept = path.read_text(encoding="utf-8") if path.is_file() else ""
    if found := difference(kept, made, name):
        raise AssertionError(found)


def compare_names(names: Iterable[str], folder: Path, *, update: bool) -> None:
    """Fail where a file is kept that no page makes; with `update`, remove it."""
    left_over = sorted({path.name for path in folder.iterdir()} - set(names))
    if update:
        for name in left_over:
            (folder / name).unlink()
    elif left_over:
        raise AssertionError(f"no page makes {', '.join(left_over)} any more\n\nIf that is meant: {UPDATE}")
