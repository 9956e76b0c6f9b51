"""Takes a person out of the records: what they said and did stays, with “name withheld” in the place of the name.

Files that name the person are written anew from their fields, so that no comment keeps the name. Names are found with
or without accents, as whole words. A name that somebody else bears as well is left in running text: nothing tells who
is meant there, so each such place is told instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.archive.names import fold, slug
from generator.contribute.lines import fields_of, locate_fields
from generator.contribute.write import record_text
from generator.records.model import Kind
from generator.records.source import RecordFile

_ENTRIES = ("chairs", "attendees", "absent", "speakers")
_URLS = frozenset({"url", "same_as"})
_SHORTEST = 4
"""Shorter names (abbreviations) are found only as they are written."""


@dataclass(frozen=True)
class Person:
    """Who is to be erased: ids and names of the record, and of those that were merged into it."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    """Names that nobody else bears."""
    shared: tuple[str, ...] = ()
    """Names that others bear as well, accents aside."""
    exact: tuple[str, ...] = ()
    """Those of them that nobody else bears letter by letter: as a reference they are clear."""
    namesakes: tuple[str, ...] = ()
    """The ids of those others."""
    longer: tuple[str, ...] = ()
    """Ids of others that begin or end with one of the ids."""

    @property
    def everything(self) -> tuple[str, ...]:
        """Every text that must not be found any more."""
        return (*self.ids, *self.names)


@dataclass(frozen=True)
class Erased:
    """What the records are without the person: new texts by path, files that go, and what somebody has to look at."""

    texts: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Files whose name bears the person's, each with its new name."""
    removed: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    """Places of names that others bear as well: `path:line`."""


class UnreadableError(Exception):
    """A record that names the person cannot be read, so nobody can say what it would hold."""


def person_of(id: str, people: Mapping[str, tuple[tuple[str, ...], str]]) -> Person:
    """Return who is to be erased; `people` are the names of each record, and the id that it was merged into."""
    ids = tuple(sorted({id} | {other for other, (_, into) in people.items() if into == id}))
    names = tuple(dict.fromkeys(name for own in ids for name in people[own][0]))
    others = {other: found for other, (found, _) in people.items() if other not in ids}
    borne = {fold(name) for found in others.values() for name in found}
    letters = {name for found in others.values() for name in found}
    shared = tuple(name for name in names if fold(name) in borne)
    folds = {fold(name) for name in shared}
    return Person(
        ids,
        tuple(name for name in names if name not in shared),
        shared,
        tuple(name for name in shared if name not in letters),
        tuple(other for other, found in others.items() if folds & {fold(name) for name in found}),
        tuple(other for other in others if any(own in other for own in ids)),
    )


def erase(files: Iterable[RecordFile], person: Person, withheld: str, *, offices: bool = False) -> Erased:
    """Return what becomes of the records; `withheld` stands where the name stood, `offices` go too where asked.

    Raises:
        UnreadableError: where a file that names the person cannot be read.
    """
    texts, removed, renamed, unsure = {}, [], {}, []
    files = tuple(files)
    names = _Names(person, withheld)
    names = replace(names, there=dict(_free_words(files, names)))
    for file in files:
        if file.kind is Kind.PERSON and file.id in person.ids:
            removed.append(file.path)
            continue
        text = file.text or ""
        own = names.beside(_printed(text, names))
        if own.found_in(text) and not any(_bears(text, namesake) for namesake in person.namesakes):
            own = own.beside(person.shared)
        if own.found_in(text) or own.found_in(file.path):
            text = texts[file.path] = _rewritten(file, own, offices=offices)
            if (path := own.without(file.path)) != file.path:
                renamed[file.path] = path
        if not (file.kind is Kind.PERSON and file.id in person.namesakes):
            unsure += [f"{file.path}:{line}" for line in names.shared_lines(text)]
    return Erased(texts, renamed, tuple(removed), tuple(unsure))


def _bears(text: str, id: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(id)}(?![\w-])", text) is not None


def without_addresses(lines: str, person: Person) -> str:
    """Return a list of addresses, or of moved or removed ones, without the lines that name the person."""
    names = _Names(person, "")
    return "".join(line for line in lines.splitlines(keepends=True) if not names.found_in(line))


# ── names in texts ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Names:
    """Finds a person's names in a text, and puts something else in their place."""

    person: Person
    withheld: str
    further: tuple[str, ...] = ()
    """Names that are clear in one meeting: as it prints them, or since no namesake takes part."""
    there: Mapping[str, str] = field(default_factory=dict)
    """What stands in the place of the name in each meeting, where it is not the same."""

    def beside(self, printed: tuple[str, ...]) -> _Names:
        """The same with further names."""
        return replace(self, further=(*self.further, *printed)) if printed else self

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
        texts = sorted({*self.person.everything, *self.further}, key=len, reverse=True)
        long = [fold(text) for text in texts if len(text) >= _SHORTEST]
        letters = [*(text for text in texts if len(text) < _SHORTEST), *self.person.exact]
        return _whole_words(long), _whole_words(letters) if letters else None

    def is_person(self, reference: object) -> bool:
        """Whether a reference means the person: an id, with its kind or without, or a name."""
        if not isinstance(reference, str):
            return False
        bare = reference.removeprefix("people/")
        clear = {*self.person.ids, *self.person.exact}
        return bare in clear or fold(bare) in {fold(name) for name in self.person.names}

    def found_in(self, text: str) -> bool:
        """Whether a text names the person."""
        return any(True for _ in self._places(text))

    def without(self, text: str) -> str:
        """Return a text with something else in the place of the person's names."""
        ids = "|".join(map(re.escape, self.person.ids))
        linked = rf"\[\[(?:people/)?(?:{ids})(?:\|[^\]]*)?\]\]"
        text = re.sub(linked, lambda _: self.withheld, unicodedata.normalize("NFC", text))
        out: list[str] = []
        end = 0
        for start, stop in self._places(text):
            out += [text[end:start], self._instead(text, start, stop)]
            end = stop
        return "".join((*out, text[end:]))

    def _instead(self, text: str, start: int, stop: int) -> str:
        around = text[max(0, start - 1) : start] + text[stop : stop + 1]
        if text[start:stop] not in self.person.ids or not re.search(r"[-/#.]", around) or not self.withheld:
            return self.withheld
        meeting = re.search(r"([a-z0-9-]+)#$", text[max(0, start - 100) : start])
        return slug(self.there.get(meeting[1], self.withheld) if meeting else self.withheld)

    def _places(self, text: str) -> list[tuple[int, int]]:
        text = unicodedata.normalize("NFC", text)
        folded, places = _folded(text)
        long, short = self._patterns
        found = [(places[m.start()], places[m.end()]) for m in long.finditer(folded)]
        found += [m.span() for m in short.finditer(text)] if short else []
        kept: list[tuple[int, int]] = []
        for start, stop in sorted(found):
            if (not kept or start >= kept[-1][1]) and not self._of_another(text, start, stop):
                kept.append((start, stop))
        return kept

    def _of_another(self, text: str, start: int, stop: int) -> bool:
        """Whether an id is only a part of somebody else's."""
        before = re.search(r"[a-z0-9-]*$", text[max(0, start - 80) : start])
        after = re.match(r"[a-z0-9-]*", text[stop : stop + 80])
        whole = f"{before[0] if before else ''}{text[start:stop]}{after[0] if after else ''}"
        return bool(self.person.longer) and whole in self.person.longer

    def shared_lines(self, text: str) -> Iterator[int]:
        """Yield the lines on which a name stands that others bear as well."""
        if not self.person.shared:
            return
        pattern = _whole_words([fold(name) for name in self.person.shared])
        for number, line in enumerate(text.split("\n"), 1):
            if pattern.search(_folded(unicodedata.normalize("NFC", line))[0]):
                yield number


def _whole_words(texts: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(text).replace(r"\ ", r"\s+") for text in texts if text)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if either else r"(?!)")


def _folded(text: str) -> tuple[str, list[int]]:
    """A text letter by letter as names are compared, and the place in the text of each letter and of the end."""
    out, places = [], []
    for place, char in enumerate(text):
        letters = char.lower() if char.isascii() else (fold(char) or char)
        out.append(letters)
        places += [place] * len(letters)
    return "".join(out), [*places, len(text)]


# ── fields ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _values(file: RecordFile) -> tuple[dict[str, object], str]:
    """A record's fields as they are written, and its body."""
    lines = (file.text or "").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    fields = fields_of(file.kind, lines)
    located = locate_fields(fields, lines) if fields else None
    if fields is None or located is None or not isinstance(located.value, dict):
        raise UnreadableError(f"{file.path} names the person and cannot be read: mend it first")
    body = "\n".join(lines[fields.stop + 1 :]) if file.kind is Kind.MEETING else ""
    return located.value, body


def _printed(text: str, names: _Names) -> tuple[str, ...]:
    """The names under which a meeting prints the person (`as:`), where it has any."""
    if "as:" not in text or not names.found_in(text):
        return ()
    lines = text.split("\n")
    fields = fields_of(Kind.MEETING, lines)
    located = locate_fields(fields, lines) if fields else None
    value = located.value if located and isinstance(located.value, dict) else {}
    entries = [entry for part in _ENTRIES for entry in value.get(part) or () if isinstance(entry, dict)]
    return tuple(str(e["as"]) for e in entries if e.get("as") and names.is_person(e.get("person")))


def _rewritten(file: RecordFile, names: _Names, *, offices: bool) -> str:
    fields, body = _values(file)
    if file.kind is Kind.MEETING:
        names = replace(names, withheld=names.there.get(file.id, names.withheld))
        for part in _ENTRIES:
            entries = fields.get(part)
            if isinstance(entries, list):
                fields[part] = [_entry(entry, names, offices=offices) for entry in entries]
    whole = {name: _value(name, value, names) for name, value in fields.items()}
    return record_text(file.kind, whole, names.without(body))


def _free_words(files: Iterable[RecordFile], names: _Names) -> Iterator[tuple[str, str]]:
    """The words for a withheld name in each meeting that withholds another already: they get a number."""
    for file in files:
        text = file.text or ""
        if file.kind is Kind.MEETING and names.withheld in text and names.found_in(text):
            groups = set(re.findall(rf"group: ['\"]?({re.escape(names.withheld)}(?: \(\d+\))?)", text))
            if groups:
                yield file.id, f"{names.withheld} ({len(groups) + 1})"


def _entry(entry: object, names: _Names, *, offices: bool) -> object:
    if names.is_person(entry):
        return {"group": names.withheld}
    if not isinstance(entry, dict) or not names.is_person(entry.get("person")):
        return entry
    gone = {"person", "as", "quote", *(("role",) if offices else ())}
    return {"group": names.withheld} | {name: value for name, value in entry.items() if name not in gone}


def _value(name: str, value: object, names: _Names) -> object:
    """A field without the person: references go, links that bear the name go, words are withheld."""
    if isinstance(value, dict):
        inner = {key: _value(key, part, names) for key, part in value.items()}
        return {key: part for key, part in inner.items() if part is not None}
    if isinstance(value, list):
        parts = [_value(name, part, names) for part in value]
        return [part for part in parts if part is not None]
    if not isinstance(value, str) or not names.found_in(value):
        return value
    if name in _URLS or (name in {"by", "addressees", "merged_into"} and names.is_person(value)):
        return None
    if name == "speech":
        person, dot, number = value.rpartition(".")
        return f"{slug(names.withheld)}.{number}" if dot and names.is_person(person) else slug(names.withheld)
    return names.without(value)
