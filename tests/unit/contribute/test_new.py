from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input.defaults import create_pipe_input
from prompt_toolkit.output import DummyOutput

from generator.check import Request, check
from generator.cli import main
from generator.commands.asking import Asker, _Offered, offer_of
from generator.config import SiteConfig
from generator.contribute.new import QUESTIONS, Known, Refused, new_record
from generator.contribute.schema import schema_of
from generator.problems import Severity, errors
from generator.records import model
from generator.records.model import Kind
from generator.records.source import RecordFile, id_fault, read_records

IDS = json.loads(Path(__file__).with_name("follow_up_cases.json").read_text(encoding="utf-8"))["ids"]
"""Ids and what is wrong with them, to which the form's script is held as well (`tests/browser/test_form.py`)."""


@pytest.fixture(scope="session")
def known(fixture_folder: Path) -> Known:
    """Return what the invented archive holds already."""
    return Known(read_records(fixture_folder / "records").files, SiteConfig(title="T"))


@pytest.fixture
def folder(tmp_path: Path, fixture_folder: Path) -> Path:
    """Return a copy of the invented archive that may be written to."""
    shutil.copytree(fixture_folder, tmp_path / "archive", ignore=shutil.ignore_patterns(".cache"))
    return tmp_path / "archive"


@pytest.fixture
def new(folder: Path) -> Callable[..., Result]:
    """Return a function that gives the command these words, and these lines to read."""

    def command(*words: str, lines: str = "") -> Result:
        return CliRunner().invoke(main, ["new", *words, "--config", str(folder / "site_config.yml")], input=lines)

    return command


def mistakes(folder: Path) -> list[str]:
    """The codes of everything worse than a note that is wrong with an archive."""
    problems = check(Request(folder / "records", folder / "site_config.yml")).problems
    return [problem.code for problem in problems if problem.severity is not Severity.INFO]


def told(result: Result) -> str:
    return " ".join(result.output.split())


# ---- questions


@pytest.mark.parametrize("kind", Kind)
def test_questions_are_about_fields(kind: Kind) -> None:
    """Everything that is asked is a field of the record, or a text of its body, and everything required is asked."""
    schema = schema_of(kind)
    asked = {question.field for question in QUESTIONS[kind]}
    assert asked - set(schema["properties"]) <= {"opening"}
    assert set(schema["required"]) <= asked
    assert len({question.flag for question in QUESTIONS[kind]}) == len(QUESTIONS[kind])


def test_every_field_of_a_meeting_is_asked_for() -> None:
    """Command and form leave no field of a meeting to those who write files by hand."""
    schema = schema_of(Kind.MEETING)
    questions = {question.field: question for question in QUESTIONS[Kind.MEETING]}
    assert set(schema["properties"]) <= set(questions)
    page = Path(__file__).parents[3].joinpath("theme/pages/form.html").read_text(encoding="utf-8")
    assert set(schema["properties"]) <= set(re.findall(r'(?:field|pick|many|who|rows)\("(\w+)"', page))
    parts: dict[type[model.Model], str] = {model.Entry: "absent", model.Speaker: "speakers", model.Source: "sources"}
    parts |= {model.AgendaItem: "agenda", model.Conclusion: "conclusions", model.FollowUp: "follow_ups"}
    for part, field in parts.items():
        asked = {question.field.partition(".")[0] for question in questions[field].parts}
        left = {"id"} if field == "absent" else {"id", "reason"}  # whoever spoke was not absent
        assert set(model.field_names(part)) - left <= asked, field


def test_votes_papers_and_items_by_options(new: Callable[..., Result]) -> None:
    """What stands within other fields is given by their names, a paper also as its title and address in a row."""
    paper = "{title: Vorlage 2, url: 'https://example.org/2'}"
    item = f"{{heading: Lage, text: [Es regnete.], documents: [{paper}, Bericht https://example.org/3]}}"
    conclusion = "{text: Es bleibt., votes: {yes: 31, no: 2}, agenda: Beschluss}"
    asked = ("meeting", "--no-input", "--title", "Runde", "--date", "2024-04-19", "--dry-run")
    text = new(*asked, "--agenda", item, "--conclusion", conclusion).output
    assert "votes: {yes: 31, no: 2}" in text
    assert "      - title: Bericht\n        url: https://example.org/3\n" in text
    assert text.endswith("---\n## Lage\n\nEs regnete.\n\n## Beschluss\n")
    refused = new(*asked, "--conclusion", "{text: A, votes: {yes: many}}")
    assert "--conclusion: “yes” expects a whole number" in told(refused)
    assert "an agenda item needs its heading" in told(new(*asked, "--agenda", "{text: A}"))


def test_lists_of_words_are_the_models() -> None:
    """Where one of several words is asked for, all of them are offered."""
    by_field = {question.field: question for question in QUESTIONS[Kind.MEETING]}
    assert by_field["status"].choices == ("held", "announced", "cancelled")
    assert by_field["part_of_day"].choices == ("morning", "afternoon", "evening")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("dang", [("dang-thi-lua", "Đặng Thị Lúa")]),
        ("Đặng", [("dang-thi-lua", "Đặng Thị Lúa")]),
        ("lua", [("dang-thi-lua", "Đặng Thị Lúa")]),
        ("bui-van", [("bui-van-choi", "Bùi Văn Chổi"), ("bui-van-choi-bauer", "Bùi Văn Chổi")]),
        ("zzz", []),
    ],
)
def test_completion(known: Known, typed: str, offered: list[tuple[str, str]]) -> None:
    """Names are found with and without their accents, by their beginning and by each of their words."""
    assert known.completions(typed, (Kind.PERSON,)) == offered


def test_completion_of_several_kinds(known: Known) -> None:
    """An id that two kinds use is offered with its kind, as it has to be written."""
    kinds = (Kind.DISTRICT, Kind.ORGANIZATION)
    assert {reference for reference, _ in known.completions("fogw", kinds)} == {
        "districts/fogwick",
        "organizations/fogwick",
    }


def test_offers_on_the_terminal(known: Known) -> None:
    """While somebody types, records or words of a list are offered; for free text nothing is."""
    by_field = {question.field: question for question in QUESTIONS[Kind.MEETING]}
    series, status, title = (offer_of(known, by_field[field]) for field in ("series", "status", "title"))
    assert title is None
    assert series is not None
    assert status is not None
    (shown,) = _Offered(series).get_completions(Document("wass"), CompleteEvent())
    assert (shown.text, shown.start_position) == ("wasserrunde", -4)
    assert [word for word, _ in status("a")] == ["announced"]


# ---- by options


def test_meeting_by_options(new: Callable[..., Result], folder: Path) -> None:
    """A meeting given by options passes the check; names become ids, the last meeting of the row says who held it."""
    result = new(
        "meeting", "--title", "Fünfte Wasserrunde: Deiche", "--date", "2024-10-02", "--series", "Wasserrunde",
        "--chair", "Ottilie Regenpfeifer", "--attendee", "{group: Fachleute}",
        "--speaker", "{person: Wendelin Kraushaupt, district: niederquell, agenda: Lage, text: [Er sprach., Weiter.]}",
        "--conclusion", "{text: Die Bezirke melden., addressees: [all-districts], due: 2024-12-31}",
        "--conclusion", "Es bleibt feucht.", "--source", "https://a.example/x", "--opening", "Worum es ging.",
        "--no-input", "--no-follow-up-lines",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    path = folder / "records/meetings/2024/2024-10-02-funfte-wasserrunde-deiche.md"
    assert path.read_text(encoding="utf-8") == (
        "---\ntitle: 'Fünfte Wasserrunde: Deiche'\nkind: conference\nstatus: held\ndate: 2024-10-02\n"
        "series: wasserrunde\norganizations: [rat, umweltamt]\nchairs:\n  - ottilie-regenpfeifer\nattendees:\n"
        "  - group: Fachleute\nspeakers:\n  - person: wendelin-kraushaupt\n    district: niederquell\n"
        "    agenda: Lage\nconclusions:\n  - id: k1\n    text: Die Bezirke melden.\n"
        "    addressees: [all-districts]\n    due: 2024-12-31\n  - id: k2\n    text: Es bleibt feucht.\n"
        "sources:\n  - id: s1\n    url: https://a.example/x\n---\nWorum es ging.\n\n## Lage\n\n"
        "**Wendelin Kraushaupt:** Er sprach.\n\nWeiter.\n"
    )
    assert errors(check(Request(folder / "records", folder / "site_config.yml")).problems) == ()


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("person", "--name", "Ann Orrin", "--alias", "A. O.", "--post", "{role: Fährfrau}"), "people/ann-orrin.yml"),
        (("district", "--name", "Đông Sơn", "--parent", "Sơn Vụ", "--kind", "town"), "districts/dong-son.yml"),
        (("issue", "--name", "Fischerei", "--term", "Fisch*", "--broader", "hochwasser"), "issues/fischerei.yml"),
        (("organization", "--name", "Fischamt", "--parent", "umweltamt"), "organizations/fischamt.yml"),
        (("series", "--name", "Fischtage", "--organization", "rat", "--cadence", "yearly"), "series/fischtage.yml"),
    ],
)  # fmt: skip
def test_registers_by_options(new: Callable[..., Result], folder: Path, words: tuple[str, ...], path: str) -> None:
    """A register lies where its kind lies, begins with the line for editors, and passes the check."""
    result = new(*words, "--no-input")
    assert result.exit_code == 0, result.output
    text = (folder / "records" / path).read_text(encoding="utf-8")
    site = re.search("site_url: (.+)", (folder / "site_config.yml").read_text("utf-8"))
    assert site is not None
    assert text.startswith(f"# yaml-language-server: $schema={site[1]}/schema/{path.partition('/')[0]}.json\nname: ")
    assert mistakes(folder) == []


def test_line_for_editors_without_an_address(new: Callable[..., Result], folder: Path) -> None:
    """Without the site's address the line names the schema in the repository, or is left out where there is none."""
    config = folder / "site_config.yml"
    config.write_text(re.sub("site_url: .*\n", "", config.read_text("utf-8")), encoding="utf-8")
    new("issue", "--name", "Fische", "--no-input")
    assert (folder / "records/issues/fische.yml").read_text("utf-8") == "name: Fische\n"
    (folder / ".vscode/schema").mkdir(parents=True)
    (folder / ".vscode/schema/issues.json").write_text(json.dumps(schema_of(Kind.ISSUE)), encoding="utf-8")
    new("issue", "--name", "Vögel", "--no-input")
    line = (folder / "records/issues/vogel.yml").read_text("utf-8").partition("\n")[0]
    address = line.removeprefix("# yaml-language-server: $schema=")
    assert (folder / "records/issues" / address).resolve() == (folder / ".vscode/schema/issues.json").resolve()


MEETING = ("meeting", "--title", "T", "--date", "2024-04-19")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("meeting", "--title", "T"), "--date is needed"),
        (("person",), "--name is needed"),
        (("meeting", "--title", "T", "--date", "19.04.2024"), "write 2024-04-19"),
        ((*MEETING, "--chair", "Otilie Regenpfeifer"), "did you mean “ottilie-regenpfeifer”"),
        ((*MEETING, "--chair", "Bùi Văn Chổi"), "fits several records"),
        ((*MEETING, "--chair", "{persn: a}"), "there is no “persn” here"),
        ((*MEETING, "--chair", "{person: [}"), "cannot be read"),
        ((*MEETING, "--kind", "tea"), "there is no kind “tea”"),
        ((*MEETING, "--status", "hold"), "--status"),
        ((*MEETING, "--source", "javascript://x"), "--source"),
        (("person", "--name", "Lê Thị Mưa"), "the id “le-thi-mua” is taken"),
        ((*MEETING, "--id", "../../elsewhere"), "cannot be an id"),
        ((*MEETING, "--id", "search"), "the id “search” is taken"),
        (("person", "--name", "X", "--post", "{role: R, until: 2020, from: never}"), "--post"),
    ],
)  # fmt: skip
def test_wrong_options(new: Callable[..., Result], folder: Path, words: tuple[str, ...], said: str) -> None:
    """What does not fit is refused in one line that says what to write, and nothing is written."""
    before = sorted(folder.rglob("*"))
    result = new(*words, "--no-input")
    assert result.exit_code == 2
    assert said in told(result)
    assert sorted(folder.rglob("*")) == before


def test_record_that_would_not_pass(new: Callable[..., Result], folder: Path) -> None:
    """What only shows in the whole record is shown as the check shows it, and nothing is written."""
    result = new("district", "--name", "Nebel", "--from", "2020", "--until", "2019", "--no-input")
    assert result.exit_code == 1
    assert "error[end-before-start]" in result.output
    assert "Nothing was written" in result.output
    assert not (folder / "records/districts/nebel.yml").exists()


def test_nothing_is_overwritten(new: Callable[..., Result], folder: Path) -> None:
    """A file that is there stays, also one that is no record of its id, and a record is never written twice."""
    assert new("issue", "--name", "Fische", "--no-input").exit_code == 0
    before = (folder / "records/issues/fische.yml").read_bytes()
    again = new("issue", "--name", "Fische", "--description", "x", "--no-input")
    assert again.exit_code == 2
    assert "is taken" in told(again)
    assert (folder / "records/issues/fische.yml").read_bytes() == before
    (folder / "records/issues/vogel.yml").symlink_to(folder / "records/issues/fische.yml")
    assert new("issue", "--name", "Vogel", "--no-input").exit_code == 2
    assert (folder / "records/issues/fische.yml").read_bytes() == before


def test_namesakes_get_ids_of_their_own(new: Callable[..., Result], folder: Path) -> None:
    """A second person of one name is written under the id that was given."""
    assert new("person", "--name", "Lê Thị Mưa", "--id", "le-thi-mua-dichterin", "--no-input").exit_code == 0
    assert (folder / "records/people/le-thi-mua-dichterin.yml").exists()


def test_dry_run(new: Callable[..., Result], folder: Path) -> None:
    """`--dry-run` shows the record and writes nothing."""
    result = new("issue", "--name", "Fische", "--no-input", "--dry-run")
    assert result.output.endswith("name: Fische\n")
    assert not (folder / "records/issues/fische.yml").exists()


# ---- by questions


def test_meeting_by_questions(new: Callable[..., Result], folder: Path) -> None:
    """Answered line by line, the same record comes about; an answer that does not fit is asked for again."""
    lines = [
        "Sechste Wasserrunde", "02.10.2024", "2024-10-02", "wasserrunde", "",  # title, date twice, series, kind
        "", "", "",  # why the date is uncertain, part of the day, number
        "", "", "",  # held by: both as last time, then no more
        "", "", "", "",  # place, district, issue, summary
        "", "",  # source: no title, no address
        "Otilie Regenpfeifer", "Ottilie Regenpfeifer", "Leiterin", "", "", "", "",  # chair: who twice, role, for whom …
        "", "",  # no more chairs
        "", "",  # attendee: nobody, no group
        "Worum es ging.", "",  # opening
        "", "Die Fachleute", "", "", "", "", "", "", "", "", "Sie sprachen.", "",  # speaker: a group that spoke
        "", "",  # no more speakers
        "", "", "",  # conclusion, report on an earlier one, note
    ]  # fmt: skip
    result = new("meeting", "--no-follow-up-lines", lines="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    text = (folder / "records/meetings/2024/2024-10-02-sechste-wasserrunde.md").read_text(encoding="utf-8")
    assert text == (
        "---\ntitle: Sechste Wasserrunde\nkind: conference\nstatus: held\ndate: 2024-10-02\nseries: wasserrunde\n"
        "organizations: [rat, umweltamt]\nchairs:\n  - person: ottilie-regenpfeifer\n    role: Leiterin\nspeakers:\n"
        "  - group: Die Fachleute\n---\nWorum es ging.\n\n**Die Fachleute:** Sie sprachen.\n"
    )
    assert "write 2024-10-02" in told(result)
    assert "did you mean" in told(result)


def test_questions_that_nobody_answers(new: Callable[..., Result]) -> None:
    """Where nobody is there to answer, the question is said, and nothing is written."""
    result = new("issue", lines="")
    assert result.exit_code == 2
    assert "no answer to “name”" in told(result)


def test_another_id_is_asked_for(new: Callable[..., Result], folder: Path) -> None:
    """Where the id is taken, another one is asked for."""
    result = new("person", "--name", "Lê Thị Mưa", lines="\n" * 12 + "le-thi-mua\nle-thi-mua-2\n")
    assert "is taken" in told(result)
    assert (folder / "records/people/le-thi-mua-2.yml").exists(), result.output


def test_terminal(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal answers are typed with completion at hand, and refused ones are typed again."""
    question = next(question for question in QUESTIONS[Kind.MEETING] if question.field == "series")
    with create_pipe_input() as typed:
        typed.send_text("nonsense\rwasserrunde\r")
        asker = Asker()
        monkeypatch.setattr(asker, "_session", PromptSession(input=typed, output=DummyOutput()))
        offer = offer_of(known, question)
        # In a thread of its own: the browser of other tests has an event loop in this one.
        with ThreadPoolExecutor(1) as thread:
            answer = thread.submit(
                asker.ask, "series", lambda text: known.reference(text, question.kinds), offer, needed=False
            ).result()
    assert answer == "wasserrunde"


def test_resembling_person_is_told(known: Known) -> None:
    """A new person whose name is nearly another's is written all the same, and the other one is told."""
    record = new_record(known, Kind.PERSON, {"name": "Wendelin Kraushaubt"})
    assert "resembling-name" in {problem.code for problem in record.problems}
    assert errors(record.problems) == ()


def test_taken_id_is_refused(known: Known) -> None:
    """No record is made under an id that is taken."""
    with pytest.raises(Refused, match="“le-thi-mua” is taken"):
        new_record(known, Kind.PERSON, {"name": "Lê Thị Mưa"})


@pytest.mark.parametrize(("id", "code"), IDS)
def test_ids_of_the_shared_cases(archive_files: Callable[[str], Known], id: str, code: str) -> None:
    """What the form refuses as an id, the command refuses, and the check does so where a file is called so."""
    fault = id_fault(id)
    assert (fault.code if fault else "") == ("" if code == "duplicate-id" else code)
    try:
        record = new_record(archive_files("2024-01-10-talk"), Kind.MEETING, {"title": "T", "date": "2024"}, id)
    except Refused:
        assert code
    else:
        assert (code, record.id) == ("", id)


@pytest.fixture
def archive_files() -> Callable[[str], Known]:
    """Return a function that gives an archive of one meeting with this id."""

    def files(id: str) -> Known:
        text = "---\ntitle: T\ndate: 2024-01-10\n---\n"
        return Known([RecordFile(Kind.MEETING, id, f"records/meetings/2024/{id}.md", text)], SiteConfig(title="T"))

    return files


# ---- what else is needed on the way


def test_somebody_new_is_added_along(new: Callable[..., Result], folder: Path) -> None:
    """A name with a plus before it gets a record, once; the meeting refers to it, and both pass the check."""
    result = new(
        "meeting", "--title", "Runde", "--date", "2024-10-02", "--organization", "+Fähramt",
        "--chair", "+Žofie Ďáblová", "--attendee", "{person: Žofie Ďáblová}",
        "--speaker", "{person: +Žofie Ďáblová, organization: fahramt}",
        "--conclusion", "{text: Es bleibt so., by: +organizations/Fähramt}", "--no-input",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert (folder / "records/people/zofie-dablova.yml").read_text("utf-8").endswith("\nname: Žofie Ďáblová\n")
    assert (folder / "records/organizations/fahramt.yml").read_text("utf-8").endswith("\nname: Fähramt\n")
    text = (folder / "records/meetings/2024/2024-10-02-runde.md").read_text("utf-8")
    assert text.count("zofie-dablova") == 3
    assert "organizations: [fahramt]" in text
    assert "by: fahramt" in text
    assert mistakes(folder) == []


def test_nothing_new_is_written_with_a_record_that_fails(new: Callable[..., Result], folder: Path) -> None:
    """Whoever was added along with a record that is refused or only shown is not written either."""
    before = sorted(folder.rglob("*"))
    end = ("--no-input", "--title", "Runde", "--date", "2024-10-02", "--chair", "+Žofie Ďáblová")
    assert new("meeting", *end, "--speaker", "{person: +Ann Orrin, source: s7}").exit_code == 1
    shown = new("meeting", *end, "--dry-run")
    assert shown.output.startswith("# records/people/zofie-dablova.yml\n")
    assert "# records/meetings/2024/2024-10-02-runde.md\n---\n" in shown.output
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize(
    ("chair", "said"),
    [
        ("Žofie Ďáblová", "for a new record write +Žofie Ďáblová"),
        ("+Lê Thị Mưa", "“Lê Thị Mưa” is known already; write le-thi-mua"),
        ("+", "for a new record write +…"),
        ("{organization: Fähramt}", "for a new record write +Fähramt"),
    ],
)
def test_how_somebody_new_is_written(new: Callable[..., Result], chair: str, said: str) -> None:
    """Who is not known is told how to be added, and nobody is added twice."""
    result = new(*MEETING, "--chair", chair, "--no-input")
    assert result.exit_code == 2
    assert said in told(result)


def test_kind_of_something_new_is_needed(known: Known) -> None:
    """Where several kinds can be meant, the kind has to be said."""
    with pytest.raises(Refused, match=r"write \+people/Ann Orrin or \+districts/Ann Orrin"):
        known.reference("+Ann Orrin", (Kind.PERSON, Kind.DISTRICT))
    assert known.added == []


def test_new_records_get_ids_of_their_own(fixture_folder: Path) -> None:
    """Two new names that come to one id are told apart by a number."""
    known = Known(read_records(fixture_folder / "records").files, SiteConfig(title="T"))
    names = ("+Ann Orrin", "+Ánn Orrin", "Ann Orrin")
    assert [known.reference(name, (Kind.PERSON,)) for name in names] == ["ann-orrin", "ann-orrin-2", "ann-orrin"]


def test_sources_get_ids(new: Callable[..., Result], folder: Path) -> None:
    """Each source has an id by which entries can refer to it, its own or the next that is free."""
    sources = ("https://a.example/", "{id: s1, title: Blatt}", "{title: Bote}")
    words = [word for source in sources for word in ("--source", source)]
    result = new(*MEETING, *words, "--chair", "{person: Lê Thị Mưa, source: s3}", "--no-input")
    assert result.exit_code == 0, result.output
    text = (folder / "records/meetings/2024/2024-04-19-t.md").read_text("utf-8")
    assert re.findall("- id: (.*)\n", text) == ["s2", "s1", "s3"]


@pytest.mark.parametrize(
    "written",
    [
        "2023-02-28-wasserrunde#k1",
        "https://archive.example/son-vu/meetings/2023-02-28-wasserrunde/#k1",
        "https://archive.example/son-vu/meetings/2023-02-28-wasserrunde/?v=1a2b#k1",
        "http://localhost:8000/meetings/2023-02-28-wasserrunde/index.html#k1",
    ],
)
def test_earlier_conclusion(known: Known, written: str) -> None:
    """A conclusion is named by its id or by its address on any copy of the site."""
    assert known.conclusion(written) == "2023-02-28-wasserrunde#k1"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2023-02-28-wasserrunde", "is no conclusion"),
        ("https://archive.example/conclusions/", "is no conclusion"),
        ("2023-02-29-wasserrunde#k1", "there is no meeting “2023-02-29-wasserrunde”"),
        ("2023-02-28-wasserrunde#k9", "its conclusions are: k1, k2"),
    ],
)
def test_conclusion_that_is_not_there(new: Callable[..., Result], written: str, said: str) -> None:
    """A report on a conclusion that is not there is refused at once, with those that are."""
    result = new(*MEETING, "--follow-up", f"{{conclusion: '{written}', status: done}}", "--no-input")
    assert result.exit_code == 2
    assert said in told(result)


@pytest.mark.parametrize(("sources", "asked"), [(1, False), (2, True)])
def test_source_is_asked_for_where_there_are_several(
    new: Callable[..., Result], folder: Path, sources: int, asked: bool
) -> None:
    """Of one source alone nobody is asked which one it was; of two everybody is, and one may have an address alone."""
    given = [line for n in range(sources) for line in ("", f"https://{n}.example/", *[""] * 5)]
    start = ["", "", "", "", "", "", "", "", "", *given, "", ""]  # series … summary, sources
    chair = ["Lê Thị Mưa", "", "", "", "", "", *(["s2"] if asked else []), "", ""]
    lines = [*start, *chair, *[""] * 9]
    result = new(*MEETING, lines="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    text = (folder / "records/meetings/2024/2024-04-19-t.md").read_text("utf-8")
    assert ("chairs:\n  - person: le-thi-mua\n    source: s2\n" in text) == asked
    assert ("chairs:\n  - le-thi-mua\n" in text) == (not asked)
    assert text.count("url: https://") == sources
