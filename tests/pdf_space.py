"""How full the last page of a finished PDF is: read from the file alone.

Enters: the bytes of a PDF. Leaves: its pages, and the largest empty height of the last one, in pt, in
the column in which running text stands. The foot, pinned to the end, ends the space; running footers do
not count.
"""

import io

import pdfplumber
import pikepdf

_MARGINS = (40.0, 60.0)  # pt above and below which only running heads and feet stand


def page_count(pdf: bytes) -> int:
    """Return how many pages the file has."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return len(file.pages)


def largest_gap(pdf: bytes) -> float:
    """Return the largest empty height in the left half of the last page."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        page = file.pages[-1]
        top, bottom = _MARGINS[0], float(page.height) - _MARGINS[1]
        things = [*page.chars, *page.images, *page.curves, *page.lines]
        spans = sorted(
            (thing["top"], thing["bottom"])
            for thing in things
            if thing["x0"] < page.width / 2 and thing["bottom"] > top and thing["top"] < bottom
        )
    gap, end = 0.0, top
    for above, below in [*spans, (bottom, bottom)]:
        gap, end = max(gap, above - end), max(end, below)
    return gap
