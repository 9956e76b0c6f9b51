"""`archive merge`: the parts of a site, built on several machines, put together."""

from __future__ import annotations

from pathlib import Path

import click

from generator.processes import available
from generator.shards import merge
from generator.site.publish import PublishError


@click.command("merge")
@click.argument("parts", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=Path("site_config.yml"),
    show_default=True,
    help="The site's configuration.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Where the site is written.  [default: site, beside the configuration]",
)
def merge_command(parts: tuple[Path, ...], config: Path, out: Path | None) -> None:
    """Put the parts of a site together that `archive build --shard` has written, and index it."""
    place = out or config.parent / "site"
    try:
        merged = merge(parts, config, place, available())
    except (PublishError, OSError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(
        f"{merged.pages} pages of {merged.meetings} meetings, {merged.entries} search entries: {place}", err=True
    )
