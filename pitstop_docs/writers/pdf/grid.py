"""``theme.yaml`` → where text stands on a page: how high, and how wide in each column.

Enters: the theme. Leaves: a :class:`Grid`. Lengths are in pt.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf

from pitstop_docs.look.theme import Theme
from pitstop_docs.writers.lines import TEXT, letters_a_line
from pitstop_docs.writers.pdf.bands import ColumnName, Parting, balanced, lines_in

PT_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Grid:
    """The ``height`` of a page's content, the ``widths`` of running text by the column that it stands
    in, and for how many ``letters`` a line of the later strips' columns surely has room. Across the page
    text is as wide as ``measure`` times its size, in the whole ``width`` (0: always as wide)."""

    height: float
    widths: Mapping[ColumnName, float]
    letters: float
    measure: float = 0.0
    width: float = 0.0

    def at(self, size: float) -> "Grid":
        """Return the grid of pages whose text is set in *size*."""
        if not self.measure:
            return self
        across = min(self.measure * size, self.width)
        return replace(self, widths={**self.widths, "wide": across})

    @property
    def parting(self) -> Parting:
        """How blocks stand in the columns of a later strip, as far as counted letters tell: whole
        sections, which end as close together as can be."""
        return balanced(lambda blocks, _name: sum(lines_in(b, self.letters) for b in blocks), inf)


def grid_of(theme: Theme) -> Grid:
    """Return the grid of pages in the look of *theme*, as ``base/bands.css`` sets them."""
    page, columns = theme.page, theme.page.columns
    room = (page.text_width - columns.gap) * PT_PER_MM
    main = room * columns.main / 100
    widths: dict[ColumnName, float] = {
        "first main": main,
        "first side": room - main - columns.indent * PT_PER_MM,
        "main": room / 2,
        "side": room / 2,
        "wide": page.text_width * PT_PER_MM,
    }
    letters = letters_a_line(widths["main"], TEXT.letter * theme.text.size_max)
    whole = Grid(page.text_height * PT_PER_MM, widths, letters, page.measure, widths["wide"])
    return whole.at(theme.text.size_min)
