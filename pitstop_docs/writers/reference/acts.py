"""The styles of draft acts in the reference document (docs/word/acts.md)."""

from dataclasses import replace

from pitstop_docs.look.theme import Theme
from pitstop_docs.writers.reference.boxes import mm
from pitstop_docs.writers.reference.lists import POINTS
from pitstop_docs.writers.reference.stylesheet import Border, ParagraphStyle


def act_styles(theme: Theme) -> list[ParagraphStyle]:
    """Return the styles of draft acts, in ink and greys: an act has no colour of its own. The first three are
    looks of built-in styles, see ``look.STYLES_OF``."""
    scale = theme.scale
    title = ParagraphStyle(
        name="PitStop Act Title", next="Body Text", font="display", size=scale.large, bold=True,
        leading=1.25, colour="text1", before=2, after=8, keep_next=True, keep_lines=True,
        hyphenate=False, outline=0,
    )  # fmt: skip
    heading = replace(
        title, name="PitStop Act Heading", caps=True, tracking=1.2, align="center", before=11, after=5,
        outline=0,
    )  # fmt: skip
    field = ParagraphStyle(
        name="PitStop Field", font="display", size=scale.small, leading=1.5, colour="text1",
        before=5, after=4, keep_lines=True, hyphenate=False,
    )  # fmt: skip
    rules = tuple(Border(side, "accent4", 0.5, 6) for side in ("top", "bottom"))
    clause = ParagraphStyle(name="PitStop Recital", after=5)
    return [
        title,
        heading,
        replace(
            title, name="PitStop Act Part", size=scale.normal, before=9, after=2, outline=1,
            borders=(Border("top", "accent4", 0.5, 4),),
        ),
        replace(
            title, name="PitStop Issuer", size=scale.large + 1, align="center", after=4, before=0,
            outline=None,
        ),
        replace(
            field, name="PitStop Mark", next="Title", before=14, after=4, keep_next=True,
            borders=(Border("top", "text1", 0.75, 8),),
        ),
        field,
        replace(
            clause, name="PitStop Subject", bold=True, left=mm(24), hanging=mm(24), tabs=(mm(24),),
            before=12, after=10, borders=rules, keep_lines=True, hyphenate=False,
        ),
        clause,
        ParagraphStyle(
            name="PitStop Point", numbering=(POINTS, 0), left=mm(8), hanging=mm(8), after=5
        ),
    ]  # fmt: skip
