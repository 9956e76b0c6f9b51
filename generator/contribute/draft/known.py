"""What the archive knows already: people, places and organizations in a text, by name and alias, diacritics or not.

A name as the registers write it, or without any diacritics, may be that record. A name whose diacritics differ is
somebody else: two people whose names differ in a tone are two people.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.archive.archive import Archive
from generator.archive.names import Name, NameFinder, NameIndex, Ref, fold
from generator.contribute.draft.text import Folded
from generator.records import model
from generator.records.dates import Date
from generator.records.model import Kind, former_names_of


@dataclass(frozen=True, slots=True)
class Match:
    """A name of the registers in a text."""

    start: int
    end: int
    refs: tuple[Ref, ...]
    """The records that may be meant."""
    sure: bool
    """Whether it is written as a register writes it, and no other record is called like this."""


class Known:
    """The names of the registers, found in text."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._names: dict[Ref, list[str]] = {}
        for ref, text in _names(archive):
            self._names.setdefault(archive.targets.get(ref, ref), []).append(text)
        names = [Name(text, ref) for ref, texts in self._names.items() for text in texts]
        self._index = NameIndex(self._names, names)
        self._finders = {
            kind: NameFinder([Name(fold(name.text), name.ref) for name in names if name.ref.kind is kind])
            for kind in (Kind.PERSON, Kind.DISTRICT, Kind.ORGANIZATION, Kind.SERIES)
        }

    def find(self, text: str, kind: Kind) -> Iterator[Match]:
        """Yield the names of records of a kind in a text."""
        folded = Folded.of(text)
        for mention in self._finders[kind].names(folded.text):
            start, end = folded.span(mention.start, mention.end)
            if text[start].isupper() and (found := self.match(text[start:end], mention.refs)):
                yield Match(start, end, *found)

    def match(self, printed: str, refs: Iterable[Ref]) -> tuple[tuple[Ref, ...], bool] | None:
        """Return which of the records a printed name may mean, and whether that is sure."""
        fitting = tuple(ref for ref in refs if _may_be(printed, tuple(self._fitting(ref, printed))))
        exact = [ref for ref in fitting if any(_spelling(printed) == _spelling(n) for n in self._names[ref])]
        return (fitting, len(fitting) == len(exact) == 1) if fitting else None

    def _fitting(self, ref: Ref, printed: str) -> Iterator[str]:
        return (name for name in self._names[ref] if fold(name) == fold(printed))

    def resembling(self, printed: str) -> tuple[Ref, ...]:
        """Return the people whose names resemble a printed one."""
        return tuple(name.ref for name in self._index.nearest(printed, (Kind.PERSON,)))

    def called(self, ref: Ref) -> str:
        """Return a record's id with its name, and an office or a kind to tell namesakes apart."""
        record = self.archive.register(ref)
        more = ""
        if isinstance(record, model.Person) and record.posts:
            more = f", {record.posts[-1].role}"
        elif isinstance(record, model.District):
            more = f", {record.kind}"
        name = record.name
        return f"{ref.id} ({name}{more})"

    def on_day(self, refs: Sequence[Ref], day: Date | None) -> tuple[Ref, ...]:
        """Return the records that existed on a day; all of them where that leaves none."""
        if day is None:
            return tuple(refs)
        return tuple(ref for ref in refs if self.archive.existed(ref, day)) or tuple(refs)

    def of_kinds(self, refs: Sequence[Ref], kinds: Sequence[str]) -> tuple[Ref, ...]:
        """Return the districts of certain ranks; all of them where that leaves none."""
        return tuple(ref for ref in refs if self.archive.districts[ref.id].kind in kinds) or tuple(refs)


def _names(archive: Archive) -> Iterator[tuple[Ref, str]]:
    for id, person in archive.people.items():
        names = (person.name, *person.aliases, *former_names_of(person))
        yield from ((Ref(Kind.PERSON, id), name) for name in names)
    for id, district in archive.districts.items():
        names = (district.name, *district.aliases, *former_names_of(district))
        yield from ((Ref(Kind.DISTRICT, id), name) for name in names)
    for id, body in archive.organizations.items():
        yield from ((Ref(Kind.ORGANIZATION, id), name) for name in (body.name, *body.aliases, *former_names_of(body)))
    yield from ((Ref(Kind.SERIES, id), series.name) for id, series in archive.series.items())


def _may_be(printed: str, names: Sequence[str]) -> bool:
    """Whether a printed name can be one of a record's: unless both have diacritics, and these differ."""
    marked = [name for name in names if not name.isascii()]
    return bool(names) and (
        printed.isascii() or not marked or any(_spelling(printed) == _spelling(name) for name in marked)
    )


def _spelling(name: str) -> tuple[tuple[str, ...], ...]:
    """A name word by word, wherever the tone mark stands in a word: `Hoà` and `Hòa` are one."""
    return tuple(tuple(sorted(unicodedata.normalize("NFD", word))) for word in name.casefold().split())
