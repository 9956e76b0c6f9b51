"""`archive erase`: takes a person out of the records, and proves it on a site built from what is left."""

from __future__ import annotations

import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from generator.archive.names import Ref
from generator.build import build
from generator.cache import default_folder
from generator.check import Request, check
from generator.commands.options import folder_of_records, inputs
from generator.contribute.erase import Erased, Person, UnreadableError, erase, person_of, without_addresses
from generator.contribute.traces import traces, words_gone
from generator.problems import errors, printable, render_problem
from generator.processes import available, each
from generator.records.model import Kind, former_names_of
from generator.records.source import RecordFile, find_records

WITHHELD = {"de": "Name nicht genannt", "en": "Name withheld", "vi": "Không nêu tên"}
"""What stands in the place of a name, in the language of the records."""


@click.command("erase")
@click.argument("person")
@click.option("--offices", is_flag=True, help="Withhold the offices, too: they can tell who it is.")
@click.option(
    "--withheld", default=None, help="The words in the place of the name.  [default: in the records' language]"
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@inputs
def erase_command(
    *, person: str, offices: bool, withheld: str | None, yes: bool, config: Path, records: Path | None
) -> None:
    """Take PERSON (an id) out of all records, and search everything that is built from them for what is left."""
    folder = folder_of_records(config, records)
    checked = check(Request(folder, config, processes=available()))
    people = checked.archive.people
    if person not in people:
        raise click.UsageError(f"nobody in {folder / 'people'} has the id “{person}”")
    targets = checked.archive.targets
    known = {
        id: (tuple(filter(None, (p.name, *p.aliases, *former_names_of(p), p.short))), targets[Ref(Kind.PERSON, id)].id)
        for id, p in people.items()
    }
    who = person_of(person, known)
    language = (checked.config.records_language or checked.config.language)[:2]
    try:
        erased = erase(_files(folder), who, withheld or WITHHELD.get(language, WITHHELD["en"]), offices=offices)
    except UnreadableError as error:
        raise click.UsageError(str(error)) from error
    names = printable(", ".join(who.everything))
    click.echo(f"{names}: {len(erased.removed)} removed, {len(erased.texts)} rewritten.", err=True)
    if not yes and not click.confirm("Write these files anew?", err=True):
        sys.exit(1)
    _write(folder, erased, who)
    shutil.rmtree(default_folder(config), ignore_errors=True)  # it remembers what the records said
    sys.exit(0 if _proved(folder, config, who, erased) else 1)


def _files(folder: Path) -> Iterator[RecordFile]:
    for found in find_records(folder).files:
        try:
            text = found.location.read_text("utf-8")
        except UnicodeDecodeError as error:
            told = f"{printable(found.path)} is no text, so nobody can say whom it names: mend it first"
            raise click.UsageError(told) from error
        yield RecordFile(found.kind, found.id, found.path, text)


def _write(folder: Path, erased: Erased, who: Person) -> None:
    for path in erased.removed:
        _place(folder, path).unlink()
    for path, text in erased.texts.items():
        _place(folder, path).unlink()
        _place(folder, erased.renamed.get(path, path)).write_text(text, encoding="utf-8")
    for path, found in find_records(folder).addresses.items():
        text = found.location.read_text("utf-8")
        if (left := without_addresses(text, who)) != text:
            _place(folder, path).write_text(left, encoding="utf-8")


def _place(folder: Path, path: str) -> Path:
    return folder / path.partition("/")[2]


# ── the proof ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _proved(folder: Path, config: Path, who: Person, erased: Erased) -> bool:
    """Build a site of what is left, search it and the records, and tell what was found and what is left to do."""
    with tempfile.TemporaryDirectory(prefix="archive-erase-") as temporary:
        site = Path(temporary, "site")
        built = build(Request(folder, config, site, processes=available()))
        for problem in errors(built.problems):
            click.echo(render_problem(problem, built.lines.get(problem.span.path, ())), err=True)
        if not built.pages:
            click.echo("No site can be built of what is left: mend the records, and search again.", err=True)
            return False
        records = [file.text or "" for file in _files(folder)]
        words = words_gone(who.everything, records)
        files = [*_below(site), *_below(folder)]
        found = list(each(partial(_traces_in, who, words), files, available()))
    for name, texts in sorted(found):
        if texts:
            click.echo(printable(f"{name}: {', '.join(texts)}"), err=True)
    left = sum(bool(texts) for _, texts in found)
    said = "no trace" if not left else f"traces in {left} of them"
    click.echo(f"{len(files)} files searched, packed ones unpacked: {said}.", err=True)
    _tell(erased, who)
    return not left


def _below(folder: Path) -> list[tuple[str, Path]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(f"{folder.name}/{path.relative_to(folder).as_posix()}", path) for path in paths]


def _traces_in(who: Person, words: frozenset[str], file: tuple[str, Path]) -> tuple[str, tuple[str, ...]]:
    name, path = file
    # Words of a name may be words of the program and its help; what records say stands in the index.
    of_index = name.startswith("site/search/") and path.suffix not in {".js", ".html"} and "wasm" not in path.name
    data = path.read_bytes()
    names, others = who.everything, who.longer
    return name, traces(name.encode(), names, (), others) + traces(data, names, words if of_index else (), others)


def _tell(erased: Erased, who: Person) -> None:
    for place in erased.unsure:
        click.echo(f"{printable(place)}: somebody else bears this name, too. Look who is meant.", err=True)
    for path, text in erased.texts.items():
        if "![" in text:
            click.echo(f"{printable(path)}: it shows pictures. Look whether the person can be seen.", err=True)
    lines = "\n".join(f"literal:{printable(name)}==>***" for name in (*who.everything, *who.shared))
    paths = " ".join(f"--path {shlex.quote(printable(path))}" for path in (*erased.removed, *erased.renamed))
    click.echo(LEFT.format(paths=paths, lines=lines))


LEFT = """\
What is left to do by hand:
 1. Commit, and publish the site anew.
 2. The history of the repository still has the name. With git-filter-repo, in a fresh clone:
      git filter-repo --invert-paths {paths}
      git filter-repo --replace-text NAMES
    where the file NAMES holds:
{lines}
    Then push all branches and tags anew, and have every clone and fork taken again. Ask the host to drop what it keeps
    of old commits and pull requests.
 3. Earlier releases and packages have the name: replace them, and ask whoever keeps a copy.
 4. Ask search engines and web archives to forget the old pages.
"""
