"""Where nothing floats, a line collides with nothing.

WeasyPrint looks for what floats beside each line, and for the bounds that it leaves, before it knows that
nothing does: 6,000 times a dossier.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.layout import float as floating

from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    own = floating.avoid_collisions
    put_everywhere(put, own, _looking(own))


def _looking(avoid: Callable[..., Any]) -> Callable[..., Any]:
    def avoid_collisions(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
        free = isinstance(box, LineBox) and not context.excluded_shapes
        if not free or containing_block.style["direction"] != "ltr":
            return avoid(context, box, containing_block, outer)
        left, top = containing_block.content_box_x(), box.position_y
        right = left + containing_block.width
        if outer:
            return left, top, right - left
        left, right = left + box.margin_left, right - box.margin_right
        return left - box.margin_left, box.border_box_y() - box.margin_top, right - left

    return avoid_collisions
