from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.archive.archive import Appearances, Archive, ConclusionKey, Part, Tie, Year
from generator.archive.link import ties
from generator.archive.names import Ref
from generator.check import Checked
from generator.records.model import Kind
from tests.unit.archive.conftest import conclusion, meeting

Linked = Callable[[Mapping[str, str]], Archive]
OfMeetings = Callable[..., Archive]

ANN, BOB = Ref(Kind.PERSON, "ann"), Ref(Kind.PERSON, "bob")
MERE, TARN = Ref(Kind.DISTRICT, "mere"), Ref(Kind.DISTRICT, "tarn")
GUILD, CLUB = Ref(Kind.ORGANIZATION, "guild"), Ref(Kind.ORGANIZATION, "club")
FOG, TAX = Ref(Kind.ISSUE, "fog"), Ref(Kind.ISSUE, "tax")
ROW = Ref(Kind.SERIES, "row")
REGISTERS = {
    "people/ann.yml": "name: Ann\n",
    "people/bob.yml": "name: Bob\n",
    "districts/mere.yml": "name: Mere\n",
    "districts/tarn.yml": "name: Tarn\nkind: commune\n",
    "issues/fog.yml": "name: Fog\nterms: [foggy]\n",
    "issues/tax.yml": "name: Levies\n",
    "organizations/guild.yml": "name: Guild\n",
    "organizations/club.yml": "name: Club\n",
    "series/row.yml": "name: Row\n",
}


@pytest.fixture
def of_meetings(linked: Linked) -> OfMeetings:
    """Return a function that links the registers above with meetings that are called `m1`, `m2` and so on."""

    def archive(*meetings: str) -> Archive:
        return linked(REGISTERS | {f"meetings/2024/m{n}.md": text for n, text in enumerate(meetings, 1)})

    return archive


# ── backlinks ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "body", "expected"),
    [
        ("chairs: [ann]\n", "", {ANN}),
        ("attendees: [ann]\n", "", {ANN}),
        ("absent: [ann]\n", "", {ANN}),
        ("speakers: [ann]\n", "", {ANN}),
        ("chairs: [{group: All, district: mere, organization: guild}]\n", "", {MERE, GUILD}),
        ("districts: [mere, tarn]\n", "", {MERE, TARN}),
        ("issues: [fog]\n", "", {FOG}),
        ("organizations: [guild]\n", "", {GUILD}),
        ("series: row\n", "", {ROW}),
        ("agenda: [{heading: A, issues: [fog], districts: [mere]}]\n", "## A\n", {MERE, FOG}),
        ("chairs: [ann]\n", "**Ann:** It was foggy.\n", {ANN, FOG}),
        (conclusion("by: ann, issues: [fog], addressees: [mere, guild, bob]"), "", {ANN, BOB, MERE, FOG, GUILD}),
        ("", "", set()),
    ],
)
def test_meetings_of_a_record(of_meetings: OfMeetings, fields: str, body: str, expected: set[Ref]) -> None:
    """A meeting points at all that takes part in it, that it is about, and that its conclusions name."""
    found = of_meetings(meeting(fields, body)).backlinks
    assert {ref for ref in found if found[ref].meetings == ("m1",)} == expected
    assert all(links.meetings in {("m1",), ()} for links in found.values())


def test_backlinks_are_told_from_the_oldest_on(of_meetings: OfMeetings) -> None:
    """Whatever their files are called, meetings come in the order of their days."""
    days = ("2024-03", "2023-01-05", "2024-02-28/2024-03-01", "2023")
    found = of_meetings(*(meeting("issues: [fog]\n", date=day) for day in days))
    assert found.backlinks[FOG].meetings == ("m2", "m4", "m3", "m1")


def test_mentions_are_further_meetings(of_meetings: OfMeetings) -> None:
    """A meeting whose text names a record mentions it, unless it is tied to it anyway."""
    found = of_meetings(meeting("", "Ann was seen."), meeting("chairs: [ann]\n", "Ann was seen.")).backlinks
    assert (found[ANN].mentioned_in, found[ANN].meetings) == (("m1",), ("m2",))


def test_participations(of_meetings: OfMeetings) -> None:
    """An entry is found at its person, at its district and at its organization, with its part."""
    archive = of_meetings(meeting("chairs: [ann]\nattendees: [{person: bob, district: mere, organization: guild}]\n"))
    found = {
        ref: [(archive.participation(key).person, archive.participation(key).part) for key in back.participations]
        for ref, back in archive.backlinks.items()
        if back.participations
    }
    bob = [("bob", Part.ATTENDEE)]
    assert found == {ANN: [("ann", Part.CHAIR)], BOB: bob, MERE: bob, GUILD: bob}


def test_speeches(of_meetings: OfMeetings) -> None:
    """A speech is found once at each who spoke, whom they spoke for, and what it was about."""
    fields = (
        "speakers: [{person: ann, district: mere, issues: [tax]}, {person: bob, district: mere, organization: club}]\n"
    )
    archive = of_meetings(meeting(fields, "**Ann / Bob:** Foggy.\n\n**Bob:** No.\n"))
    found = {
        ref: [archive.speech(key).address for key in back.speeches]
        for ref, back in archive.backlinks.items()
        if back.speeches
    }
    both = ["ann.1", "bob.2"]
    assert found == {ANN: ["ann.1"], BOB: both, MERE: both, CLUB: both, FOG: ["ann.1"], TAX: ["ann.1"]}


def test_conclusions(of_meetings: OfMeetings) -> None:
    """A conclusion is found at who made it, at its issues, and apart from that at whom it addresses."""
    found = of_meetings(meeting(conclusion("by: guild, issues: [fog, tax], addressees: [tarn, ann]"))).backlinks
    key = (ConclusionKey("m1", "k1"),)
    assert {ref for ref in found if found[ref].concluded == key} == {GUILD, FOG, TAX}
    assert {ref for ref in found if found[ref].addressed == key} == {TARN, ANN}


def test_whoever_is_addressed_twice_is_told_once(of_meetings: OfMeetings) -> None:
    """A district that is named beside `all-districts` has the conclusion once."""
    found = of_meetings(meeting(conclusion("addressees: [mere, all-districts, tarn, mere]"))).backlinks
    assert found[MERE].addressed == found[TARN].addressed == (ConclusionKey("m1", "k1"),)


def test_all_districts_ties_nobody_to_the_meeting(of_meetings: OfMeetings) -> None:
    """Who is addressed with all the others was not there: the conclusion points at it, the meeting does not."""
    found = of_meetings(meeting(conclusion("addressees: [all-districts]"))).backlinks
    assert (found[MERE].addressed, found[MERE].meetings) == ((ConclusionKey("m1", "k1"),), ())
    assert found[TARN].addressed == ()


def test_lineage(linked: Linked) -> None:
    """What a place came from, what lies in it, and what is narrower than an issue points back at it."""
    texts = {
        "districts/mere.yml": "name: Mere\nsuccessors: [great-mere, tarn]\nparent: land\n",
        "districts/tarn.yml": "name: Tarn\nsuccessors: [great-mere]\nparent: land\n",
        "districts/great-mere.yml": "name: Great Mere\n",
        "districts/land.yml": "name: Land\nkind: province\n",
        "organizations/guild.yml": "name: Guild\nsuccessors: [club]\n",
        "organizations/club.yml": "name: Club\n",
        "organizations/wing.yml": "name: Wing\nparent: club\ndistrict: tarn\n",
        "issues/fog.yml": "name: Fog\nbroader: weather\n",
        "issues/weather.yml": "name: Weather\n",
        "series/row.yml": "name: Row\norganization: club\n",
        "people/ann.yml": "name: Ann\nposts: [{role: A, district: tarn}, {role: B, organization: club}]\n",
    }
    found = linked(texts).backlinks
    assert found[Ref(Kind.DISTRICT, "great-mere")].predecessors == ("mere", "tarn")
    assert (found[TARN].predecessors, found[TARN].seats, found[TARN].posts) == (("mere",), ("wing",), ("ann",))
    assert found[Ref(Kind.DISTRICT, "land")].children == ("mere", "tarn")
    assert (found[CLUB].predecessors, found[CLUB].children) == (("guild",), ("wing",))
    assert (found[CLUB].seats, found[CLUB].posts) == (("row",), ("ann",))
    assert found[Ref(Kind.ISSUE, "weather")].children == ("fog",)


# ── ties ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ties_count_meetings(of_meetings: OfMeetings) -> None:
    """What comes up together is tied, the most frequent first, then by id; issues among themselves, too."""
    archive = of_meetings(
        meeting("issues: [fog]\nchairs: [ann]\n", "**Ann:** Foggy.\n\n**Ann:** Foggy again.\n"),
        meeting("issues: [fog, tax]\nchairs: [bob, ann]\ndistricts: [mere]\n"),
    )
    assert ties(archive, FOG) == {
        Kind.PERSON: (Tie("ann", 2), Tie("bob", 1)),
        Kind.DISTRICT: (Tie("mere", 1),),
        Kind.ISSUE: (Tie("tax", 1),),
    }
    assert ties(archive, ANN) == {Kind.DISTRICT: (Tie("mere", 1),), Kind.ISSUE: (Tie("fog", 2), Tie("tax", 1))}
    assert ties(archive, TARN) == {}


def test_ties_of_registers_count_no_meeting(linked: Linked) -> None:
    """A post and a seat tie two records before any meeting does, and a meeting is counted on top."""
    texts = {
        **REGISTERS,
        "people/ann.yml": "name: Ann\nposts: [{role: Miller, organization: guild, district: mere}]\n",
        "organizations/guild.yml": "name: Guild\ndistrict: tarn\n",
        "meetings/m.md": meeting("chairs: [ann]\ndistricts: [mere]\n"),
    }
    archive = linked(texts)
    assert ties(archive, ANN) == {Kind.DISTRICT: (Tie("mere", 1),), Kind.ORGANIZATION: (Tie("guild", 0),)}
    assert ties(archive, TARN) == {Kind.ORGANIZATION: (Tie("guild", 0),)}
    assert ties(archive, GUILD) == {Kind.PERSON: (Tie("ann", 0),), Kind.DISTRICT: (Tie("tarn", 0),)}


def test_ties_go_both_ways(checked: Checked) -> None:
    """Whatever is tied to a record in the invented archive has that record among its own ties, as often."""
    archive = checked.archive
    found = {
        (ref, Ref(kind, tie.id), tie.meetings)
        for ref in archive.backlinks
        if ref.kind is not Kind.SERIES
        for kind, tied in ties(archive, ref).items()
        for tie in tied
    }
    assert len(found) > 50
    assert {(other, one, count) for one, other, count in found} == found


# ── series, histories, years ──────────────────────────────────────────────────────────────────────────────────────────


def test_neighbours(linked: Linked) -> None:
    """In a series each meeting knows the one before and after: by day, what is undated first, announced ones too."""
    days = {"a": "2024-02-01", "b": "2023", "c": "2024-02-01", "d": "XXXX-05-05", "f": "2024"}
    texts = {f"meetings/{id}.md": meeting("series: row\n", date=day) for id, day in days.items()}
    texts |= {
        "meetings/e.md": meeting("series: row\nstatus: announced\n", date="2025-01"),
        "meetings/x.md": meeting("series: other\n"),
        "meetings/y.md": meeting(),
        "series/other.yml": "name: Other\n",
    }
    found = linked(REGISTERS | texts)
    row = ["d", "b", "a", "c", "f", "e"]
    assert [id for id in found.meetings if found.meetings[id].series == "row"] == row
    expected = dict(zip(row, zip([None, *row[:-1]], [*row[1:], None], strict=True), strict=True))
    assert found.neighbours == {**expected, "x": (None, None)}


def test_reports_and_restatements(linked: Linked) -> None:
    """Later reports and repetitions are found at the conclusion, the oldest first, however the files are called."""
    repeat = conclusion("repeats: 'm#k1'")
    follow_up = "follow_ups:\n  - {conclusion: 'm#k1', status: done}\n"
    texts = {
        "meetings/m.md": meeting(conclusion(), date="2023-01-01"),
        "meetings/z.md": meeting(repeat + follow_up, date="2023-06-01"),
        "meetings/a.md": meeting(repeat + follow_up, date="2024-06-01"),
    }
    found, key = linked(texts), ConclusionKey("m", "k1")
    assert [report.meeting for report in found.reports[key]] == ["z", "a"]
    assert found.restatements == {key: (ConclusionKey("z", "k1"), ConclusionKey("a", "k1"))}
    assert list(found.conclusions) == [key, ConclusionKey("z", "k1"), ConclusionKey("a", "k1")]


def test_years(of_meetings: OfMeetings) -> None:
    """Each year has its meetings, its conclusions and how far they are; what is undated comes first."""
    archive = of_meetings(
        meeting(conclusion("kind: directive"), date="2024-01-01"),
        meeting(conclusion("kind: finding") + "chairs: [ann]\n", "**Ann:** A.\n\n**Ann:** B.\n", date="2023-12-31"),
        meeting(date="XXXX-02-02"),
        meeting(date="2023"),
    )
    assert archive.years == {
        "2023": Year(
            ("m2", "m4"),
            (ConclusionKey("m2", "k1"),),
            2,
            {"recorded": 1},
            quarters={"2023": 1, "2023-Q4": 1},
            by_state={"recorded": (ConclusionKey("m2", "k1"),)},
        ),
        "2024": Year(
            ("m1",),
            (ConclusionKey("m1", "k1"),),
            0,
            {"open": 1},
            (ConclusionKey("m1", "k1"),),
            {"2024-Q1": 1},
            {"open": (ConclusionKey("m1", "k1"),)},
        ),
        "undated": Year(("m3",)),
    }
    assert list(archive.years) == ["undated", "2023", "2024"]


def test_appearances_of_a_year(of_meetings: OfMeetings) -> None:
    """Where a record comes up is told year by year as well, and the years make up the whole."""
    archive = of_meetings(
        meeting("issues: [fog]\n", date="2024-01-01"),
        meeting("", "Fog", date="2023"),
        meeting("issues: [fog]\n", date="XXXX-02-02"),
    )
    assert archive.backlinks[FOG].years == ("undated", "2023", "2024")
    assert archive.yearly[FOG, "2023"] == Appearances(mentioned_in=("m2",))
    assert archive.yearly[FOG, "undated"] == Appearances(meetings=("m3",))
    assert archive.backlinks[FOG].meetings == ("m3", "m1")


def test_weights(of_meetings: OfMeetings) -> None:
    """Of each kind those records are told that come up, the most frequent first, then by name."""
    fields = "issues: [fog, tax]\nchairs: [bob]\n"
    archive = of_meetings(meeting(fields), meeting("issues: [tax]\nchairs: [ann]\n"))
    assert archive.weights[Kind.ISSUE] == (Tie("tax", 2), Tie("fog", 1))
    assert archive.weights[Kind.PERSON] == (Tie("ann", 1), Tie("bob", 1))
    assert archive.weights[Kind.SERIES] == ()


def test_namesakes(linked: Linked) -> None:
    """A name is shared only within one kind of records."""
    texts = {
        "people/a.yml": "name: Mere\n",
        "people/b.yml": "name: Mere\n",
        "people/c.yml": "name: Tarn\n",
        "districts/mere.yml": "name: Mere\n",
    }
    assert linked(texts).namesakes == {(Kind.PERSON, "Mere"): ("a", "b")}


# ── the whole ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_everything_that_points_back_is_there(checked: Checked) -> None:
    """Each id in the backlinks of the invented archive is a record, and each key a speech, an entry or a conclusion."""
    archive = checked.archive
    assert set(archive.backlinks) == {Ref(kind, id) for kind in list(Kind)[1:] for id in archive.registers(kind)}
    for ref, back in archive.backlinks.items():
        assert {*back.meetings, *back.mentioned_in} <= set(archive.meetings)
        assert not set(back.meetings) & set(back.mentioned_in)
        assert {*back.concluded, *back.addressed} <= set(archive.conclusions)
        assert all(archive.speech(key).meeting == key.meeting for key in back.speeches)
        assert all(archive.participation(key).meeting == key.meeting for key in back.participations)
        assert set(back.posts) <= set(archive.people)
        assert {*back.predecessors, *back.children} <= set(archive.registers(ref.kind))
        assert set(back.seats) <= {*archive.organizations, *archive.series}


def test_every_speech_and_conclusion_is_found_somewhere(checked: Checked) -> None:
    """No speech of a person and no conclusion with an addressee is missing from all backlinks."""
    archive = checked.archive
    speeches = {key for back in archive.backlinks.values() for key in back.speeches}
    said = [s for meeting in archive.meetings.values() for s in meeting.speeches if any(p.person for p in s.speakers)]
    assert {archive.speech(key) for key in speeches} >= set(said)
    addressed = {key for back in archive.backlinks.values() for key in back.addressed}
    assert {key for key, c in archive.conclusions.items() if c.written.addressees} <= addressed
