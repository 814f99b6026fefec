"""What a column can hold: wide tables leave it, for a section of their own or altogether.

Enters: blocks as composed. Leaves: those that stand in columns, and what needs the width of the page.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from pitstop_docs.tree.document import Block, Section, Table
from pitstop_docs.tree.walk import area_of, is_intro, plain, walk

# Letters of a table's longest cells side by side, and with what stands between many: more of them a
# column would crush.
_WIDE, _WIDE_WITH_GAPS, _GAP = 48, 60, 3

Owner = TypeVar("Owner")


def needs_width(block: Block) -> bool:
    """Tell whether *block* holds a table that a column would crush."""
    return any(isinstance(b, Table) and _is_wide(b) for b in walk((block,)))


def _is_wide(table: Table) -> bool:
    cells = [[column.title for column in table.columns], *(row.cells for row in table.rows)]
    longest = sum(max(len(plain(cell)) for cell in column) for column in zip(*cells, strict=True))
    count = len(table.columns)
    return count > 2 and (longest > _WIDE or longest + _GAP * count > _WIDE_WITH_GAPS)


def without_wide(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return *blocks* without those that need the width of the page, and what introduces them."""
    return tuple(block for block, wide in _marked(blocks) if not wide)


def _marked(blocks: tuple[Block, ...]) -> Iterable[tuple[Block, bool]]:
    """Yield *blocks* and whether each needs the width of the page, or introduces one that does."""
    for block, after in zip(blocks, (*blocks[1:], None), strict=True):
        yield block, needs_width(block) or bool(is_intro(block) and after and needs_width(after))


def with_tables_below(built: list[tuple[Owner, Block]]) -> list[tuple[Owner, Block]]:
    """Return *built* with the wide tables of sections in columns below the columns, each in a section
    that its caption names. A section whose wide table cannot leave it gets the width itself."""
    out: list[tuple[Owner, Block]] = []
    below: list[tuple[Owner, Block]] = []
    last = "wide"
    for owner, block in built:
        block, tables = _parted(block) if isinstance(block, Section) else (block, ())
        area = area_of(block)
        if area == "wide" or (area == "main" and last == "side"):  # the columns end
            out += below
            below = []
        out.append((owner, block))
        below += [(owner, table) for table in tables]
        last = area
    return out + below


def _parted(section: Section) -> tuple[Section, tuple[Section, ...]]:
    """Return *section* without its wide tables, and a section for each."""
    stay = without_wide(section.blocks)
    if section.area == "wide" or len(stay) == len(section.blocks):
        return section, ()
    moved: list[Section] = []
    intro: tuple[Block, ...] = ()
    for block in (block for block, wide in _marked(section.blocks) if wide):
        if is_intro(block):
            intro = (block,)
        elif isinstance(block, Table) and block.caption and stay:
            moved.append(_section_of(block, intro, section.level))
            intro = ()
        else:
            return replace(section, area="wide"), ()
    return replace(section, blocks=stay), tuple(moved)


def _section_of(table: Table, intro: tuple[Block, ...], level: int) -> Section:
    return Section(
        id=f"{table.id}-section",
        origin=table.origin,
        title=table.caption,
        level=level,
        blocks=(*intro, replace(table, caption=())),
        area="wide",
    )
