"""Few points over time as lines: a slope, where there is a before and an after.

Enters: a chart of few values. Leaves: SVG: what each series was at its left, what it is and what changed at its
right. The first series is in the accent, the others are there to be compared.
"""

from collections.abc import Mapping
from decimal import Decimal
from itertools import chain

from pitstop_docs.writers.chart_canvas import Anchor, Words
from pitstop_docs.writers.chart_direct import AIR, VALUE, Drawing

_LAST, _LAST_OTHER = 20.0, 13.0  # px: the value at the end of the first series, and of another
_MARGIN = AIR + 5  # px for words beside a point, and half of the point
# px above the highest point, above the lines of a before and an after, and above the names of the steps.
_TOP, _AIR_ABOVE, _FOOT = 18, 5, 7
_NARROWEST = 60  # px from the first point to the last
_FLATTEST = 1.6  # times its height: how wide lines are at most
_DOT, _LINE = (4.5, 3.5), (3.0, 1.75)  # px, of the first series and of the others


def draw_lines(drawing: Drawing, joined: bool) -> str | None:
    """Return *drawing* with its points, *joined* to lines or alone; None if words leave no room for them."""
    reading, canvas = drawing.reading, drawing.canvas
    first, *_between, last = reading.steps
    ends = [_end(drawing, index) for index in range(len(reading.series))]
    firsts = [s.values[first] for s in reading.series if first in s.values]
    left = max(_value(drawing, 0, value).width for value in firsts) + _MARGIN
    right = max(words.width for words in chain(*ends)) + _MARGIN
    way = min(canvas.width - left - right, drawing.height * _FLATTEST)
    if way < _NARROWEST:
        return None
    places = dict(zip(reading.steps, (left + s * way for s in drawing.shares()), strict=True))
    heights = _heights(drawing)
    blocks = [(list(at.values())[-1], end) for at, end in zip(heights, ends, strict=True)]
    bottom = drawing.write_beside(blocks, places[last] + _MARGIN)
    bottom = max(bottom, _TOP + drawing.height)
    if reading.is_change:
        for x in places.values():
            canvas.line([(x, _AIR_ABOVE), (x, bottom)], drawing.look.theme.colours.rule, 1)
    for index in reversed(range(len(heights))):
        points = [(places[step], y) for step, y in heights[index].items()]
        colour = drawing.look.theme.colours.muted if index else drawing.look.hue.accent
        if joined:
            canvas.line(points, colour, _LINE[index > 0])
        for x, y in points:
            canvas.point(x, y, _DOT[index > 0], colour)
    for index, at in enumerate(heights):
        _write_values(drawing, index, places, at)
    return canvas.svg(drawing.write_steps(places, bottom + _FOOT))


def _heights(drawing: Drawing) -> list[dict[str, float]]:
    """Return the heights of the points of each series by step, from left to right. Nought is among what
    there is room for: a slope is as steep as its numbers are."""
    reading = drawing.reading
    values = [float(v) for s in reading.series for v in s.values.values()]
    low, high = min(0, *values), max(0, *values)
    unit = drawing.height / ((high - low) or 1)
    return [
        {s: _TOP + (high - float(each.values[s])) * unit for s in reading.steps if s in each.values}
        for each in reading.series
    ]


def _end(drawing: Drawing, index: int) -> list[Words]:
    series = drawing.reading.series[index]
    last = next(series.values[s] for s in reversed(drawing.reading.steps) if s in series.values)
    size, weight = (_LAST_OTHER, 600) if index else (_LAST, 700)
    colour = drawing.ink(index) if index else drawing.look.hue.accent
    return [Words(drawing.value(last), size, colour, weight), *drawing.about(index)]


def _value(drawing: Drawing, index: int, value: Decimal) -> Words:
    return Words(drawing.value(value), VALUE, drawing.ink(index), 600)


def _write_values(
    drawing: Drawing, index: int, places: Mapping[str, float], heights: Mapping[str, float]
) -> None:
    """Write the values of a series but the last, each where there is room: the first before its point."""
    values = drawing.reading.series[index].values
    for number, step in enumerate(list(heights)[:-1]):
        x, y = places[step], heights[step]
        above: tuple[float, float, Anchor] = (x, y - AIR, "middle")
        below: tuple[float, float, Anchor] = (x, y + AIR + VALUE * 0.7, "middle")
        left: tuple[float, float, Anchor] = (x - AIR, y + VALUE * 0.35, "end")
        around = (above, left, below) if number else (left, above, below)
        drawing.canvas.write_where_free(_value(drawing, index, values[step]), around)
