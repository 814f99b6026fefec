"""Tables: fixed widths, a header row that repeats, rows that stay whole, none left alone at the end
of a page (docs/word/tables.md)."""

from collections.abc import Mapping
from itertools import pairwise
from math import ceil

from lxml import etree

from pitstop_docs.tree.document import Row, Table
from pitstop_docs.tree.walk import plain
from pitstop_docs.writers.docx.controls import Controls
from pitstop_docs.writers.docx.inlines import InlineWriter
from pitstop_docs.writers.docx.markup import W, add, keep_next, legal
from pitstop_docs.writers.table_columns import Columns, Setting, fit_columns, loosened

STYLE = "PitStop Table"
_HEAD = {"left": "PitStop Table Head", "right": "PitStop Table Head Number"}
_CELL = {"left": "PitStop Table Text", "right": "PitStop Table Number"}
_ROW_HEAD = "PitStop Table Row Head"
_BAR = "24"  # eighths of a point: the bar beside the row that the text recommends
# A reference is a whole entry, not the name of its row: bold would shout, as in the PDF.
_WITHOUT_ROW_HEADS = "references-table"

# Twips, measured on the theme's faces at the size of cells, rounded up: a letter of running words,
# a digit, what stands beside them.
_LETTER, _DIGIT, _PADDING = 78, 98, 170
# The size of cells, and what stands beside their words in the style's margins and in less.
_SIZE = 170
_CLOSE_MARGIN = 45
_SETTINGS = (
    Setting(_SIZE, (_PADDING,) * 3),
    Setting(_SIZE, (2 * _CLOSE_MARGIN + 10,) * 3),
)
_LINE, _ROW_SPACE = 240, 120
_SHORT_TABLE = 5  # rows
_SHARE = 6  # of the page: what is kept whole takes less than a sixth, or it leaves a hole


def grid(table: Table, width: int) -> tuple[list[int], Columns]:
    """Return the column widths in twips, which add up to *width*, or to less where short words
    would stand far from each other, and how they were found."""
    natural = [
        _PADDING
        + _DIGIT
        * max(len(plain(text)) for text in (column.title, *(r.cells[index] for r in table.rows)))
        for index, column in enumerate(table.columns)
    ]
    if 2 * sum(natural) < width:
        return natural, Columns(tuple(natural))
    columns = fit_columns(table, width, _SETTINGS)
    edges = [0]
    for each in columns.widths:
        edges.append(edges[-1] + round(each))
    edges[-1] = width
    return [right - left for left, right in pairwise(edges)], columns


def kept_rows(table: Table, widths: list[int], height: int) -> set[int]:
    """Return the indexes of the rows that stay on the page of the one after them.

    A short table is whole; no row of a longer one stands alone before or after the end of a page.
    *height* is the page's, in twips.
    """
    count = len(table.rows)
    if count <= _SHORT_TABLE and _SHARE * _height(table, widths) < height:
        return set(range(count - 1))
    return {0, count - 2} if count > 1 else set()


def _height(table: Table, widths: list[int]) -> int:
    """Return how high *table* is in twips, at most: words are counted, not set."""
    texts = [[column.title for column in table.columns], *(row.cells for row in table.rows)]
    return sum(
        _ROW_SPACE
        + _LINE
        * max(
            (
                ceil(_LETTER * len(plain(text)) / max(width - _PADDING, _LETTER))
                for text, width in zip(cells, widths, strict=True)
            ),
            default=0,
        )
        for cells in texts
    )


def add_table(
    parent: etree._Element,
    table: Table,
    room: tuple[int, int],
    inlines: InlineWriter,
    colours: Mapping[str, str],
    controls: Controls,
) -> None:
    """Append *table* where there is *room* for it, width and the page's height, in twips; each cell's words
    are kept apart in *controls*."""
    width, height = room
    widths, fitted = grid(table, width)
    if fitted.broken and table.location:
        inlines.reporter.report("wide-table", table.location)
    element = add(parent, "tbl")
    _add_properties(element, table, sum(widths), fitted, inlines)
    columns = add(element, "tblGrid")
    for each in widths:
        add(columns, "gridCol", w=str(each))
    header = add(element, "tr")
    properties = add(header, "trPr")
    add(properties, "cantSplit")
    add(properties, "tblHeader")
    for index, (column, each) in enumerate(zip(table.columns, widths, strict=True), start=1):
        paragraph = _add_cell(header, each, _HEAD[column.align], inlines)
        inlines.write(paragraph, column.title, table.location)
        controls.hold(header[-1], f"{table.id}-column-{index}", column.title)
    kept = kept_rows(table, widths, height)
    for index, row in enumerate(table.rows):
        line = _add_row(element, row, table, widths, inlines, colours, controls)
        if index in kept:
            # Word looks at all paragraphs of a row, LibreOffice at the first.
            for paragraph in line.iter(W + "p"):
                keep_next(paragraph)
    if fitted.hyphenated:
        for properties in element.iter(W + "pPr"):
            add(properties, "suppressAutoHyphens", val="0")


def _add_properties(
    element: etree._Element, table: Table, width: int, fitted: Columns, inlines: InlineWriter
) -> None:
    properties = add(element, "tblPr")
    if style := inlines.styles.table(STYLE):
        add(properties, "tblStyle", val=style)
    add(properties, "tblW", w=str(width), type="dxa")
    add(properties, "tblLayout", type="fixed")
    if fitted.setting:
        margins = add(properties, "tblCellMar")
        for side in ("left", "right"):
            add(margins, side, w=str(_CLOSE_MARGIN), type="dxa")
    # 17.4.55: the first row and the first column are headers; no bands.
    value, first = ("0620", "0") if table.id == _WITHOUT_ROW_HEADS else ("06A0", "1")
    add(
        properties, "tblLook", val=value, firstRow="1", lastRow="0", firstColumn=first,
        lastColumn="0", noHBand="1", noVBand="1",
    )  # fmt: skip
    title = " ".join(filter(None, (table.label, plain(table.caption))))
    if title:
        add(properties, "tblCaption", val=legal(title))


def _add_row(
    element: etree._Element,
    row: Row,
    table: Table,
    widths: list[int],
    inlines: InlineWriter,
    colours: Mapping[str, str],
    controls: Controls,
) -> etree._Element:
    line = add(element, "tr")
    add(add(line, "trPr"), "cantSplit")
    for index, (cell, column, width) in enumerate(
        zip(row.cells, table.columns, widths, strict=True)
    ):
        head = index == 0 and column.align == "left" and table.id != _WITHOUT_ROW_HEADS
        style = _ROW_HEAD if head else _CELL[column.align]
        paragraph = _add_cell(line, width, style, inlines)
        _colour_cell(line[-1][0], row, colours, bar=index == 0)
        if index == 0:
            inlines.bookmarks.place(row.id, paragraph)
        words = loosened(cell, (width - _PADDING) / _SIZE)
        inlines.write(paragraph, words, row.location or table.location)
        controls.hold(line[-1], f"{row.id}-{index + 1}", cell)
    return line


def _colour_cell(
    properties: etree._Element,
    row: Row,
    colours: Mapping[str, str],
    bar: bool,
) -> None:
    """Shade a cell of the row that the text recommends.

    Table styles know first and last rows and bands, not "this row": its shading is direct.
    """
    if row.highlight and bar:
        add(
            add(properties, "tcBorders"), "left", val="single", sz=_BAR, space="0",
            color=colours["accent1"], themeColor="accent1",
        )  # fmt: skip
    if row.highlight:
        fill = colours["lt2"]
        add(properties, "shd", val="clear", color="auto", fill=fill, themeFill="background2")


def _add_cell(row: etree._Element, width: int, style: str, inlines: InlineWriter) -> etree._Element:
    """Append a cell and return its paragraph."""
    cell = add(row, "tc")
    add(add(cell, "tcPr"), "tcW", w=str(width), type="dxa")
    paragraph = add(cell, "p")
    properties = add(paragraph, "pPr")
    if id := inlines.styles.paragraph(style):
        add(properties, "pStyle", val=id)
    return paragraph


def follows_table(body: etree._Element) -> bool:
    """Return whether the last thing in *body* is a table: Word then needs a paragraph after it."""
    return len(body) > 0 and body[-1].tag == W + "tbl"
