"""Tinted boxes of the reference document, made of paragraph borders alone (docs/word/boxes.md)."""

from dataclasses import dataclass, replace

from pitstop_docs.writers.reference.stylesheet import Border, ParagraphStyle

_PT_PER_MM = 72 / 25.4


def mm(length: float) -> float:
    """Return *length* in points."""
    return length * _PT_PER_MM


@dataclass(frozen=True, slots=True)
class Box:
    """A tinted box: borders of the fill's own colour hold the text away from its edges.

    Paragraphs with equal borders and indents are one box (docs/word/boxes.md). ``bar`` is the
    colour of a thick line at the left.
    """

    fill: str
    bar: str | None = None
    padding: float = 4
    side: float = 10

    @property
    def left(self) -> float:
        """Indent that puts the box's edge, not its text, on the margin."""
        return self.side + (3 if self.bar else 0.5)

    @property
    def borders(self) -> tuple[Border, ...]:
        """The four lines."""
        left = Border("left", self.bar or self.fill, 3 if self.bar else 0.5, self.side)
        others = (
            Border("top", self.fill, 0.5, self.padding),
            Border("bottom", self.fill, 0.5, self.padding),
            Border("right", self.fill, 0.5, self.side),
        )
        return (left, *others)


REQUEST = Box("text2", padding=5, side=14)
MESSAGES_BOX = Box("background2", padding=6, side=14)
MUNICIPALITY = Box("background2", padding=5, side=14)
LESSON = Box("background2", bar="accent1")
RISK = Box("warning_tint", bar="accent5")
COVER = Box("text2", padding=28, side=22)


def boxed(style: ParagraphStyle, name: str, box: Box) -> ParagraphStyle:
    """Return *style* as part of *box*."""
    return replace(
        style, name=name, fill=box.fill, borders=box.borders, left=box.left, right=box.side + 0.5
    )
