"""Blanks: controls in which a municipality writes what only it knows.

Enters: a :class:`~pitstop_docs.tree.document.Blank` and the paragraph in which it stands. Leaves: a content
control that shows what is to be written there (docs/word/content-controls.md). Nothing is ever filled in
here: a number, a date or a signature belong to whoever adopts the document.
"""

from dataclasses import dataclass, field

from lxml import etree

from pitstop_docs.tree.document import Blank
from pitstop_docs.tree.keys import TAG_LIMIT
from pitstop_docs.writers.docx.controls import Controls
from pitstop_docs.writers.docx.markup import W15, add, add_text, legal
from pitstop_docs.writers.docx.styles import Styles

FORM = "PitStop Form"  # the look of blanks, but where their ground is dark
_PREFIX = "ps-form:"
_DATE = "date"  # what the key of a blank ends with that gets a calendar


@dataclass(slots=True)
class Blanks:
    """The blanks of one document, in ``language``, which is that of its dates. One that comes twice has a
    number in its tag."""

    styles: Styles
    controls: Controls
    language: str
    _tags: set[str] = field(default_factory=set)

    def add(self, paragraph: etree._Element, blank: Blank, look: str = FORM) -> None:
        """Append the control of *blank* to *paragraph*; the names of its styles begin with *look*."""
        control = add(paragraph, "sdt")
        properties = add(control, "sdtPr")
        if line := self.styles.character(
            f"{look} Blank"
        ):  # what is written there stands on the line too
            add(add(properties, "rPr"), "rStyle", val=line)
        tag = self._tag(blank.key)
        add(properties, "alias", val=(legal(blank.label or blank.prompt) or "…")[:TAG_LIMIT])
        add(properties, "tag", val=tag)
        add(properties, "id", val=self.controls.id(tag))
        add(properties, "showingPlcHdr")
        etree.SubElement(properties, W15 + "appearance", {W15 + "val": "boundingBox"})
        if blank.key.split("-")[-1] == _DATE:
            date = add(properties, "date")
            add(date, "dateFormat", val="d MMMM yyyy")
            add(date, "lid", val=self.language)
            add(date, "storeMappedDataAs", val="dateTime")
            add(date, "calendar", val="gregorian")
        # No w:text: in plain-text controls LibreOffice forgets the prompt's look.
        prompt = self.styles.character(f"{look} Prompt")
        add_text(run_of(add(control, "sdtContent"), prompt), f"[{legal(blank.prompt) or '…'}]")

    def _tag(self, key: str) -> str:
        tag, number = f"{_PREFIX}{key}"[:TAG_LIMIT], 2
        while tag in self._tags:
            end = f".{number}"
            tag, number = f"{_PREFIX}{key}"[: TAG_LIMIT - len(end)] + end, number + 1
        self._tags.add(tag)
        return tag


def run_of(parent: etree._Element, style: str | None) -> etree._Element:
    """Append a run in the character *style*, if there is one."""
    run = add(parent, "r")
    if style:
        add(add(run, "rPr"), "rStyle", val=style)
    return run
