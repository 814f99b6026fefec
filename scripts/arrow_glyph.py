"""The arrow of before → after, in the faces of Titillium Web that lack it.

Enters: ``templates/fonts/``. Leaves: the same faces with one glyph more, as heavy as each face's minus
and on its height; a face that has it stays as it is. Run by hand: ``python -m scripts.arrow_glyph``.
"""

from math import sqrt
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "templates/fonts"
ARROW, MINUS, NAME = 0x2192, 0x2212, "arrowright"
# Thousandths of the size: how wide it is with the air around it, and half the height of its head.
_WIDTH, _AIR, _HEAD = 760, 50, 165


def add_arrow(path: Path) -> None:
    """Give the face at *path* an arrow, if it has none."""
    font = TTFont(path, recalcTimestamp=False)
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    if ARROW in names:
        return
    pen = BoundsPen(glyphs)
    glyphs[names[MINUS]].draw(pen)
    _left, low, _right, high = pen.bounds
    font.setGlyphOrder([*font.getGlyphOrder(), NAME])
    font["glyf"][NAME] = _outline(middle=(low + high) / 2, stroke=high - low)
    font["hmtx"][NAME] = (_WIDTH, _AIR)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ARROW] = NAME
    font.save(path)


def _outline(middle: float, stroke: float) -> object:
    """Return a shaft that ends in a head of two strokes at 45°, as one contour."""
    half, end, back = stroke / 2, stroke / sqrt(2), stroke * sqrt(2)
    tip, head = _WIDTH - _AIR, _HEAD + half
    upper = [
        (_AIR, half), (tip - back - half, half), (tip - head - end, head - end), (tip - head, head),
    ]  # fmt: skip
    lower = [(x, -y) for x, y in reversed(upper)]
    pen = TTGlyphPen(None)
    first, *rest = [(round(x), round(middle + y)) for x, y in (*upper, (tip, 0), *lower)]
    pen.moveTo(first)
    for point in rest:
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


if __name__ == "__main__":
    for face in sorted(FONTS.glob("TitilliumWeb-*.ttf")):
        add_arrow(face)
