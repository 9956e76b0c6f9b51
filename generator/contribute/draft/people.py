"""Who is named in a sentence, and with which office in front of the name or behind it.

A name is known by the registers, by its shape (Vietnamese ones), by a form of address or an office in front of it, by
an office behind it, or by standing where only somebody can stand: before a verb of speaking. Nothing else is a name:
German writes all its nouns with capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.archive.names import Ref, fold
from generator.contribute.draft.known import Known, Match
from generator.contribute.draft.phrases import (
    AND,
    COMPANY,
    CUES,
    FAMILY_NAMES,
    MEETING,
    NO_NAMES,
    OFFICES,
    PLACE_BEFORE,
    PLACE_BEHIND,
    ROLE_END,
    STOP_WORDS,
    SYLLABLE,
    TITLES,
    Cue,
    Language,
)
from generator.records.model import Kind


class Heard(NamedTuple):
    """A phrase where it stands in a sentence."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in a sentence."""

    start: int
    end: int
    """With the office in front and behind."""
    name: str
    """As printed; of a later mention by surname, as printed first."""
    refs: tuple[Ref, ...] = ()
    sure: bool = False
    role: str = ""


def heard(text: str, language: Language) -> tuple[Heard, ...]:
    """Return the phrases of a sentence from left to right; where they overlap the longer one counts."""
    found = [Heard(*match.span(), cue) for cue in CUES[language] for match in cue.pattern.finditer(text)]
    kept: list[Heard] = []
    for one in sorted(found, key=lambda h: (h.start, -h.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


class _Word(NamedTuple):
    start: int
    end: int
    text: str


class _Run(NamedTuple):
    """Capitalised words in a row, without what only begins the sentence."""

    words: tuple[_Word, ...]
    article: bool
    """Whether an article stands before them."""


class _Found(NamedTuple):
    start: int
    end: int
    match: Match | None = None
    whole: str = ""
    """The full name, where only a surname stands here."""


_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_ARTICLES = frozenset("der die das den dem des ein eine einer einem the a an another".split())
_BEGINNERS = _ARTICLES | frozenset(
    "auch in im am bei für und sowie nach neben als zum zur mit von an auf dort dabei also for and at on after both"
    " while however then with by of to as cùng các tại".split()
)
_CALENDAR = re.compile(
    r"(?:Jan|Feb|März|Mar|April?|Mai|May|Jun|Jul|Aug|Sep|Okt|Oct|Nov|De[zc])\w*|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mittwoch"
)


class Reader:
    """Finds people in the sentences of one report, one after the other: a surname means who was named before."""

    def __init__(self, known: Known, language: Language) -> None:
        self.known = known
        self.language: Language = language
        self.seen: dict[str, Named] = {}
        """By folded name, as first named; the office is the first that was said."""
        self.by_surname: dict[str, list[str]] = {}
        """Full names by folded last word."""

    def read(self, text: str, cues: Sequence[Heard], places: Sequence[tuple[int, int]]) -> tuple[Named, ...]:
        """Return the people of a sentence from left to right; `places` is where names of places and bodies stand."""
        found = self._without_overlaps(self._found(text, cues, places))
        named = []
        for number, one in enumerate(found):
            until = found[number + 1].start if number + 1 < len(found) else len(text)
            since = found[number - 1].end if number else 0
            if person := self._named(text, one, (since, until), cues):
                named.append(person)
        return tuple(named)

    # ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _found(self, text: str, cues: Sequence[Heard], places: Sequence[tuple[int, int]]) -> Iterator[_Found]:
        for match in self.known.find(text, Kind.PERSON):
            yield _Found(match.start, match.end, match)
        runs = tuple(_runs(text))
        for run in runs:
            yield from self._by_shape(text, run, places)
        for run in runs:
            if not any(start < run.words[-1].end and run.words[0].start < end for start, end in places):
                yield from self._by_neighbours(text, run, cues)
        for run in runs:
            yield from self._by_surname(text, run, places)

    def _by_shape(self, text: str, run: _Run, places: Sequence[tuple[int, int]]) -> Iterator[_Found]:
        """Vietnamese names: a family name and one to four more syllables."""
        words = run.words
        for first, word in enumerate(words[:-1]):
            if fold(word.text) not in FAMILY_NAMES or NO_NAMES.match(text, word.start):
                continue
            if any(p[self.language].match(text, word.start) for p in (OFFICES, TITLES)):
                continue
            if PLACE_BEFORE[self.language].search(text[max(0, word.start - _NEAR) : word.start]) or _within(
                word, places
            ):
                continue
            last = first
            while last + 1 < len(words) and last - first < 4 and _is_syllable(words[last + 1]):
                last += 1
            place = PLACE_BEHIND.match(text, words[last].end)
            if last > first and not place:
                yield _Found(word.start, words[last].end)
                return

    def _by_neighbours(self, text: str, run: _Run, cues: Sequence[Heard]) -> Iterator[_Found]:
        """Names beside a form of address, an office or a phrase."""
        before = text[: run.words[0].start]
        words, office, titled = _after_office(run.words, self.language)
        titled = titled or _ends_with(TITLES[self.language], before)
        office = office or _ends_with(OFFICES[self.language], before)
        if not 2 <= len(words) <= 4 or any(_is_common(word.text, self.language) for word in words):
            return
        if run.article and not office and len(words) > 2:  # “die Fährfrau Mieke Tidenhub”
            words = words[1:]
        elif run.article and not office:
            return
        end = words[-1].end
        followed = _APPOSITION.match(text, end)
        apposition = followed and OFFICES[self.language].match(text, followed.end())
        spoken = any(0 <= cue.start - end <= 2 for cue in cues)
        listed = self._is_listed(text, words, cues)
        if titled or office or apposition or spoken or listed:
            yield _Found(words[0].start, end)

    def _is_listed(self, text: str, words: Sequence[_Word], cues: Sequence[Heard]) -> bool:
        """Whether the words stand in a sentence about who was there, as only a name would."""
        if self.language == "vi" or not any(heard.cue.part != "speakers" for heard in cues):
            return False
        before, behind = text[: words[0].start].rstrip(), text[words[-1].end :]
        return re.search(
            r"(?:^|,|;|:|\b(?:und|and|von|by|with|mit|sowie|war|waren|was|were))$", before
        ) is not None and (re.match(r"\s*(?:[,;.:(]|und\b|and\b|$)", behind) is not None)

    def _by_surname(self, text: str, run: _Run, places: Sequence[tuple[int, int]]) -> Iterator[_Found]:
        """A later mention: by surname, in Vietnamese by form of address and last syllable."""
        words, _, titled = _after_office(run.words, self.language)
        if len(words) != 1 or _within(words[0], places):
            return
        word = words[0]
        titled = titled or _ends_with(TITLES[self.language], text[: word.start])
        whole = self.by_surname.get(fold(word.text), [])
        if len(whole) == 1 and (titled or not _is_vietnamese(whole[0])):
            yield _Found(word.start, word.end, whole=whole[0])

    @staticmethod
    def _without_overlaps(found: Iterator[_Found]) -> list[_Found]:
        """What was found first counts: registers before shapes before neighbours."""
        kept: list[_Found] = []
        for one in found:
            if not any(one.start < other.end and other.start < one.end for other in kept):
                kept.append(one)
        return sorted(kept)

    # ── offices ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _named(self, text: str, one: _Found, around: tuple[int, int], cues: Sequence[Heard]) -> Named | None:
        name = one.whole or " ".join(text[one.start : one.end].split())
        start, front = self._front(text, one.start, around[0], cues)
        end, behind = self._behind(text, one.end, around[1], cues)
        role = ", ".join(filter(None, (front, behind)))
        match = (one.match.refs, one.match.sure) if one.match else self.known.match(name, ())
        refs, sure = match or ((), False)
        if fold(name) not in self.seen:
            self.by_surname.setdefault(_last(name), []).append(name)
        first = self.seen.setdefault(fold(name), Named(start, end, name, refs, sure, role))
        if role and not first.role:
            self.seen[fold(name)] = Named(first.start, first.end, first.name, first.refs, first.sure, role)
        return Named(start, end, first.name, first.refs, first.sure, role)

    def _front(self, text: str, start: int, since: int, cues: Sequence[Heard]) -> tuple[int, str]:
        """The office in front of a name, and where it begins."""
        since = max([since, *(cue.end for cue in cues if cue.end <= start)])
        before = text[since:start]
        trimmed = _without_titles(before, self.language)
        comma = trimmed.rstrip().endswith(",")
        stretch = trimmed.rstrip().rstrip(",")
        offset = max((match.end() for match in _BOUNDARY.finditer(stretch)), default=0)
        for match in OFFICES[self.language].finditer(stretch, offset):
            inner = AND[self.language].search(stretch, match.end()) if not comma else None
            if inner or ROLE_END[self.language].search(stretch, match.end()):
                continue
            if comma and not _ARTICLE.search(stretch[offset : match.start()]):
                break
            return since + match.start(), _tidy(stretch[match.start() :])
        return start, ""

    def _behind(self, text: str, end: int, until: int, cues: Sequence[Heard]) -> tuple[int, str]:
        """The office behind a name, and where it ends."""
        opening = _APPOSITION.match(text, end, until)
        if not opening:
            return end, ""
        stretch = text[opening.end() : min([until, *(cue.start for cue in cues if cue.start >= opening.end())])]
        if opening[0].strip() == "(":
            stretch = stretch.partition(")")[0]
        stretch = re.split(r"[;:.](?=\s|$)| [-–] ", stretch)[0]
        if stop := ROLE_END[self.language].search(stretch):
            stretch = stretch[: stop.start()]
        parts = []
        for part in stretch.split(","):
            office = OFFICES[self.language].search(_ARTICLE.sub("", part))
            if not office or len(_ARTICLE.sub("", part)[: office.start()].split()) > 2:
                break
            parts.append(part)
        kept = ",".join(parts)
        role = _tidy(_without_tail(kept, self.language))
        return (opening.end() + len(kept) if role else end), role


_APPOSITION = re.compile(
    r"\s*(?:,|–| - |\()\s*(?:(?:der|die|das|des|the|a|an)\s+)?(?=\w)",
)
_BOUNDARY = re.compile(r"[,;:.–()„“\"](?:\s|$)|\s-\s|^(?:Auch|Another|Also)\s")
_ARTICLE = re.compile(
    r"(?i)^\s*(?:(?:und|and|sowie|auch|also|another)\s+)?(?:der|die|das|des|dem|den|the|a|an|another)?\s*"
)


def _tidy(role: str) -> str:
    """An office without what is left around it."""
    role = re.sub(r"(?i)^(?:der|die|das|des|dem|the|a|an)\s+", "", role.strip(" ,;–-("))
    return " ".join(role.strip(" ,;–-()").split())


def _without_titles(before: str, language: Language) -> str:
    """The text in front of a name without forms of address at its end."""
    while match := next((m for m in TITLES[language].finditer(before) if not before[m.end() :].strip(" .")), None):
        before = before[: match.start()].rstrip() + " "
    return before


def _without_tail(role: str, language: Language) -> str:
    """An office without the `und` (and whoever is no office) behind it."""
    if company := COMPANY.search(role):
        role = role[: company.start()]
    matches = [m for m in AND[language].finditer(role) if not OFFICES[language].match(role, m.end() + 1)]
    if matches and not role[matches[-1].end() :].strip(" ,"):
        return _without_tail(role[: matches[-1].start()], language)
    return role


def _runs(text: str) -> Iterator[_Run]:
    """Capitalised words in a row, with one blank between them."""
    row: list[_Word] = []
    before = ""
    last = ""
    for match in _WORD.finditer(text):
        word = _Word(match.start(), match.end(), match[0])
        joined = bool(row) and text[row[-1].end : word.start] == " "
        if row and not (joined and word.text[0].isupper()):
            yield from _run(row, before)
            row = []
        if word.text[0].isupper():
            before = before if row else last
            row.append(word)
        last = word.text if text[match.end() : match.end() + 1] == " " else ""
    yield from _run(row, before)


def _run(row: Sequence[_Word], before: str) -> Iterator[_Run]:
    article = before.lower() in _ARTICLES
    first = 0
    while first < len(row) and row[first].text.lower() in _BEGINNERS:
        article = row[first].text.lower() in _ARTICLES
        first += 1
    words = tuple(row[first:])
    if words:
        tail = words[-1]
        if re.search(r"[’']s$", tail.text):
            words = (*words[:-1], _Word(tail.start, tail.end - 2, tail.text[:-2]))
        yield _Run(words, article)


def _after_office(words: Sequence[_Word], language: Language) -> tuple[tuple[_Word, ...], bool, bool]:
    """The words behind the last office or form of address among them, and which of the two there were."""
    last = -1
    office = titled = False
    for number, word in enumerate(words):
        if OFFICES[language].fullmatch(word.text):
            last, office = number, True
        elif TITLES[language].fullmatch(word.text):
            last, titled = number, True
    return tuple(words[last + 1 :]), office, titled


def _is_common(word: str, language: Language) -> bool:
    """Whether a capitalised word is no part of a name."""
    return (
        word.lower() in STOP_WORDS[language]
        or _CALENDAR.fullmatch(word) is not None
        or MEETING[language].search(word) is not None
        or PLACE_BEFORE[language].search(f"{word} ") is not None
        or PLACE_BEHIND.match(f" {word}") is not None
        or _BODY.search(word) is not None
    )


_BODY = re.compile(
    r"(?i)(?:rat|rats|rates|amt|amts|ausschuss\w*|komitee\w*|kommission|verein\w*|bund|verband\w*|board|council|committee"
    r"|commission|office|department|union|association|group|river|street|quartal\w*|quarter)$"
)  # fmt: skip
"""How words for bodies end."""


_NEAR = 80
"""No form of address and no office is longer."""


def _ends_with(pattern: re.Pattern[str], text: str) -> bool:
    near = text[-_NEAR:]
    return any(not near[match.end() :].strip(" .") for match in pattern.finditer(near))


def _is_syllable(word: _Word) -> bool:
    return SYLLABLE.fullmatch(fold(word.text)) is not None


def _is_vietnamese(name: str) -> bool:
    words = fold(name).split()
    return words[0] in FAMILY_NAMES and all(SYLLABLE.fullmatch(word) for word in words)


def _last(name: str) -> str:
    return fold(name).rpartition(" ")[2]


def _within(word: _Word, places: Sequence[tuple[int, int]]) -> bool:
    return any(start <= word.start and word.end <= end for start, end in places)
