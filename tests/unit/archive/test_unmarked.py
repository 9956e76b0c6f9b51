from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.archive import Archive, Prose, Speech
from generator.archive.mentions import target_of
from generator.archive.names import fold
from generator.archive.unmarked import Paragraph, line, paragraphs
from generator.check import Checked
from generator.site.markdown import Texts, plain_text


def nobody(_: str) -> str | None:
    return None


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def title_in(archive: Archive, target: str) -> str | None:
    found = target_of(archive, target)
    return archive.title(found[0]) if found else None


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Ein Satz,\nder weitergeht.\n\nNoch einer.", ["Ein Satz, der weitergeht.", "Noch einer."]),
        ("Das ist *wichtig*, __sehr__ **sogar**.", ["Das ist wichtig, sehr sogar."]),
        ("***beides***", ["beides"]),
        ("snake_case_name und 3 * 4 * 5", ["snake_case_name und 3 * 4 * 5"]),
        (r"\*kein\* Stern", ["*kein* Stern"]),
        ("`**Code**` bleibt", ["**Code** bleibt"]),
        ("- eins\n- zwei\n  geht weiter\n1. drei", ["eins", "zwei geht weiter", "drei"]),
        ("> Zitat\n> geht weiter", ["Zitat geht weiter"]),
        ("| A | B |\n|---|---|\n| 1 | 2 |", ["| A | B |", "| 1 | 2 |"]),
        ("Text[^1] hier.\n\n[^1]: Die Anmerkung.", ["Text hier.", "Die Anmerkung."]),
        ("[Amt](https://example.org/a_(b) 'x') und <https://example.org>", ["Amt und https://example.org"]),
        ("![Pegel](pegel.png)", ["Pegel"]),
        ("[[an|Herr An]] und [[niemand]]", ["Herr An und [[niemand]]"]),
        ("Müller &amp; Söhne", ["Müller & Söhne"]),
        ("```\nx = 1\n\ny = **2**\n```\ndanach", ["x = 1 y = **2**", "danach"]),
        ("---", []),
        ("", []),
    ],
)
def test_marks_are_taken_away_and_words_stay(markdown: str, expected: list[str]) -> None:
    """Each kind of mark that records use is gone, and what stood in it is not."""
    found = paragraphs(markdown, lambda target: "An" if target == "an" else None)
    assert [paragraph.text for paragraph in found] == expected


def test_interjection_is_told_apart() -> None:
    """A paragraph wholly in italics and parentheses is what others called out; one that only begins so is not."""
    found = paragraphs("Erst dies.\n\n*(Beifall. Ruf: Nein!)*\n\n*(leise)* Dann das.", nobody)
    assert found == (
        Paragraph("Erst dies."),
        Paragraph("(Beifall. Ruf: Nein!)", interjection=True),
        Paragraph("(leise) Dann das."),
    )


def test_words_are_those_of_the_page(checked: Checked) -> None:
    """Every word that the page of a meeting shows of its body is there, in the same order, and no other."""
    archive, texts = checked.archive, Texts(checked.archive)
    for meeting in archive.meetings.values():
        for part in meeting.flow:
            if not isinstance(part, Prose | Speech) or "[^" in part.markdown:  # notes stand at the page's end
                continue
            shown = plain_text(texts.blocks(part.markdown, "x/").replace("interjection", "called"))
            found = " ".join(p.text for p in paragraphs(part.markdown, lambda target: title_in(archive, target)))
            assert words(found) == words(shown), meeting.id


def test_line_is_one_line() -> None:
    """An inline text comes as one line, whatever its marks."""
    assert line("Die *Bezirke*\nmelden [[an]].", lambda _: "Nguyễn Văn An") == "Die Bezirke melden Nguyễn Văn An."


@given(st.text(st.sampled_from("ab *_`[](){}<>&\\#~|\n-1.!^:=+\t\ue000\ue001"), max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    """No text makes it stumble, and letters never get lost but in the targets of links and notes."""
    found = " ".join(p.text for p in paragraphs(text, nobody))
    if not re.search(r"[\[\]<&:~`]", text):
        assert sorted(c for c in fold(found) if c.isalnum() and c.isalpha()) == sorted(c for c in text if c.isalpha())


@pytest.mark.parametrize("sign", ["*", "_", "`", "[", "(", "[[", "![", "<", "**a", "_a ", "[a](", "`a", "[a](b", "> "])
def test_time_grows_with_the_text(sign: str) -> None:
    """A text of nothing but opened marks takes no longer than one pass: 100 kB in under two seconds."""
    begun = time.process_time()
    paragraphs(sign * (100_000 // len(sign)), nobody)
    assert time.process_time() - begun < 2
