"""What a municipality fills in: labels, each with a ruled blank whose control says what to write.

Enters: the blanks of a document. Leaves: its last paragraph. Nothing is ever filled in here: a
number, a date or a signature belong to whoever adopts the act (docs/word/content-controls.md).
"""

from lxml import etree

from pitstop_docs.tree.document import Blank
from pitstop_docs.tree.keys import TAG_LIMIT
from pitstop_docs.writers.docx.controls import Controls
from pitstop_docs.writers.docx.markup import W15, add, add_text, legal
from pitstop_docs.writers.docx.styles import Styles

STYLE = "PitStop Form"
LINE, PROMPT = "PitStop Form Blank", "PitStop Form Prompt"
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
    line, prompt = styles.character(LINE), styles.character(PROMPT)
    for index, blank in enumerate(blanks):
        if index:
            add(add(paragraph, "r"), "tab")
        add_text(add(paragraph, "r"), f"{legal(blank.label)} ")
        _add_control(paragraph, blank, language, (line, prompt), controls)
        add(_run(paragraph, line), "tab")  # the line goes on to its end


def _add_control(
    paragraph: etree._Element,
    blank: Blank,
    language: str,
    looks: tuple[str | None, str | None],
    controls: Controls,
) -> None:
    line, prompt = looks
    control = add(paragraph, "sdt")
    properties = add(control, "sdtPr")
    if line:  # what is written there stands on the line too
        add(add(properties, "rPr"), "rStyle", val=line)
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
    # No w:text: in plain-text controls LibreOffice forgets the prompt's look.
    add_text(_run(add(control, "sdtContent"), prompt), f"[{legal(blank.prompt)}]")


def _run(parent: etree._Element, style: str | None) -> etree._Element:
    run = add(parent, "r")
    if style:
        add(add(run, "rPr"), "rStyle", val=style)
    return run
