from __future__ import annotations

from collections import Counter
from pathlib import Path

from generator.build import Built
from tests.whole.pages import HOST, inside, read_site

Site = tuple[Path, Built]


def test_every_link_and_anchor_lands(site: Site) -> None:
    """Whatever a page links to within the site is there, fragment included."""
    folder, _ = site
    pages = read_site(folder)
    lost = []
    for page in pages.values():
        for link in page.links:
            found = inside(link)
            if found is None:
                continue
            path, fragment = found
            if path in pages:
                if fragment and fragment not in pages[path].anchors:
                    lost.append(f"{page.address} → {path}#{fragment}")
            elif not (folder / path).is_file():
                lost.append(f"{page.address} → {path}")
    assert len(pages) > 20
    assert lost == []


def test_ids_are_unique_on_each_page(site: Site) -> None:
    """No two elements of a page share an id, so that every address means one place."""
    folder, _ = site
    doubled = {
        page.address: [id for id, count in Counter(page.anchors).items() if count > 1]
        for page in read_site(folder).values()
    }
    assert {address: ids for address, ids in doubled.items() if ids} == {}


def test_pages_load_nothing_from_elsewhere(site: Site) -> None:
    """Styles, scripts, pictures and forms all come from or go to the site itself."""
    folder, _ = site
    foreign = {
        load
        for page in read_site(folder).values()
        for load in page.loads
        if not load.startswith(HOST) and not page.address.endswith("404.html")
    }
    assert foreign == set()


def test_every_page_can_be_reached_from_home(site: Site) -> None:
    """A reader without the search gets from home to every page by following links."""
    folder, _ = site
    pages = read_site(folder)
    seen = {""}
    waiting = [""]
    while waiting:
        for link in pages[waiting.pop()].links:
            found = inside(link)
            if found and found[0] in pages and found[0] not in seen:
                seen.add(found[0])
                waiting.append(found[0])
    lost = {page for page in pages if page.endswith("404.html")}
    assert set(pages) - seen == lost | ({"search/"} - seen)


def test_build_says_what_it_made(site: Site) -> None:
    """The figures that a build reports are those of its output, and a strict build has nothing to complain of."""
    folder, built = site
    assert built.pages == len(read_site(folder))
    assert built.entries > built.meetings > 0
    assert [p for p in built.problems if p.severity != "info"] == []
