"""The page of a saved record, before the site is built: it is what the build makes of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.build import build
from generator.check import Checked, Request
from generator.making import Workshop
from generator.preview import Preview


@dataclass
class Archive:
    """An archive whose records are saved: where, and what shows their pages."""

    request: Request
    preview: Preview

    def save(self, name: str, old: str, new: str) -> Path:
        """Change a record in one place."""
        path = self.request.records / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    def shown(self, name: str, old: str, new: str) -> Mapping[str, bytes]:
        """The pages that are shown when a record has been changed."""
        return self.preview.pages([self.save(name, old, new)])


@pytest.fixture(scope="module")
def built(fixture_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Request, Workshop, Checked]:
    """A copy of the invented archive, and what it was built with in two languages."""
    folder = tmp_path_factory.mktemp("preview")
    shutil.copytree(fixture_folder / "records", folder / "records")
    config = (fixture_folder / "site_config.yml").read_text("utf-8")
    (folder / "site_config.yml").write_text(f"{config}\nlanguages: [vi]\n", encoding="utf-8")
    request = Request(folder / "records", folder / "site_config.yml", folder / "site", cache=folder / "cache")
    found: list[tuple[Workshop, Checked]] = []
    assert build(request, keep=lambda workshop, checked: found.append((workshop, checked))).pages
    return request, *found[-1]


@pytest.fixture
def archive(built: tuple[Request, Workshop, Checked], fixture_folder: Path) -> Iterator[Archive]:
    """The archive as it was built; afterwards its records are again what they were."""
    request, workshop, checked = built
    yield Archive(request, Preview(workshop, checked))
    shutil.rmtree(request.records)
    shutil.copytree(fixture_folder / "records", request.records)


WATER = "meetings/2023/2023-02-28-wasserrunde.md"
FERRY = "meetings/2023/2023-10-faehrleute.md"


@pytest.mark.parametrize(
    ("name", "old", "new", "page"),
    [
        (WATER, "wurde nur gegessen", "wurde bei der Wasserbehörde getrunken", "meetings/2023-02-28-wasserrunde"),
        (WATER, "status: in_progress", "status: done", "meetings/2023-02-28-wasserrunde"),
        (
            WATER,
            "follow_ups:",
            "  - {id: k9, text: Alle melden., kind: directive, addressees: [all-districts]}\nfollow_ups:",
            "meetings/2023-02-28-wasserrunde",
        ),
        ("districts/ke-ret.yml", "until: 2024-06-30", "until: 2024-05-31", "districts/ke-ret"),
    ],
)
def test_it_is_the_page_that_the_build_makes(archive: Archive, name: str, old: str, new: str, page: str) -> None:
    """In each language, byte for byte: words, links, states of conclusions and names; nothing else is made."""
    shown = archive.shown(name, old, new)
    assert set(shown) == {f"{page}/index.html", f"vi/{page}/index.html"}
    assert build(archive.request).renewed
    for file, made in shown.items():
        assert made == (archive.request.out / file).read_bytes(), file


def test_one_change_after_the_other(archive: Archive) -> None:
    """What was saved before stays; a record of the second change is shown with the words of the first."""
    shown = archive.shown("districts/ke-ret.yml", "name: Kẻ Rét", "name: Kẻ Rét Mới")
    assert "Kẻ Rét Mới</h1>" in shown["districts/ke-ret/index.html"].decode()
    shown = archive.shown(WATER, "wurde nur gegessen", "wurde in Kẻ Rét Mới gegessen")
    assert 'districts/ke-ret/">Kẻ Rét Mới</a>' in shown["meetings/2023-02-28-wasserrunde/index.html"].decode()


@pytest.mark.parametrize(("old", "new"), [("date:", "dato:"), ("series: wasserrunde", "series: nirgends")])
def test_what_is_wrong_is_left_to_the_build(archive: Archive, old: str, new: str) -> None:
    """Of a record with errors, its own or of what it names, nothing is shown."""
    assert archive.shown(WATER, old, new) == {}
    assert not build(archive.request).pages


def test_other_files_have_no_page(archive: Archive) -> None:
    """A new record, a removed one, and what is no record are for the build."""
    new = archive.request.records / "people" / "new-person.yml"
    new.write_text("name: New Person\n", encoding="utf-8")
    gone = archive.request.records / FERRY
    gone.unlink()
    assert archive.preview.pages([new, gone, archive.request.config]) == {}
