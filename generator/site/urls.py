"""Where everything lies in the site: the one place that makes addresses.

Addresses are relative to the site's root and never begin with a slash, so that a site works at a domain's root, in a
sub-path and from a disk alike.

Where the interface speaks several languages, all pages are there in each: those in the site's own language at the
root, those in another below its code (`vi/people/`), laid out alike. So a page has one address in all languages, and
what leads from page to page stays within a language by itself. Everything that is no page is there once, at the root.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urlsplit

from generator.archive.archive import ConclusionKey, Speech, year_of
from generator.archive.names import Ref
from generator.config import Repository, SiteConfig
from generator.records.dates import Date
from generator.records.model import Kind

HOME = ""
MISSING = "404.html"
"""The page that hosts show where there is none: it is read at any depth."""
SEARCH = "search/"
OFFLINE = "offline/"
"""The page that stands in for others where there is no connection."""
OFFLINE_WORKER = "offline-worker.js"
"""The script that shows it: it lies at the top, since it answers for what lies below it."""
OPENSEARCH = "opensearch.xml"
"""How a browser searches the site."""
CONCLUSIONS = "conclusions/"
LAST_WORDS = "names/"
"""People by the last word of their names; not below `people/`, where any id may be taken."""
HELP = "help/"
MEDIA = "media/"
"""Where pictures lie."""
CONTRIBUTE = "contribute/"
NEW_RECORD = "contribute/new/"
FORM_DATA = "contribute/form.json"
"""What the form of a new meeting knows: the rules of records, and who and what is there already."""


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


def record_year(ref: Ref, year: str, part: int = 0) -> str:
    """Return the address of what a year brought to a record: of a full year the latest, or an earlier part of it."""
    return f"{record(ref)}{year}/" + (f"{part}/" if part else "")


def conclusions_year(year: str) -> str:
    """Return the address of a year's conclusions."""
    return f"{CONCLUSIONS}{year}/"


def conclusions_in(state: str) -> str:
    """Return the address of the conclusions of one status, or of one kind of silence."""
    return f"{CONCLUSIONS}{state.replace('_', '-')}/"


def conclusions_due(quarter: str = "") -> str:
    """Return the address of the conclusions by due date, or of those due in a quarter (`2024-Q2`)."""
    return f"{CONCLUSIONS}due/" + (f"{quarter.lower()}/" if quarter else "")


def conclusions_table(year: str = "") -> str:
    """Return the address of the table of all conclusions, or of a year's."""
    return f"{CONCLUSIONS}table/" + (f"{year}/" if year else "")


def conclusion(key: ConclusionKey) -> str:
    """Return the address of a conclusion."""
    return record(Ref(Kind.MEETING, key.meeting), key.id)


def speech(speech: Speech) -> str:
    """Return the address of a speech."""
    return record(Ref(Kind.MEETING, speech.meeting), speech.address)


def site_root(site_url: str) -> str:
    """Return the path that the whole site lies under, for links that must hold at any depth: `/archive/`."""
    return urlsplit(site_url).path.rstrip("/") + "/"


def base(page: str) -> str:
    """Return the way from a page to the site's root; empty for a page that lies there."""
    return "../" * page.count("/")


def relative(target: str, page: str) -> str:
    """Return the link from one page of the site to an address in it.

    It goes by way of the root, so that pages of one depth have the same link to the same place.
    """
    if page and target.startswith(page) and target[len(page) : len(page) + 1] == "#":
        return target[len(page) :]
    link = base(page) + _quoted(target)
    return link if link and link[0] != "#" else f"./{link}"


def anywhere(page: str) -> str:
    """Return the address of no page, as deep as a page: what holds there holds on all pages of that depth."""
    return "-/" * page.count("/")


def leads_to(markup: str, page: str) -> bool:
    """Whether finished markup that stands as deep as a page holds a link to that very page."""
    return f'href="{relative(page, anywhere(page))}' in markup


def tree(config: SiteConfig, language: str) -> str:
    """Return where the pages in a language of the interface lie: nothing for the site's own, else `vi/`."""
    return "" if language == config.language else f"{language}/"


def is_page(address: str) -> bool:
    """Whether an address is a page's, which is there in every language; files of data, styles … are there once."""
    path = address.partition("#")[0].partition("?")[0]
    return path in {HOME, MISSING} or path.endswith("/")


def way(target: str, page: str, tree: str = "") -> str:
    """Return the link from a page, in the language whose pages lie in `tree`, to an address of the site."""
    return relative(target, page) if not tree or is_page(target) else file_way(target, page, tree)


def file_way(target: str, page: str, tree: str = "") -> str:
    """Return the link from a page to what lies below the root alone, be it a folder."""
    return base(tree) + relative(target, page)


@lru_cache(maxsize=1 << 16)
def _quoted(target: str) -> str:
    path, mark, fragment = target.partition("#")
    return quote(path, safe="/.-_~") + mark + fragment


_READ = {
    "github": "{url}/blob/{branch}/{path}",
    "gitlab": "{url}/-/blob/{branch}/{path}",
    "forgejo": "{url}/src/branch/{branch}/{path}",
}
"""The page of each kind of host on which a file is read."""
_EDIT = {
    "github": "{url}/edit/{branch}/{path}",
    "gitlab": "{url}/-/edit/{branch}/{path}",
    "forgejo": "{url}/_edit/{branch}/{path}",
}
"""The page of each kind of host on which a file is edited and the change is proposed."""
_NEW = {
    "github": "{url}/new/{branch}?filename={path}&value={text}",
    "gitlab": "{url}/-/new/{branch}?file_name={path}&content={text}",
    "forgejo": "{url}/_new/{branch}/?filename={path}&value={text}",
}
"""The page of each kind of host that takes name and text of a new file from its address."""


def source_file(config: SiteConfig, path: str) -> str:
    """Return where a record's file is to be read in the repository, or nothing where that is not known."""
    repository = config.repository
    return _filled(repository, repository.file or _READ[host_of(repository)], path) if repository else ""


def edit_file(config: SiteConfig, path: str) -> str:
    """Return where a record's file is edited in the repository, or nothing where that is not known."""
    repository = config.repository
    return _filled(repository, _EDIT[host_of(repository)], _above_records(repository) + path) if repository else ""


_HISTORY = {
    "github": "{url}/commits/{branch}/{path}",
    "gitlab": "{url}/-/commits/{branch}/{path}",
    "forgejo": "{url}/commits/branch/{branch}/{path}",
}
"""The page of each kind of host that lists the versions of a file."""


def history_of(config: SiteConfig, path: str) -> str:
    """Return where the earlier versions of a record's file are listed, or nothing where that is not known."""
    repository = config.repository
    return _filled(repository, _HISTORY[host_of(repository)], _above_records(repository) + path) if repository else ""


def new_file(config: SiteConfig) -> str:
    """Return where a new file is proposed, with `{path}` and `{text}` still to be filled in; else nothing."""
    repository = config.repository
    if repository is None:
        return ""
    return _filled(repository, new_file_elsewhere(config), "{path}", quote_path=False)


def new_file_elsewhere(config: SiteConfig) -> str:
    """Return the same for another copy of the repository, whose `{url}` and `{branch}` are to be filled in, too."""
    repository = config.repository
    if repository is None:
        return ""
    return _NEW[host_of(repository)].replace("{path}", quote(_above_records(repository)) + "{path}")


def host_of(repository: Repository) -> str:
    """Return the kind of a repository's host: the configured one, else what its addresses look like."""
    if repository.host:
        return repository.host
    name, pattern = urlsplit(repository.url).netloc.lower(), repository.file or ""
    if "gitlab" in name or "/-/" in pattern:
        return "gitlab"
    if re.search(r"forgejo|gitea|codeberg", name) or "/src/branch/" in pattern:
        return "forgejo"
    return "github"


def _filled(repository: Repository, pattern: str, path: str, *, quote_path: bool = True) -> str:
    values = {
        "{url}": repository.url.rstrip("/"),
        "{branch}": quote(repository.branch),
        "{path}": quote(path) if quote_path else path,
    }
    for name, value in values.items():
        pattern = pattern.replace(name, value)
    return pattern


def _above_records(repository: Repository) -> str:
    """The way to the folder of records, where it does not lie at the top: it shows in the pattern of files."""
    found = re.search(r"\{branch\}/(.*)\{path\}", repository.file or "")
    return found[1] if found else ""


def copy_of(path: str) -> str:
    """Return the address of a record's file on the site itself, for archives without a repository to link to."""
    return f"sources/{path.partition('/')[2]}"


def clashes(addresses: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses that two pages share; there must be none."""
    seen: set[str] = set()
    return tuple(address for address in addresses if address in seen or seen.add(address))  # type: ignore[func-returns-value]
