from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urldefrag, urljoin

import pytest

from generator import cli
from generator.archive import trends
from generator.archive.resolve import resolve_archive
from generator.archive.restating import SIMILAR
from generator.archive.status import SILENT_AFTER, Status
from generator.check import Request, check
from generator.config import SiteConfig, decode_config
from generator.problems import CATALOGUE, Problem, Related, Span
from generator.records.dates import parse_date
from generator.records.model import Kind
from generator.records.source import PICTURE_ENDINGS
from generator.site.guide import planned_texts
from generator.site.markdown import Texts
from generator.today import on_day
from generator.voices import Voice, spoken
from tests.update_help import GERMAN_WEIGHTS, HELP, MARK, commands, documented_models, updated

ROOT = HELP.parents[1]
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(HELP.glob("*.md"))}
CONTRIBUTING = ROOT / ".github/CONTRIBUTING.md"

_FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_EXAMPLE = re.compile(
    r"^<!-- (?P<use>file|wrong|right|with): (?P<path>[^>\n]+?) -->\n\n```\w+\n(?P<text>.*?\n)```$",
    re.DOTALL | re.MULTILINE,
)


class Example(NamedTuple):
    """A record that the help shows: `use` is file, wrong or right, or with: beside the wrong one that follows."""

    use: str
    path: str
    text: str


def _examples(text: str) -> list[Example]:
    return [Example(match["use"], match["path"], match["text"]) for match in _EXAMPLE.finditer(text)]


def _marked(kind: str) -> list[str]:
    return [match["what"] for text in FILES.values() for match in MARK.finditer(text) if match["kind"] == kind]


def _sections(text: str, level: int) -> dict[str, str]:
    """The parts of a file below each heading of a level, by the heading's words."""
    # A line of an example may begin with # as well: it is hidden from the search for headings.
    hidden = _FENCE.sub(lambda fence: fence[0].replace("\n#", "\n\0#"), text)
    pieces = re.split(rf"^#{{{level}}} (.+)$", hidden, flags=re.MULTILINE)
    return {title: part.replace("\0", "") for title, part in zip(pieces[1::2], pieces[2::2], strict=True)}


# ---- tables


@pytest.mark.parametrize("name", FILES)
def test_tables_say_what_the_code_says(name: str) -> None:
    """Every table that is made from the code is as `python -m tests.update_help` would write it today."""
    assert FILES[name] == updated(FILES[name])


def test_every_model_has_its_table_once() -> None:
    """Every kind of record, every part of one and every part of the configuration has one table of fields."""
    assert sorted(what.partition(" ")[0] for what in _marked("fields")) == sorted(documented_models())


def test_every_command_has_its_table_once() -> None:
    """Every command has a section of its name with one table of its options."""
    sections = _sections(FILES["commands.md"], 2)
    expected = ["archive" if name == "archive" else f"archive {name}" for name in commands()]
    assert sorted(_marked("options")) == sorted(commands())
    assert sorted(title for title in sections if title.startswith("archive")) == sorted(expected)
    for title in expected:
        assert f"<!-- options: {title.removeprefix('archive ')} -->" in sections[title]


def test_no_option_is_told_that_is_not_there() -> None:
    """Every `--option` that stands in the page of commands is one of the command line."""
    known = {
        name
        for command in commands().values()
        for option in command.params
        for name in (*option.opts, *option.secondary_opts)
    }
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", FILES["commands.md"])) <= known | {"--help"}


def test_exit_codes_are_told() -> None:
    """The table of exit codes lists those that the command line has, and no other."""
    rows = re.findall(r"^\| (\d) \|", _sections(FILES["commands.md"], 2)["Exit codes"], re.MULTILINE)
    assert [int(row) for row in rows] == [cli.GOOD, cli.PROBLEMS, cli.WRONG_USE]


def test_every_code_has_a_section() -> None:
    """Every problem code has one section of its name, which begins with its weight and meaning; no other has."""
    sections = _sections(FILES["problems.md"], 3)
    assert sorted(sections) == sorted(f"`{code}`" for code in CATALOGUE)
    for title, text in sections.items():
        assert text.startswith(f"\n\n<!-- problem: {title.strip('`')} -->\n")


def test_every_status_folder_and_picture_is_told() -> None:
    """The format names every status of a conclusion, every folder of records and every kind of picture."""
    words = {*Status, *(f"records/{kind}/" for kind in Kind), *PICTURE_ENDINGS}
    assert {word for word in words if f"`{word}`" not in FILES["format.md"]} == set()


def test_every_form_of_a_date_is_one() -> None:
    """Every form in the table of dates is read as it stands there."""
    forms = re.findall(r"^\| `(.+?)` \|", _sections(FILES["format.md"], 2)["Dates"], re.MULTILINE)
    assert [parse_date(form).text for form in forms] == forms
    assert len(forms) > 8


def test_policy_and_map_are_told() -> None:
    """What pages may load is told where hosting is, and every module of the generator where its code is."""
    assert "<!-- policy: POLICY -->" in FILES["hosting.md"]
    assert "<!-- modules: all -->" in FILES["development.md"]


def test_every_code_is_told_in_german() -> None:
    """The German page has the same sections, each with the code's weight, its meaning and its examples."""
    sections = _sections(FILES["problems.de.md"], 3)
    assert sorted(sections) == sorted(f"`{code}`" for code in CATALOGUE)
    for code, entry in CATALOGUE.items():
        text = sections[f"`{code}`"]
        assert re.match(rf"\n\n\*\*{GERMAN_WEIGHTS[entry.severity]}\.\*\* [A-ZÄÖÜ].+\.\n\n\S", text), code
        assert f"<!-- examples: {code} -->" in text
    assert "<!-- codes: de -->" in FILES["problems.de.md"]
    assert not re.search(r"\|  \|$", FILES["problems.de.md"], re.MULTILINE)


def test_both_languages_show_the_same_examples() -> None:
    """Each example of a code stands on both pages, letter by letter."""
    english, german = (_sections(FILES[name], 3) for name in ("problems.md", "problems.de.md"))
    for title, text in english.items():
        assert [example.text in german[title] for example in _examples(text)].count(False) == 0, title
    assert sum(len(_examples(text)) for text in english.values()) >= 80


def test_json_of_the_check_is_as_it_is_told() -> None:
    """The example of `--format json` has the keys that the command writes."""
    told = json.loads(re.findall(r"```json\n(.*?)```", FILES["commands.md"], re.DOTALL)[0])
    problem = Problem("unknown-field", Span("records/a.md"), "m", related=(Related(Span("records/b.md"), "x"),))
    written = json.loads(spoken(Voice.JSON, [problem], {}))
    assert told.keys() == written.keys()
    assert told["counts"].keys() == written["counts"].keys()
    assert told["problems"][0].keys() == written["problems"][0].keys()
    assert told["problems"][0]["place"].keys() == written["problems"][0]["place"].keys()


# ---- examples


def _archive(folder: Path, *further: Example) -> tuple[Problem, ...]:
    """Everything that is wrong with the archive of the page on the format and these records."""
    folder.mkdir(exist_ok=True)
    (folder / "site_config.yml").write_text("title: Archive\nlanguage: en\n", encoding="utf-8")
    for example in (*_examples(FILES["format.md"]), *further):
        path = folder / example.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.text, encoding="utf-8")
    checked = check(Request(folder / "records", folder / "site_config.yml"))
    return on_day(checked, datetime.date(2025, 1, 1)).problems


def _as_file(example: Example) -> Example:
    """Lines of a meeting's fields, or its text, put into a whole meeting."""
    if example.path not in {"meeting", "body"}:
        return example
    fields = example.text if example.path == "meeting" else "attendees: [orla-venn, tamsin-brook]\n"
    text = example.text if example.path == "body" else "Text.\n"
    given = "".join(
        f"{line}\n"
        for line in ("title: Hearing", "date: 2024-05-02")
        if f"{line.partition(':')[0]}:" not in fields.split()
    )
    return Example(example.use, "records/meetings/2024/2024-05-02-hearing.md", f"---\n{given}{fields}---\n{text}")


def test_the_examples_of_the_format_are_an_archive_without_problems(tmp_path: Path) -> None:
    """The records of the page on the format, taken together, leave nothing to complain of, not even a note."""
    assert _archive(tmp_path) == ()
    assert {path.split("/")[1] for _, path, _ in _examples(FILES["format.md"])} == set(Kind)


def test_the_examples_of_the_configuration_are_read() -> None:
    """Each example of `site_config.yml` is read without problems; together they show every key."""
    examples = [decode_config("site_config.yml", example.text) for example in _examples(FILES["config.md"])]
    assert [problems for _, problems in examples] == [(), ()]
    shown = {key for config, _ in examples if config for key in config.model_fields_set}
    assert shown == set(documented_models()["SiteConfig"].model_fields)


@pytest.mark.parametrize("code", CATALOGUE)
def test_wrong_examples_are_wrong_and_right_ones_right(code: str, tmp_path: Path) -> None:
    """What a code's section calls wrong is reported under this code and no other; what it calls right, not at all."""
    beside: list[Example] = []
    for n, example in enumerate(_examples(_sections(FILES["problems.md"], 3)[f"`{code}`"])):
        if example.use == "with":
            beside.append(example)
            continue
        found = {problem.code for problem in _archive(tmp_path / str(n), *beside, _as_file(example))}
        beside = []
        assert found == ({code} if example.use == "wrong" else set()), example


WITHOUT_EXAMPLE = {
    "unreadable-file", "symlink", "too-complex", "too-large", "not-utf8", "control-character", "decomposed-text",
    "too-deep", "picture-too-large", "engine-warning",
}  # fmt: skip
"""Codes of which a few readable lines can show nothing."""


def test_every_code_is_shown_by_an_example() -> None:
    """Every code but the few that text cannot show has a failing example."""
    shown = {
        title.strip("`")
        for title, text in _sections(FILES["problems.md"], 3).items()
        if any(example.use == "wrong" for example in _examples(text))
    }
    assert shown == set(CATALOGUE) - WITHOUT_EXAMPLE


def test_no_example_goes_unread() -> None:
    """Every mark of an example is followed by the example: none is passed over because of a slip in the mark."""
    for name, text in FILES.items():
        assert len(re.findall(r"(?<!`)<!-- (?:file|wrong|right|with):", text)) == len(_examples(text)), name


# ---- links


class _Page(HTMLParser):
    """Gathers what a rendered page of the help links to, its anchors, its text and its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self._code = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.links += [value for name, value in attrs if name in {"href", "src"} and value is not None]
        self.ids += [values["id"] or ""] if "id" in values else []
        self.attributes |= set(values)
        self._code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "code"

    def handle_data(self, data: str) -> None:
        self.text += "" if self._code else data


_SITE = "https://archive.example/"


Language = Literal["de", "en", "vi"]


def _rendered(language: Language) -> dict[str, _Page]:
    archive, _ = resolve_archive(())
    config = SiteConfig(title="Test", language=language)
    planned = [plan for plan in planned_texts(FILES, tuple) if plan.address.startswith("help/")]
    pages = [plan.make(archive, config, Texts(archive)) for plan in planned]
    return {urljoin(_SITE, page.address): _Page(getattr(page.view, "html")) for page in pages}  # noqa: B009 - a page of text


@pytest.mark.parametrize("language", ["de", "en", "vi"])
def test_every_link_on_the_site_lands(language: Language) -> None:
    """Every link between the rendered pages of the help leads to one of them, and every anchor to a heading there."""
    pages = _rendered(language)
    broken = [
        (address, link)
        for address, page in pages.items()
        for link in page.links
        if (target := urldefrag(urljoin(address, link))).url.startswith(_SITE)
        and (target.url not in pages or (target.fragment and target.fragment not in pages[target.url].ids))
    ]
    assert broken == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_plain_and_whole(language: Language) -> None:
    """A rendered page has each id once, no inline style, and no mark of a comment, a fence or a table in its text."""
    for address, page in _rendered(language).items():
        assert len(page.ids) == len(set(page.ids)), address
        assert not {name for name in page.attributes if name == "style" or name.startswith("on")}, address
        assert not re.search(r"<!--|-->|```|\| ?---|^\s*\|", page.text, re.MULTILINE), address


def _github_anchors(text: str) -> set[str]:
    """The anchors that GitHub makes of a file's headings."""
    headings = re.findall(r"^#{1,6} (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _links_in_repository(path: Path, text: str) -> Iterator[tuple[Path, str]]:
    for target in re.findall(r"(?<!!)\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", _FENCE.sub("", text))):
        if not re.match(r"[a-z]+:", target):
            file, fragment = urldefrag(target)
            yield (path.parent / file).resolve() if file else path, fragment


@pytest.mark.parametrize("path", [*sorted(HELP.glob("*.md")), CONTRIBUTING], ids=lambda path: path.name)
def test_every_link_in_the_repository_lands(path: Path) -> None:
    """Every link of a file leads to a file of the repository, and every anchor to a heading as GitHub names it."""
    for target, fragment in _links_in_repository(path, path.read_text(encoding="utf-8")):
        assert target.exists(), target
        assert not fragment or fragment in _github_anchors(target.read_text(encoding="utf-8")), (target, fragment)


@pytest.mark.parametrize("name", FILES)
def test_links_of_the_help_stay_within_it(name: str) -> None:
    """A file of the help links to no other file of the repository: on the site there would be nothing."""
    for target, _ in _links_in_repository(HELP / name, FILES[name]):
        assert target.parent == HELP


def test_rules_are_told_with_their_numbers() -> None:
    """What the site works out over time is told with the numbers by which it does."""
    told = " ".join(FILES["format.md"].split())
    assert f"none in the last {SILENT_AFTER} meetings of its series" in told
    assert f"share at least {SIMILAR:.0%}".replace("%", " percent") in told
    lately = {4: "four"}[trends.LATELY]
    assert f"the last {lately} quarters of the records brought at least {trends.ENOUGH} meetings" in told
    assert f"more than {trends.GROWTH} times as many as the {lately} before" in told
    assert f"it came up in at least {trends.ENOUGH} meetings, and in none of the last {lately} quarters" in told
