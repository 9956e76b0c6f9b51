"""The invented archive that the judged queries are asked of: written meetings among many that are only made.

    python -m tests.benchmarks.search.invented FOLDER

What queries are about stands in `invented.yml`, written by hand. Around it `maker` makes some hundred meetings of
words that mean nothing, with sentences of councils everywhere strewn in, so that the words of a query come up in many
other places. The same bytes every time.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tests.benchmarks.maker import Maker, Size

WRITTEN = Path(__file__).with_name("invented.yml")
AROUND = 270
"""So many meetings are made around the written ones."""

_EVERY = 3
"""On average one sentence in so many is one that could be said in any council."""


class _Talking(Maker):
    """A maker whose people also say what is said in any council."""

    def __init__(self, size: Size, talk: Sequence[str]) -> None:
        self.talk = talk
        super().__init__(size, seed=4)

    def _paragraph(self, length: int) -> str:
        made = super()._paragraph(length).split(". ")
        return ". ".join(self._said(sentence) for sentence in made)

    def _said(self, sentence: str) -> str:
        if self.random.randrange(_EVERY):
            return sentence
        return self.random.choice(self.talk).removesuffix(".") + ("." if sentence.endswith(".") else "")


def write_archive(folder: Path) -> None:
    """Write the archive into `folder`: `records/` and `site_config.yml`."""
    written = yaml.load(WRITTEN.read_text(encoding="utf-8"), yaml.CSafeLoader)
    _Talking(Size(AROUND, words=400), written["talk"]).write(folder)
    for kind in ("people", "districts", "organizations", "issues"):
        for id, fields in written[kind].items():
            _write(folder / "records" / kind / f"{id}.yml", _yaml(fields))
    for id, meeting in written["meetings"].items():
        _write(folder / "records/meetings" / id[:4] / f"{id}.md", "\n".join(_meeting(id, meeting)))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _yaml(fields: Mapping[str, Any]) -> str:
    return yaml.dump(dict(fields), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)


def _meeting(id: str, told: Mapping[str, Any]) -> Iterator[str]:
    language = told.get("language", "de")
    yield "---"
    yield _yaml(
        {
            "title": told["title"],
            "date": date.fromisoformat(id[:10]),
            "organizations": [told["organization"]],
            "districts": told["districts"],
            "issues": told["issues"],
            "language": language,
            "chairs": [{"person": told["chair"], "role": "Vorsitz"}],
            "speakers": list(_speakers(told)),
            "conclusions": list(_conclusions(told)),
            **({"follow_ups": list(_follow_ups(told))} if any(map(_reports, told["items"])) else {}),
            "sources": [{"title": "Niederschrift", "url": f"https://kreis.example/{id}", "language": language}],
        }
    ).rstrip()
    yield "---"
    yield told["opening"]
    for item in told["items"]:
        yield f"\n## {item['heading']}\n"
        for person, _, text in item["speeches"]:
            yield f"**{person}:** {text}\n"


def _speakers(told: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    seen = set()
    for item in told["items"]:
        for person, district, _ in item["speeches"]:
            if person not in seen:
                seen.add(person)
                yield {"person": person, "district": district, "kind": "discussion"}


def _conclusions(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    numbered = [(item["heading"], text, to) for item in told["items"] for text, to in item.get("conclusions", ())]
    for number, (heading, text, addressee) in enumerate(numbered, 1):
        yield {"id": f"k{number}", "text": text, "kind": "resolution", "addressees": [addressee], "agenda": heading}


def _reports(item: Mapping[str, Any]) -> bool:
    return "follow_ups" in item


def _follow_ups(told: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for item in told["items"]:
        for conclusion, status in item.get("follow_ups", ()):
            yield {"conclusion": conclusion, "status": status}


def main() -> None:
    """Write the archive into the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    write_archive(parser.parse_args().folder)


if __name__ == "__main__":
    main()
