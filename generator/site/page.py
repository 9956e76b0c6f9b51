"""What the engine and the search index take: finished pages and search entries, as values.

Everything that a reader sees of a page is in its value, so a hash of the value says whether the page changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: its address within the site (`people/le-anh-tuan/`, `""` is home) and its words."""

    address: str
    title: str
    note: str = ""
    """What tells it from a namesake; for districts the code of their kind (`district:city`), translated when shown."""
    language: str = ""
    """The language of the words, where a record says it (see `tongues`)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of a page's table of contents."""

    level: int
    """2 for a section, 3 for what is below it."""
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Format:
    """Another format in which what a page shows is there."""

    address: str
    media_type: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says to programs beside its text. All texts are plain, but for `data`."""

    data: str = ""
    """A block of JSON-LD, safe inside a `script` element."""
    meta: tuple[tuple[str, str], ...] = ()
    """Names and contents of `meta` elements; those with a colon are properties (Open Graph)."""
    formats: tuple[Format, ...] = ()
    coins: tuple[str, ...] = ()
    """Context objects of what is to be cited (COinS)."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page as it goes to the engine. All texts are plain text; only `html` is markup, finished and safe."""

    address: str
    """Within the site: ends in `/` for `…/index.html`, else a file name such as `404.html`."""
    title: str
    html: str
    headings: tuple[Heading, ...] = ()
    description: str = ""
    section: str = ""
    """The address of the navigation entry that this page belongs to."""
    trail: tuple[Link, ...] = ()
    """The way from home to this page (breadcrumbs), without home and without the page itself."""
    template: str = "main.html"
    source_url: str = ""
    """Where the page's record can be read in the repository; empty for none."""
    language: str = ""
    """The language of the page's main text, where it is not the interface's."""
    search: bool = False
    """The search page: carries the search script."""
    moved_to: str = ""
    """The address to which readers are led on at once."""
    listed: bool = True
    """Whether search engines shall know the page."""
    tree: str = ""
    """Where the pages in its language of the interface lie: nothing for the site's own, else `vi/`."""
    head: Head = Head()

    @property
    def place(self) -> str:
        """Where the page lies in the site: its address, below that of its language."""
        return self.tree + self.address

    @property
    def hash(self) -> str:
        """A hash over all that the page shows."""
        return hashlib.blake2b(json.dumps(asdict(self), sort_keys=True).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One thing that the search finds. All texts are plain text."""

    address: str
    """The real address within the site, fragment included: `meetings/2024-…/#orla-venn.1`."""
    kind: str
    """speech, conclusion, meeting, person, district, issue, organization or series."""
    title: str
    text: str
    bundle: str
    """The part of the index that the entry goes into: a year (`2024`), or `registers`."""
    date: str = ""
    """ISO, as far as it is known (`2024-04-19`, `2024-11`); for sorting and for show."""
    meeting: str = ""
    """The meeting's title, for speeches and conclusions."""
    role: str = ""
    """The speaker's office on that day."""
    people: tuple[str, ...] = ()
    """Names (as filters show them)."""
    districts: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    year: str = ""
    language: str = ""
    names: tuple[str, ...] = ()
    """Further names under which the entry is found: aliases, former names, terms."""
    status: str = ""
    """How far a conclusion is."""
    hidden: str = ""
    """Words of other names that find the entry but are not shown. The index adds them, and what follows."""
    parts: tuple[tuple[str, str], ...] = ()
    """Parts of its compounds, each with its compound, that find the entry as well."""
