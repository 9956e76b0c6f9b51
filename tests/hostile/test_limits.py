"""No archive made to break in costs more than seconds and a bounded memory, and none touches the last good site.

Each case is built by the command in a process of its own, as a host would do it. The others in this folder say what is
told of each, and what becomes of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.cli import GOOD, PROBLEMS
from generator.records.weight import MOST, MOST_IN_A_FIELD, weight
from generator.site.folders import written_files
from tests.hostile.conftest import MEGABYTES, SECONDS, Written, write
from tests.hostile.test_harmless import ATTEMPTS, PLAIN
from tests.hostile.test_refused import CASES, M, meeting

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it cost."""

    code: int
    output: str
    seconds: float
    """Of all processors together: on a machine that others use as well, the clock says little."""
    megabytes: float


def build(folder: Path) -> Ended:
    """Build the archive in a folder by the command."""
    told = folder / "told"
    command = [sys.executable, "-m", "generator", "build", "--config", str(folder / "site_config.yml")]
    with told.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:  # noqa: S603 - our own words
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    seconds = used.ru_utime + used.ru_stime
    return Ended(process.returncode, told.read_text("utf-8"), seconds, used.ru_maxrss / unit)


def assert_bounded(ended: Ended) -> None:
    assert "Traceback" not in ended.output
    assert ended.seconds < SECONDS
    assert ended.megabytes < MEGABYTES


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a good archive and its site."""
    folder = tmp_path_factory.mktemp("good")
    write(folder, {"meetings/2024/plain.md": PLAIN})
    assert build(folder).code == GOOD
    return folder


def contents(site: Path) -> dict[str, bytes]:
    return {address: (site / address).read_bytes() for address in written_files(site)}


REFUSED: dict[str, dict[str, Written]] = {case.name: case.files for case in CASES}
REFUSED |= {
    f"too many of {sign}": {M: meeting(body=sign * 200_000)}
    for sign in ("[", "\\", "- ", "* * ", "&amp;", "`[", "*[", "**a", "[x](", "> ", "1. ")
}


MANY = range(5_000)
REFUSED |= {
    "thousands of people that nobody knows": {
        M: meeting("attendees:\n" + "".join(f"  - Persom Numbr {n}\n\n" for n in range(20_000))),
        "people/ann.yml": "name: Person Number\n",
    },
    "thousands of labels that are nearly names": {
        M: meeting(
            "attendees:\n" + "".join(f"  - group: People of number {n}\n\n" for n in MANY),
            "".join(f"**Peopl of number {n}:** x\n\n" for n in MANY),
        )
    },
    "thousands of links that lead nowhere": {
        M: meeting("", "".join(f"## A{n}\n\n[[m#item-b{n}]]\n\n" for n in MANY)),
    },
    "thousands of items that go on from nothing": {
        M: meeting(
            "agenda:\n" + "".join(f"  - heading: A{n}\n    continues: m#zz{n}\n\n" for n in range(4_000)),
            "".join(f"## A{n}\n\n" for n in range(4_000)),
        )
    },
    "thousands of sources that are none": {
        M: meeting(
            "attendees:\n"
            + "".join(f"  - group: g{n}\n    source: t{n}\n\n" for n in MANY)
            + "sources:\n"
            + "".join(f"  - id: s{n}\n    title: x\n\n" for n in MANY)
        )
    },
    "thousands of reports on nothing": {
        M: meeting(
            "conclusions:\n"
            + "".join(f"  - id: k{n}\n    text: x\n\n" for n in range(4_000))
            + "follow_ups:\n"
            + "".join(f"  - conclusion: m#q{n}\n    status: done\n\n" for n in range(4_000))
        )
    },
    "a name of a megabyte": {"people/ann.yml": f"name: {'Xa ' * 300_000}\n"},
    "a word of a megabyte for a name": {"people/ann.yml": f"name: {'x' * 1_000_000}\n"},
    "a list in one line": {M: meeting(f"places: [{'x, ' * 900_000}]\n")},
    "objects in one line": {M: meeting(f"attendees: [{'{group: x}, ' * 400_000}]\n")},
    "folded over blank lines": {M: meeting("summary: >\n" + f"  {'*[' * 480}\n\n" * 90)},
    "lists hundreds deep": {M: meeting("", "\n".join(f"{'  ' * depth}- x" for depth in range(800)))},
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(tmp_path: Path, good: Path, name: str) -> None:
    """Whatever is refused is refused in time and memory, and the last good site stays byte for byte."""
    shutil.copytree(good / "site", tmp_path / "site")
    write(tmp_path, REFUSED[name])
    ended = build(tmp_path)
    assert ended.code == PROBLEMS, ended.output[-2000:]
    assert_bounded(ended)
    assert contents(tmp_path / "site") == contents(good / "site")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_what_is_let_through(tmp_path: Path, name: str) -> None:
    """Whatever is made harmless is made so in time and memory."""
    write(tmp_path, {"meetings/2024/m.md": ATTEMPTS[name].record})
    ended = build(tmp_path)
    assert ended.code == GOOD, ended.output[-2000:]
    assert_bounded(ended)


CROWDED = {
    "speeches": meeting("speakers: [ann]\n", "**ann:** x\n\n" * 6_000),
    "footnotes": meeting("", "".join(f"a[^{n}]\n\n[^{n}]: x\n\n" for n in range(4_000))),
    "footnotes of one name": meeting(
        "speakers: [ann]\n",
        "".join(f"[^{n}]: x\n\n" for n in range(2_500))
        + "**ann:** x\n\n" * 2_500
        + "".join(f"[^{n}]: x\n\n" for n in range(2_500)),
    ),
    "links to each of them": meeting(
        "speakers: [ann]\n",
        "".join(f"**ann:** x\n\n[[m#ann.{n}]] [a](#ann.{n})\n\n" for n in range(1, 2_000)),
    ),
    "conclusions": meeting(
        "conclusions:\n"
        + "".join(f"  - {{id: k{n}, text: Build the weir at once}}\n\n" for n in range(2_000))
        + "follow_ups:\n"
        + "".join(f"  - {{conclusion: n#k{n}, status: done}}\n\n" for n in range(1_000))
    ),
}
"""Records of thousands of parts, as no meeting has them: each is let through, and bounded all the same."""


@pytest.mark.parametrize("name", CROWDED)
def test_thousands_of_parts(tmp_path: Path, name: str) -> None:
    """However many parts look each other up, a record is built in time and memory."""
    earlier = "".join(f"  - {{id: k{n}, text: Mend it}}\n\n" for n in range(1_000))
    files = {"people/ann.yml": "name: Ann Weir\n", M: CROWDED[name]}
    if "n#k" in CROWDED[name]:
        files["meetings/2020/n.md"] = f"---\ntitle: N\ndate: 2020-01-01\nconclusions:\n{earlier}---\nx\n"
    write(tmp_path, files)
    ended = build(tmp_path)
    assert ended.code == GOOD, ended.output[-2000:]
    assert_bounded(ended)


def most() -> int:
    """How often a sign may stand in one stretch of text."""
    return next(n for n in range(MOST, 0, -100) if weight(n) < MOST - 12_000)


@pytest.mark.parametrize("sign", ["[", "\\", "- ", "* * ", "&amp;", "`[", "*[", "**a", "[x](", "> ", "1. ", "<", "!["])
def test_the_heaviest_that_is_let_through(tmp_path: Path, sign: str) -> None:
    """A record that is just light enough is built in time and memory, too; so is a conclusion that is on many pages."""
    signs = sum(sign.count(one) for one in "\\`*[]<>&!") or 1
    field = sign.replace('"', "").replace("\\", "\\\\") * (MOST_IN_A_FIELD // 3 // signs)
    fields = f'conclusions:\n  - {{id: k1, text: "x {field}"}}\n' if sign != "![" else ""
    write(tmp_path, {M: meeting(fields, "x\n\n" + sign * (most() // signs))})
    ended = build(tmp_path)
    assert ended.code == GOOD, ended.output[-2000:]
    assert_bounded(ended)
