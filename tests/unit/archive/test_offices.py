from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.archive.archive import Archive
from generator.archive.derived import Office
from generator.archive.offices import contradictions, follows, is_shared, offices_of, without_a_place
from tests.unit.archive.conftest import meeting

Linked = Callable[[Mapping[str, str]], Archive]

AMMERLOH = Office("landrat", None, "ammerloh")


def test_who_follows_whom(quarters: Archive) -> None:
    """The office in Ammerloh passes from one to the other; the lady of the same name has no part in it."""
    assert [(t.person, str(t.first), str(t.last)) for t in quarters.holders[AMMERLOH]] == [
        ("bo-linde", "2018-05", "2021-12-31"),
        ("carla-moos", "2022-01-01", "None"),
    ]
    assert list(offices_of(quarters, "carla-moos-lehrerin")) == []


def test_two_offices_of_one_person(quarters: Archive) -> None:
    """Each office stands for itself, in the order of the records."""
    assert list(offices_of(quarters, "bo-linde")) == [AMMERLOH, Office("schriftfuhrer", "weidrat", None)]


def test_meetings_state_offices(quarters: Archive) -> None:
    """How often and by which meetings an office is stated is told beside the term of the register."""
    (tenure,) = quarters.holders[Office("landrat", None, "cassenried")]
    assert (tenure.count, tenure.stated) == (3, ("2021-02-10-quartalsrunde", "2022-02-09-quartalsrunde"))
    assert tenure.posts == (0,)


def test_an_office_stated_after_its_end(quarters: Archive) -> None:
    """The meeting that states an office after its term is told together with the post, and nothing else is."""
    (found,) = contradictions(quarters, "bo-linde")
    assert (found.role, found.meeting, str(found.post.until)) == ("Landrat", "2022-02-09-quartalsrunde", "2021-12-31")
    assert list(contradictions(quarters, "carla-moos")) == []


def test_offices_of_a_merged_record_are_not_counted_twice(linked: Linked) -> None:
    """A record that became part of another brings no holder of its own."""
    post = "posts: [{role: Reeve, district: mere, from: 2020}]\n"
    archive = linked(
        {
            "districts/mere.yml": "name: Mere\n",
            "people/ann.yml": f"name: Ann\n{post}",
            "people/ann-mere.yml": f"name: Ann of Mere\nmerged_into: ann\n{post}",
        }
    )
    assert [t.person for t in archive.holders[Office("reeve", None, "mere")]] == ["ann"]


def test_words_without_a_place_are_no_office(linked: Linked) -> None:
    """A role that is held nowhere in particular could be anybody's: nobody follows in it."""
    stated = meeting("chairs: [{person: ann, role: Member}]\n")
    archive = linked({"people/ann.yml": "name: Ann\nposts: [{role: Member}]\n", "meetings/m.md": stated})
    assert archive.holders == {}


def test_order_by_what_is_known_first(linked: Linked) -> None:
    """Somebody of whom only a meeting tells stands between those whose terms are known; only an end counts as that."""
    texts = {
        "districts/mere.yml": "name: Mere\n",
        "people/ann.yml": "name: Ann\nposts: [{role: Reeve, district: mere, from: 2024}]\n",
        "people/bob.yml": "name: Bob\n",
        "people/cid.yml": "name: Cid\nposts: [{role: Reeve, district: mere, until: 2019}]\n",
        "meetings/m.md": meeting("chairs: [{person: bob, role: reeve, district: mere}]\n", date="2022-05-01"),
    }
    assert [t.person for t in linked(texts).holders[Office("reeve", None, "mere")]] == ["cid", "bob", "ann"]


def test_nobody_follows_somebody_who_holds_the_office_still(linked: Linked) -> None:
    """Deputies of one day follow nobody; who began when another had ended, or was last seen, does.

    Of two who were seen one after the other, and no more is known, neither follows.
    """
    texts = {
        "organizations/guild.yml": "name: Guild\n",
        "people/ann.yml": "name: Ann\nposts: [{role: Deputy, organization: guild, seen: 2020-02-25}]\n",
        "people/bob.yml": "name: Bob\nposts: [{role: Deputy, organization: guild, seen: 2020-02-25}]\n",
        "people/fay.yml": "name: Fay\nposts: [{role: Deputy, organization: guild, seen: 2020-06-01}]\n",
        "people/cid.yml": "name: Cid\nposts: [{role: Deputy, organization: guild, from: 2021, until: 2022-05}]\n",
        "people/dan.yml": "name: Dan\nposts: [{role: Deputy, organization: guild, from: 2021-06}]\n",
        "people/eve.yml": "name: Eve\nposts: [{role: Deputy, organization: guild, from: 2022-06}]\n",
    }
    archive = linked(texts)
    row = archive.holders[Office("deputy", "guild", None)]
    found = {(a.person, b.person) for a in row for b in row if follows(archive, a, b)}
    assert found == {
        ("ann", "cid"), ("ann", "dan"), ("ann", "eve"), ("bob", "cid"), ("bob", "dan"), ("bob", "eve"), ("cid", "eve"),
        ("dan", "eve"), ("fay", "cid"), ("fay", "dan"), ("fay", "eve"),
    }  # fmt: skip


def test_an_office_held_twice(linked: Linked) -> None:
    """Whoever comes back has two terms, somebody else between them; each meeting belongs to the term of its day."""
    chairs = "chairs: [{person: ann, role: Reeve, district: mere}]\n"
    texts = {
        "districts/mere.yml": "name: Mere\n",
        "people/ann.yml": "name: Ann\nposts:\n"
        "  - {role: Reeve, district: mere, from: 2000-01-01, until: 2004-12-31}\n"
        "  - {role: Reeve, district: mere, from: 2005-01-01, until: 2006-12-31}\n"
        "  - {role: Reeve, district: mere, from: 2012-01-01}\n",
        "people/bob.yml": "name: Bob\nposts: [{role: Reeve, district: mere, from: 2007-01-01, until: 2011-12-31}]\n",
        "meetings/early.md": meeting(chairs, date="2003-05-01"),
        "meetings/late.md": meeting(chairs, date="2013-05-01"),
    }
    archive = linked(texts)
    row = archive.holders[Office("reeve", None, "mere")]
    assert [(t.person, str(t.first), str(t.last), t.stated) for t in row] == [
        ("ann", "2000-01-01", "2006-12-31", ("early",)),
        ("bob", "2007-01-01", "2011-12-31", ()),
        ("ann", "2012-01-01", "None", ("late",)),
    ]
    assert [(t.before, t.after) for t in row] == [("", "bob"), ("ann", "ann"), ("bob", "")]


def test_words_without_a_place_join_the_one_office_of_the_same_words(linked: Linked) -> None:
    """What a meeting states without a place is the office that the person held somewhere, if that is one alone."""
    stated = "chairs: [{person: ann, role: reeve}]\n"
    texts = {
        "districts/mere.yml": "name: Mere\n",
        "districts/fen.yml": "name: Fen\n",
        "people/ann.yml": "name: Ann\nposts: [{role: Reeve, district: mere, from: 2000}]\n",
        "meetings/m.md": meeting(stated),
    }
    archive = linked(texts)
    assert archive.holders[Office("reeve", None, "mere")][0].stated == ("m",)
    assert without_a_place(archive, "ann") == ()
    posts = "posts: [{role: Reeve, district: mere, from: 2000}, {role: Reeve, district: fen, from: 2000}]\n"
    both = linked({**texts, "people/ann.yml": f"name: Ann\n{posts}"})
    assert both.holders[Office("reeve", None, "mere")][0].stated == ()
    assert [(t.role, t.stated) for t in without_a_place(both, "ann")] == [("reeve", ("m",))]


def test_offices_without_a_place_are_told_of_the_person(linked: Linked) -> None:
    """Posts and roles of which nobody says where they are held stand with the person, each with its meetings."""
    texts = {
        "people/ann.yml": "name: Ann\nposts: [{role: Member, from: 2020, until: 2021}]\n",
        "meetings/one.md": meeting("chairs: [{person: ann, role: Speaker of the house}]\n", date="2022-05-01"),
        "meetings/two.md": meeting("chairs: [{person: ann, role: Speaker of the House}]\n", date="2023-05-01"),
        "meetings/three.md": meeting("status: cancelled\nattendees: [{person: ann, role: Guest}]\n", date="2023-06-01"),
    }
    found = without_a_place(linked(texts), "ann")
    assert [(t.role, str(t.first), t.stated, t.count) for t in found] == [
        ("Member", "2020", (), 0),
        ("Speaker of the house", "None", ("one", "two"), 2),
    ]


def test_an_office_of_several_at_a_time_is_known_as_such(linked: Linked) -> None:
    """Terms that overlap, or two shown on one day, make an office shared; a handover on one day does not."""
    reeve = "posts: [{role: Reeve, district: mere, "
    guild = "posts: [{role: Deputy, organization: guild, "
    texts = {
        "districts/mere.yml": "name: Mere\n",
        "organizations/guild.yml": "name: Guild\n",
        "people/ann.yml": f"name: Ann\n{reeve}from: 2010-05-02, until: 2013-09-10}}]\n",
        "people/bob.yml": f"name: Bob\n{reeve}from: 2013-09-10, until: 2014-06}}]\n",
        "people/cid.yml": f"name: Cid\n{reeve}from: 2014-06, seen: 2014-07-01}}]\n",
        "people/dan.yml": f"name: Dan\n{guild}seen: 2020-02-25}}]\n",
        "people/eve.yml": f"name: Eve\n{guild}seen: 2020-02-25}}]\n",
    }
    archive = linked(texts)
    assert not is_shared(archive, archive.holders[Office("reeve", None, "mere")])
    assert is_shared(archive, archive.holders[Office("deputy", "guild", None)])
    longer = linked({**texts, "people/ann.yml": f"name: Ann\n{reeve}from: 2010-05-02, until: 2013-12-31}}]\n"})
    assert is_shared(longer, longer.holders[Office("reeve", None, "mere")])
