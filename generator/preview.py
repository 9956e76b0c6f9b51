"""The page of a record that was just saved, long before the whole site is built.

The last build's archive is kept, and the saved record takes its old place in it. The page is as the build will make it,
but for what other records say of this one, and what is drawn from all of them: that stays as it was until then.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from generator.archive.link import with_meeting
from generator.archive.mentions import has_links, with_names
from generator.archive.names import Ref
from generator.archive.resolve import Resolver
from generator.check import Checked
from generator.making import Workshop, make_pages
from generator.problems import errors
from generator.records.decode import Decoded, decode_record
from generator.records.model import Kind
from generator.records.source import read_record
from generator.site.engine import destination
from generator.site.pages import page_of


class Preview:
    """The archive of the last build, in which records change as they are saved."""

    def __init__(self, workshop: Workshop, checked: Checked) -> None:
        self._workshop = workshop
        self._archive = workshop.archive
        self._resolver = checked.resolver
        self._files = {file.location.resolve(): file for file in checked.folder.files}

    def pages(self, saved: Iterable[Path]) -> Mapping[str, bytes]:
        """Return the own pages of saved records by their files, in all languages of the site.

        A record that is new or has errors has none: that is for the build to tell.
        """
        decoded = [found for path in saved if (found := self._decoded(path))]
        try:
            refs = [*self._take_registers(decoded), *self._take_meetings(decoded)]
            return self._made(refs) if refs else {}
        except KeyError:  # the page asks for what only a build finds out, such as a year that was not there before
            return {}

    def _decoded(self, path: Path) -> Decoded | None:
        file = self._files.get(path.resolve())
        if file is None:
            return None
        record, unread = read_record(file)
        decoded, problems = decode_record(record)
        return None if decoded.record is None or errors((*unread, *problems)) else decoded

    def _take_registers(self, decoded: Iterable[Decoded]) -> Iterator[Ref]:
        """Take over people, places, issues, organizations and series, with all that they say of each other."""
        saved = {Ref(found.kind, found.id): found for found in decoded if found.kind is not Kind.MEETING}
        if not saved:
            return
        stubs = (Decoded(Kind.MEETING, id, meeting.path) for id, meeting in self._archive.meetings.items())
        registers = (found for ref, found in (self._resolver.known | saved).items() if ref.kind is not Kind.MEETING)
        resolver = Resolver([*registers, *stubs], self._archive.first_level)
        if errors(resolver.problems):
            return
        self._resolver, known = resolver, resolver.registers
        self._archive = replace(
            self._archive,
            people=known.people,
            districts=known.districts,
            issues=known.issues,
            organizations=known.organizations,
            series=known.series,
            targets=known.targets,
            finder=known.finder,
            marks={**self._archive.marks, **known.marks},
        )
        yield from saved

    def _take_meetings(self, decoded: Iterable[Decoded]) -> Iterator[Ref]:
        for found in decoded:
            resolved = self._resolver.resolve_meeting(found)
            if resolved and not errors((*resolved.problems, *resolved.rules)):
                archive = with_meeting(self._archive, resolved.meeting)
                if has_links(found):
                    archive = with_meeting(archive, with_names(archive, resolved.meeting))
                self._archive = archive
                yield Ref(Kind.MEETING, found.id)

    def _made(self, refs: Iterable[Ref]) -> Mapping[str, bytes]:
        planned = [page_of(self._archive, ref) for ref in refs]
        with tempfile.TemporaryDirectory(prefix="archive-preview-") as folder:
            workshop = replace(self._workshop, archive=self._archive, new=Path(folder, "site"))
            for _ in make_pages(workshop, planned, processes=1):
                pass
            places = (destination(each.tree + page.address) for each in workshop.renderers for page in planned)
            return {place: (workshop.new / place).read_bytes() for place in places}
