"""Charts of few values, mostly over time, in which words stand where a reader looks: values at their points
and bars, names and changes at the ends of their series. There is no axis, no grid and no legend.

Enters: what a chart says, and how it looks. Leaves: SVG; None for a chart that needs axes, or whose author
decides how it looks. Steps stand as far from each other as their times do; two of them are a before and an
after, whatever lies between.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from pitstop_docs.look.theme import KindColours, Theme
from pitstop_docs.tree.chart_fields import Spec, channel_of, field_of
from pitstop_docs.tree.chart_series import Reading, read
from pitstop_docs.tree.document import Chart
from pitstop_docs.tree.typeset import NBSP
from pitstop_docs.writers.chart_canvas import LEADING, Canvas, Words
from pitstop_docs.writers.chart_layers import FEW

AIR = 9  # px between what is drawn and its words
LABEL, VALUE = 11.5, 12.0  # px: 8.6 and 9 pt
_SERIES_MAX = 3  # of which each has a colour
_APART = 5  # px between the words of two series, or the names of two steps
_LOW, _TALL = (
    120,
    190,
)  # px of a drawing's height, a little more than half of its width between these
# Of the width: what words beside a drawing may take in one line, in a narrow column and in others.
_BREAKS_AT, _NARROW = (0.35, 0.44), 260
# What an author may say of a drawing that is drawn so: anything else is a design of his own.
_SPEC = frozenset({"$schema", "data", "mark", "encoding", "width"})
_DATE = re.compile(r"\d{4}(-\d\d){1,2}")
_CHANNEL = frozenset({"field", "type", "title", "sort"})


@dataclass(frozen=True, slots=True)
class Look:
    """The theme's colours, those of the kind of a brief, and the ``language`` of numbers."""

    theme: Theme
    hue: KindColours
    language: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A ``chart``, its ``mark``, what it says (``reading``), and the sheet that it is drawn on."""

    chart: Chart
    mark: str
    reading: Reading
    look: Look
    canvas: Canvas

    @property
    def height(self) -> float:
        """The px from the lowest to the highest that is drawn."""
        return min(max(self.canvas.width * 0.55, _LOW), _TALL)

    def ink(self, index: int) -> str:
        """Return the colour of the words about a series: the first is the one that counts."""
        return self.look.theme.colours.muted if index else self.look.hue.deep

    def value(self, number: Decimal) -> str:
        """Return *number* as it is written, with its unit if that is a sign: "18,2 %"."""
        decimals = max(-int(number.normalize().as_tuple().exponent), 0)  # no nought at the end
        pattern = "#,##0." + "0" * decimals
        text = format_decimal(number, pattern, locale=self.look.language)
        unit = self.chart.unit
        return f"{text}{NBSP}{unit}" if unit and not any(map(str.isalpha, unit)) else text

    def named(self, step: str) -> str:
        """Return the name of *step*: dates in the words of the language, others as they are."""
        if not _DATE.fullmatch(step):
            return step
        pattern = "MMMM y" if step.count("-") == 1 else "d MMM y"
        return format_date(
            date.fromisoformat(f"{step}-01"[:10]), pattern, locale=self.look.language
        )

    def about(self, index: int) -> list[Words]:
        """Return what stands at the end of a series: its name and what changed."""
        name = self.reading.series[index].name
        change = dict(self.chart.changes).get(name, "")
        return [
            *self.broken(name, self.ink(index), 400 if index else 600),
            *self.broken(change, self.ink(index)),
        ]

    def broken(self, text: str, colour: str, weight: int = 400) -> Iterator[Words]:
        """Yield *text* in lines that leave room for what is drawn."""
        room, line = self.canvas.width * _BREAKS_AT[self.canvas.width > _NARROW], ""
        for word in text.split(" "):
            longer = f"{line} {word}".strip()
            if line and Words(longer, LABEL, colour, weight).width > room:
                yield Words(line, LABEL, colour, weight)
                longer = word
            line = longer
        if line:
            yield Words(line, LABEL, colour, weight)

    def write_beside(self, blocks: Sequence[tuple[float, list[Words]]], x: float) -> float:
        """Write *blocks* from *x* on, the first line of each at its height or as near as there is room; return
        where they end."""
        bottom = 0.0
        for height, words in sorted(blocks, key=lambda block: block[0]):
            if words:
                top = max(height - words[0].height / 2, bottom and bottom + _APART)
                for line in words:
                    self.canvas.write(line, x, top + line.size * (LEADING + 0.7) / 2)
                    top += line.height
                bottom = top
        return bottom

    def write_steps(self, places: Mapping[str, float], y: float) -> float:
        """Write the names of the steps from *y* down, each below its place, in as many rows as they need;
        return where they end."""
        rows: list[float] = []
        for step, x in places.items():
            words = Words(self.named(step), LABEL, self.look.theme.colours.muted)
            half = words.width / 2
            middle = min(max(x, half), self.canvas.width - half)
            row = next((n for n, end in enumerate(rows) if middle - half >= end), len(rows))
            rows[row : row + 1] = [middle + half + _APART]
            self.canvas.write(words, middle, y + LABEL + row * words.height, "middle")
        return y + LABEL + len(rows) * LABEL * LEADING - LABEL * 0.9

    def shares(self) -> list[float]:
        """Return how far along the way from the first to the last each step is."""
        even = tuple(map(float, range(len(self.reading.steps))))
        first, *_between, last = moments = self.reading.moments or even
        return [(at - first) / (last - first) for at in moments]


def drawing_of(chart: Chart, spec: Spec, look: Look, width: int) -> Drawing | None:
    """Return *chart*, whose specification is *spec*, to be drawn *width* px wide; None if it needs axes."""
    reading = read(spec)
    if reading is None or not _is_plain(spec) or not _is_short(reading):
        return None
    if field_of(channel_of(spec["encoding"], "y")) != reading.quantity.name:
        return None
    canvas = Canvas(min(width, spec.get("width", width)), look.theme.fonts.display)
    mark = spec["mark"]["type"] if isinstance(spec["mark"], dict) else spec["mark"]
    return Drawing(chart, mark, reading, look, canvas)


def _is_short(reading: Reading) -> bool:
    """Tell whether *reading* has few values at steps whose distances are known. Names have none, and one series
    of names is bars as any others."""
    placed = reading.moments is not None or len(reading.steps) == 2
    if not reading.over_time:
        placed = len(reading.series) > 1
    few = 1 < len(reading.steps) <= reading.count <= FEW
    return placed and few and len(reading.series) <= _SERIES_MAX


def _is_plain(spec: Spec) -> bool:
    """Tell whether the author of *spec* leaves it to us how it looks."""
    encoding, mark = spec.get("encoding"), spec.get("mark")
    if not spec.keys() <= _SPEC or not isinstance(encoding, dict):
        return False
    if not (
        isinstance(mark, str)
        or (isinstance(mark, dict) and {"type"} <= mark.keys() <= {"type", "point"})
    ):
        return False
    return isinstance(spec.get("width", 0), int | float) and all(
        isinstance(channel, dict)
        and channel.keys() <= _CHANNEL
        and not isinstance(channel.get("sort"), str)
        for channel in encoding.values()
    )
