"""`archive format`: puts the fields of records into their usual order."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands.options import folder_of_records, inputs
from generator.commands.rewriting import Records, rewriting
from generator.contribute.format import format_text
from generator.problems import printable


@click.command("format")
@rewriting
@inputs
def format_command(*, paths: tuple[Path, ...], check: bool, diff: bool, config: Path, records: Path | None) -> None:
    """Put the fields of the records, or of those at PATHS, into their usual order; a comment goes with its field."""
    all_records = Records(folder_of_records(config, records), paths)
    texts = {}
    for path in all_records.wanted:
        file = all_records.file(path)
        if file.text is None:
            continue
        result = format_text(file.kind, file.text)
        texts[path] = result.text
        if not result.readable:
            click.echo(
                f"{printable(path)}: left in its order, since it cannot be read: archive check says why", err=True
            )
        elif result.text != file.text:
            click.echo(printable(path), err=True)
    count = all_records.change(texts, check=check, diff=diff)
    would = "would be changed" if check or diff else "changed"
    click.echo(f"{count} {'file' if count == 1 else 'files'} {would}." if count else "All in order.", err=True)
    sys.exit(1 if check and count else 0)
