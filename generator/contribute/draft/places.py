"""Which places a text names: those of the registers, and others that a word beside them shows to be places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.archive.names import Ref, fold
from generator.contribute.draft.known import Known, Match
from generator.contribute.draft.phrases import PLACE_BEFORE, PLACE_BEHIND, PLACE_KINDS, SYLLABLE, Language
from generator.records.dates import Date
from generator.records.model import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text."""

    start: int
    end: int
    name: str
    refs: tuple[Ref, ...] = ()
    sure: bool = False


def places(text: str, known: Known, language: Language, day: Date | None) -> tuple[Place, ...]:
    """Return the places that a text names, from left to right."""
    found = [_known(text, match, known, language, day) for match in known.find(text, Kind.DISTRICT)]
    for place in _by_words(text, language):
        if not any(place.start < other.end and other.start < place.end for other in found):
            found.append(place)
    return tuple(sorted(found, key=lambda place: place.start))


def _known(text: str, match: Match, known: Known, language: Language, day: Date | None) -> Place:
    """A place of the registers: of namesakes, those that existed that day and have the rank that is said."""
    fitting = known.on_day(match.refs, day)
    for pattern, kinds in PLACE_KINDS:
        if pattern.search(_beside(text, match.start, match.end, language)):
            fitting = known.of_kinds(fitting, kinds)
            break
    sure = match.sure or (len(match.refs) > 1 and len(fitting) == 1)
    return Place(match.start, match.end, text[match.start : match.end], fitting, sure)


def _beside(text: str, start: int, end: int, language: Language) -> str:
    """The word for a rank beside a name."""
    before = PLACE_BEFORE[language].search(text[:start])
    behind = PLACE_BEHIND.match(text, end)
    return before[0] if before else behind[0] if behind else ""


_NAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


_NO_PLACE = re.compile(
    r"(?:ung|ungen|ion|ionen|heit|heiten|keit|keiten|schaft|schaften|ment|tät|partei\w*|komitee\w*|rats?|ämter|amts?|leiter\w*"
    r"|meister\w*|leute|bewohner\w*|kreise|bezirke|städte|gemeinden)$"
)
"""How German nouns end that stand behind a word for a place, and are none."""


def _by_words(text: str, language: Language) -> Iterator[Place]:
    """Places that no register has, known by `huyện`, `Bezirk` or `district` beside them."""
    for match in _NAME.finditer(text):
        if not match[0][0].isupper() or (language == "de" and _NO_PLACE.search(match[0])):
            continue
        if PLACE_BEFORE[language].search(text[max(0, match.start() - 30) : match.start()]) and (
            end := _end(text, match)
        ):
            yield Place(match.start(), end, text[match.start() : end])
        elif language == "en" and (behind := PLACE_BEHIND.match(text, match.end())) and behind[0].strip()[0].isupper():
            start = _start(text, match)
            yield Place(start, match.end(), text[start : match.end()])


def _end(text: str, first: re.Match[str]) -> int:
    """Where a name ends that begins with a word: after up to three syllables, or with the word."""
    end = first.end()
    if not SYLLABLE.fullmatch(fold(first[0])):
        return end
    for _ in range(2):
        following = _NAME.match(text, end + 1) if text[end : end + 1] == " " else None
        if not following or not following[0][0].isupper() or not SYLLABLE.fullmatch(fold(following[0])):
            break
        end = following.end()
    return end


def _start(text: str, last: re.Match[str]) -> int:
    before = re.search(r"(?:(?!The |Of )[^\W\d_a-z][^\W\d_]* ){0,2}$", text[: last.start()])
    return before.start() if before else last.start()
