"""One contribution, made in each of the ways that are offered: typed into the form, given by options, by questions."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Locator, expect, sync_playwright

from generator.build import build
from generator.check import Request
from generator.cli import main
from generator.contribute.new import QUESTIONS
from generator.records.model import Kind
from tests.browser.chromium import chromium

ROOT = Path(__file__).resolve().parents[2]
ID = "2024-10-02-funfte-wasserrunde-fahren"
PATH = f"records/meetings/2024/{ID}.md"
PERSON = "records/people/zofie-dablova.yml"
REPORTED = "https://archive.example/son-vu/meetings/2023-02-28-wasserrunde/?v=1a2b#k1"

MEETING: Mapping[str, Any] = {
    "title": "Fünfte Wasserrunde: Fähren",
    "date": "2024-10-02",
    "series": "Wasserrunde",
    "date_note": "Der Tag folgt aus der Einladung.",
    "part_of_day": "morning",
    "number": "5",
    "part": "2",
    "organizations": ["rat", "Umweltamt"],
    "places": ["Saal 3, Sơn Vụ"],
    "districts": ["Niederquell"],
    "issues": ["Deiche"],
    "sources": [
        {
            "title": "Bericht: Fähren & Deiche", "url": "https://example.org/a?x=1&y=2", "publisher": "Bote",
            "date": "2024-10-03", "language": "vi", "translation": "machine", "note": "Nur der Anfang war lesbar.",
        },
        {"url": "https://example.org/b"},
    ],
    "chairs": [{"person": "Ottilie Regenpfeifer", "role": "Leiterin", "as": "O. Regenpfeiffer", "source": "s1"}],
    "attendees": [
        {"person": "Žofie Ďáblová", "role": "Fährfrau", "quote": "Nữ lái đò", "source": "s2"},
        {"group": "Fachleute", "count": "40", "organization": "bauernbund"},
    ],
    "opening": ["Worum es ging: die [[niederquell|Fähren]].", "Und um Deiche."],
    "agenda": [
        {
            "heading": "Deiche", "text": ["Nur kurz."], "issues": ["Deiche"],
            "documents": ["Plan: Deiche https://example.org/plan"],
        },
    ],
    "speakers": [
        {
            "person": "Wendelin Kraushaupt", "district": "Niederquell", "kind": "report", "agenda": "Lage",
            "issues": ["Deiche"], "text": ["Er sprach: lange.", "- und *zweitens*"],
        },
        {"group": "Fachleute", "kind": "discussion", "text": ["Sie stimmten zu."]},
    ],
    "conclusions": [
        {
            "text": "Die Fähren fahren wieder.", "kind": "directive", "by": "rat", "addressees": ["all-districts"],
            "due": "2024-12-31", "issues": ["Deiche"], "source": "s2",
        },
        {
            "text": "Es bleibt „feucht“.", "outcome": "adopted", "votes.yes": "31", "votes.abstained": "2",
            "agenda": "Deiche",
        },
    ],
    "follow_ups": [{"conclusion": REPORTED, "status": "done", "note": "Alle haben gemeldet."}],
    "documents": [{"title": "Vorlage 12", "url": "https://example.org/12"}],
    "notes": ["Beginn: ungewiss."],
}  # fmt: skip
"""What somebody has before them who adds a meeting; one of its people has no record yet."""

RECORD = """\
---
title: 'Fünfte Wasserrunde: Fähren'
kind: conference
status: held
date: 2024-10-02
date_note: Der Tag folgt aus der Einladung.
part_of_day: morning
series: wasserrunde
number: 5
part: 2
organizations: [rat, umweltamt]
places:
  - Saal 3, Sơn Vụ
districts: [niederquell]
issues: [deiche]
chairs:
  - person: ottilie-regenpfeifer
    as: O. Regenpfeiffer
    role: Leiterin
    source: s1
attendees:
  - person: zofie-dablova
    role: Fährfrau
    source: s2
    quote: Nữ lái đò
  - group: Fachleute
    organization: bauernbund
    count: 40
speakers:
  - person: wendelin-kraushaupt
    district: niederquell
    kind: report
    agenda: Lage
    issues: [deiche]
  - group: Fachleute
    kind: discussion
agenda:
  - heading: Deiche
    issues: [deiche]
    documents:
      - title: 'Plan: Deiche'
        url: https://example.org/plan
conclusions:
  - id: k1
    text: Die Fähren fahren wieder.
    by: rat
    kind: directive
    issues: [deiche]
    addressees: [all-districts]
    due: 2024-12-31
    source: s2
  - id: k2
    text: Es bleibt „feucht“.
    outcome: adopted
    votes: {yes: 31, abstained: 2}
    agenda: Deiche
follow_ups:
  - conclusion: 2023-02-28-wasserrunde#k1
    status: done
    note: Alle haben gemeldet.
  # Der Bauernbund am Unterlauf stellt drei Kähne bereit.
  # - conclusion: 2022-03-07-wasserrunde#k3
  #   status: done | in_progress | not_started | dropped
  #   note:
documents:
  - title: Vorlage 12
    url: https://example.org/12
sources:
  - id: s1
    title: 'Bericht: Fähren & Deiche'
    url: https://example.org/a?x=1&y=2
    publisher: Bote
    date: 2024-10-03
    language: vi
    translation: machine
    note: Nur der Anfang war lesbar.
  - id: s2
    url: https://example.org/b
notes:
  - 'Beginn: ungewiss.'
---
Worum es ging: die [[niederquell|Fähren]].

Und um Deiche.

## Deiche

Nur kurz.

## Lage

**Wendelin Kraushaupt:** Er sprach: lange.

- und *zweitens*

**Fachleute:** Sie stimmten zu.
"""


def archive_in(folder: Path) -> Path:
    """A copy of the invented archive, as somebody has it who begins."""
    return Path(shutil.copytree(ROOT / "tests/fixture", folder, ignore=shutil.ignore_patterns(".cache", ".*.lock")))


def run(*words: str, lines: str | None = None) -> str:
    """The output of a command that ended well."""
    ended = CliRunner().invoke(main, words, input=lines)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


# ── the form ──────────────────────────────────────────────────────────────────────────────────────────────────────


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


class Proposed(NamedTuple):
    """What the links of the form carry to the host."""

    meeting: dict[str, str]
    others: list[dict[str, str]]
    complaints: list[str]


def typed_into_form(address: str) -> Proposed:
    """Fill in the form as somebody does who reads it from top to bottom; who is unknown is added as a new person."""
    with sync_playwright() as playwright:
        path = chromium()
        assert path, "no Chromium here, and none could be installed"
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}contribute/new/")
        expect(page.locator("#form-preview")).to_contain_text("---")
        form = page.locator("#record-form")
        for name, answer in MEETING.items():
            answer_in_form(form, name, answer)
        expect(page.locator("#form-open li")).to_contain_text(["Žofie Ďáblová"])
        form.locator('.field[data-field="person"] .field__error:visible button').last.click()
        expect(page.locator("#form-propose")).to_have_attribute("target", "_blank")
        links = [page.locator("#form-propose"), *page.locator("#form-records-list a[target]").all()]
        meeting, *others = [asked(link) for link in links]
        browser.close()
    return Proposed(meeting, others, complaints)


def answer_in_form(form: Locator, name: str, answer: Any) -> None:
    """Answer one field, or as many rows as there are parts; what was said stands in the rows of the speakers."""
    if name == "opening" and isinstance(answer, list):
        put(form, name, "\n\n".join(answer))
        return
    if isinstance(answer, str) or all(isinstance(value, str) for value in answer):
        put(form, name, answer)
        return
    for part in answer:
        form.locator(f'[data-add="{name}"]').click()
        row = form.locator(f'[data-rows="{name}"] > *').last
        for field, value in part.items():
            put(row, field, "\n\n".join(value) if field == "text" and isinstance(value, list) else value)


def put(part: Locator, name: str, value: object) -> None:
    """Open what hides a field, and type or choose its value."""
    field = part.locator(f'.field[data-field="{name}"]').first
    closed = field.locator("xpath=ancestor::details[not(@open)]")
    if closed.count():
        closed.locator("summary").click()
    given = field.locator("[data-input]")
    if given.evaluate("element => element.tagName") == "SELECT":
        given.select_option(str(value))
        return
    for text in value if isinstance(value, list) else [value]:
        given.fill(str(text))
        given.press("Escape")
        if isinstance(value, list):
            given.press("Enter")


def asked(link: Locator) -> dict[str, str]:
    query = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    return {name: values[0] for name, values in query.items()}


# ── the command ───────────────────────────────────────────────────────────────────────────────────────────────────


def options(*, new: str) -> list[str]:
    """The options that say the same; a plus before a name gives it a record."""
    flags = {question.field: question.flag for question in QUESTIONS[Kind.MEETING]}
    words: list[str] = []
    for name, answer in MEETING.items():
        for value in [answer] if isinstance(answer, str) else answer:
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            words += [flags[name], text.replace(new, f"+{new}")]
    return words


LINES = [
    "Fünfte Wasserrunde: Fähren", "02.10.2024", "2024-10-02", "Wasserrunde",  # the date once as it is not read
    "", "Der Tag folgt aus der Einladung.", "morning", "5",  # kind: as offered
    "", "", "",  # held by: both as the last time, no more
    "Saal 3, Sơn Vụ", "", "Niederquell", "", "Deiche", "", "",  # place, district, issue; no summary
    "Bericht: Fähren & Deiche", "https://example.org/a?x=1&y=2", "Bote", "2024-10-03", "vi", "machine",
    "Nur der Anfang war lesbar.",
    "", "https://example.org/b", "", "", "", "", "", "", "",  # a source without a title, and no more
    "Ottilie Regenpfeifer", "Leiterin", "", "", "O. Regenpfeiffer", "", "s1", "", "",
    "Žofie Ďáblová", "+Žofie Ďáblová", "Fährfrau", "", "", "", "Nữ lái đò", "s2",  # once as if she were known
    "", "Fachleute", "", "", "bauernbund", "40", "", "", "", "",
    "Worum es ging: die [[niederquell|Fähren]].", "Und um Deiche.", "",
    "Wendelin Kraushaupt", "", "Niederquell", "", "", "", "", "report", "Lage", "Deiche", "", "Er sprach: lange.",
    "- und *zweitens*", "",
    "", "Fachleute", "", "", "", "", "", "", "discussion", "", "", "Sie stimmten zu.", "", "", "",
    "Die Fähren fahren wieder.", "directive", "rat", "all-districts", "", "2024-12-31", "", "Deiche", "",
    "", "", "s2",  # no vote, no item
    "Es bleibt „feucht“.", "", "", "", "", "", "", "adopted", "31", "", "2", "Deiche", "", "",
    REPORTED, "done", "", "", "Alle haben gemeldet.", "", "",
    "Beginn: ungewiss.", "",
]  # fmt: skip
"""The same as answers to one question after the other; papers and the like are rare, so only options give them."""


@pytest.mark.browser
def test_form_and_command_write_the_same_contribution(tmp_path: Path) -> None:
    """Whichever way a meeting is added, its bytes are the same, they pass, and a report says rightly what is new."""
    before, typed, given, answered = (archive_in(tmp_path / name) for name in ("before", "typed", "given", "answered"))
    config = before / "site_config.yml"
    config.write_text(re.sub("url: https://git.example/.*", "url: https://github.com/a/b", config.read_text("utf-8")))
    assert build(Request(before / "records", config, tmp_path / "site", cache=None)).pages
    with served(tmp_path / "site") as address, ThreadPoolExecutor(1) as beside:
        # In a thread of its own: another browser may be open in this one.
        proposed = beside.submit(typed_into_form, address).result()
    assert proposed.complaints == []
    assert proposed.meeting == {"filename": PATH, "value": RECORD}
    assert proposed.others == [{"filename": PERSON, "value": "name: Žofie Ďáblová\n"}]
    for file in (proposed.meeting, *proposed.others):
        (typed / file["filename"]).write_text(file["value"], "utf-8", newline="\n")

    where = {folder: ("--config", str(folder / "site_config.yml")) for folder in (typed, given, answered)}
    run("new", "meeting", *where[given], "--no-input", *options(new="Žofie Ďáblová"))
    rare = ("--document", "{title: Vorlage 12, url: 'https://example.org/12'}", "--part", "2", "--agenda")
    item = json.dumps(MEETING["agenda"][0], ensure_ascii=False)
    run("new", "meeting", *where[answered], *rare, item, lines="\n".join(LINES) + "\n")
    assert (given / PATH).read_bytes() == (answered / PATH).read_bytes() == RECORD.encode()
    assert (given / PERSON).read_bytes() == (answered / PERSON).read_bytes()
    assert (given / PERSON).read_text("utf-8").endswith("\nname: Žofie Ďáblová\n")
    for folder in (typed, given, answered):
        run("check", "--strict", *where[folder])
    assert_report_is_right(before, typed)


def assert_report_is_right(before: Path, after: Path) -> None:
    told = json.loads(
        run("report", str(before), str(after), "--format", "json", "--config", str(after / "site_config.yml"))
    )
    meant = "1 meeting, 3 people, of whom 1 is new, 2 conclusions, closes `2023-02-28-wasserrunde#k1`, "
    assert told["headline"].startswith(meant)
    assert told["people"]["new"] == ["zofie-dablova"]
    assert [(record["what"], record["path"]) for record in told["records"]] == [("added", PATH), ("added", PERSON)]
    pages = {page["address"]: page["what"] for page in told["pages"]}
    assert {address for address, what in pages.items() if what == "added"} == {
        f"meetings/{ID}/",
        "people/zofie-dablova/",
    }
    # The meeting that is reported on, that before it in the series, and everybody who is concerned.
    concerned = (
        "meetings/2023-02-28-wasserrunde/",
        "meetings/2024-09-wasserrunde/",
        "organizations/rat/",
        "issues/deiche/",
    )
    assert [pages.get(address) for address in concerned] == ["changed"] * 4
    assert "people/le-thi-mua/" not in pages
