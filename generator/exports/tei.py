"""Meetings in TEI P5, as the corpora of ParlaMint encode debates; people and organizations in one list each.

Speeches are utterances (`u`) whose speaker is a person of the list, interjections and names of speakers are notes of
the record. Encoding: https://clarin-eric.github.io/ParlaMint/; schema: https://tei-c.org/release/xml/tei/custom/schema/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.archive.archive import Archive, Division, Item, Meeting, Participation, Prose
from generator.archive.names import Ref
from generator.archive.unmarked import Paragraph, TitleOf, line, paragraphs
from generator.config import SiteConfig
from generator.exports.debate import Spoken, sections, titles
from generator.exports.export import Export, ExportFile, Publication
from generator.exports.xml import DECLARATION, element, escaped, text_element
from generator.records import model
from generator.records.dates import Date, Day
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_

Link = Callable[[str], str]
"""The link to an address of the site."""

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_ROOT = "../../"
"""The way from each file of the corpus to the root of the site."""
PEOPLE, ORGANIZATIONS = "data/tei/people.xml", "data/tei/organizations.xml"


def tei_address(id: str) -> str:
    """Return the address of a meeting in TEI."""
    return f"{urls.record(Ref(Kind.MEETING, id))}tei.xml"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Writes the meetings and lists of one site in TEI."""

    config: SiteConfig
    site_url: str = ""
    """Whole, ending in a slash; empty where it is not known."""

    def meeting(self, archive: Archive, id: str) -> bytes:
        """Return a meeting as a text of the corpus."""
        meeting, title_of = archive.meetings[id], titles(archive)
        record = meeting.record
        language = record.language or self._language
        said = "".join(_section(item, parts, id, title_of) for item, parts in sections(meeting))
        body = _participants(meeting) + said + _conclusions(meeting, title_of)
        places = "".join(text_element("name", place, {"type": "place"}) for place in record.places)
        setting = element("settingDesc", element("setting", places + _date(record.date)))
        spoken = element("langUsage", text_element("language", language, {"ident": language}))
        sources = "".join(map(_source, record.sources)) or text_element("p", self.config.title)
        profile = element("profileDesc", setting + spoken)
        header = self._header(record.title, tei_address(id), sources, profile)
        text = element("text", element("body", body or element("div", element("p"))))
        return _document(header + text, language, f"m.{id}")

    def people(self, archive: Archive) -> bytes:
        """Return the list of people, with their posts."""
        found = "".join(_person(id, person, self._link) for id, person in archive.people.items())
        return self._list("listPerson", found or element("person", text_element("persName", "–")), PEOPLE)

    def organizations(self, archive: Archive) -> bytes:
        """Return the list of organizations."""
        found = "".join(_organization(id, each, self._link) for id, each in archive.organizations.items())
        return self._list("listOrg", found or element("org", text_element("orgName", "–")), ORGANIZATIONS)

    def _list(self, name: str, entries: str, address: str) -> bytes:
        header = self._header(self.config.title, address, element("p", escaped(self.config.title)), "")
        return _document(header + element("text", element("body", element(name, entries))), self._language, "")

    def _header(self, title: str, address: str, sources: str, profile: str) -> str:
        licence = self.config.licence
        terms = text_element("licence", licence.name, {"target": licence.url or ""}) if licence else ""
        idno = text_element("idno", self._link(address), {"type": "URI"})
        published = (
            text_element("publisher", self.config.title) + idno + (element("availability", terms) if terms else "")
        )
        file = (
            element("titleStmt", text_element("title", title, {"type": "main"}))
            + element("publicationStmt", published)
            + element("sourceDesc", sources)
        )
        return element("teiHeader", element("fileDesc", file) + profile)

    def _link(self, address: str) -> str:
        return f"{self.site_url or _ROOT}{address}"

    @property
    def _language(self) -> str:
        return self.config.records_language or self.config.language


def _document(content: str, language: str, id: str) -> bytes:
    root = element("TEI", content, {"xmlns": NAMESPACE, "xml:lang": language, "xml:id": id})
    return f"{DECLARATION}{root}\n".encode()


def _date(date: Date) -> str:
    """A date as written, with what of it is sure in the attributes; uncertain ones say so."""
    start, end = date.start, date.end
    uncertain = {"cert": "low"} if start.mark or (end and end.mark) else {}
    if end:
        return text_element("date", date.text, {"from": _day(start), "to": _day(end)} | uncertain)
    return text_element("date", date.text, {"when": _day(start)} | uncertain)


def _day(day: Day) -> str:
    """A day as XML Schema writes it, as far as it is known: 2024-04-19, 2024-04, 2024, --03-07."""
    if day.year is None:
        return f"--{day.month:02}" + (f"-{day.day:02}" if day.day else "") if day.month else ""
    found = f"{day.year:04}"
    if day.month:
        found += f"-{day.month:02}"
        if day.day:
            found += f"-{day.day:02}"
    return found


def _who(participation: Participation) -> str:
    return f"{_ROOT}{PEOPLE}#p.{participation.person}" if participation.person else ""


def _participants(meeting: Meeting) -> str:
    """Who was there and who spoke, by part, with the words of the source."""
    parts: dict[str, str] = {}
    for participation in meeting.participations:
        kind = "persName" if participation.person else "name"
        name = text_element(kind, participation.name, {"ref": _who(participation)})
        role = participation.written.role
        entry = element("item", f"{name}, {text_element('roleName', role)}" if role else name)
        parts[participation.part.value] = parts.get(participation.part.value, "") + entry
    lists = "".join(element("list", entries, {"type": part}) for part, entries in parts.items())
    return element("div", lists, {"type": "participants"}) if lists else ""


def _section(item: Item | None, parts: Iterable[Spoken], id: str, title_of: TitleOf) -> str:
    heading = text_element("head", item.title) if item else ""
    said = "".join(_part(part, id, title_of) for part in parts)
    attributes = {"type": "debateSection", "xml:id": f"m.{id}.{item.address}" if item else ""}
    return element("div", heading + (said or element("p")), attributes)


def _part(part: Spoken, id: str, title_of: TitleOf) -> str:
    if isinstance(part, Division):
        return text_element("note", part.title, {"type": "heading"})
    found = paragraphs(part.markdown, title_of)
    if isinstance(part, Prose):
        return "".join(text_element("note", paragraph.text, {"type": "narrative"}) for paragraph in found)
    names = text_element("note", " / ".join(speaker.name for speaker in part.speakers), {"type": "speaker"})
    who = " ".join(filter(None, map(_who, part.speakers)))
    words = "".join(map(_spoken, found))
    return names + element("u", words, {"who": who, "xml:id": f"m.{id}.{part.address}"})


def _spoken(paragraph: Paragraph) -> str:
    if paragraph.interjection:
        return text_element("note", paragraph.text, {"type": "interjection"})
    return text_element("seg", paragraph.text)


def _conclusions(meeting: Meeting, title_of: TitleOf) -> str:
    entries = "".join(
        text_element("item", line(conclusion.written.text, title_of), {"xml:id": f"m.{meeting.id}.{conclusion.key.id}"})
        for conclusion in meeting.conclusions
    )
    return element("div", element("list", entries), {"type": "conclusions"}) if entries else ""


def _source(source: model.Source) -> str:
    fields = (
        text_element("title", source.title or ""),
        text_element("author", source.author or ""),
        text_element("publisher", source.publisher or ""),
        _date(source.date) if source.date else "",
        element("ptr", attributes={"target": source.url}) if source.url else "",
        text_element("note", source.note or ""),
    )
    return element("bibl", "".join(fields)) if any(fields) else ""


def _person(id: str, person: model.Person, link: Link) -> str:
    names = _names("persName", person)
    posts = "".join(map(_post, person.posts))
    pages = (link(urls.record(Ref(Kind.PERSON, id))), *person.same_as)
    addresses = "".join(text_element("idno", page, {"type": "URI"}) for page in pages)
    return element("person", names + posts + addresses, {"xml:id": f"p.{id}"})


def _names(tag: str, record: model.Person | model.Organization) -> str:
    """All names of a record; a former one with its time, as far as that is known."""
    names = [text_element(tag, name) for name in (record.name, *record.aliases)]
    names += [text_element(tag, former.name, _term(former)) for former in record.former_names]
    return "".join(names)


def _term(of: model.Post | model.FormerName) -> dict[str, str]:
    return {
        "from": _day(of.from_.start) if of.from_ else "",
        "to": _day(of.until.end or of.until.start) if of.until else "",
    }


def _post(post: model.Post) -> str:
    term = _term(post) | {
        "when": _day(post.seen.start) if post.seen and not post.from_ and not post.until else "",
        "ref": f"{_ROOT}{ORGANIZATIONS}#o.{post.organization}" if post.organization else "",
    }
    return text_element("affiliation", post.role, term)


def _organization(id: str, organization: model.Organization, link: Link) -> str:
    names = _names("orgName", organization)
    page = text_element("idno", link(urls.record(Ref(Kind.ORGANIZATION, id))), {"type": "URI"})
    return element("org", names + page, {"xml:id": f"o.{id}"})


def _planned(archive: Archive, publication: Publication) -> Iterator[ExportFile]:
    corpus = Corpus(publication.config, publication.site_url)
    yield ExportFile(PEOPLE, corpus.people, N_("People"), len(archive.people))
    yield ExportFile(ORGANIZATIONS, corpus.organizations, N_("Organizations"), len(archive.organizations))
    for id in archive.meetings:
        yield ExportFile(tei_address(id), partial(corpus.meeting, id=id))


EXPORT = Export(
    name="tei",
    title="TEI",
    use=N_("Each meeting as a text of a corpus, as ParlaMint encodes debates"),
    plan=_planned,
    standard="https://clarin-eric.github.io/ParlaMint/",
    where="meetings/…/tei.xml",
)
