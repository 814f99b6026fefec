"""How the pages of a finished PDF begin: read from the file alone, by its tags and its letters.

Enters: the bytes of a PDF. Leaves: the tables that go on over a page without saying which they are, and
the headings that begin a page.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from tests.pdf_outline import SOFT_HYPHEN, WORD_JOINER, Drawn, Element, read_tree
from tests.pdf_seen import Seen, pages_seen

_HEADINGS = ("H1", "H2", "H3", "H4")
_MARGIN = 40.0  # pt above which only running heads stand
_LEAST = 2  # rows of a table on either side of a break
_TALL = 3  # lines of a row that is no orphan


def poor_breaks(pdf: bytes, continued: str, *, tall: bool = False) -> list[str]:
    """Return what is poor where tables go on over a page: the title is not said there again, with the word
    *continued*, or the names of the columns, or a row stands alone; *tall* ones may."""
    tables = [(title, t) for title, t in _tables(read_tree(pdf), "") if len(_pages(t)) > 1]
    poor: list[str] = []
    for title, table in tables:
        body = chain.from_iterable(_inside(part, "TR") for part in _inside(table, "TBody"))
        rows = list(body)
        for page in _pages(table)[1:]:
            top = min(piece.top for piece in _drawn(table) if piece.page == page)
            above = _repeated(pages_seen(pdf)[page - 1], top)
            names = [_text(name) for name in _inside(table, "TH", scope="Column")]
            wanted = (_close([title, continued]), *map(_close, names))
            poor += [f"{title}, page {page}: no {w!r}" for w in wanted if w not in above]
        for page in _pages(table):
            here = [row for row in rows if page in _pages(row)]
            if len(here) < _LEAST and not (tall and all(map(_is_tall, here))):
                poor.append(f"{title}, page {page}: a row alone")
    return poor


def _is_tall(row: Element) -> bool:
    """Tell whether *row* has three lines or more."""
    cells = chain(_inside(row, "TH"), _inside(row, "TD"))
    return any(len({round(piece.top) for piece in _drawn(cell)}) >= _TALL for cell in cells)


def opening_headings(pdf: bytes) -> list[str]:
    """Return the headings above which nothing stands in their column, on all pages but the first."""
    tree = read_tree(pdf)
    by_page: dict[int, list[Drawn]] = defaultdict(list)
    for piece in _drawn(tree):
        by_page[piece.page].append(piece)
    found: list[str] = []
    for heading in chain.from_iterable(_inside(tree, level) for level in _HEADINGS):
        first = next(_drawn(heading), None)
        if first is None or first.page == 1:
            continue
        right = max(p.right for p in _drawn(heading))
        if not any(
            piece.top < first.top - 1 and piece.left < right and piece.right > first.left
            for piece in by_page[first.page]
        ):
            found.append(_text(heading))
    return found


def _tables(element: Element, title: str) -> Iterator[tuple[str, Element]]:
    """Yield the tables inside *element*, each with its caption, or the heading that it stands under."""
    for kid in element.kids:
        if not isinstance(kid, Element):
            continue
        if kid.tag in _HEADINGS:
            title = _text(kid)
        if kid.tag == "Table":
            yield next(map(_text, _inside(kid, "Caption")), title), kid
        else:
            yield from _tables(kid, title)


def _inside(element: Element, tag: str, scope: str = "") -> Iterator[Element]:
    for kid in element.kids:
        if isinstance(kid, Element):
            if kid.tag == tag and scope in ("", kid.scope):
                yield kid
            yield from _inside(kid, tag, scope)


def _text(element: Element) -> str:
    return " ".join(piece.text.strip() for piece in _drawn(element))


def _drawn(element: Element) -> Iterator[Drawn]:
    """Yield the words of *element* as they were drawn, but for its footnotes and their calls."""
    for kid in element.kids:
        if isinstance(kid, Drawn):
            if kid.text.strip():
                yield kid
        elif kid.tag not in ("Note", "Reference"):
            yield from _drawn(kid)


def _pages(element: Element) -> list[int]:
    return sorted({piece.page for piece in _drawn(element)})


def _repeated(page: Seen, top: float) -> str:
    """Return what is seen but not read on *page* above *top*."""
    return _close(
        char["text"]
        for char in page.chars
        if char["tag"] == "Artifact" and _MARGIN < char["top"] < top
    )


def _close(words: Iterable[str]) -> str:
    """Return *words* without spaces, hyphens of line ends, and stops, which the look sets after numbers."""
    return re.sub(rf"[\s.{SOFT_HYPHEN}{WORD_JOINER}]", "", "".join(words))
