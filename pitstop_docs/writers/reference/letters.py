"""The styles that only cover letters have.

Enters: the theme. Leaves: definitions of styles, in points.
"""

from dataclasses import replace

from pitstop_docs.look.theme import Theme
from pitstop_docs.writers.reference.boxes import MUNICIPALITY, boxed, mm
from pitstop_docs.writers.reference.stylesheet import ParagraphStyle


def letter_styles(theme: Theme, text_width: float) -> list[ParagraphStyle]:
    """Return the styles of cover letters; the first is a look of a built-in style, see ``look.STYLES_OF``."""
    scale = theme.scale
    addressee = ParagraphStyle(
        name="PitStop Addressee", font="display", size=scale.large, bold=True, leading=1.2,
        colour="text2", before=4, after=1, keep_next=True, keep_lines=True, hyphenate=False,
    )  # fmt: skip
    text = ParagraphStyle(
        name="", font="display", size=scale.normal - 0.5, leading=1.33, after=2, keep_lines=True
    )  # fmt: skip
    title = replace(
        text, bold=True, colour="accent1", size=scale.small, caps=True, tracking=0.8, before=8, keep_next=True,
        hyphenate=False,
    )  # fmt: skip
    fact = replace(
        text, left=MUNICIPALITY.left + mm(24), hanging=mm(24), tabs=(MUNICIPALITY.left + mm(24),)
    )
    return [
        replace(
            addressee, name="PitStop Letter Title", next="Body Text", size=scale.figure, before=10, after=8,
            outline=0,
        ),
        addressee,
        ParagraphStyle(
            name="PitStop Signature", font="display", size=scale.normal - 0.5, leading=1.5, colour="text1",
            left=text_width * 0.62, before=2, after=2, keep_lines=True, hyphenate=False,
        ),
        boxed(title, "PitStop Municipality Title", MUNICIPALITY),
        boxed(text, "PitStop Municipality Text", MUNICIPALITY),
        replace(
            boxed(text, "PitStop Municipality Fact", MUNICIPALITY), left=fact.left, hanging=fact.hanging,
            tabs=fact.tabs,
        ),
    ]  # fmt: skip
