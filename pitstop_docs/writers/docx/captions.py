"""Captions: labels that Word counts and lists, "Tabella " and a SEQ field (docs/word/captions.md)."""

import re
import unicodedata
from dataclasses import dataclass, field

from lxml import etree

from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.writers.docx.fields import Bookmarks
from pitstop_docs.writers.docx.inlines import Face, InlineWriter

_LABEL = Face("PitStop Caption Label")
_NUMBERED = re.compile(r"(.*\S)(\s+)(\d+)")


def sequence(word: str) -> str:
    """Return the name under which Word counts captions that begin with *word*: letters alone."""
    plain = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha()) or "Label"


@dataclass(slots=True)
class Captions:
    """The labels of one document's captions, and how far each of Word's sequences has counted."""

    inlines: InlineWriter
    bookmarks: Bookmarks
    _counts: dict[str, int] = field(default_factory=dict)

    def add_label(
        self, paragraph: etree._Element, label: str, id: str, more: bool, location: Location | None
    ) -> None:
        """Append *label* ("Tabella 3") of block *id* and a point; *more* words follow.

        A label that ends in no number stays as it is.
        """
        end = ". " if more else "."
        found = _NUMBERED.fullmatch(label)
        before = len(paragraph)
        if found is None:
            self.inlines.text(paragraph, label, location, _LABEL)
        else:
            word, space, number = found.groups()
            self.inlines.text(paragraph, f"{word}{space}", location, _LABEL)
            name = sequence(word)
            code = self._instruction(name, int(number))
            self.inlines.field(paragraph, code, number, location, _LABEL)
        self.bookmarks.place_label(id, paragraph[before], paragraph[-1])
        self.inlines.text(paragraph, end, location, _LABEL)

    def _instruction(self, name: str, number: int) -> str:
        """Return the field's code; where Word would count otherwise, it is told the number."""
        expected = self._counts.get(name, 0) + 1
        self._counts[name] = number
        start = "" if number == expected else rf" \r {number}"
        return rf"SEQ {name} \* ARABIC{start}"
