"""Plain paragraphs without Markdown: the same HTML, byte for byte, as Markdown makes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.resolve import resolve_archive
from generator.site import plain
from generator.site.markdown import Texts

_PIECES = st.sampled_from(
    [
        *"ab 1.:-+=*_`[]()<>&\\#~|!\t\"'äđ,;?^{}@/%$\u00a0\u00ad", "\n", "\n\n", "\n\n", "\n\n\n", "- ", "1. ",
        "> ", "    ",
        "http://a.b/", "**", "**a**", "*a b*", "- a\n- b", "> a", "** a",
        "[^1]", "[^1]: x", "``", "---", "a: b", "|a|b|\n|-|-|\n", "  \n", "wort und wort",
    ]
)  # fmt: skip
_TEXTS = Texts(resolve_archive(())[0])


@settings(max_examples=1500, deadline=None)
@given(st.lists(_PIECES, max_size=24).map("".join))
def test_it_is_what_markdown_makes(text: str) -> None:
    """Whatever a text holds, taking the plain paragraphs out changes nothing."""
    assert plain.convert(text, _TEXTS._with_markdown) == _TEXTS._with_markdown(text)


def test_markdown_is_not_asked_for_plain_text() -> None:
    """Paragraphs, words in bold or italics, flat lists and short quotations are converted without it."""

    def refuse(text: str) -> str:
        raise AssertionError(text)

    assert plain.convert("Er sagte: „Ja!“\n\nDie 3 Kreise\nund Đá Gù (2024).", refuse) == (
        "<p>Er sagte: „Ja!“</p>\n<p>Die 3 Kreise\nund Đá Gù (2024).</p>"
    )
    assert plain.convert("*(Beifall)*\n\n- **ein** Fluss\n- kein Meer\n\nAus.\n\n> Ruhe!", refuse) == (
        "<p><em>(Beifall)</em></p>\n<ul>\n<li><strong>ein</strong> Fluss</li>\n<li>kein Meer</li>\n</ul>\n"
        "<p>Aus.</p>\n<blockquote>\n<p>Ruhe!</p>\n</blockquote>"
    )


def test_markdown_is_asked_for_the_rest_alone() -> None:
    """Of a mixed text Markdown sees what is not plain, and a word for each run of what is."""
    asked: list[str] = []

    def note(text: str) -> str:
        asked.append(text)
        return _TEXTS._with_markdown(text)

    rendered = plain.convert("Eins.\n\nZwei.\n\n`Drei.`\n\nVier.", note)
    assert rendered == "<p>Eins.</p>\n<p>Zwei.</p>\n<p><code>Drei.</code></p>\n<p>Vier.</p>"
    (seen,) = asked
    assert "`Drei.`" in seen
    assert "Eins" not in seen
    assert "Vier" not in seen


@pytest.mark.parametrize(
    "text", ["19. April", "- so", "+ so", "a  \nb", "a <b>", "a & b", "\\a", "# a", "a|b", "x\u00adx"]
)
def test_what_is_not_plain(text: str) -> None:
    """A text in which any character may mean more than itself is left to Markdown."""
    assert not plain.is_plain(text)


def test_words_that_look_like_ours() -> None:
    """A text that holds a word such as stands for a paragraph keeps it."""
    word = "plain" + "0" * 24 + "x0x"
    text = f"{word}\n\n*a*"
    assert plain.convert(text, _TEXTS._with_markdown) == _TEXTS._with_markdown(text)
