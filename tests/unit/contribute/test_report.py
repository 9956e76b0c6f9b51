from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import dedent

import pytest

from generator.archive.archive import Archive, ConclusionKey
from generator.archive.names import Ref
from generator.config import SiteConfig
from generator.contribute.report import (
    ConclusionChange,
    FileState,
    Likeness,
    PictureChange,
    Progress,
    RecordChange,
    Report,
    State,
    What,
    report_change,
)
from generator.marks import mark
from generator.problems import Problem
from generator.records.model import Kind
from generator.site.markdown import Texts
from generator.site.pages import planned_pages

Texted = Mapping[str, str]
Reported = Callable[[Texted, Texted], Report]
CONFIG = SiteConfig(title="Test")

FIRST = """
    ---
    title: First landing talk
    date: 2024-01-10
    districts: [north-quay]
    chairs: [orla-venn]
    conclusions:
      - id: k1
        text: North Quay counts its boats.
        kind: directive
        addressees: [north-quay]
    ---
    They met.
    """
SECOND = """
    ---
    title: Second landing talk
    date: 2024-04-10
    chairs: [orla-venn]
    attendees: [tam-quill]
    follow_ups:
      - conclusion: 2024-01-10-landing#k1
        status: done
    ---
    They met again.

    **Tam Quill:** The boats are counted.
    """
BASE = {
    "meetings/2024-01-10-landing.md": FIRST,
    "people/orla-venn.yml": "name: Orla Venn\n",
    "people/tam-quill.yml": "name: Tam Quill\n",
    "districts/north-quay.yml": "name: North Quay\n",
    "districts/far-shore.yml": "name: Far Shore\n",
    "issues/ferries.yml": "name: Ferries\n",
}
K1 = ConclusionKey("2024-01-10-landing", "k1")


@pytest.fixture
def state(archive_of: Callable[[Texted], tuple[Archive, tuple[Problem, ...]]]) -> Callable[[Texted], State]:
    """Return a function that makes a state of records given as texts."""

    def made(texts: Texted) -> State:
        archive, problems = archive_of(texts)
        files = {
            Ref(Kind(name.partition("/")[0]), name.rpartition("/")[2].partition(".")[0]): FileState(
                f"records/{name}", mark(dedent(text))
            )
            for name, text in texts.items()
        }
        return State(archive, problems, files, {})

    return made


@pytest.fixture
def reported(state: Callable[[Texted], State]) -> Reported:
    """Return a function that reports the step between records given as texts."""
    return lambda before, after: report_change(state(before), state(after), CONFIG)


def changed(texts: Texted, name: str, old: str, new: str) -> dict[str, str]:
    """The same texts, one of them changed."""
    assert old in texts[name]
    return {**texts, name: texts[name].replace(old, new)}


def only(report: Report) -> RecordChange:
    (change,) = report.records
    return change


# ── records ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_changes(reported: Reported) -> None:
    """Of the same records there is nothing to report, not even a page."""
    assert reported(BASE, BASE) == Report()


def test_new_meeting(reported: Reported) -> None:
    """A new meeting is told with its day and with how much it holds."""
    report = reported(BASE, BASE | {"meetings/2024-04-10-landing.md": SECOND})
    assert only(report) == RecordChange(
        What.ADDED,
        Ref(Kind.MEETING, "2024-04-10-landing"),
        "Second landing talk",
        "records/meetings/2024-04-10-landing.md",
        "2024-04-10",
        people=2,
        speeches=1,
    )
    assert report.people.named == ("orla-venn", "tam-quill")
    assert report.people.new == ()


def test_new_people_are_told_from_known_ones(reported: Reported) -> None:
    """Of the people of a new meeting those count as new who had no record before."""
    meeting = SECOND.replace("tam-quill", "ise-marl").replace("Tam Quill", "Ise Marl")
    after = BASE | {"meetings/2024-04-10-landing.md": meeting, "people/ise-marl.yml": "name: Ise Marl\n"}
    report = reported(BASE, after)
    assert report.people.named == ("ise-marl", "orla-venn")
    assert report.people.new == ("ise-marl",)


@pytest.mark.parametrize(
    ("id", "name", "like"),
    [
        ("orla-ven", "Orla Ven", "Orla Venn"),
        ("orla", "Órla Vénn", "Orla Venn"),
        ("venn-orla", "Venn Orla", "Orla Venn"),
        ("ise-marl", "Ise Marl", None),
        ("tom-quell", "Tom Quell", None),
    ],
)
def test_new_name_that_resembles_a_known_one(reported: Reported, id: str, name: str, like: str | None) -> None:
    """A new person whose name is nearly or wholly a known one is named together with the known one."""
    report = reported(BASE, BASE | {f"people/{id}.yml": f"name: {name}\n"})
    assert only(report).resembles == ((Likeness(Ref(Kind.PERSON, "orla-venn"), like),) if like else ())


def test_namesake_that_is_set_apart(reported: Reported) -> None:
    """Who has an id with a word of its own is meant to be somebody else: nothing is said of the likeness."""
    assert only(reported(BASE, BASE | {"people/orla-venn-baker.yml": "name: Orla Venn\n"})).resembles == ()


def test_two_new_names_that_resemble_each_other(reported: Reported) -> None:
    """Two new records with nearly one name each name the other: one of them may be a slip."""
    report = reported(BASE, BASE | {"people/marlo.yml": "name: Ise Marlo\n", "people/marlow.yml": "name: Ise Marlow\n"})
    assert [[like.ref.id for like in change.resembles] for change in report.records] == [["marlow"], ["marlo"]]


def test_name_of_another_kind_is_no_likeness(reported: Reported) -> None:
    """A person may be called as a place is."""
    assert only(reported(BASE, BASE | {"people/north-quay.yml": "name: North Quay\n"})).resembles == ()


def test_alias_is_compared_too(reported: Reported) -> None:
    """A new person who bears a known one's name as an alias resembles them."""
    change = only(reported(BASE, BASE | {"people/orla.yml": "name: Orla, the baker\naliases: [Orla Vénn]\n"}))
    assert [like.name for like in change.resembles] == ["Orla Venn"]


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ("title: First", "title: Very first", ("title",)),
        ("They met.", "They met at dawn.", ("text",)),
        ("date: 2024-01-10", "date: '2024-01-10'", ()),
        ("chairs: [orla-venn]", "chairs: [orla-venn]\n    issues: [ferries]", ("issues",)),
    ],
)
def test_changed_record_names_its_fields(reported: Reported, old: str, new: str, fields: tuple[str, ...]) -> None:
    """A changed meeting says which of its fields say something else; where none does, it says that too."""
    change = only(reported(BASE, changed(BASE, "meetings/2024-01-10-landing.md", old, new)))
    assert (change.what, change.fields) == (What.CHANGED, fields)


def test_person_added_to_a_meeting(reported: Reported) -> None:
    """Of a changed meeting, only the people whom it did not name before are counted."""
    after = changed(BASE, "meetings/2024-01-10-landing.md", "[orla-venn]", "[orla-venn, tam-quill]")
    report = reported(BASE, after)
    assert only(report).people == 1
    assert report.people.named == ("tam-quill",)


def test_removed_record_names_who_names_it(reported: Reported) -> None:
    """A removed place is told with the meetings that still name it, and the problems that this brings."""
    after = {name: text for name, text in BASE.items() if name != "districts/north-quay.yml"}
    report = reported(BASE, after)
    assert only(report).what is What.REMOVED
    assert only(report).named_by == (Ref(Kind.MEETING, "2024-01-10-landing"),)
    assert {problem.code for problem in report.new_problems} == {"unknown-reference"}


def test_removed_record_that_nobody_names_any_more(reported: Reported) -> None:
    """Who was mended along with the removal is not among those who name it."""
    after = changed(BASE, "meetings/2024-01-10-landing.md", "north-quay", "far-shore")
    del after["districts/north-quay.yml"]
    report = reported(BASE, after)
    removed = next(change for change in report.records if change.what is What.REMOVED)
    assert removed.named_by == ()
    assert report.new_problems == ()


def test_removed_meeting_names_who_reports_on_it(reported: Reported) -> None:
    """A removed meeting is told with the later meetings that report on its conclusions."""
    before = BASE | {"meetings/2024-04-10-landing.md": SECOND}
    after = {name: text for name, text in before.items() if name != "meetings/2024-01-10-landing.md"}
    report = reported(before, after)
    assert only(report).named_by == (Ref(Kind.MEETING, "2024-04-10-landing"),)
    assert report.conclusions == (ConclusionChange(What.REMOVED, K1, "North Quay counts its boats."),)


@pytest.mark.parametrize("text", ["name: Orla Venn\n", "name: Orla Venn\naliases: [O. Venn]\n"])
def test_renamed_record(reported: Reported, text: str) -> None:
    """A record that goes while one with the same name comes is one renamed record, with those who name the old id."""
    after = {name: words for name, words in BASE.items() if name != "people/orla-venn.yml"}
    change = only(reported(BASE, after | {"people/orla-v.yml": text}))
    assert (change.what, change.was, change.ref.id) == (What.RENAMED, "orla-venn", "orla-v")
    assert change.named_by == (Ref(Kind.MEETING, "2024-01-10-landing"),)


def test_broken_record_is_told_by_its_id(reported: Reported) -> None:
    """A new file that cannot be read is reported all the same, with its problems."""
    report = reported(BASE, BASE | {"people/x.yml": "nam: X\n", "meetings/y.md": "no front matter\n"})
    assert [(change.ref.id, change.title) for change in report.records] == [("y", "y"), ("x", "x")]
    assert {"unknown-field", "no-front-matter"} <= {problem.code for problem in report.new_problems}


# ── conclusions ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "closes"), [("done", True), ("dropped", True), ("in_progress", False), ("not_started", False)]
)
def test_report_on_an_earlier_conclusion(reported: Reported, status: str, closes: bool) -> None:
    """A new meeting that reports on an earlier conclusion is named with the step; done and dropped close it."""
    second = SECOND.replace("status: done", f"status: {status}")
    report = reported(BASE, BASE | {"meetings/2024-04-10-landing.md": second})
    text = "North Quay counts its boats."
    assert report.progress == (Progress(K1, text, "open", status, ("2024-04-10-landing",)),)
    assert report.progress[0].closes is closes
    assert report.progress[0].reopens is False


def test_restated_conclusion_is_closed(reported: Reported) -> None:
    """A conclusion that a new meeting says again goes on there: the earlier one is closed by it."""
    second = SECOND.replace(
        "follow_ups:\n      - conclusion: 2024-01-10-landing#k1\n        status: done",
        "conclusions:\n      - {id: k1, text: Again., kind: directive, repeats: 2024-01-10-landing#k1}",
    )
    report = reported(BASE, BASE | {"meetings/2024-04-10-landing.md": second})
    assert [(p.key, p.after, p.meetings) for p in report.progress] == [(K1, "restated", ("2024-04-10-landing",))]
    assert report.progress[0].closes


def test_report_taken_back_reopens(reported: Reported) -> None:
    """A conclusion whose closing report goes away is open again."""
    report = reported(BASE | {"meetings/2024-04-10-landing.md": SECOND}, BASE)
    assert [(p.before, p.after, p.closes, p.reopens) for p in report.progress] == [("done", "open", False, True)]


def test_new_and_reworded_conclusions(reported: Reported) -> None:
    """New conclusions are told, and those that say something else under an old address."""
    after = changed(BASE, "meetings/2024-01-10-landing.md", "counts its boats", "sells its boats")
    after = changed(
        after, "meetings/2024-01-10-landing.md", "conclusions:", "conclusions:\n      - {id: k0, text: New.}"
    )
    assert reported(BASE, after).conclusions == (
        ConclusionChange(What.ADDED, ConclusionKey("2024-01-10-landing", "k0"), "New."),
        ConclusionChange(What.CHANGED, K1, "North Quay sells its boats."),
    )


# ── problems, pictures, pages ─────────────────────────────────────────────────────────────────────────────────────────


def test_problems_of_others_are_left_out(reported: Reported) -> None:
    """What was wrong before is not told, also where it stands at another line now; what was mended is."""
    wrong = BASE | {"people/x.yml": "nam: X\n", "people/y.yml": "nam: Y\n"}
    report = reported(wrong, wrong | {"people/x.yml": "# a remark\nnam: X\n", "people/y.yml": "name: Y\n"})
    assert report.new_problems == ()
    assert {problem.span.path for problem in report.gone_problems} == {"records/people/y.yml"}


def test_second_mistake_of_the_same_words_is_new(reported: Reported) -> None:
    """A mistake that is made once more is one problem more, though its words are known."""
    once = BASE | {"people/x.yml": "name: X\nposts:\n- {role: a, from: 1.2.2024}\n"}
    twice = BASE | {"people/x.yml": once["people/x.yml"] + "- {role: b, from: 1.2.2024}\n"}
    report = reported(once, twice)
    assert [(problem.code, problem.span.line) for problem in report.new_problems] == [("bad-date", 4)]


def test_pictures(state: Callable[[Texted], State]) -> None:
    """Pictures that come, go or become others are told by their paths."""
    plain = state(BASE)
    before = State(plain.archive, (), plain.files, {"a.png": "1", "b.png": "1", "c.png": "1"})
    after = State(plain.archive, (), plain.files, {"b.png": "2", "c.png": "1", "d.png": "1"})
    assert report_change(before, after, CONFIG).pictures == (
        PictureChange(What.REMOVED, "a.png"),
        PictureChange(What.CHANGED, "b.png"),
        PictureChange(What.ADDED, "d.png"),
    )


@pytest.mark.parametrize(
    "after",
    [
        BASE | {"meetings/2024-04-10-landing.md": SECOND},
        BASE | {"people/orla-venn.yml": "name: Orla Venn-Marl\n"},
        BASE | {"people/tam-quill.yml": "name: Tam Quill\nnote: A ferryman.\n"},
        {name: text for name, text in BASE.items() if not name.startswith("issues")},
        changed(BASE, "meetings/2024-01-10-landing.md", "They met.", "Tam Quill was named."),
    ],
)
@pytest.mark.parametrize("processes", [1, 2, 5])
def test_exactly_the_pages_that_show_something_else(
    state: Callable[[Texted], State], after: Texted, processes: int
) -> None:
    """The pages that are told are those whose values differ when both sites are made whole, and no others."""
    shown = []
    for texts in (BASE, after):
        archive = state(texts).archive
        pages = [plan.make(archive, CONFIG, Texts(archive)) for plan in planned_pages(archive)]
        shown.append({page.address: page for page in pages})
    old, new = shown
    expected = {address for address in old | new if old.get(address) != new.get(address)}
    changes = report_change(state(BASE), state(after), CONFIG, processes).pages
    assert [change.address for change in changes] == sorted(expected)
    assert expected
    for change in changes:
        known = (change.address in old, change.address in new)
        assert change.what is {(False, True): What.ADDED, (True, False): What.REMOVED}.get(known, What.CHANGED)
