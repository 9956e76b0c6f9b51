from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.archive.archive import Archive, Division, Item, Meeting, Prose, Speech
from generator.archive.speeches import plain
from generator.problems import Problem

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]

PEOPLE = {
    "people/ann-quill.yml": "name: Ann Quill\naliases: [Anna Quill]\nshort: AQ\n",
    "people/bob-reed.yml": "name: Bob Reed\n",
    "issues/fog.yml": "name: Fog\nterms: [fog*]\n",
    "issues/tax.yml": "name: Tax\n",
}
HEAD = """\
title: T
date: 2024-01-01
chairs: [bob-reed]
speakers:
  - {person: ann-quill, as: A. Quill-Hay, role: printed}
  - {person: ann-quill, role: on ferries, agenda: Ferries, issues: [tax]}
  - {person: ann-quill, role: on grain, agenda: Grain}
  - {group: The delegates}
"""


@pytest.fixture
def read(archive_of: ArchiveOf) -> Callable[..., tuple[Meeting, tuple[Problem, ...]]]:
    """Return a function that reads a meeting from a body (and, where it matters, its metadata)."""

    def meeting(body: str, head: str = HEAD) -> tuple[Meeting, tuple[Problem, ...]]:
        archive, problems = archive_of({**PEOPLE, "meetings/2024/m.md": f"---\n{head}---\n{body}"} | _short())
        # The usual metadata name items that most of the bodies leave out.
        expected = {"no-text", "unknown-item"} if head == HEAD else {"no-text"}
        return archive.meetings["m"], tuple(p for p in problems if p.code not in expected)

    return meeting


def _short() -> dict[str, str]:
    return {}


Read = Callable[..., tuple[Meeting, tuple[Problem, ...]]]


def said(meeting: Meeting) -> list[tuple[tuple[str, ...], str]]:
    return [(speech.addresses, speech.markdown) for speech in meeting.speeches]


@pytest.mark.parametrize(
    "label",
    [
        "ann-quill",
        "Ann Quill",
        "Anna Quill",
        "AQ",
        "A. Quill-Hay",
        "Ann  Quill",
    ],
)
@pytest.mark.parametrize("form", ["**{}:** Yes.", "**{}**: Yes.", "**{}:**\n\nYes."])
def test_label(read: Read, label: str, form: str) -> None:
    """An id, a name, an alias, a short name and the printed name, in each form of a label, begin a speech."""
    meeting, problems = read(form.format(label))
    assert said(meeting) == [(("ann-quill.1",), "Yes.")]
    assert problems == ()


def test_label_of_a_group(read: Read) -> None:
    """A listed group speaks under an address made of its words."""
    meeting, problems = read("**The delegates:** Hear, hear.")
    assert said(meeting) == [(("the-delegates.1",), "Hear, hear.")]
    assert problems == ()


def test_joint_speech(read: Read) -> None:
    """`A / B` is one speech of both, with an address of each."""
    meeting, _ = read("**Ann Quill:** One.\n\n**Ann Quill / Bob Reed:** Two.")
    assert said(meeting) == [(("ann-quill.1",), "One."), (("ann-quill.2", "bob-reed.1"), "Two.")]
    assert [p.person for p in meeting.speeches[1].speakers] == ["ann-quill", "bob-reed"]


@pytest.mark.parametrize(
    ("label", "role"), [("Ann Quill", "on grain"), ("AQ", "on grain"), ("A. Quill-Hay", "printed")]
)
def test_entry(read: Read, label: str, role: str) -> None:
    """Of several entries of one person the one of this agenda item speaks, unless the printed name picks one."""
    meeting, _ = read(f"## Grain\n\n**{label}:** Yes.\n\n## Ferries\n")
    assert meeting.speeches[0].speakers[0].written.role == role


def test_entry_without_an_item(read: Read) -> None:
    """Under another heading the entry that names no item speaks."""
    meeting, _ = read("## Grain\n\n## Ferries\n\n## Else\n\n**Ann Quill:** Yes.")
    assert meeting.speeches[0].speakers[0].written.role == "printed"


def test_whoever_is_listed_can_speak(read: Read) -> None:
    """A chair's label begins a speech without an entry among the speakers."""
    meeting, _ = read("**Bob Reed:** Order!")
    assert said(meeting) == [(("bob-reed.1",), "Order!")]


def test_who_was_absent_did_not_speak(read: Read) -> None:
    """The name of somebody absent is just bold text."""
    head = "title: T\ndate: 2024-01-01\nabsent: [ann-quill]\n"
    meeting, problems = read("**Ann Quill:** was ill.", head)
    assert meeting.flow == (Prose("**Ann Quill:** was ill."),)
    assert problems == ()


def test_near_label(read: Read) -> None:
    """A label that is nearly a participant's name is an error at its place, with the name to type."""
    meeting, problems = read("Text.\n\n**Ann Qulil:** Yes.\n")
    assert meeting.speeches == ()
    (problem,) = problems
    assert (problem.code, problem.span.column, problem.span.length) == ("near-label", 3, 9)
    assert problem.span.line == HEAD.count("\n") + 5
    assert "“Ann Quill”" in problem.hint


def test_near_label_of_one_of_two(read: Read) -> None:
    """In a joint label the one misspelt name is reported."""
    _, problems = read("**Ann Quill / Bob Reeed:** Yes.\n")
    assert [(p.code, "“Bob Reed”" in p.hint) for p in problems] == [("near-label", True)]


def test_ambiguous_label(read: Read) -> None:
    """A label that two participants bear is an error, not a guess."""
    head = """\
title: T
date: 2024-01-01
speakers:
  - {person: ann-quill, as: The chair}
  - {person: bob-reed, as: The chair}
"""
    meeting, problems = read("**The chair:** Yes.", head)
    assert [p.code for p in problems] == ["ambiguous-label"]
    assert meeting.speeches == ()


@pytest.mark.parametrize(
    "text", ["**Important:** read this.", "**Mere / Fog:** two words.", "**Ann Quill** sat there.", "__Ann Quill:__ no"]
)
def test_other_bold_text_stays(read: Read, text: str) -> None:
    """Any other bold words are text, and belong to whoever is speaking."""
    meeting, problems = read(f"**Bob Reed:** One.\n\n{text}")
    assert said(meeting) == [(("bob-reed.1",), f"One.\n\n{text}")]
    assert problems == ()


def test_no_label_is_misspelt_where_somebody_is_unknown(read: Read) -> None:
    """Where a participant could not be resolved, labels that may be theirs are not reported as well."""
    head = "title: T\ndate: 2024-01-01\nspeakers: [ann-quill, ann-quilt]\n"
    _, problems = read("**Ann Quilt:** Yes.", head)
    assert [p.code for p in problems] == ["unknown-reference"]


def test_addresses_count_by_person(read: Read) -> None:
    """Each person's speeches are numbered through the whole meeting."""
    meeting, _ = read(
        "**AQ:** 1\n\n**Bob Reed:** 2\n\n## Grain\n\n**A. Quill-Hay:** 3\n\n## Ferries\n\n**bob-reed:** 4"
    )
    assert [s.address for s in meeting.speeches] == ["ann-quill.1", "bob-reed.1", "ann-quill.2", "bob-reed.2"]


def test_continued(read: Read) -> None:
    """The same speaker after a heading goes on; another speaker, or no heading between, does not."""
    meeting, _ = read(
        "**AQ:** 1\n\n## Grain\n\n**AQ:** 2\n\n### Wheat\n\n**AQ:** 3\n\n**AQ:** 4\n\n## Ferries\n\n**Bob Reed:** 5\n\n"
        "### More\n\nProse.\n\n**Bob Reed:** 6"
    )
    assert [s.continued for s in meeting.speeches] == [False, True, True, False, False, False]


def test_flow(read: Read) -> None:
    """The body becomes prose, items, divisions and speeches in its order; a heading ends a speech."""
    meeting, _ = read("Before.\n\n## Grain\n\n**AQ:** One.\n\nTwo.\n\n### Wheat\n\nAfter.\n\n## *Ferries*\n")
    assert [type(part) for part in meeting.flow] == [Prose, Item, Speech, Division, Prose, Item]
    assert [item.address for item in meeting.items] == ["item-grain", "item-ferries"]
    assert meeting.speeches[0].markdown == "One.\n\nTwo."
    assert meeting.speeches[0].item == "grain"


def test_issues_of_a_speech(read: Read) -> None:
    """A speech is about the issues of its entry, of its item and those that its words point to."""
    meeting, _ = read(
        "## Grain\n\n**AQ:** In the foggy morning.\n\n## Ferries\n\n**AQ:** Clear.",
        HEAD + "agenda:\n  - {heading: Grain, issues: [tax]}\n",
    )
    assert [s.issues for s in meeting.speeches] == [("tax", "fog"), ("tax",)]


@pytest.mark.parametrize(
    ("body", "column"),
    [("## Über Maß\n\n## Über Maß\n", 4), ("## Über Maß\n\n## *Über* Maß\n", 4), ("## Über Maß\n\n## Uber Mass!\n", 4)],
)
def test_duplicate_heading(read: Read, body: str, column: int) -> None:
    """Two items with one heading, or with headings that come to one address, are an error at the second."""
    _, problems = read(body, "title: T\ndate: 2024-01-01\n")
    assert [(p.code, p.span.line, p.span.column) for p in problems] == [("duplicate-heading", 7, column)]


def test_heading_of_level_one(read: Read) -> None:
    """A second title is refused."""
    _, problems = read("# Big\n", "title: T\ndate: 2024-01-01\n")
    assert [p.code for p in problems] == ["wrong-value"]


@pytest.mark.parametrize(
    "field", ["agenda:\n  - heading: Gone\n", "conclusions:\n  - {id: k1, text: x, agenda: Gone}\n"]
)
def test_unknown_item(read: Read, field: str) -> None:
    """Metadata of an item that the body has no heading for is an error that lists the headings."""
    _, problems = read("## Here\n", f"title: T\ndate: 2024-01-01\n{field}")
    assert [(p.code, p.hint) for p in problems] == [("unknown-item", "headings are Here")]


def test_unknown_item_of_a_speaker(read: Read) -> None:
    """A speaker's item needs a heading, too."""
    _, problems = read("", "title: T\ndate: 2024-01-01\nspeakers:\n  - {person: ann-quill, agenda: Gone}\n")
    assert [(p.code, p.hint) for p in problems] == [("unknown-item", "add a line ## Gone")]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("*Deep* `code`", "Deep code"), ("snake_case 2*3", "snake_case 2*3"), ("__All__ of it", "All of it")],
)
def test_plain(heading: str, expected: str) -> None:
    """A heading's plain text has no marks of emphasis and keeps the signs that are none."""
    assert plain(heading) == expected
