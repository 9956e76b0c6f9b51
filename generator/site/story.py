"""What a record's page tells first: since when it comes up, in which offices, with whom and on what, and when last.

Values only; the sentences are made of them in `theme/pages/story.html`, in the reader's language. All of it is computed
from the record's own backlinks: nothing here is more than the lists below it say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from generator.archive.archive import Archive, Part, Tie
from generator.archive.names import Ref
from generator.records.model import Kind
from generator.site.lists import counted, latest_first, link, links, optional_link
from generator.site.page import Link
from generator.site.views import Spoken, Story

_LATELY = 12
"""So many meetings back it is looked when somebody spoke or held which office: the lists below tell the rest."""

_MOST_OFFICES = 3

_MOST_MEETINGS = 200
"""In so many meetings, the latest, it is counted who met whom."""


def story_of(archive: Archive, ref: Ref, tied: Mapping[Kind, Sequence[Tie]]) -> Story:
    """Return what is told of a record first; of one that no meeting is tied to, the offices of its register."""
    back = archive.backlinks[ref]
    if not back.meetings:
        posts = archive.people[ref.id].posts if ref.kind is Kind.PERSON else ()
        return Story(offices=tuple(dict.fromkeys(post.role for post in reversed(posts)))[:_MOST_OFFICES])
    first = next(_held(archive, back.meetings), None)
    lately = islice(_held(archive, reversed(back.meetings)), _LATELY)
    last = max(lately, key=lambda id: archive.meetings[id].date.first, default=None)
    return Story(
        meetings=len(back.meetings),
        speeches=len(back.speeches),
        first=archive.meetings[first].date if first else None,
        last=archive.meetings[last].date if last else None,
        last_meeting=optional_link(archive, Kind.MEETING, last),
        offices=tuple(islice(_offices(archive, ref), _MOST_OFFICES)),
        spoke=_spoke(archive, ref),
        people=_foremost(archive, Kind.PERSON, tied if ref.kind is not Kind.PERSON else _companions(archive, ref)),
        districts=_foremost(archive, Kind.DISTRICT, tied),
        issues=_foremost(archive, Kind.ISSUE, tied),
    )


def _held(archive: Archive, ids: Iterable[str]) -> Iterator[str]:
    """Of meetings those that were held, and of which the year is known."""
    return (id for id in ids if archive.meetings[id].record.status == "held" and archive.meetings[id].date.year)


def _foremost(archive: Archive, kind: Kind, tied: Mapping[Kind, Sequence[Tie]]) -> tuple[Link, ...]:
    """What comes up with the record more often than anything else of its kind, or the two that do; else nothing."""
    ties = tied.get(kind, ())[:3]
    most = [tie for tie in ties if tie.meetings == ties[0].meetings > 1]
    return tuple(found.link for found in counted(archive, kind, most)) if len(most) < 3 else ()


def _companions(archive: Archive, ref: Ref) -> Mapping[Kind, Sequence[Tie]]:
    """The people who met somebody lately, the most frequent first."""
    counts: Counter[str] = Counter()
    for id in archive.backlinks[ref].meetings[-_MOST_MEETINGS:]:
        counts.update(archive.meetings[id].refs.get(Kind.PERSON, ()))
    del counts[ref.id]
    return {Kind.PERSON: [Tie(id, n) for id, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]}


def _offices(archive: Archive, ref: Ref) -> Iterable[str]:
    """The offices in which somebody took part lately, the last first, each once."""
    if ref.kind is not Kind.PERSON:
        return
    told: set[str] = set()
    for key in latest_first(archive, archive.backlinks[ref].participations[-_LATELY:]):
        role = archive.participation(key).written.role
        if role and role not in told:
            told.add(role)
            yield role


def _spoke(archive: Archive, ref: Ref) -> Spoken | None:
    """When a person last spoke, and for whom; for a district or an organization, who last spoke for it."""
    for key in latest_first(archive, archive.backlinks[ref].participations[-_LATELY:]):
        entry, meeting = archive.participation(key), archive.meetings[key.meeting]
        if entry.part is not Part.SPEAKER or meeting.record.status != "held":
            continue
        whose = [(Kind.DISTRICT, entry.district), (Kind.ORGANIZATION, entry.organization)]
        person = Ref(Kind.PERSON, entry.person) if entry.person else None
        return Spoken(
            date=meeting.date,
            meeting=link(archive, Ref(Kind.MEETING, meeting.id)),
            person=link(archive, person) if person and person != ref else None,
            whose=tuple(links(archive, kind, [id])[0] for kind, id in whose if id and Ref(kind, id) != ref),
        )
    return None
