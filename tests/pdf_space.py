"""How full the last page of a finished PDF is, and where letters stand: read from the file alone.

Enters: the bytes of a PDF. Leaves: its pages, the letters on them, and the largest empty height of the
last one, in pt, in the column in which running text stands. The foot, pinned to the end, ends the space;
running footers do not count.
"""

import io
from collections.abc import Iterator
from typing import NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from tests.pdf_seen import pages_seen

_MARGINS = (40.0, 60.0)  # pt above and below which only running heads and feet stand


def page_count(pdf: bytes) -> int:
    """Return how many pages the file has."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


class Letter(NamedTuple):
    """Where a letter stands on a page, and how wide that is, in pt."""

    text: str
    left: float
    right: float
    page_width: float


def letters(pdf: bytes) -> Iterator[Letter]:
    """Yield all letters, page by page, but for spaces that are not drawn."""
    box = pdfium.FS_RECTF()
    with pypdfium2.PdfDocument(pdf) as file:
        for page in file:
            text, width = page.get_textpage(), page.get_width()
            for index in range(text.count_chars()):
                if pdfium.FPDFText_IsGenerated(text, index):
                    continue
                pdfium.FPDFText_GetLooseCharBox(text, index, box)
                letter = chr(pdfium.FPDFText_GetUnicode(text, index))
                yield Letter(letter, box.left, box.right, width)


def largest_gap(pdf: bytes) -> float:
    """Return the largest empty height in the left half of the last page."""
    page = pages_seen(pdf)[-1]
    top, bottom = _MARGINS[0], page.height - _MARGINS[1]
    things = [(char["x0"], char["top"], char["bottom"]) for char in page.chars]
    things += [(box.x0, box.top, box.bottom) for box in page.boxes if not box.plain]
    spans = sorted(
        (above, below)
        for left, above, below in things
        if left < page.width / 2 and below > top and above < bottom
    )
    gap, end = 0.0, top
    for above, below in [*spans, (bottom, bottom)]:
        gap, end = max(gap, above - end), max(end, below)
    return gap
