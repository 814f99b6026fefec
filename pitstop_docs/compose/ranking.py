"""How much each passage of a part matters: ranks, and what can only be kept together.

Enters: the block of one part, as composed. Leaves: the same block with ``rank``, ``rest_rank`` and
``unit`` on every node. Rank 0 is required. Among the others a part's weight decides, less
:data:`STEP` for every passage that stands before it in the part: the inverted pyramid."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar, assert_never

from pitstop_docs.records.editions import SECTIONS, EditionPart
from pitstop_docs.tree.document import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Contents,
    DefinitionList,
    Figure,
    KeyFacts,
    Listed,
    ListItem,
    OrderedList,
    Paragraph,
    QrCode,
    Row,
    Section,
    Table,
    Timeline,
)
from pitstop_docs.tree.walk import is_intro, key_of_listed, listed_in, text_of, with_listed

# What a passage loses to the one before it, in points of weight.
STEP = 12
# A list never has fewer items than these, or all that it has.
_LEAST_ITEMS = 2
_LONGEST_COUNT = 3  # digits of a number that may announce how many items there are

AnyBlock = TypeVar("AnyBlock", bound=Block)


def ranked(block: Block, part: EditionPart, counts: Iterable[str]) -> Block:
    """Return *block* with ranks; *counts* are the words for two, three and so on: where they announce
    how many items a list has, it is never shown with fewer."""
    if part.required and part.part not in SECTIONS and part.least is None:
        return _as_one(block, block.id, 0)
    ranks = _Ranks(part, {word: number for number, word in enumerate(counts, start=2)})
    if isinstance(block, Section) or (isinstance(block, Callout) and block.kind == "lesson"):
        return ranks.opened(block)
    return _as_one(block, block.id, ranks.of(block.id))


@dataclass(slots=True)
class _Ranks:
    """Gives the ranks of one part, in reading order; what has the same unit has the same rank."""

    part: EditionPart
    counts: Mapping[str, int]
    known: dict[str, int] = field(default_factory=dict)

    def of(self, unit: str, marks: tuple[str, ...] = ()) -> int:
        """Return the rank of *unit*: that of the next passage, where it is new."""
        depth = len(self.known)
        required = "keep" in marks or (self.part.required and not depth)
        rank = 0 if required else 1 + (100 - self.part.weight) + STEP * depth
        return self.known.setdefault(unit, rank)

    def opened(self, block: Section | Callout) -> Block:
        """Return *block* with a rank for each passage in it."""
        blocks = tuple(self._passage(child) for child in self._with_intros(block.blocks))
        return replace(block, blocks=blocks)

    def _with_intros(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        """Yield *blocks*, an introduction ("Le attività sono:", "Le attività sono tre.") in one unit
        with the first items of its list, or with all of them where it says how many they are, or
        with its table."""
        following = [*(second for _first, second in pairwise(blocks)), None]
        introduced: tuple[Block, bool] | None = None
        for block, after in zip(blocks, following, strict=True):
            if introduced and isinstance(block, BulletList | OrderedList):
                intro, counted = introduced
                tied = len(block.items) if counted else _LEAST_ITEMS
                items = (replace(item, unit=intro.unit) for item in block.items[:tied])
                block = replace(block, items=(*items, *block.items[tied:]))
            elif introduced and isinstance(block, Table):
                block = replace(block, unit=block.id)
            introduced = None
            if isinstance(after, BulletList | OrderedList | Table):
                counts = self._counts(block)
                listed = () if isinstance(after, Table) else after.items
                if is_intro(block) or len(listed) in counts:
                    block = replace(block, unit=after.id)
                    introduced = block, len(listed) in counts
            yield block

    def _counts(self, block: Block) -> set[int]:
        """Return the numbers in the last sentence of *block*, in digits or words."""
        sentence = re.split(r"(?<=[.!?])\s", text_of(block))[-1].casefold()
        words = re.findall(r"\w+", sentence) if isinstance(block, Paragraph) else []
        digits = {int(w) for w in words if w.isdecimal() and len(w) <= _LONGEST_COUNT}
        return digits | {self.counts[w] for w in words if w in self.counts}

    def _passage(self, block: Block) -> Block:
        match block:
            case _ if block.unit:
                return _as_one(block, block.unit, self.of(block.unit, block.marks))
            case Section():
                kept = tuple(mark for mark in block.marks if mark == "keep")
                inner = tuple(replace(b, marks=(*b.marks, *kept)) for b in block.blocks)
                return self.opened(replace(block, blocks=inner))
            case BulletList() | OrderedList():
                first = (replace(i, unit=i.unit or block.id) for i in block.items[:_LEAST_ITEMS])
                items = (*first, *block.items[_LEAST_ITEMS:])
                return replace(block, items=tuple(self._item(i, block.marks) for i in items))
            case Table() | DefinitionList() | KeyFacts():
                return self._listed(block)
            case Paragraph() if 0 < block.lead < len(block.content):
                rank = self.of(block.id, block.marks)
                rest = self.of(f"{block.id} rest", block.marks)
                return replace(block, rank=rank, rest_rank=rest)
            case (
                Paragraph() | Figure() | BlockQuote() | Callout() | Timeline() | QrCode() | Contents()
            ):  # fmt: skip
                return _as_one(block, block.id, self.of(block.id, block.marks))
            case _:
                assert_never(block)

    def _item(self, item: ListItem, marks: tuple[str, ...]) -> ListItem:
        return replace(item, rank=self.of(item.unit or item.id, (*marks, *item.marks)))

    def _listed(self, block: Table | DefinitionList | KeyFacts) -> Block:
        """Return *block* with ranks for the entries that it may lose: rows marked by the author, and
        what comes after the first ``least`` where the edition says how many must stay."""
        block = replace(block, unit=block.id, rank=self.of(block.id, block.marks))
        stay: set[str] = set()
        listed: list[Listed] = []
        for entry in listed_in(block):
            unit = key_of_listed(entry)
            spare = self.part.least is not None and len(stay) >= self.part.least
            marked = isinstance(entry, Row) and "optional" in entry.marks
            if unit not in stay and (spare or marked or unit in self.known):
                entry = replace(entry, rank=self.of(unit, block.marks), optional=True)
            else:
                stay.add(unit)
            listed.append(entry)
        return with_listed(block, listed)


def _as_one(block: AnyBlock, unit: str, rank: int) -> AnyBlock:
    """Return *block* with everything in it as one unit."""
    block = replace(block, unit=unit, rank=rank)
    match block:
        case Section() | Callout() | BlockQuote():
            inner = tuple(_as_one(child, unit, rank) for child in block.blocks)
            return replace(block, blocks=inner)
        case BulletList() | OrderedList():
            items = tuple(replace(item, unit=unit, rank=rank) for item in block.items)
            return replace(block, items=items)
        case (
            Paragraph() | DefinitionList() | KeyFacts() | Table() | Figure() | Timeline() | QrCode()
            | Contents()
        ):  # fmt: skip
            return block
        case _:
            assert_never(block)
