"""What of a section an edition may print: its wording, and as deep as it goes.

Enters: the blocks of a section as read. Leaves: those that the edition may print; copyfitting then
decides how many of them there is room for.
"""

from dataclasses import replace

from pitstop_docs.records.editions import MARKS, Edition
from pitstop_docs.tree.document import Block, BulletList, Node, OrderedList, Paragraph, Section
from pitstop_docs.tree.walk import children


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
        match block:
            case Section():
                block = replace(block, blocks=for_edition(block.blocks, edition))
            case BulletList() | OrderedList():
                items = tuple(item for item in block.items if not _held(item, edition))
                block = replace(block, items=items)
            case _:
                pass
        if not isinstance(block, Section | BulletList | OrderedList) or children(block):
            out.append(block)
    return tuple(out)


def _held(node: Node, edition: Edition) -> bool:
    return "detail" in node.marks and not edition.details


def to_depth(blocks: tuple[Block, ...], depth: str) -> tuple[Block, ...]:
    """Return as much of an inverted pyramid as *depth* asks."""
    if not blocks:
        return ()
    first = blocks[0]
    match depth:
        case "full":
            return blocks
        case "sentence" if isinstance(first, Paragraph):
            return (replace(first, content=first.content[: first.lead]),)
        case _:
            return (first,)
