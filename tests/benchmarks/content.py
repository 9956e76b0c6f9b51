"""A made archive as plain values, for the peers: what they show is the same, and resolved for them beforehand.

Reads only what `maker` writes, without any module of the generator: the peers are to depend on nothing of ours.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

KINDS = ("people", "districts", "issues", "organizations", "series")

LONG = 300
"""From so many meetings, speeches and conclusions together on a record has a page a year, as on our site."""

Key = tuple[str, str]
"""A record of the registers: its kind and its id."""


@dataclass(frozen=True, slots=True)
class Register:
    """A person, district, issue, organization or series."""

    kind: str
    id: str
    name: str
    aliases: tuple[str, ...] = ()
    posts: tuple[tuple[str, str], ...] = ()
    """Role and year of each office."""

    @property
    def key(self) -> Key:
        """Its kind and id."""
        return self.kind, self.id


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody's part in a meeting."""

    person: str
    role: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """A speech; its Markdown begins behind the speaker's label."""

    id: str
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A conclusion, addressed to one district."""

    id: str
    text: str
    addressee: str
    due: str


@dataclass(frozen=True)
class Meeting:
    """A meeting; `flow` is its body, headings as text among the speeches."""

    id: str
    path: str
    title: str
    date: str
    series: str
    organization: str
    places: tuple[str, ...]
    districts: tuple[str, ...]
    issues: tuple[str, ...]
    chairs: tuple[Part, ...]
    speakers: tuple[Part, ...]
    conclusions: tuple[Conclusion, ...]
    opening: str
    flow: tuple[str | Speech, ...]
    mentions: tuple[Key, ...]
    source: str
    """The address of its minutes."""

    @property
    def year(self) -> str:
        """The year of its date."""
        return self.date[:4]

    @cached_property
    def speeches(self) -> tuple[Speech, ...]:
        """Its speeches, in order."""
        return tuple(part for part in self.flow if isinstance(part, Speech))

    @cached_property
    def speakers_by_person(self) -> Mapping[str, Part]:
        """The speakers' entries."""
        return {part.person: part for part in self.speakers}

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Everybody and everything that takes part in it, each once."""
        people = [part.person for part in (*self.chairs, *self.speakers)]
        keys: list[Key] = [("people", id) for id in people]
        keys += [("districts", id) for id in self.districts]
        keys += [("issues", id) for id in self.issues]
        keys += [("organizations", self.organization), ("series", self.series)]
        return tuple(dict.fromkeys(keys))


@dataclass(slots=True)
class Appearances:
    """Where a record comes up, the earliest first."""

    meetings: list[Meeting] = field(default_factory=list)
    speeches: list[tuple[Meeting, Speech]] = field(default_factory=list)
    addressed: list[tuple[Meeting, Conclusion]] = field(default_factory=list)
    mentioned: list[Meeting] = field(default_factory=list)

    @property
    def long(self) -> bool:
        """Whether the record has pages of its years."""
        return len(self.meetings) + len(self.speeches) + len(self.addressed) + len(self.mentioned) > LONG

    @property
    def years(self) -> list[str]:
        """The years in which it comes up, the latest first."""
        return sorted({meeting.year for meeting in (*self.meetings, *self.mentioned)}, reverse=True)

    def of_year(self, year: str) -> Appearances:
        """Return what a year brought."""
        return Appearances(
            [meeting for meeting in self.meetings if meeting.year == year],
            [pair for pair in self.speeches if pair[0].year == year],
            [pair for pair in self.addressed if pair[0].year == year],
            [meeting for meeting in self.mentioned if meeting.year == year],
        )

    def latest(self) -> Appearances:
        """Return what the page of a long record shows."""
        return Appearances(self.meetings[-20:], self.speeches[-20:], self.addressed[-20:], self.mentioned[-10:])


@dataclass(frozen=True)
class Content:
    """The whole archive: meetings by date, registers by kind and id."""

    meetings: tuple[Meeting, ...]
    registers: Mapping[str, Mapping[str, Register]]

    @cached_property
    def records(self) -> Mapping[Key, Register]:
        """Every register's record."""
        return {record.key: record for records in self.registers.values() for record in records.values()}

    @cached_property
    def by_name(self) -> Mapping[str, Register]:
        """Records by what they are called."""
        return {name: record for record in self.records.values() for name in (record.name, *record.aliases)}

    @cached_property
    def years(self) -> Mapping[str, tuple[Meeting, ...]]:
        """The meetings of each year, the latest year first."""
        found: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            found[meeting.year].append(meeting)
        return {year: tuple(found[year]) for year in sorted(found, reverse=True)}

    @cached_property
    def appearances(self) -> Mapping[Key, Appearances]:
        """Where each record comes up."""
        found = {key: Appearances() for key in self.records}
        for meeting in self.meetings:
            for key in meeting.keys:
                found[key].meetings.append(meeting)
            for speech in meeting.speeches:
                found["people", speech.person].speeches.append((meeting, speech))
                district = meeting.speakers_by_person[speech.person].district
                found["districts", district].speeches.append((meeting, speech))
            for conclusion in meeting.conclusions:
                found["districts", conclusion.addressee].addressed.append((meeting, conclusion))
            for key in meeting.mentions:
                if key not in meeting.keys:
                    found[key].mentioned.append(meeting)
        return found

    @cached_property
    def _together(self) -> Mapping[Key, Counter[Key]]:
        found: dict[Key, Counter[Key]] = defaultdict(Counter)
        for meeting in self.meetings:
            keys = [key for key in meeting.keys if key[0] != "series"]
            for key in keys:
                found[key].update(keys)
        return found

    def ties(self, key: Key, kind: str) -> list[tuple[Register, int]]:
        """Return the records of a kind that come up most often together with a record, and how often."""
        found = [(self.records[other], n) for other, n in self._together[key].items() if other[0] == kind]
        return sorted(((r, n) for r, n in found if r.key != key), key=lambda tie: (-tie[1], tie[0].name))[:100]

    def roles(self, person: str) -> Mapping[str, list[Meeting]]:
        """Return the offices that meetings state of a person, each with the latest meetings that do."""
        found: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self.appearances["people", person].meetings:
            for part in (*meeting.chairs, *meeting.speakers):
                if part.person == person and meeting not in found[part.role][-1:]:
                    found[part.role].append(meeting)
        return {role: meetings[-12:] for role, meetings in found.items()}

    def beside(self, meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
        """Return the meetings before and after one in its series."""
        row, place = self.appearances["series", meeting.series].meetings, self._places[meeting.id]
        return (row[place - 1] if place else None, row[place + 1] if place + 1 < len(row) else None)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        rows = (self.appearances["series", id].meetings for id in self.registers["series"])
        return {meeting.id: n for row in rows for n, meeting in enumerate(row)}


def excerpt(text: str) -> str:
    """Return the beginning of a speech without its markup."""
    plain = re.sub(r"(^|\s)[>*-] |\*+", r"\1", text.replace("\n", " "))
    return plain if len(plain) <= 240 else plain[:240].rpartition(" ")[0] + " …"


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────


def read_content(archive: Path) -> Content:
    """Read an archive that `maker` has made."""
    records = archive / "records"
    registers = {
        kind: {path.stem: _register(kind, path) for path in sorted((records / kind).glob("*.yml"))} for kind in KINDS
    }
    whole = Content((), registers)
    paths = sorted((records / "meetings").rglob("*.md"))
    meetings = [_meeting(path, path.relative_to(archive).as_posix(), whole.by_name) for path in paths]
    return Content(tuple(sorted(meetings, key=lambda meeting: (meeting.date, meeting.id))), registers)


def _register(kind: str, path: Path) -> Register:
    facts = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    posts = tuple((post["role"], str(post["from"])) for post in facts.get("posts", ()))
    return Register(kind, path.stem, facts["name"], tuple(facts.get("aliases", ())), posts)


def _meeting(path: Path, place: str, by_name: Mapping[str, Register]) -> Meeting:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    facts = yaml.load(front, yaml.CSafeLoader)
    opening, flow = _flow(body, by_name)
    return Meeting(
        id=path.stem,
        path=place,
        title=facts["title"],
        date=facts["date"].isoformat(),
        series=facts["series"],
        organization=facts["organizations"][0],
        places=tuple(facts["places"]),
        districts=tuple(facts["districts"]),
        issues=tuple(facts["issues"]),
        chairs=tuple(Part(part["person"], part["role"]) for part in facts["chairs"]),
        speakers=tuple(Part(part["person"], part["role"], part["district"]) for part in facts["speakers"]),
        conclusions=tuple(
            Conclusion(c["id"], c["text"], c["addressees"][0], c["due"].isoformat()) for c in facts["conclusions"]
        ),
        opening=opening,
        flow=flow,
        mentions=tuple(dict.fromkeys(record.key for record in _named(body, by_name))),
        source=facts["sources"][0]["url"],
    )


_LABEL = re.compile(r"\*\*(.+?):\*\* ")
_NAMED = re.compile(r"^(Darauf antwortete )(.+?)(, in )(.+?)( sei \*\*)", re.MULTILINE)
"""The one sentence of the made bodies that names somebody."""


def _flow(body: str, by_name: Mapping[str, Register]) -> tuple[str, tuple[str | Speech, ...]]:
    opening: list[str] = []
    flow: list[str | tuple[str, list[str]]] = []
    for block in body.strip().split("\n\n"):
        label = _LABEL.match(block)
        if block.startswith("## "):
            flow.append(block[3:])
        elif label:
            flow.append((by_name[label[1]].id, [block[label.end() :]]))
        elif flow and isinstance(flow[-1], tuple):
            flow[-1][1].append(block)
        else:
            opening.append(block)
    return "\n\n".join(opening), tuple(_speeches(flow))


def _speeches(flow: Iterable[str | tuple[str, list[str]]]) -> Iterator[str | Speech]:
    count: Counter[str] = Counter()
    for part in flow:
        if isinstance(part, str):
            yield part
        else:
            person, blocks = part
            count[person] += 1
            yield Speech(f"{person}.{count[person]}", person, "\n\n".join(blocks))


def _named(body: str, by_name: Mapping[str, Register]) -> Iterator[Register]:
    for found in _NAMED.finditer(body):
        yield by_name[found[2]]
        yield by_name[found[4]]


def with_links(text: str, content: Content, address: Mapping[Key, str]) -> str:
    """Return a text in which names are links, at the addresses given."""

    def linked(found: re.Match[str]) -> str:
        names = (content.by_name[found[2]], content.by_name[found[4]])
        first, second = (f"[{name}]({address[r.key]})" for name, r in zip((found[2], found[4]), names, strict=True))
        return f"{found[1]}{first}{found[3]}{second}{found[5]}"

    return _NAMED.sub(linked, text)
