from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.build import build
from generator.check import Request

TALK = """\
---
title: Talk
date: 2024-05-02
chairs: [ann]
conclusions:
  - {id: k1, text: Go on.}
---
**Ann:** Hello.
"""
FILES = {
    "records/meetings/2024/2024-05-02-talk.md": TALK,
    "records/people/ann.yml": "name: Ann\n",
    "records/people/anna.yml": "name: Anna\nmerged_into: ann\n",
    "records/addresses/moved.yml": "people/an: people/anna\nmeetings/talk: meetings/2024-05-02-talk\n"
    "meetings/2024-05-02-talk#k2: meetings/2024-05-02-talk#k1\n",
    "records/addresses/removed.yml": "people/bob: <b>Nobody</b> was called so.\n"
    "meetings/2024-05-02-talk#k3: It was said twice.\n",
    "records/addresses/meetings-2024.txt": "meetings/2024-05-02-talk#ann.2\n",
}


def written(folder: Path, files: Mapping[str, str] = FILES, site: str = "https://x.example/a/") -> Path:
    """Build a small archive and return the folder of its site."""
    for name, text in {
        **files,
        "site_config.yml": f"title: T\nlanguage: en\nlanguages: [en, de]\nsite_url: {site}\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    built = build(Request(folder / "records", folder / "site_config.yml", folder / "site", cache=folder / "cache"))
    assert {problem.code for problem in built.problems} <= {"source-without-address", "no-text"}
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of a small archive with addresses of old."""
    return written(tmp_path_factory.mktemp("moved"))


@pytest.mark.parametrize("tree", ["", "de/"])
@pytest.mark.parametrize(
    ("old", "new"),
    [("people/an", "people/anna"), ("people/anna", "people/ann"), ("meetings/talk", "meetings/2024-05-02-talk")],
)
def test_a_page_of_old_leads_on(site: Path, old: str, new: str, tree: str) -> None:
    """Renamed and merged records lead on without a script, name the new address to search engines, and hold a link.

    They do so within a language.
    """
    page = (site / tree / old / "index.html").read_text(encoding="utf-8")
    there = f"../../{new}/"
    assert f'<meta http-equiv="refresh" content="0; url={there}">' in page
    assert f'<link rel="canonical" href="https://x.example/a/{tree}{new}/">' in page
    assert page.count('rel="canonical"') == 1
    assert f'href="{there}"' in page


@pytest.mark.parametrize("tree", ["", "de/"])
def test_a_removed_record_says_why(site: Path, tree: str) -> None:
    """Its page gives the reason as text, and asks search engines to forget it."""
    page = (site / tree / "people/bob/index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Nobody&lt;/b&gt; was called so." in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page


def test_search_engines_are_shown_what_is_there(site: Path) -> None:
    """The sitemap lists no page that leads on or is gone, and every other one."""
    listed = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert "people/ann/</loc>" in listed
    assert [old for old in ("people/an/", "people/anna/", "people/bob/", "meetings/talk/") if f"{old}<" in listed] == []


def test_hosts_find_redirects(site: Path) -> None:
    """The file of redirects names every old address with the path that the site lies under, in each language."""
    assert (site / "_redirects").read_text(encoding="ascii").splitlines() == [
        "/a/meetings/talk/ /a/meetings/2024-05-02-talk/ 301",
        "/a/people/an/ /a/people/anna/ 301",
        "/a/people/anna/ /a/people/ann/ 301",
        "/a/de/meetings/talk/ /a/de/meetings/2024-05-02-talk/ 301",
        "/a/de/people/an/ /a/de/people/anna/ 301",
        "/a/de/people/anna/ /a/de/people/ann/ 301",
    ]


def test_places_of_old_stay_on_their_page(site: Path) -> None:
    """A conclusion that moved, one that is gone and a speech that was corrected keep their anchors."""
    page = (site / "meetings/2024-05-02-talk/index.html").read_text(encoding="utf-8")
    for anchor in ("k2", "k3", "ann.2"):
        assert page.count(f'<li id="{anchor}">') == 1
    assert '<a href="#k1"><code>#k1</code></a>' in page
    assert "It was said twice." in page


def test_a_new_line_renews_what_it_changes(tmp_path: Path) -> None:
    """A build on top of another makes the pages of a renaming as a build from nothing does."""
    files = {name: text for name, text in FILES.items() if "addresses" not in name}
    written(tmp_path, files)
    site = written(tmp_path)
    fresh = written(tmp_path / "fresh")
    names = [path.relative_to(fresh) for path in sorted(fresh.rglob("*")) if path.is_file()]
    assert names == [path.relative_to(site) for path in sorted(site.rglob("*")) if path.is_file()]
    assert [name for name in names if (site / name).read_bytes() != (fresh / name).read_bytes()] == []
