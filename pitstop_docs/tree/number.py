"""Numbers that follow what is left: calls and their sources, sections, tables, figures, contents.

Enters: a Document from which blocks may have been taken away. Leaves: the same Document, numbered
anew in reading order; a source that nothing calls any more is gone. Ids stay as they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from pitstop_docs.tree.contents import counted, lettered
from pitstop_docs.tree.document import (
    Block,
    Captioned,
    Cite,
    Contents,
    ContentsEntry,
    Document,
    Inline,
    Inlines,
    OrderedList,
    Section,
    Tally,
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
    head = _each(head, numbers.tally)
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
        for _calls, group in groupby(map(self._inline, content), key=_is_call):
            # Calls beside each other stand in the order of their numbers.
            out += sorted(group, key=_number)
        return tuple(out)

    def _inline(self, inline: Inline) -> Inline:
        if isinstance(inline, Cite) and inline.target:
            number = self.calls.setdefault(inline.target, len(self.calls) + 1)
            return inline if inline.number == number else replace(inline, number=number)
        return change_inlines(inline, self._content)

    def tally(self, block: Block) -> Block:
        """Return *block* with what says how many tables and figures there are."""
        return change_inlines(block, self._tallied)

    def _tallied(self, content: Inlines) -> Inlines:
        return tuple(
            counted(inline, self.labels.get(f"{inline.counted} ", 0))
            if isinstance(inline, Tally)
            else inline
            for inline in content
        )

    def label(self, block: Block) -> Block:
        """Return *block* with its tables and figures counted, and the sources that are called."""
        return change_blocks(block, self._label)

    def _label(self, block: Block) -> Block:
        if isinstance(block, Captioned) and block.label:
            word = _NUMBER.sub("", block.label)
            self.labels[word] = self.labels.get(word, 0) + 1
            return replace(block, label=f"{word}{self.labels[word]}")
        if isinstance(block, OrderedList) and block.style == "references":
            items = (item for item in block.items if item.id in self.calls)
            return replace(block, items=tuple(sorted(items, key=lambda i: self.calls[i.id])))
        return block


def _is_call(inline: Inline) -> bool:
    return isinstance(inline, Cite)


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
        if isinstance(block, Section):
            yield block.id, block.number
        elif isinstance(block, Captioned) and block.label:
            yield block.id, block.label


def _with_contents(blocks: Blocks, targets: dict[str, str]) -> Iterator[Block]:
    """Yield *blocks*, their contents with the entries that are still there."""
    for block in blocks:
        if isinstance(block, Contents):
            parts = (replace(p, entries=_still_there(p.entries, targets)) for p in block.parts)
            left = replace(
                block, entries=_still_there(block.entries, targets), parts=lettered(tuple(parts))
            )
            if left.entries or left.parts:
                yield left
        else:
            yield block


def _still_there(
    entries: tuple[ContentsEntry, ...], targets: dict[str, str]
) -> tuple[ContentsEntry, ...]:
    listed = (entry for entry in entries if entry.target in targets)
    return tuple(replace(entry, number=targets[entry.target]) for entry in listed)
