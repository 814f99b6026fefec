"""Locator map → SVG: a country, a dot, a leader line and a name, in the theme's fonts and colours.

Enters: a :class:`~pitstop_docs.tree.document.Map`, and the room that it has. Leaves: SVG text with real text
elements. The name stands where it touches no line of the outline, as near to the dot as can be."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from pitstop_docs.look.theme import Theme
from pitstop_docs.tree.document import Map
from pitstop_docs.tree.outline import Box, Point, rings_of, size_of, touches
from pitstop_docs.writers.table_columns import width_of

_PX_PER_MM = 96 / 25.4
_PT = 25.4 / 72  # mm
_DOT, _RING, _LEADER = 1.15, 1.6, 0.3  # mm: radii, width of the line
_LINE, _BASELINE = 1.3, 0.35  # in sizes of the letters: a line, how far its middle is above them
_GAP = 0.9  # mm around the name
_STEP = 1.0  # mm between places that are tried for the name
_ASIDE = 8.0  # mm that a leader may save by an outline that stands at the right, not with the text
_PARTED = 3.0  # mm that a leader must save to part the name into two lines
_SHARES = (
    1.0,
    0.85,
    0.7,
    0.55,
)  # of the room that an outline takes: less where the name has none beside it
_SMALLER = 25.0  # mm that a leader must save for an outline of no size
_KEPT = 32  # drawings


@dataclass(frozen=True, slots=True)
class Room:
    """What a map has: mm across and down, pt of its letters; ``deep`` is the ground of a cover."""

    width: float
    height: float
    size: float = 8.5
    deep: bool = False


# As the style sheets and Word set it.
SIDE_MAP = Room(26.0, 32.0, 8.0)
WORD_MAP = Room(48.0, 21.0, 8.0)
COVER_MAP = Room(52.0, 72.0, 11.0, deep=True)


@dataclass(frozen=True, slots=True)
class _Standing:
    """A way in which an outline stands: its ``corner``, its ``scale``, where the ``dot`` is; what is ``lost``
    by it, in mm of a leader."""

    corner: Point
    scale: float
    dot: Point
    lost: float


@dataclass(frozen=True, slots=True)
class _Named:
    """A box for a name, in its ``lines``, with a gap at the sides; ``starts`` where the leader ends at their
    start, rather than at their end."""

    box: Box
    lines: tuple[str, ...]
    starts: bool


def draw_map(map: Map, theme: Theme, kind: Literal["practice", "policy"], room: Room) -> str:
    """Return *map* as SVG that fills *room*."""
    standing, named = _placed(map, room)
    hues, paper = theme.kinds[kind], theme.colours.paper
    land, ink, words = (
        (hues.accent, paper, paper) if room.deep else (hues.line, hues.accent, hues.deep)
    )
    ground = hues.deep if room.deep else paper
    (left, top), (x, y) = standing.corner, standing.dot
    parts = [
        f'<path transform="translate({left:.2f} {top:.2f}) scale({standing.scale:.5f})"'
        f' d="{map.outline}" fill="{land}"/>'
    ]
    if named:
        parts += _drawn(named, standing.dot, room.size * _PT, theme.fonts.display, ink, words)
    parts += [
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" fill="{colour}"/>'
        for radius, colour in ((_RING, ground), (_DOT, ink))
    ]
    width, height = (f"{side * _PX_PER_MM:.1f}" for side in (room.width, room.height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
        f' viewBox="0 0 {room.width:.2f} {room.height:.2f}">{"".join(parts)}</svg>'
    )


def _drawn(
    named: _Named, dot: Point, size: float, font: str, ink: str, words: str
) -> Iterator[str]:
    """Yield the leader from the *dot*, then the lines of the name in letters of *size* mm."""
    left, top, right, bottom = named.box
    side, gap, anchor = (left, _GAP, "start") if named.starts else (right, -_GAP, "end")
    yield (
        f'<path d="M{dot[0]:.2f} {dot[1]:.2f} L{side:.2f} {(top + bottom) / 2:.2f}" fill="none"'
        f' stroke="{ink}" stroke-width="{_LEADER}"/>'
    )
    for index, line in enumerate(named.lines):
        middle = top + (index + 0.5) * _LINE * size
        yield (
            f'<text x="{side + gap:.2f}" y="{middle + _BASELINE * size:.2f}" text-anchor="{anchor}"'
            f' font-family={quoteattr(font)} font-size="{size:.3f}" font-weight="600"'
            f' fill="{words}">{escape(line)}</text>'
        )


# --- where things stand --------------------------------------------------------------------------


@lru_cache(_KEPT)  # every layout of a search shows the same drawing
def _placed(map: Map, room: Room) -> tuple[_Standing, _Named | None]:
    """Return where the outline stands and where its name does: a large outline, a short leader. Without a
    name if there is room for none."""
    rings = rings_of(map.outline)
    standings = list(_standings(map, size_of(rings), room))
    # The best ways first: whether a name is free takes the longest to tell.
    ways = sorted(
        (
            (standing.lost + lost, index, named)
            for index, standing in enumerate(standings)
            for lost, named in _names(map.name, standing.dot, room)
        ),
        key=lambda way: way[:2],
    )
    for _lost, index, named in ways:
        standing = standings[index]
        (left, top), scale = standing.corner, standing.scale
        a, b, c, d = named.box
        box = (a - left) / scale, (b - top) / scale, (c - left) / scale, (d - top) / scale
        if not touches(box, rings):
            return standing, named
    return standings[0], None


def _standings(map: Map, size: Point, room: Room) -> Iterator[_Standing]:
    """Yield the outline in each share of the room, at the left, in the middle, at the right; on a cover at
    the right alone."""
    across, down = room.width - 2 * _RING, room.height - 2 * _RING
    for share in _SHARES:
        scale = share * min(across / size[0], down / size[1])
        top = _RING + (down - size[1] * scale) / 2
        for aside in (1.0,) if room.deep else (0.0, 0.5, 1.0):
            left = _RING + aside * (across - size[0] * scale)
            dot = left + map.x * scale, top + map.y * scale
            yield _Standing((left, top), scale, dot, (1 - share) * _SMALLER + aside * _ASIDE)


def _names(name: str, dot: Point, room: Room) -> Iterator[tuple[float, _Named]]:
    """Yield places for *name* on either side of *dot*, each with what is lost by it: a level leader looks
    shorter."""
    for lines in _parted(name):
        width = max(map(width_of, lines)) * room.size * _PT + 2 * _GAP
        height = len(lines) * room.size * _PT * _LINE
        for left in _tried(room.width - width):
            starts = left > dot[0]
            if not starts and left + width > dot[0]:
                continue  # the leader would run through it
            across = (left if starts else left + width) - dot[0]
            for top in _tried(room.height - height):
                away = hypot(across, 2 * (top + height / 2 - dot[1]))
                if away > 2 * _RING:
                    box = (left, top, left + width, top + height)
                    yield away + (len(lines) - 1) * _PARTED, _Named(box, lines, starts)


def _parted(name: str) -> Iterator[tuple[str, ...]]:
    """Yield *name* as one line, and as two that are about as long, where it has words."""
    yield (name,)
    words = name.split(" ")
    pairs = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    if pairs:
        yield min(pairs, key=lambda pair: max(map(width_of, pair)))


def _tried(most: float) -> list[float]:
    return [step * _STEP for step in range(int(most / _STEP) + 1)] if most >= 0 else []
