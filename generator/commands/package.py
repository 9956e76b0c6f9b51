"""`archive package` and `archive release`: the copy that works from a disk, and the release that it is a copy of."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from generator.archive.addresses import addresses_of
from generator.archive.names import slug
from generator.cache import default_folder
from generator.check import Request, check, read_config
from generator.clock import this_day
from generator.commands.options import folder_of_records, inputs
from generator.package.packing import pack
from generator.package.release import CITATION, about_of, citation_file, released
from generator.problems import errors
from generator.processes import available
from generator.records.addresses import FOLDER, lists_with
from generator.records.source import find_records, read_addresses


def _day(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise click.BadParameter("write a day such as 2024-04-19")
    return value


@click.command("package")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="The file that is written.  [default: title and version or day, beside the configuration]",
)
@click.option("--date", "day", default=None, callback=_day, help="Its day.  [default: of the release, else today]")
@inputs
def package_command(*, out: Path | None, day: str | None, config: Path, records: Path | None) -> None:
    """Build the site and pack it with records and data into one ZIP, whose pages work from a disk."""
    settings, problems, _ = read_config(config)
    if problems:
        raise click.UsageError(f"{config}: {problems[0].message}")
    citation = config.parent / CITATION
    version, known = released(citation.read_text("utf-8")) if citation.is_file() else ("", "")
    about = about_of(settings, day or known or this_day().isoformat(), version)
    target = out or config.parent / f"{slug(settings.title)}-{version or about.date}.zip"
    request = Request(
        folder_of_records(config, records),
        config,
        config.parent / "site",
        cache=default_folder(config),
        processes=available(),
    )
    packed = pack(request, about, target)
    if errors(packed.problems):
        click.echo("Nothing was packed: the records have errors, which `archive check` tells.", err=True)
        sys.exit(1)
    size = f"{packed.size / 1e6:.1f} MB"
    click.echo(f"{packed.files} files, {packed.entries} search entries, {size}: {target}", err=True)


@click.command("release")
@click.argument("version")
@click.option("--date", "day", default=None, callback=_day, help="Its day.  [default: today]")
@inputs
def release_command(*, version: str, day: str | None, config: Path, records: Path | None) -> None:
    """Make the records as they are a numbered, dated whole: write its citation and note its addresses."""
    settings, problems, _ = read_config(config)
    if problems:
        raise click.UsageError(f"{config}: {problems[0].message}")
    if not re.fullmatch(r"\d+(\.\d+){0,2}", version):
        raise click.BadParameter("write a number such as 3, 3.1 or 2024.2", param_hint="VERSION")
    folder = folder_of_records(config, records)
    checked = check(Request(folder, config, processes=available()))
    if errors(checked.problems):
        click.echo("Nothing was released: the records have errors, which `archive check` tells.", err=True)
        sys.exit(1)
    repository = settings.repository.url if settings.repository else ""
    about = about_of(settings, day or this_day().isoformat(), version)
    (config.parent / CITATION).write_text(citation_file(about, repository), encoding="utf-8")
    noted, _ = read_addresses(find_records(folder))
    (folder / FOLDER).mkdir(exist_ok=True)
    for name, text in lists_with(noted.published, addresses_of(checked.archive)).items():
        (folder / FOLDER / name).write_text(text, encoding="ascii")
    tag = f"release-{version}"
    click.echo(f"Release {version} of {about.date}: {config.parent / CITATION}", err=True)
    click.echo(f"git add -A && git commit -m 'Release {version}' && git tag {tag}\narchive package")
