"""A large archive for the search: 100,000 entries in twenty years, and queries of every frequency."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from tests.benchmarks.maker import Maker, Size

MEETINGS = 11_000
"""With a meeting's own entry, six speeches and two conclusions each, the giants and the registers: 101,000 entries."""

SINGLE, PAIRS = 24, 6
"""So many queries of one word, and of two."""

_WORD = re.compile(r"[^\W\d_]+")
_SPEECH = re.compile(r"^\*\*.+?:\*\* ", re.MULTILINE)


def write_large(folder: Path, meetings: int = MEETINGS) -> None:
    """Write the archive into `folder`: `records/` and `site_config.yml`."""
    Maker(Size(meetings)).write(folder)


def queries_of(archive: Path) -> tuple[str, ...]:
    """Return thirty queries over an archive that was made: from a word of one speech to a word of half of them.

    Words are taken in equal steps of the logarithm of how many speeches have them. Pairs are of a rare and a frequent
    word, then of two that are ever more alike in it.
    """
    words = Counter[str]()
    count = 0
    for speech in _speeches(archive):
        words.update(set(_WORD.findall(speech.lower())))
        count += 1
    return chosen(words, count)


def _speeches(archive: Path) -> Iterator[str]:
    for path in sorted((archive / "records/meetings").rglob("*.md")):
        body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
        yield from _SPEECH.split(body)[1:]


def chosen(words: Mapping[str, int], speeches: int) -> tuple[str, ...]:
    """Return the queries, for how many speeches have each word and how many speeches there are."""
    single = _spread(words, speeches // 2)
    pairs = [f"{single[place]} {single[-1 - place]}" for place in range(PAIRS)]
    return (*single, *pairs)


def _spread(words: Mapping[str, int], most: int) -> Sequence[str]:
    left = {word: count for word, count in words.items() if len(word) > 1}
    taken: list[str] = []
    for step in range(SINGLE):
        target = most ** (step / (SINGLE - 1))
        word = min(left, key=lambda word: (abs(left[word] - target), _scattered(word)))
        del left[word]
        taken.append(word)
    return taken


def _scattered(word: str) -> bytes:
    """An order that has nothing to do with the alphabet: neighbours in it lie together in an index."""
    return blake2b(word.encode(), digest_size=8).digest()
