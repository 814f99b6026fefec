"""What of a Document can be kept or left out.

Enters: a ranked Document. Leaves: its units, best first.
"""

from collections.abc import Set
from dataclasses import dataclass, field
from typing import assert_never

from pitstop_docs.problems.diagnostics import Location
from pitstop_docs.tree.document import (
    Block,
    BlockQuote,
    BulletList,
    Callout,
    Contents,
    DefinitionList,
    Document,
    Figure,
    KeyFacts,
    Listing,
    Node,
    OrderedList,
    Paragraph,
    QrCode,
    Section,
    Table,
    Timeline,
)
from pitstop_docs.tree.walk import (
    key_of_listed,
    listed_in,
    plain,
    text_of,
    with_listed,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage that is kept or left out as a whole: a block, a list item, a row, a sentence or what
    follows it in its paragraph, or several that only go together.

    ``rank`` 0 is required. It is kept only with the units that it ``needs``. ``part`` is the id of
    the part that it stands in, ``order`` its place in reading order; ``text`` are its words."""

    key: str
    rank: int
    needs: frozenset[str]
    part: str
    location: Location | None
    text: str
    order: int


def units_of(document: Document) -> tuple[Unit, ...]:
    """Return the units of *document*, best first: by rank, then in reading order."""
    gathering = _Gathering()
    for block in (*document.head, *document.body, *document.foot):
        gathering.part = block.id
        gathering.read(block, frozenset())
    return gathering.units()


def keys_in(block: Block) -> frozenset[str]:
    """Return the keys of the units that *block* is made of."""
    gathering = _Gathering()
    gathering.read(block, frozenset())
    return frozenset(gathering.drafts)


def key_of(node: Node) -> str:
    """Return the key of the unit that *node* belongs to."""
    return node.unit or node.id


def rest_of(paragraph: Paragraph) -> str | None:
    """Return the key of what follows the first sentence, where that may stand alone."""
    if paragraph.rest_rank and 0 < paragraph.lead < len(paragraph.content):
        return f"{paragraph.id} rest"
    return None


@dataclass(slots=True)
class _Draft:
    rank: int
    part: str
    location: Location | None
    needs: set[str]
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Gathering:
    part: str = ""
    drafts: dict[str, _Draft] = field(default_factory=dict)
    last: str | None = None

    def read(self, block: Block, needs: frozenset[str]) -> None:
        """Gather the units in *block*, which needs the units *needs*."""
        match block:
            case Section() | Callout() if not block.unit:
                self._read_section(block, needs)
            case BulletList() | OrderedList() if not block.unit:
                self._read_list(block, needs)
            case Table() | DefinitionList() | KeyFacts():
                self._read_listed(block, needs)
            case Paragraph() if (rest := rest_of(block)) is not None:
                first, more = block.content[: block.lead], block.content[block.lead :]
                self._add(block, key_of(block), block.rank, needs, plain(first))
                self._add(block, rest, block.rest_rank, {*needs, key_of(block)}, plain(more))
            case (
                Section() | Callout() | BulletList() | OrderedList() | Paragraph() | Figure() | BlockQuote()
                | Timeline() | QrCode() | Contents()
            ):  # fmt: skip
                self._add(block, key_of(block), block.rank, needs, text_of(block))
            case _:
                assert_never(block)

    def _read_section(self, block: Section | Callout, needs: frozenset[str]) -> None:
        """What comes later in a section needs its first passage: no detail without its lead."""
        for child in block.blocks:
            before = len(self.drafts)
            self.read(child, needs)
            if child is block.blocks[0] and len(self.drafts) > before:
                needs |= {list(self.drafts)[before]}

    def _read_list(self, block: BulletList | OrderedList, needs: frozenset[str]) -> None:
        if isinstance(block, OrderedList) and block.style == "references":
            return  # they follow their calls
        for item in block.items:
            words = " ".join(text_of(inner) for inner in item.blocks)
            self._add(item, key_of(item), item.rank, needs, words)
            if item is block.items[0] or isinstance(block, OrderedList):  # an order has no holes
                needs |= {key_of(item)}

    def _read_listed(self, block: Listing, needs: frozenset[str]) -> None:
        optional = {key_of_listed(entry) for entry in listed_in(block) if entry.optional}
        stay = (entry for entry in listed_in(block) if key_of_listed(entry) not in optional)
        words = text_of(with_listed(block, stay))
        self._add(block, key_of(block), block.rank, needs, words)
        for entry in listed_in(block):
            key = key_of_listed(entry)
            if key in optional:
                place = entry.origin or block.origin
                node = Node(id=entry.id, origin=place)
                self._add(node, key, entry.rank, {*needs, key_of(block)}, text_of(entry))

    def _add(self, node: Node, key: str, rank: int, needs: Set[str], text: str) -> None:
        wanted = set(needs)
        if "follows" in node.marks and self.last is not None:
            wanted.add(self.last)
        draft = self.drafts.setdefault(key, _Draft(rank, self.part, node.location, set()))
        draft.rank = min(draft.rank, rank)
        draft.needs |= wanted - {key}
        draft.texts.append(text)
        self.last = key

    def units(self) -> tuple[Unit, ...]:
        """Return the units, best first; what a unit needs is never ranked after it."""
        for key in reversed(self.drafts):
            draft = self.drafts[key]
            for need in draft.needs:
                self.drafts[need].rank = min(self.drafts[need].rank, draft.rank)
        found = (
            Unit(
                key,
                d.rank,
                frozenset(d.needs),
                d.part,
                d.location,
                " ".join(d.texts).strip(" "),
                order,
            )
            for order, (key, d) in enumerate(self.drafts.items())
        )
        return tuple(sorted(found, key=lambda unit: unit.rank))
