"""Pictures of what a table says, drawn as SVG when the site is built: bars, terms of office, lineages, matrices.

Every drawing has its table beside it and says nothing that is not in it. Texts are escaped here, where they land;
colours and type come from the style sheet by classes, so that dark screens and paper have their own. Widths are units
of a drawing that is as wide as its column, at most :data:`WIDTH` pixels: type stays readable on a phone.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

WIDTH = 340


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it stands for, how high it is, and how much of it is filled."""

    name: str
    whole: int
    own: int
    tick: str = ""
    """What is written below it, where the axis has room."""


@dataclass(frozen=True, slots=True)
class Term:
    """A line of terms: who, from and until which year (as fractions), open where nothing is known."""

    name: str
    words: str
    """What the table says of it."""
    first: float | None
    last: float | None
    seen: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A place of a lineage: in which column it stands, and whether it is the one that the page is about."""

    id: str
    name: str
    words: str
    column: int
    here: bool = False
    brief: str = ""
    """The words that fit into its box, where they are others."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: name and address as they stand in HTML, where it lies in degrees, how often it comes up."""

    name: str
    address: str
    lat: float
    lon: float
    count: int
    lang: str = ""
    """The attribute that says the name's language."""


def bars(items: Sequence[Bar], label: str) -> str:
    """Return bars from left to right; each tells its name and number to whoever points at it."""
    highest = max((item.whole for item in items), default=0)
    if not highest:
        return ""
    height, top, step = 96.0, 14.0, WIDTH / len(items)
    width = max(step - min(2.0, step * 0.25), 0.5)
    parts = [f'<line class="axis" x1="0" x2="{WIDTH}" y1="{height + top:g}" y2="{height + top:g}"/>']
    free = 0.0
    for n, item in enumerate(items):
        x = n * step
        parts.append(_bar(item, x, width, (top, height, highest)))
        if item.tick and x >= free:
            parts.append(f'<text x="{x:.1f}" y="{height + top + 13:g}">{html.escape(item.tick)}</text>')
            free = x + 7.0 * len(item.tick)
    parts.append(f'<text class="muted" x="0" y="10">{highest}</text>')
    return _svg(height + top + 18, label, parts)


def _bar(item: Bar, x: float, width: float, axis: tuple[float, float, int]) -> str:
    top, height, highest = axis
    whole, own = (height * number / highest for number in (item.whole, item.own))
    told = f"{item.name}: {item.whole}" + (f" ({item.own})" if item.own != item.whole else "")
    y = top + height
    return (
        f'<g data-value="{item.whole}" data-own="{item.own}"><title>{html.escape(told)}</title>'
        f'<rect class="hit" x="{x:.1f}" y="{top:g}" width="{width:.1f}" height="{height:g}"/>'
        f'<rect class="bar bar--whole" x="{x:.1f}" y="{y - whole:.1f}" width="{width:.1f}" height="{whole:.1f}"/>'
        f'<rect class="bar" x="{x:.1f}" y="{y - own:.1f}" width="{width:.1f}" height="{own:.1f}"/></g>'
    )


def terms(items: Sequence[Term], label: str) -> str:
    """Return a line a term on one axis of years; where a beginning or end is not known the line is open there."""
    known = [edge for item in items for edge in (item.first, item.last, *item.seen) if edge is not None]
    if not known:
        return ""
    low, high = int(min(known)), int(max(known)) + 1
    row, top, scale = 34.0, 6.0, (WIDTH - 12) / max(high - low, 1)

    def at(edge: float) -> float:
        return 6 + (edge - low) * scale

    height = top + row * len(items)
    parts = list(_years(low, high, at(low), scale, height))
    for n, item in enumerate(items):
        y = top + row * n
        parts.append(f"<g><title>{html.escape(f'{item.name}: {item.words}')}</title>")
        parts.append(f'<text class="name" x="6" y="{y + 11:g}">{html.escape(_both_ends(item.name, 58))}</text>')
        if item.first is not None or item.last is not None:
            first = at(item.first if item.first is not None else low)
            last = at(item.last if item.last is not None else high)
            open_ends = ("term--from" if item.first is None else "", "term--until" if item.last is None else "")
            classes = " ".join(filter(None, ("term", *open_ends)))
            parts.append(
                f'<rect class="{classes}" x="{first:.1f}" y="{y + 16:g}" '
                f'width="{max(last - first, 2):.1f}" height="8" rx="2"/>'
            )
        parts += [f'<circle class="seen" cx="{at(edge):.1f}" cy="{y + 20:g}" r="4"/>' for edge in item.seen]
        parts.append("</g>")
    return _svg(height + 18, label, parts)


def _years(low: int, high: int, left: float, scale: float, height: float) -> Iterator[str]:
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if step * scale >= 40 or step == 1000)
    for year in range(low, high + 1):
        if year % every == 0:
            x = left + (year - low) * scale
            yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height:g}"/>'
            if x < WIDTH - 24:
                yield f'<text class="muted" x="{x:.1f}" y="{height + 13:g}">{year}</text>'


def lineage(nodes: Sequence[Node], edges: Iterable[tuple[str, str]], label: str) -> str:
    """Return places in columns, what was first on the left, with lines to what each became."""
    columns = sorted({node.column for node in nodes})
    if len(nodes) < 2:
        return ""
    gap, row = 26.0, 40.0
    width = (WIDTH - gap * (len(columns) - 1)) / len(columns)
    places: dict[str, tuple[float, float]] = {}
    most = max(sum(node.column == column for node in nodes) for column in columns)
    for n, column in enumerate(columns):
        members = [node for node in nodes if node.column == column]
        start = (most - len(members)) * row / 2
        places |= {node.id: (n * (width + gap), start + k * row) for k, node in enumerate(members)}
    parts = [_edge(places[one], places[other], width) for one, other in edges if one in places and other in places]
    parts += [_node(node, places[node.id], width) for node in nodes]
    return _svg(most * row, label, parts)


def _edge(one: tuple[float, float], other: tuple[float, float], width: float) -> str:
    x1, y1, x2, y2 = one[0] + width, one[1] + 17, other[0], other[1] + 17
    middle = (x1 + x2) / 2
    return f'<path class="edge" d="M{x1:.1f} {y1:g}C{middle:.1f} {y1:g} {middle:.1f} {y2:g} {x2:.1f} {y2:g}"/>'


def _node(node: Node, place: tuple[float, float], width: float) -> str:
    x, y = place
    letters, smaller = int((width - 8) / 5.6), int((width - 8) / 5)
    words = _short(node.brief or node.words, smaller)
    here = " node--here" if node.here else ""
    return (
        f'<g data-id="{html.escape(node.id)}"><title>{html.escape(f"{node.name}: {node.words}")}</title>'
        f'<rect class="node{here}" x="{x + 0.5:.1f}" y="{y + 0.5:g}" width="{width - 1:.1f}" height="33" rx="3"/>'
        f'<text class="name" x="{x + 5:.1f}" y="{y + 14:g}">{html.escape(_short(node.name, letters))}</text>'
        f'<text class="muted" x="{x + 5:.1f}" y="{y + 27:g}">{html.escape(words)}</text></g>'
    )


_MOST_SPOTS = 300
"""So many places are drawn, the first ones."""


def places(spots: Sequence[Spot], label: str) -> str:
    """Return places as they lie to each other, north at the top, each a link; a name is left out where others stand.

    Longitudes are drawn as long as they are in the middle latitude (equirectangular projection), which is true enough
    for a province.
    """
    shown = spots[:_MOST_SPOTS]
    if len(shown) < 2:
        return ""
    lats, lons = [spot.lat for spot in shown], [spot.lon for spot in shown]
    shrink = cos(radians((max(lats) + min(lats)) / 2))
    wide, high = (max(lons) - min(lons)) * shrink or 1e-6, max(lats) - min(lats) or 1e-6
    scale = min((WIDTH - 2 * _MARGIN - _NAME) / wide, (_HIGHEST - 2 * _MARGIN) / high)
    left = (WIDTH - _NAME - wide * scale) / 2
    at = [(left + (s.lon - min(lons)) * shrink * scale, _MARGIN + (max(lats) - s.lat) * scale) for s in shown]
    taken: list[tuple[float, float]] = []
    parts = []
    for spot, (x, y) in zip(shown, at, strict=True):
        free = all(abs(y - other) > 13 or abs(x - there) > _NAME for there, other in taken)
        taken += [(x, y)] if free else []
        parts.append(_spot(spot, x, y, named=free))
    height = high * scale + 2 * _MARGIN
    ground = '<rect class="ground" width="100%" height="100%" rx="4"/>'
    return (
        f'<svg class="drawing map" viewBox="0 0 {WIDTH} {height:.0f}" role="group" aria-label="{html.escape(label)}">'
        f"{ground}{''.join(parts)}</svg>"
    )


_MARGIN, _NAME, _HIGHEST = 18.0, 96.0, 320.0


def _spot(spot: Spot, x: float, y: float, *, named: bool) -> str:
    size = 3 + 2 * min(spot.count, 16) ** 0.5
    name = f'<text x="{x + size + 4:.1f}" y="{y + 4:.1f}">{spot.name}</text>' if named else ""
    return (
        f'<a href="{spot.address}"{spot.lang}><title>{spot.name}: {spot.count}</title>'
        f'<circle class="hit" cx="{x:.1f}" cy="{y:.1f}" r="13"/>'
        f'<circle class="spot" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>{name}</a>'
    )


MARKS = ("spoke", "attended", "absent", "addressed", "reported")
"""What a cell of a matrix can say: three ways above, of which one is drawn, two below."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a matrix: whose it is, and what each cell says; None where there was nobody to say it of."""

    name: str
    cells: tuple[tuple[str, ...] | None, ...]


_NAMES, _HIGH = 124.0, 16.0
"""How wide the names of a matrix are, and how high its lines."""


def matrix(lines: Sequence[Line], legend: Mapping[str | None, str], ends: tuple[str, str], label: str) -> str:
    """Return a line for each name, a cell for each column, and below it what the signs mean.

    A sign is known by its shape, whatever the colours: a full or an empty box or a stroke above, a full or an empty bar
    below. `ends` is what stands above the first and the last column.
    """
    if not lines:
        return ""
    wide = min(24.0, (WIDTH - _NAMES) / len(lines[0].cells))
    right = _NAMES + wide * len(lines[0].cells)
    parts = [f'<text class="muted" x="{_NAMES:g}" y="10">{html.escape(ends[0])}</text>']
    if right - _NAMES > 122:
        parts.append(f'<text class="muted" x="{right:.1f}" y="10" text-anchor="end">{html.escape(ends[1])}</text>')
    parts += [_matrix_line(one, 16 + n * _HIGH, wide) for n, one in enumerate(lines)]
    top = 16 + _HIGH * len(lines) + 8
    parts += list(_matrix_legend(legend, top))
    return _svg(top + 18 * -(-len(legend) // 2), label, parts)


def _matrix_line(one: Line, y: float, wide: float) -> str:
    told = " ".join("x" if cell is None else "+".join(cell) or "." for cell in one.cells)
    shapes: dict[str, list[str]] = {}
    for n, cell in enumerate(one.cells):
        for name, shape in _shapes(cell, _NAMES + n * wide, y, wide):
            shapes.setdefault(name, []).append(shape)
    drawn = "".join(f'<path class="mark-{name}" d="{"".join(ds)}"/>' for name, ds in shapes.items())
    name = html.escape(_short(one.name, 21))
    return (
        f'<g data-cells="{told}"><title>{html.escape(one.name)}</title><text class="name" x="0" y="{y + 11:g}">{name}'
        f'</text><path class="grid" d="M{_NAMES:g} {y + _HIGH - 1:g}h{wide * len(one.cells):.1f}"/>{drawn}</g>'
    )


def _shapes(cell: Sequence[str] | None, x: float, y: float, wide: float) -> Iterator[tuple[str, str]]:
    """The shapes of a cell, each with the name of its class: what somebody did stands above, what was asked below."""
    left, box = x + 1.5, max(wide - 3, 1)
    if cell is None:
        yield "none", f"M{x:.1f} {y:g}h{wide:.1f}v{_HIGH - 1:g}h{-wide:.1f}z"
        return
    above = next((code for code in MARKS[:3] if code in cell), "")
    if above == "absent":
        yield above, f"M{left:.1f} {y + 4.5:g}h{box:.1f}"
    elif above:
        yield above, f"M{left:.1f} {y + 1.5:g}h{box:.1f}v6h{-box:.1f}z"
    below = next((code for code in reversed(MARKS[3:]) if code in cell), "")
    if below:
        yield below, f"M{left:.1f} {y + 10:g}h{box:.1f}v3h{-box:.1f}z"


def _matrix_legend(legend: Mapping[str | None, str], top: float) -> Iterator[str]:
    """What each sign means, two in a row."""
    for n, (code, words) in enumerate(legend.items()):
        x, y = n % 2 * WIDTH / 2, top + n // 2 * 18
        (name, shape), *_ = _shapes(None if code is None else (code,), x, y, 18)
        yield f'<path class="mark-{name}" d="{shape}"/><text x="{x + 24:g}" y="{y + 11:g}">{html.escape(words)}</text>'


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: max(letters - 1, 1)].rstrip() + "…"


def _both_ends(text: str, letters: int) -> str:
    """A long text with its middle left out: offices begin alike, and end with what tells them apart."""
    if len(text) <= letters:
        return text
    end = text[-(letters // 2) :].partition(" ")[2] or text[-(letters // 2) :]
    begin = text[: letters - len(end) - 2]
    return f"{(begin.rpartition(' ')[0] or begin).rstrip(',')} … {end}"


def _svg(height: float, label: str, parts: Iterable[str]) -> str:
    return (
        f'<svg class="drawing" viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{html.escape(label)}">'
        f"{''.join(parts)}</svg>"
    )
