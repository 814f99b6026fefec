"""A finished PDF addressed to one recipient after the other: laid out once, spliced in microseconds.

Enters: the bytes of a PDF of ours that has slots (:mod:`pitstop_docs.writers.pdf.slots`); what they say, by
their keys. Leaves: the file with these words in it, as real text; or why they cannot be set. The file is opened
once: for a recipient, bytes are copied."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from unicodedata import normalize

import pikepdf

from pitstop_docs.writers.pdf.slot_font import FONT
from pitstop_docs.writers.pdf.slots import MARK, Room

# At the beginning of a stream alone: what somebody wrote may look like it.
_SLOT = re.compile(rb"(?<=\nstream\n)" + re.escape(MARK) + rb"(\{[^\n]*\}) *")
_ID = re.compile(rb"/ID ?\[\((?P<first>[0-9a-f]{32})\) ?\((?P<second>[0-9a-f]{32})\)\]")
_PIECE = re.compile(r"[^ /\-–]*[ /\-–]?")  # what a line may end after
_STEP = 0.25  # px by which letters become smaller, where there are several lines


class UnsetError(Exception):
    """Words that cannot be set: ``words`` are too long for their place, or there is no ``letter`` for one of
    their characters."""

    def __init__(self, words: str, letter: str = "") -> None:
        super().__init__(words, letter)
        self.words = words
        self.letter = letter


@dataclass(frozen=True, slots=True)
class _Place:
    room: Room
    length: int


class Stampable:
    """The PDF *data*, whose slots are to be filled in."""

    def __init__(self, data: bytes) -> None:
        slots = [*_SLOT.finditer(data)]
        ids = [*_ID.finditer(data)]
        if not slots or not ids:
            raise ValueError("a PDF without slots, or without an identifier")
        self._widths = _widths(data)
        self._places = [_Place(Room(**json.loads(slot[1])), len(slot[0])) for slot in slots]
        bounds = [0, *(edge for slot in slots for edge in slot.span()), *ids[-1].span("second")]
        edges = [*pairwise([*bounds, len(data)])]
        self._pieces = [data[start:end] for start, end in edges[::2]]
        self._seed = sha256(ids[-1]["first"])

    @property
    def keys(self) -> frozenset[str]:
        """Whose words it has room for."""
        return frozenset(place.room.key for place in self._places)

    def fill(self, words: Mapping[str, str]) -> bytes:
        """Return the file with *words* in its slots, by key; raises :class:`UnsetError`, and KeyError for what
        they lack."""
        spliced = [
            self._set(normalize("NFC", words[place.room.key]), place) for place in self._places
        ]
        # Its first half says which document it is, the second which copy (ISO 32000-1, 14.4).
        digest = self._seed.copy()
        for content in spliced:
            digest.update(content)
        spliced.append(digest.hexdigest()[:32].encode())
        parts = [part for pair in zip(self._pieces, spliced, strict=False) for part in pair]
        return b"".join([*parts, self._pieces[-1]])

    def _set(self, words: str, place: _Place) -> bytes:
        """Return the content of a slot that says *words*, as long as its stream is."""
        if strange := next((letter for letter in words if ord(letter) not in self._widths), None):
            raise UnsetError(words, strange)
        room = place.room
        size, lines = self._fit(words, room)
        operations = [f"BT /{FONT} {size:.3f} Tf"]
        free = room.lines - len(lines)
        first = free / 2 if room.middle else 0.0
        for number, line in enumerate(lines):
            x = room.width - self._width(line) * size if room.right else 0.0
            code = line.encode("utf-16-be").hex()
            operations.append(
                f"1 0 0 1 {x:.2f} {-(first + number) * room.leading:.3f} Tm <{code}> Tj"
            )
        content = "\n".join([*operations, "ET"]).encode()
        if len(content) > place.length:
            raise UnsetError(words)
        return content.ljust(place.length)

    def _fit(self, words: str, room: Room) -> tuple[float, list[str]]:
        """Return the size of letters, and the lines: one if letters that are large enough fit, else as many
        as there is room for."""
        width = self._width(words)
        size = min(room.size, room.width / width) if width else room.size
        least = min(room.least, room.size)
        if size >= least:
            return size, [words]
        size = room.size
        while room.lines > 1 and size >= least:
            lines = [*self._wrap(words, room.width / size)]
            if len(lines) <= room.lines and all(
                self._width(line) * size <= room.width for line in lines
            ):
                return size, lines
            size -= _STEP
        raise UnsetError(words)

    def _wrap(self, words: str, width: float) -> Iterator[str]:
        line = ""
        for piece in _PIECE.findall(words):
            if line and self._width((line + piece).rstrip()) > width:
                yield line.rstrip()
                line = ""
            line += piece
        yield line.rstrip()

    def _width(self, words: str) -> float:
        """Return how wide *words* are, in sizes of letters."""
        return sum(self._widths[ord(letter)] for letter in words) / 1000


def _widths(data: bytes) -> dict[int, int]:
    """Return the widths of the letters that the slots of a PDF have, by code point."""
    with pikepdf.open(io.BytesIO(data)) as file:
        font = file.pages[0].Resources.Font[f"/{FONT}"]
        rows = [*font.DescendantFonts[0].W]
        return {int(code): int(row[0]) for code, row in zip(rows[::2], rows[1::2], strict=True)}
