"""The air between lines and paragraphs: as wide as the reference where there is room, else tighter.

Enters: the styles of a look, and how high a text stands in them. Leaves: how tight it must be set to
stay on its pages, and styles as tight as that; nothing but their spacing changes (docs/word/styles.md).
"""

from collections.abc import Callable, Collection

from lxml import etree

from pitstop_docs.look.theme import Spacing
from pitstop_docs.writers.docx.markup import W

STEPS = 16  # from wide to tight: documents in equal steps share their styles
# Of a page: how full the last may be, since Word breaks other lines than are counted here; how much
# of each other is used, since headings, tables and boxes move on to the next rather than be cut.
_LAST, _OTHERS = 0.985, 0.92
# A cover, contents, headers and footers have places of their own; a picture's line holds the picture.
# Titles are set as tight as can be.
_TITLES = frozenset({"title", "heading 1", "heading 2", "heading 3", "toc heading"})
_FIXED = frozenset(
    {
        "pitstop cover eyebrow", "pitstop cover title", "pitstop cover subtitle", "header", "footer",
        "toc 1", "toc 2", "table of figures", "pitstop picture", "pitstop qr code",
    }
)  # fmt: skip


def find_step(height: Callable[[int], float], page: float, pages: int) -> int:
    """Return the first of the steps, wide to tight, in which a text fits its *pages*.

    *height* says how high it is at the first and at the last step. Where none fits, the tightest.
    """
    room = page * (_LAST + (pages - 1) * _OTHERS)
    wide = height(0)
    if wide <= room:
        return 0
    tight = height(STEPS)
    fitting = (n for n in range(STEPS) if wide + (tight - wide) * n / STEPS <= room)
    return next(fitting, STEPS)


def spacing_at(step: int, tightest: Spacing) -> Spacing:
    """Return what *step* of the way to *tightest* asks for."""
    line, space = (1 + (least - 1) * step / STEPS for least in (tightest.line, tightest.space))
    return Spacing(line=line, space=space)


def space(styles: etree._Element, spacing: Spacing, apart: Collection[str] = ()) -> None:
    """Multiply lines and space of paragraph styles by *spacing*, but for those named *apart*.

    Exact lines and those of titles stay as they are.
    """
    for style in styles.iterfind(W + "style"):
        name, element = style.find(W + "name"), style.find(f"{W}pPr/{W}spacing")
        known = name.get(W + "val", "").lower() if name is not None else ""
        if element is None or known in _FIXED or known in apart:
            continue
        factors = {"before": spacing.space, "after": spacing.space}
        if known not in _TITLES and element.get(W + "lineRule", "auto") == "auto":
            factors["line"] = spacing.line
        for side, factor in factors.items():
            value = element.get(W + side, "")
            if value.isdecimal():
                element.set(W + side, str(round(int(value) * factor)))
