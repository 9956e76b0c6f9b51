"""What was recognised in, the text of a draft out, with a mark at everything that a person has to settle.

Every draft has at least one mark, so that none passes `archive check` before somebody has read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.archive.archive import Archive
from generator.archive.names import Ref, fold, slug
from generator.contribute.draft.days import Day
from generator.contribute.draft.known import Known
from generator.contribute.draft.people import Named
from generator.contribute.draft.places import Place, places
from generator.contribute.draft.recognise import Findings, Order, Part, Words
from generator.contribute.write import record_text
from generator.records.model import ID_LENGTH, Kind
from generator.records.nodes import Path, locate
from generator.records.questions import MARK, open_questions

_FIRST = "Drafted from a report: read it against the report, settle every mark, and delete the lines with {mark}."
_TEXT = f"{MARK} From here on these are the report's own words: tell it in yours, then delete this line."


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a draft, and where it belongs."""

    id: str
    folder: str
    """Within `records/meetings/`."""
    text: str
    questions: int
    """How many marks there are."""


@dataclass(slots=True)
class _Asked:
    """Fields, and questions at them."""

    fields: dict[str, object] = field(default_factory=dict)
    questions: list[tuple[Path, str]] = field(default_factory=list)

    def ask(self, question: str, *path: str | int) -> None:
        self.questions.append((path, question))


def compose(findings: Findings, archive: Archive) -> Draft:
    """Return the draft of a record."""
    known = Known(archive)
    asked = _Asked()
    _about(asked, findings, known)
    _who(asked, findings, known)
    _concluded(asked, findings)
    _source(asked, findings)
    body = "\n\n".join((_TEXT, *_body(findings.body)))
    text = _with_questions(record_text(Kind.MEETING, asked.fields, body), asked.questions)
    date = findings.day.edtf.partition("/")[0] if findings.day else ""
    title = slug(findings.article.title or "meeting")
    known_year = bool(findings.day and findings.day.year)
    stem = "-".join(filter(None, (date if known_year else "undated", title)))[:ID_LENGTH].rstrip("-")
    marks = sum(1 for _ in open_questions("", text))
    return Draft(stem, date[:4] if known_year else "undated", text, marks)


# ── what the meeting was ──────────────────────────────────────────────────────────────────────────────────────────


def _about(asked: _Asked, findings: Findings, known: Known) -> None:
    fields = asked.fields
    fields["title"] = findings.article.title or MARK
    asked.ask("The report's headline: does it say which meeting this was?", "title")
    fields["date"] = findings.day.edtf if findings.day else "XXXX"
    for question in _day_questions(findings.day, findings):
        asked.ask(question, "date")
    fields |= {"kind": findings.kind, "part_of_day": findings.part_of_day, "language": findings.language}
    fields["period"] = findings.period
    if findings.period:
        asked.ask("A quarter that the report names: did the meeting report on it?", "period")
    _records(asked, "series", [match.refs for match in findings.series][:1], "Does it belong to this row?", known)
    held = [match.refs for match in findings.organizations]
    _records(asked, "organizations", held, "Named at the head of the report: did they hold it?", known)
    fields["issues"] = list(findings.issues)
    if findings.issues:
        asked.ask("By words of the headline and the beginning: was it about these?", "issues")
    fields["places"] = [findings.venue] if findings.venue else []
    _districts(asked, findings.places, known)


def _day_questions(day: Day | None, findings: Findings) -> Iterator[str]:
    if day is None:
        yield "The report names no day that is surely the meeting's: when was it?"
        return
    if day.either:
        yield f"Or is {day.swapped} meant? Day and month can be read either way."
    if findings.year_from == "nowhere":
        yield "The report does not say the year: which was it?"
    elif findings.year_from:
        yield f"The report does not say the year: this is {findings.year_from}. Write why in date_note."
    if findings.other_days:
        yield f"The report names other days, too: {', '.join(findings.other_days)}. Is this the meeting's?"


def _records(asked: _Asked, name: str, found: Sequence[tuple[Ref, ...]], question: str, known: Known) -> None:
    """A field that names records, all of them to be confirmed."""
    ids = [refs[0].id for refs in found]
    if not ids:
        return
    asked.fields[name] = ids[0] if name == "series" else ids
    others = [known.called(ref) for refs in found for ref in refs[1:]]
    asked.ask(question + (f" Or is it {' or '.join(others)}?" if others else ""), name)


def _districts(asked: _Asked, found: Sequence[Place], known: Known) -> None:
    asked.fields["districts"] = [place.refs[0].id if len(place.refs) == 1 else place.name for place in found]
    for number, place in enumerate(found):
        if not place.refs:
            new = f'archive new district "{place.name}"'
            asked.ask(
                f"No record in records/districts/ is called “{place.name}”: {new}, or delete it.", "districts", number
            )
        elif len(place.refs) > 1:
            listed = " or ".join(known.called(ref) for ref in place.refs)
            asked.ask(f"Which one: {listed}?", "districts", number)
        elif not place.sure:
            asked.ask(f"Printed as “{place.name}”: is it {known.called(place.refs[0])}?", "districts", number)


# ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _who(asked: _Asked, findings: Findings, known: Known) -> None:
    told: set[str] = set()
    for name in ("chairs", "attendees", "absent", "speakers"):
        entries = [part for part in findings.parts if part.part == name]
        rows = [_entry(part, findings, known) for part in entries]
        rows += [{"group": group, "source": "s1"} for group in findings.groups if name == "attendees"]
        asked.fields[name] = rows
        for number, part in enumerate(entries):
            question = _who_is(part.person, known)
            if question and fold(part.person.name) not in told:
                asked.ask(question, name, number)
                told.add(fold(part.person.name))


def _entry(part: Part, findings: Findings, known: Known) -> dict[str, object]:
    person = part.person
    reference = _reference(person)
    spoken_for = [
        place.refs[0].id
        for place in places(person.role, known, findings.language, findings.date)
        if place.sure and len(place.refs) == 1
    ]
    return {
        "person": reference,
        "as": person.name if person.name != reference else "",
        "role": person.role,
        "district": spoken_for[0] if len(spoken_for) == 1 else "",
        "kind": part.kind,
        "source": "s1",
    }


def _reference(person: Named) -> str:
    return person.refs[0].id if len(person.refs) == 1 else person.name


def _who_is(person: Named, known: Known) -> str:
    if person.sure:
        return ""
    if not person.refs:
        like = " or ".join(known.called(ref) for ref in known.resembling(person.name)[:3])
        new = f'archive new person "{person.name}"'
        return f"Nobody in records/people/ is called “{person.name}”: {new}" + (
            f", unless it is {like}." if like else "."
        )
    listed = " or ".join(known.called(ref) for ref in person.refs)
    return f"Printed as “{person.name}”: is it {listed}?"


# ── conclusions and sources ───────────────────────────────────────────────────────────────────────────────────────


def _concluded(asked: _Asked, findings: Findings) -> None:
    references = {part.person.name: _reference(part.person) for part in findings.parts}
    asked.fields["conclusions"] = [
        _conclusion(number, order, references) for number, order in enumerate(findings.orders, 1)
    ]
    if findings.orders:
        asked.ask(
            "Sentences of the report: say each in your own words, one task each; who is to do it, and until when?",
            "conclusions",
        )


def _conclusion(number: int, order: Order, references: dict[str, str]) -> dict[str, object]:
    addressees = [*(["all-districts"] if order.all_districts else []), *(ref.id for ref in order.addressees)]
    return {
        "id": f"k{number}",
        "text": _escaped(order.text),
        "by": references.get(order.by, order.by),
        "kind": order.kind,
        "addressees": addressees,
        "due": order.due.edtf if order.due and order.due.year else "",
        "outcome": order.outcome,
        "source": "s1",
    }


def _source(asked: _Asked, findings: Findings) -> None:
    article = findings.article
    source = {
        "id": "s1",
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "author": article.author,
        "date": article.date,
        "language": findings.language,
    }
    asked.fields["sources"] = [source]
    missing = [] if article.url else ["the address (url)"]
    question = f"Is this the original or a translation, by whom (translation)? Missing: {', '.join(missing)}."
    asked.ask(question if missing else question.partition(" Missing")[0], "sources", 0)


# ── the text ──────────────────────────────────────────────────────────────────────────────────────────────────────

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
_COMMAND = re.compile(r"^(\s*)::", re.MULTILINE)
"""What begins a command of a workflow where a draft is written into its log."""
_AT_START = re.compile(r"^(\s*)(#|[-+>](?=\s)|\d+(?=[.)]\s)|~~~|\?\?\?|=+$|-+$)")


def _escaped(text: str) -> str:
    """Text of a report as Markdown that means nothing but itself, and as a log that obeys nobody."""
    text = _COMMAND.sub(r"\1&#58;:", _SPECIAL.sub(r"\\\1", text))
    return _AT_START.sub(lambda m: f"{m[1]}{m[2]}\\" if m[2].isdigit() else f"{m[1]}\\{m[2]}", text)


def _body(words: Sequence[Words]) -> Iterator[str]:
    speaker = ""
    for one in words:
        if one.speaker:
            label = one.speaker.replace("*", "")
            yield f"**{label}:** {_escaped(one.text)}"
        else:
            if speaker:
                who = _escaped(speaker)
                yield f"{MARK} Is this still {who}? If not, write a heading (## …) here instead of this line."
            yield _escaped(one.text)
        speaker = one.speaker


def _with_questions(text: str, questions: Sequence[tuple[Path, str]]) -> str:
    """The text with each question as a comment above its field."""
    lines = text.split("\n")
    end = lines.index("---", 1)
    located, _ = locate("", "\n".join(lines[1:end]) + "\n", first_line=2)
    above: dict[int, list[str]] = {}
    for path, question in questions:
        if located is not None and located.spans:
            place = located.key(path) if path in located.keys else located.span(path)
            above.setdefault(place.line - 1, []).append(question)
    out = [lines[0], f"# {MARK} {_FIRST.format(mark='# ' + MARK)}"]
    for number, line in enumerate(lines[1:], 1):
        indent = line[: len(line) - len(line.lstrip())]
        out += [f"{indent}# {MARK} {_one_line(question)}" for question in above.get(number, ())]
        out.append(line)
    return "\n".join(out)


def _one_line(text: str) -> str:
    return " ".join(text.split())
