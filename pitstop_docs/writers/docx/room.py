"""How much room the pages of a brief leave in Word, block by block.

Enters: a Document, on its letterhead if it has one, and what is kept of its blocks. Leaves: the height that
is left when they are set as tight as can be, in pt; below 0, what is too much. Blocks are written and their
heights kept, so that of a selection only what is new is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from pitstop_docs.tree.document import Block, Document, Section
from pitstop_docs.writers.docx.documents import DocumentWriter
from pitstop_docs.writers.docx.form import add_form
from pitstop_docs.writers.docx.heights import Metric, Piece, height_of, level, pieces_of
from pitstop_docs.writers.docx.markup import W, add
from pitstop_docs.writers.docx.notes import Notes

_TWIPS = 20  # in a point

Blocks = tuple[Block, ...]


@dataclass(slots=True)
class Room:
    """The room of one Document, whose pages have the height ``whole``, in twips. Whoever asks keeps the
    blocks, so that ``id()`` names them."""

    document: Document
    writer: DocumentWriter
    notes: Notes
    metrics: Mapping[str, Metric]
    whole: float
    _heights: dict[int | str, tuple[float, Block]] = field(default_factory=dict)
    _parted: dict[int | str, tuple[list[Piece], Block]] = field(default_factory=dict)
    _feet: dict[tuple[int, ...], tuple[float, Blocks]] = field(default_factory=dict)
    _opening: float = 0.0

    def __post_init__(self) -> None:
        self._begin()
        if not self.document.cover:
            bare = replace(self.document, head=(), body=(), foot=())
            self.writer.write_document(bare)
            inlines = self.writer.flow.inlines
            add_form(self.writer.flow.body, bare.blanks, inlines.styles, inlines.blanks)
            self._opening = self._taken()
        self.writer.allow_columns(self.document)

    def spare(self, head: Blocks, body: Blocks, foot: Blocks) -> float:
        """Return the height left by what is kept of head, body and foot."""
        height = self._opening
        if not self.document.cover:
            height += sum(map(self._height, head))
        for columns, blocks in self.writer.strips(body):
            if columns:
                height += level([piece for block in blocks for piece in self._pieces(block)])
            else:
                height += sum(map(self._height, blocks))
        height += self._height_of_foot(foot)
        return (self.whole - height) / _TWIPS

    def _height(self, block: Block) -> float:
        """Return how high *block* is across the page."""
        return sum(map(self._height_alone, _parts(block)))

    def _pieces(self, block: Block) -> Iterator[Piece]:
        """Yield what *block* is parted into in columns."""
        for each in _parts(block):
            yield from self._pieces_alone(each)

    def _height_alone(self, block: Block) -> float:
        key = _key(block)
        if key not in self._heights:
            self.writer.blocks.write((block,))
            self._heights[key] = self._taken(), block
        return self._heights[key][0]

    def _pieces_alone(self, block: Block) -> list[Piece]:
        key = _key(block)
        if key not in self._parted:
            with self.writer.flow.in_columns() as width:
                self.writer.blocks.write((block,))
            written = [each for each in self.writer.flow.body if each.tag in (W + "p", W + "tbl")][
                1:
            ]
            self._parted[key] = pieces_of(written, self.metrics, width), block
            self._begin()
        return self._parted[key][0]

    def _height_of_foot(self, foot: Blocks) -> float:
        ids = tuple(map(id, foot))
        if ids not in self._feet:
            self.writer.write_foot(foot)
            self._feet[ids] = self._taken(), foot
        return self._feet[ids][0]

    def _taken(self) -> float:
        """Return how high what was written is, and forget it."""
        body, notes, width = (
            self.writer.flow.body,
            self.notes.root,
            self.writer.flow.look.page.text_width,
        )
        body.remove(body[0])
        for section, columns in self.writer.flow.sections:
            add(section, "cols", num=str(columns), space=str(self.writer.flow.look.gutter))
        height = height_of(body, self.metrics, width) + height_of(notes, self.metrics, width)
        self._begin()
        return height

    def _begin(self) -> None:
        """Empty the page but for a paragraph, which a section before columns may end with."""
        body, notes = self.writer.flow.body, self.notes.root
        self.writer.flow.sections.clear()
        for element in (*body, *notes.iterchildren(W + "footnote")):
            element.getparent().remove(element)
        add(body, "p")


def _parts(block: Block) -> Iterator[Block]:
    """Yield what *block* is measured by: of a section that has a title this alone, then what stands below."""
    if isinstance(block, Section) and block.title:
        yield replace(block, blocks=())
        for below in block.blocks:
            yield from _parts(below)
    else:
        yield block


def _key(block: Block) -> int | str:
    """Return what a part is known by: a title, which is made for the asking, by its section's id."""
    return block.id if isinstance(block, Section) and block.title else id(block)
