"""Make templates/maps/ of Natural Earth: one small outline a country.

Enters: ``countries-10m.json`` of the npm package ``world-atlas`` (``npm pack world-atlas@2.0.2`` brings it
without installing anything), as the first argument. Leaves: a file for each country of :data:`NUMBERS`, the
same bytes each time. templates/maps/README.md says what is drawn, and what is not.
"""

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from textwrap import fill
from typing import Any

from pitstop_docs.records.countries import COUNTRIES, SIDE

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "maps"
# ISO 3166-1: the numbers by which the package knows countries.
NUMBERS = {
    "al": "008", "at": "040", "ba": "070", "be": "056", "bg": "100", "by": "112", "ch": "756", "cy": "196",
    "cz": "203", "de": "276", "dk": "208", "ee": "233", "es": "724", "fi": "246", "fr": "250", "gb": "826",
    "gr": "300", "hr": "191", "hu": "348", "ie": "372", "is": "352", "it": "380", "lt": "440", "lu": "442",
    "lv": "428", "md": "498", "me": "499", "mk": "807", "mt": "470", "nl": "528", "no": "578", "pl": "616",
    "pt": "620", "ro": "642", "rs": "688", "se": "752", "si": "705", "sk": "703", "ua": "804",
}  # fmt: skip
# An island is drawn if it has at least this share of the largest piece, and is no farther from its middle
# than so many degrees, as territories overseas are.
LEAST_SHARE, FARTHEST = 0.004, 9.5
TOLERANCE = 3.5  # units by which a simplified line may differ
LINE = 110

Point = tuple[float, float]
Ring = list[Point]


def main() -> None:
    """Make the files, and say how large they are."""
    world = json.loads(Path(sys.argv[1]).read_text())
    shapes = {shape.get("id"): shape for shape in world["objects"]["countries"]["geometries"]}
    arcs = list(map(_decoded(world["transform"]), world["arcs"]))
    names = {code: name for name, code in COUNTRIES.items()}
    for code, number in NUMBERS.items():
        text = _file(names[code], list(_rings(shapes[number], arcs)))
        (FOLDER / f"{code}.yaml").write_text(text)
        print(f"{code}: {len(text)} bytes")


def _decoded(transform: dict[str, list[float]]) -> Any:
    """Return what makes degrees of an arc, whose points are differences between whole numbers."""
    (x_scale, y_scale), (x_start, y_start) = transform["scale"], transform["translate"]

    def decode(arc: list[list[int]]) -> Ring:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * x_scale + x_start, y * y_scale + y_start))
        return points

    return decode


def _rings(shape: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    """Yield the outer ring of each piece of *shape*, in degrees; a negative arc runs backwards."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        points: Ring = []
        for index in polygon[0]:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[bool(points) :]
        yield points


def _file(name: str, rings: list[Ring]) -> str:
    largest = max(rings, key=_area)
    middle = _middle(largest)
    kept = [
        ring
        for ring in rings
        if _area(ring) >= LEAST_SHARE * _area(largest)
        and _distance(_middle(ring), middle) < FARTHEST
    ]
    west, east = (edge(x for ring in kept for x, _y in ring) for edge in (min, max))
    south, north = (edge(y for ring in kept for _x, y in ring) for edge in (min, max))
    # The extremes are rounded first: the file alone says where everything lies.
    west, north, parallel = round(west, 3), round(north, 3), round((south + north) / 2, 1)
    ratio = cos(radians(parallel))
    unit = round(max(north - south, (east - west) * ratio) / SIDE, 7)
    projected = [
        [((x - west) * ratio / unit, (north - y) / unit) for x, y in ring] for ring in kept
    ]
    lines = [_whole(_simplified(ring)) for ring in sorted(projected, key=_area, reverse=True)]
    path = " ".join(
        "M" + " ".join(f"{x} {y}" for x, y in line) + " Z" for line in lines if line[3:]
    )
    head = f"# {name}. Made by scripts/maps.py of Natural Earth, public domain: see README.md.\n"
    fields = f"west: {west}\nnorth: {north}\nparallel: {parallel}\nunit: {unit:.7f}\n"
    return f"{head}{fields}outline: >-\n{fill(path, LINE, initial_indent='  ', subsequent_indent='  ')}\n"


def _area(ring: Ring) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def _middle(ring: Ring) -> Point:
    xs, ys = zip(*ring, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _distance(a: Point, b: Point) -> float:
    return hypot((a[0] - b[0]) * cos(radians(b[1])), a[1] - b[1])


def _simplified(ring: Ring) -> Ring:
    """Return *ring*, closed, with the points that Douglas and Peucker keep; it is cut in two first, at the
    point that is farthest from its first."""
    start = ring[0]
    far = max(
        range(len(ring)),
        key=lambda index: hypot(ring[index][0] - start[0], ring[index][1] - start[1]),
    )
    return _kept(ring[: far + 1])[:-1] + _kept([*ring[far:], start])


def _kept(line: Ring) -> Ring:
    first, last = line[0], line[-1]
    length = hypot(last[0] - first[0], last[1] - first[1]) or 1.0

    def off(point: Point) -> float:
        dx, dy = last[0] - first[0], last[1] - first[1]
        return abs(dx * (first[1] - point[1]) - (first[0] - point[0]) * dy) / length

    index, worst = max(
        ((i, off(p)) for i, p in enumerate(line[1:-1], 1)),
        key=lambda pair: pair[1],
        default=(0, 0.0),
    )
    if worst <= TOLERANCE:
        return [first, last]
    return _kept(line[: index + 1])[:-1] + _kept(line[index:])


def _whole(ring: Ring) -> list[tuple[int, int]]:
    """Return *ring* in whole units, no point twice in a row; the last is not its first once more."""
    points = [(max(round(x), 0), max(round(y), 0)) for x, y in ring]
    found = [point for before, point in pairwise([points[-1], *points]) if point != before]
    return found[:-1] if found[0] == found[-1] else found


if __name__ == "__main__":
    main()
