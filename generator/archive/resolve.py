"""Who is meant: every mention of the records resolved, and what cannot be resolved reported at its place.

An explicit id first, then a name that fits exactly one record; everything else is a problem with candidates. Two
passes: registers and meetings by themselves, then what points from one meeting into another.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import NamedTuple, Protocol, TypeVar

from rapidfuzz import fuzz, process

from generator.archive.archive import (
    Archive,
    Conclusion,
    ConclusionKey,
    Flow,
    FollowUp,
    Item,
    Meeting,
    Part,
    Participation,
    Speech,
)
from generator.archive.link import link
from generator.archive.meeting_rules import WHO, check_meeting
from generator.archive.mentions import fragments, has_links, linked_fields, records_with_id, target_of, with_names
from generator.archive.names import Name, NameFinder, NameIndex, Ref, slug
from generator.archive.speeches import FlowReader, Labels, plain, unused_items
from generator.problems import Problem, Related, Span, foreign_characters, listed
from generator.records import model
from generator.records.body import parse_body
from generator.records.decode import Decoded
from generator.records.model import Kind
from generator.records.source import hides_characters

ALL_DISTRICTS = "all-districts"
MOST_GUESSES = 100
"""So often it is looked in one file what somebody may have meant: who errs more often has not mistyped."""

_R = TypeVar("_R", bound=model.Record)

_WORDS = {
    Kind.MEETING: "meeting",
    Kind.PERSON: "person",
    Kind.DISTRICT: "district",
    Kind.ISSUE: "issue",
    Kind.ORGANIZATION: "organization",
    Kind.SERIES: "series",
}


def resolve_archive(
    records: Sequence[Decoded], first_level: Iterable[str] = ("district", "city", "town")
) -> tuple[Archive, tuple[Problem, ...]]:
    """Return the linked archive of all records that could be read, and every mention that fits nothing or too much."""
    resolver = Resolver(records, first_level)
    resolved = [resolver.resolve_meeting(decoded) for decoded in records if decoded.kind is Kind.MEETING]
    return resolver.archive([found for found in resolved if found is not None])


class ResolvedMeeting(NamedTuple):
    """A meeting with who is meant in it, and what is wrong with it alone."""

    meeting: Meeting
    decoded: Decoded
    """What it was made of: the places of its fields and links."""
    problems: tuple[Problem, ...] = ()
    """References that could not be resolved: another file may make them good."""
    rules: tuple[Problem, ...] = ()
    """What rules say of the meeting: that holds as long as it and the registers stay."""


class Resolver:
    """Knows all records by id and name, and resolves one meeting after the other.

    Of meetings only kind and id have to be known here; so they can be resolved in any order, in several processes, or
    be taken over from an earlier run.
    """

    def __init__(self, records: Iterable[Decoded], first_level: Iterable[str] = ("district", "city", "town")) -> None:
        # By id, not by path: in which folder or order the files lie must not show anywhere.
        self.records = sorted(records, key=lambda decoded: (decoded.kind, decoded.id))
        self.problems: list[Problem] = []
        self.looked: Counter[str] = Counter()
        records = self.records
        self.known = {Ref(decoded.kind, decoded.id): decoded for decoded in records}
        names = [name for decoded in records for name in _names(decoded)]
        self.index = NameIndex(self.known, names)
        self.targets = self.merged()
        self.names: dict[str, list[str]] = {}
        for ref, text in [*((ref, ref.id) for ref in self.known), *((name.ref, name.text) for name in names)]:
            if ref.kind is Kind.PERSON:  # id and names of a merged record are the person's all the same
                self.names.setdefault(self.targets[ref].id, []).append(text)
        self.finder = NameFinder(
            [
                Name(name.text, self.targets[name.ref], name.in_text)
                for name in names
                if name.ref.kind is not Kind.MEETING
            ],
            _terms(records),
        )
        self.registers = self._registers(frozenset(first_level))

    # ── references ────────────────────────────────────────────────────────────────────────────────────────────────

    def ref(self, text: str | None, kinds: Sequence[Kind], span: Span) -> Ref | None:
        """Return the record that a reference means, after mergers; or None, reported."""
        if text is None:
            return None
        candidates = dict.fromkeys(self.targets[ref] for ref in self.index.candidates(text, kinds))
        if len(candidates) == 1:
            return next(iter(candidates))
        if not candidates and hides_characters(text):
            return None  # reported where the file was read
        self.problems.append(
            self.ambiguous(text, tuple(candidates), span) if candidates else self.unknown(text, kinds, span)
        )
        return None

    def meant(self, text: str, kinds: Sequence[Kind]) -> Ref | None:
        """Return the one record that a reference means, and report nothing."""
        candidates = {self.targets[ref] for ref in self.index.candidates(text, kinds)}
        return candidates.pop() if len(candidates) == 1 else None

    def place(self, ref: Ref, field: str) -> Span:
        """Return where a record of a register says something."""
        return self.known[ref].span(field)

    def id(self, text: str | None, kind: Kind, span: Span) -> str | None:
        """Return the id of the record of a kind that a reference means; or None, reported."""
        ref = self.ref(text, (kind,), span)
        return ref.id if ref else None

    def ids(self, texts: Sequence[str], kind: Kind, decoded: Decoded, *path: str | int) -> tuple[str, ...]:
        """Return the ids of the records that the references of a list mean, once each."""
        found = (self.id(text, kind, decoded.span(*path, n)) for n, text in enumerate(texts))
        return tuple(dict.fromkeys(id for id in found if id is not None))

    def unknown(self, text: str, kinds: Sequence[Kind], span: Span) -> Problem:
        """Return the problem of a reference that no record answers, with what is nearest."""
        where = " or ".join(f"records/{kind}/" for kind in kinds)
        nearest = self.nearest(text, kinds, span)
        missing = (_path(kind, text.rpartition("/")[2]) for kind in kinds)
        concerns = (*missing, *(self.known[name.ref].path for name in nearest))
        if nearest:
            known = (f"“{self.reference(name.ref, kinds)}” ({self.called(name.ref)})" for name in nearest)
            hint = f"did you mean {' or '.join(known)}?"
        else:
            hint = _new_record(text, kinds)
        message = f"nothing in {where} has the id or name “{text}”{_other_alphabet(text)}"
        return Problem("unknown-reference", span, message, hint, concerns=concerns)

    def nearest(self, text: str, kinds: Sequence[Kind], span: Span) -> tuple[Name, ...]:
        """Return the records that somebody may have meant at a place."""
        return self.index.nearest(text, kinds) if self.may_look(span) else ()

    def may_look(self, span: Span) -> bool:
        """Say whether it is to be looked for what somebody meant; in one file that is done only so often."""
        self.looked[span.path] += 1
        return self.looked[span.path] <= MOST_GUESSES

    def ambiguous(self, text: str, candidates: Sequence[Ref], span: Span) -> Problem:
        """Return the problem of a reference that several records answer, with all of them."""
        kinds = [ref.kind for ref in candidates]
        known = listed(f"{self.reference(ref, kinds)} ({self.called(ref)})" for ref in candidates)
        concerns = tuple(self.known[ref].path for ref in candidates)
        message = f"“{text}” fits several records"
        return Problem("ambiguous-reference", span, message, f"write one of {known}", concerns=concerns)

    def reference(self, ref: Ref, kinds: Iterable[Kind]) -> str:
        """What to type for a record where several kinds may stand: its id, with the kind where two use that id."""
        shared = any(kind is not ref.kind and Ref(kind, ref.id) in self.known for kind in kinds)
        return f"{ref.kind}/{ref.id}" if shared else ref.id

    def called(self, ref: Ref) -> str:
        """The name of a record, and an office or a kind to tell namesakes apart."""
        record = self.known[ref].record
        if isinstance(record, model.Person) and record.posts:
            return f"{record.name}, {record.posts[-1].role}"
        if isinstance(record, model.District):
            return f"{record.name}, {record.kind}"
        return record.name if isinstance(record, model.Register) else ref.id

    def merged(self) -> dict[Ref, Ref]:
        """Where each id leads after mergers; a circle is reported once and leads nowhere else."""
        targets: dict[Ref, Ref] = {}
        for ref in self.known:
            seen = [ref]
            while (following := self.merged_into(seen[-1])) is not None and following not in seen:
                seen.append(following)
            if following is not None:
                self.loop(ref, following, seen)
            targets[ref] = ref if following is not None else seen[-1]
        return targets

    def merged_into(self, ref: Ref) -> Ref | None:
        """Return the record that another became part of."""
        record = self.known[ref].record
        if not isinstance(record, model.Person) or record.merged_into is None:
            return None
        candidates = self.index.candidates(record.merged_into, (Kind.PERSON,))
        return candidates[0] if len(candidates) == 1 else None

    def loop(self, ref: Ref, following: Ref, seen: Sequence[Ref]) -> None:
        """Report records that are merged in a circle."""
        if following == ref == min(seen):  # one report a circle, at its first record
            way = " → ".join(step.id for step in [*seen, following])
            span, *others = (self.known[step].span("merged_into") for step in seen)
            message = f"these records are merged in a circle: {way}"
            further = tuple(Related(place, "the circle goes on here") for place in others)
            if not others:
                further = (Related(self.known[ref].span("name"), "this is the record itself"),)
            self.problems.append(Problem("reference-loop", span, message, "take one of the steps out", further))

    # ── registers ─────────────────────────────────────────────────────────────────────────────────────────────────

    def of_kind(self, kind: Kind, expected: type[_R]) -> Iterator[tuple[Decoded, _R]]:
        """Yield the records of a kind that could be read."""
        for decoded in self.records:
            if decoded.kind is kind and isinstance(decoded.record, expected):
                yield decoded, decoded.record

    def people(self) -> dict[str, model.Person]:
        """Return all people, their posts resolved."""
        found = {}
        for decoded, person in self.of_kind(Kind.PERSON, model.Person):
            posts = tuple(self.post(decoded, n, post) for n, post in enumerate(person.posts))
            merged = self.id(person.merged_into, Kind.PERSON, decoded.span("merged_into"))
            found[decoded.id] = person.model_copy(update={"posts": posts, "merged_into": merged})
            self.check_sources(decoded, person.sources, ((p.source, ("posts", n)) for n, p in enumerate(posts)))
        return found

    def post(self, decoded: Decoded, n: int, post: model.Post) -> model.Post:
        """Return a person's nth post with the records that it names."""
        organization = self.id(post.organization, Kind.ORGANIZATION, decoded.span("posts", n, "organization"))
        district = self.id(post.district, Kind.DISTRICT, decoded.span("posts", n, "district"))
        return post.model_copy(update={"organization": organization, "district": district})

    def places(self, kind: Kind, expected: type[_R]) -> dict[str, _R]:
        """Districts and organizations, whose fields `successors`, `parent` and `district` name records."""
        found = {}
        for decoded, record in self.of_kind(kind, expected):
            update: dict[str, object] = {
                "successors": self.ids(getattr(record, "successors"), kind, decoded, "successors"),  # noqa: B009 - both kinds have it, their base has not
                "parent": self.id(getattr(record, "parent"), kind, decoded.span("parent")),  # noqa: B009 - as above
            }
            if isinstance(record, model.Organization):
                update["district"] = self.id(record.district, Kind.DISTRICT, decoded.span("district"))
            found[decoded.id] = record.model_copy(update=update)
        return found

    def issues(self) -> dict[str, model.Issue]:
        """Return all issues, broader and related ones resolved."""
        found = {}
        for decoded, issue in self.of_kind(Kind.ISSUE, model.Issue):
            broader = self.id(issue.broader, Kind.ISSUE, decoded.span("broader"))
            related = self.ids(issue.related, Kind.ISSUE, decoded, "related")
            found[decoded.id] = issue.model_copy(update={"broader": broader, "related": related})
        return found

    def series(self) -> dict[str, model.Series]:
        """Return all series, their organizations resolved."""
        found = {}
        for decoded, series in self.of_kind(Kind.SERIES, model.Series):
            organization = self.id(series.organization, Kind.ORGANIZATION, decoded.span("organization"))
            found[decoded.id] = series.model_copy(update={"organization": organization})
        return found

    # ── meetings ──────────────────────────────────────────────────────────────────────────────────────────────────

    def resolve_meeting(self, decoded: Decoded) -> ResolvedMeeting | None:
        """Return a meeting with who is meant in it, or None where it could not be read."""
        if not isinstance(decoded.record, model.Meeting):
            return None
        before, self.problems, self.looked = self.problems, [], Counter()
        meeting = _MeetingResolver(self, decoded, decoded.record, self.registers.people).meeting()
        problems, self.problems = tuple(self.problems), before
        rules = tuple(check_meeting(meeting, decoded, self.registers, self.meant, self.place))
        if not has_links(decoded):
            meeting = with_names(self.registers, meeting)
        return ResolvedMeeting(meeting, decoded, problems, rules)

    def archive(self, resolved: Iterable[ResolvedMeeting]) -> tuple[Archive, tuple[Problem, ...]]:
        """Return the linked archive of these meetings and all registers, and everything that could not be resolved."""
        resolved = sorted(resolved, key=lambda found: (found.meeting.date.sort_key, found.meeting.id))
        self.problems += [problem for found in resolved for problem in (*found.problems, *found.rules)]
        self.known |= {Ref(Kind.MEETING, found.meeting.id): found.decoded for found in resolved}
        self.looked = Counter()
        unlinked = replace(self.registers, meetings={found.meeting.id: found.meeting for found in resolved})
        self.check_crossings(unlinked)
        linking = {f.meeting.id: with_names(unlinked, f.meeting) for f in resolved if has_links(f.decoded)}
        archive = link(replace(unlinked, meetings=dict(unlinked.meetings) | linking))
        return archive, _one_cause(self.problems)

    def _registers(self, first_level: frozenset[str]) -> Archive:
        """An archive without meetings."""
        return Archive(
            meetings={},
            people=self.people(),
            districts=self.places(Kind.DISTRICT, model.District),
            issues=self.issues(),
            organizations=self.places(Kind.ORGANIZATION, model.Organization),
            series=self.series(),
            paths={ref: decoded.path for ref, decoded in self.known.items()},
            targets=self.targets,
            finder=self.finder,
            first_level=first_level,
            marks={"names": self.finder.mark},
        )

    def check_sources(
        self,
        decoded: Decoded,
        sources: Sequence[model.Source],
        named: Iterable[tuple[str | None, tuple[str | int, ...]]],
    ) -> None:
        """Every `source:` of an entry must be the id of one of the record's sources."""
        known = dict.fromkeys(source.id for source in sources if source.id)
        for name, path in named:
            if name is not None and name not in known:
                hint = f"known are {listed(known)}" if known else "give the sources of this record an `id:`"
                span = decoded.span(*path, "source")
                self.problems.append(Problem("unknown-reference", span, f"no source here has the id “{name}”", hint))

    def check_crossings(self, archive: Archive) -> None:
        """What points from one meeting into another must arrive at something, and `repeats` at something earlier."""
        conclusions = {conclusion.key for meeting in archive.meetings.values() for conclusion in meeting.conclusions}
        addresses = cache(partial(_addresses_of_items, archive))
        for id, meeting in archive.meetings.items():
            decoded = self.known[Ref(Kind.MEETING, id)]
            check = partial(self.check_earlier, archive, conclusions, meeting)
            for n, conclusion in _placed(meeting.record.conclusions, meeting.conclusions):
                if conclusion.repeats:
                    check(conclusion.repeats, span=decoded.span("conclusions", n, "repeats"), code="repeats-later")
            for n, follow_up in _placed(meeting.record.follow_ups, meeting.follow_ups):
                span = decoded.span("follow_ups", n, "conclusion")
                check(follow_up.conclusion, span=span, code="follow-up-of-later")
            for n, item in enumerate(meeting.record.agenda):
                if item.continues:
                    self.check_continued(addresses, item.continues, decoded.span("agenda", n, "continues"))
        for decoded in self.known.values():
            self.check_links(archive, decoded)

    def check_links(self, archive: Archive, decoded: Decoded) -> None:
        """Every `[[…]]` of a record must lead somewhere: in its body and in the fields that take inline Markdown."""
        written = [(link.target, decoded.place(link.place)) for link in decoded.body.links]
        for path, text in linked_fields(decoded.record) if decoded.record else ():
            if "[[" in text:
                written += [(link.target, decoded.span(*path)) for link in parse_body(text).links]
        for target, span in written:
            if not target_of(archive, target):
                self.problems.append(self.unknown_link(archive, target, span))

    def check_continued(self, addresses: _ItemsOf, text: str | None, span: Span) -> None:
        """The item that an item goes on from, `<meeting-id>#<item>` or a meeting alone."""
        id, _, item = (text or "").partition("#")
        ref = self.ref(id, (Kind.MEETING,), span) if text else None
        known = addresses(ref.id) if ref else None
        if known is None or not item or item in known or f"item-{item}" in known:
            return
        message = f"the meeting {id} has no item “{item}”"
        hint = f"its items: {listed(f'{id}#{address}' for address in known) or 'none'}"
        self.problems.append(Problem("unknown-reference", span, message, hint))

    def check_earlier(
        self,
        archive: Archive,
        conclusions: Container[ConclusionKey],
        meeting: Meeting,
        key: ConclusionKey | None,
        *,
        span: Span,
        code: str,
    ) -> None:
        """The conclusion that is said again or reported on must be among those that are there, and earlier."""
        if key is None or Ref(Kind.MEETING, key.meeting) not in self.known:
            return  # reported where it was read
        other = archive.meetings.get(key.meeting)
        if other is None:
            return  # broken, and reported as such
        if key not in conclusions:
            known = listed(f"{key.meeting}#{c.key.id}" for c in other.conclusions) or "none"
            message = f"the meeting {key.meeting} has no conclusion “{key.id}”"
            self.problems.append(Problem("unknown-reference", span, message, f"its conclusions: {known}"))
        elif not_earlier(other, meeting):
            message = f"{key} is of {other.date}, this meeting of {meeting.date}"
            number = next(n for n, written in enumerate(other.record.conclusions) if written.id == key.id)
            there = self.known[Ref(Kind.MEETING, other.id)].span("conclusions", number, "id")
            meant = Related(there, "the conclusion that is meant stands here")
            self.problems.append(Problem(code, span, message, "only an earlier conclusion can be meant", (meant,)))

    def unknown_link(self, archive: Archive, target: str, span: Span) -> Problem:
        """Return the problem of a `[[…]]` that leads nowhere, or to several records."""
        name, mark, fragment = target.partition("#")
        refs = records_with_id(archive, name)
        concerns = tuple(self.known[ref].path for ref in refs)
        if len(refs) > 1:
            hint = " or ".join(f"[[{ref.kind}/{ref.id}{mark}{fragment}]]" for ref in refs)
            message = f"[[{target}]] fits several records"
            return Problem("unknown-link", span, message, f"write {hint}", concerns=concerns)
        if refs:
            known = tuple(fragments(archive, refs[0])) if self.may_look(span) else ()
            near = process.extract(fragment, known, scorer=fuzz.ratio, limit=3, score_cutoff=60)
            message = f"[[{target}]] leads nowhere: {name} has nothing that is called “{fragment}”"
            found = [f"{name}#{address}" for address, _, _ in near]
        else:
            message = f"[[{target}]] leads nowhere"
            nearest = self.nearest(name, tuple(Kind), span)[:1]
            found = [self.reference(near.ref, Kind) for near in nearest]
            kind, _, id = name.rpartition("/")
            concerns = tuple(_path(k, id) for k in Kind if kind in {"", k.value})
            concerns += tuple(self.known[near.ref].path for near in nearest)
        meant = f"did you mean {' or '.join(f'[[{link}]]' for link in found)}? " if found else ""
        hint = meant + r"text in brackets is written \[[…]]"
        return Problem("unknown-link", span, message, hint, concerns=concerns)


class _MeetingResolver:
    """Resolves what one meeting says by itself."""

    def __init__(
        self, resolver: Resolver, decoded: Decoded, record: model.Meeting, people: Mapping[str, model.Person]
    ) -> None:
        self.resolver = resolver
        self.decoded = decoded
        self.record = record
        self.people = people

    def meeting(self) -> Meeting:
        record, decoded = self.record, self.decoded
        participations = tuple(self.participations())
        items = dict(self.items())
        reader = FlowReader(decoded, record, Labels.of(participations, self.resolver.names), self.resolver.finder)
        flow = reader.read(items)
        self.resolver.problems += [*reader.problems, *unused_items(decoded, record, decoded.body)]
        conclusions = tuple(self.conclusions(flow))
        self.check_entries(participations)
        held_by = self.resolver.ids(record.organizations, Kind.ORGANIZATION, decoded, "organizations")
        return Meeting(
            id=decoded.id,
            path=decoded.path,
            record=record,
            participations=participations,
            flow=flow,
            conclusions=conclusions,
            follow_ups=tuple(self.follow_ups(flow)),
            series=self.resolver.id(record.series, Kind.SERIES, decoded.span("series")),
            held_by=held_by,
            refs=self.refs(participations, flow, conclusions, held_by),
        )

    def participations(self) -> Iterator[Participation]:
        for part in Part:
            entries: Sequence[model.Entry] = getattr(self.record, part.value)
            for n, entry in enumerate(entries):
                yield self.participation(part, n, entry)

    def participation(self, part: Part, n: int, entry: model.Entry) -> Participation:
        resolver, decoded, at = self.resolver, self.decoded, (part.value, n)
        person = resolver.id(entry.person, Kind.PERSON, decoded.span(*at, "person"))
        known = self.people.get(person) if person else None
        return Participation(
            meeting=decoded.id,
            part=part,
            name=entry.as_ or entry.group or self.name_of(known) or entry.person or "",
            person=person,
            written=entry,
            district=resolver.id(entry.district, Kind.DISTRICT, decoded.span(*at, "district")),
            organization=resolver.id(entry.organization, Kind.ORGANIZATION, decoded.span(*at, "organization")),
            issues=resolver.ids(entry.issues, Kind.ISSUE, decoded, *at, "issues")
            if isinstance(entry, model.Speaker)
            else (),
        )

    def name_of(self, known: model.Person | None) -> str:
        """The name of somebody on the day of the meeting."""
        return (model.former_name_on(known, self.record.date) or known.name) if known else ""

    def items(self) -> Iterator[tuple[str, Item]]:
        for n, item in enumerate(self.record.agenda):
            title = plain(item.heading)
            issues = self.resolver.ids(item.issues, Kind.ISSUE, self.decoded, "agenda", n, "issues")
            districts = self.resolver.ids(item.districts, Kind.DISTRICT, self.decoded, "agenda", n, "districts")
            yield title, Item(slug(title), title, issues, districts, item.documents, item.continues)

    def conclusions(self, flow: Sequence[Flow]) -> Iterator[Conclusion]:
        seen: set[str] = set()
        items = {item.title: item for item in flow if isinstance(item, Item)}
        for n, written in enumerate(self.record.conclusions):
            if written.id in seen:
                span = self.decoded.span("conclusions", n, "id")
                message = f"two conclusions of this meeting have the id “{written.id}”"
                self.resolver.problems.append(
                    Problem("duplicate-conclusion", span, message, "ids are never used twice")
                )
                continue
            seen.add(written.id)
            yield self.conclusion(n, written, flow, items)

    def conclusion(
        self, n: int, written: model.Conclusion, flow: Sequence[Flow], items: Mapping[str, Item]
    ) -> Conclusion:
        resolver, decoded, at = self.resolver, self.decoded, ("conclusions", n)
        addressees = (
            resolver.ref(text, (Kind.DISTRICT, Kind.ORGANIZATION, Kind.PERSON), decoded.span(*at, "addressees", m))
            for m, text in enumerate(written.addressees)
            if text != ALL_DISTRICTS
        )
        item = items.get(plain(written.agenda)) if written.agenda else None
        issues = resolver.ids(written.issues, Kind.ISSUE, decoded, *at, "issues")
        return Conclusion(
            key=ConclusionKey(decoded.id, written.id),
            written=written,
            date=self.record.date,
            by=resolver.ref(written.by, WHO, decoded.span(*at, "by")),
            addressees=tuple(dict.fromkeys(ref for ref in addressees if ref)),
            to_all_districts=ALL_DISTRICTS in written.addressees,
            issues=tuple(dict.fromkeys([*issues, *(item.issues if item else ())])),
            repeats=self.conclusion_key(written.repeats, decoded.span(*at, "repeats")),
            item=item.slug if item else "",
            speech=self.speech_address(written.speech, flow, decoded.span(*at, "speech")),
        )

    def conclusion_key(self, text: str | None, span: Span) -> ConclusionKey | None:
        if text is None:
            return None
        meeting, mark, id = text.partition("#")
        if not mark or not id:
            message = f"“{text}” is not a conclusion's address"
            hint = "write <meeting-id>#<conclusion-id>, such as 2023-12-20-quartal#k2"
            self.resolver.problems.append(Problem("wrong-value", span, message, hint))
            return None
        ref = self.resolver.ref(meeting, (Kind.MEETING,), span)
        return ConclusionKey(ref.id, id) if ref else None

    def speech_address(self, text: str | None, flow: Sequence[Flow], span: Span) -> str:
        """`orla-venn.1` as it is, or the person's only speech."""
        if text is None:
            return ""
        addresses = [address for part in flow if isinstance(part, Speech) for address in part.addresses]
        if text in addresses:
            return text
        same = [address for address in addresses if address.rpartition(".")[0] == text]
        if len(same) == 1:
            return same[0]
        message = f"“{text}” made {len(same)} speeches here" if same else f"this meeting has no speech “{text}”"
        code = "ambiguous-reference" if same else "unknown-reference"
        hint = f"write one of {', '.join(same or addresses)}" if same or addresses else "give the speech in the body"
        self.resolver.problems.append(Problem(code, span, message, hint))
        return ""

    def follow_ups(self, flow: Sequence[Flow]) -> Iterator[FollowUp]:
        for n, written in enumerate(self.record.follow_ups):
            at = ("follow_ups", n)
            key = self.conclusion_key(written.conclusion, self.decoded.span(*at, "conclusion"))
            if key is None:
                continue
            district = self.resolver.ref(written.district, (Kind.DISTRICT,), self.decoded.span(*at, "district"))
            organization = self.resolver.ref(
                written.organization, (Kind.ORGANIZATION,), self.decoded.span(*at, "organization")
            )
            speech = self.speech_address(written.speech, flow, self.decoded.span(*at, "speech"))
            yield FollowUp(self.decoded.id, self.record.date, key, written, district or organization, speech)

    def check_entries(self, participations: Sequence[Participation]) -> None:
        numbers: dict[Part, int] = {}
        named: list[tuple[str | None, tuple[str | int, ...]]] = []
        for participation in participations:
            n = numbers.get(participation.part, 0)
            numbers[participation.part] = n + 1
            named.append((participation.written.source, (participation.part.value, n)))
        named += [(c.source, ("conclusions", n)) for n, c in enumerate(self.record.conclusions)]
        named += [(f.source, ("follow_ups", n)) for n, f in enumerate(self.record.follow_ups)]
        self.resolver.check_sources(self.decoded, self.record.sources, named)

    def refs(
        self,
        participations: Sequence[Participation],
        flow: Sequence[Flow],
        conclusions: Sequence[Conclusion],
        held_by: Sequence[str],
    ) -> dict[Kind, tuple[str, ...]]:
        """Everything that the meeting is tied to, in the order of the record."""
        record, decoded = self.record, self.decoded
        found: dict[Kind, list[str | None]] = {
            Kind.PERSON: [p.person for p in participations],
            Kind.DISTRICT: [
                *self.resolver.ids(record.districts, Kind.DISTRICT, decoded, "districts"),
                *(p.district for p in participations),
            ],
            Kind.ISSUE: list(self.resolver.ids(record.issues, Kind.ISSUE, decoded, "issues")),
            Kind.ORGANIZATION: [*held_by, *(p.organization for p in participations)],
        }
        for part in flow:
            if isinstance(part, Item):
                found[Kind.DISTRICT] += part.districts
            if isinstance(part, Item | Speech):
                found[Kind.ISSUE] += part.issues
        for conclusion in conclusions:
            found[Kind.ISSUE] += conclusion.issues
            for ref in (conclusion.by, *conclusion.addressees):
                if ref:
                    found[ref.kind].append(ref.id)
        return {kind: tuple(dict.fromkeys(id for id in ids if id)) for kind, ids in found.items()}


def not_earlier(other: Meeting, meeting: Meeting) -> bool:
    """Say whether a meeting is the other one itself, or before it, so that nothing of that can be meant in it."""
    known = other.date.year and meeting.date.year
    return other.id == meeting.id or bool(known and other.date.first > meeting.date.last)


def _one_cause(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """A record that several others name and that is nowhere is one cause: told at the first place, with all others.

    Where something known is near, each place is told by itself: it is mended there.
    """
    found: dict[object, list[Problem]] = {}
    for problem in problems:
        missing = problem.code == "unknown-reference" and problem.hint.startswith("a new ")
        key = (problem.message, problem.hint) if missing else id(problem)
        found.setdefault(key, []).append(problem)
    return tuple(_told_once(same) for same in found.values())


def _told_once(same: Sequence[Problem]) -> Problem:
    first, *others = sorted(same, key=lambda problem: problem.span)
    places = tuple(Related(problem.span, "it is named here, too") for problem in others if problem.span != first.span)
    return replace(first, related=places) if places else first


def _other_alphabet(text: str) -> str:
    """Letters that look like Latin ones and are none, named; nothing where the text is of one alphabet."""
    strange = foreign_characters(text, lambda c: not c.isalpha() or unicodedata.name(c, "").startswith("LATIN"))
    latin = any(c.isascii() and c.isalpha() for c in text)
    return f"; {strange}" if strange and latin else ""


def _path(kind: Kind, name: str) -> str:
    """The file of a record with this id or name, that nobody has written yet."""
    return f"records/{kind}/{slug(name)}.{'md' if kind is Kind.MEETING else 'yml'}"


def _new_record(text: str, kinds: Sequence[Kind]) -> str:
    """Where the record belongs that nobody has written yet."""
    prefix, _, name = text.rpartition("/")
    kind = next((kind for kind in kinds if kind.value == prefix), kinds[0])
    return f"a new {_WORDS[kind]}: add {_path(kind, name)}"


_ItemsOf = Callable[[str], Mapping[str, None] | None]
"""The addresses of a meeting's items, in their order; None where it could not be read."""


def _addresses_of_items(archive: Archive, id: str) -> Mapping[str, None] | None:
    meeting = archive.meetings.get(id)
    return dict.fromkeys(item.address for item in meeting.items) if meeting else None


class _Written(Protocol):
    @property
    def written(self) -> object: ...


_W = TypeVar("_W", bound=_Written)


def _placed(written: Sequence[object], resolved: Iterable[_W]) -> Iterator[tuple[int, _W]]:
    """Entries with their numbers in the list of the record; what could not be resolved is missing among them."""
    places = {id(entry): n for n, entry in enumerate(written)}
    return ((places[id(one.written)], one) for one in resolved)


def _names(decoded: Decoded) -> Iterator[Name]:
    """All names of a record; those of a broken one as far as they can be read, so that nobody else complains too."""
    ref = Ref(decoded.kind, decoded.id)
    fields = decoded.located.value
    if decoded.kind is Kind.MEETING or not isinstance(fields, dict):
        return
    for field in ("name", "aliases", "former_names"):
        value = fields.get(field)
        texts = [_name_in(one) for one in (value if isinstance(value, list) else [value])]
        yield from (Name(text, ref) for text in texts if isinstance(text, str) and 0 < len(text) <= model.LONGEST_NAME)
    if isinstance(short := fields.get("short"), str) and short:
        yield Name(short, ref, in_text=False)


def _name_in(written: object) -> object:
    """A name as it is written: alone, or with the time in which it was borne."""
    return written.get("name") if isinstance(written, dict) else written


def _terms(records: Iterable[Decoded]) -> Iterator[Name]:
    for decoded in records:
        if isinstance(decoded.record, model.Issue):
            yield from (
                Name(term, Ref(Kind.ISSUE, decoded.id)) for term in (decoded.record.name, *decoded.record.terms)
            )
