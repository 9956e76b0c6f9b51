"""A build reads the archive and the program, writes the site and what it keeps for the next one, and asks nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.whole import namespaces

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]

_WATCHED = """
import json, os, sys
log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
ONE = {"os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.chown", "os.utime", "os.truncate"}
TWO = {"os.rename", "os.link"}
def itself(path):
    folder, name = os.path.split(os.fsdecode(path))
    return os.path.join(os.path.realpath(folder), name)
busy = False
def note(*told):
    os.write(log, (json.dumps(told) + "\\n").encode())
def hook(event, arguments):
    global busy
    if busy:
        return
    busy = True
    try:
        if event == "open" and isinstance(arguments[0], (str, bytes, os.PathLike)):
            path = os.fsdecode(arguments[0])
            if "/" in path:  # else it is a name within a folder that is held open, and was noted itself
                note("write" if arguments[2] & WRITES else "read", os.path.realpath(path))
        elif event in ONE and not isinstance(arguments[0], int) and os.path.isabs(os.fsdecode(arguments[0])):
            note("write", itself(arguments[0]))
        elif event in TWO:
            note("write", itself(arguments[1]))
            note("write" if event == "os.rename" else "read", itself(arguments[0]))
        elif event == "os.symlink":
            note("link", os.path.realpath(os.fsdecode(arguments[1])))
        elif event.startswith("socket.") and event not in {"socket.__new__", "socket.gethostname"}:
            note("network", event + " " + str(arguments[1:]))
        elif event in {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.system"}:
            note("program", str(arguments[:2]))
    finally:
        busy = False
sys.addaudithook(hook)
sys.argv[1:] = sys.argv[2:]
from generator.cli import run
run()
"""
"""The command, with everything noted that it and its processes open, make, move, start and connect to."""


def test_a_build_stays_within(tmp_path: Path, fixture_folder: Path) -> None:
    """Read are archive and program, written site, cache and what passes; nothing else, and nobody is asked."""
    log, out, cache = tmp_path / "log", tmp_path / "public" / "site", tmp_path / "archive" / ".cache"
    passing = tmp_path / "passing"
    archive = tmp_path / "archive"
    for folder in (passing, out.parent):
        folder.mkdir()
    subprocess.run(["cp", "-r", str(fixture_folder), str(archive)], check=True)  # noqa: S603, S607 - our own words
    (tmp_path / "secret").write_text("nobody's business", "utf-8")
    words = ["build", "--config", str(archive / "site_config.yml"), "--out", str(out)]
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", _WATCHED, str(log), *words],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, "TMPDIR": str(passing)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    noted = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    written = {path for kind, path in noted if kind == "write"}
    beside = tmp_path / "public"
    shared = Path("/dev/shm")  # noqa: S108 - memory that Python's forked processes share
    assert [path for path in written if not _is_in(path, beside, cache, passing, shared, Path("/dev/null"))] == []
    read = {path for kind, path in noted if kind == "read"}
    program = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    program += [ROOT / "generator", ROOT / "theme", ROOT / "pyproject.toml", Path(sys.prefix), Path(sys.base_prefix)]
    system = [Path("/proc"), Path("/dev"), Path("/etc/localtime"), Path("/usr/share/zoneinfo"), Path("/usr/lib")]
    assert [path for path in read if not _is_in(path, archive, beside, passing, *program, *system)] == []
    assert {kind for kind, _ in noted} <= {"read", "write"}
    assert len(written) > 300
    assert len(read) > 300
    assert list(beside.iterdir()) == [out]


def _is_in(path: str, *places: Path) -> bool:
    return any(Path(path).is_relative_to(place.resolve()) for place in places)


@pytest.mark.namespaces
def test_a_build_needs_no_network(tmp_path: Path) -> None:
    """Where there is no network at all, not even this machine's own, the real archive is built as ever."""
    out = tmp_path / "site"
    words = ["build", "--strict", "--no-cache", "--config", str(ROOT / "site_config.yml"), "--out", str(out)]
    done = namespaces.run("--net", [sys.executable, "-m", "generator", *words])
    assert done.returncode == 0, done.stderr
    assert (out / "index.html").is_file()
