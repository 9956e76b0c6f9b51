"""Whose speech a passage of the body is: labels matched against the participants of the meeting.

A label is an id, a name, an alias, a `short` name or the printed name (`as:`) of somebody listed in the meeting, or a
listed group; `A / B` is a joint speech. A label that is nearly one of these is an error, any other is bold text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from generator.archive.archive import Division, Flow, Item, Part, Participation, Prose, Speech
from generator.archive.names import NameFinder, fold, slug
from generator.problems import Problem, Span
from generator.records import model
from generator.records.body import Body, Heading, Passage, Place
from generator.records.decode import Decoded

NEAR = 86
"""From this resemblance on (percent of letters) a label is taken for a misspelt name."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What each participant of a meeting may be called in front of a speech."""

    by_text: Mapping[str, tuple[Participation, ...]]
    printed: Mapping[str, tuple[Participation, ...]]
    """By the name that the entry prints (`as:`): such a label picks the entry."""
    folded: Mapping[str, str]
    """All of them as they are compared. None where somebody listed is nobody known: labels may be theirs."""

    @classmethod
    def of(cls, participations: Iterable[Participation], names: Mapping[str, Sequence[str]]) -> Labels:
        """Return the labels of all who were there (who was absent did not speak); `names` are those of people by id."""
        unresolved = False
        by_text: dict[str, list[Participation]] = defaultdict(list)
        printed: dict[str, list[Participation]] = defaultdict(list)
        for participation in participations:
            if participation.part is Part.ABSENT:
                continue
            if participation.person is None and participation.written.person is not None:
                unresolved = True
            for text in _names(participation, names):
                by_text[_key(text)].append(participation)
            if participation.written.as_:
                printed[_key(participation.written.as_)].append(participation)
        texts, prints = ({k: tuple(v) for k, v in found.items()} for found in (by_text, printed))
        # Of names that are equally near the last one in order is taken.
        folded = {} if unresolved else {text: fold(text) for text in sorted({*texts, *prints}, reverse=True)}
        return cls(texts, prints, folded)

    def pick(self, label: str, heading: str) -> tuple[Participation, ...]:
        """Return the entries that one name of a label may mean: one where it is clear, several people where not."""
        found = self.printed.get(_key(label)) or self.by_text.get(_key(label), ())
        if len({(p.person, p.name if p.person is None else "") for p in found}) > 1:
            return found
        return tuple(sorted(found, key=lambda p: _fitness(p, heading))[:1])

    def nearest(self, label: str) -> str:
        """Return the name that a label is nearly, or nothing."""
        found = process.extractOne(fold(label), self.folded, scorer=fuzz.ratio, score_cutoff=NEAR)
        return str(found[2]) if found else ""


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _names(participation: Participation, names: Mapping[str, Sequence[str]]) -> Iterable[str]:
    written = participation.written
    if participation.person is None:
        # Somebody whom no record bears is reported where the entry stands; the label shall not complain too.
        return filter(None, (written.group, written.person, written.as_))
    known = names.get(participation.person, ())
    return dict.fromkeys((participation.person, *known, *filter(None, [written.person, written.as_])))


def _fitness(participation: Participation, heading: str) -> tuple[int, int]:
    """Speakers before other parts; the entry of this item before one of no item before one of another."""
    agenda = participation.agenda
    return (participation.part is not Part.SPEAKER, 0 if agenda == heading else 1 if agenda is None else 2)


class FlowReader:
    """Turns the blocks of one body into agenda items, prose and speeches, collecting problems as it goes."""

    def __init__(self, decoded: Decoded, record: model.Meeting, labels: Labels, finder: NameFinder) -> None:
        self.decoded = decoded
        self.record = record
        self.labels = labels
        self.finder = finder
        self.problems: list[Problem] = []
        self.counts: Counter[str] = Counter()
        self.flow: list[Flow] = []
        self.item: Item | None = None

    def read(self, items: Mapping[str, Item]) -> tuple[Flow, ...]:
        """Return what the body is made of; `items` are the agenda items by heading, as the metadata describes them."""
        seen: dict[str, Place] = {}
        for block in self.decoded.body.blocks:
            if isinstance(block, Passage):
                self.passage(block)
            elif block.level == 1:
                message = "a heading with one # would be a second title"
                self.report("wrong-value", block.place, message, "agenda items begin with ##")
            elif block.level == 2:
                self.agenda_item(block, items, seen)
            else:
                self.flow.append(Division(block.level, block.title))
        return tuple(self.flow)

    def agenda_item(self, heading: Heading, items: Mapping[str, Item], seen: dict[str, Place]) -> None:
        """Begin an agenda item."""
        title = plain(heading.title)
        address = slug(title)  # two headings with one address could not both be linked
        if address in seen:
            message = f"the item “{title}” stands here a second time"
            self.report("duplicate-heading", heading.place, message, "each item has one heading; ### divides an item")
        seen[address] = heading.place
        self.item = items.get(title) or Item(address, title)
        self.flow.append(self.item)

    def passage(self, passage: Passage) -> None:
        """Begin a speech, or go on with what is being read."""
        speakers = self.speakers(passage) if passage.label else ()
        if speakers:
            self.flow.append(self.speech(passage, speakers))
        elif self.flow and isinstance(last := self.flow[-1], Speech | Prose):
            self.flow[-1] = _longer(last, passage.markdown)
        else:
            self.flow.append(Prose(passage.markdown))

    def speakers(self, passage: Passage) -> tuple[Participation, ...]:
        """Return who speaks, or nobody where the label is just bold text."""
        heading = self.item.title if self.item else ""
        whole = self.labels.pick(passage.label, heading)
        names = [passage.label] if whole else re.split(r"\s+/\s+", passage.label)
        picked = [self.labels.pick(name, heading) for name in names]
        if all(len(found) == 1 for found in picked):
            return tuple(found[0] for found in picked)
        for name, found in zip(names, picked, strict=True):
            if len(found) > 1:
                hint = "write the id, or the name that its entry gives in `as:`"
                self.report("ambiguous-label", passage.place, f"“{name}” fits several participants", hint)
            elif not found and (nearest := self.labels.nearest(name)):
                message = f"“{name}” is nearly the name of a participant"
                self.report("near-label", passage.place, message, f"did you mean “{nearest}”?")
        return ()

    def speech(self, passage: Passage, speakers: tuple[Participation, ...]) -> Speech:
        """Return a speech with its addresses: the nth of each who speaks."""
        stems = dict.fromkeys(p.person or slug(p.name) for p in speakers)
        for stem in stems:
            self.counts[stem] += 1
        last = next((part for part in reversed(self.flow) if isinstance(part, Speech | Prose)), None)
        after_heading = bool(self.flow) and isinstance(self.flow[-1], Item | Division)
        item_issues = self.item.issues if self.item else ()
        found = sorted(ref.id for ref in self.finder.issues(passage.after_label))
        return Speech(
            meeting=self.decoded.id,
            addresses=tuple(f"{stem}.{self.counts[stem]}" for stem in stems),
            speakers=speakers,
            markdown=passage.after_label,
            item=self.item.slug if self.item else "",
            issues=tuple(dict.fromkeys([*(i for p in speakers for i in p.issues), *item_issues, *found])),
            continued=after_heading and isinstance(last, Speech) and _who(last.speakers) == _who(speakers),
        )

    def report(self, code: str, place: Place, message: str, hint: str) -> None:
        """Note a problem at a place of the body."""
        self.problems.append(Problem(code, self.decoded.place(place), message, hint))


def _who(speakers: Sequence[Participation]) -> tuple[str, ...]:
    return tuple(p.person or p.name for p in speakers)


def _longer(part: Speech | Prose, markdown: str) -> Speech | Prose:
    joined = f"{part.markdown}\n\n{markdown}".lstrip("\n")
    return replace(part, markdown=joined)


_INLINE = re.compile(r"(\*\*|__|`|(?<!\w)[*_]|[*_](?!\w))")


def plain(title: str) -> str:
    """Return a heading without the marks of emphasis and code."""
    return _INLINE.sub("", title).strip()


def unused_items(decoded: Decoded, record: model.Meeting, body: Body) -> Iterable[Problem]:
    """Yield a problem for each `agenda:` entry of the metadata that has no heading in the body."""
    headings = {plain(block.title) for block in body.blocks if isinstance(block, Heading) and block.level == 2}
    places: list[tuple[str | None, Span]] = [
        (item.heading, decoded.span("agenda", n, "heading")) for n, item in enumerate(record.agenda)
    ]
    places += [(s.agenda, decoded.span("speakers", n, "agenda")) for n, s in enumerate(record.speakers)]
    places += [(c.agenda, decoded.span("conclusions", n, "agenda")) for n, c in enumerate(record.conclusions)]
    for heading, span in places:
        if heading is not None and plain(heading) not in headings:
            hint = f"headings are {', '.join(sorted(headings))}" if headings else f"add a line ## {heading}"
            yield Problem("unknown-item", span, f"the body has no heading “{heading}”", hint)
