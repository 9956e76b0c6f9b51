from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.build import build
from generator.check import Request, check
from generator.contents import interface_of
from generator.exports.citations import CitedArchive, bibtex, csl_item, ris
from generator.site.theme import read_theme, theme_folder

pytestmark = pytest.mark.browser

HEAD = """---
title: Zwölfte Wehrrunde
date: 2024-05-01
chairs: [ann-quill]
conclusions:
  - {id: k1, text: Die Gemeinde bessert das alte Wehr bis zum Winter aus., by: ann-quill, kind: directive}
---
"""
SAID = (
    "**Ann Quill:** Das Wehr ist alt, und niemand hat es in den letzten zehn Jahren ausgebessert, "
    "obwohl alle davon wussten."
)
OTHER = "**Ann Quill:** Ich eröffne die Sitzung und begrüße alle, die trotz des Regens gekommen sind.\n\n"


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def publish(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Return a function that publishes an archive of one meeting with this body, always at the same address."""
    records = tmp_path / "records"
    for name in ("meetings", "people"):
        (records / name).mkdir(parents=True)
    (records / "people/ann-quill.yml").write_text("name: Ann Quill\n", encoding="utf-8")
    (tmp_path / "site_config.yml").write_text(
        "title: Wehrarchiv\nlanguage: de\nrepository: {url: 'https://github.com/example/wehr', branch: main}\n",
        encoding="utf-8",
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(tmp_path / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def published(body: str) -> str:
        (records / "meetings/runde.md").write_text(HEAD + body, encoding="utf-8")
        assert build(Request(records, tmp_path / "site_config.yml", tmp_path / "site")).pages
        return f"http://127.0.0.1:{server.server_port}/meetings/runde/"

    yield published
    server.shutdown()
    server.server_close()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A page whose test fails on any console error."""
    opened = browser.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.close()
    assert complaints == []


def quoted(page: Page, address: str) -> str:
    """The link that is handed out for Ann Quill's first speech."""
    page.goto(address)
    page.locator("[id='ann-quill.1'] a.cite").click()
    link = page.get_by_label("Link, der diese Worte wiederfindet").input_value()
    assert re.search(r"\?v=[0-9a-z]{31}#ann-quill\.1$", link)
    return link


def test_a_quoted_speech_is_found_after_an_insertion(publish: Callable[[str], str], reader: Page) -> None:
    """Where another speech was inserted before it, the old link leads to the words quoted, and says so."""
    link = quoted(reader, publish(SAID))
    publish(OTHER + SAID)
    reader.goto(link)
    expect(reader.get_by_role("status")).to_have_text("Die zitierten Worte stehen jetzt hier.")
    assert reader.locator(".quoted").get_attribute("id") == "ann-quill.2"
    expect(reader.locator(".quoted")).to_be_in_viewport()


def test_a_changed_word_is_told(publish: Callable[[str], str], reader: Page) -> None:
    """Where a speech was inserted and a word of the quoted one changed, it is found all the same, with the way back."""
    link = quoted(reader, publish(SAID))
    publish(OTHER + SAID.replace("zehn Jahren", "zwanzig Jahren"))
    reader.goto(link)
    note = reader.get_by_role("status")
    expect(note).to_contain_text("Die zitierten Worte stehen jetzt hier. Diese Worte wurden geändert")
    assert reader.locator(".quoted").get_attribute("id") == "ann-quill.2"
    history = "https://github.com/example/wehr/commits/main/records/meetings/runde.md"
    expect(note.get_by_role("link", name="Frühere Fassungen")).to_have_attribute("href", history)


def test_unchanged_words_and_lost_ones(publish: Callable[[str], str], reader: Page) -> None:
    """Nothing is said as long as all is as it was; where the words are gone, that is said."""
    link = quoted(reader, publish(SAID))
    reader.goto(link)
    expect(reader.locator(".quoted")).to_have_attribute("id", "ann-quill.1")
    expect(reader.get_by_role("status")).to_have_count(0)
    publish("**Ann Quill:** Etwas ganz anderes, wovon vorher niemand gesprochen hatte.")
    reader.reload()
    expect(reader.get_by_role("status")).to_contain_text("Die zitierten Worte stehen nicht mehr auf dieser Seite.")


MANY = """---
title: Runde über „Wehr & Damm“ -- 50 % {fertig}
date: 2024-05-01/2024-05-02
places: [Saal_1, Wehrhaus]
language: vi
chairs: [ann-quill]
speakers:
  - {person: ann-quill, kind: report, agenda: Das alte Wehr}
  - {person: bob-rill, role: Müller}
conclusions:
  - id: k1
    text: >-
      Die Gemeinde bessert das *alte* Wehr bis zum Winter aus, und [[ann-quill|wer es kann]], hilft: Steine, Holz und
      Lehm liegen am Ufer bereit, auch die Karren des Bauhofs, und wer kommt, isst mit.
    by: ann-quill
    kind: directive
  - {id: k2, text: "Das Wehr ist~alt, #1."}
---
**Bob Rill:** Zuerst sage ich etwas, das auf keiner Tagesordnung steht und doch gesagt werden muss.

## Das alte Wehr

**Ann Quill:** Das Wehr ist alt, und niemand hat es ausgebessert.

**Ann Quill / Bob Rill:** Wir beide wollen es ausbessern, sobald das Wasser sinkt.
"""
"""A meeting in which citations have much to say: kinds, an item, several speakers, and signs that formats escape."""


def test_formats_are_those_of_the_exports(publish: Callable[[str], str], reader: Page, tmp_path: Path) -> None:
    """What somebody takes along of a speech or conclusion is what the exports say of it, with the quoting link."""
    (tmp_path / "records/people/bob-rill.yml").write_text("name: Bob Rill\n", encoding="utf-8")
    (tmp_path / "records/meetings/viele.md").write_text(MANY, encoding="utf-8")
    address = publish(SAID).replace("/runde/", "/viele/")
    checked = check(Request(tmp_path / "records", tmp_path / "site_config.yml"))
    interface = interface_of(checked.config, read_theme(theme_folder()))
    cited = CitedArchive(checked.archive, checked.config, interface).of_meeting("viele")[1:]
    assert [citation.key.partition(":")[2] for citation in cited] == [
        "bob-rill.1",
        "ann-quill.1",
        "ann-quill.2",
        "k1",
        "k2",
    ]
    reader.goto(address)
    for citation in cited:
        id = citation.key.partition(":")[2]
        reader.locator(f"[id='{id}'] a.cite").first.click()
        link = reader.get_by_label("Link, der diese Worte wiederfindet").input_value()
        assert link.startswith(f"{address}?v=")
        assert link.endswith(f"#{id}")
        whole = replace(citation, url=link)
        said = {code: taken(reader, code) for code in ("text", "bibtex", "ris", "csl")}
        assert said["bibtex"] == bibtex([whole])
        assert said["ris"] == ris([whole]).replace("\r\n", "\n")
        assert json.loads(said["csl"]) == [csl_item(whole)]
        who = " / ".join(citation.authors)
        start = f"{who}: {citation.title}" if who else citation.title
        assert said["text"] == f"{start}. {citation.meeting}, 2024-05-01/2024-05-02. Wehrarchiv. {link}"
        reader.get_by_role("button", name="Schließen").click()


def taken(page: Page, code: str) -> str:
    """The citation in a format, as the box shows it."""
    page.get_by_label("Format").select_option(code)
    return page.locator("#_cite-text").input_value()
