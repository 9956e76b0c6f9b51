from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.archive.archive import Archive
from generator.contribute.draft.compose import Draft, compose
from generator.contribute.draft.drafting import draft_of, registers
from generator.contribute.draft.extract import read_article
from generator.contribute.draft.recognise import recognise
from generator.problems import Problem
from generator.records.decode import decode_record
from generator.records.model import Kind, Meeting
from generator.records.source import RecordFile
from tests.benchmarks.drafts import KINDS, RECORDS, UNSEEN, Score, reports, table, totals

REPORTS = {path.stem: path for path in reports()}


@pytest.fixture(scope="module")
def archive() -> Archive:
    """Return the registers of the invented archive."""
    return registers(RECORDS)


def drafted(name: str, archive: Archive) -> Draft:
    return compose(recognise(read_article(REPORTS[name]), archive), archive)


def read(draft: Draft) -> tuple[Meeting, list[Problem]]:
    file = RecordFile(Kind.MEETING, draft.id, f"records/meetings/{draft.folder}/{draft.id}.md", draft.text)
    decoded, problems = decode_record(file)
    assert isinstance(decoded.record, Meeting)
    return decoded.record, list(problems)


# ---- how much is recognised


@pytest.mark.parametrize(
    ("names", "least"),
    [
        (set(REPORTS) - set(UNSEEN), dict.fromkeys(KINDS, (1.0, 1.0))),
        (
            set(UNSEEN),
            {"people": (0.95, 0.95), "roles": (1.0, 0.9), "places": (1.0, 1.0), "conclusions": (1.0, 0.77),
             "terms": (1.0, 0.66), "day": (1.0, 1.0)},
        ),
    ],
    ids=["written on", "unseen"],
)  # fmt: skip
def test_recognition_is_as_good_as_it_was(
    archive: Archive, names: set[str], least: Mapping[str, tuple[float, float]]
) -> None:
    """Precision and recall of every kind do not fall below what was reached."""
    found = totals([REPORTS[name] for name in names], archive)
    assert {kind: (score.missed, score.wrong) for kind, score in found.items()
            if score.precision < least[kind][0] or score.recall < least[kind][1]} == {}  # fmt: skip


def test_there_are_enough_reports() -> None:
    """At least six reports are measured, two in each language, and at least two of them were unseen."""
    assert len(REPORTS) >= 6
    assert {name[:2] for name in UNSEEN} == {name[:2] for name in REPORTS} == {"de", "vi", "en"}


def test_scores_count_what_is_missed_and_wrong() -> None:
    """Precision falls with what is found wrongly, recall with what is missed."""
    score = Score(2, 4, 2) + Score(1, 1, 4)
    assert (score.precision, score.recall) == (3 / 5, 3 / 6)
    (_, _, row) = table({"both": dict.fromkeys(KINDS, score)})
    assert row.startswith("| both | 60% / 50% (6) |")


# ---- what becomes of it


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_draft_is_a_record_with_open_questions_only(archive: Archive, name: str) -> None:
    """A draft can be read as a record, and all that is wrong with it by itself are its marks."""
    draft = drafted(name, archive)
    _, problems = read(draft)
    assert {problem.code for problem in problems} == {"open-question"}
    assert len(problems) == draft.questions


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_draft_holds_the_words_of_the_report(archive: Archive, name: str) -> None:
    """Nothing is invented: names, offices and conclusions are stretches of the report."""
    article = read_article(REPORTS[name])
    words = " ".join([article.title, *article.paragraphs])
    record, _ = read(drafted(name, archive))
    entries = [*record.chairs, *record.attendees, *record.absent, *record.speakers]
    assert [e.as_ or e.person for e in entries if e.group is None and (e.as_ or e.person or "") not in words] == []
    assert [e.role for e in entries if e.role and not all(part in words for part in e.role.split(", "))] == []
    assert [e.group for e in entries if e.group and e.group not in words] == []
    assert [c.text for c in record.conclusions if c.text.replace("\\", "") not in words] == []


def test_source_is_kept(archive: Archive) -> None:
    """A page's title, address, publisher, author, day and language are its source; no translation is guessed."""
    record, _ = read(drafted("vi-2", archive))
    (source,) = record.sources
    assert source.model_dump(mode="json", exclude_none=True, exclude={"date"}) == {
        "id": "s1",
        "title": "Kỳ họp về phí đò dọc",
        "url": "https://paper.example/vi/ky-hop-phi-do-doc",
        "publisher": "Báo Sơn Vụ",
        "author": "Sương Mai",
        "language": "vi",
    }
    assert str(source.date) == "2024-07-11"


def test_frame_of_a_page_is_left_out(archive: Archive) -> None:
    """Navigation, advertising and imprint of a saved page get into no draft."""
    text = drafted("vi-2", archive).text
    assert "Bà Lê Thị Mưa đề nghị" in text
    assert [words for words in ("Liên hệ", "Quảng cáo", "bảo lưu", "Trang chủ") if words in text] == []


def test_byline_and_publisher_of_a_text_are_its_source(archive: Archive) -> None:
    """Author and publisher at the rim of a report are told as such, and stand no more in the text."""
    draft = drafted("de-1", archive)
    record, _ = read(draft)
    assert (record.sources[0].author, record.sources[0].publisher) == ("Hanne Moorfeld", "Bote von Son Vu")
    assert draft.text.count("Hanne Moorfeld") == 1


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("de-1", "Printed as “Le Thi Mua”: is it le-thi-mua (Lê Thị Mưa)?"),
        ("de-1", "Printed as “Bui Van Choi”: is it bui-van-choi (Bùi Văn Chổi, Sprecher der Wasserrunde) or "
                 "bui-van-choi-bauer (Bùi Văn Chổi, Landwirt, Mitglied des Bauernbunds)?"),
        ("de-2", 'Nobody in records/people/ is called “Ole Ebbe”: archive new person "Ole Ebbe".'),
        ("de-2", "No record in records/districts/ is called “Krummhafen”: "
                 'archive new district "Krummhafen", or delete it.'),
        ("vi-2", "The report does not say the year: this is the day on which the report was published."),
        ("de-2", "Is this still Cordelia Thistlewick?"),
        ("de-1", "Is this the original or a translation, by whom (translation)? Missing: the address (url)."),
    ],
)  # fmt: skip
def test_what_is_unsure_is_asked(archive: Archive, name: str, question: str) -> None:
    """Whoever is not surely known, a place without a record, a year from elsewhere: each is a question, asked once."""
    _, problems = read(drafted(name, archive))
    assert sum(question in problem.message for problem in problems) == 1


def test_whoever_is_sure_is_not_asked_for(archive: Archive) -> None:
    """A name as the register writes it has no mark."""
    assert "Ottilie Regenpfeifer”" not in drafted("de-1", archive).text


def test_draft_has_its_place(archive: Archive) -> None:
    """A draft's id is the day and the words of its title; without a year it lies among the undated."""
    draft = drafted("en-1", archive)
    assert (draft.folder, draft.id) == ("2024", "2024-05-21-harbour-board-and-districts-agree-on-flood-gates")


def test_draft_is_the_same_every_time(archive: Archive) -> None:
    """The same report and registers give the same bytes."""
    assert drafted("de-2", archive) == draft_of(REPORTS["de-2"], Path(RECORDS))
