"""A hash of the bytes of every file of the records; a file is read for it only where somebody may have written to it.

Sizes and times of files tell at once that nothing was written, but not that something was: after a fresh checkout
all of them are new, and the bytes are what they were. So results are kept under the bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.cache import Cache, key_of
from generator.records.source import FoundFolder, digest_of

_Seen = Mapping[str, tuple[str, str]]
"""By path: the signature that a file had, and the hash of its bytes then."""


def digests(records: Path, folder: FoundFolder, cache: Cache) -> Mapping[str, str]:
    """Return a hash of the bytes of every record and picture that was found in `records`, by path.

    It is empty where a file cannot be read.
    """
    kept = cache.get("digests", key_of(records))
    seen: _Seen = kept if isinstance(kept, dict) else {}
    now = dict(_now(records, folder, seen))
    if now != seen:
        cache.put("digests", {key_of(records): now})
    return {path: digest for path, (_, digest) in now.items()}


def _now(records: Path, folder: FoundFolder, seen: _Seen) -> Iterable[tuple[str, tuple[str, str]]]:
    found = [(file.path, file.signature, file.location) for file in folder.files]
    found += [(path, sign, records / path.partition("/")[2]) for path, sign in folder.pictures.items()]
    for path, signature, location in found:
        known = seen.get(path)
        if known and signature and known[0] == signature:
            yield path, known
        else:
            yield path, (signature, digest_of(location))
