"""Rendered pages → a layout: how much of each page is filled, and what room is left.

Enters: the pages that the layout engine made. Leaves: a :class:`Layout`, with the foot at the end of
the last page. Lengths are in pt.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import weasyprint
from weasyprint.layout.background import layout_box_backgrounds

from pitstop_docs.tree.document import Document
from pitstop_docs.writers.pdf.bands import Band
from pitstop_docs.writers.pdf.extents import PX_PER_PT
from pitstop_docs.writers.pdf.html import TextSetting
from pitstop_docs.writers.pdf.notes import sort_notes

_FOOT = "pitstop-foot"
_COLOPHON = "colophon"
_SLACK = 1.0  # pt
EMPTY = 0.12  # of a page's height: no brief with enough text has a larger empty space
# pt, 15 mm: the columns of a strip end within three lines of each other. That much, readers take for the
# ends of texts of their own; more, for a hole in the page.
LEVEL = 15 * 72 / 25.4
FEATHER = 10.0  # pt by which neighbouring strips are set further apart, at most


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block begins: page from 1, top of its border edge from that of the sheet, and height. A
    block that goes on over further pages has one place on each."""

    page: int
    top: float
    height: float


@dataclass(frozen=True, slots=True)
class Ends:
    """Where the columns of a strip end: the page, from 1, on which the longer one does, and by how much
    the first is ``over`` the second (below 0: by how much it is shorter)."""

    page: int
    over: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A laid-out document: ``places`` gives those of every block by its id, ``fills`` how far down
    each page is filled, ``height`` how high a page's content may be, ``gap`` the largest empty height
    on the last page in the wide column and above the foot; ``foot_gap`` what is free between the foot
    and the text before it, where the last page holds nothing but the foot; ``pushed`` by how much the
    first columns are too long for the page on which they begin, or would, if they left it empty; ``ends`` are
    those of its strips of two columns."""

    document: Document
    setting: TextSetting
    rendered: weasyprint.Document
    root: Any
    height: float
    places: Mapping[str, tuple[Place, ...]]
    fills: tuple[float, ...]
    gap: float
    foot_gap: float | None
    pushed: float = 0.0
    ends: tuple[Ends, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return len(self.fills)

    @property
    def uneven(self) -> float:
        """By how much the columns of a strip end apart, at most."""
        return max((abs(end.over) for end in self.ends), default=0.0)

    def wastes(self, budget: int) -> bool:
        """Tell whether it leaves more of *budget* pages empty than readers take for an end."""
        return self.pages < budget or is_wasted(self.gap, self.height)

    @property
    def last(self) -> float:
        """How full the last page is, as a share of its height."""
        return self.fills[-1] / self.height

    def spare(self, budget: int) -> float:
        """Return what height is left when *budget* pages may be filled; below 0, what is too much."""
        spare = (budget - self.pages + 1) * self.height - self.fills[-1]
        if self.pages <= budget:
            return spare
        if self.foot_gap is not None:  # what is too much is only what pushed it there
            spare += self.height - self.fills[-2] - self.foot_gap
        return min(spare, -_SLACK)


def lay_down(
    document: Document,
    setting: TextSetting,
    rendered: weasyprint.Document,
    root: Any,
    strips: list[Band],
) -> Layout:
    """Return the layout of *document* whose pages are *rendered*, its body in *strips*; its foot goes
    to the end of the last page."""
    pages = rendered.pages
    for page in pages:
        sort_notes(page)
    last = pages[-1]._page_box
    height = last.height / PX_PER_PT
    fills = [_filled(page._page_box) for page in pages]
    if document.cover and _COLOPHON in pages[0].anchors:
        pages[0] = _settle(pages[0], _COLOPHON)
    if not any(_FOOT in page.anchors for page in pages[:-1]):
        pages[-1] = _settle(pages[-1], _FOOT, feather=not document.cover)
    apart = [*fills]
    for number, fill in enumerate(fills[:-1] if not document.cover else ()):
        if is_wasted(free := height - fill, height):
            pages[number], moved = _set_apart(pages[number], free * PX_PER_PT)
            apart[number] += moved / PX_PER_PT
    places = _places(pages)
    top = last.content_box_y() / PX_PER_PT
    end = [(_bottom(last) + top, 0.0)]
    wide = [_FOOT, *(b.id for strip in strips for b in (*strip.main, *strip.wide))]
    taken = [(p.top, p.height) for id in wide for p in places.get(id, ()) if p.page == len(pages)]
    start = top if len(pages) > 1 else min((place for place, _height in taken), default=top)
    gap = _largest_gap(start, [*taken, *end])
    feet = places.get(_FOOT, ())
    alone = len(pages) > 1 and any(
        foot.page == len(pages) and foot.height + _SLACK > fills[-1] for foot in feet
    )
    foot_gap = _foot_gap(pages) if alone else None
    pushed = _pushed(strips, places, fills, top, height, opening=1 + document.cover)
    ends = tuple(_ends(strip, places, height) for strip in strips if strip.position)
    return Layout(
        document, setting, rendered, root, height, places, tuple(apart), gap, foot_gap, pushed, ends
    )


def is_wasted(height: float, page: float) -> bool:
    """Return whether an empty *height* of a *page*'s is more than what readers take for an end."""
    return height > EMPTY * page


def _ends(strip: Band, places: Mapping[str, tuple[Place, ...]], height: float) -> Ends:
    """Return where the columns of *strip* end, on pages of so much *height* each."""
    last = [places[column[-1].id][-1] for column in (strip.main, strip.side)]
    first, second = (end.page * height + end.top + end.height for end in last)
    return Ends(max(end.page for end in last), first - second)


def _pushed(
    strips: list[Band],
    places: Mapping[str, tuple[Place, ...]],
    fills: list[float],
    top: float,
    height: float,
    opening: int,
) -> float:
    """Return by how much the first columns are too long for the page after which they begin, if
    they left much of it empty, or for the *opening* one, where they go over: pages before it are covers.
    Text begins at *top*."""
    for strip in strips:
        if strip.position != 1:
            continue
        columns = [[places[block.id] for block in column] for column in (strip.main, strip.side)]
        page = columns[0][0][0].page
        if page <= opening:
            return max(_gone_over(column, page, top, height) for column in columns)
        if not is_wasted(room := height - fills[page - 2], height):
            return 0.0
        tops = min(column[0][0].top for column in columns)
        longest = max(
            (column[-1][-1].page - page) * height + column[-1][-1].top + column[-1][-1].height
            for column in columns
        )
        return max(longest - tops - room, _SLACK)
    return 0.0


def _gone_over(column: list[tuple[Place, ...]], page: int, top: float, height: float) -> float:
    """Return by how much *column* is too long for the *page* where it begins, if its end is on a later one."""
    pieces = [piece for places in column for piece in places]
    over = sum(piece.height for piece in pieces if piece.page > page)
    here = max((p.top + p.height - top for p in pieces if p.page == page), default=height)
    return max(over - (height - here), _SLACK) if over else 0.0


def _foot_gap(pages: list[weasyprint.Page]) -> float:
    """Return the gap above the foot on a page with other text: the larger of the margins that meet
    there. At the top of a page it has none."""
    boxes = [page._page_box for page in pages]
    foot = next(box for page in boxes for box in page.descendants() if _id(box) == _FOOT)
    own = foot.style["margin_top"]  # the used one is none where a page begins with it
    margins = [strip.margin_bottom for page in boxes for strip in _strips(page)][-1:]
    if getattr(own, "unit", None) == "px":
        margins.append(own.value)
    return float(max(margins, default=0.0)) / PX_PER_PT


def _places(pages: list[weasyprint.Page]) -> dict[str, tuple[Place, ...]]:
    found: dict[str, tuple[Place, ...]] = {}
    for number, page in enumerate(pages, start=1):
        for name, anchor in page.anchors.items():
            top, bottom = anchor[1] / PX_PER_PT, anchor[3] / PX_PER_PT
            found[name] = (*found.get(name, ()), Place(number, top, bottom - top))
    return found


def _filled(page: Any) -> float:
    """Return how much of *page*'s height is taken, its footnotes included."""
    notes = page.height / PX_PER_PT - _bottom(page)
    bottom = max((_bottom_of(box) for box in _leaves(page)), default=page.content_box_y())
    return float(notes + (bottom - page.content_box_y()) / PX_PER_PT)


def _leaves(page: Any) -> Iterator[Any]:
    """Yield the lines, rows and pictures of *page*, but for margins and footnotes."""
    pending = [c for c in page.children if type(c).__name__ not in ("MarginBox", "FootnoteAreaBox")]
    while pending:
        box = pending.pop()
        box = getattr(box, "_box", box)
        if _id(box) == _FOOT or type(box).__name__.endswith(("LineBox", "RowBox", "ReplacedBox")):
            yield box
        else:
            if _is_drawn(box):
                yield box
            pending.extend(getattr(box, "children", ()))


def _is_drawn(box: Any) -> bool:
    """Tell whether *box* has a ground or a border of its own, whose padding counts."""
    style = box.style
    return bool(style["background_color"].alpha or style["border_bottom_width"])


def _bottom_of(box: Any) -> float:
    if type(box).__name__ == "LineBox":
        return float(box.position_y + box.height)
    return float(box.border_box_y() + box.border_height())


def _bottom(page: Any) -> float:
    """Return where text must end on *page*: above its footnotes."""
    notes = [part for part in page.children if type(part).__name__ == "FootnoteAreaBox"]
    bottom = min([page.content_box_y() + page.height, *(note.position_y for note in notes)])
    return float(bottom - page.content_box_y()) / PX_PER_PT


def _largest_gap(start: float, taken: list[tuple[float, float]]) -> float:
    gap, end = 0.0, start
    for top, height in sorted(taken):
        gap = max(gap, top - end)
        end = max(end, top + height)
    return gap


def _settle(page: weasyprint.Page, id: str, *, feather: bool = False) -> weasyprint.Page:
    """Move the block *id* down to the end of *page*, if all of it stands there; to *feather* is to
    share what room is left among the strips above it.

    All is laid out in the flow, so that the foot never covers text and goes on to a new page when
    it is long; only then is it moved by what is left of the page above the footnotes.
    """
    box = page._page_box
    foot = next((part for part in box.descendants() if _id(part) == id), None)
    if foot is None:
        return page
    bottom = _bottom(box) * PX_PER_PT + box.content_box_y()
    spare = bottom - (foot.position_y + foot.margin_height())
    if spare <= 0:
        return page
    if feather:
        _set_apart(page, spare)
    _move(foot, spare, box)
    return weasyprint.Page(box)


def _set_apart(page: weasyprint.Page, spare: float) -> tuple[weasyprint.Page, float]:
    """Share the room that is left on *page*, *spare*, among its strips; return it, and how far the last of them
    is moved."""
    box = page._page_box
    strips = list(_strips(box))
    share = min(spare / max(len(strips), 1), FEATHER * PX_PER_PT)
    for count, strip in enumerate(strips):
        _move(strip, count * share, box)
    return weasyprint.Page(box), share * max(len(strips) - 1, 0)


def _move(box: Any, height: float, page: Any) -> None:
    """Move *box* down; grounds are not a part of it for the engine, and are laid anew."""
    box.translate(0, height)
    layout_box_backgrounds(page, box, lambda **_image: None)


def _strips(page: Any) -> Iterator[Any]:
    """Yield what stands one below the other on *page*, but for its foot: title, boxes, bands."""
    pending = list(page.children)
    while pending:
        box = pending.pop(0)
        tag = box.element_tag if box.element is not None else ""
        if tag in ("header", "div"):
            yield box
        elif tag in ("html", "body", "main"):
            pending[:0] = getattr(box, "children", ())


def _id(box: Any) -> str | None:
    return None if box.element is None or "::" in box.element_tag else box.element.get("id")
