"""Top-level blocks → strips of the page: two columns side by side, or one across both.

Enters: the body of a Document, in reading order. Leaves: its bands; read column by column they are
in the same order."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
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
from pitstop_docs.tree.walk import area_of, blocks_in, listed_in, plain, text_of, walk
from pitstop_docs.writers.lines import lines_of

# Where text stands: in a column of the first strip of two, of a later one, or across the page.
ColumnName = Literal["first main", "first side", "main", "side", "wide"]

_SECOND = 0.5  # how much worse it looks where the second column is the longer one
_HEADING, _SPACE, _PICTURE = 2.0, 0.5, 12.0  # lines of text that these take


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring top-level blocks that share a strip of the page: "main" beside "side" ones, or
    "wide" ones alone. ``position`` counts the bands of two columns, from 1; 0: it has one."""

    main: tuple[Block, ...] = ()
    side: tuple[Block, ...] = ()
    wide: tuple[Block, ...] = ()
    position: int = 0

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of them, in reading order."""
        return (*self.main, *self.side, *self.wide)

    def columns(self) -> Iterator[tuple[ColumnName, tuple[Block, ...]]]:
        """Yield the columns that have blocks, each with its name."""
        first = self.position == 1
        if self.main:
            yield "first main" if first else "main", self.main
        if self.side:
            yield "first side" if first else "side", self.side
        if self.wide:
            yield "wide", self.wide


def bands(blocks: tuple[Block, ...], lines: Callable[[Block], float]) -> list[Band]:
    """Return *blocks*, in order, as strips of the page; a "main" after a "side" begins anew. The
    columns of the first are what the edition says; those of the later ones, which are equally
    wide, are as equally long as whole sections allow: *lines* tells how long one will be there."""
    found: list[Band] = []
    main: list[Block] = []
    side: list[Block] = []

    def close() -> None:
        if main or side:
            position = 1 + sum(1 for band in found if band.position)
            all_blocks = (*main, *side)
            columns = (tuple(main), tuple(side)) if position == 1 else _balanced(all_blocks, lines)
            two = all(columns)
            found.append(Band(*columns, position=position) if two else Band(wide=all_blocks))
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


def _balanced(
    blocks: tuple[Block, ...], lines: Callable[[Block], float]
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return *blocks* as two columns, the longer one as short as can be, and rather the first."""
    lengths = [lines(block) for block in blocks]

    def cost(place: int) -> float:
        first, second = sum(lengths[:place]), sum(lengths[place:])
        return max(first, second + _SECOND * (second - first))

    place = min(range(1, len(blocks)), key=cost, default=1)
    return blocks[:place], blocks[place:]


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
