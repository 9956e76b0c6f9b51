"""The command `archive`: words in, exit code out. What it does is told in `build` and `serve`.

Exit codes: 0 good, 1 problems in the records, 2 wrong use.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from generator import __version__
from generator.build import build
from generator.cache import Cache, default_folder
from generator.check import Lines, Request, check
from generator.problems import Problem, Severity, errors, render_problem
from generator.processes import available
from generator.serve import serve
from generator.site.engine import EngineError
from generator.site.publish import PublishError
from generator.site.search import SearchIndexError
from generator.stamp import program_stamp

GOOD, PROBLEMS, WRONG_USE = 0, 1, 2

console = Console(stderr=True, highlight=False)


class Stages:
    """Shows on a terminal which stage is under way, and remembers how long each took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._bars = Bars(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console)

    @contextmanager
    def stage(self, name: str, /) -> Iterator[None]:
        """Show a stage for as long as the block runs."""
        task = self._bars.add_task(name, total=1)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - start
            self._bars.update(task, completed=1)

    @contextmanager
    def shown(self) -> Iterator[Stages]:
        """Show the stages of the block; only where somebody looks at a terminal."""
        if console.is_terminal:
            with self._bars:
                yield self
        else:
            yield self


def _inputs(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option(
        "--config",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        default=Path("site_config.yml"),
        show_default=True,
        help="The site's configuration.",
    )(command)
    return click.option(
        "--records",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=None,
        help="The folder of records.  [default: records, beside the configuration]",
    )(command)


def _strict(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--strict", is_flag=True, help="Take warnings for errors.")(command)


def _out(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--out",
        type=click.Path(path_type=Path),
        default=None,
        help="Where the site is written.  [default: site, beside the configuration]",
    )(command)


def _request(config: Path, records: Path | None, out: Path | None = None, *, strict: bool = False) -> Request:
    records = records or config.parent / "records"
    if not records.is_dir():
        raise click.UsageError(f"there is no folder {records}; name another with --records")
    return Request(
        records,
        config,
        out or config.parent / "site",
        strict,
        cache=default_folder(config),
        processes=available(),
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archive")
def main() -> None:
    """Turn a folder of meeting records into a searchable site."""


@main.command("build")
@_inputs
@_out
@_strict
def build_command(config: Path, records: Path | None, out: Path | None, strict: bool) -> None:
    """Check the records and build the site; with errors, the site that was there stays."""
    request = _request(config, records, out, strict=strict)
    stages = Stages()
    start = time.perf_counter()
    with stages.shown(), _wrong_use():
        built = build(request, stages)
    _show(built.problems, built.lines)
    if not built.pages:
        console.print(f"Nothing was built: {_count(errors(built.problems, strict=strict))}.")
        sys.exit(PROBLEMS)
    size = f"{built.index_bytes / 1e6:.1f} MB"
    took = ", ".join(f"{name.lower()} {seconds:.1f} s" for name, seconds in stages.seconds.items())
    console.print(
        f"{built.pages} pages of {built.meetings} meetings, {built.entries} search entries ({size}) "
        f"in {time.perf_counter() - start:.1f} s: {request.out}"
    )
    console.print(f"({took})", style="dim")


@main.command("check")
@_inputs
@_strict
def check_command(config: Path, records: Path | None, strict: bool) -> None:
    """Report everything that is wrong with the records, and build nothing."""
    request = _request(config, records, strict=strict)
    stages = Stages()
    with stages.shown(), closing(Cache(request.cache, program_stamp())) as cache:
        checked = check(request, cache, stages)
        cache.save()
    _show(checked.problems, checked.lines)
    wrong = errors(checked.problems, strict=strict)
    console.print(
        f"{len(checked.folder.files)} records: {_count(checked.problems) if checked.problems else 'all good'}."
    )
    sys.exit(PROBLEMS if wrong else GOOD)


@main.command("serve")
@_inputs
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--open/--no-open", "open_browser", default=True, show_default=True, help="Open the site in a browser.")
def serve_command(config: Path, records: Path | None, port: int, open_browser: bool) -> None:
    """Build the site, show it on this machine, and renew it whenever a file is saved."""
    request = _request(config, records)

    def rebuild(request: Request) -> bool:
        start = time.perf_counter()
        built = build(request)
        _show(built.problems, built.lines, least=Severity.WARNING)
        state = f"{built.pages} pages" if built.pages else "nothing was built, the last good site stays"
        console.print(f"{time.strftime('%H:%M:%S')} {state} ({time.perf_counter() - start:.1f} s)")
        return bool(built.pages)

    with _wrong_use():
        serve(replace(request), rebuild, port=port, open_browser=open_browser, say=console.print)


@contextmanager
def _wrong_use() -> Iterator[None]:
    """Say in one line what cannot be done, instead of a traceback."""
    try:
        yield
    except (PublishError, EngineError, SearchIndexError, OSError) as error:
        raise click.UsageError(str(error)) from error


def _show(problems: tuple[Problem, ...], lines: Lines, least: Severity = Severity.INFO) -> None:
    order = list(Severity)
    for problem in problems:
        if order.index(problem.severity) <= order.index(least):
            click.echo(render_problem(problem, lines.get(problem.span.path, ())))
            click.echo()


def _count(problems: tuple[Problem, ...]) -> str:
    counts = Counter(problem.severity for problem in problems)
    words = {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.INFO: ("note", "notes"),
    }
    return ", ".join(f"{counts[s]} {words[s][counts[s] != 1]}" for s in Severity if counts[s])
