"""Laid-out boxes → the heights of blocks, for copyfitting.

Enters: the pages of a document that was set on one endless sheet, where nothing is parted by a page
break. Leaves: for every element with an id its extent, and the lines and other pieces inside it that
no page break parts. Lengths are in pt.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from pitstop_docs.writers.table_columns import width_of

PX_PER_PT = 96 / 72
LEAD_END = "lead-end"
NOTES = "pitstop-notes"  # the extent of what parts a page's footnotes from its text


@dataclass(frozen=True, slots=True)
class Piece:
    """What no page break parts: a line, a row, a picture. ``running`` when it grows with the text
    setting."""

    top: float
    bottom: float
    running: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """Where an element stands on the endless sheet. ``pieces`` are those of everything inside it;
    the first ``lead`` of them are its first sentence (0: all). ``whole`` when it is never broken;
    ``head`` is the height of a table's header where it goes on, its title included, ``notes`` that of the
    footnotes called inside; ``tail`` is its lower padding, border and margin, which the engine wants free
    below it; ``last`` is how much of its last line is taken, from 0 to 1; ``tied`` says that no page break
    comes after it. ``running`` is how much of its height are its own lines that grow with the text setting,
    ``sized`` that of those that grow with its size alone, ``lines`` how many they are; ``margin`` is what it
    wants free above it, ``width`` how wide it is, with what it wants free at its sides."""

    top: float
    bottom: float
    pieces: tuple[Piece, ...] = ()
    lead: int = 0
    whole: bool = False
    head: float = 0.0
    notes: float = 0.0
    tail: float = 0.0
    last: float = 1.0
    tied: bool = False
    running: float = 0.0
    sized: float = 0.0
    lines: int = 0
    margin: float = 0.0
    width: float = 0.0

    @property
    def height(self) -> float:
        """From its upper to its lower border edge."""
        return self.bottom - self.top


@dataclass(slots=True)
class _Draft:
    top: float
    bottom: float
    whole: bool
    tail: float
    margin: float
    width: float
    around: float
    tied: bool
    pieces: list[Piece] = field(default_factory=list)
    lead: int = 0
    head: float = 0.0
    notes: float = 0.0
    last: float = 1.0
    running: float = 0.0
    sized: float = 0.0
    lines: int = 0


@dataclass(slots=True)
class Measuring:
    """Reads extents off the boxes of pages; ``size`` in pt and ``leading`` are those of the text, which
    is running in ``shares`` of its size; ``root`` is the document's HTML element, ``edges`` are the upper and
    lower ones of elements that were asked for, ``floated`` elements that float."""

    size: float
    leading: float
    shares: Collection[float]
    root: Any
    edges: dict[Any, tuple[float, float]] = field(default_factory=dict)
    floated: set[Any] = field(default_factory=set)
    _asked: frozenset[Any] = frozenset()
    _drafts: dict[str, _Draft] = field(default_factory=dict)
    _offset: float = 0.0

    def read(self, pages: list[Any], asked: Iterable[Any] = ()) -> Mapping[str, Extent]:
        """Return the extents on *pages*, which are stood one below the other; those of the elements *asked*
        for are then known too."""
        self._asked = frozenset(asked)
        notes: list[Any] = []
        rule = 0.0
        for page in pages:
            box = page._page_box
            for child in box.children:
                if type(child).__name__ == "FootnoteAreaBox":
                    notes += child.children
                    rule = (child.margin_height() - child.height) / PX_PER_PT
                elif type(child).__name__ != "MarginBox":
                    self._read(child, ())
            self._offset += box.margin_height() / PX_PER_PT
        self._add_notes(notes)
        extents = {
            name: Extent(
                d.top,
                d.bottom,
                _merged(d.pieces),
                d.lead,
                d.whole,
                d.head,
                d.notes,
                d.tail,
                d.last,
                d.tied,
                d.running,
                d.sized,
                d.lines,
                d.margin,
                d.around,
            )
            for name, d in self._drafts.items()
        }
        return {**extents, NOTES: Extent(0.0, rule)}

    def _read(self, box: Any, open_: tuple[_Draft, ...]) -> None:
        box = getattr(box, "_box", box)
        kind = type(box).__name__
        if box.is_absolutely_positioned():
            return
        element = box.element if "::" not in (box.element_tag or "") else None
        name = element.get("id") if element is not None else None
        if box.is_floated():
            self.floated.add(element)
        if element in self._asked:
            self.edges.setdefault(element, self._edges(box))
        if kind == "LineBox":
            self._line(box, open_)
            return
        if name and name not in self._drafts and kind != "InlineBox":
            draft = self._drafts[name] = _Draft(
                *self._edges(box),
                _is_whole(box),
                _tail(box),
                _margin(box),
                box.width,
                box.margin_width() / PX_PER_PT,
                _is_tied(box),
            )
            open_ = (*open_, draft)
        if kind == "TableRowGroupBox" and box.is_header and open_:
            open_[-1].head = (box.height + _continued(box)) / PX_PER_PT
        if kind == "TableRowBox" or type(box).__name__.endswith("ReplacedBox") or _is_whole(box):
            self._add(Piece(*self._edges(box)), open_)
            # What is inside has places of its own, but is no piece of what is around.
            open_ = open_[-1:] if name else ()
            open_ = open_ if kind != "TableRowBox" else ()
        for child in getattr(box, "children", ()):
            self._read(child, open_)

    def _line(self, box: Any, open_: tuple[_Draft, ...]) -> None:
        top = self._offset + box.position_y / PX_PER_PT
        share = box.style["font_size"] / PX_PER_PT / self.size
        sized = any(abs(share - known) < 0.004 for known in self.shares)
        running = sized and box.style["line_height"] == self.leading
        self._add(Piece(top, top + box.height / PX_PER_PT, running), open_)
        if open_ and box.children:
            end = box.children[-1]
            taken = end.position_x + end.margin_width() - box.position_x
            open_[-1].last = min(taken / open_[-1].width, 1.0) if open_[-1].width else 1.0
        if open_ and sized:
            open_[-1].lines += 1
            open_[-1].running += box.height / PX_PER_PT if running else 0.0
            open_[-1].sized += 0.0 if running else box.height / PX_PER_PT
        if open_ and any(_is_lead_end(inner) for inner in _inside(box)):
            open_[-1].lead = len(open_[-1].pieces)

    @staticmethod
    def _add(piece: Piece, open_: tuple[_Draft, ...]) -> None:
        for draft in open_:
            draft.pieces.append(piece)

    def _edges(self, box: Any) -> tuple[float, float]:
        top = self._offset + box.border_box_y() / PX_PER_PT
        return top, top + box.border_height() / PX_PER_PT

    def _add_notes(self, notes: list[Any]) -> None:
        parents = {child: parent for parent in self.root.iter() for child in parent}
        for note in notes:
            holder = note.element
            while holder is not None and holder.get("id") not in self._drafts:
                holder = parents.get(holder)
            if holder is not None:
                self._drafts[holder.get("id")].notes += note.margin_height() / PX_PER_PT


def _tail(box: Any) -> float:
    margin = box.margin_bottom if box.margin_bottom != "auto" else 0
    return float(margin + box.padding_bottom + box.border_bottom_width) / PX_PER_PT


def _margin(box: Any) -> float:
    return 0.0 if box.margin_top == "auto" else float(box.margin_top) / PX_PER_PT


def _continued(header: Any) -> float:
    """Return about how high the row is that *header* begins with where its table goes on, in px."""
    row = getattr(header, "continued", None)
    if row is None:
        return 0.0
    style = row.children[0].style
    lines = ceil(width_of("".join(row.element.itertext())) * style["font_size"] / header.width)
    return float(lines * style["font_size"] * style["line_height"] + style["padding_bottom"].value)


def _is_whole(box: Any) -> bool:
    return bool(box.style["break_inside"] in ("avoid", "avoid-page"))


def _is_tied(box: Any) -> bool:
    return bool(box.style["break_after"] == "avoid")


def _is_lead_end(box: Any) -> bool:
    return box.element is not None and box.element.get("class") == LEAD_END


def _inside(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child
        yield from _inside(child)


def _merged(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return *pieces* from top to bottom, those beside each other as one."""
    out: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (p.top, p.bottom)):
        if out and piece.top < out[-1].bottom - 0.5:
            last = out.pop()
            piece = Piece(last.top, max(last.bottom, piece.bottom), last.running and piece.running)
        out.append(piece)
    return tuple(out)
