"""The ledger: a product is stale as soon as one of the facts that it was made from is another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest

from generator.archive.archive import Appearances, Archive, Backlinks
from generator.archive.memory import Reading
from generator.archive.watch import Marks, watched
from generator.cache import Cache
from generator.check import Checked
from generator.ledger import Ledger, Trace, Tracer
from generator.problems import Problem

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
PEOPLE = {"people/ann.yml": "name: Ann\n", "people/bob.yml": "name: Bob\n"}


def made(archive: Archive) -> Trace:
    """Make three products: one of each person, one of all."""
    reading = Reading()
    noting = watched(archive, reading)
    tracer = Tracer()
    for product in ("ann", "bob", "all"):
        reading.begin()
        _ = list(noting.people.values()) if product == "all" else noting.people.get(product)
        tracer.add(product, reading.facts)
    return tracer.trace()


def test_only_what_read_a_changed_fact_is_stale(archive_of: ArchiveOf) -> None:
    """A changed record makes stale what read it, and what read all."""
    before, _ = archive_of(PEOPLE)
    ledger = Ledger().renewed(["ann", "bob", "all"], [made(before)], Marks(before, {}))
    after, _ = archive_of(PEOPLE | {"people/bob.yml": "name: Robert\n"})
    assert ledger.stale(Marks(before, {}), ["ann", "bob", "all"]) == set()
    assert ledger.stale(Marks(after, {}), ["ann", "bob", "all"]) == {"bob", "all"}


def test_what_was_missing_counts(archive_of: ArchiveOf) -> None:
    """A record that was looked for in vain makes stale once it is there; so does one that is gone."""
    without, _ = archive_of({"people/ann.yml": "name: Ann\n"})
    ledger = Ledger().renewed(["ann", "bob", "all"], [made(without)], Marks(without, {}))
    with_bob, _ = archive_of(PEOPLE)
    assert ledger.stale(Marks(with_bob, {}), ["ann", "bob", "all"]) == {"bob", "all"}
    ledger = ledger.renewed(["ann", "bob", "all"], [made(with_bob)], Marks(with_bob, {}))
    assert ledger.stale(Marks(without, {}), ["ann", "bob", "all"]) == {"bob", "all"}


def test_new_and_vanished_products(archive_of: ArchiveOf) -> None:
    """A product without a trace is stale, and one that is no longer wanted is forgotten."""
    archive, _ = archive_of(PEOPLE)
    marks = Marks(archive, {})
    ledger = Ledger().renewed(["ann", "bob", "all"], [made(archive)], marks)
    assert ledger.stale(marks, ["ann", "new"]) == {"new"}
    fewer = ledger.renewed(["ann"], [], marks)
    assert fewer.stale(marks, ["ann", "bob"]) == {"bob"}
    assert fewer.facts == [("people", "ann")]


def test_known_marks_are_taken_as_they_are(archive_of: ArchiveOf) -> None:
    """A mark that is known already is not computed again."""
    archive, _ = archive_of(PEOPLE)
    assert Marks(archive, {("people", "ann"): "known"}).of(("people", "ann")) == "known"
    assert Marks(archive, {}).of(("people", "ann")) != "known"
    assert Marks(archive, {}).of(("people", "nobody")) == ""


def test_a_ledger_is_kept_as_it_is(archive_of: ArchiveOf, tmp_path: Path) -> None:
    """Through the cache it comes back the same."""
    archive, _ = archive_of(PEOPLE)
    ledger = Ledger().renewed(["ann", "all"], [made(archive)], Marks(archive, {}))
    with closing(Cache(tmp_path, "x")) as cache:
        cache.put("ledger", {"products": ledger})
        assert cache.get("ledger", "products") == ledger


def test_every_way_to_read_is_noted(archive_of: ArchiveOf) -> None:
    """Whichever way a mapping is asked, the fact is noted; what is not asked is not."""
    archive, _ = archive_of(PEOPLE)
    asked: dict[str, Callable[[Archive], object]] = {
        "ann": lambda a: a.people["ann"],
        "bob": lambda a: a.people.get("bob"),
        "eve": lambda a: "eve" in a.people,
        "*": lambda a: len(a.people),
    }
    for key, ask in asked.items():
        reading = Reading()
        ask(watched(archive, reading))
        assert list(reading.facts) == [("people", key)]
    for ask_all in (lambda a: list(a.people), lambda a: a.people.items(), lambda a: a.people.keys()):
        reading = Reading()
        ask_all(watched(archive, reading))
        assert list(reading.facts) == [("people", "*")]


def test_a_watched_archive_is_the_same(archive_of: ArchiveOf) -> None:
    """It answers as the archive that it watches, methods included."""
    archive, _ = archive_of(PEOPLE)
    noting = watched(archive, Reading())
    assert dict(noting.people) == archive.people
    assert noting.finder is archive.finder
    assert replace(noting).people["ann"].name == "Ann"


@pytest.mark.parametrize("name", [f.name for f in fields(Backlinks)])
def test_mark_of_backlinks_is_of_all_that_they_hold(checked: Checked, name: str) -> None:
    """Whatever points back at a record, its mark changes with it; what comes up in meetings comes by the year."""
    archive = checked.archive
    ref = next(ref for ref, found in archive.backlinks.items() if getattr(found, name))
    fact, backlinks = ("backlinks", ref), archive.backlinks[ref]
    fewer: Archive
    if name in {f.name for f in fields(Appearances)}:
        year = next(year for year in backlinks.years if getattr(archive.yearly[ref, year], name))
        part = archive.yearly[ref, year]
        fewer = replace(
            archive, yearly={**archive.yearly, (ref, year): replace(part, **{name: getattr(part, name)[1:]})}
        )
    else:
        shorter = replace(backlinks, **{name: getattr(backlinks, name)[1:]})
        fewer = replace(archive, backlinks={**archive.backlinks, ref: shorter})
    assert Marks(fewer, {}).of(fact) != Marks(archive, {}).of(fact)
    assert Marks(replace(archive), {}).of(fact) == Marks(archive, {}).of(fact)
