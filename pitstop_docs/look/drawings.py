"""Drawings of others, such as a logo: SVG of shapes alone, which runs, fetches and links nothing.

Enters: the bytes of a file. Leaves: the same shapes on white, without what a drawing program wrote for
itself; or why not. What is not known to be harmless is refused.
"""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pitstop_docs.look.flaws import PictureError

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SHAPES = frozenset({
    "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "clipPath", "linearGradient", "radialGradient", "stop", "style", "switch",
})  # fmt: skip
_SAID = frozenset({"title", "desc", "metadata"})  # the alternative text is ours
_PX = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = re.compile(r"\s*([0-9]{1,7}(?:\.[0-9]{1,9})?)\s*(px|pt|pc|mm|cm|in)?\s*")
# An address that is no part of the drawing, and what could hide one.
_REACHING = re.compile(
    r"url\(\s*[\"']?\s*(?!#|[\"'\s])|@|\\|javascript:|expression\(", re.IGNORECASE
)
_PIXELS = (b"\x89PNG", b"\xff\xd8")  # their metadata may hold anything
_START = re.compile(rb"<(?:\w+:)?svg\b")
_MOST = 20_000  # shapes that are drawn, those that <use> repeats too
_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Drawing:
    """A harmless drawing as SVG, and its size in CSS px."""

    svg: bytes
    width: int
    height: int


def is_drawing(data: bytes) -> bool:
    """Tell whether *data* is meant to be SVG."""
    return not data.startswith(_PIXELS) and _START.search(data[:8000]) is not None


def plain_drawing(data: bytes) -> Drawing:
    """Return what of *data* is drawn; raises :class:`~pitstop_docs.look.flaws.PictureError`."""
    if len(data) > _BYTES:
        raise PictureError("heavy", _BYTES // 1_000_000)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PictureError("damaged") from error
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and _has_entities(declared):
        raise PictureError("unsafe", "DOCTYPE, ENTITY")
    before = root.getprevious()
    while before is not None:
        if "stylesheet" in str(getattr(before, "target", "")):
            raise PictureError("unsafe", "xml-stylesheet")
        before = before.getprevious()
    if root.tag != f"{_SVG}svg":
        raise PictureError("damaged")
    _clean(root)
    _count(root)
    x, y, wide, tall = _box(root)
    ground = etree.Element(f"{_SVG}rect", x=x, y=y, width=wide, height=tall, fill="#FFFFFF")
    root.insert(0, ground)
    width, height = (_length(root.get(side)) or float(size) for side, size in (("width", wide), ("height", tall)))  # fmt: skip  # noqa: E501
    if min(width, height) < 1 or max(width, height) > 100 * min(width, height):
        raise PictureError("unsafe", "width, height")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    etree.cleanup_namespaces(root)
    return Drawing(etree.tostring(root), round(width), round(height))


def _has_entities(declared: Any) -> bool:
    return next(declared.iterentities(), None) is not None


def _clean(element: etree._Element) -> None:
    """Take out what other programs wrote into *element*; raises what it may not hold."""
    for child in list(element):
        foreign = not isinstance(child.tag, str) or not child.tag.startswith(_SVG)
        name = "" if foreign else child.tag.removeprefix(_SVG)
        if foreign and isinstance(child, etree._Entity):
            raise PictureError("unsafe", child.text or "&")
        if foreign or name in _SAID:
            element.remove(child)
        elif name not in _SHAPES:
            raise PictureError("unsafe", f"<{name}>")
        else:
            _clean(child)
    if element.tag == f"{_SVG}style" and _REACHING.search(element.text or ""):
        raise PictureError("unsafe", "<style>")
    for key, value in element.attrib.items():
        name, said = str(key), str(value)
        if name.lower().startswith("on"):
            raise PictureError("unsafe", name)
        if name in ("href", _LINK):
            if not said.strip().startswith("#"):
                raise PictureError("unsafe", f"href: {said[:40]}")
        elif _REACHING.search(said) and not name.startswith("{"):
            raise PictureError("unsafe", f"{name}: {said[:40]}")
        elif name.startswith("{"):
            del element.attrib[key]


def _count(root: etree._Element) -> None:
    """Raise where *root* repeats itself for ever, or beyond all measure."""
    by_id = {str(each.get("id")): each for each in root.iter(etree.Element) if each.get("id")}

    def drawn(element: etree._Element, above: tuple[str, ...]) -> int:
        total = 1 + sum(drawn(child, above) for child in element)
        target = str(element.get("href") or element.get(_LINK) or "").strip().removeprefix("#")
        if element.tag == f"{_SVG}use" and target in by_id:
            if target in above:
                raise PictureError("unsafe", f"<use> {target[:40]}")
            total += drawn(by_id[target], (*above, target))
        if total > _MOST:
            raise PictureError("unsafe", "<use>")
        return total

    drawn(root, ())


def _box(root: etree._Element) -> tuple[str, str, str, str]:
    """Return the four numbers of the view box, which is written where there is none."""
    said = re.split(r"[\s,]+", str(root.get("viewBox") or "").strip())
    if len(said) != 4:
        width, height = _length(root.get("width")), _length(root.get("height"))
        if not width or not height:
            raise PictureError("unsafe", "width, height, viewBox")
        said = ["0", "0", f"{width:g}", f"{height:g}"]
        root.set("viewBox", " ".join(said))
    try:
        x, y, wide, tall = (f"{float(number):g}" for number in said)
    except ValueError as error:
        raise PictureError("unsafe", "viewBox") from error
    return x, y, wide, tall


def _length(said: str | None) -> float | None:
    """Return a length in CSS px; None for none and for shares of what is around."""
    match = _LENGTH.fullmatch(said or "")
    return float(match[1]) * _PX[match[2] or ""] if match else None
