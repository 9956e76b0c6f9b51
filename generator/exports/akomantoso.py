"""A meeting as a `debate` of Akoma Ntoso 3.0 (OASIS LegalDocML), for programs that read parliamentary records.

Vocabulary and schema: https://docs.oasis-open.org/legaldocml/akn-core/v1.0/os/. The words of the source stay as they
are; who is meant stands in the references. A record knows no country, so the names of the work say `zz`, which stands
for an unknown one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from generator.archive.archive import Archive, Division, Item, Meeting, Part, Participation, Prose
from generator.archive.names import Ref
from generator.archive.unmarked import Paragraph, TitleOf, line, paragraphs
from generator.config import SiteConfig
from generator.exports.debate import Spoken, roles, sections, titles
from generator.exports.export import Export, ExportFile, Publication
from generator.exports.xml import DECLARATION, element, escaped, text_element
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def akn_address(id: str) -> str:
    """Return the address of a meeting in Akoma Ntoso."""
    return f"{urls.record(Ref(Kind.MEETING, id))}akn.xml"


@dataclass(frozen=True, slots=True)
class Debates:
    """Writes meetings of one site in Akoma Ntoso."""

    config: SiteConfig
    site_url: str = ""
    """Whole, ending in a slash; empty where it is not known."""

    def meeting(self, archive: Archive, id: str) -> bytes:
        """Return a meeting as a document."""
        meeting = archive.meetings[id]
        title_of, known = titles(archive), roles(meeting)
        said = "".join(_section(item, parts, known, title_of) for item, parts in sections(meeting))
        body = _roll_call(meeting) + said + _resolutions(meeting, title_of)
        debate = self._meta(archive, meeting) + _preface(meeting) + element("debateBody", body or _NOTHING)
        root = element("akomaNtoso", element("debate", debate, {"name": "debate"}), {"xmlns": NAMESPACE})
        return f"{DECLARATION}{root}\n".encode()

    def _meta(self, archive: Archive, meeting: Meeting) -> str:
        record = meeting.record
        day = record.date.first.isoformat()
        language = record.language or self.config.records_language or self.config.language
        work = f"/akn/zz/debate/{day}/{meeting.id}"
        levels = (
            ("FRBRWork", work, element("FRBRcountry", attributes={"value": "zz"})),
            ("FRBRExpression", f"{work}/{language}@", element("FRBRlanguage", attributes={"language": language})),
            ("FRBRManifestation", f"{work}/{language}@/main.xml", ""),
        )
        known = "".join(element(name, _level(uri, day, f"{further}"), None) for name, uri, further in levels)
        identification = element("identification", known, {"source": "#archive"})
        return element("meta", identification + self._references(archive, meeting))

    def _references(self, archive: Archive, meeting: Meeting) -> str:
        found = [_reference("TLCOrganization", "archive", self._link(urls.HOME), self.config.title)]
        for kind, name in _REFERRED.items():
            refs = (Ref(kind, id) for id in meeting.refs.get(kind, ()))
            found += [_reference(name, _eid(ref), self._link(urls.record(ref)), archive.title(ref)) for ref in refs]
        found += [_reference("TLCRole", eid, f"#{eid}", role) for role, eid in roles(meeting).items()]
        return element("references", "".join(found), {"source": "#archive"})

    def _link(self, address: str) -> str:
        return f"{self.site_url or _ROOT}{address}"


_ROOT = "../../"
"""The way from a meeting's file to the root of the site."""
_REFERRED = {
    Kind.PERSON: "TLCPerson",
    Kind.ORGANIZATION: "TLCOrganization",
    Kind.DISTRICT: "TLCLocation",
    Kind.ISSUE: "TLCConcept",
}


def _level(uri: str, day: str, further: str) -> str:
    return "".join(
        (
            element("FRBRthis", attributes={"value": f"{uri}/!main" if not uri.endswith(".xml") else uri}),
            element("FRBRuri", attributes={"value": uri}),
            element("FRBRdate", attributes={"date": day, "name": "meeting"}),
            element("FRBRauthor", attributes={"href": "#archive"}),
            further,
        )
    )


def _reference(name: str, eid: str, href: str, words: str) -> str:
    return element(name, attributes={"eId": eid, "href": href, "showAs": words})


def _eid(ref: Ref) -> str:
    return f"{ref.kind}-{ref.id}"


def _preface(meeting: Meeting) -> str:
    record = meeting.record
    title = element("p", text_element("docTitle", record.title))
    day = element("p", text_element("docDate", record.date.text, {"date": record.date.first.isoformat()}))
    places = "".join(text_element("p", place) for place in record.places)
    return element("preface", title + day + places)


def _roll_call(meeting: Meeting) -> str:
    """Who was there; the class of each entry is the part that they played."""
    known = roles(meeting)
    entries = (
        element("p", _participant(p, known), {"class": p.part.value})
        for p in meeting.participations
        if p.part is not Part.SPEAKER
    )
    return element("rollCall", "".join(entries), {"eId": "participants"}) if meeting.participations else ""


def _participant(participation: Participation, known: Mapping[str, str]) -> str:
    role = participation.written.role or ""
    name = escaped(participation.name)
    if participation.person:
        eid = _eid(Ref(Kind.PERSON, participation.person))
        as_ = f"#{known[role]}" if role else ""
        name = element("person", name, {"refersTo": f"#{eid}", "as": as_})
    return f"{name}, {escaped(role)}" if role else name


def _section(item: Item | None, parts: Iterable[Spoken], known: Mapping[str, str], title_of: TitleOf) -> str:
    heading = text_element("heading", item.title) if item else ""
    said = "".join(_part(part, known, title_of) for part in parts)
    eid = item.address if item else "opening"
    return element("debateSection", heading + (said or element("narrative")), {"eId": eid, "name": "item"})


def _part(part: Spoken, known: Mapping[str, str], title_of: TitleOf) -> str:
    if isinstance(part, Division):
        return text_element("narrative", part.title)
    found = paragraphs(part.markdown, title_of)
    if isinstance(part, Prose):
        return "".join(text_element("narrative", paragraph.text) for paragraph in found)
    speaker = part.speakers[0]
    attributes = {
        "eId": part.address,
        "by": f"#{_eid(Ref(Kind.PERSON, speaker.person))}" if speaker.person else "#archive",
        "as": f"#{known[speaker.written.role]}" if speaker.written.role else "",
    }
    names = text_element("from", " / ".join(speaker.name for speaker in part.speakers))
    words = "".join(_spoken(paragraph) for paragraph in found)
    return element("speech", names + (words or element("p")), attributes)


def _spoken(paragraph: Paragraph) -> str:
    """A paragraph of a speech; what others called out is a remark of the record, not the speaker's words."""
    if paragraph.interjection:
        return element("p", text_element("remark", paragraph.text, {"type": "sceneDescription"}))
    return text_element("p", paragraph.text)


def _resolutions(meeting: Meeting, title_of: TitleOf) -> str:
    entries = ""
    for conclusion in meeting.conclusions:
        attributes = {"eId": conclusion.key.id, "class": conclusion.written.kind or ""}
        entries += text_element("p", line(conclusion.written.text, title_of), attributes)
    return element("resolutions", entries, {"eId": "conclusions"}) if entries else ""


_NOTHING = element("debateSection", element("narrative"), {"name": "empty"})
"""A debate of which nothing is recorded: the schema asks for a section all the same."""


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    debates = Debates(publication.config, publication.site_url)
    for id in archive.meetings:
        yield ExportFile(akn_address(id), partial(debates.meeting, id=id))


EXPORT = Export(
    name="akoma-ntoso",
    title="Akoma Ntoso",
    use=N_("Each meeting as a debate, for programs that read parliamentary records"),
    plan=_planned,
    standard="https://docs.oasis-open.org/legaldocml/akn-core/v1.0/akn-core-v1.0-part1-vocabulary.html",
    where="meetings/…/akn.xml",
)
