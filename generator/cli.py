"""The command `archive`: words in, exit code out. What it does is told in `build` and `serve`.

Exit codes: 0 good, 1 problems in the records, 2 wrong use.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from generator import __version__
from generator.build import Keep, build
from generator.cache import default_folder, with_cache
from generator.check import Checked, Lines, Request, verdict
from generator.clock import ClockError, this_day
from generator.commands.addresses import addresses_command
from generator.commands.agenda import agenda_command
from generator.commands.draft import draft_command
from generator.commands.erase import erase_command
from generator.commands.export import export_command
from generator.commands.fix import fix_command
from generator.commands.format import format_command
from generator.commands.merge import merge_command
from generator.commands.new import new_command
from generator.commands.options import folder_of_records, inputs
from generator.commands.package import package_command, release_command
from generator.commands.report import report_command
from generator.commands.schema import schema_command
from generator.contribute.revision import RevisionError
from generator.contribute.touched import caused, changed_since, shown_paths
from generator.problems import Problem, Severity, errors, printable, render_problem
from generator.processes import available
from generator.serve import serve
from generator.site.engine import EngineError
from generator.site.publish import PublishError
from generator.stamp import program_stamp
from generator.today import on_day
from generator.voices import Voice, counted, spoken

GOOD, PROBLEMS, WRONG_USE = 0, 1, 2

console = Console(stderr=True, highlight=False)


class Stages:
    """Shows on a terminal which stage is under way, and remembers how long each took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.busy: dict[str, float] = {}
        """Seconds of all processors together, those of finished processes included."""
        # Without a thread of its own: processes are forked, and a fork copies threads only by half.
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bars = Bars(*columns, console=console, auto_refresh=False)

    @contextmanager
    def stage(self, name: str, /) -> Iterator[None]:
        """Show a stage for as long as the block runs."""
        task = self._bars.add_task(name, total=1)
        self._bars.refresh()
        start, busy = time.perf_counter(), sum(os.times()[:4])
        try:
            yield
        finally:
            self.seconds[name] = time.perf_counter() - start
            self.busy[name] = sum(os.times()[:4]) - busy
            self._bars.update(task, completed=1, refresh=True)

    @contextmanager
    def shown(self) -> Iterator[Stages]:
        """Show the stages of the block; only where somebody looks at a terminal."""
        if console.is_terminal:
            with self._bars:
                yield self
        else:
            yield self


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
    return Request(
        folder_of_records(config, records),
        config,
        out or config.parent / "site",
        strict,
        cache=default_folder(config),
        processes=available(),
    )


def _shard(_: click.Context, __: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    number, slash, of = value.partition("/")
    if not (slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise click.BadParameter("write the part and how many there are, such as 2/8")
    return int(number), int(of)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archive")
def main() -> None:
    """Turn a folder of meeting records into a searchable site."""
    try:
        this_day()
    except ClockError as error:
        raise click.UsageError(str(error)) from error


@main.command("build")
@inputs
@_out
@_strict
@click.option("--profile", is_flag=True, help="Tell stage by stage where the time went.")
@click.option("--shard", default=None, callback=_shard, metavar="N/M", help="Build the Nth of M parts, for `merge`.")
@click.option("--no-cache", is_flag=True, help="Use nothing that earlier runs have left, and leave nothing.")
def build_command(
    *,
    config: Path,
    records: Path | None,
    out: Path | None,
    strict: bool,
    profile: bool,
    shard: tuple[int, int] | None,
    no_cache: bool,
) -> None:
    """Check the records and build the site; with errors, the site that was there stays."""
    gc.disable()  # one run, which makes hundreds of thousands of values and throws few away
    request = replace(_request(config, records, out, strict=strict), shard=shard)
    request = replace(request, cache=None) if no_cache else request
    stages = Stages()
    start = time.perf_counter()
    with stages.shown(), _wrong_use():
        built = build(request, stages)
    _show(built.problems, built.lines)
    if errors(built.problems, strict=strict):
        console.print(f"Nothing was built: {counted(errors(built.problems, strict=strict))}.")
        sys.exit(PROBLEMS)
    size = f"{built.index_bytes / 1e6:.1f} MB"
    console.print(
        f"{_number(built.pages, 'page')} of {_number(built.meetings, 'meeting')} ({built.renewed} made anew), "
        f"{_number(built.entries, 'search entry', 'search entries')} ({size}) "
        f"in {time.perf_counter() - start:.1f} s: {request.out}"
    )
    if profile:
        for name, seconds in stages.seconds.items():
            console.print(f"{name:<14} {seconds:7.2f} s {stages.busy[name]:7.2f} s of processors")
        if peak := _peak_megabytes():
            console.print(f"{'Memory':<14} {peak:7.0f} MB at most in one process")


@main.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATHS]...")
@inputs
@_strict
@click.option(
    "--changed-from", default=None, metavar="REF", help="Tell only what the files break that differ from REF."
)
@click.option(
    "--format",
    "voice",
    type=click.Choice([voice.value for voice in Voice]),
    default=Voice.TEXT.value,
    show_default=True,
    help="How problems are told.",
)
def check_command(
    *, paths: tuple[Path, ...], config: Path, records: Path | None, strict: bool, changed_from: str | None, voice: str
) -> None:
    """Report everything that is wrong with the records, and build nothing; with PATHS, what these files break."""
    gc.disable()  # as above
    request = _request(config, records, strict=strict)
    stages = Stages()
    with stages.shown():
        checked = with_cache(request.cache, program_stamp(), lambda cache: verdict(request, cache, stages, _today))
    problems, told = checked.problems, _number(checked.records, "record")
    with _wrong_use():
        if changed_from is not None:
            problems, changed = changed_since(problems, request, changed_from)
            told += f", {changed} changed since {changed_from}"
    if paths:
        chosen = shown_paths(paths, request.records, request.config)
        problems = caused(problems, chosen)
    folder = Path(os.path.relpath(request.records.absolute().parent)).as_posix()
    click.echo(spoken(Voice(voice), problems, checked.lines, "" if folder == "." else folder), nl=False)
    console.print(f"{told}: {counted(problems) or 'all good'}.")
    sys.exit(PROBLEMS if errors(problems, strict=strict) else GOOD)


def _today(all_days: Checked) -> Checked:
    return on_day(all_days, this_day())


@main.command("serve")
@inputs
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--open/--no-open", "open_browser", default=True, show_default=True, help="Open the site in a browser.")
def serve_command(config: Path, records: Path | None, port: int, open_browser: bool) -> None:
    """Build the site, show it on this machine, and renew it whenever a file is saved."""
    request = _request(config, records)

    def rebuild(request: Request, keep: Keep) -> bool:
        start = time.perf_counter()
        built = build(request, keep=keep)
        _show(built.problems, built.lines, least=Severity.WARNING)
        state = f"{built.pages} pages" if built.pages else "nothing was built, the last good site stays"
        console.print(f"{time.strftime('%H:%M:%S')} {state} ({time.perf_counter() - start:.1f} s)")
        return bool(built.pages)

    with _wrong_use():
        serve(replace(request), rebuild, port=port, open_browser=open_browser, say=console.print)


main.add_command(addresses_command)
main.add_command(agenda_command)
main.add_command(draft_command)
main.add_command(erase_command)
main.add_command(export_command)
main.add_command(fix_command)
main.add_command(format_command)
main.add_command(merge_command)
main.add_command(new_command)
main.add_command(package_command)
main.add_command(release_command)
main.add_command(report_command)
main.add_command(schema_command)


def run() -> NoReturn:
    """Run the command and end at once: to take a large archive apart value by value costs a second, for nothing."""
    code: object = GOOD
    try:
        main()
    except SystemExit as end:
        code = end.code
    except OSError as error:  # a full disk, a folder that cannot be written
        click.echo(f"Error: {printable(str(error))}", err=True)
        code = WRONG_USE
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # whoever reads it may be gone
            stream.flush()
    os._exit(code if isinstance(code, int) else bool(code))


@contextmanager
def _wrong_use() -> Iterator[None]:
    """Say in one line what cannot be done, instead of a traceback."""
    try:
        yield
    except (PublishError, EngineError, RevisionError, OSError) as error:
        raise click.UsageError(str(error)) from error


def _show(problems: tuple[Problem, ...], lines: Lines, least: Severity = Severity.INFO) -> None:
    order = list(Severity)
    for problem in problems:
        if order.index(problem.severity) <= order.index(least):
            click.echo(render_problem(problem, lines.get(problem.span.path, ())))
            click.echo()


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _peak_megabytes() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415 - there is none on Windows

    used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return used / (1e6 if sys.platform == "darwin" else 1e3)
