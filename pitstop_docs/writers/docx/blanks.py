"""Blanks: controls in which a municipality writes what only it knows.

Enters: a :class:`~pitstop_docs.tree.document.Blank` and the paragraph in which it stands. Leaves: a content
control that shows what is to be written there (docs/word/content-controls.md). Nothing is ever filled in
here: a number, a date or a signature belong to whoever adopts the document.
"""

from dataclasses import dataclass, field

from lxml import etree

from pitstop_docs.tree.document import Blank, Slot
from pitstop_docs.tree.keys import TAG_LIMIT
from pitstop_docs.writers.docx.controls import Controls
from pitstop_docs.writers.docx.markup import W15, add, add_text, legal
from pitstop_docs.writers.docx.styles import Styles

FORM = "PitStop Form"  # the look of blanks, but where their ground is dark
LINE = f"{FORM} Blank"
_PREFIX = "ps-form:"
_SLOT = "ps-slot:"
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
        # What is written there stands on the line too.
        line = self.styles.character(f"{look} Blank")
        alias = blank.label or blank.prompt
        properties, content = self._control(paragraph, self._tag(blank.key), alias, line)
        if blank.key.split("-")[-1] == _DATE:
            date = add(properties, "date")
            add(date, "dateFormat", val="d MMMM yyyy")
            add(date, "lid", val=self.language)
            add(date, "storeMappedDataAs", val="dateTime")
            add(date, "calendar", val="gregorian")
        self._prompt(content, look, blank.prompt)

    def add_slot(self, paragraph: etree._Element, slot: Slot) -> None:
        """Append the control that gives way to words of a recipient, which look as those around them."""
        _properties, content = self._control(paragraph, self._tag(slot.key, _SLOT), slot.prompt)
        self._prompt(content, FORM, slot.prompt)

    def _control(
        self, paragraph: etree._Element, tag: str, alias: str, line: str | None = None
    ) -> tuple[etree._Element, etree._Element]:
        """Append a control, and return its properties and its content; what is written there is in the
        character style *line*."""
        control = add(paragraph, "sdt")
        properties = add(control, "sdtPr")
        if line:
            add(add(properties, "rPr"), "rStyle", val=line)
        add(properties, "alias", val=(legal(alias) or "…")[:TAG_LIMIT])
        add(properties, "tag", val=tag)
        add(properties, "id", val=self.controls.id(tag))
        add(properties, "showingPlcHdr")
        etree.SubElement(properties, W15 + "appearance", {W15 + "val": "boundingBox"})
        return properties, add(control, "sdtContent")

    def _prompt(self, content: etree._Element, look: str, words: str) -> None:
        # No w:text: in plain-text controls LibreOffice forgets the prompt's look.
        prompt = self.styles.character(f"{look} Prompt")
        add_text(run_of(content, prompt), f"[{legal(words) or '…'}]")

    def _tag(self, key: str, prefix: str = _PREFIX) -> str:
        first, number = f"{prefix}{key}", 2
        tag = first[:TAG_LIMIT]
        while tag in self._tags:
            end = f".{number}"
            tag, number = first[: TAG_LIMIT - len(end)] + end, number + 1
        self._tags.add(tag)
        return tag


def key_of_tag(tag: str) -> str:
    """Return the key of the blank or slot whose control has *tag*, "" where it is none's."""
    prefix = next((each for each in (_PREFIX, _SLOT) if tag.startswith(each)), None)
    return "" if prefix is None else tag.removeprefix(prefix).partition(".")[0]


def is_slot(tag: str) -> bool:
    """Tell whether the control that has *tag* holds the place of words alone: it goes when they come."""
    return tag.startswith(_SLOT)


def run_of(parent: etree._Element, style: str | None) -> etree._Element:
    """Append a run in the character *style*, if there is one."""
    run = add(parent, "r")
    if style:
        add(add(run, "rPr"), "rStyle", val=style)
    return run
