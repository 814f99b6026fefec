"""What of a section an edition may print: its wording, and as deep as it goes.

Enters: the blocks of a section as read. Leaves: those that the edition may print; copyfitting then
decides how many of them there is room for.
"""

from dataclasses import replace
from typing import assert_never

from pitstop_docs.records.editions import MARKS, Depth, Edition
from pitstop_docs.tree.document import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Contents,
    DefinitionList,
    Figure,
    KeyFacts,
    Node,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Table,
    Timeline,
)
from pitstop_docs.tree.walk import blocks_in


def for_edition(blocks: tuple[Block, ...], edition: Edition) -> tuple[Block, ...]:
    """Return the blocks that *edition* may print: what is held for longer ones is left out, and a
    block that is its own wording stands in place of the block before it."""
    out: list[Block] = []
    for block in blocks:
        editions = [mark for mark in block.marks if mark not in MARKS]
        if editions and edition.id in editions and out:
            out.pop()
        if (editions and edition.id not in editions) or _held(block, edition):
            continue
        out += _printed(block, edition)
    return tuple(out)


def _printed(block: Block, edition: Edition) -> tuple[Block, ...]:
    """Return *block* as *edition* may print it; nothing where nothing is left of it."""
    match block:
        case Section():
            block = replace(block, blocks=for_edition(block.blocks, edition))
        case BulletList() | OrderedList():
            items = tuple(item for item in block.items if not _held(item, edition))
            block = replace(block, items=items)
        case (
            Paragraph() | DefinitionList() | KeyFacts() | Table() | Figure() | BlockQuote()
            | Callout() | Timeline() | QrCode() | Contents()
        ):  # fmt: skip
            return (block,)
        case _:
            assert_never(block)
    return (block,) if blocks_in(block) else ()


def _held(node: Node, edition: Edition) -> bool:
    return "detail" in node.marks and not edition.details


def to_depth(blocks: tuple[Block, ...], depth: Depth) -> tuple[Block, ...]:
    """Return as much of an inverted pyramid as *depth* asks."""
    if not blocks:
        return ()
    first = blocks[0]
    match depth:
        case "full":
            return blocks
        case "sentence" if isinstance(first, Paragraph):
            return (replace(first, content=first.content[: first.lead]),)
        case "sentence" | "lead":
            return (first,)
        case _:
            assert_never(depth)
