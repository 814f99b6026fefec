"""A sheet to draw on: lines, bars, points and words as SVG, which knows where words stand.

Enters: shapes and words with their places in CSS px. Leaves: SVG text with real text elements, in one font;
words that would touch others can be put elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lxml import etree

from pitstop_docs.writers.table_columns import width_of

_SVG = "http://www.w3.org/2000/svg"
_BOLD, _WIDER = 600, 1.06  # from this weight on, words are wider by so much
_RISE, _DROP = 0.72, 0.22  # of the size: how far letters reach above and below their line
LEADING = 1.24  # times the size, from line to line
Anchor = Literal["start", "middle", "end"]


class Words(NamedTuple):
    """A line of words and how it looks: its size in px, weight and colour."""

    text: str
    size: float
    colour: str
    weight: int = 400

    @property
    def width(self) -> float:
        """The px that it takes, about."""
        return width_of(self.text) * self.size * (_WIDER if self.weight >= _BOLD else 1)

    @property
    def height(self) -> float:
        """The px from its line to the next."""
        return self.size * LEADING


class Box(NamedTuple):
    """Where something stands: its sides."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether both have a place in common."""
        apart = (
            self.right <= other.left or other.right <= self.left
            or self.bottom <= other.top or other.bottom <= self.top
        )  # fmt: skip
        return not apart


def box_of(words: Words, x: float, y: float, anchor: Anchor) -> Box:
    """Return where *words* stand, on the line *y* at *x*."""
    left = x - words.width * {"start": 0, "middle": 0.5, "end": 1}[anchor]
    return Box(left, y - words.size * _RISE, left + words.width, y + words.size * _DROP)


@dataclass(slots=True)
class Canvas:
    """What is drawn so far, in the font *font*; ``taken`` is where words and points stand."""

    width: float
    font: str
    taken: list[Box] = field(default_factory=list)
    _drawn: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def line(self, points: Iterable[tuple[float, float]], colour: str, width: float) -> None:
        """Draw a line through *points*."""
        path = " ".join(f"{_px(x)},{_px(y)}" for x, y in points)
        self._add("polyline", points=path, fill="none", stroke=colour, stroke_width=_px(width),
                  stroke_linejoin="round", stroke_linecap="round")  # fmt: skip

    def bar(self, box: Box, colour: str) -> None:
        """Draw a bar."""
        width, height = box.right - box.left, box.bottom - box.top
        self._add(
            "rect", x=_px(box.left), y=_px(box.top), width=_px(width), height=_px(height), fill=colour
        )  # fmt: skip

    def point(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a point, which no words may stand upon."""
        self._add("circle", cx=_px(x), cy=_px(y), r=_px(radius), fill=colour)
        self.taken.append(Box(x - radius, y - radius, x + radius, y + radius))

    def write(self, words: Words, x: float, y: float, anchor: Anchor = "start") -> None:
        """Write *words* on the line *y*, from, around or up to *x*."""
        self.taken.append(box_of(words, x, y, anchor))
        self._add(
            "text", words.text, x=_px(x), y=_px(y), text_anchor=anchor, fill=words.colour,
            font_family=self.font, font_size=f"{_px(words.size)}px", font_weight=str(words.weight),
        )  # fmt: skip

    def write_where_free(self, words: Words, places: Iterable[tuple[float, float, Anchor]]) -> None:
        """Write *words* at the first of *places* where nothing stands, inside the sheet; at the first
        of all, if there is none."""
        tried = list(places)
        free = (place for place in tried if self._is_free(box_of(words, *place)))
        self.write(words, *next(free, tried[0]))

    def svg(self, height: float) -> str:
        """Return what is drawn on a sheet *height* px high."""
        size = {"width": _px(self.width), "height": _px(height)}
        root = etree.Element(f"{{{_SVG}}}svg", size, nsmap={None: _SVG})  # type: ignore[dict-item]
        root.set("viewBox", f"0 0 {size['width']} {size['height']}")
        for name, attributes, text in self._drawn:
            etree.SubElement(root, f"{{{_SVG}}}{name}", attributes).text = text or None
        return etree.tostring(root, encoding="unicode")

    def _is_free(self, box: Box) -> bool:
        inside = box.left >= 0 and box.right <= self.width and box.top >= 0
        return inside and not any(box.meets(other) for other in self.taken)

    def _add(self, name: str, text: str = "", **attributes: str) -> None:
        known = {key.replace("_", "-"): value for key, value in attributes.items()}
        self._drawn.append((name, known, text))


def _px(number: float) -> str:
    """Return *number* with as many figures as anyone sees, the same on every machine."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
