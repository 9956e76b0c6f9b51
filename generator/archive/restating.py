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
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain

from generator.archive.archive import Archive, Conclusion, ConclusionKey
from generator.archive.follow_up import asks

SIMILAR = 0.6
"""From this share of common words on two conclusions are similar."""

_FEWEST, _SHORTEST, _LATEST = 4, 4, 8
"""Words that a conclusion needs; letters that a word needs; how many are compared that share one rare word."""

_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")


Restating = tuple[ConclusionKey, ConclusionKey]
"""A conclusion, and the earlier one that it perhaps says again."""


def restating(archive: Archive) -> Iterator[Restating]:
    """Yield conclusions with the earlier one that each perhaps says again, the most similar one of each."""
    told = _Told(archive)
    seen: dict[str, dict[int, deque[int]]] = defaultdict(lambda: defaultdict(partial(deque, maxlen=_LATEST)))
    for number, key in enumerate(told.keys):
        rare = told.rare(number)
        places = [(seen[issue], word) for issue in archive.conclusions[key].issues for word in rare]
        other = told.most_alike(number, chain.from_iterable(known[word] for known, word in places))
        if other is not None and _first_of_all(archive, key) != _first_of_all(archive, told.keys[other]):
            yield key, told.keys[other]
        for known, word in places:
            known[word].append(number)


class _Told:
    """All conclusions that can be a restatement, each with its days and its words; the rarest word is number 0."""

    def __init__(self, archive: Archive) -> None:
        counted = [c for c in archive.conclusions.values() if _counts(c)]
        texts = [frozenset(_WORD.findall(c.written.text.casefold())) for c in counted]
        known = Counter(chain.from_iterable(texts))
        ordered = sorted(known, key=lambda word: (known[word], word))
        rank = {word: number for number, word in enumerate(ordered)}
        days = {c.date.text: (c.date.first, c.date.last) for c in counted}
        self.keys = [c.key for c in counted]
        self._days = [days[c.date.text] for c in counted]
        self._words = [frozenset(map(rank.__getitem__, words)) for words in texts]
        self._alone = sum(count == 1 for count in known.values())
        """So many words come up once; these are the first."""

    def rare(self, number: int) -> list[int]:
        """Return the rarest words of a conclusion that another has as well; of one with few words none."""
        own = self._words[number]
        if len(own) < _FEWEST:
            return []
        rare = sorted(own)[: len(own) - int(SIMILAR * len(own)) + 1]
        return [word for word in rare if word >= self._alone]

    def most_alike(self, number: int, sharing: Iterable[int]) -> int | None:
        """Return the most similar one, if one is similar and earlier: of those that share most of the rarer words."""
        shared = Counter(sharing)
        near: Iterable[int] = shared
        if len(shared) > _LATEST:
            near = sorted(shared, key=shared.__getitem__, reverse=True)[:_LATEST]
        begins = self._days[number][0]
        least, most = SIMILAR * len(self._words[number]), len(self._words[number]) / SIMILAR
        found = [
            (self._alike(number, other), self.keys[other], other)
            for other in near
            if self._days[other][1] < begins and least <= len(self._words[other]) <= most
        ]
        share, _, other = max(found, default=(0.0, None, 0))
        return other if share >= SIMILAR else None

    def _alike(self, one: int, other: int) -> float:
        own, others = self._words[one], self._words[other]
        both = len(own & others)
        return both / (len(own) + len(others) - both)


def read_for_it(archive: Archive) -> list[object]:
    """Return all that `restating` reads of an archive, as plain values: where nothing of it is another, nor is that."""
    return [
        (c.key, c.written.text, c.issues, c.date.text, c.repeats, _counts(c))
        for c in archive.conclusions.values()
        if c.repeats or c.issues
    ]


def _counts(conclusion: Conclusion) -> bool:
    return bool(conclusion.issues and conclusion.date.year) and asks(conclusion.written)


def _first_of_all(archive: Archive, key: ConclusionKey) -> ConclusionKey:
    """The conclusion that a row of restatements began with; two of one row are known to belong together."""
    conclusions: Mapping[ConclusionKey, Conclusion] = archive.conclusions
    passed = {key}
    while (conclusion := conclusions.get(key)) and conclusion.repeats and conclusion.repeats not in passed:
        key = conclusion.repeats
        passed.add(key)
    return key
