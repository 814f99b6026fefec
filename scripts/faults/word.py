"""Faults of Word files: lines that are too long to be read, lines that stand too close.

Enters: the bytes of a DOCX. Leaves: what is wrong, by style, as :class:`Hit`. The width of letters is that
of the project's fonts, in which the file is set; how Word breaks lines is not known here: a line is as long as
the room there is, in the mean width of the paragraph's own letters."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from lxml import etree

from scripts.faults.shape import Hit

LONGEST = 90  # characters of a line
TIGHTEST = 1.25  # distance of lines, in sizes
DISPLAY = 13.0  # pt: titles and standfirsts are larger, and stand closer
_FONTS = Path(__file__).parents[2] / "templates" / "fonts"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a paragraph is set; lengths in pt."""

    font: str = ""
    size: float = 10.0
    line: float = 240
    rule: str = "auto"
    left: float = 0.0
    right: float = 0.0
    numbering: str = ""

    def told(self, properties: Any) -> "_Setting":
        """Return it as *properties* (of a style or a paragraph) change it."""
        changes: dict[str, Any] = {}
        for path, name, attribute, read in _TOLD:
            found = properties.find(path)
            value = None if found is None else found.get(_W + attribute)
            if value is not None:
                changes[name] = read(value)
        return replace(self, **changes)


def _twips(value: str) -> float:
    return int(value) / 20


_TOLD = (
    (f".//{_W}rPr/{_W}rFonts", "font", "ascii", str),
    (f".//{_W}rPr/{_W}sz", "size", "val", lambda value: int(value) / 2),
    (f".//{_W}pPr/{_W}spacing", "line", "line", float),
    (f".//{_W}pPr/{_W}spacing", "rule", "lineRule", str),
    (f".//{_W}pPr/{_W}ind", "left", "left", _twips),
    (f".//{_W}pPr/{_W}ind", "right", "right", _twips),
    (f".//{_W}pPr/{_W}numPr/{_W}numId", "numbering", "val", str),
)


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The paragraphs of one style, outside tables: the longest line, and the distance of lines in sizes."""

    style: str
    length: float
    leading: float


@dataclass(slots=True)
class _Styles:
    """The styles of a file; what is asked for is resolved along ``basedOn``."""

    elements: dict[str, Any]
    default: str
    indents: dict[str, float]
    found: dict[str, _Setting] = field(default_factory=dict)

    def of(self, id: str) -> _Setting:
        """Return how paragraphs of the style *id* are set."""
        if id not in self.found:
            element = self.elements.get(id)
            based = None if element is None else element.find(f"{_W}basedOn")
            parent = self.of(based.get(_W + "val")) if based is not None else _Setting()
            self.found[id] = parent if element is None else parent.told(element)
        return self.found[id]


def long_lines(docx: bytes) -> Iterator[Hit]:
    """Lines of running text are longer than 90 characters."""
    for each in read_paragraphs(docx):
        if each.length > LONGEST:
            yield Hit(0, f"{each.style}: {each.length:.0f} caratteri")


def tight_lines(docx: bytes) -> Iterator[Hit]:
    """Lines of running text stand closer than 1.25 sizes."""
    for each in read_paragraphs(docx):
        if round(each.leading, 2) < TIGHTEST:
            yield Hit(0, f"{each.style}: {each.leading:.2f}")


def read_paragraphs(docx: bytes) -> list[Paragraphs]:
    """Return the styles whose paragraphs, outside tables, take two lines or more somewhere."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body: Any = etree.fromstring(archive.read("word/document.xml"))[0]
        styles = _read_styles(archive)
    page = body.find(f"{_W}sectPr")
    margins, size = page.find(f"{_W}pgMar"), page.find(f"{_W}pgSz")
    across = _twips(size.get(_W + "w")) - sum(
        _twips(margins.get(_W + s)) for s in ("left", "right")
    )
    found: dict[str, Paragraphs] = {}
    for paragraph, room in _in_columns(body, across):
        text = "".join(paragraph.itertext(f"{_W}t"))
        if next(paragraph.iterancestors(f"{_W}tbl"), None) is not None or not text.strip():
            continue
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = styles.default if named is None else named.get(_W + "val")
        own = paragraph.find(f"{_W}pPr")
        # Its runs speak of a few words each; its own pPr of all of it.
        setting = styles.of(style).told(_wrap(own)) if own is not None else styles.of(style)
        left = setting.left or styles.indents.get(setting.numbering, 0.0)
        length = (room - left - setting.right) / (_mean_width(text, setting.font) * setting.size)
        if len(text) <= length or setting.size > DISPLAY:
            continue
        natural = _font(setting.font)[1]
        auto = setting.rule == "auto"
        leading = setting.line / 240 * natural if auto else setting.line / 20 / setting.size
        known = found.get(style, Paragraphs(style, 0.0, 99.0))
        found[style] = Paragraphs(style, max(known.length, length), min(known.leading, leading))
    return list(found.values())


def _in_columns(body: Any, across: float) -> Iterator[tuple[Any, float]]:
    """Yield each paragraph of *body*, with how wide the column is in which it stands; the page is *across*."""
    waiting: list[Any] = []
    for element in body.iter(f"{_W}p", f"{_W}sectPr"):
        if element.tag == f"{_W}p":
            waiting.append(element)
            continue
        columns = element.find(f"{_W}cols")
        count = 1 if columns is None else int(columns.get(_W + "num", "1"))
        gap = 0.0 if count == 1 else _twips(columns.get(_W + "space", "720"))
        for paragraph in waiting:
            yield paragraph, (across - gap * (count - 1)) / count
        waiting = []


def _wrap(properties: Any) -> Any:
    """Return an element that holds only *properties*' spacing, indents and number, as a style does."""
    holder = etree.Element(f"{_W}p")
    inside = etree.SubElement(holder, f"{_W}pPr")
    for child in properties:
        if child.tag in (f"{_W}spacing", f"{_W}ind", f"{_W}numPr"):
            inside.append(etree.fromstring(etree.tostring(child)))
    return holder


def _read_styles(archive: zipfile.ZipFile) -> _Styles:
    root: Any = etree.fromstring(archive.read("word/styles.xml"))
    elements: dict[str, Any] = {}
    default = ""
    for style in root.iter(f"{_W}style"):
        if style.get(_W + "type") == "paragraph":
            elements[style.get(_W + "styleId")] = style
            default = style.get(_W + "styleId") if style.get(_W + "default") == "1" else default
    return _Styles(elements, default, _read_indents(archive))


def _read_indents(archive: zipfile.ZipFile) -> dict[str, float]:
    """Return how far the first level of each numbering is indented."""
    if "word/numbering.xml" not in archive.namelist():
        return {}
    root: Any = etree.fromstring(archive.read("word/numbering.xml"))
    abstract = {}
    for each in root.iter(f"{_W}abstractNum"):
        indent = each.find(f"{_W}lvl/{_W}pPr/{_W}ind")
        left = None if indent is None else indent.get(_W + "left")
        abstract[each.get(_W + "abstractNumId")] = _twips(left or "0")
    return {
        each.get(_W + "numId"): abstract.get(each.find(f"{_W}abstractNumId").get(_W + "val"), 0.0)
        for each in root.iter(f"{_W}num")
    }


def _mean_width(text: str, family: str) -> float:
    """Return the mean width of the letters of *text*, in sizes."""
    widths, _natural = _font(family)
    usual = widths.get("n", 0.5)
    return sum(widths.get(letter, usual) for letter in text) / len(text)


@cache
def _font(family: str) -> tuple[dict[str, float], float]:
    """Return the width of each letter, and the natural distance of lines, of a font of the project, in sizes.
    Of other fonts nothing is known: half a size, and what most have."""
    name, _, weight = family.rpartition(
        " "
    )  # a weight of its own may be a family: "Titillium Web Light"
    files = (f"{family}-Regular.ttf", f"{name}-{weight}.ttf")
    file = next(
        (f for f in (_FONTS / each.replace(" ", "") for each in files) if f.is_file()), None
    )
    if file is None:
        return {}, 1.2
    font = TTFont(file, lazy=True)
    units, metrics, os2 = font["head"].unitsPerEm, font["hmtx"].metrics, font["OS/2"]
    widths = {chr(code): metrics[name][0] / units for code, name in font.getBestCmap().items()}
    if os2.fsSelection & 1 << 7:
        height = os2.sTypoAscender - os2.sTypoDescender + os2.sTypoLineGap
    else:
        height = os2.usWinAscent + os2.usWinDescent
    return widths, height / units
