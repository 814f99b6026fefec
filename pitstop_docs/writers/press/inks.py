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
_STEP = 5  # per cent between the mixtures of two inks that are tried
_PLATES = 2


@dataclass(frozen=True, slots=True)
class InkTable:
    """The inks of each colour, "#RRGGBB", in areas and in small letters; ``derived`` are the names of
    colours whose inks follow from their value."""

    area: Mapping[str, Inks]
    small: Mapping[str, Inks]
    derived: tuple[str, ...] = ()

    @classmethod
    def of(cls, theme: Theme, press: PressColours) -> "InkTable":
        """Return the inks of all colours of *theme*. Of two names of one colour the first that has inks
        counts."""
        area: dict[str, Inks] = {}
        small: dict[str, Inks] = {}
        unmixed: dict[str, list[str]] = {}
        for name, (value, mixture) in theme.mixtures.items():
            colour = value.upper()
            if mixture is None:
                unmixed.setdefault(colour, []).append(name)
            elif colour not in area:
                area[colour] = _shares(mixture.area)
                small[colour] = _shares(mixture.of_small)
        alone = [colour for colour in unmixed if colour not in area]
        area |= {colour: press.inks_of(colour) for colour in alone}
        for colour in area:
            if plates(small.get(colour, area[colour])) > _PLATES:
                small[colour] = nearest(area[colour], press)
        names = (name for colour in alone for name in unmixed[colour])
        return cls(area, {**area, **small}, tuple(names))


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
