"""The tables of the help that the code knows already: fields, options, codes, kinds, modules.

They stand in `generator/help/*.md` between two marks, such as `<!-- fields: Meeting -->` and `<!-- end -->`.
`python -m tests.update_help` writes them anew; `tests/unit/test_help.py` holds that nobody forgot to.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator import config
from generator.cli import main
from generator.problems import CATALOGUE, Severity
from generator.records import model
from generator.records.dates import Date
from generator.records.model import field_names
from generator.site.interface import LABELS
from generator.site.policy import POLICY, headers_for
from tests.licences import in_words, of_the_program

PACKAGE = Path(__file__).resolve().parents[1] / "generator"
HELP = PACKAGE / "help"
MARK = re.compile(
    r"<!-- (?P<kind>fields|options|problems|problem|labels|policy|headers|modules|licences|examples|codes): "
    r"(?P<what>[^>\n]+?) -->\n"
    r".*?<!-- end -->",
    re.DOTALL,
)
"""A stretch that is written by this module, with its marks."""


def documented_models() -> dict[str, type[BaseModel]]:
    """Return every model that somebody fills in by hand, by name: those of records and of the configuration."""
    shared = {model.Model, model.Record, model.Register}
    return {
        name: found
        for module in (model, config)
        for name, found in vars(module).items()
        if isinstance(found, type) and issubclass(found, model.Model) and found not in shared
    }


def updated(text: str) -> str:
    """Return a help file with every stretch between marks as the code has it today."""
    return MARK.sub(_stretch, text)


def _stretch(match: re.Match[str]) -> str:
    kind, what = match["kind"], match["what"]
    # Blank lines around: Markdown takes a table directly below a comment for a part of it.
    return f"<!-- {kind}: {what} -->\n\n{_WRITERS[kind](what)}\n\n<!-- end -->"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


# ---- fields


def _fields(what: str) -> str:
    name, _, base = what.partition(" beyond ")
    models = documented_models()
    inherited = field_names(models[base]) if base else {}
    hints = get_type_hints(models[name], include_extras=True)
    rows = [
        (f"`{written}`", _need(info), _value(hints[attribute], _WORD.get(written)), info.description or "")
        for written, attribute, info in _own_fields(models[name])
        if written not in inherited
    ]
    return _table(("Field", "Required", "Value", "What"), rows)


def _own_fields(of: type[BaseModel]) -> Iterator[tuple[str, str, FieldInfo]]:
    """Each field as a record writes it, as Python calls it, and what is known of it; required ones first."""
    fields = [(info.alias or name, name, info) for name, info in of.model_fields.items()]
    yield from sorted(fields, key=lambda field: (field[1] == "sources", not field[2].is_required()))


def _need(info: FieldInfo) -> str:
    if info.is_required():
        return "**yes**"
    default = info.default
    if isinstance(default, tuple) and default:
        return f"default `[{', '.join(default)}]`"
    return f"default `{default}`" if default or default == 0 else ""


_REFERENCES = (
    "person", "district", "organization", "series", "by", "addressees", "districts", "issues", "organizations",
    "successors", "parent", "broader", "related", "merged_into",
)  # fmt: skip
_WORD: Mapping[str, str] = dict.fromkeys(_REFERENCES, "[id or name](format.md#who-is-meant)")
"""Fields that name a record: to Python they are text like any other."""

_VALUES: Sequence[tuple[object, str]] = (
    (model.Text, "text"),
    (model.Label, "text"),
    (model.Language, "language code"),
    (model.EdtfDate, "[date](format.md#dates)"),
    (model.WebAddress, "web address"),
    (model.Clock, "time"),
    (model.Period, "period"),
    (model.ConclusionId, "id"),
    (Date, "[date](format.md#dates)"),
    (bool, "`on` or `off`"),
    (int, "whole number"),
    (float, "number"),
    (str, "text"),
)
_SECTIONS: Mapping[type[BaseModel], str] = {
    model.Source: "[source](format.md#sources)",
    model.Document: "[document](format.md#documents)",
    model.Entry: "[person or group](format.md#people-in-a-meeting)",
    model.Speaker: "[speaker](format.md#people-in-a-meeting)",
    model.AgendaItem: "[agenda item](format.md#agenda-items)",
    model.Votes: "[votes](format.md#conclusions)",
    model.Conclusion: "[conclusion](format.md#conclusions)",
    model.FollowUp: "[follow-up](format.md#follow-ups)",
    model.Post: "[post](format.md#people)",
    model.Coordinates: "[coordinates](format.md#districts)",
    model.FormerName: "[former name](format.md#districts)",
    config.Licence: "[fields](config.md#licence)",
    config.Repository: "[fields](config.md#repository)",
}


def _value(hint: object, text: str | None = None) -> str:
    """Say in a word or two what kind of value a field takes; `text` is said instead of “text”."""
    for known, word in _VALUES:
        if hint == known:
            return text or word
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return _SECTIONS[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin is tuple:
        return f"list: {_value(arguments[0], text)}"
    if origin is dict:
        return "format: `on` or `off`" if arguments[1] is bool else "code: words"
    if origin in {Union, UnionType, Annotated}:
        return _value(next(argument for argument in arguments if argument is not NoneType), text)
    raise TypeError(f"no words for {hint!r}")


# ---- options


def commands() -> dict[str, click.Command]:
    """Return every command by name, the whole one as `archive`; of a group of commands those in it."""
    found: dict[str, click.Command] = {"archive": main}
    for name, command in main.commands.items():
        inner = command.commands if isinstance(command, click.Group) else {}
        found |= {f"{name} {further}": one for further, one in inner.items()} or {name: command}
    return found


def _options(name: str) -> str:
    rows = [
        (_spelling(option), (option.help or "").partition("  [default:")[0], _default(option))
        for option in commands()[name].params
        if isinstance(option, click.Option)
    ]
    return _table(("Option", "What", "Default"), rows)


def _spelling(option: click.Option) -> str:
    value = "" if option.is_flag else f" {_metavar(option)}"
    return ", ".join(f"`{name}{value}`" for name in (*option.opts, *option.secondary_opts))


def _metavar(option: click.Option) -> str:
    return option.make_metavar(click.Context(main)).partition(" ")[0]


def _default(option: click.Option) -> str:
    said = re.search(r"\[default: (.+)\]", option.help or "")
    if said:
        return said[1]
    if option.secondary_opts:
        return f"`{(option.opts if option.default else option.secondary_opts)[0]}`"
    return "" if option.is_flag or not isinstance(option.default, int | str | Path) else f"`{option.default}`"


# ---- codes, kinds, policy, modules

_WEIGHTS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def _problems(_: str) -> str:
    rows = ((f"[`{code}`](#{code})", _WEIGHTS[entry.severity], entry.meaning) for code, entry in CATALOGUE.items())
    return _table(("Code", "Weight", "Meaning"), rows)


def _problem(code: str) -> str:
    entry = CATALOGUE[code]
    return f"**{_WEIGHTS[entry.severity].capitalize()}.** {entry.meaning}"


GERMAN_WEIGHTS = {Severity.ERROR: "Fehler", Severity.WARNING: "Warnung", Severity.INFO: "Hinweis"}
_GERMAN = re.compile(r"^### `(?P<code>[a-z0-9-]+)`\n\n\*\*\w+\.\*\* (?P<meaning>[^\n]+)$", re.MULTILINE)


def _codes(language: str) -> str:
    """The table of codes in another language, from the sections below it."""
    text = (HELP / f"problems.{language}.md").read_text("utf-8")
    told = {match["code"]: match["meaning"] for match in _GERMAN.finditer(text)}
    rows = ((f"[`{c}`](#{c})", GERMAN_WEIGHTS[e.severity], told.get(c, "")) for c, e in CATALOGUE.items())
    return _table(("Code", "Gewicht", "Bedeutung"), rows)


_EXAMPLE = re.compile(
    r"^<!-- (?P<use>wrong|right|with): (?P<path>[^>\n]+?) -->\n\n(?P<fence>```.*?^```)$", re.DOTALL | re.MULTILINE
)
_INTRODUCED = {"wrong": "Falsch", "right": "Richtig", "with": "Neben diesem Eintrag"}
_PLACES = {"meeting": "Felder einer Sitzung", "body": "Text einer Sitzung"}


def _examples(code: str) -> str:
    """The examples of the English section, for a page in another language."""
    text = (HELP / "problems.md").read_text("utf-8")
    section = text.partition(f"\n### `{code}`\n")[2].partition("\n### `")[0]
    shown = (_example(match["use"], match["path"], match["fence"]) for match in _EXAMPLE.finditer(section))
    return "\n\n".join(shown) or "Ein Beispiel in lesbaren Zeilen gibt es hierzu nicht."


def _example(use: str, path: str, fence: str) -> str:
    return f"{_INTRODUCED[use]} ({_PLACES.get(path) or f'`{path}`'}):\n\n{fence}"


def _labels(name: str) -> str:
    return _table(("Code", "In English"), ((f"`{code}`", words) for code, words in LABELS[name].items()))


def _policy(_: str) -> str:
    return "```text\n" + ";\n".join(POLICY) + "\n```"


def _headers(host: str) -> str:
    return f"```text\n{headers_for(host)}```"


_LAYERS = ("problems", "records", "config", "archive", "site", "exports", "build", "serve", "cli", "__main__")
"""The order of the map: left never imports right."""


def modules() -> Iterator[Path]:
    """Yield every module of the generator within its folder, by layer and name."""
    found = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    yield from sorted(found, key=lambda path: (_layer(path), path.as_posix()))


def _layer(path: Path) -> int:
    name = path.parts[0].removesuffix(".py")
    return _LAYERS.index(name) if name in _LAYERS else len(_LAYERS)


def _modules(_: str) -> str:
    docstrings = ((path, ast.get_docstring(ast.parse((PACKAGE / path).read_text("utf-8")))) for path in modules())
    rows = ((f"`{path.as_posix()}`", (text or "").partition("\n")[0]) for path, text in docstrings)
    return _table(("Module", "What it is"), rows)


def _licences(_: str) -> str:
    rows = ((f"`{name}`", in_words(choices)) for name, choices in of_the_program().items())
    return _table(("Package", "Licence"), rows)


_WRITERS: Mapping[str, Callable[[str], str]] = {
    "fields": _fields,
    "options": _options,
    "problems": _problems,
    "problem": _problem,
    "labels": _labels,
    "policy": _policy,
    "headers": _headers,
    "modules": _modules,
    "licences": _licences,
    "examples": _examples,
    "codes": _codes,
}


if __name__ == "__main__":
    for path in sorted(HELP.glob("*.md")):
        before = path.read_text(encoding="utf-8")
        if (after := updated(before)) != before:
            path.write_text(after, encoding="utf-8")
            click.echo(f"written: {path.name}")
