"""The whole story on one page: records in, a searchable site out.

Each step takes values from the one before and hands values on. What has not changed since the last build is taken
over from the site that it published; a build from nothing and one on top of another come to the same bytes. Nothing
is published from an archive with errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from generator.archive.watch import Marks
from generator.cache import Cache
from generator.check import Checked, Lines, Progress, Request, Silent, check
from generator.contents import addresses_for_crawlers, interface_of, shell_of, site_address, site_files, site_pages
from generator.last import Last, keep_last, load_last
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
from generator.site import urls
from generator.site.bundles import Group
from generator.site.engine import destination
from generator.site.guide import DATA
from generator.site.publish import beside, publish
from generator.site.render import Renderer
from generator.site.theme import Theme, read_theme, theme_folder
from generator.site.views import DataFile
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
        SearchIndexError: where Pagefind failed.
    """
    progress = progress or Silent()
    theme = read_theme(theme_folder())
    with closing(Cache(request.cache, program_stamp())) as cache:
        checked = check(request, cache, progress)
        built = Built(checked.problems, checked.lines)
        if not errors(checked.problems, strict=request.strict):
            with beside(request.out) as new:
                built = _build(request, _workshop(request, checked, theme, new), checked, cache, progress)
        cache.save()
    return built


def _workshop(request: Request, checked: Checked, theme: Theme, new: Path) -> Workshop:
    config, site = checked.config, site_address(request, checked.config)
    renderer = Renderer(theme.templates, interface_of(config, theme), config, urls.site_root(site))
    return Workshop(checked.archive, config, theme, renderer, shell_of(config, theme, site), new)


def _build(request: Request, workshop: Workshop, checked: Checked, cache: Cache, progress: Progress) -> Built:
    new, processes, site = workshop.new, request.processes, workshop.shell.site_url
    with progress.stage("Comparing"):
        stamp = mark([workshop.theme.fingerprint, workshop.config.model_dump_json(), site])
        last = load_last(cache, stamp, request.out)
        marks = Marks(workshop.archive, checked.marks)
    with progress.stage("Exporting"):
        files, offered = site_files(checked, request)
        stale_files = _stale(last, marks, {file.address: file.address for file in files})
        made = list(make_files(workshop.archive, [f for f in files if f.address in stale_files], new, processes))
    with progress.stage("Making pages"):
        pages = site_pages(
            checked, [DataFile(f.address, f.title, _size(new, last, f.address), f.count) for f in offered]
        )
        stale = _stale(last, marks, {page.address: destination(page.address) for page in pages})
        stale |= {DATA} if stale_files else set()
        for batch in make_pages(workshop, [page for page in pages if page.address in stale], processes):
            cache.put("entries", batch.entries)
            made.append(replace(batch, entries={}))
    with progress.stage("Indexing"):
        groups = _groups((page.address for page in pages if page.record), last, made)
        index = make_index(workshop, groups.values(), last.bundles, cache, processes)
    problems = in_order((*checked.problems, *_complaints(made)))
    if errors(problems, strict=request.strict):
        return Built(problems, checked.lines)
    with progress.stage("Publishing"):
        for name, text in addresses_for_crawlers(pages, site):
            (new / name).write_text(text, encoding="utf-8")
        kept = {destination(page.address) for page in pages if page.address not in stale}
        kept |= {file.address for file in files if file.address not in stale_files}
        take_over(request.out, new, kept | _of_index_and_theme(last, index, engine_ran=bool(stale)))
        publish(new, request.out)
        products = [*(file.address for file in files), *(page.address for page in pages)]
        ledger = last.ledger.renewed(products, [batch.trace for batch in made], marks)
        now = Last(stamp, ledger, groups, index.bundles, written_files(request.out))
        keep_last(cache, now, request.out)
    return Built(
        problems,
        checked.lines,
        pages=len(pages),
        entries=sum(group.count for group in groups.values()),
        index_bytes=sum(size for address, (size, _) in now.files.items() if address.startswith("search/")),
        meetings=len(workshop.archive.meetings),
        renewed=len(stale),
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
        program = not slash and rest not in {"index.html", "bundles.json"}
        if (top == "search" and (whole_bundle if slash else program)) or (top == "assets" and not engine_ran):
            found.add(address)
    return found


def _size(new: Path, last: Last, address: str) -> int:
    path = new / address
    return path.stat().st_size if path.exists() else last.files[address][0]


def _complaints(made: Iterable[Made]) -> Iterator[Problem]:
    for complaint in dict.fromkeys(text for batch in made for text in batch.complaints):
        yield Problem("engine-warning", Span("site_config.yml"), complaint)
