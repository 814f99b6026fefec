"""A document from its eyebrow to its foot: what stands across the page, and what in columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from pitstop_docs.tree.document import Block, Callout, Document, Paragraph, Text
from pitstop_docs.tree.walk import area_of, has_notes
from pitstop_docs.writers.docx.acts import add_mark
from pitstop_docs.writers.docx.blocks import BlockWriter
from pitstop_docs.writers.docx.flow import COLUMNS, Flow
from pitstop_docs.writers.docx.frames import PAGE
from pitstop_docs.writers.docx.inlines import Face
from pitstop_docs.writers.docx.tables import follows_table
from pitstop_docs.writers.logos import HEIGHT

_FOOT_COLUMNS = 2
_CHAIN = 2  # paragraphs: a title, and all that stands below it


@dataclass(slots=True)
class DocumentWriter:
    """Writes a whole document with ``blocks``; parts of it for whoever measures them (room.py)."""

    blocks: BlockWriter
    _strips: bool = False

    @property
    def flow(self) -> Flow:
        """Where paragraphs go."""
        return self.blocks.flow

    def write_document(self, document: Document) -> None:
        """Append everything from the eyebrow to the foot; an act says first whose it is, and that it is a
        draft."""
        flow = self.flow
        if document.id.kind == "act":
            self.blocks.write(document.above)
            add_mark(flow.open("PitStop Mark"), document.status_label, flow.inlines)
        else:
            self._eyebrow(document)
            self.blocks.write(document.above)
        flow.controls.alias = document.kind_label
        flow.paragraph("Title", (Text(document.title),), name="title")
        if document.standfirst:
            flow.paragraph("Subtitle", document.standfirst, name="standfirst")
        self.allow_columns(document, document.cover)
        self.blocks.write(document.head)
        self.allow_columns(document)
        flow.new_page = document.cover
        for columns, blocks in self.strips(document.body):
            if columns:
                flow.end_section(1)
                with flow.in_columns():
                    self.blocks.write(blocks[:-1])
                    written = len(flow.body)
                    self.blocks.write(blocks[-1:])
                    # LibreOffice would not level columns whose last paragraph another is kept with.
                    if isinstance(blocks[-1], Callout) or len(flow.body) - written <= _CHAIN:
                        flow.release(written)
                flow.end_section(COLUMNS)
            else:
                self.blocks.write(blocks)
        self.write_foot(document.foot)
        if follows_table(flow.body):
            flow.separate()

    def allow_columns(self, document: Document, without_notes: bool = False) -> None:
        """Let short blocks that follow stand in columns, where nothing in *document* forbids it; or where
        what follows is *without_notes*."""
        flow = self.flow
        # A page with footnotes and a continuous section break may end at the break, in Word too.
        notes = any(map(has_notes, (*document.head, *document.body, *document.foot)))
        flow.may_have_columns = without_notes or not notes
        self._strips = flow.may_have_columns and document.id.is_edition and not document.cover

    def strips(self, body: Iterable[Block]) -> Iterator[tuple[bool, tuple[Block, ...]]]:
        """Yield neighbours in *body* that stand in columns, or across the page, in their order; those of a
        document with a cover, which is read from end to end, stand across."""
        for wide, blocks in groupby(
            body, lambda block: not self._strips or area_of(block) == "wide"
        ):
            yield not wide, tuple(blocks)

    def write_foot(self, blocks: Sequence[Block]) -> None:
        """Append what stands at the end; boxes and lines that follow each other stand in pairs."""
        flow = self.flow
        for boxed, group in groupby(blocks, lambda block: isinstance(block, Callout | Paragraph)):
            while pair := tuple(islice(group, _FOOT_COLUMNS)):
                starts = flow.begin_columns(len(pair), _FOOT_COLUMNS if boxed else 1, PAGE)
                for index, block in enumerate(pair):
                    flow.column_break = index in starts[1:]
                    self.blocks.write((block,))
                flow.end_columns(starts)

    def _eyebrow(self, document: Document) -> None:
        """Append brand and kind at the left; edition and status at the right."""
        flow = self.flow
        cover = flow.look.cover
        look = "PitStop Cover" if cover else "PitStop"
        edition = "PitStop Programme" if document.id.kind == "letter" else f"{look} Edition"
        badge = f"PitStop Status {document.status.capitalize()}"
        paragraph = flow.open(f"{look} Eyebrow")
        write = flow.inlines.text
        logo = document.logo
        if logo and self.blocks.pictures.add_logo(paragraph, logo, HEIGHT, document.location):
            write(paragraph, "  ", None)
        write(paragraph, document.brand, None, Face(f"{look} Brand"))
        if document.kind_label:
            write(paragraph, f"  {document.kind_label}", None, Face("PitStop Kind"))
        flow.inlines.tab(paragraph)
        write(paragraph, document.edition_label, None, Face(edition))
        if document.status_label:
            write(paragraph, "  ", None)
            face = Face("PitStop Cover Status" if cover else badge)
            write(paragraph, document.status_label, None, face)
