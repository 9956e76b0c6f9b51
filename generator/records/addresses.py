"""What `records/addresses/` says: which addresses were published, and where those lead that are no record's any more.

An address is written as references are: `people/orla-venn`, `meetings/2024-04-19-second-review#k1`. Lists (`*.txt`, one
address a line, sorted) are written by `archive addresses` alone; `moved.yml` and `removed.yml` by whoever renames or
removes a record. Whether an address still answers is for `archive/addresses.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from generator.problems import Problem, Span
from generator.records.model import Kind
from generator.records.nodes import Located, locate

FOLDER = "addresses"
MOVED, REMOVED = "moved.yml", "removed.yml"
_ADDRESS = re.compile(rf"(?:{'|'.join(Kind)})/[a-z0-9]+(?:-[a-z0-9]+)*(?:#[a-z0-9.-]+)?")


@dataclass(frozen=True, slots=True)
class Said:
    """What a line of `moved.yml` or `removed.yml` says of an address, and where."""

    text: str
    """The address that took its place, or why there is none."""
    key: Span
    value: Span


@dataclass(frozen=True, slots=True)
class Noted:
    """Everything that was noted of addresses."""

    published: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The lines of each list by path."""
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The lines of every file by path."""
    moved: Mapping[str, Said] = field(default_factory=dict)
    removed: Mapping[str, Said] = field(default_factory=dict)


def is_address_file(name: str) -> bool:
    """Say whether a file of the folder is one that is read."""
    return name in {MOVED, REMOVED} or name.endswith(".txt")


def decode_addresses(texts: Mapping[str, str]) -> tuple[Noted, tuple[Problem, ...]]:
    """Return what the files of the folder say, by path, and everything that is wrong with their form."""
    lines = {path: tuple(text.split("\n")) for path, text in sorted(texts.items())}
    published: dict[str, tuple[str, ...]] = {}
    said: dict[str, dict[str, Said]] = {MOVED: {}, REMOVED: {}}
    problems: list[Problem] = []
    for path in lines:
        name = path.rpartition("/")[2]
        if name in said:
            located, found = locate(path, texts[path]) if texts[path].strip() else (None, ())
            problems += [*found, *_read(name, located, said[name])]
        else:
            published[path] = lines[path]
    twice = said[MOVED].keys() & said[REMOVED].keys()
    problems += [_twice(address, said[REMOVED][address]) for address in sorted(twice)]
    return Noted(published, lines, said[MOVED], said[REMOVED]), tuple(problems)


def _read(name: str, located: Located | None, into: dict[str, Said]) -> Iterator[Problem]:
    if located is None or located.value in (None, ""):
        return
    if not isinstance(located.value, dict):
        yield Problem("wrong-value", located.span(()), "this file has one line an address", _EXAMPLES[name])
        return
    for address, text in located.value.items():
        key, value = located.key((address,)), located.span((address,))
        if not is_address(address):
            yield Problem("wrong-value", key, f"“{address}” is not an address of a record", _EXAMPLES[name])
        elif not isinstance(text, str) or not text or (name == MOVED and not is_address(text)):
            wanted = "the address that took its place" if name == MOVED else "why it was removed"
            yield Problem("wrong-value", value, f"behind the address stands {wanted}", _EXAMPLES[name])
        else:
            into[address] = Said(text, key, value)


_EXAMPLES: Mapping[str, str] = {
    MOVED: "such as “people/orla-ven: people/orla-venn”",
    REMOVED: "such as “people/orla-ven: It was a misreading of the source.”",
}


def _twice(address: str, said: Said) -> Problem:
    return Problem("duplicate-key", said.key, f"“{address}” is moved and removed at once", "keep one of the two lines")


def is_address(text: str) -> bool:
    """Say whether a text has the form of a record's address, or of a place on its page."""
    return _ADDRESS.fullmatch(text) is not None


def list_of(address: str) -> str:
    """Return the name of the list that an address stands in: one a kind, of meetings one a year."""
    kind, _, id = address.partition("/")
    if kind != Kind.MEETING:
        return f"{kind}.txt"
    year = id[:4] if id[:4].isdecimal() else "other"
    return f"{kind}-{year}.txt"


def lists_with(published: Mapping[str, tuple[str, ...]], living: Iterable[str]) -> dict[str, str]:
    """Return the text of each list by name, with every address that was published or lives now; none is taken off."""
    whole = set(living).union(*published.values())
    lists: dict[str, list[str]] = {}
    for address in sorted(filter(is_address, whole)):
        lists.setdefault(list_of(address), []).append(address)
    return {name: "".join(f"{address}\n" for address in lines) for name, lines in sorted(lists.items())}
