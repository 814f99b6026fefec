"""Tables as people type them: rows that fit their header, and how wide each column is.

Enters: the lines of a table, or its cells. Leaves: problems in the reporter, or shares of the width.
"""

from collections.abc import Sequence
from dataclasses import replace

from pitstop_docs.diagnostics import Location, Reporter
from pitstop_docs.document import Column, Row
from pitstop_docs.messages import _
from pitstop_docs.readers.chunks import cells_of
from pitstop_docs.walking import plain


def check_rows(lines: Sequence[str], place: Location, reporter: Reporter) -> None:
    """Report rows with too few or too many cells: Markdown would fill or drop them."""
    wanted = cells_of(lines[0])
    for index, row in enumerate(lines[2:], start=2):
        if cells_of(row) != wanted:
            reporter.error(
                "table-cells",
                _("cells in this row: {count}; in the table's first line: {wanted}").format(
                    count=cells_of(row), wanted=wanted
                ),
                Location(place.path, place.line + index),
                _("add or remove a '|'; a cell may be empty; for a bar as text write \\|"),
            )
    if len(lines) < 3:
        reporter.error(
            "broken-table",
            _("this table has no rows"),
            place,
            _("write them below the line of hyphens"),
        )


def with_widths(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> tuple[Column, ...]:
    """Return *columns* with shares of the width by what they hold, within a factor of four."""
    longest = [
        max([len(plain(column.title)), *(len(plain(row.cells[i])) for row in rows)])
        for i, column in enumerate(columns)
    ]
    return tuple(
        replace(column, width=min(max(length, 8), 48) / 12)
        for column, length in zip(columns, longest, strict=True)
    )
