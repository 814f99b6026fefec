"""Room in a PDF for words that each recipient has of its own.

Enters: a PDF that WeasyPrint has just painted, with something drawn in the place of each
:class:`~pitstop_docs.tree.document.Slot`. Leaves: the same, where each slot is a piece of content of a fixed
length, between those before and after it, so that words put there later stand where they are read. What
repeats on every page is one form. :mod:`pitstop_docs.writers.pdf.stamps` puts the words there."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

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
    they stand at the ``right``. Its origin is where the first line begins, upward is up."""

    key: str
    lines: int
    width: float
    leading: float
    size: float
    right: bool = False
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
    """The slots of one PDF, found before its tags are read and placed after that."""

    def __init__(self, pages: list[TaggedPage]) -> None:
        self._pages = pages
        self._found = [[*_clear(page)] for page in pages]

    def place(self, pdf: Any, face: Path) -> None:
        """Put all slots into *pdf*, to be set in the font file *face*."""
        if not any(self._found):
            return
        font = add_font(pdf, face)
        resources = _object(pdf, _object(pdf, pdf.page_references[0])["Resources"])
        _object(pdf, resources["Font"])[FONT] = font.reference
        forms: dict[Room, str] = {}
        for page, reference in zip(self._pages, pdf.page_references, strict=True):
            streams = [page.stream]
            operations, page.stream.stream = page.stream.stream, []
            for operation in operations:
                if not isinstance(operation, _Drawn):
                    streams[-1].stream.append(operation)
                    continue
                room, place = operation.room, f"1 0 0 -1 {operation.x:.3f} {operation.y:.3f} cm"
                streams[-1].stream += [b"q", place.encode()]
                if not operation.repeated:
                    after = pydyf.Stream(compress=True)
                    pdf.add_object(after)
                    streams += [_stream(pdf, room), after]
                else:
                    if room not in forms:
                        forms[room] = f"{FONT}{len(forms)}"
                        form = _stream(pdf, room, _form(room, font))
                        resources["XObject"][forms[room]] = form.reference
                    streams[-1].stream.append(f"/{forms[room]} Do".encode())
                streams[-1].stream.append(b"Q")
            if len(streams) > 1:
                contents = pydyf.Array([stream.reference for stream in streams])
                _object(pdf, reference)["Contents"] = contents


def _clear(page: TaggedPage) -> Iterator[_Drawn]:
    """Yield the slots of *page*, each of which now stands among its operations, in the place of what was
    drawn there."""
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
        )
        slot = _Drawn(room, block.content_box_x(), box.position_y + box.baseline, repeated)
        begin = next(i for i in count() if _begins(operations, i, page.marks[box]))
        start, end = operations.index(b"BT", begin), operations.index(b"ET", begin)
        operations[start : end + 1] = [
            slot
        ]  # colours that were set before it hold for what follows
        yield slot


def _begins(operations: list[Any], index: int, mcid: int) -> bool:
    return (
        operations[index] == b"BDC"
        and isinstance(operations[index - 1], dict)
        and operations[index - 1].get("MCID") == mcid
    )


def _stream(pdf: Any, room: Room, extra: dict[str, Any] | None = None) -> Any:
    stream = pydyf.Stream([room.blank], extra)
    pdf.add_object(stream)
    return stream


def _form(room: Room, font: Any) -> dict[str, Any]:
    """Return what a form says of itself that is drawn on every page (ISO 32000-1, 8.10.2)."""
    fonts = pydyf.Dictionary({FONT: font.reference})
    return {
        "Type": "/XObject",
        "Subtype": "/Form",
        "BBox": pydyf.Array([0, -room.lines * room.leading, room.width, room.leading]),
        "Resources": pydyf.Dictionary({"Font": fonts}),
    }


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
