"""Few bars over time: a pair of them, where there is a before and an after.

Enters: a chart of few values. Leaves: SVG with each value on its bar, and names and changes beside the last;
None where a bar has no room for its value. Series stand beside each other, or one upon the other as parts of a
whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pitstop_docs.writers.chart_canvas import LEADING, Box, Words
from pitstop_docs.writers.chart_direct import AIR, LABEL, VALUE, Drawing

_SHARE_MAX, _WIDEST, _THINNEST = 0.19, 72.0, 9.0  # of the width, and px: a bar
_SHARE = 0.62  # of the way from one step to the next, that bars take
_PAIR = 1.9  # times what bars take, from one of two steps to the other
_TOP, _FOOT = VALUE * 1.5, 6  # px above the highest bar, for its value, and below the lowest


@dataclass(frozen=True, slots=True)
class _Bars:
    """Where bars stand: the middle of each step, the px that one is wide, the lowest and px for one counted."""

    drawing: Drawing
    places: Mapping[str, float]
    width: float
    scale: float

    @property
    def base(self) -> float:
        return _TOP + self.drawing.height

    def box(self, index: int, step: str) -> Box:
        """Return the bar of a series at *step*."""
        reading = self.drawing.reading
        value, below, middle = reading.series[index].values[step], Decimal(0), self.places[step]
        if reading.parts:
            below = sum((s.values[step] for s in reading.series[:index]), below)
        else:
            middle += (index - (len(reading.series) - 1) / 2) * self.width
        bottom = self.base - float(below) * self.scale
        left = middle - self.width / 2
        return Box(left, bottom - float(value) * self.scale, left + self.width, bottom)

    def right(self, step: str) -> float:
        """Return where the bars of *step* end."""
        there = (n for n, s in enumerate(self.drawing.reading.series) if step in s.values)
        return max(self.box(index, step).right for index in there)


def draw_bars(drawing: Drawing) -> str | None:
    """Return *drawing* with its bars, if there is room for what they say."""
    reading, canvas, look = drawing.reading, drawing.canvas, drawing.look
    values = [v for s in reading.series for v in s.values.values()]
    totals = reading.totals()
    has_gaps = reading.parts and totals is None and len(reading.series) > 1
    if min(values) < 0 or not max(values) or has_gaps:
        return None
    ends = [drawing.about(index) for index in range(len(reading.series))]
    change = dict(drawing.chart.changes).get("", "") if totals else ""
    whole = list(drawing.broken(change, look.hue.deep, 600))
    right = max((words.width + AIR for words in sum(ends, whole)), default=0)
    places, width = _places(drawing, canvas.width - right)
    highest = max([*values, *(totals.values.values() if totals else ())])
    bars = _Bars(drawing, places, width, drawing.height / float(highest))
    if not (_has_room(bars, values) and _are_named(drawing, places)):
        return None
    last = reading.steps[-1]
    blocks = [(_draw_series(bars, n), end) for n, end in enumerate(ends)]
    if totals:
        for step, total in totals.values.items():
            _write_above(bars, places[step], total, look.hue.deep)
        blocks.append((bars.base - float(totals.values[last]) * bars.scale - VALUE * 0.7, whole))
    canvas.line([(0, bars.base), (bars.right(last), bars.base)], look.theme.colours.muted, 1)
    bottom = drawing.write_beside(blocks, bars.right(last) + AIR)
    return canvas.svg(drawing.write_steps(places, max(bars.base, bottom) + _FOOT))


def _places(drawing: Drawing, room: float) -> tuple[dict[str, float], float]:
    """Return the middle of each step and the width of a bar, on *room* px."""
    reading, shares = drawing.reading, drawing.shares()
    beside = 1 if reading.parts else len(reading.series)
    widest = beside * min(_SHARE_MAX * drawing.canvas.width, _WIDEST)
    if len(shares) == 2:
        taken = min(widest, room / (1 + _PAIR))
        way = taken * _PAIR
    else:
        # What bars take is a share of the least way between two, and that is one of what they leave.
        least = _SHARE * min(after - before for before, after in pairwise(shares))
        taken = min(widest, room * least / (1 + least))
        way = room - taken
    middles = (taken / 2 + share * way for share in shares)
    return dict(zip(reading.steps, middles, strict=True)), taken / beside


def _has_room(bars: _Bars, values: list[Decimal]) -> bool:
    """Tell whether each value fits into its part, or above its bar."""
    drawing, reading = bars.drawing, bars.drawing.reading
    widest = max(Words(drawing.value(v), VALUE, "", 700).width for v in values)
    if reading.totals():
        return widest <= bars.width and float(min(values)) * bars.scale >= VALUE * LEADING
    between = bars.width
    if len(reading.series) == 1:
        between = min(after - before for before, after in pairwise(bars.places.values())) - 2
    return bars.width >= _THINNEST and widest <= between


def _are_named(drawing: Drawing, places: Mapping[str, float]) -> bool:
    """Tell whether names that are no times have room below their bars, in two rows."""
    least = min(after - before for before, after in pairwise(places.values()))
    return drawing.reading.over_time or all(
        Words(drawing.named(step), LABEL, "").width <= 2 * least for step in places
    )


def _draw_series(bars: _Bars, index: int) -> float:
    """Draw the bars of a series with their values; return the height of the middle of its last part, or of
    the top of its last bar."""
    drawing = bars.drawing
    colours, hue, parted = drawing.look.theme.colours, drawing.look.hue, drawing.reading.totals()
    fill = (hue.accent, hue.line, colours.muted)[index]
    steps = [step for step in drawing.reading.steps if step in drawing.reading.series[index].values]
    boxes = {step: bars.box(index, step) for step in steps}
    for step, box in boxes.items():
        drawing.canvas.bar(box, fill)
        value = drawing.reading.series[index].values[step]
        if parted:
            words = Words(
                drawing.value(value), VALUE, hue.deep if fill == hue.line else colours.paper, 700
            )
            middle = (box.top + box.bottom) / 2 + VALUE * 0.35
            drawing.canvas.write(words, (box.left + box.right) / 2, middle, "middle")
        else:
            _write_above(bars, (box.left + box.right) / 2, value, drawing.ink(index), box.top)
    if parted and drawing.reading.is_change:
        before, after = boxes.values()
        drawing.canvas.line([(before.right, before.top), (after.left, after.top)], colours.muted, 1)
    last = boxes[steps[-1]]
    return (last.top + last.bottom) / 2 if parted else last.top


def _write_above(
    bars: _Bars, x: float, value: Decimal, colour: str, top: float | None = None
) -> None:
    drawing = bars.drawing
    height = bars.base - float(value) * bars.scale if top is None else top
    drawing.canvas.write(Words(drawing.value(value), VALUE, colour, 700), x, height - 4, "middle")
