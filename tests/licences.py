"""Under which licences stands what the program is made of and tested with, as the installed packages say it.

Packages say it in three ways: as an SPDX expression (PEP 639), by a classifier, or in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distribution, distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FIT = frozenset({
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-2-Clause-Views", "BSD-3-Clause", "CNRI-Python", "ISC", "MIT",
    "MIT-CMU", "MPL-1.1", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Public domain", "Unlicense",
})  # fmt: skip
"""Licences under which a package may be a part of the program: of what is changed its own files stay open, no more."""

FIT_FOR_TESTS = FIT | {"LGPL-3.0-or-later", "W3C", "Artistic-1.0"}
"""Further ones under which a package may be used by the tests, which are not handed on with the program."""

_WORDS: tuple[tuple[str, str], ...] = (
    (r"Apache", "Apache-2.0"), (r"MIT-CMU", "MIT-CMU"), (r"MIT", "MIT"), (r"BSD.?2|BSD 2", "BSD-2-Clause"),
    (r"BSD.?3|BSD 3", "BSD-3-Clause"), (r"BSD", "BSD"), (r"ISC", "ISC"), (r"Mozilla|MPL", "MPL-2.0"),
    (r"Python Software Foundation|PSF", "PSF-2.0"), (r"Public Domain", "Public domain"), (r"W3C", "W3C"),
    (r"Lesser General|LGPL", "LGPL-3.0-or-later"), (r"Artistic", "Artistic-1.0"),
)  # fmt: skip
"""How licences are called in words; the first that fits."""

UNTOLD: Mapping[str, str] = {"axe-playwright-python": "MIT"}
"""Packages that tell only by the text in them, which somebody has read."""

LINUX = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
"""The same list on every machine."""


def licences_of(package: Distribution) -> tuple[frozenset[str], ...]:
    """Return the licences of a package: for each one that may be chosen, all that hold together."""
    name = canonicalize_name(package.metadata["Name"])
    if expression := _told(package, "License-Expression"):
        choices = re.split(r"\s+OR\s+", expression.strip("()"))
        return tuple(frozenset(re.split(r"\s+AND\s+", choice)) for choice in choices)
    told = [
        line.rpartition(" :: ")[2]
        for line in package.metadata.get_all("Classifier") or []
        if line.startswith("License :: ") and not line.endswith("OSI Approved")
    ]
    told = told or [(_told(package, "License") or UNTOLD.get(name, "")).partition("\n")[0]]
    found = [next((licence for words, licence in _WORDS if re.search(words, line)), line) for line in told]
    return tuple(frozenset({licence}) for licence in found)


def _told(package: Distribution, field: str) -> str:
    return next(iter(package.metadata.get_all(field) or []), "")


def needed(name: str, extra: str = "") -> Iterator[str]:
    """Yield a package and all that it needs to run, by name."""
    there = {canonicalize_name(package.metadata["Name"]) for package in distributions()}
    seen: set[tuple[str, str]] = set()
    todo = [(canonicalize_name(name), extra)]
    while todo:
        one = todo.pop()
        if one in seen or one[0] not in there:  # another stands in its place, as ProperDocs does in that of MkDocs
            continue
        seen.add(one)
        yield one[0]
        for line in distribution(one[0]).requires or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({**LINUX, "extra": one[1]}):
                todo += [(canonicalize_name(wanted.name), more) for more in ("", *sorted(wanted.extras))]


def of_the_program() -> dict[str, tuple[frozenset[str], ...]]:
    """Return the licences of everything that is installed with the program, its extras included."""
    names = sorted({*needed("konferenzarchiv"), *needed("konferenzarchiv", "draft")} - {"konferenzarchiv"})
    return {name: licences_of(distribution(name)) for name in names}


def of_the_tests() -> dict[str, tuple[frozenset[str], ...]]:
    """Return the licences of everything that is installed here."""
    found = {canonicalize_name(package.metadata["Name"]): licences_of(package) for package in distributions()}
    return dict(sorted(found.items()))


def in_words(choices: tuple[frozenset[str], ...]) -> str:
    """Return licences as a reader of the help sees them."""
    return " or ".join(" and ".join(sorted(choice)) for choice in choices)
