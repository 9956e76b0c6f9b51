"""Conclusions that perhaps say earlier ones again: what is found, and when it is looked for anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import check as checking
from generator.archive.archive import Archive
from generator.archive.restating import SIMILAR, read_for_it, restating
from generator.cache import Cache
from generator.check import Request, check
from tests.unit.archive.conftest import meeting

Linked = Callable[[Mapping[str, str]], Archive]

ISSUES = {"issues/dykes.yml": "name: Dykes\n", "issues/fords.yml": "name: Fords\n"}
TASK = "Every village repairs its dyke before winter begins"


def told(text: str, issue: str = "dykes", *, more: str = "", date: str) -> str:
    """A meeting of a day with one conclusion."""
    return meeting(f'conclusions:\n  - {{id: k1, text: "{text}", issues: [{issue}]{more}}}\n', date=date)


def found_in(linked: Linked, *texts: str) -> list[tuple[str, str]]:
    """What is found among meetings that follow each other, each by its number."""
    archive = linked(ISSUES | {f"meetings/m{n}.md": text for n, text in enumerate(texts)})
    return [(one.meeting, other.meeting) for one, other in restating(archive)]


@pytest.mark.parametrize(
    ("later", "found"),
    [
        (told(f"{TASK}!", date="2024-01-01"), True),
        (told(TASK.upper(), date="2024-01-01"), True),
        (told(TASK, "fords", date="2024-01-01"), False),
        (told(TASK, date="2023-01-01"), False),
        (told(TASK, more=", kind: finding", date="2024-01-01"), False),
        (told(TASK, more=", repeats: m0#k1", date="2024-01-01"), False),
        (told("Every village counts its boats before summer begins", date="2024-01-01"), False),
        (told("Every village repairs", date="2024-01-01"), False),
    ],
)
def test_what_says_nearly_the_same(linked: Linked, later: str, found: bool) -> None:
    """A later task on the same issue that shares most of its longer words, and names no `repeats`, is found."""
    assert found_in(linked, told(TASK, date="2023-01-01"), later) == ([("m1", "m0")] if found else [])


def test_the_most_similar_one_is_told(linked: Linked) -> None:
    """Of several earlier ones that is told which shares most."""
    near = told(f"{TASK} again", date="2022-01-01")
    assert ("m2", "m1") in found_in(linked, near, told(TASK, date="2023-01-01"), told(TASK, date="2024-01-01"))


WORDS = ("villages", "repair", "dykes", "before", "winter", "boats", "count", "every", "fords", "again")


@settings(max_examples=25)
@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=2, max_size=6))
def test_as_if_everything_was_compared(linked: Linked, tasks: list[list[str]]) -> None:
    """In a small archive what is found is what comparing every pair finds: the share of common words decides."""
    texts = [told(" ".join(words), date=f"20{n + 10}-01-01") for n, words in enumerate(tasks)]
    assert dict(found_in(linked, *texts)) == dict(_by_comparing(tasks))


def _by_comparing(tasks: list[list[str]]) -> Iterator[tuple[str, str]]:
    words = [{word for word in task if len(word) > 3} for task in tasks]
    for n, own in enumerate(words):
        alike = [
            (len(own & words[m]) / len(own | words[m]), f"m{m}") for m in range(n) if min(map(len, (own, words[m]))) > 3
        ]
        if alike and max(alike)[0] >= SIMILAR:
            yield f"m{n}", max(alike)[1]


def test_it_is_found_anew_only_where_a_conclusion_is_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run takes over what an earlier one found, until a conclusion changes that counts for it."""
    records, asked = tmp_path / "records", []
    for name, text in (ISSUES | {"meetings/a.md": told(TASK, date="2023-01-01")}).items():
        (records / name).parent.mkdir(parents=True, exist_ok=True)
        (records / name).write_text(text, encoding="utf-8")
    config = tmp_path / "site_config.yml"
    config.write_text("title: T\n", encoding="utf-8")

    def counted(archive: Archive) -> Iterator[object]:
        asked.append(len(archive.conclusions))
        return restating(archive)

    def hints(text: str) -> list[str]:
        (records / "meetings/b.md").write_text(text, encoding="utf-8")
        with closing(Cache(tmp_path / "cache", "stamp")) as cache:
            checked = check(Request(records, config), cache)
            cache.save()
        return [problem.span.path for problem in checked.problems if problem.code == "possible-restatement"]

    monkeypatch.setattr(checking, "restating", counted)
    again = told(TASK, date="2024-01-01")
    assert hints(again) == ["records/meetings/b.md"]
    assert hints(again + "Now with some words.\n") == ["records/meetings/b.md"]
    assert asked == [2]
    assert hints(again.replace("repairs", "counts").replace("dyke", "boats").replace("winter", "spring")) == []
    assert asked == [2, 2]


def test_what_is_read_is_all_that_counts(linked: Linked) -> None:
    """Issue, day, words, `repeats` and whether anything is asked: with another of them what is read is another."""
    first = told(TASK, date="2023-01-01")
    variants = [
        told(TASK, date="2024-01-01"),
        told(TASK, date="2025-01-01"),
        told(TASK, "fords", date="2024-01-01"),
        told(f"{TASK} again", date="2024-01-01"),
        told(TASK, more=", repeats: m0#k1", date="2024-01-01"),
        told(TASK, more=", kind: finding", date="2024-01-01"),
    ]
    archives = (linked(ISSUES | {"meetings/m0.md": first, "meetings/m1.md": text}) for text in variants)
    assert len({repr(read_for_it(archive)) for archive in archives}) == len(variants)
