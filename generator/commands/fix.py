"""`archive fix`: mends in the files what is mechanical, and tells each place."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.check import read_config
from generator.commands.options import folder_of_records, inputs
from generator.commands.rewriting import Records, rewriting
from generator.contribute.fix import Fixed, fix_records
from generator.problems import printable


@click.command("fix")
@rewriting
@click.option(
    "--apply-suggestions", is_flag=True, help="Also write the nearest field, word or id where one is suggested."
)
@inputs
def fix_command(
    *, paths: tuple[Path, ...], check: bool, diff: bool, apply_suggestions: bool, config: Path, records: Path | None
) -> None:
    """Mend what is mechanical in the records, or in those at PATHS, and leave everything else as it is."""
    all_records = Records(folder_of_records(config, records), paths)
    files = all_records.files() if apply_suggestions else [all_records.file(path) for path in all_records.wanted]
    fixed = fix_records(files, all_records.wanted, read_config(config)[0], suggestions=apply_suggestions)
    for path, result in fixed.items():
        _tell(path, result)
    count = all_records.change({path: result.text for path, result in fixed.items()}, check=check, diff=diff)
    places = sum(len(result.mends) + len(result.whole) for result in fixed.values())
    would = "would be mended" if check or diff else "mended"
    said = f"{places} {'place' if places == 1 else 'places'} in {count} {'file' if count == 1 else 'files'} {would}"
    click.echo(f"{said}." if count else "Nothing to mend.", err=True)
    sys.exit(1 if check and count else 0)


def _tell(path: str, fixed: Fixed) -> None:
    for what in fixed.whole:
        click.echo(f"{printable(path)}: {what}", err=True)
    for mend in fixed.mends:
        place = f"{printable(path)}:{mend.line}:{mend.column}"
        written = f": {printable(mend.before)} → {printable(mend.after)}" if mend.after else ""
        click.echo(f"{place}: {mend.why}{written}", err=True)
