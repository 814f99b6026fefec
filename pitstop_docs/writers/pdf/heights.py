"""Heights that are kept: only what changed since is measured again.

Enters: the HTML of a document on an endless sheet, and what was measured of earlier ones. Leaves: the same
HTML, in which nothing is left to lay out that is known; then, from its boxes, the extents of all blocks.

A document's parts stand one below the other: opening, strips, foot. What one takes is decided by its own HTML
and by the tags of the others (styles never look into a neighbour), what lies between two by both. All is
rounded to binary fractions of a pt, whose sums are exact: the same comes out whatever else was measured with
it, or in which order.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from math import isfinite
from operator import attrgetter
from typing import Any
from xml.etree.ElementTree import Element, tostring

from pitstop_docs.runs.digests import digest
from pitstop_docs.writers.pdf.extents import NOTES, Extent, Measuring, Piece

_GRID = 1024  # fractions of a pt
_FILLER = "display:block;padding:0;border:0;min-height:0;height:{}pt;margin:{}pt 0 {}pt"
# What prints the pages of others says something else where these are not there.
_LOOKS_AROUND = "contents"
_VALUES = {kind: attrgetter(*(each.name for each in fields(kind))) for kind in (Extent, Piece)}


@dataclass(frozen=True, slots=True)
class Part:
    """What stands below other parts: its ``height``, the ``rule`` above its footnotes (0: it has none), the
    ``extents`` of its blocks from its top. WeasyPrint 70 keeps in mind where what floats in a grid stood before
    that was placed: such a part is known only below the same parts, whose digest is ``below`` ("": any)."""

    height: float
    rule: float
    below: str
    extents: Mapping[str, Extent]


@dataclass(slots=True)
class Heights:
    """Parts, and gaps between them, under digests of all that decides them; ``basis`` is that of what their
    HTML does not say: styles, pictures, the engine. Those that were asked for are ``used``."""

    basis: str = ""
    parts: dict[str, Part] = field(default_factory=dict)
    gaps: dict[str, float] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    measured: int = 0  # parts that were laid out for their heights

    @classmethod
    def read(cls, basis: str, text: str) -> "Heights":
        """Return what :meth:`text` gave; nothing, where anything in it is not what it should be."""
        try:
            parts, gaps = json.loads(text)
            return cls(
                basis,
                {str(key): _part(row) for key, row in parts.items()},
                {str(key): _as(float, gap) for key, gap in gaps.items()},
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            return cls(basis)

    def text(self) -> str:
        """Return what was used, as text."""
        parts = {
            key: [part.height, part.rule, part.below, {n: _row(e) for n, e in part.extents.items()}]
            for key, part in self.parts.items()
            if key in self.used
        }
        gaps = {key: gap for key, gap in self.gaps.items() if key in self.used}
        return json.dumps([parts, gaps], sort_keys=True) if parts else ""

    def forget(self) -> None:
        """Know nothing any more."""
        for known in (self.parts, self.gaps, self.used):
            known.clear()


class Flow:
    """The parts of one document, whose HTML is *root*, and what *heights* are known of them."""

    def __init__(self, root: Element, heights: Heights) -> None:
        self.hidden: set[int] = set()
        self.astray = False  # something floats below what is hidden
        self._heights = heights
        self._parts = [*_parts_of(root)]
        # What floats is in the first strip, if anywhere.
        self._opening = 1 + next(n for n, part in enumerate(root[-1]) if part.tag == "main")
        whole = [dict(each.attrib) for each in (root, root[-1])]
        tags = [(part.tag, dict(part.attrib)) for part in self._parts]
        frame = digest((heights.basis, whole, tags))
        words = [tostring(part, encoding="unicode") for part in self._parts]
        self._keys = [digest((frame, n, html)) for n, html in enumerate(words)]
        self._gaps = [digest(pair) for pair in pairwise(self._keys)]
        heights.used |= {*self._keys, *self._gaps}
        self.missing = {n for n, key in enumerate(self._keys) if key not in heights.parts}
        for n, key in enumerate(self._gaps):
            if key not in heights.gaps and not {n, n + 1} & self.missing:
                self.missing |= {n, n + 1}
        for n, key in enumerate(self._keys):
            if n not in self.missing and heights.parts[key].below not in ("", self._above(n)):
                self.missing.add(n)

    def _above(self, n: int) -> str:
        """Return the digest of what stands above part *n*."""
        return digest(self._keys[:n])

    def _gap(self, n: int) -> float:
        """Return what is between part *n* and the next, as far as that is known."""
        return self._heights.gaps.get(self._gaps[n], 0.0) if 0 <= n < len(self._gaps) else 0.0

    def hide(self) -> None:
        """Leave but room of all that is known and stands beside nothing that is not."""
        shown = {near for n in self.missing for near in (n - 1, n, n + 1)}
        opening = {*range(self._opening)}
        if self.missing & opening:
            shown |= opening
        if any(self._looks_around(n) for n in shown & {*range(len(self._parts))}):
            shown |= {*range(len(self._parts))}
        for n, part in enumerate(self._parts):
            if n not in shown:
                self.hidden.add(n)
                part[:], part.text = [], None
                height = self._heights.parts[self._keys[n]].height
                part.set("style", _FILLER.format(height, self._gap(n - 1), self._gap(n)))

    def _looks_around(self, n: int) -> bool:
        return any(_LOOKS_AROUND in e.get("class", "").split() for e in self._parts[n].iter())

    def take(self, measuring: Measuring, pages: list[Any]) -> None:
        """Take what was *missing* from the boxes of *pages*."""
        found = measuring.read(pages, self._parts)
        edges = [measuring.edges.get(part) for part in self._parts]
        heights = self._heights
        for n, ((one, other), key) in enumerate(zip(pairwise(edges), self._gaps, strict=True)):
            if {n, n + 1} & self.missing:
                # What is in no flow, as a running head, is nowhere.
                heights.gaps[key] = _round(other[0] - one[1]) if one and other else 0.0
        for n, (key, part) in enumerate(zip(self._keys, self._parts, strict=True)):
            if n in self.missing:
                top, bottom = edges[n] or (0.0, 0.0)
                ids = (e.get("id", "") for e in part.iter())
                extents = {i: _rounded(_moved(found[i], -top)) for i in ids if i in found}
                rule = found[NOTES].height if any(e.notes for e in extents.values()) else 0.0
                below = "" if measuring.floated.isdisjoint(part.iter()) else self._above(n)
                self.astray |= bool(below) and bool(self.hidden & {*range(n)})
                heights.parts[key] = Part(_round(bottom - top), _round(rule), below, extents)
        heights.measured += len(self.missing)

    def extents(self) -> Mapping[str, Extent]:
        """Return the extents of all blocks, once nothing is missing."""
        parts = [self._heights.parts[key] for key in self._keys]
        out: dict[str, Extent] = {}
        top = 0.0
        for n, part in enumerate(parts):
            out |= {name: _moved(extent, top) for name, extent in part.extents.items()}
            top += part.height + self._gap(n)
        return {**out, NOTES: Extent(0.0, max((part.rule for part in parts), default=0.0))}


def _parts_of(root: Element) -> Iterator[Element]:
    for element in root[-1]:
        yield from element if element.tag == "main" else (element,)


def _moved(extent: Extent, height: float) -> Extent:
    pieces = tuple(Piece(p.top + height, p.bottom + height, p.running) for p in extent.pieces)
    return replace(extent, top=extent.top + height, bottom=extent.bottom + height, pieces=pieces)


def _round(height: float) -> float:
    return round(height * _GRID) / _GRID


def _rounded(one: Any) -> Any:
    """Return an extent or a piece with its numbers rounded."""
    return type(one)(*map(_value, _VALUES[type(one)](one)))


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_rounded, value))
    return _round(value) if isinstance(value, float) else value


# --- as text -----------------------------------------------------------------------------------


def _row(one: Extent | Piece) -> list[Any]:
    values = _VALUES[type(one)](one)
    return [[*map(_row, value)] if isinstance(value, tuple) else value for value in values]


def _part(row: Any) -> Part:
    height, rule, below, extents = row
    read = {str(name): _node(Extent, each) for name, each in extents.items()}
    return Part(_as(float, height), _as(float, rule), str(below), read)


def _node(kind: Any, row: Iterable[Any]) -> Any:
    """Return the extent or piece that *row* says; raises ValueError or TypeError."""
    each = zip(fields(kind), row, strict=True)
    return kind(*(_as(one.type, value) for one, value in each))


def _as(kind: Any, value: Any) -> Any:
    if kind in (bool, int, float):
        right = type(value) is kind or (kind is float and type(value) is int)
        if not right or not isfinite(value):
            raise TypeError(value)
        return kind(value)
    return tuple(_node(Piece, row) for row in value)
