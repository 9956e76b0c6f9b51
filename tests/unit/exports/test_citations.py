from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from gettext import NullTranslations
from urllib.parse import parse_qs, unquote

import pypandoc
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from generator.archive.archive import Archive
from generator.config import SiteConfig
from generator.exports.citations import Citation, CitedArchive, bibtex, coins, csl_item, csl_json, highwire, ris
from generator.problems import Problem
from generator.records.dates import parse_date
from generator.site.interface import Interface
from tests.unit.exports.conftest import Leaving

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
SITE = "https://example.org/archiv/"


@pytest.fixture(scope="module")
def cited(either: Leaving) -> CitedArchive:
    """Return what cites each archive in turn, as if it were published."""
    return CitedArchive(either.archive, either.checked.config, Interface("de", NullTranslations(), {}), SITE)


@pytest.fixture(scope="module")
def citations(cited: CitedArchive) -> tuple[Citation, ...]:
    """Return the citations of everything in the archive."""
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


def test_meeting_its_speeches_and_conclusions_are_cited(cited: CitedArchive) -> None:
    """Each meeting, each of its speeches and each of its conclusions has one citation, with an address of its own."""
    for id, meeting in cited.archive.meetings.items():
        found = cited.of_meeting(id)
        assert [c.kind for c in found] == [
            "meeting",
            *("speech" for _ in meeting.speeches),
            *("conclusion" for _ in meeting.conclusions),
        ]
        assert len({c.address for c in found}) == len({c.key for c in found}) == len(found)
        assert all(c.url == SITE + c.address for c in found)


def test_speech_is_cited_with_the_name_of_the_source(cited: CitedArchive) -> None:
    """The author of a speech is who speaks, called as the meeting prints the name, not as the register does."""
    for id, meeting in cited.archive.meetings.items():
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


def test_csl_json_is_rendered(citations: Sequence[Citation]) -> None:
    """Pandoc, a CSL processor, makes a reference of every item, with all authors, the title and the address."""
    options = ["--citeproc", "--wrap=none", "--metadata=lang:de"]
    text = pypandoc.convert_text(csl_json(citations), "plain", format="csljson", extra_args=options)
    references = {reference.rsplit(" ", 1)[1]: as_typed(reference) for reference in text.strip().split("\n\n")}
    assert references.keys() == {f"{c.url}." for c in citations}
    for citation in citations:
        reference = references[f"{citation.url}."]
        assert all(as_typed(name) in reference for name in citation.authors)
        assert as_typed(citation.title).rstrip(".") in reference


def as_typed(text: str) -> str:
    """A text without what a style may change: quotation marks within quotation marks, case, and breaks of lines."""
    return " ".join(re.sub("[„“”«»‚‘’'\"_]", "", text).casefold().split())


@pytest.mark.parametrize("write", [bibtex, ris])
def test_pandoc_reads_what_literature_programs_read(
    citations: Sequence[Citation], write: Callable[[Sequence[Citation]], str]
) -> None:
    """A second reader of BibTeX and RIS finds each entry, with title and address as they were."""
    kind = {"bibtex": "biblatex"}.get(write.__name__, write.__name__)
    found = json.loads(pypandoc.convert_text(write(citations), "csljson", format=kind))
    assert [(entry["id"], entry["URL"]) for entry in found] == [(c.key, c.url) for c in citations]
    for entry, citation in zip(found, citations, strict=True):
        assert as_typed(re.sub("</?span[^>]*>", "", entry["title"])) == as_typed(citation.title)


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


def taken_by_zotero(context: str) -> Mapping[str, object]:
    """What Zotero makes of a context object, by the rules of `parseContextObject` (zotero/utilities, openurl.js).

    Parts are cut at `&` and `=`; a `+`, written as it is or as `%2B`, is a space; Dublin Core is a web page unless
    `rft.type` names a type of item that Zotero knows.
    """
    item: dict[str, object] = {"type": "webpage", "creators": []}
    names = {"rft.title": "title", "rft.date": "date", "rft.publisher": "publisher", "rft.language": "language"}
    for part in context.split("&"):
        key, value = part.split("=")[:2]
        text = unquote(re.sub(r"\+|%2[bB]", " ", value))
        if key == "rft.creator":
            item["creators"] = [*item["creators"], text]  # type: ignore[misc]
        elif key == "rft.type" and text in {"presentation", "document"}:
            item["type"] = text
        elif key == "rft.identifier" and re.match("https?://", text):
            item["url"] = text
        elif key in names:
            item[names[key]] = text
    return item


def test_zotero_takes_coins(citations: Sequence[Citation]) -> None:
    """Zotero gets a speech as a presentation, all else as a document, with title, speakers, archive and address."""
    for citation in citations:
        item = taken_by_zotero(coins(citation))
        title = f"{citation.title}. {citation.meeting}" if citation.meeting else citation.title
        assert item["type"] == ("presentation" if citation.kind == "speech" else "document")
        assert item["title"] == title.replace("+", " ")
        assert item["creators"] == list(citation.authors)
        assert (item["url"], item["publisher"]) == (citation.url, citation.archive)


def test_zotero_takes_highwire_tags(citations: Sequence[Citation]) -> None:
    """Each tag is one that Zotero maps to a field (its translator "Embedded Metadata"); an author is one author."""
    known = {"title", "author", "publication_date", "publisher", "language", "public_url"}
    for citation in citations:
        tags = highwire(citation)
        assert {name.removeprefix("citation_") for name, _ in tags} <= known
        authors = [content for name, content in tags if name == "citation_author"]
        assert authors == list(citation.authors)
        assert not any(";" in author for author in authors)  # there it would be cut in two


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
