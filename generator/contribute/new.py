"""A new record from answers: what is asked for each kind, whether an answer fits, and the file that comes of it.

The questions are data. Options of the command line and prompts on the terminal are both made from them, and both take
the same way into a record. Whether an answer fits is decided by the checks themselves, on a record with this answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel

from generator.archive.names import Ref, fold, slug
from generator.archive.resolve import ALL_DISTRICTS, Resolver
from generator.archive.rules import check_archive
from generator.config import DISTRICT_KINDS, MEETING_KINDS, SiteConfig
from generator.contribute.write import AgendaPart, SpokenPart, body_text, meeting_id, record_path, record_text
from generator.problems import Problem, Span, in_order
from generator.records import model
from generator.records.dates import parse_date
from generator.records.decode import Decoded, decode_record
from generator.records.model import ID_LENGTH, Kind, former_names_of
from generator.records.nodes import locate
from generator.records.source import RecordFile, id_fault

NEW = "+"
"""Before the name of somebody or something that is to get a record of its own, along with the one being written."""

_CONCLUSIONS = frozenset({"conclusion", "repeats"})
"""Parts that name an earlier conclusion."""
_TOLD = frozenset({("speakers", "text"), ("agenda", "text")})
"""Parts whose words stand in the body."""
_ADDRESS_OF_CONCLUSION = re.compile(r"https?://\S*/meetings/([^/?#\s]+)/[^#\s]*#(\S+)")
"""Where a conclusion stands on the site: what somebody copies who looks at it."""

_PEOPLE, _DISTRICTS, _BODIES, _ISSUES = (Kind.PERSON,), (Kind.DISTRICT,), (Kind.ORGANIZATION,), (Kind.ISSUE,)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for one field of a record, or for one text of its body."""

    field: str
    words: str
    option: str = ""
    """Its option on the command line, where that is not the field's name."""
    many: bool = False
    """Asked until nothing is answered."""
    kinds: tuple[Kind, ...] = ()
    """The records that can be meant."""
    choices: tuple[str, ...] = ()
    default: str = ""
    parts: tuple[Question, ...] = ()
    """What is asked of each, where it has fields of its own; the first decides whether there is one."""
    asked: bool = True
    """Whether it is asked on a terminal; its option is always there."""
    after: str = ""
    """Only asked where this one was answered before."""
    papers: bool = False
    """Each answer is a paper: its title, and its address on the web behind it."""

    @property
    def flag(self) -> str:
        """Return its option on the command line."""
        return f"--{(self.option or self.field).replace('_', '-')}"


def _words(of: type[BaseModel], field: str) -> tuple[str, ...]:
    """The words of a closed list, as the model has them."""
    found: list[Any] = [of.model_fields[field].annotation]
    while found and not all(isinstance(word, str) for word in found):
        found = [inner for hint in found for inner in get_args(hint) if inner is not NoneType]
    return tuple(str(word) for word in found)


_SAYS_SO = Question("source", "id of the source that says so", after="sources")
_WHO = (
    Question("person", f"who (id or name; {NEW} before the name of somebody new)", kinds=_PEOPLE),
    Question("group", "or several people, in words"),
    Question("role", "office on that day"),
    Question("district", "for the district", kinds=_DISTRICTS),
    Question("organization", "for the organization", kinds=_BODIES),
    Question("as", "the name as the source prints it, if otherwise", after="person"),
    Question("count", "how many people the group had", after="group"),
    Question("quote", "the source's own words"),
    _SAYS_SO,
)
_ABSENT = (*_WHO, Question("reason", "why they were absent", asked=False))
_SAID = Question("text", "what was said (a paragraph a line)", many=True)
_SPEAKER = (
    *_WHO,
    Question("kind", "kind of speech", choices=_words(model.Speaker, "kind")),
    Question("agenda", "agenda item"),
    Question("issues", "issue", many=True, kinds=_ISSUES),
    _SAID,
)
_PAPERS = Question("documents", "paper that belongs to it (title and address)", many=True, asked=False, papers=True)
_AGENDA = (
    Question("heading", "heading of the item"),
    Question("text", "what is told of it (a paragraph a line)", many=True),
    Question("issues", "issue", many=True, kinds=_ISSUES),
    Question("districts", "district that it concerns", many=True, kinds=_DISTRICTS),
    _PAPERS,
    Question("continues", "item of an earlier meeting that it goes on from (its address on the site)", asked=False),
)
_CONCLUSION = (
    Question("text", "what was concluded"),
    Question("kind", "kind", choices=_words(model.Conclusion, "kind")),
    Question("by", "by whom", kinds=(Kind.PERSON, Kind.ORGANIZATION, Kind.DISTRICT)),
    Question("addressees", "addressed to", many=True, kinds=(Kind.DISTRICT, Kind.ORGANIZATION, Kind.PERSON)),
    Question("due", "to be done by (date)"),
    Question("due_note", "or the term in words"),
    Question("issues", "issue", many=True, kinds=_ISSUES),
    Question("repeats", "earlier conclusion that it says again", asked=False),
    Question("outcome", "outcome, where there was a vote", choices=_words(model.Conclusion, "outcome")),
    Question("votes.yes", "votes for it", after="outcome"),
    Question("votes.no", "votes against it", after="outcome"),
    Question("votes.abstained", "abstentions", after="outcome"),
    Question("agenda", "agenda item"),
    Question("speech", "speech that it came from", asked=False),
    _PAPERS,
    _SAYS_SO,
    Question("quote", "the source's own words", asked=False),
)
_FOLLOW_UP = (
    Question("conclusion", "earlier conclusion (its address on the site)"),
    Question("status", "how far it is", choices=_words(model.FollowUp, "status")),
    Question("district", "for this addressee only", kinds=_DISTRICTS),
    Question("organization", "for this addressee only", kinds=_BODIES),
    Question("speech", "speech that reported it", asked=False),
    Question("note", "what was reported"),
    _SAYS_SO,
)
_SOURCE = (
    Question("title", "title"),
    Question("url", "address on the web"),
    Question("publisher", "published by"),
    Question("date", "published on"),
    Question("language", "its language (vi, de, en …)"),
    Question("translation", "translation", choices=_words(model.Source, "translation")),
    Question("id", "short name by which entries refer to it (s1)", asked=False),
    Question("author", "who wrote it", asked=False),
    Question("note", "what a reader should know of it"),
)
_PAPER = (Question("title", "title"), Question("url", "address on the web"))
_SOURCES = Question("sources", "source", "source", many=True, parts=_SOURCE)
_NOTE = Question("note", "what a reader should know", asked=False)
_NAME = Question("name", "name")
_ALIASES = Question("aliases", "another spelling", "alias", many=True)
_FORMER = Question("former_names", "earlier name", "former-name", many=True, asked=False)
_TERM = (Question("from", "since when (date)", asked=False), Question("until", "until when (date)", asked=False))

QUESTIONS: Mapping[Kind, tuple[Question, ...]] = {
    Kind.MEETING: (
        Question("title", "title"),
        Question("date", "date (2024-04-19, or as far as it is known)"),
        Question("series", "series that it belongs to", kinds=(Kind.SERIES,)),
        Question("kind", "kind of meeting", choices=MEETING_KINDS, default="conference"),
        Question("status", "status", choices=_words(model.Meeting, "status"), default="held", asked=False),
        Question("date_note", "why the date is uncertain"),
        Question("part_of_day", "part of the day", choices=_words(model.Meeting, "part_of_day")),
        Question("start", "time of the beginning", asked=False),
        Question("end", "time of the end", asked=False),
        Question("number", "number in the series", after="series"),
        Question("part", "2 for its second day, where each day has a record", asked=False),
        Question("period", "time it reports on (2024-Q1)", asked=False),
        Question("organizations", "held by", "organization", many=True, kinds=_BODIES),
        Question("places", "where, in words", "place", many=True),
        Question("districts", "district that it concerns", "district", many=True, kinds=_DISTRICTS),
        Question("issues", "issue", "issue", many=True, kinds=_ISSUES),
        Question("language", "language of the record", asked=False),
        Question("summary", "summary in a sentence or two"),
        _SOURCES,
        Question("chairs", "chair", "chair", many=True, parts=_WHO),
        Question("attendees", "attendee", "attendee", many=True, parts=_WHO),
        Question("absent", "absent", "absent", many=True, parts=_ABSENT, asked=False),
        Question("opening", "opening text (a paragraph a line)", "opening", many=True),
        Question("agenda", "agenda item", "agenda", many=True, parts=_AGENDA, asked=False),
        Question("speakers", "speaker", "speaker", many=True, parts=_SPEAKER),
        Question("conclusions", "conclusion", "conclusion", many=True, parts=_CONCLUSION),
        Question("follow_ups", "report on an earlier conclusion", "follow-up", many=True, parts=_FOLLOW_UP),
        Question("documents", "paper that it dealt with", "document", many=True, parts=_PAPER, asked=False),
        Question("notes", "what a reader should know", "note", many=True),
    ),
    Kind.PERSON: (
        _NAME,
        _ALIASES,
        _FORMER,
        Question("short", "abbreviation", asked=False),
        Question(
            "posts",
            "office",
            "post",
            many=True,
            parts=(
                Question("role", "the office in words"),
                Question("organization", "of the organization", kinds=_BODIES),
                Question("district", "in the district", kinds=_DISTRICTS),
                Question("from", "since when (date)"),
                Question("until", "until when (date)"),
                Question("seen", "or a day on which a source shows the office"),
            ),
        ),
        _NOTE,
        _SOURCES,
    ),
    Kind.DISTRICT: (
        _NAME,
        Question("kind", "kind of district", choices=DISTRICT_KINDS, default="district"),
        _ALIASES,
        _FORMER,
        Question("parent", "district that it lies in", kinds=_DISTRICTS),
        *_TERM,
        Question("successors", "what it became", "successor", many=True, kinds=_DISTRICTS, asked=False),
        _NOTE,
        _SOURCES,
    ),
    Kind.ISSUE: (
        _NAME,
        Question("terms", "word that points to it (* for any ending)", "term", many=True),
        Question("broader", "issue that it is part of", kinds=_ISSUES),
        Question("related", "issue next to it", "related", many=True, kinds=_ISSUES, asked=False),
        Question("description", "what it is about"),
        _NOTE,
        _SOURCES,
    ),
    Kind.ORGANIZATION: (
        _NAME,
        _ALIASES,
        _FORMER,
        Question("parent", "organization that it is part of", kinds=_BODIES),
        Question("district", "district that it belongs to", kinds=_DISTRICTS),
        *_TERM,
        Question("successors", "what it became", "successor", many=True, kinds=_BODIES, asked=False),
        _NOTE,
        _SOURCES,
    ),
    Kind.SERIES: (
        _NAME,
        Question("organization", "who holds them", kinds=_BODIES),
        Question("cadence", "how often", choices=_words(model.Series, "cadence")),
        *_TERM,
        _NOTE,
        _SOURCES,
    ),
}
"""What is asked for each kind of record, in this order."""

REQUIRED = frozenset({"title", "date", "name"})

Answer = str | list[str] | list[dict[str, object]]
Answers = Mapping[str, Answer]


class Refused(ValueError):  # noqa: N818 - it is an answer that was refused, not an error of the program
    """An answer that does not fit, in words for whoever gave it."""


class Known:
    """What the archive holds already: whom an answer can mean, and which ids are taken."""

    def __init__(self, files: Iterable[RecordFile], config: SiteConfig) -> None:
        self.config = config
        self.files = tuple(files)
        self.registers = [decode_record(file)[0] for file in self.files if file.kind is not Kind.MEETING]
        self.stubs = [Decoded(f.kind, f.id, f.path) for f in self.files if f.kind is Kind.MEETING]
        self.added: list[NewRecord] = []
        """Records that answers have asked for; they are written along with the record itself."""
        self._link()

    def _link(self) -> None:
        self.resolver = Resolver([*self.registers, *self.stubs], self.config.first_level)
        self._folded = [
            (fold(f"{name} {decoded.id.replace('-', ' ')}"), decoded.kind, decoded.id, _shown(decoded))
            for decoded in self.registers
            for name in _names(decoded)
        ]

    def completions(self, typed: str, kinds: Sequence[Kind], limit: int = 12) -> list[tuple[str, str]]:
        """Return references with their names for what somebody is typing: names that begin so, then their words."""
        wanted = fold(typed.replace("-", " "))
        found: dict[str, tuple[int, str]] = {}
        for folded, kind, id, name in self._folded:
            if kind in kinds and (rank := _rank(folded, wanted)) < 2:
                reference = self.resolver.reference(Ref(kind, id), kinds)
                found[reference] = min((rank, name), found.get(reference, (rank, name)))
        ordered = sorted(found.items(), key=lambda entry: (entry[1][0], entry[1][1], entry[0]))
        return [(reference, name) for reference, (_, name) in ordered[:limit]]

    def reference(self, text: str, kinds: Sequence[Kind]) -> str:
        """Return what to write for somebody: the id. A name with a plus before it gets a record first.

        Raises:
            Refused: where nobody or more than one is meant.
        """
        if text == ALL_DISTRICTS and len(kinds) > 1:
            return text
        if text.startswith(NEW):
            return self._added(text.removeprefix(NEW).strip(), kinds)
        ref = self.resolver.ref(text, kinds, Span(""))
        if ref is None:
            problem = self.resolver.problems.pop()
            further = "" if problem.code == "ambiguous-reference" else f"; {_how_to_add(text, kinds)}"
            raise Refused(f"{problem.message}; {problem.hint}{further}")
        return self.resolver.reference(ref, kinds)

    def _added(self, text: str, kinds: Sequence[Kind]) -> str:
        """Add a record that holds nothing but a name, once, and return what to write for it."""
        prefix, _, name = text.rpartition("/")
        kind = next((kind for kind in kinds if kind.value == prefix or len(kinds) == 1), None)
        if kind is None or not name:
            raise Refused(_how_to_add(name or "…", kinds))
        meant = self.resolver.index.candidates(name, (kind,))
        if not meant:
            base = derived_id(kind, {"name": name})
            ids = (base, *(f"{base}-{n}" for n in range(2, len(self.registers) + 3)))
            record = new_record(self, kind, {"name": name}, next(id for id in ids if not self.is_taken(kind, id)))
            self.added.append(record)
            self.registers.append(decode_record(RecordFile(kind, record.id, record.path, record.text))[0])
            self._link()
            meant = (Ref(kind, record.id),)
        elif not {ref.id for ref in meant} <= {record.id for record in self.added if record.kind is kind}:
            raise Refused(f"“{name}” is known already; write {' or '.join(ref.id for ref in meant)}")
        return self.resolver.reference(meant[0], kinds)

    def conclusion(self, text: str) -> str:
        """Return what to write for an earlier conclusion, given as that or as its address on the site.

        Raises:
            Refused: where it is not there.
        """
        meeting, mark, id = _ADDRESS_OF_CONCLUSION.sub(r"\1#\2", text).partition("#")
        if not mark:
            raise Refused(f"“{text}” is no conclusion; copy its address from the site, or write 2024-04-19-talk#k1")
        file = next((file for file in self.files if file.kind is Kind.MEETING and file.id == meeting), None)
        if file is None:
            raise Refused(f"there is no meeting “{meeting}”")
        record = decode_record(file)[0].record
        known = [conclusion.id for conclusion in record.conclusions] if isinstance(record, model.Meeting) else []
        if id not in known:
            raise Refused(f"{meeting} has no conclusion “{id}”; its conclusions are: {', '.join(known) or 'none'}")
        return f"{meeting}#{id}"

    def label(self, person: str) -> str:
        """Return the name before somebody's speech: the register's where only one bears it, else the id."""
        records = (d.record for d in self.registers if d.kind is Kind.PERSON and d.id == person)
        name = next((record.name for record in records if isinstance(record, model.Person)), person)
        return name if len(self.resolver.index.candidates(name, _PEOPLE)) == 1 else person

    def last_of(self, series: str, date: str) -> model.Meeting | None:
        """Return the latest meeting of a series before a date, or of all where there is none."""
        written = (file for file in self.files if file.kind is Kind.MEETING and "series:" in (file.text or ""))
        records = (decode_record(file)[0].record for file in written)
        found = [r for r in records if isinstance(r, model.Meeting) and r.series and self._is(r.series, series)]
        day = parse_date(date).first
        return max(found, key=lambda meeting: (meeting.date.first < day, meeting.date.sort_key), default=None)

    def _is(self, text: str, series: str) -> bool:
        try:
            return self.reference(text, (Kind.SERIES,)) == series
        except Refused:
            return False

    def is_taken(self, kind: Kind, id: str) -> bool:
        """Say whether a record of this kind has the id."""
        return Ref(kind, id) in self.resolver.known


def _how_to_add(text: str, kinds: Sequence[Kind]) -> str:
    """How to write a name that gets a record of its own."""
    ways = (f"{NEW}{text}" if len(kinds) == 1 else f"{NEW}{kind}/{text}" for kind in kinds)
    return f"for a new record write {' or '.join(ways)}"


def _names(decoded: Decoded) -> Iterable[str]:
    record = decoded.record
    if isinstance(record, model.Register) and not getattr(record, "merged_into", None):
        yield record.name
        yield from getattr(record, "aliases", ())
        yield from former_names_of(record)


def _shown(decoded: Decoded) -> str:
    return decoded.record.name if isinstance(decoded.record, model.Register) else decoded.id


def _rank(text: str, wanted: str) -> int:
    return 0 if text.startswith(wanted) else 1 if f" {wanted}" in text else 2


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def settled(known: Known, kind: Kind, question: Question, text: str) -> str:
    """Return an answer as it is written into the record.

    Raises:
        Refused: where it does not fit.
    """
    if question.kinds:
        return known.reference(text, question.kinds)
    if question.field in {"opening", _SAID.field} or not text:
        return text
    probe: dict[str, object] = {"title": "T", "date": "2000"} if kind is Kind.MEETING else {"name": "N"}
    probe[question.field] = [text] if question.many else text
    _refuse_wrong(kind, probe, known.config)
    return text


def settled_part(known: Known, kind: Kind, whole: Question, question: Question, text: str) -> str:
    """Return the answer to a part of a question as it is written, as `settled` does."""
    if question.kinds:
        return known.reference(text, question.kinds)
    if question.field in _CONCLUSIONS and text:
        return known.conclusion(text)
    if question.field == "continues":
        text = _ADDRESS_OF_CONCLUSION.sub(r"\1#\2", text)
    if not text or (whole.field, question.field) in _TOLD:
        return text
    needed = {} if question.field == "group" else _NEEDED.get(whole.field, {})
    if question.field.startswith("votes."):
        needed = {**needed, "votes.yes": "0"}
    probe: dict[str, object] = {"title": "T", "date": "2000"} if kind is Kind.MEETING else {"name": "N"}
    probe[whole.field] = [_nested(whole, {**needed, question.field: [text] if question.many else text})]
    _refuse_wrong(kind, probe, known.config)
    return text


_SOMEBODY = {"person": "p"}
_NEEDED: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("chairs", "attendees", "absent", "speakers"), _SOMEBODY),
    "agenda": {"heading": "H"},
    "conclusions": {"id": "k1", "text": "T"},
    "follow_ups": {"conclusion": "m#k1", "status": "done"},
    "documents": {"title": "T"},
    "posts": {"role": "R"},
}
"""What a part must have beside the answer that is looked at."""


def _refuse_wrong(kind: Kind, fields: Mapping[str, object], config: SiteConfig) -> None:
    _, problems = decode_record(RecordFile(kind, "x", "", record_text(kind, fields)))
    found = next((p for p in problems if p.severity == "error"), None)
    if found:
        raise Refused(f"{found.message}; {found.hint}" if found.hint else found.message)
    kinds = {
        Kind.MEETING: (*MEETING_KINDS, *config.meeting_kinds),
        Kind.DISTRICT: (*DISTRICT_KINDS, *config.district_kinds),
    }
    if kind in kinds and fields.get("kind", "") not in {"", *kinds[kind]}:
        raise Refused(f"there is no kind “{fields['kind']}”; known are {', '.join(kinds[kind])}")


def given_parts(known: Known, kind: Kind, question: Question, text: str) -> dict[str, object]:
    """Return the fields of a part that was given in one text: `{person: a, role: b}`, or its first field alone.

    Raises:
        Refused: where it cannot be read or does not fit.
    """
    fields = _as_fields(question, text)
    parts = {part.field: part for part in question.parts}
    found: dict[str, object] = {}
    for name, value in fields.items():
        part = parts.get(name)
        if part is None:
            raise Refused(f"there is no “{name}” here; known are {', '.join(parts)}")
        texts = value if isinstance(value, list) else [value]
        answers = [settled_part(known, kind, question, part, str(text)) for text in texts]
        found[name] = answers if part.many else answers[0]
    return found


def _as_fields(question: Question, text: str) -> Mapping[str, object]:
    if not text.startswith("{"):
        first = question.parts[0].field
        return {"url" if question.field == "sources" and "://" in text else first: text}
    located, problems = locate("", text)
    if located is None or problems or not isinstance(located.value, dict):
        why = problems[0].message if problems else "fields are expected"
        raise Refused(f"{text} cannot be read: {why}")
    return dict(_flat(located.value))


def _flat(fields: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Fields with those inside them, as `votes.yes`; a paper with its address behind its title."""
    for name, value in fields.items():
        if isinstance(value, dict):
            yield from ((f"{name}.{inner}", text) for inner, text in _flat(value))
        elif isinstance(value, list):
            yield name, [_flat_paper(item) if isinstance(item, dict) else item for item in value]
        else:
            yield name, value


def _flat_paper(paper: Mapping[str, object]) -> str:
    return " ".join(str(paper[name]) for name in ("title", "url") if paper.get(name))


_PAPER_WITH_ADDRESS = re.compile(r"(?:(.*\S)\s+)?(\S+://\S+)", re.DOTALL)


def paper(text: str) -> dict[str, str]:
    """Return the fields of a paper from one text: its title, and behind it its address where it has one."""
    parts = _PAPER_WITH_ADDRESS.fullmatch(text.strip())
    if parts is None:
        return {"title": text.strip()}
    return {"title": parts[1], "url": parts[2]} if parts[1] else {"url": parts[2]}


_FEW_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)


def _nested(whole: Question, part: Mapping[str, object]) -> dict[str, object]:
    """The fields of a part as they are written: `votes.yes` within votes, papers with title and address."""
    papers = {question.field for question in whole.parts if question.papers}
    found: dict[str, object] = {}
    for name, value in part.items():
        outer, _, inner = name.partition(".")
        if inner:
            votes = found.setdefault(outer, {})
            assert isinstance(votes, dict)  # noqa: S101 - a field either holds others or does not
            votes[inner] = int(str(value)) if _FEW_DIGITS.fullmatch(str(value)) else value
        elif name in papers and isinstance(value, list):
            found[name] = [paper(str(text)) for text in value]
        else:
            found[name] = value
    return found


def defaults(known: Known, kind: Kind, answers: Answers) -> dict[str, Answer]:
    """Return what follows from answers already given: organizations and places of the last meeting of the series."""
    series, date = answers.get("series"), answers.get("date")
    whole = kind is Kind.MEETING and isinstance(series, str) and isinstance(date, str) and series and date
    last = known.last_of(str(series), str(date)) if whole else None
    if last is None:
        return {}
    held = [known.reference(text, _BODIES) for text in last.organizations]
    return {"organizations": held, "places": list(last.places)}


# ── the record ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record's file that is to be written, and what `archive check` will say of it."""

    kind: Kind
    id: str
    path: str
    text: str
    problems: tuple[Problem, ...] = ()


def derived_id(kind: Kind, answers: Answers) -> str:
    """Return the id that follows from the answers: date and words of the title, or the words of the name."""
    if kind is Kind.MEETING:
        return meeting_id(str(answers.get("date", "")), str(answers.get("title", "")))
    words = slug(str(answers.get("name", "")))
    return words if len(words) <= ID_LENGTH else words[:ID_LENGTH].rpartition("-")[0]


def new_record(known: Known, kind: Kind, answers: Answers, id: str = "", schema: str = "") -> NewRecord:
    """Return the record that the answers make; `schema` is where editors find the schema of its kind.

    Raises:
        Refused: where its id is taken, or cannot be one.
    """
    id = id or derived_id(kind, answers)
    if fault := id_fault(id):
        raise Refused(f"{fault.message}; {fault.hint}")
    if known.is_taken(kind, id):
        raise Refused(f"the id “{id}” is taken; {_another(kind)}")
    fields, body = _fields(known, kind, answers)
    text = record_text(kind, fields, body)
    record = with_schema(NewRecord(kind, id, record_path(kind, id, str(answers.get("date", ""))), text), schema)
    return replace(record, problems=_problems(known, record))


def with_schema(record: NewRecord, schema: str) -> NewRecord:
    """Return a register with the line above it that tells editors where its schema is; meetings as they are."""
    if not schema or record.kind is Kind.MEETING:
        return record
    return replace(record, text=f"# yaml-language-server: $schema={schema}\n{record.text}")


def _another(kind: Kind) -> str:
    if kind is Kind.MEETING:
        return "correct that record, or give this one another id with --id"
    return "if somebody or something else is meant, add a word with --id, such as an office or a place"


def _fields(known: Known, kind: Kind, answers: Answers) -> tuple[dict[str, object], str]:
    fields: dict[str, object] = {q.field: answers[q.field] for q in QUESTIONS[kind] if answers.get(q.field)}
    if kind is not Kind.MEETING:
        return fields, ""
    opening = _paragraphs(fields.pop("opening", ()))
    parts = {question.field: _parts_of(question, answers) for question in QUESTIONS[kind] if question.parts}
    spoken = []
    agenda = [_agenda_part(item) for item in parts["agenda"]]
    for entry in parts["speakers"]:
        words = _paragraphs(entry.pop(_SAID.field, ()))
        spoken.append(SpokenPart(_label(known, entry), words, str(entry.get("agenda", ""))))
    # An item that nothing but a conclusion names is headed as well.
    spoken += [SpokenPart("", "", str(c["agenda"])) for c in parts["conclusions"] if "agenda" in c]
    parts["agenda"] = [item for item in parts["agenda"] if len(item) > 1]
    parts["conclusions"] = [{"id": f"k{n}", **entry} for n, entry in enumerate(parts["conclusions"], 1)]
    parts["sources"] = _with_ids(parts["sources"])
    return fields | parts, body_text(opening, spoken, agenda)


def _agenda_part(item: dict[str, object]) -> AgendaPart:
    """The text of an item, taken out of what is written of it in the metadata."""
    if not item.get("heading"):
        raise Refused("an agenda item needs its heading")
    return AgendaPart(str(item["heading"]), _paragraphs(item.pop(_SAID.field, ())))


def _parts_of(question: Question, answers: Answers) -> list[dict[str, object]]:
    return [_nested(question, entry) for entry in answers.get(question.field, ()) if isinstance(entry, dict)]


def _with_ids(sources: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """The sources, each with an id by which entries can refer to it: its own, else the next number."""
    own = {source.get("id") for source in sources}
    free = (id for id in map("s{}".format, count(1)) if id not in own)
    return [source if source.get("id") else {"id": next(free), **source} for source in sources]


def _paragraphs(answers: object) -> str:
    return "\n\n".join(str(paragraph) for paragraph in answers) if isinstance(answers, list) else ""


def _label(known: Known, entry: Mapping[str, object]) -> str:
    return known.label(str(entry["person"])) if "person" in entry else str(entry.get("group", ""))


def _problems(known: Known, record: NewRecord) -> tuple[Problem, ...]:
    """What is wrong with the new record, among those that are there."""
    file = RecordFile(record.kind, record.id, record.path, record.text)
    decoded, alone = decode_record(file)
    registers = [*known.registers, *([] if record.kind is Kind.MEETING else [decoded])]
    resolver = Resolver(
        [*registers, *known.stubs, *([decoded] if record.kind is Kind.MEETING else [])], known.config.first_level
    )
    resolved = resolver.resolve_meeting(decoded) if record.kind is Kind.MEETING else None
    archive, unresolved = resolver.archive([resolved] if resolved else [])
    found = (
        *alone,
        *unresolved,
        *check_archive(archive, [*registers, decoded] if resolved else registers, known.config),
    )
    return in_order(p for p in found if record.path in {p.span.path, *(related.span.path for related in p.related)})


def schema_line_address(config: SiteConfig, kind: Kind, local: str = "") -> str:
    """Return where an editor finds a kind's schema: in the site, or in the repository (`local` is from its top)."""
    return f"{config.site_url}schema/{kind}.json" if config.site_url else f"../../{local}/{kind}.json" if local else ""
