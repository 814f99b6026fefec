"""Where blocks stand: in the page, a quotation or a box, and how deep in lists."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Frame:
    """Where blocks stand: the styles of plain paragraphs, and how deep in lists.

    ``box`` is the name of the callout around them ("Risk") or "".
    """

    body: str = "Body Text"
    small: str = "PitStop Small"
    label: str = "PitStop Label"
    box: str = ""
    depth: int = 0


PAGE = Frame()
QUOTE = replace(PAGE, body="Quote")


@dataclass(frozen=True, slots=True)
class Numbering:
    """A paragraph's place in a list: ``w:num`` and level."""

    number: str
    level: int
