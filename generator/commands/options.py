"""What commands that work on records have in common: their two options, and the folder that is meant by them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


def inputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where the configuration and the records are."""
    command = click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        default=Path("site_config.yml"),
        show_default=True,
        help="The site's configuration.",
    )(command)
    return click.option(
        "--records",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=None,
        help="The folder of records.  [default: records, beside the configuration]",
    )(command)


def folder_of_records(config: Path, records: Path | None) -> Path:
    """Return the folder of records, which must be there."""
    folder = records or config.parent / "records"
    if not folder.is_dir():
        raise click.UsageError(f"there is no folder {folder}; name another with --records")
    return folder
