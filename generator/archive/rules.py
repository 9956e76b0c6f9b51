"""What is wrong with an archive although every record of it can be read and every mention resolved.

Each rule is a generator over the linked archive; a mistake that decoding or resolving has reported is not said again.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from rapidfuzz import fuzz, process

from generator.archive.archive import Archive, ConclusionKey, FollowUp, Meeting, Part
from generator.archive.meeting_rules import dead_links, sources_without_address
from generator.archive.names import Ref, fold
from generator.archive.resemblance import resembling
from generator.archive.resolve import not_earlier
from generator.archive.restating import Restating, restating
from generator.config import DISTRICT_KINDS, MEETING_KINDS, SiteConfig
from generator.problems import Problem, Related, Span
from generator.records import model
from generator.records.decode import Decoded
from generator.records.model import Kind

Records = Mapping[Ref, Decoded]


def check_archive(
    archive: Archive, records: Sequence[Decoded], config: SiteConfig, restated: Iterable[Restating] | None = None
) -> Iterator[Problem]:
    """Yield every problem that shows only in the linked archive; `restated` is what `restating` finds, if known."""
    by_ref = {Ref(decoded.kind, decoded.id): decoded for decoded in records}
    yield from _kinds(archive, by_ref, config)
    yield from _loops(archive, by_ref)
    yield from _repeated_in_circles(archive, by_ref)
    yield from _restating(archive, by_ref, restating(archive) if restated is None else restated)
    yield from _silent_speakers(archive, by_ref)
    yield from _reports(archive, by_ref)
    yield from _pictures(archive, by_ref)
    yield from _registers(by_ref)
    yield from _names(archive, by_ref)


def check_days(archive: Archive, decoded: Callable[[Ref], Decoded], today: datetime.date) -> Iterator[Problem]:
    """Yield meetings of the future that cannot be; apart from the other rules, since a build knows no clock."""
    tomorrow = today + datetime.timedelta(days=1)  # somewhere on earth it has begun
    far = today + datetime.timedelta(days=5 * 365)
    for id, meeting in archive.meetings.items():
        first = meeting.date.first
        if first <= tomorrow or not meeting.date.year:
            continue
        if first > far:
            message, hint = f"{meeting.date} is more than five years from now", "look at the year"
        elif meeting.record.status == "held":
            message = f"{meeting.date} has not come yet, and the meeting counts as held"
            hint = "look at the date, or add `status: announced`"
        else:
            continue
        yield Problem("future-date", decoded(Ref(Kind.MEETING, id)).span("date"), message, hint)


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
            way = _way(circle)
            span, *others = (_step(records[Ref(kind, id)], field, following) for id, following in _steps(circle))
            further = tuple(Related(place, "the circle goes on here") for place in others)
            hint = "take one of the steps out"
            if not others:
                further = (Related(records[Ref(kind, circle[0])].span("name"), "this is the record itself"),)
            if field == "successors" and not others:
                hint = "what goes on under its name has no successor: only what joined it names one"
            yield Problem("reference-loop", span, f"`{field}` leads in a circle: {way}", hint, further)


def _repeated_in_circles(archive: Archive, records: Records) -> Iterator[Problem]:
    """Conclusions of one day that repeat each other; all other circles hold a step back in time, told there."""
    following = {c.key: [c.repeats] for c in archive.conclusions.values() if c.repeats}
    texts = {str(key): [str(other) for other in others] for key, others in following.items()}
    keys = {str(key): key for key in following}
    for circle in _circles(texts):
        steps = [keys[text] for text in circle]
        meetings = [archive.meetings[key.meeting] for key in steps]
        if any(not_earlier(b, a) for a, b in zip(meetings, [*meetings[1:], meetings[0]], strict=True)):
            continue
        span, *others = (_place_of_conclusion(archive, records, key, "repeats") for key in steps[:_TOLD])
        way = _way(circle)
        further = tuple(Related(place, "the circle goes on here") for place in others)
        message = f"`repeats` leads in a circle: {way}"
        yield Problem("reference-loop", span, message, "take one of the steps out", further)


_TOLD = 20
"""So many steps of a circle are told."""


def _way(circle: Sequence[str]) -> str:
    return " → ".join([*circle[:_TOLD], *(["…"] if len(circle) > _TOLD else []), circle[0]])


def _steps(circle: Sequence[str]) -> Iterator[tuple[str, str]]:
    return islice(zip(circle, [*circle[1:], circle[0]], strict=True), _TOLD)


def _step(decoded: Decoded, field: str, following: str) -> Span:
    """Where a record names the next one; a list where that stands by its id, else the field as a whole."""
    written = getattr(decoded.record, field, None)
    if isinstance(written, tuple) and following in written:
        return decoded.span(field, written.index(following))
    return decoded.span(field)


def _place_of_conclusion(archive: Archive, records: Records, key: ConclusionKey, field: str) -> Span:
    written = archive.meetings[key.meeting].record.conclusions
    n = next(n for n, conclusion in enumerate(written) if conclusion.id == key.id)
    return records[Ref(Kind.MEETING, key.meeting)].span("conclusions", n, field)


def _restating(archive: Archive, records: Records, found: Iterable[Restating]) -> Iterator[Problem]:
    for key, earlier in found:
        message = f"this says nearly the same as {earlier} of {archive.conclusions[earlier].date}"
        hint = f"if it is the same task, add `repeats: {earlier}`: then the earlier one counts as said again"
        there = Related(_place_of_conclusion(archive, records, earlier, "text"), "the earlier one")
        span = _place_of_conclusion(archive, records, key, "text")
        yield Problem("possible-restatement", span, message, hint, (there,))


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


# ── reports on conclusions ────────────────────────────────────────────────────────────────────────────────────────────

_CLOSING = frozenset({"done", "dropped"})


def _reports(archive: Archive, records: Records) -> Iterator[Problem]:
    for key, reports in archive.reports.items():
        if len(reports) > 1 and key in archive.conclusions:
            yield from _of_one_conclusion(archive, records, key, reports)


def _of_one_conclusion(
    archive: Archive, records: Records, key: ConclusionKey, reports: Sequence[FollowUp]
) -> Iterator[Problem]:
    """Reports come oldest first; each is held against the latest of each status on the same addressee or on all."""
    latest: dict[Ref | None, dict[str, int]] = defaultdict(dict)
    for n, report in enumerate(reports):
        own = latest.values() if report.addressee is None else (latest[None], latest[report.addressee])
        for earlier in (reports[m] for m in sorted((m for known in own for m in known.values()), reverse=True)):
            if found := _disagreeing(str(key), earlier, report):
                code, message, hint = found
                before = f"reported as {earlier.written.status} here"
                place = Related(_place_of(archive, records, earlier), before)
                yield Problem(code, _place_of(archive, records, report), message, hint, (place,))
                break
        latest[report.addressee][report.written.status] = n


def _disagreeing(key: str, earlier: FollowUp, report: FollowUp) -> tuple[str, str, str] | None:
    """What is wrong where an earlier report says one thing and a later one another: code, message and hint."""
    one_day = earlier.date.last >= report.date.first
    said, before = report.written.status, earlier.written.status
    if one_day and _contradict(earlier, report):
        message = f"{key} is reported as {said} and, on the same day, as {before}"
        return "contradicting-follow-ups", message, "one of the two is wrong"
    if not one_day and before in _CLOSING and earlier.addressee in {None, report.addressee}:
        hint = "is another conclusion meant? A task that comes up again is a conclusion of its own (`repeats:`)"
        return "follow-up-of-closed", f"{key} was reported as {before} on {earlier.date}", hint
    return None


def _contradict(one: FollowUp, other: FollowUp) -> bool:
    """Whether two reports cannot both be true: on the same addressee, or one on all and one on an addressee.

    A whole that is in progress, or that was dropped, may be so in parts.
    """
    if one.addressee == other.addressee:
        return one.written.status != other.written.status
    whole, part = (one, other) if one.addressee is None else (other, one)
    fitting = _PARTS_OF.get(whole.written.status)
    return whole.addressee is None and fitting is not None and part.written.status not in fitting


_PARTS_OF = {"done": frozenset({"done", "dropped"}), "not_started": frozenset({"not_started", "dropped"})}
"""What can be said of an addressee where this is said of all."""


def _place_of(archive: Archive, records: Records, report: FollowUp) -> Span:
    written = archive.meetings[report.meeting].record.follow_ups
    n = next(n for n, follow_up in enumerate(written) if follow_up is report.written)
    return records[Ref(Kind.MEETING, report.meeting)].span("follow_ups", n, "conclusion")


# ── pictures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _pictures(archive: Archive, records: Records) -> Iterator[Problem]:
    for ref, decoded in records.items():
        meeting = archive.meetings.get(ref.id) if ref.kind is Kind.MEETING and decoded.body.pictures else None
        for picture in decoded.body.pictures if meeting else ():
            target = picture.target
            if not re.match(r"https?://|mailto:", target, re.IGNORECASE) and meeting:
                path = posixpath.normpath(posixpath.join(posixpath.dirname(meeting.path), target))
                if path not in archive.pictures:
                    yield _no_picture(archive, meeting, target, path, decoded.place(picture.place))


def _no_picture(archive: Archive, meeting: Meeting, target: str, path: str, span: Span) -> Problem:
    folder = posixpath.dirname(meeting.path)
    root = folder.partition("/")[0]
    outside = target.startswith(("/", "\\")) or ":" in target or path.partition("/")[0] != root
    message = f"“{target}” leads out of the records" if outside else f"there is no picture “{target}” here"
    name = posixpath.basename(path)
    found = sorted(archive.pictures, key=lambda known: (posixpath.dirname(known) != folder, known))
    near = process.extractOne(name, [posixpath.basename(p) for p in found], scorer=fuzz.ratio, score_cutoff=75)
    if near:
        hint = f"did you mean “{posixpath.relpath(found[near[2]], folder)}”?"
    elif name.lower().endswith(".svg"):
        hint = "SVG files can hold programs: save it as PNG, and put it beside the record"
    else:
        hint = f"put the file into {folder}/, or link the page that shows it"
    return Problem("missing-picture", span, message, hint, concerns=(path,))


# ── registers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _registers(records: Records) -> Iterator[Problem]:
    for ref, decoded in records.items():
        if ref.kind is not Kind.MEETING and decoded.record is not None:
            yield from sources_without_address(decoded)
            yield from dead_links(decoded)
            if isinstance(decoded.record, model.Person):
                yield from _posts(decoded, decoded.record.posts)


def _posts(decoded: Decoded, posts: Sequence[model.Post]) -> Iterator[Problem]:
    """One post held twice at one time; where neither day is known nothing can be said."""
    terms = [(n, post) for n, post in enumerate(posts) if post.from_ or post.until]
    terms.sort(key=lambda term: term[1].from_.first if term[1].from_ else datetime.date.min)
    last: dict[tuple[str, str | None, str | None], int] = {}
    for n, post in terms:
        key = (fold(post.role), post.organization, post.district)
        earlier = last.setdefault(key, n)
        last[key] = n
        end, start = posts[earlier].until, post.from_
        if earlier != n and not (end and start and end.first <= start.last):
            message = f"“{post.role}” is held twice at one time"
            hint = "end the earlier one by `until:`, or make one of the two"
            there = Related(decoded.span("posts", earlier, "role"), "it stands here, too")
            yield Problem("overlapping-posts", decoded.span("posts", n, "role"), message, hint, (there,))


def _names(archive: Archive, records: Records) -> Iterator[Problem]:
    people = {id: (person.name, *person.aliases) for id, person in archive.people.items() if not person.merged_into}
    for pair in resembling(people):
        # The one who came up less often is probably the new one.
        id, other = sorted(pair, key=lambda id: (len(archive.backlinks[Ref(Kind.PERSON, id)].meetings), pair.index(id)))
        ref, known = Ref(Kind.PERSON, id), Ref(Kind.PERSON, other)
        message = f"the name resembles {other} ({archive.people[other].name})"
        one = f"if they are one: use {other}, and add this spelling to its `aliases:`"
        hint = f"{one}; if they are two: add to one file's name a word that tells them apart, such as an office"
        related = (Related(records[known].span("name"), "the other one"),)
        yield Problem("resembling-name", records[ref].span("name"), message, hint, related)
