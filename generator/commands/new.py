"""`archive new`: a new record from questions on the terminal, or from options; what exists is never overwritten."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from generator.cache import default_folder, with_cache
from generator.check import Request, check, read_config
from generator.commands.asking import Asker, offer_of
from generator.commands.options import folder_of_records, inputs
from generator.contribute.agenda import LINES, offered_lines, with_follow_up_lines
from generator.contribute.new import (
    QUESTIONS,
    REQUIRED,
    Answer,
    Known,
    NewRecord,
    Question,
    Refused,
    defaults,
    derived_id,
    given_parts,
    new_record,
    schema_line_address,
    settled,
    settled_part,
    with_schema,
)
from generator.problems import errors, render_problem
from generator.processes import available
from generator.records.model import Kind
from generator.records.source import read_records
from generator.stamp import program_stamp

_NAMES = {
    "meeting": Kind.MEETING,
    "person": Kind.PERSON,
    "district": Kind.DISTRICT,
    "issue": Kind.ISSUE,
    "organization": Kind.ORGANIZATION,
    "series": Kind.SERIES,
}
_SCHEMAS = ".vscode/schema"


@click.group("new")
def new_command() -> None:
    """Write a new record: asks for what it needs, or takes it from options."""


def _command(name: str, kind: Kind) -> click.Command:
    def run(
        *,
        config: Path,
        records: Path | None,
        id: str,
        no_input: bool,
        dry_run: bool,
        follow_up_lines: bool = False,
        **options: str | tuple[str, ...],
    ) -> None:
        folder = folder_of_records(config, records)
        known = Known(read_records(folder).files, read_config(config)[0])
        asker = None if no_input else Asker()
        try:
            answers = _given(known, kind, options)
            _complete(known, kind, answers, asker)
            record = _made(known, kind, answers, asker, id=id, schema=_schema(config, known, kind))
            if follow_up_lines:
                record = _with_agenda(record, answers, folder, config)
        except Refused as refused:
            raise click.UsageError(str(refused)) from refused
        made = [*(with_schema(other, _schema(config, known, other.kind)) for other in known.added), record]
        for one in made:
            _tell(one)
        if any(errors(one.problems) for one in made):
            sys.exit(1)
        for one in made:
            if dry_run:
                click.echo(one.text if len(made) == 1 else f"# {one.path}\n{one.text}", nl=False)
            else:
                click.echo(_written(folder, one))

    command: Callable[..., Any] = run
    for question in reversed(QUESTIONS[kind]):
        command = _option(question)(command)
    command = inputs(command)
    if kind is Kind.MEETING:
        command = click.option(
            "--follow-up-lines/--no-follow-up-lines",
            "follow_up_lines",
            default=True,
            show_default=True,
            help=f"With a series: add a line to fill in for each of its open conclusions, at most {LINES}.",
        )(command)
    command = click.option("--dry-run", is_flag=True, help="Show the record, and write nothing.")(command)
    command = click.option("--no-input", is_flag=True, help="Ask nothing; what no option says stays empty.")(command)
    command = click.option("--id", default="", help="Its id.  [default: from date and title, or the name]")(command)
    return click.command(name, help=f"Write a new {name}.")(command)


def _schema(config: Path, known: Known, kind: Kind) -> str:
    local = _SCHEMAS if (config.parent / _SCHEMAS / f"{kind}.json").is_file() else ""
    return schema_line_address(known.config, kind, local)


def _option(question: Question) -> Callable[..., Any]:
    words = question.words[0].upper() + question.words[1:]
    if question.parts:
        words += f", or its fields: {{{', '.join(part.field for part in question.parts)}}}"
    elif question.choices:
        words += f": {', '.join(question.choices)}"
    further = "; can be given several times" if question.many else ""
    default = f"  [default: {question.default}]" if question.default else ""
    return click.option(
        question.flag, question.field, multiple=question.many, metavar="TEXT", help=f"{words}{further}.{default}"
    )


def _with_agenda(record: NewRecord, answers: Mapping[str, Answer], folder: Path, config: Path) -> NewRecord:
    """The record with what the next meeting of its series has to report on."""
    series = answers.get("series")
    if not isinstance(series, str) or not series:
        return record
    request = Request(folder, config, processes=available())
    archive = with_cache(default_folder(config), program_stamp(), partial(check, request)).archive
    return replace(record, text=with_follow_up_lines(record.text, offered_lines(archive, series)))


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _given(known: Known, kind: Kind, options: dict[str, Any]) -> dict[str, Answer]:
    """What the options say, settled."""
    answers: dict[str, Answer] = {}
    for question in QUESTIONS[kind]:
        value = options[question.field]
        if value is None or value == ():
            continue
        try:
            answers[question.field] = _settled_option(known, kind, question, value)
        except Refused as refused:
            raise Refused(f"{question.flag}: {refused}") from refused
    return answers


def _settled_option(known: Known, kind: Kind, question: Question, value: str | tuple[str, ...]) -> Answer:
    if isinstance(value, str):
        return settled(known, kind, question, value)
    if question.parts:
        return [given_parts(known, kind, question, text) for text in value]
    return [settled(known, kind, question, text) for text in value]


def _complete(known: Known, kind: Kind, answers: dict[str, Answer], asker: Asker | None) -> None:
    """Ask for what the options do not say; without a terminal, take what follows by itself."""
    for question in QUESTIONS[kind]:
        field = question.field
        if field not in answers:
            if asker is not None and _is_asked(question, answers):
                answer = _asked(known, kind, question, asker, answers)
            else:
                answer = _likely(known, kind, question, answers)
            if answer:
                answers[field] = answer
        if field in REQUIRED and not answers.get(field):
            raise Refused(f"{question.flag} is needed")


def _is_asked(question: Question, answers: Mapping[str, object]) -> bool:
    """Say whether a question makes sense after these answers; of one source alone nobody asks which one it was."""
    needed = answers.get(question.after)
    if question.after == "sources":
        return isinstance(needed, list) and len(needed) > 1
    return question.asked and (not question.after or bool(needed))


def _likely(known: Known, kind: Kind, question: Question, answers: Mapping[str, Answer]) -> Answer:
    return defaults(known, kind, answers).get(question.field) or question.default


def _asked(known: Known, kind: Kind, question: Question, asker: Asker, answers: Mapping[str, Answer]) -> Answer:
    likely = _likely(known, kind, question, answers)
    if not question.many:
        offer, needed = offer_of(known, question), question.field in REQUIRED
        return asker.ask(
            question.words, lambda text: settled(known, kind, question, text), offer, str(likely), needed=needed
        )
    if not question.parts:
        return list(_several(known, question, asker, lambda text: settled(known, kind, question, text), likely))
    return list(_parts(known, kind, question, asker, answers))


def _one(known: Known, question: Question, asker: Asker, settle: Callable[[str], str]) -> str:
    return asker.ask(question.words, settle, offer_of(known, question), needed=False)


def _several(
    known: Known, question: Question, asker: Asker, settle: Callable[[str], str], likely: Sequence[Any] = ()
) -> Iterator[str]:
    """Ask until nothing is answered; what is likely stands there already, to be taken or changed."""
    offer, waiting = offer_of(known, question), [str(text) for text in likely]
    while True:
        offered = waiting.pop(0) if waiting else ""
        answer = asker.ask(question.words, settle, offer, offered, needed=False)
        if answer:
            yield answer
        elif not waiting:
            return


def _parts(
    known: Known, kind: Kind, question: Question, asker: Asker, answers: Mapping[str, Answer]
) -> Iterator[dict[str, object]]:
    """Ask for one after the other; nothing to the first question (of people and sources, to the first two) ends it."""
    needed = 2 if question.field == "sources" or question.parts[0].field == "person" else 1
    while True:
        asker.say(f"{question.words} (nothing: no more)")
        found: dict[str, object] = {}
        for number, part in enumerate(replace(part, words=f"  {part.words}") for part in question.parts):
            if number >= needed and not found:
                return
            if not _is_asked(part, {**answers, **found}) or (part.field == "group" and "person" in found):
                continue

            def settle(text: str, part: Question = part) -> str:
                return settled_part(known, kind, question, part, text)

            answer = list(_several(known, part, asker, settle)) if part.many else _one(known, part, asker, settle)
            if answer:
                found[part.field] = answer
        yield found


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _made(
    known: Known, kind: Kind, answers: dict[str, Answer], asker: Asker | None, *, id: str, schema: str
) -> NewRecord:
    """The record; where its id is taken somebody at a terminal can choose another."""
    while True:
        try:
            return new_record(known, kind, answers, id, schema)
        except Refused as refused:
            if asker is None:
                raise
            asker.say(f"  {refused}")
            id = asker.ask("id", str, None, id or derived_id(kind, answers), needed=True)


def _tell(record: NewRecord) -> None:
    lines = record.text.split("\n")
    for problem in record.problems:
        shown = lines if problem.span.path == record.path else ()
        click.echo(render_problem(problem, shown), err=True)
    if errors(record.problems):
        click.echo(f"Nothing was written: {record.path} would have errors.", err=True)


def _written(folder: Path, record: NewRecord) -> Path:
    place = folder / record.path.partition("/")[2]
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with place.open("xb") as file:
            file.write(record.text.encode("utf-8"))
    except FileExistsError as error:
        raise click.UsageError(f"{place} is there already") from error
    return place


for _name, _kind in _NAMES.items():
    new_command.add_command(_command(_name, _kind))
