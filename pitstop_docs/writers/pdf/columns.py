"""What stands in columns → their widths: tables, facts and steps side by side.

Enters: a block. Leaves: what its template asks for besides the block: classes, shares in per cent, cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from pitstop_docs.look.theme import Theme
from pitstop_docs.problems.diagnostics import Reporter
from pitstop_docs.tree.document import (
    Block,
    Definition,
    DefinitionList,
    Document,
    Inlines,
    LineBreak,
    ListItem,
    OrderedList,
    Paragraph,
    Table,
)
from pitstop_docs.tree.walk import is_open, plain
from pitstop_docs.writers.pdf import engine
from pitstop_docs.writers.pdf.grid import PT_PER_MM
from pitstop_docs.writers.pdf.inlines import InlineRenderer
from pitstop_docs.writers.table_columns import (
    Columns,
    Setting,
    fit_columns,
    fit_row,
    least_lines,
    loosened,
)

# A table of no more columns, its cells of no more letters, is as wide as its words.
_FEW_COLUMNS, _SHORT_CELL = 3, 24
# pt: the letters of cells; the gaps after words, after numbers, after the last cell of a row, in rem
# (blocks.css).
_CELL_SIZE = 9.0
_MARK = 8.0  # pt by which the mark of a row stands outside the edge of the text (blocks.css)
# mm: the sides of a box, the gap between facts or steps side by side; pt: their letters (blocks.css).
_BOX_SIDE, _FACT_GAP, _FACT_SIZE = 6.0, 5.0, 8.5
_STEP_SIZE = 9.0
_TALL_ROW = 3  # lines: such a row may stand alone at the head or foot of a page
_GAPS, _CLOSE_GAPS = (0.8, 1.2, 0.0), (0.5, 0.5, 0.0)


@dataclass(frozen=True, slots=True)
class ColumnSetter:
    """Sets the columns of one document's blocks, their cells by means of ``inlines``."""

    theme: Theme
    document: Document
    reporter: Reporter
    inlines: InlineRenderer

    def columns(
        self, block: Block, widths: Mapping[str, float], titles: Mapping[str, Inlines]
    ) -> dict[str, object]:
        """Return what the template of *block* asks for besides, where it has columns. By the ids of blocks,
        *widths* are those of what stands in a column, in pt, *titles* what tables without captions are in."""
        if isinstance(block, Table):
            whole = self.theme.page.text_width * PT_PER_MM
            return self._table(block, widths.get(block.id, whole), titles.get(block.id, ()))
        if isinstance(block, DefinitionList) and block.style == "row":
            room = (self.theme.page.text_width - 2 * _BOX_SIDE) * PT_PER_MM / _FACT_SIZE
            gap = _FACT_GAP * PT_PER_MM / _FACT_SIZE
            known = [fact for fact in block.items if not is_open(fact.content)]
            return {"shares": [100 * width / room for width in fit_row(known, room, gap)]}
        if isinstance(block, OrderedList) and block.style == "path":
            room = self.theme.page.text_width * PT_PER_MM / _STEP_SIZE
            said = [Definition((), _lines_of(item)) for item in block.items]
            return {"shares": fit_row(said, room, _FACT_GAP * PT_PER_MM / _STEP_SIZE)}
        return {"shares": ()}

    def _table(self, table: Table, room: float, title: Inlines) -> dict[str, object]:
        """Return what the template of *table*, *room* pt wide in what is called *title*, asks for: its classes,
        its columns in per cent, and what writes a cell of them."""
        settings = self._cell_settings()
        # A letter’s tables are aligned with each other; where pages must be full, shorter ones gain nothing.
        aligned = self.document.id.kind == "letter"
        fewest = self.document.up_to and not aligned
        columns = fit_columns(table, room, settings, fewest=fewest)
        if columns.broken:
            location = table.location or self.document.location
            self.reporter.report("wide-table", location)
        setting = settings[columns.setting]
        lines = [
            max(least_lines(cell, width / setting.size) for cell, width in cells)
            for cells in (zip(row.cells, columns.widths, strict=True) for row in table.rows)
        ]
        tall = frozenset(
            row.id for row, most in zip(table.rows, lines, strict=True) if most >= _TALL_ROW
        )

        def cell_of(content: Inlines, index: int, head: bool = False) -> Markup:
            cell_room = columns.widths[index] / setting.size
            held = loosened(content, cell_room)
            if not head:
                return self.inlines.with_tail(held, room=cell_room)
            return self.inlines.render(held, cell_room if columns.hyphenated else 0.0)

        marked = _is_marked(table)
        widths = (_MARK, *columns.widths) if marked else columns.widths
        return {
            "table_class": _table_class(table, columns, aligned),
            "tall": tall,
            "marked": marked,
            "shares": [100 * width / sum(widths) for width in widths],
            "cell_of": cell_of,
            "continued": self._continued(table, title),
        }

    def _continued(self, table: Table, title: Inlines) -> Markup:
        """Return what stands above the header of *table* where it goes on over a page: its caption, or
        else *title*, without notes and links, which are there once; nothing where nobody can say it."""
        label = f"{table.label}." if table.label else ""
        caption = plain(table.caption)
        if not (label or caption):
            label = plain(title)
        if not (engine.changes_pages() and self.document.continued and (label or caption)):
            return Markup("")
        called = Markup('<span class="label">{}</span>').format(label) if label else ""
        return Markup(" ").join(filter(None, (called, caption, self.document.continued)))

    def _cell_settings(self) -> tuple[Setting, ...]:
        """Return how cells are set, and how where that is too wide: closer, then smaller too."""
        rem = self.theme.text.size_max
        gaps, close = ((a * rem, b * rem, c * rem) for a, b, c in (_GAPS, _CLOSE_GAPS))
        small = min(self.theme.scale.small, _CELL_SIZE)
        return Setting(_CELL_SIZE, gaps), Setting(_CELL_SIZE, close), Setting(small, close)


def _lines_of(item: ListItem) -> Inlines:
    """Return the words of *item*, its paragraphs one below the other."""
    said: Inlines = ()
    for block in item.blocks:
        if isinstance(block, Paragraph):
            said += (LineBreak(), *block.content) if said else block.content
    return said


def _table_class(table: Table, columns: Columns, aligned: bool) -> str:
    """Return the CSS classes of *table*: "marked" where a row is, "compact" with few short cells unless it is
    *aligned* with others, "close" and "small" where numbers need it,
    "hyphenated" where names of columns and rows are parted too."""
    cells = [cell for row in table.rows for cell in row.cells]
    short = all(len(plain(cell)) <= _SHORT_CELL for cell in cells)
    compact = not aligned and short and len(table.columns) <= _FEW_COLUMNS
    classes = {
        "marked": _is_marked(table),
        "compact": compact,
        "close": columns.setting > 0,
        "small": columns.setting > 1,
        "hyphenated": columns.hyphenated,
    }
    return " ".join(name for name, holds in classes.items() if holds)


def _is_marked(table: Table) -> bool:
    return any(row.highlight for row in table.rows)
