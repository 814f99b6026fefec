"""The text of a table, as spreadsheets save it → rows whose cells know their places.

Enters: the bytes of a CSV file, separated by ``;``, commas or tabs, in UTF-8, UTF-16 or Latin-1. Leaves: a
:class:`Sheet`: titles and rows of text; or reported problems. Nothing in a cell is computed."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pitstop_docs.problems.diagnostics import Location, Reporter
from pitstop_docs.readers.files import text_of
from pitstop_docs.records.record import Places
from pitstop_docs.tree.origin import Origin

SEPARATORS = ";,\t"
HEADER_WITHIN = 12  # rows: a title, a date, a remark may stand above
_QUOTED = re.compile(r'\s*"(?:[^"]|"")*"')
# What a spreadsheet computes, or fetches, when it opens a cell.
_FORMULA = re.compile(r"[=@]|[+-].*[(|!]", re.DOTALL)

IsTitle = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """A row's cells, in the sheet's order, and the line on which it begins."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its ``titles``, and its ``rows`` below them; ``above`` is what stands over the titles.

    ``column`` says where in its line the cell of a row begins, counted from 1."""

    path: str
    titles: Row
    rows: tuple[Row, ...]
    column: Callable[[Row, int], tuple[int, int]]
    above: tuple[Row, ...] = ()
    separator: str = ";"

    def place(self, row: Row, index: int) -> Location:
        """Return where the cell *index* of *row* stands."""
        return Location(self.path, *self.column(row, index))


@dataclass(frozen=True, slots=True)
class RowPlaces(Places):
    """Where the values of a row stand: looked for when somebody asks, since most rows are right."""

    sheet: Sheet
    row: Row
    columns: Mapping[str, int]

    @property
    def titles(self) -> Sequence[str]:
        """The titles of the columns."""
        return self.sheet.titles.cells

    def origin(self, *path: str | int) -> Origin:
        """Return where the cell of the field at *path* stands, or its row."""
        index = self.columns.get(str(path[0])) if path else None
        if index is None or index >= len(self.row.cells):
            return self.whole
        start = self.sheet.column(self.row, index)
        return Origin(self.sheet.path, start, start, str(path[0]))


def is_formula(cell: object) -> bool:
    """Tell whether *cell* is a text that a spreadsheet would compute, were it opened in a file of text."""
    return isinstance(cell, str) and bool(_FORMULA.match(cell.strip()))


def read_csv(data: bytes, path: str, is_title: IsTitle, reporter: Reporter) -> Sheet | None:
    """Return the table that *data*, all of file *path*, holds; None after reporting why there is none.

    The titles are the row, and the separator the sign, with which most cells are known titles."""
    text = text_of(_as_utf8(data), path, reporter)
    if text is None:
        return None
    lines = text.split("\n")
    heads = [
        (sum(map(is_title, row.cells)), separator, number)
        for separator in SEPARATORS
        for number, row in enumerate(
            islice(_rows(text, separator, path, Reporter()), HEADER_WITHIN)
        )
    ]
    _known, separator, head = max(heads, key=lambda found: found[0], default=(0, ";", 0))
    rows = tuple(_rows(text, separator, path, reporter))
    if len(rows) <= head:
        return None
    return Sheet(
        path,
        rows[head],
        tuple(row for row in rows[head + 1 :] if any(map(str.strip, row.cells))),
        lambda row, index: _cell_in(lines, row.line, separator, index),
        rows[:head],
        separator,
    )


def _as_utf8(data: bytes) -> bytes:
    """Return *data* as UTF-8, should a spreadsheet have saved it as "Unicode" or as Windows does."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # Where other accents are good UTF-8, one byte is a fault, and reported as one; NULs are in workbooks.
        if b"\x00" not in data and all(
            c in "\ufffd" or c.isascii() for c in data.decode("utf-8", "replace")
        ):
            try:
                return data.decode("cp1252").encode()
            except UnicodeDecodeError:
                return data.decode("latin-1").encode()
    return data


def _rows(text: str, separator: str, path: str, reporter: Reporter) -> Iterator[Row]:
    """Yield the rows of *text*, as far as it is well written; what is not is reported."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield Row(line, cells)
            line = reader.line_num + 1
    except csv.Error:
        reporter.report("broken-list", Location(path, line))


def _cell_in(lines: Sequence[str], line: int, separator: str, index: int) -> tuple[int, int]:
    """Return line and column where the cell *index* begins of the row that begins on *line*."""
    rest = "\n".join(lines[line - 1 : line + 49])  # no honest row has more lines
    at = 0
    for _cell in range(index):
        quoted = _QUOTED.match(rest, at)
        at = rest.find(separator, quoted.end() if quoted else at) + 1
        if not at:
            return line, 1
    before = rest[:at]
    return line + before.count("\n"), at - before.rfind("\n")
