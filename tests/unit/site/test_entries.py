"""What the search finds: every speech, conclusion, meeting and register once, under its address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import pytest

from generator.config import SiteConfig
from generator.site.entries import REGISTERS
from generator.site.interface import Interface
from generator.site.markdown import Texts
from generator.site.page import SearchEntry
from generator.site.words import words as words_in
from tests.unit.site.conftest import ArchiveOf, RendererOf, Site, entries_in
from tests.unit.site.markup import Markup

EntriesOf = Callable[[Mapping[str, str]], dict[str, SearchEntry]]
FOUNDING = "meetings/2022-03-07-wasserrunde/"


@pytest.fixture(scope="module")
def entries(site: Site) -> dict[str, SearchEntry]:
    """Return the entries of the invented archive by address; no address comes twice."""
    found = entries_in(site.archive, site.config, site.texts)
    assert len({entry.address for entry in found}) == len(found)
    return {entry.address: entry for entry in found}


@pytest.fixture
def entries_of(archive_of: ArchiveOf) -> EntriesOf:
    """Return a function that gives the entries of a small archive."""

    def made(texts: Mapping[str, str]) -> dict[str, SearchEntry]:
        archive, _ = archive_of(texts)
        config = SiteConfig(title="T", language="en")
        return {entry.address: entry for entry in entries_in(archive, config)}

    return made


def test_everything_has_an_entry(site: Site, entries: dict[str, SearchEntry]) -> None:
    """Each speech, each conclusion, each meeting and each register can be found."""
    archive = site.archive
    assert Counter(entry.kind for entry in entries.values()) == {
        "meeting": len(archive.meetings),
        "speech": sum(len(meeting.speeches) for meeting in archive.meetings.values()),
        "conclusion": len(archive.conclusions),
        "person": len(archive.people) - 1,  # one is merged into another
        "district": len(archive.districts),
        "issue": len(archive.issues),
        "organization": len(archive.organizations),
        "series": len(archive.series),
    }


def test_every_entry_leads_to_a_place(site: Site, entries: dict[str, SearchEntry], renderer_of: RendererOf) -> None:
    """Whoever follows a result comes to a page, and to the very speech or conclusion on it."""
    renderer = renderer_of("de")
    ids: dict[str, set[str]] = {}
    for address, entry in entries.items():
        page, _, fragment = address.partition("#")
        assert page in site.pages
        assert bool(fragment) == (entry.kind in {"speech", "conclusion"})
        if fragment:
            ids.setdefault(page, set(Markup(renderer.render(site.pages[page]).html).ids))
            assert fragment in ids[page]


def test_every_entry_has_words(entries: dict[str, SearchEntry]) -> None:
    """The index leaves out what has no words, and a meeting may be nothing but its title."""
    assert all(entry.text and entry.title for entry in entries.values())
    assert entries["meetings/2023-jahrestreffen/"].text == "Jahrestreffen"


def test_a_year_is_a_bundle(entries: dict[str, SearchEntry]) -> None:
    """Meetings go by the year in which they began, the undated and the registers by themselves."""
    assert entries[FOUNDING].bundle == entries[f"{FOUNDING}#k1"].bundle == "2022"
    assert entries["meetings/03-07-zettel/"].bundle == "undated"
    assert entries["people/bui-van-choi/"].bundle == REGISTERS
    assert {entry.bundle for entry in entries.values()} == {"2022", "2023", "2024", "undated", REGISTERS}


@pytest.mark.parametrize(
    ("address", "date", "year"),
    [
        (FOUNDING, "2022-03-07", "2022"),
        ("meetings/2022-09-harvest-talk/", "2022-09", "2022"),
        ("meetings/2023-jahrestreffen/", "2023", "2023"),
        ("meetings/2023-02-28-wasserrunde/", "2023-02-28", "2023"),
        ("meetings/03-07-zettel/", "", ""),
        ("people/bui-van-choi/", "", ""),
    ],
)
def test_dates_are_given_as_far_as_they_are_known(
    entries: dict[str, SearchEntry], address: str, date: str, year: str
) -> None:
    """Nothing is made up for sorting."""
    assert (entries[address].date, entries[address].year) == (date, year)


def test_a_speech_is_found_by_its_words_and_its_heading(entries: dict[str, SearchEntry]) -> None:
    """An entry has what was said under which heading, by whom, in which office and for which place."""
    entry = entries[f"{FOUNDING}#ottilie-regenpfeifer.1"]
    assert entry.title == "Ottilie Regenpfeifer"
    assert entry.text.startswith(
        "Lage an den Deichen · Das Wasseramt habe 40 km Deich geprüft. Nur die Hälfte sei dicht"
    )
    assert entry.meeting == "Gründung der Wasserrunde"
    assert entry.role == "Leiterin des Wasseramts"
    assert entry.people == ("Ottilie Regenpfeifer",)
    assert "Deiche" in entry.issues
    assert entries[f"{FOUNDING}#dang-thi-lua.1"].districts == ("Đá Gù (da-gu)",)


def test_interjections_are_nobodys_words(entries: dict[str, SearchEntry]) -> None:
    """What others shout is not found as the speaker's own."""
    assert not [entry for entry in entries.values() if "kaum zu glauben" in entry.text or "Vỗ tay" in entry.text]


def test_a_joint_speech_is_one_entry_of_all_who_gave_it(entries: dict[str, SearchEntry]) -> None:
    """Two who speak together are both found by it, and its title names both."""
    entry = entries[f"{FOUNDING}#dang-thi-lua.2"]
    assert entry.title == "Đặng Thị Lúa / Trần Văn Gió"
    assert entry.people == ("Đặng Thị Lúa", "Trần Văn Gió")


def test_a_group_is_found_although_it_has_no_record(entries: dict[str, SearchEntry]) -> None:
    """A speech of people without names belongs to nobody, and is found by their words and their title."""
    entry = entries[f"{FOUNDING}#fahrleute-vom-unterlauf.1"]
    assert (entry.title, entry.people) == ("Fährleute vom Unterlauf", ())


def test_a_conclusion_is_found_by_whom_it_concerns(entries: dict[str, SearchEntry]) -> None:
    """All districts of that day are its districts, and who concluded it and its agenda item belong to it."""
    entry = entries[f"{FOUNDING}#k1"]
    assert entry.text == ("Lage an den Deichen · Die Bezirke melden bis Juni alle schadhaften Deiche an das Wasseramt.")
    assert {"Đá Gù (da-gu)", "Bến Lửng", "Kẻ Rét", "Fogwick", "Niederquell"} == set(entry.districts)
    assert entry.people == ("Bùi Văn Chổi (Vorsitzender des Provinzrats)",)
    assert set(entries[f"{FOUNDING}#k3"].organizations) == {
        "Provinzrat Sơn Vụ",
        "Bauernbund am Unterlauf",
        "Fogwick Harbour Board",
    }


def test_namesakes_are_different_values_of_a_facet(entries: dict[str, SearchEntry]) -> None:
    """Whoever narrows by a name that two bear gets the one meant, told apart by an office as in the lists."""
    assert entries["people/bui-van-choi/"].people == ("Bùi Văn Chổi (Vorsitzender des Provinzrats)",)
    assert entries["people/bui-van-choi-bauer/"].people == ("Bùi Văn Chổi (farmer)",)
    assert entries["people/le-thi-mua/"].people == ("Lê Thị Mưa",)


def test_districts_of_one_name_are_told_apart_by_their_kind(site: Site, renderer_of: RendererOf) -> None:
    """The facet says what the page says, in the reader's language."""
    found = entries_in(site.archive, site.config, site.texts, renderer_of("de").interface)
    names = {entry.address: entry.districts for entry in found}
    assert names["districts/da-gu/"] == ("Đá Gù (Bezirk)",)
    assert names["districts/da-gu-gemeinde/"] == ("Đá Gù (Gemeinde)",)
    assert names["districts/fogwick/"] == ("Fogwick",)


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ("", "", {"Ann (ann)", "Ann (ann-2)"}),
        ("posts: [{role: Mayor}]\n", "", {"Ann (Mayor)", "Ann (ann-2)"}),
        ("posts: [{role: Mayor}]\n", "posts: [{role: Mayor}]\n", {"Ann (ann)", "Ann (ann-2)"}),
        ("", "merged_into: ann\n", {"Ann"}),
    ],
)
def test_no_two_are_called_alike(entries_of: EntriesOf, first: str, second: str, names: set[str]) -> None:
    """Where offices tell nobody apart the id does; who was merged is nobody to be told apart from."""
    found = entries_of({"people/ann.yml": f"name: Ann\n{first}", "people/ann-2.yml": f"name: Ann\n{second}"})
    assert {name for entry in found.values() for name in entry.people} == names


def test_kinds_that_are_called_alike_tell_nothing_apart(archive_of: ArchiveOf) -> None:
    """A facet holds each word once, even where the site's owner calls two kinds of districts by one word."""
    kinds = {"hamlet": "Ort", "village": "Ort"}
    archive, _ = archive_of({f"districts/fog-{kind}.yml": f"name: Fog\nkind: {kind}\n" for kind in kinds})
    found = entries_in(archive, SiteConfig(title="T"), None, Interface("de", further={"district": kinds}))
    assert [entry.districts for entry in found] == [("Fog (fog-hamlet)",), ("Fog (fog-village)",)]


def test_a_merged_record_is_not_found_by_itself(entries: dict[str, SearchEntry]) -> None:
    """The search leads to the one page on which all stands."""
    assert "people/dang-thi-lua-da-gu/" not in entries
    assert "people/dang-thi-lua/" in entries


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("people/dang-thi-lua/", {"dang"}),  # without its đ
        ("districts/da-gu/", {"da", "gu"}),
        ("issues/hochwasser/", {"flood", "lu", "lut"}),  # its terms
        ("issues/deiche/", {"dyke"}),
    ],
)
def test_a_register_is_found_under_all_its_names(
    entries: dict[str, SearchEntry], address: str, words: set[str]
) -> None:
    """Aliases, former names and terms find a record, folded too, though no text says them."""
    entry = entries[address]
    assert words <= {*entry.hidden.split(), *words_in(f"{entry.title} {entry.text}")}


def test_names_of_a_register_can_be_read_in_its_entry(entries: dict[str, SearchEntry]) -> None:
    """Other names and offices are part of a record's words."""
    assert "Quellheim an der Lüme" in entries["districts/niederquell/"].text
    assert "Vorsitzender des Provinzrats" in entries["people/bui-van-choi/"].text
    assert "Wasser, wo keines sein soll; siehe auch Deiche." in entries["issues/hochwasser/"].text


def test_a_compound_is_found_by_its_part(entries_of: EntriesOf) -> None:
    """`Bekämpfung` finds `Korruptionsbekämpfung`, since the archive says `Korruption` elsewhere."""
    found = entries_of(
        {
            "meetings/2024/a.md": "---\ntitle: Über die Korruption\ndate: 2024\n---\n",
            "meetings/2024/b.md": "---\ntitle: Korruptionsbekämpfung\ndate: 2024\n---\n",
        }
    )
    assert ("bekampfung", "korruptionsbekampfung") in found["meetings/b/"].parts


def test_markup_is_no_words(entries_of: EntriesOf) -> None:
    """Entries are plain text: what a record holds as letters is letters, what it holds as Markdown is words."""
    found = entries_of(
        {
            "people/ann.yml": "name: Ann <b> & Co\nnote: '*so* &amp; <i>'\n",
            "meetings/2024/m.md": "---\ntitle: 'A <b> & \"c\"'\ndate: 2024\nspeakers: [ann]\nconclusions:\n"
            "  - {id: k1, text: '**a** <i> `b` [[ann]]'}\n---\n"
            "Intro *x* <b>.\n\n**Ann <b> & Co:** 5 < 6[^1]\n\n[^1]: y\n",
        }
    )
    assert found["people/ann/"].text == "so & <i>"
    assert found["meetings/m/#k1"].text == "a <i> b Ann <b> & Co"
    assert found["meetings/m/"].title == 'A <b> & "c"'
    assert found["meetings/m/"].text.startswith("Intro x <b>.")
    assert found["meetings/m/#ann.1"].text == "5 < 6"


def test_the_language_of_a_record_goes_before_that_of_the_archive(entries: dict[str, SearchEntry]) -> None:
    """Readers see in which language a result is."""
    assert entries["meetings/2022-11-hop-dan/"].language == "vi"
    assert entries["meetings/2023-jahrestreffen/"].language == "de"


def test_the_same_archive_gives_the_same_entries(site: Site, entries: dict[str, SearchEntry]) -> None:
    """Entries do not depend on what was rendered before."""
    again = entries_in(site.archive, site.config, Texts(site.archive))
    assert {entry.address: entry for entry in again} == entries


def test_a_conclusion_says_how_far_it_is(entries: dict[str, SearchEntry]) -> None:
    """Whoever looks for what is still open finds it; nothing else has a status."""
    assert {entry.kind for entry in entries.values() if entry.status} == {"conclusion"}
    assert all(entry.status for entry in entries.values() if entry.kind == "conclusion")
    assert len({entry.status for entry in entries.values()}) > 2


def test_a_speech_is_found_under_other_names_of_its_speaker(entries_of: EntriesOf) -> None:
    """Aliases of who speaks and former names of the place spoken for find the speech as well."""
    found = entries_of(
        {
            "people/ann.yml": "name: Ann Quill\naliases: [Anna Feder]\n",
            "districts/fog.yml": "name: Fogton\nkind: town\nformer_names: [Nebelheim]\n",
            "meetings/2024/m.md": "---\ntitle: M\ndate: 2024\nspeakers: [{person: ann, district: fog}]\n---\n"
            "**Ann Quill:** x\n",
        }
    )
    assert set(found["meetings/m/#ann.1"].hidden.split()) == {"anna", "feder", "nebelheim"}


def test_a_term_for_any_ending_is_a_name_without_its_star(entries_of: EntriesOf) -> None:
    """`korruption*` stands in a register for text; as a name of the issue it is `korruption`."""
    found = entries_of({"issues/k.yml": "name: Bestechung\nterms: ['korruption*']\n"})
    assert found["issues/k/"].names == ("korruption",)
