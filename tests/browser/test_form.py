"""The form of a new meeting in a real browser: the archive's own verdicts and bytes, and a whole contribution."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Route, expect

from generator.archive.archive import Archive
from generator.archive.names import slug
from generator.build import build
from generator.check import Request, check
from generator.cli import main
from generator.config import SiteConfig
from generator.contribute.form import form_data
from generator.contribute.schema import schema_of
from generator.contribute.write import meeting_id
from generator.problems import Problem, Severity
from generator.records.model import Kind

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/unit/contribute"
MODULES = {"record": ROOT / "theme/assets/form-record.js", "verdicts": ROOT / "theme/assets/form-verdicts.js"}
CONFIG = """\
title: T
language: en
repository:
  url: https://github.com/example/archive
meeting_kinds: {tide-talk: Tide talk}
district_kinds: {hamlet: Hamlet}
"""

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]


def cases(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return found


# ── what the form's script knows of records ───────────────────────────────────────────────────────────────────────


def _answer(route: Route, *, source: str) -> None:
    route.fulfill(body=source, content_type="text/javascript")


@pytest.fixture(scope="module")
def script(browser: Browser) -> Iterator[Page]:
    """An empty page that has loaded the scripts without words."""
    page = browser.new_page()
    page.route("http://form.invalid/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
    for name, module in MODULES.items():
        answer = partial(_answer, source=module.read_text(encoding="utf-8"))
        page.route(f"http://form.invalid/{name}.js", answer)
    page.goto("http://form.invalid/")
    for name in MODULES:
        page.evaluate("async name => { window[name] = await import(`http://form.invalid/${name}.js`); }", name)
    yield page
    page.close()


def test_script_writes_the_same_bytes(script: Page, archive_of: ArchiveOf) -> None:
    """Records, bodies and ids come out of the script as they come out of the program."""
    known = cases("write_cases.json")
    rules = json.loads(form_data(archive_of({})[0], SiteConfig(title="T")))
    schemas = {kind.value: schema_of(kind) for kind in Kind}
    written = script.evaluate(
        """({ known, rules, schemas }) => ({
            records: known.records.map(({ kind, fields, body }) =>
                record.recordText(schemas[kind], fields, kind === "meetings" ? body : null)),
            bodies: known.bodies.map(({ opening, speeches, agenda = [] }) => record.bodyText(opening,
                speeches.map(([label, text, agenda]) => ({ label, text, agenda })),
                agenda.map(([heading, text]) => ({ heading, text })))),
            ids: known.ids.map(({ date, title }) => record.meetingId(date, title, rules)),
            paths: known.ids.map(({ date, id }) => record.recordPath("meetings", id, date)),
        })""",
        {"known": known, "rules": rules, "schemas": schemas},
    )
    assert written["records"] == [case["text"] for case in known["records"]]
    assert written["bodies"] == [case["body"] for case in known["bodies"]]
    assert written["ids"] == [case["id"] for case in known["ids"]]
    assert written["paths"] == [case["path"] for case in known["ids"]]


def test_script_comes_to_the_same_verdicts(script: Page, archive_of: ArchiveOf) -> None:
    """Each case of the archive's check has the same codes in the scripts, at its field, with the same ways out."""
    known = cases("form_cases.json")
    rules = json.loads(form_data(archive_of(known["records"])[0], SiteConfig(title="T")))
    found = script.evaluate(
        """({ known, rules }) => {
            const names = new record.Names(rules.registers, rules.letters);
            return known.cases.map(({ fields: own, opening = "", speeches = [], items = [] }) => {
                const all = Object.entries({ ...known.base, ...own });
                const fields = Object.fromEntries(all.filter(([, value]) => value !== null));
                const told = [[["opening"], opening], ...speeches.map(([, text], n) => [["speakers", n, "text"], text]),
                    ...items.map(([, text], n) => [["agenda", n, "text"], text])];
                const given = { id: "2024-04-19-round", fields, told, today: known.today };
                return [...record.problemsOf(fields, rules, names), ...verdicts.verdicts(given, rules, names, record)]
                    .map(({ path, code, text, candidates }) => ({ path, code, note: code in rules.severities,
                        dates: record.dateReadings(text), nearest: candidates?.[0]?.id ?? "" }));
            });
        }""",
        {"known": known, "rules": rules},
    )
    for case, problems in zip(known["cases"], found, strict=True):
        wrong, notes = ([[p["path"], p["code"]] for p in problems if p["note"] is kind] for kind in (False, True))
        assert sorted(wrong, key=str) == sorted(case["codes"], key=str), case["name"]
        if not wrong or "notes" in case:  # the check notes nothing of a record that it cannot read; the form does
            assert sorted(notes, key=str) == sorted(case.get("notes", []), key=str), case["name"]
        for given in ("dates", "nearest"):
            if given in case:
                assert problems[0][given] == case[given], case["name"]


def test_script_writes_the_same_lines_and_refuses_the_same_ids(script: Page, archive_of: ArchiveOf) -> None:
    """Lines for open conclusions come out of the script as the command writes them; ids are judged alike."""
    known = cases("follow_up_cases.json")
    taken = {"meetings/2024/2024-01-10-talk.md": "---\ntitle: T\ndate: 2024-01-10\n---\n"}
    rules = json.loads(form_data(archive_of(taken)[0], SiteConfig(title="T")))
    found = script.evaluate(
        """({ known, rules }) => ({
            texts: known.cases.map(({ text, series, lines, more }) =>
                record.withFollowUpLines(text, series, [lines, more], rules.schema)),
            ids: known.ids.map(([id]) => [id, record.idFault(id, rules)]),
        })""",
        {"known": known, "rules": rules},
    )
    assert found["texts"] == [case["result"] for case in known["cases"]]
    assert found["ids"] == known["ids"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("le anh tu", "Lê Anh Tuấn"),
        ("tuan le", "Lê Anh Tuấn"),
        ("ĐẶNG", "Đặng Thị Lụa"),
        ("lua", "Đặng Thị Lụa"),
    ],
)
def test_names_are_completed_without_their_accents(script: Page, archive_of: ArchiveOf, typed: str, first: str) -> None:
    """Whoever types a part of a name on a plain keyboard is offered the name."""
    texts = {"people/le-anh-tuan.yml": "name: Lê Anh Tuấn\n", "people/dang-thi-lua.yml": "name: Đặng Thị Lụa\n"}
    rules = json.loads(form_data(archive_of(texts)[0], SiteConfig(title="T")))
    offered = script.evaluate(
        "([rules, typed]) => new record.Names(rules.registers, rules.letters).completions(typed, ['people'])",
        [rules, typed],
    )
    assert [record["name"] for record in offered][:1] == [first]


def test_long_text_stays_out_of_the_address(script: Page) -> None:
    """Where the whole record would make an address too long, only its name goes along."""
    pattern = "https://git.example/new/main?filename={path}&value={text}"
    fill = "([pattern, text]) => record.newFileAddress(pattern, 'records/a b.md', text, 200)"
    start = "https://git.example/new/main?filename=records/a%20b.md&value="
    short = script.evaluate(fill, [pattern, "ä & b\n"])
    assert short == {"address": f"{start}%C3%A4%20%26%20b%0A", "whole": True}
    assert script.evaluate(fill, [pattern, "x" * 300]) == {"address": start, "whole": False}


@pytest.mark.parametrize(
    ("typed", "copy", "branch"),
    [
        ("https://git.example/port/wren/compare/main...anna:wren-2:patch-1?quick_pull=1", "anna/wren-2", "patch-1"),
        ("https://git.example/port/wren/compare/main...anna:patch-1", "anna/wren", "patch-1"),
        ("https://git.example/port/wren/compare/main...anna/wren-2:patch-1", "anna/wren-2", "patch-1"),
        ("https://git.example/port/wren/compare/main...patch-1", "port/wren", "patch-1"),
        (
            "https://git.example/anna/wren/-/merge_requests/new?a=1&merge_request%5Bsource_branch%5D=anna/x&b=2",
            "anna/wren",
            "anna/x",
        ),
        ("https://git.example/anna/wren/tree/patch-1", "anna/wren", "patch-1"),
        ("https://git.example/anna/wren/-/tree/patch-1", "anna/wren", "patch-1"),
        ("https://git.example/anna/wren/src/branch/patch-1", "anna/wren", "patch-1"),
        (" anna:patch-1 ", "anna/wren", "patch-1"),
        ("https://git.example/port/wren/pull/12", "", ""),
        ("https://evil.example/port/wren/tree/patch-1", "", ""),
        ("%", "", ""),
    ],
)
def test_where_a_file_was_proposed(script: Page, typed: str, copy: str, branch: str) -> None:
    """The pages to which hosts lead whoever proposes a file say on which copy and branch it is."""
    found = script.evaluate(
        "([typed, url]) => record.proposalOf(typed, { url })", [typed, "https://git.example/port/wren"]
    )
    assert found == ({"url": f"https://git.example/{copy}", "branch": branch} if branch else None)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Quill Ann", "ann-quill"),
        ("Ann Quil", "ann-quill"),
        ("Ann Quilt", "ann-quill"),
        ("Ann Qiull", "ann-quill"),
        ("Ann Mill", ""),
        ("Zoe Reed", ""),
        ("Ann", ""),
    ],
)
def test_new_people_who_resemble_known_ones(script: Page, archive_of: ArchiveOf, name: str, known: str) -> None:
    """Of somebody new the form notes whom the check would name as well."""
    texts = {"people/ann-quill.yml": "name: Ann Quill\n", "people/bo-reed.yml": "name: Bo Reed\n"}
    rules = json.loads(form_data(archive_of(texts)[0], SiteConfig(title="T")))
    found = script.evaluate(
        """([rules, name]) => verdicts.resembling(name, new record.Names(rules.registers, rules.letters),
            { fold: record.fold, letters: rules.letters })?.id ?? ''""",
        [rules, name],
    )
    _, problems = archive_of({**texts, f"people/{slug(name)}.yml": f"name: {name}\n"})
    assert found == known
    assert ("resembling-name" in {problem.code for problem in problems}) is bool(known)


# ── a whole contribution ──────────────────────────────────────────────────────────────────────────────────────────


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the invented archive, in English, with a repository to propose records to."""
    folder = tmp_path_factory.mktemp("form")
    config = folder / "site_config.yml"
    config.write_text(CONFIG, "utf-8")
    assert build(Request(ROOT / "tests/fixture/records", config, folder / "site", cache=None)).pages
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder / "site")))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=[1280, 360])
def form(request: pytest.FixtureRequest, browser: Browser, site_url: str) -> Iterator[Page]:
    """The empty form at the width of a desk and of a phone; its test fails on any error or foreign request."""
    context = browser.new_context(viewport={"width": request.param, "height": 800}, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda asked: None if asked.url.startswith((site_url, "blob:")) else complaints.append(asked.url)
    )
    page.goto(site_url + "contribute/new/")
    expect(page.locator("#form-preview")).to_contain_text("---")
    yield page
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert complaints == []
    assert width <= request.param, "the page scrolls sideways"


def field(page: Page, name: str, row: str = "") -> Any:
    inside = page.locator(row) if row else page.locator("#record-form")
    return inside.locator(f'.field[data-field="{name}"]').first


def fill(page: Page, name: str, text: str, row: str = "") -> None:
    field(page, name, row).locator("[data-input]").fill(text)


def proposed(page: Page) -> dict[str, str]:
    """What the link to the host carries, once it is offered."""
    link = page.locator("#form-propose")
    expect(link).to_have_attribute("target", "_blank")
    parts = urlsplit(link.get_attribute("href") or "")
    return {"page": f"{parts.scheme}://{parts.netloc}{parts.path}"} | {
        k: v[0] for k, v in parse_qs(parts.query).items()
    }


def problems_with(path: str, text: str, folder: Path) -> list[Problem]:
    """Everything but information that the check says of the invented archive with one more record."""
    records = folder / "records"
    for source in sorted((ROOT / "tests/fixture/records").rglob("*")):
        target = records / source.relative_to(ROOT / "tests/fixture/records")
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")
    found = check(Request(records, ROOT / "tests/fixture/site_config.yml", cache=None)).problems
    return [problem for problem in found if problem.span.path == path and problem.severity is Severity.ERROR]


def written_by_command(folder: Path, path: str) -> str:
    """What `archive new` writes for the same answers."""
    shutil.copytree(ROOT / "tests/fixture", folder)
    said = "{person: tran-van-gio, agenda: Aussprache, text: [Er fragte nach den Fähren., Und nach den Deichen.]}"
    answers = {
        "--title": "Gespräch: Fähren im Frühjahr", "--date": "2024-04-19", "--kind": "conference",
        "--place": "Saal 3, Sơn Vụ", "--speaker": said,
        "--conclusion": "{text: Die Fähren fahren wieder., due: 2024-06-30}",
        "--source": "{title: Bericht, url: 'https://example.org/bericht?a=1&b=2'}",
    }  # fmt: skip
    where = ["--no-input", "--records", str(folder / "records"), "--config", str(folder / "site_config.yml")]
    words = [word for answer in answers.items() for word in answer]
    ended = CliRunner().invoke(main, ["new", "meeting", *where, *words])
    assert ended.exit_code == 0, ended.output
    return (folder / path).read_text("utf-8")


def test_a_meeting_from_nothing_to_the_prefilled_page(form: Page, tmp_path: Path) -> None:
    """Somebody fills in the form, sees a mistake explained beside its field, mends it; the record passes the check."""
    fill(form, "title", "Gespräch: Fähren im Frühjahr")
    fill(form, "date", "19.04.2024")
    error = field(form, "date").locator(".field__error")
    expect(error).to_contain_text("“19.04.2024” is no date that the archive reads. Write 2024-04-19.")
    expect(field(form, "date").locator("[data-input]")).to_have_attribute("aria-invalid", "true")
    expect(form.locator("#form-propose")).to_have_attribute("href", "#form-result")
    error.get_by_role("button", name="2024-04-19").click()
    expect(error).to_be_hidden()

    places = field(form, "places").locator("[data-input]")
    places.fill("Saal 3, Sơn Vụ")
    places.press("Enter")
    form.get_by_role("button", name="Add a speech").click()
    row = '[data-rows="speakers"] > :nth-child(1)'
    fill(form, "person", "Tran Van Goi", row)
    wrong = field(form, "person", row).locator(".field__error")
    expect(wrong).to_contain_text("Did you mean:")
    wrong.get_by_role("button").first.click()
    expect(wrong).to_be_hidden()
    fill(form, "agenda", "Aussprache", row)
    fill(form, "text", "Er fragte nach den Fähren.\n\nUnd nach den Deichen.", row)
    form.get_by_role("button", name="Add a conclusion").click()
    fill(form, "text", "Die Fähren fahren wieder.", '[data-rows="conclusions"] > :nth-child(1)')
    fill(form, "due", "2024-06-30", '[data-rows="conclusions"] > :nth-child(1)')
    form.get_by_role("button", name="Add a source").click()
    fill(form, "title", "Bericht", '[data-rows="sources"] > :nth-child(1)')
    fill(form, "url", "https://example.org/bericht?a=1&b=2", '[data-rows="sources"] > :nth-child(1)')
    expect(form.locator("#form-preview")).to_contain_text("bericht?a=1&b=2")
    expect(form.locator("#form-state")).to_have_text("Everything that is needed is there.")

    got = proposed(form)
    assert got["page"] == "https://github.com/example/archive/new/main"
    id = meeting_id("2024-04-19", "Gespräch: Fähren im Frühjahr")
    assert got["filename"] == f"records/meetings/2024/{id}.md"
    assert got["value"] == form.locator("#form-preview").text_content()
    assert got["value"] == (
        "---\ntitle: 'Gespräch: Fähren im Frühjahr'\nkind: conference\nstatus: held\ndate: 2024-04-19\nplaces:\n"
        "  - Saal 3, Sơn Vụ\nspeakers:\n  - person: tran-van-gio\n    agenda: Aussprache\nconclusions:\n  - id: k1\n"
        "    text: Die Fähren fahren wieder.\n    due: 2024-06-30\nsources:\n  - id: s1\n    title: Bericht\n"
        "    url: https://example.org/bericht?a=1&b=2\n---\n## Aussprache\n\n**Trần Văn Gió:** Er fragte nach den "
        "Fähren.\n\nUnd nach den Deichen.\n"
    )
    assert problems_with(got["filename"], got["value"], tmp_path) == []
    assert written_by_command(tmp_path / "command", got["filename"]) == got["value"]


def test_what_is_missing_is_said_when_somebody_goes_on(form: Page) -> None:
    """An untouched form does not scold; whoever wants to propose it is led to the first field that is missing."""
    expect(form.locator(".field__error:visible")).to_have_count(0)
    expect(form.locator("#form-state")).to_have_text("2 things are still missing or wrong:")
    form.get_by_role("link", name="Propose this record").click()
    expect(form.locator(".field__error:visible")).to_have_count(2)
    expect(field(form, "title").locator("[data-input]")).to_be_focused()
    expect(field(form, "title").locator(".field__error")).to_have_text("This is needed.")


def test_by_keyboard_alone(form: Page) -> None:
    """Fields, suggestions, lists and rows are reached, chosen and removed without a pointer."""
    keys = form.keyboard
    field(form, "title").locator("[data-input]").focus()
    keys.type("Runde")
    keys.press("Tab")
    keys.type("2024-04-19")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("wasser")
    offered = field(form, "organizations").get_by_role("option")
    expect(offered).to_have_text(["Umweltamt", "Wasseramt"])  # the one was once called as the other
    keys.press("ArrowDown")
    expect(offered.first).to_have_attribute("aria-selected", "true")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(field(form, "organizations").locator(".field__chosen > li")).to_have_count(1)
    expect(form.locator("#form-preview")).to_contain_text("organizations: [wasseramt]")
    keys.press("Backspace")
    expect(form.locator("#form-preview")).not_to_contain_text("organizations")
    form.get_by_role("button", name="Add a chair").focus()
    keys.press("Enter")
    chair = '[data-rows="chairs"] > :nth-child(1)'
    expect(field(form, "person", chair).locator("[data-input]")).to_be_focused()
    keys.type("bui van")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(field(form, "person", chair).locator("[data-input]")).to_have_value("Bùi Văn Chổi")
    expect(form.locator("#form-preview")).to_contain_text("chairs:\n  - bui-van-choi")
    keys.press("Escape")
    form.locator(chair).get_by_role("button", name="Remove").focus()
    keys.press("Enter")
    expect(form.get_by_role("button", name="Add a chair")).to_be_focused()
    assert proposed(form)["filename"] == "records/meetings/2024/2024-04-19-runde.md"


def test_namesakes_are_told_apart(form: Page) -> None:
    """A name that two people bear is refused beside its field, with both to choose from."""
    form.get_by_role("button", name="Add a chair").click()
    row = '[data-rows="chairs"] > :nth-child(1)'
    fill(form, "person", "Bùi Văn Chổi", row)
    form.keyboard.press("Escape")  # closes the list, in which both could be chosen as well
    error = field(form, "person", row).locator(".field__error")
    expect(error).to_contain_text("fits several. Who is meant?")
    expect(error.get_by_role("button")).to_have_count(2)
    error.get_by_role("button").last.click()
    expect(error).to_be_hidden()
    expect(form.locator("#form-preview")).to_contain_text("chairs:\n  - bui-van-choi")


def test_a_new_person_gets_a_record_of_their_own(form: Page) -> None:
    """Somebody whom nobody knows is added with one click, and their record is offered before the meeting's."""
    fill(form, "title", "Runde")
    fill(form, "date", "2024-04-19")
    form.get_by_role("button", name="Add a chair").click()
    row = '[data-rows="chairs"] > :nth-child(1)'
    fill(form, "person", "Žofie Ďáblová", row)
    field(form, "person", row).get_by_role("button", name="Add “Žofie Ďáblová” as a new person").click()
    expect(form.locator("#form-preview")).to_contain_text("chairs:\n  - zofie-dablova")
    link = form.locator("#form-records-list").get_by_role("link", name="Propose this record")
    asked = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert asked == {"filename": ["records/people/zofie-dablova.yml"], "value": ["name: Žofie Ďáblová\n"]}


def test_a_new_organization_gets_a_record_of_its_own(form: Page) -> None:
    """Where several kinds may be meant, each is offered; what was chosen stands in the record and in its own."""
    fill(form, "title", "Runde")
    fill(form, "date", "2024-04-19")
    form.get_by_role("button", name="Add a conclusion").click()
    row = '[data-rows="conclusions"] > :nth-child(1)'
    fill(form, "text", "Es bleibt so.", row)
    fill(form, "by", "Fähramt", row)
    error = field(form, "by", row).locator(".field__error")
    expect(error.get_by_role("button")).to_have_count(3)
    error.get_by_role("button", name="Add “Fähramt” as a new organization").click()
    expect(form.locator("#form-preview")).to_contain_text("by: fahramt")
    link = form.locator("#form-records-list").get_by_role("link", name="Propose this record")
    asked = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert asked == {"filename": ["records/organizations/fahramt.yml"], "value": ["name: Fähramt\n"]}
    assert proposed(form)["filename"] == "records/meetings/2024/2024-04-19-runde.md"


def test_entries_say_which_of_several_sources_they_are_from(form: Page) -> None:
    """With two sources each entry can name one; ids stay when one is removed, and who named that one is asked anew."""
    fill(form, "title", "Runde")
    fill(form, "date", "2024-04-19")
    form.get_by_role("button", name="Add a chair").click()
    chair, sources = '[data-rows="chairs"] > :nth-child(1)', '[data-rows="sources"] > :nth-child({})'
    fill(form, "person", "tran-van-gio", chair)
    form.keyboard.press("Escape")
    for n, title in enumerate(("Bericht", "Blatt", "Bote"), 1):
        form.get_by_role("button", name="Add a source").click()
        expect(field(form, "source", chair)).to_be_visible(visible=n > 1)
        fill(form, "title", title, sources.format(n))
    expect(field(form, "source", chair).locator("option")).to_have_text(["–", "s1: Bericht", "s2: Blatt", "s3: Bote"])
    field(form, "source", chair).locator("select").select_option("s2")
    form.locator(sources.format(1)).get_by_role("button", name="Remove").click()
    expect(form.locator("#form-preview")).to_contain_text(
        "source: s2\nsources:\n  - id: s2\n    title: Blatt\n  - id: s3"
    )
    form.reload()
    expect(form.locator("#form-preview")).to_contain_text(
        "source: s2\nsources:\n  - id: s2\n    title: Blatt\n  - id: s3"
    )
    form.locator(sources.format(1)).get_by_role("button", name="Remove").click()
    expect(field(form, "source", chair).locator(".field__error")).to_contain_text("“s2”")
    form.get_by_role("button", name="Add a source").click()
    fill(form, "title", "Neues", sources.format(2))
    expect(form.locator("#form-preview")).to_contain_text("- id: s4\n    title: Neues")
    field(form, "source", chair).locator("select").select_option("s3")
    expect(form.locator("#form-state")).to_have_text("Everything that is needed is there.")


def test_what_is_wrong_is_never_hidden(form: Page) -> None:
    """A part of the form that was closed opens for what is wrong in it, and for what a draft holds."""
    more = form.locator("details", has=form.locator('[data-field="period"]'))
    more.locator("summary").click()
    fill(form, "period", "2024-Q1")
    fill(form, "start", "halb zwei")
    more.locator("summary").click()
    fill(form, "title", "Runde")
    expect(field(form, "start").locator(".field__error")).to_be_visible()
    fill(form, "start", "")
    expect(form.locator("#form-preview")).to_contain_text("period: 2024-Q1")
    expect(form.locator("#form-preview")).not_to_contain_text("halb zwei")
    form.reload()
    expect(field(form, "period").locator("[data-input]")).to_be_visible()


def test_an_earlier_conclusion_is_named_by_its_address(form: Page, site_url: str) -> None:
    """The address of a conclusion on the site is taken for it; what is none is refused beside its field."""
    form.goto(site_url + "meetings/2023-02-28-wasserrunde/#k1")
    address = form.url
    form.goto(site_url + "contribute/new/")
    form.get_by_role("button", name="Add a report").click()
    row = '[data-rows="follow_ups"] > :nth-child(1)'
    fill(form, "conclusion", address.replace("#k1", "#k9"), row)
    expect(field(form, "conclusion", row).locator(".field__error")).to_contain_text(
        "There is no conclusion “2023-02-28-wasserrunde#k9”."
    )
    fill(form, "conclusion", address, row)
    expect(field(form, "conclusion", row).locator(".field__error")).to_be_hidden()
    expect(form.locator("#form-preview")).to_contain_text("follow_ups:\n  - conclusion: 2023-02-28-wasserrunde#k1")


def test_open_conclusions_of_a_series_are_offered(form: Page, tmp_path: Path) -> None:
    """With a series its open conclusions can be reported on or left out by keyboard; the bytes are the command's."""
    fill(form, "title", "Runde")
    fill(form, "date", "2024-10-02")
    fill(form, "series", "wasserrunde")
    for name, text in (("organizations", "rat"), ("places", "Saal")):
        field(form, name).locator("[data-input]").fill(text)
        for key in ("Escape", "Enter"):
            field(form, name).locator("[data-input]").press(key)
    entries = form.locator("#form-offered-list > details")
    expect(entries).to_have_count(2)
    preview = form.locator("#form-preview")
    expect(preview).to_contain_text("places: [Saal]\nfollow_ups:\n  # ")
    shutil.copytree(ROOT / "tests/fixture", tmp_path / "archive")
    words = ["new", "meeting", "--no-input", "--dry-run", "--config", str(tmp_path / "archive/site_config.yml")]
    words += ["--title", "Runde", "--date", "2024-10-02", "--series", "wasserrunde"]
    words += ["--organization", "rat", "--place", "Saal"]
    assert preview.text_content() == CliRunner().invoke(main, words).stdout
    form.get_by_label("Put lines into the record").uncheck()
    expect(preview).not_to_contain_text("follow_ups")
    form.get_by_label("Put lines into the record").check()

    entry = "#form-offered-list > :nth-child(1)"
    key = field(form, "conclusion", entry).locator("[data-input]").input_value()
    form.locator(f"{entry} summary").focus()
    form.keyboard.press("Enter")
    fill(form, "note", "Alles gut.", entry)
    field(form, "note", entry).locator("[data-input]").blur()
    field(form, "status", entry).locator("[data-input]").focus()
    form.keyboard.press("Tab")
    expect(field(form, "status", entry).locator(".field__error")).to_have_text("This is needed.")
    field(form, "status", entry).locator("select").select_option("done")
    told = CliRunner().invoke(main, [*words, "--follow-up", f"{{conclusion: {key}, status: done, note: Alles gut.}}"])
    expect(preview).to_have_text(told.stdout, use_inner_text=False)
    assert preview.text_content() == told.stdout
    form.reload()
    expect(field(form, "note", entry).locator("[data-input]")).to_have_value("Alles gut.")
    assert preview.text_content() == told.stdout
    fill(form, "series", "")
    expect(form.locator('[data-rows="follow_ups"] > *')).to_have_count(1)
    expect(preview).to_contain_text("note: Alles gut.")
    fill(form, "series", "wasserrunde")
    expect(form.locator('[data-rows="follow_ups"] > *')).to_have_count(0)
    expect(form.locator(f"{entry} .row__told")).to_be_visible()
    form.locator(entry).get_by_role("button", name="Leave it out").click()
    expect(preview).not_to_contain_text("Alles gut.")
    expect(form.locator(f"{entry} summary")).to_be_focused()


def test_the_id_can_be_set(form: Page) -> None:
    """Empty, the id follows from date and title; one that is set is judged as the check judges a file's name."""
    fill(form, "title", "Runde")
    fill(form, "date", "2024-04-19")
    form.locator("details", has=form.locator('[data-field="id"]')).locator("summary").click()
    given = field(form, "id").locator("[data-input]")
    expect(given).to_have_attribute("placeholder", "2024-04-19-runde")
    for typed, said in (
        ("Runde", "“Runde” cannot be an id"),
        ("2024", "cannot be called just “2024”"),
        ("2023-02-28-wasserrunde", "There is a record with this id already."),
    ):
        given.fill(typed)
        expect(field(form, "id").locator(".field__error")).to_contain_text(said)
        expect(form.locator("#form-propose")).to_have_attribute("href", "#form-result")
    given.fill("runde-am-fluss")
    expect(field(form, "id").locator(".field__error")).to_be_hidden()
    assert proposed(form)["filename"] == "records/meetings/2024/runde-am-fluss.md"
    form.reload()
    expect(form.locator("#form-path")).to_have_text("records/meetings/2024/runde-am-fluss.md")


def test_items_votes_and_papers_are_asked_for(form: Page) -> None:
    """What a conclusion came from is chosen among what was typed; votes and papers stand in their own fields."""
    fill(form, "title", "Runde")
    fill(form, "date", "2024-04-19")
    for name, last in (("agenda", "an agenda item"), ("speakers", "a speech"), ("conclusions", "a conclusion")):
        form.get_by_role("button", name=f"Add {last}").click()
        expect(form.locator(f'[data-rows="{name}"] > *')).to_have_count(1)
    item, speech, conclusion = (f'[data-rows="{name}"] > *' for name in ("agenda", "speakers", "conclusions"))
    for row in (item, conclusion):
        form.locator(f"{row} summary").last.click()
    fill(form, "heading", "Lage", item)
    field(form, "documents", item).locator("[data-input]").fill("Vorlage 1 https://example.org/1")
    field(form, "documents", item).locator("[data-input]").press("Enter")
    fill(form, "person", "tran-van-gio", speech)
    form.keyboard.press("Escape")
    fill(form, "text", "Worte.", speech)
    fill(form, "text", "Es bleibt.", conclusion)
    fill(form, "addressees", "all", conclusion)
    expect(field(form, "addressees", conclusion).get_by_role("option").first).to_have_text("all districts")
    for key in ("ArrowDown", "Enter"):
        field(form, "addressees", conclusion).locator("[data-input]").press(key)
    fill(form, "votes.yes", "31", conclusion)
    fill(form, "votes.no", "viele", conclusion)
    expect(field(form, "votes.no", conclusion).locator(".field__error")).to_contain_text("A whole number from 0 on.")
    fill(form, "votes.no", "2", conclusion)
    fill(form, "agenda", "Lage", conclusion)
    field(form, "speech", conclusion).locator("select").select_option(label="Speech 1: Trần Văn Gió")
    field(form, "documents", conclusion).locator("[data-input]").fill("https://example.org/2")
    field(form, "documents", conclusion).locator("[data-input]").press("Enter")
    expect(field(form, "documents", conclusion).locator(".field__error")).to_contain_text("Write its title in front")
    field(form, "documents", conclusion).locator(".field__chosen button").click()
    text = (
        "agenda:\n  - heading: Lage\n    documents:\n      - title: Vorlage 1\n        url: https://example.org/1\n"
        "conclusions:\n  - id: k1\n    text: Es bleibt.\n    addressees: [all-districts]\n"
        "    votes: {yes: 31, no: 2}\n    agenda: Lage\n"
        "    speech: tran-van-gio.1\n---\n**Trần Văn Gió:** Worte.\n\n## Lage\n"
    )
    expect(form.locator("#form-preview")).to_contain_text(text)
    form.reload()
    expect(form.locator("#form-preview")).to_contain_text(text)


def test_what_is_worth_a_look_does_not_hinder(form: Page) -> None:
    """Warnings of the check stand beside their fields, apart from mistakes, and the record can be proposed."""
    fill(form, "title", "Runde")
    fill(form, "date", "2100-04-19")
    error = field(form, "date").locator(".field__error")
    expect(error).to_have_text("2100-04-19 is more than five years from now. Look at the year.")
    expect(field(form, "date").locator("[data-input]")).to_have_attribute("aria-invalid", "false")
    expect(form.locator("#form-state")).to_have_text("Everything that is needed is there.")
    worth = form.locator("#form-worth-list li")
    expect(worth).to_contain_text(["Without a source nothing is recorded", "Date: 2100-04-19"])
    assert proposed(form)["filename"] == "records/meetings/2100/2100-04-19-runde.md"
    worth.first.get_by_role("button").click()
    expect(form.locator('[data-rows="sources"] > *')).to_have_count(1)
    fill(form, "date", "2024-04-19")
    expect(error).to_be_hidden()


def test_invisible_characters_are_deleted_by_one_click(form: Page) -> None:
    """What nobody can see is told with its number, and the button beside it takes it out."""
    fill(form, "title", "Run\u200bde")
    error = field(form, "title").locator(".field__error")
    expect(error).to_contain_text("U+200b")
    error.get_by_role("button", name="Delete it").click()
    expect(field(form, "title").locator("[data-input]")).to_have_value("Runde")


def test_new_records_go_to_the_same_proposal(form: Page) -> None:
    """Once the form knows where the meeting was proposed, what belongs to it is added there."""
    fill(form, "title", "Runde")
    fill(form, "date", "2024-04-19")
    form.get_by_role("button", name="Add a chair").click()
    row = '[data-rows="chairs"] > :nth-child(1)'
    fill(form, "person", "Žofie Ďáblová", row)
    field(form, "person", row).get_by_role("button", name="Add “Žofie Ďáblová” as a new person").click()
    where = form.get_by_label("Address of the page that you come to then")
    where.fill("https://github.com/example/archive/pull/1")
    expect(form.locator("#form-proposal-said")).to_contain_text("does not say")
    where.fill("https://github.com/example/archive/compare/main...anna:archive:patch-1?expand=1")
    link = form.locator("#form-records-list").get_by_role("link", name="Add to the same proposal")
    parts = urlsplit(link.get_attribute("href") or "")
    assert (parts.netloc, parts.path) == ("github.com", "/anna/archive/new/patch-1")
    assert parse_qs(parts.query)["filename"] == ["records/people/zofie-dablova.yml"]


def test_a_long_record_is_copied_instead(form: Page) -> None:
    """A record that no address can hold is put on the clipboard, and the page says what to do with it."""
    form.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(form, "title", "Runde")
    fill(form, "date", "2024-04-19")
    fill(form, "opening", "Sehr lang. " * 2000)
    expect(form.locator("#form-hint")).to_contain_text("too long for an address")
    assert "value" not in proposed(form)
    form.locator("#form-copy").click()
    expect(form.locator("#form-hint")).to_have_text("Copied.")
    assert form.evaluate("navigator.clipboard.readText()") == form.locator("#form-preview").text_content()


def test_the_file_can_be_saved(form: Page, tmp_path: Path) -> None:
    """The saved file holds the bytes that are shown, under the name that the record has."""
    fill(form, "title", "Runde")
    fill(form, "date", "2024-04-19")
    expect(form.locator("#form-path")).to_have_text("records/meetings/2024/2024-04-19-runde.md")
    with form.expect_download() as download:
        form.get_by_role("link", name="Save the file").click()
    assert download.value.suggested_filename == "2024-04-19-runde.md"
    download.value.save_as(tmp_path / "saved.md")
    assert (tmp_path / "saved.md").read_text("utf-8") == form.locator("#form-preview").text_content()


def test_a_draft_outlives_the_page(form: Page) -> None:
    """What was typed is there again after a reload, rows and chosen names included; starting anew empties it."""
    fill(form, "title", "Runde")
    form.get_by_role("button", name="Add a speech").click()
    row = '[data-rows="speakers"] > :nth-child(1)'
    fill(form, "person", "Trần Văn Gió", row)
    fill(form, "text", "Worte.", row)
    expect(form.locator("#form-preview")).to_contain_text("**Trần Văn Gió:** Worte.")
    before = form.locator("#form-preview").text_content()
    form.reload()
    expect(form.locator("#form-notice")).to_have_text("Your last draft is still here.")
    expect(form.locator("#form-preview")).to_have_text(before or "")
    form.get_by_role("button", name="Start anew").click()
    expect(field(form, "title").locator("[data-input]")).to_have_value("")


def test_markup_stays_text(form: Page) -> None:
    """Nothing that somebody types becomes markup of the page."""
    fill(form, "title", "</script><img src=x onerror=alert(1)>")
    fill(form, "date", "<b>x</b>")
    fill(form, "series", "<i>nobody</i>")
    expect(field(form, "series").locator(".field__error")).to_contain_text("“<i>nobody</i>”")
    expect(form.locator("#record-form :is(b, i, img)")).to_have_count(0)


_USED_AT_ONCE = """
() => {
  const visible = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  for (const add of document.querySelectorAll("#record-form [data-add]")) add.click();
  const boxes = document.querySelectorAll("#record-form :is(input, textarea, select)");
  for (const box of boxes) {
    box.focus();
    if (box.type !== "checkbox" && !box.matches("select")) box.value = "x";
    for (const type of ["input", "change"]) box.dispatchEvent(new Event(type, { bubbles: true }));
    for (const key of ["ArrowDown", "Enter", "Escape", "Backspace"]) {
      box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }
    box.blur();
  }
  for (const one of visible("#record-form :is(button:not(#form-clear), a.button, summary)")) one.click();
  return boxes.length;
}
"""


def test_whoever_is_faster_than_the_rules_breaks_nothing(form: Page) -> None:
    """Before the rules of records are loaded everything can be used without an error, and what was typed is kept."""
    held: list[Route] = []
    form.route("**/contribute/form.json", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    form.reload()
    expect(form.locator("#record-form")).to_be_visible()
    assert form.evaluate(_USED_AT_ONCE) > 30
    expect(form.locator("#form-save")).to_be_hidden()
    fill(form, "title", "Early bird")
    for route in held:
        route.continue_()
    expect(form.locator("#form-preview")).to_contain_text("title: Early bird")
    expect(form.locator("#form-save")).to_be_visible()


def test_every_record_can_be_corrected(form: Page, site_url: str) -> None:
    """A record's page leads to the host's editor of its file."""
    for page, path in (
        ("people/tran-van-gio/", "people/tran-van-gio.yml"),
        ("meetings/2023-02-28-wasserrunde/", "meetings/2023/2023-02-28-wasserrunde.md"),
    ):
        form.goto(site_url + page)
        link = form.get_by_role("link", name="Correct this")
        expect(link).to_have_attribute("href", f"https://github.com/example/archive/edit/main/records/{path}")


def test_contributing_leads_to_the_form(form: Page, site_url: str) -> None:
    """The page about contributing offers the form first."""
    form.goto(site_url + "contribute/")
    form.get_by_role("link", name="Add a meeting with the form").click()
    expect(form.get_by_role("heading", level=1)).to_have_text("Add a meeting")
