"""How much room is left when some units are kept: pages filled on paper, without the layout engine.

Enters: a Document, the extents of its blocks on an endless sheet, and what of it is kept. Leaves: the
height that is left, in pt; below 0, what is too much.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil

from pitstop_docs.copyfit.chunks import Chunk, Chunks, after, begins_no_page, grown, joined
from pitstop_docs.copyfit.cutting import Cutter
from pitstop_docs.tree.document import Block, Document
from pitstop_docs.tree.walk import text_of
from pitstop_docs.writers.pdf import Extent, Grid, is_wasted
from pitstop_docs.writers.pdf.bands import ColumnName, bands
from pitstop_docs.writers.pdf.extents import NOTES

TOP, FOOT = "pitstop-top", "pitstop-foot"
_ASTRAY = 5.2  # pt: a line goes over to the next page when its footnote does
_SLACK = 0.01


@dataclass(slots=True)
class _Cursor:
    """Where text goes on: page from 0, height from the top; footnotes take from the height, the first
    of a page more by a ``rule``. What must stay with what is not there yet is ``held``."""

    height: float
    rule: float
    page: int = 0
    y: float = 0.0
    notes: dict[int, float] = field(default_factory=dict)
    held: list[Chunk] = field(default_factory=list)

    def place(self, chunks: Iterable[Chunk]) -> None:
        """Put *chunks* down, those that stay together on one page."""
        for chunk in chunks:
            self.held.append(chunk)
            if not chunk.glued:
                self._place(self.held)
                self.held = []

    def _place(self, group: list[Chunk]) -> None:
        first = group[0]
        inside = sum(c.height for c in group) + sum(c.gap for c in group[1:])
        notes = sum(c.notes for c in group)
        gap = first.gap if self.y else 0.0
        if self.y and self.y + gap + inside + group[-1].tail > self._room(notes) + _SLACK:
            self.page, self.y, gap = self.page + 1, first.repeat, 0.0
        if notes:
            self.notes[self.page] = self.notes.get(self.page, self.rule) + notes
        self.y += gap + inside
        while self.y > self.height + _SLACK and inside > self.height:
            self.page, self.y = self.page + 1, self.y - self.height

    def _room(self, notes: float) -> float:
        taken = self.notes.get(self.page, self.rule if notes else 0.0)
        return self.height - taken - notes


@dataclass(slots=True)
class Estimate:
    """Estimates for one document, whose blocks have *extents*, on pages with a *grid*; *split* says
    whether the first page's columns may go over."""

    document: Document
    extents: Mapping[str, Extent]
    grid: Grid
    split: bool = False
    _cutter: Cutter = field(init=False)
    _chunks: Chunks = field(init=False)
    _ends: dict[str, float] = field(default_factory=dict)
    _lines: dict[int, float] = field(default_factory=dict)
    _columns: dict[str, ColumnName] = field(default_factory=dict)
    _above: float = 0.0
    _foot_gap: float = 0.0
    _rule: float = 0.0

    def __post_init__(self) -> None:
        document = self.document
        self._cutter = Cutter(document)
        self._chunks = Chunks(document.body, self.extents)
        strips = bands(document.body, self._lines_in)
        for strip in strips:
            for name, column in strip.columns():
                self._chunks.note_gaps(column)
                self._columns.update((block.id, name) for block in column)
        for strip, below in pairwise(strips):
            end = max(self.extents[b.id].bottom for b in strip.blocks)
            start = min(self.extents[b.id].top for b in below.blocks)
            self._ends.update((b.id, start - end) for b in strip.blocks)
        body = [self.extents[b.id] for strip in strips for b in strip.blocks]
        if body and not document.cover:
            top = min(extent.top for extent in body)
            self._above = top - self.extents[TOP].top
        if NOTES in self.extents:
            self._rule = self.extents[NOTES].height + _ASTRAY
        if body and FOOT in self.extents:
            self._foot_gap = self.extents[FOOT].top - max(extent.bottom for extent in body)

    def spare(
        self, kept: frozenset[str], budget: int, size: float = 1.0, leading: float = 1.0
    ) -> float:
        """Return the height left in *budget* pages by the units *kept*, *size* and *leading* of the
        text so many times what was measured."""
        body, foot = self._cutter.body_and_foot(kept)
        height, widths = self.grid.height, self.grid.widths
        cursor = _Cursor(height, self._rule, page=int(self.document.cover), y=self._above)
        gap = pushed = 0.0
        strips = bands(body, self._lines_in)
        for strip, below in zip(strips, (*strips[1:], None), strict=True):
            start = (cursor.page, cursor.y)
            ends = []
            for name, column in strip.columns():
                cursor.page, cursor.y = start
                narrower = widths[self._columns[column[0].id]] / widths[name]
                chunks = after(gap, self._chunks.column(column))
                whole = strip.position == 1 and not self.split  # base/bands.css
                if whole:
                    chunks = [joined(chunks)]
                if name == "wide" and below and below.wide and begins_no_page(below.wide[0]):
                    chunks[-1] = replace(chunks[-1], glued=True)
                chunks = grown(chunks, size, leading * narrower)
                if whole and is_wasted(height - cursor.y, height):
                    pushed = max(pushed, cursor.y + chunks[0].height - height)
                cursor.place(chunks)
                ends.append((cursor.page, cursor.y))
            cursor.page, cursor.y = max(ends)
            gap = max((self._ends.get(b.id, gap) for b in strip.blocks), default=gap)
        notes = cursor.notes.get(cursor.page, 0.0)
        end = self._foot(foot)
        if end and cursor.page >= budget - 1:  # no page is left that it might have to itself
            cursor.y += self._foot_gap + end
        elif end:
            cursor.place([Chunk(end, gap=self._foot_gap)])
        spare = (budget - cursor.page) * height - cursor.y - notes
        return min(spare, -pushed) if pushed > 0 else spare

    def _lines_in(self, block: Block) -> float:
        """Return about how many lines *block* takes; the cutter holds it, so that ``id()`` names it."""
        if id(block) not in self._lines:
            self._lines[id(block)] = self.grid.lines(block)
        return self._lines[id(block)]

    def _foot(self, left: tuple[Block, ...]) -> float:
        """Return the height of the foot of which *left* is left; sources set in a line take as much as
        they have words."""
        extent = self.extents.get(FOOT)
        if extent is None:
            return 0.0
        height = extent.height
        texts = {block.id: text_of(block) for block in left}
        for block in self.document.foot:
            now, text = texts.get(block.id, ""), text_of(block)
            full = self.extents.get(block.id)
            if full is None or not full.pieces or now == text:
                continue
            lines = len(full.pieces)
            still = ceil((lines - 1 + full.last) * len(now) / len(text))
            height -= full.height * (1 - still / lines)
        return height
