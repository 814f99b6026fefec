"""Through the neutral tree: its blocks in reading order, and its words.

Enters: blocks and inlines. Leaves: the blocks inside them, or plain text. Pure functions.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from pitstop_docs.document import (
    Badge,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Cite,
    Contents,
    DefinitionList,
    Emphasis,
    Figure,
    Inline,
    KeyFacts,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Strong,
    Table,
    Text,
    Timeline,
)  # fmt: skip


def plain(inlines: Iterable[Inline]) -> str:
    """Return the words of *inlines* without notes and calls."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text) | Badge(text=text):
                parts.append(text)
            case Emphasis(content) | Strong(content) | Link(content, _):
                parts.append(plain(content))
            case LineBreak():
                parts.append(" ")
            case Note() | Cite():
                pass
    return "".join(parts)


def children(block: Block) -> tuple[Block, ...]:
    """Return the blocks inside *block*."""
    match block:
        case Section() | BlockQuote() | Callout():
            return block.blocks
        case BulletList() | OrderedList():
            return tuple(child for item in block.items for child in item.blocks)
        case _:
            return ()


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield *blocks* and all blocks inside them, in reading order."""
    for block in blocks:
        yield block
        yield from walk(children(block))


def text_of(block: Block) -> str:
    """Return the words of *block* and of what is inside it, in reading order."""
    inside = [text_of(child) for child in children(block)]
    match block:
        case Section() | Callout():
            parts = [plain(block.title), *inside]
        case BlockQuote():
            parts = [*inside, plain(block.attribution)]
        case BulletList() | OrderedList():
            parts = inside
        case Paragraph():
            parts = [plain(block.content)]
        case DefinitionList():
            parts = [f"{plain(d.term)} {plain(d.content)}" for d in block.items]
        case KeyFacts():
            parts = [f"{f.value} {plain(f.label)} {plain(f.note)}" for f in block.figures]
        case Table():
            titles = [plain(column.title) for column in block.columns]
            cells = [plain(cell) for row in block.rows for cell in row.cells]
            parts = [plain(block.caption), *titles, *cells]
        case Figure():
            parts = [block.alt, plain(block.caption), plain(block.credit)]
        case Timeline():
            parts = [f"{entry.when} {plain(entry.content)}" for entry in block.entries]
        case QrCode():
            parts = [block.alt, plain(block.caption)]
        case Contents():
            parts = [f"{entry.number} {plain(entry.title)}" for entry in block.entries]
        case _:
            assert_never(block)
    return " ".join(parts)
