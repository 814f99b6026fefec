"""Draw the house into ``docs/img/architecture.svg``, the picture of ``docs/architecture.md``.

Enters: the imports between the modules of ``pitstop_docs``, the floors in ``pyproject.toml``, the first line
of what each room says of itself, the theme's colours. Leaves: one SVG, the same bytes each time; run it with
``.venv/bin/python -m scripts.architecture`` when a room comes, goes, or begins to import another.

An arrow is an import. One that a chain of other arrows leads to as well is left out: nearly every room
imports ``problems``, and a picture that says so shows nothing else."""

import ast
import textwrap
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise, product
from pathlib import Path

import grimp

from pitstop_docs.look.templates import Templates
from pitstop_docs.look.theme import Theme, load_theme

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pitstop_docs"
PICTURE = ROOT / "docs" / "img" / "architecture.svg"
Floors = tuple[tuple[str, ...], ...]
Pair = tuple[str, str]
Imports = frozenset[Pair]
Bound = tuple[float, float]  # between which a line may go

# px
_WIDTH, _MARGIN = 1000, 14
_BOX, _WIDE = 206, 400  # a room's width: beside others, alone on its floor
_STAIRS = 42  # between floors
_PAD, _APART = 12, 15  # inside a room; between lines
_NAME, _ABOUT, _LEADING = 17, 12, 15  # sizes of letters, and lines
_CHARACTER = 0.54  # of the size: about as wide as a letter of a sans serif is
_SETTLE = 8  # rounds in which lines find their places


@dataclass(frozen=True, slots=True)
class Box:
    """Where a room is drawn, and what it says, line by line. Rooms on one floor are of one height."""

    left: float
    top: float
    width: float
    height: float
    said: tuple[str, ...]

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def foot(self) -> float:
        """Its lower edge."""
        return self.top + self.height


# --- what there is -----------------------------------------------------------------------------


def floors() -> Floors:
    """Return the rooms that are there, floor by floor, from the top: as ``make check`` holds them."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    contracts = tool["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["id"] == "floors")
    rows = ([room.strip(" ()") for room in layer.split("|")] for layer in layers)
    there = (
        tuple(room for room in row if (PACKAGE / room / "__init__.py").is_file()) for row in rows
    )
    return tuple(row for row in there if row)


def imports() -> Imports:
    """Return which room imports which."""
    graph = grimp.build_graph(PACKAGE.name, cache_dir=None)
    rooms = {room for floor in floors() for room in floor}
    found = set()
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            pair = _room(module), _room(other)
            if pair[0] != pair[1] and rooms.issuperset(pair):
                found.add(pair)
    return frozenset(found)


def without_detours(pairs: Imports) -> Imports:
    """Return *pairs* without those that a chain of others leads to as well."""
    return frozenset((a, b) for a, b in pairs if not _leads(a, b, pairs - {(a, b)}))


def about(room: str) -> str:
    """Return the first line of what *room* says of itself."""
    module = ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))
    return (
        (ast.get_docstring(module) or "").partition("\n")[0].replace(":data:", "").replace("`", "")
    )


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _leads(start: str, end: str, pairs: Imports) -> bool:
    return any(a == start and (b == end or _leads(b, end, pairs)) for a, b in pairs)


# --- where it is drawn -------------------------------------------------------------------------


def boxes(storeys: Floors) -> dict[str, Box]:
    """Return where each room is drawn."""
    placed = {}
    top = float(_MARGIN)
    for rooms in storeys:
        width = _WIDE if len(rooms) == 1 else _BOX
        letters = int((width - 2 * _PAD) / (_ABOUT * _CHARACTER))
        said = [tuple(textwrap.wrap(about(room), letters)) for room in rooms]
        height = 2 * _PAD + _NAME + _LEADING * max(map(len, said))
        # Over the whole width, but no further apart than a room is wide.
        step = min((_WIDTH - 2 * _MARGIN - width) / (len(rooms) - 1 or 1), 2 * width)
        left = (_WIDTH - width - step * (len(rooms) - 1)) / 2
        for place, room in enumerate(rooms):
            placed[room] = Box(left + place * step, top, width, height, said[place])
        top += height + _STAIRS
    return placed


def lines(storeys: Floors, pairs: Imports, placed: Mapping[str, Box]) -> dict[Pair, list[float]]:
    """Return, for each pair, where its line leaves a room, passes each floor between, and arrives.

    Lines go between rooms, never through them, and those that go the same way stay apart."""
    floor = {room: number for number, rooms in enumerate(storeys) for room in rooms}
    gaps = [_gaps([placed[room] for room in rooms]) for rooms in storeys]
    ways: dict[Pair, list[float]] = {}
    bounds: dict[Pair, list[Bound]] = {}
    for a, b in sorted(pairs):
        start, end = placed[a], placed[b]
        choices = product(*gaps[floor[a] + 1 : floor[b]])
        bound = min(choices, key=lambda choice: _length(_straight(start, choice, end)))
        ways[a, b] = _straight(start, bound, end)
        bounds[a, b] = [_doors(start), *bound, _doors(end)]
    for _round in range(_SETTLE):
        _settle(ways, bounds, placed, floor)
    return ways


def _straight(start: Box, gaps: Sequence[Bound], end: Box) -> list[float]:
    """Return the way through *gaps* that is above its end as soon as may be."""
    way = [_middle(end)]
    for gap in reversed(gaps):
        way.insert(0, _into(way[0], gap))
    return [_middle(start), *way]


def _length(way: Sequence[float]) -> float:
    return sum(abs(x - y) for x, y in pairwise(way))


def _settle(
    ways: dict[Pair, list[float]],
    bounds: Mapping[Pair, Sequence[Bound]],
    placed: Mapping[str, Box],
    floor: Mapping[str, int],
) -> None:
    """Pull every line straight, as far as those beside it let it: these stand as their ends do."""
    beside: dict[tuple[int, bool, Bound], list[tuple[float, float, Pair, int]]] = {}
    for pair, way in ways.items():
        for place, bound in enumerate(bounds[pair]):
            arrives = place == len(way) - 1
            key = floor[pair[0]] + place, arrives, bound
            one = _middle(placed[pair[1]]), way[max(place - 1, 0)], pair, place
            beside.setdefault(key, []).append(one)
    for (_floor, arrives, bound), found in beside.items():
        found.sort()
        wanted = [ways[pair][place + (-1 if arrives else 1)] for *_, pair, place in found]
        for x, (*_, pair, place) in zip(_spread(wanted, bound), found, strict=True):
            ways[pair][place] = x


def _spread(wanted: Sequence[float], bound: Bound) -> list[float]:
    """Return places inside *bound* that are near to those *wanted*, in order, and apart."""
    low, high = bound
    apart = min(_APART, (high - low) / max(len(wanted) - 1, 1))
    found: list[float] = []
    for x in wanted:
        found.append(max(x, found[-1] + apart if found else low))
    limit = high
    for place in reversed(range(len(found))):
        found[place] = min(found[place], limit)
        limit = found[place] - apart
    return found


def _gaps(rooms: Sequence[Box]) -> list[Bound]:
    """Return where lines may pass the floor of *rooms*."""
    edges = [_MARGIN, *(edge for box in rooms for edge in (box.left, box.right)), _WIDTH - _MARGIN]
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    return [(low + _PAD, high - _PAD) for low, high in pairs if high - low >= 2 * _PAD]


def _doors(box: Box) -> Bound:
    return box.left + _PAD, box.right - _PAD


def _middle(box: Box) -> float:
    return box.left + box.width / 2


def _into(x: float, bound: Bound) -> float:
    return min(max(x, bound[0]), bound[1])


# --- the drawing -------------------------------------------------------------------------------


def draw() -> str:
    """Return the picture."""
    storeys, theme = floors(), load_theme(Templates.of(ROOT))
    pairs = without_detours(imports())
    placed = boxes(storeys)
    height = round(max(box.top + box.height for box in placed.values()) + _MARGIN)
    floor = {room: number for number, rooms in enumerate(storeys) for room in rooms}
    look = theme.kinds["practice"]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        f' aria-labelledby="title desc" font-family="{_family(theme)}">',
        '<title id="title">The rooms of pitstop_docs and what they import</title>',
        f'<desc id="desc">{escape(_words(storeys, pairs))}</desc>',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"'
        f' orient="auto"><path d="M0 0L8 4L0 8Z" fill="{look.accent}"/></marker></defs>',
        f'<rect width="{_WIDTH}" height="{height}" fill="{theme.colours.paper}"/>',
        f'<g fill="none" stroke="{look.accent}" stroke-width="1.5" marker-end="url(#tip)">',
        *(
            _line(way, [placed[storeys[n][0]] for n in range(floor[a], floor[b] + 1)])
            for (a, b), way in sorted(lines(storeys, pairs, placed).items())
        ),
        "</g>",
        *(_room_drawn(room, box, theme) for room, box in placed.items()),
        "</svg>\n",
    ])  # fmt: skip


def _line(way: Sequence[float], passed: Sequence[Box]) -> str:
    """Draw a line from the foot of a room to the top of another; past the floors between it is upright."""
    path = [f"M{way[0]:.1f} {passed[0].foot:.1f}"]
    for (x, new), (above, below) in zip(pairwise(way), pairwise(passed), strict=True):
        bend = (above.foot + below.top) / 2
        path.append(f"C{x:.1f} {bend:.1f} {new:.1f} {bend:.1f} {new:.1f} {below.top:.1f}")
        if below is not passed[-1]:
            path.append(f"V{below.foot:.1f}")
    return f'<path d="{"".join(path)}"/>'


def _room_drawn(room: str, box: Box, theme: Theme) -> str:
    look, x, y = theme.kinds["practice"], box.left + _PAD, box.top + _PAD + _NAME * 0.75
    said = "".join(
        f'<tspan x="{x:.1f}" y="{y + 4 + number * _LEADING:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(box.said, start=1)
    )
    return (
        f'<rect x="{box.left:.1f}" y="{box.top:.1f}" width="{box.width}" height="{box.height}"'
        f' rx="5" fill="{look.tint}" stroke="{look.line}"/>\n'
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{_NAME}" font-weight="600" fill="{look.deep}">'
        f'{room}</text>\n<text font-size="{_ABOUT}" fill="{theme.colours.ink}">{said}</text>'
    )


def _words(storeys: Floors, pairs: Imports) -> str:
    """Say what the picture shows."""
    rows = ", ".join(" beside ".join(rooms) for rooms in storeys)
    said = "; ".join(
        f"{room} imports {', '.join(found)}"
        for rooms in storeys
        for room in rooms
        if (found := sorted(b for a, b in pairs if a == room))
    )
    return f"Floors from the top: {rows}. Arrows, all of them downward: {said}."


def _family(theme: Theme) -> str:
    names: Iterable[str] = (theme.fonts.display, "Segoe UI", "Helvetica", "Arial", "sans-serif")
    return ", ".join(names)


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
