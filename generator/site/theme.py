"""The theme as a value: templates, catalogues and a fingerprint, read once from the theme folder.

This is the one place that reads `theme/`. Catalogues are compiled in memory, so that no compiled file is ever
committed or out of date. Templates of the shell are only fingerprinted here: the engine loads them itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


@dataclass(frozen=True)
class Theme:
    """What the site looks like and which languages it speaks."""

    folder: Path
    templates: Mapping[str, str]
    """Body templates (`pages/*.html`) by file name."""
    worker: str
    """The script that keeps pages for times without a connection (`root/offline-worker.js`)."""
    catalogues: Mapping[str, NullTranslations] = field(compare=False)
    """Translations of the interface by language; English is always there: its words are the message ids."""
    fingerprint: str
    """A hash over all files of the folder: pages written with another one are out of date."""

    @property
    def shell(self) -> Path:
        """The folder of templates that lie over Material's."""
        return self.folder / "shell"

    @property
    def assets(self) -> Path:
        """The folder of styles, scripts and pictures."""
        return self.folder / "assets"


def theme_folder() -> Path:
    """Return where the theme lies: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    # The package's own folder comes first: beside an installed package lie the folders of others.
    for folder in (package / "theme", package.parent / "theme"):
        if (folder / "shell").is_dir():
            return folder
    raise FileNotFoundError(f"no theme folder in {package} or {package.parent}")


def read_theme(folder: Path) -> Theme:
    """Return the theme that lies in a folder."""
    paths = theme_files(folder)
    return Theme(
        folder=folder,
        templates={
            path.name: _text(path) for path in paths if path.parent == folder / "pages" and path.suffix == ".html"
        },
        worker=next((_text(path) for path in paths if path == folder / "root" / "offline-worker.js"), ""),
        catalogues=_catalogues(folder / "locale", paths),
        fingerprint=_fingerprint(folder, paths),
    )


def worker_script(theme: Theme, trees: Iterable[str]) -> str:
    """Return the worker for times without a connection; `trees` are where the pages in each language lie."""
    script = theme.worker.replace('const TREES = [""];', f"const TREES = {json.dumps(list(trees))};")
    return script.replace('const STAMP = "";', f'const STAMP = "{theme.fingerprint}";')


def catalogue_languages(folder: Path) -> frozenset[str]:
    """Return the languages that the interface has words in: English, and those that a theme has a catalogue for."""
    return frozenset({"en", *(path.stem for path in (folder / "locale").glob("*.po"))})


def theme_files(folder: Path) -> tuple[Path, ...]:
    """Return all files of a theme in a stable order, without those that begin with a dot."""
    found = (path for path in folder.rglob("*") if path.is_file() and not _hidden(path.relative_to(folder)))
    return tuple(sorted(found, key=lambda path: path.relative_to(folder).as_posix()))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _catalogues(folder: Path, paths: Iterable[Path]) -> Mapping[str, NullTranslations]:
    found = {path.stem: _catalogue(path) for path in paths if path.parent == folder and path.suffix == ".po"}
    return {"en": NullTranslations()} | found


def _catalogue(path: Path) -> NullTranslations:
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _fingerprint(folder: Path, paths: Iterable[Path]) -> str:
    whole = hashlib.blake2b(digest_size=16)
    for path in paths:
        content = hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
        # A name has no NUL, so one file's name can't be read as another's content.
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + content)
    return whole.hexdigest()
