"""Lines that a municipality fills in: labels, each with a ruled blank.

Enters: the blanks of a brief, or a line of an act. Leaves: the last paragraph, or that line.
"""

from lxml import etree

from pitstop_docs.tree.document import Blank, Paragraph
from pitstop_docs.tree.walk import plain
from pitstop_docs.writers.docx.blanks import FORM, Blanks, run_of
from pitstop_docs.writers.docx.inlines import Face, InlineWriter
from pitstop_docs.writers.docx.markup import W, add, add_text, legal
from pitstop_docs.writers.docx.styles import Styles

LABEL = Face("PitStop Field Label")
_GAP = 200  # twips between the end of a blank and what follows it


def add_form(
    body: etree._Element, blanks: tuple[Blank, ...], styles: Styles, controls: Blanks
) -> None:
    """Append the line, if there is anything to fill in."""
    if not blanks:
        return
    paragraph = add(body, "p")
    if style := styles.paragraph(FORM):
        add(add(paragraph, "pPr"), "pStyle", val=style)
    line = styles.character(f"{FORM} Blank")
    for index, blank in enumerate(blanks):
        if index:
            add(add(paragraph, "r"), "tab")
        add_text(add(paragraph, "r"), f"{legal(blank.label)} ")
        controls.add(paragraph, blank)
        add(run_of(paragraph, line), "tab")  # the line goes on to its end


def add_fields(
    paragraph: etree._Element, line: Paragraph, inlines: InlineWriter, width: int
) -> None:
    """Fill *paragraph* with the labels and blanks of *line*: each blank goes on to the end of its share of
    *width*, in twips."""
    count = sum(isinstance(inline, Blank) for inline in line.content)
    ends = [width * n // count for n in range(1, count + 1)]
    stops = etree.Element(W + "tabs")
    for end in ends[:-1]:
        add(stops, "tab", val="left", pos=str(end - _GAP))
        add(stops, "tab", val="left", pos=str(end))
    add(stops, "tab", val="right", pos=str(width))
    paragraph[0].insert(1, stops)  # after its style, 17.3.1.26
    style = inlines.styles.character(f"{FORM} Blank")
    for inline in line.content:
        if isinstance(inline, Blank):
            inlines.blanks.add(paragraph, inline)
            add(run_of(paragraph, style), "tab")
            ends.pop(0)
            if ends:
                inlines.tab(paragraph)
        else:
            # What follows a blank begins its own share.
            words = plain((inline,)).lstrip(" ")
            inlines.text(paragraph, words, line.location, LABEL)
