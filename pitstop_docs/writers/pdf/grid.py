"""``theme.yaml`` → where text stands on a page: how high, and how wide in each column.

Enters: the theme. Leaves: a :class:`Grid`. Lengths are in pt.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pitstop_docs.look.theme import Theme
from pitstop_docs.writers.pdf.bands import ColumnName

PT_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Grid:
    """The ``height`` of a page's content, and the ``widths`` of running text by the column that it
    stands in."""

    height: float
    widths: Mapping[ColumnName, float]


def grid_of(theme: Theme) -> Grid:
    """Return the grid of pages in the look of *theme*, as ``base/bands.css`` sets them."""
    page, columns = theme.page, theme.page.columns
    room = (page.text_width - columns.gap) * PT_PER_MM
    main = room * columns.main / 100
    across = min(page.measure * theme.text.size_min, page.text_width * PT_PER_MM)
    widths: dict[ColumnName, float] = {
        "first main": main,
        "first side": room - main - columns.indent * PT_PER_MM,
        "main": room / 2,
        "side": room / 2,
        "wide": across,
    }
    return Grid(page.text_height * PT_PER_MM, widths)
