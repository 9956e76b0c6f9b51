"""What browsers may load and run of the site, as one value: for each page, and for the headers that a host sends.

Whatever a record says, nothing but the site's own files is loaded, and no text becomes a script. The headers repeat
the policy of the pages and add what only a header can say: that no other site may show ours in a frame, and that
files are what the host says they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types archive",
)
"""What a page may load and run: the site's own files, and nothing from elsewhere or from within its text.

With trusted types (https://www.w3.org/TR/trusted-types/) a script cannot even by mistake make markup of a text; the
one policy `archive` lets the search start its worker.
"""

HEADER_FILE = "_headers"
"""The file at the top of a site from which hosts of static files take headers."""


def policy_of(service: str = "", *, offline: bool = False) -> tuple[str, ...]:
    """Return the policy of a site: a search service is the one thing elsewhere that it may ask, where there is one.

    Only with `offline` may it start the worker that keeps pages for times without a connection.
    """
    parts = urlsplit(service)
    further = {
        "connect-src": f" {parts.scheme}://{parts.netloc}" if service else "",
        "trusted-types": " archive-offline" if offline else "",
    }
    return tuple(rule + further.get(rule.partition(" ")[0], "") for rule in POLICY)


def headers(service: str = "", *, offline: bool = False) -> Mapping[str, str]:
    """Return the headers that a host should send with every file, by name."""
    return {
        "Content-Security-Policy": "; ".join((*policy_of(service, offline=offline), "frame-ancestors 'none'")),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


_LINES: Mapping[str, tuple[str, str, str]] = {
    HEADER_FILE: ("/*\n", "  {}: {}\n", ""),
    "nginx": ("", 'add_header {} "{}" always;\n', ""),
    "Apache": ("", 'Header always set {} "{}"\n', ""),
    "Caddy": ("header {{\n", '\t{} "{}"\n', "}}\n"),
}
"""How each host reads headers: what stands before them, a line of one, and what stands behind."""


def headers_for(host: str, service: str = "", *, offline: bool = False) -> str:
    """Return the headers as a host reads them; it is `_headers`, `nginx`, `Apache` or `Caddy`."""
    before, line, behind = _LINES[host]
    sent = headers(service, offline=offline).items()
    return before.format() + "".join(line.format(*header) for header in sent) + behind.format()
