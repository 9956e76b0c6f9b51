from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.config import SiteConfig
from generator.contribute.fix import Fixed, fix_records, fix_text, replay
from generator.problems import Severity
from generator.records.decode import decode_record
from generator.records.model import Kind
from generator.records.source import RecordFile


def meeting(fields: str, body: str = "") -> str:
    return f"---\ntitle: T\ndate: 2024-05-01\n{fields}\n---\n{body}"


def errors(kind: Kind, text: str) -> int:
    _, problems = decode_record(RecordFile(kind, "x", "records/x", text))
    return sum(problem.severity is Severity.ERROR for problem in problems)


# ---- what is mended


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # dates that can be read in one order
        ("period: 2024\nconclusions: [{id: k1, text: x, due: 19.04.2024}]", None),
        ("conclusions:\n  - id: k1\n    text: x\n    due: 19.04.2024", "due: 2024-04-19"),
        ("conclusions:\n  - id: k1\n    text: x\n    due: 19. 4. 2024  # it says", "due: 2024-04-19  # it says"),
        ("conclusions:\n  - id: k1\n    text: x\n    due: '2024/4/9'", "due: '2024-04-09'"),
        ("conclusions:\n  - id: k1\n    text: x\n    due: 19/04/2024", "due: 2024-04-19"),
        ("conclusions:\n  - id: k1\n    text: x\n    due: 19.04.2024/20.04.2024", "due: 2024-04-19/2024-04-20"),
        # text that YAML takes for something else
        ("summary: Talk: on water", "summary: 'Talk: on water'"),
        ("summary: It's so: wet  # noted", "summary: 'It''s so: wet'  # noted"),
        ("summary: @all and `code`", "summary: '@all and `code`'"),
        ("notes:\n  - One: two", "notes:\n  - 'One: two'"),
        ("notes:\n  - One: two: three", "notes:\n  - 'One: two: three'"),
        # tabs
        ("chairs:\n\t- person: a\n\t  role: b", "chairs:\n  - person: a\n    role: b"),
        ("chairs:\n  - person: a\n\t\trole: b", "chairs:\n  - person: a\n    role: b"),
        # one value where a list is expected
        ("organizations: rat", "organizations: [rat]"),
        ("organizations: rat, amt", "organizations: [rat, amt]"),
        ("places: 'Thung, the town'", "places: ['Thung, the town']"),
        ("places: Thung  # upstream", "places: [Thung]  # upstream"),
        ("places: Thung [upstream]", "places: ['Thung [upstream]']"),
        ("chairs: Bùi Văn Chổi", "chairs: [Bùi Văn Chổi]"),
        ("chairs:\n  person: a\n  role: b", "chairs:\n- person: a\n  role: b"),
        ("chairs:\n    person: a\n    role: b", "chairs:\n  - person: a\n    role: b"),
        ("chairs: {person: a, role: b}", "chairs: [{person: a, role: b}]"),
        ("conclusions:\n  - id: k1\n    text: x\n    issues: deiche", "    issues: [deiche]"),
        # blanks at the ends of lines
        ("summary: x  \nnotes: [y]\t", "summary: x\nnotes: [y]"),
        # several at once, each at its place
        ("places: Thung\nsummary: a: b\nlanguage: de ", "places: [Thung]\nsummary: 'a: b'\nlanguage: de"),
    ],
)  # fmt: skip
def test_mended(before: str, after: str | None) -> None:
    """What can be mended in one way is mended so, and the record has no mistake of that kind left."""
    result = fix_text(Kind.MEETING, meeting(before))
    assert (after or "due: 2024-04-19") in result.text
    assert errors(Kind.MEETING, result.text) == 0
    assert result.mends


@pytest.mark.parametrize(
    "fields",
    [
        "conclusions:\n  - id: k1\n    text: x\n    due: 04/05/2024",  # two readings
        "conclusions:\n  - id: k1\n    text: x\n    due: 31.02.2024",  # no such day
        "places: Thung, upstream",  # one place or two
        "titel: x",  # nearest field: only when asked for
        "status: heldd",
        "chairs: [le-thi-muaa]",
        "summary: &a x",  # an anchor, or text
        "summary: 'never closed",
        "number: eleven",
        "chairs: [{person: a}",
        "summary: |\n  text of several lines  \n  stays: as it is\t\n",
        "summary: >-\n  folded  \n\n  text  ",
        "summary: 'in quotes  \n  over two lines'",
        "# a comment with blanks  \nsummary: x  # another one  ",
        "summary: x\n   \nlanguage: de",
        "summary: Talk: on water\n  and on land",  # where the text ends, a person knows
        "speakers:\n  - person: a\n    issues:\n     x: y",  # no room for a dash
        "language: de\u2028summary: x\n# as long.  ",  # YAML counts other lines
        "",
    ],
)
def test_left_alone(fields: str) -> None:
    """What a person has to decide, and what is no mistake, stays as it is, byte for byte."""
    result = fix_text(Kind.MEETING, meeting(fields))
    assert result == Fixed(meeting(fields))


def test_the_file_as_a_whole() -> None:
    """A byte order mark and foreign ends of lines go; what was done is told once, not for each line."""
    result = fix_text(Kind.PERSON, "\ufeffname: Ann\r\nnote: x\ry: z\n".replace("y: z", "aliases: [A]"))
    assert result == Fixed(
        "name: Ann\nnote: x\naliases: [A]\n", ("the byte order mark is gone", "lines end in a line feed alone")
    )


def test_composed_letters() -> None:
    """Letters with accents become one character each, in fields and body; addresses and file names stay as they are."""
    apart = unicodedata.normalize("NFD", "Bùi Văn Chổi")
    link = unicodedata.normalize("NFD", "https://a.example/é")
    picture = unicodedata.normalize("NFD", "![Đê](đê.png)")
    text = f"---\ntitle: {apart}\ndate: 2024-05-01\nsources: [{{url: '{link}'}}]\n---\n**{apart}:** x {picture}\n"
    result = fix_text(Kind.MEETING, text)
    assert result.text == text.replace(apart, unicodedata.normalize("NFC", apart))
    assert {mend.line for mend in result.mends} == {2, 6}


def test_body_is_no_yaml() -> None:
    """In the body tabs, colons and blanks mean what Markdown makes of them."""
    body = "\tcode: here\n\nA line  \nbroken: by two blanks\n- a: b: c\n"
    assert fix_text(Kind.MEETING, meeting("places: x", body)).text == meeting("places: [x]", body)


def test_each_mend_is_told_with_its_place() -> None:
    """A mend names line and column, what stood there and what stands there now."""
    (mend,) = fix_text(Kind.MEETING, meeting("places: Thung")).mends
    assert (mend.line, mend.column, mend.before, mend.after) == (4, 9, "Thung", "[Thung]")


@pytest.mark.parametrize(
    "text", ["", "\n", "---", "---\n", "---\n---\n", "no front matter: at all: here", "\ufeff", "a\x85b: c: d\n"]
)
@pytest.mark.parametrize("kind", [Kind.MEETING, Kind.ISSUE])
def test_files_that_are_hardly_records(kind: Kind, text: str) -> None:
    """Nothing makes it fail, and what it cannot read it leaves."""
    result = fix_text(kind, text)
    assert fix_text(kind, result.text).text == result.text


# ---- suggestions


def files_of(texts: Mapping[str, str]) -> list[RecordFile]:
    found = []
    for name, text in texts.items():
        folder, file = name.partition("/")[0], name.rpartition("/")[2]
        found.append(RecordFile(Kind(folder), file.partition(".")[0], f"records/{name}", text))
    return found


def suggested(texts: Mapping[str, str], wanted: str, *, suggestions: bool = True) -> str:
    path = f"records/{wanted}"
    return fix_records(files_of(texts), [path], SiteConfig(title="T"), suggestions=suggestions)[path].text


PEOPLE = {"people/le-trung-son.yml": "name: Lê Trung Sơn\n", "people/ann-orrin.yml": "name: Ann Orrin\n"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("chairs: [le-trung-sno]", "chairs: [le-trung-son]"),
        ("chairs: ['le-trung-sno', ann-orin]", "chairs: ['le-trung-son', ann-orrin]"),
        ("chairs: le-trung-sno", "chairs: [le-trung-son]"),
        ("chars: [le-trung-sno]", "chairs: [le-trung-son]"),
        ("status: anounced", "status: announced"),
    ],
)
def test_suggestions(before: str, after: str) -> None:
    """The nearest field, word or id is written only where that was asked for."""
    texts = {**PEOPLE, "meetings/m.md": meeting(before)}
    assert suggested(texts, "meetings/m.md") == meeting(after)
    assert after not in suggested(texts, "meetings/m.md", suggestions=False)


def test_suggestions_in_the_body() -> None:
    """A label that is nearly a participant, and a link that leads nowhere, are mended in the body."""
    texts = {**PEOPLE, "meetings/m.md": meeting("chairs: [le-trung-son]", "**Lê Trung Sno:** see [[ann-orin]].\n")}
    after = meeting("chairs: [le-trung-son]", "**Lê Trung Sơn:** see [[ann-orrin]].\n")
    assert suggested(texts, "meetings/m.md") == after


def test_suggestions_make_nothing_worse() -> None:
    """A misspelt field whose right spelling is there already stays, since one of the two has to go."""
    text = meeting("summary: a\nsumary: b")
    assert suggested({"meetings/m.md": text}, "meetings/m.md") == text


def test_strangers_stay() -> None:
    """An id that resembles nobody's stays."""
    text = meeting("chairs: [quentin-zephyr]")
    assert suggested({**PEOPLE, "meetings/m.md": text}, "meetings/m.md") == text


# ---- properties


SLIPS: tuple[Callable[[str], str], ...] = (
    lambda line: line.replace("  ", "\t", 1),
    lambda line: f"{line}  ",
    lambda line: f"{line}: more",
    lambda line: line.replace("'", ""),
    lambda line: line.replace("[", "").replace("]", ""),
    lambda line: unicodedata.normalize("NFD", line),
    lambda line: line.replace("-0", ".0"),
    lambda line: f"{line} # why",
    lambda line: line[:-1],
    lambda line: line.replace("- ", "", 1),
    lambda line: line.replace("2024-05-02", "02.05.2024").replace("2023-05-31", "31/05/2023"),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_slips_in_records(texts: dict[str, str], data: st.DataObject) -> None:
    """Whatever was done to a record: the reported mends are all that changes, nothing gets worse, and twice is once."""
    name = data.draw(st.sampled_from(sorted(texts)))
    lines = texts[name].split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        number = data.draw(st.integers(0, len(lines) - 1))
        lines[number] = data.draw(st.sampled_from(SLIPS))(lines[number])
    kind, text = Kind(name.partition("/")[0]), "\n".join(lines)
    holds(kind, text)


@settings(max_examples=150, deadline=None)
@given(st.text("abk:- \t\n'\"[]{}#,|>&*.0129é\u0301\r", max_size=60), st.sampled_from([Kind.MEETING, Kind.SERIES]))
def test_any_text(text: str, kind: Kind) -> None:
    """The same holds of any text at all."""
    holds(kind, meeting(text) if kind is Kind.MEETING else text)


def holds(kind: Kind, text: str) -> None:
    result: Any = fix_text(kind, text)
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert replay(plain, result.mends) == result.text
    touched = {mend.line for mend in result.mends}
    for number, (before, after) in enumerate(zip(plain.split("\n"), result.text.split("\n"), strict=True), 1):
        assert before == after or number in touched
    assert errors(kind, result.text) <= errors(kind, plain) or stopped_earlier(kind, plain)
    assert fix_text(kind, result.text) == Fixed(result.text)


def stopped_earlier(kind: Kind, text: str) -> bool:
    """Whether YAML refused the text, so that only one of its mistakes could be seen."""
    _, problems = decode_record(RecordFile(kind, "x", "records/x", text))
    return any(problem.code.startswith("yaml") for problem in problems)


def test_records_of_the_invented_archive_stay(texts: dict[str, str]) -> None:
    """Records without mistakes are left as they are, comments, blanks and all."""
    for name, text in texts.items():
        assert fix_text(Kind(name.partition("/")[0]), text) == Fixed(text), name
