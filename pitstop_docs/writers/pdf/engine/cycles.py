"""What is laid out goes as soon as nobody holds it, without the collector.

Boxes, styles and targets refer to each other in small circles: a style to that of its anonymous boxes, a
page to its footnotes' area, a column to its table, what is to be written again to what holds it. So all
of a document waits for Python's collector, which looks at everything that is alive to find it: a tenth of the
time of a brief. Once its pages are there, nobody asks for these ways back.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from weakref import ref

from weasyprint import css, document
from weasyprint.formatting_structure.boxes import FootnoteAreaBox
from weasyprint.layout import block

from pitstop_docs.writers.pdf.engine.putting import Put


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    itself = property(lambda style: style, lambda style, specified: None)
    put(css.AnonymousStyle, "specified", itself)
    put(css.InitialStyle, "specified", itself)
    put(css.Style, "anonymous_style", property(_anonymous_style))
    put(FootnoteAreaBox, "page", property(lambda area: area._page(), _refer_to_page))
    put(document, "layout_document", _letting_go(document.layout_document))
    put(block, "table_layout", _with_free_columns(block.table_layout))


def _anonymous_style(style: Any) -> Any:
    """Return the style of anonymous boxes inside what has *style*, the same as long as one of them has it."""
    held = vars(style).get("_anonymous")
    anonymous = held and held()
    if anonymous is None:
        anonymous = css.AnonymousStyle(style)
        style._anonymous = ref(anonymous)
    return anonymous


def _refer_to_page(area: Any, page: Any) -> None:
    area._page = ref(page)


def _letting_go(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    def layout_document(html: Any, root_box: Any, context: Any, *rest: Any) -> Iterator[Any]:
        yield from lay_out(html, root_box, context, *rest)
        context.target_collector.target_lookup_items.clear()
        context.target_collector.counter_lookup_items.clear()
        del context.get_image_from_uri

    return layout_document


def _with_free_columns(table_layout: Callable[..., Any]) -> Callable[..., Any]:
    def laid_out(*given: Any) -> Any:
        result = table_layout(*given)
        table = result[0]
        for group in table.column_groups if table else ():
            for column in group.children:
                column.get_cells = partial(_cells, table.children, column.grid_x)
        return result

    return laid_out


def _cells(groups: Any, x: int) -> list[Any]:
    """Return the cells of the column *x* in *groups* of rows."""
    return [
        cell
        for group in groups
        for row in group.children
        for cell in row.children
        if cell.grid_x == x
    ]
