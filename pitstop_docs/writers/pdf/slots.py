"""Room in a PDF for words that each recipient has of its own.

Enters: a PDF that WeasyPrint has just painted, with something drawn in the place of each
:class:`~pitstop_docs.tree.document.Slot`. Leaves: the same, where each slot is a piece of content of a fixed
length, between those before and after it, so that words put there later stand where they are read. What
repeats on every page is one form. :mod:`pitstop_docs.writers.pdf.stamps` puts the words there."""

import json
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pydyf

from pitstop_docs.writers.pdf.slot_font import FONT, add_font
from pitstop_docs.writers.pdf.tags import TaggedPage, boxes_of

MARK = b"%PitStop-slot "  # what a slot's stream begins with: to a reader of PDF, a comment
CLASS = "slot"  # of the HTML element
_LEAST = 8 * 96 / 72  # px of the smallest letters
_NARROW = 0.2  # times the size: how wide the narrowest letters are
_PER_LINE = 80  # bytes of what sets a line, besides its letters
_PER_LETTER = 4


@dataclass(frozen=True, slots=True)
class Room:
    """A slot as its stream describes it: the ``key`` of its words, how many ``lines`` of which ``width`` and
    ``leading`` it has, the ``size`` of letters and the ``least`` that they may have, all in CSS px; whether
    they stand at the ``right``, and in the ``middle`` of the lines where they take fewer. Its origin is where
    the first line begins, upward is up."""

    key: str
    lines: int
    width: float
    leading: float
    size: float
    right: bool = False
    middle: bool = False
    least: float = round(_LEAST, 3)

    @property
    def blank(self) -> bytes:
        """The stream as long as nobody's words are in it, as long as the longest that fit."""
        said = MARK + json.dumps(asdict(self), separators=(",", ":")).encode()
        letters = round(self.width / (self.least * _NARROW))
        return said.ljust(len(said) + self.lines * (_PER_LINE + letters * _PER_LETTER))


@dataclass(slots=True)
class _Drawn:
    """A slot on a page: where its first line begins, in px from the page's top left corner."""

    room: Room
    x: float
    y: float
    repeated: bool


class Slots:
    """The slots of the document *root* on its *pages*, found before its tags are read and placed after that."""

    def __init__(self, root: Element, pages: list[TaggedPage]) -> None:
        self._pages = pages
        self._any = any(element.get("class") == CLASS for element in root.iter("span"))
        if self._any:
            for page in pages:
                _clear(page)

    def place(self, pdf: Any, face: Path) -> None:
        """Put all slots into *pdf*, to be set in the font file *face*."""
        if not self._any:
            return
        font = add_font(pdf, face)
        resources = _object(pdf, _object(pdf, pdf.page_references[0])["Resources"])  # of all pages
        _object(pdf, resources["Font"])[FONT] = font.reference
        placing = _Placing(pdf, font, resources)
        for page, reference in zip(self._pages, pdf.page_references, strict=True):
            streams = placing.parted(page.stream)
            contents = pydyf.Array([stream.reference for stream in streams])
            _object(pdf, reference)["Contents"] = contents


@dataclass(slots=True)
class _Placing:
    """Slots on their way into *pdf*; ``forms`` are the names of those that are drawn on several pages."""

    pdf: Any
    font: Any
    resources: Any
    forms: dict[Room, str] = field(default_factory=dict)

    def parted(self, stream: Any) -> list[Any]:
        """Return *stream*, the content of a page, as several: what stands before a slot, the slot, and what
        stands after it."""
        streams = [stream]
        operations, stream.stream = stream.stream, []
        for operation in operations:
            if not isinstance(operation, _Drawn):
                streams[-1].stream.append(operation)
                continue
            place = f"1 0 0 -1 {operation.x:.3f} {operation.y:.3f} cm"
            streams[-1].stream += [b"q", place.encode()]
            if operation.repeated:
                streams[-1].stream.append(f"/{self._form(operation.room)} Do".encode())
            else:
                streams += [
                    self._add(pydyf.Stream([operation.room.blank])),
                    self._add(pydyf.Stream(compress=True)),
                ]
            streams[-1].stream.append(b"Q")
        return streams

    def _form(self, room: Room) -> str:
        """Return the name of the form that is drawn on every page (ISO 32000-1, 8.10.2)."""
        if room not in self.forms:
            self.forms[room] = f"{FONT}{len(self.forms)}"
            fonts = pydyf.Dictionary({FONT: self.font.reference})
            about = {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, -room.lines * room.leading, room.width, room.leading]),
                "Resources": pydyf.Dictionary({"Font": fonts}),
            }
            form = self._add(pydyf.Stream([room.blank], about))
            self.resources["XObject"][self.forms[room]] = form.reference
        return self.forms[room]

    def _add(self, made: Any) -> Any:
        self.pdf.add_object(made)
        return made


def _clear(page: TaggedPage) -> None:
    """Put the slots of *page* among its operations, in the place of what was drawn there; colours that were
    set before it stay, since they hold for what follows."""
    operations = page.stream.stream
    block = None
    for box, repeated in boxes_of(page):
        if box.element is None or box.element.get("class") != CLASS:
            continue
        if not hasattr(box, "text"):
            block = box if type(box).__name__ == "BlockBox" else block
            continue
        assert block is not None
        style = box.style
        room = Room(
            box.element.get("data-key"),
            int(box.element.get("data-lines")),
            round(block.width, 2),
            round(block.height / int(box.element.get("data-lines")), 3),
            round(style["font_size"], 3),
            style["text_align_all"] in ("right", "end"),
            block.style["vertical_align"] == "middle",
        )
        slot = _Drawn(room, block.content_box_x(), box.position_y + box.baseline, repeated)
        begin = next(i for i in count() if _begins(operations, i, page.marks[box]))
        start, end = operations.index(b"BT", begin), operations.index(b"ET", begin)
        operations[start : end + 1] = [slot]


def _begins(operations: list[Any], index: int, mcid: int) -> bool:
    return (
        operations[index] == b"BDC"
        and isinstance(operations[index - 1], dict)
        and operations[index - 1].get("MCID") == mcid
    )


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
