"""A content stream in colours of the screen → the same in inks.

Enters: the instructions of a page or a form, and the table of inks. Leaves: its bytes, in which each paint is
CMYK, small letters print from two plates at most, and pure black prints over what is below it. Any other
paint is refused, by the operator's name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import ContentStreamInstruction as Instruction
from pikepdf import Name, Operator

from pitstop_docs.writers.press.graphics import (
    BLACK,
    ENDS_PATH,
    FILLS,
    PATHS,
    SETS_COLOUR,
    SHOWS,
    STROKES,
    Graphics,
    Paint,
    State,
)
from pitstop_docs.writers.press.inks import PURE_BLACK, Inks, InkTable

INHERITED = Paint("", ())  # what a form begins with: the paint, in inks already, of who draws it
# Whether lines and areas print over what is below, by the name of the parameters that say so.
OVER = {
    (False, False): "/PressKnock",
    (True, False): "/PressOverArea",
    (False, True): "/PressOverLine",
    (True, True): "/PressOver",
}
# Operators that paint in other ways than a paint and a path, or choose a space of their own.
_REFUSED = frozenset(
    ("cs", "CS", "sc", "SC", "scn", "SCN", "sh", "BI", "INLINE IMAGE", "d1", "ri", "k", "K")
)


class RefusedError(Exception):
    """Something is painted for which there are no inks: ``what``, in the words of the format."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class _Written:
    """The inks and the parameters that are in force in what was written; None: not known."""

    fill: Inks | None = None
    stroke: Inks | None = None
    over: tuple[bool, bool] | None = None


@dataclass(slots=True)
class Converter:
    """Converts one stream with the inks of ``table``; letters of less than ``small`` pt are small.
    ``shadings`` are the patterns and shadings that were made ready, by their names."""

    table: InkTable
    small: float
    patterns: frozenset[str] = frozenset()
    _graphics: Graphics = field(default_factory=Graphics)
    _written: _Written = _Written()
    _kept: list[_Written] = field(default_factory=list)
    _path: list[Instruction] = field(default_factory=list)

    def convert(self, stream: Any, state: State | None = None) -> bytes:
        """Return *stream* in inks; raises :class:`RefusedError`. What it inherits is *state*."""
        self._graphics.state = state or State()
        out: list[Instruction] = []
        for instruction in pikepdf.parse_content_stream(stream):
            out += self._converted(instruction)
        return pikepdf.unparse_content_stream([*out, *self._path])

    def _converted(self, instruction: Any) -> Iterator[Instruction]:
        operator, operands = str(instruction.operator), instruction.operands
        if operator in _REFUSED and not self._is_ready(operator, operands):
            raise RefusedError(operator)
        if operator == "gs":  # what it says was looked at: see resources
            return
        if operator == "q":
            self._kept.append(self._written)
        elif operator == "Q" and self._kept:
            self._written = self._kept.pop()
        self._graphics.follow(operator, operands)
        if operator in SETS_COLOUR or operator in ("cs", "CS"):
            return  # written where something is painted with it
        # Between the parts of a path no colour may be set (8.5.2): they wait for what ends it.
        if operator in PATHS or operator in ("W", "W*"):
            self._path.append(instruction)
            return
        if operator in SHOWS:
            state = self._graphics.state
            yield from self._paints(state.fills, state.strokes, state.letters < self.small)
        elif operator in ENDS_PATH:
            yield from self._paints(operator in FILLS, operator in STROKES, False)
            yield from self._path
            self._path = []
        yield instruction

    def _is_ready(self, operator: str, operands: Any) -> bool:
        """Tell whether a pattern or a shading was made ready, or its space is chosen."""
        named = str(operands[-1]) if len(operands) else ""
        if operator in ("cs", "CS"):
            return named == "/Pattern"
        return operator in ("scn", "SCN", "sh") and named in self.patterns

    def _paints(self, fills: bool, strokes: bool, small: bool) -> Iterator[Instruction]:
        """Yield what makes the inks right for what is painted now."""
        state, before = self._graphics.state, self._written
        fill, stroke, over = before.fill, before.stroke, before.over or (False, False)
        if fills and state.fill.pattern:
            yield from _patterned(state.fill.pattern, "cs", "scn")
            fill, over = None, (False, over[1])
        elif fills and state.fill != INHERITED:
            fill = self._inks(state.fill, small)
            if fill != before.fill:
                yield Instruction([*fill], Operator("k"))
            over = (fill == PURE_BLACK, over[1])
        if strokes and state.stroke.pattern:
            yield from _patterned(state.stroke.pattern, "CS", "SCN")
            stroke, over = None, (over[0], False)
        elif strokes and state.stroke != INHERITED:
            stroke = self._inks(state.stroke, small)
            if stroke != before.stroke:
                yield Instruction([*stroke], Operator("K"))
            over = (over[0], stroke == PURE_BLACK)
        if over != before.over:
            yield Instruction([Name(OVER[over])], Operator("gs"))
        self._written = _Written(fill, stroke, over)

    def _inks(self, paint: Paint, small: bool) -> Inks:
        if paint == BLACK:  # what a page begins with, before any colour is set
            return PURE_BLACK
        if paint.space == "/DeviceRGB":
            red, green, blue = (round(value * 255) for value in paint.values)
            colour = f"#{red:02X}{green:02X}{blue:02X}"
            inks = (self.table.small if small else self.table.area).get(colour)
            if inks is not None:
                return inks
            raise RefusedError(colour)
        raise RefusedError(f"{paint.space} {paint.values}")


def _patterned(name: str, space: str, paint: str) -> Iterator[Instruction]:
    yield Instruction([Name.Pattern], Operator(space))
    yield Instruction([Name(name)], Operator(paint))
