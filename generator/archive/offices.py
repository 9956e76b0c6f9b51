"""Who held which office, after whom: from the posts in people's records and from the roles that meetings state.

An office is one that several can hold one after the other: the same words (accents and capitals aside) at the same
organization or district. What the two kinds of records say stands side by side; where a meeting states an office
outside of the term that the person's record gives, that is told with both places, not resolved in silence.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from generator.archive.archive import Archive, Meeting, Participation
from generator.archive.derived import Office, Tenure
from generator.archive.names import Ref, fold
from generator.records import model
from generator.records.model import Kind


@dataclass
class _Gathered:
    """What `Tenure` holds, while it is being gathered."""

    role: str
    posts: list[int] = field(default_factory=list)
    stated: dict[str, None] = field(default_factory=dict)


def holders(archive: Archive) -> Mapping[Office, tuple[Tenure, ...]]:
    """Return for each office everybody who is known to have held it, in the order in which they come up."""
    found: dict[Office, dict[str, _Gathered]] = {}
    for id, person in archive.people.items():
        merged = archive.targets[Ref(Kind.PERSON, id)].id != id
        for n, post in enumerate(() if merged else person.posts):
            if office := office_of(post.role, post.organization, post.district):
                found.setdefault(office, {}).setdefault(id, _Gathered(post.role)).posts.append(n)
    for (role, organization, district, id), meetings in _stated(archive).items():
        if office := office_of(role, organization, district):
            found.setdefault(office, {}).setdefault(id, _Gathered(role)).stated |= meetings
    places = {id: place for place, id in enumerate(archive.meetings)}  # they stand in the order of their days
    return {office: _in_order(archive, people, places) for office, people in found.items()}


_Words = tuple[str, str | None, str | None, str]
"""A role as it is written, the organization, the district, and whose it is."""


def _stated(archive: Archive) -> dict[_Words, dict[str, None]]:
    """The meetings that state each role of a person at a place: one look at each entry, since there are many."""
    found: dict[_Words, dict[str, None]] = defaultdict(dict)
    for id, meeting in archive.meetings.items():
        if meeting.record.status == "held":
            for entry in meeting.participations:
                role, person = entry.written.role, entry.person
                if role and person and (entry.organization or entry.district):
                    found[role, entry.organization, entry.district, person][id] = None
    return found


def office_of(role: str | None, organization: str | None, district: str | None) -> Office | None:
    """Return the office that words mean at a place, or None without words or a place."""
    return Office(fold(role), organization, district) if role and (organization or district) else None


def _in_order(archive: Archive, people: Mapping[str, _Gathered], places: Mapping[str, int]) -> tuple[Tenure, ...]:
    tenures = [_tenure(archive, person, gathered, places) for person, gathered in people.items()]
    return tuple(sorted(tenures, key=lambda tenure: (_begins(archive, tenure), tenure.person)))


def _tenure(archive: Archive, person: str, gathered: _Gathered, places: Mapping[str, int]) -> Tenure:
    posts = [archive.people[person].posts[n] for n in gathered.posts]
    firsts = [post.from_ for post in posts if post.from_]
    ended = [post.until for post in posts if post.until]
    return Tenure(
        person,
        gathered.role,
        first=min(firsts, key=lambda date: date.first) if firsts else None,
        last=max(ended, key=lambda date: date.last) if ended and len(ended) == len(posts) else None,
        posts=tuple(gathered.posts),
        seen=tuple(post.seen for post in posts if post.seen),
        stated=_ends(gathered.stated, places),
        count=len(gathered.stated),
    )


def _ends(meetings: Collection[str], places: Mapping[str, int]) -> tuple[str, ...]:
    """The first and the last of some meetings."""
    if not meetings:
        return ()
    return tuple(dict.fromkeys((min(meetings, key=places.__getitem__), max(meetings, key=places.__getitem__))))


def _begins(archive: Archive, tenure: Tenure) -> datetime.date:
    """The day from which on somebody is known in an office; of one that only its end tells, that."""
    dates = [date for date in (tenure.first, *tenure.seen) if date]
    dates += [archive.meetings[id].date for id in tenure.stated]
    known = [date.first for date in dates if date.year]
    return min(known) if known else tenure.last.first if tenure.last else datetime.date.max


def follows(archive: Archive, earlier: Tenure, later: Tenure) -> bool:
    """Say whether one tenure was over when the other began: several can hold one office at a time, as deputies do."""
    known = [date for date in (earlier.first, *earlier.seen) if date]
    known += [archive.meetings[id].date for id in earlier.stated]
    ends = [earlier.last.last] if earlier.last and earlier.last.year else [date.last for date in known if date.year]
    begins = _begins(archive, later)
    return bool(ends) and max(ends) <= begins and _begins(archive, earlier) < begins


def offices_of(archive: Archive, person: str) -> Mapping[Office, None]:
    """Return the offices of a person that others can have held as well, in the order of the records."""
    posts = (office_of(p.role, p.organization, p.district) for p in archive.people[person].posts)
    entries = (archive.participation(key) for key in archive.backlinks[Ref(Kind.PERSON, person)].participations)
    stated = (
        office_of(*words) for words in dict.fromkeys((e.written.role, e.organization, e.district) for e in entries)
    )
    return dict.fromkeys(office for office in (*posts, *stated) if office and office in archive.holders)


# ── what does not agree ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A meeting that states an office on a day outside of the term that the person's record gives."""

    role: str
    post: model.Post
    meeting: str
    entry: Participation


def contradictions(archive: Archive, person: str) -> Iterator[Contradiction]:
    """Yield what meetings and the person's record do not say alike, one for each office and meeting."""
    posts: dict[str, list[model.Post]] = {}
    for post in archive.people[person].posts:
        posts.setdefault(fold(post.role), []).append(post)
    seen: set[tuple[str, str]] = set()
    for key in archive.backlinks[Ref(Kind.PERSON, person)].participations if posts else ():
        entry, meeting = archive.participation(key), archive.meetings[key.meeting]
        role = fold(entry.written.role or "")
        own = [post for post in posts.get(role, ()) if _same_place(post, entry)]
        if own and (role, meeting.id) not in seen and not any(_holds(post, meeting) for post in own):
            seen.add((role, meeting.id))
            yield Contradiction(entry.written.role or "", own[-1], meeting.id, entry)


def _same_place(post: model.Post, entry: Participation) -> bool:
    """Whether both can mean one place: where one of them names none, the words decide."""
    pairs = ((post.organization, entry.organization), (post.district, entry.district))
    return all(a == b or a is None or b is None for a, b in pairs)


def _holds(post: model.Post, meeting: Meeting) -> bool:
    return meeting.date.overlaps(post.from_, post.until)
