"""Markdown of records in, safe HTML out: the only way in which a record's text becomes markup.

First Markdown (raw HTML is text), then nh3 with a small allow-list, then links on names. What comes out is finished:
templates put it into pages as it is. One reused `markdown.Markdown` renders a whole body at once, so that footnotes
and link definitions reach across speeches; marks that no record can contain show where each part begins. Short
texts are Markdown within a line: `19. April` begins no list.
"""

from __future__ import annotations

import html
import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from hashlib import blake2b
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension, TableProcessor
from markdown.inlinepatterns import InlineProcessor, LinkInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from generator.archive.archive import Archive, Meeting, Prose, Speech
from generator.archive.mentions import fitting_on_day, fragments, target_of
from generator.archive.names import Ref
from generator.records.body import LINK
from generator.records.model import Kind
from generator.site import plain, urls
from generator.site.indents import evenly_indented

_INLINE_TAGS = {"a", "em", "strong", "code", "sup", "sub", "br", "del"}
_BLOCK_TAGS = _INLINE_TAGS | {
    "p", "ul", "ol", "li", "blockquote", "pre", "hr", "table", "thead", "tbody", "tr", "th", "td", "img", "div",
    "h3", "h4", "h5", "h6",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "id"},
    "img": {"src", "alt"},
    "li": {"id"},
    "sup": {"id"},
    "th": {"align"},
    "td": {"align"},
    "ol": {"start"},
}
_SCHEMES = {"http", "https", "mailto"}
_PLAIN = re.compile(r"[^*_`\[\]<>&\\!#\n~|:@+]*(?<!\d\.)")
_WEB = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """Where a text is shown, and on which day its names are meant."""

    page: str
    """The address of the page."""
    meeting: Meeting | None = None
    inline: bool = False
    """Within a line: no pictures."""


@dataclass(frozen=True, slots=True)
class RenderedBody:
    """The parts of a meeting's body as HTML, one for each part of its flow (empty for headings), and its footnotes."""

    parts: tuple[str, ...]
    footnotes: str = ""


class Texts:
    """Renders the texts of an archive's records."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        extension = _RecordExtension(self._target, self._picture, self._place)
        self._markdown = _markdown(extension)
        self._within_line = _within_line(extension)
        self._context = Context("")
        self._beginnings: dict[str, str] = {}  # a speech stands in the lists of its speaker, district, issues …
        self._last_body: tuple[Meeting, RenderedBody] | None = None

    def body(self, meeting: Meeting, page: str) -> RenderedBody:
        """Return the body of a meeting as it is shown on a page."""
        if self._last_body and self._last_body[0] is meeting:  # the page and the search entries ask one after the other
            return self._last_body[1]
        self._context = Context(page, meeting)
        texts = _with_own_notes([part.markdown if isinstance(part, Prose | Speech) else "" for part in meeting.flow])
        parts, footnotes = self._together(texts) or (tuple(self._block(text) for text in texts), "")
        body = RenderedBody(tuple(self._finish(part) for part in parts), self._finish(footnotes))
        self._last_body = (meeting, body)
        return body

    def inline(self, text: str | None, page: str, meeting: Meeting | None = None) -> str:
        """Return a short text as inline HTML with its names linked; nothing for None."""
        if not text:
            return ""
        self._context = Context(page, meeting, inline=True)
        if _PLAIN.fullmatch(text):
            return self._link_names(html.escape(text, quote=False))
        return self._finish(_clean(_converted(self._within_line, text), _INLINE_TAGS))

    def beginning(self, text: str, meeting: Meeting) -> str:
        """Return the first words of a speech as plain text: enough for a line in a list, however long the speech."""
        start = _first_paragraphs(text)
        if "[[" in start or "![" in start:  # what a link or a picture shows depends on others, and on where it stands
            self._context = Context("", meeting)
            return plain_text(self._block(start))
        if start not in self._beginnings:
            self._beginnings[start] = plain_text(self._block(start))
        return self._beginnings[start]

    def blocks(self, text: str | None, page: str) -> str:
        """Return a longer text as HTML with paragraphs, its names linked."""
        self._context = Context(page)
        return self._finish(self._block(text)) if text else ""

    def _together(self, texts: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
        """All parts in one go; None where a part swallowed the mark of the next (an unclosed code fence)."""
        mark = "part" + blake2b("\n".join(texts).encode(), digest_size=12).hexdigest()
        marked = "\n\n".join(f"{mark}x{n}x\n\n{text}" for n, text in enumerate([*texts, ""]))
        pieces = _PART.split(self._block(marked).replace(f"<p>{mark}x", _PART_BEGINS))
        if pieces[1::2] != [str(n) for n in range(len(texts) + 1)]:
            return None
        parts = [piece.strip() for piece in pieces[2::2]]
        return tuple(parts[:-1]), re.sub(r"^<div>\s*<hr>|</div>$", "", parts[-1]).strip()

    def _block(self, text: str) -> str:
        return plain.convert(text, self._with_markdown)

    def _with_markdown(self, text: str) -> str:
        return _note_labels(_without_dead_ends(_clean(_converted(self._markdown, text), _BLOCK_TAGS)))

    def _finish(self, rendered: str) -> str:
        for before, after in _CLASSES:
            rendered = before.sub(after, rendered)
        return self._link_names(rendered)

    def _target(self, target: str) -> tuple[str, str] | None:
        """The link and title behind `[[target]]`, or None for text in brackets."""
        found = target_of(self.archive, target)
        if found is None:
            return None
        ref, fragment = found
        return urls.relative(urls.record(ref, fragment), self._context.page), self.archive.title(ref)

    def _place(self, fragment: str) -> str | None:
        """The link to a speech, conclusion or item of the same meeting, or None where it has none such."""
        meeting = self._context.meeting
        if meeting is None:
            return None
        here = Ref(Kind.MEETING, meeting.id)
        known = fragment in fragments(self.archive, here)
        return urls.relative(urls.record(here, fragment), self._context.page) if known else None

    def _picture(self, source: str) -> str | None:
        """The link to a picture that lies in the repository, or None for any other."""
        if self._context.inline:
            return None
        meeting = self._context.meeting
        folder = posixpath.dirname(meeting.path) if meeting else ""
        path = posixpath.normpath(posixpath.join(folder, source))
        if path not in self.archive.pictures:
            return None
        return urls.relative(f"{urls.MEDIA}{path.partition('/')[2]}", self._context.page)

    def _link_names(self, rendered: str) -> str:
        """Link the first mention of each name, outside links and code."""
        if not rendered:
            return rendered
        out: list[str] = []
        seen: set[Ref] = set()
        closed_by = ""
        for token in _TOKENS.findall(rendered):
            if token.startswith("<"):
                out.append(token)
                closed_by = _closing(token, closed_by)
            else:
                out.append(token if closed_by else self._with_links(token, seen))
        return "".join(out)

    def _with_links(self, token: str, seen: set[Ref]) -> str:
        if self._context.meeting is None:
            _ = self.archive.marks["names"]  # read, found or not: a new name renews what is not a meeting's
        text = html.unescape(token)
        out: list[str] = []
        at = 0
        bare = _bare_addresses(text)
        for mention in self.archive.finder.names(text):
            ref = self._fitting(mention.refs, text[mention.start : mention.end])
            address = urls.record(ref) if ref else ""
            if ref is None or ref in seen or address == self._context.page:
                continue
            before = bisect_right(bare, mention.start, key=lambda span: span[0])
            if before and mention.start < bare[before - 1][1]:
                continue
            seen.add(ref)
            href = html.escape(urls.relative(address, self._context.page))
            words = html.escape(text[mention.start : mention.end], quote=False)
            out += [
                html.escape(text[at : mention.start], quote=False),
                f'<a class="name" href="{href}">{words}</a>',
            ]
            at = mention.end
        return "".join([*out, html.escape(text[at:], quote=False)]) if out else token

    def _fitting(self, refs: Sequence[Ref], name: str) -> Ref | None:
        if self._context.meeting is not None:
            return fitting_on_day(self.archive, refs, name, self._context.meeting)
        return refs[0] if len(refs) == 1 else None


def _converted(markdown: Markdown, text: str) -> str:
    """Markdown as HTML; as plain paragraphs where lists lie in lists hundreds deep, which nobody can read."""
    markdown.reset()
    markdown.parser.state.clear()
    try:
        return markdown.convert(text)
    except RecursionError:
        return "\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in re.split(r"\n\n+", text))


def _clean(markup: str, tags: set[str]) -> str:
    cleaned = nh3.clean(markup, tags=tags, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None).strip()
    return _UNSEEN.sub("", cleaned)


_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069]")
"""No record holds these characters, but `&#x202e;` would."""

_NOTE = re.compile(r"\[\^([^\]\n]*)\]")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\]\n]*)\]:", re.MULTILINE)
_MARK = "\x1e"
_MARKED_LABEL = re.compile(rf"(\[\^[^\]\n]*?){_MARK}-\d+{_MARK}\]")
_WAY_BACK = re.compile(r'(?:&nbsp;)?<a href="#(fnref[^"]*)"[^>]*>↩</a>')
_WAY = re.compile(r' id="(fnref[^"]*)"')


def _with_own_notes(texts: list[str]) -> list[str]:
    """Tell footnotes apart that several parts define under one label: a part means its own, else the next one's."""
    owners: dict[str, list[int]] = {}
    for n, text in enumerate(texts):
        for label in dict.fromkeys(_NOTE_TEXT.findall(text)):
            owners.setdefault(label, []).append(n)
    if all(len(parts) == 1 for parts in owners.values()):
        return texts

    own_label = cache(partial(_own_label, others=owners))

    def renamed(n: int, match: re.Match[str]) -> str:
        parts = owners.get(match[1], [n])
        nth = min(bisect_left(parts, n), len(parts) - 1) + 1
        return f"[^{own_label(match[1], nth)}]"

    return [_NOTE.sub(partial(renamed, n), text) for n, text in enumerate(texts)]


def _own_label(label: str, nth: int, others: Container[str]) -> str:
    """The first keeps its label, others get a number; marked, so that the label in code can be given back."""
    if nth == 1:
        return label
    while f"{label}-{nth}" in others:
        nth += 1000
    return f"{label}{_MARK}-{nth}{_MARK}"


def _note_labels(rendered: str) -> str:
    return _MARKED_LABEL.sub(r"\1]", rendered).replace(_MARK, "") if _MARK in rendered else rendered


def _without_dead_ends(rendered: str) -> str:
    """Footnotes that no text refers to have no way back."""
    if "#fnref" not in rendered:
        return rendered
    there = set(_WAY.findall(rendered))
    return _WAY_BACK.sub(lambda match: match[0] if match[1] in there else "", rendered)


_TOKENS = re.compile(r'<(?:[^<>"]|"[^"]*")*>|[^<]+')
_CLASSES = (
    (re.compile(r'<(t[hd]) align="(left|right|center)">'), r'<\1 class="align-\2">'),
    (re.compile(r"<table>"), '<div class="table-wrap" tabindex="0"><table>'),
    (re.compile(r"</table>"), "</table></div>"),
    (re.compile(r"<pre>"), '<pre tabindex="0">'),  # it scrolls where lines are long: by keyboard, too
    (
        re.compile(r"<p><em>(\((?:(?!</?em>|</p>).)*\))</em></p>", re.DOTALL),
        r'<p class="interjection">\1</p>',
    ),
    (
        re.compile(r'<a href="(https?://|mailto:)', re.IGNORECASE),
        r'<a class="external" rel="noopener noreferrer" href="\1',
    ),
)


def _bare_addresses(text: str) -> tuple[tuple[int, int], ...]:
    """Where addresses of the web and of mail stand as they are: words in them are no names."""
    if "://" not in text and "@" not in text and "www." not in text:
        return ()
    return tuple(
        (begins.start() + word.start() if begins else word.start(), word.end())
        for word in _WORDS.finditer(text)
        if (begins := _WEB_BEGINS.search(word[0])) or "@" in word[0][1:-1]
    )


_WORDS = re.compile(r"\S+")
_WEB_BEGINS = re.compile(r"[a-z]+://|www\.", re.IGNORECASE)


def _closing(token: str, closed_by: str) -> str:
    """The tag that ends a stretch in which names are not linked, or nothing outside of one."""
    if closed_by:
        return "" if token == closed_by else closed_by
    match = re.match(r"<(a|code|pre)\b", token)
    return f"</{match[1]}>" if match else ""


_BEGINNING = 400
"""So many characters of Markdown are enough for an excerpt, and whole paragraphs of them."""


def _first_paragraphs(text: str) -> str:
    end = text.find("\n\n", _BEGINNING)
    return text[: min(end, 4 * _BEGINNING)] if end >= 0 else text[: 4 * _BEGINNING]


_PART_BEGINS = "<part>"
_PART = re.compile(r"<part>(\d+)x</p>\n?")
"""Where a part of the body begins. No text can hold that element: it would be escaped, or cleaned away."""
_INTERJECTIONS = re.compile(r'<p class="interjection">.*?</p>', re.DOTALL)
_FOOTNOTE_MARKS = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_TAGS = re.compile(r'<(?:[^<>"]|"[^"]*")*>')
_BREAKS = re.compile(r"</(?:p|li|tr|h\d|blockquote|pre)>|<br>")


def plain_text(rendered: str) -> str:
    """Return the words of finished HTML, as they are searched and quoted: without interjections and marks."""
    text = _FOOTNOTE_MARKS.sub("", _INTERJECTIONS.sub("", rendered))
    text = html.unescape(_TAGS.sub("", _BREAKS.sub(" ", text)))
    return " ".join(text.split())


def excerpt(text: str, length: int = 240) -> str:
    """Return the beginning of a text, cut at a word."""
    if len(text) <= length:
        return text
    return (text[:length].rpartition(" ")[0] or text[:length]).rstrip(",;:–- ") + " …"


def _markdown(extension: Extension) -> Markdown:
    return Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            FootnoteExtension(BACKLINK_TEXT="↩", BACKLINK_TITLE="{}"),
            SaneListExtension(),
            extension,
        ],
        output_format="html",
    )


def _within_line(extension: Extension) -> Markdown:
    markdown = Markdown(extensions=[extension], output_format="html")
    for name in ("indent", "code", "hr", "olist", "ulist", "quote", "reference"):
        markdown.parser.blockprocessors.deregister(name)
    return markdown


class _RecordExtension(Extension):
    """Markdown as records write it: raw HTML and headings are not Markdown's business, `[[…]]` links to records."""

    def __init__(
        self,
        target: Callable[[str], tuple[str, str] | None],
        picture: Callable[[str], str | None],
        place: Callable[[str], str | None],
    ) -> None:
        super().__init__()
        self.target = target
        self.picture = picture
        self.place = place

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Register the differences."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.parser.blockprocessors.deregister("hashheader")
        md.parser.blockprocessors.deregister("setextheader")
        md.inlinePatterns.register(_RecordLink(self.target), "record-link", 185)
        md.preprocessors.register(_Indents(md), "indents", 25)
        if "table" in md.parser.blockprocessors:
            md.parser.blockprocessors.register(_Tables(md.parser, {"use_align_attribute": True}), "table", 75)
        md.treeprocessors.register(_Targets(md, self.picture, self.place), "targets", 5)
        for pattern in md.inlinePatterns:
            if isinstance(pattern, LinkInlineProcessor):
                pattern.getText = _text_of_link  # type: ignore[method-assign]
                pattern.getLink = partial(_link_at, pattern.getLink)  # type: ignore[method-assign]


def _text_of_link(data: str, index: int) -> tuple[str, int, bool]:
    """What stands in brackets from `index` on; Markdown's own method reads on to the end of the text each time."""
    end = _partners(data).get(index - 1)
    return ("", len(data), False) if end is None else (data[index:end], end + 1, True)


_Linked = tuple[str, str | None, int, bool]


def _link_at(read: Callable[[str, int], _Linked], data: str, index: int) -> _Linked:
    """Address and title in the round brackets at `index`; Markdown's own `read` goes on to the end where none closes.

    Quotes may hide brackets: where there are any, it reads at most as far as an address and a title may be long.
    """
    if "'" in data or '"' in data:
        return read(data[: index + _LONGEST_LINK], index)
    return read(data, index) if index in _partners(data, "()") else ("", None, index, False)


_LONGEST_LINK = 2500


@lru_cache(maxsize=8)
def _partners(data: str, pair: str = "[]") -> dict[int, int]:
    """Where the bracket closes that opens at each place, all found in one pass: `[[[[…` would take minutes else."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(f"[{re.escape(pair)}]", data):
        if match[0] == pair[0]:
            opened.append(match.start())
        elif opened:
            found[opened.pop()] = match.start()
    return found


_OURS = {"name", "footnote-ref", "footnote-backref"}
"""Classes of the links that are made here; authors cannot give any."""


class _RecordLink(InlineProcessor):
    def __init__(self, target: Callable[[str], tuple[str, str] | None]) -> None:
        super().__init__(LINK.pattern)
        self.target = target

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Markdown's name; its stub wants the older form
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        found = self.target(m["target"])
        if found is None:
            return None, None, None
        link = Element("a", {"class": "name", "href": found[0]})
        link.text = (m["text"] or "").strip() or found[1]
        return link, m.start(0), m.end(0)


class _Indents(Preprocessor):
    """Lists as people indent them, and fenced code."""

    def run(self, lines: list[str]) -> list[str]:
        return evenly_indented(lines, self.kept)

    def kept(self, code: str) -> str:
        return self.md.htmlStash.store(f"<pre><code>{html.escape(code)}</code></pre>")


class _Tables(TableProcessor):
    """Tables in whose cells the bar of `[[id|text]]` divides nothing."""

    def _split(self, row: str) -> list[str]:
        hidden = LINK.sub(lambda match: match[0].replace("|", _BAR), row) if "[[" in row else row
        return [cell.replace(_BAR, "|") for cell in super()._split(hidden)]  # type: ignore[misc]  # the stub leaves it out


_BAR = "\x1d"
"""Stands for a bar; no record holds it."""


class _Targets(Treeprocessor):
    """Links lead to the web or to a place of the meeting; pictures come from the repository, others become links."""

    def __init__(self, md: Markdown, picture: Callable[[str], str | None], place: Callable[[str], str | None]) -> None:
        super().__init__(md)
        self.picture = picture
        self.place = place

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "img":
                self.image(element)
            elif element.tag == "a" and element.get("class") not in _OURS:
                self.link(element)

    def link(self, element: Element) -> None:
        href = html.unescape(element.get("href", "").replace(AMP_SUBSTITUTE, "&"))
        place = self.place(href[1:]) if href.startswith("#") else None
        if place or _WEB.match(href):
            element.set("href", place or href)
        else:
            element.attrib.pop("href", None)

    def image(self, element: Element) -> None:
        source, alt = element.get("src", ""), element.get("alt", "")
        found = self.picture(source)
        if found is not None:
            element.attrib = {"src": found, "alt": alt}
            return
        element.tag, element.text = "a", alt or source
        element.attrib = {"href": source} if _WEB.match(source) else {}
