from __future__ import annotations

import gzip
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.check import Request, check
from generator.cli import main
from generator.contribute.erase import Erased, UnreadableError, erase, person_of, without_addresses
from generator.contribute.traces import traces, words_gone
from generator.records.model import Kind
from generator.records.source import RecordFile
from generator.site.page import SearchEntry
from generator.site.postings import postings_of, word_files

PEOPLE = {
    "tam-quill": (("Tâm Quill", "T. Quill", "TQ"), "tam-quill"),
    "old-quill": (("Tamm Quill",), "tam-quill"),
    "tam-quill-miller": (("Tom Quill",), "tam-quill-miller"),
}
TALK = """\
---
title: Talk with Tam Quill
date: 2024-05-02 # Tâm was late
chairs: [tam-quill]
attendees:
  - person: Tom Quill
  - {person: T. Quill, as: Quill-Weir, role: Miller, quote: Quill came.}
conclusions:
  - {id: k1, text: Go on., by: tam-quill, addressees: [tam-quill, tam-quill-miller], speech: tam-quill.1}
sources:
  - {title: A report, url: 'https://x.example/tam-quill-talks'}
---
**Tâm Quill:** He met [[tam-quill|him]] and [[tam-quill-miller]], see [[talk#tam-quill.1]].

**Quill-Weir / Tom Quill:** TÂM QUILL and TAMM QUILL agreed, and TQ; ATQ is no name.
"""


def erased(text: str, *, offices: bool = False) -> Erased:
    """Take the person out of one meeting."""
    file = RecordFile(Kind.MEETING, "talk", "records/meetings/2024/talk.md", text)
    return erase([file], person_of("tam-quill", PEOPLE), "Name withheld", offices=offices)


def test_nothing_names_the_person_any_more() -> None:
    """Entries, labels, text, links, references, comments and addresses lose the name; everybody else stays."""
    text = erased(TALK).texts["records/meetings/2024/talk.md"]
    assert traces(text.encode(), person_of("tam-quill", PEOPLE).everything, others=["tam-quill-miller"]) == ()
    assert "Quill-Weir" not in text
    assert "was late" not in text
    assert "x.example" not in text
    assert "**Name withheld:** He met Name withheld and [[tam-quill-miller]], see [[talk#name-withheld.1]]." in text
    assert "**Name withheld / Tom Quill:** Name withheld and Name withheld agreed, and Name withheld; ATQ" in text
    assert "addressees: [tam-quill-miller]" in text
    assert "role: Miller" in text
    assert "role: Miller" not in erased(TALK, offices=True).texts["records/meetings/2024/talk.md"]


def test_a_second_person_gets_a_number() -> None:
    """Two people who are withheld in one meeting stay two."""
    text = TALK.replace("[tam-quill]\n", "[tam-quill, {group: Name withheld}]\n", 1)
    found = erased(text).texts["records/meetings/2024/talk.md"]
    assert "group: Name withheld (2)" in found
    assert "[[talk#name-withheld-2.1]]" in found


def test_namesakes_keep_their_name() -> None:
    """A name that somebody else bears is left in running text where both may be meant, and its place is told."""
    people = {"tam": (("Tam Quill",), "tam"), "tam-miller": (("Tam Quill",), "tam-miller")}
    text = "---\ntitle: T\ndate: 2024\nchairs: [tam]\n{}---\nTam Quill spoke.\n"
    for others, kept in (("", False), ("attendees: [tam-miller]\n", True)):
        file = RecordFile(Kind.MEETING, "t", "records/meetings/t.md", text.format(others))
        found = erase([file], person_of("tam", people), "Name withheld")
        assert ("Tam Quill spoke." in found.texts["records/meetings/t.md"]) == kept
        assert bool(found.unsure) == kept


def test_a_meeting_that_is_called_after_somebody() -> None:
    """Its file gets another name, and so do references to it."""
    file = RecordFile(
        Kind.MEETING, "talk-tam-quill", "records/meetings/talk-tam-quill.md", "---\ntitle: T\ndate: 2024\n---\n"
    )
    other = RecordFile(
        Kind.MEETING, "m", "records/meetings/m.md", "---\ntitle: T\ndate: 2024\n---\nSee [[talk-tam-quill#k1]].\n"
    )
    found = erase([file, other], person_of("tam-quill", PEOPLE), "Name withheld")
    assert found.renamed == {"records/meetings/talk-tam-quill.md": "records/meetings/talk-name-withheld.md"}
    assert "[[talk-name-withheld#k1]]" in found.texts["records/meetings/m.md"]


def test_what_names_nobody_stays_as_it_is() -> None:
    """Other files are not touched, and the person's own are removed."""
    files = [
        RecordFile(Kind.PERSON, id, f"records/people/{id}.yml", f"name: {names[0]}\n")
        for id, (names, _) in PEOPLE.items()
    ]
    found = erase(files, person_of("tam-quill", PEOPLE), "Name withheld")
    assert found.removed == ("records/people/tam-quill.yml", "records/people/old-quill.yml")
    assert found.texts == {}


def test_what_cannot_be_read_is_not_written() -> None:
    """A file that names the person and is broken stops all."""
    with pytest.raises(UnreadableError, match="mend it first"):
        erased("---\ntitle: [Tam Quill\n---\n")


def test_addresses_go_too() -> None:
    """Lists of addresses lose the lines that name the person, and no other."""
    lines = "people/tam-quill\npeople/tam-quill-miller\nmeetings/m#tam-quill.1\n"
    assert without_addresses(lines, person_of("tam-quill", PEOPLE)) == "people/tam-quill-miller\n"


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_hides_the_name(before: str, after: str) -> None:
    """Whatever stands around a name, it is withheld, and a second time changes nothing."""
    body = f"{before} Tâm Quill {after}".replace("\r", " ")
    file = RecordFile(Kind.MEETING, "t", "records/meetings/t.md", f"---\ntitle: T\ndate: 2024\n---\n{body}\n")
    person = person_of("tam-quill", PEOPLE)
    text = erase([file], person, "Name withheld").texts["records/meetings/t.md"]
    assert traces(text.encode(), person.everything, others=person.longer) == ()


# ── traces ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def zipped(data: bytes) -> bytes:
    """Pack a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        "by Tâm Quill.".encode(),
        "by TÂM\n  QUILL".encode(),
        "T\u00e2m Quill".encode(),
        "Ta\u0302m Quill".encode(),
        b'{"name": "T\\u00e2m Quill"}',
        b"<p>T&acirc;m Quill</p>",
        b"/people/T%C3%A2m%20Quill/",
        gzip.compress("Tâm Quill".encode(), mtime=0),
        zipped(gzip.compress("Tâm Quill".encode(), mtime=0)),
        b"\xff\xfe Tam Quill",
    ],
)
def test_traces_are_found_however_they_are_written(data: bytes) -> None:
    """A name is found in any spelling, escaped, packed, or in the search index."""
    assert traces(data, ["Tâm Quill"]) == ("tam quill",)


def test_parts_of_other_words_are_no_traces() -> None:
    """Neither a longer word, nor the id of somebody else, nor bytes that only look like letters."""
    assert traces(b"ATam Quills, tam-quill-miller", ["Tâm Quill", "tam-quill"], others=["tam-quill-miller"]) == ()


def test_the_search_index_is_read_word_by_word() -> None:
    """A word is found in a file of the index although it is written there only as far as it differs from another."""
    entries = [SearchEntry("a", "speech", "Quell", "quelle quiller quill", "2024")]
    files = [file.words for file in word_files(postings_of(entries))]
    assert not any(b"quill" in file for file in files)
    assert [traces(gzip.compress(file, mtime=0), [], ["quill", "quil", "choi"]) for file in files] == [("quill",)]


def test_words_that_no_record_holds() -> None:
    """Words of a name are looked for only where no record has them any more."""
    assert words_gone(["Tâm Quill-Weir", "Lê"], ["A weir.", "Lê Lợi"]) == {"tam", "quill"}


# ── the command ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_everybody_can_be_erased(fixture_folder: Path, tmp_path: Path) -> None:
    """One after the other each invented person is taken out without a trace, and the archive stays good."""
    shutil.copytree(fixture_folder, tmp_path / "a")
    config = tmp_path / "a/site_config.yml"
    assert CliRunner().invoke(main, ["addresses", "--config", str(config)]).exit_code == 0
    people = sorted(path.stem for path in (tmp_path / "a/records/people").iterdir())
    for person in [id for id in people if id != "dang-thi-lua-da-gu"]:  # which goes with the one it was merged into
        done = CliRunner().invoke(main, ["erase", person, "--yes", "--config", str(config)])
        assert done.exit_code == 0, done.output
        assert "no trace" in done.output
    assert list((tmp_path / "a/records/people").iterdir()) == []
    found = check(Request(tmp_path / "a/records", config))
    assert {problem.code for problem in found.problems} <= {"no-text", "source-without-address", "speaker-not-listed"}


def test_it_asks_first(fixture_folder: Path, tmp_path: Path) -> None:
    """Without a yes nothing is written, and nobody of that id is no one to erase."""
    shutil.copytree(fixture_folder, tmp_path / "a")
    options = ["--config", str(tmp_path / "a/site_config.yml")]
    assert CliRunner().invoke(main, ["erase", "sion-ohedge", *options], input="n\n").exit_code == 1
    assert (tmp_path / "a/records/people/sion-ohedge.yml").exists()
    assert CliRunner().invoke(main, ["erase", "nobody", *options]).exit_code == 2
