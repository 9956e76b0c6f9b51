"""Makes what a build has to make anew, in processes.

Products are pages (with the search entries of their record) and files. Each is made from a watched archive, so that
the ledger knows what it was made from; finished ones lie in the new site's folder when their process is done.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from pickle import HIGHEST_PROTOCOL, dumps, loads

from generator.archive.archive import Archive
from generator.archive.memory import Reading
from generator.archive.watch import watched
from generator.cache import Cache, CacheLostError
from generator.config import SiteConfig
from generator.exports.head import Heads
from generator.ledger import Trace, Tracer
from generator.marks import mark
from generator.processes import beside, each, in_batches
from generator.site import engine, search
from generator.site.bundles import (
    BundleFacts,
    Group,
    group_of,
    in_order,
    otherwise_split,
    plan_bundles,
    with_hidden_words,
    words_of,
)
from generator.site.dictionary import Dictionary
from generator.site.entries import entries_of
from generator.site.folders import move_into
from generator.site.interface import Interface
from generator.site.markdown import Texts
from generator.site.page import RenderedPage, SearchEntry
from generator.site.pages import PlannedPage
from generator.site.render import Renderer
from generator.site.theme import Theme
from generator.site.words import Compounds

_PAGES_OF_A_BATCH = 500
"""So many pages go through the engine at a time: enough to make its start cheap, few enough to bound the memory."""

_HEAVY = 20_000_000
"""So many characters of markup as well: a page of a year in which everything happened has some hundred thousand."""
_FEW = 200
"""Up to so many pages are made right here: other processes would have to get ready first."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a batch of products came to."""

    trace: Trace
    complaints: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    entries: Mapping[str, bytes] = field(default_factory=dict)
    """The search entries of each record that has some, packed, by product."""

    @property
    def entries_by_mark(self) -> dict[str, bytes]:
        """The same by the mark of what they hold: several sites share a cache, and their entries may differ."""
        return {group.mark: self.entries[group.product] for group in self.groups}


@dataclass(frozen=True)
class Workshop:
    """Everything that pages are made with."""

    archive: Archive
    config: SiteConfig
    theme: Theme
    renderers: tuple[Renderer, ...]
    """One for each language of the interface, the site's own first."""
    shell: engine.Shell
    new: Path
    """The folder of the new site."""

    @property
    def interface(self) -> Interface:
        """The words of the site in its own language."""
        return self.renderers[0].interface

    @cached_property
    def heads(self) -> tuple[Heads, ...]:
        """What says on each page what it is, for programs: one for each language."""
        return tuple(Heads(self.config, renderer.interface, self.shell.site_url) for renderer in self.renderers)

    @cached_property
    def bench(self) -> tuple[Reading, Archive, Texts]:
        """What is read of the archive while a product is made, the archive that notes it, and its texts."""
        reading = Reading()
        archive = watched(self.archive, reading)
        return reading, archive, Texts(archive)


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def make_pages(workshop: Workshop, planned: Sequence[PlannedPage], processes: int) -> Iterator[Made]:
    """Write pages into the new site, and yield what each batch came to."""
    few = len(planned) <= _FEW  # then one start of the engine is cheaper than several processes
    most = max(1, _PAGES_OF_A_BATCH // len(workshop.renderers))
    batches = in_batches(planned, _FEW if few else min(most, -(-len(planned) // (4 * processes))))
    yield from each(partial(_make_pages, workshop), batches, processes)


def _make_pages(workshop: Workshop, planned: Sequence[PlannedPage]) -> Made:
    reading, archive, texts = workshop.bench
    tracer, pages, groups, packed = Tracer(), _Pages(workshop), [], {}
    complaints: list[str] = []
    for plan in planned:
        reading.begin()
        page = plan.make(archive, workshop.config, texts)  # in no language of the interface yet
        for renderer, heads in zip(workshop.renderers, workshop.heads, strict=True):
            complaints += pages.take(heads.headed(archive, renderer.render(page), plan.record))
        if plan.record:
            entries = entries_of(archive, workshop.config, texts, plan.record, workshop.interface)
            groups.append(group_of(plan.address, entries, mark(entries)))
            packed[plan.address] = zlib.compress(dumps(entries, HIGHEST_PROTOCOL), level=1)
        tracer.add(plan.address, reading.facts)
    complaints += pages.write()
    return Made(tracer.trace(), tuple(complaints), tuple(groups), packed)


class _Pages:
    """Finished pages on their way through the engine: as many at a time as the memory is meant for."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._waiting: list[RenderedPage] = []
        self._weight = 0

    def take(self, page: RenderedPage) -> tuple[str, ...]:
        """Take a page, and return what the engine complained of where it was started."""
        self._waiting.append(page)
        self._weight += len(page.html)
        return self.write() if self._weight > _HEAVY else ()

    def write(self) -> tuple[str, ...]:
        """Write the pages that wait into the new site."""
        if not self._waiting:
            return ()
        new = self._workshop.new
        part = Path(tempfile.mkdtemp(prefix=f"{new.name}-", dir=new.parent))
        complaints = engine.write_site(self._waiting, self._workshop.shell, self._workshop.theme, part)
        move_into(part, new)
        self._waiting, self._weight = [], 0
        return complaints


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site that is no page: its address, and how its bytes are made."""

    address: str
    make: Callable[[Archive], bytes | Iterable[bytes]]
    """Its bytes, whole or in pieces."""
    parts: tuple[str, ...] = ()
    """Addresses of other files from which it is joined; with each of them it is made anew."""
    join: Callable[[Archive, Sequence[str]], Iterable[bytes]] | None = None
    """Its bytes from its parts, as they lie in the new site, else in the last."""


def make_files(
    archive: Archive, files: Sequence[File], new: Path, last: Path, processes: int
) -> AbstractContextManager[Iterator[Made]]:
    """Begin to write files into the new site, beside whatever else is done; yield what each batch came to."""
    joined = [file for file in files if file.parts]
    parts = {part for whole in joined for part in whole.parts}
    single = [file for file in files if not file.parts and file.address not in parts]
    size = max(1, min(_PAGES_OF_A_BATCH, -(-len(single) // (4 * processes))))
    # What is joined takes longest, and needs its parts: they are made first, one after the other.
    batches = [[*(file for file in files if file.address in whole.parts), whole] for whole in joined]
    return beside(partial(_make_files, archive, new, last), [*batches, *in_batches(single, size)], processes)


def _make_files(archive: Archive, new: Path, last: Path, files: Iterable[File]) -> Made:
    reading = Reading()
    noting = watched(archive, reading)
    tracer = Tracer()
    for file in files:
        reading.begin()
        _write(new / file.address, _content(file, noting, new, last))
        tracer.add(file.address, reading.facts)
    return Made(tracer.trace())


def _content(file: File, archive: Archive, new: Path, last: Path) -> bytes | Iterable[bytes]:
    if file.join is None:
        return file.make(archive)
    places = ((new / part, last / part) for part in file.parts)
    return file.join(archive, [str(fresh if fresh.exists() else kept) for fresh, kept in places])


def _write(path: Path, content: bytes | Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        out.writelines([content] if isinstance(content, bytes) else content)


# ── search ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class KeptBundle:
    """A bundle of the index as it lies in the last site."""

    content: str
    """A mark of its entries; empty where its files are not whole."""
    words: frozenset[str]
    facts: BundleFacts


@dataclass(frozen=True, slots=True)
class MadeIndex:
    """The whole index: all its bundles in order, those that were written now, and all words."""

    bundles: Mapping[str, KeptBundle] = field(default_factory=dict)
    written: frozenset[str] = frozenset()
    dictionary: Dictionary = field(default_factory=Dictionary)


def make_index(folder: Path, groups: Iterable[Group], last: MadeIndex, cache: Cache, processes: int) -> MadeIndex:
    """Write the bundles that are not as they were in the last site, and the index's directory."""
    kept = last.bundles
    planned = plan_bundles(groups)
    content = {name: mark([search.FORMAT, *(g.mark for g in members)]) for name, members in planned.items()}
    stale = {name for name in planned if name not in kept or kept[name].content != content[name]}
    load = partial(_entries, cache, planned)
    words = {name: bundle.words for name, bundle in kept.items() if name in planned and name not in stale}
    words |= dict(each(_words, [(name, load(name)) for name in sorted(stale)], processes))
    known: frozenset[str] = frozenset().union(*(bundle.words for bundle in kept.values()))
    now: frozenset[str] = frozenset().union(*words.values())
    stale |= otherwise_split({name: own for name, own in words.items() if name not in stale}, known, now)
    # The largest first, so that no process is left with a large one at the end.
    order = sorted(stale, key=lambda name: (-sum(group.count for group in planned[name]), name))
    write = partial(_write_bundle, Compounds(now), folder)
    facts = dict(each(write, [(name, content[name], load(name)) for name in order], processes))
    bundles = {
        name: KeptBundle(content[name], words[name], facts[name]) if name in facts else kept[name] for name in planned
    }
    of_all = {name: bundle.facts for name, bundle in bundles.items()}
    before = {name: bundle.facts for name, bundle in kept.items()}
    words_of_all = search.dictionary_of(of_all, before, last.dictionary, processes)
    search.write_directory(of_all, words_of_all, folder)
    return MadeIndex(bundles, frozenset(stale), words_of_all)


def _entries(cache: Cache, planned: Mapping[str, Sequence[Group]], name: str) -> list[bytes]:
    found = [cache.get("entries", group.mark) for group in planned[name]]
    packed = [data for data in found if isinstance(data, bytes)]
    if len(packed) < len(found):
        raise CacheLostError(f"search entries of {name} are missing")
    return packed


def _unpacked(packed: Iterable[bytes]) -> Iterator[SearchEntry]:
    for data in packed:
        yield from loads(zlib.decompress(data))  # noqa: S301 - from our own cache, its sum was compared


def _words(named: tuple[str, Sequence[bytes]]) -> tuple[str, frozenset[str]]:
    name, packed = named
    return name, words_of(_unpacked(packed))


def _write_bundle(
    compounds: Compounds, folder: Path, task: tuple[str, str, Sequence[bytes]]
) -> tuple[str, BundleFacts]:
    name, content, packed = task
    entries = with_hidden_words(in_order(_unpacked(packed)), compounds)
    of_all = mark([content, [(entry.hidden, entry.parts) for entry in entries]])
    return name, search.write_bundle(search.Bundle(name, entries), of_all, folder / name)
