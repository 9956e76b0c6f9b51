"""What `archive check` tells of some files only: what is wrong in them, and what they break elsewhere.

The backlog of others is left out: a problem in a file that nobody touched is told where a touched file can have caused
it, or, where there is an earlier state to look at, where it was not there before.
"""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Iterable
from pathlib import Path, PurePath, PurePosixPath
from shutil import which

from generator.check import Request, check
from generator.contribute.revision import Repository, RevisionError, records_at
from generator.problems import Problem
from generator.processes import available


def within(problems: Iterable[Problem], paths: Collection[str]) -> tuple[Problem, ...]:
    """Return the problems that lie in files or folders, or refer to them."""
    return tuple(p for p in problems if any(_lies_in(path, paths) for path in _places(p)))


def caused(problems: Iterable[Problem], paths: Collection[str]) -> tuple[Problem, ...]:
    """Return the problems that lie in files or folders, or that these can have caused."""
    records = {_record(path) for path in paths}
    return tuple(
        p
        for p in problems
        if any(_lies_in(path, paths) for path in (*_places(p), *p.concerns))
        or not records.isdisjoint(map(_record, p.concerns))
    )


def new_since(problems: Iterable[Problem], before: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that were not there before, at places that have not moved since."""
    known = {(problem.code, problem.span) for problem in before}
    return tuple(problem for problem in problems if (problem.code, problem.span) not in known)


def _places(problem: Problem) -> Iterable[str]:
    return (problem.span.path, *(related.span.path for related in problem.related))


def _lies_in(path: str, paths: Collection[str]) -> bool:
    return path in paths or any(parent.as_posix() in paths for parent in PurePosixPath(path).parents)


def _record(path: str) -> tuple[str, str]:
    """Which record a file is: its kind's folder and its id, wherever in the folder it lies."""
    parts = PurePosixPath(path).parts
    return (parts[1] if len(parts) > 2 else "", PurePosixPath(path).stem)


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def shown_paths(paths: Iterable[Path], records: Path, config: Path) -> frozenset[str]:
    """Return files and folders as problems call them; what lies elsewhere is nobody's record and is left out."""
    root, name = records.absolute(), records.name or records.resolve().name
    found = set()
    for path in paths:
        whole = PurePath(_plain(path.absolute()))
        if whole == PurePath(_plain(config.absolute())):
            found.add(config.name)
        elif whole.is_relative_to(_plain(root)):
            found.add(PurePosixPath(name, whole.relative_to(_plain(root)).as_posix()).as_posix())
        elif root.is_relative_to(whole):
            found |= {name, config.name}
    return frozenset(found)


def _plain(path: Path) -> Path:
    """A path without `..`, links left as they are: a link among the records is a problem, not a place."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return Path(*parts)


def changed_since(problems: Iterable[Problem], request: Request, ref: str) -> tuple[tuple[Problem, ...], int]:
    """Return the problems that a branch is to blame for, and how many of its files have changed.

    Held against the commit in which the branch left `ref`; what is not committed yet counts as changed.

    Raises:
        RevisionError: where there is no such commit, or no git.
    """
    problems = tuple(problems)
    base = _base(request.records, ref)
    paths = shown_paths(_changed(request, base), request.records, request.config)
    mine = set(within(problems, paths))
    others = tuple(problem for problem in problems if problem not in mine)
    if others and paths:
        mine.update(new_since(others, _before(request, base)))
    return tuple(problem for problem in problems if problem in mine), len(paths)


def _before(request: Request, base: str) -> tuple[Problem, ...]:
    below = _git(request.records, "rev-parse", "--show-prefix").removesuffix("\n")
    with records_at(Repository(_top(request.records), PurePosixPath(below)), base) as laid_down:
        return check(Request(laid_down, request.config, processes=available())).problems


def _base(folder: Path, ref: str) -> str:
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").strip()
    try:
        return _git(folder, "merge-base", commit, "HEAD").strip()
    except RevisionError:  # a shallow clone does not know where the branch began
        return commit


def _changed(request: Request, base: str) -> list[Path]:
    """Files that differ from a commit, removed ones and new ones included."""
    top = _top(request.records)
    where = [str(path) for path in (request.records.resolve(), request.config.resolve()) if path.is_relative_to(top)]
    listed = _git(request.records, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", base, "--", *where)
    listed += _git(request.records, "ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--", *where)
    return [_as_named(top / name, request) for name in listed.split("\0") if name]


def _top(folder: Path) -> Path:
    return Path(_git(folder, "rev-parse", "--show-toplevel").removesuffix("\n")).resolve()


def _as_named(path: Path, request: Request) -> Path:
    """Git follows the links on the way to the repository; files are called as the command was told them."""
    records = request.records.resolve()
    if path.is_relative_to(records):
        return request.records / path.relative_to(records)
    return request.config if path == request.config.resolve() else path


def _git(folder: Path, *words: str) -> str:
    git = which("git")
    if git is None:
        raise RevisionError("git is not installed")
    done = subprocess.run([git, "-C", str(folder), *words], capture_output=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        told = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise RevisionError(told or f"{folder} has no commit of that name")
    return done.stdout.decode("utf-8", "surrogateescape")
