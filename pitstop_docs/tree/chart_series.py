"""What a chart says: how much of what, at which steps, in which series.

Enters: a Vega-Lite specification with inline values. Leaves: its series, in order, and whether its steps are
moments in time; None for a chart that has no single quantity by steps. A check, a text alternative and the
drawing read the same.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

from pitstop_docs.tree.chart_fields import (
    Field,
    Spec,
    channel_of,
    encodings_of,
    field_of,
    fields_of,
    is_number,
    rows_of,
)
from pitstop_docs.tree.moments import moment_of

# Fields that are times by their name, whatever words stand in them: "anno: cinque anni dopo".
_TIMES = re.compile(
    r"(?<![^\W_])(ann[oi]|annat[ae]|annualità|dat[ae]|mes[ei]|period[oi]|quando|years?|dates?|months?|périodes?"
    r"|années?|jahre?|años?)(?![^\W_])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one ``name`` by step; "" where a chart has no names."""

    name: str
    values: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Reading:
    """The ``series`` of a chart over its ``steps``, both in order; the first series is the chart's own, the
    others are there to be compared. ``moments`` are the steps' places in time, in years: None where they are
    no times, or a calendar does not have all of them; ``over_time`` says whether they are times. The series
    may be ``parts`` of a whole. ``fields`` draw the quantity, the steps and the series, the last or ""."""

    quantity: Field
    steps: tuple[str, ...]
    series: tuple[Series, ...]
    over_time: bool
    moments: tuple[float, ...] | None
    parts: bool
    fields: tuple[str, str, str]

    @property
    def is_change(self) -> bool:
        """Tell whether there is a before and an after, and each series has both."""
        return self.over_time and len(self.steps) == 2 and self.is_whole

    @property
    def is_whole(self) -> bool:
        """Tell whether each series has a value at each step."""
        return all(len(each.values) == len(self.steps) for each in self.series)

    @property
    def count(self) -> int:
        """How many values there are."""
        return sum(len(each.values) for each in self.series)

    def totals(self) -> Series | None:
        """Return the wholes that the series are parts of."""
        if not (self.parts and len(self.series) > 1 and self.is_whole):
            return None
        sums = {step: sum((s.values[step] for s in self.series), Decimal()) for step in self.steps}
        return Series("", sums)


def read(spec: Spec) -> Reading | None:
    """Return what *spec* says, if it draws one quantity by steps and nothing is said twice."""
    fields = fields_of(spec)
    channels = _channels(spec)
    quantity = _quantity(fields, channels)
    if quantity is None:
        return None
    across = "x" if field_of(channels["y"]) == quantity.name else "y"
    others = [field_of(channels[name]) for name in (across, f"{across}Offset", "color", "detail")]
    names = list(dict.fromkeys(name for name in others if name in fields and name != quantity.name))
    if not names or len(names) > 2:
        return None
    step = next((name for name in names if _is_time(fields[name])), names[0])
    apart = next((name for name in names if name != step), "")
    series = _series(spec, quantity.name, step, apart, _sorted(channels, apart))
    if not series:
        return None
    found = dict.fromkeys(name for each in series for name in each.values)
    steps, moments = _in_order(fields[step], list(found), _sorted(channels, step))
    over_time = _is_time(fields[step])
    return Reading(
        quantity=quantity, steps=steps, series=series, over_time=over_time,
        moments=moments if over_time else None,
        parts=_is_stacked(spec, channels, across, apart),
        fields=(quantity.name, step, apart),
    )  # fmt: skip


def _channels(spec: Spec) -> Mapping[str, Spec]:
    """Return the channels of *spec*, those of its first layer if it has layers."""
    whole = next(iter(encodings_of(spec)), {})
    first = next((found for found in encodings_of(spec) if field_of(channel_of(found, "y"))), whole)
    return {
        name: channel_of(first, name)
        for name in ("x", "y", "xOffset", "yOffset", "color", "detail")
    }


def _quantity(fields: Mapping[str, Field], channels: Mapping[str, Spec]) -> Field | None:
    for name in ("y", "x"):
        known = fields.get(field_of(channels[name]))
        if known and channels[name].get("type") == "quantitative" and not known.are_years:
            return known if all(is_number(v) and isfinite(v) for v in known.values) else None
    return None


def _is_time(field: Field) -> bool:
    if field.types <= {"nominal"} and field.types:
        return False  # names, in no order: what differs too much to be compared over time
    called = bool(_TIMES.search(field.name) or _TIMES.search(field.title))
    return called or "temporal" in field.types or all(map(moment_of, field.values))


def _series(
    spec: Spec, quantity: str, step: str, apart: str, order: list[str]
) -> tuple[Series, ...]:
    """Return the series by the names in the field *apart*, or () if a value stands twice."""
    found: dict[str, dict[str, Decimal]] = {name: {} for name in order}
    for row in rows_of(spec):
        values = found.setdefault(str(row.get(apart)) if apart else "", {})
        at = str(row.get(step))
        if at in values:
            return ()
        values[at] = Decimal(str(row[quantity]))
    return tuple(Series(name, values) for name, values in found.items() if values)


def _sorted(channels: Mapping[str, Spec], name: str) -> list[str]:
    """Return the order that an author gives the values of the field *name*, if there is one."""
    lists = (c.get("sort") for c in channels.values() if name and field_of(c) == name)
    return next(([str(value) for value in each] for each in lists if isinstance(each, list)), [])


def _in_order(
    field: Field, found: list[str], order: list[str]
) -> tuple[tuple[str, ...], tuple[float, ...] | None]:
    known = {step: moment_of(step) for step in found}
    places = {step: place for step, place in known.items() if place is not None}
    if len(places) == len(found):
        steps = sorted(found, key=places.__getitem__)
        distinct = len(set(places.values())) == len(steps)
        return tuple(steps), tuple(places[step] for step in steps) if distinct else None
    return tuple(sorted(found, key=lambda s: order.index(s) if s in order else len(order))), None


def _is_stacked(spec: Spec, channels: Mapping[str, Spec], across: str, apart: str) -> bool:
    """Tell whether the series stand one upon the other."""
    mark = spec.get("mark")
    kind: Any = mark.get("type") if isinstance(mark, dict) else mark
    beside = field_of(channels[f"{across}Offset"]) or field_of(channels[across]) == apart
    return bool(apart) and kind in ("bar", "area") and not beside


def every_series(reading: Reading) -> Iterator[Series]:
    """Yield the series of *reading*, and their wholes if they are parts."""
    yield from reading.series
    if (totals := reading.totals()) is not None:
        yield totals
