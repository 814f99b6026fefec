"""How much room is left when some units are kept: pages filled on paper, without the layout engine.

Enters: a Document, the extents of its blocks on an endless sheet, and what of it is kept. Leaves: a
:class:`Plan`: the height that is left, and how the columns of strips stand. Lengths are in pt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from math import ceil
from typing import Any

from pitstop_docs.copyfit.chunks import Chunk, Chunks, after, begins_no_page, grown, joined
from pitstop_docs.copyfit.cutting import Cutter
from pitstop_docs.tree.document import Block, Document
from pitstop_docs.tree.walk import text_of
from pitstop_docs.writers.pdf import LEVEL, Extent, Grid, is_wasted
from pitstop_docs.writers.pdf.bands import (
    LEAST_BEGUN,
    Blocks,
    ColumnName,
    Cut,
    balanced,
    bands,
    whole_id,
)
from pitstop_docs.writers.pdf.extents import NOTES

TOP, FOOT = "pitstop-top", "pitstop-foot"
_ASTRAY = 5.2  # pt: a line goes over to the next page when its footnote does
_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class StripEnd:
    """By how much the first column of a strip should end ``over`` the second (below 0: how much shorter it
    is), and the ids of the ``parts`` in it."""

    over: float
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a selection should stand on its pages: the height that it leaves (``spare``; below 0, what is too
    much), the largest one left free on a page before the last (``hole``), by how much the first columns are
    too long for their page, which they leave empty then (``pushed``), the ``turns`` at which its later strips
    are parted, and how their columns end."""

    spare: float
    hole: float = 0.0
    pushed: float = 0.0
    turns: frozenset[str] = frozenset()
    ends: tuple[StripEnd, ...] = ()

    @property
    def uneven(self) -> float:
        """By how much the columns of a strip end apart, at most."""
        return max((abs(end.over) for end in self.ends), default=0.0)


@dataclass(slots=True)
class _Cursor:
    """Where text goes on: page from 0, height from the top; footnotes take from the height, the first
    of a page more by a ``rule``. What must stay with what is not there yet is ``held``; ``beside`` says
    that another column is, where the engine drops no margin at the top of a page."""

    height: float
    rule: float
    page: int = 0
    y: float = 0.0
    notes: dict[int, float] = field(default_factory=dict)
    held: list[Chunk] = field(default_factory=list)
    beside: bool = False
    reached: dict[int, float] = field(default_factory=dict)

    @property
    def hole(self) -> float:
        """The largest height free at the end of a page before this one."""
        free = (
            self.height - self.notes.get(page, 0.0) - self.reached.get(page, 0.0)
            for page in range(self.page)
        )
        return max(free, default=0.0)

    def place(self, chunks: Iterable[Chunk]) -> None:
        """Put *chunks* down, those that stay together on one page."""
        for chunk in chunks:
            self.held.append(chunk)
            if not chunk.glued:
                self._place(self.held)
                self.held = []

    def turns_for(self, columns: list[list[Chunk]]) -> bool:
        """Tell whether the engine begins *columns* on the next page, all of them (engine/bands_together.py):
        nothing of one of them fits on this page, or little of those that would go over."""
        if len(columns) == 1 or not self.y:
            return False
        if len({self._stands(_first_of(chunks)) for chunks in columns}) > 1:
            return True
        room = self._room(0.0) - self.y - max(chunks[0].gap for chunks in columns)
        return room < LEAST_BEGUN and not all(self._stands([joined(chunks)]) for chunks in columns)

    def _stands(self, group: list[Chunk]) -> bool:
        return self._fits(group, _height_of(group), _notes_of(group))

    def turn(self) -> None:
        """Go on at the top of the next page, unless this one is still empty."""
        if self.y:
            self.page, self.y = self.page + 1, 0.0

    def _place(self, group: list[Chunk]) -> None:
        first = group[0]
        inside, notes = _height_of(group), _notes_of(group)
        gap = first.gap if self.y else 0.0
        if not self._fits(group, inside, notes):
            gap = first.margin if self.beside else 0.0
            self.page, self.y = self.page + 1, first.repeat
        if notes:
            self.notes[self.page] = self.notes.get(self.page, self.rule) + notes
        self.y += gap + inside
        self.reached[self.page] = max(self.reached.get(self.page, 0.0), self.y)
        while self.y > self.height + _SLACK and inside > self.height:
            self.page, self.y = self.page + 1, self.y - self.height
            self.reached[self.page] = max(self.reached.get(self.page, 0.0), self.y)

    def _fits(self, group: list[Chunk], inside: float, notes: float) -> bool:
        """Tell whether *group*, kept together, stands on this page, as it always does at its top; *inside* is
        its height, *notes* that of its footnotes."""
        if not self.y:
            return True
        end = self.y + group[0].gap + inside + group[-1].tail
        return end <= self._room(notes) + _SLACK

    def _room(self, notes: float) -> float:
        taken = self.notes.get(self.page, self.rule if notes else 0.0)
        return self.height - taken - notes


def _height_of(group: list[Chunk]) -> float:
    if len(group) == 1:
        return group[0].height
    return sum(c.height for c in group) + sum(c.gap for c in group[1:])


def _notes_of(group: list[Chunk]) -> float:
    return group[0].notes if len(group) == 1 else sum(c.notes for c in group)


def _first_of(chunks: list[Chunk]) -> list[Chunk]:
    """Return those at the beginning of *chunks* that stay together."""
    end = next((place for place, chunk in enumerate(chunks, 1) if not chunk.glued), len(chunks))
    return chunks[:end]


@dataclass(slots=True)
class Estimate:
    """Estimates for one document, whose blocks have *extents*, on pages with a *grid*; *split* says
    whether the first page's columns may go over; if they may not, they are in ``doubt``: so much longer, or
    below 0 shorter, than measured."""

    document: Document
    extents: Mapping[str, Extent]
    grid: Grid
    split: bool = False
    doubt: float = 0.0
    cutter: Cutter | None = None
    _cutter: Cutter = field(init=False)
    _chunks: Chunks = field(init=False)
    _ends: dict[str, float] = field(default_factory=dict)
    _cuts: dict[tuple[tuple[int, ...], float, float], Cut | None] = field(default_factory=dict)
    _made: dict[tuple[Any, ...], tuple[Blocks, list[Chunk]]] = field(default_factory=dict)
    _columns: dict[str, ColumnName] = field(default_factory=dict)
    _letters: dict[int, int] = field(default_factory=dict)
    _above: float = 0.0
    _head: list[Chunk] = field(default_factory=list)
    _foot_gap: float = 0.0
    _rule: float = 0.0

    def __post_init__(self) -> None:
        document = self.document
        self._cutter = self.cutter or Cutter(document)
        self._chunks = Chunks(document.body, self.extents)
        strips = bands(document.body, self.grid.parting)
        for strip in strips:
            for name, column in strip.columns():
                self._chunks.note_column(column, _kind_of(name))
                self._columns.update((block.id, name) for block in column)
        for strip, below in pairwise(strips):
            end = max(self.extents[b.id].bottom for b in strip.blocks)
            start = min(self.extents[b.id].top for b in below.blocks)
            self._ends.update((b.id, start - end) for b in strip.blocks)
        body = [self.extents[b.id] for strip in strips for b in strip.blocks]
        if body and not document.cover:
            top = min(extent.top for extent in body)
            self._above = top - self.extents[TOP].top
            if document.head:
                self._head = Chunks(document.head, self.extents).column(document.head)
        if NOTES in self.extents:
            self._rule = self.extents[NOTES].height + _ASTRAY
        if body and FOOT in self.extents:
            self._foot_gap = self.extents[FOOT].top - max(extent.bottom for extent in body)

    def plan(
        self, kept: frozenset[str], budget: int, size: float = 1.0, leading: float = 1.0
    ) -> Plan:
        """Return how the units *kept* should stand on *budget* pages, *size* and *leading* of the text so
        many times what was measured."""
        body, foot = self._cutter.body_and_foot(kept)
        height = self.grid.height
        cover = int(self.document.cover)
        reached = dict.fromkeys(range(cover), height)
        y = self._above + sum(c.height for c in grown(self._head, size, leading))
        y -= sum(c.height for c in self._head)
        cursor = _Cursor(height, self._rule, page=cover, y=y, reached=reached)
        gap = pushed = 0.0
        turns: list[str] = []
        ends: list[StripEnd] = []

        def parting(blocks: Blocks) -> Cut | None:
            cut = self._parted(blocks, size, leading)
            turns.extend([cut.turn] if cut else [])
            return cut

        strips = bands(body, parting)
        for strip, below in zip(strips, (*strips[1:], None), strict=True):
            whole = strip.position == 1 and not self.split  # base/bands.css
            columns = [
                self._column(column, name, size, leading, gap) for name, column in strip.columns()
            ]
            if strip.wide and below and below.wide and begins_no_page(below.wide[0]):
                columns = [[*columns[0][:-1], replace(columns[0][-1], glued=True)]]
            if whole:
                wholes = [joined(chunks) for chunks in columns]
                columns = [[replace(c, height=c.height + self.doubt)] for c in wholes]
                longest = max(c.gap + c.height + c.tail for (c,) in columns)
                over = cursor.y + longest - height
                if over > _SLACK:
                    pushed = over if is_wasted(height - cursor.y, height) else 0.0
                    cursor.turn()
            elif cursor.turns_for(columns):
                cursor.turn()
            start = (cursor.page, cursor.y)
            found: list[tuple[int, float]] = []
            cursor.beside = bool(strip.position)
            for chunks in columns:
                cursor.page, cursor.y = start
                cursor.place(chunks)
                found.append((cursor.page, cursor.y))
            cursor.page, cursor.y = max(found)
            cursor.beside = False
            if strip.position:
                first, second = (page * height + y for page, y in found)
                ends.append(StripEnd(first - second, frozenset(map(whole_id, strip.blocks))))
            gap = max((self._ends.get(whole_id(b), gap) for b in strip.blocks), default=gap)
        notes = cursor.notes.get(cursor.page, 0.0)
        end = self._foot(foot)
        if end and cursor.page >= budget - 1:  # no page is left that it might have to itself
            cursor.y += self._foot_gap + end
        elif end:
            cursor.place([Chunk(end, gap=self._foot_gap)])
        spare = (budget - cursor.page) * height - cursor.y - notes
        spare = min(spare, -pushed) if pushed > 0 else spare
        return Plan(spare, cursor.hole, pushed, frozenset(turns), tuple(ends))

    def _parted(self, blocks: Blocks, size: float, leading: float) -> Cut | None:
        """Return how *blocks* stand in the columns of a later strip. It holds what it makes of blocks, and
        the cutter holds these, so that ``id()`` names them."""
        key = tuple(map(id, blocks)), size, leading
        if key not in self._cuts:
            self._cuts[key] = balanced(partial(self._length, size=size, leading=leading), LEVEL)(
                blocks
            )
        return self._cuts[key]

    def _length(self, column: Blocks, name: ColumnName, size: float, leading: float) -> float:
        """Return how long *column* is, the *name* one of the equally wide ones of a later strip."""
        return joined(self._column(column, name, size, leading)).height

    def _column(
        self, column: Blocks, name: ColumnName, size: float, leading: float, gap: float = 0.0
    ) -> list[Chunk]:
        """Return the chunks of *column* in a setting, and in the width of the column called *name*, with a
        *gap* above them. They are made once, and kept with the blocks, so that ``id()`` names these."""
        key = (*map(id, column), name, size, leading, gap)
        if key not in self._made:
            widths = self.grid.widths
            narrower = widths[self._columns[whole_id(column[0])]] / widths[name]
            chunks = after(gap, self._chunks.column(column, _kind_of(name)))
            self._made[key] = column, grown(chunks, size, leading, narrower)
        return self._made[key][1]

    def _foot(self, left: tuple[Block, ...]) -> float:
        """Return the height of the foot of which *left* is left; sources set in a line take as much as
        they have words."""
        extent = self.extents.get(FOOT)
        if extent is None:
            return 0.0
        height = extent.height
        still_there = {block.id: block for block in left}
        for block in self.document.foot:
            now = still_there.get(block.id)
            full = self.extents.get(block.id)
            if full is None or not full.pieces or now is block:
                continue
            letters, of = (self._letters_in(now) if now else 0), self._letters_in(block)
            if letters == of:
                continue
            lines = len(full.pieces)
            still = ceil((lines - 1 + full.last) * letters / of)
            height -= full.height * (1 - still / lines)
        return height

    def _letters_in(self, block: Block) -> int:
        """Return how many letters *block* has, of which the cutter or the document keeps hold."""
        if id(block) not in self._letters:
            self._letters[id(block)] = len(text_of(block))
        return self._letters[id(block)]


def _kind_of(name: ColumnName) -> str:
    """Return what decides the gaps in the column called *name*: those of the first strip are as the others."""
    return name.split()[-1]
