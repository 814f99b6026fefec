"""What a content stream's operators do to the state in which it paints (ISO 32000-1, 8.4).

Enters: instructions, one after the other. Leaves: the :class:`State` in which each paints. Colours stay as
they are written: whoever asks knows what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import hypot, sqrt
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

FILLS = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
STROKES = frozenset(("S", "s", "B", "B*", "b", "b*"))
SHOWS = frozenset(("Tj", "TJ", "'", '"'))
PATHS = frozenset(("m", "l", "c", "v", "y", "h", "re"))
ENDS_PATH = FILLS | STROKES | {"n"}
SETS_COLOUR = {
    "g": "fill", "rg": "fill", "k": "fill", "sc": "fill", "scn": "fill",
    "G": "stroke", "RG": "stroke", "K": "stroke", "SC": "stroke", "SCN": "stroke",
}  # fmt: skip
SETS_SPACE = {"cs": "fill", "CS": "stroke"}
DEVICE_SPACES = {
    "g": "/DeviceGray", "G": "/DeviceGray", "rg": "/DeviceRGB", "RG": "/DeviceRGB",
    "k": "/DeviceCMYK", "K": "/DeviceCMYK",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour as it is written: the ``space`` by the name that the stream gives it, its ``values``, and
    the ``pattern`` if it is one."""

    space: str
    values: tuple[float, ...]
    pattern: str = ""


BLACK = Paint("/DeviceGray", (0.0,))  # what a page begins with


@dataclass(frozen=True, slots=True)
class State:
    """The graphics state, as far as somebody asks for it; ``text`` is the text matrix."""

    matrix: Matrix = IDENTITY
    fill: Paint = BLACK
    stroke: Paint = BLACK
    width: float = 1.0
    size: float = 0.0
    font: str = ""
    mode: int = 0
    text: Matrix = IDENTITY
    over: tuple[bool, bool] = (False, False)  # whether areas, and lines, print over what is below

    @property
    def letters(self) -> float:
        """How high an em of the text is on the page, in pt."""
        a, b, c, d, _e, _f = times(self.text, self.matrix)
        return abs(self.size) * sqrt(abs(a * d - b * c))

    @property
    def line(self) -> float:
        """How thick a line is on the page, in pt, where it is thinnest."""
        a, b, c, d, _e, _f = self.matrix
        area, longest = abs(a * d - b * c), max(hypot(a, b), hypot(c, d))
        return self.width * (area / longest if longest else 0.0)

    @property
    def fills(self) -> bool:
        """Whether text is filled (Table 106)."""
        return self.mode in (0, 2, 4, 6)

    @property
    def strokes(self) -> bool:
        """Whether the outlines of text are drawn."""
        return self.mode in (1, 2, 5, 6)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does *first*, and *then* the other."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where the point is that *matrix* moves."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def numbers(operands: Sequence[Any]) -> tuple[float, ...]:
    """Return the numbers among *operands*."""
    return tuple(float(each) for each in operands if not isinstance(each, str) and _is_number(each))


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


@dataclass(slots=True)
class Graphics:
    """Follows one content stream; ``state`` is the one after the last instruction, ``parameters`` what the
    names after "gs" stand for."""

    state: State = field(default_factory=State)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    _kept: list[State] = field(default_factory=list)

    def follow(self, operator: str, operands: Sequence[Any]) -> None:
        """Do what one instruction does to the state."""
        state = self.state
        if operator == "q":
            self._kept.append(state)
        elif operator == "Q":
            self.state = self._kept.pop() if self._kept else state
        elif operator == "cm":
            self.state = replace(state, matrix=times(_matrix(operands), state.matrix))
        elif operator == "Tm":
            self.state = replace(state, text=_matrix(operands))
        elif operator == "BT":
            self.state = replace(state, text=IDENTITY)
        elif operator in ("Td", "TD"):
            x, y = numbers(operands)
            self.state = replace(state, text=times((1, 0, 0, 1, x, y), state.text))
        elif operator == "Tf":
            self.state = replace(state, font=str(operands[0]), size=float(operands[1]))
        elif operator == "Tr":
            self.state = replace(state, mode=int(operands[0]))
        elif operator == "w":
            self.state = replace(state, width=float(operands[0]))
        elif operator == "gs":
            self._set(self.parameters.get(str(operands[0]), {}))
        elif operator in SETS_COLOUR:
            self._paint(operator, operands)
        elif operator in SETS_SPACE:
            paint = Paint(str(operands[0]), ())
            self.state = (
                replace(state, fill=paint) if operator == "cs" else replace(state, stroke=paint)
            )

    def _set(self, parameters: Any) -> None:
        """Do what a dictionary of parameters says (8.4.5)."""
        area, line = self.state.over
        if "/OP" in parameters:
            line = bool(parameters["/OP"])
            area = line if "/op" not in parameters else area
        if "/op" in parameters:
            area = bool(parameters["/op"])
        width = float(parameters["/LW"]) if "/LW" in parameters else self.state.width
        self.state = replace(self.state, over=(area, line), width=width)

    def _paint(self, operator: str, operands: Sequence[Any]) -> None:
        which = SETS_COLOUR[operator]
        before: Paint = getattr(self.state, which)
        space = DEVICE_SPACES.get(operator, before.space)
        pattern = str(operands[-1]) if operands and str(operands[-1]).startswith("/") else ""
        paint = Paint(space, numbers(operands[:-1] if pattern else operands), pattern)
        fill = which == "fill"
        self.state = replace(self.state, fill=paint) if fill else replace(self.state, stroke=paint)


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(each) for each in operands)
    return a, b, c, d, e, f
