"""Who held which office, after whom: from the posts in people's records and from the roles that meetings state.

An office is one that several can hold one after the other: the same words (accents and capitals aside) at the same
organization or district. What the two kinds of records say stands side by side; where a meeting states an office
outside of the term that the person's record gives, that is told with both places, not resolved in silence.
"""

from __future__ import annotations

import datetime
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.archive.archive import Archive, Meeting, Participation
from generator.archive.derived import Office, Tenure
from generator.archive.names import Ref, fold
from generator.records import model
from generator.records.dates import Date
from generator.records.model import Kind


@dataclass
class _Gathered:
    """What `Tenure` holds, while it is being gathered."""

    role: str
    posts: list[int] = field(default_factory=list)
    stated: list[str] = field(default_factory=list)
    """Meetings in the order of their days, each once."""


def holders(archive: Archive) -> Mapping[Office, tuple[Tenure, ...]]:
    """Return for each office everybody who is known to have held it, in the order in which they come up."""
    found: dict[Office, dict[str, _Gathered]] = {}
    for id, person in archive.people.items():
        merged = archive.targets[Ref(Kind.PERSON, id)].id != id
        for n, post in enumerate(() if merged else person.posts):
            if office := office_of(post.role, post.organization, post.district):
                found.setdefault(office, {}).setdefault(id, _Gathered(post.role)).posts.append(n)
    stated, order = _stated(archive), {id: n for n, id in enumerate(archive.meetings)}
    for (role, organization, district, id), meetings in stated.items():
        if office := office_of(role, organization, district):
            holding = found.setdefault(office, {})
            gathered = holding.get(id) or holding.setdefault(id, _Gathered(role))
            gathered.stated = _joined(gathered.stated, meetings, order)
    _add_stated_nowhere(found, stated, order)
    first_of = {id: meeting.date.first for id, meeting in archive.meetings.items() if meeting.date.year}.get
    return {office: _in_order(archive, people, first_of) for office, people in found.items()}


_FirstOf = Callable[[str], datetime.date | None]
"""Tells the first day that a meeting can have had, as far as its year is known."""


def _joined(some: list[str], others: list[str], order: Mapping[str, int]) -> list[str]:
    """Meetings in their order, each once; where there are none yet, the others as they are."""
    return sorted({*some, *others}, key=order.__getitem__) if some else others


def _add_stated_nowhere(
    found: Mapping[Office, Mapping[str, _Gathered]],
    stated: Mapping[_Words, list[str]],
    order: Mapping[str, int],
) -> None:
    """Give words without a place to the one office of the same words that the person held somewhere."""
    nowhere = [(fold(role), id, meetings) for (role, *place, id), meetings in stated.items() if not any(place)]
    people = {id for _, id, _ in nowhere}
    somewhere: dict[tuple[str, str], list[_Gathered]] = defaultdict(list)
    for office, holding in found.items():
        for id in holding.keys() & people:
            somewhere[office.role, id].append(holding[id])
    for role, id, meetings in nowhere:
        if len(meant := somewhere[role, id]) == 1:
            meant[0].stated = _joined(meant[0].stated, meetings, order)


_Words = tuple[str, str | None, str | None, str]
"""A role as it is written, the organization, the district, and whose it is."""


def _stated(archive: Archive) -> dict[_Words, list[str]]:
    """The meetings that state each role of a person at a place, in order: one look at each entry, for they are many."""
    found: dict[_Words, list[str]] = defaultdict(list)
    people = archive.people
    for id, meeting in archive.meetings.items():
        if meeting.record.status != "cancelled":
            for entry in meeting.participations:
                person = entry.person
                # a record that cannot be read has an id and nothing else
                if person and (role := entry.written.role) and person in people:
                    known = found[role, entry.organization, entry.district, person]
                    if not known or known[-1] != id:
                        known.append(id)
    return found


def office_of(role: str | None, organization: str | None, district: str | None) -> Office | None:
    """Return the office that words mean at a place, or None without words or a place."""
    return Office(fold(role), organization, district) if role and (organization or district) else None


def _in_order(archive: Archive, people: Mapping[str, _Gathered], first_of: _FirstOf) -> tuple[Tenure, ...]:
    found = [tenure for person, gathered in people.items() for tenure in _tenures(archive, person, gathered, first_of)]
    found.sort(key=_order)
    if is_shared(archive, found):
        return tuple(found)
    pairs = [(n, n + 1) for n in range(len(found) - 1) if follows(archive, found[n], found[n + 1])]
    for n, m in pairs:
        found[n] = replace(found[n], after=found[m].person)
        found[m] = replace(found[m], before=found[n].person)
    return tuple(found)


def _order(tenure: Tenure) -> tuple[datetime.date, bool, str]:
    return tenure.begins, tenure.first is not None, tenure.person


def _tenures(archive: Archive, person: str, gathered: _Gathered, first_of: _FirstOf) -> Iterator[Tenure]:
    """Each time that somebody held an office: two terms with days between them are two."""
    if not gathered.posts:
        yield _stated_alone(person, gathered, first_of)
        return
    posts = archive.people[person].posts
    times: list[list[int]] = []
    for n in sorted(gathered.posts, key=lambda n: _start(posts[n])):
        if times and not _apart([posts[other] for other in times[-1]], posts[n]):
            times[-1].append(n)
        else:
            times.append([n])
    if len(times) < 2:
        yield _tenure(archive, person, gathered.role, gathered.posts, gathered.stated)
        return
    starts = [_start(posts[time[0]]) for time in times]
    for place, time in enumerate(times):
        own = [id for id in gathered.stated if _time_of(archive.meetings[id], starts) == place]
        yield _tenure(archive, person, gathered.role, time, own)


def _start(post: model.Post) -> datetime.date:
    """The earliest day that a post is known of."""
    known = [date.first for date in (post.from_, post.seen, post.until) if date and date.year]
    return known[0] if known else datetime.date.min


def _apart(earlier: Collection[model.Post], later: model.Post) -> bool:
    """Whether posts were over before another one began; a day on which one was seen says nothing of its end."""
    terms = [post for post in earlier if post.from_ or post.until]
    ends = [post.until.last for post in terms if post.until and post.until.year]
    if not terms or len(ends) < len(terms) or not (later.from_ or later.seen):
        return False
    return (_start(later) - max(ends)).days > 1


def _time_of(meeting: Meeting, starts: Sequence[datetime.date]) -> int:
    """The latest of several terms that had begun when a meeting was held, else the first."""
    return max((n for n, day in enumerate(starts) if day <= meeting.date.last), default=0)


def _tenure(archive: Archive, person: str, role: str, numbers: Sequence[int], stated: Sequence[str]) -> Tenure:
    """One term; the meetings that state it are given in the order of their days."""
    posts = [archive.people[person].posts[n] for n in numbers]
    terms = [post for post in posts if post.from_ or post.until]
    firsts = [post.from_ for post in terms if post.from_]
    ended = [post.until for post in terms if post.until]
    first = min(firsts, key=lambda date: date.first) if firsts else None
    last = max(ended, key=lambda date: date.last) if ended and len(ended) == len(terms) else None
    seen = tuple(post.seen for post in posts if post.seen)
    ends = tuple(dict.fromkeys((stated[0], stated[-1]))) if stated else ()
    shown = [date for date in (first, *seen, *(archive.meetings[id].date for id in ends)) if date]
    return Tenure(
        person,
        role,
        first=first,
        last=last,
        posts=tuple(numbers),
        seen=seen,
        stated=ends,
        count=len(stated),
        begins=_begins(shown, last),
    )


def _stated_alone(person: str, gathered: _Gathered, first_of: _FirstOf) -> Tenure:
    """What meetings alone state, as nearly all is known: what `_tenure` would find, without looking for posts."""
    stated = gathered.stated
    ends = (stated[0], stated[-1]) if len(stated) > 1 else (stated[0],)
    begins = min([day for day in map(first_of, ends) if day], default=datetime.date.max)
    return Tenure(person, gathered.role, stated=ends, count=len(stated), begins=begins)


def _begins(shown: Iterable[Date], last: Date | None) -> datetime.date:
    known = [date.first for date in shown if date.year]
    return min(known) if known else last.first if last else datetime.date.max


def follows(archive: Archive, earlier: Tenure, later: Tenure) -> bool:
    """Say whether one tenure was over when the other began: several can hold one office at a time, as deputies do.

    The register must tell the end of the one or the beginning of the other: two days on which two people were seen in
    an office do not say that nobody held it in between.
    """
    if not (earlier.last or later.first):
        return False
    known = [date for date in (earlier.first, *earlier.seen) if date]
    known += [archive.meetings[id].date for id in earlier.stated]
    ends = [earlier.last.last] if earlier.last and earlier.last.year else [date.last for date in known if date.year]
    return bool(ends) and max(ends) <= later.begins and earlier.begins < later.begins


def is_shared(archive: Archive, tenures: Iterable[Tenure]) -> bool:
    """Say whether an office is known to have been held by several at a time: in such a one nobody follows anybody."""
    apart: list[_Span] = []
    for span in filter(None, (_certain(archive, tenure) for tenure in tenures)):
        place = bisect(apart, span)
        if (place and span[0] < apart[place - 1][1]) or (place < len(apart) and apart[place][0] < span[1]):
            return True  # mostly two of the first few: the others need not be looked at
        apart.insert(place, span)
    return False


_Span = tuple[datetime.date, datetime.date]


def _certain(archive: Archive, tenure: Tenure) -> _Span | None:
    """The days from and up to which somebody surely held an office; a day alone lasts into the next.

    Where the register tells the end, meetings that state the office later do not count: they contradict it.
    """
    shown = [date for date in (*tenure.seen, *(archive.meetings[id].date for id in tenure.stated)) if date.year]
    first, last = (date if date and date.year else None for date in (tenure.first, tenure.last))
    starts = [first.last] if first else [date.last for date in shown]
    if not starts:
        return None
    start = min(starts)
    ends = [last.first] if last else [start, *(date.first for date in shown if not first or date.last > start)]
    return start, max(ends) if last else max(ends) + _DAY


_DAY = datetime.timedelta(days=1)


def offices_of(archive: Archive, person: str) -> Mapping[Office, None]:
    """Return the offices of a person that others can have held as well, in the order of the records."""
    posts = (office_of(p.role, p.organization, p.district) for p in archive.people[person].posts)
    entries = (archive.participation(key) for key in archive.backlinks[Ref(Kind.PERSON, person)].participations)
    stated = (
        office_of(*words) for words in dict.fromkeys((e.written.role, e.organization, e.district) for e in entries)
    )
    return dict.fromkeys(office for office in (*posts, *stated) if office and office in archive.holders)


def without_a_place(archive: Archive, person: str) -> tuple[Tenure, ...]:
    """Return what is recorded of a person in offices of which no record says where they are held.

    Nobody can be known to have held the same one: that of one district may be called as that of another.
    """

    def first_of(id: str) -> datetime.date | None:
        date = archive.meetings[id].date
        return date.first if date.year else None

    elsewhere = Counter(office.role for office in offices_of(archive, person))
    found: dict[str, _Gathered] = {}
    for n, post in enumerate(archive.people[person].posts):
        if not (post.organization or post.district):
            found.setdefault(fold(post.role), _Gathered(post.role)).posts.append(n)
    for key in archive.backlinks[Ref(Kind.PERSON, person)].participations:
        entry = archive.participation(key)
        role = entry.written.role
        counts = archive.meetings[key.meeting].record.status != "cancelled"
        if role and counts and not (entry.organization or entry.district) and elsewhere[fold(role)] != 1:
            known = found.setdefault(fold(role), _Gathered(role)).stated
            if key.meeting not in known[-1:]:
                known.append(key.meeting)
    tenures = [tenure for gathered in found.values() for tenure in _tenures(archive, person, gathered, first_of)]
    return tuple(sorted(tenures, key=_order))


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
