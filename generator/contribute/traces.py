"""What a person leaves in the files of a site: every file is read, unpacked where it is packed, and searched.

Texts are searched as they stand and as programs read them: escapes of HTML, JSON and addresses are undone. Beside whole
names those words of them are looked for that no record holds any more: an index knows words, not names.
"""

from __future__ import annotations

import gzip
import html
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from generator.archive.names import fold

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_WORD = re.compile(r"[^\W_]{3,}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def words_gone(names: Iterable[str], records: Iterable[str]) -> frozenset[str]:
    """Return the words of names, folded, that stand in none of the records as they are now."""
    words = {word for name in names for word in _WORD.findall(fold(name))}
    for text in records:
        words.difference_update(_WORD.findall(_plain(text)))
    return frozenset(words)


def traces(data: bytes, names: Iterable[str], words: Iterable[str] = (), others: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what of the names and words a file holds, folded; an empty answer is the proof.

    `others` are ids of other people that one of the names is a part of.
    """
    wanted = [text for text in dict.fromkeys((*map(fold, names), *words)) if text]
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, wanted))})(?![^\W_])")
    foreign = re.compile("|".join(map(re.escape, sorted(others, key=len, reverse=True))) or "(?!)")
    found: dict[str, None] = {}
    for part in _unpacked(data):
        for text in _readings(part):
            found |= dict.fromkeys(pattern.findall(foreign.sub("", text)))
    return tuple(found)


def _unpacked(data: bytes) -> Iterator[bytes]:
    """A file, and what is packed in it."""
    yield data
    if data.startswith(_GZIP):
        try:
            yield from _unpacked(gzip.decompress(data))
        except (OSError, EOFError, zlib.error):
            return
    elif data.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _unpacked(archive.read(name))


def _readings(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", "replace")
    if _BINARY.search(data):
        text = "\n".join((text, *_words_of_index(data)))
    yield _plain(text)
    other = unquote(html.unescape(_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)))
    if other != text:
        yield _plain(other)


def _words_of_index(data: bytes) -> Iterator[str]:
    """The words of a file of the index (`site/postings.py`): each is written as it differs from the one before."""
    at, word = 0, b""
    count, at = _number(data, at)
    for _ in range(min(count, len(data))):
        shared, at = _number(data, at)
        rest, at = _number(data, at)
        word = word[:shared] + data[at : at + rest]
        yield word.decode("utf-8", "replace")
        at += rest
        for _ in range(3):  # postings, bytes of gaps, bytes of places
            _, at = _number(data, at)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number (LEB128) and where it ends; zeros follow the end of a file."""
    value = shift = 0
    while at < len(data):
        value |= (data[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 128:
            break
    return value, at


def _plain(text: str) -> str:
    """A text as names are compared, at once: accents off, small letters, one space between words."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return fold(bare)
