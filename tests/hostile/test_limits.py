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


def most() -> int:
    """How often a sign may stand in one stretch of text."""
    return next(n for n in range(MOST, 0, -100) if weight(n) < MOST - 12_000)


@pytest.mark.parametrize("sign", ["[", "\\", "- ", "* * ", "&amp;", "`[", "*[", "**a", "[x](", "> ", "1. ", "<", "!["])
def test_the_heaviest_that_is_let_through(tmp_path: Path, sign: str) -> None:
    """A record that is just light enough is built in time and memory, too; so is a conclusion that is on many pages."""
    signs = sum(sign.count(one) for one in "\\`*[<>&!") or 1
    field = sign.replace('"', "").replace("\\", "\\\\") * (MOST_IN_A_FIELD // 3 // signs)
    fields = f'conclusions:\n  - {{id: k1, text: "x {field}"}}\n' if sign != "![" else ""
    write(tmp_path, {M: meeting(fields, "x\n\n" + sign * (most() // signs))})
    ended = build(tmp_path)
    assert ended.code == GOOD, ended.output[-2000:]
    assert_bounded(ended)
