"""People whose names differ as typing errors do: found in one pass, without comparing everybody with everybody.

Names are compared as people search for them (accents, capitals and the order of words do not count) or with one slip
in one word. Two records are meant to be two people as soon as one of them has an id with a word of its own, such as
`nguyen-hong-phong-unternehmer`; then nothing is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from rapidfuzz.distance import OSA

from generator.archive.names import fold

_Words = tuple[str, ...]


def resembling(names: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the ids of two people whose names nearly agree; `names` are each one's names, the main one first.

    Each person is named at most once as the first of a pair; the work grows with the number of names.
    """
    words = {id: [tuple(sorted(fold(name).split())) for name in own] for id, own in names.items()}
    told: set[str] = set()
    for one, other in (*_same(words), *_slips({id: own[0] for id, own in words.items() if own})):
        if one not in told and not _set_apart(one, words[one]) and not _set_apart(other, words[other]):
            told.add(one)
            yield one, other


def _same(words: Mapping[str, Iterable[_Words]]) -> Iterator[tuple[str, str]]:
    """People who share a name, accents and order aside."""
    bearers: dict[_Words, list[str]] = defaultdict(list)
    for id, own in words.items():
        for name in dict.fromkeys(own):
            bearers[name].append(id)
    for ids in bearers.values():
        first, *others = sorted(ids)
        yield from ((other, first) for other in others)


def _slips(words: Mapping[str, _Words]) -> Iterator[tuple[str, str]]:
    """People whose names are the same but for one letter in one word.

    The slip is in a word that nobody else bears, and not in its first letter: who types a name errs there least, and
    many names are told apart by just that (Xuân and Tuấn).
    """
    known = Counter(word for name in set(words.values()) for word in set(name))
    bearer = {name: id for id, name in sorted(words.items(), reverse=True)}
    places: dict[tuple[_Words, str], list[tuple[str, str]]] = defaultdict(list)
    for name, id in sorted(bearer.items()):
        for n, word in enumerate(name):
            if len(word) > 2:
                rest = (*name[:n], *name[n + 1 :])
                for key in {word, *(word[:cut] + word[cut + 1 :] for cut in range(1, len(word)))}:
                    places[rest, key].append((word, id))
    for found in places.values():
        for (word, id), (like, other) in combinations(found[:_CROWD], 2):
            if (
                word != like
                and word[0] == like[0]
                and OSA.distance(word, like) == 1
                and min(known[word], known[like]) < 2
            ):
                yield (id, other) if known[word] < known[like] or id > other else (other, id)


_CROWD = 20
"""So many names that differ in the same letter of the same word are compared: more are no typing errors."""


def _set_apart(id: str, names: Iterable[_Words]) -> bool:
    """Whether an id holds a word that is none of the person's names, not even nearly."""
    own = {word for name in names for word in name}
    return any(not any(_alike(part, word) for word in own) for part in id.split("-"))


def _alike(part: str, word: str) -> bool:
    return word.startswith(part) or OSA.distance(part, word, score_cutoff=1) <= 1
