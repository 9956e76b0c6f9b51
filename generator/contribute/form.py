"""What the form of a new meeting has to know, as one file of data beside its page.

The rules are the models' own, as JSON Schema; who and what is there already comes from the registers. So the form in a
browser refuses what `archive check` would refuse, and completes what somebody types, without a server.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.archive.archive import Archive, FollowUp
from generator.archive.names import Ref, fold
from generator.config import MEETING_KINDS, SiteConfig
from generator.contribute.agenda import offered_lines
from generator.contribute.schema import schema_of
from generator.problems import CATALOGUE, Severity
from generator.records.dates import Date
from generator.records.model import (
    ID_LENGTH,
    ID_PATTERN,
    LANGUAGES,
    OFTEN_WRITTEN,
    District,
    Kind,
    Organization,
    Person,
    Register,
    former_names_of,
)
from generator.records.source import HIDDEN, RESERVED
from generator.site import urls

_REGISTERS = tuple(kind for kind in Kind if kind is not Kind.MEETING)
_FURTHER_NAMES = ("aliases", "short")
_LETTERS = (*range(0x80, 0x250), *range(0x1E00, 0x1F00), *range(0x2010, 0x2200))
"""Latin letters, and the signs that stand among them."""

Entry = list[Any]
"""Id, names (the first is shown), what tells a record from a namesake, and the record that it became part of."""
Offer = list[Any]
"""Open conclusions as [key, words, when due], and the number of those for which a record has no lines."""


def form_data(archive: Archive, config: SiteConfig) -> bytes:
    """Return the data of the form: rules, registers, ids that are taken, and where a new file is proposed."""
    data = {
        "schema": schema_of(Kind.MEETING),
        "person": schema_of(Kind.PERSON),
        "codes": codes_of_patterns(),
        "severities": {code: entry.severity for code, entry in CATALOGUE.items() if entry.severity != Severity.ERROR},
        "languages": sorted(LANGUAGES),
        "oftenWritten": OFTEN_WRITTEN,
        "hidden": HIDDEN.pattern,
        "reserved": RESERVED.pattern,
        "kinds": [*MEETING_KINDS, *config.meeting_kinds],
        "idLength": ID_LENGTH,
        "id": ID_PATTERN.pattern,
        "letters": dict(unlike_letters()),
        "new": urls.new_file(config),
        "newOn": urls.new_file_elsewhere(config),
        "repository": config.repository.url.rstrip("/") if config.repository else "",
        "host": urls.host_of(config.repository) if config.repository else "",
        "registers": {kind.value: list(_entries(archive, kind)) for kind in _REGISTERS},
        "terms": {kind.value: _terms(archive, kind) for kind in (Kind.DISTRICT, Kind.ORGANIZATION)},
        "meetings": {id: archive.meetings[id].date.text for id in sorted(archive.meetings)},
        "conclusions": _conclusions(archive),
        "reports": _reports(archive),
        "open": _open(archive),
        "pictures": sorted(archive.pictures),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _conclusions(archive: Archive) -> dict[str, list[str]]:
    """The conclusions that can be reported on, by their meetings."""
    found: dict[str, list[str]] = {}
    for key in sorted(archive.conclusions):
        found.setdefault(key.meeting, []).append(key.id)
    return found


def _terms(archive: Archive, kind: Kind) -> dict[str, Entry]:
    """Since when, until when, and what came after: of places and organizations that have not always existed."""
    found = {}
    for id, record in archive.registers(kind).items():
        if isinstance(record, District | Organization) and (record.from_ or record.until):
            found[id] = [_text(record.from_), _text(record.until), list(record.successors)]
    return found


def _text(date: Date | None) -> str:
    return date.text if date else ""


def _reports(archive: Archive) -> dict[str, list[list[str]]]:
    """What was reported on each conclusion, oldest first: the day, how far it was, and for whom."""
    return {
        str(key): [[r.date.text, r.written.status, _addressee(r)] for r in archive.reports[key]]
        for key in sorted(archive.reports)
        if key in archive.conclusions
    }


def _open(archive: Archive) -> dict[str, Offer]:
    """What the next meeting of each series is to report on, as `archive new meeting` writes it."""
    offers = (offered_lines(archive, series) for series in sorted(archive.series))
    return {one.series: [[_short([*line]) for line in one.lines], one.more] for one in offers if one.lines}


def _addressee(report: FollowUp) -> str:
    return f"{report.addressee.kind.value}/{report.addressee.id}" if report.addressee else ""


def codes_of_patterns() -> dict[str, str]:
    """Return the codes under which a value is refused that does not look as it should, each with its pattern.

    Whatever else does not fit is a `wrong-value`.
    """
    schema = schema_of(Kind.MEETING)
    source = schema["$defs"]["Source"]["properties"]
    fields = {"bad-date": source["date"], "bad-address": source["url"], "bad-language": source["language"]}
    return {code: next(_patterns(field)) for code, field in fields.items()}


def _patterns(schema: Mapping[str, Any]) -> Iterator[str]:
    if "pattern" in schema:
        yield schema["pattern"]
    for branch in schema.get("anyOf", ()):
        yield from _patterns(branch)


def unlike_letters() -> Iterator[tuple[str, str]]:
    """Yield each letter or sign that folds to something else than itself without its accents: đ, ß, €."""
    for code in _LETTERS:
        letter = chr(code)
        folded = fold(f"a{letter}a")[1:-1]
        if folded != _without_accents(letter):
            yield letter, folded


def _without_accents(letter: str) -> str:
    apart = unicodedata.normalize("NFD", letter)
    return "".join(c for c in apart if not unicodedata.category(c).startswith("M")).lower()


def _entries(archive: Archive, kind: Kind) -> Iterator[Entry]:
    for id, record in archive.registers(kind).items():
        names = list(dict.fromkeys(_names(record)))
        target = archive.targets.get(Ref(kind, id), Ref(kind, id)).id
        yield _short([id, names, _note(record), "" if target == id else target])


def _short(entry: Entry) -> Entry:
    while entry[-1] == "":
        entry.pop()
    return entry


def _names(record: Register) -> Iterable[str]:
    yield record.name
    for field in _FURTHER_NAMES:
        value = getattr(record, field, None) or ()
        yield from [value] if isinstance(value, str) else value
    yield from former_names_of(record)


def _note(record: Register) -> str:
    if isinstance(record, Person):
        return record.posts[-1].role if record.posts else ""
    return record.kind if isinstance(record, District) else ""
