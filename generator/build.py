"""The whole story on one page: records in, a searchable site out.

Each step takes values from the one before and hands values on. What has not changed since the last build is taken
over from the site that it published; a build from nothing and one on top of another come to the same bytes. Nothing
is published from an archive with errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator.archive.link import with_all_made
from generator.archive.memory import Fact
from generator.archive.watch import Marks
from generator.cache import Cache, key_of, with_cache
from generator.check import Checked, Inputs, Lines, Progress, Request, Silent, check, find_inputs
from generator.contents import (
    Exports,
    data_formats,
    renderers_of,
    shell_of,
    site_address,
    site_files,
    site_pages,
)
from generator.exports.crawlers import addresses_for_crawlers
from generator.last import Last, forget_last, is_there, keep_last, load_last, previous_of
from generator.making import (
    File,
    Made,
    MadeIndex,
    Workshop,
    make_files,
    make_index,
    make_pages,
)
from generator.marks import mark
from generator.problems import Problem, Span, errors, in_order
from generator.processes import uncollected
from generator.records.source import content_of
from generator.shards import About, is_of_shard, write_about
from generator.site.bundles import Group
from generator.site.engine import destination
from generator.site.folders import Lying, Stat, keep_previous, looking, put_together, stat_of, written_files
from generator.site.pages import PlannedPage
from generator.site.publish import MARK, beside, publish
from generator.site.theme import Theme, read_theme, theme_folder
from generator.stamp import program_stamp


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to; `pages` is 0 where the site that was there stays."""

    problems: tuple[Problem, ...]
    lines: Lines
    pages: int = 0
    entries: int = 0
    index_bytes: int = 0
    meetings: int = 0
    renewed: int = 0
    """How many pages were made anew."""


Keep = Callable[[Workshop, Checked], object]
"""Is given what a site was made with, when it is published."""


def build(request: Request, progress: Progress | None = None, keep: Keep | None = None) -> Built:
    """Build the site and put it in place of the one that was there; with errors, leave that as it was.

    With `keep` the records are read even where nothing has changed.

    Raises:
        PublishError: where `request.out` cannot be used.
        EngineError: where the engine failed, which is never a record's fault.
    """
    work = partial(_build_with, request, progress or Silent(), keep)
    with uncollected():
        return with_cache(request.cache, program_stamp(), work)


def _build_with(request: Request, progress: Progress, keep: Keep | None, cache: Cache) -> Built:
    theme = read_theme(theme_folder())
    inputs = find_inputs(request)
    if keep is None and inputs.mark and not request.shard and (kept := _unchanged(request, inputs, theme, cache)):
        return kept
    with beside(request.out) as new, _looking(request, cache, new) as left:
        checked = check(request, cache, progress, inputs)
        built = Built(checked.problems, checked.lines)
        if not errors(checked.problems, strict=request.strict):
            workshop = _workshop(request, checked, theme, new)
            built = _build(request, workshop, checked, left, progress)
            if keep and built.pages:
                keep(workshop, checked)
    if built.pages and not request.shard:
        cache.put("built", {key_of(request.out): (_everything(request, inputs, theme), built)})
    return built


@dataclass(frozen=True)
class _Left:
    """What earlier builds left: in the cache, in the folder of the site, and in that of the site before the last."""

    cache: Cache
    previous: Path | None
    lying: Lying


@contextmanager
def _looking(request: Request, cache: Cache, new: Path) -> Iterator[_Left]:
    previous = previous_of(cache, request.out, new)
    folders = [] if request.shard else [request.out, *([previous] if previous else [])]
    with looking(folders, request.processes) as lying:
        yield _Left(cache, previous, lying)


def _unchanged(request: Request, inputs: Inputs, theme: Theme, cache: Cache) -> Built | None:
    """What the last build came to, where everything is as it was then and the whole site is still there."""
    everything = _everything(request, inputs, theme)
    kept = cache.get("built", key_of(request.out))
    if not isinstance(kept, tuple) or kept[0] != everything:
        return None
    built: Built = kept[1]
    return replace(built, renewed=0) if is_there(cache, request.out) else None


def _everything(request: Request, inputs: Inputs, theme: Theme) -> str:
    return mark([inputs.mark, theme.fingerprint, request.site_url, request.strict])


def _workshop(request: Request, checked: Checked, theme: Theme, new: Path) -> Workshop:
    config, site = checked.config, site_address(request, checked.config)
    renderers, shell = renderers_of(config, theme, site), shell_of(config, theme, site)
    return Workshop(with_all_made(checked.archive), config, theme, renderers, shell, new)


def _build(request: Request, workshop: Workshop, checked: Checked, left: _Left, progress: Progress) -> Built:
    with progress.stage("Comparing"):
        start = _compare(request, workshop, checked, left)
        files = _plan_files(start)
    with make_files(workshop.archive, files.due, workshop.new, request.out, request.processes) as making:
        with progress.stage("Exporting"):
            files = replace(files, made=list(making)) if files.are_many else files
        with progress.stage("Making pages"):
            pages = _make_pages(start, files)
        with progress.stage("Indexing"):
            groups, index = _make_index(start, pages)
        with progress.stage("Finishing exports"):
            files = replace(files, made=[*files.made, *making])
            pages = _with_pages_of_files(start, pages)
    problems = in_order((*checked.problems, *_complaints(pages.made)))
    if errors(problems, strict=request.strict):
        return Built(problems, checked.lines)
    count = len(workshop.config.spoken)
    own, renewed = count * len(pages.own), count * len(pages.stale)
    built = Built(problems, checked.lines, own, meetings=start.meetings, renewed=renewed)
    if request.shard:
        _publish_part(start, request.shard, files, pages)
        return built
    with progress.stage("Publishing"):
        published = _publish(start, files, pages, groups, index)
    index_bytes = sum(size for address, (size, _) in published.items() if address.startswith("search/"))
    return replace(built, entries=sum(group.count for group in groups.values()), index_bytes=index_bytes)


@dataclass(frozen=True)
class _Start:
    """What a build starts from: the linked archive, what makes pages of it, and what the last build left."""

    request: Request
    workshop: Workshop
    checked: Checked
    left: _Left
    last: Last
    marks: Marks

    @property
    def cache(self) -> Cache:
        """What is kept from one build to the next."""
        return self.left.cache

    @property
    def meetings(self) -> int:
        """How many meetings the archive has."""
        return len(self.workshop.archive.meetings)

    def stale(self, products: Mapping[str, Sequence[str]]) -> frozenset[str]:
        """Return the products (with the files of each) that the last site does not have as they would be now."""
        lost = {name for name, files in products.items() if not self.last.files.keys() >= set(files)}
        return frozenset(lost | self.last.ledger.stale(self.marks, products))

    def places(self, page: str) -> tuple[str, ...]:
        """Return the files of a page: one in each language."""
        return tuple(destination(renderer.tree + page) for renderer in self.workshop.renderers)

    def sizes(self) -> Mapping[str, int]:
        """Return the bytes of each file of the new site as far as it is made, else of the last."""
        return {a: size for a, (size, _) in {**self.last.files, **written_files(self.workshop.new)}.items()}


@dataclass(frozen=True)
class _Files:
    """The files that are no pages, and which of them have to be made."""

    all: Sequence[File]
    exports: Exports
    stale: frozenset[str]
    made: Sequence[Made] = ()
    """What making them came to, as far as that is done."""

    @property
    def due(self) -> list[File]:
        """Those that have to be made."""
        return [file for file in self.all if file.address in self.stale]

    @property
    def are_many(self) -> bool:
        """Whether they are made first, with all processors; a few are made while pages and index are."""
        return 2 * len(self.stale) > len(self.all)


@dataclass(frozen=True)
class _Pages:
    """The pages of the whole site, those of this part of it, and which of them had to be made."""

    all: Sequence[PlannedPage]
    own: Sequence[PlannedPage]
    stale: frozenset[str]
    made: Sequence[Made]

    @property
    def listed(self) -> tuple[str, ...]:
        """The addresses that search engines shall know."""
        return tuple(page.address for page in self.all if page.listed)


def _compare(request: Request, workshop: Workshop, checked: Checked, left: _Left) -> _Start:
    stamp = mark([workshop.theme.fingerprint, workshop.config.model_dump_json(), workshop.shell.site_url])
    last = Last(stamp) if request.shard else load_last(left.cache, stamp, request.out, left.lying)
    return _Start(request, workshop, checked, left, last, Marks(workshop.archive, checked.marks))


def _plan_files(start: _Start) -> _Files:
    request = start.request
    planned, exports = site_files(start.checked, request, start.workshop.theme)
    files = [file for file in planned if is_of_shard(file.address, request.shard, of_a_record=False)]
    stale = start.stale({file.address: (file.address,) for file in files})
    return _Files(files, exports, stale | {file.address for file in files if not stale.isdisjoint(file.parts)})


def _make_pages(start: _Start, files: _Files) -> _Pages:
    """Make all pages but those that tell of the files, which may not be written yet."""
    shard = start.request.shard
    pages = site_pages(start.checked, lambda: data_formats(files.exports, start.sizes()))
    own = [page for page in pages if is_of_shard(page.address, shard, of_a_record=bool(page.record))]
    stale = start.stale({page.address: start.places(page.address) for page in own})
    stale |= {page.address for page in own if page.of_files and files.stale}
    made: list[Made] = []
    facts: dict[Fact, Fact] = {}
    due = [page for page in own if page.address in stale and not page.of_files]
    for batch in make_pages(start.workshop, due, start.request.processes):
        start.cache.put("entries", batch.entries_by_mark)
        made.append(replace(batch, trace=batch.trace.shared(facts), entries=batch.entries if shard else {}))
    return _Pages(pages, own, stale, made)


def _with_pages_of_files(start: _Start, pages: _Pages) -> _Pages:
    due = [page for page in pages.own if page.address in pages.stale and page.of_files]
    return replace(pages, made=[*pages.made, *make_pages(start.workshop, due, processes=1)])


def _make_index(start: _Start, pages: _Pages) -> tuple[Mapping[str, Group], MadeIndex]:
    """Write the bundles that are not as they were; the entries of a record's page are of this build or of the last."""
    if start.request.shard:
        return {}, MadeIndex()
    fresh = {group.product: group for batch in pages.made for group in batch.groups}
    addresses = [page.address for page in pages.all if page.record]
    groups = {address: fresh.get(address) or start.last.groups[address] for address in addresses}
    folder, last = start.workshop.new / "search", MadeIndex(start.last.bundles, dictionary=start.last.dictionary)
    searched = () if start.workshop.config.search_service else groups.values()
    return groups, make_index(folder, searched, last, start.cache, start.request.processes)


def _publish_part(start: _Start, shard: tuple[int, int], files: _Files, pages: _Pages) -> None:
    count = len(pages.all) * len(start.workshop.renderers)
    made_from = mark([start.last.stamp, program_stamp(), content_of(start.checked.folder)])
    about = About(made_from, *shard, start.workshop.shell.site_url, start.meetings, count, pages.listed)
    write_about(start.workshop.new, about, [*files.made, *pages.made])
    publish(start.workshop.new, start.request.out)


def _publish(
    start: _Start, files: _Files, pages: _Pages, groups: Mapping[str, Group], index: MadeIndex
) -> Mapping[str, Stat]:
    """Put the new site in its place where anything of it is new, and return its files."""
    new, out, last = start.workshop.new, start.request.out, start.last
    for name, text in addresses_for_crawlers(pages.listed, start.workshop.shell.site_url, start.workshop.config):
        (new / name).write_text(text, encoding="utf-8")
    kept = {place for page in pages.all if page.address not in pages.stale for place in start.places(page.address)}
    kept |= {file.address for file in files.all if file.address not in files.stale}
    kept |= _of_index_and_theme(last, index, engine_ran=bool(pages.stale))
    fresh = written_files(new)
    published = last.files
    if pages.stale or files.stale or index.written or last.strangers or kept | {MARK, *fresh} != published.keys():
        still = {address: last.files[address] for address in kept}
        whole = put_together(new, out, still, start.left.previous, start.left.lying)
        publish(whole, out)
        keep_previous(whole, start.left.previous)
        published = {**still, **fresh, MARK: stat_of(out / MARK)}
        products = (*(file.address for file in files.all), *(page.address for page in pages.all))
        traces = [batch.trace for batch in (*files.made, *pages.made)]
        ledger = last.ledger.renewed(products, traces, start.marks)
        keep_last(start.cache, Last(last.stamp, ledger, groups, index.bundles, index.dictionary, published), out)
    if any(batch.complaints for batch in pages.made):  # to be heard again, as long as there is reason for them
        forget_last(start.cache, out)
    return published


def _of_index_and_theme(last: Last, index: MadeIndex, *, engine_ran: bool) -> set[str]:
    """Files of the last site that are no product's and the same now: bundles of the index, and the theme's."""
    found = set()
    for address in last.files:
        top, _, rest = address.partition("/")
        name, slash, _ = rest.partition("/")
        whole_bundle = name in index.bundles and name not in index.written
        if (top == "search" and slash and whole_bundle) or (top == "assets" and not engine_ran):
            found.add(address)
    return found


def _complaints(made: Iterable[Made]) -> Iterator[Problem]:
    for complaint in dict.fromkeys(text for batch in made for text in batch.complaints):
        yield Problem("engine-warning", Span("site_config.yml"), complaint)
