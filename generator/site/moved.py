"""What answers where no record lives any more: a page that leads on, a page that says why, a note on a meeting's page.

A static site cannot answer “301 Moved”. So a page of old leads on by itself, names its new address to search engines,
and holds a plain link; for hosts that read a file of redirects there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.archive.addresses import parted
from generator.archive.archive import Archive
from generator.archive.names import Ref
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_
from generator.site.lists import is_merged, link
from generator.site.page import Link
from generator.site.sections import NAMES
from generator.site.views import FormerPart, MovedView, Page, RemovedView

REDIRECTS = "_redirects"
"""The file of redirects that Netlify, Cloudflare Pages and others read."""


def page_of(address: str) -> str:
    """Return the address within the site of what references write: `people/orla-venn` is `people/orla-venn/`."""
    return urls.record(*parted(address))


def moved_page(archive: Archive, address: str) -> Page:
    """Return the page of an address that leads on to another."""
    into = _link(archive, archive.moved[address])
    section = urls.listing(parted(address)[0].kind)
    return Page(
        page_of(address),
        "moved.html",
        into.title,
        MovedView(into),
        section=section,
        trail=(Link(section, NAMES[section]),),
        moved_to=into.address,
        listed=False,
    )


def removed_page(archive: Archive, address: str) -> Page:
    """Return the page of a record that was removed: it says so, and why."""
    section = urls.listing(parted(address)[0].kind)
    view = RemovedView(archive.removed[address])
    return Page(page_of(address), "removed.html", N_("Removed"), view, section=section, translate=True, listed=False)


def former_parts(archive: Archive, id: str) -> tuple[FormerPart, ...]:
    """Return the places of old on a meeting's page."""
    return tuple(
        FormerPart(part.fragment, _link(archive, part.address) if part.address else None, part.reason)
        for part in archive.former.get(id, ())
    )


def _link(archive: Archive, address: str) -> Link:
    """A link to where an address leads: what lives there has a title, what was removed only its address."""
    ref, fragment = parted(address)
    if ref not in archive.paths:
        return Link(urls.record(ref, fragment), address)
    return replace(link(archive, archive.targets.get(ref, ref)), address=urls.record(ref, fragment), note="")


def redirects(archive: Archive, root: str, trees: Sequence[str] = ("",)) -> bytes:
    """Return the file of redirects: `from to 301`, a line an address.

    `root` is the path that the site lies under, `trees` are where the pages in each language lie below it.
    """
    pairs = {page_of(old): page_of(new) for old, new in archive.moved.items()}
    for id in archive.people:
        if is_merged(archive, ref := Ref(Kind.PERSON, id)):
            pairs[urls.record(ref)] = urls.record(archive.targets[ref])
    moved = sorted(pairs.items())
    return "".join(f"{root}{tree}{old} {root}{tree}{new} 301\n" for tree in trees for old, new in moved).encode()
