"""Locator map → SVG: a country, a dot, a leader line and a name, in the theme's fonts and colours.

Enters: a :class:`~pitstop_docs.tree.document.Map`, and the room that it has. Leaves: SVG text with real text
elements. The name stands where it touches no line of the outline, as near to the dot as can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import hypot, inf
from typing import Literal
from xml.sax.saxutils import escape

from pitstop_docs.look.theme import KindColours, Theme
from pitstop_docs.tree.document import Map
from pitstop_docs.tree.outline import Box, Point, Ring, rings_of, size_of, touches
from pitstop_docs.writers.table_columns import width_of

_PX_PER_MM = 96 / 25.4
_PT = 25.4 / 72  # mm
_DOT, _RING, _LEADER = 1.15, 1.6, 0.3  # mm: radii, width of the line
_LINE, _BASELINE = 1.3, 0.35  # in sizes of the letters: a line, how far its middle is above them
_GAP = 0.9  # mm around the name
_STEP = 1.0  # mm between places that are tried for the name
_ASIDE = 8.0  # mm that a leader may save by an outline that stands at the right, not with the text
_SMALLEST, _SHRINK = 0.5, 0.92  # of the room, if the name has none beside a larger outline
_KEPT = 32  # drawings


@dataclass(frozen=True, slots=True)
class Room:
    """What a map has: mm across and down, pt of its letters; ``deep`` is the ground of a cover."""

    width: float
    height: float
    size: float = 8.5
    deep: bool = False


# As the style sheets and Word set it.
SIDE_MAP = Room(28.0, 34.0, 8.0)
WORD_MAP = Room(70.0, 42.0)
COVER_MAP = Room(52.0, 72.0, 11.0, deep=True)


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where an outline stands, at which ``scale``, where the dot does, and the ``name`` if it has room."""

    corner: Point
    scale: float
    dot: Point
    name: Box | None
    aside: float

    @property
    def starts(self) -> bool:
        """Whether the leader ends where the name starts, rather than where it ends."""
        return self.name is not None and _is_after(self.name, self.dot)

    @property
    def cost(self) -> float:
        """How far the name is from the dot, and the outline from where text begins."""
        return _cost(self.name, self.dot) + _ASIDE * self.aside if self.name else inf


def draw_map(map: Map, theme: Theme, kind: Literal["practice", "policy"], room: Room) -> str:
    """Return *map* as SVG that fills *room*."""
    placed = _placed(map, room)
    hues, paper = theme.kinds[kind], theme.colours.paper
    land, ink, words = (hues.accent, paper, paper) if room.deep else (hues.line, hues.accent, hues.deep)
    ground = hues.deep if room.deep else paper
    (left, top), (x, y) = placed.corner, placed.dot
    parts = [
        f'<path transform="translate({left:.2f} {top:.2f}) scale({placed.scale:.5f})"'
        f' d="{map.outline}" fill="{land}"/>'
    ]
    if placed.name:
        parts.append(_named(map.name, placed, room, theme.fonts.display, ink, words))
    parts += [
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" fill="{colour}"/>'
        for radius, colour in ((_RING, ground), (_DOT, ink))
    ]
    width, height = (f"{side * _PX_PER_MM:.1f}" for side in (room.width, room.height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {room.width:.2f} {room.height:.2f}">{"".join(parts)}</svg>'
    )


def _named(name: str, placed: _Placed, room: Room, font: str, ink: str, words: str) -> str:
    assert placed.name is not None
    left, top, right, bottom = placed.name
    side, anchor = (left, "start") if placed.starts else (right, "end")
    gap = _GAP if placed.starts else -_GAP
    size, middle = room.size * _PT, (top + bottom) / 2
    (x, y) = placed.dot
    return (
        f'<path d="M{x:.2f} {y:.2f} L{side:.2f} {middle:.2f}" fill="none" stroke="{ink}"'
        f' stroke-width="{_LEADER}"/>'
        f'<text x="{side + gap:.2f}" y="{middle + _BASELINE * size:.2f}" text-anchor="{anchor}"'
        f' font-family="{escape(font, {chr(34): "&quot;"})}" font-size="{size:.3f}" font-weight="600"'
        f' fill="{words}">{escape(name)}</text>'
    )


# --- where things stand --------------------------------------------------------------------------


@lru_cache(_KEPT)  # every layout of a search shows the same drawing
def _placed(map: Map, room: Room) -> _Placed:
    """Return the largest outline beside which the name has room; the largest of all if there is none."""
    share = 1.0
    while share >= _SMALLEST:
        best = min(_attempts(map, room, share), key=lambda attempt: attempt.cost)
        if best.name:
            return best
        share *= _SHRINK
    return next(_attempts(map, room, 1.0))


def _attempts(map: Map, room: Room, share: float) -> Iterator[_Placed]:
    """Yield the outline, as large as *share* of the room allows, at the left, in the middle, at the right;
    on a cover at the right alone."""
    rings = rings_of(map.outline)
    width, height = size_of(rings)
    across, down = room.width - 2 * _RING, room.height - 2 * _RING
    scale = share * min(across / width, down / height)
    spare = across - width * scale
    top = _RING + (down - height * scale) / 2
    for at in (1.0,) if room.deep else (0.0, 0.5, 1.0):
        corner = _RING + at * spare, top
        dot = corner[0] + map.x * scale, top + map.y * scale
        shown = tuple(
            tuple((corner[0] + x * scale, top + y * scale) for x, y in ring) for ring in rings
        )
        yield _Placed(corner, scale, dot, _room_for(map.name, dot, shown, room), at)


def _room_for(name: str, dot: Point, rings: tuple[Ring, ...], room: Room) -> Box | None:
    """Return the box for *name*, with a gap at its sides, that is nearest to *dot* and free."""
    width = width_of(name) * room.size * _PT + 2 * _GAP
    height = room.size * _PT * _LINE
    boxes = [
        (left, top, left + width, top + height)
        for left in _tried(room.width - width)
        for top in _tried(room.height - height)
    ]
    far = [box for box in boxes if _cost(box, dot) > 2 * _RING]
    return next((b for b in sorted(far, key=lambda b: _cost(b, dot)) if not touches(b, rings)), None)


def _tried(most: float) -> list[float]:
    return [step * _STEP for step in range(int(most / _STEP) + 1)] if most >= 0 else []


def _is_after(box: Box, dot: Point) -> bool:
    return abs(box[0] - dot[0]) <= abs(box[2] - dot[0])


def _cost(box: Box, dot: Point) -> float:
    """Return how far the nearer end of *box* is from *dot*, twice as far up or down as across."""
    side = box[0] if _is_after(box, dot) else box[2]
    return hypot(side - dot[0], 2 * ((box[1] + box[3]) / 2 - dot[1]))
