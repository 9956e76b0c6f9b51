from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from generator.archive.names import Ref
from generator.cli import GOOD, WRONG_USE, main
from generator.contribute.report import Report, What
from generator.contribute.revision import Repository, RevisionError, report_between
from generator.records.model import Kind

MEETING = "---\ntitle: Landing talk\ndate: 2024-01-10\nchairs: [orla-venn]\n---\nThey met.\n"
Git = Callable[..., str]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return the folder of an archive with one person and no commit yet."""
    folder = tmp_path / "clone"
    (folder / "records/people").mkdir(parents=True)
    (folder / "records/people/orla-venn.yml").write_text("name: Orla Venn\n", encoding="utf-8")
    (folder / "site_config.yml").write_text("title: Weir archive\n", encoding="utf-8")
    return folder


@pytest.fixture
def git(clone: Path) -> Git:
    """Return a function that runs git in the archive, on its own settings alone."""
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
    who = {f"GIT_{role}_{part}": "weir@weir.example" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}

    def run(*words: str, given: str = "") -> str:
        command = ["git", "-C", str(clone), *words]
        done = subprocess.run(command, input=given, env=settings | who, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
        return done.stdout.strip()

    run("init", "--quiet", "--initial-branch", "main")
    return run


def commit(git: Git) -> str:
    """Commit everything that lies there, and return the commit."""
    git("add", "--all")
    git("commit", "--quiet", "--message", "a state")
    return git("rev-parse", "HEAD")


def write(folder: Path, name: str, text: str) -> None:
    path = folder / "records" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def between(clone: Path, base: str, head: str) -> Report:
    return report_between(Repository(clone), clone / "site_config.yml", base, head)


def told(report: Report) -> list[tuple[What, Ref]]:
    return [(change.what, change.ref) for change in report.records]


TALK = Ref(Kind.MEETING, "talk")


# ── states ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_commits(clone: Path, git: Git) -> None:
    """Two commits are compared as they are, by any name that git knows; what lies there now does not count."""
    base = commit(git)
    write(clone, "meetings/2024/talk.md", MEETING)
    commit(git)
    git("tag", "second")
    write(clone, "meetings/2024/later.md", MEETING)
    for head in ("HEAD", "main", "second"):
        assert told(between(clone, base, head)) == [(What.ADDED, TALK)]
    assert told(between(clone, "HEAD", base)) == [(What.REMOVED, TALK)]


def test_commit_and_folder(clone: Path, git: Git) -> None:
    """A folder is a state as well: what is not committed yet can be compared with what is."""
    commit(git)
    write(clone, "meetings/2024/talk.md", MEETING)
    assert told(between(clone, "HEAD", str(clone))) == [(What.ADDED, TALK)]


def test_equal_folders_in_two_places(clone: Path, tmp_path: Path) -> None:
    """When and where files were written plays no part: pictures and records of equal bytes are the same."""
    write(clone, "meetings/2024/talk.md", MEETING.replace("They met.", "![the quay](quay.png)"))
    (clone / "records/meetings/2024/quay.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    other = tmp_path / "other/records"
    for path in sorted((clone / "records").rglob("*.*")):
        target = other / path.relative_to(clone / "records")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert between(clone, str(clone), str(other.parent)) == Report()
    (other / "meetings/2024/quay.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    assert [(p.what, p.path) for p in between(clone, str(clone), str(other.parent)).pictures] == [
        (What.CHANGED, "records/meetings/2024/quay.png")
    ]


def test_records_elsewhere_in_the_repository(clone: Path, git: Git) -> None:
    """The folder of records may lie deeper in the repository."""
    base = commit(git)
    (clone / "deep").mkdir()
    git("mv", "records", "deep/records")
    commit(git)
    repository = Repository(clone, PurePosixPath("deep/records"))
    report = report_between(repository, clone / "site_config.yml", base, "HEAD")
    assert told(report) == [(What.ADDED, Ref(Kind.PERSON, "orla-venn"))]


def test_state_without_records(clone: Path, git: Git) -> None:
    """Before the first record there is an archive, too: an empty one."""
    (clone / "records/people/orla-venn.yml").rename(clone / "kept.yml")
    base = commit(git)
    write(clone, "people/orla-venn.yml", "name: Orla Venn\n")
    commit(git)
    assert told(between(clone, base, "HEAD")) == [(What.ADDED, Ref(Kind.PERSON, "orla-venn"))]


@pytest.mark.parametrize("attribute", ["export-ignore", "eol=crlf", "working-tree-encoding=UTF-16", "ident"])
def test_attributes_hide_nothing(clone: Path, git: Git, attribute: str) -> None:
    """What a commit says of how its files are to be laid down is not followed: nothing is hidden, nothing recoded."""
    base = commit(git)
    write(clone, "meetings/2024/talk.md", MEETING)
    commit(git)
    write(clone, ".gitattributes", f"*.md {attribute}\n")
    git("add", "records/.gitattributes")
    git("commit", "--quiet", "--message", "rules")
    report = between(clone, base, "HEAD")
    assert told(report) == [(What.ADDED, TALK)]
    assert report.new_problems == ()


def test_link_is_laid_down_as_a_link(clone: Path, git: Git, tmp_path: Path) -> None:
    """A symbolic link in a commit is reported as one; what it leads to is not read."""
    (tmp_path / "secret.yml").write_text("name: Secret\n", encoding="utf-8")
    base = commit(git)
    (clone / "records/people/secret.yml").symlink_to(tmp_path / "secret.yml")
    commit(git)
    report = between(clone, base, "HEAD")
    assert [problem.code for problem in report.new_problems] == ["symlink"]
    assert told(report) == []


def test_other_repository_inside_is_left_out(clone: Path, git: Git) -> None:
    """A link to another repository has no files here, and is in nobody's way."""
    base = commit(git)
    git("update-index", "--add", "--cacheinfo", f"160000,{base},records/people/module")
    git("commit", "--quiet", "--message", "a module")
    assert between(clone, base, "HEAD") == Report()


def test_name_that_leads_out_is_refused(clone: Path, git: Git, tmp_path: Path) -> None:
    """A tree forged to hold `..` is refused before anything is written."""
    base = commit(git)
    blob = git("hash-object", "-w", "--stdin", given="name: Out\n")
    # `git mktree` takes no such name; an object written by hand does.
    entry = b"100644 out.yml\0" + bytes.fromhex(blob)
    inner = _object(clone, "tree", entry)
    people = _object(clone, "tree", b"40000 ..\0" + bytes.fromhex(inner))
    top = _object(clone, "tree", b"40000 records\0" + bytes.fromhex(people))
    forged = git("commit-tree", top, "-m", "forged")
    with pytest.raises(RevisionError, match="leads out"):
        between(clone, base, forged)
    assert not list(tmp_path.rglob("out.yml"))


def _object(clone: Path, kind: str, data: bytes) -> str:
    command = ["git", "-C", str(clone), "hash-object", "-t", kind, "-w", "--literally", "--stdin"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode().strip()  # noqa: S603 - our own words


@pytest.mark.parametrize("name", ["none", "--output=x", "-h", "HEAD:records", "0000000000"])
def test_unknown_state(clone: Path, git: Git, name: str) -> None:
    """What is neither a commit nor a folder with records is said to be neither; no name is an option of git."""
    commit(git)
    with pytest.raises(RevisionError, match="has no commit"):
        between(clone, "HEAD", name)


# ── the command ───────────────────────────────────────────────────────────────────────────────────────────────────────


def archive(*words: str | Path) -> Result:
    """Give the command these words."""
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def options(clone: Path, git: Git) -> list[str | Path]:
    """Return what names the archive, in which a meeting was added by the last commit."""
    commit(git)
    write(clone, "meetings/2024/talk.md", MEETING)
    commit(git)
    return ["HEAD^", "HEAD", "--repository", clone, "--config", clone / "site_config.yml"]


def test_command_writes_markdown(options: list[str | Path]) -> None:
    """By default the report is Markdown on the standard output, and the exit code is 0."""
    result = archive("report", *options)
    assert result.exit_code == GOOD, result.output
    assert result.stdout.startswith("## What this change means\n\n**1 meeting, 1 person, ")
    assert "- **new**: `2024-01-10` `Landing talk`, 1 person, 0 speeches, 0 conclusions" in result.stdout


def test_command_writes_json_into_a_file(options: list[str | Path], tmp_path: Path) -> None:
    """With `--format json --out` the report is a file of JSON, and nothing is printed."""
    result = archive("report", *options, "--format", "json", "--out", tmp_path / "report.json")
    assert (result.exit_code, result.output) == (GOOD, "")
    values = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert values["records"][0]["ref"] == "meetings/talk"


def test_problems_are_no_failure(clone: Path, git: Git, options: list[str | Path]) -> None:
    """Records with errors can be reported on: whether they are good is the check's business."""
    write(clone, "meetings/2024/talk.md", MEETING.replace("orla-venn", "nobody-known"))
    commit(git)
    result = archive("report", *options)
    assert result.exit_code == GOOD
    assert "brings 1 error" in result.stdout


def test_command_says_what_it_cannot_do(clone: Path, options: list[str | Path]) -> None:
    """An unknown commit or a broken configuration is wrong use, told in words."""
    result = archive("report", "nowhere", *options[1:])
    assert result.exit_code == WRONG_USE
    assert "has no commit “nowhere”" in result.output
    (clone / "site_config.yml").write_text("titel: x\n", encoding="utf-8")
    assert archive("report", *options).exit_code == WRONG_USE
