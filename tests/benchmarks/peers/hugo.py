"""Hugo, in a theme of the weight of ours and in a thin one.

The full theme (`hugo_full`) has our page types: meetings with facts, participants, speeches with anchors, conclusions
and neighbours; people, districts, issues, organizations and series as taxonomies, whose pages list where they come up.
The thin one (`hugo_thin`) shows title and content of the Markdown pages that MkDocs gets.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from tests.benchmarks.content import KINDS, Content, Meeting, Register, Speech, excerpt, with_links
from tests.benchmarks.pages import LISTS, NAMES, Links, markdown_pages, short_date, write_if_new
from tests.benchmarks.peers.peer import Peer

_HERE = Path(__file__).parent
_COMMON = """baseURL = "https://archiv.example/"
title = "Archiv der Messungen"
locale = "de"
defaultContentLanguage = "de"
timeout = "600s"
disableAliases = true
[pagination]
disableAliases = true
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.parser.attribute]
block = true
"""
_MENU = (("meetings", "Sitzungen"), ("conclusions", "Schlussfolgerungen"), *((k, NAMES[k]) for k in KINDS[:4]))
_FOOTER = (("series", "Sitzungsreihen"), ("data", "Daten"), ("about", "Über dieses Archiv"), ("help", "Hilfe"))


class _Hugo(Peer):
    program = "hugo"
    package = "hugo"
    kept: ClassVar[Sequence[str]] = ("public", "resources", ".hugo_build.lock")
    layouts: ClassVar[str]

    def asks_version(self) -> Sequence[str]:
        """Return the arguments that make Hugo tell its version."""
        return ("version",)

    def command(self) -> list[str]:
        """Return the command that builds the site."""
        assert self.found
        return [self.found, "build"]

    def prepare(self, content: Content, folder: Path) -> None:
        """Write the theme, the configuration and the content."""
        theme = _HERE / self.layouts
        for layout in sorted(theme.rglob("*.html")):
            write_if_new(folder / "layouts" / layout.relative_to(theme), layout.read_text(encoding="utf-8"))
        write_if_new(folder / "hugo.toml", self.settings())
        for file, text in self.files(content).items():
            write_if_new(folder / "content" / file, text)

    def settings(self) -> str:
        """Return the configuration."""
        raise NotImplementedError

    def files(self, content: Content) -> Mapping[str, str]:
        """Return the content: texts by file."""
        raise NotImplementedError


class Hugo(_Hugo):
    """Hugo with a theme that does what ours does."""

    key = "hugo"
    title = "Hugo, theme of comparable weight"
    layouts = "hugo_full"

    def settings(self) -> str:
        """Return the configuration: taxonomies for the five kinds, the menus, no feeds."""
        taxonomies = "".join(f'{kind} = "{kind}"\n' for kind in KINDS)
        menus = "".join(
            f'[[menus.{menu}]]\nidentifier = "{id}"\nname = "{name}"\nurl = "/{id}/"\nweight = {weight}\n'
            for menu, entries in (("main", _MENU), ("footer", _FOOTER))
            for weight, (id, name) in enumerate(entries, 1)
        )
        return f'{_COMMON}[taxonomies]\n{taxonomies}{menus}[outputs]\nhome = ["html"]\n' + "".join(
            f'{kind} = ["html"]\n' for kind in ("section", "taxonomy", "term")
        )

    def files(self, content: Content) -> Mapping[str, str]:
        """Return meetings with their facts as front matter, and a page for each term and year."""
        files = {f"meetings/{m.year}/{m.id}.md": _meeting(content, m) for m in content.meetings}
        for record in content.records.values():
            files[f"{record.kind}/{record.id}/_index.md"] = _front(_term(content, record))
        for kind, name in (("meetings", "Sitzungen"), ("conclusions", "Schlussfolgerungen"), *NAMES.items()):
            files[f"{kind}/_index.md"] = _front({"title": name})
        for year, meetings in content.years.items():
            head = {"year": year, "count": len(meetings)}
            files[f"meetings/{year}/_index.md"] = _front({"title": f"Sitzungen {year}", **head})
            files[f"conclusions/{year}.md"] = _front({"title": f"Schlussfolgerungen {year}", **head})
        return files


def _front(facts: Mapping[str, Any], body: str = "") -> str:
    return f"{json.dumps(facts, ensure_ascii=False, indent=1)}\n\n{body}"


def _meeting(content: Content, meeting: Meeting) -> str:
    number = {part.person: n for n, part in enumerate(meeting.speakers)}
    addresses = {key: f"/{key[0]}/{key[1]}/" for key in meeting.mentions}
    lines = [with_links(meeting.opening, content, addresses), ""]
    for part in meeting.flow:
        if isinstance(part, Speech):
            text = with_links(part.text, content, addresses)
            lines += [f'{{{{% speech id="{part.id}" by={number[part.person]} %}}}}', text, "{{% /speech %}}", ""]
        else:
            lines += [f"### {part}", ""]
    kinds = {kind: [id for other, id in meeting.keys if other == kind] for kind in KINDS}
    facts = {
        "title": meeting.title,
        "date": meeting.date,
        "description": excerpt(meeting.opening),
        "source": meeting.path.removeprefix("records/"),
        **kinds,
        "places": meeting.places,
        "chairs": [{"person": part.person, "role": part.role} for part in meeting.chairs],
        "speakers": [{"person": p.person, "role": p.role, "district": p.district} for p in meeting.speakers],
        "speeches": [
            {"id": speech.id, "by": number[speech.person], "excerpt": excerpt(speech.text)}
            for speech in meeting.speeches
        ],
        "conclusions": [
            {"id": c.id, "text": c.text, "addressee": c.addressee, "due": c.due} for c in meeting.conclusions
        ],
        "mentions": ["/".join(key) for key in meeting.mentions if key not in meeting.keys],
        "sources": [{"title": "Niederschrift", "url": meeting.source, "language": "de", "translation": "original"}],
    }
    return _front(facts, "\n".join(lines))


def _term(content: Content, record: Register) -> dict[str, Any]:
    found = content.appearances[record.key]
    ties = [
        {"title": NAMES[kind], "items": [["/".join(r.key), r.name, n] for r, n in tied]}
        for kind in KINDS[:4]
        if record.kind != "series" and (tied := content.ties(record.key, kind))
    ]
    roles = content.roles(record.id) if record.kind == "people" else {}
    return {
        "title": record.name,
        "id": record.id,
        # A long record has as many pages as years.
        "pager": -(-len(found.meetings) // len(found.years)) if found.long else 1_000_000,
        "ties": ties,
        "posts": [{"role": role, "from": year} for role, year in record.posts],
        "roles": [
            {"role": role, "meetings": [[short_date(m.date), f"meetings/{m.year}/{m.id}", m.title] for m in meetings]}
            for role, meetings in roles.items()
        ],
        "mentioned": [f"/meetings/{m.year}/{m.id}" for m in reversed(found.mentioned)],
    }


class ThinHugo(_Hugo):
    """Hugo with a theme of title and content, over the Markdown pages that MkDocs gets."""

    key = "hugo-thin"
    title = "Hugo, thin theme"
    layouts = "hugo_thin"

    def settings(self) -> str:
        """Return the configuration: pages and sections, nothing else."""
        return f'disableKinds = ["taxonomy", "term", "rss"]\n{_COMMON}'

    def files(self, content: Content) -> Mapping[str, str]:
        """Return the Markdown pages."""
        files = {}
        for page in markdown_pages(content, _absolute):
            facts = {"title": page.title, **({"date": page.date} if page.date else {})}
            files[_file(page.address)] = _front(facts, page.text)
        return files


def _file(address: str) -> str:
    if address == "index":
        return "_index.md"
    return f"{address}/_index.md" if address in LISTS else f"{address}.md"


def _absolute(_: str) -> Links:
    def link(address: str) -> str:
        target, mark, fragment = address.partition("#")
        return f"/{target}/{mark}{fragment}"

    return link
