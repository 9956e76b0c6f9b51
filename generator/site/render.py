"""Pages in, finished pages out: views through Jinja templates, in the interface's language.

Templates come as text (reading them is `theme`'s business), autoescape is on, and the few values that are finished
markup are marked as such in one place. Links are made relative to the page that they stand on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from jinja2 import DictLoader, Environment, StrictUndefined, pass_context
from jinja2.runtime import Context as JinjaContext
from markupsafe import Markup

from generator.config import SiteConfig
from generator.site import urls
from generator.site.figures import Figures
from generator.site.interface import Interface
from generator.site.origins import Origins
from generator.site.page import Heading, Link, RenderedPage
from generator.site.pieces import RECORDED, Pieces
from generator.site.tongues import Tongues
from generator.site.views import Page, RecordYearView


class Renderer:
    """Renders the pages of one site in one language."""

    def __init__(
        self, templates: Mapping[str, str], interface: Interface, config: SiteConfig, root: str = "/", tree: str = ""
    ) -> None:
        """Take the path that the whole site lies under, and where in it the pages in this language lie."""
        self.interface = interface
        self.config = config
        self.tree = tree
        self._environment = _environment(templates, interface)
        self._root = root
        self._environment.globals |= {
            "site": config,
            "edit_file": partial(urls.edit_file, config),
            "history_of": partial(urls.history_of, config),
            "origins": Origins(interface),
            "figures": Figures(interface),
            "site_lang": Markup(Tongues(interface.language, config.language).of("")),  # noqa: S704 - a checked code
        }

    def render(self, page: Page) -> RenderedPage:
        """Return a page with its finished body."""
        page = page.translations.get(self.interface.language, page)
        translate = self._translator(page.translate)
        title = " ".join(filter(None, (translate(page.title), self.interface.text(page.year))))
        template = self._environment.get_template(page.template)
        headings = tuple(Heading(h.level, h.id, self._heading(page, h)) for h in page.headings)
        href, file_href = _ways_from(page.address, self._root, self.tree)
        records = self.config.records_language or self.config.language
        markup = template.render(
            page=page,
            view=page.view,
            title=title,
            headings=headings,
            language=page.language,
            m=Pieces(page, self.interface, href, records),
            to_address=href,
            to_file=file_href,
        )
        return RenderedPage(
            address=page.address,
            title=title,
            html=self._with_pictures(markup, page.address),
            headings=headings,
            description=page.description,
            section=page.section,
            trail=tuple(self._step(page, link, Tongues(self.interface.language, records)) for link in page.trail),
            source_url=self._source(page),
            language=page.language,
            search=page.search,
            moved_to=page.moved_to,
            listed=page.listed,
            tree=self.tree,
        )

    def _step(self, page: Page, link: Link, tongues: Tongues) -> Link:
        """A step of the way from home: the interface's words, or the name of the record whose year the page shows."""
        if isinstance(page.view, RecordYearView) and link.address == page.view.record.address:
            return replace(link, language=tongues.language_of(link))
        return Link(link.address, self.interface.text(link.title))

    def _translator(self, translate: bool) -> Callable[[str], str]:
        return self.interface.text if translate else str

    def _source(self, page: Page) -> str:
        """Where the page's record is to be read: in the repository, or where none is known, the copy on the site."""
        if not page.path:
            return ""
        copy = urls.copy_of(page.path)
        return urls.source_file(self.config, page.path) or urls.way(copy, page.address, self.tree)

    def _with_pictures(self, markup: str, page: str) -> str:
        """Records' texts are rendered once for all languages: their links hold in each, pictures lie at the root."""
        if not self.tree or "<img " not in markup:
            return markup
        here = urls.relative(urls.MEDIA, page)
        return re.sub(rf'(<img [^>]*\bsrc="){re.escape(here)}', rf"\g<1>{urls.base(self.tree)}{here}", markup)

    def _heading(self, page: Page, heading: Heading) -> str:
        """Headings of level 2 are the interface's words or a kind of district; deeper ones and the help's stay."""
        if heading.level > 2 or page.template == "text.html":
            return heading.title
        if page.template == "list.html" and page.address == "districts/":
            return self.interface.label("districts", heading.title)
        return self.interface.text(heading.title)


def _environment(templates: Mapping[str, str], interface: Interface) -> Environment:
    environment = Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "_": interface.text,
        "ngettext": interface.plural,
        "label": interface.label,
        "recorded": RECORDED,
    }
    environment.filters |= {
        "href": _href,
        "file": _file,
        "date": interface.date,
        "short_date": interface.short_date,
        "machine_date": interface.machine_date,
        "number": interface.number,
        "markup": Markup,
    }
    return environment


def _ways_from(page: str, root: str, tree: str) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """What makes the links from a page to addresses of the site, and to what is there once for all languages.

    The page for lost readers is shown at any depth.
    """
    if page == urls.MISSING:
        return (lambda address: root + (tree if urls.is_page(address) else "") + address), root.__add__
    return partial(urls.way, page=page, tree=tree), partial(urls.file_way, page=page, tree=tree)


@pass_context
def _href(context: JinjaContext, address: str) -> str:
    """The link from the page that is rendered to an address of the site."""
    way: Callable[[str], str] = context["to_address"]
    return way(address)


@pass_context
def _file(context: JinjaContext, address: str) -> str:
    """The link from the page that is rendered to what is there once for all languages, be it a folder."""
    way: Callable[[str], str] = context["to_file"]
    return way(address)
