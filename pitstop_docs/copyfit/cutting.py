"""What is left of a Document without some of its units.

Enters: a ranked Document and the keys of the units that are kept. Leaves: the Document that holds
these alone; or, thousands of times for estimates, its blocks without new numbers.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import assert_never

from pitstop_docs.copyfit.units import key_of, keys_in, rest_of
from pitstop_docs.tree.document import (
    Badge,
    Blank,
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Cite,
    Code,
    Contents,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    Inlines,
    KeyFacts,
    LineBreak,
    Link,
    Listed,
    Listing,
    Note,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Slot,
    Strong,
    Table,
    Text,
    Timeline,
)
from pitstop_docs.tree.number import renumber
from pitstop_docs.tree.walk import (
    change_blocks,
    change_inlines,
    key_of_listed,
    listed_in,
    walk,
    with_listed,
)

Blocks = tuple[Block, ...]


def keep(document: Document, kept: Set[str]) -> Document:
    """Return *document* with the units *kept* alone, numbered anew. What is called no more is gone, a
    heading never stays without text, nor a table without its header."""
    cutter = Cutter(document)
    zones = document.head, document.body, document.foot
    head, body, foot = (cutter.cut(zone, frozenset(kept)) for zone in zones)
    return renumber(replace(document, head=head, body=body, foot=foot))


@dataclass(slots=True)
class Cutter:
    """Cuts blocks of *document*. What is left of one depends on which of its own units are kept: it is
    made once for each such choice, and is the same object whenever that is kept again. It lives as
    long as the cutter: ``id()`` names it."""

    document: Document
    _keys: dict[int, frozenset[str]] = field(default_factory=dict)
    _left: dict[tuple[int, frozenset[str]], Block | None] = field(default_factory=dict)
    _calls: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _sourced: dict[tuple[int, tuple[str, ...]], Block | None] = field(default_factory=dict)
    _contents: dict[str, Blocks] = field(default_factory=dict)
    _lists: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        head, body, foot = self.document.head, self.document.body, self.document.foot
        known = {block.id: block for block in walk((*head, *body))}
        for block in body:
            if isinstance(block, Contents):
                entries = (*block.entries, *(e for part in block.parts for e in part.entries))
                targets = (known.get(entry.target) for entry in entries)
                self._contents[block.id] = tuple(target for target in targets if target)
        self._lists = frozenset(block.id for block in (*body, *foot) if _sources_in(block))

    def cut(self, blocks: Blocks, kept: frozenset[str]) -> Blocks:
        """Return what is left of *blocks*, numbered as before; lists of sources stay whole."""
        left = (self._left_of(block, kept) for block in blocks)
        return tuple(block for block in left if block is not None)

    def body_and_foot(self, kept: frozenset[str]) -> tuple[Blocks, Blocks]:
        """Return the blocks that :func:`keep` leaves of body and foot, but for their numbers: these take
        no room worth counting, and all that holds one would be made anew."""
        head, body, foot = (
            self.cut(zone, kept)
            for zone in (self.document.head, self.document.body, self.document.foot)
        )
        body = tuple(block for block in body if self._lists_something(block, kept))
        if self._lists:
            calls = chain.from_iterable(map(self._called, (*head, *body, *foot)))
            called = tuple(dict.fromkeys(calls))
            body, foot = (self._with_sources(zone, called) for zone in (body, foot))
        return body, foot

    def _left_of(self, block: Block, kept: frozenset[str]) -> Block | None:
        if id(block) not in self._keys:
            self._keys[id(block)] = keys_in(block)
        choice = id(block), kept & self._keys[id(block)]
        if choice not in self._left:
            self._left[choice] = self._cut(block, kept)
        return self._left[choice]

    def _cut(self, block: Block, kept: frozenset[str]) -> Block | None:
        there = key_of(block) in kept
        match block:
            case Section() | Callout() if not block.unit:
                inner = self.cut(block.blocks, kept)
                return replace(block, blocks=inner) if inner else None
            case OrderedList(style="references"):
                return block
            case BulletList() | OrderedList() if not block.unit:
                items = tuple(item for item in block.items if key_of(item) in kept)
                return replace(block, items=items) if items else None
            case Table() | DefinitionList() | KeyFacts():
                return with_listed(block, _kept_listed(block, kept)) if there else None
            case Paragraph():
                rest = rest_of(block)
                if not there or rest is None or rest in kept:
                    return block if there else None
                return replace(block, content=block.content[: block.lead])
            case (
                Section() | Callout() | BulletList() | OrderedList() | Figure() | BlockQuote()
                | Timeline() | QrCode() | Contents()
            ):  # fmt: skip
                return block if there else None
            case _:
                assert_never(block)

    def _lists_something(self, block: Block, kept: frozenset[str]) -> bool:
        """Tell whether *block* is no contents, or something of what these list is left."""
        return block.id not in self._contents or any(
            self._left_of(target, kept) is not None for target in self._contents[block.id]
        )

    def _called(self, block: Block) -> tuple[str, ...]:
        """Return the sources that *block*, which is cut, calls, in order."""
        if id(block) not in self._calls:
            if isinstance(block, Section | Callout):
                inside = chain.from_iterable(map(self._called, block.blocks))
                self._calls[id(block)] = (*_calls(block.title), *inside)
            else:
                calls: list[str] = []

                def gather(content: Inlines) -> Inlines:
                    calls.extend(_calls(content))
                    return content

                change_inlines(block, gather)
                self._calls[id(block)] = tuple(calls)
        return self._calls[id(block)]

    def _with_sources(self, blocks: Blocks, called: tuple[str, ...]) -> Blocks:
        left = (self._sources_of(b, called) if b.id in self._lists else b for b in blocks)
        return tuple(block for block in left if block is not None)

    def _sources_of(self, block: Block, called: tuple[str, ...]) -> Block | None:
        """Return *block*, its list of sources with those *called* alone, in that order; None when
        nothing is listed any more."""
        choice = id(block), called
        if choice not in self._sourced:
            listed = change_blocks(block, partial(_with_called, called=called))
            empty = any(not sources.items for sources in _sources_in(listed))
            self._sourced[choice] = None if empty else listed
        return self._sourced[choice]


def _kept_listed(block: Listing, kept: Set[str]) -> Iterator[Listed]:
    optional = {key_of_listed(entry) for entry in listed_in(block) if entry.optional}
    for entry in listed_in(block):
        if key_of_listed(entry) in kept or key_of_listed(entry) not in optional:
            yield entry


def _sources_in(block: Block) -> list[OrderedList]:
    found = walk((block,))
    return [b for b in found if isinstance(b, OrderedList) and b.style == "references"]


def _with_called(block: Block, called: tuple[str, ...]) -> Block:
    if not (isinstance(block, OrderedList) and block.style == "references"):
        return block
    items = {item.id: item for item in block.items}
    return replace(block, items=tuple(items[call] for call in called if call in items))


def _calls(content: Inlines) -> Iterator[str]:
    for inline in content:
        match inline:
            case Cite(target=target):
                if target:
                    yield target
            case Emphasis(inner) | Strong(inner) | Link(inner):
                yield from _calls(inner)
            case Text() | Note() | Code() | LineBreak() | Badge() | Blank() | Slot():
                pass
            case _:
                assert_never(inline)
