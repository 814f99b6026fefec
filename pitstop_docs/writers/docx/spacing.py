"""The air between lines and paragraphs: as wide as the reference where there is room, else tighter.

Enters: the styles of a look, and how high a text stands in them. Leaves: how tight it must be set to
stay on its pages, and styles as tight as that; nothing but their spacing changes (docs/word/styles.md).
"""

from collections.abc import Callable, Collection, Mapping
from math import ceil

from lxml import etree

from pitstop_docs.look.theme import Tightest
from pitstop_docs.writers.docx.heights import Metric
from pitstop_docs.writers.docx.markup import W

STEPS = 16  # from wide to tight: documents in equal steps share their styles
# Of a page: how full the last may be, since Word breaks other lines than are counted here; how much of
# another is used, since headings, tables and boxes move on to the next rather than be cut; how much of
# each further one, since what one leaves empty another has had too much counted for.
_LAST, _OTHER, _FURTHER = 0.965, 0.92, 0.945
# A cover, contents, headers and footers have places of their own; a picture's line holds the picture.
# Titles are set as tight as can be.
_TITLES = frozenset({"title", "heading 1", "heading 2", "heading 3", "toc heading"})
_FIXED = frozenset(
    {
        "pitstop cover eyebrow", "pitstop cover title", "pitstop cover subtitle",
        "pitstop cover addressee", "header", "footer",
        "pitstop part", "pitstop part about", "toc 1", "toc 2", "table of figures", "pitstop picture",
        "pitstop qr code",
    }
)  # fmt: skip


def room_on(page: float, pages: int) -> float:
    """Return the height that so many *pages* have for a text, each *page* high."""
    return page * (_LAST + min(pages - 1, 1) * _OTHER + max(pages - 2, 0) * _FURTHER)


def find_step(height: Callable[[int], float], room: float) -> int:
    """Return the first of the steps, wide to tight, in which a text fits its *room*.

    *height* says how high it is at the first and at the last step. Where none fits, the tightest.
    """
    wide = height(0)
    if wide <= room:
        return 0
    tight = height(STEPS)
    fitting = (n for n in range(STEPS) if wide + (tight - wide) * n / STEPS <= room)
    return next(fitting, STEPS)


def space(
    styles: etree._Element,
    metrics: Mapping[str, Metric],
    step: int,
    tightest: Tightest,
    apart: Collection[str] = (),
) -> None:
    """Set paragraph styles, which have *metrics*, *step* of the way to *tightest*; not those named *apart*.

    Exact lines and those of titles stay as they are, and so does what is tighter already.
    """
    share = step / STEPS
    for style in styles.iterfind(W + "style"):
        name, element = style.find(W + "name"), style.find(f"{W}pPr/{W}spacing")
        known = name.get(W + "val", "").lower() if name is not None else ""
        if element is None or known in _FIXED or known in apart:
            continue
        factors = dict.fromkeys(("before", "after"), 1 - share * (1 - tightest.space))
        leading = metrics[style.get(W + "styleId", "")].leading if known not in _TITLES else None
        if leading is not None and element.get(W + "lineRule", "auto") == "auto":
            factors["line"] = 1 - share * max(0.0, 1 - tightest.leading / leading)
        for side, factor in factors.items():
            value = element.get(W + side, "")
            if value.isdecimal():
                element.set(W + side, str(ceil(int(value) * factor)))
