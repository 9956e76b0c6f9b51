"""The text of a record: the bytes of chosen cases, and that the reader gets back what was to be written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.speeches import plain
from generator.contribute.write import AgendaPart, SpokenPart, body_text, meeting_id, record_path, record_text
from generator.records.body import Heading, Passage, parse_body
from generator.records.decode import decode_record
from generator.records.model import ID_LENGTH, ID_PATTERN, Kind, Meeting, Person, Source
from generator.records.source import RecordFile

CASES: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("write_cases.json").read_text(encoding="utf-8")
)
"""Cases that the form's script is held to as well."""


def named(group: str) -> list[Any]:
    return [pytest.param(case, id=case.get("name") or case["id"]) for case in CASES[group]]


@pytest.mark.parametrize("case", named("records"))
def test_bytes_of_a_record(case: dict[str, Any]) -> None:
    """Fields become exactly these bytes, here and in the form's script."""
    assert record_text(Kind(case["kind"]), case["fields"], case["body"]) == case["text"]


@pytest.mark.parametrize("case", named("bodies"))
def test_bytes_of_a_body(case: dict[str, Any]) -> None:
    """Speeches become exactly this Markdown, here and in the form's script."""
    speeches = [SpokenPart(*speech) for speech in case["speeches"]]
    agenda = [AgendaPart(*item) for item in case.get("agenda", ())]
    assert body_text(case["opening"], speeches, agenda) == case["body"]


@pytest.mark.parametrize("case", named("ids"))
def test_id_of_a_new_meeting(case: dict[str, Any]) -> None:
    """Date and title give this id and this place, here and in the form's script."""
    assert meeting_id(case["date"], case["title"]) == case["id"]
    assert record_path(Kind.MEETING, case["id"], case["date"]) == case["path"]


def test_register_lies_in_the_folder_of_its_kind() -> None:
    """Only meetings are sorted by year."""
    assert record_path(Kind.PERSON, "le-thi-mua") == "records/people/le-thi-mua.yml"


# ── the reader gets back what was written ─────────────────────────────────────────────────────────────────────────

_SIGNS = "-?:,[]{}#&*!|>'\"%@`~=\\/ \t.…–“”0123456789aäĐễnoyesXZ\u00a0\u200d𝔘"
_LINES = st.text(st.sampled_from(_SIGNS) | st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=60)
_TEXTS = st.one_of(
    _LINES,
    st.text(st.sampled_from(_SIGNS + "\n"), max_size=80),
    st.sampled_from(
        ["no", "~", "null", "14:30", "0123", "1e3", "- a", "a: b", "a #b", "---", "...", "<<", "!!str", "a:"]
    ),
).filter(lambda text: text.strip() != "" and "???" not in text)  # the latter is an open question, and no record yet
_IDS = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,3}", fullmatch=True)
_WHO = st.fixed_dictionaries({"person": _TEXTS}, optional={"as": _TEXTS, "role": _TEXTS, "district": _IDS})
_GROUP = st.fixed_dictionaries({"group": _TEXTS}, optional={"count": st.integers(1, 9000), "quote": _TEXTS})
_CONCLUSION = st.fixed_dictionaries(
    {"id": _IDS.filter(lambda id: not id.startswith("item-")), "text": _TEXTS},
    optional={
        "addressees": st.lists(_TEXTS, max_size=4),
        "due": st.dates().map(date.isoformat),
        "votes": st.fixed_dictionaries({"yes": st.integers(0, 99)}, optional={"no": st.integers(0, 99)}),
    },
)
_MEETINGS = st.fixed_dictionaries(
    {"title": _TEXTS, "date": st.dates(date(1000, 1, 1)).map(date.isoformat)},
    optional={
        "start": st.from_regex(r"([01][0-9]|2[0-3]):[0-5][0-9]", fullmatch=True),
        "period": st.sampled_from(["2024", "2024-Q1", "2024-H2", "2024-04"]),
        "places": st.lists(_TEXTS, max_size=4),
        "issues": st.lists(_IDS, max_size=12),
        "chairs": st.lists(_WHO | _GROUP, max_size=3),
        "speakers": st.lists(_WHO, max_size=3),
        "summary": _TEXTS,
        "conclusions": st.lists(_CONCLUSION, max_size=3),
        "notes": st.lists(_TEXTS, max_size=3),
    },
)


def read_back(kind: Kind, text: str) -> Any:
    decoded, problems = decode_record(RecordFile(kind, "x", f"records/{kind}/x", text))
    assert problems == (), text
    return decoded


def as_the_reader_reads(value: Any) -> Any:
    """What stands for a value in a file: a blank for characters that no record may hold."""
    if isinstance(value, str):
        return "".join(" " if c in "\ufeff\ufffe\uffff\u2028\u2029" else c for c in value)
    if isinstance(value, dict):
        return {name: as_the_reader_reads(inner) for name, inner in value.items()}
    return [as_the_reader_reads(inner) for inner in value] if isinstance(value, list) else value


@settings(max_examples=250, deadline=None)
@given(_MEETINGS)
def test_reader_gets_the_same_meeting_back(fields: dict[str, Any]) -> None:
    """Whatever texts a meeting has, its written record is read as the same meeting."""
    text = record_text(Kind.MEETING, fields)
    expected = Meeting.model_validate(as_the_reader_reads(fields))
    assert read_back(Kind.MEETING, text).record == expected
    assert record_text(Kind.MEETING, {name: getattr(expected, name) for name in fields}) == text


@settings(max_examples=150, deadline=None)
@given(_TEXTS.filter(lambda text: "\ufeff" not in text))  # a byte order mark, which no record may hold
def test_other_readers_of_yaml_take_text_for_text(text: str) -> None:
    """No text becomes a truth, a time or nothing in a YAML reader that guesses (numbers and dates stay as written)."""
    value = yaml.safe_load(record_text(Kind.PERSON, {"name": text}))["name"]
    assert isinstance(value, str | int | float | date)
    assert not isinstance(value, bool)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(SpokenPart, _IDS, _IDS, st.just("") | _IDS), max_size=6), _IDS)
def test_body_is_read_as_the_speeches_that_were_typed(speeches: list[SpokenPart], opening: str) -> None:
    """Each speech is found below the heading of its item, and no item is headed twice."""
    blocks = parse_body(body_text(opening, speeches)).blocks
    labels = [block.label for block in blocks if isinstance(block, Passage) and block.label]
    headings = [plain(block.title) for block in blocks if isinstance(block, Heading)]
    assert sorted(labels) == sorted(speech.label for speech in speeches)
    assert headings == list(dict.fromkeys(speech.agenda for speech in speeches if speech.agenda))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["2024-04-19", "XXXX-03-07", "2024", "?", ""]))
def test_every_title_gives_an_id(title: str, day: str) -> None:
    """Whatever the title, what comes out can be a file's name."""
    id = meeting_id(day, title)
    assert ID_PATTERN.fullmatch(id)
    assert len(id) <= ID_LENGTH


def test_parts_of_models_are_written_like_mappings() -> None:
    """Records that a program holds are written by the names of the format, without what nobody wrote."""
    person = Person.model_validate({"name": "Lê Thị Mùa", "posts": [{"role": "Vorsitz", "from": "2021"}]})
    fields = {"sources": (Source(title="Bericht"),), "name": person.name, "posts": person.posts}
    assert record_text(Kind.PERSON, fields) == (
        "name: Lê Thị Mùa\nposts:\n  - role: Vorsitz\n    from: 2021\nsources:\n  - title: Bericht\n"
    )
