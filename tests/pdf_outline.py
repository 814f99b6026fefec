"""What a screen reader hears of a PDF: the structure tree as an outline, and its words in order.

``python tests/pdf_outline.py FILE`` prints both. The words follow the tree, never the page, so page
what the page adds (artifacts) is absent; a hyphen that a line end added is undone by the tree's ActualText.
"""

import ctypes
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from tests.pdf_opened import pages_of
from tests.pdf_seen import LINE_END

# Structure types that continue the line they stand in; all others begin and end a word.
INLINE = {"Span", "Link", "Reference"}
SOFT_HYPHEN = "\u00ad"
WORD_JOINER = "\u2060"


@dataclass
class Drawn:
    """A piece of marked text: where its line stands, begins and ends, in pt, and its font."""

    text: str
    page: int
    top: float
    left: float
    right: float
    font: str = ""

    def is_below(self, last: "Drawn") -> bool:
        """Tell whether it begins a line after that of the *last* one."""
        beside = self.page == last.page and self.left >= last.right - 0.5
        return not beside or self.top < last.top - 12


@dataclass
class Element:
    """A structure element: kids are elements or drawn pieces of text, in order."""

    tag: str
    kids: "list[Element | Drawn]" = field(default_factory=list)
    alt: str = ""
    scope: str = ""
    numbering: str = ""


@lru_cache(maxsize=2)
def read_tree(pdf: bytes) -> Element:
    """Return the structure tree of *pdf*, which nobody changes; raises ``ValueError`` when it has none."""
    drawn = _drawn(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as file:
        root = file.Root.get("/StructTreeRoot")
        if root is None:
            raise ValueError("the PDF is not tagged")
        pages = {page.objgen: number for number, page in enumerate(file.pages, start=1)}
        kids = [_read(kid, pages, None, drawn) for kid in _array(root.K)]
    return Element("Root", [kid for kid in kids if kid is not None])


def outline(pdf: bytes) -> str:
    """Return the tree as indented lines: tag, scope or numbering, alternative text, first words."""
    lines: list[str] = []
    for kid in read_tree(pdf).kids:
        _print(kid, 0, lines)
    return "\n".join(lines) + "\n"


def words(pdf: bytes) -> list[str]:
    """Return all words in the order of the tree.

    A figure yields its alternative text instead of its letters. A footnote stands after the word
    that calls it. Numbers of lists and notes and page numbers in the contents do not count, since
    Word makes its own; numbers of sections and of cited sources do.
    """
    return words_of(read_tree(pdf))


def words_of(tree: Element) -> list[str]:
    """Return all words of a tree that was read."""
    return _Speech().of(tree).split()


def lonely_headings(tree: Element) -> list[str]:
    """Return the headings after which the page ends: what they announce is on the next one."""
    lonely: list[str] = []
    heading: list[Drawn] = []

    def visit(element: Element, within: list[Drawn] | None) -> None:
        if element.tag in ("H1", "H2", "H3", "H4"):
            within = []
        for kid in element.kids:
            if isinstance(kid, Element):
                visit(kid, within)
            elif within is not None:
                within.append(kid)
            elif heading:
                if kid.page != heading[-1].page:
                    lonely.append("".join(piece.text for piece in heading))
                heading.clear()
        if element.tag in ("H1", "H2", "H3", "H4"):
            heading[:] = within or []

    visit(tree, None)
    return lonely


def elements(tree: Element) -> Iterator[Element]:
    """Yield *tree* and all that is inside it, in reading order."""
    yield tree
    for kid in tree.kids:
        if isinstance(kid, Element):
            yield from elements(kid)


def page_of(element: Element) -> int:
    """Return the page on which *element* begins."""
    return next(kid.page for kid in element.kids if isinstance(kid, Drawn))


def number_of(element: Element) -> str:
    """Return the number that a call or a note's label draws."""
    text = "".join(kid.text for kid in element.kids if isinstance(kid, Drawn))
    return text.strip(" ,")


def untagged(pdf: bytes) -> str:
    """Return the text that is neither in the tree nor an artifact: there should be none."""
    reached = set(_reached(pdf))
    return "".join(
        char["text"]
        for page in pages_of(pdf)
        for char in page.chars
        if char["tag"] != "Artifact" and (page.page_number, char["mcid"]) not in reached
    )


class _Speech:
    """Says the tree aloud, in one pass."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.last: Drawn | None = None
        self.waiting: list[str] = []  # notes whose calling word is not yet complete
        self.notes: dict[str, str] = {}  # by number: a page prints what several calls lead to once

    def of(self, element: Element) -> str:
        """Return what is heard of *element*."""
        self._element(element)
        self._pause()
        return "".join(self.said)

    def _element(self, element: Element, counted: bool = False) -> None:
        if element.tag == "Figure":
            self._pause()
            self.said.append(element.alt)
            self._pause()
            return
        if element.tag == "Note":
            body = [kid for kid in element.kids if _tag(kid) != "Lbl"]
            number = next(
                number_of(kid)
                for kid in element.kids
                if isinstance(kid, Element) and kid.tag == "Lbl"
            )
            self.notes[number] = _Speech().of(Element("P", body))
            self.waiting.append(self.notes[number])
            return
        if element.tag == "Lbl" and counted:
            return
        if element.tag == "Reference":
            self.last = next((kid for kid in element.kids if isinstance(kid, Drawn)), self.last)
            return
        if element.tag not in INLINE:
            self._pause()
        for kid, after in zip_longest(element.kids, element.kids[1:]):
            if isinstance(kid, Drawn):
                self._piece(kid)
            elif kid.tag == "Reference" and (after is None or _tag(after) != "Note"):
                self._element(kid)
                self.waiting.append(self.notes.get(number_of(kid), ""))
            elif not (element.tag == "TOCI" and kid.tag == "Span"):
                automatic = element.tag == "L" and element.numbering not in ("", "None")
                self._element(kid, counted or automatic if kid.tag in ("LI", "Lbl") else False)
        if element.tag not in INLINE:
            self._pause()

    def _piece(self, piece: Drawn) -> None:
        last, text = self.last, piece.text
        next_line = last is not None and piece.is_below(last)
        joined = self.said and self.said[-1].endswith((SOFT_HYPHEN, WORD_JOINER))
        if joined:
            self.said[-1] = self.said[-1][:-1]
        elif next_line:
            self._space()
        if self.waiting and (space := text.find(" ")) >= 0:
            self.said.append(text[:space])
            self._space()
            text = text[space:]
        self.said.append(text)
        self.last = piece

    def _space(self) -> None:
        self.said.append(" ")
        for note in self.waiting:
            self.said.append(f"{note} ")
        self.waiting.clear()

    def _pause(self) -> None:
        self._space()
        self.last = None


def _print(kid: Element | Drawn, depth: int, lines: list[str]) -> None:
    if isinstance(kid, Drawn):
        return
    parts = [kid.tag]
    if kid.scope or kid.numbering:
        parts.append(f"({kid.scope or kid.numbering})")
    if kid.alt:
        parts.append(f'alt="{kid.alt}"')
    own = [each for each in kid.kids if isinstance(each, Drawn) or each.tag in INLINE]
    if kid.tag != "Figure" and any(isinstance(each, Drawn) for each in own):
        text = " ".join(_Speech().of(Element("P", list(own))).split())
        parts.append(f'"{text[:60]}{"…" if len(text) > 60 else ""}"')
    lines.append("  " * depth + " ".join(parts))
    for each in kid.kids:
        _print(each, depth + 1, lines)


def _read(
    kid: Any, pages: dict[Any, int], page: int | None, drawn: dict[tuple[int, int], Drawn]
) -> Element | Drawn | None:
    """Read one kid of a structure element; ``None`` for references to annotations."""
    if isinstance(kid, int):
        assert page is not None, "marked content without a page"
        return drawn.get((page, kid))
    if kid.get("/Type") == "/OBJR":
        return None
    page = pages[kid.Pg.objgen] if "/Pg" in kid else page
    if kid.get("/Type") == "/MCR":
        return _read(int(kid.MCID), pages, page, drawn)
    attributes = kid.get("/A", {})
    element = Element(
        str(kid.S).lstrip("/"),
        alt=str(kid.get("/Alt", "")),
        scope=str(attributes.get("/Scope", "")).lstrip("/"),
        numbering=str(attributes.get("/ListNumbering", "")).lstrip("/"),
    )
    found = [_read(each, pages, page, drawn) for each in _array(kid.get("/K", []))]
    element.kids = [each for each in found if each is not None]
    if "/ActualText" in kid and element.kids and isinstance(element.kids[0], Drawn):
        first = element.kids[0]
        return replace(first, text=str(kid.ActualText))
    return element


def _reached(pdf: bytes) -> Iterator[tuple[int, int]]:
    """Yield page and number of all marked content that the tree names."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        pages = {page.objgen: number for number, page in enumerate(file.pages, start=1)}
        waiting: list[tuple[Any, int | None]] = [(file.Root.StructTreeRoot.K, None)]
        while waiting:
            kid, page = waiting.pop()
            if isinstance(kid, int):
                assert page is not None
                yield page, kid
            elif isinstance(kid, pikepdf.Array):
                waiting.extend((each, page) for each in kid)
            elif kid.get("/Type") != "/OBJR":
                page = pages[kid.Pg.objgen] if "/Pg" in kid else page
                inside = int(kid.MCID) if "/MCID" in kid else kid.get("/K", pikepdf.Array())
                waiting.append((inside, page))


def _drawn(pdf: bytes) -> dict[tuple[int, int], Drawn]:
    """Return the text of every piece of marked content, by page (from 1) and number."""
    found: dict[tuple[int, int], Drawn] = {}
    box = pdfium.FS_RECTF()
    file = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(file, start=1):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            # PDFium adds spaces and line ends of its own.
            if pdfium.FPDFText_IsGenerated(text, index):
                continue
            drawn_by = pdfium.FPDFText_GetTextObject(text, index)
            mcid = pdfium.FPDFPageObj_GetMarkedContentID(drawn_by)
            if mcid < 0:
                continue
            letter = chr(pdfium.FPDFText_GetUnicode(text, index)).replace(LINE_END, "-")
            pdfium.FPDFText_GetLooseCharBox(text, index, box)
            top = page.get_height() - box.top
            piece = found.setdefault((number, mcid), Drawn("", number, top, box.left, box.right))
            piece.font = piece.font or _font(text, index)
            piece.text += letter
            piece.right = box.right
    file.close()
    return found


def _font(text: Any, index: int) -> str:
    """Return the name of the font of a letter."""
    name = ctypes.create_string_buffer(64)
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), None)
    return name.value.decode()


def _array(value: Any) -> list[Any]:
    return list(value) if isinstance(value, pikepdf.Array | list) else [value]


def _tag(kid: Element | Drawn) -> str:
    return kid.tag if isinstance(kid, Element) else ""


if __name__ == "__main__":
    data = Path(sys.argv[1]).read_bytes()
    print(outline(data))
    print(" ".join(words(data)))
