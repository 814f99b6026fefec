"""A box whose style has no background, no image for its border and no round corner is passed over.

WeasyPrint asks the style of each box for all of these, with four corners as percentages, on every page: 18,000
boxes of two dossiers, all but some hundreds of which have none of it. That is remembered with the style.
"""

from collections.abc import Callable
from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.layout import background
from weasyprint.layout.absolute import AbsolutePlaceholder

from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere

_CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
_SQUARE = dict.fromkeys(_CORNERS, (0, 0))
_BARE = "_pitstop_bare"  # an attribute of a style


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    own = background.layout_box_backgrounds
    put_everywhere(put, own, _passing_over(own))


def _passing_over(lay_out: Callable[..., None]) -> Callable[..., None]:
    def layout_box_backgrounds(
        page: Any,
        box: Any,
        get_image_from_uri: Any,
        layout_children: bool = True,
        style: Any = None,
    ) -> None:
        if box is page or style is not None or not _is_bare(box.style):
            lay_out(page, box, get_image_from_uri, layout_children, style)
            return
        own = vars(box._box if isinstance(box, AbsolutePlaceholder) else box)
        own.update(_SQUARE, background=None)
        if layout_children:
            for child in box.all_children():
                layout_box_backgrounds(page, child, get_image_from_uri)

    return layout_box_backgrounds


def _is_bare(style: Any) -> bool:
    known = vars(style)
    if _BARE not in known:
        known[_BARE] = (
            all((0, "px") in style[corner] for corner in _CORNERS)
            and style["border_image_source"][0] == "none"
            and style["mask_border_source"][0] == "none"
            and all(kind == "none" for kind, _value in style["background_image"])
            and get_color(style, "background_color").alpha == 0
            and not style["box_shadow"]
        )
    bare: bool = known[_BARE]
    return bare
