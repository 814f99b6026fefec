"""Charts: the theme's look, real text, nothing from outside, the same bytes each time."""

import json
from typing import Any

import pytest
from lxml import etree

from pitstop_docs.document import Chart
from pitstop_docs.theme import Templates, Theme, load_theme, packaged_templates
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
    values = [{"anno": "2020", "n": 12000.5}]
    chart = specification(data={"values": values})
    assert "10.000" in texts(draw_svg(chart, theme, "practice", FONTS))


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
