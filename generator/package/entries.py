"""All search entries of an archive, made anew in processes, in the order in which results are listed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from generator.archive.names import Ref
from generator.check import Checked
from generator.contents import interface_of
from generator.processes import each, in_batches
from generator.records.model import Kind
from generator.site.entries import entries_of
from generator.site.interface import Interface
from generator.site.markdown import Texts
from generator.site.page import SearchEntry
from generator.site.theme import read_theme, theme_folder

_BATCH = 200
"""So many records' entries are made at a time by one process."""


def all_entries(checked: Checked, processes: int) -> Iterator[list[SearchEntry]]:
    """Yield all entries in batches: those of the registers, then of meetings from the newest on."""
    interface = interface_of(checked.config, read_theme(theme_folder()))
    registers = [Ref(kind, id) for kind in Kind if kind is not Kind.MEETING for id in checked.archive.registers(kind)]
    refs = [*registers, *(Ref(Kind.MEETING, id) for id in reversed(list(checked.archive.meetings)))]
    batches = list(enumerate(in_batches(refs, _BATCH)))
    early: dict[int, list[SearchEntry]] = {}
    awaited = 0
    for number, entries in each(partial(_entries_of, checked, interface), batches, processes):
        early[number] = entries
        while awaited in early:
            yield early.pop(awaited)
            awaited += 1


def _entries_of(
    checked: Checked, interface: Interface, batch: tuple[int, Iterable[Ref]]
) -> tuple[int, list[SearchEntry]]:
    number, refs = batch
    texts = Texts(checked.archive)
    return number, [e for ref in refs for e in entries_of(checked.archive, checked.config, texts, ref, interface)]
