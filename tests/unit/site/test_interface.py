"""What the site says in each language: catalogues, labels, dates and numbers."""

from __future__ import annotations

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment

from generator.archive.archive import Part
from generator.archive.status import Silence, Status
from generator.config import DISTRICT_KINDS, MEETING_KINDS
from generator.records import model
from generator.records.dates import parse_date
from generator.site.interface import LABELS, Interface
from generator.site.theme import read_theme, theme_folder

ROOT = Path(__file__).resolve().parents[3]
FORMS = {"de": 2, "vi": 1}
"""The languages that have a catalogue, with their forms for numbers; English is its own."""

LANGUAGES = ("de", "en", "vi")

# What pybabel looks for with `-k N_ -k text -k plural:1,2`, beside gettext's own names.
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None, "text": None, "plural": (1, 2)}


@cache
def extracted() -> Catalog:
    """Every message of the code and the templates, found by the mapping that pybabel uses as well."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    found = extract_from_dir(
        ROOT,
        method_map=[(mapping["pattern"], mapping["method"]) for mapping in mappings],
        options_map={m["pattern"]: {k: v for k, v in m.items() if k not in {"pattern", "method"}} for m in mappings},
        keywords=KEYWORDS,
        directory_filter=lambda folder: Path(folder).relative_to(ROOT).parts[0] in {"generator", "theme"},
    )
    messages = Catalog()
    for path, line, message, _, context in found:
        messages.add(message, locations=[(path, line)], context=context)
    return messages


@cache
def catalogue(language: str) -> Catalog:
    """A language's catalogue, as a translator wrote it."""
    with (theme_folder() / "locale" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


@cache
def interface(language: str) -> Interface:
    """The interface as the site has it."""
    return Interface(language, read_theme(theme_folder()).catalogues[language])


def entries(messages: Catalog) -> dict[str, tuple[str, ...]]:
    """The ids of a catalogue by their first form; its header is left out."""
    ids = [strings(message.id) for message in messages if message.id]
    return {forms[0]: forms for forms in ids}


def strings(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """One text or all its forms."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def translations(language: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Each message's forms beside the translation's."""
    return [(strings(message.id), strings(message.string)) for message in catalogue(language) if message.id]


def fields(text: str) -> list[str]:
    """The names in braces, in alphabetical order."""
    return sorted(re.findall(r"\{(\w+)\}", text))


# ── catalogues ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_language_of_the_configuration_has_a_catalogue() -> None:
    """The languages that a site owner can choose are those that the theme speaks."""
    assert set(read_theme(theme_folder()).catalogues) == set(LANGUAGES)


def test_no_message_hides_in_a_formatted_text() -> None:
    """Within a formatted text Babel finds no message before Python 3.12: there it would stay in English unnoticed."""
    formatted = (
        (path, part)
        for path in sorted((ROOT / "generator").rglob("*.py"))
        for part in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(part, ast.JoinedStr)
    )
    calls = ((path, call) for path, part in formatted for call in ast.walk(part) if isinstance(call, ast.Call))
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in calls
        if (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", ""))
        in {"_", *KEYWORDS}
        and any(isinstance(argument, ast.Constant) for argument in call.args)
    ]
    assert hidden == []


@pytest.mark.parametrize("language", FORMS)
def test_catalogues_have_every_message_and_no_other(language: str) -> None:
    """What the code and the templates say is translated, and nothing that they no longer say is kept."""
    said, translated = entries(extracted()), entries(catalogue(language))
    missing = {id: extracted()[id].locations for id in said.keys() - translated.keys()}
    assert not missing, f"not in theme/locale/{language}.po: {missing}"
    assert sorted(translated.keys() - said.keys()) == []
    assert translated == said


@pytest.mark.parametrize("language", FORMS)
def test_catalogues_have_no_empty_doubtful_or_obsolete_entry(language: str) -> None:
    """Every message has a translation that somebody stands for."""
    assert [ours for ours, theirs in translations(language) if not all(theirs)] == []
    assert [message.id for message in catalogue(language) if message.id and message.fuzzy] == []
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", FORMS)
def test_translations_keep_the_fields(language: str) -> None:
    """No translation loses, doubles or misspells a name in braces: each form has those of the English one."""
    wrong = [
        (ours, theirs) for ours, theirs in translations(language) for form in theirs if fields(form) != fields(ours[-1])
    ]
    assert wrong == []


@pytest.mark.parametrize("language", FORMS)
def test_translations_end_and_begin_as_the_message_does(language: str) -> None:
    """A sentence stays a sentence: points and colons at the end, and no space that the message has not."""
    ends = [
        (ours, theirs)
        for ours, theirs in translations(language)
        if ours[0][-1] in ".:?" and theirs[0][-1] != ours[0][-1]
    ]
    assert ends == []
    assert [theirs for _, theirs in translations(language) if any(form != form.strip() for form in theirs)] == []


@pytest.mark.parametrize(
    ("language", "alike"),
    [
        ("de", {"Format", "Name", "Person", "Region", "Text", "{n} kB", "{n} MB"}),
        ("vi", {"{n} kB", "{n} MB", "“{word}”"}),
    ],
)
def test_nothing_is_left_in_english(language: str, alike: set[str]) -> None:
    """Only words that are the same in both languages are the same."""
    assert {ours[0] for ours, theirs in translations(language) if set(theirs) & set(ours)} == alike


@pytest.mark.parametrize("language", FORMS)
def test_catalogues_are_composed_text(language: str) -> None:
    """Diacritics are one character with their letter, as in all pages of the site."""
    text = (theme_folder() / "locale" / f"{language}.po").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("language", FORMS)
def test_headers_say_the_language_and_nothing_that_changes(language: str) -> None:
    """A catalogue's header names its language, charset and plural forms, no person and no day."""
    header = interface(language).translations.info()
    text = (theme_folder() / "locale" / f"{language}.po").read_text("utf-8").partition("\n\n")[0]
    written = set(re.findall(r'^"([A-Za-z-]+):', text, re.MULTILINE))
    assert header["language"] == language
    assert {"Language", "Content-Type", "Plural-Forms"} <= written
    changing = {name for name in written if name.endswith(("-Date", "-By", "-Translator", "-Team", "-Bugs-To"))}
    assert not changing, f"take these lines out of theme/locale/{language}.po: {sorted(changing)}"
    assert "@" not in text


@pytest.mark.parametrize("language", FORMS)
def test_translations_have_all_plural_forms(language: str) -> None:
    """A message with a number has as many forms as the language, any other has one."""
    assert catalogue(language).num_plurals == FORMS[language]
    wrong = [
        (ours, theirs)
        for ours, theirs in translations(language)
        if len(theirs) != (FORMS[language] if len(ours) > 1 else 1)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("de", "{n} Sitzung", "{n} Sitzungen"), ("en", "{n} meeting", "{n} meetings"), ("vi", "{n} hội nghị", "")],
)
def test_numbers_take_their_plural_form(language: str, one: str, many: str) -> None:
    """German and English have a form for one and another for all else; Vietnamese has one for all."""
    for number in range(150):
        form = one if number == 1 or not many else many
        assert interface(language).plural("{n} meeting", "{n} meetings", number) == form.replace("{n}", f"{number}")


# ── templates ─────────────────────────────────────────────────────────────────────────────────────────────────────


class _Words(HTMLParser):
    """Gathers what a reader sees or hears of a page: texts and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += re.findall(r"[^\W\d_]{2,}", data)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"alt", "aria-description", "aria-label", "placeholder", "title"}:
                self.handle_data(value or "")


def literal_words(template: str) -> list[str]:
    """The words that stand in a template outside its expressions."""
    tokens = Environment(autoescape=True).lex(template)
    words = _Words()
    words.feed("".join(text for _, kind, text in tokens if kind == "data"))
    words.close()
    return words.words


def test_templates_say_nothing_in_one_language_only() -> None:
    """Every word of a template comes from a record or a catalogue."""
    folder = theme_folder()
    templates = [*folder.glob("pages/*.html"), *folder.glob("shell/**/*.html")]
    assert templates
    found = {path.name: words for path in templates if (words := literal_words(path.read_text("utf-8")))}
    assert found == {}


def test_a_word_in_a_template_is_noticed() -> None:
    """Texts and names that are read out count, tags, addresses and translated messages do not."""
    template = '<p class="muted" aria-label="Read">{{ _("All") }} Seen <a href="{{ x | href }}">{# why #}</a></p>'
    assert literal_words(template) == ["Read", "Seen"]


# ── labels ────────────────────────────────────────────────────────────────────────────────────────────────────────


def codes(kind: type[model.Model], name: str) -> set[str]:
    """The codes that a field of a record accepts."""

    def texts(annotation: object) -> set[str]:
        parts = get_args(annotation)
        return {p for p in parts if isinstance(p, str)}.union(*(texts(p) for p in parts if not isinstance(p, str)))

    return texts(kind.model_fields[name].annotation)


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("meeting", set(MEETING_KINDS)),
        ("district", set(DISTRICT_KINDS)),
        ("districts", set(DISTRICT_KINDS)),
        ("held", codes(model.Meeting, "status")),
        ("part_of_day", codes(model.Meeting, "part_of_day")),
        ("part", set(Part)),
        ("parts", set(Part)),
        ("speech", codes(model.Speaker, "kind")),
        ("conclusion", codes(model.Conclusion, "kind")),
        ("outcome", codes(model.Conclusion, "outcome")),
        ("status", set(Status) | codes(model.FollowUp, "status")),
        ("silence", set(Silence)),
        ("recorded", {"spoke", "attended", "absent", "addressed", "reported"}),
        ("way", {"link", "repeats", "follow_up", "continues", "document"}),
        ("translation", codes(model.Source, "translation")),
        ("cadence", codes(model.Series, "cadence")),
        ("kind", {"speech", "conclusion", "meeting", "person", "district", "issue", "organization", "series"}),
    ],
)
def test_every_code_of_a_record_has_a_word(group: str, expected: set[str]) -> None:
    """What a record may say in a code, a reader reads in words, and there is no word for anything else."""
    assert expected
    assert set(LABELS[group]) == expected


def test_every_group_of_labels_is_held_against_the_records() -> None:
    """No group is left out of the comparison with the records."""
    (mark,) = [m for m in test_every_code_of_a_record_has_a_word.pytestmark if m.name == "parametrize"]  # type: ignore[attr-defined]
    assert [group for group, _ in mark.args[1]] == list(LABELS)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ("Sitzung", "Ort", "Bezirke", "Schlussfolgerung", "kein Bericht verzeichnet", "Sitzungsreihe")),
        ("en", ("Session", "Place", "Districts", "Conclusion", "no report recorded", "Series")),
        ("vi", ("Kỳ họp", "Địa phương", "Huyện", "Kết luận", "chưa ghi nhận báo cáo", "Chuỗi hội nghị")),
    ],
)
def test_labels_are_the_words_of_the_language(language: str, words: tuple[str, ...]) -> None:
    """The words that carry the archive are the ones agreed upon."""
    asked = (
        ("meeting", "session"), ("kind", "district"), ("districts", "district"),
        ("kind", "conclusion"), ("status", "open"), ("kind", "series"),
    )  # fmt: skip
    assert tuple(interface(language).label(group, code) for group, code in asked) == words


def test_labels_of_the_site_owner_come_first() -> None:
    """A further kind has the owner's own word, untranslated, also in place of ours; the rest keep theirs."""
    further: Mapping[str, Mapping[str, str]] = {"meeting": {"retreat": "Search", "session": "Gemeinderatssitzung"}}
    ours = Interface("de", interface("de").translations, further)
    assert ours.label("meeting", "retreat") == "Search"
    assert ours.label("meeting", "session") == "Gemeinderatssitzung"
    assert ours.label("meeting", "congress") == "Kongress"
    assert ours.label("district", "retreat") == "retreat"


def test_an_unknown_code_stays_as_it_is() -> None:
    """A code without a word is shown rather than hidden."""
    assert interface("vi").label("outcome", "postponed") == "postponed"


def test_no_text_has_no_translation() -> None:
    """An empty title stays empty, though catalogues keep their header under the empty message."""
    assert [interface(language).text("") for language in LANGUAGES] == ["", "", ""]


def test_a_text_that_is_no_message_stays_as_it_is() -> None:
    """A year or a letter passes through."""
    assert interface("de").text("2024") == "2024"


# ── dates ─────────────────────────────────────────────────────────────────────────────────────────────────────────

DATES = (
    ("2024-04-19", "19. April 2024", "19 April 2024", "ngày 19 tháng 4 năm 2024"),
    ("2024-04", "April 2024", "April 2024", "tháng 4 năm 2024"),
    ("2024", "2024", "2024", "năm 2024"),
    ("0987", "987", "987", "năm 987"),
    # not known
    ("2024-11-XX", "November 2024, Tag unbekannt", "November 2024, day unknown", "tháng 11 năm 2024, không rõ ngày"),
    ("2025-XX", "2025, Monat unbekannt", "2025, month unknown", "năm 2025, không rõ tháng"),
    (
        "2025-XX-XX",
        "2025, Monat und Tag unbekannt",
        "2025, month and day unknown",
        "năm 2025, không rõ ngày và tháng",
    ),
    (
        "2025-XX-07",
        "7. eines unbekannten Monats 2025",
        "day 7 of an unknown month in 2025",
        "ngày 7 năm 2025, không rõ tháng",
    ),
    ("XXXX-03-07", "7. März, Jahr unbekannt", "7 March, year unknown", "ngày 7 tháng 3, không rõ năm"),
    ("XXXX-02-29", "29. Februar, Jahr unbekannt", "29 February, year unknown", "ngày 29 tháng 2, không rõ năm"),
    ("XXXX-03", "März, Jahr unbekannt", "March, year unknown", "tháng 3, không rõ năm"),
    ("XXXX-03-XX", "März, Tag und Jahr unbekannt", "March, day and year unknown", "tháng 3, không rõ ngày và năm"),
    (
        "XXXX-XX-07",
        "7. eines unbekannten Monats, Jahr unbekannt",
        "day 7, month and year unknown",
        "ngày 7, không rõ tháng và năm",
    ),
    ("XXXX-XX-XX", "Datum unbekannt", "date unknown", "không rõ ngày tháng"),
    ("XXXX-XX", "Datum unbekannt", "date unknown", "không rõ ngày tháng"),
    ("XXXX", "Datum unbekannt", "date unknown", "không rõ ngày tháng"),
    # uncertain
    (
        "2024-04-19?",
        "vermutlich 19. April 2024",
        "probably 19 April 2024",
        "có lẽ ngày 19 tháng 4 năm 2024",
    ),
    ("2024-04~", "etwa April 2024", "about April 2024", "khoảng tháng 4 năm 2024"),
    ("2024%", "vermutlich etwa 2024", "probably about 2024", "có lẽ khoảng năm 2024"),
    (
        "2024-11-XX?",
        "vermutlich November 2024, Tag unbekannt",
        "probably November 2024, day unknown",
        "có lẽ tháng 11 năm 2024, không rõ ngày",
    ),
    # intervals
    (
        "2024-12-12/2024-12-14",
        "12.–14. Dezember 2024",
        "12–14 December 2024",
        "ngày 12 – ngày 14 tháng 12 năm 2024",
    ),
    (
        "2024-04-30/2024-05-02",
        "30. April – 2. Mai 2024",
        "30 April – 2 May 2024",
        "ngày 30 tháng 4 – ngày 2 tháng 5 năm 2024",
    ),
    (
        "2024-04-19/2024-05-19",
        "19. April – 19. Mai 2024",
        "19 April – 19 May 2024",
        "ngày 19 tháng 4 – ngày 19 tháng 5 năm 2024",
    ),
    (
        "2024-12-30/2025-12-30",
        "30. Dezember 2024 – 30. Dezember 2025",
        "30 December 2024 – 30 December 2025",
        "ngày 30 tháng 12 năm 2024 – ngày 30 tháng 12 năm 2025",
    ),
    ("2024-04-19/2024-04-19", "19. April 2024", "19 April 2024", "ngày 19 tháng 4 năm 2024"),
    ("2024-04/2024-05", "April–Mai 2024", "April–May 2024", "tháng 4 – tháng 5 năm 2024"),
    (
        "2024-12/2025-01",
        "Dezember 2024 – Januar 2025",
        "December 2024 – January 2025",
        "tháng 12 năm 2024 – tháng 1 năm 2025",
    ),
    ("2019/2021", "2019–2021", "2019–2021", "năm 2019 – năm 2021"),
    (
        "2024-04/2024-05-03",
        "April 2024 – 3. Mai 2024",
        "April 2024 – 3 May 2024",
        "tháng 4 năm 2024 – ngày 3 tháng 5 năm 2024",
    ),
    (
        "XXXX-03-07/XXXX-03-09",
        "7.–9. März, Jahr unbekannt",
        "7–9 March, year unknown",
        "ngày 7 – ngày 9 tháng 3, không rõ năm",
    ),
    (
        "2024-11-XX/2024-12-XX",
        "November 2024, Tag unbekannt – Dezember 2024, Tag unbekannt",
        "November 2024, day unknown – December 2024, day unknown",
        "tháng 11 năm 2024, không rõ ngày – tháng 12 năm 2024, không rõ ngày",
    ),
    (
        "2024-11-XX/2024-12-05",
        "November 2024, Tag unbekannt – 5. Dezember 2024",
        "November 2024, day unknown – 5 December 2024",
        "tháng 11 năm 2024, không rõ ngày – ngày 5 tháng 12 năm 2024",
    ),
    (
        "2024-04-19?/2024-04-20",
        "vermutlich 19. April 2024 – 20. April 2024",
        "probably 19 April 2024 – 20 April 2024",
        "có lẽ ngày 19 tháng 4 năm 2024 – ngày 20 tháng 4 năm 2024",
    ),
    (
        "2024/2025~",
        "2024 – etwa 2025",
        "2024 – about 2025",
        "năm 2024 – khoảng năm 2025",
    ),
    ("2024/XXXX", "2024 – Datum unbekannt", "2024 – date unknown", "năm 2024 – không rõ ngày tháng"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "de", "en", "vi"), DATES, ids=[text for text, *_ in DATES])
def test_dates_are_words(text: str, de: str, en: str, vi: str) -> None:
    """Each form of a date has its words in each language, and what is not known or not certain is said."""
    date = parse_date(text)
    assert [interface(language).date(date) for language in LANGUAGES] == [de, en, vi]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_forms_of_a_date_read_alike(language: str) -> None:
    """A month given alone and a month whose day is not known are told apart, as are all other forms."""
    words = [interface(language).date(parse_date(text)) for text, *_ in DATES]
    unlike = {"2024-04-19/2024-04-19", "XXXX-XX", "XXXX"}
    assert len(set(words)) == len(DATES) - len(unlike)


def test_whole_dates_are_short_in_lists() -> None:
    """A list shows a whole day in figures (in English with the month's short name)."""
    date = parse_date("2024-04-09")
    assert [interface(language).short_date(date) for language in LANGUAGES] == [
        "09.04.2024",
        "9 Apr 2024",
        "09/04/2024",
    ]


@pytest.mark.parametrize("text", [text for text, *_ in DATES if text != "2024-04-19"])
def test_other_dates_are_words_in_lists_too(text: str) -> None:
    """What is not known or not certain of a date is said in lists as well."""
    date = parse_date(text)
    assert interface("de").short_date(date) == interface("de").date(date)


# ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_numbers_are_grouped_as_the_language_does() -> None:
    """Thousands have a point in German and Vietnamese, a comma in English."""
    assert [interface(language).number(1234567) for language in LANGUAGES] == ["1.234.567", "1,234,567", "1.234.567"]


def test_numbers_in_messages_are_grouped_too() -> None:
    """A message that counts shows its number as the language writes it."""
    assert interface("de").plural("{n} speech", "{n} speeches", 12000) == "12.000 Reden"
    assert interface("vi").plural("{n} speech", "{n} speeches", 12000) == "12.000 lượt phát biểu"


def test_english_needs_no_catalogue() -> None:
    """The message ids are the English words."""
    assert Interface("en").plural("{n} speech", "{n} speeches", 1) == "1 speech"
    assert Interface("en").text("Search") == "Search"
