"""Says in one word what a pull request touches: `records`, `code`, `mixed` or `nothing`.

Read from the standard input: the paths that it touches, each ended by a zero byte; of what was renamed both names.
Records are proposed by anybody and read by the program of the branch that they are for. Who changes the program too,
or the rules by which git lays files down, needs a maintainer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

MOST = 3000
"""The host lists no more files of a pull request than these: what lies behind them was not seen."""


def scope_of(paths: Iterable[str]) -> str:
    """Return what a change of these paths touches."""
    touched = [path for path in paths if path]
    records = [path for path in touched if _is_record(path)]
    if len(touched) >= MOST:
        return "mixed"
    if len(records) == len(touched):
        return "records" if touched else "nothing"
    return "mixed" if any(path.startswith("records/") for path in touched) else "code"


def _is_record(path: str) -> bool:
    """Whether a path is a record or a picture; names that begin with a dot steer git or other programs."""
    top, _, rest = path.partition("/")
    return top == "records" and all(part and not part.startswith(".") for part in rest.split("/"))


if __name__ == "__main__":
    given = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    sys.stdout.write(scope_of(given.split("\0")) + "\n")
