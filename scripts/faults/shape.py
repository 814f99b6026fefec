"""Faults of pages: tables, callouts, columns, pages that are missing or empty.

Enters: a :class:`Brief`. Leaves: what is wrong, as :class:`Hit`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from scripts.faults.reading import FOOT, HEAD, HEADINGS, MM, Box, Element, Page, Paper, around

APART = 15 * MM  # columns of a band may end so far from each other
FULL = 0.4  # of the last page of a dossier
_BLOCKS = (*HEADINGS, "P", "Caption", "Table", "Figure", "LI", "BlockQuote")
_CONTINUED = re.compile(r"\((segue|continua)\)", re.IGNORECASE)


@dataclass(frozen=True)
class Brief:
    """A finished brief: ``most`` pages are what its edition has, exactly unless ``up_to``."""

    edition: str
    source: str
    paper: Paper
    most: int
    up_to: bool

    @property
    def pages(self) -> list[Page]:
        """Its pages."""
        return self.paper.pages


@dataclass(frozen=True)
class Hit:
    """A fault, on a page (from 1; 0 is the whole file), and what is seen there."""

    page: int
    seen: str


@dataclass(slots=True)
class _Block:
    """What an element draws on one page; ``sect`` is the section in which it stands."""

    element: Element
    page: int
    box: Box
    sect: Element | None


def headless_tables(brief: Brief) -> Iterator[Hit]:
    """A page begins with rows of a table, and its header or its title stands on a page before."""
    for table in brief.paper.tree.all("Table"):
        header = _letters(cell.text for cell in table.all("TH") if cell.above("THead"))
        title = _letters([_title_of(table)])
        rows = [row for row in table.all("TR") if not row.above("THead")]
        for page in table.pages():
            here = [(row, box) for row in rows if (box := row.box(page))]
            if not here or _stands_below(table, here[0][1], brief, page):
                continue
            lines = brief.pages[page - 1].lines()
            above = [line.text for line in lines if line.box.bottom <= here[0][1].top + 2]
            drawn = _letters(above)
            continued = bool(_CONTINUED.search(" ".join(above)))
            lacks = [] if header <= drawn else ["testata"]
            lacks += [] if continued or (title and title <= drawn - header) else ["titolo"]
            if lacks:
                yield Hit(page, f"senza {' e '.join(lacks)}: «{here[0][0].text[:60]}»")


def _stands_below(table: Element, row: Box, brief: Brief, page: int) -> bool:
    """Whether something else of the brief than the table's own head stands above *row*."""
    return any(
        block.box.bottom <= row.top + 2 and not block.box.is_beside(row)
        for block in _blocks(brief.paper.tree, page)
        if block.element is not table and block.element.tag not in (*HEADINGS, "Caption")
    )


def _letters(texts: Iterable[str]) -> Counter[str]:
    """Return the letters of *texts*, in any order: cells share lines, and words break."""
    return Counter(letter for text in texts for letter in text if letter.isalnum())


def _title_of(table: Element) -> str:
    """Return its caption, or else the heading under which it stands."""
    for caption in table.all("Caption"):
        return caption.text
    sect = table.above("Sect")
    heading = next(sect.all(*HEADINGS), None) if sect else None
    return heading.text if heading else ""


def lonely_callouts(brief: Brief) -> Iterator[Hit]:
    """A page begins with a tinted remark, which belongs to what stands on the page before."""
    for page in brief.pages[1:]:
        blocks = [
            b for b in _blocks(brief.paper.tree, page.number) if b.box.top < page.height - FOOT
        ]
        if not blocks:
            continue
        first = min(blocks, key=lambda block: block.box.top)
        ground = [fill for fill in page.fills if fill.holds(first.box, 3)]
        if not ground or first.element.above("Table"):
            continue
        inside = [b for b in blocks if any(fill.holds(b.box, 3) for fill in ground)]
        heading = next((b for b in inside if b.element.tag in HEADINGS), None)
        texts = [b for b in inside if b.element.tag not in HEADINGS]
        runs_in = heading is not None and any(
            text.box.top < heading.box.bottom - 2 for text in texts
        )
        if (heading is None or runs_in) and len(inside) < len(blocks):
            yield Hit(page.number, " ".join(b.element.text for b in inside)[:70])


def uneven_columns(brief: Brief) -> Iterator[Hit]:
    """Columns that stand side by side end more than 15 mm from each other."""
    if brief.up_to:
        return
    for page in brief.pages:
        for left, right, last in _bands(_blocks(brief.paper.tree, page.number), page):
            more = _of(left).bottom - _of(right).bottom
            if abs(more) > APART:
                side = "sinistra" if more > 0 else "destra"
                yield Hit(
                    page.number,
                    f"{side} {abs(more) / MM:.0f} mm più lunga; a sinistra finisce «{last.element.text[-40:]}»",
                )


def missing_pages(brief: Brief) -> Iterator[Hit]:
    """A fixed brief has fewer pages than its edition."""
    if not brief.up_to and len(brief.pages) < brief.most:
        yield Hit(0, f"{len(brief.pages)} pagine su {brief.most}")


def empty_last_pages(brief: Brief) -> Iterator[Hit]:
    """The last page of a brief of any length is less than 40 % full: so much of its height, down to what is
    pinned to its foot, does the text reach."""
    if not brief.up_to:
        return
    page = brief.pages[-1]
    end, gap, full = HEAD, 0.0, 1.0
    for line in sorted(page.lines(), key=lambda line: line.box.top):
        if line.box.top - end > gap:
            gap, full = line.box.top - end, (end - HEAD) / (line.box.top - HEAD)
        end = max(end, line.box.bottom)
    bottom = page.height - FOOT
    if bottom - end > gap:
        full = (end - HEAD) / (bottom - HEAD)
    if full < FULL:
        yield Hit(page.number, f"piena al {full:.0%}")


def _blocks(tree: Element, page: int) -> list[_Block]:
    """Return what stands on *page*, in reading order, between running head and foot; notes stand apart.
    Items that stand side by side, and tables, are one block; a paragraph in two columns is two."""
    found: list[_Block] = []
    _gather(tree, page, found)
    return [block for block in found if block.box.bottom > HEAD]


def _gather(element: Element, page: int, found: list[_Block]) -> None:
    for kid in element.kids:
        if not isinstance(kid, Element) or kid.tag == "Note":
            continue
        if kid.tag in _BLOCKS or (kid.tag == "L" and _is_grid(kid, page)):
            for box in _fragments(kid, page):
                found.append(_Block(kid, page, box, kid.above("Sect")))
        else:
            _gather(kid, page, found)


def _is_grid(items: Element, page: int) -> bool:
    tops = [box.top for item in items.all("LI") if (box := item.box(page))]
    return len(tops) > 1 and abs(tops[0] - tops[1]) < 4


def _fragments(element: Element, page: int) -> list[Box]:
    """Return the boxes of an element on *page*: one, or one for each column in which its lines stand."""
    if element.tag in ("P", "LI"):
        parts: list[Box] = []
        for line in (line for line in element.lines() if line.page == page):
            if parts and not (parts[-1].is_beside(line.box) and line.box.top < parts[-1].top):
                parts[-1] = parts[-1].with_(line.box)
            else:
                parts.append(line.box)
        return parts
    box = element.box(page)
    return [box] if box else []


def _bands(blocks: list[_Block], page: Page) -> Iterator[tuple[list[Box], list[Box], _Block]]:
    """Yield neighbouring columns of a page, and the last block of the left one.

    In reading order a column goes down; the next begins beside it and higher up. It reaches as far as blocks
    stand beside it, backward and forward."""
    blocks = _with_headings(blocks)
    for at in range(1, len(blocks)):
        last, first = blocks[at - 1].box, blocks[at].box
        if not (last.x1 <= first.x0 + 1 and first.top < last.bottom - 2):
            continue
        left = _beside(first, reversed(blocks[:at]))
        right = _beside(_of([block.box for block in left]), blocks[at:])
        yield [_grown(b.box, page) for b in left], [_grown(b.box, page) for b in right], left[0]


def _of(boxes: list[Box]) -> Box:
    whole = around(boxes)
    assert whole is not None
    return whole


def _beside(box: Box, blocks: Iterable[_Block]) -> list[_Block]:
    return list(takewhile(lambda block: block.box.is_beside(box), blocks))


def _grown(box: Box, page: Page) -> Box:
    """Return *box* with the tinted ground on which it stands."""
    for fill in page.fills:
        if fill.holds(box) and fill.bottom - fill.top < page.height / 2:
            return fill
    return box


def _with_headings(blocks: list[_Block]) -> list[_Block]:
    """Return *blocks*, each heading as wide as what follows it: it stands in the same column."""
    wide = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if (
            following and block.element.tag in HEADINGS
            and following.box.top > block.box.top - 2 and not following.box.is_beside(block.box)
        ):  # fmt: skip
            own = block.box
            wider = Box(following.box.x0, own.top, following.box.x1, own.bottom).with_(own)
            block = _Block(block.element, block.page, wider, block.sect)
        wide.append(block)
    return wide
