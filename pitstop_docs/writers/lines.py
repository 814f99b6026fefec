"""How many lines words take: letters are counted, not set.

Enters: how many letters, of which font, in what width. Leaves: lines, within some hundredths of what
a layout makes of them. Word's pages (docx/heights.py) and the PDF's columns (pdf/bands.py) count alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

_RAGGED = 2.5  # letters that a line leaves empty at its end


@dataclass(frozen=True, slots=True)
class Typeface:
    """In sizes of the font: the line that it asks for, and a letter of running words."""

    line: float
    letter: float


# The theme's fonts.
TEXT, DISPLAY = Typeface(1.28, 0.45), Typeface(1.52, 0.41)
_SANS, _SERIF = Typeface(1.15, 0.43), Typeface(1.15, 0.39)
# Those of others that are met most, by their names in small letters; any other is taken for the widest.
OTHERS: Mapping[str, Typeface] = {
    **dict.fromkeys(("arial", "helvetica", "liberation sans"), _SANS),
    **dict.fromkeys(("times new roman", "times", "liberation serif"), _SERIF),
    **dict.fromkeys(("calibri", "carlito"), Typeface(1.22, 0.39)),
}
OTHER = Typeface(1.22, 0.49)


def letters_a_line(width: float, letter: float) -> float:
    """Return how many letters of one width a line of another has room for."""
    return max(width / letter - _RAGGED, 1)


def lines_of(letters: float, room: float) -> int:
    """Return the lines that so many *letters* take where each has *room* for so many."""
    return ceil(letters / room)
