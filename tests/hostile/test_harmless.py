"""Records that are accepted and made harmless: one site is built of all of them, and their pages are looked at."""

# ruff: noqa: E501 - what is expected stands beside what is tried

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from generator.cli import GOOD, main
from tests.hostile.conftest import Check, Told, write

HEAD = "---\ntitle: {}\ndate: 2024-05-01\n{}---\n{}"
PLAIN = HEAD.format("Weir talk", "", "The weir is old.\n")


class Attempt(NamedTuple):
    """A meeting, and what a reader must see of it as text (nothing where nothing of it is shown)."""

    record: str
    seen: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    """Codes that the check tells all the same."""


def body(text: str, *seen: str, warned: tuple[str, ...] = ()) -> Attempt:
    return Attempt(HEAD.format("Weir talk", "", text + "\n"), seen or (text,), warned)


def field(fields: str, *seen: str) -> Attempt:
    return Attempt(HEAD.format("Weir talk", fields, ""), seen)


DEAD = ("dead-link",)
ATTEMPTS = {
    "v01-title": Attempt(HEAD.format('"</title><script>window.XSS=1</script>"', "", ""), ("</title><script>window.XSS=1</script>",)),
    "v02-summary": field("summary: '\"><img src=x onerror=alert(1)>'\n", '"><img src=x onerror=alert(1)>'),
    "v03-script-link": body("[x](javascript:alert(1)) stays", "x stays", warned=DEAD),
    "v04-script-link-with-a-tab": body("[x](java&#x09;script:alert(1)) stays", "x stays", warned=DEAD),
    "v05-data-link": body("[x](data:text/html,<script>alert(1)</script>) stays", "x stays", warned=DEAD),
    "v06-link-without-protocol": body("[x](//evil.invalid) stays", "x stays", warned=DEAD),
    "v07-script": body("<script>alert(1)</script>"),
    "v08-svg": body("<svg onload=alert(1)>"),
    "v09-iframe": body('<iframe srcdoc="<script>alert(1)</script>"></iframe>'),
    "v10-object": body("<object data=x.swf></object><embed src=x.swf>"),
    "v11-form": body("<form><button formaction=javascript:alert(1)>x</button></form>"),
    "v12-base": body("<base href=//evil.invalid>"),
    "v13-refresh": body('<meta http-equiv=refresh content="0;url=//evil.invalid">'),
    "v14-stylesheet": body("<link rel=stylesheet href=//evil.invalid/x.css>"),
    "v15-style": body("<style>@import '//evil.invalid/x.css'</style>"),
    "v16-picture": body("![gauge](https://track.invalid/p.gif) stays", "gauge stays"),
    "v17-noscript": body('<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<noscript>"),
    "v17-math": body("<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>", "<mglyph>"),
    "v33-no": field("places: [NO]\n", "NO"),
    "v34-octal": Attempt(HEAD.format("0123", "", ""), ("0123",)),
    "v35-sexagesimal": field("places: [14:30]\n", "14:30"),
    "v41-bom-and-crlf": Attempt("\ufeff" + PLAIN.replace("\n", "\r\n"), ("The weir is old.",)),
    "v49-brackets": body("[" * 16_000 + " end", "[ end"),
    "v49-brackets-that-close": body("[x](" * 4_000 + " end", " end"),
    "v49-brackets-and-a-quote": body("[x](" * 2_000 + "' end", " end"),
    "v60-notes-and-headings": body("## A\n\n### Same\n\nx[^1]\n\n[^1]: one\n\n## B\n\n### Same\n\ny[^1]\n\n[^1]: two", "Same"),
    "v63-formula": field("chairs:\n  - {group: The board, role: '=HYPERLINK(\"https://evil.invalid\")'}\nconclusions:\n  - {id: k1, text: '=1+1'}\n", '=HYPERLINK("https://evil.invalid")', "=1+1"),
}  # fmt: skip
_ACTIVE = {
    "script",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "meta",
    "link",
    "style",
    "svg",
    "math",
    "noscript",
    "img",
    "button",
    "input",
    "template",
}


class Page(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.active: Counter[str] = Counter()
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.text = ""
        self._skipped = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count elements that do something, and collect what leads or reacts to something."""
        self.active[tag] += tag in _ACTIVE
        before = len(self.addresses)
        for name, value in attrs:
            self.handlers += [name] if name.startswith("on") or name in {"srcdoc", "formaction", "style"} else []
            self.addresses += [value or ""] if name in {"href", "src", "action", "data"} else []
            self.ids += [value or ""] if name == "id" else []
            self.handlers += [name] if name == "http-equiv" and value == "refresh" else []
        self.loads += self.addresses[before:] if tag != "a" else []
        self._skipped = tag if tag in {"script", "style", "title"} else self._skipped

    def handle_endtag(self, tag: str) -> None:
        """Text goes on behind a script."""
        self._skipped = "" if tag == self._skipped else self._skipped

    def handle_data(self, data: str) -> None:
        """Collect what is read."""
        self.text += "" if self._skipped else data


def _folder_of(folder: Path) -> Path:
    files = {f"meetings/2024/{name}.md": attempt.record for name, attempt in ATTEMPTS.items()}
    write(folder, {**files, "meetings/2024/plain.md": PLAIN})
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of all attempts and one plain meeting."""
    folder = _folder_of(tmp_path_factory.mktemp("harmless"))
    result = CliRunner().invoke(main, ["build", "--config", str(folder / "site_config.yml")])
    assert result.exit_code == GOOD, result.output
    return folder / "site"


def page(site: Path, name: str) -> Page:
    return Page((site / f"meetings/{name}/index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ATTEMPTS)
def test_checked(check: Check, name: str) -> None:
    """Each attempt alone is read within seconds, and told where readers would not see what was meant."""
    told: Told = check({"meetings/2024/m.md": ATTEMPTS[name].record})
    assert tuple(code for code, *_ in told.problems) == ATTEMPTS[name].warned
    assert told.exit_code == GOOD


@pytest.mark.parametrize("name", ATTEMPTS)
def test_harmless(site: Path, name: str) -> None:
    """The page of an attempt holds the same active elements as that of a plain meeting, and shows its words as words."""
    found, plain = page(site, name), page(site, "plain")
    assert found.active <= plain.active
    assert found.handlers == plain.handlers
    assert all(
        re.match(r"https://track\.invalid/|#|\.\./|\./|[a-z0-9/-]*(?:\?|$)", a)
        for a in set(found.addresses) - set(plain.addresses)
    )
    words = " ".join(found.text.split())
    for seen in ATTEMPTS[name].seen:
        assert " ".join(seen.split()) in words or seen.replace("'", "’") in words


@pytest.mark.parametrize("name", ATTEMPTS)
def test_nothing_is_loaded_from_elsewhere(site: Path, name: str) -> None:
    """Whatever a page loads by itself comes from the site."""
    loads = page(site, name).loads
    assert loads
    assert [address for address in loads if re.match(r"(?:[a-z]+:)?//|data:|javascript:", address)] == []


def test_v60_ids_are_unique(site: Path) -> None:
    """Notes and headings of the same name have addresses of their own."""
    ids = page(site, "v60-notes-and-headings").ids
    assert len(ids) == len(set(ids))


def test_v63_formula_in_a_table(site: Path) -> None:
    """What a spreadsheet would take for a formula stands there as text."""
    (table,) = (site / "data").glob("conclusions*.csv")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["text"] for row in rows] == ["'=1+1"]


def test_titles_in_lists_and_data(site: Path) -> None:
    """A title full of markup is text in every list, too; the data hold it as it is."""
    for name in ("index.html", "meetings/index.html", "meetings/2024/index.html"):
        assert "<script>window.XSS" not in (site / name).read_text(encoding="utf-8")
    data = [json.loads(path.read_text(encoding="utf-8")) for path in (site / "api/v1/meetings").glob("*.json")]
    assert any(entry["title"].startswith("</title>") for entry in data)
