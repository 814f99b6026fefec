"""Blocks → chunks of a page, which no page break parts.

Enters: the blocks of a Document and the extents that they have on an endless sheet when nothing is
left out. Leaves: the chunks of what is left of them, column by column. Breaks follow the style sheet:
headings stay with their text, paragraphs part between lines (two at least on either side), tables
between rows. Lengths are in pt.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise
from math import ceil
from typing import assert_never

from pitstop_docs.tree.document import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Contents,
    DefinitionList,
    Figure,
    KeyFacts,
    Listing,
    ListItem,
    Node,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Table,
    Timeline,
)
from pitstop_docs.tree.walk import listed_in, walk
from pitstop_docs.writers.pdf import Extent
from pitstop_docs.writers.pdf.bands import Blocks, is_rest, whole_id


@dataclass(frozen=True, slots=True)
class Chunk:
    """What no page break parts: its height, the gap above it (dropped at the top of a page), whether
    it must stay with the next one, how much of its height are lines of ``running`` text, or lines that
    are ``sized`` with it alone, and whether the rest is ``scaled`` with the size of the text, as headings
    are. ``repeat`` is printed again above it on a new page; ``tail`` must be free below it, ``margin``
    above it, at the top of a page too where another column is beside it."""

    height: float
    gap: float = 0.0
    glued: bool = False
    running: float = 0.0
    sized: float = 0.0
    scaled: bool = False
    repeat: float = 0.0
    notes: float = 0.0
    tail: float = 0.0
    margin: float = 0.0


@dataclass(slots=True)
class Chunks:
    """The chunks of *blocks*, whole and cut; they have *extents* when they are whole. Those of a block
    are made once, and it is kept with them, so that its ``id()`` names it."""

    blocks: tuple[Block, ...]
    extents: Mapping[str, Extent]
    _full: dict[str, Block] = field(default_factory=dict)
    _gaps: dict[str, float] = field(default_factory=dict)
    _stood: dict[str, str] = field(default_factory=dict)  # in which column what has a gap below it
    _usual: dict[tuple[str, type[Block], type[Block]], float] = field(default_factory=dict)
    _beside: dict[str, Extent] = field(default_factory=dict)
    _made: dict[tuple[int, float, bool], tuple[Block, tuple[Chunk, ...]]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        self._full = {block.id: block for block in walk(self.blocks)}
        for block in self._full.values():
            if isinstance(block, Section | Callout):
                self.note_gaps(block.blocks)
            elif isinstance(block, BulletList | OrderedList):
                self.note_gaps(block.items)

    def note_column(self, blocks: Blocks, name: str) -> None:
        """Note the gaps between *blocks*, which stand in a column called *name* when nothing is left out."""
        self.note_gaps(blocks)
        for first, second in pairwise(blocks):
            self._stood[first.id] = name
            gap = self._gaps.get(first.id, 0.0)
            if gap > 0:
                self._usual.setdefault((name, type(first), type(second)), gap)

    def note_gaps(self, nodes: Iterable[Node]) -> None:
        """Note the gaps between *nodes*, which stand one below the other when nothing is left out."""
        for first, second in pairwise(nodes):
            if first.id in self.extents and second.id in self.extents:
                gap = self.extents[second.id].top - self.extents[first.id].bottom
                self._gaps[first.id] = gap
                if gap < 0:
                    self._beside[second.id] = self.extents[first.id]

    def column(self, blocks: Blocks, name: str = "") -> list[Chunk]:
        """Return the chunks of *blocks*, which stand one below the other, in a column that has a *name*."""
        chunks: list[Chunk] = []
        previous: Block | None = None
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            gap = self._gap(previous, block, name) if previous else 0.0
            into = isinstance(block, Paragraph) and isinstance(following, Section)
            leads = into or (following is not None and begins_no_page(following))
            made = self._chunks(block, gap, leads)
            if gap < 0:  # what comes next stands below both, as base/blocks.css has it
                short = max(-gap - joined(list(made)).height, 0.0)
                made = (*made[:-1], replace(made[-1], height=made[-1].height + short))
            chunks += made
            previous = block
        return chunks

    def _gap(self, first: Block, second: Block, column: str) -> float:
        """Return the gap between two that stand in a *column*: what was last in one may be so no more, and
        may have come from one where gaps are others."""
        id = whole_id(first)
        if id in self._gaps and self._stood.get(id, column) == column:
            return self._gaps[id]
        usual = self._usual.get((column, type(first), type(second)))
        return self._gaps.get(id, self.extents[id].tail) if usual is None else usual

    def _chunks(self, block: Block, gap: float, leads: bool) -> tuple[Chunk, ...]:
        """Return the chunks of *block*, *gap* below the one before it; it may lead into the next."""
        key = id(block), gap, leads
        if key not in self._made:
            extent = self.extents[whole_id(block)]
            chunks = after(gap, self._alone(block))
            if gap >= 0 and block.id in self._beside:
                chunks = self._freed(block, chunks, self._beside[block.id])
            # The engine counts what is below a block's text twice (block.py, _in_flow_layout).
            last = chunks[-1]
            chunks[-1] = replace(last, tail=extent.tail, glued=last.glued or leads)
            chunks[0] = replace(chunks[0], margin=extent.margin)
            self._made[key] = block, tuple(chunks)
        return self._made[key][1]

    def _alone(self, block: Block) -> list[Chunk]:
        extent = self.extents[whole_id(block)]
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
        return [joined(chunks)] if extent.whole and len(chunks) > 1 else chunks

    def _freed(self, block: Block, chunks: list[Chunk], gone: Extent) -> list[Chunk]:
        """Return the *chunks* of *block* without what stood beside it, whose room its rows have now."""
        rows = [
            self.extents[entry.id]
            for inner in walk((block,))
            if isinstance(inner, Table | DefinitionList | KeyFacts)
            for entry in listed_in(inner)
            if entry.id in self.extents
        ]
        first = len(chunks) - len(rows)
        wider = (
            grown([chunk], 1.0, 1.0, _fewer_lines(row, 1 - gone.width / row.width))
            if row.top < gone.bottom and row.lines
            else [chunk]
            for chunk, row in zip(chunks[first:], rows, strict=True)
        )
        return [*chunks[:first], *chain.from_iterable(wider)]

    def _section(self, block: Section | Callout, extent: Extent) -> list[Chunk]:
        full = self._full[whole_id(block)]
        assert isinstance(full, Section | Callout)
        if full.blocks[0].id not in self.extents:  # a heading that runs into its text
            return _pieces(extent)
        first, last = self.extents[full.blocks[0].id], self.extents[full.blocks[-1].id]
        heading = Chunk(first.top - extent.top, glued=True, scaled=True)
        chunks = [*([] if is_rest(block) else [heading]), *self.column(block.blocks)]
        chunks[-1] = replace(chunks[-1], height=chunks[-1].height + extent.bottom - last.bottom)
        return chunks

    def _listed(self, block: Listing, extent: Extent) -> list[Chunk]:
        full = [self.extents.get(entry.id) for entry in listed_in(self._full[block.id])]
        rows = [self.extents[e.id] for e in listed_in(block) if e.id in self.extents]
        if not full or not rows or full[0] is None or full[-1] is None:
            return _pieces(extent)
        above, below = full[0].top - extent.top, extent.bottom - full[-1].bottom
        gap = (full[1].top - full[0].bottom) if len(full) > 1 and full[1] else 0.0
        # As base/blocks.css has it: the same for the first row and for the last but one.
        ends = {0, len(rows) - 2} if full[0].tied else set()
        chunks = [
            Chunk(
                row.height, gap=gap, repeat=extent.head, notes=row.notes,
                running=row.running, sized=row.sized,
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
        full = self._full[whole_id(block)]
        assert isinstance(full, BulletList | OrderedList)
        # Sources stand in the order of their calls: what was last may be so no more.
        usual = next((self._gaps[i.id] for i in full.items if i.id in self._gaps), 0.0)
        for item in block.items:
            extent = self.extents.get(item.id)
            if extent is None:
                continue
            gap = self._gaps.get(previous, usual) if previous else 0.0
            inside = [self._whole(item, extent)] if extent.whole else _lines(extent)
            chunks += after(gap, inside)
            previous = item.id
        if full.items[0].id in self.extents:
            above = self.extents[full.items[0].id].top - self.extents[full.id].top
            chunks[0] = replace(chunks[0], height=chunks[0].height + above)
        return chunks

    def _whole(self, item: ListItem, extent: Extent) -> Chunk:
        """Return the chunk of an *item* that is never parted."""
        inner = [self.extents[b.id] for b in walk(item.blocks) if b.id in self.extents]
        running, sized = (sum(e.running for e in inner), sum(e.sized for e in inner))
        return replace(joined(_pieces(extent)), running=running, sized=sized)

    def _cut(self, block: Paragraph, extent: Extent) -> Extent:
        """Return the extent of what is left of a paragraph."""
        full = self._full[block.id]
        assert isinstance(full, Paragraph)
        if not extent.lead or len(block.content) == len(full.content):
            return extent
        pieces = extent.pieces[: extent.lead]
        return replace(extent, bottom=pieces[-1].bottom, pieces=pieces)


def begins_no_page(block: Block) -> bool:
    """Tell whether *block* stays with what is above it, as base/blocks.css has it."""
    return isinstance(block, Callout) and block.kind == "risk"


def after(gap: float, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Return *chunks*, the first of them *gap* further from what is above it."""
    first, *others = chunks
    return [replace(first, gap=first.gap + gap) if gap else first, *others]


def grown(chunks: list[Chunk], size: float, leading: float, narrower: float = 1.0) -> list[Chunk]:
    """Return *chunks* in a larger setting, and in a column so many times *narrower*: lines become higher,
    and more; white space grows too."""
    if size == leading == narrower == 1:
        return chunks
    return [_grown(chunk, size, leading, narrower) for chunk in chunks]


def _grown(chunk: Chunk, size: float, leading: float, narrower: float) -> Chunk:
    rest = chunk.height - chunk.running - chunk.sized
    scaled = rest * size if chunk.scaled else rest
    lines = (chunk.running * leading + chunk.sized) * size * size * narrower
    return replace(chunk, height=lines + scaled, gap=chunk.gap * size, margin=chunk.margin * size)


def _fewer_lines(extent: Extent, share: float) -> float:
    """Return what share of its lines an element has where they are whole, of which they had that *share*."""
    return ceil((extent.lines - 1) * share + extent.last) / extent.lines


def joined(chunks: list[Chunk]) -> Chunk:
    """Return *chunks* as one."""
    return Chunk(
        sum(c.height for c in chunks) + sum(c.gap for c in chunks[1:]),
        chunks[0].gap,
        running=sum(c.running for c in chunks),
        sized=sum(c.sized for c in chunks),
        notes=sum(c.notes for c in chunks),
        tail=chunks[-1].tail,
        margin=chunks[0].margin,
    )


def _pieces(extent: Extent) -> list[Chunk]:
    """Return the pieces of an element, with what lies between them."""
    if len(extent.pieces) < 2:  # of a whole, what is inside counts
        return [
            Chunk(extent.height, running=extent.running, sized=extent.sized, notes=extent.notes)
        ]
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
