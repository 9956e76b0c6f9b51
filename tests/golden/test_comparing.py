"""The comparison itself: what changed is seen, and can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.kept import compare, compare_names
from tests.golden.lines import difference, page_lines

PAGE = """\
<!doctype html><html><body><nav>not compared</nav><main id="content">
  <h1>Hội nghị &amp; mehr</h1>
  <p>A <b>bold</b>   word<br>and a line.</p>
  <ul><li><a href="../a/">A</a></li><li></li></ul>
  <pre><code>a
  b &lt;c&gt;</code></pre>
  <input disabled value="&quot;x&quot;">
  <script type="application/json">{"b": "\\u00fc", "a": [1]}</script>
</main></body></html>
"""
LINES = """\
<main id="content">
  <h1>Hội nghị &amp; mehr</h1>
  <p>
    A
    <b>bold</b>
    word
    <br>
    and a line.
  </p>
  <ul>
    <li>
      <a href="../a/">A</a>
    </li>
    <li></li>
  </ul>
  <pre>
    <code>
      |a
      |  b &lt;c&gt;
    </code>
  </pre>
  <input disabled value="&quot;x&quot;">
  <script type="application/json">
    {
      "b": "ü",
      "a": [
        1
      ]
    }
  </script>
</main>
"""


def test_a_page_becomes_lines() -> None:
    """Each element has its line, indented by its depth; only the main part counts."""
    assert page_lines(PAGE) == LINES


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("<h1>Hội", "<h1>Hội,", "+  <h1>Hội, nghị &amp; mehr</h1>"),
        ('href="../a/"', 'href="../b/"', '+      <a href="../b/">A</a>'),
        ("<b>bold</b>", "<i>bold</i>", "+    <i>bold</i>"),
        ("&lt;c&gt;", "<c>x</c>", "+        |x"),
        ("  b &lt;", " b &lt;", "+      | b &lt;c&gt;"),
        ("&amp; mehr", "&amp;amp; mehr", "+  <h1>Hội nghị &amp;amp; mehr</h1>"),
        ("<li></li>", "", "-    <li></li>"),
        ("</b>", "</b></i>", "+    &lt;/i&gt; word"),
        ('"a": [1]', '"a": [2]', "+        2"),
    ],
)
def test_any_change_shows_in_its_line(before: str, after: str, line: str) -> None:
    """Words, addresses, elements, double escaping and data: whatever changes is seen where it stands."""
    found = difference(LINES, page_lines(PAGE.replace(before, after)), "page.html")
    assert line in found.split("\n")


def test_blanks_between_elements_do_not_count() -> None:
    """A template that is indented otherwise makes the same page."""
    assert page_lines(PAGE.replace("\n  <", "\n\n\t<").replace("A <b>", "A\n<b>")) == LINES


def test_a_changed_page_fails_with_a_difference_that_can_be_read(tmp_path: Path) -> None:
    """Who changed a page is shown the lines, with their surroundings, and told what to do if it was meant."""
    compare("page.html", LINES, tmp_path, update=True)
    with pytest.raises(AssertionError) as failed:
        compare("page.html", LINES.replace("bold", "fat"), tmp_path, update=False)
    assert str(failed.value) == (
        "page.html has changed:\n"
        "\n"
        "--- expected/page.html\n"
        "+++ page.html as it is made now\n"
        "@@ -2,7 +2,7 @@\n"
        "   <h1>Hội nghị &amp; mehr</h1>\n"
        "   <p>\n"
        "     A\n"
        "-    <b>bold</b>\n"
        "+    <b>fat</b>\n"
        "     word\n"
        "     <br>\n"
        "     and a line.\n"
        "\n"
        "If that is meant: pytest tests/golden --update-golden"
    )


def test_an_update_keeps_the_page_as_it_is_now(tmp_path: Path) -> None:
    """One flag writes the pages anew; after it the comparison is content."""
    compare("page.html", LINES, tmp_path / "expected", update=True)
    compare("page.html", LINES.replace("bold", "fat"), tmp_path / "expected", update=True)
    compare("page.html", LINES.replace("bold", "fat"), tmp_path / "expected", update=False)


def test_a_page_that_is_not_kept_yet_fails(tmp_path: Path) -> None:
    """A new page is not taken for granted."""
    with pytest.raises(AssertionError, match=r"\+<main id=\"content\">"):
        compare("new.html", LINES, tmp_path, update=False)


def test_a_kept_page_that_nothing_makes_fails(tmp_path: Path) -> None:
    """What is left over is named, and an update removes it."""
    for name in ("page.html", "old.html"):
        compare(name, LINES, tmp_path, update=True)
    with pytest.raises(AssertionError, match=r"^no page makes old\.html any more"):
        compare_names(["page.html"], tmp_path, update=False)
    compare_names(["page.html"], tmp_path, update=True)
    compare_names(["page.html"], tmp_path, update=False)
