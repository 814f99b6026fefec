"""A box that has neither border, rule between columns nor outline is passed over when these are drawn.

WeasyPrint asks the style of each box for all of these, with four colours and styles, 30,000 times a dossier.
Whether there may be any is remembered with the style; a border is where the box is as wide as one. Where a box
has one, but no round corner, no corners are worked out for each of the rectangles that it is drawn as.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.draw import border
from weasyprint.formatting_structure.boxes import Box

from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere

_BARE = "_pitstop_unruled"  # an attribute of a style
_SQUARE = (0, 0)  # a corner


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    for own, passing_over in (
        (border.draw_border, _passing_over_borders),
        (border.draw_outline, _passing_over_outlines),
    ):
        put_everywhere(put, own, passing_over(own))
    put(Box, "rounded_box", _keeping_square(Box.rounded_box))


def _passing_over_borders(draw: Callable[..., None]) -> Callable[..., None]:
    def draw_border(stream: Any, box: Any) -> None:
        if (
            box.border_top_width
            or box.border_right_width
            or box.border_bottom_width
            or box.border_left_width
            or not _is_bare(box.style)
        ):
            draw(stream, box)

    return draw_border


def _passing_over_outlines(draw: Callable[..., None]) -> Callable[..., None]:
    def draw_outline(stream: Any, box: Any) -> None:
        if not _is_bare(box.style):
            draw(stream, box)  # and those inside it
            return
        for child in box.children:
            if isinstance(child, Box):
                draw_outline(stream, child)

    return draw_outline


def _keeping_square(work_out: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    def rounded_box(self: Any, bt: float, br: float, bb: float, bl: float) -> tuple[Any, ...]:
        is_square = (
            self.border_top_left_radius == _SQUARE
            and self.border_top_right_radius == _SQUARE
            and self.border_bottom_right_radius == _SQUARE
            and self.border_bottom_left_radius == _SQUARE
        )
        if not is_square or min(bt, br, bb, bl) < 0:
            return work_out(self, bt, br, bb, bl)
        x, y = self.border_box_x() + bl, self.border_box_y() + bt
        width, height = self.border_width() - bl - br, self.border_height() - bt - bb
        return x, y, width, height, _SQUARE, _SQUARE, _SQUARE, _SQUARE

    return rounded_box


def _is_bare(style: Any) -> bool:
    known = vars(style)
    if _BARE not in known:
        known[_BARE] = (
            style["column_width"] == "auto"
            and style["column_count"] == "auto"
            and style["border_image_source"][0] == "none"
            and not style["outline_width"]
        )
    bare: bool = known[_BARE]
    return bare
