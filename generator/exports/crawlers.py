"""What programs read that come without being asked: the sitemap, robots.txt, and llms.txt with the data's addresses.

Formats: https://www.sitemaps.org/protocol.html (0.9), RFC 9309 and https://llmstxt.org/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote

from generator.archive.archive import Archive
from generator.config import SiteConfig
from generator.exports.export import Export, ExportFile, Publication, parts_of
from generator.exports.xml import DECLARATION, escaped
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_

LLMS = "llms.txt"
LARGEST = 50_000
"""So many addresses may stand in one sitemap (sitemaps.org); more are split over several, which an index names."""
_XHTML = "http://www.w3.org/1999/xhtml"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def addresses_for_crawlers(addresses: Iterable[str], site: str, config: SiteConfig) -> Iterator[tuple[str, str]]:
    """Yield sitemap, robots.txt and how browsers search by name; without the site's address there are none.

    Browsers take a site among their search engines by its OpenSearch description (OpenSearch 1.1, draft 6). `site` is
    whole and ends in a slash; `addresses` are those that pages have in every language.
    """
    if not site:
        return
    found = list(_located((quote(a, safe="/.-_~") for a in sorted(addresses) if a != urls.MISSING), site, config))
    parts = [found[n : n + LARGEST] for n in range(0, len(found), LARGEST)]
    if len(parts) <= 1:
        yield "sitemap.xml", _listing("urlset", "url", found)
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        yield from ((name, _listing("urlset", "url", part)) for name, part in zip(names, parts, strict=True))
        yield (
            "sitemap.xml",
            _listing("sitemapindex", "sitemap", [f"<loc>{escaped(site + name)}</loc>" for name in names]),
        )
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {site}sitemap.xml\n"
    yield urls.OPENSEARCH, _opensearch(config, site)


def _located(addresses: Iterable[str], site: str, config: SiteConfig) -> Iterator[str]:
    """Yield where each page lies, in each language, with where it lies in the others.

    Such alternates are told as Google describes it: https://developers.google.com/search/docs/specialty/international
    """
    start = escaped(site)
    trees = [(language, start + urls.tree(config, language)) for language in config.spoken]
    for address in map(escaped, addresses):
        others = [f'<x:link rel="alternate" hreflang="{code}" href="{at}{address}"/>' for code, at in trees]
        alternates = "".join(others) if len(trees) > 1 else ""
        for _, at in trees:
            yield f"<loc>{at}{address}</loc>{alternates}"


def _listing(root: str, entry: str, contents: Sequence[str]) -> str:
    lines = "\n".join(f"<{entry}>{content}</{entry}>" for content in contents)
    further = f' xmlns:x="{_XHTML}"' if contents and "<x:link" in contents[0] else ""
    return f'{DECLARATION}<{root} xmlns="{_NAMESPACE}"{further}>\n{lines}\n</{root}>\n'


def _opensearch(config: SiteConfig, site: str) -> str:
    name, whole = escaped(config.title[:16]), escaped(config.title[:1024])
    return (
        f'{DECLARATION}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{name}</ShortName>\n<Description>{whole}</Description>\n"
        f"<Language>{config.language}</Language>\n<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Image height="16" width="16" type="image/svg+xml">{escaped(site)}assets/icon.svg</Image>\n'
        f'<Url type="text/html" method="get" template="{escaped(site)}{urls.SEARCH}?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    )


def llms_text(
    archive: Archive, publication: Publication, exports: Sequence[tuple[Export, Sequence[ExportFile]]]
) -> bytes:
    """Return what the archive is and where its data lies, as Markdown for language models."""
    _ = parts_of(archive)  # read, since it says which files the exports have
    config, text = publication.config, publication.interface.text
    licence, data, pages = text(N_("Licence of the records:")), text(N_("Data")), text(N_("All pages"))
    lines = [f"# {_inline(config.title)}", ""]
    if config.description:
        lines += [f"> {_inline(config.description)}", ""]
    if config.licence:
        lines += [f"{licence} {_inline(config.licence.name)}", ""]
    lines += [f"## {data}", ""]
    for export, files in exports:
        for file in files:
            if file.title:
                lines.append(_link(publication, file.address, f"{export.title}: {text(file.title)}"))
        if export.where:
            lines.append(f"- {export.title}: {text(export.use)} (`{publication.address(export.where)}`)")
    lines += ["", f"## {pages}", ""]
    lines += [_link(publication, urls.listing(kind), text(title)) for kind, title in _PAGES]
    return ("\n".join(lines) + "\n").encode()


_PAGES = (
    (Kind.MEETING, N_("Meetings")),
    (Kind.PERSON, N_("People")),
    (Kind.DISTRICT, N_("Places")),
    (Kind.ISSUE, N_("Issues")),
    (Kind.ORGANIZATION, N_("Organizations")),
    (Kind.SERIES, N_("Series of meetings")),
)


def _link(publication: Publication, address: str, title: str) -> str:
    return f"- [{_inline(title)}]({publication.address(address)})"


def _inline(text: str) -> str:
    """A text that is nothing but itself in Markdown."""
    return re.sub(r"([\\`*_\[\]])", r"\\\1", escape(" ".join(text.split()), quote=False))
