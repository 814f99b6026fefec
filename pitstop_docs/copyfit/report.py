"""How a brief was cut, for people and machines: pages, setting, what was kept and what left out.

Enters: a fitted Document with the one that it was cut from. Leaves: a
:class:`~pitstop_docs.tree.cut.Cut`."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pitstop_docs.copyfit import Fitted
from pitstop_docs.tree.cut import Cut, Passage, Why
from pitstop_docs.tree.document import Block, Callout, Contents, Document, Section
from pitstop_docs.tree.walk import plain
from pitstop_docs.writers.pdf import LEVEL
from pitstop_docs.writers.pdf.grid import PT_PER_MM


def cut_of(
    fitted: Fitted, whole: Document, trimmed: Mapping[str, frozenset[str]] = MappingProxyType({})
) -> Cut:
    """Return how *whole* became *fitted*; *trimmed* are the units that letterheads have no room for."""
    layout = fitted.layout
    titles = dict(_titles((*whole.head, *whole.body, *whole.foot)))
    passages = tuple(
        Passage(
            titles.get(unit.part, ""),
            str(unit.location or ""),
            unit.text,
            unit.rank,
            _why(unit.key in fitted.kept, unit.needs <= fitted.kept),
            tuple(id for id in sorted(trimmed) if unit.key in trimmed[id]),
        )
        for unit in sorted(fitted.units, key=lambda unit: unit.order)
    )
    return Cut(
        whole.id,
        whole.title,
        whole.pages,
        tuple(round(fill / layout.height, 3) for fill in layout.fills),
        layout.setting.size,
        layout.setting.leading,
        fitted.layouts,
        passages,
        tuple(
            (end.page, round(end.over / PT_PER_MM))
            for end in layout.ends
            if abs(end.over) > LEVEL and not whole.up_to
        ),
    )


def _why(kept: bool, held: bool) -> Why:
    if kept:
        return ""
    return "no-room" if held else "needs"


def _titles(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Section | Callout | Contents):
            yield block.id, plain(block.title)
