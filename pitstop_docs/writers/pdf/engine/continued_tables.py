"""Only where a table goes on does its header begin with the row that says so.

CSS repeats all of a header on every page and has no word for "but the first one": a title that is
printed again above the rows that follow would stand twice above those that begin. The first part of a
table is laid out without that row, which its header keeps as ``continued``, each further one with it;
indexes of groups stay as they are.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.layout import block

CONTINUED = "continued"  # the class of the row


def change() -> None:
    """Lay out tables so from now on."""
    block.table_layout = _without_row(block.table_layout)


def _without_row(table_layout: Callable[..., Any]) -> Callable[..., Any]:
    def laid_out(context: Any, table: Any, bottom_space: float, skip_stack: Any, *rest: Any) -> Any:
        header = table.children[0] if table.children else None
        if skip_stack is None and header is not None and _says_so(header):
            row, *others = header.children
            shorter = header.copy_with_children(others)
            shorter.continued = row
            table = table.copy_with_children([shorter, *table.children[1:]])
        return table_layout(context, table, bottom_space, skip_stack, *rest)

    return laid_out


def _says_so(group: Any) -> bool:
    """Tell whether *group* is a header that begins with the row that says that its table goes on."""
    first = group.children[0].element if group.is_header and group.children else None
    return first is not None and first.get("class") == CONTINUED
