"""Pages of the site as they work from a disk: opened from `file://`, where no server finds the page of a folder.

Links to a folder get the name of its page. Modules do not run there (browsers give each file an origin of its own), so
the search page gets two plain scripts in the place of the site's own, and what else needs a server goes; where a page
has something to say of that, its `<template data-on-disk>` is shown.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"""<[a-zA-Z][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_LINK = re.compile(r'(?<=[\s"])((?:href|action|data-to|data-root|data-home)=")([^"]*)(")|(content="0; url=)([^"]*)(")')
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[#/]")
_SEARCH = re.compile(r'<script src="([^"]*)assets/search\.js[^"]*" type="module"></script>')
_SERVICE = re.compile(r'(<script src="[^"]*assets/)service\.js[^"]*" data-service="[^"]*("[^>]*></script>)')
_NAMES = re.compile(r' data-kinds="[^"]*"')
"""Says of a search box that names are offered while somebody types: they lie in files that no page may read."""
_MODULE = re.compile(r'<script\b[^>]*type="module"[^>]*></script>\n?|<link rel="modulepreload"[^>]*>\n?')
_ON_DISK = re.compile(r"<template data-on-disk>(.*?)</template>", re.DOTALL)
SCRIPTS = ("results.js", "disk.js")
"""The scripts of the search page: what shows results, and what finds them on the disk."""


def disk_page(html: str) -> str:
    """Return a finished page of the site with links that lead to files."""
    html = _ON_DISK.sub(r"\1", html)
    html = _MODULE.sub("", _SEARCH.sub(_scripts, _SERVICE.sub(r"\1disk.js\2", html)))
    return _TAG.sub(lambda tag: _LINK.sub(_linked, _NAMES.sub("", tag[0])), html)


def _scripts(match: re.Match[str]) -> str:
    return "".join(f'<script src="{match[1]}assets/{name}" defer></script>' for name in SCRIPTS)


def _linked(match: re.Match[str]) -> str:
    before, address, after = match.groups()[:3] if match[1] else match.groups()[3:]
    return f"{before}{disk_address(address)}{after}"


def disk_address(address: str) -> str:
    """Return a relative address with the name of the file that a server would find: `../people/` gets `index.html`.

    Whole addresses, and places on the same page, stay as they are.
    """
    if _ELSEWHERE.match(address):
        return address
    path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
    if path == "" and not mark:
        return address
    whole = path + "/" if path.rpartition("/")[2] in {".", ".."} else path
    return f"{whole}index.html{mark}{rest}" if whole.endswith("/") or whole == "" else address
