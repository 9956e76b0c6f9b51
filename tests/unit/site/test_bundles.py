"""How the search index is divided, and when a part of it must be written anew."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site import bundles as module
from generator.site.bundles import (
    Group,
    beginnings,
    bundle_facts,
    facet_lists,
    group_of,
    in_order,
    meetings_of,
    otherwise_split,
    packed_counts,
    plan_bundles,
    register_lists,
    unpacked_counts,
    with_hidden_words,
    words_of,
)
from generator.site.page import SearchEntry
from generator.site.words import Compounds


def entry(address: str, *, date: str = "", bundle: str = "2024", title: str = "T", text: str = "x") -> SearchEntry:
    return SearchEntry(address, "meeting", title, text, bundle, date)


def group(product: str, bundle: str, date: str = "", *, title: str = "T", count: int = 1) -> Group:
    return Group(product, bundle, date, title, count, "mark")


def names(groups: Sequence[Group]) -> list[str]:
    return list(plan_bundles(groups))


def test_bundles_stand_in_the_order_of_searching() -> None:
    """What bears no year comes first, then the years from the newest on."""
    groups = [group(str(n), name) for n, name in enumerate(("2022", "registers", "2024", "undated", "0987"))]
    assert names(groups) == names(groups[::-1]) == ["registers", "undated", "2024", "2022", "0987"]


def test_a_group_knows_where_its_record_belongs() -> None:
    """The entries of one record stay together, in the bundle of their year."""
    found = group_of(
        "meetings/m", [entry("meetings/m/#a.1", date="2024-04"), entry("meetings/m/", date="2024-04")], "z"
    )
    assert found == Group("meetings/m", "2024", "2024-04", "T", 2, "z")


def test_entries_stand_as_lists_show_them() -> None:
    """The newest first, what has no day after those that have one, the undated by name as people sort names."""
    dated = [entry(f"{n}/", date=date) for n, date in enumerate(("2024-03", "2024", "2024-11-30", "2024-03-02"))]
    assert [e.date for e in in_order(dated)] == ["2024-11-30", "2024-03-02", "2024-03", "2024"]
    named = [entry(f"{n}/", title=title) for n, title in enumerate(("Zoë", "đan", "Ảnh", "Ann"))]
    assert [e.title for e in in_order(named)] == ["Ảnh", "Ann", "đan", "Zoë"]
    assert in_order(named) == in_order(named[::-1])


@pytest.mark.parametrize(
    ("dates", "parts"),
    [
        (("2024-01-01", "2024-12-31"), ["2024"]),
        (("2024-01-01",) * 3 + ("2024-12-31",) * 3, ["2024-2", "2024-1"]),
        (("2024-01-01",) * 3 + ("2024-04",) * 3 + ("2024",), ["2024-2", "2024-1"]),
    ],
)
def test_a_full_year_is_parted_by_its_calendar(
    monkeypatch: pytest.MonkeyPatch, dates: Sequence[str], parts: Sequence[str]
) -> None:
    """Halves, quarters or months: a new meeting changes the part that it belongs to, and moves no other."""
    monkeypatch.setattr(module, "MAX_ENTRIES", 4)
    groups = [group(str(n), "2024", date) for n, date in enumerate(dates)]
    assert names(groups) == parts
    assert sorted(g.product for part in plan_bundles(groups).values() for g in part) == sorted(
        g.product for g in groups
    )


dates = st.dates().map(lambda day: f"2024-{day:%m-%d}")


@given(st.lists(st.tuples(dates, st.integers(1, 900)), max_size=25))
def test_no_bundle_is_fuller_than_it_must(found: Sequence[tuple[str, int]]) -> None:
    """A part holds more than the limit only where it is a single month; nothing is lost or stands twice."""
    groups = [group(f"{n:02}", "2024", date, count=count) for n, (date, count) in enumerate(found)]
    planned = plan_bundles(groups)
    assert sorted(g.product for part in planned.values() for g in part) == [g.product for g in groups]
    for part in planned.values():
        months = {g.date[5:7] for g in part}
        assert sum(g.count for g in part) <= module.MAX_ENTRIES or len(months) == 1


def test_registers_are_parted_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many registers become several bundles, none lost."""
    monkeypatch.setattr(module, "MAX_ENTRIES", 4)
    groups = [group(f"{n:02}", "registers", title=f"{n:02}") for n in range(10)]
    planned = plan_bundles(groups)
    assert len(planned) == 3
    assert sorted(g.product for part in planned.values() for g in part) == [f"{n:02}" for n in range(10)]


# ---- words

stems = st.sampled_from(["wasser", "deich", "deichen", "abgabe", "abgaben", "rat", "korruption", "stand", "melder"])
compounds = st.lists(st.one_of(stems, st.just("bekampfung"), st.just("s")), min_size=1, max_size=3).map("".join)
texts = st.lists(compounds, min_size=1, max_size=4).map(" ".join)


@given(own=texts, before=st.lists(texts, max_size=3), now=st.lists(texts, max_size=3))
def test_a_bundle_whose_hidden_words_change_is_written_anew(own: str, before: list[str], now: list[str]) -> None:
    """New or gone words of the archive split compounds in another way: no bundle that this touches stays as it was."""
    mine = [entry("a/", text=own)]
    known = [words_of([*mine, *(entry("b/", text=text) for text in others)]) for others in (before, now)]
    found = [with_hidden_words(mine, Compounds(words)) for words in known]
    renewed = otherwise_split({"2024": words_of(mine)}, known[0], known[1])
    assert found[0] == found[1] or renewed == {"2024"}


@pytest.mark.parametrize(
    ("word", "text", "part"),
    [("beschwerden", "Beschwerdeführer", "fuhrer"), ("korruptionen", "Korruptionsabwehr", "abwehr")],
)
def test_a_new_plural_renews_the_compounds_of_its_singular(word: str, text: str, part: str) -> None:
    """A compound is split by a word that stands in the plural alone; its bundle must hear of that word."""
    mine = [entry("a/", text=text)]
    before = words_of(mine)
    assert with_hidden_words(mine, Compounds(before))[0].parts == ()
    assert part in dict(with_hidden_words(mine, Compounds(before | {word}))[0].parts)
    assert otherwise_split({"2024": before}, before, before | {word}) == {"2024"}


def test_a_bundle_without_the_new_words_stays() -> None:
    """A word that stands in none of its compounds renews no bundle."""
    words = {"2023": words_of([entry("a/", text="Deichverband")]), "2024": words_of([entry("b/", text="Wasserstand")])}
    before = frozenset({"deichverband", "wasserstand"})
    assert otherwise_split(words, before, before | {"deich"}) == {"2023"}
    assert otherwise_split(words, before, before | {"ferne"}) == otherwise_split(words, before, before) == set()


def test_a_compound_is_found_by_its_part() -> None:
    """`Bekämpfung` finds `Korruptionsbekämpfung`, since `Korruption` stands elsewhere; other names find it as well."""
    entries = [entry("a/", text="Korruptionsbekämpfung"), entry("b/", text="Korruption")]
    found = with_hidden_words(entries, Compounds(words_of(entries)))
    assert dict(found[0].parts) == dict.fromkeys(("bekampfung", "korruption"), "korruptionsbekampfung")
    assert found[1].parts == ()


# ---- what is read first

counts = st.dictionaries(st.text("abcdeßü", min_size=1, max_size=9), st.integers(1, 5_000), max_size=30)


@given(counts)
def test_counts_come_back(found: dict[str, int]) -> None:
    """What is kept of a bundle's words is all of them."""
    assert unpacked_counts(packed_counts(found)) == found


def test_facets_and_names_of_all_bundles() -> None:
    """Every value is counted for each bundle that has it; records are known by name, meetings from the newest on."""
    person = SearchEntry("people/ann/", "person", "Ann", "x", "registers", people=("Ann (Mayor)",), names=("Anna",))
    meetings = [
        SearchEntry(f"meetings/{n}/", "meeting", f"M{n}", "x", n, f"{n}-01", people=("Ann (Mayor)",), year=n)
        for n in ("2023", "2024")
    ]
    bundles = {name: bundle_facts("m", own) for name, own in (("registers", [person]), ("2024", meetings))}
    facets = facet_lists(bundles)
    assert facets["person"] == [["Ann (Mayor)", 0, 1, 1, 2]]
    assert facets["year"] == [["2023", 1, 1], ["2024", 1, 1]]
    assert register_lists(bundles) == {"person": [["Ann (Mayor)", "people/ann/", "Anna"]]}
    assert meetings_of(bundles["2024"]) == [["M2023", "meetings/2023/"], ["M2024", "meetings/2024/"]]
    assert meetings_of(bundles["registers"]) == []


def test_meetings_are_known_by_how_their_words_begin() -> None:
    """A year whose meetings are called nothing like what is typed need not be read."""
    titles = {"registers": [], "2024": ["Haushalt, Straße"], "2023": ["Haus Đông Sơn", "Hauptversammlung"]}
    bundles = {
        name: bundle_facts("m", [entry(f"{title}/", title=title) for title in own]) for name, own in titles.items()
    }
    assert beginnings(bundles) == {"don": "2", "hau": "12", "son": "2", "str": "1"}
