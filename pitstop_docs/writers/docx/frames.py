"""Where blocks stand: in the page, a quotation or a box, and how deep in lists."""

from dataclasses import dataclass, replace

from pitstop_docs.writers.docx.blanks import FORM


@dataclass(frozen=True, slots=True)
class Frame:
    """Where blocks stand: the styles of plain paragraphs, and how deep in lists.

    ``box`` is the name of the callout around them ("Risk") or "". ``fact`` is the style of a fact, ``term``
    that of its term; the names of the looks of blanks begin with ``blank``.
    """

    body: str = "Body Text"
    small: str = "PitStop Small"
    label: str = "PitStop Label"
    fact: str = "PitStop Fact"
    term: str = "PitStop Fact Term"
    blank: str = FORM
    box: str = ""
    depth: int = 0


PAGE = Frame()
QUOTE = replace(PAGE, body="Quote")


@dataclass(frozen=True, slots=True)
class Numbering:
    """A paragraph's place in a list: ``w:num`` and level."""

    number: str
    level: int
