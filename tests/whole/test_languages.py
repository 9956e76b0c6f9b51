"""One site whose interface speaks several languages: every page in each of them, and everything else once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin
from zipfile import ZipFile

import pytest
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner
from lxml import etree, html

from generator import build as building
from generator import check as checking
from generator.build import build
from generator.check import Request
from generator.cli import main
from generator.package.crate import About
from generator.package.packing import pack
from generator.shards import merge
from generator.site.folders import written_files
from generator.site.theme import theme_folder
from tests.whole.pages import HOST, inside, read_site

ROOT = Path(__file__).resolve().parents[2]
TREES = {"de": "", "en": "en/", "vi": "vi/"}


def archive_in(folder: Path, languages: str) -> Path:
    """Copy the invented quarterly series, with a picture, to a folder; return its configuration."""
    shutil.copytree(ROOT / "tests/quarters/records", folder / "records")
    meeting = sorted((folder / "records/meetings/2021").glob("*.md"))[0]
    (meeting.parent / "wehr.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    meeting.write_text(meeting.read_text("utf-8") + "\n![Wehr](wehr.png)\n", "utf-8")
    config = folder / "site_config.yml"
    text = (ROOT / "tests/quarters/site_config.yml").read_text("utf-8")
    config.write_text(f"{text}languages: {languages}\nexports: {{pictures: off}}\n", "utf-8")
    return config


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the configuration of an archive whose interface speaks three languages."""
    return archive_in(tmp_path_factory.mktemp("languages"), "[de, en, vi]")


@pytest.fixture(scope="module")
def site(config: Path) -> Path:
    """Return the folder of its site."""
    out = config.parent / "site"
    built = build(Request(config.parent / "records", config, out, site_url=HOST))
    assert built.pages == len(read_site(out))
    return out


@cache
def of_language(site: Path, tree: str) -> Mapping[str, str]:
    """The pages of a language by their address within it."""
    others = tuple(other for other in TREES.values() if other)
    return {
        address.removeprefix(tree): (site / f"{address}index.html" if not address.endswith("html") else site / address)
        .read_text("utf-8")
        for address in read_site(site)
        if (address.startswith(tree) if tree else not address.startswith(others))
    }  # fmt: skip


def test_every_page_is_there_in_each_language(site: Path) -> None:
    """All languages have the same pages, each says its language, and nothing but pages is there more than once."""
    pages = {language: of_language(site, tree) for language, tree in TREES.items()}
    assert len(pages["de"]) > 40
    assert pages["de"].keys() == pages["en"].keys() == pages["vi"].keys()
    for language, found in pages.items():
        assert [address for address, text in found.items() if f'<html lang="{language}">' not in text] == []
    below = [name for name in written_files(site) if name.startswith(("en/", "vi/"))]
    assert [name for name in below if not name.endswith(".html")] == []


def test_links_land_and_stay_within_the_language(site: Path) -> None:
    """Links lead to what is there, and from page to page in the same language, but for the one line that changes it."""
    pages = read_site(site)
    lost, strayed = [], []
    for address, page in pages.items():
        tree = next((tree for tree in ("en/", "vi/") if address.startswith(tree)), "")
        own = address.removeprefix(tree)
        for link in (*page.links, *page.loads):
            path = (inside(link) or (None,))[0]
            if path is None:
                continue
            if path not in pages and not (site / path).is_file():
                lost.append(f"{address} → {path}")
            other = next((tree for tree in ("en/", "vi/") if path.startswith(tree)), "")
            same_page = path.removeprefix(other) in {own, "" if own == "404.html" else own}
            if path in pages and other != tree and not same_page:
                strayed.append(f"{address} → {path}")
    assert (lost, strayed) == ([], [])


def test_each_page_names_itself_in_the_other_languages(site: Path) -> None:
    """Canonical address, alternates and the switch in the header name the same page, in every language."""
    for language, tree in TREES.items():
        for address, text in of_language(site, tree).items():
            switch = dict(re.findall(r'<li><a href="([^"]*)" hreflang="(\w+)"', text))
            target = "" if address == "404.html" else address
            whole = {urljoin(HOST + tree + address, href): code for href, code in switch.items()}
            assert whole == {HOST + tree + target: code for code, tree in TREES.items()}, address
            alternates = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]*)">', text))
            listed = 'content="noindex"' not in text
            expected = {code: HOST + tree + address for code, tree in TREES.items()} | {"x-default": HOST + address}
            assert alternates == (expected if listed else {}), address
            assert (f'rel="canonical" href="{HOST}{tree}{address}"' in text) == listed, (language, address)


def test_programs_are_told_of_all_languages(site: Path) -> None:
    """The sitemap lists each page once with its alternates; the data of a record names the one record."""
    root = etree.fromstring((site / "sitemap.xml").read_bytes())
    entries = {entry.findtext("{*}loc"): [link.get("href") for link in entry.findall("{*}link")] for entry in root}
    assert entries[f"{HOST}vi/people/ada-quell/"] == [f"{HOST}{tree}people/ada-quell/" for tree in TREES.values()]
    listed = [p for p, text in of_language(site, "").items() if "noindex" not in text]
    assert entries.keys() == {f"{HOST}{tree}{page}" for page in listed for tree in TREES.values()}
    person = (site / "vi/people/ada-quell/index.html").read_text("utf-8")
    assert f'"@id":"{HOST}people/ada-quell/"' in person
    assert f'"name":"Nhân vật","item":"{HOST}vi/people/"' in person
    home = (site / "vi/index.html").read_text("utf-8")
    assert f'"@id":"{HOST}vi/"' in home
    assert '"inLanguage":"vi"' in home


def test_words_of_the_site_are_those_of_the_language(site: Path) -> None:
    """Titles, labels and plural forms follow the page's language, records stay as they are."""
    titles = [re.search(r"<h1>(.*?)</h1>", of_language(site, tree)["people/"]) for tree in TREES.values()]
    assert [title and title[1] for title in titles] == ["Personen", "People", "Nhân vật"]
    name = "people/ada-quell/"
    assert all("<h1>Ada Quell</h1>" in of_language(site, tree)[name] for tree in TREES.values())


def test_words_of_records_say_their_language(site: Path) -> None:
    """Wherever a record's title stands on a page in another language, in lists and breadcrumbs too, it says its own."""
    titles = {
        match[1]
        for file in (ROOT / "tests/quarters/records").rglob("*.*")
        if file.parent.name not in {"people", "districts"}
        and (match := re.search(r"^(?:title|name): (.+)$", file.read_text("utf-8"), re.MULTILINE))
    }
    for tree in ("en/", "vi/"):
        told: dict[str, set[str]] = {title: set() for title in titles}
        for text in of_language(site, tree).values():
            for element in html.fromstring(text).iter("a", "h1", "span", "small"):
                if (title := (element.text or "").strip()) in titles:
                    told[title].add(str(element.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")))
        assert {title: languages for title, languages in told.items() if languages != {"de"}} == {}


def test_parts_put_together_are_the_whole(config: Path, site: Path, tmp_path: Path) -> None:
    """A site in several languages can be built on several machines as well: the same bytes, the same figures."""
    requests = [
        Request(config.parent / "records", config, tmp_path / str(n), shard=(n, 2), site_url=HOST) for n in (1, 2)
    ]
    assert all(build(request).pages for request in requests)
    merged = merge([tmp_path / "1", tmp_path / "2"], config, tmp_path / "merged", 1)
    assert merged.pages == len(read_site(site))
    names = written_files(site).keys()
    assert written_files(tmp_path / "merged").keys() == names
    assert [name for name in names if (tmp_path / "merged" / name).read_bytes() != (site / name).read_bytes()] == []


def test_a_build_on_top_of_another_equals_a_clean_one(tmp_path: Path) -> None:
    """A changed record renews its pages in every language, and a page that somebody has changed in one is mended."""
    config = archive_in(tmp_path, "[de, vi]")
    on_top = Request(tmp_path / "records", config, tmp_path / "site", cache=tmp_path / "cache")
    whole = build(on_top)
    meeting = sorted((tmp_path / "records/meetings/2022").glob("*.md"))[0]
    meeting.write_text(meeting.read_text("utf-8").replace("title: ", "title: Zweite Fassung, ", 1), "utf-8")
    (tmp_path / "site/vi/people/index.html").write_text("changed", "utf-8")
    again = build(on_top)
    build(Request(tmp_path / "records", config, tmp_path / "clean"))
    assert 0 < again.renewed < whole.pages
    names = written_files(tmp_path / "clean").keys()
    assert written_files(tmp_path / "site").keys() == names
    differing = [
        name for name in names if (tmp_path / "site" / name).read_bytes() != (tmp_path / "clean" / name).read_bytes()
    ]
    assert differing == []


def test_another_language_needs_one_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one more catalogue in the theme the whole site speaks one more language: nothing else has to be told."""
    theme = tmp_path / "theme"
    shutil.copytree(theme_folder(), theme)
    with (theme / "locale/de.po").open("rb") as file:
        catalogue = read_po(file, locale="eo")
    catalogue.header_comment = ""
    for message in catalogue:
        if message.id:
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            message.string = tuple(f"⟦{id}⟧" for id in ids) if message.pluralizable else f"⟦{message.id}⟧"
    with (theme / "locale/eo.po").open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setattr(building, "theme_folder", lambda: theme)
    monkeypatch.setattr(checking, "theme_folder", lambda: theme)
    config = archive_in(tmp_path / "archive", "[de, eo]")
    out = tmp_path / "site"
    built = build(Request(config.parent / "records", config, out, site_url=HOST))
    assert [problem for problem in built.problems if problem.severity == "error"] == []
    page = (out / "eo/people/index.html").read_text("utf-8")
    assert "<h1>⟦People⟧</h1>" in page
    assert 'hreflang="eo" lang="eo" aria-current="true">Esperanto</a>' in page


def test_what_search_services_get_is_the_same_in_all_languages(config: Path, tmp_path: Path) -> None:
    """An entry is there once, in the words of its record, however many languages the interface speaks."""
    alone = archive_in(tmp_path, "[de]")
    for name, settings in (("one", alone), ("three", config)):
        run = CliRunner().invoke(main, ["export", "--opensearch", str(tmp_path / name), "--config", str(settings)])
        assert run.exit_code == 0, run.output
    one, three = (written_files(tmp_path / name) for name in ("one", "three"))
    assert one.keys() == three.keys() >= {"index.json"}
    assert [
        name for name in one if (tmp_path / "one" / name).read_bytes() != (tmp_path / "three" / name).read_bytes()
    ] == []


@pytest.mark.slow
def test_the_copy_for_a_disk_speaks_all_languages(config: Path, site: Path, tmp_path: Path) -> None:
    """In the package every page is there in each language, and every link of theirs leads to a file of the package."""
    about = About("Runde", "", "2024-04-19", "1.0", "Rat", "CC BY 4.0", "https://x.example/by", language="de")
    pack(Request(config.parent / "records", config, tmp_path / "site"), about, tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as archive:
        files = {name.partition("/")[2]: name for name in archive.namelist()}
        pages = {name: archive.read(files[name]).decode() for name in files if re.match(r"data/site/.*\.html$", name)}
    there = {name.removeprefix("data/site/").removesuffix("index.html") for name in pages}
    shown = {tree + address for tree in TREES.values() for address in of_language(site, tree)}
    assert shown - there == {f"{tree}404.html" for tree in TREES.values()}, "only a host shows that one"
    lost = set()
    for name, text in pages.items():
        for link in re.findall(r'<[^<>]*\s(?:href|src|action)="([^"]*)"', text):
            address = urldefrag(urljoin(f"file:///{name}", link.replace("&amp;", "&"))).url.partition("?")[0]
            if address.startswith("file:///") and unquote(address.removeprefix("file:///")) not in files:
                lost.add((name, link))
    assert lost == set()


@pytest.mark.slow
def test_nobody_who_was_erased_is_left_in_any_language(tmp_path: Path) -> None:
    """What erasing builds to prove itself is the site in all its languages: no file of it names the person."""
    config = archive_in(tmp_path, "[de, en, vi]")
    run = CliRunner().invoke(main, ["erase", "ada-quell", "--yes", "--config", str(config)])
    assert run.exit_code == 0, run.output
    assert "no trace" in run.output
    built = build(Request(config.parent / "records", config, tmp_path / "site"))
    pages = [path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html")]
    assert built.pages == len(pages)
    assert [text for text in pages if "Ada Quell" in text or "ada-quell" in text] == []
