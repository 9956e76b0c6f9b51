"""Commands in namespaces of their own (Linux, unshare(1)): with disks that nobody else sees, or without a network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@lru_cache
def prefix(*kinds: str) -> tuple[str, ...]:
    """Return what stands before a command that gets its own `--mount` or `--net`; nothing where there is no way."""
    if sys.platform != "linux":
        return ()
    ways = [("unshare", *kinds), ("unshare", "--user", "--map-root-user", *kinds)]
    ways += [("sudo", "-n", "-E", "unshare", *kinds)] if os.environ.get("CI") else []
    return next((way for way in ways if _works([*way, "true"])), ())


def _works(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own words
    except OSError:
        return False


def run(kind: str, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command with its own `--mount` or `--net`."""
    way = prefix(kind)
    assert way, f"there is no way to a namespace for {kind}"
    return subprocess.run([*way, *command], capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603 - our own
