"""Rows of a table that go to the next page take their footnotes with them.

Where no break is allowed before a row and none is found above it, ``_find_earlier_page_break`` drops the
rows that stand already, but leaves their footnotes among those that are printed: on the next page they
are not asked for again, and get lost.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.layout import block, table


def change() -> None:
    """Lay out tables so from now on."""
    table._find_earlier_page_break = _with_notes(table._find_earlier_page_break)


def _with_notes(find: Callable[..., Any]) -> Callable[..., Any]:
    def found(
        context: Any,
        element: Any,
        index: int,
        previous: list[Any],
        page_is_empty: bool,
        absolute_boxes: Any,
        fixed_boxes: Any,
    ) -> Any:
        kept, resume_at = find(
            context, element, index, previous, page_is_empty, absolute_boxes, fixed_boxes
        )
        if kept is None:
            block.remove_placeholders(context, previous, absolute_boxes, fixed_boxes)
        return kept, resume_at

    return found
