"""What a chart of ours has although no author writes it: a width, axes that end at a tick, names that
fit under their bars, and the bars' values.

Enters: a Vega-Lite specification with inline values. Leaves: the same, completed; what its author
decided stays, and who writes layers decides about values too.
"""

import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal, TypeGuard

from pitstop_docs.tree.chart_fields import (
    NAMES,
    PLAIN,
    Field,
    Spec,
    channel_of,
    encodings_of,
    field_of,
    fields_of,
    rows_of,
)
from pitstop_docs.tree.chart_series import read

FEW = 8  # values that need no axis
TICKS: Mapping[str, int] = {"x": 5, "y": 4}  # how many an axis has, about
INSIDE = "inside"  # the config's range of colours for words on bars of each category's colour
# px around a drawing. The heading above stands close to what it names; this is air between it and a
# legend.
PADDING: Mapping[str, int] = {"left": 0, "top": 6, "right": 0, "bottom": 2}
CLEAR = "clear"  # the config's style of what keeps an axis' lines away from words
_FORMAT = ",.12~r"  # with the locale's separators; no more decimals than there are
# How an axis writes dates: the day before its month. The keys are Vega's units of time.
_DATES = {
    "year": "%Y", "quarter": "%B", "month": "%B", "week": "%-d %b", "date": "%-d %b", "day": "%-d %b",
}  # fmt: skip
# What a date says at the finest, by the hyphens in it, and about how many days that has.
_UNITS = (("year", 366), ("month", 31), ("day", 1))
_UNITS_MAX = 12  # ticks of these side by side
_PLACE = "place in time"  # the field of that
_EQUAL = 0.1  # of the least way between two times: months have 28 to 31 days
_AXIS = 50  # px beside the plot, about
_LETTER, _DIGIT, _LINE = 6, 7, 13  # px that one takes on an axis, and in bold on a bar
_BESIDE = 5  # px between a bar that lies and its value
_BAR, _GROUP = 0.5, 0.8  # the share of a category's room that a bar, or a group of bars, takes
_POSITIONS = frozenset({"x", "y"})
_THINNEST = 0.15  # of the tallest stack: a part that a line of text fits into

Axis = Literal["x", "y"]


def lay_out(spec: Spec, width: int) -> Spec:
    """Return *spec* to be drawn *width* px wide, the labels of its axes included."""
    plot = width - _AXIS
    spec = _with_true_times(spec, plot)
    spec = _with_forms(_with_short_names(spec, plot))
    laid = _with_round_axes(_with_values(spec, plot))
    asked = spec.get("width", width)
    if not isinstance(asked, int | float):  # so much for each bar
        return laid
    fit = {"type": "fit-x", "contains": "padding"}
    return {**laid, "width": min(asked, width), "autosize": fit}


def _with_true_times(spec: Spec, plot: int) -> Spec:
    """Return *spec*, if it has marks by names of unequal times along x, with each as far from the others as its
    time is. *plot* px are as wide as all."""
    reading, encoding = read(spec), spec.get("encoding")
    x = channel_of(encoding, "x")
    if (
        reading is None or reading.moments is None or len(reading.moments) < 3 or "layer" in spec
        or field_of(x) != reading.fields[1] or x.get("type") not in NAMES or "xOffset" in spec["encoding"]
        or not {"axis", "scale"}.isdisjoint(x)
    ):  # fmt: skip
        return spec
    moments, gaps = reading.moments, [b - a for a, b in pairwise(reading.moments)]
    if max(gaps) - min(gaps) <= _EQUAL * min(gaps):
        return spec
    places = dict(zip(reading.steps, moments, strict=True))
    data = [{**row, _PLACE: places[str(row.get(field_of(x)))]} for row in rows_of(spec)]
    names = f"{json.dumps(reading.steps)}[indexof({json.dumps(moments)}, datum.value)]"
    end = min(gaps) / 2
    true = {
        "field": _PLACE, "type": "quantitative", "title": x.get("title", x["field"]),
        "axis": {"values": list(moments), "labelExpr": names, "ticks": True, "labelOverlap": "greedy"},
        "scale": {"zero": False, "nice": False, "domain": [moments[0] - end, moments[-1] + end]},
    }  # fmt: skip
    mark = spec["mark"] if isinstance(spec["mark"], dict) else {"type": spec["mark"]}
    if mark.get("type") == "bar":
        wide = plot * min(gaps) / (moments[-1] - moments[0] + 2 * end) * _BAR
        mark = {**mark, "orient": "vertical", "width": round(wide, 2)}
    return {
        **spec,
        "data": {"values": data},
        "mark": mark,
        "encoding": {**spec["encoding"], "x": true},
    }


def _with_forms(spec: Spec) -> Spec:
    """Return *spec* with its values in the forms in which a table has them: years without separators,
    words of numbers with them, dates as they are where the reader is."""
    fields = fields_of(spec)

    def formed(encoding: Spec) -> Spec:
        return {
            name: _formed(name, channel, fields.get(field_of(channel)))
            for name, channel in encoding.items()
        }

    laid: Spec = _with_encodings(spec, formed)
    return laid


def _formed(name: str, channel: Any, known: Field | None) -> Any:
    if known is None:
        return channel
    kind, guide = channel.get("type"), "axis" if name in _POSITIONS else "legend"
    own, scale = channel.get(guide, {}), channel.get("scale", {})
    if own is None or scale is None:  # the author wants none
        return channel
    if kind == "temporal" and name in _POSITIONS:
        # A day without an hour is one of Greenwich: elsewhere it would be the day before.
        dated = {"format": _DATES, **_ticks_of(known.values), **own}
        return {**channel, "axis": dated, "scale": {"type": "utc", **scale}}
    if kind != "quantitative":
        return channel
    if name == "text":
        return {"format": _format(known), **channel}
    if known.has_separators:
        return channel
    if not (known.free and known.are_years and name == "x"):
        return {**channel, guide: {"format": PLAIN, **own}}
    # From the first year on, and no tick stands for half of one.
    ticks = min(TICKS[name], max(max(known.values) - min(known.values), 1))
    axis = {"format": PLAIN, "tickCount": ticks, **own}
    return {**channel, "axis": axis, "scale": {"zero": False, "nice": False, **scale}}


def _ticks_of(dates: list[Any]) -> Spec:
    """Return what an axis of *dates* must be told: where there is room for a tick at each year, month or
    day, whichever they say at the finest, there is none at what they do not say."""
    typed = [str(each) for each in dates]
    unit, days = _UNITS[min(max(each.count("-") for each in typed), len(_UNITS) - 1)]
    try:
        known = [date.fromisoformat((each + "-01-01")[:10]) for each in typed]
    except ValueError:
        return {}
    few = (max(known) - min(known)).days <= _UNITS_MAX * days
    return {"tickCount": {"interval": unit, "step": 1}} if few else {}


def _format(known: Field) -> str:
    """Return the format in which a mark says a value of the field."""
    return _FORMAT if known.has_separators else PLAIN


def _with_round_axes(spec: Spec) -> Spec:
    """Return *spec* with quantitative axes that end at a tick: no bar passes the last line."""
    for axis, count in TICKS.items():
        channels = [channel_of(encoding, axis) for encoding in encodings_of(spec)]
        if any(_decides(channel.get("scale", {})) for channel in channels):
            continue

        def rounded(encoding: Spec, axis: str = axis, count: int = count) -> Spec:
            channel = channel_of(encoding, axis)
            if channel.get("type") != "quantitative":
                return encoding
            scale = {**channel.get("scale", {}), "nice": count}
            return {**encoding, axis: {**channel, "scale": scale}}

        spec = _with_encodings(spec, rounded)
    return spec


def _decides(scale: Any) -> bool:
    """Tell whether an author's *scale* says where its axis ends."""
    return not isinstance(scale, dict) or not scale.keys().isdisjoint({"domain", "nice", "type"})


def _with_short_names(spec: Spec, plot: int) -> Spec:
    """Return *spec* with the names under its bars in lines that fit on *plot* px side by side."""
    x = channel_of(spec.get("encoding"), "x")
    names = list(dict.fromkeys(str(row.get(field_of(x))) for row in rows_of(spec)))
    letters = plot // max(len(names), 1) // _LETTER
    if "axis" in x or x.get("type") not in NAMES or all(len(name) <= letters for name in names):
        return spec
    lines = {n: textwrap.wrap(n, max(letters, 1), break_long_words=False) for n in names}
    axis = {"labelExpr": f"({json.dumps(lines)})[datum.label] || datum.label"}
    return {**spec, "encoding": {**spec["encoding"], "x": {**x, "axis": axis}}}


# --- values -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bars:
    """Bars that can say their values: these go ``along`` one axis, categories along the other.
    ``parts`` are the values by category and by place in it."""

    along: Axis
    shape: Literal["single", "grouped", "stacked"]
    parts: Mapping[tuple[str, str], float]

    @property
    def longest(self) -> int:
        """The px that the longest value takes."""
        return max(len(f"{value:,.12g}") for value in self.parts.values()) * _DIGIT

    def readable(self, plot: int) -> bool:
        """Tell whether each bar has room to say its value, on *plot* px."""
        totals: dict[str, float] = {}
        for (name, _place), value in self.parts.items():
            totals[name] = totals.get(name, 0) + value
        room = plot / len(totals)
        if self.shape == "stacked":
            least = min(self.parts.values()) / (max(totals.values()) or 1)
            if self.along == "x":
                return self.longest <= plot * least / 2  # names take the other half
            return self.longest <= room * _BAR and least >= _THINNEST
        if self.shape == "grouped":
            room *= _GROUP / len({place for _name, place in self.parts})
        return self.along == "x" or self.longest <= room


def _with_values(spec: Spec, plot: int) -> Spec:
    """Return *spec*, if it is bars of which each has room for its value, with the values."""
    bars = _bars(spec)
    if bars is None or not bars.readable(plot):
        return spec
    shared = dict(spec["encoding"])
    number = shared[bars.along]
    own: Spec = {"color": shared.pop("color")} if "color" in shared else {}
    form = _format(fields_of(spec)[number["field"]])
    text: Spec = {"text": {"field": number["field"], "type": "quantitative", "format": form}}
    rest = {key: value for key, value in spec.items() if key != "mark"}
    below = []
    if alone := len(bars.parts) <= FEW and "axis" not in number:
        number = shared[bars.along] = {**number, "axis": _silent_axis(number)}
    if bars.shape == "stacked":
        where: Spec = {}
        text["color"] = {**own["color"], "legend": None, "scale": {"range": INSIDE}}
        text[bars.along] = {**number, "stack": "zero", "bandPosition": 0.5}
        own[bars.along] = shared.pop(bars.along)
        rest["resolve"] = {"scale": {"color": "independent"}}
    elif bars.along == "y":
        where = {"baseline": "bottom", "dy": -3}
        below = [] if alone else [{"mark": _clear(bars.longest + _DIGIT)}]
    else:
        where = {"align": "left", "dx": _BESIDE}
        rest["padding"] = {**PADDING, "right": bars.longest + _BESIDE}
    bar = {"mark": spec["mark"], "encoding": own}
    words = {"mark": {"type": "text", **where}, "encoding": text}
    return {**rest, "encoding": shared, "layer": [*below, bar, words]}


def _silent_axis(number: Spec) -> Spec | None:
    """Return the axis of what few bars say themselves: none, but for the title that its author gave it."""
    titled = {"labels": False, "grid": False, "title": number.get("title")}
    return titled if number.get("title") else None


def _clear(width: int) -> Spec:
    """Return the mark of ground, *width* px wide, on which a value stands above its bar: no line of
    the axis goes through it."""
    flat = _LINE / width
    shape = f"M-1,{-flat:.3f}H1V{flat:.3f}H-1Z"
    return {"type": "point", "style": CLEAR, "shape": shape, "size": width**2, "yOffset": -9}


def _bars(spec: Spec) -> _Bars | None:
    """Return the bars of *spec*; None when it is something else, when a value is missing, negative or
    hidden by another, or when its author has decided how they are stacked, scaled or coloured."""
    mark, encoding = spec.get("mark"), spec.get("encoding")
    kind = mark.get("type") if isinstance(mark, dict) else mark
    along: Axis = "x" if channel_of(encoding, "x").get("type") == "quantitative" else "y"
    across: Axis = "y" if along == "x" else "x"
    offset = f"{across}Offset"
    number, name, colour = (channel_of(encoding, each) for each in (along, across, "color"))
    if (
        kind != "bar"
        or not isinstance(encoding, dict)
        or not encoding.keys() <= {"x", "y", "color", offset}
        or not {"layer", "resolve"}.isdisjoint(spec)
        or number.get("type") != "quantitative"
        or name.get("type") not in NAMES
        or (field_of(colour) and colour.get("type") not in NAMES)
        or "stack" in number
        or "scale" in colour
        or _decides(number.get("scale", {}))
    ):
        return None
    fields = [field_of(channel_of(encoding, each)) for each in (across, offset, "color")]
    category, beside, shade = fields
    if beside and shade not in ("", beside):  # groups of stacks
        return None
    above = shade not in ("", beside, category)
    place = beside or shade or category
    parts: dict[tuple[str, str], float] = {}
    for row in rows_of(spec):
        key, value = (str(row.get(category)), str(row.get(place))), row.get(field_of(number))
        if key in parts or not _is_amount(value):
            return None
        parts[key] = value
    shape: Literal["single", "grouped", "stacked"] = "stacked" if above else "single"
    return _Bars(along, "grouped" if beside else shape, parts) if parts else None


def _is_amount(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


# --- the parts of a specification -------------------------------------------------------------------


def _with_encodings(spec: Any, change: Callable[[Spec], Spec]) -> Any:
    """Return *spec* with its encoding and those of its layers changed."""
    if not isinstance(spec, dict):
        return spec
    changed = dict(spec)
    if isinstance(spec.get("encoding"), dict):
        changed["encoding"] = change(spec["encoding"])
    if isinstance(spec.get("layer"), list):
        changed["layer"] = [_with_encodings(layer, change) for layer in spec["layer"]]
    return changed
