"""`archive draft`: a report in, the draft of a record out, with a mark at everything that is unsure."""

from __future__ import annotations

from pathlib import Path

import click
from pydantic import TypeAdapter, ValidationError

from generator.contribute.draft.drafting import draft_of
from generator.contribute.draft.extract import ExtractError
from generator.records.model import WebAddress


@click.command("draft")
@click.argument("article", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    default=None,
    help="Where the draft is written; `-` is the terminal.  [default: its place in the folder of records]",
)
@click.option("--url", default="", help="The address at which the report was published.")
@click.option(
    "--records",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path("records"),
    show_default=True,
    help="The folder of records.",
)
def draft_command(article: Path, out: Path | None, url: str, records: Path) -> None:
    """Make a draft record from a report: a .txt, .md, .html, .docx or .pdf file."""
    _check_address(url)
    try:
        draft = draft_of(article, records, url)
    except ExtractError as error:
        raise click.UsageError(str(error)) from error
    if str(out) == "-":
        click.echo(draft.text, nl=False)
        return
    path = out or records / "meetings" / draft.folder / f"{draft.id}.md"
    _write(path, draft.text)
    click.echo(f"{path}: {draft.questions} marks to settle; `archive check` lists them.", err=True)


def _check_address(url: str) -> None:
    try:
        if url:
            TypeAdapter(WebAddress).validate_python(url)
    except ValidationError:
        raise click.UsageError(f"“{url}” is not an address that readers can open: https://…") from None


def _write(path: Path, text: str) -> None:
    """Write a new file; what is there already stays."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(f"{path} is there already; write the draft elsewhere with --out") from None
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from error
