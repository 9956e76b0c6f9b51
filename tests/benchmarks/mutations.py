"""Records changed at random, as many as wanted: nothing makes the reader raise, and every place lies inside its file.

    python -m tests.benchmarks.mutations [--count 50000] [--seed N]

The records of the invented archive are changed in their bytes, their lines and their keys; each is read by itself and
then linked with the unchanged others, as the check does. Ends with 1 at the first record that fails, and shows it.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from generator.archive.archive import Archive
from generator.archive.resolve import Resolver
from generator.archive.rules import check_archive
from generator.config import SiteConfig
from generator.problems import Problem, Span, in_order, render_problem
from generator.records.decode import Decoded, decode_record
from generator.records.model import Kind
from generator.records.source import FoundFile, RecordFile, find_records, read_record
from generator.voices import Voice, spoken

FIXTURE = Path(__file__).resolve().parents[1] / "fixture/records"
Mutation = Callable[[bytes, random.Random], bytes]

_PIECES = tuple(
    piece.encode()
    for piece in (
        "---\n", "- ", ": ", "[", "]", "{", "}", "&a ", "*a ", "!t ", "<<: ", "|\n", ">-\n", "#", "'", '"', "\t", "\r",
        "\x00", "\ufeff", "\u200b", "\u202e", "\u2028", "\U000e0041", "e\u0301", "[[", "]]", "[[x|y]]", "](", "](//x)",
        "![x](y.png)", "**Ann:** ", "**A / B:** ", "## x\n", "# x\n", "```\n", "`", "::error::x", "##[x]", "2024-13-01",
        "XXXX", "2024/", "all-districts", "a#b", "null", "~", "%", "\\", "\n\n", "...\n", "? x\n", "0123", "14:30",
        "{{ x }}", "<b>", "&#x202e;",
    )
)  # fmt: skip


# ── what is changed ───────────────────────────────────────────────────────────────────────────────────────────────────


def _other_byte(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _without_bytes(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + data[at + chance.randrange(1, 40) :]


def _piece(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_PIECES) + data[at:]


def _cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _lines(data: bytes, chance: random.Random, change: Callable[[list[bytes], int, int], None]) -> bytes:
    lines = data.split(b"\n")
    change(lines, chance.randrange(len(lines)), chance.randrange(len(lines)))
    return b"\n".join(lines)


def _line_away(data: bytes, chance: random.Random) -> bytes:
    return _lines(data, chance, lambda lines, at, _: lines.__delitem__(at))


def _line_twice(data: bytes, chance: random.Random) -> bytes:
    return _lines(data, chance, lambda lines, at, to: lines.insert(to, lines[at]))


def _line_indented(data: bytes, chance: random.Random) -> bytes:
    blanks = chance.choice([b" ", b"  ", b"\t", b"    "])
    return _lines(data, chance, lambda lines, at, _: lines.__setitem__(at, blanks + lines[at]))


def _line_outdented(data: bytes, chance: random.Random) -> bytes:
    return _lines(data, chance, lambda lines, at, _: lines.__setitem__(at, lines[at].removeprefix(b"  ")))


def _other_key(data: bytes, chance: random.Random) -> bytes:
    keys = [line for line in data.split(b"\n") if b":" in line]
    if not keys:
        return data
    key, other = (chance.choice(keys).partition(b":")[0].strip(b" -") for _ in range(2))
    return data.replace(key + b":", other + b":", 1)


def _other_value(data: bytes, chance: random.Random) -> bytes:
    lines = [line for line in data.split(b"\n") if b": " in line]
    if not lines:
        return data
    line, other = chance.choice(lines), chance.choice(lines)
    return data.replace(line, line.partition(b": ")[0] + b": " + other.partition(b": ")[2], 1)


MUTATIONS: tuple[Mutation, ...] = (
    _other_byte, _without_bytes, _piece, _piece, _cut_off, _line_away, _line_twice, _line_indented, _line_outdented,
    _other_key, _other_value,
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes of a record, changed once to four times."""
    for _ in range(chance.choice([1, 1, 2, 4])):
        data = chance.choice(MUTATIONS)(data, chance)
    return data


# ── what must hold ────────────────────────────────────────────────────────────────────────────────────────────────────


class Trial(NamedTuple):
    """The unchanged records, and a place where a changed one is laid."""

    files: Sequence[FoundFile]
    decoded: Sequence[Decoded]
    folder: Path

    def problems(self, found: FoundFile, data: bytes) -> tuple[tuple[Problem, ...], str]:
        """Read a changed record, link it with all others, and return what is wrong and the text that was read."""
        location = self.folder / "record"
        location.write_bytes(data)
        file, unread = read_record(found.__class__(found.kind, found.id, found.path, location, ""))
        changed, problems = decode_record(file)
        _ = spoken(Voice.SARIF, problems, {})
        text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return (*unread, *problems, *self.linked(changed, file)), text if file.text is None else file.text

    def linked(self, changed: Decoded, file: RecordFile) -> Iterator[Problem]:
        """What is wrong with the archive in which one record has changed."""
        others = [record for record in self.decoded if (record.kind, record.id) != (file.kind, file.id)]
        records = [*others, changed]
        resolver = Resolver(records)
        meetings = [changed] if file.kind is Kind.MEETING else []
        meetings += [record for record in others if record.kind is Kind.MEETING][:_OTHERS]
        resolved = [found for record in meetings if (found := resolver.resolve_meeting(record))]
        archive, unresolved = resolver.archive(resolved)
        yield from unresolved
        yield from self.ruled(archive, records)

    @staticmethod
    def ruled(archive: Archive, records: Sequence[Decoded]) -> Iterator[Problem]:
        """What the rules say of it."""
        yield from check_archive(archive, records, SiteConfig(title="Mutations"))


_OTHERS = 4
"""So many unchanged meetings are linked beside a changed record."""


def outside(span: Span, lines: Sequence[str]) -> bool:
    """Whether a place does not lie in its file: in a line that is there, and not behind its end."""
    if not 1 <= span.line <= max(1, len(lines)):
        return True
    line = lines[span.line - 1] if lines else ""
    return not 1 <= span.column <= len(line) + 1 or span.column - 1 + span.length > max(len(line), span.column)


def trial(folder: Path) -> Trial:
    """Return the invented archive, read."""
    files = find_records(FIXTURE).files
    return Trial(files, [decode_record(read_record(file)[0])[0] for file in files], folder)


def attempt(of: Trial, chance: random.Random) -> str:
    """Change one record, and return what must not be, or nothing."""
    found = chance.choice(of.files)
    data = mutated(found.location.read_bytes(), chance)
    try:
        problems, text = of.problems(found, data)
        lines = text.split("\n")
        for problem in in_order(problems):
            render_problem(problem, lines)
            if problem.span.path == found.path and outside(problem.span, lines):
                return f"{found.path}: a place outside of the file: {problem}\n{data!r}"
    except Exception:  # anything at all is what is looked for here
        return f"{found.path}:\n{traceback.format_exc()}\n{data!r}"
    return ""


@click.command()
@click.option("--count", default=50_000, show_default=True, help="So many records are changed.")
@click.option("--seed", default=1, show_default=True, help="Other seeds make other changes.")
def main(count: int, seed: int) -> None:
    """Change records, and look whether anything breaks."""
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        of = trial(Path(folder))
        for number in range(count):
            # Each has a seed of its own, so that one that fails can be had again at once.
            if wrong := attempt(of, random.Random(f"{seed}-{number}")):  # noqa: S311 - the same changes each time
                click.echo(f"record {number} of seed {seed}: {wrong}")
                sys.exit(1)
    seconds = time.perf_counter() - start
    click.echo(f"{count} changed records in {seconds:.0f} s: no traceback, every place inside its file")


if __name__ == "__main__":
    main()
