from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.archive.archive import Archive
from generator.archive.mentions import linked_fields, meeting_texts, target_of
from generator.archive.names import Ref
from generator.check import Checked
from generator.records.decode import Decoded
from generator.records.model import Kind
from generator.site.markdown import Texts
from tests.unit.archive.conftest import conclusion, meeting

Linked = Callable[[Mapping[str, str]], Archive]

REGISTERS = {
    "people/ann.yml": "name: Ann Quill\naliases: [Anna Quill]\nshort: AQ\n",
    "people/do-duc.yml": "name: Đỗ Đức\n",
    "people/twin-a.yml": "name: Tam Twin\n",
    "people/twin-b.yml": "name: Tam Twin\n",
    "people/old-ann.yml": "name: A. Quill-Hay\nmerged_into: ann\n",
    "districts/mere.yml": "name: Mere\nuntil: 2023-12-31\n",
    "districts/mere-commune.yml": "name: Mere\nkind: commune\nfrom: 2024-01-01\n",
    "organizations/mere-board.yml": "name: Mere Board\n",
    "organizations/club.yml": "name: Club\nuntil: 2020\n",
    "issues/fog.yml": "name: Fog\nterms: [mist]\n",
    "series/row.yml": "name: Row of talks\n",
    "districts/wren.yml": "name: Wren\n",
    "organizations/wren.yml": "name: Wren Office\n",
}


def mentioned(linked: Linked, body: str, fields: str = "", date: str = "2024-05-01") -> list[str]:
    """The ids of all records that a meeting's text mentions, in the order of the text."""
    archive = linked(REGISTERS | {"meetings/2024/m.md": meeting(fields, body, date)})
    return [ref.id for ref in archive.meetings["m"].mentions]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Then Ann Quill came, and Đỗ Đức.", ["ann", "do-duc"]),
        ("Anna Quill came; Ann Quill left.", ["ann"]),
        ("A. Quill-Hay came.", ["ann"]),
        ("Tam Twin came.", []),
        ("AQ came.", []),
        ("ann quill, ANN QUILL, Ann Quills", []),
        ("The Mere Board met.", ["mere-board"]),
        ("The Mere Board met in Mere.", ["mere-board", "mere-commune"]),
        ("There was Fog, not mist; the Row of talks.", ["fog", "row"]),
        ("The Club met.", []),
        ("**Wichtig:** *Ann Quill* came.", ["ann"]),
        ("> Ann Quill\n\n1. Đỗ Đức\n", ["ann", "do-duc"]),
    ],
)
def test_names(linked: Linked, body: str, expected: list[str]) -> None:
    """Whole names as written count, the longest at each place, and only those of one record that was there."""
    assert mentioned(linked, body) == expected


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2023-05-01", ["mere"]), ("2024-05-01", ["mere-commune"]), ("2023-12-31/2024-01-01", [])],
)
def test_the_day_decides_between_namesakes(linked: Linked, date: str, expected: list[str]) -> None:
    """A name that two places bore one after the other means the one of that day; on both days it means neither."""
    assert mentioned(linked, "In Mere it rained.", date=date) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("`Ann Quill` and ``a ` Ann Quill``", []),
        ("A ` Ann Quill", ["ann"]),
        ("`` Ann Quill ` ", ["ann"]),
        ("`x` Ann Quill `y`", ["ann"]),
        ("```\nAnn Quill\n```\n\nĐỗ Đức", ["do-duc"]),
        ("~~~~\nAnn Quill\n~~~\n[[fog]]\n~~~~\nĐỗ Đức", ["do-duc"]),
        ("[Ann Quill](https://ann.example/) wrote.", []),
        ("See [her page](https://ann.example/Mere/x).", []),
        ("![Ann Quill](https://ann.example/ann.png)", []),
        ("<https://ann.example/Mere/>", []),
        ("[Ann Quill] is no link (yet).", ["ann"]),
        ("[[fog|Ann Quill]]", ["fog"]),
        ("`[[fog]]`", []),
    ],
)
def test_code_and_links_name_nobody(linked: Linked, body: str, expected: list[str]) -> None:
    """In code nothing is named or linked; a link means what it leads to and not the names in its words."""
    assert mentioned(linked, body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[[ann]]", ["ann"]),
        ("[[old-ann]]", ["ann"]),
        ("[[people/ann|she]]", ["ann"]),
        ("[[districts/wren]] and [[organizations/wren]]", ["wren", "wren"]),
        ("[[mere]]", ["mere"]),
        (r"\[[ann]] and [[Not An Id]]", []),
        ("[[m]]", []),
        ("[[twin-a]]", ["twin-a"]),
    ],
)
def test_links(linked: Linked, body: str, expected: list[str]) -> None:
    """`[[…]]` mentions what it leads to: namesakes and what had ended too, but not the meeting itself."""
    assert mentioned(linked, body) == expected


@pytest.mark.parametrize(
    "fields",
    [
        "summary: Ann Quill came.\n",
        "notes: ['Ann Quill came.']\n",
        "conclusions: [{id: k1, text: Ann Quill goes.}]\n",
        "follow_ups: [{conclusion: 'old#k1', status: done, note: Ann Quill went.}]\n",
    ],
)
def test_fields_with_markdown_mention_too(linked: Linked, fields: str) -> None:
    """What a meeting's summary, notes, conclusions and reports name is mentioned in it."""
    texts = {
        "meetings/old.md": meeting(conclusion(), date="2023-01-01"),
        "meetings/m.md": meeting(fields),
    }
    archive = linked(REGISTERS | texts)
    assert archive.meetings["m"].mentions == (Ref(Kind.PERSON, "ann"),)
    assert archive.backlinks[Ref(Kind.PERSON, "ann")].mentioned_in == ("m",)


def test_what_a_meeting_is_tied_to_is_no_mention(linked: Linked) -> None:
    """Who takes part, speaks or is addressed is not mentioned besides, nor is the meeting's series."""
    body = "The Row of talks began.\n\n**Ann Quill:** Đỗ Đức is here.\n"
    assert mentioned(linked, body, "chairs: [ann]\nseries: row\n") == ["do-duc"]


TARGETS = {
    **REGISTERS,
    "meetings/m.md": meeting("chairs: [ann, do-duc]\n" + conclusion(), "**Ann Quill / Đỗ Đức:** Yes.\n\n## On *fog*\n"),
}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("ann", (Ref(Kind.PERSON, "ann"), "")),
        ("old-ann", (Ref(Kind.PERSON, "ann"), "")),
        ("m", (Ref(Kind.MEETING, "m"), "")),
        ("m#k1", (Ref(Kind.MEETING, "m"), "k1")),
        ("meetings/m#do-duc.1", (Ref(Kind.MEETING, "m"), "do-duc.1")),
        ("m#item-on-fog", (Ref(Kind.MEETING, "m"), "item-on-fog")),
        ("organizations/wren", (Ref(Kind.ORGANIZATION, "wren"), "")),
        ("wren", None),
        ("issues/wren", None),
        ("nobody", None),
        ("m#k2", None),
        ("m#ann.2", None),
        ("ann#k1", None),
        ("places/mere", None),
    ],
)
def test_target(linked: Linked, target: str, expected: tuple[Ref, str] | None) -> None:
    """A link leads to the one record of its id and to a speech, conclusion or item of it, or nowhere."""
    assert target_of(linked(TARGETS), target) == expected


@pytest.mark.parametrize("count", [200])
def test_hostile_backticks_take_no_time(linked: Linked, count: int) -> None:
    """Backticks of ever new lengths, none closed, about as many as a record may have, are read in one go."""
    body = " ".join("`" * (1 + n % 300) + "x" for n in range(count)) + " Ann Quill"
    assert mentioned(linked, body) in (["ann"], [])


def test_pages_and_mentions_agree(checked: Checked) -> None:
    """Every name that a page of the invented archive links is tied to the meeting or mentioned in it."""
    archive = checked.archive
    texts = Texts(archive)
    found = 0
    for id, this in archive.meetings.items():
        known = {f"../../{kind}/{other}/" for kind, ids in this.refs.items() for other in ids}
        known |= {f"../../{ref.kind}/{ref.id}/" for ref in this.mentions} | {f"../../series/{this.series}/"}
        for text in meeting_texts(this):
            rendered = texts.inline(text.replace("\n", " "), f"meetings/{id}/", this)
            for link in rendered.split('<a class="name" href="../../')[1:]:
                found += 1
                assert "../../" + link.partition('"')[0].partition("#")[0] in known, (id, link)
    assert found > 10


def test_every_text_of_the_archive_is_looked_at(records: tuple[Decoded, ...]) -> None:
    """The fields with Markdown are given with the path under which their record holds them."""
    for record in records:
        assert record.record is not None
        for path, text in linked_fields(record.record):
            value: object = record.record
            for step in path:
                value = value[step] if isinstance(step, int) else getattr(value, step)  # type: ignore[index]
            assert value == text
