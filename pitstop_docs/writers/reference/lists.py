"""List definitions of the reference document: the marks of each level, and where they stand.

Enters: the theme. Leaves: levels in points, which ``reference`` writes into ``numbering.xml``.
"""

from dataclasses import dataclass

from pitstop_docs.writers.reference.boxes import LESSON, MESSAGES_BOX, mm
from pitstop_docs.writers.reference.stylesheet import Role

# List definitions: number in numbering.xml and the styles of its levels.
BULLETS, NUMBERS, STEPS, MESSAGES, REFERENCES, BOX_BULLETS, BOX_NUMBERS, POINTS = range(1, 9)
LIST_STYLES = {
    BULLETS: ("List Bullet", "List Bullet 2", "List Bullet 3"),
    NUMBERS: ("List Number", "List Number 2", "List Number 3"),
    STEPS: ("PitStop Step",),
    MESSAGES: ("PitStop Message",),
    REFERENCES: ("PitStop Reference",),
    BOX_BULLETS: ("PitStop Box Bullet",),
    BOX_NUMBERS: ("PitStop Box Number",),
    POINTS: ("PitStop Point",),
}


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is marked; lengths in points, ``after`` follows the number.

    ``font`` is that of the words beside it: another one would make their first line taller.
    """

    left: float
    hanging: float
    bullet: str = ""
    after: str = "."
    bold: bool = True
    colour: str | None = "accent1"
    font: Role = "display"


def list_level(number: int, level: int) -> ListLevel:
    """Return how *level* of list definition *number* looks."""
    step, box_step = mm(6), mm(5)
    box_left = LESSON.left + box_step * (level + 1)
    bullet = "•" if level % 2 == 0 else "–"
    looks = {
        BULLETS: ListLevel(step * (level + 1), step, bullet=bullet, font="text"),
        NUMBERS: ListLevel(step * (level + 1), step, font="text"),
        STEPS: ListLevel(step, step, after="", font="text"),
        MESSAGES: ListLevel(MESSAGES_BOX.left + step, step),
        REFERENCES: ListLevel(box_step, box_step, after="", colour=None, bold=False),
        # No colour: these also stand in white on the request's deep fill.
        BOX_BULLETS: ListLevel(box_left, box_step, bullet=bullet, colour=None),
        BOX_NUMBERS: ListLevel(box_left, box_step, colour=None),
        POINTS: ListLevel(mm(8), mm(8), colour=None),
    }
    return looks[number]
