"""What a page says in schema.org's words (JSON-LD 1.1): for search engines and whoever reads pages by program.

Each page has one block of data with a graph: what the page is about, and the way to it (BreadcrumbList). A meeting is
an Event, its speeches are Quotations with their first words, people, districts and organizations are what they are;
an issue is a DefinedTerm, a series an EventSeries. Vocabulary: https://schema.org/version/latest.

A block of data is not run by browsers, so the strict Content-Security-Policy of the pages lets it stand. Links are
whole where the site's address is known, else relative to the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.archive.archive import Archive, Conclusion, Meeting, Part, Participation, Speech
from generator.archive.mentions import target_of
from generator.archive.names import Ref
from generator.archive.unmarked import TitleOf, beginning, line, paragraphs
from generator.exports.export import Export
from generator.records import model
from generator.records.dates import Date
from generator.records.model import Kind, former_names_of
from generator.site import urls
from generator.site.interface import N_

Thing = dict[str, Any]
"""An object of JSON-LD."""
LinkTo = Callable[[str], str]
"""The link from the page to an address of the site."""

WORDS = 200
"""So many characters of a speech stand in the data; all of it stands in the page."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way to a page: its address in the site and its words."""

    address: str
    title: str


def page_data(link: LinkTo, trail: Sequence[Step], about: Iterable[Thing]) -> str:
    """Return the data block of a page, safe inside a `script` element; nothing for a page that says nothing.

    `link` is how the page links to others in its language, `trail` the way from home to the page, both included.
    """
    graph = [*about, *_breadcrumbs(link, trail)]
    return json_in_html({"@context": "https://schema.org", "@graph": graph}) if graph else ""


def linking(site_url: str, page: str, tree: str = "") -> LinkTo:
    """Return how a page writes links to what is there once for all languages, such as the identity of a record.

    They are whole where the site's address is known. Pages in the language of the page lie in `tree`.
    """
    if site_url:
        return lambda address: site_url + address
    return lambda address: urls.file_way(address, page, tree)


def linking_within(site_url: str, page: str, tree: str) -> LinkTo:
    """Return the same for links to pages in the language of the page."""
    if site_url:
        return lambda address: site_url + tree + address
    return lambda address: urls.relative(address, page)


_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def json_in_html(value: object) -> str:
    """Return JSON in which nothing ends or begins an element: `</script>` and `<!--` cannot stand in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, written in _UNSAFE.items():
        text = text.replace(sign, written)
    return text


def _breadcrumbs(link: LinkTo, trail: Sequence[Step]) -> Iterator[Thing]:
    if len(trail) > 1:
        steps = [
            {"@type": "ListItem", "position": n, "name": step.title, "item": link(step.address)}
            for n, step in enumerate(trail, 1)
        ]
        yield {"@type": "BreadcrumbList", "itemListElement": steps}


def site_thing(link: LinkTo, title: str, description: str, language: str) -> Thing:
    """Return the site as a whole, for its first page: with the address that searches it."""
    found = {
        "@type": "WebSite",
        "@id": link(urls.HOME),
        "url": link(urls.HOME),
        "name": title,
        "description": description,
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": link(urls.SEARCH) + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }
    return _known(found)


def record_thing(archive: Archive, link: LinkTo, ref: Ref, language: str) -> Thing:
    """Return what a record's page is about; `language` is that of records which do not say theirs."""
    if ref.kind is Kind.MEETING:
        return _Meetings(archive, link).thing(archive.meetings[ref.id], language)
    record = archive.register(ref)
    found = {
        "@type": _TYPES[ref.kind],
        "@id": link(urls.record(ref)),
        "url": link(urls.record(ref)),
        "name": record.name,
        "alternateName": [*getattr(record, "aliases", ()), *former_names_of(record)],
        "sameAs": list(getattr(record, "same_as", ())),
        "description": line(_description(record), _titles(archive)),
    }
    return _known(found | _OF_KIND[ref.kind](archive, link, record))


def _description(record: model.Register) -> str:
    return getattr(record, "description", None) or record.note or ""


_TYPES = {
    Kind.PERSON: "Person",
    Kind.DISTRICT: "AdministrativeArea",
    Kind.ISSUE: "DefinedTerm",
    Kind.ORGANIZATION: "Organization",
    Kind.SERIES: "EventSeries",
}


def _person(archive: Archive, link: LinkTo, record: Any) -> Thing:
    return {
        "jobTitle": list(dict.fromkeys(post.role for post in record.posts)),
        "affiliation": [
            _named(archive, link, Ref(Kind.ORGANIZATION, id))
            for id in dict.fromkeys(post.organization for post in record.posts)
            if id in archive.organizations
        ],
    }


def _district(archive: Archive, link: LinkTo, record: Any) -> Thing:
    point = record.coordinates
    return {
        "containedInPlace": _named(archive, link, Ref(Kind.DISTRICT, record.parent)) if record.parent else None,
        "geo": {"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon} if point else None,
    }


def _issue(_: Archive, link: LinkTo, __: Any) -> Thing:
    address = link(urls.listing(Kind.ISSUE))
    return {"inDefinedTermSet": {"@type": "DefinedTermSet", "@id": address, "url": address}}


def _organization(archive: Archive, link: LinkTo, record: Any) -> Thing:
    return {
        "parentOrganization": _named(archive, link, Ref(Kind.ORGANIZATION, record.parent)) if record.parent else None,
        "areaServed": _named(archive, link, Ref(Kind.DISTRICT, record.district)) if record.district else None,
        "foundingDate": _iso(record.from_) if record.from_ else None,
        "dissolutionDate": _iso(record.until) if record.until else None,
    }


def _series(archive: Archive, link: LinkTo, record: Any) -> Thing:
    organization = record.organization
    return {"organizer": _named(archive, link, Ref(Kind.ORGANIZATION, organization)) if organization else None}


_OF_KIND: Mapping[Kind, Callable[[Archive, LinkTo, Any], Thing]] = {
    Kind.PERSON: _person,
    Kind.DISTRICT: _district,
    Kind.ISSUE: _issue,
    Kind.ORGANIZATION: _organization,
    Kind.SERIES: _series,
}


class _Meetings:
    """Says meetings in schema.org's words, on one page."""

    def __init__(self, archive: Archive, link: LinkTo) -> None:
        self.archive, self.link = archive, link
        self.title_of = _titles(archive)

    def thing(self, meeting: Meeting, language: str) -> Thing:
        record = meeting.record
        address = self.link(urls.record(Ref(Kind.MEETING, meeting.id)))
        parts = {part: [p for p in meeting.participations if p.part is part] for part in Part}
        here = record.language or language
        found = {
            "@type": "Event",
            "@id": address,
            "url": address,
            "name": record.title,
            "description": line(record.summary, self.title_of) if record.summary else "",
            "startDate": _begin(record),
            "endDate": _end(record),
            "eventStatus": _STATUS[record.status],
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode" if record.places else None,
            "inLanguage": here,
            "location": [{"@type": "Place", "name": place, "address": place} for place in record.places],
            "organizer": self.named(Kind.ORGANIZATION, meeting.held_by),
            "superEvent": self.named(Kind.SERIES, (meeting.series,) if meeting.series else ()),
            "about": self.named(Kind.ISSUE, meeting.refs.get(Kind.ISSUE, ())),
            "contributor": [self.participant(p) for p in parts[Part.CHAIR]],
            "attendee": [self.participant(p) for p in parts[Part.ATTENDEE]],
            "performer": [self.participant(p) for p in _once(parts[Part.SPEAKER])],
            "recordedIn": self.record(meeting, address, here),
        }
        return _known(found)

    def record(self, meeting: Meeting, address: str, language: str) -> Thing:
        """What was written down of a meeting: its speeches, its conclusions, and where it is reported."""
        found = {
            "@type": "CreativeWork",
            "@id": f"{address}#_record",
            "name": meeting.record.title,
            "inLanguage": language,
            "hasPart": [
                *(self.quotation(speech, language) for speech in meeting.speeches),
                *(self.conclusion(conclusion) for conclusion in meeting.conclusions),
            ],
            "citation": [_source(source) for source in meeting.record.sources if source.title or source.url],
        }
        return _known(found)

    def named(self, kind: Kind, ids: Sequence[str]) -> list[Thing]:
        return [_named(self.archive, self.link, Ref(kind, id)) for id in ids]

    def participant(self, participation: Participation) -> Thing:
        if participation.person is None:
            return {"@type": "Organization", "name": participation.name}
        return _named(self.archive, self.link, Ref(Kind.PERSON, participation.person), participation.name)

    def quotation(self, speech: Speech, language: str) -> Thing:
        address = self.link(urls.speech(speech))
        start = speech.markdown.partition("\n\n")[0][: 3 * WORDS]
        words = " ".join(p.text for p in paragraphs(start, self.title_of) if not p.interjection)
        return _known(
            {
                "@type": "Quotation",
                "@id": address,
                "url": address,
                "text": beginning(words, WORDS),
                "creator": [self.participant(speaker) for speaker in speech.speakers],
                "inLanguage": language,
            }
        )

    def conclusion(self, conclusion: Conclusion) -> Thing:
        address = self.link(urls.conclusion(conclusion.key))
        by = conclusion.by
        return _known(
            {
                "@type": "CreativeWork",
                "@id": address,
                "url": address,
                "text": line(conclusion.written.text, self.title_of),
                "creator": _named(self.archive, self.link, by) if by else None,
                "about": self.named(Kind.ISSUE, conclusion.issues),
                "expires": _iso(conclusion.written.due) if conclusion.written.due else None,
            }
        )


_STATUS = {
    "held": "https://schema.org/EventScheduled",
    "announced": "https://schema.org/EventScheduled",
    "cancelled": "https://schema.org/EventCancelled",
}


def _once(participations: Iterable[Participation]) -> list[Participation]:
    """Each speaker once, however many entries they have."""
    return list({p.person or p.name: p for p in reversed(list(participations))}.values())[::-1]


def _named(archive: Archive, link: LinkTo, ref: Ref, name: str = "") -> Thing:
    """A record as another names it: its type, its address and its name."""
    return {"@type": _TYPES[ref.kind], "@id": link(urls.record(ref)), "name": name or archive.title(ref)}


def _source(source: model.Source) -> Thing:
    found = {
        "@type": "CreativeWork",
        "name": source.title,
        "url": source.url,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
        "datePublished": _iso(source.date) if source.date else None,
    }
    return _known(found)


def _known(thing: Mapping[str, Any]) -> Thing:
    """A thing without what is not known of it; a list of one is the one."""
    found = {}
    for name, value in thing.items():
        if value:
            found[name] = value[0] if isinstance(value, list) and len(value) == 1 else value
    return found


def _iso(date: Date) -> str:
    """A date as far as it is known, in ISO 8601; nothing where the year is not."""
    day = date.start
    if day.year is None:
        return ""
    known = [f"{day.year:04}"]
    if day.month is not None:
        known.append(f"{day.month:02}")
        if day.day is not None:
            known.append(f"{day.day:02}")
    return "-".join(known)


def _begin(record: model.Meeting) -> str:
    day = _iso(record.date)
    return f"{day}T{record.start}" if record.start and len(day) == len("2024-04-19") else day


def _end(record: model.Meeting) -> str:
    """The last day where a meeting has several; the time of the end where one is known and it is the same day."""
    if record.date.end is not None:
        return _iso(Date(record.date.text, record.date.end))
    day = _iso(record.date)
    same_day = record.start and record.end and record.start <= record.end
    return f"{day}T{record.end}" if same_day and len(day) == len("2024-04-19") else ""


def _titles(archive: Archive) -> TitleOf:
    def title_of(target: str) -> str | None:
        found = target_of(archive, target)
        return archive.title(found[0]) if found else None

    return title_of


EXPORT = Export(
    name="schema-org",
    title="schema.org",
    use=N_("What each page is about, as data within the page, for search engines"),
    plan=lambda *_: (),
    standard="https://schema.org/",
)
