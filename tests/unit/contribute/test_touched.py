"""What `archive check` tells of some files: what they hold and what they break, and not the backlog of others."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.check import Request, check
from generator.contribute.revision import RevisionError
from generator.contribute.touched import caused, changed_since, new_since, shown_paths, within
from generator.problems import Problem, Related, Span

A, B, C = "records/people/ann.yml", "records/meetings/2024/b.md", "records/people/new.yml"
IN_A = Problem("bad-date", Span(A, 3), "m")
IN_B = Problem("bad-date", Span(B, 3), "m")
OF_BOTH = Problem("duplicate-id", Span(B, 1), "m", related=(Related(Span(A, 1), "x"),))
OF_A = Problem(
    "unknown-reference", Span(B, 9), "m", concerns=("records/people/ann.yml", "records/people/ann-quill.yml")
)
ALL = (IN_A, IN_B, OF_BOTH, OF_A)


# ── which problems ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([A], (IN_A, OF_BOTH)),
        ([B], (IN_B, OF_BOTH, OF_A)),
        ([C], ()),
        (["records/people"], (IN_A, OF_BOTH)),
        (["records/peop"], ()),
        (["records"], ALL),
    ],
)
def test_within(paths: list[str], expected: tuple[Problem, ...]) -> None:
    """A problem is told where it or another of its places lies in one of the files or folders."""
    assert within(ALL, paths) == expected


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ([A], (IN_A, OF_BOTH, OF_A)),
        (["records/people/teachers/ann-quill.yml"], (OF_A,)),
        (["records/districts/ann-quill.yml"], ()),
        (["records/people"], (IN_A, OF_BOTH, OF_A)),
    ],
)
def test_caused(paths: list[str], expected: tuple[Problem, ...]) -> None:
    """A file can cause a problem elsewhere if what is missing there is its record, wherever in its folder it lies."""
    assert caused(ALL, paths) == expected


def test_new_since() -> None:
    """What stood at the same place before under the same code is nobody's who came later, whatever it says by now."""
    before = (IN_A, Problem("bad-date", Span(B, 3), "in other words"))
    assert new_since(ALL, before) == (OF_BOTH, OF_A)


# ── which files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_shown_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are called as problems call them, whether they are there or not; what is no record is left out."""
    monkeypatch.chdir(tmp_path)
    asked = [
        "records/people/ann.yml",
        "x/../records/issues",
        "README.md",
        "site_config.yml",
        str(tmp_path / "records/a.yml"),
    ]
    found = shown_paths([Path(path) for path in asked], Path("records"), Path("site_config.yml"))
    assert found == {"records/people/ann.yml", "records/issues", "site_config.yml", "records/a.yml"}
    assert shown_paths([Path()], Path("records"), Path("site_config.yml")) == {"records", "site_config.yml"}
    assert shown_paths([Path("deep/records/a")], Path("deep/records"), Path("c.yml")) == {"records/a"}


# ── a branch ──────────────────────────────────────────────────────────────────────────────────────────────────────────

MEETING = "---\ntitle: T\ndate: 2024-05-01\n{}---\n"
ANN = "people/ann.yml"
BACKLOG = {"meetings/backlog.md": MEETING.format("chairs: [nobody-known]\n")}
Branch = Callable[[Mapping[str, str | None]], Request]


def _git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *identity, *words], check=True, capture_output=True)  # noqa: S603, S607


def _write(records: Path, files: Mapping[str, str | None]) -> None:
    for name, text in files.items():
        path = records / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    """Return a function that changes the records of a repository, which hold one old mistake, on a branch of it."""
    base = {ANN: "name: Ann Quill\n", "meetings/m.md": MEETING.format("chairs: [Ann Quill]\n"), **BACKLOG}
    deep = tmp_path / "deep"
    _write(deep / "records", base)
    (deep / "site_config.yml").write_text("title: T\n", encoding="utf-8")
    _git(tmp_path, "init", "--initial-branch=main")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "--message=base")

    def changed(files: Mapping[str, str | None]) -> Request:
        _write(deep / "records", files)
        return Request(deep / "records", deep / "site_config.yml")

    return changed


def blamed(request: Request, ref: str = "main") -> tuple[list[str], int]:
    """Code and file of what a branch is to blame for, and how many files it has changed."""
    problems, count = changed_since(check(request).problems, request, ref)
    return [f"{problem.code} {problem.span.path}" for problem in problems], count


def test_nothing_changed(branch: Branch) -> None:
    """The backlog alone is nobody's."""
    assert blamed(branch({})) == ([], 0)


def test_good_change(branch: Branch) -> None:
    """A good record beside a backlog is good."""
    assert blamed(branch({"people/bob.yml": "name: Bob Reed\n"})) == ([], 1)


def test_mistake_in_a_changed_file(branch: Branch) -> None:
    """What is wrong in a new or a changed file is told, committed or not."""
    request = branch({"meetings/new.md": MEETING.format("chairs: [zeb]\n"), ANN: "name: Ann Quill\nnmae: x\n"})
    expected = (["unknown-reference records/meetings/new.md", "unknown-field records/people/ann.yml"], 2)
    assert blamed(request) == expected
    _git(request.records.parent, "checkout", "-b", "work")
    _git(request.records.parent, "add", ".")
    _git(request.records.parent, "commit", "--message=work")
    assert blamed(request) == expected


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({ANN: None}, 1),
        ({ANN: "name: Anselm Oak\n"}, 1),
        ({ANN: None, "people/ann-2.yml": "name: Anselm Oak\n"}, 2),
        ({"people/quill.yml": "name: Ann Quill\n"}, 1),
    ],
)
def test_what_a_change_breaks_elsewhere(branch: Branch, change: Mapping[str, str | None], count: int) -> None:
    """A removed, renamed or doubled name is told where others rely on it, though nobody touched their files."""
    found, changed = blamed(branch(change))
    assert [text for text in found if "records/meetings/m.md" in text]
    assert not [text for text in found if "backlog" in text]
    assert changed == count


def test_what_main_has_changed_since(branch: Branch) -> None:
    """What came to main after the branch had left is not the branch's."""
    request = branch({})
    top = request.records.parent
    _git(top, "checkout", "-b", "work")
    _git(top, "checkout", "main")
    _write(request.records, {"meetings/other.md": MEETING.format("chairs: [zeb]\n")})
    _git(top, "add", ".")
    _git(top, "commit", "--message=other")
    _git(top, "checkout", "work")
    _write(request.records, {"people/bob.yml": "name: Bob Reed\n"})
    assert blamed(request) == ([], 1)


def test_changed_configuration(branch: Branch) -> None:
    """The configuration counts as a file of the archive."""
    request = branch({})
    request.config.write_text("titel: T\n", encoding="utf-8")
    found, changed = blamed(request)
    assert {text.partition(" ")[2] for text in found} == {"site_config.yml"}
    assert changed == 1


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", ""])
def test_no_such_commit(branch: Branch, ref: str) -> None:
    """A commit that is not there is said, and nothing that begins with a hyphen is an option of git."""
    with pytest.raises(RevisionError):
        blamed(branch({}), ref)
