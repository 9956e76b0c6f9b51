from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.archive.archive import Archive
from generator.archive.derived import Citation
from tests.unit.archive.conftest import conclusion, meeting

Linked = Callable[[Mapping[str, str]], Archive]


def test_the_quarterly_series(quarters: Archive) -> None:
    """The first meeting is cited by links to a speech, by reports, by a restatement and by an item that goes on."""
    found = quarters.citations["2021-02-10-quartalsrunde"]
    assert Citation("dag-rohr.1", "2021-11-10-quartalsrunde", "", "link") in found
    assert Citation("k9", "2021-11-10-quartalsrunde", "k1", "repeats") in found
    assert Citation("k6", "2022-02-09-quartalsrunde", "dag-rohr.1", "follow_up") in found
    assert Citation("item-wege", "2021-05-12-quartalsrunde", "item-wege", "continues") in found
    order = list(quarters.meetings)
    assert [order.index(c.meeting) for c in found] == sorted(order.index(c.meeting) for c in found)


def test_a_link_from_a_speech_is_told_with_its_place(linked: Linked) -> None:
    """Readers are led to the very speech or conclusion that refers to another meeting; code refers to nothing."""
    texts = {
        "people/ann.yml": "name: Ann\n",
        "meetings/old.md": meeting("chairs: [ann]\n" + conclusion(), "**Ann:** A.\n", date="2023-01-01"),
        "meetings/new.md": meeting(
            "chairs: [ann]\nconclusions: [{id: k1, text: 'As in [[old#k1]].'}]\n",
            "[[old]] `[[old#k1]]`\n\n**Ann:** See [[old#ann.1|there]].\n",
        ),
    }
    assert set(linked(texts).citations["old"]) == {
        Citation("", "new", "", "link"),
        Citation("k1", "new", "k1", "link"),
        Citation("ann.1", "new", "ann.1", "link"),
    }


def test_a_meeting_does_not_cite_itself(linked: Linked) -> None:
    """A link within one meeting is no citation."""
    assert linked({"meetings/m.md": meeting(conclusion(), "[[m#k1]]")}).citations == {}


def test_documents_in_common(linked: Linked) -> None:
    """The later of two meetings that dealt with one paper refers to the earlier one."""
    paper = "documents: [{title: P, url: 'https://example.org/p'}]\n"
    archive = linked({"meetings/a.md": meeting(paper, date="2023-01-01"), "meetings/b.md": meeting(paper)})
    assert archive.citations == {"a": (Citation("", "b", "", "document"),)}


def test_an_item_that_goes_on_twice_is_one_thread(quarters: Archive) -> None:
    """Each of the three meetings knows the whole thread, in the order of the days."""
    thread = (
        ("2021-02-10-quartalsrunde", "wege"),
        ("2021-05-12-quartalsrunde", "wege"),
        ("2021-11-10-quartalsrunde", "winter"),
    )
    assert quarters.threads == dict.fromkeys(thread, thread)


def test_two_items_that_go_on_from_one(linked: Linked) -> None:
    """Where an item goes on in two meetings, or two meet in one, all belong to one thread; circles end nothing."""

    def item(name: str, before: str = "") -> str:
        further = f", continues: '{before}'" if before else ""
        return f"agenda: [{{heading: {name}{further}}}]\n"

    archive = linked(
        {
            "meetings/a.md": meeting(item("A"), "## A\n", date="2023-01-01"),
            "meetings/b.md": meeting(item("B", "a#a"), "## B\n", date="2023-02-01"),
            "meetings/c.md": meeting(item("C", "a#item-a"), "## C\n", date="2023-03-01"),
            "meetings/d.md": meeting(item("D", "a"), "## D\n", date="2023-04-01"),
        }
    )
    whole = (("a", "a"), ("b", "b"), ("c", "c"))
    alone = (("a", ""), ("d", "d"))
    assert archive.threads == dict.fromkeys(whole, whole) | dict.fromkeys(alone, alone)
