"""What the archive has found out about a record, as plain values: who is meant, what points at it, how far it is.

Records name others by an id or by a name; programs want ids. So each record of the API carries this beside its own
words, under `linked`. References across kinds are written `people/nguyen-van-an`, conclusions `meeting#id`.
"""

from __future__ import annotations

from generator.archive.archive import Archive, Conclusion, FollowUp, Item, Meeting, Participation, Speech
from generator.archive.names import Ref
from generator.exports.fields import Plain


def reference(ref: Ref) -> str:
    """Return how a record is named across kinds."""
    return f"{ref.kind.value}/{ref.id}"


def filled(**values: object) -> Plain:
    """Return the values that say something."""
    return {name: value for name, value in values.items() if value not in (None, "", (), [])}


def linked_meeting(archive: Archive, meeting: Meeting) -> Plain:
    """Return who and what is meant in a meeting, and what its body is made of."""
    before, after = archive.neighbours.get(meeting.id, (None, None))
    return filled(
        series=meeting.series,
        previous=before,
        next=after,
        organizations=list(meeting.held_by),
        concerns=[f"{kind.value}/{id}" for kind, ids in meeting.refs.items() for id in ids],
        mentions=[reference(ref) for ref in meeting.mentions],
        participations=[_participation(entry) for entry in meeting.participations],
        items=[_item(item) for item in meeting.items],
        speeches=[_speech(speech) for speech in meeting.speeches],
        conclusions=[conclusion_of(archive, conclusion) for conclusion in meeting.conclusions],
        follow_ups=[_follow_up(report) for report in meeting.follow_ups],
    )


def _participation(entry: Participation) -> Plain:
    who = filled(person=entry.person, district=entry.district, organization=entry.organization)
    return {"part": entry.part.value, "name": entry.name} | who


def _item(item: Item) -> Plain:
    about = filled(issues=list(item.issues), districts=list(item.districts), continues=item.continues)
    return {"id": item.address, "title": item.title} | about


def _speech(speech: Speech) -> Plain:
    further = filled(
        also=list(speech.addresses[1:]),
        item=f"item-{speech.item}" if speech.item else "",
        issues=list(speech.issues),
        continued=speech.continued or None,
    )
    speakers = [filled(person=entry.person, name=entry.name) for entry in speech.speakers]
    return {"id": speech.address, "speakers": speakers, "text": speech.markdown} | further


def conclusion_of(archive: Archive, conclusion: Conclusion) -> Plain:
    """Return who is meant in a conclusion, and how far it is."""
    key = conclusion.key
    further = filled(
        by=reference(conclusion.by) if conclusion.by else None,
        addressees=[reference(ref) for ref in conclusion.addressees],
        all_districts=conclusion.to_all_districts or None,
        issues=list(conclusion.issues),
        repeats=str(conclusion.repeats) if conclusion.repeats else None,
        repeated_by=[str(later) for later in archive.restatements.get(key, ())],
        item=f"item-{conclusion.item}" if conclusion.item else None,
        speech=conclusion.speech,
        reports=[_report(report) for report in archive.reports.get(key, ())],
    )
    return {"id": key.id, "status": archive.standings[key].status.value} | further


def _report(report: FollowUp) -> Plain:
    about = filled(addressee=reference(report.addressee) if report.addressee else None)
    return {"meeting": report.meeting, "date": report.date.text, "status": report.written.status} | about


def _follow_up(report: FollowUp) -> Plain:
    addressee = reference(report.addressee) if report.addressee else None
    return {"conclusion": str(report.conclusion)} | filled(addressee=addressee, speech=report.speech)


def linked_register(archive: Archive, ref: Ref) -> Plain:
    """Return where a person, district, issue, organization or series comes up.

    Conclusions addressed to it are left out: each names its addressees, and `all-districts` would repeat it everywhere.
    """
    points = archive.backlinks.get(ref)
    if points is None:
        return {}
    return filled(
        meetings=list(points.meetings),
        mentioned_in=list(points.mentioned_in),
        concluded=[str(key) for key in points.concluded],
        predecessors=list(points.predecessors),
        children=list(points.children),
        people=list(points.posts),
        seats=list(points.seats),
        merged=list(points.merged),
    )
