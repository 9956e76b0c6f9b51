"""The repository's own files: what runs on whose words, with which rights; and the form that becomes a record."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from generator.archive.archive import Archive
from generator.cli import main
from generator.config import MEETING_KINDS
from generator.problems import Problem
from generator.records.model import Kind, Meeting, field_names

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted((GITHUB / "workflows").iterdir())}
WORKFLOWS: dict[str, dict[str, Any]] = {name: yaml.load(text, yaml.BaseLoader) for name, text in TEXTS.items()}  # noqa: S506 - texts alone
FORM: dict[str, Any] = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE/meeting.yml").read_text(encoding="utf-8"))

TRIGGERS = {
    "check.yml": {"pull_request"},
    "ci.yml": {"pull_request", "push"},
    "deploy.yml": {"push", "workflow_dispatch"},
    "label.yml": {"schedule", "workflow_dispatch"},
    "nightly.yml": {"schedule", "workflow_dispatch"},
    "propose.yml": {"issues"},
}
"""What starts each workflow. Never `pull_request_target` or `workflow_run`: these give rights to foreign words."""

RIGHTS = {
    ("check.yml", "records"): {"contents": "read"},
    ("ci.yml", "code"): {"contents": "read"},
    ("deploy.yml", "build"): {"contents": "read"},
    ("deploy.yml", "publish"): {"pages": "write", "id-token": "write"},
    ("deploy.yml", "note"): {"contents": "write"},
    ("label.yml", "label"): {"contents": "read", "pull-requests": "write"},
    ("nightly.yml", "slow"): {"contents": "read"},
    ("nightly.yml", "successor"): {"contents": "read"},
    ("nightly.yml", "platforms"): {"contents": "read"},
    ("propose.yml", "write"): {"contents": "read"},
    ("propose.yml", "open"): {"contents": "write", "pull-requests": "write"},
}
"""What each job may do, and no more."""


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every job with the name of its workflow and its own."""
    for name, workflow in WORKFLOWS.items():
        for job, said in workflow["jobs"].items():
            yield name, job, said


def steps() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every step with the names of its workflow and job."""
    for name, job, said in jobs():
        for step in said["steps"]:
            yield name, job, step


def script(workflow: str, title: str) -> str:
    """Return what a step runs."""
    (found,) = [step["run"] for name, _, step in steps() if name == workflow and step["name"] == title]
    return str(found)


# ── what runs, and with which rights ──────────────────────────────────────────────────────────────────────────────────


def test_workflows_start_as_they_should() -> None:
    """Each workflow is started by what the table says and by nothing else."""
    assert {name: set(workflow["on"]) for name, workflow in WORKFLOWS.items()} == TRIGGERS


def test_no_rights_unless_said() -> None:
    """Every workflow takes all rights away, and each job gets just those of the table."""
    assert [name for name, workflow in WORKFLOWS.items() if workflow["permissions"] != {}] == []
    assert {(name, job): said["permissions"] for name, job, said in jobs()} == RIGHTS


def test_foreign_words_meet_no_rights() -> None:
    """A workflow that pull requests start can write nothing, and no workflow has secrets."""
    for (name, _), rights in RIGHTS.items():
        assert "pull_request" not in TRIGGERS[name] or set(rights.values()) == {"read"}
    assert [name for name, text in TEXTS.items() if re.search(r"\bsecrets\b", re.sub(r"#.*", "", text))] == []


def test_actions_are_pinned() -> None:
    """Every action is named by the hash of a commit with its version beside it, each action by one hash everywhere."""
    lines = [line.strip() for text in TEXTS.values() for line in text.split("\n") if "uses:" in line]
    pinned = [re.fullmatch(r"uses: (actions/[a-z-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line) for line in lines]
    assert [line for line, match in zip(lines, pinned, strict=True) if not match] == []
    versions = {match.groups() for match in pinned if match}
    assert len(versions) == len({action for action, _, _ in versions})
    assert len(lines) == sum("uses" in step for _, _, step in steps())


def test_scripts_take_no_expressions() -> None:
    """No expression stands in a script, whoever may choose its value: values reach scripts by the environment alone."""
    assert [(name, step["name"]) for name, _, step in steps() if "${{" in step.get("run", "")] == []


def test_no_checkout_keeps_its_token() -> None:
    """No later step finds the token that a checkout used."""
    taken = [step["with"] for _, _, step in steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert taken
    assert {said["persist-credentials"] for said in taken} == {"false"}


def test_every_job_ends() -> None:
    """Each job has a limit of time, runs on a system that is named, and each script ends at its first error."""
    assert [(name, job) for name, job, said in jobs() if int(said["timeout-minutes"]) > 60] == []
    assert {said["runs-on"] for _, _, said in jobs()} == {"ubuntu-24.04", "${{ matrix.system }}"}
    for name, workflow in WORKFLOWS.items():
        assert workflow["defaults"] == {"run": {"shell": "bash"}}, name


def test_systems_and_pythons() -> None:
    """At night the tests run on three systems, with every Python from the oldest that the package allows on."""
    matrix = WORKFLOWS["nightly.yml"]["jobs"]["platforms"]["strategy"]["matrix"]
    assert {re.split(r"-\d", system)[0] for system in matrix["system"]} == {"ubuntu", "macos", "windows"}
    minors = [int(version.removeprefix("3.")) for version in matrix["python"]]
    oldest = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    assert oldest
    assert minors == list(range(int(oldest[1]), minors[-1] + 1))
    assert sys.version_info.minor in minors


def test_nothing_proposed_is_run() -> None:
    """Of what is proposed, git is asked what it is, and the records are copied: nothing else is touched."""
    known = ("git -C proposed diff ", "cp -a proposed/records records", "--repository proposed ")
    for _, job, step in steps():
        if job == "records":
            text = step.get("run", "")
            assert text.count("proposed") == sum(text.count(way) for way in known), step["name"]
            assert "working-directory" not in step
    takes = [step["with"] for name, _, step in steps() if name == "check.yml" and "checkout" in step.get("uses", "")]
    assert [said["path"] for said in takes] == ["trusted", "proposed"]
    assert takes[0]["ref"] == "${{ github.event.pull_request.base.sha }}"


def test_who_can_write_takes_no_foreign_file() -> None:
    """A job that may change the repository checks out nothing but its own branch, or nothing at all."""
    for name, job, step in steps():
        if "write" in RIGHTS[name, job].values() and "checkout" in step.get("uses", ""):
            assert "ref" not in step["with"]
            assert "repository" not in step["with"]
            assert TRIGGERS[name] <= {"push", "schedule", "workflow_dispatch"}


def test_commands_exist() -> None:
    """Every command that a workflow gives to `archive` has the options that it is given."""
    given = [
        words
        for _, _, step in steps()
        for words in re.findall(r'/archive" ([a-z]+)((?: \\\n|[^\n>|;])*)', step.get("run", ""))
    ]
    assert {command for command, _ in given} == {"check", "report", "build", "addresses"}
    for command, words in given:
        options = {name for option in main.commands[command].params for name in option.opts}
        assert set(re.findall(r"--[a-z-]+", words)) <= options, command


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    """Look through a folder for what is dangerous in workflows, without asking anybody."""
    program = Path(sys.executable).with_name("zizmor")
    command = [str(program), "--offline", "--no-progress", "--persona", "pedantic", "--format", "json", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words


def test_zizmor_finds_nothing() -> None:
    """The static analysis of workflows has nothing to say, in its strict voice too."""
    done = zizmor(GITHUB)
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    """The same look at a workflow with three well-known mistakes finds them."""
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    bad = {
        "on": "pull_request_target",
        "jobs": {
            "x": {
                "runs-on": "ubuntu-24.04",
                "steps": [{"uses": "actions/checkout@v4"}, {"run": "echo ${{ github.event.pull_request.title }}"}],
            }
        },
    }
    (folder / "bad.yml").write_text(yaml.safe_dump(bad), encoding="utf-8")
    found = {finding["ident"] for finding in json.loads(zizmor(tmp_path / ".github").stdout)}
    assert {"dangerous-triggers", "template-injection", "unpinned-uses", "artipacked"} <= found


# ── what a pull request touches ───────────────────────────────────────────────────────────────────────────────────────


def ours(name: str) -> Any:
    """Return a script of the workflows as a module."""
    spec = spec_from_file_location(name, GITHUB / f"scripts/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and the like look themselves up there
    spec.loader.exec_module(module)
    return module


SCOPE = ours("scope")
FROM_ISSUE = ours("meeting_from_issue")

SCOPES = [
    ([], "nothing"),
    (["records/people/orla-venn.yml", "records/meetings/2024/quay.png"], "records"),
    (["records/people/with\nline.yml"], "records"),
    (["generator/cli.py"], "code"),
    ([".github/workflows/check.yml"], "code"),
    (["site_config.yml"], "code"),
    (["recordsx/people/x.yml", "records"], "code"),
    (["records/people/x.yml", ".github/workflows/check.yml"], "mixed"),  # v65
    (["records/people/x.yml", "site_config.yml"], "mixed"),
    (["records/.gitattributes"], "mixed"),
    (["records/people/.gitattributes", "records/people/x.yml"], "mixed"),
    (["records/.hidden/x.yml"], "mixed"),
    (["records/people/x.yml"] * 3000, "mixed"),
]


@pytest.mark.parametrize(("paths", "scope"), SCOPES)
def test_scope(paths: Sequence[str], scope: str) -> None:
    """Records alone are read, code alone is tested; both at once, and what steers git, need a maintainer."""
    assert SCOPE.scope_of(paths) == scope
    given = b"".join(path.encode() + b"\0" for path in paths)
    command = [sys.executable, "-I", str(GITHUB / "scripts/scope.py")]
    done = subprocess.run(command, input=given, capture_output=True, check=True)  # noqa: S603 - this very Python
    assert done.stdout.decode() == f"{scope}\n"


# ── the workflow that checks records, run ─────────────────────────────────────────────────────────────────────────────


class Runner:
    """A machine that runs the steps of a workflow: a folder, its programs, and what steps tell it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.summary = folder / "summary.md"
        self.temp = folder / "temp"
        self.programs = folder / "programs"
        for new in (self.temp / "venv/bin", self.programs):
            new.mkdir(parents=True)
        self.program(self.temp / "venv/bin/archive", f'exec "{sys.executable}" -P -m generator "$@"')
        self.program(self.temp / "venv/bin/python", f'exec "{sys.executable}" "$@"')
        self.env: dict[str, str] = {}

    @staticmethod
    def program(path: Path, text: str) -> None:
        """Write a program that a step can call."""
        path.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def run(self, workflow: str, title: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does."""
        known = {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.folder),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script(workflow, title)]
        return subprocess.run(  # noqa: S603 - our own scripts
            command, cwd=self.folder, env=known | env, capture_output=True, text=True, check=False, timeout=120
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """Return a machine with nothing on it."""
    return Runner(tmp_path)


@pytest.fixture
def pull_request(runner: Runner) -> Callable[[Mapping[str, str]], None]:
    """Return a function that puts the two checkouts of a pull request on the machine, given the files that it adds."""

    def git(folder: Path, *words: str) -> None:
        who = ["-c", "user.name=Weir", "-c", "user.email=weir@weir.example", "-c", "init.defaultBranch=main"]
        command = ["git", *who, "-C", str(folder), *words]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words

    def made(files: Mapping[str, str]) -> None:
        base = {
            ".github/scripts/scope.py": (GITHUB / "scripts/scope.py").read_text(encoding="utf-8"),
            "site_config.yml": "title: Weir archive\n",
            "records/people/orla-venn.yml": "name: Orla Venn\n",
        }
        for name, further in (("trusted", {}), ("proposed", files)):
            folder = runner.folder / name
            folder.mkdir()
            git(folder, "init", "--quiet")
            for state in (base, further):
                for path, text in state.items():
                    target = folder / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_text(text, encoding="utf-8")
                git(folder, "add", "--all")
                git(folder, "commit", "--quiet", "--allow-empty", "--message", "a state")
        shutil.copytree(runner.folder / "proposed/records", runner.folder / "records", symlinks=True)

    return made


def test_a_proposal_cannot_forget_an_address(runner: Runner, pull_request: Callable[[Mapping[str, str]], None]) -> None:
    """The lists of addresses are those of the branch: a proposal that takes a line off, with the record, is refused."""
    pull_request({})
    lists = runner.folder / "trusted/records/addresses"
    lists.mkdir()
    (lists / "people.txt").write_text("people/nobody-any-more\n", encoding="utf-8")
    shutil.rmtree(runner.folder / "records")
    assert runner.run("check.yml", "Take the records, and leave all else").returncode == 0
    done = runner.run("check.yml", "Check the records")
    assert done.returncode == 1
    assert "dead-address" in done.stdout


TALK = "---\ntitle: Landing talk\ndate: 2024-01-10\nchairs: [orla-venn]\n---\nThey met.\n"


def test_records_are_checked_reported_and_shown(
    runner: Runner, pull_request: Callable[[Mapping[str, str]], None]
) -> None:
    """A pull request with a meeting goes through every step: found good, reported in the summary, built for a look."""
    pull_request({"records/meetings/2024/2024-01-10-talk.md": TALK})
    assert runner.run("check.yml", "Say what it touches").returncode == 0
    assert runner.output.read_text(encoding="utf-8") == "scope=records\n"
    done = runner.run("check.yml", "Check the records")
    assert done.returncode == 0, done.stderr
    done = runner.run("check.yml", "Report what the change means")
    assert done.returncode == 0, done.stderr
    assert "**1 meeting, 1 person, " in runner.summary.read_text(encoding="utf-8")
    assert sorted(path.name for path in (runner.temp / "report").iterdir()) == ["report.json", "report.md"]
    done = runner.run("check.yml", "Build the preview")
    assert done.returncode == 0, done.stderr
    assert (runner.temp / "preview/meetings/2024-01-10-talk/index.html").exists()


def test_mistake_is_annotated_and_reported(runner: Runner, pull_request: Callable[[Mapping[str, str]], None]) -> None:
    """A mistake fails the check with an annotation at its line; the report is made all the same."""
    pull_request({"records/meetings/2024/2024-01-10-talk.md": TALK.replace("orla-venn", "orla-vnen")})
    done = runner.run("check.yml", "Check the records")
    assert done.returncode == 1
    assert "::error file=records/meetings/2024/2024-01-10-talk.md,line=4," in done.stdout
    assert runner.run("check.yml", "Report what the change means").returncode == 0
    assert "brings 1 error" in runner.summary.read_text(encoding="utf-8")


def test_foreign_program_beside_the_records_is_refused_and_not_run(
    runner: Runner, pull_request: Callable[[Mapping[str, str]], None]
) -> None:
    """Records together with a workflow or a program are refused by name, and the program of the change is never run."""
    evil = "open(__file__ + '.ran', 'w').close()\n"
    pull_request(
        {
            "records/people/tam-quill.yml": "name: Tam Quill\n",
            ".github/scripts/scope.py": evil,
            "generator/__init__.py": evil,
            ".github/workflows/check.yml": "on: push\n",
        }
    )
    done = runner.run("check.yml", "Say what it touches")
    assert done.returncode == 1
    assert done.stdout.startswith("::error title=needs-maintainer::")
    assert runner.output.read_text(encoding="utf-8") == "scope=mixed\n"
    runner.run("check.yml", "Report what the change means")
    assert not list(runner.folder.rglob("*.ran"))


def test_mixed_is_refused_where_code_is_tested(
    runner: Runner, pull_request: Callable[[Mapping[str, str]], None]
) -> None:
    """The workflow for code takes the question what is touched from the branch, and refuses a mixed change, too."""
    pull_request({"records/people/x.yml": "name: X\n", ".github/scripts/scope.py": "print('code')\n"})
    here = "cd proposed\n" + script("ci.yml", "Say what it touches")
    runner.program(runner.programs / "step", here)
    environment = {**os.environ, "RUNNER_TEMP": str(runner.temp), "GITHUB_OUTPUT": str(runner.output)}
    done = subprocess.run(  # noqa: S603 - our own script
        ["bash", "-eo", "pipefail", str(runner.programs / "step")],  # noqa: S607 - bash is where it is
        cwd=runner.folder,
        env=environment | {"GITHUB_EVENT_NAME": "pull_request"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert runner.output.read_text(encoding="utf-8") == "scope=mixed\n"


# ── the issue form ────────────────────────────────────────────────────────────────────────────────────────────────────

ASKED: dict[str, str] = FROM_ISSUE.questions(FORM)


def test_form_asks_for_fields_of_a_meeting() -> None:
    """Every question of the form is a field of a meeting, but for the text and the people who are new."""
    assert set(ASKED) - field_names(Meeting).keys() == {"text", "new_people"}
    assert list(ASKED)[-1] == "text"
    assert len(set(ASKED.values())) == len(ASKED)


def test_form_offers_what_the_record_takes() -> None:
    """The lists of the form are those of the model, in full, with the model's default first."""
    offered = {e["id"]: e["attributes"]["options"] for e in FORM["body"] if e["type"] == "dropdown"}
    assert tuple(offered["kind"]) == MEETING_KINDS
    assert tuple(offered["status"]) == get_args(Meeting.model_fields["status"].annotation)
    assert {name: options[0] for name, options in offered.items()} == {
        name: Meeting.model_fields[name].default for name in offered
    }


def test_form_requires_what_the_record_requires() -> None:
    """Title, date and a source are required: without them there is no record."""
    required = {e["id"] for e in FORM["body"] if e.get("validations", {}).get("required") and e["type"] != "dropdown"}
    assert required == {"title", "date", "sources"}


def issue(**given: str) -> str:
    """The text of an issue as GitHub writes it from the form."""
    fences = {e["id"]: e["attributes"].get("render") for e in FORM["body"] if "id" in e}
    parts = []
    for name, label in ASKED.items():
        words = given.get(name, "")
        answer = f"```{fences[name]}\n{words}\n```" if fences[name] and words else words or "_No response_"
        parts.append(f"### {label}\n\n{answer}")
    return "\n\n".join(parts)


ANSWERS = {
    "title": "Hearing at the quay: boats",
    "date": "2024-04-10",
    "kind": "session",
    "status": "held",
    "places": "North Quay, the old shed",
    "districts": "North Quay",
    "chairs": "Orla Venn | Head of the harbour board",
    "attendees": "- Tam Quill | Ferryman\n- Group: delegates of the villages",
    "speakers": "1. Tam Quill | Ferryman",
    "conclusions": "Count the boats: all of them. | North Quay | 2024-06-30\nPaint the shed.",
    "follow_ups": "2024-01-10-talk#k1 | done | The last buoy was laid.",
    "sources": "Minutes, no. 17 | https://harbour.example/minutes-17\nhttps://harbour.example/18",
    "new_people": "Tam Quill",
    "notes": "Nobody counted the delegates.",
    "text": "They met.\n\n## Boats\n\n**Tam Quill:** We have nine.\n\n### What was concluded?\n\n```\nnothing\n```",
}
KNOWN = {
    "people/orla-venn.yml": "name: Orla Venn\n",
    "districts/north-quay.yml": "name: North Quay\n",
    "meetings/2024/2024-01-10-talk.md": TALK.replace(
        "---\nThey", "conclusions:\n  - {id: k1, text: Lay it.}\n---\nThey"
    ),
}


def files_of(text: str, taken: Sequence[str] = ()) -> dict[str, str]:
    return {file.path: file.text for file in FROM_ISSUE.new_files(FROM_ISSUE.answers(text, ASKED), taken)}


def test_answers_become_a_good_record(
    archive_of: Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]],
) -> None:
    """The answers of the form become records that pass the check, with everything that was said."""
    files = files_of(issue(**ANSWERS))
    path = "records/meetings/2024/2024-04-10-hearing-at-the-quay-boats.md"
    assert list(files) == [path, "records/people/tam-quill.yml"]
    archive, problems = archive_of(KNOWN | {name.removeprefix("records/"): text for name, text in files.items()})
    assert problems == ()
    meeting = archive.meetings["2024-04-10-hearing-at-the-quay-boats"]
    record = meeting.record
    assert record.title == ANSWERS["title"]
    assert record.kind == "session"
    assert record.places == ("North Quay", "the old shed")
    assert [entry.group for entry in record.attendees] == [None, "delegates of the villages"]
    assert [(entry.person, entry.role) for entry in record.chairs] == [("Orla Venn", "Head of the harbour board")]
    assert [conclusion.text for conclusion in record.conclusions] == [
        "Count the boats: all of them.",
        "Paint the shed.",
    ]
    assert str(record.conclusions[0].due) == "2024-06-30"
    assert [(source.title, source.url) for source in record.sources] == [
        ("Minutes, no. 17", "https://harbour.example/minutes-17"),
        (None, "https://harbour.example/18"),
    ]
    assert [speech.markdown for speech in meeting.speeches] == ["We have nine."]
    assert meeting.refs[Kind.PERSON] == ("orla-venn", "tam-quill")
    assert "nothing" in files[path]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_unanswered_questions_say_nothing(line_end: str) -> None:
    """What was left open is left out of the record, however the lines of the issue end."""
    text = issue(title="Talk", date="2024-04-10", sources="Minutes").replace("\n", line_end)
    files = files_of(text)
    assert files == {
        "records/meetings/2024/2024-04-10-talk.md": "---\ntitle: Talk\ndate: 2024-04-10\n"
        "sources:\n  - id: s1\n    title: Minutes\n---\n"
    }


@pytest.mark.parametrize(
    ("date", "title"),
    [
        ("2024-04-10", "../../../.github/workflows/evil"),
        ("../../../etc", "x"),
        ("/etc/2024", "a\0b"),
        ("", "$(touch x) `touch y` %0a::error::x"),
        ("２０２４", "𝕏 / \\ .."),
    ],
)
def test_no_answer_leads_out_of_the_records(date: str, title: str) -> None:
    """Whatever is answered, files lie where records lie and bear names that records bear."""
    for path in files_of(issue(title=title, date=date, new_people="../x\n.git\n-rf")):
        assert re.fullmatch(r"records/(meetings/(\d{4}|undated)/[a-z0-9-]+\.md|people/[a-z0-9-]+\.yml)", path)


def test_nothing_is_written_over() -> None:
    """A meeting or person whose id is taken gets a number behind it, wherever the other lies."""
    taken = ["records/meetings/other/2024-04-10-talk.md", "records/people/tam-quill.yml"]
    given = issue(title="Talk", date="2024-04-10", new_people="Tam Quill\nTam Quill")
    assert list(files_of(given, taken)) == [
        "records/meetings/2024/2024-04-10-talk-2.md",
        "records/people/tam-quill-2.yml",
        "records/people/tam-quill-3.yml",
    ]


def test_title_cannot_become_another_field() -> None:
    """Text of an answer stays the text of its field: no answer adds a field to the record."""
    title = "x\nstatus: cancelled"
    (text,) = files_of(issue(title=title, date="2024-04-10")).values()
    assert yaml.safe_load(text.split("---\n")[1]).keys() == {"title", "date"}


def proposal(runner: Runner, text: str) -> subprocess.CompletedProcess[str]:
    """Run the step that writes the record of an issue, on a machine with the repository's script."""
    event = runner.folder / "event.json"
    event.write_text(json.dumps({"issue": {"body": text}}), encoding="utf-8")
    (runner.folder / ".github").symlink_to(GITHUB)
    return runner.run("propose.yml", "Write the record", GITHUB_EVENT_PATH=str(event))


def test_issue_is_written_by_the_workflow(runner: Runner) -> None:
    """The workflow reads the issue from its event and writes the record below the folder that it hands on."""
    done = proposal(runner, issue(**ANSWERS))
    assert done.returncode == 0, done.stderr
    found = {
        path.relative_to(runner.temp / "proposal").as_posix() for path in runner.temp.rglob("*.*") if path.is_file()
    }
    assert found == set(files_of(issue(**ANSWERS)))


def test_issue_without_the_form_is_refused(runner: Runner) -> None:
    """An issue that was not written by the form is refused in words."""
    done = proposal(runner, "Hello, there was a meeting.")
    assert done.returncode == 1
    assert "does not hold the answers" in done.stderr
    assert "Traceback" not in done.stderr


GH = """
printf '%s\\n' "$*" >> "$LOG"
case "$*" in
  *git/ref/heads/*) echo 0123456789abcdef0123456789abcdef01234567 ;;
  "api -X PUT"*) cat ../content >> "$LOG.content"; echo >> "$LOG.content" ;;
  "pr create"*) cat ../body >> "$LOG.body" ;;
esac
"""


def opened(runner: Runner, files: Mapping[str, str]) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run the step that opens the pull request, with a stand-in for `gh` that notes what it is told."""
    for path, text in {"report.md": "## What this change means\n", **files}.items():
        target = runner.folder / "proposal" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    runner.program(runner.programs / "gh", GH)
    log = runner.folder / "log"
    names = {"GITHUB_REPOSITORY": "weir/archive", "GITHUB_RUN_ID": "99", "NUMBER": "7", "BASE": "main", "LOG": str(log)}
    done = runner.run("propose.yml", "Open the pull request", **names)
    return done, log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_pull_request_is_opened(runner: Runner) -> None:
    """The second job makes a branch, puts each new file there and opens a pull request that names the issue."""
    path = "records/meetings/2024/2024-01-10-talk.md"
    done, told = opened(runner, {path: TALK, "records/people/tam-quill.yml": "name: Tam Quill\n"})
    assert done.returncode == 0, done.stderr
    branch = "meeting-from-issue-7-99"
    sha = "0123456789abcdef0123456789abcdef01234567"
    assert told[:2] == [
        "api repos/weir/archive/git/ref/heads/main --jq .object.sha",
        f"api repos/weir/archive/git/refs -f ref=refs/heads/{branch} -f sha={sha} --silent",
    ]
    assert [line.split(" ")[3] for line in told[2:4]] == [
        f"repos/weir/archive/contents/{path}",
        "repos/weir/archive/contents/records/people/tam-quill.yml",
    ]
    contents = (runner.folder / "log.content").read_text(encoding="utf-8").split()
    assert base64.b64decode(contents[0]).decode() == TALK
    assert told[4].startswith(f"pr create --repo weir/archive --base main --head {branch} ")
    body = (runner.folder / "log.body").read_text(encoding="utf-8")
    assert body.startswith("Reported in #7. Closes #7.\n")
    assert body.endswith("## What this change means\n")


@pytest.mark.parametrize(
    "path", ["records/../.github/x.yml", "records/.gitattributes", "records/people/x.yml\nrecords/y.sh", "records/x.sh"]
)
def test_file_of_another_name_is_not_proposed(runner: Runner, path: str) -> None:
    """A file that is no record is not put into the repository, whoever handed it on."""
    done, told = opened(runner, {"records/people/a.yml": "", path: ""})
    if Path(os.path.normpath(path)).parts[0] == "records":
        assert done.returncode == 1
        assert told == []
    else:  # it was never below the records
        assert not [line for line in told if ".github" in line]


# ── what people read ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_templates_lead_to_what_is_there() -> None:
    """Every file that the guides and templates name is there."""
    for path in [*GITHUB.glob("*.md"), *GITHUB.glob("PULL_REQUEST_TEMPLATE/*.md")]:
        text = path.read_text(encoding="utf-8")
        named = [ROOT / name.rstrip(".") for name in re.findall(r"(?<=[` ])\.github/[\w./-]+", text)]
        named += [path.parent / link.partition("#")[0] for link in re.findall(r"\]\((?!https?:)([^)\s#]+)", text)]
        assert [target for target in named if not target.exists()] == [], path.name


def test_samples_for_other_hosts_are_whole() -> None:
    """The workflows for GitLab and Forgejo in the help are YAML, call commands that exist, and run nothing foreign."""
    text = (ROOT / "generator/help/reviewing.md").read_text(encoding="utf-8")
    samples = re.findall(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    assert len(samples) == 2
    for sample in samples:
        assert isinstance(yaml.safe_load(sample), dict)
        assert set(re.findall(r"actions/[a-z-]+@\S+ # \S+", sample)) <= set(
            re.findall(r"actions/\S+ # \S+", "\n".join(TEXTS.values()))
        )
        for command, words in re.findall(r"/venv/bin/archive ([a-z]+)([^\n>]*)", sample):
            options = {name for option in main.commands[command].params for name in option.opts}
            assert set(re.findall(r"--[a-z-]+", words)) <= options
            assert command == "build" or "--config ../trusted/" in words
    assert "install --quiet --no-deps ../trusted" in samples[0]
    assert "install --quiet --no-deps ../trusted" in samples[1]


def test_owners_are_a_sample() -> None:
    """Nobody is named as owner who is not there: every line is a remark until somebody fills it in."""
    lines = (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
    for folder in re.findall(r"^# (/[\w.]+/) ", "\n".join(lines), re.MULTILINE):
        assert (ROOT / folder.strip("/")).is_dir()


def test_actions_are_kept_up_to_date() -> None:
    """Newer versions of the pinned actions are proposed by themselves, a while after they came out."""
    (update,) = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert update["package-ecosystem"] == "github-actions"
    assert update["cooldown"]["default-days"] >= 7
