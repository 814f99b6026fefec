"""What is drawn on the pages of a finished PDF, as PDFium has it: many times as fast as pdfplumber, which
:mod:`tests.pdf_opened` asks where two programs should say the same.

Enters: the bytes of a PDF. Leaves: pages with their letters and the boxes of all else, in pt from
the top left corner.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from pdfplumber.utils.text import extract_text

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_RECTANGLE = 4  # corners
LINE_END = "\x02"  # what PDFium makes of a hyphen at the end of a line


class Box(NamedTuple):
    """Where something stands: a rectangle if ``plain``, or a line, a curve, a picture."""

    x0: float
    top: float
    x1: float
    bottom: float
    plain: bool


@dataclass(frozen=True)
class Seen:
    """A page: its number from 1, and its size."""

    file: pypdfium2.PdfDocument
    page_number: int

    @cached_property
    def _page(self) -> pypdfium2.PdfPage:
        return self.file[self.page_number - 1]

    @cached_property
    def width(self) -> float:
        """How wide it is."""
        return float(self._page.get_width())

    @cached_property
    def height(self) -> float:
        """How high it is."""
        return float(self._page.get_height())

    @cached_property
    def chars(self) -> list[dict[str, Any]]:
        """The letters, each with what pdfplumber says of one."""
        return list(_chars(self._page.get_textpage(), self.height))

    @cached_property
    def boxes(self) -> list[Box]:
        """All else that is drawn."""
        count = pdfium.FPDFPage_CountObjects(self._page)
        drawn = (pdfium.FPDFPage_GetObject(self._page, index) for index in range(count))
        return [box for each in drawn for box in _boxes(each, self.height, _IDENTITY)]

    def text(self) -> str:
        """Return what is written, line by line as it is seen."""
        return extract_text(self.chars)


@lru_cache(maxsize=2)
def pages_seen(pdf: bytes) -> list[Seen]:
    """Return the pages of *pdf*, which remember what was read of them."""
    file = pypdfium2.PdfDocument(pdf)
    return [Seen(file, number) for number in range(1, len(file) + 1)]


def _chars(text: pypdfium2.PdfTextPage, height: float) -> Iterator[dict[str, Any]]:
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y, descent = ctypes.c_double(), ctypes.c_double(), ctypes.c_float()
    said: dict[int, dict[str, Any]] = {}  # of all letters that are drawn at once
    for index in range(text.count_chars()):
        # PDFium adds spaces and line ends of its own.
        if pdfium.FPDFText_IsGenerated(text, index):
            continue
        drawn_by = pdfium.FPDFText_GetTextObject(text, index)
        key = ctypes.addressof(drawn_by.contents)
        if key not in said:
            pdfium.FPDFText_GetMatrix(text, index, matrix)
            font_size = pdfium.FPDFText_GetFontSize(text, index)
            font = pdfium.FPDFTextObj_GetFont(drawn_by)
            pdfium.FPDFFont_GetDescent(font, font_size, descent)
            said[key] = {
                "size": font_size * abs(matrix.d),
                "below": descent.value * abs(matrix.d),
                "fontname": _font(font),
                "upright": True,
                "tag": _tag(drawn_by),
            }
        one = said[key]
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        bottom = height - y.value - one["below"]
        top = bottom - one["size"]
        letter = chr(pdfium.FPDFText_GetUnicode(text, index)).replace(LINE_END, "-")
        yield one | {
            "text": letter, "x0": box.left, "x1": box.right, "top": top, "bottom": bottom, "doctop": top,
            "width": box.right - box.left, "height": one["size"],
        }  # fmt: skip


def _font(font: Any) -> str:
    name = ctypes.create_string_buffer(96)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    return name.value.decode()


def _tag(drawn: Any) -> str:
    """Return the innermost tag that *drawn* stands in."""
    count = pdfium.FPDFPageObj_CountMarks(drawn)
    if count < 1:
        return ""
    mark = pdfium.FPDFPageObj_GetMark(drawn, count - 1)
    size = ctypes.c_ulong()
    name = ctypes.create_string_buffer(64)
    units = ctypes.cast(name, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFPageObjMark_GetName(mark, units, len(name), size)
    return name.raw[: size.value].decode("utf-16-le").rstrip("\0")


def _boxes(drawn: Any, height: float, outer: Matrix) -> Iterator[Box]:
    matrix = _matrix(drawn, outer)
    match pdfium.FPDFPageObj_GetType(drawn):
        case pdfium.FPDF_PAGEOBJ_FORM:
            for index in range(pdfium.FPDFFormObj_CountObjects(drawn)):
                yield from _boxes(pdfium.FPDFFormObj_GetObject(drawn, index), height, matrix)
        case pdfium.FPDF_PAGEOBJ_IMAGE:
            yield _box([(0, 0), (0, 1), (1, 0), (1, 1)], matrix, height)
        case pdfium.FPDF_PAGEOBJ_PATH:
            for points, straight in _paths(drawn):
                yield _box(points, matrix, height, straight)


def _paths(drawn: Any) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the points of each stroke of a path, and whether it has straight lines alone."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    straight = True
    for index in range(pdfium.FPDFPath_CountSegments(drawn)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points, straight
            points, straight = [], True
        straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    if points:
        yield points, straight


def _box(
    points: list[tuple[float, float]], matrix: Matrix, height: float, straight: bool = False
) -> Box:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    corners = dict.fromkeys(zip(xs, ys, strict=True))
    upright = len({round(x, 3) for x in xs}) == len({round(y, 3) for y in ys}) == 2
    plain = straight and upright and len(corners) == _RECTANGLE
    return Box(min(xs), height - max(ys), max(xs), height - min(ys), plain)


def _matrix(drawn: Any, outer: Matrix) -> Matrix:
    """Return what brings the points of *drawn* to the page."""
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(drawn, found)
    a, b, c, d, e, f = found.a, found.b, found.c, found.d, found.e, found.f
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip
