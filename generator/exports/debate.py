"""What formats of debates have in common: a meeting as sections with their parts, and its participants with numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.archive.archive import Archive, Division, Item, Meeting, Prose, Speech
from generator.archive.mentions import target_of
from generator.archive.unmarked import TitleOf

Spoken = Division | Prose | Speech
"""What a section holds."""


def sections(meeting: Meeting) -> Iterator[tuple[Item | None, tuple[Spoken, ...]]]:
    """Yield each agenda item with what stands under it; first, without an item, what stands before them all."""
    item: Item | None = None
    parts: list[Spoken] = []
    for part in meeting.flow:
        if not isinstance(part, Item):
            parts.append(part)
            continue
        if item or parts:
            yield item, tuple(parts)
        item, parts = part, []
    if item or parts:
        yield item, tuple(parts)


def roles(meeting: Meeting) -> Mapping[str, str]:
    """Return a name for each office that somebody held in a meeting: `role-1` and so on, in the record's order."""
    found = dict.fromkeys(p.written.role for p in meeting.participations if p.written.role)
    return {role: f"role-{number}" for number, role in enumerate(found, 1) if role}


def titles(archive: Archive) -> TitleOf:
    """Return what gives the title of the record behind `[[…]]`."""

    def title_of(target: str) -> str | None:
        found = target_of(archive, target)
        return archive.title(found[0]) if found else None

    return title_of
