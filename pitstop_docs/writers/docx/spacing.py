"""The air between lines and paragraphs, by how many pages a document may take.

Enters: the styles of a look. Leaves: the same, with lines and paragraphs further apart. The reference
stands as tight as one page asks for; documents of more pages have room (docs/word/styles.md).
"""

from collections.abc import Mapping

from lxml import etree

from pitstop_docs.theme import Spacing
from pitstop_docs.writers.docx.markup import W

# A cover, contents and furniture have places of their own; a picture's line holds the picture.
_FIXED = frozenset(
    {
        "pitstop cover eyebrow", "pitstop cover title", "pitstop cover subtitle", "header", "footer",
        "toc 1", "toc 2", "table of figures", "pitstop picture", "pitstop qr code",
    }
)  # fmt: skip
_AS_IT_IS = Spacing(line=1, space=1)


def find_spacing(spacings: Mapping[int, Spacing], pages: int) -> Spacing:
    """Return the spacing of documents of *pages*: that of the most pages that are not more."""
    fitting = [most for most in spacings if most <= pages]
    return spacings[max(fitting)] if fitting else _AS_IT_IS


def space_out(styles: etree._Element, spacing: Spacing) -> None:
    """Multiply the lines of paragraph styles, and the space above and below, as *spacing* says.

    Exact lines stay as they are.
    """
    for style in styles.iterfind(W + "style"):
        name, element = style.find(W + "name"), style.find(f"{W}pPr/{W}spacing")
        if element is None or (name is not None and name.get(W + "val", "").lower() in _FIXED):
            continue
        factors = {"before": spacing.space, "after": spacing.space}
        if element.get(W + "lineRule", "auto") == "auto":
            factors["line"] = spacing.line
        for side, factor in factors.items():
            value = element.get(W + side, "")
            if value.isdecimal():
                element.set(W + side, str(round(int(value) * factor)))
