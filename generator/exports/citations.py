"""Citations of meetings, speeches and conclusions, as programs for literature read them.

One value, `Citation`, says what is cited; each format is a function of such values. Names stay whole: which part of a
Vietnamese name is the family's is not for a program to guess. Formats:

- BibTeX as biblatex 3.20 describes it (`@misc` for a meeting, `@inproceedings` for what stands in one),
- RIS, https://en.wikipedia.org/wiki/RIS_(file_format), with the tags that Zotero and rispy read,
- CSL-JSON, https://github.com/citation-style-language/schema (1.0.2),
- Highwire Press tags, as Google Scholar asks for them (https://scholar.google.com/intl/en/scholar/inclusion.html),
- COinS, ANSI/NISO Z39.88-2004 in key/encoded-value form with Dublin Core, as Zotero reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import quote_plus

from generator.archive.archive import Archive, Conclusion, Meeting, Speech
from generator.archive.mentions import target_of
from generator.archive.names import Ref
from generator.archive.unmarked import beginning, line
from generator.config import SiteConfig
from generator.records.dates import Date, Day
from generator.records.model import Kind
from generator.site import urls
from generator.site.interface import N_, Interface

CitedKind = Literal["meeting", "speech", "conclusion"]


@dataclass(frozen=True)
class Citation:
    """What is cited, in plain texts."""

    kind: CitedKind
    key: str
    """Its name in a list of literature: the meeting's id, with the fragment behind a colon."""
    title: str
    authors: tuple[str, ...]
    """Who speaks or concluded; of a meeting, who held it. Whole names."""
    date: Date
    address: str
    """Within the site, with its fragment."""
    archive: str
    """The title of the archive."""
    url: str = ""
    """Where it is published; empty where the site's address is not known."""
    meeting: str = ""
    """The title of the meeting that it stands in."""
    place: str = ""
    genre: str = ""
    """What it is, in the interface's words: Conference, Report, Directive."""
    number: str = ""
    """The meeting's number in its series."""
    series: str = ""
    language: str = ""


_SHORT = 160
"""Characters of a conclusion that stand for its title."""


@dataclass(frozen=True, slots=True)
class CitedArchive:
    """What all citations of a site have in common: the archive, its configuration, its words and its address."""

    archive: Archive
    config: SiteConfig
    interface: Interface
    site_url: str = ""
    """Whole, ending in a slash; empty where it is not known."""

    def of_meeting(self, id: str) -> tuple[Citation, ...]:
        """Return the citations of a meeting, then of its speeches, then of its conclusions, each in order."""
        meeting = self.archive.meetings[id]
        items = {item.slug: item.title for item in meeting.items}
        return (
            self.meeting(meeting),
            *(self.speech(meeting, speech, items.get(speech.item, "")) for speech in meeting.speeches),
            *(self.conclusion(meeting, conclusion) for conclusion in meeting.conclusions),
        )

    def meeting(self, meeting: Meeting) -> Citation:
        """Return the citation of a meeting as a whole."""
        record = meeting.record
        return self._citation(
            "meeting",
            meeting,
            title=record.title,
            authors=tuple(self.archive.organizations[id].name for id in meeting.held_by),
            address=urls.record(Ref(Kind.MEETING, meeting.id)),
            genre=self.interface.label("meeting", record.kind),
            series=self.archive.series[meeting.series].name if meeting.series else "",
            number=str(record.number or ""),
        )

    def speech(self, meeting: Meeting, speech: Speech, item: str) -> Citation:
        """Return the citation of a speech; `item` is the title of its agenda item, or empty."""
        kind = next((speaker.kind for speaker in speech.speakers if speaker.kind), None)
        genre = self.interface.label("speech", kind) if kind else self.interface.text(N_("Speech"))
        return self._citation(
            "speech",
            meeting,
            title=f"{genre}: {item}" if item else genre,
            authors=tuple(speaker.name for speaker in speech.speakers),
            address=urls.speech(speech),
            genre=genre,
            fragment=speech.address,
        )

    def conclusion(self, meeting: Meeting, conclusion: Conclusion) -> Citation:
        """Return the citation of a conclusion; long ones are named by their beginning."""
        written = conclusion.written
        genre = self.interface.label("conclusion", written.kind) if written.kind else ""
        return self._citation(
            "conclusion",
            meeting,
            title=beginning(line(written.text, self._title_of), _SHORT),
            authors=(self.archive.title(conclusion.by),) if conclusion.by else (),
            address=urls.conclusion(conclusion.key),
            genre=genre or self.interface.text(N_("Conclusion")),
            fragment=conclusion.key.id,
        )

    def _citation(
        self,
        kind: CitedKind,
        meeting: Meeting,
        *,
        title: str,
        authors: tuple[str, ...],
        address: str,
        genre: str,
        fragment: str = "",
        series: str = "",
        number: str = "",
    ) -> Citation:
        record = meeting.record
        return Citation(
            kind=kind,
            key=f"{meeting.id}:{fragment}" if fragment else meeting.id,
            title=title,
            authors=authors,
            date=record.date,
            address=address,
            archive=self.config.title,
            url=f"{self.site_url}{address}" if self.site_url else "",
            meeting=record.title if fragment else "",
            place=", ".join(record.places),
            genre=genre,
            number=number,
            series=series,
            language=_language(meeting, self.config),
        )

    def _title_of(self, target: str) -> str | None:
        found = target_of(self.archive, target)
        return self.archive.title(found[0]) if found else None


def _language(meeting: Meeting, config: SiteConfig) -> str:
    return meeting.record.language or config.records_language or config.language


_BROKEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]|\\s\\s|^\\s|\\s$")


def _one_line(text: str) -> str:
    """A text without line breaks and other control characters, which no format of these has room for."""
    return " ".join(_CONTROL.sub(" ", text).split()) if _BROKEN.search(text) else text


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


# ── BibTeX ────────────────────────────────────────────────────────────────────────────────────────────────────────


def bibtex(citations: Iterable[Citation]) -> str:
    """Return entries for BibTeX and biblatex; the text is UTF-8 with TeX's own signs written as commands."""
    return "\n".join(map(_bibtex_entry, citations))


def _bibtex_entry(citation: Citation) -> str:
    kind = "misc" if citation.kind == "meeting" else "inproceedings"
    fields = "".join(f",\n  {name} = {{{value}}}" for name, value in _bibtex_fields(citation) if value)
    return f"@{kind}{{{citation.key}{fields}\n}}\n"


def _bibtex_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    # Whole in braces: names are not split, and German nouns keep their capital letters.
    yield "author", " and ".join(f"{{{_tex(name)}}}" for name in citation.authors)
    yield "title", f"{{{_tex(citation.title)}}}"
    yield "booktitle", f"{{{_tex(citation.meeting)}}}" if citation.meeting else ""
    yield "series", _tex(citation.series)
    yield "number", citation.number
    yield "date", citation.date.text if citation.date.year else ""
    yield "year", f"{citation.date.year:04}" if citation.date.year else ""
    yield ("venue" if citation.meeting else "location"), _tex(citation.place)
    yield ("publisher" if citation.meeting else "howpublished"), _tex(citation.archive)
    yield "type", _tex(citation.genre)
    yield "url", citation.url
    yield "note", "" if citation.url else _tex(citation.address)
    yield "langid", _LANGID.get(citation.language.partition("-")[0], "")


_LANGID = {"de": "ngerman", "en": "english", "vi": "vietnamese", "fr": "french", "ru": "russian", "cs": "czech"}
"""What babel, and so biblatex, calls languages."""
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    }
)  # fmt: skip
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=,)(?=,)")
"""Between which signs TeX would make another sign of two."""


def _tex(text: str) -> str:
    return _LIGATURES.sub("{}", _one_line(text).translate(_TEX))


# ── RIS ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def ris(citations: Iterable[Citation]) -> str:
    """Return RIS records, their lines ended by CR and LF."""
    lines = (f"{tag}  - {value}" for citation in citations for tag, value in (*_ris_fields(citation), ("ER", "")))
    return "".join(f"{line}\r\n" for line in lines)


def _ris_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    day = citation.date.start
    fields = [
        ("TY", "CPAPER" if citation.meeting else "GEN"),
        ("ID", citation.key),
        *(("AU", name) for name in citation.authors),
        ("TI", citation.title),
        ("T2", citation.meeting),
        ("T3", citation.series),
        ("PY", f"{day.year:04}" if day.year else ""),
        ("DA", _ris_day(day)),
        ("CY", citation.place),
        ("PB", citation.archive),
        ("M1", citation.number),
        ("M3", citation.genre),
        ("LA", citation.language),
        ("AN", citation.address),
        ("UR", citation.url),
    ]
    yield from ((tag, _one_line(value)) for tag, value in fields if value)


def _ris_day(day: Day) -> str:
    """A day as far as it is known, with all three strokes; empty without a year."""
    if not day.year:
        return ""
    return "/".join([f"{day.year:04}", *(f"{n:02}" if n else "" for n in (day.month, day.day)), ""])


# ── CSL-JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────


def csl_json(citations: Iterable[Citation]) -> str:
    """Return a list of items in CSL-JSON."""
    items = (json.dumps(csl_item(citation), ensure_ascii=False) for citation in citations)
    return "[\n" + ",\n".join(items) + "\n]\n"  # an item a line; indented, it would take three times longer


def csl_item(citation: Citation) -> dict[str, object]:
    """Return a citation as CSL-JSON has it; what is not known is left out."""
    names = [{"literal": _one_line(name)} for name in citation.authors]
    texts = {
        "title": citation.title,
        "event-title": citation.meeting,
        "event-place": citation.place,
        "container-title": citation.meeting,
        "collection-title": citation.series,
        "collection-number": citation.number,
        "genre": citation.genre,
        "publisher": citation.archive,
        "archive": citation.archive,
        "archive_location": citation.address,
        "URL": citation.url,
        "language": citation.language,
    }
    item: dict[str, object] = {"id": citation.key, "type": _CSL_TYPES[citation.kind]}
    if names:
        item["author"] = names
    item |= {name: _one_line(text) for name, text in texts.items() if text}
    item["issued"] = _csl_date(citation.date)
    return item


_CSL_TYPES: Mapping[CitedKind, str] = {"meeting": "document", "speech": "speech", "conclusion": "document"}


def _csl_date(date: Date) -> dict[str, object]:
    """A date or a span of dates as far as it is known; one without a year in its own words."""
    days = [date.start] if date.end is None else [date.start, date.end]
    if not all(day.year for day in days):
        return {"literal": date.text}
    found: dict[str, object] = {"date-parts": [_parts(day) for day in days]}
    if any(day.mark for day in days):
        found["circa"] = True
    return found


def _parts(day: Day) -> list[int]:
    known = [day.year, day.month, day.day]
    return [n for place, n in enumerate(known) if n is not None and None not in known[:place]]


# ── in the browser ──────────────────────────────────────────────────────────────────────────────────────────────────


def quoted_from(meeting: Meeting, config: SiteConfig) -> Mapping[str, str]:
    """Return what the citations of a meeting's parts have in common, for the script that hands them out.

    `theme/assets/cite.js` writes the same formats about what somebody quotes, with the link that finds the words again.
    What takes knowledge of dates and languages is worked out here; `tests/browser/test_quoting.py` holds both together.
    """
    day, language = meeting.date.start, _language(meeting, config)
    return {
        "id": meeting.id,
        "archive": _one_line(config.title),
        "meeting": _one_line(meeting.record.title),
        "place": _one_line(", ".join(meeting.record.places)),
        "language": language,
        "langid": _LANGID.get(language.partition("-")[0], ""),
        "date": meeting.date.text if day.year else "",
        "year": f"{day.year:04}" if day.year else "",
        "day": _ris_day(day),
        "issued": json.dumps(_csl_date(meeting.date)),
    }


# ── in the page ───────────────────────────────────────────────────────────────────────────────────────────────────


def highwire(citation: Citation) -> tuple[tuple[str, str], ...]:
    """Return the Highwire Press tags of a page as names and contents of `meta` elements; not escaped yet."""
    day = citation.date.start
    known = [f"{day.year:04}", *(f"{n:02}" for n in _parts(day)[1:])] if day.year else []
    tags = [
        ("citation_title", citation.title),
        *(("citation_author", name) for name in citation.authors),
        ("citation_publication_date", "/".join(known)),
        ("citation_publisher", citation.archive),
        ("citation_language", citation.language),
        ("citation_public_url", citation.url),
    ]
    return tuple((name, _one_line(content)) for name, content in tags if content)


def coins(citation: Citation) -> str:
    """Return the `title` of a COinS element, `<span class="Z3988" title="…"></span>`; not escaped for HTML yet."""
    fields = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "presentation" if citation.kind == "speech" else "document"),
        ("rft.title", f"{citation.title}. {citation.meeting}" if citation.meeting else citation.title),
        *(("rft.creator", name) for name in citation.authors),
        ("rft.date", citation.date.text if citation.date.year else ""),
        ("rft.publisher", citation.archive),
        ("rft.source", citation.meeting),
        ("rft.language", citation.language),
        ("rft.identifier", citation.url),
    ]
    return "&".join(f"{name}={_quoted(value)}" for name, value in fields if value)


@lru_cache(maxsize=1024)  # titles of the archive and of the meeting come again with each speech
def _quoted(value: str) -> str:
    return quote_plus(_one_line(value))
