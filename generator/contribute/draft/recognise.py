"""A report in, what it says of a meeting out: who presided, attended and spoke, where and when, and what was ordered.

Two passes over the sentences: the first finds who did what, the second what was concluded, since an order counts only
from somebody who presides, from the meeting itself, or in the closing words. What is unsure stays unsure here, as data;
how it is asked is told in `compose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.archive.archive import Archive
from generator.archive.names import Ref, fold
from generator.contribute.draft.days import Day, days
from generator.contribute.draft.known import Known, Match
from generator.contribute.draft.people import Heard, Named, Reader, heard
from generator.contribute.draft.phrases import (
    ALL_DISTRICTS,
    ASKED_PASSIVELY,
    CLOSING,
    DUE,
    LANGUAGES,
    MEETING,
    MEETING_KINDS,
    NUMERALS,
    OBLIGE,
    ORDER,
    PART_OF_DAY,
    PRONOUN,
    QUARTER,
    REJECTED,
    RESOLVE,
    ROMAN,
    Language,
)
from generator.contribute.draft.places import Place, places
from generator.contribute.draft.text import Article, Sentence, language_of, quotes, sentences
from generator.records.dates import Date, parse_date
from generator.records.model import Kind


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody in a part of the meeting."""

    part: str
    """The field of the record."""
    person: Named
    """With the office that the report gives anywhere."""
    kind: str = ""
    """Of a speech."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was found, ordered or resolved, in the report's words."""

    text: str
    kind: str
    by: str = ""
    """The printed name of who ordered it."""
    addressees: tuple[Ref, ...] = ()
    all_districts: bool = False
    due: Day | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the report, and whose words it reports."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a report says of a meeting."""

    article: Article
    language: Language
    day: Day | None = None
    year_from: str = ""
    """Where the year comes from, when the report does not say it beside the day."""
    other_days: tuple[str, ...] = ()
    part_of_day: str = ""
    venue: str = ""
    """Where it was, in the report's words."""
    kind: str = ""
    period: str = ""
    parts: tuple[Part, ...] = ()
    groups: tuple[str, ...] = ()
    """Attendees without names."""
    places: tuple[Place, ...] = ()
    """Each place once, as first named."""
    organizations: tuple[Match, ...] = ()
    series: tuple[Match, ...] = ()
    issues: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()
    body: tuple[Words, ...] = ()
    date: Date | None = None


def recognise(article: Article, archive: Archive) -> Findings:
    """Return what a report says of a meeting."""
    language = _language(article)
    written = tuple(sentences(article.paragraphs, language))
    known = Known(archive)
    day, year_from, others = _day(written, article, language)
    date = parse_date(day.edtf) if day else None
    read = tuple(_read(written, known, language, date))
    parts = _with_offices(_parts(read))
    lead = " ".join([article.title, *article.paragraphs[:2]])
    return Findings(
        article,
        language,
        day,
        year_from,
        others,
        _part_of_day(written, day, language),
        _venue(read, day, language),
        next((kind for kind, pattern in MEETING_KINDS if pattern.search(lead)), ""),
        _period(article),
        parts,
        tuple(_groups(read)),
        _places(read, article.title, known, language, date),
        tuple(_once(known.find(lead, Kind.ORGANIZATION), known, date)),
        tuple(_once(known.find(lead, Kind.SERIES), known, date)),
        tuple(sorted(ref.id for ref in archive.finder.issues(lead))),
        tuple(_orders(read, parts, known, language, day)),
        tuple(_body(read)),
        date,
    )


def _language(article: Article) -> Language:
    said = next((language for language in LANGUAGES if article.language.lower().startswith(language)), None)
    return said or language_of(article.paragraphs)


# ── the day ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _day(written: Sequence[Sentence], article: Article, language: Language) -> tuple[Day | None, str, tuple[str, ...]]:
    """The day of the meeting, where its year comes from, and which other days might be meant."""
    likely = [one for sentence in written for one in _likely(sentence, language)]
    if not likely:
        return None, "", ()
    best = max(likely, key=lambda one: one[0])[1]  # the first of those that are likeliest
    others = tuple(dict.fromkeys(day.edtf for _, day in likely if (day.day, day.month) != (best.day, best.month)))
    if best.year:
        return best, "", others
    dated, year_from = _with_year(best, written, article, language)
    return dated, year_from, others


_NEAR = 40
"""So many letters in front of a day say what it is the day of."""


def _likely(sentence: Sentence, language: Language) -> Iterator[tuple[int, Day]]:
    """The days of a sentence that can be the meeting's, each with how likely it is.

    They stand early in the report, beside a word for a meeting, and are no term.
    """
    text = sentence.masked
    weight = max(0, 4 - sentence.paragraph) + (4 if MEETING[language].search(text) else 0)
    for day in days(text, language):
        term = DUE[language].search(text[max(0, day.start - _NEAR) : day.start])
        near = text[max(0, day.start - _NEAR) : day.end + _NEAR]
        part = 2 if any(pattern.search(near) for _, pattern in PART_OF_DAY) else 0
        likelihood = weight + part + (1 if day.year else 0)
        if day.day and likelihood and not term:
            yield likelihood, day


def _with_year(
    day: Day, written: Sequence[Sentence], article: Article, language: Language
) -> tuple[Day, str]:  # fmt: skip
    if article.date:
        published = parse_date(article.date).last
        dated = day.in_year(published.year)
        late = parse_date(dated.edtf).first > published
        return day.in_year(published.year - late), "the day on which the report was published"
    years = {found.year for sentence in written for found in days(sentence.masked, language) if found.year}
    years |= {int(year) for sentence in written for year in re.findall(r"\b(20\d\d)\b", sentence.masked)}
    if len(years) == 1:
        return day.in_year(years.pop()), "the only year that the report names"
    return day, "nowhere"


def _part_of_day(written: Sequence[Sentence], day: Day | None, language: Language) -> str:
    for sentence in written:
        for found in days(sentence.masked, language):
            if day and (found.day, found.month) == (day.day, day.month):
                near = sentence.masked[max(0, found.start - 30) : found.end + 25]
                if part := next((part for part, pattern in PART_OF_DAY if pattern.search(near)), ""):
                    return part
    return ""


def _period(article: Article) -> str:
    quarters = {_quarter(match) for text in (article.title, *article.paragraphs) for match in QUARTER.finditer(text)}
    return quarters.pop() if len(quarters) == 1 else ""


def _quarter(match: re.Match[str]) -> str:
    number = match["n"] or match["vn"]
    value = ROMAN.get(number.lower()) or NUMERALS.get(number.lower()[:5]) or int(re.sub(r"\D", "", number) or 1)
    return f"{match['year'] or match['vyear']}-Q{value}"


# ── who did what ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence with what is named in it."""

    sentence: Sentence
    cues: tuple[Heard, ...]
    people: tuple[Named, ...]
    places: tuple[Place, ...]
    parts: tuple[tuple[Heard, Named], ...]
    """Which phrase tells of whom."""
    subject: str = ""
    """The printed name of whoever the sentence is about, by a pronoun too."""


def _read(
    written: Iterable[Sentence], known: Known, language: Language, date: Date | None
) -> Iterator[_Read]:  # fmt: skip
    reader = Reader(known, language)
    subject, paragraph = "", -1
    for sentence in written:
        text = sentence.masked
        cues = heard(text, language)
        found = places(text, known, language, date)
        bodies = [(match.start, match.end) for match in known.find(text, Kind.ORGANIZATION)]
        people = reader.read(text, cues, [*((place.start, place.end) for place in found), *bodies])
        parts = tuple(_assigned(people, [cue for cue in cues if not _inside(cue, people)]))
        before = subject if sentence.paragraph <= paragraph + 1 else ""
        subject = _subject(parts, people) or (before if _goes_on(sentence, language) else "")
        yield _Read(sentence, cues, people, found, parts, subject)
        subject, paragraph = subject or (before if sentence.paragraph == paragraph else ""), sentence.paragraph


def _inside(cue: Heard, people: Sequence[Named]) -> bool:
    return any(person.start < cue.start and cue.end < person.end for person in people)


def _goes_on(sentence: Sentence, language: Language) -> bool:
    return PRONOUN[language].match(sentence.masked) is not None


def _subject(parts: Sequence[tuple[Heard, Named]], people: Sequence[Named]) -> str:
    speaking = [person.name for cue, person in parts if cue.cue.part == "speakers"]
    return speaking[0] if speaking else people[0].name if len(people) == 1 else ""


def _assigned(people: Sequence[Named], cues: Sequence[Heard]) -> Iterator[tuple[Heard, Named]]:
    """Who is meant by each phrase: those before it or behind it, up to the next phrase; nobody twice."""
    taken: set[int] = set()
    for number, cue in enumerate(cues):
        if cue.cue.side == "after":
            until = next((c.start for c in cues[number + 1 :] if c.cue.part != cue.cue.part), 1 << 30)
            for person in _between(people, cue.end, until, taken):
                yield cue, person
    since = 0
    for number, cue in enumerate(cues):
        if cue.cue.side == "after":
            since = cue.end
            continue
        found = _between(people, since, cue.start, taken)
        if not found and cue.cue.side == "either":
            until = cues[number + 1].start if number + 1 < len(cues) else 1 << 30
            found = _between(people, cue.end, until, taken)
            found = found if cue.cue.part != "speakers" else found[:1]
        for person in found:
            yield cue, person
        since = cue.end


def _between(people: Sequence[Named], start: int, end: int, taken: set[int]) -> list[Named]:
    found = [p for p in people if start <= p.start < end and p.start not in taken]
    taken.update(person.start for person in found)
    return found


def _parts(read: Iterable[_Read]) -> Iterator[Part]:
    """Each part of each person once: who presides is there, and who gives a report speaks."""
    found: dict[tuple[str, str, str], Part] = {}
    for one in read:
        for cue, person in one.parts:
            found.setdefault((cue.cue.part, fold(person.name), cue.cue.kind), Part(cue.cue.part, person, cue.cue.kind))
    for (part, name, kind), value in found.items():
        if part == "attendees" and ("chairs", name, "") in found:
            continue
        certain = any(p == part and n == name and k for p, n, k in found)
        if kind or not certain:
            yield value


def _with_offices(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The same, each with the office that the report gives first for that person."""
    parts = tuple(parts)
    offices: dict[str, str] = {}
    for part in parts:
        if part.person.role:
            offices.setdefault(fold(part.person.name), part.person.role)
    return tuple(
        replace(part, person=replace(part.person, role=part.person.role or offices.get(fold(part.person.name), "")))
        for part in parts
    )


_NO_GROUP = re.compile(r"(?i)^(?:auch|die|der|also|còn)?\s*$")


def _groups(read: Iterable[_Read]) -> Iterator[str]:
    """Attendees without names: what stands behind a phrase of attending, where nobody is named."""
    for one in read:
        for cue in one.cues:
            text = one.sentence.masked
            if cue.cue.part != "attendees" or any(p.start < cue.end and p.end > cue.start for p in one.people):
                continue
            before = [p for p in one.people if p.end <= cue.start]
            if cue.cue.side == "either" and before:
                continue
            yield from _groups_in(text[cue.end :], one.people, cue.end)
            break


def _groups_in(text: str, people: Sequence[Named], offset: int) -> Iterator[str]:
    place = offset
    for piece in re.split(r"(?<=;)", text):
        start, end = place, place + len(piece)
        place = end
        if any(start <= person.start < end for person in people):
            continue
        words = re.sub(r"(?:\bteil)?[\s.;]*$", "", piece).strip(" ,:")
        words = re.sub(r"^(?:und|and|và|sowie)\s+", "", words)
        if 2 <= len(words.split()) <= 40 and not re.match(r"(?:an|in|at|tại|hội nghị)\b", words):
            yield words


# ── where ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _places(
    read: Sequence[_Read], title: str, known: Known, language: Language, date: Date | None
) -> tuple[Place, ...]:  # fmt: skip
    """Each place once, as it is named most surely."""
    found: dict[object, Place] = {}
    for place in (*(place for one in read for place in one.places), *places(title, known, language, date)):
        key: object = place.refs or fold(place.name)
        if key not in found or (place.sure and not found[key].sure):
            found[key] = place
    settled = {place.refs[0] for place in found.values() if len(place.refs) == 1}
    return tuple(place for place in found.values() if len(place.refs) < 2 or not settled & set(place.refs))


_VENUE = re.compile(r"(?i)\b(?:in|im|at|tại|ở)\s+(?:the\s+|der\s+)?(?P<hall>(?:[^\W\d_][\w-]*\s+){0,4})$")


def _venue(read: Sequence[_Read], day: Day | None, language: Language) -> str:
    """The place that stands behind `in`, `tại` or `at` in the sentence that names the day."""
    for one in read:
        text = one.sentence.masked
        if day and any((d.day, d.month) == (day.day, day.month) for d in days(text, language)):
            for place in one.places:
                if before := _VENUE.search(text[: place.start]):
                    return " ".join(text[before.start("hall") : place.end].split())
    return ""


def _once(matches: Iterable[Match], known: Known, date: Date | None) -> Iterator[Match]:
    seen: set[tuple[Ref, ...]] = set()
    for match in matches:
        fitting = known.on_day(match.refs, date)
        if fitting not in seen:
            seen.add(fitting)
            yield replace(match, refs=fitting, sure=match.sure or len(fitting) < len(match.refs) == 2)


# ── what was concluded ────────────────────────────────────────────────────────────────────────────────────────────


def _orders(
    read: Sequence[_Read], parts: Sequence[Part], known: Known, language: Language, day: Day | None
) -> Iterator[Order]:
    presiding = {part.person.name for part in parts if part.part == "chairs"}
    closing, ordering, actor, paragraph = False, False, "", -1
    for one in read:
        text = one.sentence.masked
        if one.sentence.paragraph != paragraph:
            others = [p.name for c, p in one.parts if c.cue.part == "speakers" and p.name not in presiding]
            closing, ordering = closing and not others, ordering and closing and not others
            paragraph = one.sentence.paragraph
        closing = closing or CLOSING[language].search(text) is not None
        actor = one.subject or actor
        kind = _order_kind(one, text, presiding, language, closing=closing, ordering=ordering)
        if kind:
            ordering = True
            by = one.subject or (actor if closing and kind == "directive" and actor in presiding else "")
            passive = language != "vi" and ASKED_PASSIVELY[language].search(text)
            by = "" if kind == "resolution" or passive else by
            for piece in _pieces(one.sentence.text):
                yield replace(_order(piece, known, language, day), kind=kind, by=by, outcome=_outcome(piece, kind))


def _order_kind(
    one: _Read, text: str, presiding: set[str], language: Language, *, closing: bool, ordering: bool
) -> str:
    """What a sentence orders or resolves, or nothing: an ordinary speaker asks in vain."""
    stranger = bool(one.subject) and one.subject not in presiding
    if ASKED_PASSIVELY[language].search(text):
        return "directive"
    if stranger and not (closing and not one.parts):
        return ""
    if RESOLVE[language].search(text) and not _Q.search(text) and not _asks_only(text, language):
        return "resolution" if not one.subject else "directive"
    ordered = ORDER[language].search(text)
    if ordered and (one.subject in presiding or closing):
        return "directive"
    if OBLIGE[language].search(text) and (ordering or closing):
        return "directive"
    return ""


_Q = re.compile(r"\?\s*$")


def _asks_only(text: str, language: Language) -> bool:
    return language == "vi" and re.search(r"(?i)chưa thống nhất|xin ý kiến|chương trình kỳ họp", text) is not None


def _pieces(text: str) -> Iterator[str]:
    """The tasks of one sentence, where it lists them between semicolons."""
    for piece in re.split(r";\s+", text):
        if len(piece.split()) > 2:
            yield piece.strip()


def _order(piece: str, known: Known, language: Language, day: Day | None) -> Order:
    """A task with its term, and whom it is for."""
    due = next(
        (d for d in days(piece, language) if DUE[language].search(piece[max(0, d.start - _NEAR) : d.start])), None
    )
    if due and not due.year and day:
        due = due.in_year(day.year)
    addressed = _addressed(piece, known, language, parse_date(day.edtf) if day else None)
    everybody = ALL_DISTRICTS[language].search(piece) is not None
    return Order(piece, "directive", addressees=addressed, all_districts=everybody, due=due)


def _outcome(piece: str, kind: str) -> str:
    return "rejected" if REJECTED.search(piece) else "adopted" if kind == "resolution" else ""


def _addressed(piece: str, known: Known, language: Language, date: Date | None) -> tuple[Ref, ...]:
    """Places and bodies that stand directly behind the word of ordering, or in front of a passive one."""
    ordered = ORDER[language].search(piece) or ASKED_PASSIVELY[language].search(piece)
    if not ordered:
        return ()
    found = [(p.start, p.end, p.refs) for p in places(piece, known, language, date) if p.sure]
    found += [(m.start, m.end, known.on_day(m.refs, date)) for m in known.find(piece, Kind.ORGANIZATION) if m.sure]
    near = [refs for start, end, refs in found if 0 <= start - ordered.end() < 25 or 0 <= ordered.start() - end < 3]
    return tuple(dict.fromkeys(refs[0] for refs in near if len(refs) == 1))


# ── the text ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _body(read: Sequence[_Read]) -> Iterator[Words]:
    """The report's text, divided where somebody begins to be quoted; sentences of one paragraph stay together."""
    text: list[str] = []
    speaker, paragraph = "", -1
    for one in read:
        says = _speaker(one)
        goes_on = one.sentence.paragraph == paragraph
        whose = says or (speaker if goes_on else "")
        if text and (not goes_on or whose != speaker):
            yield Words(" ".join(text), speaker)
            text = []
        text.append(one.sentence.text)
        speaker, paragraph = whose, one.sentence.paragraph
    if text:
        yield Words(" ".join(text), speaker)


def _speaker(one: _Read) -> str:
    """Whoever a sentence quotes, in their own words or in others'."""
    speaking = list(dict.fromkeys(p.name for c, p in one.parts if c.cue.part == "speakers"))
    if len(speaking) == 1 and any(heard.cue.says for heard in one.cues):
        return speaking[0]
    return one.subject if one.subject and quotes(one.sentence.text) else ""
