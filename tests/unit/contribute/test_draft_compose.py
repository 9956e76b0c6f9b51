from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.archive import Archive
from generator.check import Checked
from generator.contribute.draft.compose import Draft, compose
from generator.contribute.draft.recognise import recognise
from generator.contribute.draft.text import Article, clean, paragraphs_of, sentences
from generator.records.decode import decode_record
from generator.records.model import Kind, Meeting
from generator.records.source import RecordFile


def drafted(archive: Archive, *paragraphs: str, **more: str) -> Draft:
    return compose(recognise(Article(paragraphs, **more), archive), archive)


def codes(draft: Draft) -> set[str]:
    file = RecordFile(Kind.MEETING, draft.id, f"records/meetings/{draft.folder}/{draft.id}.md", draft.text)
    decoded, problems = decode_record(file)
    assert isinstance(decoded.record, Meeting)
    return {problem.code for problem in problems}


@pytest.fixture(scope="module")
def archive(checked: Checked) -> Archive:
    """Return the invented archive."""
    return checked.archive


HOSTILE = (
    "# A heading\n## Another",
    "**Ottilie Regenpfeifer:** a label of the report's own",
    "[[le-thi-mua]] and [[nobody]]",
    "---",
    "```",
    "??? a mark of the report's own",
    "<script>alert(1)</script>",
    "![picture](../../etc/passwd.png)",
    "1. first",
    "- item: with a colon",
    "a: b #c & *d !e %f @g",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_text_of_a_report_means_nothing_but_itself(archive: Archive, words: str) -> None:
    """Marks of Markdown, of YAML and of the archive in a report are text in its draft, wherever they land."""
    title = " ".join(words.split())
    told = {"author": title, "publisher": title, "language": "de"}
    draft = drafted(archive, title, f"Die Sitzung beschloss {title}", title=title, **told)
    assert codes(draft) == {"open-question"}
    assert draft.questions >= 5  # the draft itself, its title, its day, its source, its text
    body = draft.text.partition("\n---\n")[2]
    assert not any(line.startswith(("#", "**", "```", "<", "![", "- ", "1. ")) for line in body.split("\n"))
    assert "[[" not in body.replace("\\[", "")


def test_report_without_anything_is_a_draft_all_the_same(archive: Archive) -> None:
    """A report of which nothing is recognised gives a record that asks for title and day."""
    draft = drafted(archive, "Es regnete.")
    assert codes(draft) == {"open-question"}
    assert (draft.folder, draft.id) == ("undated", "undated-meeting")
    assert "names no day that is surely the meeting's" in draft.text


def test_day_that_can_be_read_in_two_ways_is_asked(archive: Archive) -> None:
    """04/05/2024 in an English report is a question with the other reading in it."""
    draft = drafted(archive, "The meeting was held on 04/05/2024.", language="en")
    assert "date: 2024-05-04" in draft.text
    assert "Or is 2024-04-05 meant?" in draft.text


def test_every_other_day_is_told(archive: Archive) -> None:
    """Where a report names several days, the others stand beside the one that was taken."""
    draft = drafted(archive, "Am 3. Mai 2024 tagte die Konferenz.", "Am 4. Mai 2024 folgte eine Sitzung.")
    assert "date: 2024-05-03" in draft.text
    assert "other days, too: 2024-05-04." in draft.text


def test_name_that_resembles_a_known_one_is_told(archive: Archive) -> None:
    """Somebody unknown whose name is nearly a known one is asked for with both."""
    draft = drafted(archive, "Đồng chí Trần Văn Giò phát biểu thảo luận tại hội nghị.")
    assert "is called “Trần Văn Giò”" in draft.text
    assert "unless it is tran-van-gio (Trần Văn Gió" in draft.text


_PIECES = st.sampled_from(
    ["Herr", "Frau", "Imke Torfstich", "Bùi Văn Chổi", "Tran Van Gio", "đồng chí", "chủ trì", "leitete", "said", ",",
     ";",      "Vorsitzende des Rats",
     "mayor", "Bezirk", "Đá Gù", "huyện", "am 3. Mai 2024", "ngày 3/5", "beschloss", "yêu cầu",
     "„", "“", '"', ":", ".", "\n\n", "kết luận", "???", "**", "#", "---", "[[", "an", "und", "teil", "nahmen", "'"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=40), st.text(max_size=30))
def test_whatever_a_report_says_its_draft_is_a_record(archive: Archive, pieces: list[str], title: str) -> None:
    """Of any text a draft is made that can be read, has open questions, and nothing else wrong by itself."""
    draft = drafted(archive, *paragraphs_of(" ".join(pieces)), title=clean(title))
    assert codes(draft) == {"open-question"}
    assert draft.questions > 0


@given(st.text())
def test_sentences_are_the_text(text: str) -> None:
    """Divided into sentences, a paragraph loses nothing but the blanks between them."""
    paragraph = clean(text)
    for language in ("de", "vi", "en"):
        found = [sentence.text for sentence in sentences([paragraph], language)]
        assert "".join("".join(found).split()) == "".join(paragraph.split())


@pytest.mark.parametrize(
    "words",
    ["Frau Imke Torfstich ", "a. A. ", "„", "Đồng chí Hà Văn Bè, Chủ tịch ", "und Und ", "3. Mai ", "*[", "x" * 9],
)
def test_long_reports_are_read_in_bounded_time(archive: Archive, words: str) -> None:
    """Fifty thousand letters of anything are read in seconds: the time grows with the text, not faster."""
    start = time.process_time()
    drafted(archive, words * (50_000 // len(words)))
    assert time.process_time() - start < 10
