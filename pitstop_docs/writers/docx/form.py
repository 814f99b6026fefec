"""What a municipality fills in: a line of labels, each with a control that says what to write.

Enters: the blanks of a document. Leaves: its last paragraph. Nothing is ever filled in here: a
number, a date or a signature belong to whoever adopts the act (docs/word/content-controls.md).
"""

from lxml import etree

from pitstop_docs.document import Blank
from pitstop_docs.writers.docx.controls import TAG_LIMIT, Controls
from pitstop_docs.writers.docx.markup import W15, add, add_text, legal
from pitstop_docs.writers.docx.styles import Styles

STYLE = "PitStop Form"
_DATE = "date"  # the blank that gets a calendar


def add_form(
    body: etree._Element,
    blanks: tuple[Blank, ...],
    language: str,
    styles: Styles,
    controls: Controls,
) -> None:
    """Append the line, if there is anything to fill in; *language* is that of its dates."""
    if not blanks:
        return
    paragraph = add(body, "p")
    if style := styles.paragraph(STYLE):
        add(add(paragraph, "pPr"), "pStyle", val=style)
    for index, blank in enumerate(blanks):
        if index:
            add(add(paragraph, "r"), "tab")
        add_text(add(paragraph, "r"), f"{legal(blank.label)} ")
        _add_control(paragraph, blank, language, styles, controls)


def _add_control(
    paragraph: etree._Element, blank: Blank, language: str, styles: Styles, controls: Controls
) -> None:
    control = add(paragraph, "sdt")
    properties = add(control, "sdtPr")
    tag = f"ps-form:{blank.key}"
    add(properties, "alias", val=legal(blank.label)[:TAG_LIMIT])
    add(properties, "tag", val=tag)
    add(properties, "id", val=controls.id(tag))
    add(properties, "showingPlcHdr")
    etree.SubElement(properties, W15 + "appearance", {W15 + "val": "boundingBox"})
    if blank.key == _DATE:
        date = add(properties, "date")
        add(date, "dateFormat", val="d MMMM yyyy")
        add(date, "lid", val=language)
        add(date, "storeMappedDataAs", val="dateTime")
        add(date, "calendar", val="gregorian")
    else:
        add(properties, "text")
    run = add(add(control, "sdtContent"), "r")
    if style := styles.character("Placeholder Text"):
        add(add(run, "rPr"), "rStyle", val=style)
    add_text(run, legal(blank.prompt))
