"""Where everything lies in the site: the one place that makes addresses.

Addresses are relative to the site's root and never begin with a slash, so that a site works at a domain's root, in a
sub-path and from a disk alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from generator.archive.archive import ConclusionKey, Speech, year_of
from generator.archive.names import Ref
from generator.config import SiteConfig
from generator.records.dates import Date
from generator.records.model import Kind

HOME = ""
MISSING = "404.html"
"""The page that hosts show where there is none: it is read at any depth."""
SEARCH = "search/"
CONCLUSIONS = "conclusions/"
HELP = "help/"


def record(ref: Ref, fragment: str = "") -> str:
    """Return the address of a record's page, or of a place on it."""
    return f"{ref.kind}/{ref.id}/" + (f"#{fragment}" if fragment else "")


def listing(kind: Kind) -> str:
    """Return the address of the list of a kind."""
    return f"{kind}/"


def year(date: Date) -> str:
    """Return the address of the list of a year's meetings."""
    return meetings_year(year_of(date))


def meetings_year(year: str) -> str:
    """Return the address of the list of a year's meetings, by its name."""
    return f"{Kind.MEETING}/{year}/"


def record_year(ref: Ref, year: str, part: int = 1) -> str:
    """Return the address of what a year brought to a record; a full year has several parts."""
    return f"{record(ref)}{year}/" + (f"{part}/" if part > 1 else "")


def conclusions_year(year: str) -> str:
    """Return the address of a year's conclusions."""
    return f"{CONCLUSIONS}{year}/"


def conclusion(key: ConclusionKey) -> str:
    """Return the address of a conclusion."""
    return record(Ref(Kind.MEETING, key.meeting), key.id)


def speech(speech: Speech) -> str:
    """Return the address of a speech."""
    return record(Ref(Kind.MEETING, speech.meeting), speech.address)


def site_root(site_url: str) -> str:
    """Return the path that the whole site lies under, for links that must hold at any depth: `/archive/`."""
    return urlsplit(site_url).path.rstrip("/") + "/"


def relative(target: str, page: str) -> str:
    """Return the link from one page of the site to an address in it."""
    path, mark, fragment = target.partition("#")
    if path == page and mark:
        return f"#{fragment}"
    here, there = page.split("/")[:-1], path.split("/")
    common = 0
    while common < min(len(here), len(there) - 1) and here[common] == there[common]:
        common += 1
    steps = "../" * (len(here) - common) + "/".join(there[common:])
    return quote(steps or "./", safe="/.-_~") + mark + fragment


_GITHUB = "{url}/blob/{branch}/{path}"


def source_file(config: SiteConfig, path: str) -> str:
    """Return where a record's file is to be read in the repository, or nothing where that is not known."""
    repository = config.repository
    if repository is None:
        return ""
    pattern = repository.file or _GITHUB
    values = {
        "{url}": repository.url.rstrip("/"),
        "{branch}": quote(repository.branch),
        "{path}": quote(path),
    }
    for name, value in values.items():
        pattern = pattern.replace(name, value)
    return pattern


def copy_of(path: str) -> str:
    """Return the address of a record's file on the site itself, for archives without a repository to link to."""
    return f"sources/{path.partition('/')[2]}"


def clashes(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses that two pages share; there must be none."""
    seen: set[str] = set()
    return tuple(address for address in addresses if address in seen or seen.add(address))  # type: ignore[func-returns-value]
