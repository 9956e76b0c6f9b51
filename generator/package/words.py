"""The search index of the copy on a disk: a plain inverted index in scripts, since no page may read other files there.

    search/disk/about.js       how many entries there are, and what facets' numbers stand for
    search/disk/w-ko.js        the words that begin with “ko”: which entries hold each, in the order of the results
    search/disk/c-0.js         of 8,192 entries the facets, by numbers
    search/disk/t-0.js         of 64 entries what is shown

Each file calls `archiveDisk(name, data)`. Parts of compounds lead to the words that hold them. A word is folded here as
`theme/assets/disk.js` folds what is typed; that is held by a test that asks for each folded word.
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.site.bundles import FACETS
from generator.site.page import SearchEntry
from generator.site.words import Compounds

FOLDER = "search/disk/"
TEXTS_OF_A_FILE = 64
ROWS_OF_A_FILE = 8192
_TOKEN = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({
    "đ": "d", "ð": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ı": "i",
})  # fmt: skip


def folded(text: str) -> str:
    """Return a text in small letters without accents, as the page folds a query."""
    if text.isascii():
        return text.lower()
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.category(c).startswith("M"))
    return bare.lower().translate(_LETTERS)


def shard_of(word: str) -> str:
    """Return the name of the file that a folded word stands in: by its first two letters, all others together."""
    return "w-" + re.sub(r"[^a-z0-9]", "_", word[:2])


@dataclass
class DiskIndex:
    """Gathers entries in the order in which results are listed; files come out as soon as they are full."""

    words: dict[str, array[int]] = field(default_factory=dict)
    """The entries that hold each folded word, twice their number, and one more where it stands in the title."""
    spelled: dict[str, str] = field(default_factory=dict)
    """The folded form of each word that may be a compound, or a part of one."""
    values: dict[str, dict[str, int]] = field(default_factory=lambda: {name: {} for name in FACETS})
    texts: list[list[object]] = field(default_factory=list)
    rows: list[list[object]] = field(default_factory=list)
    count: int = 0

    def add(self, entries: Iterable[SearchEntry]) -> Iterator[tuple[str, bytes]]:
        """Take entries in, and yield the files that are full, by address."""
        for entry in entries:
            self._index(entry)
            self.texts.append([entry.address, entry.title, entry.text, entry.meeting, entry.role, entry.language])
            facets = [[self._value(name, v) for v in dict.fromkeys(of(entry))] for name, of in FACETS.items()]
            self.rows.append([entry.date, *(row[0] if len(row) == 1 else row for row in facets)])
            self.count += 1
            if len(self.texts) == TEXTS_OF_A_FILE:
                yield self._texts()
            if len(self.rows) == ROWS_OF_A_FILE:
                yield self._rows()

    def finish(self) -> Iterator[tuple[str, bytes]]:
        """Yield all that is left: the last texts, the words, and what the page reads first."""
        if self.texts:
            yield self._texts()
        if self.rows:
            yield self._rows()
        shards = self._shards()
        for name in sorted(shards):
            yield _file(name, shards[name])
        about = {
            "entries": self.count,
            "shards": [name.removeprefix("w-") for name in sorted(shards)],
            "texts": TEXTS_OF_A_FILE,
            "rows": ROWS_OF_A_FILE,
            "facets": {name: list(values) for name, values in self.values.items()},
        }
        yield _file("about", about)

    def _index(self, entry: SearchEntry) -> None:
        people = (*entry.people, *entry.districts, *entry.issues, *entry.organizations)
        title = f"{entry.title} {' '.join(entry.names)}"
        in_title = self._tokens(title)
        for word in in_title:
            self.words.setdefault(word, array("L")).append(2 * self.count + 1)
        for word in self._tokens(f"{entry.text} {entry.meeting} {entry.role} {' '.join(people)}") - in_title:
            self.words.setdefault(word, array("L")).append(2 * self.count)

    def _tokens(self, text: str) -> set[str]:
        found = set()
        for word in set(_TOKEN.findall(unicodedata.normalize("NFC", text).lower())):
            plain = self.spelled.get(word)
            if plain is None:
                plain = self.spelled[word] = folded(word)
            found.add(plain)
        return found

    def _value(self, facet: str, value: str) -> int:
        return self.values[facet].setdefault(value, len(self.values[facet]))

    def _texts(self) -> tuple[str, bytes]:
        number, self.texts, full = (self.count - 1) // TEXTS_OF_A_FILE, [], self.texts
        return _file(f"t-{number}", full)

    def _rows(self) -> tuple[str, bytes]:
        number, self.rows, full = (self.count - 1) // ROWS_OF_A_FILE, [], self.rows
        return _file(f"c-{number}", full)

    def _shards(self) -> Mapping[str, dict[str, dict[str, object]]]:
        shards: dict[str, dict[str, dict[str, object]]] = defaultdict(lambda: {"words": {}, "parts": {}})
        for word, places in sorted(self.words.items()):
            shards[shard_of(word)]["words"][word] = _steps(places)
        for part, wholes in sorted(self._parts().items()):
            shards[shard_of(part)]["parts"][part] = sorted(wholes)
        return shards

    def _parts(self) -> Mapping[str, set[str]]:
        """The compounds that each part occurs in, all folded."""
        compounds = Compounds(frozenset(word for word in self.spelled if len(word) >= 4 and word.isalpha()))
        found: dict[str, set[str]] = defaultdict(set)
        for word, plain in self.spelled.items():
            for part in compounds.parts(word):
                if not plain.startswith(bare := folded(part)):  # a part at the beginning is found as a beginning
                    found[bare].add(plain)
        return found


def _steps(places: Sequence[int]) -> list[int]:
    """Each number as the step from the one before: most are short."""
    return [place - before for before, place in zip((0, *places), places, strict=False)]


def _file(name: str, data: object) -> tuple[str, bytes]:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"{FOLDER}{name}.js", f'archiveDisk("{name}",{text});\n'.encode()  # JSON is JavaScript since ES2019
