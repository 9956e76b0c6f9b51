"""Conclusions that perhaps say an earlier one again: similar words on the same issue, and no `repeats` between them.

An offer to whoever writes the record, never asserted on the site. Two are similar when they share most of their longer
words (Jaccard index). Not every pair is compared: two that share so much must share one of their rarer words
(prefix filtering: Bayardo, Ma and Srikant, Scaling Up All Pairs Similarity Search, WWW 2007). Of those that share one
only the latest few count, and of these only the few that share most are compared: the work grows with the number of
conclusions alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain

from generator.archive.archive import Archive, Conclusion, ConclusionKey
from generator.archive.follow_up import asks

SIMILAR = 0.6
"""From this share of common words on two conclusions are similar."""

_FEWEST, _SHORTEST, _LATEST = 4, 4, 8
"""Words that a conclusion needs; letters that a word needs; how many are compared that share one rare word."""

_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")


def restating(archive: Archive) -> Iterator[tuple[ConclusionKey, ConclusionKey]]:
    """Yield conclusions with the earlier one that each perhaps says again, the most similar one of each."""
    words = {
        c.key: frozenset(_WORD.findall(c.written.text.casefold())) for c in archive.conclusions.values() if _counts(c)
    }
    known = Counter(word for found in words.values() for word in found)
    keys = tuple(words)
    seen: dict[tuple[str, str], deque[int]] = defaultdict(partial(deque, maxlen=_LATEST))
    for number, (key, own) in enumerate(words.items()):
        if len(own) < _FEWEST:
            continue
        issues = archive.conclusions[key].issues
        rare = sorted(own, key=lambda word: (known[word], word))[: len(own) - int(SIMILAR * len(own)) + 1]
        places = [(issue, word) for issue in issues for word in rare if known[word] > 1]
        shared = Counter(chain.from_iterable(map(seen.__getitem__, places)))
        near = (keys[other] for other, _ in shared.most_common(_LATEST) if _later(archive, key, keys[other]))
        best = max(((_alike(own, words[other]), other) for other in near), default=(0.0, key))
        if best[0] >= SIMILAR and _first_of_all(archive, key) != _first_of_all(archive, best[1]):
            yield key, best[1]
        for place in places:
            seen[place].append(number)


def _counts(conclusion: Conclusion) -> bool:
    return bool(conclusion.issues and conclusion.date.year) and asks(conclusion.written)


def _later(archive: Archive, key: ConclusionKey, other: ConclusionKey) -> bool:
    return archive.conclusions[other].date.last < archive.conclusions[key].date.first


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _first_of_all(archive: Archive, key: ConclusionKey) -> ConclusionKey:
    """The conclusion that a row of restatements began with; two of one row are known to belong together."""
    conclusions: Mapping[ConclusionKey, Conclusion] = archive.conclusions
    passed = {key}
    while (conclusion := conclusions.get(key)) and conclusion.repeats and conclusion.repeats not in passed:
        key = conclusion.repeats
        passed.add(key)
    return key
