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


def continued_row(group: Any) -> Any:
    """Return the row at the start of *group* that says that a table goes on, or ``None``."""
    first = group.children[0] if group.is_header and group.children else None
    element = first.element if first is not None else None
    said = element is not None and element.get("class") == CONTINUED
    return first if said else None


def _without_row(table_layout: Callable[..., Any]) -> Callable[..., Any]:
    def laid_out(context: Any, table: Any, bottom_space: float, skip_stack: Any, *rest: Any) -> Any:
        header = table.children[0] if table.children else None
        if skip_stack is None and header is not None and continued_row(header) is not None:
            shorter = header.copy_with_children(header.children[1:])
            shorter.continued = continued_row(header)
            table = table.copy_with_children([shorter, *table.children[1:]])
        return table_layout(context, table, bottom_space, skip_stack, *rest)

    return laid_out
