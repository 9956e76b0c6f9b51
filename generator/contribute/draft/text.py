"""A report as text: paragraphs, sentences with their quotations blanked, and the language that it is written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.archive.names import fold
from generator.contribute.draft.phrases import BYLINE, LANGUAGES, LEFTOVER, PUBLISHER, STOP_WORDS, Language


@dataclass(frozen=True, slots=True)
class Article:
    """A report as it was read from a file: its text, and what the file says of itself."""

    paragraphs: tuple[str, ...]
    title: str = ""
    author: str = ""
    publisher: str = ""
    url: str = ""
    date: str = ""
    """When it was published, as year-month-day, or nothing."""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a report."""

    text: str
    masked: str
    """The same, as long, with blanks where it quotes: the words of others are no phrases of the report."""
    paragraph: int


_UNSEEN = {"Cc": " ", "Cf": "", "Cn": "", "Co": "", "Cs": ""}
"""Unicode's categories of control, format and unassigned characters, and what stands for one."""


def clean(text: str) -> str:
    """Return text in composed letters, with single blanks and without what nobody can see."""
    seen = (_UNSEEN.get(unicodedata.category(letter), letter) for letter in unicodedata.normalize("NFC", text))
    return " ".join("".join(seen).split())


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Return the paragraphs of plain text: between blank lines, or one a line where lines are as long as paragraphs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    found: list[list[str]] = [[]]
    for line, following in pairwise([*(clean(line) for line in lines), ""]):
        if line:
            found[-1].append(line)
        headline = found == [[line]] and _is_headline(line, following)
        if not line or headline or _ends(line, following) or _alone(line) or _alone(following):
            found.append([])
    return tuple(" ".join(part) for part in found if part)


_SENTENCE_END = re.compile(r"[.!?…][”“\"»’')\]]*$")
_WRAPPED = 60
"""A line that is shorter than this and ends a sentence ends its paragraph; wrapped lines are longer."""
_WHOLE = 110
"""No text is wrapped at lines this long: they are paragraphs."""


def _ends(line: str, following: str) -> bool:
    if len(line) > _WHOLE or len(following) > _WHOLE:
        return True
    return len(line) < _WRAPPED and _SENTENCE_END.search(line) is not None


def _is_headline(line: str, following: str) -> bool:
    """Whether a first line stands above the text that follows without a blank line, as in a PDF."""
    return 0 < len(line) < 0.8 * len(following) and line[-1] not in ".,:;!?" and not following[0].islower()


def _alone(line: str) -> bool:
    """Whether a line is a byline, or what a page has around its report."""
    return any(pattern.match(line) for pattern in (PUBLISHER, BYLINE, LEFTOVER)) and len(line) < _WHOLE


_VIETNAMESE = re.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
"""Letters that no other of the languages has; names of people bear them everywhere, so two words count for one."""


def language_of(paragraphs: Sequence[str]) -> Language:
    """Return the language whose common words are most frequent in a text; Vietnamese is known by its letters, too."""
    words = [word for text in paragraphs for word in re.findall(r"[^\W\d_]+", text.lower())]
    counts = {language: sum(word in STOP_WORDS[language] for word in words) for language in LANGUAGES}
    counts["vi"] += sum(_VIETNAMESE.search(word) is not None for word in words) // 2
    return max(LANGUAGES, key=lambda language: counts[language])


_QUOTE = re.compile(r"„[^„“”]*[“”]|“[^“”]*”|\"[^\"]*\"|«[^«»]*»|»[^«»]*«|”[^”]*”")


def masked(text: str) -> str:
    """Return a text with blanks for what stands between quotation marks; the marks stay."""
    return _QUOTE.sub(lambda m: m[0][0] + " " * (len(m[0]) - 2) + m[0][-1], text)


def quotes(text: str) -> bool:
    """Whether a text quotes more than a word or two."""
    return any(len(match[0].split()) > 3 for match in _QUOTE.finditer(text))


_BREAK = re.compile(r"(?P<end>[.!?…][”“\"»’')\]]*)\s+(?=[„“\"«»(\[]*[^\W\d_a-zß-öø-ÿ]|[„“\"«»(]*\d)")
_SHORT = re.compile(
    r"(?:^|[\s(])(?:Dr|Prof|Nr|St|Mr|Mrs|Ms|TS|ThS|PGS|GS|TP|Tp|bzw|ca|vgl|Abs|Art|z|B|u|a|d|h|[^\W\d_])\.$|Dipl\.-Ing\.$"
)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")


def sentences(paragraphs: Sequence[str], language: Language) -> Iterator[Sentence]:
    """Yield the sentences of paragraphs; abbreviations and (in German) ordinal numbers do not end one."""
    for number, paragraph in enumerate(paragraphs):
        blanked = masked(paragraph)
        start = 0
        for match in _BREAK.finditer(blanked):
            end = match.end("end")
            last = blanked[max(start, end - 20) : end]
            if _SHORT.search(last) or (language == "de" and _ORDINAL.search(last)):
                continue
            yield from _bounded(paragraph[start:end], blanked[start:end], number)
            start = match.end()
        if paragraph[start:].strip():
            yield from _bounded(paragraph[start:], blanked[start:], number)


_LONGEST = 2_000
"""No sentence of a report is longer; what is, is read in stretches, so that the time for it stays bounded."""


def _bounded(text: str, blanked: str, paragraph: int) -> Iterator[Sentence]:
    while len(text) > _LONGEST:
        cut = text.rfind(" ", 0, _LONGEST) + 1 or _LONGEST
        yield Sentence(text[:cut].rstrip(), blanked[:cut].rstrip(), paragraph)
        text, blanked = text[cut:], blanked[cut:]
    yield Sentence(text, blanked, paragraph)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded letter by letter, with the way back to the letters that it came from."""

    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Folded:
        """Fold a text."""
        out: list[str] = []
        origin: list[int] = []
        for place, letter in enumerate(text):
            plain = " " if letter.isspace() else fold(letter)
            out.append(plain)
            origin += [place] * len(plain)
        return cls("".join(out), (*origin, len(text)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where a stretch of the folded text goes in the text itself."""
        return self.origin[start], self.origin[end - 1] + 1
