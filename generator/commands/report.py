"""`archive report`: what the step from one state of the records to another means, in Markdown or as JSON."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import click

from generator.contribute.report_text import report_markdown, report_values
from generator.contribute.revision import Repository, RevisionError, report_between


@click.command("report")
@click.argument("base")
@click.argument("head")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help="What is written.",
)
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=Path("site_config.yml"),
    show_default=True,
    help="The site's configuration, for both states.",
)
@click.option(
    "--records",
    type=click.Path(path_type=PurePosixPath),
    default=PurePosixPath("records"),
    show_default=True,
    help="The folder of records within both states.",
)
@click.option(
    "--repository",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default=True,
    help="The clone in which commits are looked up.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="The file that is written.  [default: the standard output]",
)
def report_command(
    *, base: str, head: str, form: str, config: Path, records: PurePosixPath, repository: Path, out: Path | None
) -> None:
    """Tell what the records of HEAD say that those of BASE did not; both are commits, or folders."""
    try:
        report = report_between(Repository(repository, records), config, base, head)
    except (RevisionError, OSError) as error:
        raise click.UsageError(str(error)) from error
    if form == "json":
        text = json.dumps(report_values(report), ensure_ascii=False, indent=2).replace("##[", "#\\u0023[") + "\n"
    else:
        text = report_markdown(report)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
