"""Rules over charts: a Vega-Lite specification may draw inline values and do nothing else.

What is not in the lists below is refused: names that fetch, link, name data or compute
(expressions could also exhaust memory), and numbers that no brief needs."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from pitstop_docs.checks.chart_values import (
    CHANNELS,
    Path,
    Problem,
    cut_numbers,
    format_problems,
    is_thousands,
    plain_number,
    type_problems,
    unclear_fields,
    value_problems,
)
from pitstop_docs.checks.findings import finding_problem
from pitstop_docs.problems.diagnostics import Reporter, did_you_mean
from pitstop_docs.problems.messages import _
from pitstop_docs.records.model import Collection
from pitstop_docs.tree.chart_fields import fields_of, rows_of

ROWS_MAX = 200
COLUMNS_MAX = 12
TEXT_MAX = 80  # characters of a name or text
LENGTH_MAX = 1_000  # px of a size
NUMBER_MAX = 10**12
_NUMBERS_ALONE = frozenset({"domain", "datum"})
_NUMBERS_OF_DATA = frozenset({"domain", "datum", "values", "value"})
MARKS = ("bar", "line", "point", "area", "rule", "tick", "circle", "square", "text")
_KEYS = CHANNELS | frozenset({
    # the whole
    "data", "mark", "encoding", "layer", "width", "height", "resolve",
    # a mark
    "type", "point", "filled", "interpolate", "cornerRadius", "strokeWidth", "align", "baseline",
    "dx", "dy",
    # a channel
    "field", "title", "scale", "axis", "legend", "sort", "stack", "value", "datum", "band",
    # scales, axes and legends
    "domain", "zero", "nice", "padding", "paddingInner", "paddingOuter", "values", "grid", "labels",
    "ticks", "orient", "labelAngle", "labelLimit", "labelPadding", "titlePadding", "tickSize",
    "columns", "direction", "reverse", "format",
})  # fmt: skip

_SIZES = frozenset({"width", "height"})
_PARTS = frozenset({"scale", "axis", "legend"})


def check_charts(collection: Collection, reporter: Reporter) -> None:
    """Charts have inline values, each of its field's type, plain marks, and nothing that fetches, links
    or computes; what a finding says is in its chart."""
    for case in collection.every_case:
        for index, chart in enumerate(case.charts):
            place = partial(case.at, "charts", index, "spec")
            wrong = list(_problems(chart.spec))
            for path, message, hint in wrong:
                reporter.report("bad-chart", place(*path), message, hint)
            problem = finding_problem(chart, case.language) if chart.finding and not wrong else None
            if problem:
                at = case.at("charts", index, "finding")
                reporter.report("finding-not-in-series", at, *problem)
            for path, message, hint in unclear_fields(chart.spec):
                reporter.report("years-or-amounts", place(*path), message, hint)


def _problems(spec: dict[str, Any]) -> Iterator[Problem]:
    cut = list(cut_numbers(spec))
    yield from cut or (*_data_problems(spec), *value_problems(spec))
    drawing = [*_drawing_problems(spec), *type_problems(spec)]
    yield from drawing
    if not drawing and rows_of(spec) and not any(f.types for f in fields_of(spec).values()):
        yield (), _("the chart draws none of its values"), _shape_hint("encoding")


def _data_problems(spec: dict[str, Any]) -> Iterator[Problem]:
    data = spec.get("data")
    rows = data.get("values") if isinstance(data, dict) and set(data) == {"values"} else None
    write = _("write 'data: {values: [{year: 2020, jobs: 8}, {year: 2021, jobs: 9}]}'")
    if not isinstance(rows, list) or not rows:
        yield ("data",), _("a chart's data must be values written here"), write
        return
    if len(rows) > ROWS_MAX:
        limit = _("at most {limit} are allowed").format(limit=ROWS_MAX)
        yield ("data", "values"), _("the chart has too many values"), limit
        return
    names = list(rows[0]) if isinstance(rows[0], dict) else []
    for index, row in enumerate(rows):
        place = ("data", "values", index)
        if not isinstance(row, dict) or any(isinstance(v, dict | list) for v in row.values()):
            yield place, _("a chart's values must be plain names and numbers"), write
        elif set(row) != set(names) or len(names) > COLUMNS_MAX:
            yield (
                place,
                _("every row of a chart must have the same names"),
                _("names are: {known}").format(known=", ".join(names[:COLUMNS_MAX])),
            )
        else:
            for name, value in row.items():
                yield from _value_problems((*place, name), name, value)


def _value_problems(place: Path, name: str, value: Any) -> Iterator[Problem]:
    # Vega reads ".", "[" and quotes in a name as a way into a value.
    plain = all(char.isalnum() or char in " _-%€()" for char in name) and name[:1].isalpha()
    if not plain or len(name) > TEXT_MAX:
        yield (
            place,
            _("'{name}' cannot be a name in a chart").format(name=name[:TEXT_MAX]),
            _("use letters, digits and spaces, a letter first"),
        )
    if isinstance(value, str) and len(value) > TEXT_MAX:
        limit = _("at most {limit} characters are allowed").format(limit=TEXT_MAX)
        yield place, _("this text is too long for a chart"), limit
    if isinstance(value, int | float) and abs(value) > NUMBER_MAX:
        yield place, _("this number is too great for a chart"), _("count in thousands or millions")


def _drawing_problems(spec: dict[str, Any]) -> Iterator[Problem]:
    rows = spec.get("data", {}).get("values") if isinstance(spec.get("data"), dict) else None
    names = list(rows[0]) if isinstance(rows, list) and rows and isinstance(rows[0], dict) else []
    for path, key, value in _walk({k: v for k, v in spec.items() if k != "data"}, ()):
        if key not in _KEYS or key == "data":
            yield (
                path,
                _("a chart cannot have '{key}'").format(key=key[:TEXT_MAX]),
                "",  # that of the table
            )
        elif (key == "mark" and not isinstance(value, dict)) or path[-2:] == ("mark", "type"):
            if value not in MARKS:
                yield (
                    path,
                    _("a chart cannot have the mark '{mark}'").format(mark=str(value)[:TEXT_MAX]),
                    _("marks are: {marks}").format(marks=", ".join(MARKS)),
                )
        elif key == "format":
            yield from format_problems(path, value)
        elif not _has_shape(key, value):
            yield (
                path,
                _("'{key}' has not the shape that a chart needs").format(key=key),
                _shape_hint(key),
            )
        elif key == "field" and value not in names:
            yield (
                path,
                _("the values have no '{name}'").format(name=str(value)[:TEXT_MAX]),
                did_you_mean(str(value), names)
                or _("names are: {known}").format(known=", ".join(names[:COLUMNS_MAX])),
            )
        else:
            yield from _limit_problems(path, value)
    if "mark" not in spec and "layer" not in spec:
        yield (), _("the chart has no 'mark'"), _("add 'mark: bar', or line, point, area…")


def _has_shape(key: str, value: Any) -> bool:
    """Tell whether *value* is what composition relies on under *key*."""
    if key == "encoding":
        return isinstance(value, dict) and all(isinstance(v, dict) for v in value.values())
    if key == "layer":
        return isinstance(value, list) and all(isinstance(layer, dict) for layer in value)
    if key in _SIZES:
        return isinstance(value, int | float) and value > 0
    if key in _PARTS:
        return value is None or isinstance(value, dict)
    return key != "title" or value is None or isinstance(value, str)


def _shape_hint(key: str) -> str:
    match key:
        case "encoding":
            return _("write 'encoding: {x: {field: year, type: ordinal, title: Year}}'")
        case "layer":
            return _("write 'layer: [{mark: bar}, {mark: text}]'")
        case "title":
            return _("write a text, or null for none")
        case _ if key in _SIZES:
            return _("write '{key}: 300', in px").format(key=key)
        case _:
            return _("write '{key}: {{…}}' with what it has, or null for none").format(key=key)


def _limit_problems(path: Path, value: Any) -> Iterator[Problem]:
    limit = LENGTH_MAX if _NUMBERS_OF_DATA.isdisjoint(path) else NUMBER_MAX
    if isinstance(value, int | float) and abs(value) > limit:
        allowed = _("at most {limit} is allowed").format(limit=limit)
        yield path, _("this number is too great for a chart"), allowed
    elif isinstance(value, str) and len(value) > TEXT_MAX:
        allowed = _("at most {limit} characters are allowed").format(limit=TEXT_MAX)
        yield path, _("this text is too long for a chart"), allowed
    elif not _NUMBERS_ALONE.isdisjoint(path) and is_thousands(value):
        message = _("'{value}' may be a thousand or a decimal number").format(value=value)
        yield path, message, plain_number()
    elif isinstance(value, list) and len(value) > ROWS_MAX:
        allowed = _("at most {limit} are allowed").format(limit=ROWS_MAX)
        yield path, _("the chart has too many values"), allowed


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    """Yield every key with its value, and the items of lists under the key of their list; what is
    below a key that is refused is not looked at."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key), key, inner
            if key in _KEYS and (isinstance(inner, dict) or _has_shape(key, inner)):
                yield from _walk(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if not isinstance(inner, dict | list):
                yield (*path, index), str(path[-1]), inner
            yield from _walk(inner, (*path, index))
