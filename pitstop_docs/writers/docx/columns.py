"""When short blocks stand in columns, and where each column begins (docs/word/sections.md)."""

from math import ceil

from pitstop_docs.tree.document import ListItem, Paragraph
from pitstop_docs.tree.walk import plain

_SHORT = 90  # characters of a source that goes into a column


def is_short(item: ListItem) -> bool:
    """Return whether *item* is a line or two of a narrow column."""
    return all(
        isinstance(block, Paragraph) and len(plain(block.content)) <= _SHORT
        for block in item.blocks
    )


def column_starts(count: int, most: int) -> list[int]:
    """Return which of *count* items begin a column when they stand in *most* columns or fewer."""
    height = max(ceil(count / most), 1)
    return list(range(0, count, height))
