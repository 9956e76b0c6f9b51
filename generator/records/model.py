"""The record kinds as they are written: fields, their kinds and which of them are required.

A model holds the words of the record and nothing else: who is meant, what belongs together and what becomes of a
conclusion is worked out in `generator/archive`. Field descriptions are the documentation (`generator/help/format.md`
is held against them) and the text of the JSON Schema.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.records.dates import Date, DateError, DateOrderError, parse_date

ID_LENGTH = 80
ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


class Kind(StrEnum):
    """The six kinds of records; the value is the folder in `records/` and in the site."""

    MEETING = "meetings"
    PERSON = "people"
    DISTRICT = "districts"
    ISSUE = "issues"
    ORGANIZATION = "organizations"
    SERIES = "series"


def fault(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """Return what a validator raises so that the fault is reported under a code of the catalogue."""
    return PydanticCustomError("archive", "{message}", {"code": code, "message": message, "hint": hint})


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


LONGEST_NAME = 300
"""So many letters a name may have: all names are looked for in all texts, and compared letter by letter."""


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME:
        message = f"this has {len(text):,} letters, and a name at most {LONGEST_NAME}"
        raise fault("wrong-value", message, "write the name alone, and all else in `note`")
    return text


def _date(value: object) -> Date:
    if isinstance(value, Date):
        return value
    if not isinstance(value, str):
        raise fault("bad-date", "a date is text such as 2024-04-19", "year-month-day")
    try:
        return parse_date(value)
    except DateError as error:
        code = "end-before-start" if isinstance(error, DateOrderError) else "bad-date"
        raise fault(code, str(error), error.hint) from None


def _conclusion_id(text: str) -> str:
    if not ID_PATTERN.fullmatch(text) or len(text) > ID_LENGTH:
        raise fault("wrong-value", f"“{text}” cannot be an id", "lowercase letters, digits and hyphens, such as k1")
    if text.startswith("item-"):
        raise fault("wrong-value", "an id that begins with “item-” is an agenda item's address", "choose another")
    return text


_ADDRESS = re.compile(r"(?:https?://[^\s/@\\?#]+(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+)", re.IGNORECASE)


def _web_address(text: str) -> str:
    if not _ADDRESS.fullmatch(text) or any(unicodedata.category(c) in {"Cc", "Cf"} for c in text):
        message = f"“{text}” is not an address that readers can open"
        raise fault("bad-address", message, "http://…, https://… or mailto:…")
    return text


def _clock(text: str) -> str:
    match = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", text, re.ASCII)
    if match is None:
        raise fault("wrong-value", f"“{text}” is not a time of day", "write '14:30'")
    return f"{int(match[1]):02}:{match[2]}"


def _period(text: str) -> str:
    if not re.fullmatch(r"\d{4}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?", text, re.ASCII):
        raise fault("wrong-value", f"“{text}” is not a period", "write 2024, 2024-Q1, 2024-H1 or 2024-04")
    return text


def _source_id(text: str) -> str:
    if not ID_PATTERN.fullmatch(text) or len(text) > ID_LENGTH:
        raise fault("wrong-value", f"“{text}” cannot be an id", "lowercase letters, digits and hyphens, such as s1")
    return text


_LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|[0-9]{3}))?", re.ASCII)
LANGUAGES = frozenset(
    re.findall(
        "[a-z]+",
        "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
        "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
        "ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu "
        "lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu "
        "rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr "
        "ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu",
    )
)
"""Codes of ISO 639-1; languages that have none are written with the three letters of ISO 639-3."""
OFTEN_WRITTEN = {
    "vn": "vi", "vie": "vi", "vietnamese": "vi", "vietnamesisch": "vi", "tiếng việt": "vi", "tieng viet": "vi",
    "deu": "de", "ger": "de", "german": "de", "deutsch": "de", "đức": "de", "tiếng đức": "de",
    "eng": "en", "english": "en", "englisch": "en", "tiếng anh": "en", "gb": "en",
    "fra": "fr", "fre": "fr", "french": "fr", "französisch": "fr", "francais": "fr", "français": "fr",
    "rus": "ru", "russian": "ru", "russisch": "ru", "zho": "zh", "chi": "zh", "cn": "zh", "chinese": "zh",
    "chinesisch": "zh", "cze": "cs", "ces": "cs", "cz": "cs", "spa": "es", "spanish": "es", "spanisch": "es",
    "jp": "ja", "jpn": "ja", "kor": "ko", "nld": "nl", "dut": "nl", "tur": "tr", "ita": "it", "pol": "pl",
}  # fmt: skip
"""What people write for a language, and its code."""


def _language(text: str) -> str:
    match = _LANGUAGE.fullmatch(text)
    known = match is not None and (match[1] in LANGUAGES or (len(match[1]) == 3 and match[1] not in OFTEN_WRITTEN))
    if not known:
        code = OFTEN_WRITTEN.get(text.casefold())
        hint = f"write {code}" if code else "two or three small letters, such as vi, de or en"
        raise fault("bad-language", f"“{text}” is not the code of a language", hint)
    return text


def _label(text: str) -> str:
    if "<" in text or ">" in text:
        raise fault("wrong-value", f"“{text}” holds a < or >, which no issue is called by", "write it in words")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_nfc)]
Name = Annotated[Text, AfterValidator(_name)]
EdtfDate = Annotated[Date, BeforeValidator(_date, json_schema_input_type=str)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Clock = Annotated[str, AfterValidator(_clock)]
ConclusionId = Annotated[str, AfterValidator(_conclusion_id)]
SourceId = Annotated[str, AfterValidator(_source_id)]
Period = Annotated[str, AfterValidator(_period)]
Language = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_language),
    WithJsonSchema({"type": "string", "pattern": f"^{_LANGUAGE.pattern}$"}),
]
Label = Annotated[Name, AfterValidator(_label), WithJsonSchema({"type": "string", "pattern": "^[^<>]+$"})]
Reference = Text
"""An id, or a name that fits exactly one record."""


class Model(BaseModel):
    """What all records and their parts share: frozen, and no field that is not named."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def __getstate__(self) -> dict[str, Any]:
        """Keep what was written, in the order of the fields: equal records are kept as equal bytes, and few."""
        fields = type(self).model_fields
        return {name: value for name, value in self.__dict__.items() if value != fields[name].default}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take back what was kept; everything else has its default, as nothing else was written."""
        object.__setattr__(self, "__dict__", _defaults(type(self)) | state)
        object.__setattr__(self, "__pydantic_fields_set__", set(state))
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", None)


@cache
def _defaults(model: type[Model]) -> dict[str, Any]:
    return {name: field.default for name, field in model.model_fields.items()}


class Source(Model):
    """Where something is reported."""

    id: SourceId | None = Field(None, description="short name by which entries of this record refer to it (`s1`)")
    title: Text | None = Field(None, description="its title, as printed")
    url: WebAddress | None = Field(None, description="its address on the web")
    publisher: Text | None = Field(None, description="who published it")
    author: Text | None = Field(None, description="who wrote it")
    date: EdtfDate | None = Field(None, description="when it was published (EDTF)")
    language: Language | None = Field(None, description="its language (`vi`, `de`, …)")
    translation: Literal["original", "human", "machine"] | None = Field(
        None, description="whether it is the original or was translated, and by whom"
    )
    note: Text | None = Field(None, description="what a reader should know of it")


class Document(Model):
    """A paper that a meeting dealt with."""

    title: Text = Field(description="its title, with its number where it has one")
    url: WebAddress | None = Field(None, description="its address on the web")


class Entry(Model):
    """Somebody in a meeting: a person or a group, with the words of the source kept apart from who it is."""

    person: Reference | None = Field(None, description="id of a person, or a name that fits exactly one")
    group: Text | None = Field(None, description="several people without names, in words")
    as_: Text | None = Field(None, alias="as", description="the name as the source prints it")
    role: Text | None = Field(None, description="the office on that day, as the source states it")
    district: Reference | None = Field(None, description="the district that they came or spoke for")
    organization: Reference | None = Field(None, description="the organization that they came or spoke for")
    count: Annotated[int, Field(ge=1)] | None = Field(None, description="how many people the group had")
    reason: Text | None = Field(None, description="why somebody was absent")
    source: Text | None = Field(None, description="id of the source that says so")
    quote: Text | None = Field(None, description="the source's own words")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"person": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _person_or_group(self) -> Entry:
        if (self.person is None) == (self.group is None):
            raise fault("missing-field", "an entry names either a person or a group", "add `person:` or `group:`")
        return self


SpeechKind = Literal["report", "discussion", "question", "answer", "opening", "closing"]


class Speaker(Entry):
    """Somebody who spoke, with what kind of speech and on which item."""

    kind: SpeechKind | None = Field(None, description="what kind of speech it was")
    agenda: Text | None = Field(None, description="heading of the agenda item that it belongs to")
    issues: tuple[Reference, ...] = Field((), description="issues that the speech is about")


class AgendaItem(Model):
    """What is known of an agenda item beside its text in the body."""

    heading: Text = Field(description="its heading in the body, as plain text")
    issues: tuple[Reference, ...] = Field((), description="issues that it is about")
    districts: tuple[Reference, ...] = Field((), description="districts that it is about")
    documents: tuple[Document, ...] = Field((), description="papers that it dealt with")
    continues: Text | None = Field(None, description="the item that it goes on from: `<meeting-id>#<item>`")


class Votes(Model):
    """How a vote ended."""

    yes: Annotated[int, Field(ge=0)] = Field(description="votes for it")
    no: Annotated[int, Field(ge=0)] = Field(0, description="votes against it")
    abstained: Annotated[int, Field(ge=0)] = Field(0, description="abstentions")


class Conclusion(Model):
    """What a meeting found, ordered or resolved: with an address, an addressee and a history of its own."""

    id: ConclusionId = Field(description="unique in this meeting, never reused (`k1`)")
    text: Text = Field(description="what was concluded (inline Markdown)")
    by: Reference | None = Field(None, description="the person, organization or district that concluded it")
    kind: Literal["finding", "directive", "resolution"] | None = Field(None, description="what it is")
    issues: tuple[Reference, ...] = Field((), description="issues that it is about")
    addressees: tuple[Reference, ...] = Field(
        (), description="districts, organizations or people; `all-districts` for all of the first level"
    )
    due: EdtfDate | None = Field(None, description="the day by which it is to be done (EDTF)")
    due_note: Text | None = Field(None, description="the term in words, where it is no date")
    repeats: Text | None = Field(None, description="an earlier conclusion that it says again: `<meeting-id>#k1`")
    outcome: Literal["adopted", "rejected", "referred", "withdrawn", "noted"] | None = Field(
        None, description="how the vote or the item ended"
    )
    votes: Votes | None = Field(None, description="the votes, where they were counted")
    agenda: Text | None = Field(None, description="heading of the agenda item that it came from")
    speech: Text | None = Field(None, description="the speech that it came from: `orla-venn.1`, or the person alone")
    documents: tuple[Document, ...] = Field((), description="papers that belong to it")
    source: Text | None = Field(None, description="id of the source that says so")
    quote: Text | None = Field(None, description="the source's own words")


class FollowUp(Model):
    """What a later meeting reports on an earlier conclusion."""

    conclusion: Text = Field(description="the conclusion reported on: `<meeting-id>#k1`")
    status: Literal["done", "in_progress", "not_started", "dropped"] = Field(description="how far it is")
    district: Reference | None = Field(None, description="for this addressee only")
    organization: Reference | None = Field(None, description="for this addressee only")
    speech: Text | None = Field(None, description="the speech that reported it: `orla-venn.1`, or the person alone")
    note: Text | None = Field(None, description="what was reported (inline Markdown)")
    source: Text | None = Field(None, description="id of the source that says so")


class Record(Model):
    """What every kind of record shares."""

    kind_of_record: ClassVar[Kind]

    sources: tuple[Source, ...] = Field((), description="where it is reported")


class Meeting(Record):
    """A meeting: who met when and where, who spoke, and what was concluded."""

    kind_of_record = Kind.MEETING

    title: Text = Field(description="what readers see first")
    date: EdtfDate = Field(description="the day or days (EDTF)")
    kind: Text = Field("conference", description="the kind of meeting, from the list of kinds")
    status: Literal["held", "announced", "cancelled"] = Field(
        "held", description="whether it took place; people of an announced meeting are planned"
    )
    date_note: Text | None = Field(None, description="why the date is uncertain")
    part_of_day: Literal["morning", "afternoon", "evening"] | None = Field(None, description="when no time is known")
    start: Clock | None = Field(None, description="time of the beginning, in quotes: `'14:00'`")
    end: Clock | None = Field(None, description="time of the end; before the start it is the next day")
    series: Reference | None = Field(None, description="the row of meetings that it belongs to")
    number: Annotated[int, Field(ge=1)] | None = Field(None, description="its number in that row")
    part: Annotated[int, Field(ge=1)] | None = Field(None, description="`2` for the second day of a meeting")
    period: Period | None = Field(None, description="the time it reports on: `2024`, `2024-Q1`, `2024-H1` or `2024-04`")
    organizations: tuple[Reference, ...] = Field((), description="who held it")
    places: tuple[Text, ...] = Field((), description="where, in words")
    districts: tuple[Reference, ...] = Field((), description="districts that it concerns")
    issues: tuple[Reference, ...] = Field((), description="issues that it was about")
    language: Language | None = Field(None, description="language of the record; else the archive's")
    summary: Text | None = Field(None, description="one or two sentences for lists (inline Markdown)")
    chairs: tuple[Entry, ...] = Field((), description="who chaired it")
    attendees: tuple[Entry, ...] = Field((), description="who was there")
    absent: tuple[Entry, ...] = Field((), description="who was expected and was not there")
    speakers: tuple[Speaker, ...] = Field((), description="who spoke, in order")
    agenda: tuple[AgendaItem, ...] = Field((), description="what is known of single agenda items")
    conclusions: tuple[Conclusion, ...] = Field((), description="what was found, ordered or resolved")
    follow_ups: tuple[FollowUp, ...] = Field((), description="what is reported on earlier conclusions")
    documents: tuple[Document, ...] = Field((), description="papers that it dealt with")
    notes: tuple[Text, ...] = Field((), description="what a reader should know: gaps, conflicts between sources")


class Register(Record):
    """What people, districts, issues, organizations and series share."""

    name: Name = Field(description="the name that readers see")
    note: Text | None = Field(None, description="what a reader should know (inline Markdown)")


class Post(Model):
    """An office that somebody held, and since when."""

    role: Text = Field(description="the office in words")
    organization: Reference | None = Field(None, description="where")
    district: Reference | None = Field(None, description="where")
    from_: EdtfDate | None = Field(None, alias="from", description="since when (EDTF)")
    until: EdtfDate | None = Field(None, description="until when (EDTF)")
    seen: EdtfDate | None = Field(
        None, description="a day on which a source shows the office, where its term is unknown"
    )
    source: Text | None = Field(None, description="id of the source that says so")

    @model_validator(mode="after")
    def _in_order(self) -> Post:
        _check_term(self.from_, self.until)
        return self


class FormerName(Model):
    """A name that a person, a place or a body bore before the one of now, and when."""

    name: Name = Field(description="the name")
    from_: EdtfDate | None = Field(None, alias="from", description="since when it was borne (EDTF)")
    until: EdtfDate | None = Field(None, description="until when (EDTF); then meetings of that time use it")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: object) -> object:
        return {"name": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _in_order(self) -> FormerName:
        _check_term(self.from_, self.until)
        return self

    def is_of(self, date: Date) -> bool:
        """Say whether it was the name on a day; of one without an end, or on a day without a year, nobody knows."""
        if date.year is None or self.until is None:
            return False
        return (self.from_ is None or self.from_.first <= date.first) and date.last <= self.until.last

    def can_be_of(self, date: Date) -> bool:
        """Say whether it can have been the name on a day; nothing speaks against one without dates."""
        return date.overlaps(self.from_, self.until)


class Person(Register):
    """Somebody who took part in meetings."""

    kind_of_record = Kind.PERSON

    aliases: tuple[Name, ...] = Field((), description="other spellings, by which the person is found and linked")
    former_names: tuple[FormerName, ...] = Field((), description="earlier names, as meetings or sources print them")
    short: Name | None = Field(
        None, description="an abbreviation that serves as label and reference, never linked in text"
    )
    posts: tuple[Post, ...] = Field((), description="offices with their terms")
    same_as: tuple[WebAddress, ...] = Field((), description="the same person elsewhere on the web")
    merged_into: Reference | None = Field(None, description="the record that this one became part of")


class Coordinates(Model):
    """A point on the map, in degrees (WGS 84)."""

    lat: Annotated[float, Field(ge=-90, le=90)] = Field(description="latitude in degrees north")
    lon: Annotated[float, Field(ge=-180, le=180)] = Field(description="longitude in degrees east")


class District(Register):
    """A place with a government of its own, as long as it existed under that rank."""

    kind_of_record = Kind.DISTRICT

    kind: Text = Field("district", description="province, district, city, town, commune, ward, …")
    aliases: tuple[Name, ...] = Field((), description="other spellings")
    former_names: tuple[FormerName, ...] = Field((), description="earlier names of the same place")
    from_: EdtfDate | None = Field(None, alias="from", description="since when it exists (EDTF)")
    until: EdtfDate | None = Field(None, description="its last day (EDTF)")
    successors: tuple[Reference, ...] = Field((), description="what it became, whole or in parts")
    parent: Reference | None = Field(None, description="the district that it lies in")
    coordinates: Coordinates | None = Field(None, description="its middle on the map")
    same_as: tuple[WebAddress, ...] = Field((), description="the same place elsewhere on the web")

    @model_validator(mode="after")
    def _in_order(self) -> District:
        _check_term(self.from_, self.until)
        return self


class Issue(Register):
    """Something that keeps coming up."""

    kind_of_record = Kind.ISSUE

    name: Label = Field(description="the name that readers see")
    terms: tuple[Name, ...] = Field((), description="words and phrases that point to it; `*` for any ending")
    broader: Reference | None = Field(None, description="the issue that it is part of")
    related: tuple[Reference, ...] = Field((), description="issues next to it")
    description: Text | None = Field(None, description="one or two sentences (inline Markdown)")


class Organization(Register):
    """A body that holds meetings, sends people or is told to do something."""

    kind_of_record = Kind.ORGANIZATION

    aliases: tuple[Name, ...] = Field((), description="other names, translations among them")
    former_names: tuple[FormerName, ...] = Field((), description="earlier names of the same body")
    parent: Reference | None = Field(None, description="the organization that it is part of")
    district: Reference | None = Field(None, description="the district that it belongs to")
    from_: EdtfDate | None = Field(None, alias="from", description="since when it exists (EDTF)")
    until: EdtfDate | None = Field(None, description="its last day (EDTF)")
    successors: tuple[Reference, ...] = Field((), description="what it became")

    @model_validator(mode="after")
    def _in_order(self) -> Organization:
        _check_term(self.from_, self.until)
        return self


class Series(Register):
    """A row of meetings."""

    kind_of_record = Kind.SERIES

    organization: Reference | None = Field(None, description="who holds them")
    cadence: Literal["weekly", "monthly", "quarterly", "half-yearly", "yearly", "irregular"] | None = Field(
        None, description="how often they are held"
    )
    from_: EdtfDate | None = Field(None, alias="from", description="since when (EDTF)")
    until: EdtfDate | None = Field(None, description="until when (EDTF)")

    @model_validator(mode="after")
    def _in_order(self) -> Series:
        _check_term(self.from_, self.until)
        return self


def _check_term(first: Date | None, last: Date | None) -> None:
    if first and last and first.year and last.year and last.last < first.first:
        raise fault("end-before-start", f"`until: {last}` is before `from: {first}`", "swap the two, or mend one")


def former_names_of(record: object) -> tuple[str, ...]:
    """Return the former names of a record, in words; of one that can have none, nothing."""
    return tuple(former.name for former in getattr(record, "former_names", ()))


def former_name_on(record: object, date: Date) -> str:
    """Return the former name that a record bore on a day; empty where it was called as now, or nobody knows."""
    return next((former.name for former in getattr(record, "former_names", ()) if former.is_of(date)), "")


def can_be_called(record: Register, name: str, date: Date) -> bool:
    """Say whether a record can have borne one of its names on a day.

    It cannot where all that it has to do with the name is a former one of another time, nor by its name of now on a
    day of a former one. A name is compared with one space between its words.
    """
    former: tuple[FormerName, ...] = getattr(record, "former_names", ())
    if name == " ".join(record.name.split()):
        return former_name_on(record, date) in {"", record.name}
    times = [one for one in former if " ".join(one.name.split()) == name]
    return not times or name in getattr(record, "aliases", ()) or any(one.can_be_of(date) for one in times)


MODELS: dict[Kind, type[Record]] = {
    model.kind_of_record: model for model in (Meeting, Person, District, Issue, Organization, Series)
}


def field_names(model: type[BaseModel]) -> dict[str, Any]:
    """Return the fields of a model by the name that a record writes (`from`, not `from_`)."""
    return {info.alias or name: info for name, info in model.model_fields.items()}
