"""Numbers that follow what is left: calls and their sources, sections, tables, figures, contents.

Enters: a Document from which blocks may have been taken away. Leaves: the same Document, numbered
anew in reading order; a source that nothing calls any more is gone. Ids stay as they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from pitstop_docs.tree.document import (
    Block,
    Cite,
    Contents,
    Document,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    Link,
    OrderedList,
    Section,
    Strong,
    Table,
)
from pitstop_docs.tree.walk import change_blocks, change_inlines, walk

_NUMBER = re.compile(r"\d+$")
Blocks = tuple[Block, ...]


def renumber(document: Document) -> Document:
    """Return *document* with its numbers in reading order."""
    numbers = _Numbers()
    zones = (document.head, document.body, document.foot)
    called = [_each(zone, numbers.call) for zone in zones]
    head, body, foot = (_each(zone, numbers.label) for zone in called)
    head, body, foot = (
        tuple(block for block in zone if not _is_empty(block)) for zone in (head, body, foot)
    )
    body = _sections(body, "")
    targets = dict(_targets((*head, *body)))
    head, body = (tuple(_with_contents(zone, targets)) for zone in (head, body))
    return replace(document, head=head, body=body, foot=foot)


def _each(blocks: Blocks, change: Callable[[Block], Block]) -> Blocks:
    return tuple(change(block) for block in blocks)


@dataclass(slots=True)
class _Numbers:
    """What was counted so far: called sources by id, labels by their word."""

    calls: dict[str, int] = field(default_factory=dict)
    labels: dict[str, int] = field(default_factory=dict)

    def call(self, block: Block) -> Block:
        """Return *block* with its calls numbered in the order of the first call to each source."""
        return change_inlines(block, self._content)

    def _content(self, content: Inlines) -> Inlines:
        out: list[Inline] = []
        for _cites, group in groupby(map(self._inline, content), key=lambda i: isinstance(i, Cite)):
            # Calls beside each other stand in the order of their numbers.
            out += sorted(group, key=_number)
        return tuple(out)

    def _inline(self, inline: Inline) -> Inline:
        match inline:
            case Cite(target=target) if target:
                return replace(inline, number=self.calls.setdefault(target, len(self.calls) + 1))
            case Emphasis(content) | Strong(content) | Link(content):
                return replace(inline, content=self._content(content))
            case _:
                return inline

    def label(self, block: Block) -> Block:
        """Return *block* with its tables and figures counted, and the sources that are called."""
        return change_blocks(block, self._label)

    def _label(self, block: Block) -> Block:
        match block:
            case Table() | Figure() if block.label:
                word = _NUMBER.sub("", block.label)
                self.labels[word] = self.labels.get(word, 0) + 1
                return replace(block, label=f"{word}{self.labels[word]}")
            case OrderedList(style="references"):
                items = (item for item in block.items if item.id in self.calls)
                return replace(block, items=tuple(sorted(items, key=lambda i: self.calls[i.id])))
            case _:
                return block


def _number(inline: Inline) -> int:
    return (inline.number or 0) if isinstance(inline, Cite) else 0


def _is_empty(block: Block) -> bool:
    """Tell whether *block* is a list of sources that has none."""
    lists = block.blocks if isinstance(block, Section) else ()
    return any(isinstance(inner, OrderedList) and not inner.items for inner in lists)


def _sections(blocks: Blocks, outer: str) -> Blocks:
    """Return *blocks* with those that are numbered sections, and those inside them, counted."""
    out: list[Block] = []
    count = 0
    for block in blocks:
        if isinstance(block, Section) and block.number:
            count += 1
            number = f"{outer}{count}"
            block = replace(block, number=number, blocks=_sections(block.blocks, f"{number}."))
        out.append(block)
    return tuple(out)


def _targets(blocks: Blocks) -> Iterator[tuple[str, str]]:
    """Yield the ids of what contents list, with the number or label printed there."""
    for block in walk(blocks):
        match block:
            case Section():
                yield block.id, block.number
            case Table() | Figure() if block.label:
                yield block.id, block.label
            case _:
                pass


def _with_contents(blocks: Blocks, targets: dict[str, str]) -> Iterator[Block]:
    """Yield *blocks*, their contents with the entries that are still there."""
    for block in blocks:
        if isinstance(block, Contents):
            listed = (entry for entry in block.entries if entry.target in targets)
            entries = tuple(replace(entry, number=targets[entry.target]) for entry in listed)
            if entries:
                yield replace(block, entries=entries)
        else:
            yield block
