"""A municipality's own Word file: opened, made safe, completed, written on, repaired.

Enters: anybody's files and bytes, the look of the reference. Leaves: a :class:`Letterhead` that
briefs can stand on, or what is wrong with it; its pages around a brief; a repaired copy."""

from pitstop_docs.writers.docx.letterheads.files import (
    check_letterhead,
    open_letterheads,
    read_letterhead,
)
from pitstop_docs.writers.docx.letterheads.opening import Letterhead
from pitstop_docs.writers.docx.letterheads.writing import (
    LetterheadWriter,
    look_on,
    page_on,
    taken_by,
)

__all__ = [
    "Letterhead",
    "LetterheadWriter",
    "check_letterhead",
    "look_on",
    "open_letterheads",
    "page_on",
    "read_letterhead",
    "taken_by",
]
