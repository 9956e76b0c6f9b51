from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.archive.archive import Archive
from generator.archive.resolve import resolve_archive
from generator.check import Checked
from generator.contribute.draft.recognise import Findings, recognise
from generator.contribute.draft.text import Article, paragraphs_of

Read = Callable[..., Findings]


@pytest.fixture(scope="session")
def read(checked: Checked) -> Read:
    """Return a function that recognises a text against the invented archive."""

    def recognised(text: str, **more: str) -> Findings:
        return recognise(Article(paragraphs_of(text), **more), checked.archive)

    return recognised


def parts(findings: Findings) -> list[tuple[str, str, str]]:
    return [(part.part, part.person.name, part.person.role) for part in findings.parts]


# ---- people


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # presiding
        ("Die Sitzung leitete Frau Imke Torfstich, Vorsteherin des Amts.",
         ("chairs", "Imke Torfstich", "Vorsteherin des Amts")),
        ("Unter der Leitung von Dr. Imke Torfstich wurde beraten.", ("chairs", "Imke Torfstich", "")),
        ("Den Vorsitz führte Bürgermeister Imko Torfstich.", ("chairs", "Imko Torfstich", "Bürgermeister")),
        ("Dưới sự chủ trì của ông Hà Văn Bè, hội nghị đã thảo luận.", ("chairs", "Hà Văn Bè", "")),
        ("Hội nghị do đồng chí Hà Văn Bè, Bí thư Huyện ủy chủ trì.", ("chairs", "Hà Văn Bè", "Bí thư Huyện ủy")),
        ("Bí thư Huyện ủy Hà Văn Bè chủ trì hội nghị.", ("chairs", "Hà Văn Bè", "Bí thư Huyện ủy")),
        ("The session was chaired by Odo Fennick, head of the ferry office.",
         ("chairs", "Odo Fennick", "head of the ferry office")),
        ("Mayor Odo Fennick presided over the session.", ("chairs", "Odo Fennick", "Mayor")),
        # attending
        ("An der Sitzung nahm auch Landrätin Imke Torfstich teil.", ("attendees", "Imke Torfstich", "Landrätin")),
        ("Cùng dự có bà Hà Thị Bè, Phó Chủ tịch UBND huyện.", ("attendees", "Hà Thị Bè", "Phó Chủ tịch UBND huyện")),
        ("Odo Fennick, a member of the council, attended the session.",
         ("attendees", "Odo Fennick", "member of the council")),
        # absent
        ("Entschuldigt fehlte Herr Imko Torfstich.", ("absent", "Imko Torfstich", "")),
        ("Ông Hà Văn Bè vắng mặt.", ("absent", "Hà Văn Bè", "")),
        ("Odo Fennick, clerk of the board, was absent.", ("absent", "Odo Fennick", "clerk of the board")),
        # speaking
        ("Genossin Imke Torfstich sprach bei der Diskussion.", ("speakers", "Imke Torfstich", "")),
        ("Phát biểu tại hội nghị, đồng chí Hà Văn Bè nhấn mạnh vai trò của đê.", ("speakers", "Hà Văn Bè", "")),
        ("The head of the ferry office, Odo Fennick, warned of the fog.",
         ("speakers", "Odo Fennick", "head of the ferry office")),
    ],
)  # fmt: skip
def test_part_and_office_are_recognised(read: Read, text: str, expected: tuple[str, str, str]) -> None:
    """Who presided, attended, was absent or spoke is found in three languages, with the office before or behind."""
    assert parts(read(text)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Die Stadt Niederquell erklärte, das Wehr sei dicht.",
        "Der Ausschuss für Wasser und Wege nahm den Bericht an.",
        "Die Konferenz fand am Montag statt. Das Umweltamt berichtete.",
        "Hội nghị đã thống nhất. Ủy ban nhân dân huyện Kẻ Rét báo cáo tình hình.",
        "The Harbour Board said that the gates were shut. The Provincial Council agreed.",
        "„Imke Torfstich leitete die Sitzung“, stand auf dem Zettel.",
    ],
)
def test_nobody_is_made_of_bodies_places_and_quotations(read: Read, text: str) -> None:
    """Bodies, places and the words of others are not taken for people."""
    assert parts(read(text)) == []


def test_surname_means_who_was_named_before(read: Read) -> None:
    """A later mention by surname is the person with the name and office of the first."""
    text = "Frau Imke Torfstich, Leiterin des Hafens, eröffnete die Sitzung.\n\nTorfstich warnte vor Nebel."
    assert set(parts(read(text))) == {("speakers", "Imke Torfstich", "Leiterin des Hafens")}


def test_surname_of_two_is_nobodys(read: Read) -> None:
    """Where two bear a surname, a mention by surname alone is left out, not guessed."""
    text = "Frau Imke Torfstich kam.\n\nHerr Imko Torfstich kam.\n\nTorfstich warnte vor Nebel."
    assert parts(read(text)) == []


@pytest.mark.parametrize(
    ("printed", "ids", "sure"),
    [
        ("Trần Văn Gió", ["tran-van-gio"], True),
        ("Tran Van Gio", ["tran-van-gio"], True),  # an alias
        ("Le Thi Mua", ["le-thi-mua"], False),  # without diacritics, and no alias
        ("Lê Thị Múa", [], False),  # another tone is another person
        ("Bùi Văn Chổi", ["bui-van-choi", "bui-van-choi-bauer"], False),  # two of that name
        ("Đặng Thị Lụa", ["dang-thi-lua"], True),
        ("Hồ Văn Bèo", [], False),
    ],
)
def test_names_are_tied_to_the_register(read: Read, printed: str, ids: list[str], sure: bool) -> None:
    """A name as the register has it is sure; without diacritics or with namesakes it is not; another tone is nobody."""
    (part,) = read(f"Đồng chí {printed} phát biểu thảo luận.").parts
    assert ([ref.id for ref in part.person.refs], part.person.sure) == (ids, sure)


def test_decomposed_letters_are_the_same_name(read: Read) -> None:
    """A name typed with combining marks is the same person."""
    (part,) = read("Đồng chí Tr\u0061\u0302\u0300n Văn Gió phát biểu thảo luận.").parts
    assert [ref.id for ref in part.person.refs] == ["tran-van-gio"]


# ---- when and where


def test_year_comes_from_the_day_of_publication(read: Read) -> None:
    """A day without a year is the last one before the report was published, and that is told."""
    findings = read("Am 30. Dezember fand die Sitzung statt.", date="2024-01-03")
    assert findings.day is not None
    assert (findings.day.edtf, findings.year_from) == ("2023-12-30", "the day on which the report was published")


def test_year_that_nobody_says_stays_open(read: Read) -> None:
    """Where the report names no year at all, the date has none."""
    findings = read("Am 30. Dezember fand die Sitzung statt.")
    assert findings.day is not None
    assert (findings.day.edtf, findings.year_from) == ("XXXX-12-30", "nowhere")


def test_term_is_not_the_day_of_the_meeting(read: Read) -> None:
    """A day by which something is due is not taken for the day of the meeting."""
    assert read("Die Konferenz verlangt, dass bis zum 3. Mai 2024 alles fertig ist.").day is None


def test_place_that_no_register_has_is_named(read: Read) -> None:
    """A place known by the word beside it is found, and marked as nobody's record."""
    places = {
        place.name: [ref.id for ref in place.refs] for place in read("Es ging um die Gemeinde Sumpfbüttel.").places
    }
    assert places == {"Sumpfbüttel": []}


def test_district_of_that_day_is_meant(read: Read) -> None:
    """Of two places with one name the one that existed on the day of the meeting is meant."""
    before, after = (read(f"Ngày 5 tháng {month} năm 2024, hội nghị bàn về Đá Gù.") for month in (3, 9))
    assert [[ref.id for ref in place.refs] for place in before.places] == [["da-gu"]]
    assert [[ref.id for ref in place.refs] for place in after.places] == [["da-gu-gemeinde"]]


# ---- conclusions


@pytest.mark.parametrize(
    "text",
    [
        "Die Sitzung leitete Frau Imke Torfstich. Herr Odo Moor forderte den Rat auf, die Gebühr zu senken.",
        "Bà Hà Thị Bè chủ trì hội nghị. Ông Lò Văn Mo đề nghị tỉnh hỗ trợ vật tư.",
        "Mayor Ida Fennick presided. Mr Odo Moor asked the council to lower the fee.",
        "Die Sitzung leitete Frau Imke Torfstich. Herr Odo Moor sagte, das Amt habe den Plan abgelehnt.",
        "Die Bezirke müssen viel Regen ertragen.",
        "The gates must have been old.",
    ],
)
def test_what_an_ordinary_speaker_asks_is_no_conclusion(read: Read, text: str) -> None:
    """A wish of somebody who does not preside is not ordered, and neither is what just has to be."""
    assert read(text).orders == ()


def test_order_has_who_gave_it_to_whom_and_until_when(read: Read) -> None:
    """An order of who presides has its giver, its addressee and its term."""
    text = (
        "Die Sitzung vom 2. Mai 2024 leitete Frau Imke Torfstich. "
        "Sie beauftragte das Umweltamt, bis zum 3. Juni zu berichten."
    )
    (order,) = read(text).orders
    assert (order.by, [ref.id for ref in order.addressees]) == ("Imke Torfstich", ["umweltamt"])
    assert (order.kind, order.due and order.due.edtf) == ("directive", "2024-06-03")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Die Versammlung beschloss den Haushalt.", "adopted"),
        ("Der Antrag wurde abgelehnt.", "rejected"),
        ("Hội nghị đã thống nhất phương án.", "adopted"),
        ("The meeting rejected the motion.", "rejected"),
    ],
)
def test_decision_of_the_meeting_has_its_outcome(read: Read, text: str, outcome: str) -> None:
    """What the meeting itself decided is a resolution, adopted or rejected."""
    (order,) = read(text).orders
    assert (order.kind, order.outcome, order.by) == ("resolution", outcome, "")


def test_list_of_tasks_becomes_one_conclusion_each(read: Read) -> None:
    """Tasks between semicolons are conclusions of their own."""
    text = "Bà Hà Thị Bè chủ trì hội nghị. Bà Bè yêu cầu các huyện sửa đê; nạo vét kênh mương; trực ban ngày đêm."
    assert [order.text for order in read(text).orders] == [
        "Bà Bè yêu cầu các huyện sửa đê",
        "nạo vét kênh mương",
        "trực ban ngày đêm.",
    ]


# ---- the text


def test_whoever_is_quoted_has_their_words(read: Read) -> None:
    """A sentence that reports what somebody said is theirs, with the quotation behind it; all else is nobody's."""
    text = (
        "Es regnete.\n\nFrau Imke Torfstich sagte, das Wehr halte. „Es hält seit hundert Jahren.“\n\nEs regnete weiter."
    )
    assert [(words.speaker, words.text.split()[0]) for words in read(text).body] == [
        ("", "Es"),
        ("Imke Torfstich", "Frau"),
        ("", "Es"),
    ]


def test_nothing_of_the_text_is_lost(read: Read) -> None:
    """The text of the body is the text of the report, whoever speaks."""
    text = "Es regnete. Frau Imke Torfstich sagte: „Ja.“ Herr Odo Moor fragte, warum. Dann war Schluss."
    assert " ".join(words.text for words in read(text).body) == text


def test_empty_archive_is_no_obstacle() -> None:
    """Without any register, people are found all the same, and nobody is known."""
    archive: Archive = resolve_archive([])[0]
    findings = recognise(Article(("Frau Imke Torfstich leitete die Sitzung.",)), archive)
    assert [(part.part, part.person.refs) for part in findings.parts] == [("chairs", ())]
