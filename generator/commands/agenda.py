"""`archive agenda`: the open conclusions of a series as Markdown, ready to be reported on at its next meeting."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from generator.cache import default_folder, with_cache
from generator.check import Request, check
from generator.commands.options import folder_of_records, inputs
from generator.contents import interface_of
from generator.contribute.agenda import agenda_text
from generator.processes import available
from generator.site.theme import read_theme, theme_folder
from generator.stamp import program_stamp


@click.command("agenda")
@click.argument("series")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="The file that is written.  [default: the standard output]",
)
@inputs
def agenda_command(*, series: str, out: Path | None, config: Path, records: Path | None) -> None:
    """Write the open conclusions of SERIES (its id or name) as Markdown, the most pressing first."""
    folder = folder_of_records(config, records)
    request = Request(folder, config, processes=available())
    checked = with_cache(default_folder(config), program_stamp(), partial(check, request))
    archive = checked.archive
    named = [id for id, record in archive.series.items() if series in {id, record.name}]
    if len(named) != 1:
        known = ", ".join(archive.series)
        raise click.UsageError(f"no single series is “{series}”; known are {known or 'none'}")
    text = agenda_text(archive, named[0], interface_of(checked.config, read_theme(theme_folder())))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
