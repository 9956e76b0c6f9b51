"""The one place that reads records from disk: files in, texts out, and problems for what cannot be read.

It follows no symbolic link, refuses what is too large before reading it, and decides from the path alone which kind
of record a file is and which id it has. What the text says is for `decode`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.problems import Problem, Related, Span
from generator.records.model import ID_LENGTH, ID_PATTERN, Kind

MAX_BYTES = 8_000_000
PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
_ENDINGS = {kind: ".md" if kind is Kind.MEETING else ".yml" for kind in Kind}
_RESERVED = re.compile(r"\d{4}|undated|index|404|search|con|prn|aux|nul|com\d|lpt\d")


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record's file as it was read: its text with plain line feeds and without a byte order mark."""

    kind: Kind
    id: str
    path: str
    """As shown in problems and linked in the repository: `records/people/le-anh-tuan.yml`."""
    text: str | None
    """None where it could not be read; its id still counts as known."""


@dataclass(frozen=True, slots=True)
class RecordFolder:
    """All that `records/` holds."""

    files: tuple[RecordFile, ...] = ()
    pictures: frozenset[str] = frozenset()
    """Paths of pictures, as `RecordFile.path`."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A record's file that was found and not read yet."""

    kind: Kind
    id: str
    path: str
    """As shown in problems."""
    location: Path
    signature: str
    """Size, times and number of the file: as long as it stays, nobody has written to the file."""


@dataclass(frozen=True, slots=True)
class FoundFolder:
    """What `records/` holds, by names alone."""

    files: tuple[FoundFile, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Signatures of the pictures by path."""
    problems: tuple[Problem, ...] = ()


def read_records(folder: Path) -> RecordFolder:
    """Read every record below `folder`, in a stable order; what cannot be read comes back as problems."""
    found = find_records(folder)
    read = [read_record(file) for file in found.files]
    problems = (*found.problems, *(problem for _, of_file in read for problem in of_file))
    return RecordFolder(tuple(file for file, _ in read), frozenset(found.pictures), problems)


def read_record(found: FoundFile) -> tuple[RecordFile, tuple[Problem, ...]]:
    """Read a record's file; a file that cannot be read has no text, and problems."""
    problems: list[Problem] = []
    text = read_text(found.location, found.path, problems)
    return RecordFile(found.kind, found.id, found.path, text), tuple(problems)


def find_records(folder: Path) -> FoundFolder:
    """Find every record below `folder`, in a stable order, and read none."""
    problems: list[Problem] = []
    files: dict[tuple[Kind, str], FoundFile] = {}
    pictures: dict[str, str] = {}
    root = folder.name or folder.resolve().name  # `.` has no name of its own
    for path in _walk(folder, root, problems):
        shown = f"{root}/{path.relative_to(folder).as_posix()}"
        if path.suffix.lower() in PICTURE_ENDINGS:
            pictures[shown] = signature_of(path)
            continue
        file = _found_record(path, shown, path.relative_to(folder).parts[0], problems)
        if file is None:
            continue
        first = files.setdefault((file.kind, file.id), file)
        if first is not file:
            problems.append(_same_id(file, first))
    return FoundFolder(tuple(files.values()), pictures, tuple(problems))


def signature_of(path: Path) -> str:
    """Return what changes whenever somebody writes to a file: its size, its times and its number in the file system.

    The time of change cannot be set back by programs, so a file with the same signature holds the same bytes.
    """
    try:
        known = path.stat()
    except OSError:
        return ""
    return f"{known.st_size}-{known.st_mtime_ns}-{known.st_ctime_ns}-{known.st_ino}"


def read_text(path: Path, shown: str, problems: list[Problem]) -> str | None:
    """Return a file's text with plain line feeds, or None with the reason among `problems`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            size = f"{path.stat().st_size / 1e6:.1f} MB; a record may have {MAX_BYTES / 1e6:.0f} MB"
            problems.append(Problem("too-large", Span(shown), f"the file has {size}", "split it into parts"))
            return None
        data = path.read_bytes()
    except OSError as error:
        problems.append(Problem("unreadable-file", Span(shown), f"the file cannot be read: {error.strerror}"))
        return None
    return _decode_bytes(data, shown, problems)


def _walk(folder: Path, shown: str, problems: list[Problem]) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(Problem("unreadable-file", Span(shown), f"the folder cannot be read: {error.strerror}"))
        return
    for entry in entries:
        name = f"{shown}/{entry.name}"
        if entry.is_symlink():
            problems.append(Problem("symlink", Span(name), "this is a symbolic link", "put the file itself here"))
        elif entry.name.startswith("."):
            continue
        elif entry.is_dir():
            yield from _walk(entry, name, problems)
        elif entry.is_file():
            yield entry


def _found_record(path: Path, shown: str, top: str, problems: list[Problem]) -> FoundFile | None:
    if path.name == "README.md":
        return None
    kind = next((kind for kind in Kind if kind.value == top), None)
    if kind is None or path.suffix != _ENDINGS[kind]:
        problems.append(_unexpected(shown, kind))
        return None
    _check_id(path.stem, shown, problems)
    return FoundFile(kind, path.stem, shown, path, signature_of(path))


def _unexpected(shown: str, kind: Kind | None) -> Problem:
    hint = f"records of this folder end in {_ENDINGS[kind]}" if kind else f"folders are {', '.join(Kind)}"
    return Problem("unexpected-file", Span(shown), "this file is no record and is left out", hint)


def _check_id(id: str, shown: str, problems: list[Problem]) -> None:
    span = Span(shown)
    if not ID_PATTERN.fullmatch(id) or len(id) > ID_LENGTH:
        hint = f"lowercase letters a to z, digits and single hyphens, at most {ID_LENGTH}"
        problems.append(Problem("bad-id", span, f"“{id}” cannot be an id", hint))
    elif _RESERVED.fullmatch(id):
        problems.append(Problem("reserved-id", span, f"the id “{id}” is taken", "add a word to it"))


def _same_id(file: FoundFile, first: FoundFile) -> Problem:
    return Problem(
        "duplicate-id",
        Span(file.path),
        f"the id “{file.id}” is used twice",
        "give one of the two files another name",
        (Related(Span(first.path), "the other file"),),
    )


def _decode_bytes(data: bytes, shown: str, problems: list[Problem]) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        problems.append(Problem("not-utf8", Span(shown), "the file is UTF-16 text", "save it as UTF-8"))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = _with_newlines(error.object[: error.start].decode("utf-8"))  # without the byte order mark
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = (
            f"byte {error.object[error.start]:#04x} is not UTF-8 text; the file is probably Windows-1252 or Latin-1"
        )
        problems.append(Problem("not-utf8", Span(shown, line, column), message, "save it as UTF-8"))
        return None
    text = _with_newlines(text)
    problems += _hidden_characters(text, shown)
    return _BREAKING.sub(" ", text)


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Bidirectional overrides, invisible spaces and joiners, and control characters: nobody sees them, everybody is misled.
_BREAKING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Those that YAML refuses or takes for the end of a line: once reported, a blank stands for them."""
_HIDDEN = re.compile(f"{_BREAKING.pattern}|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]")


def _hidden_characters(text: str, shown: str) -> Iterator[Problem]:
    for number, match in enumerate(_HIDDEN.finditer(text)):
        if number == 10:
            return
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        name = unicodedata.name(match[0], "control character").lower()
        message = f"an invisible character stands here: \\u{{{ord(match[0]):x}}} ({name})"
        yield Problem("control-character", Span(shown, line, column), message, "delete it")
