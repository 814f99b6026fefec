"""Sizes and levels in a foreign Word file: whole numbers that Word accepts, or none.

Enters: the package of a letterhead, opened. Leaves: the package with every size in the unit that Word
itself writes, and where one that is no size was left out. Whatever reads a letterhead's sizes after
this may take them for integers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from pitstop_docs.writers.docx.markup import W, serialise
from pitstop_docs.writers.docx.package import Package, parse_part

# 22.9.2.15, ST_UniversalMeasure, and plain numbers; some programs write these with decimals.
_MEASURE = re.compile(r"(-?[0-9]{1,9}(?:\.[0-9]{1,20})?)(mm|cm|in|pt|pc|pi)?")
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72, "pt": 1, "pc": 12, "pi": 12}
_PERCENT = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?%")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit in which sizes are written: how many make a point, and what Word takes of them."""

    in_point: float
    least: int
    most: int
    percent: bool = False


# Word's own limits: 22 inches, 1638 points.
_LENGTH = _Unit(20, 0, 31680)
_SIGNED = replace(_LENGTH, least=-31680)
_WIDTH = replace(_SIGNED, percent=True)
_TYPE = _Unit(2, 1, 3276)
_RAISED = replace(_TYPE, least=-3276)
_LINE = _Unit(8, 0, 255)
_SPACE = _Unit(1, 0, 31)
_LEVEL = _Unit(1, 0, 9)

_BORDERS = ("top", "left", "start", "bottom", "right", "end", "between", "bar", "bdr")
_SIZES: Mapping[tuple[str, str], _Unit] = {
    **dict.fromkeys([("sz", "val"), ("szCs", "val")], _TYPE),
    **dict.fromkeys([("ilvl", "val"), ("outlineLvl", "val")], _LEVEL),
    **dict.fromkeys([("kern", "val")], replace(_TYPE, least=0)),
    **dict.fromkeys([("position", "val")], _RAISED),
    **dict.fromkeys([("spacing", "val"), ("spacing", "line"), ("tblInd", "w")], _SIGNED),
    **dict.fromkeys([("spacing", "before"), ("spacing", "after")], _LENGTH),
    **{("ind", side): _SIGNED for side in ("left", "start", "right", "end")},
    **dict.fromkeys([("ind", "hanging"), ("ind", "firstLine")], _LENGTH),
    **dict.fromkeys([("tab", "pos"), ("pgMar", "top"), ("pgMar", "bottom")], _SIGNED),
    **{("pgMar", side): _LENGTH for side in ("left", "right", "header", "footer", "gutter")},
    **dict.fromkeys([("pgSz", "w"), ("pgSz", "h")], replace(_LENGTH, least=1)),
    **dict.fromkeys([("cols", "space"), ("col", "w"), ("col", "space")], _LENGTH),
    **dict.fromkeys([("trHeight", "val"), ("defaultTabStop", "val")], _LENGTH),
    **dict.fromkeys([("tblW", "w"), ("tcW", "w")], _WIDTH),
    **{(side, "sz"): _LINE for side in _BORDERS},
    **{(side, "space"): _SPACE for side in _BORDERS},
}  # fmt: skip
_BY_TAG: Mapping[str, tuple[tuple[str, _Unit], ...]] = {
    W + tag: tuple((W + name, unit) for (each, name), unit in _SIZES.items() if each == tag)
    for tag, _name in _SIZES
}


def settle(package: Package) -> tuple[str, ...]:
    """Write the sizes in *package* as Word does; return where some are none, and left out.

    A place is the name of a style or, outside styles, of a part: "Heading 1", "header1.xml".
    """
    places: dict[str, None] = {}
    for part in list(package.parts.values()):
        if not part.content_type.endswith("+xml"):
            continue
        root = parse_part(part.data, part.name)
        changed = False
        for element, name, text, size in list(_sizes(root)):
            if size == text:
                continue
            changed = True
            parent = element.getparent()
            if size is not None:
                element.set(name, size)
            elif parent is not None:
                places[_place(element, part.name)] = None
                # Not the attribute alone: many elements are nothing without it (17.3.2.38).
                parent.remove(element)
        if changed:
            package.add(replace(part, data=serialise(root)))
    return tuple(places)


def _sizes(root: etree._Element) -> Iterator[tuple[etree._Element, str, str, str | None]]:
    """Yield the sizes below *root*: element, attribute, what it says, what it means."""
    for element in root.iter(*_BY_TAG):
        for name, unit in _BY_TAG[element.tag]:
            text = element.get(name)
            if text is not None:
                yield element, name, text, _settled(text, unit)


def _settled(text: str, unit: _Unit) -> str | None:
    """Return *text* as a whole number of *unit*, or None where it is no size that Word takes."""
    if unit.percent and _PERCENT.fullmatch(text):
        return text
    found = _MEASURE.fullmatch(text.strip())
    if found is None:
        return None
    points = _POINTS[found[2]] * unit.in_point if found[2] else 1
    size = round(float(found[1]) * points)
    return str(size) if unit.least <= size <= unit.most else None


def _place(element: etree._Element, part: str) -> str:
    for above in element.iterancestors(W + "style"):
        for name in above.iterfind(W + "name"):
            return name.get(W + "val", "")
    return part.rpartition("/")[2]
