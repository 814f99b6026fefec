"""Through the neutral tree: its blocks in reading order, its words, and changes to either.

Enters: blocks and inlines. Leaves: the blocks inside them, plain text, or changed copies. Pure
functions.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, assert_never

from pitstop_docs.tree.document import (
    Badge,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Cite,
    Contents,
    Definition,
    DefinitionList,
    Emphasis,
    Entry,
    Figure,
    Inline,
    Inlines,
    KeyFacts,
    KeyFigure,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    QrCode,
    Row,
    Section,
    Strong,
    Table,
    Text,
    Timeline,
)  # fmt: skip

Change = Callable[[Inlines], Inlines]


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


def is_intro(block: Block) -> bool:
    """Tell whether *block* introduces the one after it ("Le attività sono:")."""
    return isinstance(block, Paragraph) and plain(block.content).rstrip().endswith(":")


def entries(block: Block) -> tuple[Entry, ...]:
    """Return what *block* lists: rows, facts, big numbers; nothing for other blocks."""
    match block:
        case Table():
            return block.rows
        case DefinitionList():
            return block.items
        case KeyFacts():
            return block.figures
        case _:
            return ()


def with_entries(block: Block, listed: Iterable[Any]) -> Block:
    """Return *block* with other entries of its own kind."""
    match block:
        case Table():
            return replace(block, rows=tuple(listed))
        case DefinitionList():
            return replace(block, items=tuple(listed))
        case KeyFacts():
            return replace(block, figures=tuple(listed))
        case _:
            return block


def key_of_entry(entry: Entry) -> str:
    """Return the name of the unit that *entry* belongs to."""
    return (entry.unit if isinstance(entry, Row) else "") or entry.id


def text_of_entry(entry: Entry) -> str:
    """Return the words of *entry*."""
    match entry:
        case Row():
            return " ".join(plain(cell) for cell in entry.cells)
        case Definition():
            return f"{plain(entry.term)} {plain(entry.content)}"
        case KeyFigure():
            return f"{entry.value} {plain(entry.label)} {plain(entry.note)}"
        case _:
            assert_never(entry)


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
        case DefinitionList() | KeyFacts():
            parts = [text_of_entry(entry) for entry in entries(block)]
        case Table():
            titles = [plain(column.title) for column in block.columns]
            rows = [text_of_entry(row) for row in block.rows]
            parts = [plain(block.caption), *titles, *rows]
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


def change_inlines(block: Block, change: Change) -> Block:
    """Return *block* with *change* applied to every run of inlines in it, in reading order."""
    match block:
        case Section() | Callout():
            title = change(block.title)
            return replace(block, title=title, blocks=_inside(block.blocks, change))
        case BlockQuote():
            blocks = _inside(block.blocks, change)
            return replace(block, blocks=blocks, attribution=change(block.attribution))
        case Paragraph():
            return replace(block, content=change(block.content))
        case BulletList() | OrderedList():
            items = tuple(replace(i, blocks=_inside(i.blocks, change)) for i in block.items)
            return replace(block, items=items)
        case DefinitionList():
            definitions = tuple(
                replace(d, term=change(d.term), content=change(d.content)) for d in block.items
            )
            return replace(block, items=definitions)
        case KeyFacts():
            figures = tuple(
                replace(f, label=change(f.label), note=change(f.note)) for f in block.figures
            )
            return replace(block, figures=figures)
        case Table():
            caption = change(block.caption)
            columns = tuple(replace(c, title=change(c.title)) for c in block.columns)
            rows = tuple(
                replace(row, cells=tuple(change(cell) for cell in row.cells)) for row in block.rows
            )
            return replace(block, caption=caption, columns=columns, rows=rows)
        case Figure():
            return replace(block, caption=change(block.caption), credit=change(block.credit))
        case Timeline():
            entries = tuple(replace(e, content=change(e.content)) for e in block.entries)
            return replace(block, entries=entries)
        case _:
            return block


def _inside(blocks: tuple[Block, ...], change: Change) -> tuple[Block, ...]:
    return tuple(change_inlines(block, change) for block in blocks)


def has_notes(block: Block) -> bool:
    """Tell whether there is a footnote in *block*."""
    pending: list[Inline] = []

    def gather(content: Inlines) -> Inlines:
        pending.extend(content)
        return content

    change_inlines(block, gather)
    while pending:
        match pending.pop():
            case Note():
                return True
            case Emphasis(content) | Strong(content) | Link(content):
                pending += content
            case _:
                pass
    return False


def change_blocks(block: Block, change: Callable[[Block], Block]) -> Block:
    """Return *block* with *change* applied to every block inside it, then to itself."""
    match block:
        case Section() | BlockQuote() | Callout():
            inner = tuple(change_blocks(child, change) for child in block.blocks)
            block = replace(block, blocks=inner)
        case BulletList() | OrderedList():
            items = tuple(
                replace(item, blocks=tuple(change_blocks(child, change) for child in item.blocks))
                for item in block.items
            )
            block = replace(block, items=items)
        case _:
            pass
    return change(block)
