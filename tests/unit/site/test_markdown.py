"""Markdown of records in, safe HTML out."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.archive import Archive, Meeting
from generator.records.body import parse_body
from generator.site.markdown import RenderedBody, Texts, excerpt, plain_text
from tests.unit.site.conftest import ArchiveOf
from tests.unit.site.markup import Markup

PAGE = "meetings/m/"
REGISTERS = {
    "people/ann-quill.yml": "name: Ann Quill\naliases: [Anna Quill]\nshort: AQ\n",
    "people/ann-quill-hay.yml": "name: Ann Quill-Hay\n",
    "people/bob-reed.yml": "name: Bob Reed\n",
    "people/bob-reed-miller.yml": "name: Bob Reed\n",
    "districts/fogton.yml": "name: Fogton\nuntil: 2020-12-31\n",
    "districts/fogton-city.yml": "name: Fogton\nkind: city\nfrom: 2021-01-01\n",
    "districts/da-gu.yml": "name: Đá Gù\n",
    "issues/rain.yml": "name: Rain & Shine\n",
    "organizations/fogton.yml": "name: Fogton Harbour Board\n",
}
PICTURES = {"records/meetings/2024/gauge.png": "mark"}
ALLOWED = {
    "a", "em", "strong", "code", "sup", "sub", "br", "del", "p", "ul", "ol", "li", "blockquote", "pre", "hr", "table",
    "thead", "tbody", "tr", "th", "td", "img", "div", "h3", "h4", "h5", "h6",
}  # fmt: skip
ATTRIBUTES = {"href", "title", "id", "src", "alt", "class", "rel", "start", "tabindex"}


@dataclass(frozen=True)
class Shown:
    """A small archive whose one meeting has a body, and how that is shown."""

    archive: Archive = field(repr=False)
    texts: Texts = field(repr=False)

    @property
    def meeting(self) -> Meeting:
        """The one meeting."""
        return self.archive.meetings["m"]

    @property
    def rendered(self) -> RenderedBody:
        """Its body."""
        return self.texts.body(self.meeting, PAGE)

    @property
    def html(self) -> str:
        """The whole body with its footnotes."""
        return "\n".join((*self.rendered.parts, self.rendered.footnotes))

    def inline(self, text: str) -> str:
        """Return a short text of the meeting as it is shown."""
        return self.texts.inline(text, PAGE, self.meeting)


Show = Callable[..., Shown]


def shown(archive_of: ArchiveOf, body: str = "", more: Mapping[str, str] | None = None) -> Shown:
    head = "title: M\ndate: 2024-01-01\nspeakers: [ann-quill, {group: The guests}]\nconclusions: [{id: k1, text: x}]\n"
    archive, _ = archive_of({**REGISTERS, **(more or {}), "meetings/2024/m.md": f"---\n{head}---\n{body}"})
    archive = replace(archive, pictures=PICTURES)
    return Shown(archive, Texts(archive))


@pytest.fixture
def show(archive_of: ArchiveOf) -> Show:
    """Return a function that shows a body in a small archive."""

    def showing(body: str = "", more: Mapping[str, str] | None = None) -> Shown:
        return shown(archive_of, body, more)

    return showing


@pytest.fixture(scope="module")
def plain(archive_of: ArchiveOf) -> Shown:
    """Return the small archive, for short texts."""
    return shown(archive_of)


# ---- Markdown as people know it


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("*a* **b** `c*`", "<p><em>a</em> <strong>b</strong> <code>c*</code></p>"),
        ("a_b_c _d_", "<p>a_b_c <em>d</em></p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("1. a\n\n    b", "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>"),
        ("> a\n> > b", "<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>"),
        ("```yaml\n<i> **a**\n```", '<pre tabindex="0"><code>&lt;i&gt; **a**\n</code></pre>'),
        ("a\n\n    <i>", '<p>a</p>\n<pre tabindex="0"><code>&lt;i&gt;\n</code></pre>'),
        ("a\n\n---", "<p>a</p>\n<hr>"),
        (r"\*a\* \# 1\.", "<p>*a* # 1.</p>"),
        ("&copy; &lt;b&gt; AT&T", "<p>© &lt;b&gt; AT&amp;T</p>"),
        ("a {: #id .class onclick=x}", "<p>a {: #id .class onclick=x}</p>"),
        ("a\n===", "<p>a\n===</p>"),
    ],
)
def test_markdown_is_shown(show: Show, markdown: str, html: str) -> None:
    """Each feature of Markdown comes out as the element that stands for it."""
    assert show(f"x\n\n{markdown}").rendered.parts == (f"<p>x</p>\n{html}",)


def test_a_table_can_be_read_on_a_phone(show: Show) -> None:
    """A table stands in a frame that can be scrolled, also by keyboard, and keeps its alignment as a class."""
    html = show("| a | b | c |\n|:--|--:|:-:|\n| 1 | `x|y` | *z* |").html
    assert html.startswith('<div class="table-wrap" tabindex="0"><table>')
    assert '<th class="align-left">a</th>' in html
    assert '<td class="align-right"><code>x|y</code></td>' in html
    assert '<td class="align-center"><em>z</em></td>' in html
    assert Markup(html).unbalanced == []


def test_link_definitions_reach_across_speeches(show: Show) -> None:
    """A definition at the end of the body serves every speech before it."""
    parts = show("See [it][1].\n\n**Ann Quill:** See [it][1].\n\n[1]: https://e.example/a").rendered.parts
    assert ['href="https://e.example/a"' in part for part in parts] == [True, True]


def test_parts_belong_to_the_flow(show: Show) -> None:
    """Every heading, passage and speech has its own part, in order; headings are not shown here."""
    parts = show("Intro.\n\n## Item\n\n**Ann Quill:** One.\n\n### More\n\n**The guests:** Two.").rendered.parts
    assert [plain_text(part) for part in parts] == ["Intro.", "", "One.", "", "Two."]


def test_an_interjection_is_shown_as_such(show: Show) -> None:
    """A paragraph wholly in italics and parentheses is nobody's words; others in italics are."""
    html = show("**Ann Quill:** So.\n\n*(Applause. Bob: Hear!)*\n\n*(a)* and *(b)*\n\n*aside*").html
    assert '<p class="interjection">(Applause. Bob: Hear!)</p>' in html
    assert html.count("interjection") == 1


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_a_body_is_shown_whole_although_a_fence_is_odd(show: Show, fence: str) -> None:
    """A code fence that Markdown reads on across speeches swallows none of them."""
    body = f"{fence}\na\n{fence}{fence[0]}\n\n## Item\n\n**Ann Quill:** words\n\n{fence}\nb\n{fence}"
    rendered = show(body).rendered
    assert len(rendered.parts) == len(show(body).meeting.flow)
    assert "words" in plain_text(rendered.parts[-1])


# ---- footnotes


def test_footnotes_stand_at_the_end_once(show: Show) -> None:
    """A footnote is written once, is numbered, and leads back to each place that refers to it."""
    rendered = show("a[^x]\n\n**Ann Quill:** b[^x] c[^y]\n\n[^x]: first\n[^y]: second").rendered
    assert "first" not in "".join(rendered.parts)
    assert plain_text(rendered.footnotes) == "first ↩↩ second ↩"
    whole = Markup("".join((*rendered.parts, rendered.footnotes)))
    assert sorted(set(whole.ids)) == sorted(whole.ids)
    assert {link.removeprefix("#") for link in whole.links} == set(whole.ids)


def test_footnotes_of_two_speeches_do_not_clash(show: Show) -> None:
    """Where two speeches number their footnotes alike, each means its own; ids stay unique and every link lands."""
    body = "**Ann Quill:** a[^1]\n\n[^1]: Ann's\n\n**The guests:** b[^1] `[^1]`\n\n[^1]: the guests'"
    rendered = show(body).rendered
    first, second = (Markup(part).links[0] for part in rendered.parts)
    notes = dict(re.findall(r'<li id="([^"]+)">\s*<p>([^&<]+)', rendered.footnotes))
    assert notes[first[1:]] == "Ann's"
    assert notes[second[1:]] == "the guests'"
    assert "<code>[^1]</code>" in rendered.parts[1]
    whole = Markup("".join((*rendered.parts, rendered.footnotes)))
    assert len(set(whole.ids)) == len(whole.ids) == 4
    assert {link.removeprefix("#") for link in whole.links} == set(whole.ids)


def test_a_reference_before_two_footnotes_means_the_next(show: Show) -> None:
    """A speech without footnotes of its own means those that follow it, as where they stand below an item."""
    body = "**Ann Quill:** a[^1]\n\n**The guests:** b[^1]\n\n[^1]: one\n\n## Item\n\n**Ann Quill:** c[^1]\n\n[^1]: two"
    links = [Markup(part).links for part in show(body).rendered.parts if part]
    assert links[0] == links[1] != links[2]


def test_a_footnote_that_nothing_refers_to_leads_nowhere(show: Show) -> None:
    """A way back that would lead to no place is left out; the footnote itself is shown."""
    rendered = show("a\n\n[^1]: unused").rendered
    assert Markup(rendered.footnotes).links == []
    assert plain_text(rendered.footnotes) == "unused"


@pytest.mark.parametrize("label", ['"><script>', "a&b", "ä", "k1"])
def test_a_footnote_may_have_any_label(show: Show, label: str) -> None:
    """Labels end up in ids, escaped, and never take the id of a conclusion."""
    html = show(f"a[^{label}]\n\n[^{label}]: note").html
    assert [tag for tag, _ in Markup(html).elements if tag not in ALLOWED] == []
    assert "k1" not in Markup(html).ids
    assert len(Markup(html).ids) == 2


# ---- links to records


@pytest.mark.parametrize(
    ("markdown", "href", "words"),
    [
        ("[[ann-quill]]", "../../people/ann-quill/", "Ann Quill"),
        ("[[ann-quill|the **chair**]]", "../../people/ann-quill/", "the chair"),
        ("[[ann-quill| ]]", "../../people/ann-quill/", "Ann Quill"),
        ("[[ann-quill|<b> & co]]", "../../people/ann-quill/", "<b> & co"),
        ("[[organizations/fogton]]", "../../organizations/fogton/", "Fogton Harbour Board"),
        ("[[rain]]", "../../issues/rain/", "Rain & Shine"),
        ("[[m#k1]]", "#k1", "M"),
        ("([[ann-quill]])", "../../people/ann-quill/", "Ann Quill"),
        ("[[[ann-quill]]]", "../../people/ann-quill/", "Ann Quill"),
        ("![[ann-quill]]", "../../people/ann-quill/", "Ann Quill"),
        ("**[[ann-quill]]**", "../../people/ann-quill/", "Ann Quill"),
    ],
)
def test_double_brackets_link_to_records(plain: Shown, markdown: str, href: str, words: str) -> None:
    """`[[id]]` leads to a record under its name, `[[id|text]]` under other words, in text and within brackets."""
    html = plain.inline(markdown)
    assert Markup(html).links == [href]
    assert re.sub(r".*?<a [^>]*>(.*)</a>.*", lambda m: plain_text(m[1]), html) == words


def test_double_brackets_link_within_other_markdown(show: Show) -> None:
    """Links work in tables, lists and quotations as they do in text."""
    html = show("| a |\n|---|\n| [[rain]] |\n\n- [[rain]]\n\n> [[rain]]").html
    assert Markup(html).links == ["../../issues/rain/"] * 3


@pytest.mark.parametrize(
    "markdown",
    [
        r"\[[ann-quill]]",
        "`[[ann-quill]]`",
        "[[nobody]]",
        "[[fogton]]",  # a district and an organization
        "[[Not An Id]]",
        "[[m#k9]]",
        "[[ann-quill#k1]]",
        "[ [ann-quill]]",
        "[[]]",
        "[[|x]]",
    ],
)
def test_other_double_brackets_are_text(plain: Shown, markdown: str) -> None:
    """Escaped, in code, or around what is no id or several: the brackets stay as they were typed."""
    html = plain.inline(markdown)
    assert Markup(html).links == []
    assert Markup(html).text == markdown.strip("`").replace("\\", "")


def test_double_brackets_in_code_blocks_are_text(show: Show) -> None:
    """Code links nowhere."""
    html = show("x\n\n```\n[[ann-quill]]\n```\n\n    [[ann-quill]] Ann Quill").html
    assert Markup(html).links == []
    assert html.count("[[ann-quill]]") == 2


def test_a_link_within_a_link_is_one_after_the_other(plain: Shown) -> None:
    """HTML has no links in links: what a record writes so still comes out balanced."""
    html = plain.inline("[see [[ann-quill]]](https://e.example)")
    assert Markup(html).unbalanced == []
    assert "../../people/ann-quill/" in Markup(html).links


# ---- names


def test_a_name_is_linked_the_first_time_in_a_section(show: Show) -> None:
    """Each speech and passage links a record once, under whichever of its names comes first."""
    parts = show("Ann Quill, Anna Quill, Ann Quill.\n\n**The guests:** Anna Quill and Ann Quill.").rendered.parts
    link = '<a class="name" href="../../people/ann-quill/">'
    assert parts[0] == f"<p>{link}Ann Quill</a>, Anna Quill, Ann Quill.</p>"
    assert parts[1] == f"<p>{link}Anna Quill</a> and Ann Quill.</p>"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Bob Reed", []),  # two people bear it
        ("Fogton", ["../../districts/fogton-city/"]),  # the one that existed on that day
        ("Fogton Harbour Board", ["../../organizations/fogton/"]),  # the longest name
        ("Ann Quill-Hay", ["../../people/ann-quill-hay/"]),
        ("Ann Quills Antrag", []),  # whole words only
        ("AQ", []),  # an abbreviation
        ("ann quill", []),  # as written only
        ("Rain & Shine", ["../../issues/rain/"]),
        ("*Ann Quill*", ["../../people/ann-quill/"]),
        ("Ann\nQuill", []),
        ("`Ann Quill`", []),
        ("[Ann Quill](https://e.example)", ["https://e.example"]),
        ("[a](https://e.example 'Ann Quill')", ["https://e.example"]),
        ("![Ann Quill](https://e.example/p.png)", ["https://e.example/p.png"]),
        ("<b>Ann Quill</b>", ["../../people/ann-quill/"]),
    ],
)
def test_names_are_linked_only_where_they_are_sure(plain: Shown, text: str, links: list[str]) -> None:
    """A name is linked where it fits exactly one record on the day, and never in code or within another link."""
    assert Markup(plain.inline(text)).links == links


def test_a_page_does_not_link_to_itself(plain: Shown) -> None:
    """On a person's own page the person's name is just text."""
    assert plain.texts.inline("Ann Quill", "people/ann-quill/") == "Ann Quill"


def test_without_a_day_only_one_bearer_counts(plain: Shown) -> None:
    """A note of a register has no day: a name that two records bear at different times is not linked there."""
    assert Markup(plain.texts.inline("Fogton", "people/ann-quill/")).links == []
    assert Markup(plain.texts.inline("Đá Gù", "people/ann-quill/")).links == ["../../districts/da-gu/"]


def test_composed_and_decomposed_names_meet(show: Show) -> None:
    """A name typed with separate accents is linked like the composed one."""
    html = show(unicodedata.normalize("NFD", "In Đá Gù.")).html
    assert Markup(html).links == ["../../districts/da-gu/"]


# ---- pictures and links to the web


@pytest.mark.parametrize("source", ["gauge.png", "./gauge.png", "../2024/gauge.png"])
def test_a_picture_of_the_archive_is_shown(show: Show, source: str) -> None:
    """A picture that lies beside the record comes from the site, with its words escaped."""
    (image,) = Markup(show(f'![a <b> & "c"]({source})').html).all("img")
    assert image == {"src": "../../media/meetings/2024/gauge.png", "alt": 'a <b> & "c"'}


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("https://track.invalid/p.gif", ["https://track.invalid/p.gif"]),
        ("//track.invalid/p.gif", []),
        ("../../../etc/passwd", []),
        ("/etc/passwd", []),
        ("data:image/svg+xml,<svg onload=alert(1)>", []),
        ("missing.png", []),
    ],
)
def test_no_other_picture_is_loaded(show: Show, source: str, links: list[str]) -> None:
    """A picture from elsewhere becomes a link, any other its words: a reader's browser fetches nothing."""
    seen = Markup(show(f"![words](<{source}>)").html)
    assert seen.all("img") == []
    assert seen.links == links
    assert seen.text == "words"


def test_a_picture_within_a_line_is_its_words(plain: Shown) -> None:
    """Short texts have no pictures, but lose no words."""
    assert plain_text(plain.inline("see ![the gauge](gauge.png)")) == "see the gauge"


@pytest.mark.parametrize(
    "address", ["http://e.example", "https://e.example/?a=1&b=2", "HTTPS://E.example", "mailto:a@e.example"]
)
def test_links_to_the_web_say_so(plain: Shown, address: str) -> None:
    """A link that leaves the site is marked and tells the other side nothing."""
    (link,) = Markup(plain.inline(f"[x]({address})")).all("a")
    assert link == {"class": "external", "rel": "noopener noreferrer", "href": address}


@pytest.mark.parametrize(
    ("text", "href"), [("<https://e.example/x>", "https://e.example/x"), ("<a@e.example>", "mailto:a@e.example")]
)
def test_addresses_in_angle_brackets_are_links(plain: Shown, text: str, href: str) -> None:
    """What Markdown calls automatic links works for the web and for mail."""
    assert Markup(plain.inline(text)).links == [href]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#x09;script:alert(1)",
        "java&NewLine;script:alert(1)",
        "&#106;avascript:alert(1)",
        "<javascript:alert(1)>",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//evil.invalid/",
        "///evil.invalid/",
        "/absolute/",
        "../../people/ann-quill/",
        "\\\\evil.invalid",
        "ftp://e.example",
    ],
)
def test_links_that_are_no_web_address_are_text(plain: Shown, address: str) -> None:
    """A script, another scheme, another host without one, a path: the words stay, the link goes."""
    seen = Markup(
        plain.inline(f"[x]({address}) and [y][r]\n\n[r]: {address}") + plain.texts.blocks(f"[x]({address})", PAGE)
    )
    assert seen.links == []
    assert seen.text.startswith("x and")


# ---- hostile text

HOSTILE = (
    "</title><script>window.XSS=1</script>",
    '"><img src=x onerror=window.XSS=1>',
    "<script>\nwindow.XSS=1\n</script>",
    "<svg/onload=window.XSS=1><animate onbegin=window.XSS=1>",
    '<iframe srcdoc="<script>parent.XSS=1</script>"></iframe>',
    "<object data='data:text/html,x'></object><embed src='data:text/html,x'>",
    '<form action="https://evil.invalid"><button formaction="javascript:window.XSS=1">x</button></form>',
    '<base href="https://evil.invalid/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.invalid">',
    '<link rel="stylesheet" href="https://evil.invalid/x.css">',
    "<style>@import 'https://evil.invalid/x.css';</style>",
    '<noscript><p title="</noscript><img src=x onerror=window.XSS=1>">',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=window.XSS=1&gt;">',
    "<!-- --!><img src=x onerror=window.XSS=1> -->",
    "<![CDATA[<img src=x onerror=window.XSS=1>]]>",
    "<?php echo 1 ?><!DOCTYPE x>",
    '<a href="https://e.example" id="k1" class="name" style="position:fixed" onclick="window.XSS=1">x</a>',
    '[x](https://e.example "\\" onmouseover=window.XSS=1 x=\\"")',
    '[x](<https://e.example/" onmouseover="window.XSS=1>)',
    '![x" onerror="window.XSS=1](gauge.png)',
    "`</code><script>window.XSS=1</script>`",
    "```\n</code></pre><script>window.XSS=1</script>\n```",
    "| <script>window.XSS=1</script> |\n|---|\n| <img src=x onerror=window.XSS=1> |",
    "[[ann-quill|<img src=x onerror=window.XSS=1>]]",
    "<<script>script>window.XSS=1<</script>/script>",
    "\x02klzzwxh:0001\x03 \x02amp\x03 wzxhzdk:0",
)


def assert_harmless(html: str) -> None:
    seen = Markup(html)
    assert [tag for tag, _ in seen.elements if tag not in ALLOWED] == []
    assert [name for _, attributes in seen.elements for name in attributes if name not in ATTRIBUTES] == []
    assert [i for i in seen.ids if not re.match(r"fn(?:ref\d*)?:", i)] == []
    assert [a for a in seen.links if not re.match(r"https?://|mailto:|#|\.\./|\./", a, re.IGNORECASE)] == []
    assert [image for image in seen.all("img") if not image["src"].startswith("../../media/")] == []
    assert seen.unbalanced == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(show: Show, text: str) -> None:
    """No element, attribute or address that could run or load something comes out, wherever the text stands."""
    page = show(f"{text}\n\n**Ann Quill:** a {text} b\n\n{text}")
    for html in (page.html, page.inline(text), page.inline(f"*a* {text}"), page.texts.blocks(text, PAGE)):
        assert_harmless(html)


@pytest.mark.parametrize(
    "text", [text for text in HOSTILE if text.startswith("<") and "`" not in text and "&" not in text]
)
def test_raw_html_is_shown_as_typed(plain: Shown, text: str) -> None:
    """A reader sees the very letters that the record holds."""
    assert Markup(plain.inline(text)).text == " ".join(text.split())


fragments = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(
        ("\n\n", "\n", "    ", "> ", "- ", "1. ", "```\n", "`", "*", "**", "_", "[", "](", ")", "![", "[[", "]]", "|")
    ),
    st.sampled_from(
        ("[^1]", "[^1]: ", "[1]: ", "<", ">", "&", '"', "'", "\\", "Ann Quill", "(", "&#x202e;", "| a |\n|---|\n")
    ),
    st.text(max_size=8),
)


@given(st.lists(fragments, max_size=12).map("".join))
def test_no_text_at_all_does_harm(plain: Shown, text: str) -> None:
    """Whatever is typed, rendering ends, and only what the short list allows comes out."""
    assert_harmless(plain.inline(text))
    assert_harmless(plain.texts.blocks(text, PAGE))


@pytest.mark.parametrize("text", ["&#x202e;", "&#8203;", "&shy;", "&lrm;"])
def test_characters_that_nobody_sees_do_not_come_in_as_entities(plain: Shown, text: str) -> None:
    """A record can't hold an invisible character; an entity that means one is dropped."""
    assert plain.inline(f"a{text}b") == "ab"


@pytest.mark.parametrize(
    "piece", ["[", "![", "[[", "[^", "]", "*", "_a", "`", "<", "&", "\\", "> ", "|", "[a]: ", "*("]
)
def test_sixteen_kilobytes_of_anything_are_quick(plain: Shown, piece: str) -> None:
    """Markdown that looks for partners which are not there ends in time."""
    text = piece * (16_000 // len(piece))
    begun = time.process_time()
    plain.texts.blocks(text, PAGE)
    plain.inline(text)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("nested", ["\n".join(f"{'    ' * n}- x" for n in range(400)), "- " * 2000 + "x"])
def test_lists_hundreds_deep_are_plain_text(plain: Shown, nested: str) -> None:
    """Nesting that nobody can read raises nothing, loses no word and does not disturb the texts after it."""
    before = plain.texts.blocks("**b**\n\n- a", PAGE)
    html = plain.texts.blocks(f"# first\n\n{nested}\n\nlast <b>", PAGE)
    assert html.startswith("<p># first</p>")
    assert html.count("x") == nested.count("x")
    assert html.endswith("<p>last &lt;b&gt;</p>")
    assert plain.texts.blocks("**b**\n\n- a", PAGE) == before


# ---- short texts


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("19. April: *früh*", "19. April: <em>früh</em>"),
        ("- *a*", "- <em>a</em>"),
        ("> *a*", "&gt; <em>a</em>"),
        ("# *a*", "# <em>a</em>"),
        ("    *a*", "<em>a</em>"),
        ("* * *", "* * *"),
        ("[1]: *a*", "[1]: <em>a</em>"),
        ("a[^1]", "a[^1]"),
        ("a | b\n--|--\n1 | *2*", "a | b\n--|--\n1 | <em>2</em>"),
        ("a\n\n*b*", "a\n<em>b</em>"),
        ("", ""),
    ],
)
def test_a_short_text_is_markdown_within_a_line(plain: Shown, text: str, html: str) -> None:
    """A date or a dash at the beginning of a note is no list: nothing of the text gets lost."""
    assert plain.inline(text) == html


def test_nothing_is_shown_of_nothing(plain: Shown) -> None:
    """A field that is not there gives no markup."""
    assert plain.texts.inline(None, PAGE) == plain.texts.blocks(None, PAGE) == ""


@given(st.text(alphabet="<>\"'&aß đ.,;() ", max_size=40).map(lambda text: text.replace("&", "& ")))
def test_text_is_escaped_exactly_once(plain: Shown, text: str) -> None:
    """What has no Markdown in it is read as it was typed, angle brackets and quotes included."""
    assert plain_text(plain.inline(text)) == " ".join(text.split())
    assert plain_text(plain.texts.blocks(f"x {text}", PAGE)) == " ".join(f"x {text}".split())


# ---- plain text


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("a *b*, `c` [d](https://e.example)", "a b, c d"),
        ("a\n\n*(Applause)*\n\nb", "a b"),
        ("a[^1] b\n\n[^1]: note", "a b note ↩"),
        ("- a\n- b", "a b"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("a  \nb", "a b"),
        ('5 < 6 & &lt;b&gt; > "q"', '5 < 6 & <b> > "q"'),
    ],
)
def test_plain_text_is_what_was_said(plain: Shown, markdown: str, words: str) -> None:
    """Searches and quotations have the words alone: no interjections, no footnote marks, no joined words."""
    assert plain_text(plain.texts.blocks(markdown, PAGE)) == words


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two …"),
        ("one, two three", 6, "one …"),
        ("onetwothree", 5, "onetw …"),
        ("", 5, ""),
    ],
)
def test_an_excerpt_ends_with_a_word(text: str, length: int, short: str) -> None:
    """A long text is cut between words, and never to nothing."""
    assert excerpt(text, length) == short


# ---- lists, code and tables as people write them


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("- a\n  - b\n    - c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("1. a\n\n   b\n\n2. c", "<ol><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>"),
        ("- a\n\n  ~~~\n  x\n    y\n  ~~~", '<ul><li><p>a</p><pre tabindex="0"><code>x  y</code></pre></li></ul>'),
        ("   ```\n   x\n  y\n   ```", '<pre tabindex="0"><code>xy</code></pre>'),
    ],
)
def test_lists_and_code_may_be_indented_as_everywhere(show: Show, markdown: str, html: str) -> None:
    """Two blanks nest a list, three keep a paragraph in it, and code may be fenced inside."""
    assert show(markdown).html.replace("\n", "") == html


@pytest.mark.parametrize("fence", ["```", " ```", "  ~~~", "   ```yaml", "``` two words", "    ```"])
def test_what_is_code_is_code_for_the_reader_of_bodies_too(show: Show, fence: str) -> None:
    """A label inside a fence is shown as code exactly where it begins no speech."""
    mark = fence.strip()[:3]
    shown = show(f"x\n\n{fence}\n\n**Ann Quill:** Hm.\n\n{fence[: len(fence) - len(fence.lstrip())]}{mark}\n")
    assert ("<code>\n**Ann Quill:** Hm." in shown.html) == (len(shown.meeting.speeches) == 0)
    assert len(shown.meeting.speeches) == (fence.startswith("    "))


@pytest.mark.parametrize("link", ["[[ann-quill|the chair]]", r"[[ann-quill\|the chair]]"])
def test_links_with_words_stand_in_tables(show: Show, link: str) -> None:
    """The bar of a link divides no cell, escaped or not; all other bars do."""
    shown = show(f"| a | b |\n|---|---|\n| {link} | `x|y` |\n| [[a b|c]] | d |")
    assert '<td><a href="../../people/ann-quill/">the chair</a></td>\n<td><code>x|y</code></td>' in shown.html
    assert "<td>[[a b</td>\n<td>c]]</td>" in shown.html
    assert [link.target for link in parse_body(f"| {link} |").links] == ["ann-quill"]


@pytest.mark.parametrize(
    ("fragment", "links"),
    [("k1", ["#k1"]), ("ann-quill.1", ["#ann-quill.1"]), ("item-rain", ["#item-rain"])]
    + [(nowhere, []) for nowhere in ("nowhere", "", "_sources", "ann-quill.2", "fn:1", "K1")],
)
def test_links_within_a_meeting_land(show: Show, fragment: str, links: list[str]) -> None:
    """A link to a place that the page has not is text."""
    html = show(f"Note[^1]. [x](#{fragment})\n\n## Rain\n\n**Ann Quill:** Yes.\n\n[^1]: Here.").html
    assert [link for link in Markup(html).links if not link.startswith(("#fn:", "#fnref:"))] == links
    assert {"#fn:1", "#fnref:1"} <= set(Markup(html).links)


def test_links_within_a_meeting_hold_on_other_pages(plain: Shown) -> None:
    """Where a conclusion stands in a list its links lead to the meeting that it comes from."""
    assert Markup(plain.texts.inline("[x](#k1)", "conclusions/", plain.meeting)).links == ["../meetings/m/#k1"]
    assert Markup(plain.texts.inline("[x](#k1)", "people/ann-quill/")).links == []


@pytest.mark.parametrize(
    "address",
    [
        "https://fogton.example/Đá Gù",
        "http://x.example/?q=Fogton",
        "(www.x.example/Ann-Quill,",
        "Fogton@x.example",
        "see:https://e.example/Fogton",
    ],
)
def test_no_name_is_linked_within_a_bare_address(plain: Shown, address: str) -> None:
    """An address that stands in the text stays in one piece; the name is linked where it stands by itself."""
    name = "Đá Gù" if " Gù" in address else "Fogton" if "Fogton" in address else "Ann Quill"
    whole = address.split(" ", maxsplit=1)[0]
    html = plain.inline(f"{address} and {name}")
    assert html.startswith(whole.replace("&", "&amp;"))
    assert len(Markup(html).links) == 1
