"""Blocks → paragraphs and tables, in reading order, each in a style of the reference document."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import assert_never

from pitstop_docs.tree.document import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Contents,
    DefinitionList,
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
from pitstop_docs.tree.walk import is_open, plain
from pitstop_docs.writers.docx.acts import add_clause, add_fields
from pitstop_docs.writers.docx.captions import Captions
from pitstop_docs.writers.docx.columns import is_short
from pitstop_docs.writers.docx.contents import ContentsWriter
from pitstop_docs.writers.docx.flow import COLUMNS, Flow
from pitstop_docs.writers.docx.frames import PAGE, QUOTE, Frame, Numbering
from pitstop_docs.writers.docx.headings import HeadingNumbers
from pitstop_docs.writers.docx.inlines import Face
from pitstop_docs.writers.docx.levels import NO_LIST
from pitstop_docs.writers.docx.lists import Lists
from pitstop_docs.writers.docx.markup import W, add, keep_next
from pitstop_docs.writers.docx.pictures import Pictures
from pitstop_docs.writers.docx.tables import add_table, follows_table

_LIST_STYLES = {
    "steps": "PitStop Step", "path": "PitStop Step", "messages": "PitStop Message", "points": "PitStop Point",
    "references": "PitStop Reference",
}  # fmt: skip
_FIGURE_COLUMNS = 3
_FACT_COLUMNS = 2
_MANY_FACTS = 4  # fewer stand below each other
_DEEPEST = 3  # the deepest list level that has a style
_WHOLE_BOX = 8  # paragraphs of a box that stays on one page


@dataclass(slots=True)
class BlockWriter:
    """Appends blocks to the ``flow``; ``contents`` are those that wait for their pages."""

    flow: Flow
    lists: Lists
    pictures: Pictures
    contents: list[ContentsWriter] = field(default_factory=list)
    _captions: Captions = field(init=False)
    _headings: HeadingNumbers = field(init=False)

    def __post_init__(self) -> None:
        inlines = self.flow.inlines
        self._captions = Captions(inlines, inlines.bookmarks)
        self._headings = HeadingNumbers(self.flow.look.headings_numbered)

    def write(self, blocks: Iterable[Block], frame: Frame = PAGE) -> None:
        """Append *blocks* in their order; a map stands beside the section after it."""
        waiting = list(blocks)
        while waiting:
            first, *waiting = waiting
            second = waiting[0] if waiting else None
            is_map = isinstance(first, Section) and first.key == "map"
            if is_map and isinstance(second, Section) and self.flow.may_have_columns:
                self._beside(first, waiting.pop(0), frame)
            else:
                self._block(first, frame)

    def _beside(self, first: Block, second: Block, frame: Frame) -> None:
        """Append *first* and *second* in two columns of a Word section, inside which there are no others."""
        self.flow.end_section(1)
        with self.flow.in_columns():
            self._block(first, frame)
            self.flow.column_break = True
            self._block(second, frame)
        self.flow.end_section(COLUMNS)

    def _block(self, block: Block, frame: Frame) -> None:
        self.flow.ids.append(block.id)
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
                    self.flow.paragraph("PitStop Attribution", block.attribution, block, name=name)
            case Callout():
                self._callout(block)
            case Timeline():
                for entry in block.entries:  # whole on one page, with its heading
                    whole = entry is not block.entries[-1]
                    paragraph = self.flow.open("PitStop Timeline", keep_next=whole)
                    self.flow.run_in(paragraph, (Text(entry.when),), "PitStop Timeline When", block)
                    self.flow.inlines.write(paragraph, entry.content, block.location)
                    name = f"{block.id}-{key_of(entry.when)}"
                    self.flow.controls.hold(paragraph, name, entry.content, before=entry.when)
            case QrCode():
                paragraph = self.flow.open("PitStop QR Code")
                self.pictures.add_qr(paragraph, block)
                self.flow.inlines.tab(paragraph)
                self.flow.inlines.write(paragraph, block.caption, block.location)
            case Contents():
                self._contents(block)
            case _:
                assert_never(block)

    def _text(self, block: Paragraph, frame: Frame) -> None:
        match block.style:
            case "body" | "small" | "label":
                style = {"body": frame.body, "small": frame.small, "label": frame.label}
                self.flow.paragraph(style[block.style], block.content, block)
            case "addressee" if self.flow.look.cover:  # on the ground of the cover
                self.flow.paragraph("PitStop Cover Addressee", block.content, block)
            case "issuer" | "addressee":
                self.flow.paragraph(f"PitStop {block.style.capitalize()}", block.content, block)
            case "subject" | "recital":
                paragraph = self.flow.open(f"PitStop {block.style.capitalize()}")
                add_clause(paragraph, block, self.flow.inlines)
                self.flow.controls.hold(paragraph, block.id, block.content)
            case "field" | "signature":
                paragraph = self.flow.open(f"PitStop {block.style.capitalize()}")
                add_fields(paragraph, block, self.flow.inlines, self.flow.width)
            case _:
                assert_never(block.style)

    def _section(self, section: Section, frame: Frame) -> None:
        counted = self._headings.counts(section)
        level = section.level - 2
        if not section.title:
            self.write(section.blocks, frame)
            return
        none = Numbering(NO_LIST, level) if self._headings.linked and not counted else None
        paragraph = self.flow.open(f"Heading {level + 1}", none)
        if section.number and not counted:
            number = Face("PitStop Section Number")
            self.flow.inlines.text(paragraph, f"{section.number} ", section.location, number)
        self.flow.inlines.write(paragraph, section.title, section.location)
        self.flow.controls.alias = plain(section.title)
        if not section.key:
            self.flow.controls.hold(paragraph, f"{section.id}-title", section.title)
        if not _is_form(section):
            self.write(section.blocks, frame)
            return
        # What is signed is seen whole: lines, the first part with what is above it, the last with the one
        # before. Longer runs LibreOffice does not keep.
        keep_next(paragraph)
        for place, block in enumerate(section.blocks, start=1 - len(section.blocks)):
            self.write((block,), frame)
            if place == -1 or (place < 0 and isinstance(block, Paragraph)):
                keep_next(self.flow.body[-1])

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
        if block.style == "points" and len(self.flow.body) and self.flow.body[-1].tag == W + "p":
            keep_next(self.flow.body[-1])  # what introduces them
        short = block.style == "references" and all(map(is_short, block.items))
        starts = self.flow.begin_columns(len(block.items), _FACT_COLUMNS if short else 1, frame)
        for index, item in enumerate(block.items):
            self.flow.column_break = index in starts[1:]
            self._item(item, style, number, frame)
        self.flow.end_columns(starts)
        if block.style == "points":  # with the fingerprint below them
            keep_next(self.flow.body[-1])

    def _item(self, item: ListItem, style: str, number: Numbering, frame: Frame) -> None:
        """Append an item: its first paragraph carries the number, the others are indented."""
        self.flow.ids.append(item.id)
        level = min(frame.depth, _DEEPEST - 1)
        more = frame.body if frame.box else _by_level("List Continue", level)
        inside = replace(frame, depth=frame.depth + 1, body=more, small=more, label=more)
        first, *others = item.blocks or (None,)
        if first is None:
            self.flow.paragraph(style, (), item, number)  # an empty item still counts
        elif not isinstance(first, Paragraph):
            self.write(item.blocks, inside)
        else:
            self.flow.ids.append(first.id)
            said = others[0] if others else None
            if first.style == "small" and isinstance(said, Paragraph):
                self._dated(first, said, style, number)
                del others[0]
            else:
                self.flow.paragraph(style, first.content, first, number)
            self.write(others, inside)

    def _dated(self, moment: Paragraph, said: Paragraph, style: str, number: Numbering) -> None:
        """Append what is *said* of a step, the *moment* of which stands in a line before it."""
        self.flow.ids.append(said.id)
        paragraph = self.flow.open(style, number)
        face = Face("PitStop Figure Note")
        self.flow.inlines.write(paragraph, moment.content, moment.location, face)
        add(add(paragraph, "r"), "br")
        self.flow.inlines.write(paragraph, said.content, said.location)
        self.flow.controls.hold(paragraph, said.id, said.content, before=plain(moment.content))

    def _key_facts(self, block: KeyFacts, frame: Frame) -> None:
        """One paragraph for a figure, in lines: its value, what it counts, where it comes from."""
        starts = self.flow.begin_columns(len(block.figures), _FIGURE_COLUMNS, frame)
        for index, figure in enumerate(block.figures):
            self.flow.column_break = index in starts[1:]
            paragraph = self.flow.open("PitStop Figure")
            value = "PitStop Figure Disputed" if figure.conflicting else "PitStop Figure Value"
            before = f"{figure.before} " if figure.before else ""
            if before:
                face = Face("PitStop Figure Before")
                self.flow.inlines.write(paragraph, (Text(before),), block.location, face)
            for style, content in (
                (value, (Text(figure.value),)),
                ("PitStop Figure Label", figure.label),
                ("PitStop Figure Note", figure.note),
            ):
                if content and style != value:
                    add(add(paragraph, "r"), "br")
                self.flow.inlines.write(paragraph, content, block.location, Face(style))
            words = (*figure.label, Text(" "), *figure.note)
            self.flow.controls.hold(
                paragraph, figure.id or f"{block.id}-{index + 1}", words,
                before=f"{before}{figure.value}",
            )  # fmt: skip
        self.flow.end_columns(starts)

    def _facts(self, block: DefinitionList, frame: Frame) -> None:
        """One paragraph for a fact: term, tab, what is said of it."""
        most = _FACT_COLUMNS if len(block.items) >= _MANY_FACTS else 1
        starts = self.flow.begin_columns(len(block.items), most, frame)
        for index, definition in enumerate(block.items):
            self.flow.column_break = index in starts[1:]
            paragraph = self.flow.open(frame.fact)
            self.flow.run_in(paragraph, definition.term, frame.term, block)
            face = Face(blank=frame.blank)
            self.flow.inlines.write(paragraph, definition.content, block.location, face)
            words = (*definition.term, Text(" "), *definition.content)
            if not is_open(definition.content):
                self.flow.controls.hold(
                    paragraph, definition.id or f"{block.id}-{index + 1}", words
                )
        self.flow.end_columns(starts)

    def _table(self, table: Table) -> None:
        if table.label or table.caption:
            self._caption(table.label, table.caption, table, keep_next=True)
        elif follows_table(self.flow.body):
            self.flow.separate()
        waiting, self.flow.ids = self.flow.ids, []
        add_table(
            self.flow.body, table, (self.flow.width, self.flow.look.page.text_height), self.flow.inlines,
            self.flow.look.colours, self.flow.controls,
        )  # fmt: skip
        first = next(self.flow.body[-1].iter("{*}p"))
        for block_id in waiting:
            self.flow.inlines.bookmarks.place(block_id, first)

    def _figure(self, figure: Figure) -> None:
        paragraph = self.flow.open("PitStop Picture")
        self.pictures.add_figure(paragraph, figure, self.flow.width)
        self.flow.controls.mark(paragraph, f"{figure.id}-alt", figure.alt)
        if figure.label or figure.caption:
            self._caption(figure.label, figure.caption, figure, keep_next=bool(figure.credit))
        if figure.credit:
            name = f"{figure.id}-credit"
            self.flow.paragraph("PitStop Credit", figure.credit, figure, name=name)

    def _caption(self, label: str, caption: Inlines, node: Node, keep_next: bool) -> None:
        """Append label and caption; a table's stays with what follows, a figure's need not."""
        paragraph = self.flow.open("Caption", keep_next=keep_next)
        if label:
            self._captions.add_label(paragraph, label, node.id, bool(caption), node.location)
        self.flow.inlines.write(paragraph, caption, node.location)
        self.flow.controls.hold(paragraph, f"{node.id}-caption", caption)

    def _callout(self, callout: Callout) -> None:
        """Append a box: its heading's level is the document's, not the look's, hence direct."""
        name = f"PitStop {callout.kind.replace('-', ' ').title()}"
        paragraph = self.flow.open(f"{name} Title", outline=callout.level - 2)
        self.flow.inlines.write(paragraph, callout.title, callout.location)
        self.flow.controls.alias = plain(callout.title)
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
            self.flow.inlines.write(
                self.flow.open("TOC Heading"), contents.title, contents.location
            )
        writer = ContentsWriter(self.flow.inlines, self.flow.look.page.text_width)
        writer.write(contents, self.flow.open)
        self.contents.append(writer)


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
