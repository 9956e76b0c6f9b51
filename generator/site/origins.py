"""Where a page's words come from: each source as a line of a list, and all of them in short beside the text.

Functions and no macros: the same lines stand in lists and beside the text, in every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from markupsafe import Markup

from generator.records.model import Source
from generator.site.interface import Interface

_IN_SHORT = 4
"""So many sources are named beside the text, the first."""


class Origins:
    """Tells sources in one language."""

    def __init__(self, interface: Interface) -> None:
        """Take the language."""
        self._interface = interface

    def line(self, source: Source) -> Markup:
        """Return a source: its title as a link, whether it was translated, who wrote and published it, and when."""
        return Markup(self._line(source))  # noqa: S704 - every text in it was escaped here, and so below

    def lines(self, sources: Iterable[Source]) -> Markup:
        """Return sources as the lines of a list, each with the place that notes lead to."""
        return Markup("".join(map(self._item, sources)))  # noqa: S704

    def brief(self, sources: Sequence[Source]) -> Markup:
        """Return in short where a page comes from, and whether that was translated."""
        count = escape(self._interface.plural("{n} source", "{n} sources", len(sources)))
        named = "".join(f"<span>{self._name(source)}</span>" for source in sources[:_IN_SHORT])
        return Markup(f'<p class="origin"><a href="#_sources">{count}</a>{named}</p>\n')  # noqa: S704

    def _item(self, source: Source) -> str:
        place = f' id="_source-{escape(source.id)}"' if source.id else ""
        return f"<li{place}>{self._line(source)}</li>\n"

    def _name(self, source: Source) -> str:
        name = source.publisher or source.title or _host(source.url or "").partition("/")[0]
        translation = f" {self._translation(source)}" if source.translation else ""
        return escape(name) + translation

    def _line(self, source: Source) -> str:
        found = _titled(source)
        if source.translation:
            found += f" {self._translation(source)}"
        elif source.language:
            found += f' <span class="badge">{self._language(source)}</span>'
        return found + f' <span class="muted">{" ".join(self._published(source))}</span>'

    def _published(self, source: Source) -> Iterator[str]:
        date = escape(self._interface.date(source.date)) if source.date else ""
        if source.author:
            yield f"{escape(source.author)}."
        if source.publisher and (source.url or source.title):
            yield ", ".join(filter(None, (escape(source.publisher), date))) + "."
        elif date:
            yield f"{date}."
        if source.note:
            yield escape(source.note)

    def _translation(self, source: Source) -> str:
        code = source.translation or ""
        words = ", ".join(filter(None, (escape(self._interface.label("translation", code)), self._language(source))))
        return f'<span class="badge badge--{escape(code)}">{words}</span>'

    def _language(self, source: Source) -> str:
        return escape(self._interface.tongue(source.language)) if source.language else ""


def _titled(source: Source) -> str:
    if not source.url:
        return escape(source.title or source.publisher or "")
    kind, words = ("external", source.title) if source.title else ("external url", _host(source.url))
    return f'<a class="{kind}" rel="noopener noreferrer" href="{escape(source.url)}">{escape(words)}</a>'


def _host(url: str) -> str:
    return url.rpartition("://")[2].removeprefix("www.")
