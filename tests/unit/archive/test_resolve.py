from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive import archive as archive_module
from generator.archive.archive import Archive, ConclusionKey, Item
from generator.archive.names import Ref
from generator.archive.resolve import resolve_archive
from generator.check import Checked
from generator.problems import CATALOGUE
from generator.records.decode import Decoded, decode_record
from generator.records.model import Kind
from generator.records.source import RecordFile
from tests.unit.archive.conftest import ArchiveOf, conclusion, meeting
from tests.unit.archive.mistakes import MISTAKES, Mistake

Linked = Callable[[Mapping[str, str]], Archive]
Reported = Callable[[Mapping[str, str]], str]

ANN = "people/ann-quill.yml"
FARMER = "people/quill-farmer.yml"
REGISTERS = {
    ANN: "name: Ann Quill\naliases: [Anna Quill]\nshort: AQ\n",
    FARMER: "name: Anselm Quill\naliases: [Old Quill]\n",
    "people/do-duc.yml": "name: Đỗ Đức\n",
    "districts/mere.yml": "name: Mere\nformer_names: [Meerhaven]\n",
    "organizations/mere.yml": "name: Mere Board\naliases: [Ủy ban Mere]\n",
    "issues/fog.yml": "name: Fog\n",
    "series/rounds.yml": "name: Rounds\n",
}
M = "meetings/2024/m.md"
OLD = "meetings/2023/old.md"


# ── every way to be wrong ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_mistake(reported: Reported, mistake: Mistake) -> None:
    """The smallest bad archive gives exactly these words at exactly this place, and no other complaint."""
    assert reported(mistake.texts) == mistake.reported.strip("\n")


OTHERS = {"future-date", "dead-address", "living-address"}
"""Codes that need more than records: a clock (`test_rules`), lists of addresses (`test_addresses`)."""


def test_every_code_has_a_mistake() -> None:
    """Each code of the catalogue that this layer can report stands in the table of mistakes."""
    folder = Path(archive_module.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    mine = {code for code in CATALOGUE if f'"{code}"' in source} - OTHERS
    shown = {code for code in CATALOGUE for mistake in MISTAKES if f"[{code}]" in mistake.reported}
    assert len(mine) >= 14
    assert mine == shown


# ── who is meant ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "written",
    [
        "ann-quill",
        "Ann Quill",
        "Anna Quill",
        "AQ",
        "people/ann-quill",
        unicodedata.normalize("NFD", "Ann Quill"),
    ],
)
def test_a_person_by_id_name_alias_and_short_name(linked: Linked, written: str) -> None:
    """Whatever fits exactly one person is that person."""
    archive = linked(REGISTERS | {M: meeting(f"chairs: ['{written}']\n")})
    assert [p.person for p in archive.meetings["m"].participations] == ["ann-quill"]


@pytest.mark.parametrize(("form", "other"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_names_meet_in_any_normal_form(
    linked: Linked, form: Literal["NFC", "NFD"], other: Literal["NFC", "NFD"]
) -> None:
    """A name typed on one system is found though the record was typed on another."""
    texts = {
        "people/do-duc.yml": f"name: {unicodedata.normalize(form, 'Đỗ Đức')}\n",
        M: meeting(f"chairs: [{unicodedata.normalize(other, 'Đỗ Đức')}]\n"),
    }
    assert texts["people/do-duc.yml"][6:-1] not in texts[M]
    assert linked(texts).meetings["m"].participations[0].person == "do-duc"


@settings(max_examples=60, deadline=None)
@given(name=st.text(st.characters(categories=["L", "Mn"]), min_size=1, max_size=12))
def test_any_name_meets_itself(archive_of: ArchiveOf, name: str) -> None:
    """Whatever letters and accents a name has, its composed and its decomposed form are one person."""
    name = f"A{name}"
    texts = {
        "people/x.yml": f"name: '{unicodedata.normalize('NFC', name)}'\n",
        M: meeting(f"chairs: ['{unicodedata.normalize('NFD', name)}']\n"),
    }
    archive, problems = archive_of(texts)
    assert problems == ()
    assert archive.meetings["m"].participations[0].person == "x"


def test_an_id_goes_before_a_name(linked: Linked) -> None:
    """Where a text is one person's id and another's name, the id counts."""
    archive = linked({ANN: "name: quill-farmer\n", FARMER: "name: Fred\n", M: meeting("chairs: [quill-farmer]\n")})
    assert archive.meetings["m"].participations[0].person == "quill-farmer"


def test_namesakes_are_told_apart_by_id(linked: Linked) -> None:
    """Two people of one name are both reached by their ids."""
    texts = {ANN: "name: A. Quill\n", FARMER: "name: A. Quill\n", M: meeting("chairs: [quill-farmer, ann-quill]\n")}
    assert [p.person for p in linked(texts).meetings["m"].participations] == ["quill-farmer", "ann-quill"]


def test_the_kind_in_front_tells_records_of_one_id_apart(linked: Linked) -> None:
    """`districts/mere` and `organizations/mere` are the two records that share an id."""
    fields = conclusion("by: organizations/mere, addressees: [districts/mere, organizations/mere]")
    found = linked(REGISTERS | {M: meeting(fields)}).meetings["m"].conclusions[0]
    assert found.by == Ref(Kind.ORGANIZATION, "mere")
    assert found.addressees == (Ref(Kind.DISTRICT, "mere"), Ref(Kind.ORGANIZATION, "mere"))


@pytest.mark.parametrize("written", ["Meerhaven", "Mere"])
def test_a_field_of_one_kind_needs_no_kind_in_front(linked: Linked, written: str) -> None:
    """A field that holds districts only takes the district by its id, its name or its former name."""
    archive = linked(REGISTERS | {M: meeting(f"districts: [{written}]\n")})
    assert archive.meetings["m"].refs[Kind.DISTRICT] == ("mere",)


def test_a_printed_name_changes_nothing_about_identity(linked: Linked) -> None:
    """`as:` is what the meeting prints; who it is says the id."""
    archive = linked(REGISTERS | {M: meeting("chairs:\n  - {person: ann-quill, as: Anselm Quill}\n")})
    (entry,) = archive.meetings["m"].participations
    assert (entry.person, entry.name) == ("ann-quill", "Anselm Quill")


def test_without_a_printed_name_the_register_gives_it(linked: Linked) -> None:
    """A meeting that prints no name of its own shows the person's, and a group's words."""
    archive = linked(REGISTERS | {M: meeting("attendees: [AQ, {group: Two millers}]\n")})
    assert [p.name for p in archive.meetings["m"].participations] == ["Ann Quill", "Two millers"]


# ── mergers ───────────────────────────────────────────────────────────────────────────────────────────────────────────

MERGED = {
    ANN: "name: Ann Quill\n",
    "people/a-q.yml": "name: A. Q.\nmerged_into: ann-quill\n",
    "people/aq-1.yml": "name: The first Q.\nmerged_into: A. Q.\n",
}


@pytest.mark.parametrize("written", ["a-q", "A. Q.", "aq-1", "The first Q."])
def test_a_merged_record_leads_to_what_it_became(linked: Linked, written: str) -> None:
    """An old id or name still means the person, through as many mergers as there were."""
    archive = linked(MERGED | {M: meeting(f"chairs: [{written}]\n")})
    assert archive.meetings["m"].participations[0].person == "ann-quill"
    assert archive.backlinks[Ref(Kind.PERSON, "ann-quill")].meetings == ("m",)
    assert archive.people["aq-1"].merged_into == "ann-quill"


@pytest.mark.parametrize("label", ["A. Q.", "Ann Quill", "a-q"])
@pytest.mark.parametrize("entry", ["a-q", "ann-quill"])
def test_labels_survive_a_merger(linked: Linked, label: str, entry: str) -> None:
    """A speech recorded under a name stays that person's speech after the record of that name was merged."""
    archive = linked(MERGED | {M: meeting(f"chairs: [{entry}]\n", f"**{label}:** Yes.\n")})
    assert [s.address for s in archive.meetings["m"].speeches] == ["ann-quill.1"]


def test_a_circle_of_mergers_keeps_everybody_apart(archive_of: ArchiveOf) -> None:
    """People merged in a circle are reported once and stay who they are."""
    archive, problems = archive_of({f"people/{a}.yml": f"name: {a}\nmerged_into: {b}\n" for a, b in ("ab", "ba")})
    assert [p.code for p in problems] == ["reference-loop"]
    assert archive.targets[Ref(Kind.PERSON, "a")] == Ref(Kind.PERSON, "a")


# ── all districts ─────────────────────────────────────────────────────────────────────────────────────────────────────

PLACES = {
    "districts/north.yml": "name: North\nuntil: 2024-06-30\nsuccessors: [union]\n",
    "districts/south.yml": "name: South\nuntil: 2024-06-30\nsuccessors: [union]\n",
    "districts/union.yml": "name: Union\nkind: town\nfrom: 2024-07-01\n",
    "districts/village.yml": "name: Village\nkind: commune\n",
}


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-06-30", ["north", "south"]),
        ("2024-07-01", ["union"]),
        ("2024-06-30/2024-07-01", ["north", "south", "union"]),
        ("2024-06", ["north", "south"]),
        ("2024", ["north", "south", "union"]),
        ("XXXX-06-30", ["north", "south", "union"]),
    ],
)
def test_all_districts_are_those_of_the_day(linked: Linked, date: str, expected: list[str]) -> None:
    """`all-districts` means what existed on that day, as far as the day is known, and is of the first level."""
    archive = linked(PLACES | {M: meeting(conclusion("addressees: [all-districts]"), date=date)})
    addressed = [ref.id for ref, back in archive.backlinks.items() if back.addressed]
    assert addressed == expected
    assert archive.conclusions[ConclusionKey("m", "k1")].to_all_districts


def test_the_first_level_is_what_the_site_says() -> None:
    """Which kinds of districts `all-districts` means comes from the configuration."""
    texts = PLACES | {M: meeting(conclusion("addressees: [all-districts]"))}
    archive, _ = resolve_archive([decoded(name, text) for name, text in texts.items()], ["commune"])
    assert archive.backlinks[Ref(Kind.DISTRICT, "village")].addressed == (ConclusionKey("m", "k1"),)
    assert archive.backlinks[Ref(Kind.DISTRICT, "north")].addressed == ()


def decoded(name: str, text: str) -> Decoded:
    folder, file = name.partition("/")[0], name.rpartition("/")[2]
    return decode_record(RecordFile(Kind(folder), file.partition(".")[0], f"records/{name}", text))[0]


# ── from meeting to meeting ───────────────────────────────────────────────────────────────────────────────────────────


def test_follow_up(linked: Linked) -> None:
    """A report knows its conclusion, the one addressee that it is about, and the only speech of a person alone."""
    archive = linked(
        REGISTERS
        | {
            OLD: meeting(conclusion(), date="2023-01-01"),
            M: meeting(
                "chairs: [ann-quill]\nfollow_ups:\n"
                "  - {conclusion: 'old#k1', status: done, district: Mere, speech: ann-quill}\n"
                "  - {conclusion: 'old#k1', status: dropped, organization: Ủy ban Mere}\n",
                "**AQ:** It is mended.\n",
            ),
        }
    )
    one, other = archive.reports[ConclusionKey("old", "k1")]
    assert (one.meeting, one.addressee, one.speech) == ("m", Ref(Kind.DISTRICT, "mere"), "ann-quill.1")
    assert other.addressee == Ref(Kind.ORGANIZATION, "mere")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2024-05-01", "2024-05-01"), ("2024-05", "2024-05-03"), ("2024-05-03", "2024-05"), ("XXXX-05-01", "2024-01-01")],
)
def test_what_may_be_earlier_can_be_repeated(linked: Linked, earlier: str, later: str) -> None:
    """Where two dates leave open which came first, nothing is wrong with repeating and reporting."""
    follow_ups = "follow_ups:\n  - {conclusion: 'old#k1', status: done}\n"
    archive = linked(
        {
            OLD: meeting(conclusion(), date=earlier),
            M: meeting(conclusion("repeats: 'old#k1'") + follow_ups, date=later),
        }
    )
    assert archive.restatements == {ConclusionKey("old", "k1"): (ConclusionKey("m", "k1"),)}


@pytest.mark.parametrize("target", ["old#item-grain", "old#grain", "old"])
def test_an_item_goes_on_from_another(linked: Linked, target: str) -> None:
    """`continues` names a meeting, and in it an item by its address or without `item-`."""
    archive = linked(
        {
            OLD: meeting("", "## Grain\n", "2023-01-01"),
            M: meeting(f"agenda:\n  - {{heading: Grain, continues: '{target}'}}\n", "## Grain\n"),
        }
    )
    assert archive.meetings["m"].items == (Item("grain", "Grain", continues=target),)


def test_what_an_item_says_holds_for_what_is_in_it(linked: Linked) -> None:
    """Issues of an item are those of its conclusions and speeches, and the meeting is tied to them and its places."""
    archive = linked(
        REGISTERS
        | {
            M: meeting(
                "agenda:\n  - {heading: Grain, issues: [fog], districts: [mere]}\n"
                "conclusions:\n  - {id: k1, text: x, agenda: '*Grain*'}\n",
                "## *Grain*\n",
            )
        }
    )
    found = archive.meetings["m"]
    assert found.conclusions[0].issues == ("fog",)
    assert found.conclusions[0].item == "grain"
    assert (found.refs[Kind.ISSUE], found.refs[Kind.DISTRICT]) == (("fog",), ("mere",))


# ── one cause, one report ─────────────────────────────────────────────────────────────────────────────────────────────

BROKEN = "titel: broken\n"


@pytest.mark.parametrize(
    ("name", "broken", "referring"),
    [
        ("people/zoe.yml", "name: Zoe\n", meeting("chairs: [zoe]\n", "**Zoe:** Yes.\n")),
        ("people/zoe.yml", "name: Zoe\n", meeting("chairs: [Zoe]\n", "**zoe:** Yes.\n")),
        ("districts/tarn.yml", "name: Tarn\n", meeting("districts: [tarn]\n", "Tarn, [[tarn]] and once more Tarn.\n")),
        ("organizations/guild.yml", "name: Guild\n", meeting(conclusion("by: Guild"), "The Guild met.\n")),
        ("issues/wind.yml", "name: Wind\nterms: [wind*]\n", meeting("issues: [wind]\n", "Windy.\n")),
        ("series/row.yml", "name: Row\n", meeting("series: row\n")),
        ("meetings/2023/old.md", "---\n", meeting("follow_ups:\n  - {conclusion: 'old#k9', status: done}\n")),
        ("meetings/2023/old.md", "---\n", meeting(conclusion("repeats: 'old#k9'"))),
        ("meetings/2023/old.md", "---\n", meeting("", "See [[old]], [[old#k9]] and [[old#zoe.1]].\n")),
        ("meetings/2023/old.md", "---\n", meeting("agenda:\n  - {heading: A, continues: 'old#x'}\n", "## A\n")),
    ],
)
def test_a_broken_record_is_still_known(archive_of: ArchiveOf, name: str, broken: str, referring: str) -> None:
    """Only the broken file itself is complained of: its id and its name are known to everybody else."""
    end = "---\n" if name.endswith(".md") else ""
    _, problems = archive_of({name: broken + BROKEN + end, M: referring})
    assert {p.span.path for p in problems if p.severity == "error"} == {f"records/{name}"}


@pytest.mark.parametrize("text", ["", "name: [\n", "- a\n", "name: {a: b}\n"])
def test_a_record_without_any_name_is_still_known(archive_of: ArchiveOf, text: str) -> None:
    """Even a file that is no YAML, or holds no name, counts as the record of its id."""
    _, problems = archive_of({"people/zoe.yml": text, M: meeting("chairs: [zoe]\n")})
    assert {p.span.path for p in problems} == {"records/people/zoe.yml"}


# ── properties ────────────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_the_order_of_files_does_not_matter(
    checked: Checked, records: tuple[Decoded, ...], data: st.DataObject
) -> None:
    """However the files are ordered on disk, the archive is the same, down to the order of its records."""
    shuffled = data.draw(st.permutations(records))
    archive, problems = resolve_archive(shuffled, checked.config.first_level)
    assert {problem.code for problem in problems} <= {"source-without-address"}
    for field in archive.__dataclass_fields__:
        if field not in {"finder", "files", "paths", "pictures", "targets"}:
            assert repr(getattr(archive, field)) == repr(getattr(checked.archive, field)), field
    assert (archive.paths, archive.targets) == (checked.archive.paths, checked.archive.targets)
