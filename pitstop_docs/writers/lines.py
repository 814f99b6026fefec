"""How many lines words take: letters are counted, not set.

Enters: how many letters, of which font, in what width. Leaves: lines, within some hundredths of what
a layout makes of them. Word's pages (docx/heights.py) and the PDF's columns (pdf/bands.py) count alike.
"""

from dataclasses import dataclass
from math import ceil

_RAGGED = 2.5  # letters that a line leaves empty at its end


@dataclass(frozen=True, slots=True)
class Typeface:
    """In sizes of the font: the line that it asks for, and a letter of running words."""

    line: float
    letter: float


# The theme's fonts. Any other is taken for the display font, the wider of the two in height.
TEXT, DISPLAY = Typeface(1.28, 0.45), Typeface(1.52, 0.41)


def letters_a_line(width: float, letter: float) -> float:
    """Return how many letters of one width a line of another has room for."""
    return max(width / letter - _RAGGED, 1)


def lines_of(letters: float, room: float) -> int:
    """Return the lines that so many *letters* take where each has *room* for so many."""
    return ceil(letters / room)
