"""Colours of the screen → inks of the press, by a table.

Enters: the theme, and the press for colours whose inks nobody has named. Leaves: an :class:`InkTable`, which
knows the theme's colours and no others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from pitstop_docs.look.theme import Theme
from pitstop_docs.writers.press.colour import PressColours

# Shares from 0 to 1, as PDF writes them.
Inks = tuple[float, float, float, float]
PURE_BLACK: Inks = (0.0, 0.0, 0.0, 1.0)
_BLACK = "#000000"
_STEP = 5  # per cent between the mixtures of two inks that are tried
_PLATES = 2


@dataclass(frozen=True, slots=True)
class InkTable:
    """The inks of each colour, "#RRGGBB", in areas and in small letters."""

    area: Mapping[str, Inks]
    small: Mapping[str, Inks]

    @classmethod
    def of(cls, theme: Theme, press: PressColours) -> "InkTable":
        """Return the inks of all colours of *theme*. Of two names of one colour the first that has inks
        counts."""
        area: dict[str, Inks] = {_BLACK: PURE_BLACK}  # of what names no colour: drawings
        small: dict[str, Inks] = {_BLACK: PURE_BLACK}
        for value, mixture in theme.mixtures.values():
            if mixture is not None and value.upper() not in area:
                area[value.upper()] = _shares(mixture.area)
                small[value.upper()] = _shares(mixture.of_small)
        for colour in {value.upper(): None for value, _mixture in theme.mixtures.values()}:
            if colour not in area:
                area[colour] = press.inks_of(colour)
            small.setdefault(colour, area[colour])
            if plates(small[colour]) > _PLATES:
                small[colour] = nearest(area[colour], press)
        return cls(area, small)


def plates(inks: Iterable[float]) -> int:
    """Return from how many plates a mixture prints."""
    return sum(1 for share in inks if share > 0)


def nearest(inks: Inks, press: PressColours) -> Inks:
    """Return the mixture of two inks that looks most like *inks*."""
    shares = [step / 100 for step in range(0, 101, _STEP)]
    tried: dict[Inks, None] = {}
    for one, other in combinations(range(4), _PLATES):
        for first in shares:
            for second in shares:
                mixture = [0.0] * 4
                mixture[one], mixture[other] = first, second
                tried[(mixture[0], mixture[1], mixture[2], mixture[3])] = None
    mixtures = [*tried]
    wanted, *looks = press.looks_of([inks, *mixtures])
    distances = [sum((a - b) ** 2 for a, b in zip(wanted, look, strict=True)) for look in looks]
    return mixtures[distances.index(min(distances))]


def _shares(percentages: Iterable[int]) -> Inks:
    c, m, y, k = (share / 100 for share in percentages)
    return c, m, y, k
