"""Where paragraphs go: each after the last, in Word sections of one or more columns.

Enters: the words and the style of a paragraph, and when columns begin and end. Leaves: paragraphs in the body,
with the bookmarks, breaks and widths of the place that they stand in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from pitstop_docs.tree.document import Inlines, Node
from pitstop_docs.writers.docx.columns import column_starts
from pitstop_docs.writers.docx.controls import Controls
from pitstop_docs.writers.docx.frames import Frame, Numbering
from pitstop_docs.writers.docx.inlines import Face, InlineWriter
from pitstop_docs.writers.docx.look import Look
from pitstop_docs.writers.docx.markup import W, add
from pitstop_docs.writers.docx.tables import follows_table

COLUMNS = 2  # of what stands in columns of the PDF
_AFTER_TABLE = "160"  # twips: a Word table has no space of its own below it
_AT_THE_RIGHT = (
    "PitStop Signature"  # of the page; in a column, which is there itself, from its start
)
_TEXT_WIDTH_STYLES = ("Heading", "Caption")  # these bring their own space above


@dataclass(slots=True)
class Flow:
    """Appends to ``body`` and notes the ``sections`` that end inside it, with their columns.

    ``ids`` wait for the paragraph with which their blocks begin; that paragraph begins a ``new_page`` or is
    after a ``column_break``. ``width`` is the line's, in twips.
    """

    body: etree._Element
    inlines: InlineWriter
    look: Look
    controls: Controls
    sections: list[tuple[etree._Element, int]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    new_page: bool = False
    column_break: bool = False
    may_have_columns: bool = False
    width: int = field(init=False)
    _in_columns: bool = False

    def __post_init__(self) -> None:
        self.width = self.look.page.text_width

    def open(
        self,
        style: str,
        numbering: Numbering | None = None,
        outline: int | None = None,
        keep_next: bool | None = None,
    ) -> etree._Element:
        """Append a paragraph in *style* and return it; properties in the order of 17.3.1.26."""
        after_table = follows_table(self.body) and not style.startswith(_TEXT_WIDTH_STYLES)
        paragraph = add(self.body, "p")
        properties = add(paragraph, "pPr")
        id = self.inlines.styles.paragraph(style) or ""
        if id:
            add(properties, "pStyle", val=id)
        if keep_next is not None:
            add(properties, "keepNext", val=str(int(keep_next)))
        if self.new_page:
            add(properties, "pageBreakBefore")
            self.new_page = False
        if numbering is not None:
            element = add(properties, "numPr")
            add(element, "ilvl", val=str(numbering.level))
            add(element, "numId", val=numbering.number)
        if after_table:
            add(properties, "spacing", before=_AFTER_TABLE)
        if self._in_columns:  # whose measure is theirs (measure.py)
            start = {"left": "0"} if style == _AT_THE_RIGHT else {}
            add(properties, "ind", **start, right=str(self.look.rights.get(id, 0)))
        if outline is not None:
            add(properties, "outlineLvl", val=str(outline))
        if self.column_break:
            add(add(paragraph, "r"), "br", type="column")
            self.column_break = False
        for block_id in self.ids:
            self.inlines.bookmarks.place(block_id, paragraph)
        self.ids.clear()
        return paragraph

    def paragraph(
        self,
        style: str,
        content: Inlines,
        node: Node | None = None,
        numbering: Numbering | None = None,
        name: str = "",
    ) -> None:
        """Append a paragraph whose words come from field *name*, the block's if it is not told."""
        paragraph = self.open(style, numbering)
        self.inlines.write(paragraph, content, node.location if node else None)
        if name or node:
            self.controls.hold(paragraph, name or (node.id if node else ""), content)

    def run_in(self, paragraph: etree._Element, content: Inlines, style: str, node: Node) -> None:
        """Append *content* in a character style, and the tab that leads to what is said of it."""
        self.inlines.write(paragraph, content, node.location, Face(style))
        self.inlines.tab(paragraph)

    def end_section(self, columns: int) -> None:
        """End a Word section of so many columns with the last paragraph (docs/word/sections.md)."""
        if follows_table(self.body):
            self.separate()
        properties = self.body[-1].find(W + "pPr")
        if properties is not None and properties.find(W + "sectPr") is None:
            self.sections.append((add(properties, "sectPr"), columns))

    def separate(self) -> None:
        """Append the paragraph without which Word joins two tables, or refuses the last one."""
        self.open("PitStop Table End")

    @contextmanager
    def in_columns(self) -> Iterator[int]:
        """Set what is written meanwhile in one of two equal columns, whose width it tells; inside it there
        are no others."""
        self.width = self._width_of(COLUMNS)
        self._in_columns, self.may_have_columns = True, False
        yield self.width
        self._in_columns, self.may_have_columns = False, True
        self.width = self.look.page.text_width

    def begin_columns(self, count: int, most: int, frame: Frame) -> list[int]:
        """End the Word section so far if *count* short items get columns; return their starts."""
        wide = self.may_have_columns and not frame.box and not frame.depth
        starts = column_starts(count, most if wide else 1)
        if len(starts) > 1:
            self.end_section(1)
            self._in_columns, self.width = True, self._width_of(len(starts))
        return starts

    def end_columns(self, starts: list[int]) -> None:
        """End the Word section whose columns begin at *starts*, if there are several."""
        if len(starts) > 1:
            self.end_section(len(starts))
            self._in_columns, self.width = False, self.look.page.text_width

    def _width_of(self, columns: int) -> int:
        """Return how wide each of so many *columns* is."""
        return (self.look.page.text_width - self.look.gutter * (columns - 1)) // columns

    def release(self, first: int) -> None:
        """Let paragraphs from the *first* on part from the next."""
        for properties in (p.find(W + "pPr") for p in list(self.body)[first:] if p.tag == W + "p"):
            if properties is not None:
                for kept in properties.findall(W + "keepNext"):
                    properties.remove(kept)
                style = properties.find(W + "pStyle")
                kept = etree.Element(W + "keepNext", {W + "val": "0"})
                properties.insert(0 if style is None else 1, kept)
