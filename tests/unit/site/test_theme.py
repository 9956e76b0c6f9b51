"""The theme as a value."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.site.theme import read_theme, theme_files, theme_folder

CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Search"
msgstr "Suche"

#, fuzzy
msgid "Menu"
msgstr "Speisekarte"

msgid "{n} meeting"
msgid_plural "{n} meetings"
msgstr[0] "{n} Sitzung"
msgstr[1] "{n} Sitzungen"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a small theme."""
    for name, text in {
        "shell/main.html": "<p>shell</p>",
        "pages/home.html": "<h1>Tiến</h1>",
        "pages/.home.html.swp": "editor's",
        "assets/archive.css": "p{}",
        "locale/de.po": CATALOGUE,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_templates_are_those_of_the_pages_by_file_name(folder: Path) -> None:
    """Body templates are there by name; the shell's are the engine's business."""
    assert dict(read_theme(folder).templates) == {"home.html": "<h1>Tiến</h1>"}


def test_catalogues_are_compiled_in_memory(folder: Path) -> None:
    """A `.po` file translates, plural forms included, and nothing is written beside it."""
    before = theme_files(folder)
    german = read_theme(folder).catalogues["de"]
    assert german.gettext("Search") == "Suche"
    assert german.ngettext("{n} meeting", "{n} meetings", 2) == "{n} Sitzungen"
    assert theme_files(folder) == before


def test_an_unsure_translation_is_not_shown(folder: Path) -> None:
    """What a translator has not confirmed stays English."""
    assert read_theme(folder).catalogues["de"].gettext("Menu") == "Menu"


def test_english_needs_no_catalogue(folder: Path) -> None:
    """The message ids are the English words."""
    assert read_theme(folder).catalogues["en"].gettext("Search") == "Search"


@pytest.mark.parametrize("name", ["shell/main.html", "pages/home.html", "assets/archive.css", "locale/de.po"])
def test_the_fingerprint_knows_every_file(folder: Path, name: str) -> None:
    """A change of any file of the theme changes the fingerprint."""
    before = read_theme(folder).fingerprint
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# more\n", encoding="utf-8")
    assert read_theme(folder).fingerprint != before


def test_the_fingerprint_knows_names(folder: Path) -> None:
    """A renamed file is another theme, too."""
    before = read_theme(folder).fingerprint
    (folder / "assets" / "archive.css").rename(folder / "assets" / "other.css")
    assert read_theme(folder).fingerprint != before


def test_files_that_editors_hide_are_no_part_of_the_theme(folder: Path) -> None:
    """An editor's swap file neither changes the fingerprint nor reaches the site."""
    before = read_theme(folder).fingerprint
    (folder / "assets" / ".archive.css.swp").write_text("x", encoding="utf-8")
    assert read_theme(folder).fingerprint == before


def test_our_own_theme_can_be_read() -> None:
    """The theme of this checkout has its shell, its pages and its assets."""
    theme = read_theme(theme_folder())
    assert (theme.shell / "base.html").is_file()
    assert (theme.assets / "archive.css").is_file()
    assert "home.html" in theme.templates
