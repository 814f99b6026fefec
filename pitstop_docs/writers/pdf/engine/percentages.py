"""A style without percentages is resolved once, not once a box.

WeasyPrint resolves 18 lengths for each box whenever it is laid out, though next to no style has a percentage:
104,000 calls a dossier, of which some hundreds are left. What its own function sets on one box is remembered
with the style, and set on the next one at once.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import percent
from weasyprint.layout.absolute import AbsolutePlaceholder

from pitstop_docs.writers.pdf.engine.putting import Put, put_everywhere

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_DECIDING = (*_LENGTHS, *_BORDERS, "border_collapse", "box_sizing")
_MOST = 4096  # different styles
# An attribute of a style: what its boxes get, nothing where it depends on what is around them.
USED = "_pitstop_used"


def change(put: Put = setattr) -> None:
    """Make the change in this process."""
    put_everywhere(put, percent.resolve_percentages, _remembering(percent.resolve_percentages))


def _remembering(resolve: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    @lru_cache(maxsize=_MOST)
    def used_of(values: tuple[Any, ...]) -> dict[str, Any]:
        style = dict(zip(_DECIDING, values, strict=True))
        if not _is_absolute(style):
            return {}
        bare = boxes.Box(None, style, None)
        before = set(vars(bare))
        resolve(bare, (0, 0))
        return {name: value for name, value in vars(bare).items() if name not in before}

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        known = vars(box.style)
        used = known.get(USED)
        if used is None:
            used = known[USED] = used_of(tuple(map(box.style.__getitem__, _DECIDING)))
        if not used:
            resolve(box, containing_block)
            return
        own = vars(box._box if isinstance(box, AbsolutePlaceholder) else box)
        if box.style["border_collapse"] == "collapse" and _BORDERS[0] in own:
            used = {**used, **{name: own[name] for name in _BORDERS}}  # what the table gave it
        own.update(used)

    return resolve_percentages


def _is_absolute(style: Mapping[str, Any]) -> bool:
    """Tell whether no length of *style* refers to another, nor to borders that collapse."""
    if style["border_collapse"] == "collapse" and style["box_sizing"] != "content-box":
        return False
    lengths = (style[name] for name in _LENGTHS)
    return all(length == "auto" or getattr(length, "unit", None) == "px" for length in lengths)
