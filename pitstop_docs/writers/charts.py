"""Vega-Lite specification → SVG or PNG, in the theme's fonts and colours, with no network.

Enters: a :class:`~pitstop_docs.tree.document.Chart`, already checked to hold inline values only, and how
wide it will stand. Leaves: SVG text with real text elements, and PNG bytes for readers that draw no SVG.
"""

import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import vl_convert

from pitstop_docs.look.theme import Theme
from pitstop_docs.problems.messages import _
from pitstop_docs.tree.document import Chart
from pitstop_docs.writers.chart_bars import draw_bars
from pitstop_docs.writers.chart_direct import Drawing, Look, drawing_of
from pitstop_docs.writers.chart_layers import CLEAR, INSIDE, PADDING, TICKS, lay_out
from pitstop_docs.writers.chart_lines import draw_lines

_PX_PER_MM = 96 / 25.4
_FLATTEST, _TALLEST = 110, 170  # px of a plot's height, two fifths of its width between these
_ROW = 26  # px for each bar of a horizontal chart
_LABEL = 11.5  # px, 8.6 pt on paper
_LOCALES = {"it": "it-IT", "en": "en-GB", "fr": "fr-FR", "de": "de-DE", "es": "es-ES"}
_NEUTRAL_LOCALE = "en-US"
# Languages that write days and months small.
_SMALL_NAMES = frozenset({"it", "fr", "es"})
_NAMED = ("days", "shortDays", "months", "shortMonths")
_KEPT = 64  # drawings
_UNSEEN = re.compile(r'<text\b[^>]*\sopacity="0"[^>]*>.*?</text>', re.DOTALL)
_SVG_START = re.compile(r"(<svg\b[^>]*>)")
# Keys through which a specification could reach a file or the network, or become a link.
_REACHING = frozenset({"url", "href", "$ref"})


class ChartError(ValueError):
    """The specification cannot be drawn; the message says why."""


def draw_svg(
    chart: Chart,
    theme: Theme,
    kind: Literal["practice", "policy"],
    font_dir: Path,
    language: str = "it",
    width: int | None = None,
) -> str:
    """Return *chart* as SVG with real text, *width* CSS px wide, or as wide as the theme has figures across
    the page where that is less. Raises :class:`ChartError`."""
    across = int(theme.page.figure * _PX_PER_MM)
    width = min(width or across, across)
    look = Look(theme, theme.kinds[kind], language)
    drawing = drawing_of(chart, _specification(chart.spec), look, width)
    if drawing is not None and (drawn := _drawn_directly(drawing)) is not None:
        return drawn
    return _draw(chart.spec, json.dumps(_config(theme, kind, width)), font_dir, language, width)


def _drawn_directly(drawing: Drawing) -> str | None:
    """Return *drawing* of few values over time, or None where it needs axes."""
    match drawing.mark:
        case "line" | "point" if drawing.reading.over_time:
            return draw_lines(drawing, joined=drawing.mark == "line")
        case "bar":
            return draw_bars(drawing)
        case _:
            return None


@lru_cache(_KEPT)
def draw_png(svg: str, paper: str, font_dir: Path, scale: float = 3) -> bytes:
    """Return what :func:`draw_svg` drew as PNG on a ground of the colour *paper*, *scale* pixels
    for a CSS px."""
    _register_fonts(font_dir)
    ground = rf'\1<rect width="100%" height="100%" fill="{paper}"/>'
    png: bytes = vl_convert.svg_to_png(_SVG_START.sub(ground, svg, count=1), scale=scale)
    return png


@lru_cache(_KEPT)  # every edition, and Word as well as PDF, shows the same drawing
def _draw(spec: str, config: str, font_dir: Path, language: str, width: int) -> str:
    checked = lay_out(_specification(spec), width)
    _register_fonts(font_dir)
    try:
        svg: str = vl_convert.vegalite_to_svg(
            checked, config=json.loads(config), **_options(language)
        )
    except ValueError as error:
        raise ChartError(_first_line(error)) from error
    # What nobody sees would be read aloud, and found: labels for which an axis has no room.
    svg = _UNSEEN.sub("", svg)
    # Opacity 1 changes nothing on screen but would make a transparency group in the PDF.
    return _renumber(re.sub(r' (?:(?:fill|stroke)-)?opacity="1"', "", svg))


def _renumber(svg: str) -> str:
    """Number the ids of *svg* from 0: Vega counts clips and gradients through the whole process."""
    for number, name in enumerate(re.findall(r'\bid="([^"]+)"', svg)):
        svg = re.sub(rf'(?<=["#]){re.escape(name)}(?=[")])', f"part-{number}", svg)
    return svg


def _options(language: str) -> dict[str, Any]:
    locale: Any = _LOCALES.get(language[:2], _NEUTRAL_LOCALE)
    times: Any = vl_convert.get_time_format_locale(locale)
    if language[:2] in _SMALL_NAMES:
        # Vega's Italian has "Febbraio"; the table below, and every other date, "febbraio".
        times |= {key: [name.lower() for name in times[key]] for key in _NAMED}
    return {"allowed_base_urls": [], "format_locale": locale, "time_format_locale": times}


def _specification(text: str) -> dict[str, Any]:
    """Return the parsed specification; refuses what could read a file or reach the network."""
    try:
        spec = json.loads(text)
    except json.JSONDecodeError as error:
        raise ChartError(_("the chart is not valid JSON: {error}").format(error=error)) from error
    if not isinstance(spec, dict):
        raise ChartError(_("the chart is not a Vega-Lite specification"))
    for key, value in _pairs({name: part for name, part in spec.items() if name != "$schema"}):
        mark = value.get("type") if isinstance(value, dict) else value
        if key in _REACHING or (key == "mark" and mark == "image"):
            raise ChartError(
                _("a chart may hold inline values only, not '{key}'").format(
                    key="image" if key == "mark" else key
                )
            )
    return spec


def _pairs(node: Any, inside_values: bool = False) -> Iterator[tuple[str, Any]]:
    """Yield every key and value of *node*, at any depth; rows of data are not specification."""
    if isinstance(node, dict):
        for key, value in node.items():
            if not inside_values:
                yield key, value
            yield from _pairs(value, inside_values or key == "values")
    elif isinstance(node, list):
        for value in node:
            yield from _pairs(value, inside_values)


def _config(theme: Theme, kind: Literal["practice", "policy"], width: int) -> dict[str, Any]:
    """Return the Vega-Lite config that makes a chart look like the page around it."""
    colours, hue, font = theme.colours, theme.kinds[kind], theme.fonts.display
    words = {
        "labelFont": font, "labelFontSize": _LABEL, "labelColor": colours.ink, "titleFont": font,
        "titleFontSize": _LABEL, "titleFontWeight": 600, "titleColor": colours.muted,
    }  # fmt: skip
    axis = {
        **words, "domain": False, "ticks": False, "gridColor": colours.rule, "gridWidth": 0.75,
        "labelPadding": 6,
    }  # fmt: skip
    legend = {
        **words, "orient": "top", "offset": 16, "symbolOpacity": 1, "symbolType": "square",
    }  # fmt: skip
    height = min(max(2 * width // 5, _FLATTEST), _TALLEST)
    solid = {"opacity": 1, "filled": True, "size": 60}
    x_axis = {
        "domain": True, "domainColor": colours.muted, "grid": False, "labelAngle": 0,
        "labelOverlap": "parity", "labelSeparation": 4,
    }  # fmt: skip
    return {
        "background": None,
        "padding": dict(PADDING),
        "font": font,
        "view": {"continuousHeight": height, "discreteHeight": {"step": _ROW}, "stroke": None},
        "axis": axis,
        "axisX": x_axis,
        "axisY": {"tickCount": TICKS["y"]},
        "axisXQuantitative": {"grid": False, "tickCount": TICKS["x"]},
        "legend": legend,
        "title": {"font": font, "fontSize": 14, "fontWeight": 600, "color": hue.deep},
        "header": {"labelFont": font, "titleFont": font, "labelFontSize": _LABEL},
        "mark": {"color": hue.accent},
        "bar": {"color": hue.accent, "opacity": 1},
        "line": {"color": hue.accent, "strokeWidth": 2.5, "opacity": 1},
        "area": {"color": hue.line, "line": {"color": hue.accent}, "opacity": 1},
        "rule": {"color": colours.muted, "opacity": 1},
        "tick": {"color": hue.accent, "opacity": 1},
        "text": {"font": font, "fontSize": 12, "fontWeight": 700, "color": hue.deep, "opacity": 1},
        "style": {CLEAR: {**solid, "color": colours.paper}},
        **{mark: {**solid, "color": hue.accent} for mark in ("point", "circle", "square")},
        "scale": {"bandPaddingInner": 0.5, "bandPaddingOuter": 0.3},
        "range": {
            "category": [hue.accent, hue.deep, colours.warning, hue.line, colours.muted],
            INSIDE: [colours.paper] * 3 + [hue.deep, colours.paper],
        },
    }


@cache
def _register_fonts(font_dir: Path) -> None:
    vl_convert.register_font_directory(str(font_dir.resolve()))


def _first_line(error: Exception) -> str:
    """Return what the drawing library says, without its stack of JavaScript calls."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith("at ") and "failed:" not in line]
    return (said or lines or [_("the chart cannot be drawn")])[0]
