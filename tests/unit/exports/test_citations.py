from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence
from gettext import NullTranslations
from urllib.parse import parse_qs

import citeproc
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from generator.archive.archive import Archive
from generator.check import Checked
from generator.config import SiteConfig
from generator.exports.citations import Citation, CitedArchive, bibtex, coins, csl_item, csl_json, highwire, ris
from generator.problems import Problem
from generator.records.dates import parse_date
from generator.site.interface import Interface

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
SITE = "https://example.org/archiv/"


@pytest.fixture(scope="module")
def cited(checked: Checked) -> CitedArchive:
    """Return what cites the invented archive, as if it were published."""
    return CitedArchive(checked.archive, checked.config, Interface("de", NullTranslations(), {}), SITE)


@pytest.fixture(scope="module")
def citations(cited: CitedArchive) -> tuple[Citation, ...]:
    """Return the citations of everything in the invented archive."""
    return tuple(citation for id in cited.archive.meetings for citation in cited.of_meeting(id))


def one(title: str = "Titel", author: str = "Nguyễn Văn An", date: str = "2024-04-19", **further: str) -> Citation:
    known = {"meeting": "Sitzung", "address": "meetings/m/#k1", "archive": "Archiv", "url": f"{SITE}meetings/m/#k1"}
    return Citation(
        kind="speech", key="m:k1", title=title, authors=(author,), date=parse_date(date), **(known | further)
    )


def decoder() -> LatexNodes2Text:
    """What reads TeX's commands, taught the three that it does not know or takes for another sign."""
    context = get_default_latex_context_db()
    signs = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    context.add_context_category("signs", macros=[MacroTextSpec(n, sign) for n, sign in signs.items()], prepend=True)
    return LatexNodes2Text(latex_context=context, keep_braced_groups=False)


TEX = decoder()


def read_bibtex(text: str) -> list[Mapping[str, str]]:
    """What BibTeX reads, with TeX's commands decoded; but for dates and addresses, which it takes as they are."""
    decoded = parse_string(text, append_middleware=[LatexDecodingMiddleware(decoder=TEX)])
    plain = parse_string(text)
    assert decoded.failed_blocks == plain.failed_blocks == []
    return [
        {field.key: field.value for field in entry.fields}
        | {field.key: field.value for field in as_it_is.fields if field.key in {"date", "url"}}
        | {"ID": entry.key}
        for entry, as_it_is in zip(decoded.entries, plain.entries, strict=True)
    ]


# ── what is cited ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_meeting_its_speeches_and_conclusions_are_cited(checked: Checked, cited: CitedArchive) -> None:
    """Each meeting, each of its speeches and each of its conclusions has one citation, with an address of its own."""
    for id, meeting in checked.archive.meetings.items():
        found = cited.of_meeting(id)
        assert [c.kind for c in found] == [
            "meeting",
            *("speech" for _ in meeting.speeches),
            *("conclusion" for _ in meeting.conclusions),
        ]
        assert len({c.address for c in found}) == len({c.key for c in found}) == len(found)
        assert all(c.url == SITE + c.address for c in found)


def test_speech_is_cited_with_the_name_of_the_source(checked: Checked, cited: CitedArchive) -> None:
    """The author of a speech is who speaks, called as the meeting prints the name, not as the register does."""
    for id, meeting in checked.archive.meetings.items():
        spoken = [c for c in cited.of_meeting(id) if c.kind == "speech"]
        assert [c.authors for c in spoken] == [tuple(s.name for s in speech.speakers) for speech in meeting.speeches]
        assert all(c.meeting == meeting.record.title for c in spoken)


def test_without_an_address_of_the_site_no_address_is_made_up(cited: CitedArchive) -> None:
    """Where nobody said where the site will be, citations carry the address within the archive alone."""
    unpublished = CitedArchive(cited.archive, cited.config, cited.interface)
    found = [c for id in cited.archive.meetings for c in unpublished.of_meeting(id)]
    assert {c.url for c in found} == {""}
    assert "url =" not in bibtex(found)
    assert "UR  -" not in ris(found)
    assert all("URL" not in item for item in json.loads(csl_json(found)))


def test_long_conclusion_is_named_by_its_beginning(archive_of: ArchiveOf) -> None:
    """A title is never longer than a line or two, never cut within a word, and without marks of Markdown."""
    text = "Die **Bezirke** beheben die Mängel " * 20
    record = f"---\ntitle: Sitzung\ndate: 2024-04-19\nconclusions:\n  - id: k1\n    text: {text}\n---\n"
    archive, _ = archive_of({"meetings/sitzung.md": record})
    cited = CitedArchive(archive, SiteConfig(title="Archiv"), Interface("de", NullTranslations(), {}))
    title = cited.of_meeting("sitzung")[-1].title
    assert len(title) <= 160
    assert title.endswith(" …")
    assert ("Die Bezirke beheben die Mängel " * 20).startswith(title.removesuffix("…"))


# ── formats, read by the programs of others ───────────────────────────────────────────────────────────────────────


def test_bibtex_is_read_back(citations: Sequence[Citation]) -> None:
    """Bibtexparser finds every entry, with author, title, meeting, date and address as they were."""
    found = read_bibtex(bibtex(citations))
    assert [entry["ID"] for entry in found] == [c.key for c in citations]
    for entry, citation in zip(found, citations, strict=True):
        assert entry["title"] == citation.title
        assert entry.get("booktitle", "") == citation.meeting
        assert entry.get("author", "") == " and ".join(citation.authors)
        assert entry["url"] == citation.url
        assert entry.get("date", "") == (citation.date.text if citation.date.year else "")


def test_ris_is_read_back(citations: Sequence[Citation]) -> None:
    """Rispy finds every record, with authors, title, year and address as they were."""
    found = rispy.loads(ris(citations))
    assert [entry["id"] for entry in found] == [c.key for c in citations]
    for entry, citation in zip(found, citations, strict=True):
        assert entry.get("title", entry.get("primary_title")) == citation.title
        assert tuple(entry.get("authors", ())) == citation.authors
        assert entry.get("year") == (f"{citation.date.year:04}" if citation.date.year else None)
        assert entry["urls"] == [citation.url]


@pytest.mark.filterwarnings("ignore:.*unsupported. event_title")  # newer (CSL 1.0.2) than the processor
def test_csl_json_is_rendered(citations: Sequence[Citation]) -> None:
    """A CSL processor makes a reference of every item, and it names title and authors."""
    items = json.loads(csl_json(citations))
    source = CiteProcJSON(items)
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    for item in items:
        bibliography.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    references = {key: str(entry) for key, entry in zip(bibliography.keys, bibliography.bibliography(), strict=True)}
    assert references.keys() == {c.key.lower() for c in citations}
    for citation in citations:
        reference = html.unescape(references[citation.key])
        assert all(name in reference for name in citation.authors)
        assert citation.title.rstrip(".").split()[0].strip("„“\"'") in reference


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-04-19", {"date-parts": [[2024, 4, 19]]}),
        ("2024-04", {"date-parts": [[2024, 4]]}),
        ("2024-11-XX", {"date-parts": [[2024, 11]]}),
        ("2024", {"date-parts": [[2024]]}),
        ("2024-04-19/2024-04-20", {"date-parts": [[2024, 4, 19], [2024, 4, 20]]}),
        ("2024-01~", {"date-parts": [[2024, 1]], "circa": True}),
        ("XXXX-03-07", {"literal": "XXXX-03-07"}),
    ],
)
def test_date_is_cited_as_far_as_it_is_known(date: str, expected: object) -> None:
    """A date says no more than the record: no day, month or year is made up."""
    assert csl_item(one(date=date))["issued"] == expected


def test_coins_are_read_back(citations: Sequence[Citation]) -> None:
    """The context object is a query whose fields are title, creators, date and address."""
    for citation in citations:
        fields = parse_qs(coins(citation), strict_parsing=True)
        assert fields["ctx_ver"] == ["Z39.88-2004"]
        assert fields["rft.title"][0].startswith(citation.title)
        assert tuple(fields.get("rft.creator", ())) == citation.authors
        assert fields["rft.identifier"] == [citation.url]


def test_highwire_tags_name_each_author_once() -> None:
    """Title, every author, date as year/month/day, and the address stand in tags of their own."""
    assert highwire(one(date="2024-04-19")) == (
        ("citation_title", "Titel"),
        ("citation_author", "Nguyễn Văn An"),
        ("citation_publication_date", "2024/04/19"),
        ("citation_publisher", "Archiv"),
        ("citation_public_url", f"{SITE}meetings/m/#k1"),
    )
    assert ("citation_publication_date", "2024/11") in highwire(one(date="2024-11-XX"))
    assert not any(name == "citation_publication_date" for name, _ in highwire(one(date="XXXX-03-07")))


# ── whatever a record holds ───────────────────────────────────────────────────────────────────────────────────────

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(
    lambda text: " ".join("".join(" " if c < " " or "\x7f" <= c <= "\x9f" else c for c in text).split()) or "x"
)
awkward = st.sampled_from(
    [
        "]]>",
        "a{b",
        "}",
        "\\",
        "\\textbf{x}",
        "50 % & 3 $ #1_a^2~",
        "--- `` ''",
        "?` !`",
        "<<x>>",
        "@misc{x,",
        'a"b',
        "Le\u0301",
    ]
)


@given(texts | awkward)
def test_any_title_comes_back_from_bibtex(title: str) -> None:
    """TeX's own signs, braces without partner and ligatures are read back as the signs that they were."""
    (entry,) = read_bibtex(bibtex([one(title, author="An")]))
    assert entry["title"] == title


@given(texts | awkward)
def test_any_title_comes_back_from_ris(title: str) -> None:
    """No title ends its line early or begins another field."""
    (entry,) = rispy.loads(ris([one(title)]))
    assert entry["title"] == title
    assert entry["authors"] == ["Nguyễn Văn An"]


@given(texts)
def test_line_breaks_begin_no_field(text: str) -> None:
    """A line break in a text is a space: it cannot begin another field or end the record."""
    title = f"{text}\r\nER  - \nTY  - BOOK\n}}\n@misc{{x,"
    assert len(rispy.loads(ris([one(title)]))) == 1
    assert len(read_bibtex(bibtex([one(title)]))) == 1
    assert "\n" not in str(csl_item(one(title))["title"])


@given(texts | awkward)
def test_any_title_comes_back_from_coins_and_json(title: str) -> None:
    """Percent signs, ampersands and quotes are read back."""
    assert parse_qs(coins(one(title)))["rft.title"] == [f"{title}. Sitzung"]
    assert json.loads(csl_json([one(title)]))[0]["title"] == title
