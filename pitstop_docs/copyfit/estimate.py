"""How much room is left when some units are kept: pages filled on paper, without the layout engine.

Enters: a Document, the extents of its blocks on an endless sheet, and what of it is kept. Leaves: the
height that is left, in pt; below 0, what is too much. Breaks follow the style sheet: headings stay
with their text, paragraphs part between lines (two at least on either side), tables between rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil
from typing import assert_never

from pitstop_docs.tree.document import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Contents,
    DefinitionList,
    Document,
    Figure,
    KeyFacts,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Table,
    Timeline,
)
from pitstop_docs.tree.walk import has_notes, listed_in, text_of, walk
from pitstop_docs.writers.pdf import Extent, is_wasted
from pitstop_docs.writers.pdf.bands import Band, bands

TOP, FOOT = "pitstop-top", "pitstop-foot"
_NOTES_RULE = 16.0  # pt that the first footnote of a page takes besides its lines
_SLACK = 0.01
# Widths of running text in pt, by the strip and the column that it stands in (base/bands.css): a
# column that loses its neighbour becomes wider.
_WIDTHS = {"wide": 382.0, "first main": 303.0, "first side": 153.0, "main": 237.0, "side": 237.0}


@dataclass(frozen=True, slots=True)
class Chunk:
    """What no page break parts: its height, the gap above it (dropped at the top of a page), whether
    it must stay with the next one, how much of its height are lines of running text, and whether the
    rest is ``scaled`` with the size of the text, as headings are. ``repeat`` is printed again above
    it on a new page; ``tail`` must be free below it."""

    height: float
    gap: float = 0.0
    glued: bool = False
    running: float = 0.0
    scaled: bool = False
    repeat: float = 0.0
    notes: float = 0.0
    tail: float = 0.0


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
    _full: dict[str, Block] = field(default_factory=dict)
    _gaps: dict[str, float] = field(default_factory=dict)
    _ends: dict[str, float] = field(default_factory=dict)
    _columns: dict[str, str] = field(default_factory=dict)
    _above: float = 0.0
    _foot_gap: float = 0.0

    def __post_init__(self) -> None:
        document = self.document
        blocks = (*document.head, *document.body, *document.foot)
        self._full = {block.id: block for block in walk(blocks)}
        strips = bands(document.body)
        for strip in strips:
            for name, column in _columns(strip):
                self._note_gaps(column)
                self._columns.update((block.id, name) for block in column)
        for block in walk(blocks):
            if isinstance(block, Section | Callout):
                self._note_gaps(block.blocks)
            elif isinstance(block, BulletList | OrderedList):
                for first, second in pairwise(block.items):
                    self._note_gap(first.id, second.id)
        for strip, after in pairwise(strips):
            above = max(self.extents[b.id].bottom for b in _blocks(strip))
            below = min(self.extents[b.id].top for b in _blocks(after))
            self._ends.update((b.id, below - above) for b in _blocks(strip))
        body = [self.extents[b.id] for strip in strips for b in _blocks(strip)]
        if body and not document.cover:
            top = min(extent.top for extent in body)
            self._above = top - self.extents[TOP].top
        if body and FOOT in self.extents:
            self._foot_gap = self.extents[FOOT].top - max(extent.bottom for extent in body)

    def _note_gaps(self, blocks: tuple[Block, ...]) -> None:
        for first, second in pairwise(blocks):
            self._note_gap(first.id, second.id)

    def _note_gap(self, first: str, second: str) -> None:
        if first in self.extents and second in self.extents:
            self._gaps[first] = self.extents[second].top - self.extents[first].bottom

    def spare(self, kept: Document, budget: int, size: float = 1.0, leading: float = 1.0) -> float:
        """Return the height left in *budget* pages by *kept*, its *size* and *leading* so many times
        what was measured."""
        cursor = _Cursor(self.height, page=int(self.document.cover), y=self._above)
        gap = pushed = 0.0
        for strip in bands(kept.body):
            start = (cursor.page, cursor.y)
            ends = []
            for name, column in _columns(strip):
                cursor.page, cursor.y = start
                narrower = _WIDTHS[self._columns[column[0].id]] / _WIDTHS[name]
                chunks = list(_after(gap, self._column(column)))
                whole = strip.position == 1 and not self.split  # base/bands.css
                if whole:
                    chunks = [_joined(chunks)]
                chunks = list(_grown(chunks, size, leading * narrower))
                if whole and is_wasted(self.height - cursor.y, self.height):
                    pushed = max(pushed, cursor.y + chunks[0].height - self.height)
                cursor.place(chunks)
                ends.append((cursor.page, cursor.y))
            cursor.page, cursor.y = max(ends)
            gap = max((self._ends.get(b.id, gap) for b in _blocks(strip)), default=gap)
        notes = cursor.notes.get(cursor.page, 0.0)
        foot = self._foot(kept)
        if (
            foot and cursor.page >= budget - 1
        ):  # it goes to a page of its own, but no such page is left
            cursor.y += self._foot_gap + foot
        elif foot:
            cursor.place([Chunk(foot, gap=self._foot_gap)])
        spare = (budget - cursor.page) * self.height - cursor.y - notes
        return min(spare, -pushed) if pushed > 0 else spare

    def _foot(self, kept: Document) -> float:
        """Return the height of the foot; sources set in a line take as much as they have words."""
        extent = self.extents.get(FOOT)
        if extent is None:
            return 0.0
        height = extent.height
        for block in self.document.foot:
            now = next((b for b in kept.foot if b.id == block.id), None)
            full = self.extents.get(block.id)
            if full is None or now == block:
                continue
            share = len(text_of(now)) / len(text_of(block)) if now else 0.0
            lines = len(full.pieces)
            left = ceil((lines - 1 + full.last) * share)
            height -= full.height * (1 - left / lines) if lines else 0.0
        return height

    # --- chunks --------------------------------------------------------------------------------

    def _column(self, blocks: tuple[Block, ...]) -> Iterator[Chunk]:
        previous: Block | None = None
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            gap = 0.0
            if previous:  # what was last in its column may be so no more
                gap = self._gaps.get(previous.id, self.extents[previous.id].tail)
            *chunks, last = _after(gap, self._chunks(block))
            yield from chunks
            # The engine counts what is below a block's text twice (block.py, _in_flow_layout).
            leads = isinstance(block, Paragraph) and isinstance(following, Section)
            yield replace(last, tail=self.extents[block.id].tail, glued=last.glued or leads)
            previous = block

    def _chunks(self, block: Block) -> list[Chunk]:
        extent = self.extents[block.id]
        match block:
            case Section() | Callout():
                chunks = self._section(block, extent)
            case Table() | DefinitionList() | KeyFacts():
                chunks = self._listed(block, extent)
            case BulletList() | OrderedList():
                chunks = self._list(block)
            case Paragraph():
                chunks = _lines(self._cut(block, extent))
            case Figure() | BlockQuote() | Timeline() | QrCode() | Contents():
                chunks = _pieces(extent)
            case _:
                assert_never(block)
        if extent.whole and len(chunks) > 1:
            return [_joined(chunks)]
        return chunks

    def _section(self, block: Section | Callout, extent: Extent) -> list[Chunk]:
        full = self._full[block.id]
        assert isinstance(full, Section | Callout)
        if full.blocks[0].id not in self.extents:  # a heading that runs into its text
            return _pieces(extent)
        first, last = self.extents[full.blocks[0].id], self.extents[full.blocks[-1].id]
        chunks = [
            Chunk(first.top - extent.top, glued=True, scaled=True),
            *self._column(block.blocks),
        ]
        chunks[-1] = replace(chunks[-1], height=chunks[-1].height + extent.bottom - last.bottom)
        return chunks

    def _listed(self, block: Block, extent: Extent) -> list[Chunk]:
        full = [self.extents.get(entry.id) for entry in listed_in(self._full[block.id])]
        rows = [self.extents[e.id] for e in listed_in(block) if e.id in self.extents]
        if not full or not rows or full[0] is None or full[-1] is None:
            return _pieces(extent)
        above, below = full[0].top - extent.top, extent.bottom - full[-1].bottom
        gap = (full[1].top - full[0].bottom) if len(full) > 1 and full[1] else 0.0
        # As base/blocks.css has it.
        tied = isinstance(block, Table) and not has_notes(block)
        ends = {0, len(rows) - 2} if tied else set()
        chunks = [
            Chunk(
                row.height, gap=gap, repeat=extent.head, notes=row.notes,
                glued=index in ends and index < len(rows) - 1,
            )
            for index, row in enumerate(rows)
        ]  # fmt: skip
        chunks[0] = replace(chunks[0], gap=0.0)
        chunks[-1] = replace(chunks[-1], height=chunks[-1].height + below)
        return [Chunk(above, glued=True), *chunks] if above else chunks

    def _list(self, block: BulletList | OrderedList) -> list[Chunk]:
        chunks: list[Chunk] = []
        previous: str | None = None
        for item in block.items:
            extent = self.extents.get(item.id)
            if extent is None:
                continue
            gap = self._gaps.get(previous, 0.0) if previous else 0.0
            inside = [_joined(_pieces(extent))] if extent.whole else _lines(extent)
            chunks += _after(gap, inside)
            previous = item.id
        full = self._full[block.id]
        if isinstance(full, BulletList | OrderedList) and full.items[0].id in self.extents:
            above = self.extents[full.items[0].id].top - self.extents[block.id].top
            chunks[0] = replace(chunks[0], height=chunks[0].height + above)
        return chunks

    def _cut(self, block: Paragraph, extent: Extent) -> Extent:
        """Return the extent of what is left of a paragraph."""
        full = self._full[block.id]
        assert isinstance(full, Paragraph)
        if not extent.lead or len(block.content) == len(full.content):
            return extent
        pieces = extent.pieces[: extent.lead]
        return replace(extent, bottom=pieces[-1].bottom, pieces=pieces)


def _columns(strip: Band) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Yield the columns of *strip* that have blocks, each with its name."""
    first = "first " if strip.position == 1 else ""
    names = f"{first}main", f"{first}side", "wide"
    for name, column in zip(names, (strip.main, strip.side, strip.wide), strict=True):
        if column:
            yield name, column


def _blocks(strip: Band) -> tuple[Block, ...]:
    return (*strip.main, *strip.side, *strip.wide)


def _after(gap: float, chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    for chunk in chunks:
        yield replace(chunk, gap=chunk.gap + gap) if gap else chunk
        gap = 0.0


def _grown(chunks: Iterable[Chunk], size: float, leading: float) -> Iterator[Chunk]:
    """Yield *chunks* in a larger setting: lines become higher, and more; white space grows too."""
    if size == leading == 1:
        yield from chunks
        return
    for chunk in chunks:
        running, rest = chunk.running, chunk.height - chunk.running
        scaled = rest * size if chunk.scaled else rest
        height = running * size * size * leading + scaled
        yield replace(chunk, height=height, gap=chunk.gap * size)


def _pieces(extent: Extent) -> list[Chunk]:
    """Return the pieces of an element, with what lies between them."""
    if not extent.pieces:
        return [Chunk(extent.height, notes=extent.notes)]
    tops = [extent.top, *(piece.top for piece in extent.pieces[1:]), extent.bottom]
    chunks = [
        Chunk(below - above, running=piece.bottom - piece.top if piece.running else 0.0)
        for (above, below), piece in zip(pairwise(tops), extent.pieces, strict=True)
    ]
    return [replace(chunks[0], notes=extent.notes), *chunks[1:]]


def _lines(extent: Extent) -> list[Chunk]:
    """Return the lines of a text: two of them at least stay together at either end."""
    chunks = _pieces(extent)
    ends = {0, len(chunks) - 2}
    return [
        replace(chunk, glued=index in ends and index < len(chunks) - 1)
        for index, chunk in enumerate(chunks)
    ]


def _joined(chunks: list[Chunk]) -> Chunk:
    return Chunk(
        sum(c.height for c in chunks) + sum(c.gap for c in chunks[1:]),
        chunks[0].gap,
        running=sum(c.running for c in chunks),
        notes=sum(c.notes for c in chunks),
        tail=chunks[-1].tail,
    )
