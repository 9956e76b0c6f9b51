"""Finds a Chromium, or installs one where that can be done without asking anybody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


@cache
def chromium() -> str:
    """Return the path of a Chromium; empty where there is none and none can be installed."""
    return _present() or (_install() and _present()) or ""


def _present() -> str:
    return next((path for path in _places() if path and Path(path).exists()), "")


def _places() -> Iterator[str]:
    yield os.environ.get("CHROMIUM", "")
    yield from (shutil.which(name) or "" for name in _NAMES)
    yield from _MAC
    yield _of_playwright()


def _of_playwright() -> str:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - starts a process, so only where it is needed

    with sync_playwright() as playwright:
        return str(playwright.chromium.executable_path)


def _install() -> bool:
    """Debian's package where we may, else Playwright's download; True where one of them worked."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        ways.insert(0, ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
        _run(["apt-get", "update", "-qq"])
    return any(_run(way) for way in ways)


def _run(command: list[str]) -> bool:
    # Fixed commands, no word of which comes from outside.
    return subprocess.run(command, check=False, capture_output=True, timeout=600).returncode == 0  # noqa: S603
