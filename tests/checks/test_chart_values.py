"""Whatever stands in a chart's specification, checks say what is wrong and never break down."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pitstop_docs.checks.chart_values import (
    CHANNELS,
    type_problems,
    unclear_fields,
    value_problems,
)
from pitstop_docs.checks.charts import _problems
from pitstop_docs.tree.chart_fields import TYPES

NAMES = st.sampled_from(["anno", "soci", "5", "a.b", ""])
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=6), NAMES,
    st.sampled_from(["1.200", "12,5", "2017-04-31", *TYPES]),
)  # fmt: skip
KEYS = st.sampled_from([
    *sorted(CHANNELS), "data", "values", "mark", "encoding", "layer", "field", "type", "axis", "legend",
    "scale", "format", "title", "domain", "labels", "width", "sort", "aggregate",
])  # fmt: skip
ANY: st.SearchStrategy[Any] = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(KEYS, NAMES), inner, max_size=4),
    ),
    max_leaves=12,
)
CHANNEL = st.one_of(
    ANY,
    st.fixed_dictionaries(
        {"field": NAMES},
        optional={
            "type": st.one_of(st.sampled_from(TYPES), ANY),
            "axis": ANY,
            "scale": ANY,
            "title": ANY,
        },
    ),
)
ENCODING = st.one_of(ANY, st.dictionaries(st.sampled_from(sorted(CHANNELS)), CHANNEL, max_size=4))
ROWS = st.lists(st.one_of(ANY, st.dictionaries(NAMES, PLAIN, max_size=4)), max_size=4)
SPECS = st.fixed_dictionaries(
    {},
    optional={
        "data": st.one_of(ANY, st.fixed_dictionaries({"values": ROWS})),
        "mark": ANY,
        "encoding": ENCODING,
        "layer": st.one_of(
            ANY, st.lists(st.fixed_dictionaries({"encoding": ENCODING}), max_size=2)
        ),
    },
)


@settings(
    suppress_health_check=[HealthCheck.too_slow]
)  # on a busy machine: specifications are large
@given(spec=SPECS)
def test_any_specification_is_checked(spec: dict[str, Any]) -> None:
    for path, message, hint in (*_problems(spec), *unclear_fields(spec)):
        assert message
        assert isinstance(path, tuple)
        assert isinstance(hint, str)


@given(rows=st.lists(st.fixed_dictionaries({"soci": PLAIN}), min_size=1, max_size=4))
def test_what_passes_is_of_its_type(rows: list[dict[str, Any]]) -> None:
    encoding = {"y": {"field": "soci", "type": "quantitative"}}
    spec = {"mark": "bar", "data": {"values": rows}, "encoding": encoding}
    wrong = {path[2] for path, _message, _hint in value_problems(spec)}
    numbers = {n for n, row in enumerate(rows) if type(row["soci"]) in (int, float)}
    assert wrong == set(range(len(rows))) - numbers
    assert not list(type_problems(spec))
