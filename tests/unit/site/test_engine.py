"""The site engine: what it writes, and what it never lets through."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from gettext import NullTranslations
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.site import urls
from generator.site.engine import (
    EngineError,
    Shell,
    _root,
    _tree,
    destination,
    site_styles,
    write_site,
)
from generator.site.page import Heading, Link, RenderedPage
from generator.site.policy import POLICY
from generator.site.theme import Theme, read_theme, theme_folder

XSS_TITLE = "</title><script>window.XSS=1</script>"
XSS_DESCRIPTION = '"><img src=x onerror=window.XSS=1>'
XSS_TRAIL = "'><svg onload=window.XSS=1>{{ 7 * 7 }}"

NAVIGATION = (Link("meetings/", "Sitzungen"), Link("people/", "Personen"))
SHELL = Shell("Archiv", description="Alle Sitzungen", language="de", navigation=NAVIGATION, version="1.2.3")
PAGE = RenderedPage("meetings/2024-04-19/", "Sitzung", "<h1>Sitzung</h1>")

Written = Callable[..., dict[str, str]]


class Parsed(HTMLParser):
    """A page as a browser sees it: elements with their attributes, and the text of each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text and the element that was opened last."""
        if data.strip():
            self.texts.append((self.elements[-1][0], data.strip()))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def meta(self, name: str) -> str | None:
        """Return what a <meta> says."""
        return next(a["content"] for a in self.all("meta") if name in (a.get("name"), a.get("property")))

    def title(self) -> str:
        """Return the text of <title>, however it was cut while parsing."""
        return "".join(text for tag, text in self.texts if tag == "title")


@pytest.fixture(scope="module")
def theme() -> Theme:
    """Read the theme of this checkout."""
    return read_theme(theme_folder())


@pytest.fixture
def written(theme: Theme, tmp_path: Path) -> Written:
    """Write pages and return all text files of the site by their path."""

    def write(*pages: RenderedPage, shell: Shell = SHELL) -> dict[str, str]:
        out = tmp_path / "site"
        assert write_site(pages, shell, theme, out) == ()
        files = (path for path in out.rglob("*") if path.is_file())
        return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in files}

    return write


# ---- which files


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("", "index.html"),
        ("people/", "people/index.html"),
        ("people/le.trung.son/", "people/le.trung.son/index.html"),
        ("meetings/2024-04-19-x/", "meetings/2024-04-19-x/index.html"),
        ("readme/", "readme/index.html"),
        ("index/", "index/index.html"),
        ("404.html", "404.html"),
        ("a/b/c/d/", "a/b/c/d/index.html"),
    ],
)
def test_an_address_comes_out_exactly(written: Written, address: str, path: str) -> None:
    """A page lies where its address says, dots and reserved names included."""
    assert destination(address) == path
    assert path in written(RenderedPage(address, "Titel", "<h1>Titel</h1>"))


def test_only_the_given_pages_and_assets_are_written(written: Written) -> None:
    """Nothing of the engine's own comes along: no sitemap, search, stock 404 page or script of Material's."""
    files = set(written(PAGE))
    assert {name for name in files if not name.startswith("assets/")} == {"meetings/2024-04-19/index.html"}
    assert "assets/site.css" in files
    assert [name for name in files if name.endswith(".js") and "bundle" in name] == []
    assert [name for name in files if name.endswith(".map")] == []


def test_pages_may_be_none(written: Written) -> None:
    """An empty part of a site is fine."""
    assert "index.html" not in written()


def test_a_body_arrives_as_it_is(written: Written) -> None:
    """Finished markup is neither escaped nor rendered again."""
    body = "<h1>A &amp; B</h1><p>{{ x }} *no* [link](y) {% raw %}</p>"
    assert body in written(RenderedPage("", "A & B", body))["index.html"]


def test_the_same_pages_give_the_same_bytes(theme: Theme, tmp_path: Path) -> None:
    """Neither clock nor order of writing shows in a page."""
    pages = [PAGE, RenderedPage("", "Start", "<h1>Start</h1>")]
    write_site(pages, SHELL, theme, tmp_path / "one")
    write_site(pages[::-1], SHELL, theme, tmp_path / "two")
    for path in (tmp_path / "one").rglob("*.*"):
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_a_part_of_the_pages_is_written_as_in_the_whole(theme: Theme, tmp_path: Path) -> None:
    """A page does not depend on which others are written with it: shards and renewed pages can be merged."""
    others = [RenderedPage(f"people/{n}/", str(n), "<h1>x</h1>") for n in range(3)]
    write_site([PAGE, *others], SHELL, theme, tmp_path / "all")
    write_site([PAGE], SHELL, theme, tmp_path / "part")
    name = destination(PAGE.address)
    assert (tmp_path / "all" / name).read_bytes() == (tmp_path / "part" / name).read_bytes()


# ---- strangers' text


def test_texts_of_records_are_text_everywhere(written: Written) -> None:
    """A title, description or trail that tries to be markup is shown as typed, escaped exactly once."""
    page = RenderedPage(
        "meetings/x/",
        XSS_TITLE,
        "<h1>x</h1>",
        headings=(Heading(2, "a", XSS_TITLE), Heading(3, 'b"><b>', XSS_TRAIL)),
        description=XSS_DESCRIPTION,
        trail=(Link("meetings/", XSS_TRAIL),),
        source_url='https://x.org/"><script>',
    )
    text = written(page)["meetings/x/index.html"]
    seen = Parsed(text)
    assert seen.title() == f"{XSS_TITLE} – {XSS_TRAIL} – Archiv"
    assert seen.meta("og:title") == XSS_TITLE
    assert seen.meta("description") == seen.meta("og:description") == XSS_DESCRIPTION
    assert {XSS_TRAIL, XSS_TITLE} <= {words for tag, words in seen.texts if tag == "a"}
    assert [a for a in seen.all("script") if "src" not in a] == []
    assert seen.all("img") == []
    assert not any(name.startswith("on") for _, attributes in seen.elements for name in attributes)
    assert not re.search(r"\b49\b", text)
    assert not re.search(r"&amp;(?:lt|gt|quot|amp|#\d+);", text)


def test_texts_of_the_configuration_are_text_everywhere(written: Written) -> None:
    """The names that a site owner types are escaped, too."""
    shell = Shell(
        XSS_TITLE,
        description=XSS_DESCRIPTION,
        navigation=(Link("people/", XSS_TITLE),),
        licence=Link("https://x.org/", XSS_TITLE),
        footer=(Link("data/", XSS_TITLE),),
        version=XSS_TITLE,
    )
    seen = Parsed(written(PAGE, shell=shell)["meetings/2024-04-19/index.html"])
    assert [a for a in seen.all("script") if "src" not in a] == []
    assert seen.all("img") == []
    assert [words for tag, words in seen.texts if tag == "a"].count(XSS_TITLE) == 4


# ---- links


def links_of(text: str) -> list[str]:
    """Return every address that a page loads, leads to or sends to."""
    return [
        value
        for _, attributes in Parsed(text).elements
        for name in ("href", "src", "action")
        if (value := attributes.get(name)) is not None
    ]


def test_links_are_relative_so_that_a_site_works_anywhere(written: Written) -> None:
    """At a domain's root and under a sub-path the same bytes serve."""
    links = links_of(written(PAGE)["meetings/2024-04-19/index.html"])
    assert "../../people/" in links
    assert "../../search/" in links
    assert "../../" in links
    assert not [link for link in links if link.startswith("/")]


def test_the_start_page_links_from_the_root(written: Written) -> None:
    """Home is `./`, never an empty link."""
    links = links_of(written(RenderedPage("", "Start", "<h1>Start</h1>"))["index.html"])
    assert "./people/" in links
    assert "" not in links


@pytest.mark.parametrize(
    ("site_url", "root"),
    [
        ("", "/"),
        ("https://host.example/", "/"),
        ("https://host.example/archive", "/archive/"),
        ("https://h/a/b/", "/a/b/"),
    ],
)
def test_the_404_page_works_at_any_depth(written: Written, site_url: str, root: str) -> None:
    """What is shown in place of `/archive/no/such/page` finds the site's styles and pages."""
    page = RenderedPage("404.html", "Nicht gefunden", "<h1>Nicht gefunden</h1>")
    shell = Shell("Archiv", navigation=NAVIGATION, site_url=site_url)
    text = written(page, shell=shell)["404.html"]
    assert urls.site_root(site_url) == root
    assert {f"{root}people/", f"{root}search/", root} <= set(links_of(text))
    assert [link for link in links_of(text) if not link.startswith((root, "#"))] == []
    assert "<h1>Nicht gefunden</h1>" in text
    assert Parsed(text).meta("robots") == "noindex"


def test_a_published_site_names_its_addresses(written: Written) -> None:
    """With a site's address known, each page says where it really lies."""
    shell = Shell("Archiv", site_url="https://host.example/archive/")
    seen = Parsed(written(PAGE, shell=shell)["meetings/2024-04-19/index.html"])
    assert seen.meta("og:url") == "https://host.example/archive/meetings/2024-04-19/"
    assert {"rel": "canonical", "href": "https://host.example/archive/meetings/2024-04-19/"} in seen.all("link")


@pytest.mark.parametrize(("place", "root"), [("", ""), ("a/", "../"), ("a/b/", "../../"), ("a/b.html", "../")])
def test_the_way_to_the_root(place: str, root: str) -> None:
    """The way from a page to the root follows from its depth."""
    assert _root(place, "https://x.org/archive/") == root


# ---- trust


def test_nothing_is_loaded_from_elsewhere(written: Written) -> None:
    """No script, style, picture or font comes from another host, and none stands within the page."""
    files = written(PAGE, RenderedPage("search/", "Suche", "<h1>Suche</h1>", search=True))
    for name in ("meetings/2024-04-19/index.html", "search/index.html"):
        seen = Parsed(files[name])
        loaded = [a.get("src") for a in seen.all("script")] + [a["href"] for a in seen.all("link")]
        assert all(address and "://" not in address for address in loaded)
        assert seen.all("style") == []
        assert not any("style" in attributes for _, attributes in seen.elements)
    for name, text in files.items():
        if name.endswith(".css"):
            assert not re.search(r"(?:url\(|@import\s*)[\"']?(?:https?:)?//", text)


def test_the_policy_stands_first_and_allows_no_inline_code(written: Written) -> None:
    """The policy holds for all that follows it in the page."""
    seen = Parsed(written(PAGE)["meetings/2024-04-19/index.html"])
    first = next((tag, attributes) for tag, attributes in seen.elements if tag not in ("html", "head"))
    assert first == ("meta", {"http-equiv": "Content-Security-Policy", "content": "; ".join(POLICY)})
    assert "unsafe-inline" not in str(POLICY)


def test_only_the_search_page_carries_the_search(written: Written) -> None:
    """A reader who does not search does not load it."""
    files = written(PAGE, RenderedPage("search/", "Suche", "<h1>Suche</h1>", search=True))
    assert "search.js" in files["search/index.html"]
    assert "search.js" not in files["meetings/2024-04-19/index.html"]


# ---- the shell


def test_the_page_says_where_one_is(written: Written) -> None:
    """The entry of the top level is marked: as this page, or as the part that it belongs to."""
    pages = (
        RenderedPage("people/", "Personen", "<h1>x</h1>"),
        RenderedPage("people/x/", "X", "<h1>x</h1>", section="people/"),
    )
    files = written(*pages)
    assert {"href": "../people/", "aria-current": "page"} in Parsed(files["people/index.html"]).all("a")
    assert {"href": "../../people/", "aria-current": "true"} in Parsed(files["people/x/index.html"]).all("a")


def test_contents_are_shown_from_two_headings_on(written: Written) -> None:
    """A page with one heading needs no table of contents."""
    one = RenderedPage("one/", "1", "<h1>1</h1>", headings=(Heading(2, "a", "A"),))
    two = RenderedPage("two/", "2", "<h1>2</h1>", headings=(Heading(2, "a", "A"), Heading(2, "b", "B")))
    files = written(one, two)
    assert 'class="toc"' not in files["one/index.html"]
    assert {"href": "#b"} in Parsed(files["two/index.html"]).all("a")


def test_headings_become_a_tree() -> None:
    """What is below a heading is listed within it, also where a level is left out."""
    levels = [(h, level) for h, level in zip("abcde", (2, 3, 4, 3, 2), strict=True)]
    tree = _tree([Heading(level, name, name) for name, level in levels])

    def shape(items: list[dict[str, object]]) -> list[object]:
        return [(item["id"], shape(item["children"])) for item in items]  # type: ignore[arg-type]

    assert shape(tree) == [("a", [("b", [("c", [])]), ("d", [])]), ("e", [])]


def test_the_shell_speaks_the_given_language(written: Written) -> None:
    """The shell's own words come from the catalogue; a % or an entity in them does no harm."""

    class German(NullTranslations):
        def gettext(self, message: str) -> str:
            return {
                "Skip to content": "100 % <Inhalt>",
                "Made with {generator}": "Mit {generator} gemacht",
            }.get(message, message)

    shell = Shell("Archiv", language="de", version="1.2.3", catalogue=German())
    text = written(PAGE, shell=shell)["meetings/2024-04-19/index.html"]
    assert "100 % &lt;Inhalt&gt;" in text
    assert "Mit Konferenzarchiv 1.2.3 gemacht" in text
    assert '<html lang="de">' in text


def test_the_accent_is_legible_by_day_and_night() -> None:
    """The stylesheet that is made carries the owner's colour, moved for the dark where needed."""
    styles = site_styles("#8a1c1c", "main.css")
    assert "--accent:#8a1c1c" in styles
    assert len(re.findall(r"--accent:#[0-9a-f]{6}\b", styles)) == 2
    assert '@import url("stylesheets/main.css") layer(material);' in styles


# ---- the engine's own voice


def test_nothing_is_printed(theme: Theme, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The engine speaks through its return value alone, and leaves the log as it was."""
    handlers = logging.getLogger("mkdocs").handlers[:]
    write_site([PAGE], SHELL, theme, tmp_path / "site")
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("mkdocs").handlers == handlers
    assert logging.getLogger("mkdocs").propagate


def test_complaints_are_returned(theme: Theme, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What MkDocs warns of comes back as text, for the caller to report."""

    class Complaining(RenderedPage):
        @property
        def hash(self) -> str:
            return ""

        def __getattribute__(self, name: str) -> object:
            if name == "html":
                logging.getLogger("mkdocs.structure.pages").warning("odd page %s", "x")
            return super().__getattribute__(name)

    page = Complaining("x/", "X", "<h1>X</h1>")
    assert write_site([page], SHELL, theme, tmp_path / "site") == ("odd page x",)
    assert capfd.readouterr() == ("", "")


def test_a_fault_of_a_template_is_an_engine_error(theme: Theme, tmp_path: Path) -> None:
    """A template that is not there is named, and never ends the process."""
    page = RenderedPage("x/", "X", "<h1>X</h1>", template="none.html")
    with pytest.raises(EngineError, match=re.escape("none.html")):
        write_site([page], SHELL, theme, tmp_path / "site")


def test_a_fault_of_the_configuration_is_an_engine_error(theme: Theme, tmp_path: Path) -> None:
    """What MkDocs refuses to be configured with is said."""
    with pytest.raises(EngineError, match="site_url"):
        write_site([PAGE], Shell("Archiv", site_url="no address"), theme, tmp_path / "site")
