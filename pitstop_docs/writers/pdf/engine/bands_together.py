"""The columns of a grid begin on one page, and not with its last lines.

The engine lays out one column of a row after the other: where the first lines of one do not fit on a page,
those of its neighbour may, and what is read second would stand on an earlier page than what is read first. And
where both go over after a few lines, eyes pass from the foot of the first to the head of the second, and lose
the sentence. Such a row turns the page as a whole, as one does of which nothing fits.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.layout import block

from pitstop_docs.writers.pdf.bands import LEAST_BEGUN
from pitstop_docs.writers.pdf.engine.putting import Put
from pitstop_docs.writers.pdf.extents import PX_PER_PT


def change(put: Put = setattr) -> None:
    """Lay out grids so from now on."""
    put(block, "grid_layout", _together(block.grid_layout))


def _together(grid_layout: Callable[..., Any]) -> Callable[..., Any]:
    def laid_out(
        context: Any,
        grid: Any,
        bottom_space: float,
        skip_stack: Any,
        around: Any,
        page_is_empty: bool,
        absolute_boxes: list[Any],
        fixed_boxes: list[Any],
    ) -> Any:
        others = absolute_boxes, fixed_boxes
        made = grid_layout(context, grid, bottom_space, skip_stack, around, page_is_empty, *others)
        begun, resume_at = made[0], made[1]
        if skip_stack or page_is_empty or begun is None or not resume_at:
            return made
        room = context.page_bottom - bottom_space - begun.content_box_y()
        if room >= LEAST_BEGUN * PX_PER_PT and not any(map(_is_bare, begun.children)):
            return made
        block.remove_placeholders(context, begun.children, *others)
        return None, None, {"break": "any", "page": None}, [], False

    return laid_out


def _is_bare(column: Any) -> bool:
    """Tell whether nothing of *column* is on the page but what CSS puts before it."""
    return all("::" in (child.element_tag or "") for child in column.children)
