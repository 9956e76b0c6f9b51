"""What the tests of the linked archive share: meetings in a line, and problems as a contributor reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from generator.archive.archive import Archive
from generator.problems import Problem, render_problem

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]


def meeting(fields: str = "", body: str = "", date: str = "2024-05-01") -> str:
    """Return the text of a meeting with these fields and this body."""
    return f"---\ntitle: T\ndate: {date}\n{fields}---\n{body}"


def conclusion(fields: str = "", *, id: str = "k1") -> str:
    """Return the field `conclusions` with one conclusion."""
    return f"conclusions:\n  - {{id: {id}, text: Mend it.{', ' + fields if fields else ''}}}\n"


@pytest.fixture(scope="session")
def linked(archive_of: ArchiveOf) -> Callable[[Mapping[str, str]], Archive]:
    """Return a function that links records which hold no mistake."""

    def archive(texts: Mapping[str, str]) -> Archive:
        found, problems = archive_of(texts)
        tried = {"follow-up-of-closed", "contradicting-follow-ups"}
        assert [p for p in problems if p.severity != "info" and p.code not in tried] == []
        return found

    return archive


@pytest.fixture(scope="session")
def reported(archive_of: ArchiveOf) -> Callable[[Mapping[str, str]], str]:
    """Return a function that tells what is wrong with records, as it is shown on a terminal."""

    def shown(texts: Mapping[str, str]) -> str:
        _, problems = archive_of(texts)
        lines = {f"records/{name}": text.split("\n") for name, text in texts.items()}
        return "\n".join(render_problem(problem, lines[problem.span.path]) for problem in problems)

    return shown
