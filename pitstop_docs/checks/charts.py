"""Rules over charts: a Vega-Lite specification may draw inline values and do nothing else."""

from collections.abc import Iterator
from typing import Any

from pitstop_docs.diagnostics import Reporter
from pitstop_docs.messages import _
from pitstop_docs.model import Collection

VALUES_MAX = 500
# Keys that fetch, link or compute: expressions could also exhaust memory.
_FORBIDDEN = frozenset({
    "url", "href", "datasets", "name", "lookup", "from", "loader", "usermeta", "params", "selection", "expr",
    "signal", "calculate", "filter", "test", "transform", "sequence", "sphere", "graticule", "concat",
    "hconcat", "vconcat", "repeat", "facet", "format", "formatType",
})  # fmt: skip
_MARKS = frozenset({"bar", "line", "point", "area", "rule", "tick", "circle", "square", "text"})

Path = tuple[str | int, ...]


def check_charts(collection: Collection, reporter: Reporter) -> None:
    """Charts have inline values, plain marks, and nothing that fetches, links or computes."""
    for case in collection.cases:
        for index, chart in enumerate(case.charts):
            for path, message, hint in _problems(chart.spec):
                reporter.error("bad-chart", message, case.at("charts", index, "spec", *path), hint)


def _problems(spec: dict[str, Any]) -> Iterator[tuple[Path, str, str]]:
    data = spec.get("data")
    values = data.get("values") if isinstance(data, dict) and set(data) == {"values"} else None
    if not isinstance(values, list) or not values:
        yield (
            ("data",),
            _("a chart's data must be inline values"),
            _("write 'data: {values: [{…}, {…}]}' with the numbers"),
        )
    elif len(values) > VALUES_MAX:
        limit = _("at most {limit} are allowed").format(limit=VALUES_MAX)
        yield ("data", "values"), _("the chart has too many values"), limit
    else:
        for index, row in enumerate(values):
            flat = isinstance(row, dict) and not any(isinstance(v, dict | list) for v in row.values())
            if not flat:
                yield (
                    ("data", "values", index),
                    _("a chart's values must be plain names and numbers"),
                    _("write {year: 2020, jobs: 8}"),
                )
    for path, key, value in _walk({k: v for k, v in spec.items() if k != "data"}, ()):
        if key in _FORBIDDEN or (key == "data" and path != ("data",)):
            yield (
                path,
                _("a chart cannot have '{key}'").format(key=key),
                _("charts draw inline values: they fetch, link and compute nothing"),
            )
        if key == "mark" or (key == "type" and len(path) > 1 and path[-2] == "mark"):
            mark = value.get("type") if isinstance(value, dict) else value
            if mark not in _MARKS:
                yield (
                    path,
                    _("a chart cannot have the mark '{mark}'").format(mark=mark),
                    _("marks are: {marks}").format(marks=", ".join(sorted(_MARKS))),
                )
    if "mark" not in spec and "layer" not in spec:
        yield (), _("the chart has no 'mark'"), _("add 'mark: bar', or line, point, area…")


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key), key, inner
            yield from _walk(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, (*path, index))
