"""A finished PDF as its reader sees it: elements of the tag tree, each with its lines and its place.

Enters: a PDF's bytes. Leaves: a :class:`Paper`: pages, and the tree whose elements know what they draw where.
Lengths are in pt, from the top left corner of the page.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
import pikepdf

MM = 72 / 25.4
# Above and below these only running heads and feet stand.
HEAD, FOOT = 40.0, 56.0
HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
_LIGHT = 0.84  # luminance
_RAISED = 0.8  # of a line's size: what is smaller is a note's number
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    def with_(self, other: "Box") -> "Box":
        """Return the smallest rectangle around both."""
        return Box(
            min(self.x0, other.x0), min(self.top, other.top),
            max(self.x1, other.x1), max(self.bottom, other.bottom),
        )  # fmt: skip

    def holds(self, other: "Box", slack: float = 1.0) -> bool:
        """Whether *other* lies inside."""
        return (
            self.x0 - slack <= other.x0 and other.x1 <= self.x1 + slack
            and self.top - slack <= other.top and other.bottom <= self.bottom + slack
        )  # fmt: skip

    def is_beside(self, other: "Box") -> bool:
        """Whether the two share no vertical line."""
        return self.x1 <= other.x0 + 1 or other.x1 <= self.x0 + 1


@dataclass(slots=True)
class Line:
    """A line of text as it is drawn, without the numbers of notes above it."""

    text: str
    page: int
    box: Box
    size: float


@dataclass(slots=True)
class Piece:
    """Marked content: what one element draws on one page, at one go."""

    page: int
    chars: list[Any]
    boxes: list[Box]
    has_picture: bool


@dataclass(slots=True)
class Element:
    """A structure element; kids are elements and pieces, in reading order."""

    tag: str
    alt: str = ""
    parent: "Element | None" = None
    kids: "list[Element | Piece]" = field(default_factory=list)

    def elements(self) -> "Iterator[Element]":
        """Yield the elements below, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield kid
                yield from kid.elements()

    def all(self, *tags: str) -> "Iterator[Element]":
        """Yield those below that have one of *tags*."""
        return (each for each in self.elements() if each.tag in tags)

    def above(self, *tags: str) -> "Element | None":
        """Return the nearest element above that has one of *tags*."""
        at = self.parent
        while at is not None and at.tag not in tags:
            at = at.parent
        return at

    def pieces(self, without: tuple[str, ...] = ("Note",)) -> Iterator[Piece]:
        """Yield what it draws, without elements of the tags *without* inside it."""
        for kid in self.kids:
            if isinstance(kid, Piece):
                yield kid
            elif kid.tag not in without:
                yield from kid.pieces(without)

    def lines(self) -> list[Line]:
        """Return its lines, in reading order; notes stand elsewhere."""
        return lines_of([char for piece in self.pieces() for char in piece.chars])

    def box(self, page: int) -> Box | None:
        """Return what it covers of *page*."""
        found = [box for piece in self.pieces() if piece.page == page for box in piece.boxes]
        return around(found)

    def pages(self) -> list[int]:
        """Return the pages on which it draws."""
        return sorted({piece.page for piece in self.pieces() if piece.boxes})

    @property
    def text(self) -> str:
        """Its words, as they are drawn."""
        return " ".join(line.text for line in self.lines())


@dataclass(slots=True)
class Page:
    """One page: all its letters, and the boxes that are filled behind them."""

    number: int
    width: float
    height: float
    chars: list[Any]
    fills: list[Box]

    def lines(self) -> list[Line]:
        """Return all lines between the running head and foot, artifacts too, from the top."""
        inside = [c for c in self.chars if c["top"] > HEAD and c["bottom"] < self.height - FOOT]
        return lines_of(sorted(inside, key=lambda char: (round(_base(char)), char["x0"])))


@dataclass(slots=True)
class Paper:
    """A whole file."""

    pages: list[Page]
    tree: Element


def read_paper(pdf: bytes) -> Paper:
    """Read *pdf*; raise ``ValueError`` when it is not tagged."""
    pages = []
    drawn: dict[tuple[int, int], Piece] = defaultdict(lambda: Piece(0, [], [], False))
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            number = page.page_number
            for char in page.chars:
                char["page"] = number
            for thing in (*page.chars, *page.rects, *page.curves, *page.lines, *page.images):
                if thing["mcid"] is None or thing["tag"] == "Artifact":
                    continue
                piece = drawn[number, thing["mcid"]]
                piece.page = number
                if thing["object_type"] != "char":
                    piece.has_picture |= thing["object_type"] == "image"
                else:
                    piece.chars.append(thing)
                if thing["object_type"] != "char" or thing["text"].strip():
                    piece.boxes.append(_box(thing))
            pages.append(
                Page(number, float(page.width), float(page.height), page.chars, _fills(page))
            )
    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root.get("/StructTreeRoot")
        if root is None:
            raise ValueError("the PDF is not tagged")
        numbers = {page.objgen: number for number, page in enumerate(file.pages, start=1)}
        tree = Element("Root")
        _read(root, tree, numbers, None, drawn)
    return Paper(pages, tree)


def lines_of(chars: list[Any]) -> list[Line]:
    """Return *chars*, in reading order, as lines: a new one begins where the pen goes back or far away."""
    rows: list[list[Any]] = []
    for char in chars:
        last = rows[-1][-1] if rows else None
        if last is None or _goes_on(last, char):
            rows[-1].append(char) if rows else rows.append([char])
        else:
            rows.append([char])
    lines = []
    for row in rows:
        size = max(char["size"] for char in row)
        text = "".join(_spaced([char for char in row if char["size"] > _RAISED * size]))
        text = _SPACE.sub(" ", text).strip()
        box = around([_box(char) for char in row if char["text"].strip()])
        if text and box is not None:
            lines.append(Line(text, row[0]["page"], box, size))
    return lines


def _spaced(row: list[Any]) -> Iterator[str]:
    """Yield the letters of a line; a space may be no letter, but a gap."""
    for last, char in zip([None, *row], row, strict=False):
        if last and char["x0"] - last["x1"] > 0.12 * char["size"]:
            yield " "
        yield char["text"]


def around(boxes: list[Box]) -> Box | None:
    """Return the smallest rectangle around all *boxes*."""
    if not boxes:
        return None
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.with_(box)
    return whole


def _goes_on(last: Any, char: Any) -> bool:
    size = max(last["size"], char["size"])
    return bool(
        char["page"] == last["page"]
        and abs(_base(char) - _base(last)) < 0.7 * size
        and char["x0"] > last["x0"] - 0.3 * size
        and char["x0"] < last["x1"] + 6 * size
    )


def _base(char: Any) -> float:
    """Return where the baseline stands, from the top."""
    return float(char["bottom"] + char["top"]) / 2 + 0.3 * float(char["size"])


def _box(thing: Any) -> Box:
    return Box(float(thing["x0"]), float(thing["top"]), float(thing["x1"]), float(thing["bottom"]))


def _fills(page: Any) -> list[Box]:
    """Return the grounds that are tinted: light, not white. Borders are drawn as rectangles too, clipped,
    in a darker colour."""
    return [
        _box(rect)
        for rect in page.rects
        if rect["fill"] and rect["height"] > 12 and rect["width"] > 100
        and _LIGHT < _luminance(rect["non_stroking_color"]) < 1
    ]  # fmt: skip


def _luminance(colour: Any) -> float:
    parts = [float(part) for part in colour] if isinstance(colour, list | tuple) else []
    if len(parts) == 3:
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return parts[0] if len(parts) == 1 else 0.0


def _read(
    kid: Any, parent: Element, numbers: dict[Any, int], page: int | None,
    drawn: dict[tuple[int, int], Piece],
) -> None:  # fmt: skip
    """Read what is under *kid* into *parent*."""
    if isinstance(kid, int):
        if page is not None and (page, kid) in drawn:
            parent.kids.append(drawn[page, kid])
        return
    kids = kid.get("/K", pikepdf.Array())
    page = numbers[kid.Pg.objgen] if "/Pg" in kid else page
    if kid.get("/Type") == "/MCR":
        return _read(int(kid.MCID), parent, numbers, page, drawn)
    if kid.get("/Type") == "/OBJR":
        return None
    element = parent
    if "/S" in kid:
        element = Element(str(kid.S).lstrip("/"), str(kid.get("/Alt", "")), parent)
        parent.kids.append(element)
    for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
        _read(each, element, numbers, page, drawn)
    return None
