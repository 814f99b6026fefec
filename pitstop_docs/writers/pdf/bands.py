"""Top-level blocks → strips of the page: two columns side by side, or one across both.

Enters: the body of a Document, in reading order. Leaves: its bands; read column by column they are
in the same order."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter
from typing import Literal, assert_never

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
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Table,
    Timeline,
)
from pitstop_docs.tree.walk import area_of, blocks_in, is_intro, listed_in, plain, text_of, walk
from pitstop_docs.writers.lines import lines_of

# Where text stands: in a column of the first strip of two, of a later one, or across the page.
ColumnName = Literal["first main", "first side", "main", "side", "wide"]

Blocks = tuple[Block, ...]
_GONE_ON = (
    "_on"  # ends the id of the rest of a section or list, in the second column; no name has it
)
_LEAST_ITEMS = 2  # of a list, in either column
_DEPTHS = 3  # how deep a strip may be parted: between blocks, inside a section, inside a list

LEAST_BEGUN = 25 * 72 / 25.4  # pt of a strip that goes over to another page
_HEADING, _SPACE, _PICTURE = 2.0, 0.5, 12.0  # lines of text that these take


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to part blocks between two columns: the ``second`` begins with the block or the item of the
    id ``turn``, so ``deep`` in what began in the first: 0 in nothing, 1 in a section, 2 in a list."""

    first: Blocks
    second: Blocks
    turn: str
    deep: int = 0


Parting = Callable[[Blocks], Cut | None]  # how the blocks of a later strip stand in its columns


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring top-level blocks that share a strip of the page: "main" beside "side" ones, or
    "wide" ones alone. ``position`` counts the bands of two columns, from 1; 0: it has one."""

    main: Blocks = ()
    side: Blocks = ()
    wide: Blocks = ()
    position: int = 0

    @property
    def blocks(self) -> Blocks:
        """All of them, in reading order."""
        return (*self.main, *self.side, *self.wide)

    def columns(self) -> Iterator[tuple[ColumnName, Blocks]]:
        """Yield the columns that have blocks, each with its name."""
        first = self.position == 1
        if self.main:
            yield "first main" if first else "main", self.main
        if self.side:
            yield "first side" if first else "side", self.side
        if self.wide:
            yield "wide", self.wide


def bands(blocks: Blocks, parting: Parting) -> list[Band]:
    """Return *blocks*, in order, as strips of the page; a "main" after a "side" begins anew. The
    columns of the first are what the edition says; those of the later ones, which are equally
    wide, are what *parting* makes of them."""
    found: list[Band] = []
    main: list[Block] = []
    side: list[Block] = []

    def close() -> None:
        if main or side:
            position = 1 + sum(1 for band in found if band.position)
            blocks = (*main, *side)
            if position > 1:
                cut = parting(blocks)
                columns = (cut.first, cut.second) if cut else (blocks, ())
            else:
                columns = tuple(main), tuple(side)
            two = all(columns)
            found.append(Band(*columns, position=position) if two else Band(wide=blocks))
            main.clear()
            side.clear()

    for block in blocks:
        area = area_of(block)
        if area == "wide" or (area == "main" and side):
            close()
        if area == "wide":
            found.append(Band(wide=(block,)))
        else:
            (main if area == "main" else side).append(block)
    close()
    return found


def figure_widths(found: list[Band], widths: Mapping[ColumnName, float]) -> dict[str, float]:
    """Return the room of each figure that stands in a column of *found*, by its id; *widths* are those
    of columns."""
    return {
        block.id: widths[name]
        for band in found
        if band.position
        for name, column in band.columns()
        for block in walk(column)
        if isinstance(block, Figure)
    }


def table_widths(
    found: list[Band], widths: Mapping[ColumnName, float], inset: float
) -> dict[str, float]:
    """Return the room of each table that stands in a column of *found*, by its id; *widths* are those
    of columns, a box keeps *inset* at its sides."""
    rooms: dict[str, float] = {}
    for band in found:
        for name, column in band.columns() if band.position else ():
            rooms |= {b.id: widths[name] for b in walk(column) if isinstance(b, Table)}
            for box in (block for block in walk(column) if isinstance(block, Callout)):
                rooms |= {b.id: widths[name] - inset for b in walk((box,)) if isinstance(b, Table)}
    return rooms


def cuts(blocks: Blocks, depths: Collection[int] = range(_DEPTHS)) -> Iterator[Cut]:
    """Yield the ways to part *blocks*, in order, between two columns, of those *depths*: before a whole one;
    before one inside a section, which then goes on in the second column; or inside a list there, of which at
    least two items stay on either side. No heading and no introduction stays behind alone."""
    for place, block in enumerate(blocks):
        if place and 0 in depths:
            yield Cut(blocks[:place], blocks[place:], block.id)
        if isinstance(block, Section):
            for begun, rest, turn, deep in _cuts_inside(block, depths):
                gone_on = replace(block, id=block.id + _GONE_ON, title=(), number="", blocks=rest)
                first = (*blocks[:place], replace(block, blocks=begun))
                yield Cut(first, (gone_on, *blocks[place + 1 :]), turn, deep)


def _cuts_inside(
    section: Section, depths: Collection[int]
) -> Iterator[tuple[Blocks, Blocks, str, int]]:
    """Yield the ways to part *section*: what stays, what goes on, with which id, and how deep that is."""
    inside = section.blocks
    for index, (before, block) in enumerate(pairwise(inside) if 1 in depths else (), start=1):
        if not is_intro(before) and (before.unit or before.id) != (block.unit or block.id):
            yield inside[:index], inside[index:], block.id, 1
    for index, block in enumerate(inside):
        if 2 in depths and isinstance(block, BulletList | OrderedList):
            for count in range(_LEAST_ITEMS, len(block.items) - _LEAST_ITEMS + 1):
                begun = replace(block, items=block.items[:count])
                rest = replace(block, id=block.id + _GONE_ON, items=block.items[count:])
                if isinstance(rest, OrderedList):
                    rest = replace(rest, start=rest.start + count)
                turn = block.items[count].id
                yield (*inside[:index], begun), (rest, *inside[index + 1 :]), turn, 2


def whole_id(block: Block) -> str:
    """Return the id of *block*; of the rest of a section or list, that of the whole."""
    return block.id.removesuffix(_GONE_ON)


def is_rest(block: Block) -> bool:
    """Tell whether *block* is the rest of what began in another column."""
    return block.id.endswith(_GONE_ON)


def balanced(length: Callable[[Blocks, ColumnName], float], level: float) -> Parting:
    """Return what parts blocks so that both columns, each of which has a *length*, end as close together
    as can be: a section is parted only where whole ones do not end within *level* of each other, and a
    list where whole blocks do not. Of two ways as good, the first column is rather the longer one."""

    def part(blocks: Blocks) -> Cut | None:
        ways: list[tuple[float, bool, Cut]] = []
        for deep in range(_DEPTHS if len(blocks) > 1 else 0):
            if not ways or ways[0][0] > level:
                for cut in cuts(blocks, (deep,)):
                    over = length(cut.first, "main") - length(cut.second, "side")
                    ways.append((abs(over), over < 0, cut))
                ways.sort(key=itemgetter(0, 1))
        return ways[0][-1] if ways else None

    return part


def turned(turns: Collection[str], otherwise: Parting) -> Parting:
    """Return what parts blocks before that of *turns* that is among them; where there is none, *otherwise*
    does."""

    def part(blocks: Blocks) -> Cut | None:
        found = (cut for cut in cuts(blocks) if cut.turn in turns)
        return next(found, None) or otherwise(blocks)

    return part


def lines_in(block: Block, letters: float) -> float:
    """Return about how many lines *block* takes in a column with room for so many *letters* on each."""

    def text(words: Inlines, share: int = 1) -> int:
        return lines_of(len(plain(words)) * share, letters)

    match block:
        case Section() | Callout():
            return _HEADING + sum(lines_in(child, letters) for child in block.blocks)
        case Paragraph():
            return text(block.content) + _SPACE
        case Table():
            share = len(block.columns)
            header = tuple(column.title for column in block.columns)
            rows = (header, *(row.cells for row in block.rows))
            return sum(max(text(cell, share) for cell in row) + 1 for row in rows)
        case Figure():
            return _PICTURE + text(block.caption) + text(block.credit)
        case DefinitionList() | KeyFacts():
            listed = map(text_of, listed_in(block))
            return sum(lines_of(len(words), letters) + _SPACE for words in listed)
        case BulletList() | OrderedList() | BlockQuote() | Timeline() | QrCode() | Contents():
            return sum(lines_in(child, letters) for child in blocks_in(block))
        case _:
            assert_never(block)
