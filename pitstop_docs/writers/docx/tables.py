"""Tables: fixed widths, a header row that repeats, rows that stay whole (docs/word/tables.md)."""

from collections.abc import Mapping
from itertools import pairwise

from lxml import etree

from pitstop_docs.document import Row, Table
from pitstop_docs.walking import plain
from pitstop_docs.writers.docx.controls import Controls
from pitstop_docs.writers.docx.inlines import InlineWriter
from pitstop_docs.writers.docx.markup import W, add, legal

STYLE = "PitStop Table"
_HEAD = {"left": "PitStop Table Head", "right": "PitStop Table Head Number"}
_CELL = {"left": "PitStop Table Text", "right": "PitStop Table Number"}
_BAR = "24"  # eighths of a point: the bar beside the row that the text recommends


def grid(table: Table, width: int) -> list[int]:
    """Return the column widths in twips, which add up to *width*."""
    total = sum(column.width for column in table.columns)
    edges = [0]
    for column in table.columns:
        edges.append(edges[-1] + round(width * column.width / total))
    edges[-1] = width
    return [right - left for left, right in pairwise(edges)]


def add_table(
    parent: etree._Element,
    table: Table,
    width: int,
    inlines: InlineWriter,
    colours: Mapping[str, str],
    controls: Controls,
) -> None:
    """Append *table*, *width* twips wide; each cell's words are kept apart in *controls*."""
    widths = grid(table, width)
    element = add(parent, "tbl")
    _add_properties(element, table, width, inlines)
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
    for row in table.rows:
        _add_row(element, row, table, widths, inlines, colours, controls)


def _add_properties(
    element: etree._Element, table: Table, width: int, inlines: InlineWriter
) -> None:
    properties = add(element, "tblPr")
    if style := inlines.styles.table(STYLE):
        add(properties, "tblStyle", val=style)
    add(properties, "tblW", w=str(width), type="dxa")
    add(properties, "tblLayout", type="fixed")
    # 17.4.55: the first row and the first column are headers; no bands.
    add(
        properties, "tblLook", val="06A0", firstRow="1", lastRow="0", firstColumn="1",
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
) -> None:
    line = add(element, "tr")
    add(add(line, "trPr"), "cantSplit")
    for index, (cell, column, width) in enumerate(
        zip(row.cells, table.columns, widths, strict=True)
    ):
        mark = colours if row.highlight else None
        paragraph = _add_cell(line, width, _CELL[column.align], inlines, mark, bar=index == 0)
        if index == 0:
            inlines.bookmarks.place(row.id, paragraph)
        inlines.write(paragraph, cell, row.location or table.location)
        controls.hold(line[-1], f"{row.id}-{index + 1}", cell)


def _add_cell(
    row: etree._Element,
    width: int,
    style: str,
    inlines: InlineWriter,
    mark: Mapping[str, str] | None = None,
    bar: bool = False,
) -> etree._Element:
    """Append a cell and return its paragraph; *mark* holds the colours of a highlighted row.

    Table styles know first and last rows and bands, not "this row": its shading is direct.
    """
    cell = add(row, "tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", w=str(width), type="dxa")
    if mark is not None:
        if bar:
            borders = add(properties, "tcBorders")
            add(
                borders, "left", val="single", sz=_BAR, space="0", color=mark["accent1"],
                themeColor="accent1",
            )  # fmt: skip
        add(
            properties, "shd", val="clear", color="auto", fill=mark["lt2"],
            themeFill="background2",
        )  # fmt: skip
    paragraph = add(cell, "p")
    if id := inlines.styles.paragraph(style):
        add(add(paragraph, "pPr"), "pStyle", val=id)
    return paragraph


def follows_table(body: etree._Element) -> bool:
    """Return whether the last thing in *body* is a table: Word then needs a paragraph after it."""
    return len(body) > 0 and body[-1].tag == W + "tbl"
