"""From a folder of records to the linked archive and everything that is wrong with it.

What an earlier run has read of a file holds as long as the file has the same bytes and, for a meeting, no register
has changed: names and ids of registers decide who is meant. Meetings are read in several processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, Protocol

from generator.archive.addresses import with_addresses
from generator.archive.archive import Archive, Meeting
from generator.archive.memory import Fact
from generator.archive.mentions import has_links
from generator.archive.names import Ref
from generator.archive.resolve import ResolvedMeeting, Resolver
from generator.archive.restating import Restating, read_for_it, restating
from generator.archive.rules import check_archive
from generator.cache import Cache, Packed, key_of, packed, unpacked
from generator.clock import this_day
from generator.config import SiteConfig, decode_config
from generator.digests import digests
from generator.marks import mark
from generator.problems import Problem, in_order
from generator.processes import each, in_batches, uncollected
from generator.records.decode import Decoded, decode_record
from generator.records.model import Kind
from generator.records.nodes import Located
from generator.records.source import FoundFile, FoundFolder, find_records, read_addresses, read_record, read_text
from generator.site.theme import catalogue_languages, theme_folder

Lines = Mapping[str, tuple[str, ...]]
_BATCH = 200
"""So many meetings are read at a time by one process."""


class Progress(Protocol):
    """Told which stage of the work begins; the stage ends with the block."""

    def stage(self, name: str, /) -> AbstractContextManager[None]:
        """Return a block that is one stage."""


class Silent:
    """Nobody is told."""

    def stage(self, _: str, /) -> AbstractContextManager[None]:
        """Return an empty block."""
        return nullcontext()


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built or checked."""

    records: Path
    config: Path
    out: Path = Path("site")
    strict: bool = False
    site_url: str | None = None
    """Instead of the configuration's, for a site that is served from here."""
    cache: Path | None = None
    """The folder that remembers earlier runs; None remembers nothing."""
    processes: int = 1
    shard: tuple[int, int] | None = None
    """Which part of how many is to be built, counted from 1; None for all."""


@dataclass(frozen=True)
class Checked:
    """What was read, and everything that is wrong with it."""

    archive: Archive
    config: SiteConfig
    folder: FoundFolder
    problems: tuple[Problem, ...]
    resolver: Resolver = field(repr=False)
    """What found out who is meant."""
    marks: Mapping[Fact, str]
    """Marks of facts of the archive that are known already."""
    lines: Lines = field(repr=False, default_factory=dict)
    """The lines of the files that have problems, by path."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a run starts from: the configuration, and the names and signatures of all files."""

    config: SiteConfig
    config_problems: tuple[Problem, ...]
    config_text: str
    folder: FoundFolder
    mark: str
    """As long as it stays, nothing has changed since another run, not even the day; empty where nobody can tell."""


def find_inputs(request: Request) -> Inputs:
    """Read the configuration, and find the records without reading them."""
    config, problems, text = read_config(request.config)
    folder = find_records(request.records)
    signatures = {file.path: file.signature for file in folder.files} | dict(folder.pictures)
    signatures |= {path: text.signature for path, text in folder.addresses.items()}
    whole = "" if "" in signatures.values() else mark([this_day().isoformat(), text, signatures, folder.problems])
    return Inputs(config, problems, text, folder, whole)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check came to, for those who need no archive."""

    records: int
    problems: tuple[Problem, ...]
    lines: Lines


def verdict(
    request: Request,
    cache: Cache,
    progress: Progress | None = None,
    further: Callable[[Checked], Checked] = lambda checked: checked,
) -> Verdict:
    """Return what is wrong with the records; where nothing has changed, as it was found before.

    `further` adds what shows only on this day.
    """
    progress = progress or Silent()
    with progress.stage("Reading"):
        inputs = find_inputs(request)
        key = f"{key_of(request.records)} {key_of(request.config)}"
        kept = cache.get("verdicts", key)
    if inputs.mark and isinstance(kept, tuple) and kept[0] == inputs.mark:
        found: Verdict = kept[1]
        return found
    with uncollected():
        checked = further(check(request, cache, progress, inputs))
    found = Verdict(len(checked.folder.files), checked.problems, checked.lines)
    cache.put("verdicts", {key: (inputs.mark, found)})
    return found


def check(
    request: Request,
    cache: Cache | None = None,
    progress: Progress | None = None,
    inputs: Inputs | None = None,
) -> Checked:
    """Read the records and the configuration, link them, and return everything that is wrong."""
    cache, progress = cache or Cache(None, ""), progress or Silent()
    with progress.stage("Reading"):
        inputs = inputs or find_inputs(request)
        config, config_problems, config_text = inputs.config, inputs.config_problems, inputs.config_text
        folder = inputs.folder
        bytes_of = digests(request.records, folder, cache)
        registers = _registers(folder, bytes_of, cache)
    with progress.stage("Checking"):
        context = mark([sorted((r.path, r.mark) for r in registers), sorted(config.first_level)])
        stubs = [Decoded(file.kind, file.id, file.path) for file in folder.files if file.kind is Kind.MEETING]
        resolver = Resolver([*(r.decoded for r in registers), *stubs], config.first_level)
        meetings = _meetings(folder, bytes_of, cache, resolver, context, request.processes)
        resolved = [m.resolved for m in meetings if m.resolved]
        archive, unresolved = resolver.archive(resolved)
        files = {file.path: bytes_of[file.path] for file in folder.files}
        archive = replace(archive, files=files, pictures={path: bytes_of[path] for path in folder.pictures})
        noted, ill_noted = read_addresses(folder)
        archive, dying = with_addresses(archive, noted)
        decoded = [*(r.decoded for r in registers), *(r.decoded for r in resolved)]
        found = [problem for read in registers for problem in read.problems]
        found += [problem for read in meetings for problem in read.problems]
        rules = check_archive(archive, decoded, config, _restated(archive, cache, key_of(request.records)))
        problems = in_order((*config_problems, *folder.problems, *found, *unresolved, *rules, *ill_noted, *dying))
    lines = {problem.span.path: ("",) for problem in problems} | _lines(folder.files, problems)
    lines |= {path: noted.lines[path] for path in lines.keys() & noted.lines.keys()}
    if config_problems:
        lines[request.config.name] = tuple(config_text.split("\n"))
    marks: dict[Fact, str] = {("meetings", m.resolved.meeting.id): m.mark for m in meetings if m.resolved and m.mark}
    return Checked(archive, config, folder, problems, resolver, marks, lines)


def _restated(archive: Archive, cache: Cache, key: str) -> tuple[Restating, ...]:
    """The conclusions that perhaps say others again, as they were found before, where no conclusion is another."""
    whole = mark(read_for_it(archive))
    kept = cache.get("restated", key)
    if isinstance(kept, tuple) and kept[0] == whole:
        known: tuple[Restating, ...] = kept[1]
        return known
    found = tuple(restating(archive))
    cache.put("restated", {key: (whole, found)})
    return found


def read_config(path: Path) -> tuple[SiteConfig, tuple[Problem, ...], str]:
    """The configuration, or a stand-in where it is broken, so that the records are checked all the same."""
    problems: list[Problem] = []
    text = read_text(path, path.name, problems)
    if text is None:
        return SiteConfig(title="…"), tuple(problems), ""
    config, found = decode_config(path.name, text, catalogue_languages(theme_folder()))
    return config or SiteConfig(title="…"), (*problems, *found), text


def _lines(files: Iterable[FoundFile], problems: Iterable[Problem]) -> dict[str, tuple[str, ...]]:
    wanted = {problem.span.path for problem in problems}
    return {file.path: tuple((read_record(file)[0].text or "").split("\n")) for file in files if file.path in wanted}


# ── registers ─────────────────────────────────────────────────────────────────────────────────────────────────────


class _ReadRegister(NamedTuple):
    path: str
    digest: str
    mark: str
    """Of the file's bytes and of what is wrong with it."""
    decoded: Decoded
    problems: tuple[Problem, ...]


def _registers(folder: FoundFolder, bytes_of: Mapping[str, str], cache: Cache) -> list[_ReadRegister]:
    known = {path: read for path, read in cache.all("registers") if isinstance(read, _ReadRegister)}
    files = {file.path: file for file in folder.files if file.kind is not Kind.MEETING}
    fresh = {
        path: _register(file)
        for path, file in files.items()
        if path not in known or not bytes_of[path] or known[path].digest != bytes_of[path]
    }
    cache.put("registers", fresh)
    cache.drop("registers", known.keys() - files.keys())
    return [fresh.get(path) or known[path] for path in files]


def _register(found: FoundFile) -> _ReadRegister:
    file, unread = read_record(found)
    decoded, problems = decode_record(file)
    return _ReadRegister(found.path, file.digest, mark([file.text, unread]), decoded, (*unread, *problems))


# ── meetings ──────────────────────────────────────────────────────────────────────────────────────────────────────


class _ReadMeeting(NamedTuple):
    path: str
    digest: str
    """A hash of the file's bytes."""
    context: str
    """A mark of all registers, which decide who is meant."""
    mark: str
    """Of the meeting as it was resolved; empty where another meeting may change it."""
    resolved: ResolvedMeeting | None
    problems: tuple[Problem, ...]
    others: tuple[str, ...] = ()
    """Meetings that it refers to: they have to be there still."""


def _meetings(  # noqa: PLR0917 - what decides what is read, and what it is read with
    folder: FoundFolder,
    bytes_of: Mapping[str, str],
    cache: Cache,
    resolver: Resolver,
    context: str,
    processes: int,
) -> list[_ReadMeeting]:
    files = {file.path: file for file in folder.files if file.kind is Kind.MEETING}
    known: dict[str, _ReadMeeting] = {}
    gone: list[str] = []
    for path, read in cache.all("meetings"):
        if not isinstance(read, _ReadMeeting) or path not in files:
            gone.append(path)
        elif _holds(read, bytes_of[path], resolver, context):
            known[path] = _taken_over(read, files[path])
    batches = in_batches([file for path, file in files.items() if path not in known], _BATCH)
    fresh: dict[str, _ReadMeeting] = {}
    for batch in each(partial(_read_meetings, resolver, context), batches, processes):
        reads = {data: unpacked(data) for data in batch}
        fresh |= {read.path: read for read in reads.values()}
        cache.put("meetings", {read.path: data for data, read in reads.items() if read.mark and not read.problems})
    cache.drop("meetings", gone)
    return [fresh.get(path) or known[path] for path in files]


def _holds(read: _ReadMeeting, digest: str, resolver: Resolver, context: str) -> bool:
    unchanged = bool(digest) and read.digest == digest and read.context == context
    return unchanged and all(Ref(Kind.MEETING, id) in resolver.known for id in read.others)


def _read_meetings(resolver: Resolver, context: str, files: Iterable[FoundFile]) -> list[Packed]:
    return [packed(_read_meeting(resolver, context, file)) for file in files]


def _read_meeting(resolver: Resolver, context: str, found: FoundFile) -> _ReadMeeting:
    file, unread = read_record(found)
    decoded, problems = decode_record(file)
    resolved = resolver.resolve_meeting(decoded)
    whole = (*unread, *problems)
    if resolved is None:
        return _ReadMeeting(found.path, file.digest, context, "", None, whole)
    # What was located stays here, unless somebody has to be told a place: it is larger than all the rest.
    lean = Decoded(file.kind, file.id, file.path, decoded.record, body=replace(decoded.body, text="", blocks=()))
    alone = not has_links(decoded) and not resolved.problems
    return _taken_over(
        _ReadMeeting(
            found.path,
            file.digest,
            context,
            mark(resolved.meeting) if alone else "",
            resolved._replace(decoded=lean),
            whole,
            _others(resolved.meeting),
        ),
        found,
    )


def _others(meeting: Meeting) -> tuple[str, ...]:
    keys = [c.repeats.meeting for c in meeting.conclusions if c.repeats]
    keys += [follow_up.conclusion.meeting for follow_up in meeting.follow_ups]
    return tuple(dict.fromkeys(keys))


def _taken_over(read: _ReadMeeting, file: FoundFile) -> _ReadMeeting:
    """The same, able to find the places of its fields again."""
    if read.resolved is None:
        return read
    decoded = replace(read.resolved.decoded, relocate=_Relocated(file))
    return read._replace(resolved=read.resolved._replace(decoded=decoded))


@dataclass(frozen=True)
class _Relocated:
    """Finds the places of a file's fields by reading it again; kept in a cache it is just the file's name."""

    file: FoundFile

    def __call__(self) -> Located:
        return _located(self.file)


@lru_cache(maxsize=64)
def _located(file: FoundFile) -> Located:
    return decode_record(read_record(file)[0])[0].located
