"""`archive addresses`: notes which addresses the archive has, so that no later change can let one die unseen."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.archive.addresses import addresses_of
from generator.check import Request, check
from generator.commands.options import folder_of_records, inputs
from generator.problems import errors
from generator.processes import available
from generator.records.addresses import FOLDER, lists_with
from generator.records.source import find_records, read_addresses


@click.command("addresses")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="The folder that is written.  [default: addresses, below the records]",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing, and end with 1 if something is not noted.")
@inputs
def addresses_command(*, out: Path | None, only_check: bool, config: Path, records: Path | None) -> None:
    """Note every address that the archive has now, in lists from which nothing is ever taken off."""
    folder = folder_of_records(config, records)
    checked = check(Request(folder, config, processes=available()))
    if errors(checked.problems):
        click.echo("Nothing was noted: the records have errors, which `archive check` tells.", err=True)
        sys.exit(1)
    noted, _ = read_addresses(find_records(folder))
    before = {path.rpartition("/")[2]: "\n".join(lines) for path, lines in noted.published.items()}
    lists = lists_with(noted.published, addresses_of(checked.archive))
    new = {name: text for name, text in lists.items() if text != before.get(name)}
    count = sum(text.count("\n") for text in new.values()) - sum(before.get(name, "").count("\n") for name in new)
    if not only_check:
        target = out or folder / FOLDER
        target.mkdir(parents=True, exist_ok=True)
        for name, text in (new if out is None else lists).items():
            (target / name).write_text(text, encoding="ascii")
    said = f"{count} {'address' if count == 1 else 'addresses'}"
    click.echo(f"{said} not noted yet." if only_check else f"{said} noted.", err=True)
    sys.exit(1 if only_check and new else 0)
