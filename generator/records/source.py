"""The one place that reads records from disk: files in, texts out, and problems for what cannot be read.

It follows no symbolic link, refuses what is too large before reading it, and decides from the path alone which kind
of record a file is and which id it has. What the text says is for `decode`.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import NamedTuple

from generator.problems import Problem, Related, Span, foreign_characters
from generator.records.addresses import FOLDER as ADDRESSES
from generator.records.addresses import Noted, decode_addresses, is_address_file
from generator.records.model import ID_LENGTH, ID_PATTERN, Kind

MAX_BYTES = 8_000_000
MAX_PICTURE_BYTES = 5_000_000
PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
_PICTURES = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP", re.DOTALL)
"""How the files begin that browsers show as pictures."""
_UNSAFE_ENDINGS = frozenset(
    {".svg", ".svgz", ".html", ".htm", ".xhtml", ".shtml", ".mht", ".xml", ".xsl", ".js", ".mjs", ".swf", ".php"}
)
"""Files of these kinds can hold programs, which would run in a reader's browser."""
_ENDINGS = {kind: ".md" if kind is Kind.MEETING else ".yml" for kind in Kind}
_KINDS = {kind.value: kind for kind in Kind}
RESERVED = re.compile(r"\d{4}|undated|index|404|search|con|prn|aux|nul|com\d|lpt\d")


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A record's file as it was read: its text with plain line feeds and without a byte order mark."""

    kind: Kind
    id: str
    path: str
    """As shown in problems and linked in the repository: `records/people/le-anh-tuan.yml`."""
    text: str | None
    """None where it could not be read; its id still counts as known."""
    digest: str = ""
    """A hash of the bytes that were read; empty where there were none."""


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
class FoundText:
    """A file beside the records that was found and not read yet."""

    location: Path
    signature: str


@dataclass(frozen=True, slots=True)
class FoundFolder:
    """What `records/` holds, by names alone."""

    files: tuple[FoundFile, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Signatures of the pictures by path."""
    problems: tuple[Problem, ...] = ()
    addresses: Mapping[str, FoundText] = field(default_factory=dict)
    """Files about addresses by path."""


def read_records(folder: Path) -> RecordFolder:
    """Read every record below `folder`, in a stable order; what cannot be read comes back as problems."""
    found = find_records(folder)
    read = [read_record(file) for file in found.files]
    problems = (*found.problems, *(problem for _, of_file in read for problem in of_file))
    return RecordFolder(tuple(file for file, _ in read), frozenset(found.pictures), problems)


def read_record(found: FoundFile) -> tuple[RecordFile, tuple[Problem, ...]]:
    """Read a record's file; a file that cannot be read has no text, and problems."""
    problems: list[Problem] = []
    data = _read(found.location, found.path, problems)
    text = None if data is None else _decode_bytes(data, found.path, problems)
    digest = "" if data is None else _digest(data)
    return RecordFile(found.kind, found.id, found.path, text, digest), tuple(problems)


def digest_of(path: Path) -> str:
    """Return a hash of the bytes of a record or picture as `RecordFile` has it; empty where it cannot be read."""
    data = _read(path, "", [])
    return "" if data is None else _digest(data)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def find_records(folder: Path) -> FoundFolder:
    """Find every record below `folder`, in a stable order, and read none."""
    problems: list[Problem] = []
    files: dict[tuple[Kind, str], FoundFile] = {}
    found: list[FoundFile] = []
    pictures: dict[str, str] = {}
    addresses: dict[str, FoundText] = {}
    root = folder.name or folder.resolve().name  # `.` has no name of its own
    for entry, shown in _walk(folder, root, problems):
        if PurePath(entry.name).suffix.lower() in PICTURE_ENDINGS:
            pictures[shown] = _signature(entry)
            problems += _picture_problems(Path(entry.path), shown)
            continue
        if shown.split("/")[1:-1] == [ADDRESSES] and is_address_file(entry.name):
            addresses[shown] = FoundText(Path(entry.path), _signature(entry))
            continue
        file = _found_record(entry, shown, shown.split("/")[1], problems)
        if file is None:
            continue
        found.append(file)
        first = files.setdefault((file.kind, file.id), file)
        if first is not file:
            problems.append(_same_id(file, first))
    for file in found:
        problems += _id_problems(file, files)
    return FoundFolder(tuple(files.values()), pictures, tuple(problems), addresses)


def read_addresses(folder: FoundFolder) -> tuple[Noted, tuple[Problem, ...]]:
    """Read what is noted of addresses; what cannot be read comes back as problems."""
    problems: list[Problem] = []
    read = {path: read_text(file.location, path, problems) for path, file in folder.addresses.items()}
    noted, found = decode_addresses({path: text for path, text in read.items() if text is not None})
    return noted, (*problems, *found)


def content_of(folder: FoundFolder) -> str:
    """Return a hash over the names and bytes of all files, pictures' names included, the same on every machine."""
    whole = hashlib.blake2b(digest_size=16)
    for file in folder.files:
        whole.update(file.path.encode() + b"\0" + hashlib.blake2b(file.location.read_bytes()).digest())
    for path, text in sorted(folder.addresses.items()):
        whole.update(path.encode() + b"\0" + hashlib.blake2b(text.location.read_bytes()).digest())
    for path in sorted(folder.pictures):  # which there are shows on pages; what they show lies in one part alone
        whole.update(path.encode() + b"\0")
    return whole.hexdigest()


def signature_of(path: Path) -> str:
    """Return what changes whenever somebody writes to a file: its size, its times and its number in the file system.

    The time of change cannot be set back by programs, so a file with the same signature holds the same bytes.
    """
    return _signature(path)


def _signature(file: Path | os.DirEntry[str]) -> str:
    try:
        known = file.stat()
    except OSError:
        return ""
    return f"{known.st_size}-{known.st_mtime_ns}-{known.st_ctime_ns}-{known.st_ino}"


def read_text(path: Path, shown: str, problems: list[Problem]) -> str | None:
    """Return a file's text with plain line feeds, or None with the reason among `problems`."""
    data = _read(path, shown, problems)
    return None if data is None else _decode_bytes(data, shown, problems)


def _read(path: Path, shown: str, problems: list[Problem]) -> bytes | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            size = f"{path.stat().st_size / 1e6:.1f} MB; a record may have {MAX_BYTES / 1e6:.0f} MB"
            problems.append(Problem("too-large", Span(shown), f"the file has {size}", "split it into parts"))
            return None
        return path.read_bytes()
    except OSError as error:
        problems.append(Problem("unreadable-file", Span(shown), f"the file cannot be read: {error.strerror}"))
        return None


def _walk(folder: Path | str, shown: str, problems: list[Problem]) -> Iterator[tuple[os.DirEntry[str], str]]:
    try:
        with os.scandir(folder) as found:  # tells kinds of files without asking again for each
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(Problem("unreadable-file", Span(shown), f"the folder cannot be read: {error.strerror}"))
        return
    for entry in entries:
        name = f"{shown}/{_as_text(entry.name)}"
        if entry.is_symlink():
            problems.append(Problem("symlink", Span(name), "this is a symbolic link", "put the file itself here"))
        elif entry.name.startswith("."):
            continue
        elif entry.is_dir():
            yield from _walk(entry.path, name, problems)
        elif entry.is_file():
            yield entry, name


def _found_record(entry: os.DirEntry[str], shown: str, top: str, problems: list[Problem]) -> FoundFile | None:
    if entry.name == "README.md":
        return None
    kind = _KINDS.get(top)
    if kind is None or not entry.name.endswith(_ENDINGS[kind]) or entry.name == _ENDINGS[kind]:
        problems.append(_unexpected(shown, kind))
        return None
    id = _as_text(entry.name.removesuffix(_ENDINGS[kind]))
    return FoundFile(kind, id, shown, Path(entry.path), _signature(entry))


def _as_text(name: str) -> str:
    """A file's name as text, whatever bytes it has: those that are none are shown by their number."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def _picture_problems(path: Path, shown: str) -> Iterator[Problem]:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            begins = file.read(16)
    except OSError as error:
        yield Problem("unreadable-file", Span(shown), f"the picture cannot be read: {error.strerror}")
        return
    if size > MAX_PICTURE_BYTES:
        message = f"the picture has {size / 1e6:.1f} MB; a picture may have {MAX_PICTURE_BYTES / 1e6:.0f} MB"
        yield Problem(
            "picture-too-large", Span(shown), message, "save it smaller: 1600 pixels are enough for any screen"
        )
    if not _PICTURES.match(begins):
        kinds = ", ".join(sorted(PICTURE_ENDINGS))
        yield Problem(
            "not-a-picture",
            Span(shown),
            f"the file is called {path.suffix} and holds no picture",
            f"save it as one of {kinds}",
        )


def _unexpected(shown: str, kind: Kind | None) -> Problem:
    if PurePath(shown).suffix.lower() in _UNSAFE_ENDINGS:
        hint = f"delete it; pictures are {', '.join(sorted(PICTURE_ENDINGS))}, other papers are linked by their address"
        return Problem("unsafe-file", Span(shown), "a file of this kind can hold programs", hint)
    hint = f"records of this folder end in {_ENDINGS[kind]}" if kind else f"folders are {', '.join(Kind)}"
    return Problem("unexpected-file", Span(shown), "this file is no record and is left out", hint)


class IdFault(NamedTuple):
    """Why something cannot be an id: the code of the problem, what is wrong, and what to do about it."""

    code: str
    message: str
    hint: str


def id_fault(id: str) -> IdFault | None:
    """Return why a file cannot be called so, whatever else there is; None where it can."""
    if not ID_PATTERN.fullmatch(id) or len(id) > ID_LENGTH:
        strange = foreign_characters(id, str.isascii)
        message = f"“{id}” cannot be an id" + (f": {strange}" if strange else "")
        hint = f"lowercase letters a to z, digits and single hyphens, at most {ID_LENGTH}"
        return IdFault("bad-id", message, hint)
    return IdFault("reserved-id", f"the id “{id}” is taken", "add a word to it") if RESERVED.fullmatch(id) else None


def _id_problems(file: FoundFile, files: Mapping[tuple[Kind, str], FoundFile]) -> Iterator[Problem]:
    id, fault = file.id, id_fault(file.id)
    if fault:
        same = files.get((file.kind, id.casefold())) if id != id.casefold() else None
        related = (Related(Span(same.path), "this id differs in capital letters only"),) if same else ()
        yield Problem(fault.code, Span(file.path), fault.message, fault.hint, related)


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
    problems += [*_hidden_characters(text, shown), *_decomposed(text, shown)]
    return _BREAKING.sub(" ", text)


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Bidirectional overrides, invisible spaces and joiners, and control characters: nobody sees them, everybody is misled.
_BREAKING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Those that YAML refuses or takes for the end of a line: once reported, a blank stands for them."""
HIDDEN = re.compile(
    f"{_BREAKING.pattern}|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\u3164\uffa0\U000e0000-\U000e007f]"
)


def _hidden_characters(text: str, shown: str) -> Iterator[Problem]:
    for number, match in enumerate(HIDDEN.finditer(text)):
        if number == 10:
            return
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        name = unicodedata.name(match[0], "control character").lower()
        message = f"an invisible character stands here: \\u{{{ord(match[0]):x}}} ({name})"
        yield Problem("control-character", Span(shown, line, column), message, "delete it")


def hides_characters(text: str) -> bool:
    """Say whether a text holds characters that nobody sees, which is reported where its file is read."""
    return HIDDEN.search(text) is not None


def _decomposed(text: str, shown: str) -> Iterator[Problem]:
    """Vietnamese from some systems comes with its accents apart; it is read as one, and looks the same."""
    if unicodedata.is_normalized("NFC", text):
        return
    lines = text.split("\n")
    apart = [n for n, line in enumerate(lines) if not unicodedata.is_normalized("NFC", line)]
    line = lines[apart[0]]
    at = next((n for n, c in enumerate(line) if unicodedata.combining(c)), 1)
    others = len(apart) - 1
    more = f", and in {others} more {'line' if others == 1 else 'lines'}" if others else ""
    span = Span(shown, apart[0] + 1, max(1, at), min(2, len(line)))
    yield Problem("decomposed-text", span, f"letter and accent are stored apart here{more}", "`archive fix` joins them")
