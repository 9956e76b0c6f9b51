"""Values are computed once, and whoever takes one again has read what was read for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.archive.archive import Archive
from generator.archive.memory import Reading, remembered
from generator.archive.watch import watched
from generator.problems import Problem

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
PEOPLE = {"people/ann.yml": "name: Ann\n", "people/bob.yml": "name: Bob\n"}

asked: list[str] = []


@remembered
def name_of(archive: Archive, id: str) -> str:
    """Return a name, and note that it was asked for."""
    asked.append(id)
    return archive.people[id].name


@remembered
def both(archive: Archive, first: str, *, second: str) -> str:
    """Return two names, each of them remembered by itself."""
    return f"{name_of(archive, first)} {name_of(archive, second)}"


def test_a_value_is_computed_once_and_read_each_time(archive_of: ArchiveOf) -> None:
    """The second product that takes a value has the same facts as the first, although nothing is computed for it."""
    asked.clear()
    reading = Reading()
    archive = watched(archive_of(PEOPLE)[0], reading)
    found = []
    for _ in range(2):
        reading.begin()
        found.append((both(archive, "ann", second="bob"), list(reading.facts)))
    assert asked == ["ann", "bob"]
    assert found[0] == found[1] == ("Ann Bob", [("people", "ann"), ("people", "bob")])


def test_what_was_read_before_stays_read(archive_of: ArchiveOf) -> None:
    """Computing a value within a product takes nothing away from what the product has read already."""
    reading = Reading()
    archive = watched(archive_of(PEOPLE)[0], reading)
    _ = archive.people["bob"]
    assert name_of(archive, "ann") == "Ann"
    assert list(reading.facts) == [("people", "bob"), ("people", "ann")]


def test_two_archives_share_nothing(archive_of: ArchiveOf) -> None:
    """What one archive came to is no answer for another; without a watch nothing is kept."""
    asked.clear()
    one, other = (watched(archive_of({"people/ann.yml": f"name: {name}\n"})[0], Reading()) for name in ("Ann", "Anna"))
    assert (name_of(one, "ann"), name_of(other, "ann")) == ("Ann", "Anna")
    plain = archive_of(PEOPLE)[0]
    assert name_of(plain, "bob") == name_of(plain, "bob") == "Bob"
    assert asked == ["ann", "ann", "bob", "bob"]
