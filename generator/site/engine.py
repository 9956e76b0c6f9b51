"""The site engine: finished pages in, the files of a site out, by way of MkDocs and its theme Material.

This is the only module that knows MkDocs, so that the site can move to a successor by rewriting it (it runs
unchanged under ProperDocs, too). MkDocs gets pages that are already rendered and only wraps and writes them:
it reads no Markdown, searches and links nothing, so a part of the pages can be written as well as all.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from gettext import NullTranslations
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, TemplateError, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.theme import Theme as MaterialTheme
from mkdocs.utils.templates import TemplateContext

from generator.site import urls
from generator.site.colour import Colour, decode_colour, legible
from generator.site.page import Heading, Link, RenderedPage
from generator.site.policy import policy_of
from generator.site.scripts import marked_scripts
from generator.site.theme import Theme, theme_files


class EngineError(Exception):
    """The engine could not write the site: a fault of the theme or of the disk, never of a record."""


@dataclass(frozen=True, slots=True)
class Shell:
    """What surrounds every page. All texts are plain text; addresses are within the site or whole (`https://…`)."""

    title: str
    """The name of the site."""
    description: str = ""
    """For search engines, on pages that bring no description of their own."""
    language: str = "en"
    """The language of the interface."""
    site_url: str = ""
    """Where the site is published; empty where that is not known."""
    navigation: tuple[Link, ...] = ()
    """The entries of the top level, in their order."""
    accent: str = "#8a1c1c"
    """The one accent colour, `#rrggbb`."""
    search: str = "search/"
    """The address of the search page."""
    search_service: str = ""
    """The address of a search service in the place of the site's own index; empty for none."""
    offline: bool = False
    """Whether browsers keep the pages that were read, for times without a connection."""
    repository: str = ""
    """The address of the repository of the records; empty for none."""
    licence: Link | None = None
    """Terms under which the records may be used; its address may be empty."""
    contribute: Link | None = None
    """The page that says how to add to the archive."""
    footer: tuple[Link, ...] = ()
    """Further links at the foot of each page."""
    version: str = ""
    """The generator's version."""
    catalogue: NullTranslations = field(default_factory=NullTranslations, compare=False)
    """Translations of the shell's own words."""
    language_name: str = ""
    """What the language calls itself."""
    tree: str = ""
    """Where the pages in this language lie: nothing for the site's own, else `vi/`."""
    others: tuple[Shell, ...] = ()
    """What surrounds the pages in the site's other languages."""


def write_site(pages: Sequence[RenderedPage], shell: Shell, theme: Theme, out: Path) -> tuple[str, ...]:
    """Write pages and the theme's files into a folder and return what the engine complained of.

    The folder is made, and emptied first where it is there: never give it the live site. Pages that are not
    given are not written, whoever links to them. What the disk refuses is raised as `OSError`.
    """
    with tempfile.TemporaryDirectory(prefix="archive-engine-") as empty, _complaints() as complaints:
        config = _config(shell, theme, docs=empty, out=out)
        config.plugins["archive"] = _Pages(pages, shell, theme)
        try:
            build(config)
        except (Abort, TemplateError) as error:  # Abort is a SystemExit: the engine must not end our process
            raise EngineError("; ".join(complaints) or str(error)) from error
        finally:
            gc.collect()  # MkDocs' pages and files hold each other, and with them all that was written
    return tuple(complaints)


# ---- configuration


_MATERIAL_STYLES = re.compile(r"assets/stylesheets/main\.\w+\.min\.css")
"""All that we take of Material's files. Its script serves its own search, menus and instant loading; our
shell does that in plain HTML and a small file, and no reader has to load 114 kB."""


def _config(shell: Shell, theme: Theme, *, docs: str, out: Path) -> MkDocsConfig:
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": shell.title,
            "site_url": shell.site_url or None,
            "docs_dir": docs,
            "site_dir": str(out.absolute()),
            "plugins": [],
            "theme": {"name": "material"},  # without a name MkDocs' own would be looked for
        }
    )
    errors, warnings = config.validate()
    for key, problem in (*errors, *warnings):
        raise EngineError(f"{key}: {problem}")
    config.theme = _material(theme.shell.absolute(), theme.fingerprint, shell.language)
    return config


class _Material(MaterialTheme):
    """Material below our own templates; these are looked for and compiled once for all that a process writes."""

    def get_env(self) -> Environment:
        return self._environment

    @cached_property
    def _environment(self) -> Environment:
        environment = super().get_env()
        # MkDocs would go through Material's fourteen thousand files each time, of which the site has the styles alone.
        styles = [name for folder in self.dirs for name in _styles(Path(folder))]
        environment.list_templates = lambda *_, **__: styles  # type: ignore[method-assign]
        return environment


def _styles(folder: Path) -> Iterator[str]:
    names = (path.relative_to(folder).as_posix() for path in folder.glob("assets/stylesheets/*.css"))
    return (name for name in names if _MATERIAL_STYLES.fullmatch(name))


@lru_cache(maxsize=1)
def _material(folder: Path, fingerprint: str, language: str) -> _Material:  # noqa: ARG001 - with other files it begins anew
    theme = _Material("material", custom_dir=str(folder), language=language, font=False)
    # 404.html and sitemap.xml: the first comes as one of our pages, the second is not the engine's to write.
    theme.static_templates.clear()
    return theme


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect the engine's warnings instead of letting them reach a terminal."""
    found: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("mkdocs", "properdocs")]
    before = [logger.propagate for logger in loggers]
    # Material's authors print a notice to everybody who runs its command; this is their own switch for it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    for logger in loggers:
        logger.propagate = False
        logger.addHandler(handler)
    try:
        yield found
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.propagate = propagate


# ---- pages


class _ReadyPage(Page):
    """A page whose body is finished: nothing is read and no Markdown rendered."""

    def __init__(self, value: RenderedPage, file: File, config: MkDocsConfig) -> None:
        super().__init__(value.title, file, config)
        self.value = value

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - MkDocs' signature
        self.markdown = ""
        self.meta = {"template": self.value.template, "title": self.value.title}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - MkDocs' signature
        self.content = Markup(self.value.html)  # noqa: S704 - finished and safe, by RenderedPage's contract
        self.toc = get_toc(_tree(self.value.headings))  # type: ignore[arg-type]
        self.present_anchor_ids = set()
        self.links_to_anchors = {}


def _tree(headings: Sequence[Heading]) -> list[dict[str, object]]:
    """Return headings with those of a deeper level below the one before them, as MkDocs takes them."""
    top: list[dict[str, object]] = []
    open_levels: list[tuple[int, list[dict[str, object]]]] = [(0, top)]
    for heading in headings:
        while open_levels[-1][0] >= heading.level:
            open_levels.pop()
        below: list[dict[str, object]] = []
        open_levels[-1][1].append({"level": heading.level, "id": heading.id, "name": heading.title, "children": below})
        open_levels.append((heading.level, below))
    return top


def destination(address: str) -> str:
    """Return the file that an address is served from: `people/` comes from `people/index.html`."""
    return f"{address}index.html" if address == "" or address.endswith("/") else address


class _Pages(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Our one plugin: brings the pages in and readies the templates."""

    def __init__(self, pages: Sequence[RenderedPage], shell: Shell, theme: Theme) -> None:
        super().__init__()
        self._values = {destination(page.place): page for page in pages}
        self._shell, self._theme = shell, theme
        self._shells = {each.tree: each for each in (shell, *shell.others)}
        self._styles = ""

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        theirs = list(files)  # Material's styles
        self._styles = theirs[0].src_uri
        return Files([*theirs, *self._assets(config), *(_file(page, config) for page in self._values.values())])

    def _assets(self, config: MkDocsConfig) -> Iterator[File]:
        for path in theme_files(self._theme.assets):
            name = path.relative_to(self._theme.folder).as_posix()
            if path.suffix != ".js":
                yield File(name, str(self._theme.folder.absolute()), config.site_dir, use_directory_urls=True)
        for name, content in self._scripts.items():
            yield File.generated(config, f"assets/{name}", content=content)
        yield File.generated(config, "assets/site.css", content=self._site_styles)

    @property
    def _site_styles(self) -> str:
        return site_styles(self._shell.accent, Path(self._styles).name)

    @cached_property
    def _scripts(self) -> Mapping[str, str]:
        assets = self._theme.assets
        scripts = (path for path in theme_files(assets) if path.suffix == ".js")
        return marked_scripts({path.relative_to(assets).as_posix(): path.read_text("utf-8") for path in scripts}, _mark)

    def _asset_addresses(self) -> Mapping[str, str]:
        """Return each asset's address by its name, with a mark that changes when its content does."""
        assets = self._theme.assets
        contents = {path.relative_to(assets).as_posix(): path.read_bytes() for path in theme_files(assets)}
        contents |= {name: script.encode() for name, script in self._scripts.items()}
        contents["site.css"] = self._site_styles.encode()
        marked = {name: f"assets/{name}?v={_mark(content)}" for name, content in contents.items()}
        return marked | {"material.css": self._styles}

    def on_env(self, env: Environment, **_: object) -> Environment:
        # MkDocs leaves all values of a template as they are: a record's title could close our <title>.
        env.autoescape = True
        env.auto_reload = False  # no template changes while pages are written: not asked for each of them
        env.trim_blocks = env.lstrip_blocks = True
        # Pages bring their words along, each in its language: what has none by itself cannot speak the wrong one.
        env.uninstall_gettext_translations(None)  # type: ignore[attr-defined]
        env.filters |= {"url": _url, "file": _file_url}
        asset = self._asset_addresses()
        policy = policy_of(self._shell.search_service, offline=self._shell.offline)
        env.globals.update(asset=asset, policy="; ".join(policy))
        return env

    def on_page_context(self, context: TemplateContext, *, page: Page, **_: object) -> TemplateContext:
        here = self._values[page.file.dest_uri]
        shell = self._shells[here.tree]
        root, base = _root(here.place, shell.site_url), urls.base(here.address)
        words = {"gettext": shell.catalogue.gettext, "ngettext": shell.catalogue.ngettext}
        return (
            context
            | words
            | {  # type: ignore[return-value]
                "shell": shell,
                "here": here,
                "missing": here.address == urls.MISSING,
                "root": root,
                "base": (root + here.tree if here.address == urls.MISSING else base) or "./",
                "languages": tuple(_in_language(each, here, root) for each in self._shells.values()),
            }
        )


def _in_language(shell: Shell, here: RenderedPage, root: str) -> Mapping[str, str]:
    """The way to a page in one of the site's languages; in the place of a page that is missing stands home."""
    address = "" if here.address == urls.MISSING else here.address
    return {
        "code": shell.language,
        "name": shell.language_name,
        "href": root + _quoted(shell.tree + address) or "./",
        "whole": shell.site_url and shell.site_url + _quoted(shell.tree + address),
    }


def _file(value: RenderedPage, config: MkDocsConfig) -> File:
    target = destination(value.place)
    # The source's name only has to be unique and to look like Markdown; where it goes is said below.
    file = File.generated(config, f"{target}.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.dest_uri = target
    _ReadyPage(value, file, config)  # makes itself known to the file
    return file


def _root(place: str, site_url: str) -> str:
    """Return the way from where a page lies to the site's root: nothing for a page that lies there."""
    if place.rpartition("/")[2] == urls.MISSING:  # shown in place of any address, at any depth
        return urls.site_root(site_url)
    return urls.base(place)


_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[#/]", re.IGNORECASE)


@pass_context
def _url(context: Context, address: str) -> str:
    """Return a link from the page that is being written to an address within the site, in the page's language."""
    if _ELSEWHERE.match(address):
        return address
    return str(context["base"]) + _quoted(address) if urls.is_page(address) else _file_url(context, address)


@pass_context
def _file_url(context: Context, address: str) -> str:
    """Return a link from the page that is being written to what is there once for all languages, be it a folder."""
    return (str(context["root"]) or "./") + _quoted(address)


def _quoted(address: str) -> str:
    return quote(address, safe="/.-_~#?=&")


# ---- styles


DAY, NIGHT = Colour(0xF3, 0xF0, 0xEA), Colour(0x21, 0x24, 0x28)
"""The grounds on which accented words are hardest to read: `--surface` of `archive.css`, light and dark."""


def site_styles(accent: str, material: str) -> str:
    """Return the stylesheet that depends on the configuration.

    Material comes in a cascade layer: whatever our own styles say goes before it, however plainly said.
    """
    colour = decode_colour(accent)
    return (
        f'@import url("stylesheets/{material}") layer(material);\n'
        f":root{{--accent:{legible(colour, DAY).hex}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--accent:{legible(colour, NIGHT).hex}}}}}\n"
    )


def _mark(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=4).hexdigest()
