"""Pages of another format that must hold the same words: Word's, on a sheet with more or less room.

Enters: a ranked Document, and what tells how much room its pages leave, which lays nothing out. Leaves:
whether they hold a selection; or the Document cut to what they hold, where no layout is asked.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Protocol

from pitstop_docs.copyfit.cutting import Blocks, Cutter, keep
from pitstop_docs.copyfit.units import Unit, units_of
from pitstop_docs.tree.document import Document


class Room(Protocol):
    """What copyfitting asks of pages that it does not lay out."""

    def spare(self, head: Blocks, body: Blocks, foot: Blocks) -> float:
        """Return the height that they leave; below 0, what is too much."""
        ...


@dataclass(slots=True)
class Pages:
    """The pages of *document* that have so much *room*; without any, they hold everything."""

    document: Document
    room: Room | None = None
    _left: dict[frozenset[str], float] = field(default_factory=dict)
    cutter: Cutter = field(init=False)

    def __post_init__(self) -> None:
        self.cutter = Cutter(self.document)

    def hold(self, kept: frozenset[str]) -> bool:
        """Tell whether there is room for the units *kept*."""
        return self.left(kept) >= 0

    def left(self, kept: frozenset[str]) -> float:
        """Return the height that the units *kept* leave; below 0, what is too much."""
        if self.room is None:
            return inf
        if kept not in self._left:
            head = self.cutter.cut(self.document.head, kept)
            self._left[kept] = self.room.spare(head, *self.cutter.body_and_foot(kept))
        return self._left[kept]


def take(
    kept: frozenset[str], units: tuple[Unit, ...], fits: Callable[[frozenset[str]], bool]
) -> frozenset[str]:
    """Return *kept* with those of *units* that fit, taken in order: all at once where that fits, else
    one half after the other."""
    more = kept
    for unit in units:
        if unit.needs <= more:
            more |= {unit.key}
    if more == kept or fits(more):
        return more
    if len(units) == 1:
        return kept
    middle = len(units) // 2
    return take(take(kept, units[:middle], fits), units[middle:], fits)


def trim(document: Document, room: Room) -> tuple[Document, frozenset[str]]:
    """Return *document* cut to pages with so much *room*, and the keys of what was left out: by rank, and
    never what is required."""
    units, pages = units_of(document), Pages(document, room)
    required = frozenset(unit.key for unit in units if not unit.rank)
    kept = take(required, units, pages.hold)
    out = frozenset(unit.key for unit in units) - kept
    return keep(document, kept), out
