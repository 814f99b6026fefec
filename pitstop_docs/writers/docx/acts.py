"""The paragraphs that acts have of their own (docs/word/acts.md); letters have some of them too.

Enters: a paragraph that was opened in its style, and what it says. Leaves: its content.
"""

from lxml import etree

from pitstop_docs.tree.document import Blank, Paragraph, Strong, Text
from pitstop_docs.tree.typeset import NBSP
from pitstop_docs.tree.walk import plain
from pitstop_docs.writers.docx.blanks import FORM, run_of
from pitstop_docs.writers.docx.inlines import Face, InlineWriter
from pitstop_docs.writers.docx.markup import W, add

_LABEL, _OPENING, _MARK = map(Face, ("PitStop Field Label", "PitStop Opening", "PitStop Mark Text"))
_GAP = 200  # twips between the end of a blank and what follows it


def join_signatures(body: etree._Element, point: str, heights: list[float], page: float) -> None:
    """Begin a page with the last paragraph in the style *point* where what follows it, to the signatures, ends
    on another page: none is signed that holds nothing else. *heights* are those of the paragraphs of *body*, on
    a *page* so high."""
    styles = [paragraph.find(f"{W}pPr/{W}pStyle") for paragraph in body]
    last = max(
        (
            n
            for n, style in enumerate(styles)
            if style is not None and style.get(W + "val") == point
        ),
        default=0,
    )
    before, rest = sum(heights[:last]), sum(heights[last:])
    properties = body[last].find(W + "pPr")
    if not last or properties is None or rest > page or rest <= page - before % page:
        return
    # 17.3.1.26: what else keeps lines together stands before it.
    earlier = {W + tag for tag in ("pStyle", "keepNext", "keepLines")}
    place = sum(child.tag in earlier for child in properties)
    properties.insert(place, etree.Element(W + "pageBreakBefore"))


def add_mark(paragraph: etree._Element, status: str, inlines: InlineWriter) -> None:
    """Append *status* as a mark: no-break spaces keep its fill around the word."""
    inlines.text(paragraph, f"{NBSP}{status}{NBSP}", None, _MARK)


def add_clause(paragraph: etree._Element, clause: Paragraph, inlines: InlineWriter) -> None:
    """Append a recital or the subject: its opening word has a look of its own, the subject's a column too."""
    opening, *rest = clause.content
    if isinstance(opening, Strong):
        inlines.write(paragraph, opening.content, clause.location, _OPENING)
        if clause.style == "subject":
            inlines.tab(paragraph)
            rest = [Text(plain(rest).lstrip())]
    else:
        rest = [opening, *rest]
    inlines.write(paragraph, tuple(rest), clause.location)


def add_fields(
    paragraph: etree._Element, line: Paragraph, inlines: InlineWriter, width: int
) -> None:
    """Append the labels and blanks of *line*: each blank goes on to the end of its share of *width*, in
    twips."""
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
            inlines.text(paragraph, plain((inline,)).lstrip(" "), line.location, _LABEL)
