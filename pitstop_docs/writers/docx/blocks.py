"""Blocks → paragraphs and tables, in reading order, each in a style of the reference document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from typing import assert_never

from lxml import etree

from pitstop_docs.tree.document import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Contents,
    DefinitionList,
    Document,
    Figure,
    Inlines,
    KeyFacts,
    ListItem,
    Node,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Table,
    Text,
    Timeline,
)
from pitstop_docs.tree.origin import key_of
from pitstop_docs.tree.walk import area_of, has_notes, is_open, plain
from pitstop_docs.writers.docx.acts import add_clause, add_fields, add_mark
from pitstop_docs.writers.docx.captions import Captions
from pitstop_docs.writers.docx.columns import column_starts, is_short
from pitstop_docs.writers.docx.contents import ContentsWriter
from pitstop_docs.writers.docx.controls import Controls
from pitstop_docs.writers.docx.frames import PAGE, QUOTE, Frame, Numbering
from pitstop_docs.writers.docx.headings import HeadingNumbers
from pitstop_docs.writers.docx.inlines import Face, InlineWriter
from pitstop_docs.writers.docx.levels import NO_LIST
from pitstop_docs.writers.docx.lists import Lists
from pitstop_docs.writers.docx.look import Look
from pitstop_docs.writers.docx.markup import W, add, keep_next
from pitstop_docs.writers.docx.pictures import Pictures
from pitstop_docs.writers.docx.tables import add_table, follows_table
from pitstop_docs.writers.logos import HEIGHT

_LIST_STYLES = {
    "steps": "PitStop Step", "path": "PitStop Step", "messages": "PitStop Message", "points": "PitStop Point",
    "references": "PitStop Reference",
}  # fmt: skip
_FIGURE_COLUMNS = 3
_FACT_COLUMNS = 2
_FOOT_COLUMNS = 2
_CHAIN = 2  # paragraphs: a title, and all that stands below it
_COLUMNS = 2  # of what stands in columns of the PDF
_MANY_FACTS = 4  # fewer stand below each other
_DEEPEST = 3  # the deepest list level that has a style
_WHOLE_BOX = 8  # paragraphs of a box that stays on one page
_AFTER_TABLE = "160"  # twips: a Word table has no space of its own below it
_TEXT_WIDTH_STYLES = ("Heading", "Caption")  # these bring their own space above


@dataclass(slots=True)
class BlockWriter:
    """Appends to ``body`` and notes the ``sections`` that end inside it, with their columns.

    ``_ids`` wait for the paragraph with which their blocks begin.
    """

    body: etree._Element
    inlines: InlineWriter
    lists: Lists
    pictures: Pictures
    look: Look
    controls: Controls
    numbers: Mapping[str, int]
    sections: list[tuple[etree._Element, int]] = field(default_factory=list)
    _ids: list[str] = field(default_factory=list)
    _new_page: bool = False
    _column_break: bool = False
    _may_have_columns: bool = False
    _in_columns: bool = False
    _strips: bool = False
    _width: int = field(init=False)
    _captions: Captions = field(init=False)
    _headings: HeadingNumbers = field(init=False)

    def __post_init__(self) -> None:
        self._width = self.look.page.text_width
        self._captions = Captions(self.inlines, self.inlines.bookmarks)
        self._headings = HeadingNumbers(self.look.headings_numbered)

    def write_document(self, document: Document) -> None:
        """Append everything from the eyebrow to the foot; an act says first whose it is, and that it is a
        draft."""
        if document.id.kind == "act":
            self.write(document.above)
            add_mark(self._open("PitStop Mark"), document.status_label, self.inlines)
        else:
            self._eyebrow(document)
            self.write(document.above)
        self.controls.alias = document.kind_label
        self._paragraph("Title", (Text(document.title),), name="title")
        if document.standfirst:
            self._paragraph("Subtitle", document.standfirst, name="standfirst")
        self.allow_columns(document, document.cover)
        self.write(document.head)
        self.allow_columns(document)
        self._new_page = document.cover
        for columns, blocks in self.strips(document.body):
            if columns:
                self._end_section(1)
                with self.in_columns():
                    self.write(blocks[:-1])
                    written = len(self.body)
                    self.write(blocks[-1:])
                    # LibreOffice would not level columns whose last paragraph another is kept with.
                    if isinstance(blocks[-1], Callout) or len(self.body) - written <= _CHAIN:
                        self._release(written)
                self._end_section(_COLUMNS)
            else:
                self.write(blocks)
        self.write_foot(document.foot)
        if follows_table(self.body):
            self._separator()

    def allow_columns(self, document: Document, without_notes: bool = False) -> None:
        """Let short blocks that follow stand in columns, where nothing in *document* forbids it; or where
        what follows is *without_notes*."""
        # A page with footnotes and a continuous section break may end at the break, in Word too.
        notes = any(map(has_notes, (*document.head, *document.body, *document.foot)))
        self._may_have_columns = without_notes or not notes
        self._strips = self._may_have_columns and document.id.is_edition and not document.cover

    def strips(self, body: Iterable[Block]) -> Iterator[tuple[bool, tuple[Block, ...]]]:
        """Yield neighbours in *body* that stand in columns, or across the page, in their order; those of a
        document with a cover, which is read from end to end, stand across."""
        for wide, blocks in groupby(
            body, lambda block: not self._strips or area_of(block) == "wide"
        ):
            yield not wide, tuple(blocks)

    @contextmanager
    def in_columns(self) -> Iterator[int]:
        """Set what is written meanwhile in one of two equal columns, whose width it tells; inside it there
        are no others."""
        self._width = (self.look.page.text_width - self.look.gutter) // _COLUMNS
        self._in_columns, self._may_have_columns = True, False
        yield self._width
        self._in_columns, self._may_have_columns = False, True
        self._width = self.look.page.text_width

    def _release(self, first: int) -> None:
        """Let paragraphs from the *first* on part from the next."""
        for properties in (p.find(W + "pPr") for p in list(self.body)[first:] if p.tag == W + "p"):
            if properties is not None:
                for kept in properties.findall(W + "keepNext"):
                    properties.remove(kept)
                style = properties.find(W + "pStyle")
                kept = etree.Element(W + "keepNext", {W + "val": "0"})
                properties.insert(0 if style is None else 1, kept)

    def write_foot(self, blocks: Sequence[Block]) -> None:
        """Append what stands at the end; boxes and lines that follow each other stand in pairs."""
        for boxed, group in groupby(blocks, lambda block: isinstance(block, Callout | Paragraph)):
            while pair := tuple(islice(group, _FOOT_COLUMNS)):
                starts = self._begin_columns(len(pair), _FOOT_COLUMNS if boxed else 1, PAGE)
                for index, block in enumerate(pair):
                    self._column_break = index in starts[1:]
                    self.write((block,))
                self._end_columns(starts)

    def write(self, blocks: Iterable[Block], frame: Frame = PAGE) -> None:
        """Append *blocks* in their order; a map stands beside the section after it."""
        waiting = list(blocks)
        while waiting:
            first, *waiting = waiting
            second = waiting[0] if waiting else None
            is_map = isinstance(first, Section) and first.key == "map"
            if is_map and isinstance(second, Section) and self._may_have_columns:
                self._beside(first, waiting.pop(0), frame)
            else:
                self._block(first, frame)

    def _beside(self, first: Block, second: Block, frame: Frame) -> None:
        """Append *first* and *second* in two columns of a Word section, inside which there are no others."""
        self._end_section(1)
        with self.in_columns():
            self._block(first, frame)
            self._column_break = True
            self._block(second, frame)
        self._end_section(_COLUMNS)

    def _block(self, block: Block, frame: Frame) -> None:
        self._ids.append(block.id)
        match block:
            case Section():
                self._section(block, frame)
            case Paragraph():
                self._text(block, frame)
            case BulletList():
                self._bullets(block, frame)
            case OrderedList():
                self._ordered(block, frame)
            case DefinitionList():
                self._facts(block, frame)
            case KeyFacts():
                self._key_facts(block, frame)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case BlockQuote():
                self.write(block.blocks, replace(QUOTE, depth=frame.depth))
                if block.attribution:
                    name = f"{block.id}-attribution"
                    self._paragraph("PitStop Attribution", block.attribution, block, name=name)
            case Callout():
                self._callout(block)
            case Timeline():
                for entry in block.entries:  # whole on one page, with its heading
                    whole = entry is not block.entries[-1]
                    paragraph = self._open("PitStop Timeline", keep_next=whole)
                    self._run_in(paragraph, (Text(entry.when),), "PitStop Timeline When", block)
                    self.inlines.write(paragraph, entry.content, block.location)
                    name = f"{block.id}-{key_of(entry.when)}"
                    self.controls.hold(paragraph, name, entry.content, before=entry.when)
            case QrCode():
                paragraph = self._open("PitStop QR Code")
                self.pictures.add_qr(paragraph, block)
                self.inlines.tab(paragraph)
                self.inlines.write(paragraph, block.caption, block.location)
            case Contents():
                self._contents(block)
            case _:
                assert_never(block)

    # --- paragraphs ----------------------------------------------------------------------------

    def _open(
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
        if self._new_page:
            add(properties, "pageBreakBefore")
            self._new_page = False
        if numbering is not None:
            element = add(properties, "numPr")
            add(element, "ilvl", val=str(numbering.level))
            add(element, "numId", val=numbering.number)
        if after_table:
            add(properties, "spacing", before=_AFTER_TABLE)
        if self._in_columns:  # whose measure is theirs (measure.py)
            add(properties, "ind", right=str(self.look.rights.get(id, 0)))
        if outline is not None:
            add(properties, "outlineLvl", val=str(outline))
        if self._column_break:
            add(add(paragraph, "r"), "br", type="column")
            self._column_break = False
        for block_id in self._ids:
            self.inlines.bookmarks.place(block_id, paragraph)
        self._ids.clear()
        return paragraph

    def _paragraph(
        self,
        style: str,
        content: Inlines,
        node: Node | None = None,
        numbering: Numbering | None = None,
        name: str = "",
    ) -> None:
        """Append a paragraph whose words come from field *name*, the block's if it is not told."""
        paragraph = self._open(style, numbering)
        self.inlines.write(paragraph, content, node.location if node else None)
        if name or node:
            self.controls.hold(paragraph, name or (node.id if node else ""), content)

    def _text(self, block: Paragraph, frame: Frame) -> None:
        match block.style:
            case "body" | "small" | "label":
                style = {"body": frame.body, "small": frame.small, "label": frame.label}
                self._paragraph(style[block.style], block.content, block)
            case "addressee" if self.look.cover:  # on the ground of the cover
                self._paragraph("PitStop Cover Subtitle", block.content, block)
            case "issuer" | "addressee":
                self._paragraph(f"PitStop {block.style.capitalize()}", block.content, block)
            case "subject" | "recital":
                paragraph = self._open(f"PitStop {block.style.capitalize()}")
                add_clause(paragraph, block, self.inlines)
                self.controls.hold(paragraph, block.id, block.content)
            case "field" | "signature":
                paragraph = self._open(f"PitStop {block.style.capitalize()}")
                add_fields(paragraph, block, self.inlines, self.look.page.text_width)
            case _:
                assert_never(block.style)

    def _run_in(self, paragraph: etree._Element, content: Inlines, style: str, node: Node) -> None:
        """Append *content* in a character style, and the tab that leads to what is said of it."""
        self.inlines.write(paragraph, content, node.location, Face(style))
        self.inlines.tab(paragraph)

    def _end_section(self, columns: int) -> None:
        """End a Word section of so many columns with the last paragraph (docs/word/sections.md)."""
        if follows_table(self.body):
            self._separator()
        properties = self.body[-1].find(W + "pPr")
        if properties is not None and properties.find(W + "sectPr") is None:
            self.sections.append((add(properties, "sectPr"), columns))

    def _separator(self) -> None:
        """Append the paragraph without which Word joins two tables, or refuses the last one."""
        self._open("PitStop Table End")

    def _eyebrow(self, document: Document) -> None:
        """Append brand and kind at the left; edition and status at the right."""
        cover = self.look.cover
        look = "PitStop Cover" if cover else "PitStop"
        edition = "PitStop Programme" if document.id.kind == "letter" else f"{look} Edition"
        badge = f"PitStop Status {document.status.capitalize()}"
        paragraph = self._open(f"{look} Eyebrow")
        write = self.inlines.text
        logo = document.logo
        if logo and self.pictures.add_logo(paragraph, logo, HEIGHT, document.location):
            write(paragraph, "  ", None)
        write(paragraph, document.brand, None, Face(f"{look} Brand"))
        if document.kind_label:
            write(paragraph, f"  {document.kind_label}", None, Face("PitStop Kind"))
        self.inlines.tab(paragraph)
        write(paragraph, document.edition_label, None, Face(edition))
        if document.status_label:
            write(paragraph, "  ", None)
            face = Face("PitStop Cover Status" if cover else badge)
            write(paragraph, document.status_label, None, face)

    # --- blocks --------------------------------------------------------------------------------

    def _section(self, section: Section, frame: Frame) -> None:
        counted = self._headings.counts(section)
        level = section.level - 2
        if not section.title:
            self.write(section.blocks, frame)
            return
        none = Numbering(NO_LIST, level) if self._headings.linked and not counted else None
        paragraph = self._open(f"Heading {level + 1}", none)
        if section.number and not counted:
            number = Face("PitStop Section Number")
            self.inlines.text(paragraph, f"{section.number} ", section.location, number)
        self.inlines.write(paragraph, section.title, section.location)
        self.controls.alias = plain(section.title)
        if not section.key:
            self.controls.hold(paragraph, f"{section.id}-title", section.title)
        if not _is_form(section):
            self.write(section.blocks, frame)
            return
        # What is signed is seen whole: lines, the first part with what is above it, the last with the one
        # before. Longer runs LibreOffice does not keep.
        keep_next(paragraph)
        for place, block in enumerate(section.blocks, start=1 - len(section.blocks)):
            self.write((block,), frame)
            if place == -1 or (place < 0 and isinstance(block, Paragraph)):
                keep_next(self.body[-1])

    def _bullets(self, block: BulletList, frame: Frame) -> None:
        level = min(frame.depth, _DEEPEST - 1)
        if frame.box:
            number = Numbering(self.lists.bullets("PitStop Box Bullet"), level)
            style = frame.body
        else:
            style = _by_level("List Bullet", level)
            number = Numbering(self.lists.bullets(style), self.lists.level(style, level))
        for item in block.items:
            self._item(item, style, number, frame)

    def _ordered(self, block: OrderedList, frame: Frame) -> None:
        level = min(frame.depth, _DEEPEST - 1)
        named = _LIST_STYLES.get(block.style)
        if named and not (frame.box and block.style != "messages"):
            style, looks, level = named, named, 0
        elif frame.box:
            style, looks = frame.body, "PitStop Box Number"
        else:
            style = looks = _by_level("List Number", level)
            level = self.lists.level(style, level)
        number = Numbering(self.lists.ordered(looks, level, block.start), level)
        if block.style == "points" and len(self.body) and self.body[-1].tag == W + "p":
            keep_next(self.body[-1])  # what introduces them
        short = block.style == "references" and all(map(is_short, block.items))
        starts = self._begin_columns(len(block.items), _FACT_COLUMNS if short else 1, frame)
        for index, item in enumerate(block.items):
            self._column_break = index in starts[1:]
            self._item(item, style, number, frame)
        self._end_columns(starts)
        if block.style == "points":  # with the fingerprint below them
            keep_next(self.body[-1])

    def _item(self, item: ListItem, style: str, number: Numbering, frame: Frame) -> None:
        """Append an item: its first paragraph carries the number, the others are indented."""
        self._ids.append(item.id)
        level = min(frame.depth, _DEEPEST - 1)
        more = frame.body if frame.box else _by_level("List Continue", level)
        inside = replace(frame, depth=frame.depth + 1, body=more, small=more, label=more)
        first = item.blocks[:1]
        if first and isinstance(first[0], Paragraph):
            self._ids.append(first[0].id)
            self._paragraph(style, first[0].content, first[0], number)
            self.write(item.blocks[1:], inside)
        elif not first:
            self._paragraph(style, (), item, number)  # an empty item still counts
        else:
            self.write(item.blocks, inside)

    def _key_facts(self, block: KeyFacts, frame: Frame) -> None:
        """One paragraph for a figure, in lines: its value, what it counts, where it comes from."""
        starts = self._begin_columns(len(block.figures), _FIGURE_COLUMNS, frame)
        for index, figure in enumerate(block.figures):
            self._column_break = index in starts[1:]
            paragraph = self._open("PitStop Figure")
            value = "PitStop Figure Disputed" if figure.conflicting else "PitStop Figure Value"
            before = f"{figure.before} " if figure.before else ""
            if before:
                face = Face("PitStop Figure Before")
                self.inlines.write(paragraph, (Text(before),), block.location, face)
            for style, content in (
                (value, (Text(figure.value),)),
                ("PitStop Figure Label", figure.label),
                ("PitStop Figure Note", figure.note),
            ):
                if content and style != value:
                    add(add(paragraph, "r"), "br")
                self.inlines.write(paragraph, content, block.location, Face(style))
            words = (*figure.label, Text(" "), *figure.note)
            self.controls.hold(
                paragraph, figure.id or f"{block.id}-{index + 1}", words,
                before=f"{before}{figure.value}",
            )  # fmt: skip
        self._end_columns(starts)

    def _facts(self, block: DefinitionList, frame: Frame) -> None:
        """One paragraph for a fact: term, tab, what is said of it."""
        most = _FACT_COLUMNS if len(block.items) >= _MANY_FACTS else 1
        starts = self._begin_columns(len(block.items), most, frame)
        for index, definition in enumerate(block.items):
            self._column_break = index in starts[1:]
            paragraph = self._open(frame.fact)
            self._run_in(paragraph, definition.term, frame.term, block)
            face = Face(blank=frame.blank)
            self.inlines.write(paragraph, definition.content, block.location, face)
            words = (*definition.term, Text(" "), *definition.content)
            if not is_open(definition.content):
                self.controls.hold(paragraph, definition.id or f"{block.id}-{index + 1}", words)
        self._end_columns(starts)

    def _begin_columns(self, count: int, most: int, frame: Frame) -> list[int]:
        """End the Word section so far if *count* short items get columns; return their starts."""
        wide = self._may_have_columns and not frame.box and not frame.depth
        starts = column_starts(count, most if wide else 1)
        if len(starts) > 1:
            self._end_section(1)
            self._in_columns = True
        return starts

    def _end_columns(self, starts: list[int]) -> None:
        if len(starts) > 1:
            self._end_section(len(starts))
            self._in_columns = False

    def _table(self, table: Table) -> None:
        if table.label or table.caption:
            self._caption(table.label, table.caption, table, keep_next=True)
        elif follows_table(self.body):
            self._separator()
        waiting, self._ids = self._ids, []
        add_table(
            self.body, table, (self._width, self.look.page.text_height), self.inlines,
            self.look.colours, self.controls,
        )  # fmt: skip
        first = next(self.body[-1].iter("{*}p"))
        for block_id in waiting:
            self.inlines.bookmarks.place(block_id, first)

    def _figure(self, figure: Figure) -> None:
        paragraph = self._open("PitStop Picture")
        self.pictures.add_figure(paragraph, figure, self._width)
        self.controls.mark(paragraph, f"{figure.id}-alt", figure.alt)
        if figure.label or figure.caption:
            self._caption(figure.label, figure.caption, figure, keep_next=bool(figure.credit))
        if figure.credit:
            name = f"{figure.id}-credit"
            self._paragraph("PitStop Credit", figure.credit, figure, name=name)

    def _caption(self, label: str, caption: Inlines, node: Node, keep_next: bool) -> None:
        """Append label and caption; a table's stays with what follows, a figure's need not."""
        paragraph = self._open("Caption", keep_next=keep_next)
        if label:
            self._captions.add_label(paragraph, label, node.id, bool(caption), node.location)
        self.inlines.write(paragraph, caption, node.location)
        self.controls.hold(paragraph, f"{node.id}-caption", caption)

    def _callout(self, callout: Callout) -> None:
        """Append a box: its heading's level is the document's, not the look's, hence direct."""
        name = f"PitStop {callout.kind.replace('-', ' ').title()}"
        paragraph = self._open(f"{name} Title", outline=callout.level - 2)
        self.inlines.write(paragraph, callout.title, callout.location)
        self.controls.alias = plain(callout.title)
        text = f"{name} Text"
        frame = Frame(text, text, text, box=callout.kind)
        if callout.kind == "request":
            fact = f"{name} Fact"
            frame = replace(
                frame, small=f"{name} Small", fact=fact, term=f"{fact} Term", blank=fact
            )
        elif callout.kind == "municipality":
            frame = replace(frame, fact=f"{name} Fact")
        self.write(callout.blocks, frame)
        lines = [paragraph, *paragraph.itersiblings(W + "p")]
        if len(lines) <= _WHOLE_BOX:
            for line in lines[:-1]:
                keep_next(line)

    def _contents(self, contents: Contents) -> None:
        if contents.title:
            self.inlines.write(self._open("TOC Heading"), contents.title, contents.location)
        width = self.look.page.text_width
        ContentsWriter(self.inlines, self.numbers, width).write(contents, self._open)


def _is_form(section: Section) -> bool:
    """Tell whether *section* is to be filled in and signed: fields, what explains them, and parts of such."""
    return all(
        _is_form(block)
        if isinstance(block, Section)
        else isinstance(block, Paragraph) and block.style in ("field", "small")
        for block in section.blocks
    )


def _by_level(style: str, level: int) -> str:
    """Return the built-in style of a list *level*: "List Bullet", "List Bullet 2"…"""
    return style if level == 0 else f"{style} {level + 1}"
