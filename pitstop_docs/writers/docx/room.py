"""How much room the pages of a brief leave in Word, block by block.

Enters: a Document, on its letterhead if it has one, and what is kept of its blocks. Leaves: the height that
is left when they are set as tight as can be, in pt; below 0, what is too much. Blocks are written and their
heights kept, so that of a selection only what is new is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pitstop_docs.tree.document import Block, Document, Section
from pitstop_docs.writers.docx.blocks import BlockWriter
from pitstop_docs.writers.docx.form import add_form
from pitstop_docs.writers.docx.heights import Metric, height_of
from pitstop_docs.writers.docx.markup import W, add
from pitstop_docs.writers.docx.notes import Notes

_TWIPS = 20  # in a point

Blocks = tuple[Block, ...]


@dataclass(slots=True)
class Room:
    """The room of one Document, whose pages have the height ``whole``, in twips. Whoever asks keeps the
    blocks, so that ``id()`` names them."""

    document: Document
    blocks: BlockWriter
    notes: Notes
    metrics: Mapping[str, Metric]
    whole: float
    _known: dict[tuple[int, ...], tuple[float, Blocks]] = field(default_factory=dict)
    _titles: dict[str, float] = field(default_factory=dict)
    _opening: float = 0.0

    def __post_init__(self) -> None:
        self._begin()
        if not self.document.cover:
            bare = replace(self.document, head=(), body=(), foot=())
            self.blocks.write_document(bare)
            inlines = self.blocks.inlines
            add_form(self.blocks.body, bare.blanks, inlines.styles, inlines.blanks)
            self._opening = self._taken()
        self.blocks.allow_columns(self.document)

    def spare(self, head: Blocks, body: Blocks, foot: Blocks) -> float:
        """Return the height left by what is kept of head, body and foot."""
        height = self._opening
        if not self.document.cover:
            height += sum(map(self._height, head))
        height += sum(map(self._height, body)) + self._height_of_foot(foot)
        return (self.whole - height) / _TWIPS

    def _height(self, block: Block) -> float:
        if not (isinstance(block, Section) and block.title):
            return self._written((block,))
        if block.id not in self._titles:
            self.blocks.write((replace(block, blocks=()),))
            self._titles[block.id] = self._taken()
        return self._titles[block.id] + sum(map(self._height, block.blocks))

    def _written(self, blocks: Blocks) -> float:
        ids = tuple(map(id, blocks))
        if ids not in self._known:
            self.blocks.write(blocks)
            self._known[ids] = self._taken(), blocks
        return self._known[ids][0]

    def _height_of_foot(self, foot: Blocks) -> float:
        ids = tuple(map(id, foot))
        if ids not in self._known:
            self.blocks.write_foot(foot)
            self._known[ids] = self._taken(), foot
        return self._known[ids][0]

    def _taken(self) -> float:
        """Return how high what was written is, and forget it."""
        body, notes, width = self.blocks.body, self.notes.root, self.blocks.look.page.text_width
        body.remove(body[0])
        for section, columns in self.blocks.sections:
            add(section, "cols", num=str(columns), space=str(self.blocks.look.gutter))
        height = height_of(body, self.metrics, width) + height_of(notes, self.metrics, width)
        self._begin()
        return height

    def _begin(self) -> None:
        """Empty the page but for a paragraph, which a section before columns may end with."""
        body, notes = self.blocks.body, self.notes.root
        self.blocks.sections.clear()
        for element in (*body, *notes.iterchildren(W + "footnote")):
            element.getparent().remove(element)
        add(body, "p")
