"""From the linked archive to the lines and cards that several pages share: rows of meetings, speeches, conclusions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from generator.archive.archive import (
    UNDATED,
    Archive,
    Backlinks,
    Conclusion,
    ConclusionKey,
    FollowUp,
    Meeting,
    ParticipationKey,
    SpeechKey,
    Tie,
    year_of,
)
from generator.archive.follow_up import Answer, answers_of
from generator.archive.memory import remembered
from generator.archive.names import Ref, fold
from generator.archive.status import CLOSED, Standing
from generator.records import model
from generator.records.dates import Date
from generator.records.model import Kind, former_name_on
from generator.site import urls
from generator.site.markdown import Texts, excerpt, plain_text
from generator.site.page import Link
from generator.site.tongues import language_of_name
from generator.site.views import (
    AnswerRow,
    CitedLine,
    ConclusionCard,
    Counted,
    MeetingGroup,
    MeetingRow,
    Report,
    SpeechRow,
)


@remembered
def link(archive: Archive, ref: Ref, fragment: str = "") -> Link:
    """Return the link to a record; one with namesakes says which of them it is."""
    if ref.kind is Kind.MEETING:
        return within(archive.meetings[ref.id], urls.record(ref, fragment))
    return Link(urls.record(ref, fragment), archive.title(ref), _which(archive, ref))


def within(meeting: Meeting, address: str, words: str = "") -> Link:
    """Return the link to a place of a meeting in words of that meeting: its title, unless others are given."""
    return Link(address, words or meeting.record.title, language=meeting.record.language or "")


def link_on(archive: Archive, ref: Ref, date: Date) -> Link:
    """Return the link to a record by the name that it bore on a day, with the one that it has now."""
    found = link(archive, ref)
    if ref.kind is Kind.MEETING:
        return found
    former = former_name_on(archive.register(ref), date)
    return Link(found.address, former, f"now:{found.title}") if former else found


def links_on(archive: Archive, kind: Kind, ids: Iterable[str], date: Date) -> tuple[Link, ...]:
    """Return the links to records of one kind by the names that they bore on a day, in the order given."""
    return tuple(link_on(archive, Ref(kind, id), date) for id in ids)


def is_merged(archive: Archive, ref: Ref) -> bool:
    """Whether a record became part of another: it is in no list, and its page leads to the other's."""
    return archive.targets[ref] != ref


def standing(archive: Archive, kind: Kind) -> Iterator[str]:
    """Yield the ids of all records of a kind but the merged ones."""
    return (id for id in archive.registers(kind) if not is_merged(archive, Ref(kind, id)))


def _which(archive: Archive, ref: Ref) -> str:
    """What tells a record from its namesakes: the kind of a district, a person's latest office, else the id."""
    bearers = (Ref(ref.kind, id) for id in archive.namesakes.get((ref.kind, archive.title(ref)), ()))
    others = [other for other in bearers if other != ref and not is_merged(archive, other)]
    if not others:
        return ""
    trait = _trait(archive, ref)
    return ref.id if not trait or trait in {_trait(archive, other) for other in others} else trait


def _trait(archive: Archive, ref: Ref) -> str:
    record = archive.register(ref)
    if isinstance(record, model.District):
        return f"district:{record.kind}"
    return latest_office(archive, ref.id) if isinstance(record, model.Person) else ""


def latest_office(archive: Archive, person: str) -> str:
    """Return the office that the latest meeting states, else the last post of the register; empty for neither."""
    back = archive.backlinks.get(Ref(Kind.PERSON, person), Backlinks())
    for key in (*latest_first(archive, back.participations[-_LATELY:]), *reversed(back.participations[:-_LATELY])):
        if role := archive.participation(key).written.role:
            return role
    posts = archive.people[person].posts
    return posts[-1].role if posts else ""


_LATELY = 8
"""Among so many entries it is looked for the latest: where only a year is known, others of the year may be later."""


def latest_first(archive: Archive, keys: Sequence[ParticipationKey]) -> list[ParticipationKey]:
    """Return entries by the first day that their meetings can have had, the latest first."""
    dated = [(archive.meetings[key.meeting].date.first, n) for n, key in enumerate(keys)]
    return [keys[n] for _, n in sorted(dated, reverse=True)]


def links(archive: Archive, kind: Kind, ids: Iterable[str]) -> tuple[Link, ...]:
    """Return the links to records of one kind, in the order given."""
    return tuple(link(archive, Ref(kind, id)) for id in ids)


def optional_link(archive: Archive, kind: Kind, id: str | None) -> Link | None:
    """Return the link to a record, or None for none."""
    return link(archive, Ref(kind, id)) if id else None


def counted(archive: Archive, kind: Kind, ties: Iterable[Tie]) -> tuple[Counted, ...]:
    """Return links with the number of meetings in common, the most first, then by name."""
    found = [Counted(link(archive, Ref(kind, tie.id)), tie.meetings) for tie in ties]
    return tuple(sorted(found, key=lambda c: (-c.count, fold(c.link.title), c.link.address)))


def meeting_row(archive: Archive, id: str, keys: Sequence[ParticipationKey] = ()) -> MeetingRow:
    """Return a meeting as a line; `keys` are those of the person, district or organization of the page."""
    row = _meeting_row(archive, id)
    if not keys:
        return row
    participations = [archive.participation(key) for key in keys]
    return replace(
        row,
        parts=tuple(dict.fromkeys(p.part.value for p in participations)),
        roles=tuple(dict.fromkeys(p.written.role for p in participations if p.written.role)),
    )


@remembered
def _meeting_row(archive: Archive, id: str) -> MeetingRow:
    meeting = archive.meetings[id]
    record = meeting.record
    return MeetingRow(
        link=link(archive, Ref(Kind.MEETING, id)),
        date=record.date,
        kind=record.kind,
        status=record.status,
        places=record.places,
        districts=links_on(archive, Kind.DISTRICT, record_districts(meeting), record.date),
        number=record.number,
        speeches=len(meeting.speeches),
        conclusions=len(meeting.conclusions),
    )


def record_districts(meeting: Meeting) -> tuple[str, ...]:
    """Return the districts that the meeting is tied to."""
    return meeting.refs.get(Kind.DISTRICT, ())


def meeting_groups(
    archive: Archive, ids: Iterable[str], participations: Sequence[ParticipationKey] = ()
) -> tuple[MeetingGroup, ...]:
    """Return meetings by year, the latest first."""
    by_meeting: dict[str, list[ParticipationKey]] = {}
    for participation in participations:
        by_meeting.setdefault(participation.meeting, []).append(participation)
    latest_first = list(ids)[::-1]
    groups = []
    for name, members in groupby(latest_first, key=lambda id: year_of(archive.meetings[id].date)):
        rows = tuple(meeting_row(archive, id, by_meeting.get(id, ())) for id in members)
        groups.append(MeetingGroup("" if name == UNDATED else name, urls.year(rows[0].date), rows))
    return tuple(groups)


@remembered
def speech_row(archive: Archive, texts: Texts, key: SpeechKey) -> SpeechRow:
    """Return a speech as a line with its first words."""
    meeting, speech = archive.meetings[key.meeting], archive.speech(key)
    speakers = speech.speakers
    return SpeechRow(
        link=within(meeting, urls.speech(speech)),
        date=meeting.date,
        speakers=tuple(
            link_on(archive, Ref(Kind.PERSON, p.person), meeting.date) if p.person else Link("", p.name)
            for p in speakers
        ),
        role=speakers[0].written.role or "",
        districts=links_on(
            archive, Kind.DISTRICT, dict.fromkeys(p.district for p in speakers if p.district), meeting.date
        ),
        kind=speakers[0].kind or "",
        excerpt=excerpt(texts.beginning(speech.markdown, meeting)),
    )


def conclusion_card(archive: Archive, texts: Texts, key: ConclusionKey, page: str) -> ConclusionCard:
    """Return a conclusion with its history, as the page at `page` shows it."""
    card = _conclusion_card(archive, texts, key, urls.anywhere(page))
    at_home = page == card.meeting.address
    # Nothing links to the page that it stands on: whoever's page it is, is named without a link there.
    if at_home or any(urls.leads_to(html, page) for html in (card.html, *(report.html for report in card.reports))):
        return _conclusion_card(archive, texts, key, page)
    return card


@remembered
def _conclusion_card(archive: Archive, texts: Texts, key: ConclusionKey, page: str) -> ConclusionCard:
    conclusion = archive.conclusions[key]
    written, meeting = conclusion.written, archive.meetings[key.meeting]
    here = Ref(Kind.MEETING, key.meeting)
    html = texts.inline(written.text, page, meeting)
    votes, standing, reports = written.votes, archive.standings[key], archive.reports.get(key, ())
    at_home = page == urls.record(here)
    return ConclusionCard(
        id=key.id,
        address=urls.conclusion(key),
        meeting=link(archive, here),
        date=meeting.date,
        html=html,
        text=plain_text(html),
        kind=written.kind or "",
        by=link_on(archive, conclusion.by, meeting.date) if conclusion.by else None,
        addressees=tuple(link_on(archive, ref, meeting.date) for ref in conclusion.addressees),
        to_all_districts=len(archive.all_districts[meeting.date.text]) if conclusion.to_all_districts else 0,
        issues=links(archive, Kind.ISSUE, conclusion.issues),
        due=written.due,
        due_note=written.due_note or "",
        outcome=written.outcome or "",
        votes=(votes.yes, votes.no, votes.abstained) if votes else None,
        status=standing.status.value,
        silence=tuple(standing.silence),
        since=_since(archive, standing),
        answers=_answers(archive, key, at_home=at_home),
        told=(standing.addressees - standing.waiting, standing.addressees),
        cited=cited_lines(archive, key.meeting).get(key.id, ()) if at_home else (),
        reports=tuple(report(archive, texts, f, page) for f in (reports if at_home else reports[-MOST_REPORTS:])),
        reported=len(reports),
        repeats=_conclusion_link(archive, conclusion.repeats),
        repeated_by=tuple(
            found for later in archive.restatements.get(key, ()) if (found := _conclusion_link(archive, later))
        ),
        item=_item_link(meeting, conclusion),
        speech=_speech_link(meeting, conclusion.speech),
        documents=written.documents,
        source=written.source or "",
        quote=written.quote or "",
    )


def _since(archive: Archive, standing: Standing) -> tuple[Date, Link] | None:
    """Since when a report is missing, where one is."""
    if not standing.silence:
        return None
    return archive.meetings[standing.since].date, link(archive, Ref(Kind.MEETING, standing.since))


MOST_ANSWERS, MOST_REPORTS = 40, 12
"""Up to so many addressees, and the latest reports, stand on other pages than the conclusion's own: hundreds can."""


def _answers(archive: Archive, key: ConclusionKey, *, at_home: bool) -> tuple[AnswerRow, ...]:
    """Addressee by addressee what is reported, where anything was reported on one of several.

    Where nothing was, all districts are told one by one on the conclusion's own page: else nobody says who they were.
    """
    everywhere = at_home and archive.conclusions[key].to_all_districts and archive.standings[key].status not in CLOSED
    if not everywhere and not any(report.addressee for report in archive.reports.get(key, ())):
        return ()
    if not at_home and archive.standings[key].addressees > MOST_ANSWERS:
        return ()
    answers = answers_of(archive, key)
    return tuple(_answer(archive, answer) for answer in answers) if len(answers) > 1 else ()


def _answer(archive: Archive, answer: Answer) -> AnswerRow:
    report = answer.report
    return AnswerRow(
        addressee=link(archive, answer.addressee),
        status=report.written.status if report else "open",
        date=report.date if report else None,
        meeting=Link(urls.record(Ref(Kind.MEETING, report.meeting), report.speech), "") if report else None,
        by=link(archive, answer.by) if answer.by else None,
    )


def cited_lines(archive: Archive, meeting: str) -> dict[str, tuple[CitedLine, ...]]:
    """Return by fragment what refers to places of a meeting; reports and restatements stand with conclusions anyway."""
    found: dict[str, dict[CitedLine, None]] = {}
    for cited in archive.citations.get(meeting, ()):
        if cited.way in {"link", "document"}:
            other = archive.meetings[cited.meeting]
            address = urls.record(Ref(Kind.MEETING, cited.meeting), cited.place)
            line = CitedLine(within(other, address), other.date, cited.way)
            found.setdefault(cited.fragment, {})[line] = None
    return {fragment: tuple(lines) for fragment, lines in found.items()}


def report(archive: Archive, texts: Texts, follow_up: FollowUp, page: str) -> Report:
    """Return what a meeting reports on a conclusion."""
    meeting = archive.meetings[follow_up.meeting]
    here = Ref(Kind.MEETING, follow_up.meeting)
    speech = within(meeting, urls.record(here, follow_up.speech)) if follow_up.speech else None
    return Report(
        meeting=link(archive, here),
        date=follow_up.date,
        status=follow_up.written.status,
        html=texts.inline(follow_up.written.note, page, meeting),
        addressee=link_on(archive, follow_up.addressee, meeting.date) if follow_up.addressee else None,
        speech=speech,
        source=follow_up.written.source or "",
    )


def _conclusion_link(archive: Archive, key: ConclusionKey | None) -> Link | None:
    if key is None:
        return None
    meeting = archive.meetings[key.meeting]
    return within(meeting, urls.conclusion(key), f"{meeting.record.title} · {key.id}")


def _speech_link(meeting: Meeting, address: str) -> Link | None:
    """The link to a speech of a meeting, called by who made it."""
    speech = next((speech for speech in meeting.speeches if address in speech.addresses), None)
    if speech is None:
        return None
    words = " / ".join(p.name for p in speech.speakers)
    return Link(urls.record(Ref(Kind.MEETING, meeting.id), address), words, language=language_of_name(words))


def _item_link(meeting: Meeting, conclusion: Conclusion) -> Link | None:
    item = next((item for item in meeting.items if item.slug == conclusion.item), None)
    return within(meeting, urls.record(Ref(Kind.MEETING, meeting.id), item.address), item.title) if item else None
