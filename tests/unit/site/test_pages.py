"""What each page says: the facts that a reader must find on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from generator.config import SiteConfig
from generator.site.page import Link
from generator.site.views import AppearancesView
from tests.unit.site.conftest import ArchiveOf, Site, pages_of

FOUNDING = "meetings/2022-03-07-wasserrunde/"


@pytest.fixture(scope="module")
def view(site: Site) -> Any:
    """Return a function that gives a page's view; its fields are those of `views`."""
    return lambda address: site.pages[address].view


def addresses(links: Iterable[Link]) -> list[str]:
    return [link.address for link in links]


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
    assert further == {"about/", "contribute/", "data/", "search/", "404.html"}


def test_what_a_merged_record_did_stands_with_the_other(view: Any) -> None:
    """One person, one page: a merged record keeps its address, but nothing is tied to it any more."""
    assert view("people/dang-thi-lua-da-gu/").lists == AppearancesView()
    assert "meetings/2022-11-hop-dan/" in rows(view("people/dang-thi-lua/"))


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
        f"{FOUNDING}#item-lage-an-den-deichen", "Gründung der Wasserrunde: Lage an den Deichen"
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
    assert [post.role for post in found.posts] == ["Leiterin des Wasseramts", "Leiterin des Umweltamts"]
    assert found.posts[0].organization.address == "organizations/wasseramt/"
    assert [role.role for role in found.stated_roles] == ["Leiterin des Wasseramts", "Leiterin des Umweltamts"]
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
    """Accents do not part a letter from itself; Đ stands on its own, after D."""
    groups = view("people/").groups
    assert [group.title for group in groups if group.title != "D"] == ["B", "C", "Đ", "L", "O", "S", "T", "W"]
    assert [e.link.title for group in groups if group.title == "Đ" for e in group.entries] == ["Đặng Thị Lúa"]
    assert len({group.id for group in groups}) == len(groups)


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


def test_an_empty_archive_has_its_pages(archive_of: ArchiveOf) -> None:
    """A new archive can be looked at before its first record."""
    archive, _ = archive_of({})
    pages = pages_of(archive, SiteConfig(title="T"))
    assert {"", "meetings/", "people/", "conclusions/", "404.html", "search/"} <= set(pages)
