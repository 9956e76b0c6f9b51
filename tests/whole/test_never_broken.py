"""Whatever ends a build too early, the site that was there stays whole, and the next build is as one from nothing."""

from __future__ import annotations

import errno
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.site.folders import written_files
from tests.whole import namespaces

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
KILLS = 50
Files = dict[str, bytes]


class Archive:
    """An archive of a few records in two states, built by the command, again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "archive"
        self.site = folder / "site"
        self._state = 0
        self._clean: dict[int, Files] = {}
        texts = {
            "meetings/2011/weir.md": "---\ntitle: Wehr\ndate: 2011-01-01\nchairs: [ann]\n---\n**Ann Weir:** Nebel.\n",
            "people/ann.yml": "name: Ann Weir\n",
        }
        for name, text in texts.items():
            path = self.folder / "records" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        (self.folder / "records/meetings/2012").mkdir()
        self.change()

    def change(self) -> None:
        """Change every page, and the text of one record, to the other state."""
        self._state = 1 - self._state
        config = f"title: Archiv {self._state}\nlanguage: de\n"
        (self.folder / "site_config.yml").write_text(config, "utf-8")
        meeting = f"---\ntitle: Nebel\ndate: 2012-01-01\n---\nAnn Weir fehlte zum {self._state}. Mal.\n"
        (self.folder / "records/meetings/2012/fog.md").write_text(meeting, "utf-8")

    def words(self, out: str = "site", *options: str) -> list[str]:
        """Return the arguments of the command."""
        site = self.folder.parent / out
        return ["build", "--config", str(self.folder / "site_config.yml"), "--out", str(site), *options]

    def command(self, *words: str) -> list[str]:
        """Return a command of this Python, with the program of this repository."""
        return [sys.executable, *words]

    def build(self, out: str = "site", *options: str) -> Files:
        """Build to the end, and return the site."""
        done = run(self.command("-m", "generator", *self.words(out, *options)))
        assert done.returncode == 0, done.stderr
        return files(self.folder.parent / out)

    def clean(self) -> Files:
        """Return the site of this state as it is built from nothing."""
        if self._state not in self._clean:
            self._clean[self._state] = self.build("clean", "--no-cache")
        return self._clean[self._state]

    def left(self) -> list[str]:
        """Return what lies beside the site."""
        return sorted({path.name for path in self.folder.parent.iterdir()} - {"archive", "clean", "site"})


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - our own words


def files(folder: Path) -> Files:
    return {address: (folder / address).read_bytes() for address in written_files(folder)}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Return an archive that was built once."""
    made = Archive(tmp_path)
    made.build()
    return made


def test_fifty_kills(archive: Archive) -> None:
    """Killed at whatever moment, alone or with its processes, a build leaves the old site or the new one, whole."""
    draw = random.Random(8)  # noqa: S311 - moments, not secrets
    start = time.perf_counter()
    old = new = archive.build()
    whole, killed = time.perf_counter() - start, 0
    for number in range(KILLS):
        if number % 5 == 0:
            archive.change()
            new = archive.clean()
        command = archive.command("-m", "generator", *archive.words())
        with subprocess.Popen(  # noqa: S603 - our own words
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as build:
            try:
                build.wait(whole * draw.uniform(0.1, 1.4))
            except subprocess.TimeoutExpired:
                killed += 1
                if number % 2:
                    os.killpg(build.pid, signal.SIGKILL)
                else:
                    build.kill()
        found = files(archive.site)
        assert found in (old, new), f"kill {number}"
        old = found
        if number % 5 == 4:
            old = archive.build()
            assert old == new
            assert archive.left() == []
    assert killed > KILLS / 2


@pytest.mark.parametrize("fault", ["kill", "ENOSPC", "EROFS", "EIO", "EACCES"])
def test_every_part_of_a_build_may_fail(archive: Archive, fault: str) -> None:
    """Ended, or left by the disk, at steps all over a build: no traceback, and the site is one or the other."""
    old = files(archive.site)
    archive.change()
    new = archive.clean()
    command = ["-m", "tests.whole.faults"]
    counted = run(archive.command(*command, "EIO", "0", str(archive.folder.parent), *archive.words("other")))
    steps = int(counted.stdout.split()[-1])
    assert steps > 200
    # All over the build, and closely where folders change places and the old site and its cache go.
    for share in (0.01, 0.3, 0.6, 0.85, 0.93, 0.97, 0.99):
        at = str(max(1, round(steps * share)))
        done = run(archive.command(*command, fault, at, str(archive.folder.parent), *archive.words()))
        assert "Traceback" not in done.stderr, done.stderr
        # A record that cannot be read is a problem at its place; everything else is told in one line.
        assert done.returncode in ({0, 2, -signal.SIGKILL} | ({1} if "unreadable-file" in done.stdout else set()))
        found = files(archive.site)
        assert found in (old, new), f"{fault} at {share}: {done.stderr}"
        assert done.returncode != 0 or found == new
        if fault != "kill" and done.returncode == 2:
            assert re.search(os.strerror(getattr(errno, fault)), done.stderr), done.stderr
        assert archive.build() == new
        assert archive.left() == ["other"]
        old = new
        archive.change()
        new = archive.clean()


_CRAMPED = """
set -e
mount -t tmpfs -o size=64m tmpfs "$1"
cd "$1"; cp -r "$2" archive
python="$3"; step() { echo "--- $1"; }
build() {
  "$python" -m generator build --config "$1/archive/site_config.yml" --out "$1/$2" $3 2>&1
  echo "ended with $?"
}
told() { (cd "$1"; find . -type f -exec cksum {} + | sort -k 3 | cksum); }
cd "$4"; set +e
step good; build "$1" site; told "$1/site"
sed -i "s/^title: .*/title: Otherwise/" "$1/archive/site_config.yml"
head -c "$((64 * 1024 * 1024))" /dev/zero > "$1/filler" 2>/dev/null
truncate -s "-$5" "$1/filler"
step full; build "$1" site; told "$1/site"
rm "$1/filler"
mount -o remount,ro "$1"
step closed; build "$1" site; told "$1/site"
mount -o remount,rw "$1"
step mended; build "$1" site; told "$1/site"
step clean; build "$1" clean --no-cache; told "$1/clean"
ls -A "$1"
"""


@pytest.mark.namespaces
@pytest.mark.parametrize("room", [0, 20_000, 200_000, 700_000])
def test_a_full_and_a_closed_disk(tmp_path: Path, archive: Archive, room: int) -> None:
    """Without room on the disk, and where it cannot be written, the site stays; mended, the next is as a clean one."""
    (tmp_path / "disk").mkdir()
    words = [str(tmp_path / "disk"), str(archive.folder), sys.executable, str(ROOT), str(room)]
    done = namespaces.run("--mount", ["sh", "-c", _CRAMPED, "sh", *words])
    told = {part.partition("\n")[0]: part.partition("\n")[2] for part in done.stdout.split("--- ")[1:]}
    assert list(told) == ["good", "full", "closed", "mended", "clean"], done.stdout + done.stderr
    ends = {step: int(re.search(r"ended with (\d+)", text)[1]) for step, text in told.items()}  # type: ignore[index]
    sites = {step: text.split("ended with ")[1].split("\n")[1] for step, text in told.items()}
    assert "Traceback" not in done.stdout
    assert ends == {"good": 0, "full": 2, "closed": 2, "mended": 0, "clean": 0}, done.stdout
    assert sites["good"] == sites["full"] == sites["closed"]
    assert sites["mended"] == sites["clean"] != sites["good"]
    assert "No space left" in told["full"]
    assert "Read-only file system" in told["closed"]
    assert told["clean"].split("\n")[-4:-1] == ["archive", "clean", "site"]


_MOUNTED_APART = """
set -e
mount --bind "$1/.cache" "$1/.cache"
mount --bind "$2" "$2"
shift 2
exec "$@"
"""


@pytest.mark.namespaces
def test_cache_and_site_on_mounts_of_their_own(archive: Archive) -> None:
    """Places of one disk that are mounted apart, as containers have them, say only when something is moved there."""
    public = archive.folder.parent / "public"
    public.mkdir()
    for _ in range(3):
        archive.change()
        places = [str(archive.folder), str(public)]
        command = archive.command("-m", "generator", *archive.words("public/site"))
        done = namespaces.run("--mount", ["sh", "-c", _MOUNTED_APART, "sh", *places, *command])
        assert done.returncode == 0, done.stderr
        assert files(public / "site") == archive.clean()
        assert [path.name for path in public.iterdir()] == ["site"]


def test_two_builds_at_once(archive: Archive) -> None:
    """Of two builds into one place one may say that the other is at it; one site is left, and it is whole."""
    for other in (
        {},
        {"TMPDIR": str(archive.folder)},
    ):  # with another folder for what is temporary, none sees the other's lock
        archive.change()
        new = archive.clean()
        command = archive.command("-m", "generator", *archive.words())
        both = [
            subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, **more})  # noqa: S603 - our own words
            for more in ({}, other)
        ]
        told = [build.communicate()[1] for build in both]
        codes = [build.returncode for build in both]
        assert 0 in codes, told
        assert all(
            code == 0 or "being built by somebody else" in text for code, text in zip(codes, told, strict=True)
        ), told
        assert files(archive.site) == new
        assert archive.left() == []


def test_two_sites_of_one_archive_at_once(archive: Archive) -> None:
    """Two builds into two places share one cache: both end well, with the same bytes."""
    archive.change()
    sites = ("site", "other")
    both = [
        subprocess.Popen(archive.command("-m", "generator", *archive.words(out)), cwd=ROOT, stderr=subprocess.DEVNULL)  # noqa: S603 - our own words
        for out in sites
    ]
    assert [build.wait() for build in both] == [0, 0]
    found = [files(archive.folder.parent / out) for out in sites]
    assert found[0] == found[1] == archive.clean()
