"""The line at the end of a brief that a municipality fills in: labels, each with a ruled blank.

Enters: the blanks of a document. Leaves: its last paragraph.
"""

from lxml import etree

from pitstop_docs.tree.document import Blank
from pitstop_docs.writers.docx.blanks import FORM, LINE, Blanks, run_of
from pitstop_docs.writers.docx.markup import add, add_text, legal
from pitstop_docs.writers.docx.styles import Styles


def add_form(
    body: etree._Element, blanks: tuple[Blank, ...], styles: Styles, controls: Blanks
) -> None:
    """Append the line, if there is anything to fill in."""
    if not blanks:
        return
    paragraph = add(body, "p")
    if style := styles.paragraph(FORM):
        add(add(paragraph, "pPr"), "pStyle", val=style)
    line = styles.character(LINE)
    for index, blank in enumerate(blanks):
        if index:
            add(add(paragraph, "r"), "tab")
        add_text(add(paragraph, "r"), f"{legal(blank.label)} ")
        controls.add(paragraph, blank)
        add(run_of(paragraph, line), "tab")  # the line goes on to its end
