"""How much room is left when some units are kept: pages filled on paper, without the layout engine.

Enters: a Document, the extents of its blocks on an endless sheet, and what of it is kept. Leaves: the
height that is left, in pt; below 0, what is too much.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from pitstop_docs.copyfit.chunks import Chunk, Chunks, after, grown, joined
from pitstop_docs.copyfit.cutting import Cutter
from pitstop_docs.tree.document import Block, Document
from pitstop_docs.tree.walk import text_of
from pitstop_docs.writers.pdf import Extent, is_wasted
from pitstop_docs.writers.pdf.bands import Band, bands

TOP, FOOT = "pitstop-top", "pitstop-foot"
_NOTES_RULE = 16.0  # pt that the first footnote of a page takes besides its lines
_SLACK = 0.01
# Widths of running text in pt, by the strip and the column that it stands in (base/bands.css): a
# column that loses its neighbour becomes wider.
_WIDTHS = {"wide": 382.0, "first main": 303.0, "first side": 153.0, "main": 237.0, "side": 237.0}


@dataclass(slots=True)
class _Cursor:
    """Where text goes on: page from 0, height from the top; footnotes take from the height."""

    height: float
    page: int = 0
    y: float = 0.0
    notes: dict[int, float] = field(default_factory=dict)

    def place(self, chunks: Iterable[Chunk]) -> None:
        """Put *chunks* down, those that stay together on one page."""
        group: list[Chunk] = []
        for chunk in chunks:
            group.append(chunk)
            if not chunk.glued:
                self._place(group)
                group = []
        if group:
            self._place(group)

    def _place(self, group: list[Chunk]) -> None:
        first = group[0]
        inside = sum(c.height for c in group) + sum(c.gap for c in group[1:])
        notes = sum(c.notes for c in group)
        gap = first.gap if self.y else 0.0
        if self.y and self.y + gap + inside + group[-1].tail > self._room(notes) + _SLACK:
            self.page, self.y, gap = self.page + 1, first.repeat, 0.0
        if notes:
            self.notes[self.page] = self.notes.get(self.page, _NOTES_RULE) + notes
        self.y += gap + inside
        while self.y > self.height + _SLACK and inside > self.height:
            self.page, self.y = self.page + 1, self.y - self.height

    def _room(self, notes: float) -> float:
        taken = self.notes.get(self.page, _NOTES_RULE if notes else 0.0)
        return self.height - taken - notes


@dataclass(slots=True)
class Estimate:
    """Estimates for one document, whose blocks have *extents*; *height* is that of a page's content;
    *split* says whether the first page's columns may go over."""

    document: Document
    extents: Mapping[str, Extent]
    height: float
    split: bool = False
    _cutter: Cutter = field(init=False)
    _chunks: Chunks = field(init=False)
    _ends: dict[str, float] = field(default_factory=dict)
    _columns: dict[str, str] = field(default_factory=dict)
    _above: float = 0.0
    _foot_gap: float = 0.0

    def __post_init__(self) -> None:
        document = self.document
        self._cutter = Cutter(document)
        self._chunks = Chunks(document.body, self.extents)
        strips = bands(document.body)
        for strip in strips:
            for name, column in _columns(strip):
                self._chunks.note_gaps(column)
                self._columns.update((block.id, name) for block in column)
        for strip, below in pairwise(strips):
            end = max(self.extents[b.id].bottom for b in _blocks(strip))
            start = min(self.extents[b.id].top for b in _blocks(below))
            self._ends.update((b.id, start - end) for b in _blocks(strip))
        body = [self.extents[b.id] for strip in strips for b in _blocks(strip)]
        if body and not document.cover:
            top = min(extent.top for extent in body)
            self._above = top - self.extents[TOP].top
        if body and FOOT in self.extents:
            self._foot_gap = self.extents[FOOT].top - max(extent.bottom for extent in body)

    def spare(
        self, kept: frozenset[str], budget: int, size: float = 1.0, leading: float = 1.0
    ) -> float:
        """Return the height left in *budget* pages by the units *kept*, *size* and *leading* of the
        text so many times what was measured."""
        body, foot = self._cutter.body_and_foot(kept)
        cursor = _Cursor(self.height, page=int(self.document.cover), y=self._above)
        gap = pushed = 0.0
        for strip in bands(body):
            start = (cursor.page, cursor.y)
            ends = []
            for name, column in _columns(strip):
                cursor.page, cursor.y = start
                narrower = _WIDTHS[self._columns[column[0].id]] / _WIDTHS[name]
                chunks = after(gap, self._chunks.column(column))
                whole = strip.position == 1 and not self.split  # base/bands.css
                if whole:
                    chunks = [joined(chunks)]
                chunks = grown(chunks, size, leading * narrower)
                if whole and is_wasted(self.height - cursor.y, self.height):
                    pushed = max(pushed, cursor.y + chunks[0].height - self.height)
                cursor.place(chunks)
                ends.append((cursor.page, cursor.y))
            cursor.page, cursor.y = max(ends)
            gap = max((self._ends.get(b.id, gap) for b in _blocks(strip)), default=gap)
        notes = cursor.notes.get(cursor.page, 0.0)
        end = self._foot(foot)
        if end and cursor.page >= budget - 1:  # no page is left that it might have to itself
            cursor.y += self._foot_gap + end
        elif end:
            cursor.place([Chunk(end, gap=self._foot_gap)])
        spare = (budget - cursor.page) * self.height - cursor.y - notes
        return min(spare, -pushed) if pushed > 0 else spare

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


def _columns(strip: Band) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Yield the columns of *strip* that have blocks, each with its name."""
    first = "first " if strip.position == 1 else ""
    names = f"{first}main", f"{first}side", "wide"
    for name, column in zip(names, (strip.main, strip.side, strip.wide), strict=True):
        if column:
            yield name, column


def _blocks(strip: Band) -> tuple[Block, ...]:
    return (*strip.main, *strip.side, *strip.wide)
