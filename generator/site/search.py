"""The search index: entries in, files out that a browser searches by itself, without a server.

A search asks for what it needs and nothing else: which bundles have its words, of those the files in which the words
stand, then the texts of the few results that are shown. What a hit *is* (kind, people, district, year, date) stands in
columns of its own, so that hits are narrowed, counted and listed without any word.

    search/bundles.json             which bundles there are, and the marks of all that follows
    search/facets.json.gz           every value of every facet, with counts
    search/names.json.gz            who and what can be found by name
    search/meetings.json.gz         how words of meetings' titles begin, and which bundles have such a meeting
    search/words.json.gz            the first word of each file of words
    search/words/3.txt.gz           all words of the archive, some hundred a file
    search/parts/3.txt.gz           the same from each of their parts on: `Kabel` finds `Seekabelnetz` (`dictionary`)
    search/2024/meetings.json.gz    a bundle: its meetings by name, for who types one,
    search/2024/columns.json.gz     what its entries are,
    search/2024/people.json.gz      whose and for which places,
    search/2024/words-7.gz          where its words stand (`postings`),
    search/2024/places-7.gz         at which places there, for phrases,
    search/2024/texts-12.json.gz    and what is shown of its entries

Each file of a bundle begins with a part of the bundle's mark, and so do the four that are read first with theirs.
While a site is being replaced a browser may get files of two publications, whose rows and values mean different
things: it sees that, names the bundle, and asks again when the reader wants it.

Pagefind did this before. It is the better choice for a site of some thousand pages; here one word in 20 years of 5,000
entries each took 1.25 MB (its list of pages and one file of words a year), and its time grew with the square of the
hits. `tests/benchmarks/search` measures both.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.marks import mark
from generator.processes import each
from generator.site.bundles import (
    FACETS,
    BundleFacts,
    beginnings,
    bundle_facts,
    facet_lists,
    meetings_of,
    register_lists,
)
from generator.site.dictionary import (
    ORDERS,
    Dictionary,
    File,
    changes_between,
    files_of,
    is_renewable,
    packed,
    renewed,
)
from generator.site.page import SearchEntry
from generator.site.postings import postings_of, word_files
from generator.site.words import words

FORMAT = 6
"""Of all files; the search page reads no other."""
SEAL = 8
"""Letters of a mark at the beginning of a file."""
TEXTS_OF_A_FILE = 6
"""So many entries' texts share a file: a site of 100,000 entries shall not have 100,000 files."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A part of the index that is written, loaded and searched on its own."""

    name: str
    entries: tuple[SearchEntry, ...]


# ---- what is read first


def dictionary_of(
    bundles: Mapping[str, BundleFacts], before: Mapping[str, BundleFacts], kept: Dictionary, processes: int = 1
) -> Dictionary:
    """Return the dictionary of some bundles: the kept one of what they were before with its changes, else a new one."""
    if is_renewable(kept, bundles):
        changes = changes_between(before, bundles)
        files: dict[str, Sequence[File]] = {order: renewed(kept, changes, order) for order in ORDERS}
    else:
        files = dict(each(partial(_files_of, bundles), ORDERS, processes))
    return Dictionary(tuple(bundles), {order: files[order] for order in ORDERS})


def _files_of(bundles: Mapping[str, BundleFacts], order: str) -> tuple[str, Sequence[File]]:
    return order, files_of(bundles, order)


def write_directory(bundles: Mapping[str, BundleFacts], dictionary: Dictionary, folder: Path) -> None:
    """Write what the search page reads before any bundle, in place of what was there."""
    for order, files in dictionary.files.items():
        _write_files(files, folder / order)
    firsts = {order: [file.first for file in files] for order, files in dictionary.files.items()}
    written = {
        "facets": facet_lists(bundles),
        "names": register_lists(bundles),
        "meetings": beginnings(bundles),
        "words": {**firsts, "bundles": [list(facts.firsts) for facts in bundles.values()]},
    }
    of_all = mark([FORMAT, *((name, facts.mark) for name, facts in bundles.items())])
    for name, value in written.items():
        _write_json(folder / f"{name}.json.gz", of_all, value)
    start = {
        "format": FORMAT,
        "mark": of_all,
        "bundles": [{"name": name, "entries": f.entries, "mark": f.mark} for name, f in bundles.items()],
    }
    (folder / "bundles.json").write_text(json.dumps(start, separators=(",", ":")), encoding="utf-8")


def _write_files(files: Iterable[File], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, file in enumerate(files):
        (folder / f"{number}.txt.gz").write_bytes(file.packed)


# ---- one bundle


def write_bundle(bundle: Bundle, mark: str, folder: Path) -> BundleFacts:
    """Write one bundle into its folder, in place of what was there, and return what is known of it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    postings = postings_of(bundle.entries)
    firsts = []
    for number, file in enumerate(word_files(postings)):
        firsts.append(file.first)
        (folder / f"words-{number}.gz").write_bytes(packed(_seal(mark) + file.words))
        (folder / f"places-{number}.gz").write_bytes(packed(_seal(mark) + file.places))
    facts = bundle_facts(mark, bundle.entries, firsts, {word: len(found.weights) for word, found in postings.items()})
    of_few, of_many = columns(bundle.entries, facts)
    _write_json(folder / "columns.json.gz", mark, of_few)
    _write_json(folder / "people.json.gz", mark, of_many)
    _write_json(folder / "meetings.json.gz", mark, meetings_of(facts))
    for number, start in enumerate(range(0, len(bundle.entries), TEXTS_OF_A_FILE)):
        row = bundle.entries[start : start + TEXTS_OF_A_FILE]
        _write_json(folder / f"texts-{number}.json.gz", mark, [shown(entry) for entry in row])
    return facts


def _write_json(path: Path, mark: str, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(packed(_seal(mark) + text.encode("utf-8", "replace")))


def _seal(mark: str) -> bytes:
    return mark[:SEAL].encode()


def shown(entry: SearchEntry) -> dict[str, object]:
    """Return what a result shows of an entry."""
    found = {
        "title": entry.title,
        "meeting": entry.meeting,
        "role": entry.role,
        "people": entry.people,
        "districts": entry.districts,
        "issues": entry.issues,
        "organizations": entry.organizations,
        "names": entry.names,
    }
    return {"address": entry.address, "text": entry.text, **{name: value for name, value in found.items() if value}}


# ---- columns: what each entry is


def columns(entries: Sequence[SearchEntry], facts: BundleFacts) -> tuple[dict[str, object], dict[str, object]]:
    """Return a bundle's columns: those that every search needs, and those of facets with many values.

    A meeting has its issues and a speech its people: so values that come together are named together, once, and each
    row holds one letter for them.
    A value is a letter for the place that it has among the bundle's own values of its facet.
    """
    letters = {name: {value: chr(_FIRST_LETTER + n) for n, value in enumerate(facts.counts[name])} for name in FACETS}

    def told(*group: str) -> dict[str, object]:
        of_facets = [(letters[name], FACETS[name]) for name in group]
        return _told_once("+".join(_letters_of(own, values(entry)) for own, values in of_facets) for entry in entries)

    of_few: dict[str, object] = {
        "kind+status+year": told("kind", "status", "year"),
        "date": _told_once([entry.date for entry in entries]),
        "language": _told_once([entry.language for entry in entries]),
        "title": _told_once([len(words(entry.title)) for entry in entries]),
        "issue": told("issue"),
        "organization": told("organization"),
    }
    return of_few, {"person": told("person"), "district": told("district")}


def _letters_of(letters: Mapping[str, str], values: Iterable[str]) -> str:
    return "".join(letters[value] for value in dict.fromkeys(values))


_FIRST_LETTER = 0x5D
"""`]`: what follows is neither quoted in JSON nor, for as many entries as a bundle has, no letter at all."""
_SAME, _NEXT = "-", "+"
"""A row's value is that of the row before, or one that none has had yet: so equal neighbours cost nearly nothing."""


def _told_once(rows: Iterable[object]) -> dict[str, object]:
    """Values in the order in which they first come, and for each row a letter for the place of its value."""
    letters: dict[object, str] = {}
    told = []
    before: object = letters  # which is no value
    for value in rows:
        if value not in letters:
            letters[value] = chr(_FIRST_LETTER + len(letters))
            told.append(_NEXT)
        else:
            told.append(_SAME if value == before else letters[value])
        before = value
    return {"values": list(letters), "rows": "".join(told)}
