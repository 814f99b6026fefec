"""Charts: the theme's look, real text, nothing from outside, the same bytes each time."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pitstop_docs.look.theme import Templates, Theme, load_theme, packaged_templates
from pitstop_docs.tree.document import Chart
from pitstop_docs.writers.charts import ChartError, draw_png, draw_svg
from tests.specimen import CHART

FONTS = packaged_templates() / "fonts"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def theme() -> Theme:
    return load_theme(Templates((packaged_templates(),)))


def specification(**changes: Any) -> Chart:
    return Chart(json.dumps({**json.loads(CHART), **changes}))


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in etree.fromstring(svg.encode()).iter(SVG + "text")]


def test_labels_are_text_in_the_bundled_font(theme: Theme) -> None:
    svg = draw_svg(Chart(CHART), theme, "practice", FONTS)
    assert {"2003", "2020", "2025"} <= set(texts(svg))
    fonts = {each.get("font-family") for each in etree.fromstring(svg.encode()).iter(SVG + "text")}
    assert fonts == {theme.fonts.display}


@pytest.mark.parametrize("kind", ["practice", "policy"])
def test_bars_have_the_accent_of_the_kind(theme: Theme, kind: Any) -> None:
    svg = draw_svg(Chart(CHART), theme, kind, FONTS)
    assert svg.count(f'fill="{theme.kinds[kind].accent}"') == 3


def test_nothing_is_transparent(theme: Theme) -> None:
    chart = specification(mark="point")
    assert "opacity" not in draw_svg(chart, theme, "practice", FONTS)


def test_numbers_are_written_the_italian_way(theme: Theme) -> None:
    data = {"values": [{"anno": "2020", "n": 12000.5}, {"anno": "2021", "n": 8000}]}
    assert "12.000,5" in texts(draw_svg(specification(data=data), theme, "practice", FONTS))
    with_axes = specification(data=data, mark="area")
    assert "10.000" in texts(draw_svg(with_axes, theme, "practice", FONTS))


# --- the width, the axes ------------------------------------------------------------------------


@pytest.mark.parametrize("width", [204, 315, 472])
def test_a_drawing_has_the_width_asked_for_and_words_of_the_same_size(
    theme: Theme, width: int
) -> None:
    svg = draw_svg(Chart(CHART), theme, "practice", FONTS, width=width)
    drawing = etree.fromstring(svg.encode())
    assert float(drawing.get("width", "")) == width
    sizes = {float(text.get("font-size", "").rstrip("px")) for text in drawing.iter(SVG + "text")}
    assert {size * 0.75 for size in sizes} == {8.625, 9}  # pt: axes, values


def test_an_author_may_draw_a_narrower_chart_but_no_wider_one(theme: Theme) -> None:
    for asked, drawn in ((200, 200), (900, 315)):
        svg = draw_svg(specification(width=asked), theme, "practice", FONTS, width=315)
        assert float(etree.fromstring(svg.encode()).get("width", "")) == drawn


def number(text: str) -> float | None:
    try:
        return float(text.replace(".", "").replace(",", ".").replace("−", "-"))
    except ValueError:
        return None


def bars(values: dict[str, float], **y: Any) -> Chart:
    rows = [{"nome": name, "n": value} for name, value in values.items()]
    encoding = {
        "x": {"field": "nome", "type": "nominal"},
        "y": {"field": "n", "type": "quantitative", **y},
    }
    return Chart(json.dumps({"mark": "bar", "data": {"values": rows}, "encoding": encoding}))


@settings(max_examples=40, deadline=None)
@given(largest=st.one_of(st.integers(1, 10**9), st.floats(0.01, 1000).map(lambda n: round(n, 2))))
def test_axes_end_at_a_tick_above_the_largest_value(largest: float) -> None:
    theme = load_theme(Templates((packaged_templates(),)))
    rows = [{"nome": "a", "n": largest}, {"nome": "b", "n": largest / 3}]
    name, amount = {"field": "nome", "type": "nominal"}, {"field": "n", "type": "quantitative"}
    for axes in ({"x": name, "y": amount}, {"x": amount, "y": name}):
        for drawn in (
            {"mark": "point", "encoding": axes},
            {"layer": [{"mark": "line", "encoding": axes}]},
        ):
            chart = Chart(json.dumps({"data": {"values": rows}, **drawn}))
            # Not each tick has room for its number; Vega says in words where an axis ends.
            svg = draw_svg(chart, theme, "practice", FONTS)
            (end,) = re.findall(r"linear scale with values from [\d.,]+ to ([\d.,]+)", svg)
            assert (number(end) or 0) >= largest


def test_the_scale_of_an_author_stays(theme: Theme) -> None:
    chart = bars({"a": 9, "b": 4}, scale={"domain": [0, 9]})
    ticks = {number(text) for text in texts(draw_svg(chart, theme, "practice", FONTS))}
    assert 10 not in ticks
    assert 8 in ticks


def test_long_names_under_bars_take_several_lines(theme: Theme) -> None:
    names = ("bandi regionali di sviluppo", "prestiti di banche e privati", 'l\'"altro" bando')
    svg = draw_svg(bars(dict.fromkeys(names, 9)), theme, "practice", FONTS, width=250)
    lines = [each.text or "" for each in etree.fromstring(svg.encode()).iter(SVG + "tspan")]
    assert lines[:3] == ["bandi", "regionali", "di sviluppo"]
    assert all(name.split()[0] in " ".join(lines) for name in names)


# --- values on bars -----------------------------------------------------------------------------


def values(svg: str) -> list[str]:
    """Return the words in bold: what bars say."""
    found = etree.fromstring(svg.encode()).iter(SVG + "text")
    return [text.text or "" for text in found if text.get("font-weight") in ("700", "bold")]


def test_each_bar_says_its_value_in_the_deep_colour(theme: Theme) -> None:
    svg = draw_svg(bars({"a": 12000, "b": 18.25, "c": 0}), theme, "policy", FONTS)
    assert values(svg) == ["12.000", "18,25", "0"]
    drawn = etree.fromstring(svg.encode()).iter(SVG + "text")
    assert theme.kinds["policy"].deep in {t.get("fill") for t in drawn if t.text == "12.000"}


GROUPS = [
    {"luogo": "Preston", "anno": "prima", "n": 500},
    {"luogo": "Preston", "anno": "dopo", "n": 1820},
    {"luogo": "Contea", "anno": "prima", "n": 1390},
    {"luogo": "Contea", "anno": "dopo", "n": 1792},
]
ALL_VALUES = {"500", "1.820", "1.390", "1.792"}
PLACE = {"field": "luogo", "type": "nominal"}
YEAR = {"field": "anno", "type": "nominal"}
NUMBER = {"field": "n", "type": "quantitative"}


@pytest.mark.parametrize("sort", [None, "ascending", ["Preston", "Contea"], "-y"])
@pytest.mark.parametrize("beside", [True, False])
def test_bars_in_groups_and_in_stacks_say_their_values(
    theme: Theme, sort: Any, beside: bool
) -> None:
    offset = {"xOffset": YEAR} if beside else {}
    encoding = {"x": {**PLACE, "sort": sort}, "y": NUMBER, "color": YEAR, **offset}
    chart = Chart(json.dumps({"mark": "bar", "data": {"values": GROUPS}, "encoding": encoding}))
    svg = draw_svg(chart, theme, "practice", FONTS, width=315)
    assert set(values(svg)) >= ALL_VALUES  # and the sums of stacks
    assert texts(svg).count("prima") == 1, "one legend"


def test_bars_that_lie_say_their_values_inside_the_drawing(theme: Theme) -> None:
    encoding = {"y": PLACE, "yOffset": YEAR, "x": NUMBER, "color": YEAR}
    chart = Chart(json.dumps({"mark": "bar", "data": {"values": GROUPS}, "encoding": encoding}))
    svg = draw_svg(chart, theme, "practice", FONTS, width=315)
    assert set(values(svg)) == ALL_VALUES
    assert float(etree.fromstring(svg.encode()).get("width", "")) == 315


@pytest.mark.parametrize("largest", [9, 1_234_567, 999_999_999.5])
def test_the_value_of_a_bar_that_lies_is_never_cut(theme: Theme, largest: float) -> None:
    rows = [{"nome": "Nome di un Comune", "n": largest}, {"nome": "b", "n": largest / 3 // 1}]
    spec = {
        "mark": "bar",
        "data": {"values": rows},
        "encoding": {"y": PLACE | {"field": "nome"}, "x": NUMBER},
    }
    drawing = etree.fromstring(draw_svg(Chart(json.dumps(spec)), theme, "practice", FONTS).encode())
    wide = float(drawing.get("width", ""))
    said = [
        text for text in drawing.iter(SVG + "text") if text.get("font-weight") in ("bold", "700")
    ]
    assert len(said) == len(rows)
    for text in said:
        assert _left(text) + 6.5 * len(text.text or "") <= wide


def _left(element: Any) -> float:
    """Return how far to the right *element* begins, in all that holds it."""
    moved = [each.get("transform") or "" for each in (element, *element.iterancestors())]
    return sum(float(x) for each in moved for x in re.findall(r"translate\(([-\d.]+)", each))


SILENT: dict[str, dict[str, Any]] = {
    "a mark that is no bar": {"mark": "area"},
    "layers of the author": {"layer": [{"mark": "bar"}], "mark": None},
    "a bar below nothing": {"data": {"values": [{"anno": "2003", "n": -3}]}},
    "no number": {"data": {"values": [{"anno": "2003", "n": 3}, {"anno": "2004", "n": None}]}},
    "a bar hidden by another": {"data": {"values": [{"anno": "2003", "n": 3}] * 2}},
    "no room beside each other": {
        "data": {"values": [{"anno": str(1990 + n), "n": 10_000 + n} for n in range(30)]}
    },
    "no room in a stack": {
        "data": {"values": [{"anno": "2003", "g": g, "n": n} for g, n in (("a", 1), ("b", 99))]},
        "encoding": {
            "x": {"field": "anno", "type": "ordinal"}, "y": NUMBER,
            "color": {"field": "g", "type": "nominal"},
        },
    },
    "shares of a whole": {
        "encoding": {"x": {"field": "anno", "type": "ordinal"}, "y": {**NUMBER, "stack": "normalize"}}
    },
}  # fmt: skip


@pytest.mark.parametrize("changes", SILENT.values(), ids=SILENT)
def test_bars_without_room_or_number_are_silent(theme: Theme, changes: dict[str, Any]) -> None:
    spec = {key: v for key, v in {**json.loads(CHART), **changes}.items() if v is not None}
    assert values(draw_svg(Chart(json.dumps(spec)), theme, "practice", FONTS)) == []


# --- always ---------------------------------------------------------------------------------------


def test_a_second_drawing_is_the_same(theme: Theme) -> None:
    chart = specification(mark={"type": "line", "clip": True})
    first = draw_svg(chart, theme, "practice", FONTS)
    assert "clip" in first, "the specimen must have an id that Vega counts"
    again = Chart(json.dumps(json.loads(chart.spec), indent=1))  # else the first is remembered
    assert draw_svg(again, theme, "practice", FONTS) == first


def test_png_is_drawn_at_three_pixels_for_one(theme: Theme) -> None:
    svg = draw_svg(Chart(CHART), theme, "practice", FONTS)
    png = draw_png(svg, "#FFFFFF", FONTS)
    width = etree.fromstring(svg.encode()).get("width")
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 3 * int(width or 0)


@pytest.mark.parametrize(
    "changes",
    [
        {"data": {"url": "https://example.org/numbers.csv"}},
        {"data": {"url": "file:///etc/passwd"}},
        {"mark": "image"},
        {"mark": {"type": "image", "url": "/etc/passwd"}},
        {"encoding": {"href": {"field": "anno"}}},
        {"transform": [{"lookup": "anno", "from": {"data": {"url": "x.csv"}, "key": "a"}}]},
    ],
)
def test_a_chart_that_reaches_outside_is_refused(theme: Theme, changes: dict[str, Any]) -> None:
    with pytest.raises(ChartError):
        draw_svg(specification(**changes), theme, "practice", FONTS)


def test_a_column_of_the_data_may_be_called_url(theme: Theme) -> None:
    values = [{"anno": "2020", "n": 1, "url": "https://example.org"}]
    assert "<svg" in draw_svg(specification(data={"values": values}), theme, "practice", FONTS)


@pytest.mark.parametrize("text", ["{", "[1]", '{"mark": "nonsense"}'])
def test_what_is_no_chart_is_an_error_in_one_line(theme: Theme, text: str) -> None:
    with pytest.raises(ChartError) as caught:
        draw_svg(Chart(text), theme, "practice", FONTS)
    assert "\n" not in str(caught.value)
    assert str(caught.value)


# --- the forms of values --------------------------------------------------------------------------


def drawn(theme: Theme, rows: list[dict[str, Any]], mark: str, **encoding: Any) -> list[str]:
    """Return the words of a chart."""
    spec = {"mark": mark, "data": {"values": rows}, "encoding": encoding}
    return texts(draw_svg(Chart(json.dumps(spec)), theme, "practice", FONTS, width=315))


FROM_2003 = [{"anno": 2003 + n, "tempo": 2003 + n, "n": 1200 * n} for n in range(6)]
QUANTITY = {"type": "quantitative"}


@pytest.mark.parametrize(
    ("x", "years"),
    [
        ({"field": "anno", "type": "ordinal"}, True),
        ({"field": "anno", **QUANTITY}, True),
        ({"field": "tempo", **QUANTITY}, True),
        ({"field": "tempo", **QUANTITY, "title": "Anno"}, True),
        ({"field": "tempo", **QUANTITY, "axis": {"format": "d"}}, True),
        ({"field": "tempo", **QUANTITY, "axis": {"format": ",d"}}, False),
    ],
)
def test_years_on_an_axis_have_no_separator(theme: Theme, x: dict[str, Any], years: bool) -> None:
    found = drawn(theme, FROM_2003, "area", x=x, y={"field": "n", **QUANTITY})
    assert ("2004" in found) is years
    assert ("2.004" in found) is not years
    assert "4.000" in found, "amounts keep theirs"


def test_an_axis_of_years_begins_at_the_first_and_has_no_half_ones(theme: Theme) -> None:
    rows = [{"anno": 2019, "n": 1}, {"anno": 2021, "n": 2}]
    x, y = {"field": "anno", **QUANTITY}, {"field": "n", **QUANTITY}
    found = drawn(theme, rows, "area", x=x, y=y)
    assert found[: found.index("anno")] == ["2019", "2020", "2021"]


def test_bars_without_separators_begin_at_nought(theme: Theme) -> None:
    y = {"field": "n", **QUANTITY, "axis": {"format": "d"}}
    rows = [{"nome": "a", "n": 11000}, {"nome": "b", "n": 12000}]
    found = drawn(theme, rows, "bar", x={"field": "nome", "type": "nominal"}, y=y)
    assert {"0", "10000", "12000"} <= set(found)


def test_a_date_whose_scale_is_none_is_drawn(theme: Theme) -> None:
    x = {"field": "giorno", "type": "temporal", "scale": None, "axis": None}
    rows = [{"giorno": "2017-04", "n": 1}]
    assert "n" in drawn(theme, rows, "point", x=x, y={"field": "n", **QUANTITY})


def test_numbers_that_marks_say_have_separators_and_years_none(theme: Theme) -> None:
    rows = [{"chi": "a", "anno": 2003, "n": 12000.5}]
    x = {"field": "chi", "type": "nominal"}
    for name, word in (("n", "12.000,5"), ("anno", "2003")):
        assert word in drawn(theme, rows, "text", x=x, text={"field": name, **QUANTITY})


def test_labels_without_room_are_not_in_the_drawing(theme: Theme) -> None:
    rows = [{"anno": str(year), "n": year - 1980} for year in range(1990, 2020)]
    spec = {
        "mark": "line", "data": {"values": rows},
        "encoding": {"x": {"field": "anno", "type": "ordinal"}, "y": {"field": "n", **QUANTITY}},
    }  # fmt: skip
    svg = draw_svg(Chart(json.dumps(spec)), theme, "practice", FONTS, width=315)
    assert 'opacity="0"' not in svg
    years = [text for text in texts(svg) if re.fullmatch(r"(19|20)\d\d", text)]
    assert 3 <= len(years) < len(rows)


def test_months_are_written_small(theme: Theme) -> None:
    rows = [{"giorno": f"2017-0{month}-01", "n": month} for month in range(1, 6)]
    x = {"field": "giorno", "type": "temporal"}
    found = drawn(theme, rows, "area", x=x, y={"field": "n", **QUANTITY})
    assert "marzo" in found


@pytest.mark.parametrize(
    ("dates", "wanted"),
    [
        (("2017", "2018", "2019"), ["2017", "2018", "2019"]),
        (("2017-01", "2017-02", "2017-03"), ["2017", "febbraio", "marzo"]),
        (("2017-04-24", "2017-04-26"), ["24 apr", "25 apr", "26 apr"]),
        (("2017-04-24",), ["24 apr"]),
    ],
)
def test_an_axis_has_no_finer_dates_than_are_known(
    theme: Theme, dates: tuple[str, ...], wanted: list[str]
) -> None:
    rows = [{"giorno": day, "n": number} for number, day in enumerate(dates)]
    x = {"field": "giorno", "type": "temporal", "title": None}
    found = drawn(theme, rows, "area", x=x, y={"field": "n", **QUANTITY, "axis": None})
    assert found == wanted


def test_days_stand_before_their_months(theme: Theme) -> None:
    rows = [{"giorno": f"2017-0{month}-05", "n": month} for month in (1, 3)]
    x = {"field": "giorno", "type": "temporal"}
    found = drawn(theme, rows, "area", x=x, y={"field": "n", **QUANTITY})
    assert "5 feb" in found


def test_dates_are_the_same_in_every_time_zone() -> None:
    program = (
        "import json, sys\nfrom tests.writers.test_charts import *\n"
        "theme = load_theme(Templates((packaged_templates(),)))\n"
        "rows = [{'anno': str(2001 + n), 'n': n} for n in range(4)]\n"
        "x = {'field': 'anno', 'type': 'temporal'}\n"
        "print(drawn(theme, rows, 'line', x=x, y={'field': 'n', 'type': 'quantitative'}))\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "TZ": zone}, check=True,
            capture_output=True, text=True,
        ).stdout
        for zone in ("UTC", "America/New_York")
    }  # fmt: skip
    assert len(found) == 1
    assert "2004" in found.pop()


# --- few values over time -------------------------------------------------------------------------


def over_time(mark: str, rows: list[tuple[str, str, float]], unit: str = "", **x: Any) -> Chart:
    """Return a chart of *rows*: the time, the series, the value."""
    values = [{"anno": when, "chi": who, "n": n} for when, who, n in rows]
    encoding: dict[str, Any] = {
        "x": {"field": "anno", "type": "ordinal", **x},
        "y": NUMBER | {"title": None},
    }
    if len({who for _when, who, _n in rows}) > 1:
        encoding["color"] = {"field": "chi", "type": "nominal", "title": None}
    spec = {"mark": mark, "data": {"values": values}, "encoding": encoding}
    return Chart(json.dumps(spec), unit)


def standing(svg: str) -> dict[str, tuple[float, float]]:
    """Return where each word of a drawing stands, by itself."""
    found = etree.fromstring(svg.encode()).iter(SVG + "text")
    return {t.text or "": (float(t.get("x", "0")), float(t.get("y", "0"))) for t in found}


def shapes(svg: str, name: str) -> list[Any]:
    return list(etree.fromstring(svg.encode()).iter(SVG + name))


UNEVEN = [("2003", 1.0), ("2020", 8.0), ("2025", 9.0)]


@pytest.mark.parametrize("width", [204, 315, 472])
@pytest.mark.parametrize("mark", ["bar", "line", "point"])
def test_time_is_as_long_as_it_is(theme: Theme, mark: str, width: int) -> None:
    chart = over_time(mark, [(year, "", n) for year, n in UNEVEN])
    svg = draw_svg(chart, theme, "practice", FONTS, width=width)
    if mark == "bar":
        places = [float(b.get("x")) + float(b.get("width")) / 2 for b in shapes(svg, "rect")]
    else:
        places = [float(dot.get("cx")) for dot in shapes(svg, "circle")]
    first, middle, last = places
    assert (middle - first) / (last - first) == pytest.approx(17 / 22, abs=0.01)
    assert {"2003", "2020", "2025", "1", "8", "9"} <= set(texts(svg))
    assert float(etree.fromstring(svg.encode()).get("width", "")) == width


def test_many_values_have_axes_and_true_times(theme: Theme) -> None:
    years = ["1991", "1994", "1995", "2001", "2004", "2010", "2012/13", "2014", "2025"]
    rows = [(year, "", 9.0 + n) for n, year in enumerate(years)]
    svg = draw_svg(over_time("point", rows), theme, "practice", FONTS, width=472)
    marks = [path.get("transform", "") for path in shapes(svg, "path") if path.get("aria-label")]
    places = [float(re.findall(r"translate\(([\d.]+)", place)[0]) for place in marks if place]
    assert len(places) == len(years)
    share = (places[1] - places[0]) / (places[-1] - places[0])
    assert share == pytest.approx(3 / 34, abs=0.01)
    assert {"1991", "2025"} <= set(texts(svg))


def test_times_at_equal_distances_stay_names(theme: Theme) -> None:
    rows = [(f"{month} 2021", "", n + 1.0) for n, month in enumerate(
        ["gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre"]
    )]  # fmt: skip
    svg = draw_svg(over_time("area", rows), theme, "practice", FONTS, width=472)
    assert "discrete scale with 9" in svg


SHARES = [
    ("2012/13", "Preston", 5.0), ("cinque anni dopo", "Preston", 18.2),
    ("2012/13", "Lancashire", 39.0), ("cinque anni dopo", "Lancashire", 79.2),
]  # fmt: skip


@pytest.mark.parametrize("kind", ["practice", "policy"])
def test_a_before_and_an_after_are_a_slope_with_its_change(theme: Theme, kind: Any) -> None:
    changes = (("Preston", "+13,2 punti percentuali"), ("Lancashire", "+40,2 punti percentuali"))
    chart = replace(over_time("line", SHARES, "%"), changes=changes)
    svg = draw_svg(chart, theme, kind, FONTS, width=315)
    said = [text.replace("\u00a0", " ") for text in texts(svg)]
    assert {"5 %", "18,2 %", "39 %", "79,2 %", "Preston", "Lancashire", "2012/13"} <= set(said)
    assert "+13,2 punti percentuali" in " ".join(said)
    # The first series is the chart's own.
    size = {t.text: float(t.get("font-size").rstrip("px")) for t in shapes(svg, "text")}
    assert size["18,2\u00a0%"] > size["79,2\u00a0%"]
    lines = {
        line.get("stroke"): float(line.get("stroke-width")) for line in shapes(svg, "polyline")
    }
    assert lines[theme.kinds[kind].accent] > lines[theme.colours.muted]
    at = standing(svg)
    assert at["Preston"][1] > at["Lancashire"][1], "each name at the end of its line"


def test_parts_of_a_whole_are_a_pair_of_bars_with_their_changes(theme: Theme) -> None:
    rows = [
        ("novembre 2021", "Rilevate", 9655.0), ("novembre 2021", "Altre", 15462.0),
        ("dicembre 2022", "Rilevate", 9954.0), ("dicembre 2022", "Altre", 17251.0),
    ]  # fmt: skip
    changes = (("Rilevate", "+299"), ("Altre", "+1.789"), ("", "in tutto +2.088"))
    chart = replace(over_time("bar", rows), changes=changes)
    svg = draw_svg(chart, theme, "policy", FONTS, width=315)
    assert values(svg) == ["9.655", "9.954", "15.462", "17.251", "25.117", "27.205"]
    assert {"Rilevate", "Altre", "+299", "+1.789", "in tutto +2.088"} <= set(texts(svg))
    tall = [float(bar.get("height")) for bar in shapes(svg, "rect")]
    assert tall[1] / tall[0] == pytest.approx(9954 / 9655, abs=0.001)


@settings(max_examples=60, deadline=None)
@given(
    numbers=st.lists(st.integers(0, 99_999), min_size=4, max_size=6).filter(any),
    mark=st.sampled_from(["line", "bar"]),
    width=st.sampled_from([204, 315, 472]),
)
def test_no_words_stand_outside_or_on_each_other(numbers: list[int], mark: str, width: int) -> None:
    theme = load_theme(Templates((packaged_templates(),)))
    names = ("Uno", "Due", "Tre")[: len(numbers) // 2]
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    rows = [row for name, (a, b) in zip(names, pairs, strict=True)
            for row in (("2014", name, float(a)), ("2024", name, float(b)))]  # fmt: skip
    svg = draw_svg(over_time(mark, rows), theme, "practice", FONTS, width=width)
    if shapes(svg, "g"):
        return  # there was no room: it has axes
    drawing = etree.fromstring(svg.encode())
    said = shapes(svg, "text")
    for text in said:
        assert 0 <= float(text.get("x")) <= width
        assert 0 <= float(text.get("y")) <= float(drawing.get("height", ""))
        assert float(text.get("font-size").rstrip("px")) * 0.75 >= 8
    beside = sorted(float(text.get("y")) for text in said if text.get("text-anchor") == "start")
    assert all(after - before > 9 for before, after in pairwise(beside))


@pytest.mark.parametrize(
    ("mark", "rows", "x"),
    [
        ("line", [(str(2000 + n), "", 1.0 + n) for n in range(9)], {}),
        ("line", [(year, name, 1.0) for name in "abcd" for year in ("2000", "2001")], {}),
        ("line", [("prima", "", 1.0), ("poi", "", 2.0), ("adesso", "", 3.0)], {}),
        ("line", [("2000", "", 1.0), ("2001", "", 2.0)], {"axis": {"labelAngle": 0}}),
        ("bar", [("2000", "", -1.0), ("2001", "", 2.0)], {}),
        ("area", [("2000", "", 1.0), ("2001", "", 2.0)], {}),
        (
            "line",
            [(year, "parola" * 6 + name, 1.0) for name in "ab" for year in ("2000", "2001")],
            {},
        ),
    ],
)
def test_what_needs_axes_or_is_an_author_s_design_has_axes(
    theme: Theme, mark: str, rows: list[tuple[str, str, float]], x: dict[str, Any]
) -> None:
    svg = draw_svg(over_time(mark, rows, **x), theme, "practice", FONTS, width=315)
    assert "axis" in svg


def test_names_that_are_no_times_have_no_change_and_no_distance(theme: Theme) -> None:
    rows = [(when, who, 5.0) for when, _n in UNEVEN for who in ("Uno", "Due")]
    svg = draw_svg(over_time("bar", rows, type="nominal"), theme, "practice", FONTS, width=315)
    places = sorted({float(b.get("x")) for b in shapes(svg, "rect")})
    assert places[1] - places[0] == pytest.approx(places[2] - places[1], abs=0.1)
    assert not shapes(svg, "g"), "words are enough"
    assert len(shapes(svg, "polyline")) == 1, "but for the ground, no line joins them"


def test_few_bars_by_names_have_no_axis_but_the_title_of_their_author(theme: Theme) -> None:
    bare = draw_svg(bars({"a": 12, "b": 30}, title=None), theme, "practice", FONTS)
    assert set(texts(bare)) == {"a", "b", "12", "30", "nome"}
    titled = draw_svg(bars({"a": 12, "b": 30}, title="Soci"), theme, "practice", FONTS)
    assert set(texts(titled)) == {"a", "b", "12", "30", "nome", "Soci"}
    many = draw_svg(bars(dict.fromkeys("abcdefghi", 12.0)), theme, "practice", FONTS)
    assert "10" in texts(many)


def test_dates_of_few_values_are_in_words(theme: Theme) -> None:
    rows = [("2017-04", "", 1.0), ("2017-04-24", "", 2.0), ("2018", "", 4.0)]
    svg = draw_svg(over_time("line", rows, type="temporal"), theme, "practice", FONTS, width=315)
    assert {"aprile 2017", "24 apr 2017", "2018"} <= set(texts(svg))


def test_words_of_a_source_are_words_in_the_drawing(theme: Theme) -> None:
    rows = [(year, name, 1.0) for name in ("<b>&", '"a"') for year in ("2000", "2001")]
    svg = draw_svg(over_time("line", rows), theme, "practice", FONTS, width=315)
    assert {"<b>&", '"a"'} <= set(texts(svg))
