"""What is wrong with an archive although every record of it can be read and every mention resolved.

Each rule is a generator over the linked archive; a mistake that decoding or resolving has reported is not said again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process

from generator.archive.archive import Archive, Part
from generator.archive.names import Ref
from generator.config import DISTRICT_KINDS, MEETING_KINDS, SiteConfig
from generator.problems import Problem, Span
from generator.records.decode import Decoded
from generator.records.model import Kind

Records = Mapping[Ref, Decoded]


def check_archive(archive: Archive, records: Sequence[Decoded], config: SiteConfig) -> Iterator[Problem]:
    """Yield every problem that shows only in the linked archive."""
    by_ref = {Ref(decoded.kind, decoded.id): decoded for decoded in records}
    yield from _kinds(archive, by_ref, config)
    yield from _loops(archive, by_ref)
    yield from _silent_speakers(archive, by_ref)


def _kinds(archive: Archive, records: Records, config: SiteConfig) -> Iterator[Problem]:
    meeting_kinds = (*MEETING_KINDS, *config.meeting_kinds)
    for id, meeting in archive.meetings.items():
        if meeting.record.kind not in meeting_kinds:
            span = records[Ref(Kind.MEETING, id)].span("kind")
            yield _unknown_kind(meeting.record.kind, meeting_kinds, span, "meeting_kinds")
    district_kinds = (*DISTRICT_KINDS, *config.district_kinds)
    for id, district in archive.districts.items():
        if district.kind not in district_kinds:
            span = records[Ref(Kind.DISTRICT, id)].span("kind")
            yield _unknown_kind(district.kind, district_kinds, span, "district_kinds")


def _unknown_kind(kind: str, known: Sequence[str], span: Span, key: str) -> Problem:
    nearest = process.extractOne(kind, known, scorer=fuzz.ratio, score_cutoff=60)
    hint = f"did you mean “{nearest[0]}”? " if nearest else f"known are {', '.join(known)}; "
    return Problem(
        "unknown-kind",
        span,
        f"there is no kind “{kind}”",
        f"{hint}more can be named in {key} of site_config.yml",
    )


def _loops(archive: Archive, records: Records) -> Iterator[Problem]:
    """Successors, parents and broader issues must not lead back to where they began."""
    chains: tuple[tuple[Kind, str, Mapping[str, Iterable[str]]], ...] = (
        (Kind.DISTRICT, "successors", {id: d.successors for id, d in archive.districts.items()}),
        (Kind.DISTRICT, "parent", {id: [d.parent] for id, d in archive.districts.items() if d.parent}),
        (Kind.ORGANIZATION, "successors", {id: o.successors for id, o in archive.organizations.items()}),
        (
            Kind.ORGANIZATION,
            "parent",
            {id: [o.parent] for id, o in archive.organizations.items() if o.parent},
        ),
        (Kind.ISSUE, "broader", {id: [i.broader] for id, i in archive.issues.items() if i.broader}),
    )
    for kind, field, following in chains:
        for circle in _circles(following):
            # A place that keeps its name when others join it is its own successor: that is no circle.
            if field == "successors" and len(circle) == 1:
                continue
            span = records[Ref(kind, circle[0])].span(field)
            way = " → ".join([*circle, circle[0]])
            yield Problem("reference-loop", span, f"`{field}` leads in a circle: {way}", "take one of the steps out")


def _circles(following: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Each circle once, beginning at its smallest id; depth first without recursion, each step taken once."""
    done: set[str] = set()
    for start in sorted(following):
        way: list[str] = []
        stack = [(start, 0)]
        while stack:
            id, depth = stack.pop()
            del way[depth:]
            if id in way:
                circle = way[way.index(id) :]
                smallest = circle.index(min(circle))
                yield (*circle[smallest:], *circle[:smallest])
            elif id not in done:
                done.add(id)
                way.append(id)
                stack += [(next_id, depth + 1) for next_id in following.get(id, ())]


def _silent_speakers(archive: Archive, records: Records) -> Iterator[Problem]:
    for id, meeting in archive.meetings.items():
        speaking = {(p.person, p.name) for speech in meeting.speeches for p in speech.speakers}
        speakers = [p for p in meeting.participations if p.part is Part.SPEAKER]
        for n, speaker in enumerate(speakers):
            if (speaker.person, speaker.name) not in speaking and meeting.record.status == "held":
                span = records[Ref(Kind.MEETING, id)].span("speakers", n)
                hint = f"if the words are known, add a paragraph that begins with **{speaker.name}:**"
                yield Problem("no-text", span, f"nothing is recorded of what {speaker.name} said", hint)
