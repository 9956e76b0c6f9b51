from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.contribute.format import Formatted, format_text
from generator.contribute.write import record_text
from generator.records.decode import decode_record
from generator.records.model import Kind
from generator.records.source import RecordFile


def formatted(kind: Kind, text: str) -> str:
    result = format_text(kind, text)
    assert result.readable
    return result.text


def meaning(kind: Kind, text: str) -> object:
    decoded, _ = decode_record(RecordFile(kind, "x", "records/x", text))
    return decoded.record, decoded.body.text.rstrip("\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("note: x\nname: Ann\n", "name: Ann\nnote: x\n"),
        ("sources: [{id: s1}]\naliases: [A]\nname: Ann\n", "name: Ann\naliases: [A]\nsources: [{id: s1}]\n"),
        # comments go with the field below them, what stands above the first field stays
        (
            "# about Ann\nnote: x  # why\n# her name\n# as printed\nname: Ann\n",
            "# about Ann\n# her name\n# as printed\nname: Ann\nnote: x  # why\n",
        ),
        ("# $schema\n\nnote: x\nname: Ann\n", "# $schema\n\nname: Ann\nnote: x\n"),
        # texts of several lines are moved as they are
        (
            "note: |\n  one\n  # no comment\n\nname: Ann\n",
            "name: Ann\nnote: |\n  one\n  # no comment\n",
        ),
        ("note: |\n  one\n  # no comment\nname: Ann\n", "name: Ann\nnote: |\n  one\n  # no comment\n"),
        ("note: >-\n   one\n   two\nname: 'An\n  n'\n", "name: 'An\n  n'\nnote: >-\n   one\n   two\n"),
        # fields within lists
        (
            "name: Ann\nposts:\n  - from: 2020\n    # the office\n    role: b\n  - role: c\n",
            "name: Ann\nposts:\n    # the office\n  - role: b\n    from: 2020\n  - role: c\n",
        ),
        (
            "name: Ann\nposts:\n- until: 2021\n  from: 2020\n  role: b\n",
            "name: Ann\nposts:\n- role: b\n  from: 2020\n  until: 2021\n",
        ),
        ("posts:\n  -   from: 2020\n      role: b\nname: A\n", "name: A\nposts:\n  -   role: b\n      from: 2020\n"),
        # fields in one line stay as they are
        ("posts: [{from: 2020, role: b}]\nname: Ann\n", "name: Ann\nposts: [{from: 2020, role: b}]\n"),
        # what no model knows comes last, in its own order
        ("z: 1\ny: 2\nname: Ann\n", "name: Ann\nz: 1\ny: 2\n"),
        # the end of the file, and what nobody sees
        ("name: Ann\n\n\n", "name: Ann\n"),
        ("name: Ann", "name: Ann\n"),
        ("name: Ann  \r\nnote: x\r\n", "name: Ann\nnote: x\n"),
    ],
)  # fmt: skip
def test_order(before: str, after: str) -> None:
    """Fields come in the order of the model, each with its comments, and nothing else changes."""
    assert formatted(Kind.PERSON, before) == after
    assert formatted(Kind.PERSON, after) == after
    assert meaning(Kind.PERSON, before) == meaning(Kind.PERSON, after)


def test_meeting() -> None:
    """Of a meeting the fields are ordered, in all its parts; the body stays."""
    before = "---\nspeakers:\n  - kind: report\n    person: a\ndate: 2024-05-01\ntitle: T\n---\n\nb: c\na: b\n"
    after = "---\ntitle: T\ndate: 2024-05-01\nspeakers:\n  - person: a\n    kind: report\n---\n\nb: c\na: b\n"
    assert formatted(Kind.MEETING, before) == after


def test_meaning_is_never_changed() -> None:
    """Where a field would say something else at another place, the order stays: here it ends in an empty line."""
    text = "note: |+\n  one\n\nname: Ann\n"
    assert formatted(Kind.PERSON, text) == text


@pytest.mark.parametrize("text", ["name: [Ann\nnote: x\n", "name: a: b\n", "name: A\nname: B\n"])
def test_what_yaml_cannot_read(text: str) -> None:
    """A record that cannot be read is left in its order, and said to be so."""
    assert format_text(Kind.PERSON, text) == Formatted(text, readable=False)


@pytest.mark.parametrize(
    "text", ["", "---", "---\n---\n", "{}", "- a\n- b\n", "a", "? a\n: b\n", "{note: x, name: A}\n"]
)
@pytest.mark.parametrize("kind", [Kind.MEETING, Kind.PERSON])
def test_files_that_are_hardly_records(kind: Kind, text: str) -> None:
    """Nothing makes it fail, and twice is once."""
    result = format_text(kind, text).text
    assert format_text(kind, result).text == result


def test_what_the_program_writes_is_in_order() -> None:
    """A record that the program writes itself has nothing to be put in order."""
    fields = {"notes": ["N."], "sources": [{"title": "S", "id": "s1"}], "title": "T", "date": "2024-05-01"}
    for kind, given_fields in ((Kind.MEETING, fields), (Kind.PERSON, {"sources": [{"id": "s1"}], "name": "Ann"})):
        text = record_text(kind, given_fields)
        assert formatted(kind, text) == text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_shuffled_records(texts: dict[str, str], data: st.DataObject) -> None:
    """In whatever order fields stand, formatting them says the same, keeps every line, and twice is once."""
    name = data.draw(st.sampled_from(sorted(texts)))
    kind = Kind(name.partition("/")[0])
    first, fields, last = texts[name].split("---\n", 2) if kind is Kind.MEETING else ("", texts[name], "")
    first, last = ("---\n", f"---\n{last}") if kind is Kind.MEETING else ("", "")
    blocks = blocks_of(fields)
    shuffled = data.draw(st.permutations(blocks))
    comments = data.draw(
        st.lists(st.sampled_from(["", "# one\n", "# two\n# three\n"]), min_size=len(blocks), max_size=len(blocks))
    )
    text = first + "".join(c + b for c, b in zip(comments, shuffled, strict=True)) + last
    result = formatted(kind, text)
    assert meaning(kind, result) == meaning(kind, text)
    assert sorted(result.replace("- ", "  ").split()) == sorted(text.replace("- ", "  ").split())
    assert formatted(kind, result) == result


def blocks_of(fields: str) -> list[str]:
    """The lines of each field at the top."""
    blocks: list[str] = []
    for line in fields.splitlines(keepends=True):
        if line[0] in " -\n" and blocks:
            blocks[-1] += line
        else:
            blocks.append(line)
    return blocks
