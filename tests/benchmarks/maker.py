"""Makes an archive of any size: invented names, German text with natural word frequencies, the same bytes every time.

    python -m tests.benchmarks.maker FOLDER --meetings 10000

A meeting has about 1,000 words and six speeches; one in two thousand is a giant of 250 speeches, and archives of
10,000 and more hold one sitting of 2.5 MB. Registers grow with the archive: about one record for ten meetings. Words
are as long as German ones, six letters on average, and the frequent ones shorter than the rare.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

_FUNCTION_WORDS = tuple(
    "der die und in zu den das nicht von sie ist des sich mit dem dass er es ein ich auf so eine auch als an nach wie "
    "im für man aber aus durch wenn nur war noch werden bei hat wir was wird sein einen welche sind oder zur um haben "
    "einer mir über ihm diese einem ihr uns da zum kann doch vor dieser mich ihn du hatte seine mehr am denn nun unter "
    "sehr selbst schon hier".split()
)
_ONSETS = tuple(
    "b b b br d d d dr f f fl g g gl gr h h h k k kl kn kr l l l m m m n n n p pf pl r r r s s s sch sch schl schm "
    "schr schw sp st st str t t t tr w w w z zw".split()
)
_NUCLEI = tuple("a a a e e e e e i i i o o u u ä ö ü ei ei au eu ie".split())
_CODAS = tuple(
    "b ch ch ck e e el en en en er er er ft g gen hl ht l l lich lung m n n n nd ng nis nt r r rk rm rt s s schaft st "
    "t t te ten ter tz ung".split()
)
_GIVEN = tuple(
    "Adalbert Brunhilde Corvin Dorothea Eginhard Friederike Gundula Hartmut Isolde Jobst Kunigunde Leopold Mechthild "
    "Notker Ottilie Philine Quirin Roswitha Sieglinde Traugott Ulrike Volkmar Walburga Xaver Yvonne Zacharias".split()
)
_PLACE_ENDINGS = tuple(
    "au bach berg burg dorf feld furt hausen heim hof kirchen moor ried roda stedt tal wald werder".split()
)
_ISSUE_ENDINGS = tuple(
    "abwasser bau bericht förderung kosten ordnung pflege planung satzung schutz sicherheit verkehr".split()
)
_ROLES = (
    "Vorsitzende des Rates",
    "Vorsitzender des Ausschusses",
    "Beigeordnete",
    "Dezernent für Bau und Verkehr",
    "Ortsvorsteher",
    "Sprecherin der Fraktion",
    "Leiterin des Amtes für Wasser",
    "Mitglied des Rates",
)

_MOST_SPEAKERS = 60
"""So many people at most speak in one sitting, however many speeches it has."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large an archive is to be."""

    meetings: int
    words: int = 1_000
    """Words of a usual meeting, give or take a quarter."""
    speeches: int = 6
    """Of a usual meeting."""

    @property
    def people(self) -> int:
        """Enough for everybody to speak now and then."""
        return max(12, self.meetings // 14)

    @property
    def districts(self) -> int:
        """Places grow slower than people."""
        return max(6, self.meetings // 70)

    @property
    def issues(self) -> int:
        """What an archive talks about hardly grows any more."""
        return max(8, self.meetings // 150)

    @property
    def series(self) -> int:
        """Rows of about fifty meetings, and organizations that hold them."""
        return max(2, self.meetings // 200)


class Maker:
    """Draws everything from one seed, so that equal sizes give equal bytes."""

    def __init__(self, size: Size, seed: int = 1) -> None:
        self.size = size
        self.random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.vocabulary = self._vocabulary(20_000)
        # Zipf's law: the nth most frequent word comes up in proportion to 1/n.
        self.weights = list(accumulate(1 / (n + 2.7) for n in range(len(self.vocabulary))))
        self.people = self._people()
        self.districts = self._named(size.districts, _PLACE_ENDINGS)
        self.issues = self._named(size.issues, _ISSUE_ENDINGS)
        self.organizations = [(f"ausschuss-{n}", f"Ausschuss {self._noun()} {n}") for n in range(1, size.series + 1)]

    def write(self, folder: Path) -> None:
        """Write the archive into `folder`: `records/` and `site_config.yml`."""
        records = folder / "records"
        for kind, files in self._registers().items():
            (records / kind).mkdir(parents=True)
            for id, text in files.items():
                (records / kind / f"{id}.yml").write_text(text, encoding="utf-8")
        for n, day in enumerate(self._days()):
            path = records / "meetings" / f"{day.year}" / f"{day.isoformat()}-sitzung-{n}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.meeting(n, day), encoding="utf-8")
        (folder / "site_config.yml").write_text("title: Archiv der Messungen\nlanguage: de\n", encoding="utf-8")

    def meeting(self, n: int, day: date) -> str:
        """Return the record of the nth meeting."""
        draw = self.random
        words, count = self._extent(n)
        speakers = draw.sample(range(len(self.people)), min(count, _MOST_SPEAKERS, len(self.people)))
        places = draw.sample(self.districts, min(3, len(self.districts)))
        issues = draw.sample(self.issues, min(3, len(self.issues)))
        row = n % len(self.organizations)
        lines = [
            "---",
            f"title: Sitzung über {self._noun()} und {self._noun()}",
            f"date: {day.isoformat()}",
            f"series: reihe-{row + 1}",
            f"organizations: [{self.organizations[row][0]}]",
            f"places: [{places[0][1]}]",
            f"districts: [{', '.join(id for id, _ in places)}]",
            f"issues: [{', '.join(id for id, _ in issues)}]",
            "chairs:",
            f"  - person: {self.people[speakers[0]][0]}",
            f"    role: {draw.choice(_ROLES)}",
            "speakers:",
        ]
        for place, speaker in zip(places * len(speakers), speakers, strict=False):
            lines += [f"  - person: {self.people[speaker][0]}", f"    role: {draw.choice(_ROLES)}"]
            lines += [f"    district: {place[0]}", "    kind: discussion"]
        lines.append("conclusions:")
        for k in (1, 2):
            lines += [f"  - id: k{k}", f"    text: {self._sentence(14)}", "    kind: directive"]
            lines += [f"    addressees: [{places[k][0]}]", f"    due: {(day + timedelta(days=90)).isoformat()}"]
        lines += ["sources:", "  - title: Niederschrift", f"    url: https://rat.example/niederschriften/{n}"]
        lines += ["    language: de", "    translation: original", "---"]
        lines += [self._paragraph(words // 10), ""]
        for m in range(count):
            if m % 3 == 0:
                lines += [f"## {m // 3 + 1}. {self._noun()} und {self._noun()}", ""]
            name = self.people[speakers[m % len(speakers)]][1]
            lines += [f"**{name}:** {self._paragraph(words * 9 // 20 // count)}", "", *self._middle(m), ""]
            lines += [self._paragraph(words * 9 // 20 // count), ""]
        return "\n".join(lines)

    def _extent(self, n: int) -> tuple[int, int]:
        """Words and speeches: a giant now and then, and one of 2.5 MB in archives of 10,000 and more."""
        if n == self.size.meetings // 2 and self.size.meetings >= 10_000:
            return 380_000, 250
        if n % 2_000 == 1_999:
            return 30_000, 250
        return int(self.size.words * self.random.uniform(0.75, 1.25)), self.size.speeches

    def _middle(self, m: int) -> Sequence[str]:
        """What a body holds beside paragraphs: a list, a quotation, or emphasis."""
        if m % 6 == 1:
            return [f"- {self._sentence(6)}" for _ in range(3)]
        if m % 6 == 4:
            return [f"> {self._sentence(12)}"]
        return [f"Darauf antwortete {self.random.choice(self.people)[1]}, in {self.random.choice(self.districts)[1]} "
                f"sei **{self._noun()}** *geklärt*."]  # fmt: skip

    def _days(self) -> list[date]:
        first, last = date(2005, 1, 10), date(2024, 12, 20)
        span = (last - first).days
        return [first + timedelta(days=span * n // max(1, self.size.meetings)) for n in range(self.size.meetings)]

    def _registers(self) -> dict[str, dict[str, str]]:
        return {
            "people": {
                id: f"name: {name}\nposts:\n  - role: {self.random.choice(_ROLES)}\n    from: 2004\n"
                for id, name in self.people
            },
            "districts": {id: f"name: {name}\nkind: district\n" for id, name in self.districts},
            "issues": {id: f"name: {name}\nterms: [{name.lower()}*]\n" for id, name in self.issues},
            "organizations": {id: f"name: {name}\n" for id, name in self.organizations},
            "series": {
                f"reihe-{n}": f"name: Reihe {n}\norganization: {id}\ncadence: monthly\n"
                for n, (id, _) in enumerate(self.organizations, 1)
            },
        }

    def _people(self) -> list[tuple[str, str]]:
        names: dict[str, str] = {}
        while len(names) < self.size.people:
            family = self._noun()
            given = self.random.choice(_GIVEN)
            names.setdefault(_ascii(f"{given}-{family}"), f"{given} {family}")
        return list(names.items())

    def _named(self, count: int, endings: Sequence[str]) -> list[tuple[str, str]]:
        names: dict[str, str] = {}
        while len(names) < count:
            name = f"{self._noun()}{self.random.choice(endings)}"
            names.setdefault(_ascii(name), name)
        return list(names.items())

    def _vocabulary(self, count: int) -> list[str]:
        found = dict.fromkeys(_FUNCTION_WORDS)
        while len(found) < count:
            word = "".join(self._syllable() for _ in range(self.random.choice((1, 2, 2, 2, 3, 3))))
            found[word.capitalize() if self.random.random() < 0.4 else word] = None
        rare = list(found)[len(_FUNCTION_WORDS) :]
        return [*_FUNCTION_WORDS, *sorted(rare, key=lambda word: len(word) + self.random.gauss(0, 8))]

    def _syllable(self) -> str:
        choose = self.random.choice
        return choose(_ONSETS) + choose(_NUCLEI) + (choose(_CODAS) if self.random.random() < 0.7 else "")

    def _noun(self) -> str:
        return (self._syllable() + self._syllable()).capitalize()

    def _sentence(self, length: int) -> str:
        words = self.random.choices(self.vocabulary, cum_weights=self.weights, k=length)
        return f"{words[0].capitalize()} {' '.join(words[1:])}."

    def _paragraph(self, length: int) -> str:
        return " ".join(self._sentence(self.random.randint(8, 20)) for _ in range(max(1, length // 14)))


def _ascii(name: str) -> str:
    for letter, plain in {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}.items():
        name = name.lower().replace(letter, plain)
    return name


def main() -> None:
    """Write an archive of the size that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--meetings", type=int, default=1_000)
    asked = parser.parse_args()
    Maker(Size(asked.meetings)).write(asked.folder)


if __name__ == "__main__":
    main()
