"""Outlines of countries as plain geometry: points, lines, what lies inside.

Enters: an SVG path of straight lines, in whole units. Leaves: its rings, and what of a map asks about them."""

from collections.abc import Iterator
from functools import lru_cache
from math import hypot

Point = tuple[float, float]
Ring = tuple[Point, ...]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@lru_cache(16)
def rings_of(path: str) -> tuple[Ring, ...]:
    """Return the closed lines of *path*, which is as :data:`~pitstop_docs.records.values.OUTLINE` says."""
    rings = []
    for piece in path.split("Z")[:-1]:
        numbers = list(map(float, piece.strip(" M").split()))
        rings.append(tuple(zip(numbers[::2], numbers[1::2], strict=True)))
    return tuple(rings)


def size_of(rings: tuple[Ring, ...]) -> Point:
    """Return width and height of what *rings* enclose, from the origin."""
    return max(x for ring in rings for x, _y in ring), max(y for ring in rings for _x, y in ring)


def is_inside(point: Point, ring: Ring) -> bool:
    """Tell whether *ring* goes round *point*."""
    x, y = point
    crossed = (
        (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
        for (ax, ay), (bx, by) in _sides(ring)
    )
    return sum(crossed) % 2 == 1


def distance(point: Point, ring: Ring) -> float:
    """Return how far *point* is from the line of *ring*."""
    return min(_to_side(point, a, b) for a, b in _sides(ring))


def touches(box: Box, rings: tuple[Ring, ...]) -> bool:
    """Tell whether *box* lies on, or within, any of *rings*."""
    corner = box[:2]
    return any(
        any(_cuts(a, b, box) for a, b in _sides(ring)) or is_inside(corner, ring) for ring in rings
    )


def _sides(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def _to_side(point: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / ((dx * dx + dy * dy) or 1.0)
    along = min(max(along, 0.0), 1.0)
    return hypot(point[0] - a[0] - along * dx, point[1] - a[1] - along * dy)


def _cuts(a: Point, b: Point, box: Box) -> bool:
    """Tell whether the line from *a* to *b* has a part in *box*: Liang and Barsky's clipping."""
    for axis in (0, 1):  # most lie on one side of it
        if max(a[axis], b[axis]) < box[axis] or min(a[axis], b[axis]) > box[axis + 2]:
            return False
    start, end = 0.0, 1.0
    for axis, (low, high) in enumerate(((box[0], box[2]), (box[1], box[3]))):
        step = b[axis] - a[axis]
        if not step:
            if not low <= a[axis] <= high:
                return False
            continue
        near, far = sorted(((low - a[axis]) / step, (high - a[axis]) / step))
        start, end = max(start, near), min(end, far)
        if start > end:
            return False
    return True
