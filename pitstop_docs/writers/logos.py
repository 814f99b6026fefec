"""A logo that is a drawing, in pixels: for the PDF, whose engine draws some shapes wrongly, and for Words that
draw none.

Enters: harmless SVG (:mod:`pitstop_docs.look.drawings`). Leaves: PNG bytes, sharp enough for a press."""

from functools import lru_cache

import vl_convert

from pitstop_docs.look.drawings import Drawing
from pitstop_docs.look.pictures import normalise

HEIGHT, WIDEST = 11, 45  # mm, of a logo beside the brand
_PX_PER_MM = 600 / 25.4


@lru_cache(maxsize=4)
def logo_png(drawing: Drawing) -> bytes:
    """Return *drawing* as PNG without transparency."""
    scale = _PX_PER_MM * min(HEIGHT / drawing.height, WIDEST / drawing.width)
    png: bytes = vl_convert.svg_to_png(drawing.svg.decode(), scale=scale)
    return normalise(png).data
