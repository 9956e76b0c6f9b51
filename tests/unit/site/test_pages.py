"""What each page says: the facts that a reader must find on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from generator.check import Checked
from generator.config import SiteConfig
from generator.records.model import Kind
from generator.site import meetings, overview, registers, urls
from generator.site.markdown import Texts
from generator.site.page import Link
from generator.site.pages import planned_pages
from generator.site.views import AppearancesView, ListGroup, ListView, MergedView
from tests.unit.site.conftest import ArchiveOf, Site, pages_of

FOUNDING = "meetings/2022-03-07-wasserrunde/"


@pytest.fixture(scope="module")
def view(site: Site) -> Any:
    """Return a function that gives a page's view; its fields are those of `views`."""
    return lambda address: site.pages[address].view


def addresses(links: Iterable[Link]) -> list[str]:
    return [link.address for link in links]


def listed(groups: Iterable[ListGroup]) -> list[str]:
    return [entry.link.address for group in groups for entry in group.entries]


def rows(view: Any) -> list[str]:
    return [row.link.address for group in view.lists.meetings for row in group.rows]


def test_every_record_and_list_has_a_page(site: Site) -> None:
    """Nothing of the archive is left out, and no two pages share an address."""
    archive = site.archive
    expected = {"", "conclusions/", "meetings/", "people/", "districts/", "issues/", "organizations/", "series/"}
    expected |= {f"meetings/{id}/" for id in archive.meetings}
    expected |= {f"meetings/{year}/" for year in ("2022", "2023", "2024", "undated")}
    for name in ("people", "districts", "issues", "organizations", "series"):
        expected |= {f"{name}/{id}/" for id in getattr(archive, name)}
    assert expected <= set(site.pages)
    further = {address for address in set(site.pages) - expected if not address.startswith("help/")}
    states = {state for year in archive.years.values() for state in year.by_state}
    further -= {urls.conclusions_in(state) for state in states}
    assert {"open", "done", "overdue", "partly"} <= states
    further -= {"conclusions/table/", "names/"}
    further -= {urls.conclusions_due(), *map(urls.conclusions_due, archive.due)}
    assert further == {"about/", "contribute/", "contribute/new/", "data/", "search/", "404.html"}


def test_what_a_merged_record_did_stands_with_the_other(view: Any) -> None:
    """One person, one page: a merged record keeps its address, but all that it shows is the way to the other."""
    merged = view("people/dang-thi-lua-da-gu/")
    assert merged == MergedView(
        Link("people/dang-thi-lua/", "Đặng Thị Lúa"), "Stand im Bericht von 2022 unter abgekürztem Namen."
    )
    assert "meetings/2022-11-hop-dan/" in rows(view("people/dang-thi-lua/"))


def test_a_merged_record_is_counted_nowhere(site: Site, view: Any) -> None:
    """Neither lists nor figures hold somebody twice."""
    people = view("people/")
    listed = [entry.link.address for group in people.groups for entry in group.entries]
    assert "people/dang-thi-lua-da-gu/" not in listed
    assert len(listed) == people.total == view("").people_total == len(site.archive.people) - 1


def test_what_a_merged_record_held_is_the_others(archive_of: ArchiveOf) -> None:
    """A post in a merged record ties the person who stands for it, once, and namesakes are no longer two."""
    post = "posts: [{role: Mayor, district: fog}]\n"
    archive, _ = archive_of(
        {
            "people/ann.yml": f"name: Ann\n{post}",
            "people/ann-2.yml": f"name: Ann\nmerged_into: ann\n{post}",
            "districts/fog.yml": "name: Fog\n",
        }
    )
    pages: Any = pages_of(archive, SiteConfig(title="T"))
    fog = pages["districts/fog/"].view
    assert fog.holders == (Link("people/ann/", "Ann"),)
    assert [(tie.link, tie.count) for tie in fog.people] == [(Link("people/ann/", "Ann"), 0)]


# ---- a meeting


def test_a_meeting_says_when_where_and_by_whom(view: Any) -> None:
    """The facts of a meeting stand at its head."""
    found = view(FOUNDING)
    assert (found.date.text, found.start, found.end, found.next_day) == ("2022-03-07", "14:00", "17:30", False)
    assert (found.kind, found.status, found.number, found.period) == ("conference", "held", 1, "2021-H2")
    assert found.series.address == "series/wasserrunde/"
    assert found.places == ("Rathaus", "Großer Saal")
    assert addresses(found.organizations) == ["organizations/rat/", "organizations/wasseramt/"]
    assert {"districts/da-gu/", "districts/ben-lung/", "districts/ke-ret/"} <= set(addresses(found.districts))
    assert {"issues/hochwasser/", "issues/deiche/", "issues/abgaben/"} == set(addresses(found.issues))
    assert "<em>vier</em>" in found.summary
    assert [document.title for document in found.documents] == ["Satzung der Wasserrunde"]
    assert [source.id for source in found.sources] == ["s1", "s2"]


def test_a_meeting_that_ends_after_midnight_says_so(view: Any) -> None:
    """An end before the start is the next day's."""
    found = view("meetings/2024-01-nachtsitzung/")
    assert (found.start, found.end, found.next_day) == ("22:00", "01:30", True)


def test_participants_are_named_as_the_meeting_names_them(view: Any) -> None:
    """The words of the source stand first, who is meant beside them, and where the speech is."""
    found = dict(view(FOUNDING).participants)
    assert list(found) == ["chairs", "attendees", "absent", "speakers"]
    (chair,) = found["chairs"]
    assert (chair.name, chair.registered, chair.source) == ("Bui Van Choi", "Bùi Văn Chổi", "s1")
    assert chair.link.address == "people/bui-van-choi/"
    group = found["attendees"][1]
    assert (group.name, group.link, group.count) == ("Fährleute vom Unterlauf", None, 12)
    assert found["absent"][0].reason == "entschuldigt"
    gio = next(p for p in found["speakers"] if p.name == "Trần Văn Gió")
    assert gio.quote == "Cái đê này mỏng như tờ giấy."
    assert gio.district.address == "districts/ben-lung/"
    assert "tran-van-gio.1" in gio.speeches


def test_who_spoke_without_recorded_words_is_said_to(view: Any) -> None:
    """A speaker without a speech is marked, but not in a meeting that is only announced."""
    assert [p.silent for p in dict(view("meetings/2023-10-faehrleute/").participants)["speakers"]] == [True]
    assert [p.silent for p in dict(view("meetings/2024-12-ankuendigung/").participants)["speakers"]] == [False]


SESSION = """\
title: M
date: 2024-01-01
speakers:
  - {person: ann, agenda: Dykes, kind: report, issues: [rain]}
  - {person: ann, agenda: Boats}
  - {person: ann, agenda: Tolls}
  - {person: bob, kind: opening}
  - {person: bob, kind: closing}
  - {person: cor, agenda: Dykes}
chairs: [bob]
"""
BODY = "**Bob:** a\n\n## Dykes\n\n**Ann:** b\n\n### More\n\n**Ann:** c\n\n## Boats\n\n**Ann / Bob:** d\n\n## Tolls\n"


def test_a_speech_stands_with_the_entry_that_it_belongs_to(archive_of: ArchiveOf) -> None:
    """Who speaks on several items has several entries; each shows its own speeches, and is silent only by itself."""
    archive, _ = archive_of(
        {
            **{f"people/{id}.yml": f"name: {id.title()}\n" for id in ("ann", "bob", "cor")},
            "issues/rain.yml": "name: Rain\n",
            "meetings/2024/m.md": f"---\n{SESSION}---\n{BODY}",
        }
    )
    pages: Any = pages_of(archive, SiteConfig(title="T"))
    parts = dict(pages["meetings/m/"].view.participants)
    assert [(p.speeches, p.silent) for p in parts["speakers"]] == [
        (("ann.1", "ann.2"), False),
        (("ann.3",), False),
        ((), True),
        (("bob.1", "ann.3"), False),
        ((), False),  # which of Bob's words were the closing ones nobody has written down
        ((), True),
    ]
    assert [p.speeches for p in parts["chairs"]] == [()]
    assert addresses(parts["speakers"][0].issues) == ["issues/rain/"]


def test_the_body_is_shown_in_order(view: Any) -> None:
    """Items, divisions, prose and speeches follow each other as in the record, each with its address."""
    flow = view(FOUNDING).flow
    assert [(part.type, part.id or part.title) for part in flow] == [
        ("prose", ""),
        ("item", "item-lage-an-den-deichen"),
        ("speech", "ottilie-regenpfeifer.1"),
        ("division", "Nachfragen"),
        ("speech", "ottilie-regenpfeifer.2"),
        ("item", "item-aussprache"),
        ("speech", "dang-thi-lua.1"),
        ("speech", "tran-van-gio.1"),
        ("speech", "fahrleute-vom-unterlauf.1"),
        ("speech", "ottilie-regenpfeifer.3"),
        ("speech", "dang-thi-lua.2"),
    ]
    item, goes_on, joint = flow[1], flow[4], flow[10]
    assert addresses(item.issues) == ["issues/deiche/"]
    assert [document.title for document in item.documents] == ["Bericht 1/2022", "Karte der Deiche"]
    assert goes_on.continued
    assert [speaker.name for speaker in joint.speakers] == ["Đặng Thị Lúa", "Trần Văn Gió"]
    assert joint.further_ids == ("tran-van-gio.2",)


def test_an_item_leads_to_the_one_that_it_goes_on_from(view: Any) -> None:
    """A matter can be followed back from meeting to meeting."""
    item = next(part for part in view("meetings/2023-02-28-wasserrunde/").flow if part.type == "item")
    assert item.continues == Link(
        f"{FOUNDING}#item-lage-an-den-deichen", "Gründung der Wasserrunde: Lage an den Deichen", language="de"
    )


def test_a_meeting_leads_to_its_neighbours(view: Any) -> None:
    """The series can be read forth and back."""
    found = view("meetings/2023-02-28-wasserrunde/")
    assert (found.before.address, found.after.address) == (FOUNDING, "meetings/2024-09-wasserrunde/")
    assert view(FOUNDING).before is None


def test_a_meeting_says_whom_its_text_names_besides(view: Any) -> None:
    """What is mentioned, but neither takes part nor is the matter, is listed apart."""
    mentioned = addresses(view("meetings/2023-02-28-wasserrunde/").mentions)
    assert "districts/fogwick/" in mentioned
    assert "organizations/rat/" not in mentioned


# ---- conclusions and what became of them


def test_a_conclusion_has_its_whole_history(view: Any) -> None:
    """A conclusion says what, by whom, to whom, until when, how it stands, and every report on it."""
    card = next(card for card in view(FOUNDING).conclusions if card.id == "k1")
    assert card.text == "Die Bezirke melden bis Juni alle schadhaften Deiche an das Wasseramt."
    assert (card.kind, card.due.text, card.source) == ("directive", "2022-05/2022-06", "s1")
    assert card.by.address == "people/bui-van-choi/"
    assert card.to_all_districts == 5
    assert card.item.address == f"{FOUNDING}#item-lage-an-den-deichen"
    assert card.speech == Link(f"{FOUNDING}#ottilie-regenpfeifer.1", "Ottilie Regenpfeifer")
    assert addresses(card.repeated_by) == ["meetings/2023-02-28-wasserrunde/#k1"]
    (report,) = card.reports
    assert (report.status, report.addressee.address) == ("in_progress", "districts/ke-ret/")
    assert 'href="#k2"' in report.html


def test_a_report_says_where_it_comes_from(archive_of: ArchiveOf) -> None:
    """The source of a report is kept beside it."""
    earlier = "---\ntitle: A\ndate: 2023\nconclusions: [{id: k1, text: x}]\n---\n"
    head = "title: B\ndate: 2024\nfollow_ups: [{conclusion: 'a#k1', status: done, source: s1}]\n"
    head += "sources: [{id: s1, title: S}]\n"
    archive, _ = archive_of({"meetings/2023/a.md": earlier, "meetings/2024/b.md": f"---\n{head}---\n"})
    pages: Any = pages_of(archive, SiteConfig(title="T"))
    assert [report.source for _, report in pages["meetings/b/"].view.follow_ups] == ["s1"]


def test_votes_and_outcome_are_told(view: Any) -> None:
    """A rejected resolution is shown as such, with its votes."""
    card = next(card for card in view(FOUNDING).conclusions if card.id == "k4")
    assert (card.outcome, card.votes) == ("rejected", (2, 31, 1))


def test_a_meeting_reports_on_earlier_conclusions(view: Any) -> None:
    """Each report stands beside the words that it is about."""
    found = view("meetings/2023-02-28-wasserrunde/").follow_ups
    assert [(line.link.address.partition("#")[2], report.status) for line, report in found] == [
        ("k1", "in_progress"),
        ("k3", "done"),
        ("k5", "done"),
    ]
    assert found[1][1].speech.address == "meetings/2023-02-28-wasserrunde/#wendelin-kraushaupt.1"
    assert "drei Kähne" in found[1][0].html


def test_links_of_a_card_hold_on_the_page_that_shows_it(view: Any) -> None:
    """The same conclusion links from its meeting and from the list, each time from there."""
    listed = next(c for _, cards in view("conclusions/").groups for c in cards if c.address == f"{FOUNDING}#k2")
    assert 'href="../districts/ke-ret/"' in listed.html
    own = next(card for card in view(FOUNDING).conclusions if card.id == "k2")
    assert 'href="../../districts/ke-ret/"' in own.html


def test_all_conclusions_are_counted_by_how_they_stand(site: Site, view: Any) -> None:
    """The list has every conclusion once, the latest first, and the figures add up."""
    found = view("conclusions/")
    cards = [card for _, cards in found.groups for card in cards]
    assert len({card.address for card in cards}) == len(cards) == found.total == len(site.archive.conclusions)
    assert sum(count for _, count in found.by_status) == found.total
    assert [name for name, _ in found.groups] == ["2024", "2023", "2022"]


# ---- registers


def test_a_person_says_what_they_did_and_were(view: Any) -> None:
    """Offices, meetings, speeches and conclusions of a person stand on one page."""
    found = view("people/ottilie-regenpfeifer/")
    offices = found.history.offices
    assert [office.role for office in offices] == ["Leiterin des Wasseramts", "Leiterin des Umweltamts"]
    assert offices[0].place.address == "organizations/wasseramt/"
    assert all(office.rows[0].stated for office in offices)
    assert rows(found)[-1] == FOUNDING
    assert len(found.lists.speeches) == 4
    assert found.lists.speeches[-1].excerpt.startswith("Das Wasseramt habe 40 km Deich geprüft.")
    parts = {row.link.address: row.parts for group in found.lists.meetings for row in group.rows}
    assert parts[FOUNDING] == ("attendees", "speakers")


def test_namesakes_are_told_apart_wherever_they_are_linked(view: Any) -> None:
    """Who shares a name is linked with what tells them apart: an office, or the kind of a district."""
    entries = {e.link.address: e.link for group in view("people/").groups for e in group.entries}
    assert entries["people/bui-van-choi/"].title == entries["people/bui-van-choi-bauer/"].title
    assert entries["people/bui-van-choi/"].note == "Vorsitzender des Provinzrats"
    assert entries["people/bui-van-choi-bauer/"].note == "farmer"
    assert entries["people/le-thi-mua/"].note == ""
    districts = {e.link.address: e.link for group in view("districts/").groups for e in group.entries}
    assert districts["districts/da-gu/"].note == "district:district"
    assert districts["districts/da-gu-gemeinde/"].note == "district:commune"


def test_two_spellings_of_one_person_meet_on_one_page(view: Any) -> None:
    """What is recorded under an alias or a merged record belongs to the person."""
    found = view("people/dang-thi-lua/")
    assert {FOUNDING, "meetings/2022-11-hop-dan/", "meetings/2024-05-02-ba-huyen/"} <= set(rows(found))
    assert "Dang Thi Lua" in found.aliases


def test_a_district_that_became_another_leads_there(view: Any) -> None:
    """Merged districts know what they became, and the new one what it arose from."""
    assert addresses(view("districts/da-gu/").successors) == ["districts/tam-hop/"]
    assert {"districts/ben-lung/", "districts/da-gu/", "districts/ke-ret/"} == set(
        addresses(view("districts/tam-hop/").predecessors)
    )
    assert addresses(view("districts/ke-ret/").predecessors) == ["districts/thung-lang/"]
    assert view("districts/da-gu/").last.text == "2024-06-30"


def test_a_district_says_where_it_lies(archive_of: ArchiveOf) -> None:
    """Coordinates are given as maps take them."""
    text = "name: Fog\ncoordinates: {lat: 54.25, lon: -1.5}\n"
    archive, _ = archive_of({"districts/fog.yml": text, "districts/mist.yml": "name: Mist\n"})
    pages: Any = pages_of(archive, SiteConfig(title="T"))
    assert [pages[f"districts/{id}/"].view.coordinates for id in ("fog", "mist")] == ["54.25, -1.5", ""]


def test_a_district_says_what_it_was_told(view: Any) -> None:
    """What was addressed to all districts was told to each that existed on that day, and to no other."""
    told = [card.address for card in view("districts/ke-ret/").lists.addressed]
    assert f"{FOUNDING}#k1" in told
    assert "meetings/2024-07-10-tam-hop/#k1" not in told
    assert "meetings/2024-07-10-tam-hop/#k1" in [card.address for card in view("districts/tam-hop/").lists.addressed]


def test_an_issue_says_where_it_comes_up(view: Any) -> None:
    """An issue knows its place among issues, its terms, its meetings and with whom it comes up."""
    found = view("issues/deiche/")
    assert found.broader.address == "issues/hochwasser/"
    assert addresses(found.related) == ["issues/abgaben/"]
    assert found.terms == ("deich*", "dyke")
    assert addresses(view("issues/hochwasser/").narrower) == ["issues/deiche/"]
    assert FOUNDING in rows(found)
    counts = [counted.count for counted in found.people]
    assert counts == sorted(counts, reverse=True)


def test_an_organization_says_who_held_its_offices(view: Any) -> None:
    """Organizations lead to their people, their parts, their series and what they became."""
    found = view("organizations/rat/")
    assert addresses(found.holders) == ["people/bui-van-choi/"]
    assert {"organizations/umweltamt/", "organizations/wasseramt/"} == set(addresses(found.children))
    assert addresses(found.series) == ["series/wasserrunde/"]
    assert addresses(view("organizations/umweltamt/").predecessors) == ["organizations/wasseramt/"]


def test_a_series_lists_its_meetings(view: Any) -> None:
    """A series has its rhythm, its holder and all its meetings, the latest first."""
    found = view("series/wasserrunde/")
    assert (found.cadence, found.organization.address) == ("irregular", "organizations/rat/")
    assert rows(found) == [
        "meetings/2024-12-ankuendigung/",
        "meetings/2024-09-wasserrunde/",
        "meetings/2023-02-28-wasserrunde/",
        FOUNDING,
    ]


def test_a_record_that_nothing_is_tied_to_says_so(view: Any) -> None:
    """A district that ended before the first meeting has a page all the same."""
    found = view("districts/thung-lang/")
    assert found.lists == AppearancesView()
    assert not any(found.counts.values())


# ---- lists and home


def test_people_are_listed_by_letter(view: Any) -> None:
    """Accents do not part a letter from itself where German is spoken; in Vietnamese Đ stands on its own, after D."""
    groups = view("people/").groups
    assert [group.title for group in groups if group.title != "D"] == ["B", "C", "L", "O", "S", "T", "W"]
    assert "Đặng Thị Lúa" in [e.link.title for group in groups if group.title == "D" for e in group.entries]
    assert len({group.id for group in groups}) == len(groups)


def test_people_are_listed_by_the_letters_of_the_language(checked: Checked) -> None:
    """Each letter of Vietnamese has its place and an address of its own."""
    view = registers.list_page(checked.archive, Kind.PERSON, "vi").view
    assert isinstance(view, ListView)
    letters = {group.title: [entry.link.title for entry in group.entries] for group in view.groups}
    assert letters["Đ"] == ["Đặng Thị Lúa"]
    assert len({group.id for group in view.groups}) == len(view.groups)


def test_people_are_found_by_the_last_word_of_their_names(view: Any) -> None:
    """Whoever knows the given name alone finds the person, as in lists in Vietnam; nobody is left out."""
    by_name, by_last_word = view("people/").groups, view("names/").groups
    found = {group.title: [entry.link.title for entry in group.entries] for group in by_last_word}
    assert "Đặng Thị Lúa" in found["L"]
    assert "Ottilie Regenpfeifer" in found["R"]
    assert sorted(listed(by_name)) == sorted(listed(by_last_word))


def test_lists_of_people_stand_in_the_order_of_each_language(checked: Checked) -> None:
    """Who reads in Vietnamese finds the letters of Vietnamese, in both lists of people."""
    config = checked.config.model_copy(update={"languages": ("de", "vi")})
    planned = {page.address: page for page in planned_pages(checked.archive)}
    for address in ("people/", "names/"):
        page = planned[address].make(checked.archive, config, Texts(checked.archive))
        german, vietnamese = page.view, page.translations["vi"].view
        assert isinstance(german, ListView)
        assert isinstance(vietnamese, ListView)
        assert sorted(listed(german.groups)) == sorted(listed(vietnamese.groups))
        assert ("Đ" in [group.title for group in vietnamese.groups]) == (address == "people/")
        assert [group.id for group in german.groups] != [group.id for group in vietnamese.groups], address


def test_places_with_coordinates_are_on_the_map(view: Any) -> None:
    """Only what a record says is drawn, the most frequent first."""
    points = view("districts/").points
    assert {point.link.address for point in points} == {"districts/niederquell/", "districts/son-vu/"}
    assert points[0].count >= points[1].count


def test_districts_are_listed_by_kind(view: Any) -> None:
    """The larger kinds come first, kinds that the configuration adds come last."""
    assert [group.title for group in view("districts/").groups] == [
        "province", "city", "town", "district", "commune", "hamlet",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["issues", "organizations", "series"])
def test_other_records_are_listed_by_weight(view: Any, kind: str) -> None:
    """What comes up most stands first."""
    counts = [entry.count for group in view(f"{kind}/").groups for entry in group.entries]
    assert counts == sorted(counts, reverse=True)


def test_the_meetings_of_a_year_lead_to_the_years_beside(site: Site, view: Any) -> None:
    """Years can be leafed through, and each shows its own meetings."""
    found = view("meetings/2023/")
    assert (found.before.address, found.after.address) == ("meetings/2022/", "meetings/2024/")
    assert {row.date.year for group in found.groups for row in group.rows} == {2023}
    assert view("meetings/").total == len(site.archive.meetings)
    assert sum(year.count for year in found.years) == len(site.archive.meetings)


def test_home_shows_what_is_new_and_what_is_open(site: Site, view: Any) -> None:
    """The first page has the latest meetings, conclusions without a report, and figures that are true."""
    found = view("")
    assert [row.link.address for row in found.latest if row.date.year][:2] == [
        "meetings/2024-12-ankuendigung/",
        "meetings/2024-11-05-abgesagt/",
    ]
    assert {card.status for card in found.awaited} == {"open"}
    assert found.awaited_total == dict(view("conclusions/").by_status)["open"]
    assert (found.meetings, found.conclusions) == (len(site.archive.meetings), len(site.archive.conclusions))
    assert (found.first.text, found.last.text) == ("2022-03-07", "2024-12-01/2024-12-02")


def test_pages_know_their_file_their_way_and_their_language(site: Site) -> None:
    """Each record's page leads to its file, to the lists above it, and says in which language it is."""
    page = site.pages["meetings/2022-11-hop-dan/"]
    assert page.path == "records/meetings/2022/2022-11-hop-dan.md"
    assert addresses(page.trail) == ["meetings/", "meetings/2022/"]
    assert (page.language, page.section) == ("vi", "meetings/")
    assert addresses(site.pages["people/le-thi-mua/"].trail) == ["people/"]


def test_a_record_that_comes_up_often_loses_nothing(archive_of: ArchiveOf) -> None:
    """Where a page would grow without end it shows the latest, and leads to pages on which the rest stands."""
    texts = {"people/ann.yml": "name: Ann\n"}
    for n in range(330):
        year = 2022 + n % 3
        head = f"title: M{n}\ndate: {year}-01-01\nchairs: [ann]\nconclusions: [{{id: k1, text: x, by: ann}}]\n"
        texts[f"meetings/{year}/m{n}.md"] = f"---\n{head}---\n"
    archive, _ = archive_of(texts)
    pages: Any = pages_of(archive, SiteConfig(title="T"))
    own = pages["people/ann/"].view
    assert (own.counts["meetings"], own.counts["concluded"]) == (330, 330)
    shown, wanted = set(rows(own)), ["people/ann/", *(year.link.address for year in own.years)]
    for address in wanted[1:]:
        view = pages[address].view
        for part in [address, *(link.address for link in view.parts)]:
            shown |= set(rows(pages[part].view))
    assert len(wanted) == 4
    assert shown == {f"meetings/m{n}/" for n in range(330)}
    assert len(rows(own)) < 150


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few meetings be many."""
    monkeypatch.setattr(registers, "LONG", 5)
    monkeypatch.setattr(registers, "MEETINGS_OF_A_PART", 3)
    monkeypatch.setattr(meetings, "LONG", 4)
    monkeypatch.setattr(overview, "LONG", 4)


def years_of(archive_of: ArchiveOf, days: Iterable[str], named: Iterable[str] = ()) -> Any:
    """Return the pages of an archive in which Ann chairs a meeting on each day, and is named on others."""
    texts = {"people/ann.yml": "name: Ann Quill\n", "people/bob.yml": "name: Bob\n"}
    for day in [*days, *named]:
        chair = "bob" if day in named else "ann"
        head = f"title: M {day}\ndate: {day}\nchairs: [{chair}]\nconclusions: [{{id: k1, text: x, by: {chair}}}]\n"
        texts[f"meetings/2023/m-{day.lower()}.md"] = f"---\n{head}---\nAnn Quill.\n"
    return pages_of(archive_of(texts)[0], SiteConfig(title="T"))


FULL = ["2022-05-01", *(f"2023-0{month}-01" for month in range(1, 8)), "2024-05-01", "XXXX-03-07"]


@pytest.mark.usefixtures("small_pages")
def test_a_full_year_stands_on_several_pages(archive_of: ArchiveOf) -> None:
    """A year's own address shows the latest of it, and says of each part from when to when it reaches."""
    pages = years_of(archive_of, FULL, ["2023-02-10"])
    view = pages["people/ann/2023/"].view
    parts = [(part.address, part.first.text, part.last.text) for part in view.parts]
    assert parts == [
        ("people/ann/2023/", "2023-06-01", "2023-07-01"),
        ("people/ann/2023/2/", "2023-03-01", "2023-05-01"),
        ("people/ann/2023/1/", "2023-01-01", "2023-02-10"),
    ]
    assert rows(view) == ["meetings/m-2023-07-01/", "meetings/m-2023-06-01/"]
    assert view.counts["meetings"] == 7
    first = pages["people/ann/2023/1/"].view
    assert rows(first) == ["meetings/m-2023-02-01/", "meetings/m-2023-01-01/"]
    assert [row.link.address for row in first.lists.mentioned_in] == ["meetings/m-2023-02-10/"]
    assert pages["people/ann/2022/"].view.parts == ()


@pytest.mark.usefixtures("small_pages")
def test_the_pages_of_years_follow_each_other(archive_of: ArchiveOf) -> None:
    """Whoever goes on and on to what is earlier sees everything with a date, and comes back the same way."""
    pages = years_of(archive_of, FULL)
    way = ["people/ann/2024/"]
    while (before := pages[way[-1]].view.before) is not None:
        assert pages[before.address].view.after.address == way[-1]
        way.append(before.address)
    assert way[1:] == [f"people/ann/{page}/" for page in ("2023", "2023/2", "2023/1", "2022")]
    assert [pages[address].view.before.title for address in way[:2]] == ["2023 · 3/3", "2023 · 2/3"]
    undated = pages["people/ann/undated/"]
    assert (undated.view.before, undated.view.after, undated.year) == (None, None, "without a year")


@pytest.mark.usefixtures("small_pages")
def test_a_new_meeting_leaves_the_full_parts_of_its_year(archive_of: ArchiveOf) -> None:
    """Pages near a new record do not all change: only the latest of the year shows it."""
    before = years_of(archive_of, FULL)["people/ann/2023/1/"].view
    after = years_of(archive_of, [*FULL, "2023-08-01"])["people/ann/2023/1/"].view
    assert before.lists == after.lists


@pytest.mark.usefixtures("small_pages")
def test_lists_of_a_long_archive_lead_on(archive_of: ArchiveOf) -> None:
    """Where a list ends it leads to the year before; what has no year is neither before nor after one."""
    pages = years_of(archive_of, FULL)
    assert pages["meetings/"].view.before == Link("meetings/2023/", "2023")
    assert pages["meetings/2022/"].view.before is None
    assert pages["meetings/2022/"].view.after == Link("meetings/2023/", "2023")
    assert (pages["meetings/undated/"].view.before, pages["meetings/undated/"].view.after) == (None, None)
    found = pages["conclusions/"].view
    assert found.total == 10
    assert [len(cards) for _, cards in found.groups] == [1, 3]
    assert found.before == Link("conclusions/2023/", "2023")  # of which only the latest are shown
    year = pages["conclusions/2023/"].view
    assert (year.before, year.after) == (Link("conclusions/2022/", "2022"), Link("conclusions/2024/", "2024"))
    assert year.total == 7


@pytest.mark.usefixtures("small_pages")
def test_the_table_of_a_long_archive_has_a_page_a_year(archive_of: ArchiveOf) -> None:
    """Its own address shows the latest, and leads to a table of each year; so does what is too long of one state."""
    pages = years_of(archive_of, FULL)
    view = pages["conclusions/table/"].view
    assert [(year, len(rows)) for year, rows in view.groups] == [("2024", 1), ("2023", 3)]
    assert view.total == 10
    years = [f"conclusions/table/{year}/" for year in ("2024", "2023", "2022", "undated")]
    assert [year.link.address for year in view.years] == years
    assert [sum(len(rows) for _, rows in pages[year].view.groups) for year in years] == [1, 7, 1, 1]
    recorded = pages["conclusions/open/"].view
    assert [(year.link.address, year.count) for year in recorded.years] == list(zip(years, [1, 7, 1, 1], strict=True))
    assert pages["conclusions/"].view.table == "conclusions/table/"


@pytest.mark.usefixtures("small_pages")
def test_lists_of_a_year_are_called_so(archive_of: ArchiveOf) -> None:
    """Tabs and search engines show what a page is, not only a number."""
    pages = years_of(archive_of, FULL)
    titles = {address: (page.title, page.year) for address, page in pages.items()}
    assert titles["meetings/2023/"] == ("Meetings", "2023")
    assert titles["conclusions/2023/"] == ("Conclusions", "2023")
    assert titles["people/ann/2023/"] == ("Ann Quill", "2023")
    assert titles["meetings/undated/"] == ("Meetings", "without a year")
    assert titles["meetings/"] == ("Meetings", "")


def test_an_empty_archive_has_its_pages(archive_of: ArchiveOf) -> None:
    """A new archive can be looked at before its first record."""
    archive, _ = archive_of({})
    pages = pages_of(archive, SiteConfig(title="T"))
    assert {"", "meetings/", "people/", "conclusions/", "404.html", "search/"} <= set(pages)
