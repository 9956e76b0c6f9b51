"""Addresses that never die: what was published still answers, or the archive is refused.

A record or conclusion that is gone needs a line of somebody who knows what became of it. Speeches and agenda items get
their addresses from the text, which may be corrected: their old ones stay on the meeting's page by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from rapidfuzz import fuzz, process

from generator.archive.archive import Archive, Former
from generator.archive.names import Ref
from generator.problems import Problem, Related, Span
from generator.records.addresses import FOLDER, MOVED, REMOVED, Noted, Said, is_address
from generator.records.model import Kind

NEAR = 60
"""From this resemblance on (percent of letters) a new record is offered as what became of one that is gone."""


def addresses_of(archive: Archive) -> Iterator[str]:
    """Yield every address that lives: of each record, and of each conclusion, speech and agenda item."""
    for ref in archive.paths:
        yield f"{ref.kind.value}/{ref.id}"
    for id, meeting in archive.meetings.items():
        page = f"meetings/{id}#"
        for conclusion in meeting.conclusions:
            yield page + conclusion.key.id
        for speech in meeting.speeches:
            for fragment in speech.addresses:
                yield page + fragment
        for item in meeting.items:
            yield page + item.address


def parted(address: str) -> tuple[Ref, str]:
    """Return the record of an address, and the place on its page or nothing."""
    page, _, fragment = address.partition("#")
    kind, _, id = page.partition("/")
    return Ref(Kind(kind), id), fragment


def with_addresses(archive: Archive, noted: Noted) -> tuple[Archive, tuple[Problem, ...]]:
    """Return the archive with what answers at the addresses of old, and a problem for each where nothing would."""
    ways = _Ways(archive, noted, frozenset(addresses_of(archive)))
    problems = (*ways.check_said(), *ways.check_published())
    former = {id: tuple(sorted(parts.values())) for id, parts in ways.former.items()}
    return replace(archive, moved=ways.moved, removed=ways.removed, former=former), problems


@dataclass
class _Ways:
    """Follows addresses to where they lead today."""

    archive: Archive
    noted: Noted
    living: frozenset[str]
    moved: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    former: dict[str, dict[str, Former]] = field(default_factory=lambda: defaultdict(dict))

    def end_of(self, address: str) -> str:
        """Where an address leads in the end: it is followed until something lives there, or nothing goes on."""
        seen: set[str] = set()
        while address not in self.living and address not in seen and (said := self.noted.moved.get(address)):
            seen.add(address)
            address = said.text
        return address

    # ── what somebody said ──

    def check_said(self) -> Iterator[Problem]:
        """Take over the lines of `moved.yml` and `removed.yml`, and yield what is wrong with them."""
        for address, said in (*self.noted.moved.items(), *self.noted.removed.items()):
            if self.lives(address):
                message = f"“{address}” is there, so nothing has to be said of it"
                yield Problem("living-address", said.key, message, "take the line out", concerns=_files(address))
        for address, said in self.noted.moved.items():
            if not self.lives(address):
                yield from self.check_moved(address, said)
        for address, said in self.noted.removed.items():
            if not self.lives(address):
                self.note(address, "", said.text)

    def check_moved(self, address: str, said: Said) -> Iterator[Problem]:
        """Take over one line of `moved.yml`, or say that it leads nowhere."""
        end = self.end_of(address)
        if self.lives(end) or end in self.noted.removed:
            self.note(address, end, "")
        elif end in self.noted.moved:
            message = f"“{address}” leads in a circle"
            yield Problem("reference-loop", said.value, message, "name the record that is there")
        else:
            message = f"“{end}”, to which this leads, is not there either"
            yield Problem("dead-address", said.value, message, self.hint(end), concerns=_files(end))

    def lives(self, address: str) -> bool:
        """Whether something is there, or may be: what could not be read is reported where it stands."""
        page, mark, _ = address.partition("#")
        unread = mark and page in self.living and parted(page)[0].id not in self.archive.meetings
        return address in self.living or bool(unread)

    def note(self, address: str, end: str, reason: str) -> None:
        """Let an address of old answer: a page with a page of its own, a part of one on that page."""
        fragment = address.partition("#")[2]
        if fragment:
            page = self.end_of(address.partition("#")[0])
            self.former[parted(page)[0].id][fragment] = Former(fragment, end, reason)
        elif end:
            self.moved[address] = end
        else:
            self.removed[address] = reason

    # ── what was published ──

    def check_published(self) -> Iterator[Problem]:
        """Yield a problem for each address that was published and would die."""
        settled = self.living | self.noted.moved.keys() | self.noted.removed.keys()
        for path, lines in self.noted.published.items():
            for number, address in enumerate(lines, 1):
                if address in settled or not address:
                    continue
                if not is_address(address):
                    hint = f"this file is written by `archive addresses`: take back what was changed in {path}"
                    yield Problem("wrong-value", Span(path, number), f"“{address[:80]}” is not an address", hint)
                elif problem := self.fate(address, Span(path, number, 1, len(address))):
                    yield problem

    def fate(self, address: str, span: Span) -> Problem | None:
        """Settle what became of an address by itself, or say that nobody knows."""
        page, _, fragment = address.partition("#")
        end = self.end_of(page)
        if not fragment:
            return self.dead(address, span)
        if end not in self.living:  # the whole page is gone: either somebody says why, or that is reported
            return None
        id = parted(end)[0].id
        if f"{end}#{fragment}" in self.living or id not in self.archive.meetings:
            return None
        if "." not in fragment and not fragment.startswith("item-"):
            return self.dead(address, Span(self.archive.meetings[id].path), span)
        self.former[id].setdefault(fragment, Former(fragment, self.speech_now(end, fragment), ""))
        return None

    def speech_now(self, page: str, fragment: str) -> str:
        """Where a person's speech is who bears another id now; nothing where that cannot be told."""
        person, dot, number = fragment.rpartition(".")
        ref = parted(self.end_of(f"people/{person}"))[0] if dot else None
        target = self.archive.targets.get(ref, ref) if ref else None
        if target is None or target.id == person:
            return ""
        found = (f"{page}#{target.id}.{n}" for n in (number, "1"))
        return next((address for address in found if address in self.living), "")

    def dead(self, address: str, span: Span, listed: Span | None = None) -> Problem:
        """Say that an address would die, and what to type so that it does not."""
        message = f"“{address}” was published, and nothing would answer there any more"
        related = (Related(listed, "here it is noted"),) if listed else ()
        return Problem("dead-address", span, message, self.hint(address), related, concerns=_files(address))

    def hint(self, address: str) -> str:
        """What to type, with the new record that it resembles where there is one."""
        folder = f"records/{FOLDER}"
        near = self.nearest(address)
        renamed = f"did it become “{near}”? Write" if near else "was it renamed? Write"
        return (
            f"{renamed} “{address}: {near or address.partition('/')[0] + '/…'}” into {folder}/{MOVED}; "
            f"was it removed? Write “{address}: …” with the reason into {folder}/{REMOVED}"
        )

    def nearest(self, address: str) -> str:
        """The address of the same kind that was not published yet and resembles one most, or nothing."""
        page, mark, _ = address.partition("#")
        begin = f"{page}#" if mark else f"{page.partition('/')[0]}/"
        candidates = [a for a in self.fresh if a.startswith(begin) and ("#" in a) == bool(mark)]
        found = process.extractOne(address, candidates, scorer=fuzz.ratio, score_cutoff=NEAR)
        return found[0] if found else ""

    @cached_property
    def fresh(self) -> tuple[str, ...]:
        """Records and conclusions that were not published yet, in order."""
        published = set[str]().union(*self.noted.published.values())
        own = (a for a in self.living - published if "." not in a and "#item-" not in a)
        return tuple(sorted(own))


def _files(address: str) -> tuple[str, ...]:
    """Files, there or not, that can have held an address."""
    ref, _ = parted(address)
    if ref.kind is not Kind.MEETING:
        return (f"records/{ref.kind}/{ref.id}.yml",)
    return (f"records/meetings/{ref.id[:4]}/{ref.id}.md",)
