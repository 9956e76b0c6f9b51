"""`archive schema`: writes the JSON Schema of every kind of record, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from generator.check import read_config
from generator.contribute.schema import schema_files


@click.command("schema")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".vscode/schema"),
    show_default=True,
    help="The folder that is written.",
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("site_config.yml"),
    show_default=True,
    help="The site's configuration, if there is one: it knows the site's address.",
)
def schema_command(out: Path, config: Path) -> None:
    """Write the JSON Schema of every kind of record, which editors use to complete and to check."""
    site = (read_config(config)[0].site_url or "") if config.exists() else ""
    out.mkdir(parents=True, exist_ok=True)
    for address, text in schema_files(site):
        place = out / address.rpartition("/")[2]
        place.write_bytes(text)
        click.echo(str(place))
