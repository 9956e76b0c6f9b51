"""Days in words: what a report calls a day, a span of days or a month, in three languages, as the archive writes it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.contribute.draft.phrases import Language

_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "de": ("januar|jänner|jan\\.", "februar|feber|feb\\.", "märz|mär\\.", "april|apr\\.", "mai", "juni|jun\\.",
           "juli|jul\\.",
           "august|aug\\.", "september|sept?\\.", "oktober|okt\\.", "november|nov\\.", "dezember|dez\\."),
    "en": ("january|jan\\.?", "february|feb\\.?", "march|mar\\.?", "april|apr\\.?", "may", "june|jun\\.?",
           "july|jul\\.?", "august|aug\\.?", "september|sept?\\.?", "october|oct\\.?", "november|nov\\.?",
           "december|dec\\.?"),
    "vi": ("một|giêng", "hai", "ba", "tư|bốn", "năm", "sáu", "bảy|bẩy", "tám", "chín", "mười", "mười một",
           "mười hai|chạp"),
}  # fmt: skip

_DE_ONES = ("", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_DE_FIRST = ("", "erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt", "elft",
             "zwölft", "dreizehnt", "vierzehnt", "fünfzehnt", "sechzehnt", "siebzehnt", "achtzehnt", "neunzehnt",
             "zwanzigst")  # fmt: skip
_EN_FIRST = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
             "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
             "nineteenth", "twentieth")  # fmt: skip
_VI_ONES = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def _ordinals(language: Language) -> dict[str, int]:
    """The numbers of days in words."""
    if language == "de":
        stems = [*_DE_FIRST, *(f"{_DE_ONES[n]}undzwanzigst" for n in range(1, 10)), "dreißigst", "einunddreißigst"]
        return {f"{stem}en": n for n, stem in enumerate(stems) if stem}
    if language == "en":
        tens = [*_EN_FIRST, *(f"twenty-{_EN_FIRST[n]}" for n in range(1, 10)), "thirtieth", "thirty-first"]
        return {word: n for n, word in enumerate(tens) if word}
    teens = [*_VI_ONES[1:], "mười", *(f"mười {'lăm' if n == 5 else _VI_ONES[n]}" for n in range(1, 10)), "hai mươi"]
    twenties = [f"hai mươi {_VI_LAST.get(n, _VI_ONES[n])}" for n in range(1, 10)]
    return {word: n for n, word in enumerate([*teens, *twenties, "ba mươi", "ba mươi mốt"], 1)}


_VI_LAST = {1: "mốt", 4: "tư", 5: "lăm"}
_ORDINALS: Mapping[Language, dict[str, int]] = {language: _ordinals(language) for language in ("de", "vi", "en")}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, span of days or month as far as a text names it, and where it stands."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None = None
    last: int | None = None
    """The last day of a span within the month."""
    either: bool = False
    """Whether day and month may be the other way round."""

    def in_year(self, year: int | None) -> Day:
        """Return the same with a year, where it has none."""
        return replace(self, year=self.year or year)

    @property
    def edtf(self) -> str:
        """The day as a record writes it."""
        month = f"{self.year:04}" if self.year else "XXXX"
        month += f"-{self.month:02}"
        if self.day is None:
            return month
        first = f"{month}-{self.day:02}"
        return f"{first}/{month}-{self.last:02}" if self.last else first

    @property
    def swapped(self) -> str:
        """The other reading of a day that may be read in two ways."""
        return replace(self, month=self.day or self.month, day=self.month).edtf


def _month(language: Language) -> str:
    names = (f"(?P<m{n}>{pattern})" for n, pattern in sorted(enumerate(_MONTHS[language], 1), reverse=True))
    return f"(?:{'|'.join(names)})"


def _word(language: Language) -> str:
    return "|".join(re.escape(word) for word in sorted(_ORDINALS[language], key=len, reverse=True))


_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS: Mapping[Language, tuple[str, ...]] = {
    "de": (
        rf"(?P<day>\d{{1,2}})\.(?:\s?(?:bis|und|–|-"
        rf"|/)\s?(?:zum )?(?P<last>\d{{1,2}})\.)?\s?{_month('de')}(?:\s+{_YEAR})?",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.(?:\s?{_YEAR})?",
        rf"(?P<word>{_word('de')})\s+{_month('de')}(?:\s+{_YEAR})?",
        rf"{_month('de')}\s+{_YEAR}",
    ),
    "vi": (
        rf"(?:từ )?(?:ngày )?(?P<day>\d{{1,2}})\s?(?:đến|-|–"
        rf"|và)\s?(?:ngày )?(?P<last>\d{{1,2}})\s?/\s?(?P<month>\d{{1,2}})(?:\s?/\s?{_YEAR})?",
        rf"(?:ngày )?(?P<day>\d{{1,2}}) tháng (?P<month>\d{{1,2}})(?: năm {_YEAR})?",
        rf"(?:ngày )?(?:mùng |mồng )?(?P<day>\d{{1,2}}) tháng {_month('vi')}(?: năm {_YEAR})?",
        rf"ngày (?:mùng |mồng )?(?P<word>{_word('vi')}) tháng (?:{_month('vi')}"
        rf"|(?P<month>\d{{1,2}}))(?: năm {_YEAR})?",
        rf"(?:ngày )?(?P<day>\d{{1,2}})(?P<sep>[/.-])(?P<month>\d{{1,2}})(?:(?P=sep){_YEAR})?",
        rf"tháng (?P<month>\d{{1,2}})(?:\s?[/-]\s?{_YEAR}| năm {_YEAR.replace('year', 'year2')})?",
    ),
    "en": (
        rf"(?P<day>\d{{1,2}})(?:\s?(?:–|-|to|and)\s?(?P<last>\d{{1,2}}))?(?:st|nd|rd"
        rf"|th)?(?: of)? {_month('en')}(?:,? {_YEAR})?",
        rf"{_month('en')} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s?(?:–|-|to|and)\s?(?P<last>\d{{1,2}}))?(?:st"
        rf"|nd|rd|th)?(?!\d|\.\d)(?:,? {_YEAR})?",
        rf"(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})/{_YEAR}",
        rf"(?P<word>{_word('en')})(?: of)? {_month('en')}(?:,? {_YEAR})?",
        rf"{_month('en')},? {_YEAR}",
        rf"(?:(?<=end of )|(?<=middle of )|(?<=beginning of )){_month('en')}",
    ),
}  # fmt: skip
_PATTERNS: Mapping[Language, tuple[re.Pattern[str], ...]] = {
    language: tuple(re.compile(rf"(?<![\w/]){form}(?![\w])", re.IGNORECASE) for form in forms)
    for language, forms in _FORMS.items()
}
_ISO = re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w-])")
_BARE_MONTH = re.compile(
    rf"(?:(?<=Ende )|(?<=Mitte )|(?<=Anfang )|(?<=bis )){_month('de')}(?!\w)", re.IGNORECASE
)  # fmt: skip


def days(text: str, language: Language) -> tuple[Day, ...]:
    """Return the days that a text names, from left to right; where readings overlap the longer one counts."""
    found = sorted(_all(text, language), key=lambda day: (day.start, -day.end))
    kept: list[Day] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return tuple(day for day in kept if _exists(day))  # of a day that no calendar has, the month is not meant either


def _all(text: str, language: Language) -> Iterator[Day]:
    patterns = (*_PATTERNS[language], _ISO, *((_BARE_MONTH,) if language == "de" else ()))
    for pattern in patterns:
        for match in pattern.finditer(text):
            if day := _read(match, language):
                yield day


def _read(match: re.Match[str], language: Language) -> Day | None:
    groups = match.groupdict()
    year = groups.get("year") or groups.get("year2")
    month = groups.get("month") or next(
        (name[1:] for name, value in groups.items() if name[1:].isdigit() and value), ""
    )
    number = groups.get("day")
    day = int(number) if number else _ORDINALS[language].get((groups.get("word") or "").lower())
    last = int(groups["last"]) if groups.get("last") else None
    if groups.get("sep") == "." and not year:  # 1.5 is a number
        return None
    read = Day(match.start(), match.end(), int(year) if year else None, int(month), day, last)
    slashed = language == "en" and groups.get("month") is not None and match.re is not _ISO
    return replace(read, either=slashed and day is not None and day <= 12 and day != read.month)


def _exists(day: Day) -> bool:
    if not 1 <= day.month <= 12 or (day.last is not None and day.last <= (day.day or 0)):
        return False
    try:
        datetime.date(day.year or 2000, day.month, day.last or day.day or 1)
    except ValueError:
        return False
    return True
