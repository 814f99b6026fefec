"""Tables as people type them: rows that fit their header, and how wide each column is.

Enters: the lines of a table, or its cells. Leaves: problems in the reporter, or shares of the width.
"""

from collections.abc import Sequence
from dataclasses import replace

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.problems.messages import _
from pitstop_docs.readers.chunks import cells_of
from pitstop_docs.tree.document import Column, Row
from pitstop_docs.tree.walk import plain

_LEAST, _MOST = 8, 48  # letters that a column has room for, beside others
_BESIDE = 4  # letters that fit beside the longest word of a column


def check_rows(lines: Sequence[str], place: Location, reporter: Reporter) -> None:
    """Report rows with too few or too many cells: Markdown would fill or drop them."""
    wanted = cells_of(lines[0])
    for index, row in enumerate(lines[2:], start=2):
        if cells_of(row) != wanted:
            reporter.report(
                "table-cells",
                Location(place.path, place.line + index),
                _("cells in this row: {count}; in the table's first line: {wanted}").format(
                    count=cells_of(row), wanted=wanted
                ),
            )
    if len(lines) < 3:
        reporter.report(
            "broken-table",
            place,
            _("this table has no rows"),
            _("write them below the line of hyphens"),
        )


def with_widths(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> tuple[Column, ...]:
    """Return *columns* with shares of the width by what they hold, and by their longest word."""
    shares = []
    for index, column in enumerate(columns):
        cells = [plain(column.title), *(plain(row.cells[index]) for row in rows)]
        longest, word = max(map(len, cells)), max(len(w) for c in cells for w in (c.split() or [c]))
        shares.append(min(max(longest, word + _BESIDE, _LEAST), _MOST) / 12)
    return tuple(replace(c, width=width) for c, width in zip(columns, shares, strict=True))
