"""`archive export`: the archive for programs that a site does not serve."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path

import click

from generator.cache import default_folder, with_cache
from generator.check import Request, check
from generator.commands.options import folder_of_records, inputs
from generator.package.entries import all_entries
from generator.package.opensearch import bulk_files, index_settings
from generator.problems import errors
from generator.processes import available
from generator.stamp import program_stamp


@click.command("export")
@click.option(
    "--opensearch",
    "out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Write files for OpenSearch or Elasticsearch into this folder.",
)
@click.option("--index", default="archive", show_default=True, help="The name of the index.")
@inputs
def export_command(*, out: Path, index: str, config: Path, records: Path | None) -> None:
    """Write the search entries as bulk files, with the settings and mappings of their index."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", index):
        raise click.BadParameter("lowercase letters, digits, - and _", param_hint="--index")
    request = Request(folder_of_records(config, records), config, cache=default_folder(config), processes=available())
    checked = with_cache(request.cache, program_stamp(), partial(check, request))
    if errors(checked.problems):
        click.echo("Nothing was exported: the records have errors, which `archive check` tells.", err=True)
        sys.exit(1)
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("bulk-*.ndjson"):
        old.unlink()
    settings = checked.config
    (out / "index.json").write_bytes(index_settings(settings.records_language or settings.language))
    size = count = 0
    entries = (entry for batch in all_entries(checked, request.processes) for entry in batch)
    for name, data in bulk_files(entries, index):
        (out / name).write_bytes(data)
        size, count = size + len(data), count + 1
    click.echo(f"{count} {'file' if count == 1 else 'files'}, {size / 1e6:.1f} MB: {out}", err=True)
