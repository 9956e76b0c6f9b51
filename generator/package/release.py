"""A release of the archive: a dated, numbered whole with a citation, in `CITATION.cff` (Citation File Format 1.2.0)."""

from __future__ import annotations

import json
import re

from generator import __version__
from generator.config import SiteConfig
from generator.package.crate import About

CITATION = "CITATION.cff"
_SPDX = {"CC BY 4.0": "CC-BY-4.0", "CC BY-SA 4.0": "CC-BY-SA-4.0", "CC0 1.0": "CC0-1.0", "CC0": "CC0-1.0"}
"""Licences by the names that people write; CFF takes those of the SPDX list alone."""
_FIELD = re.compile(r'^(version|date-released): "?([^"\n]+?)"?$', re.MULTILINE)


def about_of(config: SiteConfig, date: str, version: str = "") -> About:
    """Return what is said of the archive as it is on a day; `date` is ISO."""
    return About(
        title=config.title,
        description=" ".join((config.description or "").split()),
        date=date,
        version=version,
        publisher=config.publisher or "",
        licence=config.licence.name if config.licence else "",
        licence_url=(config.licence.url or "") if config.licence else "",
        site_url=config.site_url or "",
        language=config.records_language or config.language,
        made_with=f"Konferenzarchiv {__version__}",
    )


def citation_file(about: About, repository: str = "") -> str:
    """Return `CITATION.cff` of a release; texts are written so that YAML reads each as it was."""
    lines = [
        "# Written by `archive release`.",
        "cff-version: 1.2.0",
        'message: "If you use this archive, please cite it as below."',
        "type: dataset",
        f"title: {_text(about.title)}",
        *([f"abstract: {_text(about.description)}"] if about.description else []),
        "authors:",
        f"  - name: {_text(about.publisher or about.title)}",
        f"version: {_text(about.version)}",
        f'date-released: "{about.date}"',
    ]
    lines += [f"url: {_text(about.site_url)}"] if about.site_url else []
    lines += [f"repository: {_text(repository)}"] if repository else []
    if spdx := _SPDX.get(about.licence):
        lines.append(f"license: {spdx}")
    elif about.licence_url:
        lines.append(f"license-url: {_text(about.licence_url)}")
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in written)


def released(citation: str) -> tuple[str, str]:
    """Return version and day of the release that a citation file tells, nothing where it tells none."""
    found = dict(_FIELD.findall(citation))
    return found.get("version", ""), found.get("date-released", "")
