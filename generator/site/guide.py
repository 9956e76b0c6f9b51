"""Pages of text that no record brings: help, about, how to contribute, data, search, and the one for lost readers.

The help is Markdown that is readable in the repository, too; links between its files become links between pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from html import unescape

from markdown import Markdown
from markdown.extensions.toc import TocExtension

from generator.archive.archive import Archive
from generator.config import MEETING_KINDS, SiteConfig
from generator.site import urls
from generator.site.interface import N_
from generator.site.markdown import Texts
from generator.site.page import Heading, Link
from generator.site.pages import PlannedPage
from generator.site.sections import FOOTER, SECTIONS
from generator.site.views import DataFormat, FormView, Page, TextView

SMALLEST_MEETING = """\
---
title: Quartalsgespräch zur Abfallentsorgung
date: 2024-04-19
chairs:
  - nguyen-van-an
conclusions:
  - id: k1
    text: Die Kreise melden bis Ende Juni ihre Deponien.
    due: 2024-06-30
---
Die Kreise berichteten über das erste Quartal.

**Nguyễn Văn An:** Er dankte für die Berichte.
"""
"""The example of the page that explains how to contribute; a test reads it with the archive's own reader."""


DATA = "data/"


def planned_texts(documents: Mapping[str, str], formats: Callable[[], Iterable[DataFormat]]) -> Iterator[PlannedPage]:
    """Yield the pages of text; `documents` are the help's Markdown files by name.

    `formats` gives what the data page tells of; it is asked when that page is made.
    """
    yield PlannedPage("about/", _about)
    example = TextView(html=SMALLEST_MEETING)
    yield _ready(Page(urls.CONTRIBUTE, "contribute.html", N_("How to contribute"), example, translate=True))
    yield PlannedPage(urls.NEW_RECORD, _form)
    yield PlannedPage(DATA, partial(_data, formats=formats), of_files=True)
    page = Page(urls.SEARCH, "search.html", N_("Search"), TextView(), section=urls.SEARCH, translate=True, search=True)
    yield _ready(page)
    lost = TextView(further=tuple(Link(address, title) for address, title in (*SECTIONS[:-1], *FOOTER)))
    yield _ready(Page(urls.MISSING, "404.html", N_("Page not found"), lost, translate=True))
    for name in sorted(documents):
        if name.count(".") > 1:  # `problems.de.md` stands in the place of `problems.md` where the interface is German
            continue
        stem = name.removesuffix(".md")
        texts = {part[1]: text for key, text in documents.items() if (part := key.split("."))[0] == stem}
        address = urls.HELP if name == "index.md" else f"{urls.HELP}{stem}/"
        yield PlannedPage(address, partial(_help_page, texts=texts, address=address))


def offline_page() -> PlannedPage:
    """Return the page that stands in for one that was never read, where there is no connection."""
    page = Page(urls.OFFLINE, "offline.html", N_("No connection"), TextView(), translate=True, listed=False)
    return _ready(page)._replace(listed=False)


def _ready(page: Page) -> PlannedPage:
    return PlannedPage(page.address, lambda *_: page)


def _data(*_: object, formats: Callable[[], Iterable[DataFormat]]) -> Page:
    return Page(DATA, "data.html", N_("Data"), TextView(formats=tuple(formats())), translate=True)


def _about(_: Archive, config: SiteConfig, texts: Texts) -> Page:
    about = TextView(html=texts.blocks(config.about, "about/"))
    return Page("about/", "about.html", N_("About"), about, translate=True)


_FORM_PARTS = (
    ("meeting", N_("The meeting")),
    ("sources", N_("Sources")),
    ("chairs", N_("Chair")),
    ("attendees", N_("Attendees")),
    ("absent", N_("Absent")),
    ("agenda", N_("Opening and agenda")),
    ("speakers", N_("Speeches")),
    ("conclusions", N_("Conclusions")),
    ("follow_ups", N_("Reports on earlier conclusions")),
    ("documents", N_("Documents")),
    ("notes", N_("Notes")),
    ("result", N_("The record")),
)
"""The headings of the form, in the order of the page."""


def _form(_: Archive, config: SiteConfig, __: Texts) -> Page:
    return Page(
        urls.NEW_RECORD,
        "form.html",
        N_("Add a meeting"),
        FormView(kinds=(*MEETING_KINDS, *config.meeting_kinds)),
        trail=(Link(urls.CONTRIBUTE, N_("How to contribute")),),
        translate=True,
        headings=tuple(Heading(2, f"form-{part}", title) for part, title in _FORM_PARTS),
    )


def _help_page(*_: object, texts: Mapping[str, str], address: str) -> Page:
    """A page of the help; `texts` by language, the English one under `md`."""
    pages = {language: _help_text(text, address, language) for language, text in texts.items() if language != "md"}
    return replace(_help_text(texts["md"], address, "en"), translations=pages)


def _help_text(text: str, address: str, language: str) -> Page:
    trail = () if address == urls.HELP else (Link(urls.HELP, N_("Help")),)
    html, headings = _rendered(text, address)
    title = re.sub(r"[`*]", "", text.partition("\n")[0].removeprefix("# "))
    return Page(address, "text.html", title, TextView(html=html), trail=trail, language=language, headings=headings)


def _rendered(text: str, address: str) -> tuple[str, tuple[Heading, ...]]:
    markdown = Markdown(extensions=["tables", "fenced_code", "sane_lists", TocExtension(toc_depth="2-3")])
    html = markdown.convert(text)
    html = re.sub(r'href="([a-z-]+)\.md(#[^"]*)?"', lambda m: f'href="{_help_link(m, address)}"', html)
    html = html.replace("<table>", '<div class="table-wrap" tabindex="0"><table>').replace("</table>", "</table></div>")
    html = html.replace("<pre>", '<pre tabindex="0">')
    tokens: list[dict[str, object]] = getattr(markdown, "toc_tokens", [])
    headings = tuple(Heading(2, str(t["id"]), unescape(str(t["name"]))) for t in tokens if t["level"] == 2)
    return html, headings


def _help_link(match: re.Match[str], address: str) -> str:
    target = urls.HELP if match[1] == "index" else f"{urls.HELP}{match[1]}/"
    return urls.relative(target, address) + (match[2] or "")
