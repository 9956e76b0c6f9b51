"""How good the suggestions are: 500 typing errors in ids and names, and 500 strings that mean nobody.

    python -m tests.benchmarks.suggestions [--seed N]

The right id shall come first for at least 95 % of the errors, and at most 5 % of the random strings get any.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import click

from generator.archive.names import Name, NameIndex, Ref, slug
from generator.records.model import Kind

COUNT = 500

_FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đoàn Mai Trịnh Lương".split()
_MIDDLE = "Văn Thị Hữu Đức Minh Ngọc Xuân Quang Thanh Anh Hồng Kim Trung Doãn Thế".split()
_GIVEN = (
    "An Anh Bình Chiến Dũng Giang Hà Hải Hạnh Hiếu Hoa Hùng Hương Khánh Lan Linh Long Mạnh Nam Nga Nghĩa Phong Phúc "
    "Quân Sơn Tâm Tiến Toàn Trang Tuấn Tùng Vân Việt Yến"
).split()
_FIRST = (
    "Ottilie Wendelin Cordelia Anselm Brunhild Eckhart Florian Gesine Hedwig Ignaz Jolanthe Kunigunde Leonhard".split()
)
_LAST = (
    "Regenpfeifer Kraushaupt Thistlewick Moorbach Silbersack Tannwald Uferau Vogelweid Wetterstein Zaunkönig".split()
)
_BEGIN = "Mere Fen Wren Ash Brook Dyke Elder Fog Gull Heron Ivy Juniper Kelp Lark Marsh Nettle Otter Plover".split()
_END = "haven ford side wick holm by stead mouth bridge field ness gate".split()
_NEIGHBOURS = {
    key: row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for at, key in enumerate(row)
}


class Figures(NamedTuple):
    """What was measured, in percent."""

    right_first: float
    right_shown: float
    random_with_any: float


@dataclass(frozen=True, slots=True)
class Register:
    """The invented records that are meant, or not."""

    index: NameIndex
    names: tuple[Name, ...]


def register(chance: random.Random, people: int = 400, places: int = 120) -> Register:
    """Return as many people and places as a province has, with names as alike as there."""
    names: dict[Ref, str] = {}
    while len(names) < people:
        vietnamese = chance.random() < 0.8
        words = [_FAMILY, _MIDDLE, _GIVEN] if vietnamese else [_FIRST, _LAST]
        name = " ".join(chance.choice(part) for part in words)
        names.setdefault(Ref(Kind.PERSON, slug(name)), name)
    while len(names) < people + places:
        name = chance.choice(_BEGIN) + chance.choice(_END)
        names.setdefault(Ref(Kind.DISTRICT, slug(name)), name)
    all_names = tuple(Name(name, ref) for ref, name in names.items())
    return Register(NameIndex(names, all_names), all_names)


def _swapped(text: str, at: int, _: random.Random) -> str:
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def _left_out(text: str, at: int, _: random.Random) -> str:
    return text[:at] + text[at + 1 :]


def _doubled(text: str, at: int, _: random.Random) -> str:
    return text[:at] + text[at] + text[at:]


def _neighbour(text: str, at: int, chance: random.Random) -> str:
    known = _NEIGHBOURS.get(text[at].lower())
    return text[:at] + (chance.choice(known) if known else "x") + text[at + 1 :]


def _put_in(text: str, at: int, chance: random.Random) -> str:
    return text[:at] + chance.choice("aeiounhg") + text[at:]


SLIPS: tuple[Callable[[str, int, random.Random], str], ...] = (_swapped, _left_out, _doubled, _neighbour, _put_in)
"""What fingers do; the first letter they mostly get right."""


def errors(chance: random.Random, known: Register, count: int = COUNT) -> Iterator[tuple[str, Name]]:
    """Yield texts with a slip (a fifth of them with two), and the record that was meant."""
    made = 0
    while made < count:
        meant = chance.choice(known.names)
        text = meant.ref.id if chance.random() < 0.5 else meant.text
        typed = text
        for _ in range(2 if chance.random() < 0.2 else 1):
            typed = chance.choice(SLIPS)(typed, chance.randrange(1, len(typed)), chance)
        if typed != text and not known.index.candidates(typed, (meant.ref.kind,)):
            made += 1
            yield typed, meant


def nonsense(chance: random.Random, count: int = COUNT) -> Iterator[str]:
    """Yield strings that mean nobody: letters, and syllables that could be a name."""
    for number in range(count):
        if number % 2:
            yield "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randrange(4, 16)))
        else:
            words = (
                "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(2)) for _ in range(3)
            )
            yield "-".join(words)


def measure(seed: int = 1, count: int = COUNT) -> Figures:
    """Return the figures of one register and its errors, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - the same errors each time
    known = register(chance)
    first = shown = 0
    for typed, meant in errors(chance, known, count):
        found = [name.ref for name in known.index.nearest(typed, (meant.ref.kind,))]
        first += found[:1] == [meant.ref]
        shown += meant.ref in found
    some = sum(bool(known.index.nearest(text, tuple(Kind))) for text in nonsense(chance, count))
    return Figures(100 * first / count, 100 * shown / count, 100 * some / count)


@click.command()
@click.option("--seed", default=1, show_default=True, help="Other seeds make other names and errors.")
def main(seed: int) -> None:
    """Measure, and say so."""
    figures = measure(seed)
    right = f"the right id first {figures.right_first:.1f} %, among three {figures.right_shown:.1f} %"
    click.echo(f"{COUNT} typing errors: {right}")
    click.echo(f"{COUNT} random strings: a suggestion for {figures.random_with_any:.1f} %")


if __name__ == "__main__":
    main()
