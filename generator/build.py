"""The whole story on one page: records in, a searchable site out.

Each step takes values from the one before and hands values on. What has not changed since the last build is taken
over from the site that it published; a build from nothing and one on top of another come to the same bytes. Nothing
is published from an archive with errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator.archive.watch import Marks
from generator.cache import Cache, CacheLostError, key_of
from generator.check import Checked, Inputs, Lines, Progress, Request, Silent, check, find_inputs
from generator.contents import (
    addresses_for_crawlers,
    data_formats,
    interface_of,
    shell_of,
    site_address,
    site_files,
    site_pages,
)
from generator.last import Last, forget_last, is_there, keep_last, load_last
from generator.making import (
    Made,
    MadeIndex,
    Workshop,
    make_files,
    make_index,
    make_pages,
    take_over,
    written_files,
)
from generator.marks import mark
from generator.problems import Problem, Span, errors, in_order
from generator.processes import uncollected
from generator.records.source import content_of
from generator.shards import About, is_of_shard, write_about
from generator.site import urls
from generator.site.bundles import Group
from generator.site.engine import destination
from generator.site.guide import DATA
from generator.site.publish import MARK, beside, publish
from generator.site.render import Renderer
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


def build(request: Request, progress: Progress | None = None) -> Built:
    """Build the site and put it in place of the one that was there; with errors, leave that as it was.

    Raises:
        PublishError: where `request.out` cannot be used.
        EngineError: where the engine failed, which is never a record's fault.
    """
    progress = progress or Silent()
    cache = Cache(request.cache, program_stamp())
    try:
        with closing(cache), uncollected():
            return _build_with(request, cache, progress)
    except CacheLostError:  # cut off, tampered with, or no room left for it: then without
        cache.remove()
        with closing(Cache(None, "")) as forgetful:
            return _build_with(request, forgetful, progress)


def _build_with(request: Request, cache: Cache, progress: Progress) -> Built:
    theme = read_theme(theme_folder())
    inputs = find_inputs(request)
    if inputs.mark and not request.shard and (kept := _unchanged(request, inputs, theme, cache)):
        return kept
    checked = check(request, cache, progress, inputs)
    built = Built(checked.problems, checked.lines)
    if not errors(checked.problems, strict=request.strict):
        with beside(request.out) as new:
            built = _build(request, _workshop(request, checked, theme, new), checked, cache, progress)
        if built.pages and not request.shard:
            cache.put("built", {key_of(request.out): (_everything(request, inputs, theme), built)})
    cache.save()
    return built


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
    renderer = Renderer(theme.templates, interface_of(config, theme), config, urls.site_root(site))
    return Workshop(checked.archive, config, theme, renderer, shell_of(config, theme, site), new)


def _build(request: Request, workshop: Workshop, checked: Checked, cache: Cache, progress: Progress) -> Built:
    new, processes, site = workshop.new, request.processes, workshop.shell.site_url
    with progress.stage("Comparing"):
        stamp = mark([workshop.theme.fingerprint, workshop.config.model_dump_json(), site])
        last = Last(stamp) if request.shard else load_last(cache, stamp, request.out)
        marks = Marks(workshop.archive, checked.marks)
    with progress.stage("Exporting"):
        files, exports = site_files(checked, request, workshop.theme)
        files = [file for file in files if is_of_shard(file.address, request.shard, of_a_record=False)]
        stale_files = _stale(last, marks, {file.address: file.address for file in files})
        made = list(make_files(workshop.archive, [f for f in files if f.address in stale_files], new, processes))
    with progress.stage("Making pages"):
        pages = site_pages(checked, data_formats(exports, partial(_size, new, last)))
        own = [page for page in pages if is_of_shard(page.address, request.shard, of_a_record=bool(page.record))]
        stale = _stale(last, marks, {page.address: destination(page.address) for page in own})
        stale |= {DATA} if stale_files else set()
        for batch in make_pages(workshop, [page for page in own if page.address in stale], processes):
            cache.put("entries", batch.entries_by_mark)
            made.append(batch if request.shard else replace(batch, entries={}))
    problems = in_order((*checked.problems, *_complaints(made)))
    if errors(problems, strict=request.strict):
        return Built(problems, checked.lines)
    built = Built(problems, checked.lines, len(own), meetings=len(workshop.archive.meetings), renewed=len(stale))
    addresses = tuple(page.address for page in pages)
    listed = tuple(page.address for page in pages if page.listed)
    if request.shard:
        made_from = mark([stamp, program_stamp(), content_of(checked.folder)])
        write_about(new, About(made_from, *request.shard, site, built.meetings, len(pages), listed), made)
        publish(new, request.out)
        return built
    with progress.stage("Indexing"):
        groups = _groups((page.address for page in pages if page.record), last, made)
        index = make_index(new / "search", groups.values(), last.bundles, cache, processes)
    with progress.stage("Publishing"):
        for name, text in addresses_for_crawlers(listed, site, workshop.config):
            (new / name).write_text(text, encoding="utf-8")
        kept = {destination(page.address) for page in pages if page.address not in stale}
        kept |= {file.address for file in files if file.address not in stale_files}
        kept |= _of_index_and_theme(last, index, engine_ran=bool(stale))
        files_now = last.files
        changed = last.strangers or kept | {MARK, *written_files(new)} != last.files.keys()
        if stale or stale_files or index.written or changed:
            take_over(request.out, new, kept)
            publish(new, request.out)
            files_now = written_files(request.out)
            ledger = last.ledger.renewed((*(f.address for f in files), *addresses), [m.trace for m in made], marks)
            keep_last(cache, Last(stamp, ledger, groups, index.bundles, files_now), request.out)
        if any(batch.complaints for batch in made):  # to be heard again, as long as there is reason for them
            forget_last(cache, request.out)
    return replace(
        built,
        entries=sum(group.count for group in groups.values()),
        index_bytes=sum(size for address, (size, _) in files_now.items() if address.startswith("search/")),
    )


def _stale(last: Last, marks: Marks, products: Mapping[str, str]) -> set[str]:
    """Products (with the file of each) that the last site does not have as they would be now."""
    lost = {name for name, file in products.items() if file not in last.files}
    return lost | last.ledger.stale(marks, products)


def _groups(records: Iterable[str], last: Last, made: Iterable[Made]) -> dict[str, Group]:
    """The search entries of each record's page: of this build, else of the last."""
    fresh = {group.product: group for batch in made for group in batch.groups}
    return {address: fresh.get(address) or last.groups[address] for address in records}


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


def _size(new: Path, last: Last, address: str) -> int:
    path = new / address
    if path.exists():
        return path.stat().st_size
    return last.files.get(address, (0, 0))[0]  # not there in a part of a site, which has no data page either


def _complaints(made: Iterable[Made]) -> Iterator[Problem]:
    for complaint in dict.fromkeys(text for batch in made for text in batch.complaints):
        yield Problem("engine-warning", Span("site_config.yml"), complaint)
