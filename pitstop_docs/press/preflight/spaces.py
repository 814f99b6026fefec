"""Colour spaces of a PDF → whether they are inks, and which (ISO 32000-1, 8.6).

Enters: a colour space, by name or whole. Leaves: a :class:`Space`, and the inks of values in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pikepdf import Array, Name

Kind = Literal["grey", "rgb", "cmyk", "spot", "pattern", "unknown"]
_DEVICE: Mapping[str, Kind] = {
    "/DeviceGray": "grey", "/G": "grey", "/CalGray": "grey", "/DeviceRGB": "rgb", "/RGB": "rgb",
    "/CalRGB": "rgb", "/Lab": "rgb", "/DeviceCMYK": "cmyk", "/CMYK": "cmyk", "/Pattern": "pattern",
}  # fmt: skip
_BY_COMPONENTS: Mapping[int, Kind] = {1: "grey", 3: "rgb", 4: "cmyk"}
ALL = "All"
_PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
_DEEP = 8  # spaces inside spaces that are followed


@dataclass(frozen=True, slots=True)
class Space:
    """What a colour space is; ``names`` are its inks where it has its own, ``indexed`` whether its values are
    places in a table."""

    kind: Kind
    names: tuple[str, ...] = ()
    indexed: bool = False

    @property
    def spots(self) -> tuple[str, ...]:
        """The inks that need plates of their own."""
        return tuple(n for n in self.names if n not in (*_PROCESS, ALL, "None"))

    def inks(self, values: Sequence[float]) -> dict[str, float] | None:
        """Return how much of each ink *values* ask for, from 0 to 1; None where they ask for none."""
        if self.indexed:
            return None
        if self.kind == "grey" and len(values) == 1:
            return {"Black": 1 - values[0]}
        if self.kind == "cmyk" and len(values) == 4:
            return dict(zip(_PROCESS, values, strict=True))
        if self.kind == "spot" and len(values) == len(self.names):
            return dict(zip(self.names, values, strict=True))
        return None


def space_of(space: Any, named: Any = None, deep: int = 0) -> Space:
    """Return what *space* is; *named* are the spaces that its resources name."""
    try:
        return _space_of(space, named if named is not None else {}, deep)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return Space("unknown")


def _space_of(space: Any, named: Any, deep: int) -> Space:
    if space is None or deep > _DEEP:
        return Space("unknown")
    if isinstance(space, Name | str):
        name = str(space)
        if name in _DEVICE:
            return Space(_DEVICE[name])
        return space_of(named[name], named, deep + 1) if name in named else Space("unknown")
    if not isinstance(space, Array):
        return Space("unknown")
    family = str(space[0])
    if family in _DEVICE:
        return Space(_DEVICE[family])
    if family == "/ICCBased":
        return Space(_BY_COMPONENTS.get(int(space[1].get("/N", 0)), "unknown"))
    if family in ("/Indexed", "/I"):
        base = space_of(space[1], named, deep + 1)
        return Space(base.kind, base.names, indexed=True)
    if family == "/Separation":
        return Space("spot", (str(space[1])[1:],))
    if family == "/DeviceN":
        return Space("spot", tuple(str(name)[1:] for name in space[1]))
    return Space("unknown")
