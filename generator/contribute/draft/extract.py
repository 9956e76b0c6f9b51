"""A file in, its report out: plain text, Markdown, a saved page, a Word document or a PDF.

The only module of the draft that reads a file. Nothing is fetched: no address of a page is opened, and no entity of a
document is resolved. What a file may hold is limited before it is unpacked. The libraries that read pages, Word and PDF
come with the extra `draft`.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType

from generator.contribute.draft.phrases import BYLINE, LEFTOVER, PUBLISHER
from generator.contribute.draft.text import Article, clean, paragraphs_of
from generator.records.source import MAX_BYTES

MAX_TEXT = 200_000
"""So many letters a report may have: no report of one meeting has more, and reading them takes seconds."""
_MAX_UNPACKED = 64_000_000
_MAX_ENTRIES = 2_000
_MAX_PAGES = 200


class ExtractError(Exception):
    """A file from which no report can be read, and why in words for the person who asked."""


def read_article(path: Path, url: str = "") -> Article:
    """Return the report that a file holds; `url` is where it was published.

    Raises:
        ExtractError: where the file cannot be read as what its ending says.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ExtractError(f"{path.name}: a report ends in {', '.join(_READERS)}")
    article = reader(_read_bytes(path), path.name)
    if sum(map(len, article.paragraphs)) > MAX_TEXT:
        raise ExtractError(
            f"{path.name}: the report has more than {MAX_TEXT:,} letters; cut out the part of one meeting"
        )
    if not article.paragraphs:
        raise ExtractError(f"{path.name}: no text was found in it")
    return _with_imprint(article, url)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ExtractError(f"{path.name}: larger than {MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise ExtractError(f"{path.name}: cannot be read: {error.strerror}") from error


def _library(name: str, package: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        what = f"{package} is needed to read this kind of file; install it with: pip install 'konferenzarchiv[draft]'"
        raise ExtractError(what) from error


# ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ExtractError(f"{name}: not UTF-8 text; save it as UTF-8") from error


def _text(data: bytes, name: str) -> Article:
    return _headed(paragraphs_of(_decoded(data, name)))


_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MARKS = re.compile(
    r"!\[[^\[\]\n]*\]\([^()\n]*\)|(?<=\])\([^()\n]*\)"
    r"|(?m:^ {0,3}(?:#{1,6}|>|[-*+])[ \t]+)|\*\*|__|(?<!\w)[*_]|[*_](?!\w)|[`\[\]]"
)
"""Marks of Markdown, which are no words: pictures, addresses of links, headings, lists, emphasis."""


def _markdown(data: bytes, name: str) -> Article:
    text = _decoded(data, name).replace("\r\n", "\n")
    return _headed(paragraphs_of(_MARKS.sub("", _FRONT_MATTER.sub("", text))))


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _page(data: bytes, name: str) -> Article:
    """The report of a saved page, without what stands around it."""
    trafilatura = _library("trafilatura", "trafilatura")
    for library in ("trafilatura", "htmldate", "justext"):  # they tell a log what they think of the page, in its words
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    try:
        found = trafilatura.bare_extraction(_decoded(data, name), with_metadata=True, include_comments=False)
    except (ValueError, TypeError, RecursionError, AssertionError) as error:
        raise ExtractError(f"{name}: cannot be read as a page") from error
    if found is None:
        return Article(())
    said = {key: clean(str(getattr(found, key) or "")) for key in ("title", "author", "sitename", "url", "date")}
    text = found.text or ""
    paragraphs = tuple(filter(None, (clean(line) for line in text.split("\n"))))
    title = said["title"] or (paragraphs[0] if paragraphs else "")
    return Article(
        tuple(paragraph for paragraph in paragraphs if paragraph != title),
        title,
        said["author"],
        said["sitename"],
        said["url"] if re.match(r"https?://", said["url"]) else "",
        said["date"] if re.fullmatch(r"\d{4}-\d{2}-\d{2}", said["date"]) else "",
        _said_language(data),
    )


def _said_language(data: bytes) -> str:
    said = re.search(rb"<html\b[^>]*\blang=[\"']?([A-Za-z]{2})", data[:4000])
    return said[1].decode("ascii").lower() if said else ""


# ── Word and PDF ──────────────────────────────────────────────────────────────────────────────────────────────────


def _word(data: bytes, name: str) -> Article:
    docx = _library("docx", "python-docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
                raise ExtractError(f"{name}: unpacks to more than a report needs")
        document = docx.Document(io.BytesIO(data))
        lines = [paragraph.text for paragraph in document.paragraphs]
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, NotImplementedError, EOFError, OSError) as error:
        raise ExtractError(f"{name}: cannot be read as a Word document") from error
    return _headed(tuple(filter(None, (clean(part) for line in lines for part in line.split("\n")))))


def _pdf(data: bytes, name: str) -> Article:
    pypdf = _library("pypdf", "pypdf")
    try:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        if len(pages) > _MAX_PAGES:
            raise ExtractError(f"{name}: more than {_MAX_PAGES} pages; take out those of one meeting")
        text = ""
        for page in pages:
            text += page.extract_text() + "\n\n"
            if len(text) > MAX_TEXT:
                break
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise ExtractError(f"{name}: cannot be read as a PDF") from error
    return _headed(paragraphs_of(text))


_READERS: Mapping[str, Callable[[bytes, str], Article]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _page,
    ".htm": _page,
    ".docx": _word,
    ".pdf": _pdf,
}
"""By ending, what makes a report of a file's bytes."""


# ── head and foot ─────────────────────────────────────────────────────────────────────────────────────────────────

_LONGEST_TITLE = 200


def _headed(paragraphs: tuple[str, ...]) -> Article:
    """A report whose first paragraph is its headline, if it reads as one."""
    if paragraphs and len(paragraphs) > 1 and len(paragraphs[0]) <= _LONGEST_TITLE and paragraphs[0][-1] not in ".:;":
        return Article(paragraphs[1:], paragraphs[0])
    return Article(paragraphs)


def _with_imprint(article: Article, url: str) -> Article:
    """The same with author and publisher out of its first and last lines, and without what is no part of it."""
    author, publisher = article.author, article.publisher
    kept = []
    last = len(article.paragraphs) - 1
    for number, paragraph in enumerate(article.paragraphs):
        rim = number < 2 or number > last - 4
        if rim and (said := PUBLISHER.match(paragraph)):
            publisher = publisher or said["name"]
        elif rim and len(paragraph) < 80 and (said := BYLINE.match(paragraph)):
            author = author or said["name"].strip()
        elif rim and LEFTOVER.match(paragraph):
            continue
        elif number and number > last - 4 and _is_signature(paragraph):
            author = author or paragraph
        else:
            kept.append(paragraph)
    return Article(tuple(kept), article.title, author, publisher, url or article.url, article.date, article.language)


def _is_signature(paragraph: str) -> bool:
    words = paragraph.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() and word.isalpha() for word in words)
